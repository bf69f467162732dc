//! Ports.
mod host;

pub(super) use host::{ipv6_dead, is_only_a_domain};

use std::collections::BTreeMap;
use std::net::IpAddr;

use probes::{FailureKind, Subject};

use super::facts::{Endpoint, Facts};
use super::path;
use crate::finding::{Actor, Arg, Args, Confidence, Match, Rule, Severity};
use crate::language;
use crate::target::{From, Role};

pub(super) const RULES: &[Rule] = &[
    host::NO_ROUTE,
    host::NOT_PERMITTED,
    host::SILENT,
    host::DOWN,
    host::NOTHING_LISTENS,
    host::ALL_PROHIBITED,
    host::ALL_UNREACHABLE,
    host::NO_SERVICE,
    PROHIBITED,
    UNREACHABLE,
    FILTERED,
    REFUSED,
    host::IPV6_DEAD,
    host::IPV4_DEAD,
    host::ADDRESS_DEAD,
    host::PARTLY_DEAD,
    SLOW,
    FOR_SERVERS,
    host::OWN_NAME,
    host::NOT_A_CLIENT_HOST,
];

const REFUSED: Rule = Rule {
    code: "tcp.refused",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} refuses connections on port {$port}",
    cause: "The connection was refused: nothing listens there, or a firewall says so.",
    remedy: "If the port should be open, start the service or make it listen there; otherwise use a port that is open.",
    reference: "RFC 9293 §3.5.2",
    check: |facts| closed(facts, |e| e.connect_failure() == Some(FailureKind::Refused)),
};

const FILTERED: Rule = Rule {
    code: "tcp.filtered",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} gives no answer{$over} on port {$port}",
    cause: "The packets vanish: a firewall drops them, on the way or at the host.",
    remedy: "Open the port on the host's firewall and on the way to it, or use a port that answers. For port 25 look from another network first: many access networks block it.",
    reference: "",
    check: filtered,
};

fn filtered(facts: &Facts<'_>) -> Vec<Match> {
    let found = closed(facts, |e| e.is_silent()).into_iter();
    found.map(|m| Match { args: with_family(facts, &m), ..m }).collect()
}

/// Its arguments, with the family of addresses if all that is silent of the host is of one and it
/// has addresses of both.
fn with_family(facts: &Facts<'_>, m: &Match) -> Args {
    let own = || facts.endpoints().iter().filter(|e| Some(e.host) == m.subject.name());
    let silent = own().filter(|e| e.is_silent()).map(|e| e.addr);
    let over = language::over(silent, own().map(|e| e.addr));
    let mut args = m.args.clone();
    args.insert("over", over);
    args
}

const UNREACHABLE: Rule = Rule {
    code: "tcp.unreachable",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "{$host} cannot be reached on port {$port}: {$detail}",
    cause: "The network says that it does not know a way to the address.",
    remedy: "Look at the routing of whoever says so.",
    reference: "RFC 792, RFC 4443 §3.1",
    check: |facts| closed(facts, |e| unreachable(e) && !prohibited(e)),
};

const SLOW: Rule = Rule {
    code: "tcp.slow",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "The way to {$host} and back takes {$took} ms, {$addr}",
    cause: "No connection was answered sooner. A session needs a dozen such round trips; impatient programs give up.",
    remedy: "If it is not a satellite or mobile line, look at what fills this line, and at the path.",
    reference: "",
    check: slow,
};

