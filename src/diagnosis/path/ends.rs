//! Where packets end on the way to an address on which nothing answers.
use std::net::IpAddr;

use super::{FIRST, is_local};
use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::diagnosis::tcp::is_only_a_domain;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const IN_OWN_NETWORK: Rule = Rule {
    code: "path.ends-in-own-network",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Packets to the mail ports of {$addr} end in your own network or right behind it, {$where}",
    cause: "No router beyond that answers, and no port of the host does: your router or firewall drops the packets, or its line is down.",
    remedy: "Look at that router or firewall, and whether anything else on the Internet can be reached. From another network the host may well answer.",
    reference: "",
    check: |facts| endings(facts, &[Region::Own]),
};

pub(super) const IN_ACCESS_NETWORK: Rule = Rule {
    code: "path.ends-in-access-network",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Packets to the mail ports of {$addr} end near you, {$where}",
    cause: "The last router that answers is the first beyond your own network or near it, so most likely your access provider's, and no port of the host answers.",
    remedy: "Show this to your access provider. From another network the host may well be reachable.",
    reference: "RFC 6598",
    check: |facts| endings(facts, &[Region::Access]),
};

pub(super) const BEFORE_TARGET: Rule = Rule {
    code: "path.ends-before-target",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Packets to the mail ports of {$addr} end right before it, {$where}",
    cause: "The last router that answers has an address next to the host's, and no port of the host answers: a firewall before the host drops the packets, or the host is down.",
    remedy: "Look whether the host is up, and at the firewall before it.",
    reference: "",
    check: |facts| endings(facts, &[Region::Doorstep]),
};

pub(super) const AT_TARGET: Rule = Rule {
    code: "path.ends-at-target",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Packets reach {$addr} itself, but its mail ports give no answer",
    cause: "The host is up and the way to it is whole; a firewall at the host, or right before it, drops the mail ports.",
    remedy: "Open the ports on the host's firewall.",
    reference: "",
    check: |facts| endings(facts, &[Region::Target]),
};

pub(super) const ON_THE_WAY: Rule = Rule {
    code: "path.ends-on-the-way",
    severity: Severity::Warning,
    confidence: Confidence::Low,
    actor: Actor::Provider,
    title: "Packets to the mail ports of {$addr} are last seen {$where}",
    cause: "No port of the host answers, and nothing behind that router does. It, or what lies behind it, drops the packets, or the host is down.",
    remedy: "Look at the host and at the router before it, whose name often says whose it is.",
    reference: "",
    check: |facts| endings(facts, &[Region::Between]),
};

/// Where packets to an address end.
struct End {
    region: Region,
    place: String,
    evidence: Vec<u32>,
}

/// Whose part of the way it is, as far as addresses tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Own,
    Access,
    Between,
    Doorstep,
    Target,
}

fn endings(facts: &Facts<'_>, regions: &[Region]) -> Vec<Match> {
    let ends = dead(facts).into_iter().filter_map(|addr| Some((addr, end(facts, addr)?)));
    let wanted = ends.filter(|(_, end)| regions.contains(&end.region));
    wanted
        .filter_map(|(addr, end)| {
            let path = facts.paths_to(addr).into_iter().next()?;
            let m = Match::on(&path.observation.subject, end.evidence);
            Some(m.with("where", end.place))
        })
        .collect()
}

/// Who is to act where all addresses are dead, as far as the paths agree on it.
pub(in crate::diagnosis) fn who_drops(facts: &Facts<'_>) -> Option<Actor> {
    let mut who = dead(facts).into_iter().map(|addr| end(facts, addr)?.region.actor());
    let first = who.next()??;
    who.all(|other| other == Some(first)).then_some(first)
}

/// Where packets to this address are last seen, and who is to act.
pub(in crate::diagnosis) fn last_seen(
    facts: &Facts<'_>,
    addr: IpAddr,
) -> Option<(String, Option<Actor>)> {
    let End { region, place, .. } = end(facts, addr)?;
    let seen = match region {
        Region::Target => "Packets reach the address itself.".to_owned(),
        _ => format!("Packets are last seen {place}."),
    };
    Some((seen, region.actor()))
}

