//! Recordings that tell whom they are from, made fit for strangers.
use mailprobe::diagnosis;
use mailprobe::recording::Recording;
use mailprobe::redact::redact;
use serde_json::{Value, json};

use super::changed::{changed, loaded};
use super::choices::Choices;
use super::truths;

/// What must not be told, in lower case.
const SECRETS: [&str; 4] = ["jdoe", "notebook", "firma.example", "198.51.100.77"];
/// How servers say it.
const SAID: [&str; 6] = [
    "198.51.100.77",
    "[198.51.100.77]",
    "jdoe-notebook.firma.example",
    "jdoe@firma.example",
    "198-51-100-77.dyn.firma.example",
    "JDOE",
];
/// What stands around it.
const AROUND: [&str; 14] =
    [" ", "[", "]", "(", ")", "<", ">", "=", ";", "\"", "'", "|", "\u{3000}", "\u{7}"];

/// Nothing of the client is left, redacting twice is redacting once, and what is left can be read.
pub(crate) fn hidden(data: &[u8]) {
    let mut choices = Choices::new(data);
    let said = [0; 3].map(|_| line(&mut choices));
    let mut json = changed(&mut choices);
    // Where something of it stands already, it may stand where it must stay.
    let known = json.to_string().to_lowercase();
    if SECRETS.iter().any(|secret| known.contains(secret)) {
        return;
    }
    give_away(&mut json, said);
    let Some(recording) = loaded(&json) else { return };
    let redacted = redact(&recording);
    truths::same(&redact(&redacted), &redacted);
    let mut saved = Vec::new();
    redacted.save(&mut saved).expect("memory takes everything");
    let loaded = Recording::load(&mut saved.as_slice());
    truths::same(&loaded.expect("it was saved by us"), &redacted);
    let text = String::from_utf8(saved).expect("JSON is UTF-8").to_lowercase();
    let left = SECRETS.iter().find(|secret| text.contains(*secret));
    assert_eq!(left, None, "{text}");
    diagnosis::diagnose(&redacted);
}

/// Says whom it is from: where this program writes it down, and where servers repeat it.
fn give_away(json: &mut Value, said: [Value; 3]) {
    json["vantage"]["ehlo_name"] = json!("jdoe-notebook.firma.example");
    json["vantage"]["command"] = json!("mailprobe check x -o /home/jdoe/a.json");
    json["vantage"]["resolvers_from"] = json!("/home/jdoe/resolv.conf");
    let mut said = said.into_iter();
    let Value::Array(seen) = &mut json["observations"] else { return };
    for one in seen {
        let saw = &mut one["saw"];
        if saw["kind"] == "connect" {
            saw["local"] = json!("198.51.100.77:50000");
        }
        if saw["kind"] == "reply"
            && let Some(line) = said.next()
        {
            saw["lines"] = json!([line]);
        }
    }
}

/// A line that repeats it, whole or cut in its middle.
fn line(choices: &mut Choices<'_>) -> Value {
    let (before, behind) = (choices.text(), choices.text());
    let [one, other] = [0; 2].map(|_| *choices.of(&AROUND));
    let said = choices.of(&SAID);
    match choices.below(4) {
        0 => {
            let cut = &said[..choices.below(said.len())];
            json!({ "at_us": 1, "text": format!("{before}{one}{cut}"), "unfinished": 9 })
        }
        _ => json!({ "at_us": 1, "text": format!("{before}{one}{said}{other}{behind}") }),
    }
}
