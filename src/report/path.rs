//! The way to each address, router by router.
use std::net::IpAddr;

use probes::net::{HopAnswer, Icmp, Method};
use probes::trace::Try;

use crate::diagnosis::facts::{Facts, Traced};
use crate::language::{self, say};

use super::document::{Block, Group, Row, Table};
use super::header::time;
use super::places::{joined, ports};

/// Per path a table and how it ends. Paths to several ports of an address that are the same but
/// for their times are told together.
pub(super) fn blocks(facts: &Facts<'_>) -> Vec<Block> {
    let paths = facts.paths();
    let mut ways: Vec<Way<'_, '_>> = Vec::new();
    // That a path could not be traced at all is a finding, and told there.
    let is_traced = |t: &&Traced<'_>| t.observation.failure.is_none() || !t.path.tries.is_empty();
    for traced in paths.iter().filter(is_traced) {
        let end = end(traced, facts);
        match ways.iter_mut().find(|w| w.end == end && w.is_like(traced)) {
            Some(way) => way.paths.push(traced),
            None => ways.push(Way { paths: vec![traced], end }),
        }
    }
    let mut blocks: Vec<Block> = ways.iter().flat_map(Way::blocks).collect();
    if ways.iter().any(Way::has_silent_hop) {
        blocks.push(Block::Text(language::SILENT_HOPS.to_owned()));
    }
    blocks
}

/// A path, or several that are the same.
struct Way<'p, 'r> {
    paths: Vec<&'p Traced<'r>>,
    end: String,
}

impl Way<'_, '_> {
    fn first(&self) -> &Traced<'_> {
        self.paths.first().expect("a way is made of a path")
    }

    fn is_like(&self, other: &Traced<'_>) -> bool {
        let one = self.first();
        let kind = |t: &Traced<'_>| (t.addr, t.port.is_some(), t.path.method);
        kind(one) == kind(other) && routers(one) == routers(other)
    }

    fn blocks(&self) -> Vec<Block> {
        let mut table = Table::titled(&language::HOPS);
        let mut rows: Vec<Row> = self.ttls().map(|ttl| self.hop(ttl)).collect();
        rows.extend(self.silence());
        table.groups.push(Group { title: self.title(), rows });
        vec![Block::Table(table), Block::Text(self.end.clone())]
    }

    fn title(&self) -> String {
        let traced = self.first();
        let method = match traced.path.method {
            Method::Tcp => "TCP",
            Method::Udp => "UDP",
            Method::Icmp => "ICMP",
        };
        let to: Vec<u16> = self.paths.iter().filter_map(|p| p.port).collect();
        let (addr, to) = (traced.addr, ports(&to));
        match to.is_empty() {
            true => say(language::PATH_TO, [("addr", &addr), ("method", &method)]),
            false => {
                let words: [(&str, &dyn std::fmt::Display); 3] =
                    [("addr", &addr), ("method", &method), ("ports", &to)];
                let several = self.paths.len() > 1;
                say(
                    if several { language::PATH_TO_SEVERAL } else { language::PATH_TO_PORTS },
                    words,
                )
            }
        }
    }

    /// Up to the last answer.
    fn ttls(&self) -> impl Iterator<Item = u8> {
        1..=last_answer(self.first()).unwrap_or(0)
    }

    fn hop(&self, ttl: u8) -> Row {
        let traced = self.first();
        let routers = routers_at(traced, ttl);
        let cells = match routers[..] {
            [] => vec![ttl.to_string(), "*".to_owned()],
            _ => {
                let names: Vec<&str> = routers.iter().filter_map(|r| traced.name(*r)).collect();
                vec![ttl.to_string(), joined(&routers), names.join(", "), self.round_trips(ttl)]
            }
        };
        Row { tone: None, cells }
    }

    /// Every one of a few; of many the shortest and the longest.
    fn round_trips(&self, ttl: u8) -> String {
        const FEW: usize = 3;
        let tries = || self.paths.iter().flat_map(|p| &p.path.tries).filter(|t| t.ttl == ttl);
        let answered = || tries().filter(|t| t.answer.is_some()).map(|t| t.took_us);
        match (answered().min().map(time), answered().max().map(time)) {
            (Some(least), Some(most)) if tries().count() > FEW && least == most => least,
            (Some(least), Some(most)) if tries().count() > FEW => {
                say(language::BETWEEN, [("least", &least), ("most", &most)])
            }
            _ => tries().map(round_trip).collect::<Vec<_>>().join(" "),
        }
    }

    /// The silence behind the last answer is one row, however long it was.
    fn silence(&self) -> Option<Row> {
        let last = last_answer(self.first()).unwrap_or(0);
        let end = self.first().path.tries.iter().map(|t| t.ttl).max()?;
        let reached = self.first().path.reached(self.first().addr).is_some();
        let span = match end {
            _ if reached => return None,
            end if end <= last => return None,
            end if end == last + 1 => end.to_string(),
            end => format!("{}–{end}", last + 1),
        };
        Some(Row { tone: None, cells: vec![span, "*".to_owned()] })
    }

    fn has_silent_hop(&self) -> bool {
        self.ttls().any(|ttl| routers_at(self.first(), ttl).is_empty())
    }
}

