//! Lists of capabilities that list nothing.
use super::about;
use crate::diagnosis::facts::{Endpoint, lists_nothing};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    code: "dialogue.capabilities-missing",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} says OK and lists no capabilities (port {$port}, at {$step})",
    cause: "The list of capabilities must stand before the OK, and holds at least one. What the server offers there, encryption and ways to log in, is not known, and programs differ in what they make of that.",
    remedy: "Look at what answers on this port, and at what stands in front of it.",
    reference: "RFC 9051 §6.1.1, RFC 3501 §6.1.1",
    check: |facts| facts.endpoints().iter().flat_map(unlisted).collect(),
};

/// In the other protocols a list may be empty.
fn unlisted(endpoint: &Endpoint<'_>) -> Vec<Match> {
    let told = [endpoint.clear_capabilities(), endpoint.tls_capabilities()].into_iter().flatten();
    let empty = told.filter(|o| o.ok() && lists_nothing(endpoint.service.row().protocol, o.saw));
    empty.map(|o| about(endpoint, &o)).collect()
}
