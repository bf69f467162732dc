//! Lists of capabilities that list nothing, or more than is read.
use super::about;
use crate::diagnosis::facts::{Endpoint, is_cut, lists_nothing};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const EMPTY: Rule = Rule {
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

pub(super) const CUT: Rule = Rule {
    code: "dialogue.capabilities-too-long",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} lists more capabilities than are read (port {$port}, at {$step})",
    cause: "A line of the list is longer than 4096\u{a0}B, of which only the beginning is kept. What else the server offers, encryption or ways to log in, is not known, and programs may not read that far either.",
    remedy: "Shorten the list, if this service is yours: no mail server needs one that long.",
    reference: "RFC 5321 §4.5.3.1.5, RFC 7162 §4, RFC 2449 §4",
    check: |facts| facts.endpoints().iter().flat_map(cut).collect(),
};

fn cut(endpoint: &Endpoint<'_>) -> Vec<Match> {
    let told = [endpoint.clear_capabilities(), endpoint.tls_capabilities()].into_iter().flatten();
    let protocol = endpoint.service.row().protocol;
    told.filter(|o| o.ok() && is_cut(protocol, o.saw)).map(|o| about(endpoint, &o)).collect()
}

/// In the other protocols a list may be empty.
fn unlisted(endpoint: &Endpoint<'_>) -> Vec<Match> {
    let told = [endpoint.clear_capabilities(), endpoint.tls_capabilities()].into_iter().flatten();
    let empty = told.filter(|o| o.ok() && lists_nothing(endpoint.service.row().protocol, o.saw));
    empty.map(|o| about(endpoint, &o)).collect()
}
