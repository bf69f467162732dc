//! `explain`: what a reply, an error text or a bounce means.
use std::io::{self, IsTerminal, Read, Write};

use super::output::closed_is_fine;
use super::{NOT_TESTED, terminal};
use crate::cli::{Explain, Shape};
use crate::explain;
use crate::report::{Detail, explained};

pub(super) fn run(explain: &Explain) -> Result<u8, String> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let style = terminal::style(explain.color, Detail::Normal);
    let language = explain.language.unwrap_or_else(|| terminal::language(&style));
    if explain.list {
        let written = match explain.format {
            Shape::Text => explained::list(language, &mut out),
            Shape::Json => explained::list_json(&mut out),
        };
        closed_is_fine(written.and_then(|()| out.flush()))?;
        return Ok(0);
    }
    let all = explain::explain(&text(explain)?);
    let written = match explain.format {
        Shape::Text => explained::text(&all, language, &style, &mut out),
        Shape::Json => explained::json(&all, &mut out),
    };
    closed_is_fine(written.and_then(|()| out.flush()))?;
    Ok(if all.found.is_empty() { NOT_TESTED } else { 0 })
}

/// The words typed, or standard input.
fn text(explain: &Explain) -> Result<String, String> {
    match explain.text.as_deref() {
        None if io::stdin().is_terminal() => {
            Err("find a text to explain: mailprobe explain \"550 5.7.1 …\", or pipe it in".into())
        }
        None => read(),
        Some("-") if explain.more.is_empty() => read(),
        Some(first) => Ok([&[first.to_owned()], &explain.more[..]].concat().join(" ")),
    }
}

/// As much as is looked at, and one byte more, which says that there is more.
fn read() -> Result<String, String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(explain::LONGEST + 1).expect("it is a number of bytes");
    let done = io::stdin().lock().take(most).read_to_end(&mut bytes);
    done.map_err(|error| format!("read standard input: {error}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
