//! Where packets end on the way to an address on which nothing answers.
use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use super::is_local;
use super::region::{self, Region};
use crate::diagnosis::facts::{Endpoint, Facts, Reach, Traced};
use crate::diagnosis::listed;
use crate::diagnosis::tcp::is_only_a_domain;
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const IN_OWN_NETWORK: Rule = Rule {
    code: "path.ends-in-own-network",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "No mail port of {$addr} answers: packets to them end in your own network or right behind it, {$where}",
    cause: "Other packets go farther than that. A router or firewall of your own network, or the next one, drops packets to the mail ports ({$ports}).",
    remedy: "Let these ports out through your router or firewall. From another network (a phone's) the host may well answer.",
    reference: "",
    check: |facts| endings(facts, Some(Region::Own)),
};

pub(super) const IN_ACCESS_NETWORK: Rule = Rule {
    code: "path.ends-in-access-network",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "No mail port of {$addr} answers: packets to them end near you, {$where}",
    cause: "Other packets go farther than that. The last router that answers is the first beyond your own network or near it, so most likely your access provider's; it, or the next one, drops packets to the mail ports ({$ports}).",
    remedy: "Show this to your access provider. From another network (a phone's) the host may well answer.",
    reference: "RFC 6598",
    check: |facts| endings(facts, Some(Region::Access)),
};

pub(super) const BEFORE_TARGET: Rule = Rule {
    code: "path.ends-before-target",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "No mail port of {$addr} answers: packets get as far as the router next to it, {$where}",
    cause: "The last router that answers has an address next to the host's. A firewall before the host drops packets to the mail ports ({$ports}), perhaps only those from your address (a ban after wrong passwords), or the host is down.",
    remedy: "Look whether the host is up, and at the firewall before it. If the host answers from another network (a phone's), have your address let in.",
    reference: "",
    check: |facts| endings(facts, Some(Region::Doorstep)),
};

pub(super) const AT_TARGET: Rule = Rule {
    code: "path.ends-at-target",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Packets reach {$addr}, but its mail ports give no answer",
    cause: "Packets to the mail ports ({$ports}) pass every router before the host, and the host answers other packets: a firewall at the host, or right before it, drops them.",
    remedy: "Open the ports on the host's firewall.",
    reference: "",
    check: |facts| endings(facts, Some(Region::Target)),
};

pub(super) const ON_THE_WAY: Rule = Rule {
    code: "path.ends-on-the-way",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "No mail port of {$addr} answers: packets to them end on the way, {$where}",
    cause: "Other packets go farther than that. That router, or the one behind it, drops packets to the mail ports ({$ports}).",
    remedy: "Show this to whoever runs that router; its name often says whose it is. From another network (a phone's) the host may well answer.",
    reference: "",
    check: |facts| endings(facts, Some(Region::Between)),
};

pub(super) const UNKNOWN: Rule = Rule {
    code: "path.ends-unknown",
    severity: Severity::Warning,
    confidence: Confidence::Low,
    actor: Actor::You,
    title: "Packets to the mail ports of {$addr} are last seen {$where}, which does not show where they end",
    cause: "No mail port of the host answers. Nothing behind that point answered in a way that would show how much farther packets come. {$echo}",
    remedy: "Look at it from another network (a phone's): if the host answers there, show this to whoever runs your network, and otherwise to whoever runs the host.",
    reference: "",
    check: |facts| endings(facts, None),
};

/// Where packets to the mail ports of an address end.
struct End {
    /// Whose part it is; nothing where what was seen does not show it.
    region: Option<Region>,
    place: Arg,
    /// Whether the host answers other packets.
    alive: bool,
    evidence: Vec<u32>,
}

fn endings(facts: &Facts<'_>, region: Option<Region>) -> Vec<Match> {
    let ends = dead(facts).into_iter().filter_map(|addr| Some((addr, end(facts, addr)?)));
    let wanted = ends.filter(|(_, end)| end.region == region);
    wanted.filter_map(|(addr, end)| about(facts, addr, end)).collect()
}

fn about(facts: &Facts<'_>, addr: IpAddr, end: End) -> Option<Match> {
    let path = facts.paths_to(addr).into_iter().next()?;
    let ports = listed(facts.endpoints_at(addr).map(|e| e.port));
    let echo = if end.alive { language::HOST_IS_UP } else { language::DROPPED_OR_DOWN };
    let m = Match::on(&path.observation.subject, end.evidence);
    let m = m.with("where", end.place).with("ports", ports).with("echo", echo);
    // Where another address serves in its place, mail works.
    let served: HashSet<&str> =
        facts.endpoints().iter().filter(|e| e.is_open()).map(|e| e.host).collect();
    let spared = facts.endpoints_at(addr).all(|e| served.contains(e.host));
    Some(if spared { m.severity(Severity::Warning) } else { m })
}

