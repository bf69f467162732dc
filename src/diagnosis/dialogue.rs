//! What goes wrong in a session after the greeting.
mod contradiction;
mod control;
mod listing;

use std::collections::HashSet;

use probes::reply::Reply;
use probes::{Data, FailureKind, Observation, Protocol, Service, Step, imap, smtp};

use super::facts::{Endpoint, Facts, Outcome, kind};
use super::refusal::refusal;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const RULES: &[Rule] = &[
    CLIENT_CERTIFICATE,
    BREAKS_TLS,
    SPEAKS_UNASKED,
    CLOSED,
    ENDS_SESSION,
    STALLS,
    TOO_MUCH,
    UNREADABLE,
    contradiction::RULE,
    listing::EMPTY,
    listing::CUT,
    REFUSED,
    control::RULE,
    FAREWELL,
];

const CLIENT_CERTIFICATE: Rule = Rule {
    code: "tls.refused-after-handshake",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} ends the session after the TLS handshake (port {$port}): {$detail}",
    cause: "With TLS 1.3 that is how a server says that it wants a certificate from the client, or does not like the one it got.",
    remedy: "Say whether this port is for clients with certificates only; if not, don't ask for them.",
    reference: "RFC 8446 §4.4.2.4, §6.2",
    check: |facts| steps(facts, |_, _, o| o.kind() == Some(FailureKind::HandshakeAlert)),
};

const BREAKS_TLS: Rule = Rule {
    code: "tls.broken-after-handshake",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} breaks the rules of TLS after the handshake (port {$port}): {$detail}",
    cause: "What came in the encrypted session is nothing that TLS allows there: a broken server or proxy, or an attack. The session was ended.",
    remedy: "Look at what answers on this port, and at what stands in front of it.",
    reference: "RFC 8446 §4.6, §5.1",
    check: |facts| {
        let broken = |kind| matches!(kind, FailureKind::HandshakeFailed | FailureKind::NotTls);
        steps(facts, |_, _, o| o.kind().is_some_and(broken))
    },
};

const SPEAKS_UNASKED: Rule = Rule {
    code: "dialogue.speaks-unasked",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} speaks without being asked (port {$port})",
    cause: "It says: {$early}. Programs would take that for the answer to what they ask next: a broken server or proxy, or an attack.",
    remedy: "Look at what answers on this port, and at what stands in front of it.",
    reference: "RFC 5321 §4.1.1, RFC 1939 §3",
    check: |facts| steps(facts, |_, _, o| o.saw.early.is_some()),
};

const CLOSED: Rule = Rule {
    code: "dialogue.closed-early",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} drops the connection in the middle of the session (port {$port}, at {$step})",
    cause: "The server, or something on the way, closed the connection before it had answered.",
    remedy: "Look at the service and at what limits connections to it. If it works from another network, this one cuts the session instead.",
    reference: "RFC 5321 §3.8",
    check: |facts| {
        steps(facts, |e, s, o| is_cut_off(o) && !provoked(e, s) && good_bye(e, o).is_none())
    },
};

fn is_cut_off(outcome: &Outcome<'_, Reply>) -> bool {
    matches!(outcome.kind(), Some(FailureKind::Closed | FailureKind::Reset))
}

/// What an IMAP server says to end a session, where it did so in place of an answer.
pub(super) fn good_bye<'r>(endpoint: &Endpoint<'_>, said: &Outcome<'r, Reply>) -> Option<&'r str> {
    let imap = endpoint.service.row().protocol == Protocol::Imap;
    imap::good_bye(said.saw).filter(|_| imap && is_cut_off(said))
}

const ENDS_SESSION: Rule = Rule {
    code: "dialogue.ends-session",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} ends the session in place of an answer (port {$port}, at {$step}): {$bye}",
    cause: "The server took leave of this client and closed the connection, as servers do that are going down, overloaded, or limit who may connect.",
    remedy: "Read the server's words, then wait 10 min and run this again. If it stays so, look at the service, and at what limits connections to it.",
    reference: "RFC 9051 §7.1.5",
    check: ends_session,
};

