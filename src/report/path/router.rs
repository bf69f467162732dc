//! Who answers on the way, and how.
use std::net::IpAddr;

use probes::net::{HopAnswer, Icmp, Method};
use probes::trace::Try;

use crate::diagnosis::facts::Traced;
use crate::finding::Arg;
use crate::language::{self, Language};

use super::super::cell::span;
use super::super::header::time;
use super::super::places::joined;

/// The TTL of the last answer that says something: behind the target there is only the target.
pub(super) fn last_answer(traced: &Traced<'_>) -> Option<u8> {
    let answered = traced.path.tries.iter().filter(|t| t.answer.is_some()).map(|t| t.ttl);
    traced.path.reached(traced.addr).or_else(|| answered.max())
}

/// What a router is called, if anything.
pub(super) fn name<'t>(traced: &'t Traced<'_>, addr: IpAddr) -> Option<&'t str> {
    traced.name(addr).filter(|name| !name.is_empty())
}

/// An address, and what kind it is of if it isn't public (RFC 1918, RFC 4193, RFC 6598, RFC 3927).
pub(super) fn address(addr: IpAddr, language: Language) -> String {
    let template = match addr {
        IpAddr::V4(v4) if v4.is_private() => language::PRIVATE,
        IpAddr::V4(v4) if v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64 => language::SHARED,
        IpAddr::V4(v4) if v4.is_link_local() => language::LINK_LOCAL,
        IpAddr::V6(v6) if v6.is_unique_local() => language::PRIVATE,
        IpAddr::V6(v6) if v6.is_unicast_link_local() => language::LINK_LOCAL,
        _ => return addr.to_string(),
    };
    language.say(template, [("addr", &addr)])
}

/// How times are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// Every one, unless they are many; `*` for a packet without an answer.
    Each,
    /// The shortest and the longest.
    Span,
}

/// The times of packets that ended at the same hop.
pub(super) fn round_trips(tries: &[&Try], times: Times, language: Language) -> String {
    const FEW: usize = 4;
    let answered = || tries.iter().filter(|t| t.answer.is_some()).map(|t| t.took_us);
    let (Some(least), Some(most)) = (answered().min(), answered().max()) else {
        return String::new();
    };
    if tries.len() == 1 || (tries.len() <= FEW && times == Times::Each) {
        return tries.iter().map(|t| round_trip(t)).collect::<Vec<_>>().join(" ");
    }
    let (times, of) = (span((least, most)), tries.len());
    match of - answered().count() {
        lost if lost < FEW => times + &" *".repeat(lost),
        lost => {
            language.say(language::UNANSWERED, [("times", &times), ("lost", &lost), ("of", &of)])
        }
    }
}

fn round_trip(one: &Try) -> String {
    if one.answer.is_some() { time(one.took_us) } else { "*".to_owned() }
}

/// What packets were told at their end, where all were told the same and it isn't just that they
/// arrived.
pub(super) fn mark(tries: &[(Method, &Try)]) -> Option<Arg> {
    let mut marks = tries.iter().filter_map(|(m, t)| Some(answer_mark(*m, t.answer?)));
    let first = marks.next()?;
    first.filter(|first| marks.all(|mark| mark.as_ref() == Some(first)))
}

fn answer_mark(method: Method, answer: HopAnswer) -> Option<Arg> {
    match answer {
        HopAnswer::Reset => Some(language::RESET.into()),
        HopAnswer::Icmp(icmp) if !icmp.time_exceeded() && !is_arrival(method, icmp) => {
            Some(language::icmp(&icmp))
        }
        _ => None,
    }
}

const fn is_arrival(method: Method, icmp: Icmp) -> bool {
    matches!(method, Method::Udp) && icmp.port_unreachable()
}

/// The labels under which packets came to a router, each stack once.
pub(super) fn labels(tries: &[&Try]) -> String {
    let mut stacks: Vec<String> = Vec::new();
    for one in tries.iter().filter(|t| !t.labels.is_empty()) {
        let labels: Vec<u32> = one.labels.iter().map(|label| label.label).collect();
        let stack = format!("MPLS {}", joined(&labels));
        if !stacks.contains(&stack) {
            stacks.push(stack);
        }
    }
    stacks.join("; ")
}
