//! What is wrong with certificates themselves: one rule per fault.
use probes::{Data, Failure, FailureKind, Service};

use crate::certificate::{self, Fault};
use crate::diagnosis::facts::{Endpoint, Facts, Verdict};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const EXPIRED: Rule = Rule {
    code: "tls.expired",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} expired on {$date}, {$span} ago (port {$port})",
    cause: "It was not renewed, or the service still holds the old one ({$subject}). If every host shows this, the clock of this machine is wrong.",
    remedy: "Renew the certificate and reload the service.",
    reference: "RFC 5280 §4.1.2.5",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::Expired { subject, not_after } => Some(
                m.with("subject", subject)
                    .with("date", date(*not_after))
                    .with("span", span(facts, *not_after)),
            ),
            _ => None,
        })
    },
};

pub(super) const NOT_YET_VALID: Rule = Rule {
    code: "tls.not-yet-valid",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "The certificate of {$host} is valid only from {$date}, in {$span} (port {$port})",
    cause: "Either the clock of this machine is slow, or the certificate was made for later ({$subject}).",
    remedy: "Check the date and time of this machine first; if they are right, the provider must install a certificate that is valid now.",
    reference: "RFC 5280 §4.1.2.5",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::NotYetValid { subject, not_before } => Some(
                m.with("subject", subject)
                    .with("date", date(*not_before))
                    .with("span", span(facts, *not_before)),
            ),
            _ => None,
        })
    },
};

pub(super) const EXPIRES_SOON: Rule = Rule {
    code: "tls.expires-soon",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} expires on {$date}, in {$span} (port {$port})",
    cause: "By now it should have been renewed; automatic renewal may be failing.",
    remedy: "Renew the certificate and reload the service.",
    reference: "RFC 5280 §4.1.2.5",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::ExpiresSoon { not_after } => Some(
                m.with("date", date(*not_after))
                    .with("span", span(facts, *not_after))
                    .severity(Severity::Warning),
            ),
            _ => None,
        })
    },
};

pub(super) const WEAK_KEY: Rule = Rule {
    code: "tls.weak-key",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} has a key that programs refuse: {$key} (port {$port})",
    cause: "The key of {$subject} is too short, or of a kind that TLS clients don't know.",
    remedy: "Have the certificate issued anew with an RSA key of 2048 bit or more, or P-256.",
    reference: "NIST SP 800-52r2 §3.2, RFC 9325 §4.5",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::WeakKey { subject, key } => Some(m.with("subject", subject).with("key", key)),
            _ => None,
        })
    },
};

pub(super) const WEAK_SIGNATURE: Rule = Rule {
    code: "tls.weak-signature",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} has a signature that programs refuse: {$algorithm} (port {$port})",
    cause: "The certificate of {$subject} is signed with an algorithm that can be forged.",
    remedy: "Have it issued anew; today's authorities sign with SHA-256 or better.",
    reference: "RFC 9325 §4.5, RFC 5280 §4.1.1.2",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::WeakSignature { subject, algorithm } => {
                Some(m.with("subject", subject).with("algorithm", algorithm))
            }
            _ => None,
        })
    },
};

pub(super) const OLD_VERSION: Rule = Rule {
    code: "tls.old-certificate-version",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} is of X.509 version {$version} (port {$port})",
    cause: "Versions before 3 can't say for which hosts they are; many programs refuse them (those that use OpenSSL or GnuTLS don't, and take the name from the subject).",
    remedy: "Have it issued anew.",
    reference: "RFC 5280 §4.1.2.1",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::OldVersion { version } => Some(m.with("version", version)),
            _ => None,
        })
    },
};

pub(super) const NOT_FOR_SERVERS: Rule = Rule {
    code: "tls.not-for-servers",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} is not meant for servers (port {$port})",
    cause: "Its extended key usage does not name server authentication.",
    remedy: "Have it issued anew for TLS servers.",
    reference: "RFC 5280 §4.2.1.12",
    check: |facts| having(facts, |f, m| matches!(f, Fault::NotForServers).then_some(m)),
};

pub(super) const UNREADABLE: Rule = Rule {
    code: "tls.unreadable-certificate",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} cannot be read (port {$port})",
    cause: "What the server sends as its certificate is none.",
    remedy: "Install a proper certificate.",
    reference: "RFC 5280 §4.1",
    check: |facts| having(facts, |f, m| matches!(f, Fault::Unreadable).then_some(m)),
};

