//! The server's first words.
use probes::reply::Reply;
use probes::tls::Handshake;
use probes::{FailureKind, Protocol, Service, imap};

use super::facts::{Endpoint, Facts, Outcome};
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;
use crate::target::From;

pub(super) const RULES: &[Rule] =
    &[OTHER_PROTOCOL, CLOSED, BROKEN_OFF, NONE, STALLS, UNREADABLE, MASKED, LATE];

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
    title: "{$host} speaks TLS at once on port {$port}, where clear text and STARTTLS are expected",
    cause: "The server stays silent until a TLS handshake begins: the port is set up like an implicit TLS port. Programs set to STARTTLS hang there.",
    remedy: "On the server, set the port up for STARTTLS. In a program, choose \"SSL/TLS\" for this port, or use the usual pairs: 587, 143, 110 with STARTTLS; 465, 993, 995 with SSL/TLS.",
    reference: "RFC 8314 §3",
    check: tls_on_clear_port,
};

fn tls_on_clear_port(facts: &Facts<'_>) -> Vec<Match> {
    let waited = facts.endpoints().iter().filter(|e| !e.service.implicit_tls() && e.is_secured());
    waited
        .filter_map(|e| Some((e, e.first_greeting()?, e.handshake()?)))
        .filter(|(e, greeting, _)| timed_out(greeting) && !speaks_otherwise(e))
        .map(|(e, greeting, handshake)| Match::on(e.subject, [greeting.id(), handshake.id()]))
        .map(|m| m.actor(whose_port(facts)))
        .collect()
}

const OTHER_PROTOCOL: Rule = Rule {
    code: "dialogue.other-protocol",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} speaks {$spoken} on port {$port}, not {$expected}",
    cause: "Another service answers on this port: {$said}",
    remedy: "On the server, put the right service on this port. In a program, correct the port: SMTP is 465 or 587 (25 between servers), IMAP 993 or 143, POP3 995 or 110.",
    reference: "RFC 8314 §3, RFC 6335",
    check: other_protocol,
};

fn other_protocol(facts: &Facts<'_>) -> Vec<Match> {
    let actor = whose_port(facts);
    facts.endpoints().iter().filter_map(about_other).map(|m| m.actor(actor)).collect()
}

/// Who named the ports must correct them; behind a registered port it is for the server.
pub(super) fn whose_port(facts: &Facts<'_>) -> Actor {
    if facts.asked().ports_from == From::User { Actor::You } else { Actor::Provider }
}

fn about_other(endpoint: &Endpoint<'_>) -> Option<Match> {
    let expected = expected(endpoint);
    let (said, ids) = odd_words(endpoint)?;
    let spoken = spoken(&said).filter(|spoken| *spoken != expected)?;
    let m = Match::on(endpoint.subject, ids);
    Some(m.with("spoken", spoken).with("said", said).with("expected", expected))
}

pub(super) fn expected(endpoint: &Endpoint<'_>) -> &'static str {
    match endpoint.service.row().protocol {
        Protocol::Smtp => "SMTP",
        Protocol::Imap => "IMAP",
        Protocol::Pop3 => "POP3",
    }
}

/// A first line that is none of the protocol, in clear or inside TLS, with its evidence. A server
/// that waits for the client to speak first shows itself at the handshake: at the one that is tried
/// after a silent greeting, or, if what it speaks is no mail protocol at all, where TLS is expected
/// at once.
fn odd_words(endpoint: &Endpoint<'_>) -> Option<(String, Vec<u32>)> {
    let greeting = endpoint.first_greeting();
    let greetings = greeting.into_iter().chain(endpoint.greeting());
    let odd = greetings.clone().find(|g| g.kind() == Some(FailureKind::Unexpected));
    if let Some(g) = odd {
        let mut ids: Vec<u32> = greetings.map(|g| g.id()).collect();
        ids.dedup();
        return Some((g.saw.first()?.to_owned(), ids));
    }
    let handshake = endpoint.handshake()?;
    let heard = heard(&handshake).next()?;
    let guessed = greeting.is_some_and(|g| timed_out(&g));
    let foreign = spoken(&heard).is_some_and(|s| !matches!(s, "SMTP" | "IMAP" | "POP3"));
    let ids = greeting.map(|g| g.id()).into_iter().chain([handshake.id()]).collect();
    (guessed || foreign).then_some((heard, ids))
}

/// The lines said where TLS was expected.
pub(super) fn heard(handshake: &Outcome<'_, Handshake>) -> impl Iterator<Item = String> + use<> {
    let bytes = handshake.saw.heard.as_ref().map(|heard| heard.0.as_slice()).unwrap_or_default();
    let said = String::from_utf8_lossy(bytes);
    said.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// Whether another rule has said what is spoken here.
pub(super) fn speaks_otherwise(endpoint: &Endpoint<'_>) -> bool {
    about_other(endpoint).is_some()
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
    title: "What {$host} says on port {$port} is no mail greeting",
    cause: "It says: {$said}",
    remedy: "Look at what listens on this port. If host or port were typed by hand, check them against the provider's help page.",
    reference: "RFC 5321 §4.2, RFC 9051 §7.1, RFC 1939 §3",
    check: |facts| {
        which(facts, |e, g| g.kind() == Some(FailureKind::Unexpected) && !speaks_otherwise(e))
    },
};

const CLOSED: Rule = Rule {
    code: "dialogue.closed-before-greeting",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} takes the connection on port {$port} and drops it without a greeting",
    cause: "The server, or something in front of it, closes at once: a block list, a limit on connections, or a service that fails to start.",
    remedy: "Look at the service, and at what limits connections to it. A client that may have been banned should wait 10 min and try again.",
    reference: "RFC 5321 §3.1",
    check: |facts| which(facts, |e, g| is_dropped(e) && g.saw.lines.is_empty()),
};

const BROKEN_OFF: Rule = Rule {
    code: "dialogue.greeting-broken-off",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} begins a greeting on port {$port} and drops the connection: {$said}",
    cause: "The server, or something in front of it, closed the connection before the greeting had come to its end. If what it said is a refusal, it is a block list or a limit on connections; if not, the service fails, or the session is cut on the way.",
    remedy: "Read what was said. Look at the service, and at what limits connections to it. A client that may have been banned should wait 10 min and try again.",
    reference: "RFC 5321 §3.1, §4.2, RFC 9051 §7.1.5",
    check: |facts| which(facts, |e, g| is_dropped(e) && !g.saw.lines.is_empty()),
};

