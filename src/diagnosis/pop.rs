//! What POP3 servers do with mail that was fetched.
use probes::{Protocol, pop3};

use super::facts::{Endpoint, Facts};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] = &[NO_UIDL, EXPIRES, DELAYED];

const NO_UIDL: Rule = Rule {
    code: "pop.no-uidl",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} gives messages no lasting numbers on port {$port} (UIDL)",
    cause: "The capability is not listed. Without it a program that leaves mail on the server can't tell which messages it has fetched, and may fetch all of them again.",
    remedy: "Switch UIDL on; until then let programs delete mail after they fetched it, or use IMAP.",
    reference: "RFC 1939 §7, RFC 2449 §6.8",
    check: |facts| told(facts, |e| lists(e, "UIDL").is_none().then(String::new)),
};

const EXPIRES: Rule = Rule {
    code: "pop.mail-expires",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} deletes mail that is left on it, says port {$port}: EXPIRE {$after}",
    cause: "The number is days; 0 means that a message may be deleted as soon as it was fetched.",
    remedy: "Don't rely on mail being kept on this server: keep your own copies, or use IMAP if it is offered.",
    reference: "RFC 2449 §6.7",
    check: |facts| told(facts, |e| lists(e, "EXPIRE").filter(|after| after.parse::<u32>().is_ok())),
};

const DELAYED: Rule = Rule {
    code: "pop.login-delay",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} lets nobody log in again on port {$port} within {$after} s",
    cause: "A program that looks for mail more often than that is turned away.",
    remedy: "Set the program to look for mail less often than every {$after} s.",
    reference: "RFC 2449 §6.5",
    check: |facts| told(facts, |e| lists(e, "LOGIN-DELAY").filter(|after| is_long(after))),
};

/// Less than a minute hardly anybody notices.
fn is_long(after: &str) -> bool {
    after.parse::<u32>().is_ok_and(|seconds| seconds > 60)
}

/// What the capabilities that count say, where they say it.
fn told(facts: &Facts<'_>, what: impl Fn(&Endpoint<'_>) -> Option<String>) -> Vec<Match> {
    let pop = facts.endpoints().iter().filter(|e| e.service.row().protocol == Protocol::Pop3);
    pop.filter_map(|e| {
        let told = e.tls_capabilities().filter(|c| c.ok())?;
        Some(Match::on(e.subject, [told.id()]).with("after", what(e)?))
    })
    .collect()
}

/// The first parameter of a capability told inside TLS; "" where it has none.
fn lists(endpoint: &Endpoint<'_>, capability: &str) -> Option<String> {
    let told = pop3::capabilities(endpoint.tls_capabilities()?.saw);
    let (_, words) = told.into_iter().find(|(name, _)| name == capability)?;
    Some(words.into_iter().next().unwrap_or_default())
}
