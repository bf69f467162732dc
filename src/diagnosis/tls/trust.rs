//! Whom a certificate comes from, and whether one can trust in that: one rule per fault.
use super::certificates::{date, having};
use crate::certificate::Fault;
use crate::diagnosis::facts::Facts;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const SELF_SIGNED: Rule = Rule {
    code: "tls.self-signed",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} is self-signed (port {$port})",
    cause: "The server vouches for itself; no authority does. Mail programs warn or refuse, and services that fetch mail for you refuse.",
    remedy: "Install a certificate from a recognised authority (for example by ACME). Only if this server is your own, add its certificate to the programs that use it.",
    reference: "RFC 5280 §3.2, RFC 7817 §3",
    check: |facts| having(facts, |f, m| matches!(f, Fault::SelfSigned).then_some(m)),
};

pub(super) const UNKNOWN_ISSUER: Rule = Rule {
    code: "tls.unknown-issuer",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} comes from an authority that is not trusted: {$issuer} (port {$port})",
    cause: "It is a private authority, or a new public one that this machine's list lacks, or security software that opens encrypted mail and puts its own in place; nothing on this machine vouches for it.",
    remedy: "Use a certificate from a recognised authority. If the authority is your own organisation's, install its root certificate on the machines that connect (here: --ca-file). If nobody knows its name, ask what on the network opens encrypted connections.",
    reference: "RFC 5280 §6, RFC 7817 §3",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::UnknownIssuer { issuer } => Some(m.with("issuer", issuer)),
            _ => None,
        })
    },
};

pub(super) const INTERMEDIATE_OUTDATED: Rule = Rule {
    code: "tls.intermediate-outdated",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends an intermediate certificate that {$span} (port {$port})",
    cause: "The certificate of \"{$subject}\", above the server's own, is not valid today, so no path leads to a root. {$clock}",
    remedy: "Send the current intermediate certificate (it comes with every renewal) and reload the service.",
    reference: "RFC 5280 §6.1.3",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::IntermediateOutdated { subject, not_before, not_after } => {
                let m = m.with("subject", subject);
                Some(out_of_time(facts, m, *not_before, *not_after))
            }
            _ => None,
        })
    },
};

fn out_of_time(facts: &Facts<'_>, m: Match, not_before: i64, not_after: i64) -> Match {
    if i64::try_from(facts.at).unwrap_or(i64::MAX) < not_before {
        let m = m.with("span", language::VALID_ONLY_FROM.of([("date", date(not_before).into())]));
        return m.with("clock", language::CLOCK_MAY_BE_SLOW).confidence(Confidence::Medium);
    }
    m.with("span", language::EXPIRED_ON.of([("date", date(not_after).into())])).with("clock", "")
}

pub(super) const NO_TRUST_STORE: Rule = Rule {
    code: "tls.no-trust-store",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "This machine has no list of trusted authorities; certificates could not be judged by it",
    cause: "The system's trust store is empty or was not found, so nothing can be said of who issued the certificates.",
    remedy: "Install the system's certificates (on Debian the package ca-certificates), or name them with --ca-file, and run it again.",
    reference: "",
    check: |facts| {
        let shown: Vec<_> = facts.verdicts().iter().map(|v| v.handshake).collect();
        let blind = facts.recording.trust.size == 0;
        let first = shown.first().filter(|_| blind);
        first.map(|o| Match::on(&o.subject, shown.iter().map(|o| o.id))).into_iter().collect()
    },
};

pub(super) const CA_AS_SERVER: Rule = Rule {
    code: "tls.ca-as-server",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The certificate of {$host} says that it is an authority, not a server (port {$port})",
    cause: "Its basic constraints say CA:TRUE. It is trusted, or leads to a trusted root, but programs differ: some refuse it for a server (those that use webpki or mozilla-pkix), others accept it (those that use OpenSSL or Go).",
    remedy: "Have it issued anew as that of a server, with CA:FALSE; if an authority made it, ask how a server came by the certificate of an authority.",
    reference: "RFC 5280 §4.2.1.9",
    check: |facts| having(facts, |f, m| matches!(f, Fault::CaAsServer).then(|| warning(m))),
};

pub(super) const REJECTED: Rule = Rule {
    code: "tls.chain-rejected",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate chain of {$host} is refused: {$detail} (port {$port})",
    cause: "Programs cannot read it, or it breaks a rule on the way to its root.",
    remedy: "Have the chain issued anew.",
    reference: "RFC 5280 §6",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::Rejected { detail } => Some(m.with("detail", detail)),
            _ => None,
        })
    },
};

pub(super) const TOO_MANY_SIGNATURES: Rule = Rule {
    code: "tls.too-many-signatures",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Whom the certificate of {$host} comes from was not found out: too much to check (port {$port})",
    cause: "So many certificates were shown, or so many of them bear the same names, that the search for a way to a root was given up; careful programs do the same.",
    remedy: "Send only the server's own certificate and those between it and the root.",
    reference: "RFC 8446 §4.4.2",
    check: |facts| having(facts, |f, m| matches!(f, Fault::TooManySignatures).then(|| warning(m))),
};

/// Never worse than a warning.
pub(super) fn warning(m: Match) -> Match {
    let severity = m.severity.unwrap_or(Severity::Warning).min(Severity::Warning);
    m.severity(severity)
}
