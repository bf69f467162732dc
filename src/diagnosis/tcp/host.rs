//! What the ports of a host say together.
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use probes::{FailureKind, Subject};

use super::{prohibited, unreachable};
use crate::diagnosis::facts::{Endpoint, Facts, Reach, kind as fact_kind};
use crate::diagnosis::{listed, path};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::target::{From, Role};

pub(super) const SILENT: Rule = Rule {
    code: "tcp.host-silent",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$host} gives no answer on any mail port ({$ports})",
    cause: "Either the host is down, or a firewall drops everything: at the host, or in the network you are in.",
    remedy: "Look at the host from another network (a phone's): if it answers there, this network blocks mail; if not, whoever runs the host must look at it and at the firewalls before it.",
    reference: "",
    check: |facts| if others_answer(facts) { vec![] } else { silent(facts) },
};

pub(super) const DOWN: Rule = Rule {
    code: "tcp.host-down",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$host} gives no answer on any mail port ({$ports}), while {$control} does",
    cause: "This network lets mail out. The host is down, or a firewall drops what goes to it: at the host, perhaps only what comes from your address (a ban after wrong passwords), or on the way, where a company or a country does not let this host be reached.",
    remedy: "Look at it from another network (a phone's). If it answers there, ask its provider to lift a ban on your address, or whoever runs this network to let the host through; if it does not, its provider must look whether it is up.",
    reference: "",
    check: |facts| {
        let found = if others_answer(facts) { silent(facts) } else { vec![] };
        let open = facts.controls().iter().filter(|c| c.is_open());
        let names: BTreeSet<&str> = open.clone().map(|c| c.host).collect();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let with = |m: Match| {
            let mut m = m.with("control", &names);
            m.evidence.extend(open.clone().map(|c| c.connect.id));
            let at = |addr| tried(facts).iter().any(|e| e.addr == addr);
            let traces = facts.paths().iter().filter(|p| at(p.addr));
            m.evidence.extend(traces.map(|p| p.observation.id));
            m
        };
        found.into_iter().map(with).collect()
    },
};

/// Whether hosts with which it is compared answer on ports on which this one is silent.
fn others_answer(facts: &Facts<'_>) -> bool {
    tried(facts).iter().any(|e| facts.control_on(e.addr, e.port) == Some(Reach::Answers))
}

/// Where packets end is told, if it is known, instead of this.
fn silent(facts: &Facts<'_>) -> Vec<Match> {
    let tried: Vec<_> = tried(facts).into_iter().map(|e| e.addr).collect();
    if path::is_known_where(facts, &tried) {
        return vec![];
    }
    none_open(facts, |e| e.is_silent() && !path::goes_round(facts, e.addr))
}

pub(super) const NOTHING_LISTENS: Rule = Rule {
    code: "tcp.nothing-listens",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} is there, but refuses every mail port ({$ports})",
    cause: "The host answers that nothing listens: the mail service is stopped, or this is not the mail server. A firewall that bans your address (after wrong passwords) may say the same.",
    remedy: "Start the mail service, unless the host answers from another network (a phone's). If the host name was typed by hand, check it against the provider's help page.",
    reference: "RFC 9293 §3.5.2",
    check: |facts| {
        let found = none_open(facts, |e| is_refused(e) && !path::is_forged(facts, e));
        let here = tried(facts).iter().all(|e| e.addr.is_loopback());
        found.into_iter().map(|m| if here { m.actor(Actor::You) } else { m }).collect()
    },
};

fn is_refused(endpoint: &Endpoint<'_>) -> bool {
    endpoint.connect_failure() == Some(FailureKind::Refused)
}

pub(super) const ALL_PROHIBITED: Rule = Rule {
    code: "tcp.all-prohibited",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "A filter forbids every mail port of {$host} ({$ports})",
    cause: "A router or firewall on the way answers that such packets are administratively prohibited.",
    remedy: "Allow mail through that filter; until then use another network.",
    reference: "RFC 1812 §5.2.7.1, RFC 4443 §3.1",
    check: |facts| none_open(facts, prohibited),
};