/// The TTL of the last answer that says something: behind the target there is only the target.
fn last_answer(traced: &Traced<'_>) -> Option<u8> {
    let answered = traced.path.tries.iter().filter(|t| t.answer.is_some()).map(|t| t.ttl);
    traced.path.reached(traced.addr).or_else(|| answered.max())
}

fn routers(traced: &Traced<'_>) -> Vec<Vec<IpAddr>> {
    (1..=last_answer(traced).unwrap_or(0)).map(|ttl| routers_at(traced, ttl)).collect()
}

/// Who answered at this TTL, each once.
fn routers_at(traced: &Traced<'_>, ttl: u8) -> Vec<IpAddr> {
    let mut found = Vec::new();
    let tries = traced.path.tries.iter().filter(|t| t.ttl == ttl);
    for router in tries.filter_map(|t| t.from(traced.addr)) {
        if !found.contains(&router) {
            found.push(router);
        }
    }
    found
}

fn round_trip(one: &Try) -> String {
    if one.answer.is_some() { time(one.took_us) } else { "*".to_owned() }
}

fn end(traced: &Traced<'_>, facts: &Facts<'_>) -> String {
    if let Some(failure) = &traced.observation.failure {
        return say(language::NOT_TRACED, [("detail", &failure.detail)]);
    }
    if let Some(ttl) = traced.path.reached(traced.addr) {
        return say(language::REACHED, [("ttl", &ttl)]);
    }
    let end = ends_at(traced);
    let open = facts.endpoints().iter().any(|e| e.addr == traced.addr && e.is_open());
    if open && traced.port.is_none() { say(language::YET_OPEN, [("end", &end)]) } else { end }
}

fn ends_at(traced: &Traced<'_>) -> String {
    if let Some((ttl, icmp)) = stop(traced) {
        let template = if icmp.prohibited() { language::FORBIDDEN } else { language::STOPPED };
        return say(template, [("ttl", &ttl), ("addr", &icmp.from)]);
    }
    match traced.path.last_router(traced.addr) {
        Some((ttl, addr)) => say(language::ENDS_AFTER, [("addr", &addr), ("ttl", &ttl)]),
        None => language::NOTHING_ANSWERS.to_owned(),
    }
}

/// A message that ended the path before the target, and at which router.
fn stop(traced: &Traced<'_>) -> Option<(u8, Icmp)> {
    let stops = traced.path.tries.iter().filter_map(|t| match t.answer {
        Some(HopAnswer::Icmp(icmp)) if !icmp.time_exceeded() => Some((t.ttl, icmp)),
        _ => None,
    });
    stops.min_by_key(|(ttl, _)| *ttl)
}
