//! Names with addresses of one family.
use std::net::{IpAddr, Ipv6Addr};

use probes::Subject;

use crate::diagnosis::facts::Facts;
use crate::diagnosis::tcp;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::target::Family;

pub(super) const IPV6_ONLY: Rule = Rule {
    code: "dns.ipv6-only",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "{$host} has IPv6 addresses only",
    cause: "Whoever has only IPv4, as many networks and mail servers do, cannot connect to it.",
    remedy: "Give it an IPv4 address too.",
    reference: "RFC 3974 §3",
    check: ipv6_only,
};

/// A warning where no other exchanger takes the mail of servers with IPv4 only. That there is no
/// IPv6 address is no fault.
fn ipv6_only(facts: &Facts<'_>) -> Vec<Match> {
    if facts.asked().family == Family::Ipv6 {
        return vec![];
    }
    let subjects = facts.named_subjects();
    let exchanger = |s: &Subject| matches!(s, Subject::Exchanger { .. });
    let mut exchangers = subjects.iter().filter(|s| exchanger(s));
    let spare = exchangers.any(|s| !is_ipv6_only(facts, s));
    let such = subjects.iter().filter(|s| exchanger(s) || !tcp::is_only_a_domain(facts));
    let such = such.filter(|s| is_ipv6_only(facts, s));
    such.map(|subject| {
        let ids = facts.addresses_of(subject).into_iter().map(|(o, _)| o.id);
        let severe = exchanger(subject) && !spare;
        let m = Match::on(subject, ids);
        m.severity(if severe { Severity::Warning } else { Severity::Note })
    })
    .collect()
}

fn is_ipv6_only(facts: &Facts<'_>, subject: &Subject) -> bool {
    let lookups = facts.addresses_of(subject);
    let known = lookups.iter().all(|(o, l)| o.failure.is_none() && !l.answer.is_from_file());
    let mut addrs = lookups.iter().flat_map(|(_, l)| l.answer.addresses()).peekable();
    // What translates IPv4 (RFC 6052) stands for an IPv4 address.
    let only_6 = |addr: IpAddr| matches!(addr, IpAddr::V6(v6) if !is_translated(v6));
    known && addrs.peek().is_some() && addrs.all(only_6)
}

fn is_translated(addr: Ipv6Addr) -> bool {
    addr.segments()[..6] == [0x64, 0xff9b, 0, 0, 0, 0] || addr.to_ipv4_mapped().is_some()
}