pub(super) const NO_SERVICE: Rule = Rule {
    code: "tcp.no-service",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "No mail port of {$host} can be reached ({$ports})",
    cause: "Some are refused, some give no answer or are said to be unreachable.",
    remedy: "Look at the mail service and the firewall in front of it. If the host name was typed by hand, check it against the provider's help page.",
    reference: "",
    check: |facts| {
        let alike = |how: fn(&Endpoint<'_>) -> bool| !none_open(facts, how).is_empty();
        let all_alike = alike(|e| e.is_silent())
            || alike(is_refused)
            || alike(prohibited)
            || alike(|e| unreachable(e) && !prohibited(e));
        if all_alike { vec![] } else { none_open(facts, |_| true) }
    },
};

/// The host, if every port that could be tried is closed in this way. Of ports that the user
/// named each is told by itself, and a domain's own name need not be a mail host.
fn none_open(facts: &Facts<'_>, how: impl Fn(&Endpoint<'_>) -> bool) -> Vec<Match> {
    let tried = tried(facts);
    let named = facts.asked().ports_from == From::User;
    if tried.is_empty() || named || is_only_a_domain(facts) || !tried.iter().all(|e| how(e)) {
        return vec![];
    }
    vec![about_host(facts, &tried)]
}

/// The endpoints of the host that this machine could try; none if one of them is open.
fn tried<'f, 'r>(facts: &'f Facts<'r>) -> Vec<&'f Endpoint<'r>> {
    if facts.host_endpoints().any(|e| e.is_open()) {
        return vec![];
    }
    let here = |e: &&Endpoint<'_>| {
        !matches!(
            e.connect_failure(),
            None | Some(
                FailureKind::NotPossible | FailureKind::NotPermitted | FailureKind::CutShort
            )
        )
    };
    facts.host_endpoints().filter(here).collect()
}

/// Whether the name stands for a mail domain first: who types it may not mean a host at all.
pub(in crate::diagnosis) fn is_only_a_domain(facts: &Facts<'_>) -> bool {
    let asked = facts.asked();
    let domain = asked.role == Role::Auto && !facts.exchangers().is_empty();
    domain && asked.ports_from == From::Default && !facts.is_exchanger(&asked.target.name)
}

fn about_host(facts: &Facts<'_>, endpoints: &[&Endpoint<'_>]) -> Match {
    let subject = Subject::Host { host: facts.asked().target.name.clone() };
    let ids = endpoints.iter().filter_map(|e| e.connect()).map(|c| c.id());
    Match::on(&subject, ids).with("ports", listed(endpoints.iter().map(|e| e.port)))
}

pub(super) const NOT_A_CLIENT_HOST: Rule = Rule {
    code: "tcp.not-a-client-host",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "Under its own name {$host} offers no mail service",
    cause: "The name is a mail domain, whose mail goes through its exchangers. What answers at its own address, if anything, is usually the web server.",
    remedy: "In a mail program, use the host names that the provider publishes.",
    reference: "",
    check: |facts| {
        let tried = tried(facts);
        let holds = is_only_a_domain(facts) && !tried.is_empty();
        holds.then(|| about_host(facts, &tried)).into_iter().collect()
    },
};

pub(super) const OWN_NAME: Rule = Rule {
    code: "tcp.own-name-serves-too",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "Under its own name {$host} answers on mail ports too ({$ports})",
    cause: "The name is a mail domain, whose mail goes through its exchangers. Its own address is often a web host with mail ports of its own; what is wrong with those is told as notes.",
    remedy: "If mail programs are set to {$host} itself, look at it with --as host.",
    reference: "",
    check: |facts| {
        let open: Vec<_> = facts.host_endpoints().filter(|e| e.is_open()).collect();
        let holds = is_only_a_domain(facts) && !open.is_empty();
        holds.then(|| about_host(facts, &open)).into_iter().collect()
    },
};

pub(super) const ALL_UNREACHABLE: Rule = Rule {
    code: "tcp.all-unreachable",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "{$host} cannot be reached on any mail port ({$ports}): {$detail}",
    cause: "The network says that it has no way to the host: a router is misled, or the host is off.",
    remedy: "Look whether the host is on, and at the routing of whoever says so.",
    reference: "RFC 792, RFC 4443 §3.1",
    check: |facts| {
        let detail = tried(facts).first().and_then(|e| super::reason(e));
        let lost = |e: &Endpoint<'_>| unreachable(e) && !prohibited(e);
        let found = none_open(facts, |e| lost(e) && !path::goes_round(facts, e.addr));
        let detail = detail.unwrap_or_else(|| "".into());
        let found = found.into_iter().map(|m| m.with("detail", detail.clone()));
        // A router next to the host that can't find it says that the host is off.
        let next_to_it = tried(facts).iter().all(|e| {
            let icmp = e.connect().and_then(|c| c.saw.icmp);
            icmp.is_some_and(|icmp| path::is_near(icmp.from, e.addr))
        });
        found.map(|m| if next_to_it { m.actor(Actor::Provider) } else { m }).collect()
    },
};

