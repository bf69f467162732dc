//! The way to the host.
mod blocked;

use std::net::IpAddr;

use probes::{FailureKind, Step};

use super::facts::{Endpoint, Facts, Traced, kind};
use super::tcp::is_only_a_domain;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] =
    &[PORT_25_BLOCKED, PORT_25_ALONE, ENDS_NEARBY, ENDS_AT_TARGET, ENDS_ON_THE_WAY, NOT_TRACED];

const PORT_25_BLOCKED: Rule = Rule {
    code: "path.port-25-blocked",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Port 25 of {$host} is blocked on the way",
    cause: "Packets to port 25 do not arrive ({$where}). Ports of the same host that answer: {$others}. Many access networks and clouds block outgoing port 25 (OP25B). The mail server is not down as far as is known.",
    remedy: "For sending from a mail program use port 587 (STARTTLS) or 465 (SSL/TLS) with SMTP authentication. A server that must deliver on port 25 needs its network to lift the block.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1, RFC 8314 §3.3",
    check: port_25_blocked,
};

fn port_25_blocked(facts: &Facts<'_>) -> Vec<Match> {
    let on_25 = facts.endpoints().iter();
    on_25
        .filter_map(|endpoint| {
            let blocked = blocked_25(facts, endpoint)?;
            let Blocked { confidence, severity, evidence, others, place } = blocked;
            let m = Match::on(endpoint.subject, evidence).with("others", others);
            Some(m.with("where", place).confidence(confidence).severity(severity))
        })
        .collect()
}

pub(super) use blocked::{Blocked, blocked_25};
use blocked::{last_router, last_ttl};

/// Where packets end that no router ever answered.
const FIRST: &str = "before the first router";

const PORT_25_ALONE: Rule = Rule {
    code: "path.port-25-alone-silent",
    severity: Severity::Note,
    confidence: Confidence::Low,
    actor: Actor::Nobody,
    title: "Port 25 alone of {$host} gives no answer; 587 and 465 are for sending",
    cause: "The other ports answer, and nothing shows a router that only packets to port 25 don't pass ({$where}): the host's own firewall closes the port, or the network right before it blocks it (OP25B). From here the two look the same.",
    remedy: "Programs send through port 587 (STARTTLS) or 465 (SSL/TLS), which answer; nothing is to be done for them. Only a server that must deliver on port 25 needs it opened.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1",
    check: |facts| {
        let alone = facts.endpoints().iter().filter_map(|e| Some((e, blocked::alone(facts, e)?)));
        alone
            .map(|(e, Blocked { evidence, place, .. })| {
                Match::on(e.subject, evidence).with("where", place)
            })
            .collect()
    },
};

const ENDS_NEARBY: Rule = Rule {
    code: "path.ends-nearby",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Packets to the mail ports of {$addr} end near you, {$where}",
    cause: "The last router that answers belongs to your own network or to your access provider, and no port of the host answers.",
    remedy: "Look at the router after which packets vanish. From another network the host may well be reachable.",
    reference: "",
    check: |facts| endings(facts, |end| end.near),
};

const ENDS_AT_TARGET: Rule = Rule {
    code: "path.ends-at-target",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Packets reach {$addr} itself, but its mail ports give no answer",
    cause: "The host is up and the way to it is whole; a firewall at the host drops the mail ports.",
    remedy: "Open the ports on the host's firewall.",
    reference: "",
    check: |facts| endings(facts, |end| end.at_target),
};

const ENDS_ON_THE_WAY: Rule = Rule {
    code: "path.ends-on-the-way",
    severity: Severity::Warning,
    confidence: Confidence::Low,
    actor: Actor::Provider,
    title: "Packets to the mail ports of {$addr} are last seen {$where}",
    cause: "No port of the host answers, and nothing behind that router does. It, or what lies behind it, drops the packets, or the host is down.",
    remedy: "Look at the host and at the router before it, whose name often says whose it is.",
    reference: "",
    check: |facts| endings(facts, |end| !end.near && !end.at_target),
};

/// Where packets to an address end on which nothing answers.
struct End {
    near: bool,
    at_target: bool,
    place: String,
    evidence: Vec<u32>,
}

