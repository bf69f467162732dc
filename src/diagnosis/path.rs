//! The way to the host.
use std::net::IpAddr;

use probes::{FailureKind, Step};

use super::facts::{Endpoint, Facts, Traced, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] =
    &[PORT_25_BLOCKED, ENDS_NEARBY, ENDS_AT_TARGET, ENDS_ON_THE_WAY, NOT_TRACED];

const PORT_25_BLOCKED: Rule = Rule {
    code: "path.port-25-blocked",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Port 25 of {$host} is blocked on the way, while the host answers otherwise ({$others})",
    cause: "Packets to port 25 do not arrive ({$where}). Many access networks and clouds block outgoing port 25 (OP25B). The mail server is not down.",
    remedy: "For sending from a mail program use port 587 (STARTTLS) or 465 (SSL/TLS) with SMTP authentication. A server that must deliver on port 25 needs its network to lift the block.",
    reference: "RFC 5068 §3.1, RFC 6409 §3.1, RFC 8314 §3.3",
    check: port_25_blocked,
};

fn port_25_blocked(facts: &Facts<'_>) -> Vec<Match> {
    let on_25 = facts.endpoints().iter();
    on_25
        .filter_map(|endpoint| {
            let blocked = blocked_25(facts, endpoint)?;
            let m = Match::on(endpoint.subject, blocked.evidence);
            let m = m.with("others", blocked.others).with("where", blocked.place);
            Some(m.confidence(blocked.confidence))
        })
        .collect()
}

/// Port 25 of an endpoint, blocked on the way.
pub(super) struct Blocked {
    confidence: Confidence,
    evidence: Vec<u32>,
    /// What else of the host answers.
    others: String,
    /// Where packets to port 25 end.
    place: String,
}

