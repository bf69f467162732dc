//! Recordings put together from saved ones and changed where bytes say so: what is random gets
//! past no reader of JSON.
use std::collections::BTreeMap;
use std::sync::LazyLock;

use mailprobe::expect;
use mailprobe::recording::Recording;
use serde_json::{Value, json};

use super::choices::Choices;

/// Observations of one recording, at most.
const MOST: usize = 48;
/// Changes of one recording, at most.
const CHANGES: usize = 24;

macro_rules! saved {
    ($($name:literal),*) => {
        [$(include_str!(concat!("../../../fixtures/recordings/v1/", $name, ".json"))),*]
    };
}

/// Runs and reports of the first version, of each kind one.
const SAVED: [&str; 13] = saved![
    "dns-nxdomain.recording",
    "dns-servfail",
    "good",
    "tls-aia-fetched",
    "tls-intercepted",
    "dialogue-starttls-stripped.recording",
    "dialogue-hostile-text",
    "cause-control-fails.recording",
    "cause-ipv6-broken-here",
    "tls-expired",
    "run-cut-short.recording",
    "path-port-25-dropped",
    "tls-scan-lax"
];

/// What stands where something else is expected.
const ODD: &[&str] = &[
    "",
    "\u{1b}[2J\u{1b}]0;x\u{7}",
    "\u{202e}x\u{2066}",
    "::error::x",
    "##vso[x]",
    "</script><script>alert(1)</script>",
    "| a | `b` | <!-- ]]> & \"'",
    "{$host} { $x }",
    "\u{0}\r\n",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}",
    "日本語 \u{ff21}\u{ff0e}",
    "xn--a-ecp.ru",
    "::ffff:192.0.2.10",
    "192.0.2.10",
    "fe80::1",
    "0.0.0.0",
    "mailprobe.recording.v1",
    "2026-12-31",
    "250-AUTH=LOGIN PLAIN",
    "* PREAUTH [CAPABILITY IMAP4rev1] x",
    "-ERR [SYS/TEMP] x",
    "MAMB",
    "TLS 1.0",
    "https://u:p@example.test/x?y#z",
];

const NUMBERS: &[u64] = &[
    0,
    1,
    25,
    255,
    256,
    65_535,
    65_536,
    86_399,
    0x7fff_ffff,
    0xffff_ffff,
    253_402_300_799,
    316_224_000_000_000,
    0x7fff_ffff_ffff_ffff,
    u64::MAX,
];

/// What recordings are made of.
struct Stock {
    /// Recordings without observations.
    frames: Vec<Value>,
    seen: Vec<Value>,
    /// What stands behind a name, wherever it stands.
    named: BTreeMap<String, Vec<Value>>,
}

static STOCK: LazyLock<Stock> = LazyLock::new(|| {
    let mut stock = Stock { frames: Vec::new(), seen: Vec::new(), named: BTreeMap::new() };
    for text in SAVED {
        let mut json: Value = serde_json::from_str(text).expect("they are JSON");
        let mut frame = json.get_mut("recording").map(Value::take).unwrap_or(json);
        collect(&frame, &mut stock.named);
        let Value::Array(seen) = frame["observations"].take() else { panic!("a list") };
        stock.seen.extend(seen);
        stock.frames.push(frame);
    }
    let demands = expect::read(expect::EXAMPLE).expect("it is lawful");
    let mut demanding = stock.frames[2].clone();
    demanding["asked"]["expect"] = serde_json::to_value(demands).expect("it can be saved");
    collect(&demanding["asked"], &mut stock.named);
    stock.frames.push(demanding);
    stock
});

fn collect(json: &Value, named: &mut BTreeMap<String, Vec<Value>>) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let known = named.entry(name.clone()).or_default();
                if !known.contains(value) && known.len() < 255 {
                    known.push(value.clone());
                }
                collect(value, named);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, named)),
        _ => {}
    }
}

/// All that is saved, as it is.
pub(crate) fn recordings() -> &'static [Recording] {
    static ALL: LazyLock<Vec<Recording>> = LazyLock::new(|| {
        let all = SAVED.iter().map(|text| Recording::load(&mut text.as_bytes()));
        all.map(|loaded| loaded.expect("saved ones can be read")).collect()
    });
    &ALL
}

