//! The JSON texts in a file: one, or several, one after the other, or those that
//! a page holds.
use std::borrow::Cow;

use probes::limits;
use serde::de::IgnoredAny;

use super::page;

/// The texts in a file, at least one. Between them may stand white space, as NDJSON has line ends.
pub(super) fn within(file: &str) -> Result<Vec<Cow<'_, str>>, String> {
    // RFC 8259 §8.1: none is written, and one may be ignored.
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    if page::is_page(file) {
        return page::reports(file);
    }
    let mut values = serde_json::Deserializer::from_str(file).into_iter::<IgnoredAny>();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(value) = values.next() {
        value.map_err(|error| broken(&error, found.len()))?;
        if found.len() == limits::TARGETS {
            return Err(format!("it holds more than {} reports", limits::TARGETS));
        }
        let to = values.byte_offset();
        found.push(Cow::Borrowed(&file[from..to]));
        from = to;
    }
    match found.is_empty() {
        true => Err("it is no report: it is empty".to_owned()),
        false => Ok(found),
    }
}

/// How many values a JSON text holds, by what stands before and between them. The text is lawful.
pub(super) fn values(text: &str) -> usize {
    let (mut count, mut quoted, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' | b'[' | b'{' if !quoted => count += 1,
            _ => {}
        }
    }
    count
}

fn broken(error: &serde_json::Error, before: usize) -> String {
    match (error.is_eof(), before) {
        (true, _) => format!("it is cut off: {error}"),
        (_, 0) => format!("it is no report: {error}"),
        _ => format!("what follows report {before} of it is none: {error}"),
    }
}
