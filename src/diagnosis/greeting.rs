//! The server's first words.
use probes::reply::Reply;
use probes::{FailureKind, Protocol, imap, smtp};

use super::facts::{Endpoint, Facts, Outcome};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] =
    &[OTHER_PROTOCOL, REJECTS, DEFERS, CLOSED, NONE, STALLS, UNREADABLE, MASKED, LATE];

type First<'r> = Outcome<'r, Reply>;

/// The endpoints whose greeting is of such a kind.
fn which(facts: &Facts<'_>, how: impl Fn(&Endpoint<'_>, &First<'_>) -> bool) -> Vec<Match> {
    let greeted = facts.endpoints().iter().filter_map(|e| Some((e, e.greeting()?)));
    greeted.filter(|(e, g)| how(e, g)).map(|(e, g)| about(e, &g)).collect()
}

fn about(endpoint: &Endpoint<'_>, greeting: &First<'_>) -> Match {
    let said = greeting.saw.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" / ");
    Match::on(endpoint.subject, [greeting.id()]).with("said", said)
}

pub(super) const TLS_ON_CLEAR_PORT: Rule = Rule {
    code: "tls.on-clear-port",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Port {$port} of {$host} speaks TLS at once, where clear text and STARTTLS are expected",
    cause: "The server stays silent until a TLS handshake begins: the port is set up like an implicit TLS port. Programs set to STARTTLS hang there.",
    remedy: "Choose \"SSL/TLS\" instead of \"STARTTLS\" for this port, or use the usual pair: 587, 143, 110 with STARTTLS; 465, 993, 995 with SSL/TLS.",
    reference: "RFC 8314 §3",
    check: tls_on_clear_port,
};

fn tls_on_clear_port(facts: &Facts<'_>) -> Vec<Match> {
    let waited = facts.endpoints().iter().filter(|e| !e.service.implicit_tls() && e.is_secured());
    waited
        .filter_map(|e| Some((e, e.first_greeting()?, e.handshake()?)))
        .filter(|(_, greeting, _)| greeting.kind() == Some(FailureKind::TimedOut))
        .map(|(e, greeting, handshake)| Match::on(e.subject, [greeting.id(), handshake.id()]))
        .collect()
}

const OTHER_PROTOCOL: Rule = Rule {
    code: "dialogue.other-protocol",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Port {$port} of {$host} speaks {$spoken}, not {$expected}",
    cause: "Another service answers on this port: {$said}",
    remedy: "Correct the port: SMTP is 465 or 587 (25 between servers), IMAP 993 or 143, POP3 995 or 110.",
    reference: "RFC 8314 §3, RFC 6335",
    check: other_protocol,
};

fn other_protocol(facts: &Facts<'_>) -> Vec<Match> {
    facts.endpoints().iter().filter_map(about_other).collect()
}

fn about_other(endpoint: &Endpoint<'_>) -> Option<Match> {
    let greeting = endpoint.greeting()?;
    let expected = match endpoint.service.row().protocol {
        Protocol::Smtp => "SMTP",
        Protocol::Imap => "IMAP",
        Protocol::Pop3 => "POP3",
    };
    let m = about(endpoint, &greeting).with("expected", expected);
    if greeting.kind() == Some(FailureKind::Unexpected) {
        return Some(m.with("spoken", spoken(greeting.saw.first()?)?));
    }
    // A server that waits for the client to speak first shows itself at the handshake that is
    // tried after a silent greeting.
    let handshake = endpoint.handshake().filter(|_| timed_out(&greeting))?;
    let heard = String::from_utf8_lossy(&handshake.saw.heard.as_ref()?.0).into_owned();
    let line = heard.lines().next().unwrap_or_default();
    let mut m = m.with("spoken", spoken(line)?).with("said", line);
    m.evidence.push(handshake.id());
    Some(m)
}