fn ends_session(facts: &Facts<'_>) -> Vec<Match> {
    let each = |e: &Endpoint<'_>| {
        let told = [e.clear_capabilities(), e.start_tls(), e.tls_capabilities()];
        let asked = told.into_iter().flatten().filter(|o| !provoked(e, o.observation.step));
        let bye = asked.filter_map(|o| Some((o, good_bye(e, &o)?)));
        let lasting = bye.filter(|_| refusal(e).is_none());
        lasting.map(|(o, bye)| about(e, &o).with("bye", bye)).collect::<Vec<_>>()
    };
    facts.endpoints().iter().flat_map(each).collect()
}

const STALLS: Rule = Rule {
    code: "dialogue.reply-stalls",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} stops answering in the middle of the session (port {$port}, at {$step})",
    cause: "The reply did not end in time. The service hangs, or packets get lost on the way.",
    remedy: "Look at the service. If it works from another network, this one loses packets instead.",
    reference: "RFC 5321 §4.5.3.2",
    check: |facts| {
        steps(facts, |e, s, o| o.kind() == Some(FailureKind::TimedOut) && !provoked(e, s))
    },
};

const TOO_MUCH: Rule = Rule {
    code: "dialogue.reply-too-long",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "A reply of {$host} does not end (port {$port}, at {$step})",
    cause: "The server says more than any honest server does; reading was stopped.",
    remedy: "Look at what answers on this port.",
    reference: "RFC 5321 §4.5.3.1",
    check: |facts| steps(facts, |_, _, o| o.kind() == Some(FailureKind::TooMuch)),
};

const UNREADABLE: Rule = Rule {
    code: "dialogue.unreadable-reply",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "A reply of {$host} is not one of the protocol (port {$port}, at {$step})",
    cause: "The server says: {$said}",
    remedy: "Look at what answers on this port.",
    reference: "RFC 5321 §4.2, RFC 9051 §7, RFC 1939 §3",
    check: |facts| {
        steps(facts, |e, s, o| {
            o.kind() == Some(FailureKind::Unexpected) && o.saw.early.is_none() && !provoked(e, s)
        })
    },
};

const REFUSED: Rule = Rule {
    code: "dialogue.capabilities-refused",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} does not say what it can do (port {$port}): {$said}",
    cause: "It refuses to list its capabilities, so programs cannot learn how to encrypt or log in.",
    remedy: "Update the service, or take a filter out of its way.",
    reference: "RFC 5321 §3.2, RFC 9051 §6.1.1, RFC 2449 §5",
    check: refused,
};

/// Where programs log in to send, they can't without the list.
fn refused(facts: &Facts<'_>) -> Vec<Match> {
    let declined = |s, o: &Outcome<'_, Reply>| {
        s == Step::Capabilities && o.kind() == Some(FailureKind::Declined)
    };
    let mut found = steps(facts, |e, s, o| declined(s, o) && refusal(e).is_none());
    for m in &mut found {
        m.severity = match m.subject.service() {
            Some(Service::Submission | Service::Submissions) => Some(Severity::Error),
            // CAPA is optional (RFC 2449 §5).
            Some(Service::Pop3 | Service::Pop3s) => Some(Severity::Note),
            _ => None,
        };
    }
    found
}

/// Whether it says of a greeting what it says of any other reply: it was TLS that failed, and not
/// what is said inside it; or there was no end to it.
const fn is_of_any_reply(kind: FailureKind) -> bool {
    use FailureKind as F;
    matches!(kind, F::HandshakeAlert | F::HandshakeFailed | F::NotTls | F::TooMuch)
}