/// Whether it is the way, not the server, that keeps port 25 of this endpoint silent.
///
/// Sure where packets to port 25 end at a router before the last one that packets to other ports
/// pass. Likely where 25 alone is silent although the host answers everywhere else: a host that
/// drops what it doesn't serve would drop more than that.
pub(super) fn blocked_25(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Blocked> {
    let connect = endpoint.connect()?;
    let forbidden = connect.saw.icmp.filter(|icmp| icmp.prohibited() && icmp.from != endpoint.addr);
    if endpoint.port != 25 || !(endpoint.is_silent() || forbidden.is_some()) {
        return None;
    }
    let siblings: Vec<_> =
        facts.endpoints().iter().filter(|e| e.addr == endpoint.addr && e.port != 25).collect();
    let open: Vec<_> = siblings.iter().filter(|e| e.is_open()).collect();
    let general = facts.path_to(endpoint.addr);
    let to_25 = facts.path_to_port(endpoint.addr, 25);
    let ends = to_25.as_ref().zip(general.as_ref()).and_then(|(p, g)| ends_early(p, g));
    let ends = ends.or_else(|| forbidden.map(|icmp| format!("{} forbids them", icmp.from)));
    let alone = siblings.iter().all(|e| !e.is_silent()) && offers_submission(&open);
    // A mail exchanger is tried on 25 only; then the trace must show that the host is there.
    let only_25 = siblings.is_empty() && forbidden.is_none() && reached(general.as_ref());
    let confidence = match (&ends, alone) {
        (Some(_), _) if !open.is_empty() || only_25 => Confidence::High,
        (_, true) => Confidence::Medium,
        _ => return None,
    };
    let traces = to_25.iter().chain(&general).map(|t| t.observation.id);
    let others_seen = open.iter().filter_map(|e| e.connect()).map(|c| c.id());
    let evidence = std::iter::once(connect.id()).chain(others_seen).chain(traces).collect();
    let others = match open.iter().map(|e| e.port.to_string()).collect::<Vec<_>>() {
        ports if ports.is_empty() => "the host itself".to_owned(),
        ports => ports.join(", "),
    };
    let place = ends.or_else(|| to_25.as_ref().and_then(last_router));
    let place = place.unwrap_or_else(|| "nothing shows where".into());
    Some(Blocked { confidence, evidence, others, place })
}

fn offers_submission(open: &[&&Endpoint<'_>]) -> bool {
    open.iter().any(|e| matches!(e.port, 587 | 465))
}

fn reached(general: Option<&Traced<'_>>) -> bool {
    general.is_some_and(|g| g.path.reached(g.addr).is_some())
}

/// Where packets to a port end, if others are known to go further than the router behind it.
fn ends_early(to_port: &Traced<'_>, general: &Traced<'_>) -> Option<String> {
    let last = to_port.path.last_router(to_port.addr).map_or(0, |(ttl, _)| ttl);
    let further = general.path.reached(general.addr).map(|ttl| ttl - 1);
    let further = further.or_else(|| general.path.last_router(general.addr).map(|(ttl, _)| ttl))?;
    let silent = to_port.path.reached(to_port.addr).is_none();
    if silent && last < further {
        last_router(to_port).or(Some("before the first router".into()))
    } else {
        None
    }
}

/// "after hop 2, 203.0.113.1 (r2.isp.example)".
fn last_router(traced: &Traced<'_>) -> Option<String> {
    let (ttl, from) = traced.path.last_router(traced.addr)?;
    let name = traced.name(from).map(|n| format!(" ({n})")).unwrap_or_default();
    Some(format!("after hop {ttl}, {from}{name}"))
}

const ENDS_NEARBY: Rule = Rule {
    code: "path.ends-nearby",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Packets to {$addr} end near you, {$where}",
    cause: "The last router that answers belongs to your own network or to your access provider, and no port of the host answers.",
    remedy: "Look at the router after which packets vanish. From another network the host may well be reachable.",
    reference: "",
    check: |facts| endings(facts, |end| end.near),
};

const ENDS_AT_TARGET: Rule = Rule {
    code: "path.ends-at-target",
    severity: Severity::Warning,
    confidence: Confidence::High,
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
    title: "Packets to {$addr} are last seen {$where}",
    cause: "No port of the host answers, and nothing behind that router does. It, or what lies behind it, drops the packets, or the host is down.",
    remedy: "Look at the host and at the router before it, whose name often says whose it is.",
    reference: "",
    check: |facts| endings(facts, |end| !end.near && !end.at_target),
};

/// Where the way to an address ends on which nothing answers.
struct End {
    near: bool,
    at_target: bool,
}

fn endings(facts: &Facts<'_>, which: impl Fn(&End) -> bool) -> Vec<Match> {
    let dead = facts.paths().into_iter().filter(|p| p.port.is_none() && is_dead(facts, p.addr));
    dead.filter_map(|traced| {
        let place = last_router(&traced).or_else(|| reached(Some(&traced)).then(String::new))?;
        let end = end(&traced);
        let m =
            Match::on(&traced.observation.subject, evidence(facts, &traced)).with("where", place);
        which(&end).then_some(m)
    })
    .collect()
}

/// Who is to act where all addresses are dead, as far as the paths agree on it.
pub(super) fn who_drops(facts: &Facts<'_>) -> Option<Actor> {
    let dead = facts.paths().into_iter().filter(|p| p.port.is_none() && is_dead(facts, p.addr));
    let mut who = dead.map(|p| match end(&p) {
        End { at_target: true, .. } => Some(Actor::Provider),
        End { near: true, .. } => Some(Actor::Network),
        End { .. } => None,
    });
    let first = who.next()??;
    who.all(|other| other == Some(first)).then_some(first)
}

fn end(traced: &Traced<'_>) -> End {
    let at_target = reached(Some(traced));
    let near = traced.path.last_router(traced.addr).is_some_and(|(ttl, from)| {
        !at_target && (ttl == 1 || (is_local(from) && !is_local(traced.addr)))
    });
    End { near, at_target }
}

/// Whether all ports tried on the address stayed silent.
fn is_dead(facts: &Facts<'_>, addr: IpAddr) -> bool {
    let mut tried = facts.endpoints().iter().filter(|e| e.addr == addr).peekable();
    let domain_only = facts.receives_mail()
        && tried
            .peek()
            .is_some_and(|e| !facts.is_wanted(e) && facts.asked().target.mailbox.is_none());
    tried.peek().is_some() && !domain_only && tried.all(Endpoint::is_silent)
}

fn evidence(facts: &Facts<'_>, traced: &Traced<'_>) -> Vec<u32> {
    let tried = facts.endpoints().iter().filter(|e| e.addr == traced.addr);
    let connects = tried.filter_map(|e| e.connect()).map(|c| c.id());
    std::iter::once(traced.observation.id).chain(connects).collect()
}

/// Private, shared and link-local space: the user's own network, or the access provider's
/// (RFC 1918, RFC 6598, RFC 4193).
fn is_local(addr: IpAddr) -> bool {
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
