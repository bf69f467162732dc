//! The text format of Prometheus, read strictly.
use std::collections::BTreeSet;

/// One HELP and one TYPE per name, its samples behind them, and none twice.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let mut names = BTreeSet::new();
    let mut samples = BTreeSet::new();
    let mut current = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').ok_or("no help")?;
            let of_type = lines.next().unwrap_or_default();
            if of_type != format!("# TYPE {name} gauge") || help.is_empty() || !is_name(name) {
                return Err(format!("{line}\n{of_type}"));
            }
            if !names.insert(name) {
                return Err(format!("{name} twice"));
            }
            current = name;
        } else {
            let series = sample(line, current).ok_or(format!("no sample: {line}"))?;
            if !samples.insert(series.to_owned()) {
                return Err(format!("twice: {series}"));
            }
        }
    }
    if names.is_empty() || !text.ends_with('\n') { Err("no figures".to_owned()) } else { Ok(()) }
}

fn is_name(name: &str) -> bool {
    let begins = name.starts_with("probe_") || name.starts_with("mailprobe_");
    begins && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The name with its labels, if the line is a sample of that name.
fn sample<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let mut rest = line.strip_prefix(name)?.strip_prefix('{')?;
    loop {
        let (label, after) = rest.split_once("=\"")?;
        let lawful = |b: u8| b.is_ascii_lowercase() || b == b'_';
        if label.is_empty() || !label.bytes().all(lawful) {
            return None;
        }
        rest = &after[value(after)?..];
        match rest.strip_prefix("\",") {
            Some(more) => rest = more,
            None => break,
        }
    }
    let figure = rest.strip_prefix("\"} ")?;
    figure.parse::<f64>().ok().filter(|f| f.is_finite())?;
    Some(&line[..line.len() - figure.len()])
}

/// Where the quotation mark stands that ends a value.
fn value(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, b) in text.bytes().enumerate() {
        match (escaped, b) {
            (true, b'\\' | b'"' | b'n') => escaped = false,
            (true, _) => return None,
            (false, b'\\') => escaped = true,
            (false, b'"') => return Some(at),
            _ => {}
        }
    }
    None
}