/// A recording that was put together and changed, as JSON. Most can be read.
pub(crate) fn changed(choices: &mut Choices<'_>) -> Value {
    let mut json = choices.of(&STOCK.frames).clone();
    let mut seen: Vec<Value> = Vec::new();
    for _ in 0..=choices.below(3) {
        let (from, many) = (choices.below(STOCK.seen.len()), choices.below(MOST / 2));
        seen.extend(STOCK.seen.iter().skip(from).take(many).cloned());
    }
    seen.truncate(MOST);
    for (id, one) in seen.iter_mut().enumerate() {
        one["id"] = json!(id);
    }
    json["observations"] = Value::Array(seen);
    for _ in 0..CHANGES {
        if choices.is_over() {
            break;
        }
        change(&mut json, "", choices);
    }
    json
}

/// The recording that it makes, if it can be read.
pub(crate) fn loaded(json: &Value) -> Option<Recording> {
    Recording::load(&mut json.to_string().as_bytes()).ok()
}

/// Walks to one place, and changes what stands there.
fn change(json: &mut Value, name: &str, choices: &mut Choices<'_>) {
    match json {
        Value::Object(fields) if !fields.is_empty() => {
            let place = choices.below(fields.len() + 1);
            match fields.iter_mut().nth(place) {
                Some((name, value)) => change(value, &name.clone(), choices),
                None => amend(fields, choices),
            }
        }
        Value::Array(values) if !values.is_empty() => {
            let place = choices.below(values.len() + 1);
            match values.get_mut(place) {
                Some(value) => change(value, name, choices),
                None => shuffle(values, choices),
            }
        }
        Value::String(text) if choices.byte() < 128 => *text = edited(text, choices),
        other => *other = replaced(name, choices),
    }
}

fn amend(fields: &mut serde_json::Map<String, Value>, choices: &mut Choices<'_>) {
    let place = choices.below(fields.len());
    let name = fields.keys().nth(place).cloned().unwrap_or_default();
    match choices.below(3) {
        0 => drop(fields.remove(&name)),
        1 => drop(fields.insert(name.clone(), replaced(&name, choices))),
        _ => {
            let (name, known) =
                STOCK.named.iter().nth(choices.below(STOCK.named.len())).expect("one of them");
            fields.insert(name.clone(), choices.of(known).clone());
        }
    }
}

fn shuffle(values: &mut Vec<Value>, choices: &mut Choices<'_>) {
    let place = choices.below(values.len());
    match choices.below(4) {
        0 => drop(values.remove(place)),
        1 => {
            let many = choices.below(32);
            let one = values[place].clone();
            values.extend(std::iter::repeat_n(one, many));
        }
        2 => values.reverse(),
        _ => values.rotate_left(place),
    }
}

fn replaced(name: &str, choices: &mut Choices<'_>) -> Value {
    match (choices.below(6), STOCK.named.get(name)) {
        (0..=2, Some(known)) => choices.of(known).clone(),
        (0 | 3, _) => json!(choices.of(ODD)),
        (1, _) => json!(choices.text()),
        (2, _) => json!(choices.number()),
        (4, _) => json!(choices.of(NUMBERS)),
        _ => [Value::Null, json!(true), json!([]), json!({}), json!(-1)][choices.below(5)].clone(),
    }
}

fn edited(text: &str, choices: &mut Choices<'_>) -> String {
    let place = choices.below(text.len().max(1));
    let (before, behind) = text.split_at(text.floor_char_boundary(place));
    let mut rest = behind.chars();
    match choices.below(5) {
        0 => choices.text(),
        1 => format!("{before}{}{behind}", choices.of(ODD)),
        2 => format!("{before}{}{behind}", choices.text()),
        3 => {
            // A digit of base64, where that is what it is.
            let one = char::from(b"AZaz09+/Qg"[choices.below(10)]);
            rest.next();
            format!("{before}{one}{}", rest.as_str())
        }
        _ => before.to_owned(),
    }
}