/// Whether it is known of all these addresses where packets to their mail ports end.
pub(in crate::diagnosis) fn is_known_where(facts: &Facts<'_>, addrs: &[IpAddr]) -> bool {
    let dead = dead(facts);
    let distinct: BTreeSet<_> = addrs.iter().collect();
    distinct.into_iter().all(|addr| {
        dead.contains(addr) && end(facts, *addr).is_some_and(|end| end.region.is_some())
    })
}

/// Where packets to this address are last seen, and who is to act.
pub(in crate::diagnosis) fn last_seen(
    facts: &Facts<'_>,
    addr: IpAddr,
) -> Option<(Arg, Option<Actor>)> {
    let End { region, place, .. } = end(facts, addr)?;
    let seen = match region {
        Some(Region::Target) => language::REACH_ADDRESS.into(),
        _ => language::LAST_SEEN.of([("place", place)]),
    };
    let actor = region.map(Region::actor).filter(|actor| *actor != Actor::Nobody);
    Some((seen, actor))
}

/// Where packets to the silent ports of this address are last seen, if that is in the user's own
/// network or right behind it.
pub(in crate::diagnosis) fn lost_near(facts: &Facts<'_>, addr: IpAddr) -> Option<Arg> {
    let near = |end: &End| matches!(end.region, Some(Region::Own | Region::Access));
    end(facts, addr).filter(near).map(|end| end.place)
}

/// Only packets to the silent ports show where such packets end. All others show how far packets
/// come at all: where those go on past routers that answer, the silence of the same routers means
/// something.
fn end(facts: &Facts<'_>, addr: IpAddr) -> Option<End> {
    let paths = facts.paths_to(addr);
    // Where packets go round they end nowhere.
    if paths.iter().any(Traced::goes_round) {
        return None;
    }
    let silent =
        |p: &&Traced<'_>| p.port.is_some_and(|port| p.is_to(port) && is_silent(facts, addr, port));
    let (own, others): (Vec<&Traced<'_>>, Vec<&Traced<'_>>) = paths.iter().partition(silent);
    let deepest = own.into_iter().max_by_key(|p| p.last_ttl())?;
    let others: Vec<_> = others.into_iter().filter(|p| is_credible(p)).collect();
    let arrives = others.iter().filter_map(|p| p.reached()).min();
    let last = deepest.last_ttl();
    let beyond = others.iter().any(|p| p.reliable_routers().iter().any(|ttl| *ttl > last));
    let region = match arrives {
        _ if beyond => Some(Region::of_last_router(deepest)),
        Some(distance) if last + 1 >= distance => Some(Region::Target),
        Some(_) => None,
        None => Some(Region::of_last_router(deepest)).filter(|region| {
            *region == Region::Doorstep
                || (*region != Region::Between && region::others_go_on(facts, deepest))
        }),
    };
    // Where others on the same ports are answered, this network lets them out.
    let answers = |e: &Endpoint<'_>| facts.control_on(addr, e.port) == Some(Reach::Answers);
    let lets_out = facts.endpoints_at(addr).any(answers);
    let region = region.filter(|r| !(lets_out && matches!(r, Region::Own | Region::Access)));
    let place = deepest.last_place().unwrap_or_else(|| language::BEFORE_FIRST_ROUTER.into());
    Some(End { region, place, alive: arrives.is_some(), evidence: evidence(facts, addr, &paths) })
}

fn is_silent(facts: &Facts<'_>, addr: IpAddr, port: u16) -> bool {
    facts.endpoints_on(addr, port).any(Endpoint::is_silent)
}

/// Whether an answer at the end of this path can be the host's. Right behind the user's own
/// routers stand gateways that answer for everybody, and few public hosts.
fn is_credible(traced: &Traced<'_>) -> bool {
    const NEAR: u8 = 2;
    let Some(ttl) = traced.reached() else { return true };
    is_local(traced.addr) || ttl > NEAR || !region::is_local_until(traced, ttl)
}

/// The traced addresses on which all ports tried stayed silent, where somebody wants them open.
fn dead(facts: &Facts<'_>) -> Vec<IpAddr> {
    let mut known = HashSet::new();
    let addrs = facts.whole_paths().map(|path| path.addr).filter(|addr| known.insert(*addr));
    addrs.filter(|addr| is_dead(facts, *addr)).collect()
}

fn is_dead(facts: &Facts<'_>, addr: IpAddr) -> bool {
    let wanted = |e: &Endpoint<'_>| facts.is_wanted(e) || !is_only_a_domain(facts);
    let blocked = |e: &Endpoint<'_>| super::is_blocked_25(facts, e);
    facts.endpoints_at(addr).any(wanted)
        && facts.endpoints_at(addr).all(Endpoint::is_silent)
        && !facts.endpoints_on(addr, 25).next().is_some_and(blocked)
}

/// All traces to the address and all attempts to connect to it.
pub(super) fn evidence(facts: &Facts<'_>, addr: IpAddr, paths: &[Traced<'_>]) -> Vec<u32> {
    let connects = facts.endpoints_at(addr).filter_map(|e| e.connect()).map(|c| c.id());
    paths.iter().map(|p| p.observation.id).chain(connects).collect()
}
