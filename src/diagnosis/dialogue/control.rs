//! Bytes that have no place in a reply.
use std::collections::BTreeSet;

use probes::FailureKind;
use probes::reply::Reply;

use super::about;
use crate::diagnosis::facts::{Endpoint, Outcome};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    code: "dialogue.control-characters",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends control characters in what it says (port {$port}): {$which}",
    cause: "No protocol for mail has them there, and whoever shows them as they are lets the server write to the terminal. They stand escaped here.",
    remedy: "Look at what answers on this port, and at how its texts are set.",
    reference: "RFC 5321 §4.2, RFC 9051 §9, RFC 1939 §3",
    check: |facts| facts.endpoints().iter().filter_map(told).collect(),
};

/// All of one endpoint, by the first reply that has such.
fn told(endpoint: &Endpoint<'_>) -> Option<Match> {
    let replies = [
        endpoint.greeting(),
        endpoint.clear_capabilities(),
        endpoint.start_tls(),
        endpoint.tls_capabilities(),
    ];
    // What can't be read at all is told as that.
    let readable = |o: &Outcome<'_, Reply>| matches!(o.kind(), None | Some(FailureKind::Declined));
    let read = replies.into_iter().flatten().filter(readable);
    let odd: Vec<_> = read.filter(|o| !found(o.saw).is_empty()).collect();
    let which: BTreeSet<char> = odd.iter().flat_map(|o| found(o.saw)).collect();
    let which: Vec<_> = which.into_iter().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let m = about(endpoint, odd.first()?).with("which", which.join(", "));
    Some(Match { evidence: odd.iter().map(|o| o.id()).collect(), ..m })
}

/// ASCII's, but for the tab, which some greetings have.
fn found(reply: &Reply) -> BTreeSet<char> {
    let said = reply.lines.iter().flat_map(|line| line.text.chars());
    said.filter(|c| c.is_ascii_control() && *c != '\t').collect()
}
