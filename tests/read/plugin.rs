//! Output of a plugin as Nagios reads it (Monitoring Plugins Development Guidelines).
use std::collections::BTreeSet;

/// A state, a sentence, figures of which each has a name of its own; and bounds.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let (first, below) = text.split_once('\n').ok_or("no line")?;
    if first.len() > 1024 || text.len() > 8192 {
        return Err(format!("{} B in the first line, {} B in all", first.len(), text.len()));
    }
    if let Some(line) = below.lines().find(|line| line.contains('|')) {
        return Err(format!("a bar in {line}"));
    }
    let (told, figures) = first.split_once(" | ").unwrap_or((first, ""));
    let (state, sentence) = told
        .strip_prefix("MAILPROBE ")
        .and_then(|rest| rest.split_once(" - "))
        .ok_or("no state")?;
    if !["OK", "WARNING", "CRITICAL", "UNKNOWN"].contains(&state) || sentence.is_empty() {
        return Err(format!("state {state}, sentence {sentence}"));
    }
    if text.contains(['<', '>', '`', '$', '&']) || told.contains('|') {
        return Err(format!("markup, or a bar: {told}"));
    }
    all_figures(figures)
}

fn all_figures(text: &str) -> Result<(), String> {
    let mut labels = BTreeSet::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (label, after) = rest
            .strip_prefix('\'')
            .and_then(|r| r.split_once("'="))
            .ok_or(format!("label: {rest}"))?;
        let (value, after) = after.split_once(' ').unwrap_or((after, ""));
        if label.is_empty() || label.contains(['=', '\'']) || !labels.insert(label) {
            return Err(format!("label {label}"));
        }
        figure(value).ok_or(format!("{label}: {value}"))?;
        rest = after;
    }
    Ok(())
}

/// `value[UOM];[warn];[crit];[min];[max]`.
fn figure(text: &str) -> Option<()> {
    let parts: Vec<&str> = text.split(';').collect();
    let value = parts[0].strip_suffix('s').unwrap_or(parts[0]);
    let is_number = |text: &str| {
        let figures = text.strip_prefix('-').unwrap_or(text);
        !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let lawful = |part: &&str| part.is_empty() || is_number(part);
    (parts.len() <= 5 && is_number(value) && parts[1..].iter().all(lawful)).then_some(())
}