/// What protocol a first line belongs to, if that can be told.
pub(super) fn spoken(line: &str) -> Option<&'static str> {
    const BEGINNINGS: &[(&str, &str)] = &[
        ("+OK", "POP3"),
        ("-ERR", "POP3"),
        ("* OK", "IMAP"),
        ("* PREAUTH", "IMAP"),
        ("* BYE", "IMAP"),
        ("HTTP/", "HTTP (a web server)"),
        ("SSH-", "SSH"),
        ("220", "SMTP"),
        ("421", "SMTP"),
        ("554", "SMTP"),
        ("\u{15}\u{3}", "TLS"),
        ("\u{16}\u{3}", "TLS"),
    ];
    BEGINNINGS.iter().find(|(begin, _)| line.starts_with(begin)).map(|(_, name)| *name)
}

const UNREADABLE: Rule = Rule {
    code: "dialogue.unreadable-greeting",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "What port {$port} of {$host} says is no mail greeting",
    cause: "It says: {$said}",
    remedy: "Look at what listens on this port. If host or port were typed by hand, check them against the provider's help page.",
    reference: "RFC 5321 §4.2, RFC 9051 §7.1, RFC 1939 §3",
    check: |facts| {
        which(facts, |_, g| match g.kind() {
            Some(FailureKind::Unexpected) => spoken(g.saw.first().unwrap_or_default()).is_none(),
            kind => matches!(kind, Some(FailureKind::TooMuch)),
        })
    },
};

const REJECTS: Rule = Rule {
    code: "dialogue.greeting-rejects",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The server on port {$port} of {$host} turns this client away",
    cause: "Its greeting is a refusal: {$said}",
    remedy: "Say why this client is turned away. If the words name a block list or the client's address, the client's network must have the address delisted.",
    reference: "RFC 5321 §3.1, RFC 9051 §7.1.5",
    check: |facts| {
        which(facts, |e, g| g.kind() == Some(FailureKind::Declined) && !is_temporary(e, g.saw))
    },
};

const DEFERS: Rule = Rule {
    code: "dialogue.greeting-defers",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Nobody,
    title: "The server on port {$port} of {$host} asks to come back later",
    cause: "Its greeting is a temporary refusal, as from a server that is busy or limits new clients: {$said}",
    remedy: "Wait 10 min and run this again. If it stays so, send the server's words to the provider.",
    reference: "RFC 5321 §4.2.1, RFC 3206",
    check: |facts| {
        which(facts, |e, g| g.kind() == Some(FailureKind::Declined) && is_temporary(e, g.saw))
    },
};

fn is_temporary(endpoint: &Endpoint<'_>, reply: &Reply) -> bool {
    match endpoint.service.row().protocol {
        Protocol::Smtp => matches!(smtp::code(reply), Some(400..=499)),
        Protocol::Imap => reply.last().is_some_and(|l| l.contains("[UNAVAILABLE]")),
        Protocol::Pop3 => reply.last().is_some_and(|l| l.contains("[SYS/TEMP]")),
    }
}

const CLOSED: Rule = Rule {
    code: "dialogue.closed-before-greeting",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} takes the connection and drops it without a greeting",
    cause: "The server, or something in front of it, closes at once: a block list, a limit on connections, or a service that fails to start.",
    remedy: "Look at the service, and at what limits connections to it. A client that may have been banned should wait 10 min and try again.",
    reference: "RFC 5321 §3.1",
    check: |facts| {
        which(facts, |_, g| matches!(g.kind(), Some(FailureKind::Closed | FailureKind::Reset)))
    },
};

const NONE: Rule = Rule {
    code: "dialogue.no-greeting",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} takes the connection and stays silent",
    cause: "No greeting came within {$waited}. The service behind the port hangs, delays greetings for longer than that, or something on the way took the connection in its place.",
    remedy: "Look at the service. If it greets late on purpose, a longer --timeout shows that.",
    reference: "RFC 5321 §4.5.3.2.1",
    check: no_greeting,
};

