//! What the OCSP response says that came with a certificate (RFC 6960, RFC 6066 §8).
use super::certificates::{date, having};
use super::trust::warning;
use crate::certificate::Fault;
use crate::finding::{Actor, Confidence, Rule, Severity};
use crate::language::{self, Text};

pub(super) const REVOKED: Rule = Rule {
    code: "tls.revoked",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} was revoked on {$date} (port {$port})",
    cause: "Its authority says so in the OCSP response that the server itself sends. {$reason}",
    remedy: "Have a new certificate issued, with a new key, and reload the service. Until then nobody should log in.",
    reference: "RFC 6960 §2.2, RFC 5280 §5.3.1",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::Revoked { at, reason } => {
                let told = |reason: Text| language::REVOKED_BECAUSE.of([("reason", reason.into())]);
                let reason = reason.and_then(language::revocation).map(told);
                let m = m.with("date", date(*at));
                Some(m.with("reason", reason.unwrap_or_else(|| "".into())))
            }
            _ => None,
        })
    },
};

pub(super) const NOT_STAPLED: Rule = Rule {
    code: "tls.not-stapled",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends no OCSP response, though its certificate demands one (port {$port})",
    cause: "The certificate says \"must staple\": programs that heed it refuse a server that sends no OCSP response in the handshake. Most mail programs don't heed it.",
    remedy: "Switch on OCSP stapling for this service, or have the certificate issued anew without \"must staple\".",
    reference: "RFC 7633 §4.2.2",
    check: |facts| having(facts, |f, m| matches!(f, Fault::NotStapled).then(|| warning(m))),
};

pub(super) const OUTDATED: Rule = Rule {
    code: "tls.staple-outdated",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends an OCSP response that is not valid today: {$span} (port {$port})",
    cause: "The service no longer fetches a new one, or its clock or that of this machine is wrong. Programs ignore such a response, or refuse the server for it.",
    remedy: "Find out why the service gets no new response from its authority (often a firewall blocks its way out), and check the clocks.",
    reference: "RFC 6960 §4.2.2.1",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::StapleOutdated { from, until } => {
                let from = ("from", date(*from).into());
                let span = match until {
                    Some(until) => {
                        language::FROM_DAY_UNTIL.of([from, ("until", date(*until).into())])
                    }
                    None => language::FROM_DAY.of([from]),
                };
                Some(warning(m.with("span", span)))
            }
            _ => None,
        })
    },
};

pub(super) const MISMATCHED: Rule = Rule {
    code: "tls.staple-mismatched",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends an OCSP response that does not vouch for its certificate (port {$port})",
    cause: "It is for another certificate, most often the one in use before the last renewal, or the authority says that it doesn't know this one.",
    remedy: "Have the service fetch the response anew, by a reload after each renewal.",
    reference: "RFC 6960 §3.2",
    check: |facts| having(facts, |f, m| matches!(f, Fault::StapleMismatched).then(|| warning(m))),
};

pub(super) const UNPROVEN: Rule = Rule {
    code: "tls.staple-unproven",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends an OCSP response that its authority did not sign (port {$port})",
    cause: "Its signature fits neither the authority's key nor that of somebody it has authorised for this, so what it says counts for nothing.",
    remedy: "Have the service fetch the response anew, from the address that the certificate names.",
    reference: "RFC 6960 §3.2, §4.2.2.2",
    check: |facts| having(facts, |f, m| matches!(f, Fault::StapleUnproven).then(|| warning(m))),
};

pub(super) const UNREADABLE: Rule = Rule {
    code: "tls.staple-unreadable",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends an OCSP response that says nothing: {$detail} (port {$port})",
    cause: "The service passes on what it got from its authority without looking at it.",
    remedy: "Have the service fetch the response anew.",
    reference: "RFC 6960 §4.2.1",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::StapleUnreadable { detail } => {
                Some(m.with("detail", detail).severity(Severity::Note))
            }
            _ => None,
        })
    },
};
