//! No file holds more of anything than a run may have written.
use std::collections::BTreeMap;

use mailprobe::recording::Recording;
use serde_json::{Value, json};

use crate::{load, report};

/// Longer than any text may be.
const LONG: usize = 1 << 20;

/// A recording in which something is different.
fn but_for(recording: &Value, place: &str, value: Value) -> Result<Recording, String> {
    let mut json = recording.clone();
    let (parent, field) = place.rsplit_once('/').expect("a place");
    let parent = json.pointer_mut(parent).expect("it is there");
    match parent {
        Value::Array(list) => list[field.parse::<usize>().expect("a number")] = value,
        other => other[field] = value,
    }
    load(&json)
}

/// Where texts stand: of each field one.
fn texts(json: &Value, at: &str, field: &str, found: &mut BTreeMap<String, String>) {
    match json {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            texts(value, &format!("{at}/{name}"), &format!("{field}.{name}"), found);
        }),
        Value::Array(values) => values.iter().enumerate().for_each(|(n, value)| {
            texts(value, &format!("{at}/{n}"), field, found);
        }),
        Value::String(_) => drop(found.insert(field.to_owned(), at.to_owned())),
        _ => {}
    }
}

#[tokio::test(start_paused = true)]
async fn no_field_takes_a_text_that_is_longer_than_any_run_keeps() {
    let recording = report("tls-expired").await["recording"].take();
    let mut found = BTreeMap::new();
    texts(&recording, "", "", &mut found);
    assert!(found.len() > 40, "{found:?}");
    // Letters of base64, so that bytes are read too.
    let long = json!("A".repeat(LONG));
    // A kind that is not known is not kept.
    let is_kept = |r: &Recording| serde_json::to_string(r).is_ok_and(|text| text.len() > LONG);
    let taken = |place: &&String| {
        but_for(&recording, place, long.clone()).is_ok_and(|recording| is_kept(&recording))
    };
    let taken: Vec<_> = found.values().filter(taken).collect();
    assert!(taken.is_empty(), "{taken:?}");
}

#[tokio::test(start_paused = true)]
async fn a_name_is_no_longer_than_the_dns_can_have_it() {
    let recording = report("good").await["recording"].take();
    let control = |host: &str| json!([{ "host": host }]);
    let (most, more) = ("a".repeat(1020), "a".repeat(1021));
    assert!(but_for(&recording, "/asked/target/name", json!(most)).is_ok());
    assert!(but_for(&recording, "/asked/controls", control(&most)).is_ok());
    for why in [
        but_for(&recording, "/asked/target/name", json!(more)),
        but_for(&recording, "/asked/controls", control(&more)),
        but_for(&recording, "/observations/0/subject", json!({ "kind": "host", "host": more })),
    ] {
        assert_eq!(why.map(drop), Err("it holds longer texts than a run keeps".to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_is_asked_for_than_a_later_version_may_ask_for() {
    let recording = report("good").await["recording"].take();
    let port = &recording["asked"]["ports"][0];
    let skip = |steps: usize| {
        let subject = recording["observations"][0]["subject"].clone();
        let (steps, because) = (vec!["connect"; steps], "run-ended");
        json!([{ "subject": subject, "steps": steps, "because": because }])
    };
    let controls = |count: usize| -> Value {
        let mut one = recording["observations"][0].clone();
        let each = (0..count).map(|n| {
            one["id"] = json!(n);
            one["subject"] = json!({ "kind": "control", "host": format!("h{n}.example") });
            one.clone()
        });
        each.collect()
    };
    for (place, most, more) in [
        ("/asked/ports", json!(vec![port; 512]), json!(vec![port; 513])),
        ("/asked/views", json!(vec!["192.0.2.1:53"; 24]), json!(vec!["192.0.2.1:53"; 25])),
        ("/skipped", skip(128), skip(129)),
        ("/observations", controls(24), controls(25)),
    ] {
        assert!(but_for(&recording, place, most).is_ok(), "{place}");
        let why = but_for(&recording, place, more).expect_err(place);
        assert!(why.contains("more of one thing"), "{place}: {why}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_went_wrong_or_was_said_than_a_later_version_may_keep() {
    let recording = report("good").await["recording"].take();
    let said = recording["observations"].as_array().expect("a list");
    let greeting = said.iter().position(|o| o["step"] == "greeting").expect("a server spoke");
    let lines = format!("/observations/{greeting}/saw/lines");
    let line = recording.pointer(&lines).expect("it has lines")[0].clone();
    let answer = |bytes: usize| -> Value {
        let mut line = line.clone();
        line["text"] = json!("x".repeat(1024));
        json!(vec![line; bytes / 1024])
    };
    for (place, most, more) in [
        ("/trust/problems", json!(vec![""; 128]), json!(vec![""; 129])),
        (&*lines, answer(512 << 10), answer(513 << 10)),
        ("/vantage/command", json!("x ".repeat(16 << 10)), json!("x ".repeat((16 << 10) + 1))),
        ("/asked/target/typed", json!("x".repeat(32 << 10)), json!("x".repeat((32 << 10) + 1))),
    ] {
        assert!(but_for(&recording, place, most).is_ok(), "{place}");
        assert!(but_for(&recording, place, more).is_err(), "{place}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_waiver_is_for_a_code_and_no_other_text() {
    let recording = report("good").await["recording"].take();
    let waiver = |code: &str| {
        let waiver = json!({ "code": code, "until": "2099-01-31", "reason": "known" });
        json!({ "waiver": [waiver] })
    };
    assert!(but_for(&recording, "/asked/expect", waiver("tls.later-trouble")).is_ok());
    for text in ["Bob Jones", "bob@corp.example", "tls", "tls.", "tls.a.b", "192.0.2.7"] {
        let why = but_for(&recording, "/asked/expect", waiver(text)).expect_err(text);
        assert!(why.contains("must be a code"), "{why}");
    }
}
