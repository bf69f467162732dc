//! The file that says what must hold. Every error says where, and what to write instead.
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Exchanger, Expectation};
use crate::diagnosis;
use crate::spelling::nearest;

/// A larger file is none of this kind.
pub const MAX_BYTES: u64 = 64 << 10;

/// A file with everything that can be said.
pub const EXAMPLE: &str = include_str!("../../contrib/mail.toml");

/// What can be said, and how.
const KEYS: &[(&str, &str)] = &[
    ("open", "open = [25, 465, \"2525=submission\"]"),
    ("closed", "closed = [110, 143]"),
    ("days_left", "days_left = 21"),
    ("tls", "tls = \"1.2\""),
    ("starttls", "starttls = true"),
    ("auth", "auth = [\"PLAIN\"]"),
    ("no_auth", "no_auth = [\"CRAM-MD5\"]"),
    ("no_auth_in_clear", "no_auth_in_clear = [\"PLAIN\", \"LOGIN\"]"),
    ("mx", "mx = [\"10 mx1.example.com\", \"mx2.example.com\"]"),
    ("max_connect_ms", "max_connect_ms = 500"),
    ("waiver", "[[waiver]]"),
];

/// What can be said in a waiver.
const OF_WAIVER: &[(&str, &str)] = &[
    ("code", "code = \"tls.self-signed\""),
    ("until", "until = 2027-01-31"),
    ("reason", "reason = \"new certificate ordered\""),
    ("host", "host = \"mail.example.com\""),
    ("addr", "addr = \"192.0.2.7\""),
    ("port", "port = 993"),
    ("service", "service = \"imaps\""),
];

/// Understands such a file. The error fits after "could not read FILE: ".
pub fn read(text: &str) -> Result<Expectation, String> {
    if text.len() as u64 > MAX_BYTES {
        return Err(format!("it is larger than {} KiB", MAX_BYTES >> 10));
    }
    let syntax = |error: toml::de::Error| at(text, error.span(), error.message());
    let table = DeTable::parse(text).map_err(syntax)?;
    let table = table.get_ref();
    known(text, table, KEYS)?;
    for waiver in waivers(table).filter_map(DeValue::as_table) {
        known(text, waiver, OF_WAIVER)?;
        waivable(text, waiver)?;
    }
    let read: Result<Expectation, _> = toml::from_str(text);
    let expectation = read.map_err(|error| mistaken(text, table, &error))?;
    match contradiction(&expectation) {
        Some(why) => Err(why),
        None if expectation.is_empty() => {
            let (_, how) = KEYS[0];
            Err(format!("it says nothing that must hold: write a line like {how}"))
        }
        None => Ok(expectation),
    }
}

fn waivers<'t>(table: &'t DeTable<'t>) -> impl Iterator<Item = &'t DeValue<'t>> {
    let all = table.get("waiver").and_then(|value| value.get_ref().as_array());
    all.into_iter().flatten().map(Spanned::get_ref)
}

/// Refuses a key that is none of these.
fn known(text: &str, table: &DeTable<'_>, keys: &[(&str, &str)]) -> Result<(), String> {
    let names: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
    let unknown = table.keys().find(|key| !names.contains(&key.get_ref().as_ref()));
    let Some(key) = unknown else { return Ok(()) };
    let typed = key.get_ref().as_ref();
    let advice = match nearest(typed, &names) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("write one of {}", names.join(", ")),
    };
    Err(at(text, Some(key.span()), &format!("{typed:?} is not known here: {advice}")))
}

/// Refuses a code that nothing has, and one that must not be overlooked.
fn waivable(text: &str, waiver: &DeTable<'_>) -> Result<(), String> {
    let Some((span, code)) =
        waiver.get("code").and_then(|c| Some((c.span(), c.get_ref().as_str()?)))
    else {
        return Ok(());
    };
    let codes: Vec<&str> = diagnosis::rules().map(|rule| rule.code).collect();
    let why = match diagnosis::is_waivable(code) {
        true if codes.contains(&code) => return Ok(()),
        true => {
            let near = nearest(code, &codes).map(|near| format!("did you mean {near}? "));
            let near = near.unwrap_or_default();
            format!("no finding has the code {code:?}: {near}reports show codes in brackets")
        }
        false => {
            let why = match code.starts_with("expect.waiver") {
                true => "it is about a waiver, and waivers are not waived",
                false if diagnosis::is_unseen(code) => "behind what was not seen can be anything",
                false => "behind what was not understood can be anything",
            };
            format!("{code} cannot be waived: {why}")
        }
    };
    Err(at(text, Some(span), &why))
}

/// What is wrong with a value, and how to write it.
fn mistaken(text: &str, table: &DeTable<'_>, error: &toml::de::Error) -> String {
    let within = |value: &Spanned<DeValue<'_>>, place: &Range<usize>| {
        value.span().start <= place.start && place.end <= value.span().end
    };
    let span = error.span().unwrap_or_default();
    let mut how = example(table, KEYS, |value| within(value, &span));
    for waiver in waivers(table).filter_map(DeValue::as_table) {
        how = example(waiver, OF_WAIVER, |value| within(value, &span)).or(how);
    }
    let message = error.message();
    let how = how.map(|how| format!("; write it like {how}")).unwrap_or_default();
    at(text, error.span(), &format!("{message}{how}"))
}

/// How the key is written whose value fits.
fn example(
    table: &DeTable<'_>,
    keys: &'static [(&str, &str)],
    fits: impl Fn(&Spanned<DeValue<'_>>) -> bool,
) -> Option<&'static str> {
    let (key, _) = table.iter().find(|(_, value)| fits(value))?;
    let row = keys.iter().find(|(name, _)| *name == key.get_ref().as_ref());
    row.map(|(_, how)| *how)
}

/// The line before what is wrong with it.
fn at(text: &str, span: Option<Range<usize>>, why: &str) -> String {
    let before = span.and_then(|span| text.get(..span.start));
    let why = why.lines().collect::<Vec<_>>().join(", ");
    match before {
        Some(before) => format!("line {}: {why}", before.matches('\n').count() + 1),
        None => why,
    }
}

/// What cannot hold together.
fn contradiction(expectation: &Expectation) -> Option<String> {
    let Expectation { open, closed, auth, no_auth, mx, waivers, .. } = expectation;
    if auth.iter().any(|word| word == "*") {
        return Some(
            "* in auth would demand every way to log in: name those that are needed".into(),
        );
    }
    if waivers.iter().any(|waiver| waiver.port == Some(0)) {
        return Some("a waiver is for port 0, which there is not: leave port out".into());
    }
    let mx = mx.as_deref().unwrap_or_default();
    let twice = |(n, one): (usize, &Exchanger)| mx[..n].iter().any(|o| o.host == one.host);
    if let Some(place) = (0..mx.len()).find(|n| twice((*n, &mx[*n]))) {
        return Some(format!("{} stands in mx twice: leave one out", mx[place].host));
    }
    let both = open.iter().find(|port| closed.iter().any(|other| other.port == port.port));
    if let Some(both) = both {
        return Some(format!("port {} stands in open and in closed: leave one out", both.port));
    }
    let both = auth.iter().find(|word| no_auth.contains(word))?;
    Some(format!("{both} stands in auth and in no_auth: leave one out"))
}
