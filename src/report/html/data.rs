//! The report for programs, within the page.
use std::io;

use super::super::{Report, json};
use super::page::Page;

/// What a script must be called to be a report of ours; [`page`](crate::recording) looks for it.
const CLASS: &str = crate::recording::page::CLASS;

/// Each report once, however many languages it is told in.
pub(super) fn embed<'r>(
    page: &mut Page,
    reports: impl Iterator<Item = &'r Report<'r>>,
) -> io::Result<()> {
    let mut last = None;
    for report in reports {
        let recording: *const _ = report.recording;
        if last.replace(recording) == Some(recording) {
            continue;
        }
        let json = harmless(&json::line(report)?);
        page.within("script", &[("type", "application/json"), ("class", CLASS)], |page| {
            page.raw(&json);
        });
        page.line();
    }
    Ok(())
}

/// JSON in which nothing acts in HTML or XML: these three stand only within strings.
fn harmless(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
