//! The command line: which options were given stays, what they name does not.
use super::Redactor;
use crate::target::{self, Asked};

/// What can be asked for, and what stands for a demonstration.
const COMMANDS: &[&str] = &["check", "demo", "diagnose"];
/// Options that have a value which names nothing.
const PLAIN: &[&str] = &[
    "as",
    "ports",
    "timeout",
    "deadline",
    "trace",
    "max-hops",
    "trace-queries",
    "trace-port",
    "format",
    "fail-on",
    "language",
    "color",
    "retries",
];
/// Options that have no value.
const BARE: &[&str] =
    &["ipv4", "ipv6", "tls-scan", "fetch-aia", "quiet", "verbose", "redact", "list"];
/// In place of a word of which nothing is known.
pub(super) const WORD: &str = "redacted";

impl Redactor {
    pub(super) fn command(&mut self, command: &str, asked: &Asked) -> String {
        let words = words(command);
        let mut told: Vec<String> = Vec::new();
        let mut words = words.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            told.push(match word.strip_prefix("--") {
                _ if told.is_empty() => if word == "mailprobe" { word } else { WORD }.to_owned(),
                Some("") => word.to_owned(),
                Some(option) => self.option(option, &mut words),
                None if word.starts_with('-') && word != "-" => self.short(word, &mut words),
                None => self.operand(word, &told, asked),
            });
        }
        told.join(" ")
    }

    fn option<'w>(&mut self, option: &str, rest: &mut impl Iterator<Item = &'w str>) -> String {
        let (name, value) = option.split_once('=').map_or((option, None), |(n, v)| (n, Some(v)));
        let lawful = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !name.bytes().all(lawful) || name.len() > 20 {
            return format!("--{WORD}");
        }
        if BARE.contains(&name) {
            return format!("--{name}");
        }
        let (mark, value) = match value {
            Some(value) => ("=", value),
            None => (" ", rest.next().unwrap_or_default()),
        };
        if value.is_empty() {
            return format!("--{name}");
        }
        format!("--{name}{mark}{}", self.value(name, value))
    }

    fn value(&mut self, option: &str, value: &str) -> String {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"=,.-".contains(&b);
        match option {
            _ if PLAIN.contains(&option) && value.bytes().all(plain) => value.to_owned(),
            "control" => value.to_owned(),
            "ehlo-name" => self.ehlo_name(value),
            "resolver" | "connect" => self.text(value),
            "trust" | "ca-file" | "output" | "expect" => self.path(value),
            _ => WORD.to_owned(),
        }
    }

    fn short<'w>(&mut self, word: &str, rest: &mut impl Iterator<Item = &'w str>) -> String {
        let flags = word[1..].chars().take_while(|c| "46qvh".contains(*c)).collect::<String>();
        match word[1 + flags.len()..].strip_prefix('o') {
            Some("") => {
                let file = rest.next().unwrap_or_default();
                format!("-{flags}o {}", self.path(file))
            }
            Some(file) => format!("-{flags}o{}", self.path(file)),
            None => format!("-{flags}"),
        }
    }

    /// The command, the target, or another target that this recording is not about.
    fn operand(&mut self, word: &str, told: &[String], asked: &Asked) -> String {
        let is_demo = told.get(1).is_some_and(|command| command == "demo");
        if told.len() == 1 && COMMANDS.contains(&word) {
            return word.to_owned();
        }
        let own = self.typed(&asked.target);
        let same = |t: &target::Target| t.name == asked.target.name && t.port == asked.target.port;
        let scenario =
            word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit());
        match target::parse(word) {
            _ if word == asked.target.typed || word == own => own,
            Ok(target) if same(&target) => own,
            _ if is_demo && scenario => word.to_owned(),
            _ => WORD.to_owned(),
        }
    }
}

/// Words as a shell reads them (POSIX, Shell Command Language §2.2.2), as far as we write them.
fn words(command: &str) -> Vec<String> {
    let (mut found, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    let mut letters = command.chars();
    while let Some(c) = letters.next() {
        match c {
            '\'' => (quoted, begun) = (!quoted, true),
            '\\' if !quoted => word.extend(letters.next()),
            ' ' if !quoted => {
                if begun || !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            _ => word.push(c),
        }
    }
    if begun || !word.is_empty() {
        found.push(word);
    }
    found
}