/// Whether the connection was taken and then dropped before the greeting had ended.
pub(super) fn is_dropped(endpoint: &Endpoint<'_>) -> bool {
    let kind = endpoint.greeting().and_then(|g| g.kind());
    matches!(kind, Some(FailureKind::Closed | FailureKind::Reset))
}

const NONE: Rule = Rule {
    code: "dialogue.no-greeting",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} takes the connection on port {$port} and stays silent",
    cause: "No greeting came within {$waited}. The service behind the port hangs, delays greetings for longer than that, or something on the way took the connection in its place.",
    remedy: "Look at the service. If it greets late on purpose, a longer --timeout shows that.",
    reference: "RFC 5321 §4.5.3.2.1",
    check: no_greeting,
};

fn no_greeting(facts: &Facts<'_>) -> Vec<Match> {
    let greeted = facts.endpoints().iter().filter_map(|e| Some((e, e.greeting()?)));
    greeted
        .filter(|(_, g)| timed_out(g) && g.saw.lines.is_empty())
        .filter(|(e, _)| about_other(e).is_none() && !came_after_all(e))
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
    title: "The greeting of {$host} on port {$port} begins and never ends",
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
    title: "A firewall rewrites what {$host} says on port {$port}",
    cause: "The greeting is overwritten with asterisks, as SMTP inspection of a firewall does{$encryption}: {$said}",
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
            let encryption: Arg = match e.is_secured() {
                true => "".into(),
                false => language::TAKES_ENCRYPTION.into(),
            };
            let mut m = about(e, &g).with("encryption", encryption);
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
    title: "{$host} greets late on port {$port}, after {$waited}",
    cause: "The server looks something up before it speaks, is overloaded, or delays unknown clients on purpose. Impatient programs give up.",
    remedy: "If it is not on purpose, look at name lookups and load of the server.",
    reference: "RFC 5321 §4.5.3.2.1",
    check: late,
};

/// Between servers patience is the rule (5 min), and delays are put there on purpose.
fn late(facts: &Facts<'_>) -> Vec<Match> {
    const PATIENCE_US: u64 = 5_000_000;
    let greeted = facts.endpoints().iter().filter_map(|e| Some((e, e.first_greeting()?)));
    greeted
        .filter(|(e, g)| (g.ok() && g.observation.took_us > PATIENCE_US) || came_after_all(e))
        .map(|(e, g)| {
            let tenths = g.observation.took_us / 100_000;
            let mut m = about(e, &g).with("waited", format!("{}.{} s", tenths / 10, tenths % 10));
            m.evidence.extend(e.handshake().filter(|_| !g.ok()).map(|h| h.id()));
            if e.service == Service::Smtp {
                m.severity(Severity::Note).actor(Actor::Nobody)
            } else {
                m
            }
        })
        .collect()
}

/// Whether the greeting was given up, and came when a handshake was tried in its place.
fn came_after_all(endpoint: &Endpoint<'_>) -> bool {
    let silent = endpoint.first_greeting().is_some_and(|g| timed_out(&g));
    let heard = endpoint.handshake().and_then(|h| heard(&h).next());
    silent && heard.is_some_and(|line| spoken(&line) == Some(expected(endpoint)))
}

/// What a greeting offers that may not be used: `PREAUTH` leaves no room for STARTTLS.
pub(super) fn is_preauth(endpoint: &Endpoint<'_>) -> bool {
    endpoint.service.row().protocol == Protocol::Imap
        && endpoint.greeting().and_then(|g| imap::state(g.saw)).as_deref() == Some("PREAUTH")
}
