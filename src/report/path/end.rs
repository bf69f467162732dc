//! Where the packets of one path end.
use std::net::IpAddr;

use probes::net::{HopAnswer, Icmp, Method};
use probes::trace::Try;

use crate::diagnosis::facts::{Facts, Traced};
use crate::language::{self, say};

use super::super::places::joined;
use super::router;

/// Where packets end, whatever their method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The host answers after so many hops.
    Reached(u8),
    /// Somebody resets the connection after so many hops: the host, or something in its place.
    Reset(u8),
    /// Somebody says that they can't get farther.
    Stopped { ttl: u8, icmp: Icmp },
    /// They go round between these routers.
    Round(Vec<IpAddr>),
    /// Behind this router nobody answers.
    Lost { hop: u8, last: IpAddr },
    /// Nobody answers at all.
    Silent,
    /// The trace itself came to an end here, or didn't begin.
    Broken { last: Option<(u8, IpAddr)> },
}

impl End {
    /// Where this path ends.
    pub(super) fn of(traced: &Traced<'_>) -> Self {
        let (path, addr) = (traced.path, traced.addr);
        if let Some(end) = path.reached(addr).and_then(|ttl| arrived(traced, ttl)) {
            return end;
        }
        let last = path.last_router(addr);
        let circle = path.circle(addr);
        if !circle.is_empty() {
            return Self::Round(circle);
        }
        let stops = path.tries.iter().filter_map(|t| Some((t.ttl, stop(t)?)));
        match (stops.min_by_key(|(ttl, _)| *ttl), last) {
            (Some((ttl, icmp)), _) => Self::Stopped { ttl, icmp },
            _ if traced.observation.failure.is_some() => Self::Broken { last },
            (None, Some((hop, last))) => Self::Lost { hop, last },
            (None, None) => Self::Silent,
        }
    }

    /// Whether a table looks the same for both.
    pub(super) fn is_drawn_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Reached(one) | Self::Reset(one), Self::Reached(two) | Self::Reset(two)) => {
                one == two
            }
            _ => self == other,
        }
    }
}

/// What the host, or something in its place, answers.
fn arrived(traced: &Traced<'_>, ttl: u8) -> Option<End> {
    let mut answers = traced.path.tries.iter().filter(|t| t.ttl == ttl && t.reaches(traced.addr));
    Some(match answers.next()?.answer? {
        HopAnswer::Reset => End::Reset(ttl),
        // A datagram to a port where nobody listens has arrived when it is answered by this.
        HopAnswer::Icmp(icmp) if traced.is_tcp() || !icmp.port_unreachable() => {
            End::Stopped { ttl, icmp }
        }
        _ => End::Reached(ttl),
    })
}

fn stop(one: &Try) -> Option<Icmp> {
    match one.answer {
        Some(HopAnswer::Icmp(icmp)) if !icmp.time_exceeded() => Some(icmp),
        _ => None,
    }
}

/// Where a path ends, in words.
pub(super) fn words(traced: &Traced<'_>, facts: &Facts<'_>) -> String {
    let end = End::of(traced);
    let at = facts.endpoints().iter().filter(|e| e.addr == traced.addr);
    let open = at.filter(|e| !traced.is_tcp() || Some(e.port) == traced.port).any(|e| e.is_open());
    let told = match &end {
        End::Reached(ttl) => say(language::REACHED, [("hops", &hops(*ttl))]),
        End::Reset(ttl) => say(language::RESET_AFTER, [("hops", &hops(*ttl))]),
        End::Stopped { ttl, icmp } => stopped(traced, *ttl, icmp),
        End::Round(circle) => round(traced, circle),
        End::Lost { hop, last } => lost(traced, open, &place(traced, *hop, *last)),
        End::Silent => language::NOTHING_ANSWERS.to_owned(),
        End::Broken { last } => broken(traced, *last),
    };
    match end {
        End::Stopped { .. } | End::Lost { .. } | End::Silent if open => {
            say(language::YET_OPEN, [("end", &told)])
        }
        _ => told,
    }
}

