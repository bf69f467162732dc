//! Files that claim to be reports: broken, foreign, hostile, or from a later version. Each is read
//! in bounded time, or refused with a reason.
#[path = "scenarios/run.rs"]
mod run;

use std::io::{self, Read};

use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::language::Language;
use mailprobe::recording::{MAX_BYTES, MAX_ENDPOINTS, MAX_OBSERVATIONS, MAX_VALUES, Recording};
use mailprobe::report::{Detail, FORMATS, Report, Status, Style, Verdict};
use probes::{Data, FailureKind, Step, Subject};
use run::run;
use serde_json::{Value, json};

/// A recording of a scenario, as saved.
async fn saved(scenario: &str) -> Value {
    let (_, recording) = run(Scenario::load(scenario).expect("it is listed")).await;
    serde_json::to_value(recording).expect("it can be saved")
}

fn load(json: &Value) -> Result<Recording, String> {
    Recording::load(&mut json.to_string().as_bytes())
}

/// Why a file of this text is refused.
fn refusal(text: &str) -> String {
    Recording::load(&mut text.as_bytes()).expect_err("it is no recording of ours")
}

/// Judges a recording and tells it in every form.
fn tell(recording: &Recording) -> Vec<u8> {
    let findings = diagnosis::diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    let report =
        Report { recording, findings: &findings, verdict: &verdict, language: Language::En };
    let style = Style { width: 80, detail: Detail::Verbose, ..Style::default() };
    let mut text = Vec::new();
    for format in FORMATS {
        (format.write)(&[report], &style, &mut text).expect("memory takes it");
    }
    text
}

/// Every place in a document where a number with one of these names stands.
fn places(json: &Value, names: &[&str], at: &str, found: &mut Vec<String>) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let here = format!("{at}/{name}");
                if value.is_number() && names.contains(&name.as_str()) {
                    found.push(here);
                } else {
                    places(value, names, &here, found);
                }
            }
        }
        Value::Array(values) => {
            for (n, value) in values.iter().enumerate() {
                places(value, names, &format!("{at}/{n}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn what_is_no_report_is_called_so() {
    for text in ["", "null", "[]", "{}", "{\"schema\": 1}", "\u{feff}{}", "%PDF-1.7", "\0\0\0"] {
        assert!(refusal(text).contains("it is no report"), "{text:?}: {}", refusal(text));
    }
    let foreign = "{\"schema\": \"mailprobe.recording.v99\"}";
    assert!(refusal(foreign).contains("\"mailprobe.recording.v99\" is not known"));
    let not_text = Recording::load(&mut &[b'{', 0xff, 0xfe][..]);
    assert!(not_text.is_err_and(|why| why.contains("UTF-8")));
}

#[test]
fn a_file_without_end_is_read_only_so_far() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            to.fill(b' ');
            self.0 += to.len() as u64;
            assert!(self.0 <= 3 * MAX_BYTES, "{} bytes were asked for", self.0);
            Ok(to.len())
        }
    }
    let why = Recording::load(&mut Endless(0)).expect_err("it has no end");
    assert_eq!(why, format!("it is larger than {} MiB", MAX_BYTES >> 20));
}

#[tokio::test(start_paused = true)]
async fn nesting_costs_no_stack() {
    let deep = "[".repeat(1_000_000);
    refusal(&deep);
    refusal(&format!("{{\"schema\": \"mailprobe.recording.v1\", \"new\": {deep}"));
    let mut json = saved("good").await;
    json["observations"][0]["saw"]["question"] = json!("DEEP");
    refusal(&json.to_string().replace("\"DEEP\"", &deep));
}

#[tokio::test(start_paused = true)]
async fn fields_that_stand_twice_are_refused() {
    let text = saved("good").await.to_string();
    for field in ["\"took_us\":", "\"step\":", "\"ended\":"] {
        let rest = &text[text.find(field).expect("it is there") + field.len()..];
        let value = &rest[..rest.find([',', '}']).expect("it ends")];
        let twice = text.replacen(field, &format!("{field}{value},{field}"), 1);
        let why = refusal(&twice);
        assert!(why.contains("duplicate field"), "{field} {why}");
    }
}

#[tokio::test(start_paused = true)]
async fn certificates_that_are_no_base64_are_refused() {
    let mut json = saved("good").await;
    json["trust"]["roots"] = json!(["\u{1b}[31m!!!"]);
    assert!(load(&json).is_err_and(|why| why.contains("Invalid symbol")));
}

#[tokio::test(start_paused = true)]
async fn certificates_that_are_none_are_judged_all_the_same() {
    let mut json = saved("good").await;
    for observation in json["observations"].as_array_mut().expect("a list") {
        if observation["step"] == "handshake" {
            observation["saw"]["chain"] = json!(["", "AAAA", "MIIB"]);
        }
    }
    json["trust"]["roots"] = json!(["", "AAAA"]);
    let findings = diagnosis::diagnose(&load(&json).expect("it can be read"));
    assert!(findings.iter().any(|f| f.code.starts_with("tls.")), "{findings:?}");
}

