//! Answers to connection attempts that come from before the host.
use probes::FailureKind;

use super::is_local;
use super::region::{self, Region};
use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;

/// The TTL up to which somebody who answers is taken for near.
const NEAR: u8 = 3;

pub(super) const RESET_ON_THE_WAY: Rule = Rule {
    code: "path.reset-on-the-way",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Connections to port {$port} of {$host} are reset on the way, not by the host",
    cause: "The refusal comes back from hop {$ttl} ({$where}), while the host is hop {$distance}. A router or firewall answers in the host's name: it blocks this port. Whether the service runs can't be told from here.",
    remedy: "Have whoever runs that router let the port through, or use another network or a port that answers.",
    reference: "RFC 3360",
    check: reset_on_the_way,
};

fn reset_on_the_way(facts: &Facts<'_>) -> Vec<Match> {
    let refused = facts.endpoints().iter().filter(|e| is_refused(e));
    refused
        .filter_map(|endpoint| {
            let Forged { evidence, ttl, distance, place } = forged(facts, endpoint)?;
            // A host whose answers to other packets come from a router behind it is odd, but there.
            let sure = distance - ttl > 1;
            let confidence = if sure { Confidence::High } else { Confidence::Medium };
            let severity = severity(facts, endpoint);
            let own = facts.path_to_port(endpoint.addr, endpoint.port)?;
            let actor = Region::of_last_router(&own).actor();
            let m = Match::on(endpoint.subject, evidence).confidence(confidence).severity(severity);
            let m = m.actor(if actor == Actor::Nobody { Actor::Network } else { actor });
            Some(m.with("ttl", ttl).with("distance", distance).with("where", place))
        })
        .collect()
}

/// Where another port answers, it stands in for the one that is blocked.
fn severity(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Severity {
    let spared = facts.endpoints_at(endpoint.addr).any(Endpoint::is_open);
    if spared { Severity::Warning } else { Severity::Error }
}

fn is_refused(endpoint: &Endpoint<'_>) -> bool {
    let connect = endpoint.connect();
    connect.is_some_and(|c| c.kind() == Some(FailureKind::Refused) && c.saw.icmp.is_none())
}

/// Whether a refusal comes from before the host, or so near that it may.
pub(in crate::diagnosis) fn is_forged(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> bool {
    is_refused(endpoint)
        && (forged(facts, endpoint).is_some() || reset_nearby_at(facts, endpoint).is_some())
}

pub(super) const RESET_NEARBY: Rule = Rule {
    code: "path.reset-nearby",
    severity: Severity::Warning,
    confidence: Confidence::Low,
    actor: Actor::You,
    title: "Connections to port {$port} of {$host} are refused at hop {$ttl}: by a firewall near you, or by the host",
    cause: "The refusal comes from right behind your own routers ({$where}), which is near for a host on the Internet, and nothing else shows how far away the host is. A firewall of this network may answer in its name.",
    remedy: "Look at the host from another network (a phone's): if it answers there, this network blocks mail; if it is refused there too, the mail service is stopped.",
    reference: "RFC 3360",
    check: |facts| {
        let near = facts.endpoints().iter().filter_map(|e| Some((e, reset_nearby_at(facts, e)?)));
        near.map(|(endpoint, (ttl, place, evidence))| {
            let m = Match::on(endpoint.subject, evidence).severity(severity(facts, endpoint));
            m.with("ttl", ttl).with("where", place)
        })
        .collect()
    },
};

/// From how many hops away, behind whom, and by what evidence a refusal comes from so near that it
/// may not be the host's. Where packets of another kind arrive, the distance is known.
fn reset_nearby_at(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<(u8, Arg, Vec<u32>)> {
    let connect = endpoint.connect().filter(|_| is_refused(endpoint))?;
    let own = facts.path_to_port(endpoint.addr, endpoint.port)?;
    let ttl = own.reached()?;
    let local = region::is_local_until(&own, ttl);
    let known = facts.paths_to(endpoint.addr).iter().any(|p| is_the_hosts(facts, p));
    let near = local && !is_local(endpoint.addr) && ttl <= NEAR && !known;
    near.then(|| {
        (ttl, own.last_place().unwrap_or_else(|| "".into()), vec![connect.id(), own.observation.id])
    })
}

/// An answer from before the host.
struct Forged {
    evidence: Vec<u32>,
    /// From how many hops away it came.
    ttl: u8,
    /// How many hops the host is away.
    distance: u8,
    /// Behind whom.
    place: Arg,
}

fn forged(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Forged> {
    let own = facts.path_to_port(endpoint.addr, endpoint.port)?;
    let paths = facts.paths_to(endpoint.addr);
    let others = paths.iter().filter(|p| p.observation.id != own.observation.id);
    let other = others.filter(|p| is_the_hosts(facts, p)).max_by_key(|p| p.reached())?;
    let (ttl, distance) = (own.reached()?, other.reached()?);
    let connects = facts.endpoints_at(endpoint.addr);
    let connects = connects.filter(|e| e.port == endpoint.port || Some(e.port) == other.port);
    let connects = connects.filter_map(|e| e.connect()).map(|c| c.id());
    let evidence = connects.chain([own.observation.id, other.observation.id]).collect();
    let place = own.last_place().unwrap_or_else(|| language::BEFORE_FIRST_ROUTER.into());
    // Before a host stand load balancers and firewalls that answer for it: they are its side.
    let doorstep = Region::of_last_router(&own) == Region::Doorstep;
    (ttl < distance && !doorstep).then_some(Forged { evidence, ttl, distance, place })
}

/// Whether the answer at the end of this path is taken for the host's: from a port that is open,
/// or to a packet that no port is asked for.
fn is_the_hosts(facts: &Facts<'_>, path: &Traced<'_>) -> bool {
    let open = |port| facts.endpoints_on(path.addr, port).any(Endpoint::is_open);
    path.reached().is_some() && (!path.is_tcp() || path.port.is_some_and(open))
}

pub(super) const ANSWERED_ON_THE_WAY: Rule = Rule {
    code: "path.answered-on-the-way",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Something near you answers port {$port} of {$host} in its place",
    cause: "Connections are accepted at hop {$ttl} ({$where}), while the host is hop {$distance}. A mail filter, a security program or a proxy sits in between and passes on what it likes; capabilities and certificates may be its own.",
    remedy: "If mail fails, switch off mail scanning in the security program or the firewall, or have it leave out this host.",
    reference: "",
    check: answered_on_the_way,
};

/// Only what is near counts: anywhere else it may be the host's side.
pub(in crate::diagnosis) fn answered_on_the_way(facts: &Facts<'_>) -> Vec<Match> {
    let open = facts.endpoints().iter().filter(|e| e.is_open());
    open.filter_map(|endpoint| {
        let Forged { evidence, ttl, distance, place } = forged(facts, endpoint)?;
        let own = facts.path_to_port(endpoint.addr, endpoint.port)?;
        let local = own.path.last_router(own.addr).is_none_or(|(_, router)| is_local(router));
        let near = ttl <= NEAR && local && distance - ttl > 1;
        let m = Match::on(endpoint.subject, evidence);
        near.then(|| m.with("ttl", ttl).with("distance", distance).with("where", place))
    })
    .collect()
}
