//! What was asked for, and from where: it decides what can be compared.
use std::net::SocketAddr;

use probes::limits;

use super::sides::{listed, whether};
use super::{Change, Kind, Side};
use crate::finding::Arg;
use crate::language;
use crate::recording::{Ended, Recording};
use crate::target::{Family, Role, Trace};

/// What differs in the runs themselves. Of redacted ones the addresses of those who are near to
/// the client are left out.
pub(super) fn differences(before: &Recording, after: &Recording, redacted: bool) -> Vec<Change> {
    let kinds = KINDS.iter().filter(|(kind, _)| !redacted || !NEAR.contains(kind));
    let differ = kinds.filter_map(|(kind, of)| {
        let (one, other) = (of(before), of(after));
        let side = |value| Side { value, ..Side::default() };
        let differs = one != other;
        differs.then(|| Change { kind: *kind, before: side(one), after: side(other) })
    });
    differ.collect()
}

/// What may have an alias.
const NEAR: &[Kind] = &[Kind::Resolvers, Kind::Views, Kind::EhloName];

/// What it is, and what it is in a run.
type Condition = (Kind, fn(&Recording) -> Arg);

const KINDS: &[Condition] = &[
    (Kind::Tool, |r| format!("{} {}", r.tool.name, r.tool.version).into()),
    (Kind::Ended, |r| ended(r.ended)),
    (Kind::Role, role),
    (Kind::Ports, |r| ports(r).into()),
    (Kind::Family, |r| family(r.asked.family).into()),
    (Kind::Connect, |r| listed(r.asked.connect.map(|addr| addr.to_string()))),
    (Kind::Views, |r| listed(r.asked.views.iter().map(SocketAddr::to_string))),
    (Kind::Controls, |r| listed(r.asked.controls.iter().map(|c| c.host.clone()))),
    (Kind::Trace, |r| trace(r.asked.trace).into()),
    (Kind::TracePort, |r| listed(r.asked.trace_port.map(|port| port.to_string()))),
    (Kind::MaxHops, |r| r.asked.max_hops.unwrap_or(limits::HOPS).into()),
    (Kind::TlsScan, |r| whether(r.asked.tls_scan)),
    (Kind::FetchAia, |r| whether(r.asked.fetch_aia)),
    (Kind::EhloName, |r| listed(r.vantage.ehlo_name.clone())),
    (Kind::Resolvers, |r| listed(r.vantage.resolvers.iter().map(|at| at.ip().to_string()))),
    (Kind::TrustStore, trust),
];

/// How a run ended.
pub(super) fn ended(ended: Ended) -> Arg {
    match ended {
        Ended::Completed => language::COMPLETED.into(),
        Ended::Deadline => language::DEADLINE.into(),
        Ended::Interrupted => language::INTERRUPTED.into(),
    }
}

fn role(recording: &Recording) -> Arg {
    let name = || [("name", Arg::from(&recording.asked.target.name))];
    match recording.asked.role {
        Role::Auto => language::AS_AUTO.of(name()),
        Role::Host => language::AS_HOST.of(name()),
        Role::Domain => language::AS_DOMAIN.of(name()),
    }
}

fn ports(recording: &Recording) -> String {
    let mut ports: Vec<u16> = recording.asked.ports.iter().map(|p| p.port).collect();
    ports.sort_unstable();
    ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

const fn family(family: Family) -> &'static str {
    match family {
        Family::Any => "IPv4, IPv6",
        Family::Ipv4 => "IPv4",
        Family::Ipv6 => "IPv6",
    }
}

/// As it is typed.
const fn trace(trace: Trace) -> &'static str {
    match trace {
        Trace::Auto => "auto",
        Trace::Tcp => "tcp",
        Trace::Udp => "udp",
        Trace::Icmp => "icmp",
        Trace::Off => "off",
    }
}

fn trust(recording: &Recording) -> Arg {
    let trust = &recording.trust;
    let args = [("source", Arg::from(&trust.source)), ("size", trust.size.into())];
    language::TRUSTED.of(args)
}
