//! Who reads which format back.
#[path = "annotation.rs"]
mod annotation;
#[path = "exposition.rs"]
mod exposition;
#[path = "junit.rs"]
mod junit;
#[path = "markdown.rs"]
mod markdown;
#[path = "page.rs"]
mod page;
#[path = "plugin.rs"]
mod plugin;

use page::Read;
use serde_json::Value;

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
                "nobody reads this format back: add who does in tests/read/check.rs".into(),
            );
        }
    };
    read(text).err()
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