#[tokio::test(start_paused = true)]
async fn times_and_sizes_that_no_run_has_are_refused_wherever_they_stand() {
    let json = saved("run-cut-short").await;
    let mut found = vec!["/vantage/utc_offset_s".to_owned()];
    places(&json, &["at", "at_us", "took_us"], "", &mut found);
    assert!(found.len() > 100, "{found:?}");
    for place in found {
        let mut changed = json.clone();
        let number = changed.pointer_mut(&place).expect("it is there");
        *number = if place.ends_with("_s") { json!(i32::MIN) } else { json!(u64::MAX) };
        assert_eq!(load(&changed).expect_err(&place), "its times are out of range");
        *changed.pointer_mut(&place).expect("it is there") = json!(1e300);
        assert!(load(&changed).is_err(), "{place}");
    }
    for size in ["cut", "unfinished"] {
        let mut changed = json.clone();
        let replies = changed["observations"].as_array_mut().expect("a list");
        let reply = replies.iter_mut().find(|o| o["saw"]["kind"] == "reply").expect("one");
        reply["saw"]["lines"] = json!([{ "at_us": 1, "text": "220 x", size: u64::MAX }]);
        assert!(load(&changed).is_err(), "{size}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_was_fetched_is_bounded_and_may_hold_anything() {
    let json = saved("tls-aia-fetched").await;
    let with = |field: &str, value: Value| {
        let mut changed = json.clone();
        let all = changed["observations"].as_array_mut().expect("a list");
        let file = all.iter_mut().find(|o| o["step"] == "fetch").expect("one was fetched");
        file["saw"][field] = value;
        load(&changed)
    };
    assert!(with("size", json!(u64::MAX)).is_err());
    assert!(with("certificates", json!(vec!["AAAA"; 1000])).is_err());
    for (field, odd) in [
        ("certificates", json!(["AAAA"])),
        ("certificates", json!([])),
        ("url", json!("\u{1b}[2J")),
        ("status", json!("HTTP")),
        ("later", json!({ "version": 2 })),
    ] {
        let recording = with(field, odd).unwrap_or_else(|why| panic!("{field}: {why}"));
        let findings = diagnosis::diagnose(&recording);
        assert!(findings.iter().any(|f| f.code == "tls.incomplete-chain"), "{field}");
        tell(&recording);
    }
}

#[tokio::test(start_paused = true)]
async fn hops_that_no_packet_can_have_are_refused() {
    let json = saved("good").await;
    let mut found = vec![];
    places(&json, &["ttl"], "", &mut found);
    let hop = found.iter().find(|place| place.contains("/tries/")).expect("a path was traced");
    for (ttl, lawful) in [(0, false), (1, true), (64, true), (255, false)] {
        let mut changed = json.clone();
        *changed.pointer_mut(hop).expect("it is there") = json!(ttl);
        assert_eq!(load(&changed).is_ok(), lawful, "{ttl}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_largest_times_can_be_told() {
    const TEN_YEARS_US: u64 = 316_224_000_000_000;
    let mut json = saved("good").await;
    let mut found = vec![];
    places(&json, &["at_us", "took_us"], "", &mut found);
    for place in found {
        *json.pointer_mut(&place).expect("it is there") = json!(TEN_YEARS_US);
    }
    let mut counts = vec![];
    let info = ["rtt_us", "rtt_variation_us", "retransmits", "unacked", "mss", "path_mtu"];
    places(&json, &info, "", &mut counts);
    for place in counts {
        *json.pointer_mut(&place).expect("it is there") = json!(u32::MAX);
    }
    json["at"] = json!(253_402_300_799_u64);
    tell(&load(&json).expect("just within range"));
    json["at"] = json!(0);
    tell(&load(&json).expect("just within range"));
}

#[tokio::test(start_paused = true)]
async fn what_only_a_later_version_knows_is_kept_as_unknown() {
    let mut json = saved("tcp-refused-asked").await;
    json["new"] = json!({ "field": [1, 2, 3] });
    json["skipped"] =
        json!([{ "subject": { "kind": "moon" }, "steps": ["dig"], "because": "tide" }]);
    let observations = json["observations"].as_array_mut().expect("a list");
    let later = observations.len();
    let mut new = observations[0].clone();
    new["id"] = json!(later);
    new["step"] = json!("dig");
    new["subject"] = json!({ "kind": "moon", "phase": 3 });
    new["saw"] = json!({ "kind": "crater", "depth": [1, 2] });
    new["failure"] = json!({ "kind": "eclipsed", "detail": "too dark" });
    observations.push(new);
    let recording = load(&json).expect("later versions are read");
    let seen = &recording.observations[later];
    assert_eq!((seen.step, &seen.subject), (Step::Unknown, &Subject::Unknown));
    assert_eq!(seen.saw, Data::Unknown);
    assert_eq!(seen.failure.as_ref().map(|f| f.kind), Some(FailureKind::Other));
    let codes: Vec<_> = diagnosis::diagnose(&recording).iter().map(|f| f.code).collect();
    assert!(codes.contains(&"tcp.refused") && codes.contains(&"other.unexplained"), "{codes:?}");
    tell(&recording);
}

#[tokio::test(start_paused = true)]
async fn observations_have_numbers_of_their_own() {
    let mut json = saved("good").await;
    json["observations"][1]["id"] = json["observations"][0]["id"].clone();
    let why = load(&json).expect_err("evidence would be ambiguous");
    assert!(why.contains("have the number 0"), "{why}");
}

/// A file with so many failures, spread over so many endpoints.
async fn crowd(size: usize, endpoints: usize) -> Value {
    let mut json = saved("good").await;
    let one = json["observations"].as_array().expect("a list").iter();
    let one = one.clone().find(|o| o["step"] == "greeting").expect("servers greet").clone();
    let many = (0..size).map(|n| {
        let mut other = one.clone();
        other["id"] = json!(n);
        other["subject"]["host"] = json!(format!("h{}.example.test", n % endpoints));
        other["failure"] = json!({ "kind": "other", "detail": n.to_string() });
        other
    });
    json["observations"] = many.collect();
    json
}

#[tokio::test(start_paused = true)]
async fn more_observations_than_a_run_makes_are_refused() {
    let why = load(&crowd(MAX_OBSERVATIONS + 1, 1).await).expect_err("one too many");
    assert!(why.contains("more than the 12000 observations"), "{why}");
}

#[tokio::test(start_paused = true)]
async fn the_largest_file_is_judged_to_the_last_failure() {
    let largest = crowd(MAX_OBSERVATIONS, MAX_ENDPOINTS).await;
    let recording = load(&largest).expect("as many as are read");
    assert!(diagnosis::diagnose(&recording).len() >= MAX_OBSERVATIONS);
}

#[tokio::test(start_paused = true)]
async fn more_endpoints_than_a_run_looks_at_are_refused() {
    let why = load(&crowd(MAX_ENDPOINTS + 1, MAX_ENDPOINTS + 1).await).expect_err("one too many");
    assert!(why.contains("more than 2048 ports"), "{why}");
}

#[tokio::test(start_paused = true)]
async fn lists_longer_than_any_run_makes_are_refused() {
    let json = saved("good").await;
    let question = json!({ "name": "a.test", "type": "A" });
    let lookup = json!({ "question": question, "answer": { "exchanges": [] } });
    let places = [
        ("confirm", "lookups", lookup),
        ("handshake", "chain", json!("AAAA")),
        ("greeting", "lines", json!({ "at_us": 1, "text": "220-x" })),
    ];
    for (step, list, item) in places {
        let mut changed = json.clone();
        let observations = changed["observations"].as_array_mut().expect("a list");
        let one = observations.iter_mut().find(|o| o["step"] == step).expect("one");
        one["saw"][list] = Value::Array(vec![item; 5000]);
        assert!(load(&changed).is_err_and(|why| why.contains("more of one thing")), "{list}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_of_more_values_than_a_report_has_is_refused() {
    let mut json = saved("good").await;
    json["trust"]["problems"] = vec![""; MAX_VALUES].into();
    let why = load(&json).expect_err("it holds too many");
    assert!(why.contains("values"), "{why}");
}

/// How a recording stands of which something was changed by hand.
fn status(json: &Value) -> Status {
    let recording = load(json).expect("it can be read");
    Verdict::of(&recording, &diagnosis::diagnose(&recording)).status
}

#[tokio::test(start_paused = true)]
async fn nothing_is_well_that_was_not_seen() {
    let good = saved("good").await;
    assert_eq!(status(&good), Status::Healthy);
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut json = good.clone();
        json["observations"].as_array_mut().expect("a list").iter_mut().for_each(change);
        status(&json)
    };
    let of_handshakes = |field: &'static str, value: Value| {
        changed(&move |o| {
            if o["step"] == "handshake" {
                o["saw"][field] = value.clone();
            }
        })
    };
    assert_eq!(changed(&|o| o["saw"] = json!({ "kind": "nothing" })), Status::Inconclusive);
    assert_eq!(of_handshakes("chain", json!([])), Status::Inconclusive);
    assert_eq!(of_handshakes("version", json!("SSL 3.0")), Status::Inconclusive);
    assert_eq!(of_handshakes("kind", json!("greeting-of-tomorrow")), Status::Inconclusive);
    let mut other = good.clone();
    other["asked"]["target"]["name"] = json!("bank.example");
    assert_eq!(status(&other), Status::Inconclusive);
}
