//! IPv6 that does not work: in this network, or at the host.
use std::net::IpAddr;

use crate::diagnosis::facts::{Facts, Reach};
use crate::diagnosis::tcp;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const BROKEN_HERE: Rule = Rule {
    code: "cause.ipv6-broken-here",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "IPv6 does not work from here: {$control} does not answer over it either, and over IPv4 both do",
    cause: "This network, or its provider, gives addresses for IPv6 and does not carry its packets. Programs try IPv6 first and wait before they fall back.",
    remedy: "Have whoever runs this network mend IPv6, or switch it off on this machine until then.",
    reference: "RFC 8305",
    check: |facts| {
        compared(facts, |over_6, over_4| {
            over_6 == Some(Reach::Silent) && over_4 == Some(Reach::Answers)
        })
    },
};

pub(super) const BROKEN_THERE: Rule = Rule {
    code: "cause.ipv6-broken-there",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} cannot be reached over IPv6 ({$addr}), though {$control} can",
    cause: "IPv6 works in this network. The host does not serve its IPv6 address, or the way to it is broken near the host. Programs try IPv6 first and wait before they fall back.",
    remedy: "Mend IPv6 at the host, or take its IPv6 address out of the DNS.",
    reference: "RFC 8305",
    check: |facts| compared(facts, |over_6, _| over_6 == Some(Reach::Answers)),
};

fn compared(facts: &Facts<'_>, how: impl Fn(Option<Reach>, Option<Reach>) -> bool) -> Vec<Match> {
    let (v4, v6) = (IpAddr::from([0; 4]), IpAddr::from([0; 16]));
    if !how(facts.control_over(v6), facts.control_over(v4)) {
        return vec![];
    }
    let ids: Vec<u32> = facts.controls().iter().map(|c| c.connect.id).collect();
    let with = |m: Match| {
        let m = m.with("control", facts.control_names());
        Match { evidence: m.evidence.iter().chain(&ids).copied().collect(), ..m }
    };
    tcp::ipv6_dead(facts).into_iter().map(with).collect()
}
