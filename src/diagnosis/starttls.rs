//! The way from clear text into TLS.
mod pipelined;

use probes::{FailureKind, Protocol, Service, smtp};

use super::facts::{Endpoint, Facts};
use super::greeting::{is_masked, is_preauth};
use super::sending;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const RULES: &[Rule] =
    &[INJECTED, STRIPPED, PREAUTH, REFUSED, MISSING, pipelined::BUFFERS, pipelined::STRICT];

const INJECTED: Rule = Rule {
    code: "dialogue.starttls-injected",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Something slips words in before encryption begins (port {$port} of {$host})",
    cause: "Bytes follow the STARTTLS reply in clear, where a careless client would take them for the server's words inside TLS: a broken server or proxy, or an attack.",
    remedy: "Find out what stands between clients and the server and take it away. Until then nobody should log in through this port; 465, 993 and 995 cannot be meddled with this way.",
    reference: "RFC 3207 §6, CVE-2011-0411",
    check: |facts| starts(facts, |e| asked(e) == Some(Some(FailureKind::Injected))),
};

const STRIPPED: Rule = Rule {
    code: "dialogue.starttls-stripped",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "The offer of STARTTLS {$state} (port {$port} of {$host})",
    cause: "{$why} Programs that go by the offer send in clear, or give up.",
    remedy: "Use 465, 993 or 995 (SSL/TLS), where nothing can be hidden ({$seen}). {$do}",
    reference: "RFC 3207 §6, RFC 8314 §3",
    check: stripped,
};

/// An overwritten name is proof; that the command is understood may also mean that the server
/// hides it on purpose.
fn stripped(facts: &Facts<'_>) -> Vec<Match> {
    let overwritten = |e: &Endpoint<'_>| not_offered(e) && !masked(e) && is_overwritten(e);
    let hidden = |e: &Endpoint<'_>| {
        not_offered(e) && !masked(e) && !is_overwritten(e) && asked(e) == Some(None)
    };
    let likely = starts(facts, hidden).into_iter().map(|m| {
        let m = m.with("state", language::OFFER_MISSING).with("why", language::HIDDEN_BY_EITHER);
        let m = m.with("do", language::TELL_WHO_HIDES);
        m.confidence(Confidence::Medium).actor(Actor::You)
    });
    let sure = starts(facts, overwritten).into_iter().map(|m| {
        let m = m.with("state", language::OFFER_OVERWRITTEN);
        m.with("why", language::OVERWRITTEN_BY).with("do", language::STOP_INSPECTION)
    });
    sure.chain(likely).map(|m| instead(facts, m)).collect()
}

/// What can't be stripped of its encryption, since that comes first.
fn instead(facts: &Facts<'_>, m: Match) -> Match {
    let ports = sending::implicit(facts, m.subject.name().unwrap_or_default());
    let seen = |ports: String| language::IMPLICIT_SEEN.of([("ports", ports.into())]);
    m.with("seen", ports.map_or_else(|| language::IF_THEY_ANSWER.into(), seen))
}

const PREAUTH: Rule = Rule {
    code: "dialogue.preauth",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} says on port {$port} that the client is logged in already",
    cause: "The greeting PREAUTH in clear leaves no way into TLS: a wrong set-up, or an attack that keeps the session in clear.",
    remedy: "Switch PREAUTH off on this service. Until then use port 993 (SSL/TLS).",
    reference: "RFC 9051 §7.1.4, §11.1",
    check: |facts| starts(facts, |e| is_preauth(e) && !e.service.implicit_tls()),
};

const REFUSED: Rule = Rule {
    code: "dialogue.starttls-refused",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers STARTTLS on port {$port} and then refuses it",
    cause: "The server says: {$said}. Usually it cannot read its certificate or key.",
    remedy: "Mend TLS on this service (certificate and key files). Until then use the implicit TLS port (465, 993, 995).",
    reference: "RFC 3207 §4",
    check: |facts| {
        starts(facts, |e| e.may_offer_start_tls() && asked(e) == Some(Some(FailureKind::Declined)))
    },
};

const MISSING: Rule = Rule {
    code: "dialogue.starttls-missing",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers no encryption on port {$port}",
    cause: "STARTTLS is neither offered nor understood: {$said}",
    remedy: "Switch on TLS here. Until then use the implicit TLS port (465, 993, 995), if it answers.",
    reference: "RFC 3207, RFC 8314 §4.1, RFC 2595",
    check: missing,
};

/// On the submission port nobody may log in without it; elsewhere another port can serve.
fn missing(facts: &Facts<'_>) -> Vec<Match> {
    let without = |e: &Endpoint<'_>| {
        let refused = asked(e).flatten().is_some_and(|kind| !meddled(kind));
        !e.may_offer_start_tls() && refused && !is_overwritten(e) && !masked(e) && !is_preauth(e)
    };
    let mut found = starts(facts, without);
    for m in &mut found {
        if m.subject.service() == Some(Service::Submission) {
            m.severity = Some(Severity::Error);
        }
    }
    found
}

/// Failures that say nothing of the server.
fn meddled(kind: FailureKind) -> bool {
    matches!(kind, FailureKind::Injected | FailureKind::CutShort)
}

/// The endpoints that go into TLS, or don't, in such a way.
fn starts(facts: &Facts<'_>, how: impl Fn(&Endpoint<'_>) -> bool) -> Vec<Match> {
    let such = facts.endpoints().iter().filter(|e| how(e));
    such.map(|e| {
        let steps = [e.greeting(), e.clear_capabilities(), e.start_tls()];
        let said = e.start_tls().and_then(|s| s.saw.last()).unwrap_or_default();
        Match::on(e.subject, steps.into_iter().flatten().map(|o| o.id())).with("said", said)
    })
    .collect()
}

/// What came of asking for TLS: `None` if it wasn't asked for.
fn asked(endpoint: &Endpoint<'_>) -> Option<Option<FailureKind>> {
    endpoint.start_tls().map(|s| s.kind())
}

fn not_offered(endpoint: &Endpoint<'_>) -> bool {
    endpoint.offers_start_tls() == Some(false)
}

/// Firewalls that inspect SMTP put Xs in the place of keywords they don't like.
fn is_overwritten(endpoint: &Endpoint<'_>) -> bool {
    let told = endpoint.clear_capabilities();
    let crossed = |word: &str| {
        let crosses = word.trim_end_matches('A');
        word.len() >= 4 && !crosses.is_empty() && crosses.bytes().all(|b| b == b'X')
    };
    endpoint.service.row().protocol == Protocol::Smtp
        && told.is_some_and(|t| smtp::keywords(t.saw).iter().any(|(k, _)| crossed(k)))
}

/// Where the greeting is overwritten too, another rule speaks.
fn masked(endpoint: &Endpoint<'_>) -> bool {
    endpoint.greeting().is_some_and(|g| is_masked(endpoint, g.saw))
}