/// By the best of several: one may have been sent again, and where there is only one it is unsure.
fn slow(facts: &Facts<'_>) -> Vec<Match> {
    const LONG_US: u64 = 700_000;
    let mut fastest: BTreeMap<IpAddr, (u64, &Endpoint<'_>)> = BTreeMap::new();
    for endpoint in facts.endpoints().iter().filter(|e| e.is_open()) {
        let took = endpoint.connect().and_then(|c| c.saw.took_us).unwrap_or_default();
        let best = fastest.entry(endpoint.addr).or_insert((took, endpoint));
        if took < best.0 {
            *best = (took, endpoint);
        }
    }
    let long = fastest.into_iter().filter(|(_, (took, _))| *took >= LONG_US);
    long.filter_map(|(addr, (took, endpoint))| {
        let m = Match::on(&Subject::Address { addr }, [endpoint.connect()?.id()]);
        let open = facts.endpoints_at(addr).filter(|e| e.is_open()).count();
        let m = if open == 1 { m.confidence(Confidence::Low) } else { m };
        Some(m.with("host", endpoint.host).with("took", took / 1000))
    })
    .collect()
}

const FOR_SERVERS: Rule = Rule {
    code: "tcp.port-25-is-for-servers",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Port 25 of {$host} is for mail from server to server, not for mail programs",
    cause: "It was asked for by number, and answers. Many networks block it for programs, and many servers take no log-in on it.",
    remedy: "Set mail programs to port 465 (SSL/TLS) or 587 (STARTTLS).",
    reference: "RFC 6409 §3.1, RFC 8314 §3.3",
    check: |facts| {
        let asked = facts.asked();
        let alone = asked.ports_from == From::User && asked.ports.iter().all(|p| p.port == 25);
        let meant = alone && asked.role != Role::Domain;
        let on_25 = facts.host_endpoints().filter(|e| meant && e.port == 25 && e.is_open());
        let on_25 = on_25.filter(|e| !facts.is_exchanger(e.host));
        on_25.filter_map(|e| Some(Match::on(e.subject, [e.connect()?.id()]))).collect()
    },
};

const PROHIBITED: Rule = Rule {
    code: "tcp.prohibited",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "A filter forbids port {$port} of {$host}: {$detail}",
    cause: "A router or firewall answers that such packets are administratively prohibited.",
    remedy: "Allow the port through that filter; until then use another port.",
    reference: "RFC 1812 §5.2.7.1, RFC 4443 §3.1",
    check: |facts| closed(facts, |e| unreachable(e) && prohibited(e)),
};

fn unreachable(endpoint: &Endpoint<'_>) -> bool {
    endpoint.connect_failure() == Some(FailureKind::Unreachable)
}

fn prohibited(endpoint: &Endpoint<'_>) -> bool {
    endpoint.connect().and_then(|c| c.saw.icmp).is_some_and(|icmp| icmp.prohibited())
}

/// Why the connection attempt failed, and who says so.
fn reason(endpoint: &Endpoint<'_>) -> Option<Arg> {
    let connect = endpoint.connect()?;
    match connect.saw.icmp {
        Some(icmp) => {
            let args = [("words", language::icmp(&icmp)), ("router", icmp.from.into())];
            Some(language::SAYS_WHO.of(args))
        }
        None => connect.failure().map(language::failure),
    }
}

/// The endpoints that are closed in such a way. How bad that is depends on who wants them.
fn closed(facts: &Facts<'_>, how: impl Fn(&Endpoint<'_>) -> bool) -> Vec<Match> {
    let closed = facts.endpoints().iter().filter(|e| how(e));
    closed
        .filter_map(|e| {
            let connect = e.connect()?;
            let detail = reason(e).unwrap_or_else(|| "".into());
            let m = Match::on(e.subject, [connect.id()]).with("detail", detail);
            let m = m.severity(severity(facts, e));
            // Many networks block 25, so its silence alone says little of the host.
            let unsure = e.port == 25 && e.is_silent();
            Some(if unsure { m.actor(Actor::You).confidence(Confidence::Low) } else { m })
        })
        .collect()
}

/// A closed port is a fault only where somebody wants it open: a port that the user named, or 25
/// of a mail exchanger. Where another address answers in its place it is less than that, and
/// where the network blocks a port the server is not to blame.
pub(super) fn severity(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Severity {
    let replaced = facts
        .endpoints()
        .iter()
        .any(|other| other.host == endpoint.host && other.port == endpoint.port && other.is_open());
    let by_the_way = path::is_blocked_25(facts, endpoint) || path::is_forged(facts, endpoint);
    if !facts.is_wanted(endpoint) || replaced || by_the_way {
        Severity::Note
    } else if facts.is_exchanger(endpoint.host)
        && !facts.is_host(endpoint.host)
        && facts.exchanger_endpoints().any(|e| e.is_open())
    {
        Severity::Warning
    } else {
        Severity::Error
    }
}
