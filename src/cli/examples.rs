//! What every `--help` ends with.
use super::EXIT_STATUSES;

/// A command, and what it is for.
type Example = (&'static str, &'static str);

pub(super) const ALL: &[Example] = &[
    ("mailprobe check smtp.zoho.com", "the mail ports of a host"),
    ("mailprobe check me@example.com", "the hosts that take mail for a domain"),
    ("mailprobe demo", "the report on a host that exists only in memory"),
    ("mailprobe diagnose report.json", "a saved report, judged again"),
    ("mailprobe explain 553 Relaying disallowed", "what an error message means"),
];

pub(super) const CHECK: &[Example] = &[
    ("mailprobe check smtp.zoho.com", "a host, its seven mail ports"),
    ("mailprobe check example.com --as domain", "the hosts that take mail for a domain"),
    ("mailprobe check imaps://mail.example.com", "one service"),
    ("mailprobe check mail.example.com --ports 2525=submission", "a port of one's own"),
    ("mailprobe check mail.example.com --connect 192.0.2.7", "before the DNS is changed"),
    ("mailprobe check mail.example.com -o report.json", "a report to keep, or to send"),
    ("mailprobe check mail.example.com -o ticket.html", "a page to attach to a ticket"),
    (
        "mailprobe check mail.example.com --language ja,en",
        "the report in Japanese, then in English",
    ),
    (
        "mailprobe check mail.example.com --trace tcp --trace-port 25",
        "the way that mail takes between servers",
    ),
    ("mailprobe check mail.example.com --format traceroute", "the paths, as traceroute has them"),
    ("mailprobe check a.example b.example --format ndjson", "several, a line of JSON each"),
];

#[cfg(feature = "demo")]
pub(super) const DEMO: &[Example] = &[
    ("mailprobe demo", "a network that lets nothing out on port 25"),
    ("mailprobe demo --list", "all scenarios"),
    ("mailprobe demo good -v", "a host that is well, with everything that was seen"),
    ("mailprobe demo tls-expired --format json", "for programs"),
];

pub(super) const DIAGNOSE: &[Example] = &[
    ("mailprobe diagnose report.json", "as it stands today"),
    ("mailprobe diagnose report.json --as-of then", "as it stood when it was recorded"),
    ("mailprobe diagnose ticket.html", "the report that a page holds"),
    ("ssh host mailprobe check a.example --format json | mailprobe diagnose -", "from elsewhere"),
];

pub(super) const EXPLAIN: &[Example] = &[
    ("mailprobe explain \"553 Relaying disallowed as me@example.com\"", "a reply"),
    ("mailprobe explain 5.7.1", "a code"),
    ("mailprobe explain tls.self-signed", "a finding of mailprobe"),
    ("mailprobe explain < bounce.eml", "a mail that came back"),
    ("mailprobe explain --list --format json", "all that is known, for programs"),
];

/// What the exit status of `explain` says.
pub(super) const EXPLAINED: &[(u8, &str)] =
    &[(0, "explained"), (3, "nothing in it is known, or it could not be read")];

/// Examples and exit statuses.
pub(super) fn after(examples: &[Example]) -> String {
    with(examples, EXIT_STATUSES)
}

/// Examples and exit statuses of their own.
pub(super) fn with(examples: &[Example], statuses: &[(u8, &str)]) -> String {
    let mut text = String::from("Examples:");
    for (command, purpose) in examples {
        text += &format!("\n  {command}\n      {purpose}");
    }
    text += "\n\nExit status:";
    for (status, meaning) in statuses {
        text += &format!("\n  {status}  {meaning}");
    }
    text
}
