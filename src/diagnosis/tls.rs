//! Handshakes and certificates.
mod certificates;
mod chain;
mod clock;
mod crowd;
mod issuer;
mod name;
mod scan;
mod staple;
mod store;
mod trust;
mod why;

use probes::tls::Handshake;
use probes::{FailureKind, Step};

use super::facts::{Endpoint, Facts, Outcome};
use super::greeting::{TLS_ON_CLEAR_PORT, heard, speaks_otherwise, spoken, whose_port};
use super::refusal::refused_in_clear;
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language::{self, Text};

pub(crate) use certificates::date;

pub(super) const RULES: &[Rule] = &[
    clock::CLOCK_QUESTIONED,
    crowd::INTERCEPTED,
    TLS_ON_CLEAR_PORT,
    CLEAR_TEXT,
    CLEAR_AFTER_STARTTLS,
    why::OLD_VERSION,
    why::INTOLERANT,
    why::WEAK_SUITES,
    why::STATIC_KEY,
    why::FINITE_FIELD,
    why::OLD_SUITES,
    why::ODD_CURVE,
    why::ODD_GROUP,
    why::ODD_KEY,
    why::NO_CERTIFICATE,
    why::CLIENT_CERTIFICATE,
    why::NAME_REFUSED,
    why::NAME_WANTED,
    why::LARGE_HELLO,
    STALLS,
    CUT_OFF,
    INTERNAL_ERROR,
    TOO_MUCH,
    FAILED,
    certificates::KEY_NOT_PROVEN,
    staple::REVOKED,
    trust::SELF_SIGNED,
    trust::UNKNOWN_ISSUER,
    issuer::INCOMPLETE_CHAIN,
    certificates::EXPIRED,
    trust::INTERMEDIATE_OUTDATED,
    certificates::NOT_YET_VALID,
    name::WRONG_NAME,
    name::NAME_ONLY_IN_SUBJECT,
    certificates::WEAK_KEY,
    certificates::WEAK_SIGNATURE,
    certificates::OLD_VERSION,
    certificates::NOT_FOR_SERVERS,
    chain::OUTSIDE_CONSTRAINTS,
    chain::PATH_TOO_LONG,
    chain::NOT_AN_AUTHORITY,
    chain::AUTHORITY_NOT_FOR_SERVERS,
    chain::UNKNOWN_CRITICAL_EXTENSION,
    trust::CA_AS_SERVER,
    certificates::UNREADABLE,
    trust::REJECTED,
    trust::TOO_MANY_SIGNATURES,
    crowd::DIFFERS_BETWEEN_ADDRESSES,
    crowd::DIFFERS_BETWEEN_PORTS,
    certificates::EXPIRES_SOON,
    staple::NOT_STAPLED,
    staple::OUTDATED,
    staple::MISMATCHED,
    staple::UNPROVEN,
    staple::UNREADABLE,
    chain::ROOT_OUTDATED,
    chain::TERM_TOO_LONG,
    chain::IRREGULAR,
    chain::UNTIDY,
    issuer::NOT_FETCHED,
    issuer::FETCHED_IN_VAIN,
    trust::NO_TRUST_STORE,
    store::OUTDATED,
    store::TRUSTED_HERE_ONLY,
    scan::BELOW_INTERMEDIATE,
    scan::STOPPED,
];

const CLEAR_TEXT: Rule = Rule {
    code: "tls.clear-text",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} speaks {$spoken} in clear on port {$port}, where TLS is expected",
    cause: "The server answers the TLS handshake with: {$said}",
    remedy: "On the server, switch on TLS for this port. In a program, choose \"STARTTLS\" for this port, or use the usual pairs: 465, 993, 995 with SSL/TLS; 587, 143, 110 with STARTTLS.",
    reference: "RFC 8314 §3",
    check: clear_text,
};

fn clear_text(facts: &Facts<'_>) -> Vec<Match> {
    let actor = whose_port(facts);
    let at_once = |e: &Endpoint<'_>| {
        e.service.implicit_tls() && !speaks_otherwise(e) && refused_in_clear(e).is_none()
    };
    in_clear(facts, at_once).into_iter().map(|m| m.actor(actor)).collect()
}

const CLEAR_AFTER_STARTTLS: Rule = Rule {
    code: "tls.clear-after-starttls",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} agrees to STARTTLS on port {$port} and then goes on in clear",
    cause: "The server answers the TLS handshake with: {$said}",
    remedy: "Mend TLS on this service, or what stands in front of it. Until then use the implicit TLS port (465, 993, 995).",
    reference: "RFC 3207 §4, RFC 9051 §6.2.1, RFC 2595 §4",
    check: |facts| in_clear(facts, |e| !e.service.implicit_tls()),
};

/// The endpoints that answer a handshake with something that is no TLS.
fn in_clear(facts: &Facts<'_>, which: impl Fn(&Endpoint<'_>) -> bool) -> Vec<Match> {
    let shaken = shaken(facts).filter(|(e, h)| h.kind() == Some(FailureKind::NotTls) && which(e));
    shaken
        .map(|(e, h)| {
            let said = heard(&h).next().unwrap_or_default();
            let spoken = spoken(&said).map_or_else(|| language::NOT_TLS_AT_ALL.into(), Arg::from);
            Match::on(e.subject, [h.id()]).with("spoken", spoken).with("said", said)
        })
        .collect()
}

const STALLS: Rule = Rule {
    code: "tls.stalls",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The TLS handshake with {$host} gets no answer (port {$port})",
    cause: "The connection is open, but what the server should send to the handshake never comes: the service hangs, or the large packets of a handshake get lost on the way. {$lost}",
    remedy: "Look at the service. If it works from another network, this one loses large packets (MTU) instead.",
    reference: "RFC 8446 §4.1, RFC 4821",
    check: stalls,
};

