//! What the report says in English, and how a text is filled in.
//!
//! Texts are in Fluent syntax, as far as one placeable goes: `{$port}` stands for the argument of
//! that name. Rules bring their own texts; all others stand here, so that a further language has
//! one place to start from.
mod fetch;
mod ladder;
mod names;
mod path;
mod provider;
mod scan;

use std::fmt::Display;

use crate::finding::{Actor, Args, Confidence, Severity};
use crate::report::Status;

pub(crate) use fetch::*;
pub(crate) use ladder::*;
pub(crate) use names::*;
pub(crate) use path::*;
pub(crate) use provider::*;
pub(crate) use scan::*;

/// Puts the arguments in place of the placeables. A name that isn't known stays visible; what
/// has been put in is not looked at again, since it may come from a stranger.
pub fn fill(template: &str, args: &Args) -> String {
    filled(template, |name| args.get(name).cloned())
}

/// The same for texts of the report itself.
pub(crate) fn say<const N: usize>(template: &str, args: [(&str, &dyn Display); N]) -> String {
    filled(template, |name| args.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string()))
}

fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let (whole, name) = placeable(&rest[at..]);
        match name.and_then(&value) {
            Some(value) => out.push_str(&value),
            None => out.push_str(whole),
        }
        rest = &rest[at + whole.len()..];
    }
    out + rest
}

/// The placeable that begins here, and the name in it; just the brace if it is none.
fn placeable(text: &str) -> (&str, Option<&str>) {
    let end = text.find('}').map(|end| &text[..=end]);
    let name = end.and_then(|whole| whole[1..whole.len() - 1].trim().strip_prefix('$'));
    let is_name = |n: &&str| {
        !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    match (end, name.filter(is_name)) {
        (Some(whole), Some(name)) => (whole, Some(name)),
        _ => (&text[..1], None),
    }
}

/// A sentence as it goes on after a colon: without its capital, unless that belongs to a name or
/// an abbreviation.
pub(crate) fn continued(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let first = chars.next();
    let ordinary =
        !matches!(chars.clone().next(), Some(c) if c.is_uppercase() || c.is_ascii_digit());
    let word = sentence.split([' ', ',', '.']).next().unwrap_or_default();
    let name = word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit());
    match first {
        Some(c) if ordinary && !name => c.to_lowercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}

/// A sentence as it begins a line. Names of hosts stay as they are.
pub(crate) fn capital(sentence: &str) -> String {
    let word = sentence.split(' ').next().unwrap_or_default();
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) if !word.contains('.') => first.to_uppercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}

/// The first sentence, without its full stop.
pub(crate) fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

/// The word that a report begins with.
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Healthy => "OK",
        Status::Warnings => "WARNING",
        Status::Inconclusive => "INCONCLUSIVE",
        Status::Failure => "FAILURE",
    }
}

/// How bad.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "NOTE",
    }
}

/// Who.
pub const fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::You => "you",
        Actor::Network => "network operator",
        Actor::Provider => "mail provider",
        Actor::DomainOwner => "domain owner",
        Actor::Nobody => "nobody",
    }
}

/// Who must act; what to do follows.
pub(crate) const fn must_act(actor: Actor) -> &'static str {
    match actor {
        Actor::You => "You must act: {$remedy}.",
        Actor::Network => "Network operator must act: {$remedy}.",
        Actor::Provider => "Mail provider must act: {$remedy}.",
        Actor::DomainOwner => "Domain owner must act: {$remedy}.",
        Actor::Nobody => "{$remedy}.",
    }
}

/// How bad it is on some ports, where it is worse on others.
pub(crate) const fn only(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "{$where}: an error",
        Severity::Warning => "{$where}: a warning only",
        Severity::Note => "{$where}: a note only",
    }
}

/// How sure, where it isn't.
pub const fn confidence(confidence: Confidence) -> Option<&'static str> {
    match confidence {
        Confidence::High => None,
        Confidence::Medium => Some("likely; what would prove it was not seen"),
        Confidence::Low => Some("possible; other explanations are as good"),
    }
}

