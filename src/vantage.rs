//! Where a run is made: the machine, its clock, the command. The one file of this crate that asks
//! the system what time it is.
use std::ffi::OsString;
use std::fs;
use std::net::SocketAddr;

use jiff::Zoned;
use probes::net::Source;
use probes::net::resolvers::Resolvers;

use crate::recording::MAX_COMMAND;
use crate::target::{From, presentable};

pub use crate::recording::Vantage;

/// Names the system (os-release(5)).
const OS_RELEASE: [&str; 2] = ["/etc/os-release", "/usr/lib/os-release"];
/// Its kernel, on Linux.
const KERNEL: &str = "/proc/sys/kernel/osrelease";

/// This machine. `chosen` says who chose the resolvers.
pub fn here(resolvers: &Resolvers, chosen: From, ehlo_name: Option<String>) -> Vantage {
    let from = match (&resolvers.file, chosen) {
        (Some(Source::File { path }), _) => path.clone(),
        (_, From::User) => "the command line".to_owned(),
        _ => "nowhere, so this machine is asked".to_owned(),
    };
    Vantage {
        os: system(),
        utc_offset_s: Zoned::now().offset().seconds(),
        resolvers: resolvers.addrs.clone(),
        resolvers_from: from,
        command: command(std::env::args_os()),
        ehlo_name,
    }
}

/// A machine that stands in a scenario. Nothing of it depends on the real one, so that the report
/// is the same everywhere.
pub fn imaginary(scenario: &str, resolver: SocketAddr, ehlo_name: Option<String>) -> Vantage {
    Vantage {
        os: "an imaginary machine".to_owned(),
        utc_offset_s: 0,
        resolvers: vec![resolver],
        resolvers_from: format!("the scenario {scenario}"),
        command: format!("mailprobe demo {scenario}"),
        ehlo_name,
    }
}

/// Seconds since the Unix epoch.
pub fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or_default()
}

/// Name and version, with the kernel where it has a version of its own.
fn system() -> String {
    let release = OS_RELEASE.iter().find_map(|path| fs::read_to_string(path).ok());
    let named = release.as_deref().and_then(pretty_name);
    let name = named.unwrap_or_else(|| std::env::consts::OS.to_owned());
    match fs::read_to_string(KERNEL) {
        Ok(kernel) => format!("{name}, Linux {}", kernel.trim()),
        Err(_) => format!("{name}, {}", std::env::consts::ARCH),
    }
}

fn pretty_name(release: &str) -> Option<String> {
    let value = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    let bare = value.trim().trim_matches(['"', '\'']);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// The command as it could be typed again, without the passwords that URLs may carry; its
/// beginning, if a shell wrote it from a long list.
fn command(words: impl Iterator<Item = OsString>) -> String {
    let mut told = "mailprobe".to_owned();
    for word in words.skip(1).map(|word| quoted(&presentable(&word.to_string_lossy()))) {
        if told.len() + 1 + word.len() > MAX_COMMAND {
            return told + " \u{2026}";
        }
        told = told + " " + &word;
    }
    told
}

/// A word for a shell (POSIX, Shell Command Language §2.2.2).
pub(crate) fn quoted(word: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || "-_./:=,@%+[]".contains(c);
    if !word.is_empty() && word.chars().all(safe) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &[&str]) -> String {
        command(words.iter().map(OsString::from))
    }

    #[test]
    fn a_command_can_be_typed_again() {
        let typed = ["/usr/bin/mailprobe", "check", "a.example:25", "-o", "it's mine.json", ""];
        assert_eq!(shown(&typed), r"mailprobe check a.example:25 -o 'it'\''s mine.json' ''");
    }

    #[test]
    fn a_command_that_nobody_types_is_told_by_its_beginning() {
        let typed = ["mailprobe", "check", &"a".repeat(MAX_COMMAND), "b.example"];
        assert_eq!(shown(&typed), "mailprobe check \u{2026}");
    }

    #[test]
    fn a_command_holds_no_password() {
        let typed = ["mailprobe", "check", "smtp://me:secret@a.example"];
        assert_eq!(shown(&typed), "mailprobe check smtp://me@a.example");
    }

    #[test]
    fn a_system_has_a_name() {
        let release = "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
        assert_eq!(pretty_name(release).as_deref(), Some("Debian GNU/Linux 12 (bookworm)"));
        assert_eq!(pretty_name("NAME=x\n"), None);
        assert!(!system().is_empty());
    }
}
