//! IPv6 that does not work: in this network, or at the host.
use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use probes::limits;

use super::{is_stranger, node};
use crate::diagnosis::facts::{Control, Endpoint, Facts, Reach};
use crate::diagnosis::tcp;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const BROKEN_HERE: Rule = Rule {
    code: "cause.ipv6-broken-here",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "IPv6 does not work from here: {$control} (which you chose to compare with) does not answer over it either, and over IPv4 both do",
    cause: "Packets over IPv6 leave this machine, and no answer comes back: this network, or its provider, does not carry them. Programs try IPv6 first and wait before they fall back.",
    remedy: "Mend IPv6 in this network; until then, switch it off on this machine.",
    reference: "RFC 8305",
    check: |facts| {
        let over_4 = facts.controls().iter().filter(|c| c.addr.is_ipv4() && c.is_open());
        let alive: HashSet<&str> = over_4.map(|c| c.host).collect();
        let dead = |c: &Control<'_>| c.is_silent() && alive.contains(c.host);
        let over_6 = || facts.controls().iter().filter(|c| c.addr.is_ipv6() && dead(c));
        let silent = facts.control_over(IpAddr::from([0; 16])) == Some(Reach::Silent);
        let strangers: BTreeSet<_> =
            over_6().filter(|c| is_stranger(facts, c)).map(|c| c.host).collect();
        // Two hosts, of which one is the target, may both have forgotten an address.
        let sure = if strangers.len() > 1 { Confidence::High } else { Confidence::Medium };
        let told = if silent && !strangers.is_empty() {
            compared(facts, Actor::Network, dead)
        } else {
            vec![]
        };
        told.into_iter().map(|m| m.confidence(sure)).collect()
    },
};

pub(super) const BROKEN_THERE: Rule = Rule {
    code: "cause.ipv6-broken-there",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} cannot be reached over IPv6 ({$addr}), though {$control} (which you chose to compare with) can",
    cause: "IPv6 works in this network. The host does not serve its IPv6 address, or the way to it is broken near the host. Programs try IPv6 first and wait before they fall back.",
    remedy: "Mend IPv6 at the host, or take its IPv6 address out of the DNS.",
    reference: "RFC 8305",
    check: |facts| {
        // Another port that answers does not show that this network lets mail out.
        let mut dead = facts.endpoints().iter().filter(|e| e.addr.is_ipv6() && !e.is_open());
        let answers = |e: &Endpoint<'_>| facts.control_on(e.addr, e.port) == Some(Reach::Answers);
        if dead.any(answers) { compared(facts, Actor::Provider, Control::is_open) } else { vec![] }
    },
};

/// What is said of the dead addresses, beside those hosts that are so over IPv6.
fn compared<'r>(facts: &Facts<'r>, actor: Actor, are: impl Fn(&Control<'r>) -> bool) -> Vec<Match> {
    let shown = facts.controls().iter().filter(|c| c.addr.is_ipv6() && are(c));
    let names: BTreeSet<&str> = shown.map(|c| c.host).collect();
    let names = names.into_iter().take(limits::CONTROLS).collect::<Vec<_>>().join(", ");
    let ids: Vec<u32> = facts.controls().iter().map(|c| c.connect.id).collect();
    let with = |m: Match| {
        let m = m.with("control", &names).actor(actor);
        Match { evidence: m.evidence.iter().chain(&ids).copied().collect(), ..m }
    };
    tcp::ipv6_dead(facts).into_iter().map(with).collect()
}

pub(super) const ONE_FAILS: Rule = Rule {
    code: "cause.one-family-fails",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$host} takes connections at {$bad} and then stays silent (port {$ports}), while {$good} serves",
    cause: "Short packets arrive and what follows does not, over one of IPv4 and IPv6 only. Large packets are lost on the way to that address (tunnels and VPNs do that), or a machine behind it is faulty. Programs that take it hang.",
    remedy: "Run this again from another network (a phone's). If all is well there, have whoever runs this network, or the VPN, look at the packet size (MTU); otherwise the host's provider must mend that address.",
    reference: "RFC 8305, RFC 4459 §1",
    check: |facts| node::faulty(facts, true),
};
