//! Lines of a log as the runner of GitHub Actions reads them.

/// Every line is one annotation with one title, and nothing else is a command.
pub(crate) fn check(text: &str) -> Result<(), String> {
    text.lines().try_for_each(|line| annotation(line).map_err(|fault| format!("{fault}: {line}")))
}

fn annotation(line: &str) -> Result<(), String> {
    let command = line.strip_prefix("::").ok_or("no command")?;
    let (head, message) = command.split_once("::").ok_or("the head has no end")?;
    let (level, title) = head.split_once(" title=").ok_or("no title")?;
    if !["error", "warning", "notice"].contains(&level) {
        return Err(format!("level {level}"));
    }
    if title.contains([':', ',']) || title.is_empty() || message.is_empty() {
        return Err("a property that holds more than one".to_owned());
    }
    for escape in title.split('%').skip(1) {
        lawful(escape, &["25", "3A", "2C", "0A", "0D"])?;
    }
    for escape in message.split('%').skip(1) {
        lawful(escape, &["25", "0A", "0D"])?;
    }
    // What a runner shows below each other begins lines again.
    match message.split("%0A").any(|line| line.trim_start().starts_with("::")) {
        true => Err("a command within".to_owned()),
        false => Ok(()),
    }
}

fn lawful(escape: &str, known: &[&str]) -> Result<(), String> {
    let known = known.iter().any(|code| escape.starts_with(code));
    if known { Ok(()) } else { Err(format!("%{escape}")) }
}
