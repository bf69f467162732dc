//! The way to each address, router by router.
use std::net::IpAddr;

use probes::net::{HopAnswer, Icmp, Method};
use probes::trace::Try;

use crate::diagnosis::facts::{Facts, Traced};
use crate::language::{self, say};

use super::document::{Block, Group, Row, Table};
use super::header::time;

/// Per path a table and how it ends.
pub(super) fn blocks(facts: &Facts<'_>) -> Vec<Block> {
    let paths = facts.paths();
    let mut blocks: Vec<Block> = paths.iter().flat_map(|p| path(p, facts)).collect();
    if paths.iter().any(|p| hops(p).iter().any(|h| h.silent)) {
        blocks.push(Block::Text(language::SILENT_HOPS.to_owned()));
    }
    blocks
}

fn path(traced: &Traced<'_>, facts: &Facts<'_>) -> Vec<Block> {
    let rows: Vec<Row> = hops(traced).into_iter().map(|h| h.row).collect();
    let mut table = Table::titled(&language::HOPS);
    table.groups.push(Group { title: title(traced), rows });
    vec![Block::Table(table), Block::Text(end(traced, facts))]
}

fn title(traced: &Traced<'_>) -> String {
    let method = match traced.path.method {
        Method::Tcp => "TCP",
        Method::Udp => "UDP",
        Method::Icmp => "ICMP",
    };
    match traced.port {
        None => say(language::PATH_TO, [("addr", &traced.addr), ("method", &method)]),
        Some(port) => say(
            language::PATH_TO_PORT,
            [("addr", &traced.addr), ("port", &port), ("method", &method)],
        ),
    }
}

struct Hop {
    silent: bool,
    row: Row,
}

/// One row per router. The silence behind the last answer is one row, however long it was.
fn hops(traced: &Traced<'_>) -> Vec<Hop> {
    let hops = traced.path.hops();
    let answers = |tries: &[&Try]| tries.iter().any(|t| t.answer.is_some());
    let last = hops.iter().filter(|(_, tries)| answers(tries)).map(|(ttl, _)| *ttl).max();
    let (heard, rest): (Vec<_>, Vec<_>) = hops.iter().partition(|(ttl, _)| Some(**ttl) <= last);
    let mut rows: Vec<Hop> = heard.iter().map(|(ttl, tries)| hop(traced, **ttl, tries)).collect();
    if let (Some((from, _)), Some((to, _))) = (rest.first(), rest.last()) {
        let span = if from == to { from.to_string() } else { format!("{from}–{to}") };
        rows.push(Hop { silent: false, row: Row { tone: None, cells: vec![span, "*".to_owned()] } });
    }
    rows
}

fn hop(traced: &Traced<'_>, ttl: u8, tries: &[&Try]) -> Hop {
    let mut routers: Vec<IpAddr> = Vec::new();
    for router in tries.iter().filter_map(|t| t.from(traced.addr)) {
        if !routers.contains(&router) {
            routers.push(router);
        }
    }
    if routers.is_empty() {
        let cells = vec![ttl.to_string(), "*".to_owned()];
        return Hop { silent: true, row: Row { tone: None, cells } };
    }
    let names: Vec<&str> = routers.iter().filter_map(|r| traced.name(*r)).collect();
    let times: Vec<String> = tries.iter().map(|t| round_trip(t)).collect();
    let addrs = super::places::joined(&routers);
    let cells = vec![ttl.to_string(), addrs, names.join(", "), times.join("  ")];
    Hop { silent: false, row: Row { tone: None, cells } }
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