/// Ports that nobody traced, because a router said what becomes of packets to them.
pub(super) fn refused(
    addr: IpAddr,
    paths: &[&Traced<'_>],
    facts: &Facts<'_>,
) -> Vec<(u16, String)> {
    let traced = |port: u16| paths.iter().any(|p| p.is_tcp() && p.port == Some(port));
    let at = facts.endpoints().iter().filter(|e| e.addr == addr && !traced(e.port));
    let said = at.filter_map(|e| Some((e.port, e.connect()?.saw.icmp?)));
    let mut told: Vec<(u16, String)> = said
        .filter(|(_, icmp)| icmp.from != addr)
        .map(|(port, icmp)| (port, refusal(&icmp, &speaker_of(paths, icmp.from))))
        .collect();
    // Several hosts may share the address.
    told.dedup();
    told
}

fn speaker_of(paths: &[&Traced<'_>], from: IpAddr) -> String {
    let met = paths.iter().filter_map(|p| Some((p, hop_of(p, from)?))).min_by_key(|(_, hop)| *hop);
    match met {
        Some((traced, hop)) => {
            say(language::ROUTER_AT, [("who", &who(traced, from)), ("hop", &hop)])
        }
        None => from.to_string(),
    }
}

fn hops(count: u8) -> String {
    match count {
        1 => language::ONE_HOP.to_owned(),
        count => say(language::MANY_HOPS, [("count", &count)]),
    }
}

fn stopped(traced: &Traced<'_>, ttl: u8, icmp: &Icmp) -> String {
    refusal(icmp, &speaker(traced, ttl, icmp.from))
}

fn refusal(icmp: &Icmp, who: &str) -> String {
    match icmp.prohibited() {
        true => say(language::FORBIDDEN, [("who", &who)]),
        false => say(language::STOPPED, [("words", &icmp.words()), ("who", &who)]),
    }
}

fn speaker(traced: &Traced<'_>, ttl: u8, from: IpAddr) -> String {
    if from == traced.addr {
        return say(language::HOST_AFTER, [("hops", &hops(ttl))]);
    }
    let who = who(traced, from);
    match hop_of(traced, from) {
        Some(hop) => say(language::ROUTER_AT, [("who", &who), ("hop", &hop)]),
        None => say(language::ROUTER_WITHIN, [("who", &who), ("hops", &hops(ttl))]),
    }
}

/// Where a router stands. It looks at the TTL before it refuses a packet, so that this is known
/// from the packets that ended there, not from the one that it refused.
fn hop_of(traced: &Traced<'_>, router: IpAddr) -> Option<u8> {
    let ended = |t: &&Try| t.from(traced.addr) == Some(router) && stop(t).is_none();
    traced.path.tries.iter().filter(ended).map(|t| t.ttl).min()
}

fn round(traced: &Traced<'_>, circle: &[IpAddr]) -> String {
    let routers: Vec<String> = circle.iter().map(|addr| who(traced, *addr)).collect();
    let Some((last, others)) = routers.split_last() else { return String::new() };
    say(language::ROUND, [("others", &joined(others)), ("last", last)])
}

/// A SYN to a port that answers isn't lost: then it is the answers of routers that are missing.
fn lost(traced: &Traced<'_>, open: bool, place: &str) -> String {
    let syn = traced.path.method == Method::Tcp && !open;
    let template = if syn { language::LOST_AFTER } else { language::ENDS_AFTER };
    say(template, [("place", &place)])
}

fn broken(traced: &Traced<'_>, last: Option<(u8, IpAddr)>) -> String {
    let detail = traced.observation.failure.as_ref().map_or("", |f| &f.detail);
    match last {
        None => say(language::NOT_TRACED, [("detail", &detail)]),
        Some((hop, addr)) => {
            let place = place(traced, hop, addr);
            say(language::PARTLY_TRACED, [("place", &place), ("detail", &detail)])
        }
    }
}

fn place(traced: &Traced<'_>, hop: u8, addr: IpAddr) -> String {
    match router::name(traced, addr) {
        Some(name) => say(language::PLACE_NAMED, [("hop", &hop), ("addr", &addr), ("name", &name)]),
        None => say(language::PLACE, [("hop", &hop), ("addr", &addr)]),
    }
}

fn who(traced: &Traced<'_>, addr: IpAddr) -> String {
    match router::name(traced, addr) {
        Some(name) => say(language::ADDRESS_NAME, [("addr", &addr), ("name", &name)]),
        None => addr.to_string(),
    }
}