fn endings(facts: &Facts<'_>, which: impl Fn(&End) -> bool) -> Vec<Match> {
    let dead = facts.whole_paths().filter(|p| p.port.is_none() && is_dead(facts, p.addr));
    dead.filter_map(|traced| {
        let end = end(facts, &traced)?;
        let subject = &traced.observation.subject;
        let m = Match::on(subject, end.evidence.iter().copied()).with("where", &end.place);
        which(&end).then_some(m)
    })
    .collect()
}

/// Who is to act where all addresses are dead, as far as the paths agree on it.
pub(super) fn who_drops(facts: &Facts<'_>) -> Option<Actor> {
    let dead = facts.whole_paths().filter(|p| p.port.is_none() && is_dead(facts, p.addr));
    let mut who = dead.map(|p| match end(facts, &p)? {
        End { at_target: true, .. } => Some(Actor::Provider),
        End { near: true, .. } => Some(Actor::Network),
        End { .. } => None,
    });
    let first = who.next()??;
    who.all(|other| other == Some(first)).then_some(first)
}

/// Packets to the mail ports themselves count more than others: where those end before the
/// others do, the others' way says nothing. `None` where nothing at all answered.
fn end(facts: &Facts<'_>, general: &Traced<'_>) -> Option<End> {
    let to_ports: Vec<_> =
        facts.whole_paths().filter(|p| p.addr == general.addr && p.port.is_some()).collect();
    let deepest = to_ports.iter().max_by_key(|t| last_ttl(t));
    let arrives = general.path.reached(general.addr);
    let cut = deepest.filter(|t| arrives.is_some_and(|ttl| last_ttl(t) + 1 < ttl));
    let told = cut.unwrap_or(general);
    let last = told.path.last_router(told.addr);
    let near = last.is_none_or(|(ttl, from)| ttl == 1 || (is_local(from) && !is_local(told.addr)));
    let at_target = arrives.is_some() && cut.is_none();
    let place = match last_router(told) {
        Some(place) => place,
        None if at_target => String::new(),
        None if cut.is_some() => FIRST.into(),
        None => return None,
    };
    let ids = to_ports.iter().map(|t| t.observation.id).chain(evidence(facts, general));
    Some(End { near: near && !at_target, at_target, place, evidence: ids.collect() })
}

/// Whether all ports tried on the address stayed silent, where somebody wants them open.
fn is_dead(facts: &Facts<'_>, addr: IpAddr) -> bool {
    let tried: Vec<_> = facts.endpoints().iter().filter(|e| e.addr == addr).collect();
    let wanted = |e: &&Endpoint<'_>| facts.is_wanted(e) || !is_only_a_domain(facts);
    tried.iter().any(wanted)
        && tried.iter().all(|e| e.is_silent() && blocked_25(facts, e).is_none())
}

fn evidence(facts: &Facts<'_>, traced: &Traced<'_>) -> Vec<u32> {
    let tried = facts.endpoints().iter().filter(|e| e.addr == traced.addr);
    let connects = tried.filter_map(|e| e.connect()).map(|c| c.id());
    std::iter::once(traced.observation.id).chain(connects).collect()
}

/// Private, shared and link-local space: the user's own network, or the access provider's
/// (RFC 1918, RFC 6598, RFC 4193).
pub(super) fn is_local(addr: IpAddr) -> bool {
    match addr {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]);
            v4.is_private() || v4.is_link_local() || v4.is_loopback() || shared
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_loopback(),
    }
}

const NOT_TRACED: Rule = Rule {
    code: "path.not-traced",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Not tested: the way to {$addr} could not be traced ({$detail})",
    cause: "This machine did not send the packets; every other check ran all the same.",
    remedy: "On Linux no privilege is needed unless a firewall or sandbox forbids it; elsewhere run it with the right to open ICMP sockets.",
    reference: "",
    check: |facts| {
        let traces = facts.recording.observations.iter().filter(|o| o.step == Step::Trace);
        let failed = traces.filter(|o| kind(o).is_some_and(|k| k != FailureKind::CutShort));
        failed
            .map(|o| {
                let detail = o.failure.as_ref().map_or("", |f| &f.detail);
                Match::on(&o.subject, [o.id]).with("detail", detail)
            })
            .collect()
    },
};
