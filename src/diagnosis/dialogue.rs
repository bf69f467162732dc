//! What goes wrong in a session after the greeting.
use probes::reply::Reply;
use probes::{FailureKind, Observation, Service, Step};

use super::facts::{Endpoint, Facts, Outcome};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] =
    &[CLIENT_CERTIFICATE, CLOSED, STALLS, TOO_MUCH, UNREADABLE, REFUSED, FAREWELL];

const CLIENT_CERTIFICATE: Rule = Rule {
    code: "tls.refused-after-handshake",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} ends the session with a TLS alert after the handshake: {$detail}",
    cause: "With TLS 1.3 that is how a server says that it wants a certificate from the client, or does not like the one it got.",
    remedy: "Say whether this port is for clients with certificates only; if not, don't ask for them.",
    reference: "RFC 8446 §4.4.2.4, §6.2",
    check: |facts| steps(facts, |_, o| o.kind() == Some(FailureKind::HandshakeAlert)),
};

const CLOSED: Rule = Rule {
    code: "dialogue.closed-early",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} drops the connection in the middle of the session (at {$step})",
    cause: "The server, or something on the way, closed the connection before it had answered.",
    remedy: "Look at the service and at what limits connections to it. If it works from another network, this one cuts the session instead.",
    reference: "RFC 5321 §3.8",
    check: |facts| {
        steps(facts, |_, o| matches!(o.kind(), Some(FailureKind::Closed | FailureKind::Reset)))
    },
};

const STALLS: Rule = Rule {
    code: "dialogue.reply-stalls",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} stops answering in the middle of the session (at {$step})",
    cause: "The reply did not end in time. The service hangs, or packets get lost on the way.",
    remedy: "Look at the service. If it works from another network, this one loses packets instead.",
    reference: "RFC 5321 §4.5.3.2",
    check: |facts| steps(facts, |_, o| o.kind() == Some(FailureKind::TimedOut)),
};

const TOO_MUCH: Rule = Rule {
    code: "dialogue.reply-too-long",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "A reply on port {$port} of {$host} does not end (at {$step})",
    cause: "The server says more than any honest server does; reading was stopped.",
    remedy: "Look at what answers on this port.",
    reference: "RFC 5321 §4.5.3.1",
    check: |facts| steps(facts, |_, o| o.kind() == Some(FailureKind::TooMuch)),
};

const UNREADABLE: Rule = Rule {
    code: "dialogue.unreadable-reply",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "A reply on port {$port} of {$host} is not one of the protocol (at {$step})",
    cause: "The server says: {$said}",
    remedy: "Look at what answers on this port.",
    reference: "RFC 5321 §4.2, RFC 9051 §7, RFC 1939 §3",
    check: |facts| steps(facts, |_, o| o.kind() == Some(FailureKind::Unexpected)),
};

const REFUSED: Rule = Rule {
    code: "dialogue.capabilities-refused",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} does not say what it can do",
    cause: "It refuses to list its capabilities: {$said}",
    remedy: "Update the service, or take a filter out of its way.",
    reference: "RFC 5321 §3.2, RFC 9051 §6.1.1, RFC 2449 §5",
    check: refused,
};

/// Where programs log in to send, they can't without the list.
fn refused(facts: &Facts<'_>) -> Vec<Match> {
    let declined = |s, o: &Outcome<'_, Reply>| {
        s == Step::Capabilities && o.kind() == Some(FailureKind::Declined)
    };
    let mut found = steps(facts, declined);
    for m in &mut found {
        if matches!(m.subject.service(), Some(Service::Submission | Service::Submissions)) {
            m.severity = Some(Severity::Error);
        }
    }
    found
}

/// The replies between greeting and farewell that failed in such a way.
fn steps(facts: &Facts<'_>, how: impl Fn(Step, &Outcome<'_, Reply>) -> bool) -> Vec<Match> {
    let each = |e: &Endpoint<'_>| {
        [e.clear_capabilities(), e.start_tls(), e.tls_capabilities()]
            .into_iter()
            .flatten()
            .chain(e.greeting().filter(|g| g.kind() == Some(FailureKind::HandshakeAlert)))
            .filter(|o| how(o.observation.step, o))
            .map(|o| about(e, &o))
            .collect::<Vec<_>>()
    };
    facts.endpoints().iter().flat_map(each).collect()
}

fn about(endpoint: &Endpoint<'_>, outcome: &Outcome<'_, Reply>) -> Match {
    let sent = outcome.saw.sent.as_ref().map_or("", |s| s.text.as_str());
    let detail = outcome.failure().map_or("", |f| f.detail.as_str());
    Match::on(endpoint.subject, [outcome.id()])
        .with("step", sent)
        .with("said", outcome.saw.last().unwrap_or_default())
        .with("detail", detail)
}

const FAREWELL: Rule = Rule {
    code: "dialogue.farewell-unanswered",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "Port {$port} of {$host} did not answer the farewell",
    cause: "The client said good-bye and got no proper answer. That harms nothing.",
    remedy: "Nothing.",
    reference: "RFC 5321 §4.1.1.10",
    check: |facts| {
        let unanswered = |o: &&Observation| {
            o.step == Step::Farewell
                && o.failure.as_ref().is_some_and(|f| f.kind != FailureKind::CutShort)
        };
        let observations = facts.recording.observations.iter().filter(unanswered);
        observations.map(|o| Match::on(&o.subject, [o.id])).collect()
    },
};
