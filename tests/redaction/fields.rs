//! Every field of a recording has a decision, and it is kept to.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mailprobe::redact::redact;
use serde_json::Value;

use crate::cases::all;

/// Every place in a document that holds a plain value, with all values there in order.
fn leaves<'j>(json: &'j Value, at: &str, found: &mut BTreeMap<String, Vec<&'j Value>>) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let here = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                leaves(value, &here, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|v| leaves(v, &format!("{at}[]"), found)),
        plain => found.entry(at.to_owned()).or_default().push(plain),
    }
}

/// What the table says of each place: whether its values stay as they are.
fn decided() -> BTreeMap<String, bool> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/redaction/fields.txt");
    let table = fs::read_to_string(file).expect("the table is there");
    let rows = table.lines().map(|row| row.split_once(' ').expect("a place and a decision"));
    rows.map(|(place, decision)| {
        assert!(matches!(decision, "kept" | "aliased"), "{place}: {decision}");
        (place.to_owned(), decision == "kept")
    })
    .collect()
}

#[test]
fn every_field_has_a_decision_and_what_stays_stays() {
    let decided = decided();
    let mut wrong = BTreeSet::new();
    for (name, recording) in all() {
        let redacted = redact(recording);
        let [before, after] =
            [recording, &redacted].map(|r| serde_json::to_value(r).expect("it can be saved"));
        let (mut one, mut other) = (BTreeMap::new(), BTreeMap::new());
        leaves(&before, "", &mut one);
        leaves(&after, "", &mut other);
        for (place, values) in other {
            match decided.get(&place) {
                None => drop(wrong.insert(format!("{place}: nobody decided"))),
                Some(true) if place != "redacted.policy" && one.get(&place) != Some(&values) => {
                    wrong.insert(format!("{place}: changed in {name}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}
