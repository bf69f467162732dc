//! Where the packets of one path end.
use std::net::IpAddr;

use probes::net::{HopAnswer, Icmp, Method};
use probes::trace::Try;

use crate::diagnosis::facts::{Facts, Traced};
use crate::language::{self, Language};

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
pub(super) fn words(traced: &Traced<'_>, facts: &Facts<'_>, language: Language) -> String {
    let end = End::of(traced);
    let at = facts.endpoints().iter().filter(|e| e.addr == traced.addr);
    let open = at.filter(|e| !traced.is_tcp() || Some(e.port) == traced.port).any(|e| e.is_open());
    let told = match &end {
        End::Reached(ttl) => language.say(language::REACHED, [("hops", &hops(*ttl, language))]),
        End::Reset(ttl) => language.say(language::RESET_AFTER, [("hops", &hops(*ttl, language))]),
        End::Stopped { ttl, icmp } => stopped(traced, *ttl, icmp, language),
        End::Round(circle) => round(traced, circle, language),
        End::Lost { hop, last } => {
            lost(traced, open, &place(traced, *hop, *last, language), language)
        }
        End::Silent => language.text(language::NOTHING_ANSWERS),
        End::Broken { last } => broken(traced, *last, language),
    };
    match end {
        End::Stopped { .. } | End::Lost { .. } | End::Silent if open => {
            language.say(language::YET_OPEN, [("end", &told)])
        }
        _ => told,
    }
}

/// Ports that nobody traced, because a router said what becomes of packets to them.
pub(super) fn refused(
    addr: IpAddr,
    paths: &[&Traced<'_>],
    facts: &Facts<'_>,
    language: Language,
) -> Vec<(u16, String)> {
    let traced = |port: u16| paths.iter().any(|p| p.is_tcp() && p.port == Some(port));
    let at = facts.endpoints().iter().filter(|e| e.addr == addr && !traced(e.port));
    let said = at.filter_map(|e| Some((e.port, e.connect()?.saw.icmp?)));
    let mut told: Vec<(u16, String)> = said
        .filter(|(_, icmp)| icmp.from != addr)
        .map(|(port, icmp)| {
            (port, refusal(&icmp, &speaker_of(paths, icmp.from, language), language))
        })
        .collect();
    // Several hosts may share the address.
    told.dedup();
    told
}

fn speaker_of(paths: &[&Traced<'_>], from: IpAddr, language: Language) -> String {
    let met = paths.iter().filter_map(|p| Some((p, hop_of(p, from)?))).min_by_key(|(_, hop)| *hop);
    match met {
        Some((traced, hop)) => {
            language.say(language::ROUTER_AT, [("who", &who(traced, from)), ("hop", &hop)])
        }
        None => from.to_string(),
    }
}

fn hops(count: u8, language: Language) -> String {
    match count {
        1 => language.text(language::ONE_HOP),
        count => language.say(language::MANY_HOPS, [("count", &count)]),
    }
}

fn stopped(traced: &Traced<'_>, ttl: u8, icmp: &Icmp, language: Language) -> String {
    refusal(icmp, &speaker(traced, ttl, icmp.from, language), language)
}

fn refusal(icmp: &Icmp, who: &str, language: Language) -> String {
    match icmp.prohibited() {
        true => language.say(language::FORBIDDEN, [("who", &who)]),
        false => {
            let words = language.told(&language::icmp(icmp));
            language.say(language::STOPPED, [("words", &words), ("who", &who)])
        }
    }
}

fn speaker(traced: &Traced<'_>, ttl: u8, from: IpAddr, language: Language) -> String {
    if from == traced.addr {
        return language.say(language::HOST_AFTER, [("hops", &hops(ttl, language))]);
    }
    let who = who(traced, from);
    match hop_of(traced, from) {
        Some(hop) => language.say(language::ROUTER_AT, [("who", &who), ("hop", &hop)]),
        None => {
            language.say(language::ROUTER_WITHIN, [("who", &who), ("hops", &hops(ttl, language))])
        }
    }
}

/// Where a router stands. It looks at the TTL before it refuses a packet, so that this is known
/// from the packets that ended there, not from the one that it refused.
fn hop_of(traced: &Traced<'_>, router: IpAddr) -> Option<u8> {
    let ended = |t: &&Try| t.from(traced.addr) == Some(router) && stop(t).is_none();
    traced.path.tries.iter().filter(ended).map(|t| t.ttl).min()
}

fn round(traced: &Traced<'_>, circle: &[IpAddr], language: Language) -> String {
    let routers: Vec<String> = circle.iter().map(|addr| who(traced, *addr)).collect();
    let Some((last, others)) = routers.split_last() else { return String::new() };
    language.say(language::ROUND, [("others", &joined(others)), ("last", last)])
}

/// A SYN to a port that answers isn't lost: then it is the answers of routers that are missing.
fn lost(traced: &Traced<'_>, open: bool, place: &str, language: Language) -> String {
    let syn = traced.path.method == Method::Tcp && !open;
    let template = if syn { language::LOST_AFTER } else { language::ENDS_AFTER };
    language.say(template, [("place", &place)])
}

fn broken(traced: &Traced<'_>, last: Option<(u8, IpAddr)>, language: Language) -> String {
    let failure = traced.observation.failure.as_ref().map(language::failure);
    let detail = failure.map(|f| language.told(&f)).unwrap_or_default();
    match last {
        None => language.say(language::NOT_TRACED, [("detail", &detail)]),
        Some((hop, addr)) => {
            let place = place(traced, hop, addr, language);
            language.say(language::PARTLY_TRACED, [("place", &place), ("detail", &detail)])
        }
    }
}

fn place(traced: &Traced<'_>, hop: u8, addr: IpAddr, language: Language) -> String {
    match router::name(traced, addr) {
        Some(name) => {
            language.say(language::PLACE_NAMED, [("hop", &hop), ("addr", &addr), ("name", &name)])
        }
        None => language.say(language::PLACE, [("hop", &hop), ("addr", &addr)]),
    }
}

fn who(traced: &Traced<'_>, addr: IpAddr) -> String {
    match router::name(traced, addr) {
        Some(name) => format!("{addr} ({name})"),
        None => addr.to_string(),
    }
}