// The first lines.
pub(crate) const ABOUT: &str = "{$target}: {$what}";
pub(crate) const ON_PORT: &str = "{$title} (port {$ports})";
pub(crate) const ON_PORTS: &str = "{$title} (ports {$ports})";
pub(crate) const NOBODY: &str = "Nobody needs to act.";
pub(crate) const ALL_WELL: &str = "all is well from here";
pub(crate) const WELL_BY_TOKEN: &str = "all is well from here; log-in is by OAuth2 only";
pub(crate) const AND: &str = "{$what} ({$others})";
pub(crate) const AND_IN_SAME: &str = "{$what}; {$others})";
pub(crate) const ALSO: &str = "and: {$faults}";
pub(crate) const FURTHER: &str = "further errors: {$count}";
pub(crate) const TOO_LITTLE: &str = "too little was seen to say how it stands";
pub(crate) const SO_FAR: &str = "{$ended}; so far: {$what}";
pub(crate) const AGAIN: &str = "You must act: run it again, with more time.";
pub(crate) const BYLINE: &str = "{$tool}, {$time}, {$ended} after {$took}";
pub(crate) const COMPLETED: &str = "complete";
pub(crate) const DEADLINE: &str = "ended by its deadline";
pub(crate) const INTERRUPTED: &str = "interrupted";

// Titles of the sections.
pub(crate) const CONNECTIONS: &str = "Connections";
pub(crate) const FINDINGS: &str = "Findings";
pub(crate) const NOTES: &str = "Notes";
pub(crate) const NAMES: &str = "Names";
pub(crate) const QUERIES: &str = "Questions to the DNS";
pub(crate) const PATHS: &str = "Path";
pub(crate) const CERTIFICATES: &str = "Certificates";
pub(crate) const SAID: &str = "What the server said";
pub(crate) const TRANSCRIPTS: &str = "Transcripts";
pub(crate) const NOT_TESTED: &str = "Not tested";
pub(crate) const MANNERS: &str = "What this run did";
pub(crate) const HEADER: &str = "For the support desk";

// Titles of the columns.
pub(crate) const LADDER: [&str; 7] =
    ["port", "TCP", "greets", "TLS", "certificate", "AUTH clear → TLS", "time"];
pub(crate) const AUTH_IN_TLS: &str = "AUTH in TLS";

// Cards.
pub(crate) const WHERE: &str = "where";
pub(crate) const WHY: &str = "why";
pub(crate) const DO: &str = "do";
pub(crate) const WHO: &str = "who";
pub(crate) const SURE: &str = "sure";
pub(crate) const SEE: &str = "see";
pub(crate) const BUT: &str = "but";
pub(crate) const ON_MILD_PORT: &str = "on port {$ports}";
pub(crate) const ON_MILD_PORTS: &str = "on ports {$ports}";
pub(crate) const EVIDENCE: &str = "observations {$ids}";
pub(crate) const EXPLAINS: &str = "explains";
pub(crate) const AS_ABOVE: &str = "as above";
pub(crate) const NO_FINDINGS: &str = "None.";
pub(crate) const PORT: &str = "{$host} port {$ports}";
pub(crate) const PORTS: &str = "{$host} ports {$ports}";
pub(crate) const WAY: &str = "path to {$addr}";
pub(crate) const WAY_TO_PORT: &str = "path to {$addr} port {$port}";
pub(crate) const AT_ADDRESSES: &str = "{$where} ({$addrs})";

// What was not tested.
pub(crate) const AFTER_FAILURE: &str = "{$subject}: {$steps}, because an earlier step failed";
pub(crate) const AFTER_END: &str = "{$subject}: {$steps}, because the run ended first";
pub(crate) const LEFT_OUT: &str = "{$subject}: {$steps}";
pub(crate) const ONLY_V4: &str = "IPv6 addresses, because only IPv4 was asked for";
pub(crate) const ONLY_V6: &str = "IPv4 addresses, because only IPv6 was asked for";
pub(crate) const NO_TRACE: &str = "the path, because no trace was asked for";
pub(crate) const MORE_EXCHANGERS: &str =
    "{$hosts}, because no more than {$limit} mail exchangers are visited";