fn no_greeting(facts: &Facts<'_>) -> Vec<Match> {
    let greeted = facts.endpoints().iter().filter_map(|e| Some((e, e.greeting()?)));
    greeted
        .filter(|(e, g)| timed_out(g) && g.saw.lines.is_empty() && about_other(e).is_none())
        .map(|(e, g)| {
            let later = e.seen.iter().filter(|o| o.failure.is_some()).map(|o| o.id);
            let waited = format!("{} s", g.observation.took_us / 1_000_000);
            Match::on(e.subject, later).with("waited", waited)
        })
        .collect()
}

fn timed_out(greeting: &First<'_>) -> bool {
    greeting.kind() == Some(FailureKind::TimedOut)
}

const STALLS: Rule = Rule {
    code: "dialogue.greeting-stalls",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The greeting on port {$port} of {$host} begins and never ends",
    cause: "It said: {$said}",
    remedy: "Look at the service. Some spam filters hold clients up on purpose; then a second try succeeds.",
    reference: "RFC 5321 §4.2.1",
    check: |facts| which(facts, |_, g| timed_out(g) && !g.saw.lines.is_empty()),
};

const MASKED: Rule = Rule {
    code: "dialogue.greeting-masked",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "A firewall rewrites what port {$port} of {$host} says",
    cause: "The greeting is overwritten with asterisks, as SMTP inspection of a firewall does; it also takes encryption out of the session: {$said}",
    remedy: "Turn SMTP (ESMTP) inspection off on the firewall, or use port 465 (SSL/TLS).",
    reference: "RFC 3207 §6",
    check: masked,
};

/// What becomes of encryption in such a session is the firewall's doing too.
fn masked(facts: &Facts<'_>) -> Vec<Match> {
    let greeted = facts.endpoints().iter().filter_map(|e| Some((e, e.greeting()?)));
    greeted
        .filter(|(e, g)| g.ok() && is_masked(e, g.saw))
        .map(|(e, g)| {
            let mut m = about(e, &g);
            m.evidence
                .extend([e.clear_capabilities(), e.start_tls()].iter().flatten().map(|o| o.id()));
            m
        })
        .collect()
}

/// Cisco PIX and ASA leave only `2`, `0` and asterisks of a greeting.
pub(super) fn is_masked(endpoint: &Endpoint<'_>, greeting: &Reply) -> bool {
    let text = greeting.last().and_then(|l| l.get(3..)).unwrap_or_default();
    endpoint.service.row().protocol == Protocol::Smtp
        && text.contains("***")
        && text.chars().all(|c| matches!(c, '*' | '2' | '0' | ' '))
}

const LATE: Rule = Rule {
    code: "dialogue.greeting-late",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} greets only after {$waited}",
    cause: "The server looks something up before it speaks, is overloaded, or delays unknown clients on purpose. Impatient programs give up.",
    remedy: "If it is not on purpose, look at name lookups and load of the server.",
    reference: "RFC 5321 §4.5.3.2.1",
    check: late,
};

fn late(facts: &Facts<'_>) -> Vec<Match> {
    const PATIENCE_US: u64 = 5_000_000;
    let greeted = facts.endpoints().iter().filter_map(|e| Some((e, e.greeting()?)));
    greeted
        .filter(|(_, g)| g.ok() && g.observation.took_us > PATIENCE_US)
        .map(|(e, g)| {
            let tenths = g.observation.took_us / 100_000;
            about(e, &g).with("waited", format!("{}.{} s", tenths / 10, tenths % 10))
        })
        .collect()
}

/// What a greeting offers that may not be used: `PREAUTH` leaves no room for STARTTLS.
pub(super) fn is_preauth(endpoint: &Endpoint<'_>) -> bool {
    endpoint.service.row().protocol == Protocol::Imap
        && endpoint.greeting().and_then(|g| imap::state(g.saw)).as_deref() == Some("PREAUTH")
}