pub(super) const NO_ROUTE: Rule = Rule {
    code: "tcp.no-route",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Not tested: this machine has no way to {$addr}",
    cause: "It has no address, or no route, of that family. For IPv6 that is common and harms nothing while IPv4 works.",
    remedy: "Connect this machine to a network that has a way there, unless another address of the host answers.",
    reference: "",
    check: |facts| locally(facts, FailureKind::NotPossible),
};

pub(super) const NOT_PERMITTED: Rule = Rule {
    code: "tcp.not-permitted",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Not tested: this machine does not let the program connect to {$addr}",
    cause: "This machine says: {$detail}. A personal firewall, a VPN's kill switch, a sandbox or a limit on open files forbids it.",
    remedy: "Allow this program to make connections, and run it again.",
    reference: "",
    check: |facts| locally(facts, FailureKind::NotPermitted),
};

/// What this machine prevents, one match per address. That is no fault of the host; a warning
/// where it prevents everything.
fn locally(facts: &Facts<'_>, kind: FailureKind) -> Vec<Match> {
    let such: Vec<_> =
        facts.endpoints().iter().filter(|e| e.connect_failure() == Some(kind)).collect();
    let all = such.len() == facts.endpoints().len();
    let severity = if all { Severity::Warning } else { Severity::Note };
    let connects =
        |addr| such.iter().filter(move |e| e.addr == addr).filter_map(|e| Some(e.connect()?.id()));
    let traces = |addr| {
        let failed = facts.paths().iter().filter(move |p| p.addr == addr);
        failed.map(|p| p.observation).filter(|o| fact_kind(o) == Some(kind)).map(|o| o.id)
    };
    let ids = |addr| connects(addr).chain(traces(addr));
    let detail = |addr| such.iter().find(|e| e.addr == addr).and_then(|e| super::reason(e));
    let about = |addr| {
        let m = Match::on(&Subject::Address { addr }, ids(addr)).severity(severity);
        m.with("detail", detail(addr).unwrap_or_else(|| "".into()))
    };
    each_address(&such).into_iter().map(about).collect()
}

fn each_address(endpoints: &[&Endpoint<'_>]) -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = endpoints.iter().map(|e| e.addr).collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) const IPV6_DEAD: Rule = Rule {
    code: "tcp.ipv6-dead",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "{$host} cannot be reached over IPv6 ({$addr}), only over IPv4",
    cause: "The IPv6 path is broken, here or at the host. {$seen} Programs try IPv6 first and wait before they fall back.",
    remedy: "Mend IPv6 on the way to the host, or at the host. If other hosts answer over IPv6 from here, it is at the host.",
    reference: "RFC 8305",
    check: ipv6_dead,
};

/// The IPv6 addresses in whose place only IPv4 serves.
pub(in crate::diagnosis) fn ipv6_dead(facts: &Facts<'_>) -> Vec<Match> {
    dead(facts, |serves, addr, other| !serves && addr.is_ipv6() && other.is_ipv4())
}

pub(super) const IPV4_DEAD: Rule = Rule {
    code: "tcp.ipv4-dead",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "{$host} cannot be reached over IPv4 ({$addr}), only over IPv6",
    cause: "The IPv4 path is broken, here or at the host. {$seen}",
    remedy: "Mend IPv4 on the way to the host, or at the host. If other hosts answer over IPv4 from here, it is at the host.",
    reference: "",
    check: |facts| dead(facts, |serves, addr, other| !serves && addr.is_ipv4() && other.is_ipv6()),
};

pub(super) const ADDRESS_DEAD: Rule = Rule {
    code: "tcp.address-dead",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "One address of {$host} is dead: {$addr} (ports {$ports}), while {$alive} answers",
    cause: "The name has several addresses and one of them does not serve. Programs that draw it fail, the others don't.",
    remedy: "Mend that server or take its address out of the DNS.",
    reference: "RFC 8305",
    check: |facts| dead(facts, |serves, addr, other| !serves && addr.is_ipv4() == other.is_ipv4()),
};

pub(super) const PARTLY_DEAD: Rule = Rule {
    code: "tcp.address-partly-dead",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$addr}, an address of {$host}, does not serve port {$ports}, while {$alive} does",
    cause: "The name has several addresses that don't offer the same. Programs that draw this one fail or wait.",
    remedy: "Make all addresses of the name serve the same ports, or take this one out of the DNS.",
    reference: "RFC 8305",
    check: |facts| dead(facts, |serves, _, _| serves),
};

