//! Handshakes and certificates.
mod certificates;

use probes::tls::Handshake;
use probes::{FailureKind, Step};

use super::facts::{Endpoint, Facts, Outcome};
use super::greeting::{TLS_ON_CLEAR_PORT, spoken};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] = &[
    TLS_ON_CLEAR_PORT,
    CLEAR_TEXT,
    STALLS,
    CUT_OFF,
    FAILED,
    certificates::SELF_SIGNED,
    certificates::UNKNOWN_ISSUER,
    certificates::INCOMPLETE_CHAIN,
    certificates::EXPIRED,
    certificates::NOT_YET_VALID,
    certificates::WRONG_NAME,
    certificates::NAME_ONLY_IN_SUBJECT,
    certificates::WEAK_KEY,
    certificates::WEAK_SIGNATURE,
    certificates::OLD_VERSION,
    certificates::NOT_FOR_SERVERS,
    certificates::UNREADABLE,
    certificates::REJECTED,
    certificates::KEY_NOT_PROVEN,
    certificates::EXPIRES_SOON,
];

const CLEAR_TEXT: Rule = Rule {
    code: "tls.clear-text",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Port {$port} of {$host} speaks {$spoken} in clear, where TLS is expected",
    cause: "The server answers the TLS handshake with: {$said}",
    remedy: "Choose \"STARTTLS\" instead of \"SSL/TLS\" for this port, or use the usual pair: 465, 993, 995 with SSL/TLS; 587, 143, 110 with STARTTLS. If this is your server, switch on TLS for the port.",
    reference: "RFC 8314 §3",
    check: clear_text,
};

fn clear_text(facts: &Facts<'_>) -> Vec<Match> {
    shaken(facts)
        .filter(|(_, h)| h.kind() == Some(FailureKind::NotTls))
        .map(|(e, h)| {
            let heard = h.saw.heard.as_ref().map_or(&[][..], |b| &b.0);
            let text = String::from_utf8_lossy(heard);
            let line = text.lines().next().unwrap_or_default();
            let spoken = spoken(line).unwrap_or("something that is not TLS");
            Match::on(e.subject, [h.id()]).with("said", line).with("spoken", spoken)
        })
        .collect()
}

const STALLS: Rule = Rule {
    code: "tls.stalls",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The TLS handshake on port {$port} of {$host} gets no answer",
    cause: "The connection is open, but what the server should send to the handshake never comes: the service hangs, or large packets get lost on the way.",
    remedy: "Look at the service. If it works from another network, this one loses large packets (MTU) instead.",
    reference: "RFC 8446 §4.1, RFC 4821",
    check: |facts| failed(facts, |h| h.kind() == Some(FailureKind::TimedOut)),
};

const CUT_OFF: Rule = Rule {
    code: "tls.cut-off",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The connection is cut during the TLS handshake on port {$port} of {$host}",
    cause: "The server, or something on the way that dislikes encryption, closes the connection instead of answering. {$certificate}",
    remedy: "Mend TLS on this port. If it works from another network, this one cuts encrypted mail instead.",
    reference: "RFC 8446 §6.1",
    check: |facts| {
        failed(facts, |h| matches!(h.kind(), Some(FailureKind::Closed | FailureKind::Reset)))
    },
};

const FAILED: Rule = Rule {
    code: "tls.handshake-failed",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The TLS handshake on port {$port} of {$host} fails: {$detail}",
    cause: "Server and client found no common ground, or the server is set up wrongly. {$certificate}",
    remedy: "Look at the TLS settings of this port: version (TLS 1.2 or 1.3), cipher suites, key and certificate.",
    reference: "RFC 8446 §6.2",
    check: |facts| {
        failed(facts, |h| {
            matches!(
                h.kind(),
                Some(
                    FailureKind::HandshakeAlert | FailureKind::HandshakeFailed | FailureKind::Other
                )
            )
        })
    },
};

fn failed(facts: &Facts<'_>, how: impl Fn(&Outcome<'_, Handshake>) -> bool) -> Vec<Match> {
    shaken(facts)
        .filter(|(_, h)| how(h))
        .map(|(e, h)| {
            let detail = h.failure().map_or("", |f| f.detail.as_str());
            let m = Match::on(e.subject, [h.id()]).with("detail", detail);
            m.with("certificate", certificate_words(facts, &h))
        })
        .collect()
}

/// A handshake may die after the certificate was shown; then it isn't the certificate.
fn certificate_words(facts: &Facts<'_>, handshake: &Outcome<'_, Handshake>) -> &'static str {
    match facts.verdict(handshake.observation) {
        None => "No certificate was seen.",
        Some(verdict) if verdict.faults.is_empty() => {
            "The certificate was shown, and it is in order."
        }
        Some(_) => "A certificate was shown; what is wrong with it stands beside this.",
    }
}

/// The endpoints where a handshake was tried because it should be. On a silent clear port it is
/// only a guess, and that it fails says nothing.
fn shaken<'f, 'r>(
    facts: &'f Facts<'r>,
) -> impl Iterator<Item = (&'f Endpoint<'r>, Outcome<'r, Handshake>)> {
    let expected = |e: &&Endpoint<'_>| e.service.implicit_tls() || asked_for(e);
    facts.endpoints().iter().filter(expected).filter_map(|e| Some((e, e.handshake()?)))
}

fn asked_for(endpoint: &Endpoint<'_>) -> bool {
    endpoint.seen.iter().any(|o| o.step == Step::StartTls)
}
