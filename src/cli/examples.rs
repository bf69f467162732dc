//! What every `--help` ends with.
use super::EXIT_STATUSES;

/// A command, and what it is for.
type Example = (&'static str, &'static str);

pub(super) const ALL: &[Example] = &[
    ("mailprobe check smtp.zoho.com", "the mail ports of a host"),
    ("mailprobe check me@example.com", "the hosts that take mail for a domain"),
    ("mailprobe demo", "the report on a host that exists only in memory"),
    ("mailprobe diagnose report.json", "a saved report, judged again"),
    ("mailprobe compare monday.json today.json", "what changed since then"),
    ("mailprobe redact report.json -o public.json", "the same, to show to strangers"),
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
        "mailprobe check mail.example.com --expect mail.toml",
        "whether all holds that must; the README shows such a file",
    ),
    (
        "mailprobe check mail.example.com --language ja,en",
        "the report in Japanese, then in English",
    ),
    (
        "mailprobe check mail.example.com --trace tcp --trace-port 25",
        "the way that mail takes between servers",
    ),
    (
        "mailprobe check mail.example.com --retries 2 --deadline 1m",
        "a server that answers now and then",
    ),
    ("mailprobe check mail.example.com --format traceroute", "the paths, as traceroute has them"),
    ("mailprobe check a.example b.example --format ndjson", "several, a line of JSON each"),
    ("mailprobe check a.example --format github -o results.xml", "in a CI job"),
];

#[cfg(feature = "demo")]
pub(super) const DEMO: &[Example] = &[
    ("mailprobe demo", "a network that lets nothing out on port 25"),
    ("mailprobe demo --list", "all scenarios"),
    ("mailprobe demo good -v", "a host that is well, with everything that was seen"),
    ("mailprobe demo tls-expired --format json", "for programs"),
    ("mailprobe demo tls-expired --serve --root root.pem", "the same host, for other tools"),
];

pub(super) const DIAGNOSE: &[Example] = &[
    ("mailprobe diagnose report.json", "as it stands today"),
    ("mailprobe diagnose report.json --as-of then", "as it stood when it was recorded"),
    ("mailprobe diagnose report.json --expect mail.toml", "by what must hold now"),
    ("mailprobe diagnose ticket.html", "the report that a page holds"),
    ("ssh host mailprobe check a.example --format json | mailprobe diagnose -", "from elsewhere"),
];

pub(super) const COMPARE: &[Example] = &[
    ("mailprobe compare monday.json today.json", "what changed since Monday"),
    (
        "mailprobe compare office.json phone.json --labels office,phone",
        "one host from two networks",
    ),
    ("mailprobe check a.example --format json | mailprobe compare good.json -", "for a pipeline"),
    ("mailprobe compare monday.json today.json --format json", "for programs"),
];

pub(super) const REDACT: &[Example] = &[
    ("mailprobe redact report.json -o public.json", "to attach to a public ticket"),
    ("mailprobe redact report.json -o public.txt -v", "the same as a text, with all that was said"),
    ("ssh host cat report.json | mailprobe redact - > public.json", "from elsewhere"),
];

/// What the exit status of `redact` says.
pub(super) const REDACTED: &[(u8, &str)] =
    &[(0, "done, whatever the report says"), (3, "it could not be read or written")];

/// The policy in a few words; `src/redact.rs` and the README have all of it.
const POLICY: &str = "\
What stays: the target's name, addresses, DNS records and certificates; hosts named with --control;
well-known public resolvers; routers from the third public hop on and those beside the target;
times, and the numbers by which a server's logs are searched.

What becomes an alias, the same one everywhere: your addresses and all private ones (a private one
becomes a private one), the first routers and their names, other resolvers, the EHLO name, what
stands before an @, file names; in what servers say, every address and domain name that is not
known to be the target's.

What may still tell who you are: the target itself if it is your own, certificates of programs or
authorities of your organisation, the time and its zone, and whatever a server puts into words of
its own. Read it before you post it.";

pub(super) const EXPLAIN: &[Example] = &[
    ("mailprobe explain \"553 Relaying disallowed as me@example.com\"", "a reply"),
    ("mailprobe explain 5.7.1", "a code"),
    ("mailprobe explain tls.self-signed", "a finding of mailprobe"),
    ("mailprobe explain < bounce.eml", "a mail that came back"),
    ("mailprobe explain --list --format json", "all that is known, for programs"),
];

pub(super) const COMPLETIONS: &[Example] = &[
    (
        "mailprobe completions bash > ~/.local/share/bash-completion/completions/mailprobe",
        "for the next bash",
    ),
    ("mailprobe completions fish > ~/.config/fish/completions/mailprobe.fish", "for fish"),
];

pub(super) const MAN: &[Example] = &[
    ("mailprobe man | man -l -", "to read it"),
    ("mailprobe man > /usr/local/share/man/man1/mailprobe.1", "to keep it"),
];

/// What the exit status says of what is printed.
pub(super) const PRINTED: &[(u8, &str)] = &[(0, "printed"), (3, "wrong usage, or a local error")];

pub(super) const SCHEMA: &[Example] = &[
    ("mailprobe schema > report.schema.json", "what a report in JSON holds"),
    ("mailprobe schema recording", "the part of it that is what was seen"),
];

/// What the exit status of `explain` says.
pub(super) const EXPLAINED: &[(u8, &str)] =
    &[(0, "explained"), (3, "nothing in it is known, or it could not be read")];

/// What is taken out, then examples and exit statuses.
pub(super) fn redaction() -> String {
    format!("{POLICY}\n\n{}", with(REDACT, REDACTED))
}

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