pub(crate) const MORE_ADDRESSES: &str =
    "{$addrs}, because no more than {$limit} addresses of {$host} are visited";
pub(crate) const OTHER_PORTS: &str = "ports {$ports}, because others were asked for";
pub(crate) const LOGGING_IN: &str = "logging in and sending, because no password was given";

// What the run did.
pub(crate) const CONNECTED: &str =
    "connections: {$open} opened, {$tried} tried; commands: {$commands} sent{$names}";
pub(crate) const ASKED_AGAIN: &str =
    "of these, to find out why TLS fails, one after the other: {$again}";
pub(crate) const INTRODUCED: &str = " (as {$name})";
pub(crate) const FAREWELLS: &str = "took leave on {$said} of {$open} connections";
pub(crate) const ASKED: &str = "DNS questions: {$questions}; packets to trace the path: {$packets}";
pub(crate) const NO_SECRETS: &str = "no password was sent, no mail was sent";

// For the support desk.
pub(crate) const TOOL: &str = "tool";
pub(crate) const SYSTEM: &str = "system";
pub(crate) const STARTED: &str = "started";
pub(crate) const TARGET: &str = "target";
pub(crate) const UNDERSTOOD: &str = "{$typed}, understood as {$role}";
pub(crate) const AS_AUTO: &str = "host and domain {$name}";
pub(crate) const AS_HOST: &str = "host {$name}";
pub(crate) const AS_DOMAIN: &str = "domain {$name}";
pub(crate) const AS_ADDRESS: &str = "address {$name}";
pub(crate) const AND_PORTS: &str = "{$what}, ports {$ports}";
pub(crate) const AT: &str = "{$what}, at {$addr}";
pub(crate) const SOURCE: &str = "source";
pub(crate) const NO_SOURCE: &str = "none: no connection was opened";
pub(crate) const RESOLVER: &str = "resolver";
pub(crate) const SET_IN: &str = "{$resolvers} (from {$source})";
pub(crate) const TRUST: &str = "trust store";
pub(crate) const TRUSTED: &str = "{$source}; certificates: {$size}";
pub(crate) const TRUST_PROBLEM: &str = "{$trust}; {$problem}";
pub(crate) const COMMAND: &str = "command";
pub(crate) const MORE: &str = "more";
pub(crate) const WITH_VERBOSE: &str = "-v adds the full transcripts and the certificates in PEM";
pub(crate) const RUN: &str = "run";
pub(crate) const RAN: &str = "{$ended}, {$took}";

// Certificates.
pub(crate) const SUBJECT: &str = "subject";
pub(crate) const ISSUER: &str = "issuer";
pub(crate) const VALID_FOR: &str = "names";
pub(crate) const VALID: &str = "valid";
pub(crate) const FROM_UNTIL: &str = "{$from} until {$until} ({$left})";
pub(crate) const DAYS_LEFT: &str = "{$days} d left";
pub(crate) const DAYS_OVER: &str = "ended {$days} d ago";
pub(crate) const KEY: &str = "key";
pub(crate) const SIGNATURE: &str = "signature";
pub(crate) const SERIAL: &str = "serial";
pub(crate) const FINGERPRINT: &str = "SHA-256";
pub(crate) const KEY_FINGERPRINT: &str = "TLSA 3 1 1";
pub(crate) const ISSUER_URL: &str = "issuer at";
pub(crate) const OCSP_URL: &str = "OCSP at";
pub(crate) const CRL_URL: &str = "CRL at";
pub(crate) const TIMESTAMPS: &str = "SCTs";
pub(crate) const TIMESTAMPS_IN: &str = "in the certificate: {$count}";
pub(crate) const STAPLE: &str = "must staple";
pub(crate) const YES: &str = "yes";
pub(crate) const PATH: &str = "path";
pub(crate) const PATH_SENT: &str = "{$subject} ({$number}.)";
pub(crate) const PATH_ELSEWHERE: &str = "{$subject} (not sent)";
pub(crate) const PATH_ROOT: &str = "{$subject} (trusted root)";
pub(crate) const PATH_ENDS: &str = "{$path} ← ?";
pub(crate) const UNREADABLE: &str = "can't be read, {$size} B";
pub(crate) const SHOWN_BY: &str = "Shown by {$where}:";
pub(crate) const SENT: &str = "sent";
pub(crate) const LINK: &str = "{$subject} ← {$issuer}, until {$date}";
pub(crate) const OTHER_CHAINS: &str = "Other chains with findings, told by -v: {$count}.";

