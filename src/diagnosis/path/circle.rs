//! Packets that go round.
use std::collections::HashSet;
use std::net::IpAddr;

use super::ends;
use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const LOOP: Rule = Rule {
    code: "path.loop",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "Packets to {$addr} go round between {$routers} and never arrive",
    cause: "These routers send the packets to each other (a routing loop), and no mail port of the host answers.",
    remedy: "Show this to whoever runs these routers; their names and addresses say who that is. Nothing can be done on this machine or on the host.",
    reference: "RFC 1812 §5.3.1",
    check: looped,
};

fn looped(facts: &Facts<'_>) -> Vec<Match> {
    let mut known = HashSet::new();
    let round = facts.whole_paths().filter(Traced::goes_round);
    let first = round.filter(|path| known.insert(path.addr));
    first.filter(|p| goes_round(facts, p.addr)).map(|p| about(facts, &p)).collect()
}

/// Whether packets to the mail ports of this address go round. A circle that some packets meet
/// while ports answer is no fault of the mail's way.
pub(in crate::diagnosis) fn goes_round(facts: &Facts<'_>, addr: IpAddr) -> bool {
    let mut tried = facts.endpoints_at(addr).peekable();
    tried.peek().is_some()
        && tried.all(dies_on_the_way)
        && facts.paths_to(addr).iter().any(Traced::goes_round)
}

/// Whether packets to the port get no answer, but perhaps that their TTL ran out.
fn dies_on_the_way(endpoint: &Endpoint<'_>) -> bool {
    let icmp = endpoint.connect().and_then(|c| c.saw.icmp);
    endpoint.is_silent() || icmp.is_some_and(|icmp| icmp.time_exceeded())
}

fn about(facts: &Facts<'_>, path: &Traced<'_>) -> Match {
    let words = |router: IpAddr| match path.name(router) {
        Some(name) => format!("{router} ({name})"),
        None => router.to_string(),
    };
    let routers: Vec<String> = path.path.circle(path.addr).into_iter().map(words).collect();
    let alive = facts.endpoints().iter().any(Endpoint::is_open);
    let severity = if alive { Severity::Warning } else { Severity::Error };
    let evidence = ends::evidence(facts, path.addr, &facts.paths_to(path.addr));
    let m = Match::on(&path.observation.subject, evidence).severity(severity);
    m.with("routers", routers.join(", "))
}