impl Region {
    const fn actor(self) -> Option<Actor> {
        match self {
            Self::Own => Some(Actor::You),
            Self::Access => Some(Actor::Network),
            Self::Doorstep | Self::Target => Some(Actor::Provider),
            Self::Between => None,
        }
    }
}

/// Packets to the mail ports themselves count more than others: where those end before the
/// others do, the others' way says nothing.
fn end(facts: &Facts<'_>, addr: IpAddr) -> Option<End> {
    let paths = facts.paths_to(addr);
    // Where packets go round they end nowhere.
    if paths.iter().any(Traced::goes_round) {
        return None;
    }
    let (to_ports, general): (Vec<_>, Vec<_>) = paths.iter().partition(|p| p.is_tcp());
    let arrives = general.iter().filter_map(|p| p.reached()).min();
    let deepest = to_ports.into_iter().max_by_key(|p| p.last_ttl());
    let cut = deepest.filter(|p| arrives.is_some_and(|ttl| p.last_ttl() + 1 < ttl));
    let farthest = general.into_iter().chain(deepest).max_by_key(|p| p.last_ttl())?;
    let told = cut.unwrap_or(farthest);
    let at_target = arrives.is_some() && cut.is_none();
    if !at_target && cut.is_none() && told.last_ttl() == 0 {
        return None;
    }
    let region = if at_target { Region::Target } else { region(told) };
    let place = told.last_place().unwrap_or_else(|| FIRST.into());
    Some(End { region, place, evidence: evidence(facts, addr, &paths) })
}

/// In whose part the last router that answers stands. The nearest is the user's own, or as good as
/// that; behind the private addresses of the user's network comes the access provider's first
/// router, which may have a shared address (RFC 6598).
fn region(traced: &Traced<'_>) -> Region {
    let Some((ttl, last)) = traced.path.last_router(traced.addr) else { return Region::Own };
    let local_before = traced.routers_until(ttl - 1).iter().all(|(_, router)| is_local(*router));
    match last {
        _ if is_local(traced.addr) => Region::Between,
        _ if ttl == 1 => Region::Own,
        last if is_shared(last) => Region::Access,
        last if is_local(last) && local_before => Region::Own,
        last if is_near(last, traced.addr) => Region::Doorstep,
        _ if ttl == 2 || local_before => Region::Access,
        _ => Region::Between,
    }
}

/// Neighbouring addresses: the same /24 or /48.
fn is_near(one: IpAddr, other: IpAddr) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => one.octets()[..3] == other.octets()[..3],
        (IpAddr::V6(one), IpAddr::V6(other)) => one.segments()[..3] == other.segments()[..3],
        _ => false,
    }
}

fn is_shared(addr: IpAddr) -> bool {
    matches!(addr, IpAddr::V4(v4) if v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]))
}

/// The traced addresses on which all ports tried stayed silent, where somebody wants them open.
fn dead(facts: &Facts<'_>) -> Vec<IpAddr> {
    let mut found = Vec::new();
    for path in facts.whole_paths() {
        if !found.contains(&path.addr) && is_dead(facts, path.addr) {
            found.push(path.addr);
        }
    }
    found
}

fn is_dead(facts: &Facts<'_>, addr: IpAddr) -> bool {
    let tried: Vec<_> = facts.endpoints().iter().filter(|e| e.addr == addr).collect();
    let wanted = |e: &&Endpoint<'_>| facts.is_wanted(e) || !is_only_a_domain(facts);
    tried.iter().any(wanted)
        && tried.iter().all(|e| e.is_silent() && super::blocked_25(facts, e).is_none())
}

/// All traces to the address and all attempts to connect to it.
pub(super) fn evidence(facts: &Facts<'_>, addr: IpAddr, paths: &[Traced<'_>]) -> Vec<u32> {
    let tried = facts.endpoints().iter().filter(|e| e.addr == addr);
    let connects = tried.filter_map(|e| e.connect()).map(|c| c.id());
    paths.iter().map(|p| p.observation.id).chain(connects).collect()
}
