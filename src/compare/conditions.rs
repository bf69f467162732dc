//! What was asked for, and from where: it decides what can be compared.
use std::net::SocketAddr;

use probes::limits;
use serde_json::Value;

use super::sides::{listed, whether};
use super::{Change, Kind, Side};
use crate::certificate;
use crate::finding::Arg;
use crate::language;
use crate::recording::{Ended, Recording};
use crate::target::{Control, Family, Role, Trace};

/// Characters of a hash that tell two files apart.
const SHOWN: usize = 8;

/// What differs in the runs themselves. Of redacted ones the addresses of those who are near to
/// the client are left out.
pub(super) fn differences(before: &Recording, after: &Recording, redacted: bool) -> Vec<Change> {
    let kinds = KINDS.iter().filter(|(kind, _)| !redacted || !NEAR.contains(kind));
    let differ = kinds.filter_map(|condition @ (kind, _)| {
        let [one, other] = [before, after].map(|run| value(condition, run, redacted));
        let side = |value| Side { value, ..Side::default() };
        let differs = one != other;
        differs.then(|| Change { kind: *kind, before: side(one), after: side(other) })
    });
    differ.collect()
}

/// What the two runs were not both asked for.
pub(super) fn asked(before: &Recording, after: &Recording, redacted: bool) -> Vec<Kind> {
    let kinds = KINDS.iter().filter(|(kind, _)| ASKED.contains(kind));
    let differs = |one: &&Condition| value(one, before, redacted) != value(one, after, redacted);
    kinds.filter(differs).map(|(kind, _)| *kind).collect()
}

/// What it is in a run; where one of the two is redacted, without what may have an alias.
fn value((kind, of): &Condition, run: &Recording, redacted: bool) -> Arg {
    match kind {
        Kind::Views if redacted => run.asked.views.len().into(),
        Kind::Expect => demands(run, redacted),
        _ => of(run),
    }
}

/// What is asked for, and not where from.
const ASKED: &[Kind] = &[
    Kind::Role,
    Kind::Ports,
    Kind::Family,
    Kind::Connect,
    Kind::Views,
    Kind::Controls,
    Kind::Trace,
    Kind::TracePort,
    Kind::MaxHops,
    Kind::TlsScan,
    Kind::FetchAia,
    Kind::Retries,
    Kind::Expect,
];

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
    (Kind::Controls, |r| listed(r.asked.controls.iter().map(control))),
    (Kind::Trace, |r| trace(r.asked.trace).into()),
    (Kind::TracePort, |r| listed(r.asked.trace_port.map(|port| port.to_string()))),
    (Kind::MaxHops, |r| r.asked.max_hops.unwrap_or(limits::HOPS).into()),
    (Kind::TlsScan, |r| whether(r.asked.tls_scan)),
    (Kind::FetchAia, |r| whether(r.asked.fetch_aia)),
    (Kind::Retries, |r| r.asked.retries.into()),
    (Kind::Expect, |r| demands(r, false)),
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

/// As it is typed.
fn control(Control { host, port }: &Control) -> String {
    match port {
        Some(port) if host.contains(':') => format!("[{host}]:{port}"),
        Some(port) => format!("{host}:{port}"),
        None => host.clone(),
    }
}

/// How much must hold, and the hash of it: without the reasons of waivers, which a redacted file
/// may not have, nor, where one of the two is redacted, hosts and addresses.
fn demands(recording: &Recording, redacted: bool) -> Arg {
    let Some(mut expect) = recording.asked.expect.clone() else { return language::NONE.into() };
    expect.waivers.iter_mut().for_each(|waiver| waiver.reason.clear());
    if redacted {
        expect.mx.iter_mut().flatten().for_each(|exchanger| exchanger.host.clear());
        expect.waivers.iter_mut().for_each(|waiver| (waiver.host, waiver.addr) = (None, None));
    }
    let json = serde_json::to_value(&expect).expect("an expectation is JSON");
    let size = |value: &Value| value.as_array().map_or(1, |list| list.len().max(1));
    let own = json.as_object().into_iter().flatten().filter(|(name, _)| *name != "waiver");
    let count: usize = own.map(|(_, value)| size(value)).sum();
    let hash = certificate::fingerprint(json.to_string().as_bytes());
    language::DIFF_DEMANDS.of([
        ("demands", count.into()),
        ("waivers", expect.waivers.len().into()),
        ("hash", hash[..SHOWN].into()),
    ])
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