/// The kernel counts segments that were sent again: then it is packets that get lost.
fn stalls(facts: &Facts<'_>) -> Vec<Match> {
    let silent = shaken(facts).filter(|(_, h)| h.kind() == Some(FailureKind::TimedOut));
    silent
        .map(|(e, h)| {
            let m = Match::on(e.subject, [h.id()]);
            match h.saw.info.map(|info| info.retransmits) {
                Some(again @ 1..) => m.actor(Actor::Network).with("lost", resent(again)),
                _ => m.with("lost", ""),
            }
        })
        .collect()
}

fn resent(times: u32) -> Arg {
    language::SENT_AGAIN.of([("times", times.into())])
}

const CUT_OFF: Rule = Rule {
    code: "tls.cut-off",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The connection is cut during the TLS handshake (port {$port} of {$host})",
    cause: "The server, or something on the way that dislikes encryption, closes the connection instead of answering. {$certificate}",
    remedy: "Mend TLS on this port. If it works from another network, this one cuts encrypted mail instead.",
    reference: "RFC 8446 §6.1",
    check: |facts| {
        failed(facts, |h| matches!(h.kind(), Some(FailureKind::Closed | FailureKind::Reset)))
    },
};

const INTERNAL_ERROR: Rule = Rule {
    code: "tls.internal-error",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} breaks the TLS handshake off with an error inside itself (port {$port})",
    cause: "It sends the alert internal_error, which is not about what it was offered. {$certificate} Usually the service can't sign with its key: the key can't be read, is not that of the certificate, or the software does not fit its TLS library.",
    remedy: "Read what the server's log says of this moment, then check the key of the service, who may read it, and whether the service has updates.",
    reference: "RFC 8446 §6.2",
    check: |facts| failed(facts, is_internal_error),
};

/// Whether the server's alert says that the cause is none of the client's.
fn is_internal_error(outcome: &Outcome<'_, Handshake>) -> bool {
    let alert = outcome.failure().filter(|f| f.kind == FailureKind::HandshakeAlert);
    alert.is_some_and(|f| f.detail.ends_with(" internal_error"))
}

const TOO_MUCH: Rule = Rule {
    code: "tls.too-much",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends more in the TLS handshake than programs read (port {$port})",
    cause: "A message of the handshake is longer than 64\u{a0}KiB, or the handshake does not end; reading was stopped. {$certificate} Other programs have such limits too, most of them between 16 and 256\u{a0}KiB. A server with good certificates sends a few\u{a0}KiB.",
    remedy: "Look at the certificates that this port sends: its own and the intermediate ones are enough. If they are not the reason, look at what answers on this port.",
    reference: "RFC 8446 §4, §4.4.2",
    check: |facts| failed(facts, |h| h.kind() == Some(FailureKind::TooMuch)),
};

const FAILED: Rule = Rule {
    code: "tls.handshake-failed",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The TLS handshake with {$host} fails (port {$port}): {$detail}",
    cause: "{$why} {$certificate}{$older}",
    remedy: "Look at the TLS settings of this port: version (TLS 1.2 or 1.3), cipher suites, key and certificate.",
    reference: "RFC 8446 §6.2",
    check: |facts| {
        let disagreed = failed(facts, |h| {
            h.kind().is_some_and(|kind| DISAGREED.contains(&kind)) && !is_internal_error(h)
        });
        let odd = failed(facts, |h| h.kind().is_some_and(|kind| ODD.contains(&kind)));
        let disagreed = disagreed.into_iter().map(|m| {
            m.with("why", language::NO_COMMON_GROUND).with("older", language::OLDER_MAY_WORK)
        });
        let odd = odd.into_iter().map(|m| m.confidence(Confidence::Low).with("older", ""));
        disagreed.chain(odd.map(|m| m.with("why", language::NOTHING_DISPUTED))).collect()
    },
};

/// What ends a handshake in which something was offered and not taken.
const DISAGREED: [FailureKind; 2] = [FailureKind::HandshakeAlert, FailureKind::HandshakeFailed];
/// What ends one and tells nothing of that.
const ODD: [FailureKind; 2] = [FailureKind::Other, FailureKind::Unexpected];

fn failed(facts: &Facts<'_>, how: impl Fn(&Outcome<'_, Handshake>) -> bool) -> Vec<Match> {
    shaken(facts)
        .filter(|(_, h)| how(h))
        .map(|(e, h)| {
            let m = Match::on(e.subject, [h.id()]).failed(h.failure());
            m.with("certificate", certificate_words(facts, e))
        })
        .collect()
}

/// A handshake may die after the certificate was shown; then it isn't the certificate.
fn certificate_words<'r>(facts: &Facts<'r>, endpoint: &Endpoint<'r>) -> Text {
    match facts.verdict_on(endpoint) {
        None => language::NO_CERTIFICATE,
        Some(verdict) if verdict.told.is_accepted() => language::CERTIFICATE_WELL,
        Some(_) => language::CERTIFICATE_WRONG,
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

/// Whether a rule speaks of several certificates together, and so explains what is wrong with each.
pub(super) fn is_of_several(code: &str) -> bool {
    let several = [
        clock::CLOCK_QUESTIONED,
        crowd::INTERCEPTED,
        crowd::DIFFERS_BETWEEN_ADDRESSES,
        crowd::DIFFERS_BETWEEN_PORTS,
    ];
    several.iter().any(|rule| rule.code == code)
}