// Transcripts.
pub(crate) const OPENED: &str = "connected from {$local}";
pub(crate) const KERNEL: &str =
    "{$opened}; RTT {$rtt}, MSS {$mss}\u{a0}B, path MTU {$mtu}\u{a0}B, sent again {$again}";
pub(crate) const NOT_OPENED: &str = "not connected: {$detail}";
pub(crate) const ENCRYPTED: &str = "{$version}, {$suite}, {$group}{$more}";
pub(crate) const STAPLED: &str = "OCSP stapled";
pub(crate) const TICKETS: &str = "resumption tickets: {$count}";
pub(crate) const NOT_ENCRYPTED: &str = "no TLS: {$detail}";
pub(crate) const CHOSEN: &str = "{$what} (offered {$offer})";
pub(crate) const NOT_CHOSEN: &str = "no TLS: {$what} (offered {$offer})";
pub(crate) const PRIME: &str = "DHE {$bits}\u{a0}bit";
pub(crate) const ASKS_CERTIFICATE: &str = "asks for a client certificate";

pub(crate) const BYTES_CUT: &str = "{$text} … ({$cut} B more)";
pub(crate) const UNFINISHED: &str = "{$text} … (the line never ended, {$size} B)";
pub(crate) const BEYOND: &str = "unasked: {$text}";
pub(crate) const LINES_LEFT_OUT: &str = "(lines left out: {$count})";
pub(crate) const OTHER_TALKS: &str = "Other conversations with findings, told by -v: {$count}.";

/// Names of the steps, for the list of what was not tested and for the line that moves.
pub(crate) const fn step(step: probes::Step) -> &'static str {
    use probes::Step;
    match step {
        Step::A => "IPv4 address",
        Step::Aaaa => "IPv6 address",
        Step::Capabilities => "capabilities",
        Step::Confirm => "address of that name",
        Step::Connect => "TCP",
        Step::Farewell => "farewell",
        Step::Fetch => "issuer's certificate",
        Step::Greeting => "greeting",
        Step::Handshake => "TLS",
        Step::Hello => "why TLS fails",
        Step::HopNames => "names of routers",
        Step::Mx => "MX",
        Step::Ptr => "name of the address",
        Step::StartTls => "STARTTLS",
        Step::Trace => "path",
        Step::Unknown => "?",
    }
}

/// The same where POP3 has a word of its own (RFC 2595 §4).
pub(crate) const fn step_of_pop(of: probes::Step) -> &'static str {
    match of {
        probes::Step::StartTls => "STLS",
        other => step(other),
    }
}

// The line that moves.
pub(crate) const PROGRESS: &str = "{$done} of {$known} looked at: {$now}";
pub(crate) const PROGRESS_ONE: &str = "{$subject}: {$step}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeables_are_filled_once() {
        let args = Args::from([("host", "mx {$port}".to_owned()), ("port", "25".to_owned())]);
        assert_eq!(fill("{$host}, { $port }", &args), "mx {$port}, 25");
    }

    #[test]
    fn what_is_not_known_stays_visible() {
        let args = Args::new();
        for text in ["{$nobody}", "{", "}", "{}", "{ $ }", "a {b} c", "{$x", "日本 {$語}"] {
            assert_eq!(fill(text, &args), text);
        }
    }

    #[test]
    fn a_capital_is_dropped_only_from_ordinary_words() {
        assert_eq!(continued("The certificate"), "the certificate");
        assert_eq!(continued("A server"), "a server");
        assert_eq!(continued("TLS fails"), "TLS fails");
        assert_eq!(continued("IPv6 fails"), "IPv6 fails");
    }
}
