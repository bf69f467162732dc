//! Who reads which format back.
use serde_json::Value;

use super::reader::Read;
use super::{annotation, exposition, junit, markdown, plugin};

/// What is wrong with a text that should be in this format.
pub(crate) fn fault(format: &str, text: &str) -> Option<String> {
    let read: fn(&str) -> Result<(), String> = match format {
        "text" | "traceroute" => |_| Ok(()),
        "json" => json,
        "ndjson" => lines_of_json,
        "markdown" => markdown::check,
        "junit" => junit::check,
        "nagios" => plugin::check,
        "prometheus" => exposition::check,
        "github" => annotation::check,
        "html" => html,
        _ => {
            return Some(
                "nobody reads this format back: add who does in tests/formats/check.rs".into(),
            );
        }
    };
    read(text).err()
}

/// The first thing in a text that acts on a terminal, on a log that is read by a CI system, or on
/// a reader's eyes, whatever the format.
pub(crate) fn acts(text: &str) -> Option<String> {
    let hidden = |c: char| {
        matches!(c, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '\u{fff9}'..='\u{fffb}')
    };
    let found = text.char_indices().find(|(_, c)| (c.is_control() && *c != '\n') || hidden(*c));
    found.map(|(at, c)| {
        let around: String =
            text[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        format!("U+{:04X} behind {around:?}", u32::from(c))
    })
}

fn json(text: &str) -> Result<(), String> {
    serde_json::from_str::<Value>(text).map(|_| ()).map_err(|e| e.to_string())
}

fn lines_of_json(text: &str) -> Result<(), String> {
    text.lines().try_for_each(json)
}

/// No script that runs, nothing that is fetched, no tag that is not ours.
fn html(text: &str) -> Result<(), String> {
    match Read::of(text).faults().first() {
        Some(fault) => Err(fault.clone()),
        None => Ok(()),
    }
}