pub(super) const KEY_NOT_PROVEN: Rule = Rule {
    code: "tls.key-not-proven",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} does not prove that its certificate is its own (port {$port})",
    cause: "Its signature over the handshake does not fit the certificate's key ({$detail}): somebody shows another's certificate, or certificate and key are mixed up.",
    remedy: "Check which key belongs to the certificate. Until then nobody should log in.",
    reference: "RFC 8446 §4.4.3, RFC 5246 §7.4.3",
    check: key_not_proven,
};

/// Only what was really checked and is wrong: a key of a size or kind that the library doesn't do,
/// or a version that it doesn't read, proves nothing either way.
fn key_not_proven(facts: &Facts<'_>) -> Vec<Match> {
    let shaken = facts.endpoints().iter().filter_map(|e| Some((e, e.handshake()?)));
    shaken
        .filter_map(|(e, h)| {
            let failure = h.saw.signature.as_ref()?.failure.as_ref()?;
            let leaf = certificate::describe(&h.saw.chain.first()?.0)?;
            let wrong = failure.kind == FailureKind::HandshakeFailed
                && leaf.key.is_checkable()
                && leaf.version == 3;
            // What the library adds for its authors.
            let detail = failure.detail.split(" {").next().unwrap_or_default();
            let failure = Failure { detail: detail.to_owned(), ..failure.clone() };
            let m = Match::on(e.subject, [h.id()]).failed(Some(&failure));
            wrong.then_some(m)
        })
        .collect()
}

/// The endpoints whose chain has such a fault.
pub(super) fn having(
    facts: &Facts<'_>,
    make: impl Fn(&Fault, Match) -> Option<Match>,
) -> Vec<Match> {
    let mut found = Vec::new();
    for endpoint in facts.endpoints() {
        let Some(verdict) = facts.verdict_on(endpoint) else { continue };
        let one = Match::on(endpoint.subject, [verdict.handshake.id]);
        let told = severity(facts, endpoint);
        let known = verdict.told.faults.iter().filter(|f| !is_guess(facts, verdict, f));
        found.extend(known.filter_map(|fault| {
            let told = if is_usual_here(fault) { told } else { told.max(Severity::Warning) };
            make(fault, one.clone().severity(told))
        }));
    }
    found
}

/// Between servers on port 25 certificates are seldom checked, so there a fault hurts few. Who
/// asks by address gets the certificate of whatever name the server prefers, and on this very
/// machine (a bridge, a tunnel) a certificate of its own is usual.
pub(super) fn severity(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Severity {
    let by_address = facts.asked().target.literal().is_some();
    match endpoint.service {
        _ if is_this_machine(endpoint.host) => Severity::Note,
        Service::Smtp => Severity::Warning,
        _ if by_address => Severity::Warning,
        _ => Severity::Error,
    }
}

/// Whether a bridge or tunnel on this machine has it though nothing is wrong: whose certificate it
/// is, and for what name, means little here. That it expired or was revoked does.
const fn is_usual_here(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::SelfSigned
            | Fault::UnknownIssuer { .. }
            | Fault::IncompleteChain { .. }
            | Fault::WrongName { .. }
            | Fault::NameOnlyInSubject { .. }
            | Fault::CaAsServer
    ) || !fault.is_refused()
}

/// A bridge or tunnel on this machine, asked for as such.
fn is_this_machine(host: &str) -> bool {
    let name = host == "localhost" || host.ends_with(".localhost");
    name || host.parse::<std::net::IpAddr>().is_ok_and(|addr| addr.is_loopback())
}

/// Without a trust store nothing can be said of authorities; where another store knows them, that
/// is told instead. Where a server was only asked what it would choose, no response was waited for.
fn is_guess(facts: &Facts<'_>, verdict: &Verdict<'_>, fault: &Fault) -> bool {
    match fault {
        Fault::UnknownIssuer { .. } | Fault::IncompleteChain { .. } => {
            facts.recording.trust.size == 0 || verdict.elsewhere == Some(true)
        }
        Fault::Rejected { .. } => facts.recording.trust.size == 0,
        // Nothing behind the certificate was read.
        Fault::NotStapled => matches!(verdict.handshake.saw, Data::Hello(_)),
        _ => false,
    }
}

/// The day, UTC.
pub(crate) fn date(at: i64) -> String {
    jiff::Timestamp::from_second(at)
        .map_or_else(|_| "?".into(), |t| t.strftime("%Y-%m-%d").to_string())
}

/// The time between now and then, either way: whole days, or hours.
fn span(facts: &Facts<'_>, then: i64) -> String {
    let now = i64::try_from(facts.at).unwrap_or(i64::MAX);
    let seconds = now.saturating_sub(then).unsigned_abs();
    match seconds / 86_400 {
        0 => format!("{} h", seconds / 3600),
        days => format!("{days} d"),
    }
}