/// Addresses that don't answer on ports that another address of the same host answers on. The
/// nearest explanation wins: an address of the same family before one of the other. `kin` is
/// asked whether the address serves at all, and what the two addresses are.
fn dead(facts: &Facts<'_>, kin: impl Fn(bool, IpAddr, IpAddr) -> bool) -> Vec<Match> {
    let all: Vec<_> = facts.endpoints().iter().collect();
    let mut found = Vec::new();
    for (host, of_host) in by_host(&all) {
        for addr in each_address(&of_host) {
            let serves = of_host.iter().any(|e| e.addr == addr && e.is_open());
            let pairs = replaced(facts, &of_host, addr);
            let same_family = pairs.iter().any(|(_, alive)| alive.addr.is_ipv4() == addr.is_ipv4());
            let nearest = |other: IpAddr| other.is_ipv4() == addr.is_ipv4() || !same_family;
            let fits = |other: IpAddr| nearest(other) && kin(serves, addr, other);
            let pairs: Vec<_> = pairs.into_iter().filter(|(_, alive)| fits(alive.addr)).collect();
            found.extend(about_dead(facts, host, addr, &pairs));
        }
    }
    found
}

type Pair<'f, 'r> = (&'f Endpoint<'r>, &'f Endpoint<'r>);

/// The closed endpoints of an address, each with an open one of another address in its place.
fn replaced<'f, 'r>(
    facts: &Facts<'r>,
    of_host: &[&'f Endpoint<'r>],
    addr: IpAddr,
) -> Vec<Pair<'f, 'r>> {
    let closed = of_host.iter().filter(|e| {
        let kind = e.connect_failure();
        e.addr == addr
            && matches!(
                kind,
                Some(FailureKind::Refused | FailureKind::TimedOut | FailureKind::Unreachable)
            )
            && !path::is_blocked_25(facts, e)
            && !path::is_forged(facts, e)
    });
    closed
        .flat_map(|e| of_host.iter().filter(|o| o.port == e.port && o.is_open()).map(|o| (*e, *o)))
        .collect()
}

fn about_dead(
    facts: &Facts<'_>,
    host: &str,
    addr: IpAddr,
    pairs: &[Pair<'_, '_>],
) -> Option<Match> {
    let ports = listed(pairs.iter().map(|(closed, _)| closed.port));
    let (_, alive) = pairs.first()?;
    let both = pairs.iter().flat_map(|(closed, alive)| [closed.connect(), alive.connect()]);
    let traces = facts.paths().iter().filter(|p| p.addr == addr).map(|p| p.observation.id);
    let mut ids: Vec<u32> = both.flatten().map(|c| c.id()).chain(traces).collect();
    ids.sort_unstable();
    ids.dedup();
    let m = Match::on(&Subject::Address { addr }, ids);
    let m = m.with("host", host).with("ports", ports).with("alive", alive.addr);
    let serves = facts.endpoints_at(addr).any(Endpoint::is_open);
    Some(match path::last_seen(facts, addr).filter(|_| !serves) {
        Some((seen, Some(actor))) => m.with("seen", seen).actor(actor),
        Some((seen, None)) => m.with("seen", seen),
        None => m.with("seen", ""),
    })
}

fn by_host<'f, 'r>(endpoints: &[&'f Endpoint<'r>]) -> BTreeMap<&'r str, Vec<&'f Endpoint<'r>>> {
    let mut found: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for endpoint in endpoints {
        found.entry(endpoint.host).or_default().push(*endpoint);
    }
    found
}