/// The replies between greeting and farewell of which this holds.
fn steps(
    facts: &Facts<'_>,
    how: impl Fn(&Endpoint<'_>, Step, &Outcome<'_, Reply>) -> bool,
) -> Vec<Match> {
    let each = |e: &Endpoint<'_>| {
        [e.clear_capabilities(), e.start_tls(), e.tls_capabilities()]
            .into_iter()
            .flatten()
            .chain(e.greeting().filter(|g| g.kind().is_some_and(is_of_any_reply)))
            .filter(|o| how(e, o.observation.step, o))
            .map(|o| about(e, &o))
            .collect::<Vec<_>>()
    };
    facts.endpoints().iter().flat_map(each).collect()
}

/// STARTTLS is sent also where it isn't offered; what a server makes of that is no fault.
fn provoked(endpoint: &Endpoint<'_>, step: Step) -> bool {
    step == Step::StartTls && !endpoint.may_offer_start_tls()
}

fn about(endpoint: &Endpoint<'_>, outcome: &Outcome<'_, Reply>) -> Match {
    let protocol = endpoint.service.row().protocol;
    // What could not be sent has no words of its own.
    let step = || language::step(outcome.observation.step, Some(protocol));
    let sent = outcome.saw.sent.as_ref().map_or_else(step, |s| s.text.as_str().into());
    let early = outcome.saw.early.as_ref().map(|b| String::from_utf8_lossy(&b.0).into_owned());
    Match::on(endpoint.subject, [outcome.id()])
        .with("step", sent)
        .with("said", outcome.saw.last().unwrap_or_default())
        .failed(outcome.failure())
        .with("early", early.unwrap_or_default())
}

const FAREWELL: Rule = Rule {
    code: "dialogue.farewell-unanswered",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$host} did not answer the farewell (port {$port})",
    cause: "The client said good-bye and got no proper answer. That harms nothing.",
    remedy: "Nothing.",
    reference: "RFC 5321 §4.1.1.10",
    check: |facts| {
        let looks = |e: &Endpoint<'_>| {
            let scans = e.scans.iter().map(|scan| &scan.seen);
            let looks = e.earlier.iter().chain([&e.seen]).chain(scans);
            looks.filter_map(|l| hung_up(l)).collect::<Vec<_>>()
        };
        let left: HashSet<u32> = facts.endpoints().iter().flat_map(looks).collect();
        let unanswered = |o: &&Observation| {
            let failed = kind(o).is_some_and(|kind| kind != FailureKind::CutShort);
            o.step == Step::Farewell && failed && !left.contains(&o.id)
        };
        let observations = facts.recording.observations.iter().filter(unanswered);
        observations.map(|o| Match::on(&o.subject, [o.id])).collect()
    },
};

/// The farewell of a visit to which the server had put an end before: who says 421 or 521, or BYE,
/// closes the connection (RFC 5321 §3.8, RFC 7504 §3.1, RFC 9051 §7.1.5). It belongs to that.
pub(super) fn hung_up(look: &[&Observation]) -> Option<u32> {
    let farewell = look.iter().find(|o| o.step == Step::Farewell)?;
    let closed = matches!(kind(farewell), Some(FailureKind::Closed | FailureKind::Reset));
    let service = farewell.subject.service()?;
    let ends = |o: &&Observation| match (&o.saw, o.step, service.row().protocol) {
        (Data::Reply(said), Step::Greeting, Protocol::Smtp) => {
            matches!(smtp::code(said), Some(421 | 521))
        }
        (Data::Reply(said), Step::Capabilities, Protocol::Smtp) => smtp::code(said) == Some(421),
        (Data::Reply(_), Step::StartTls, _) => o.subject.is_pipelined(),
        (Data::Reply(said), Step::Greeting, Protocol::Imap) => {
            imap::state(said).as_deref() == Some("BYE")
        }
        _ => false,
    };
    let refuses = |o: &&Observation| kind(o) == Some(FailureKind::Declined) && ends(o);
    let ended = closed && look.iter().any(|o| o.id < farewell.id && refuses(o));
    ended.then_some(farewell.id)
}
