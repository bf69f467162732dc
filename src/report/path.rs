//! The way to each address, router by router.
mod end;
mod large;
mod remark;
mod router;
mod way;

use std::net::IpAddr;

use probes::Observation;
use probes::net::Method;

use crate::diagnosis::facts::{Facts, Traced};
use crate::language::{self, Language};

use super::Detail;
use super::document::Block;
use super::places::{joined, ports};
use end::End;
pub(super) use way::Way;

/// Per address a line that says where its paths end, then a table per path, and what the tables
/// don't explain themselves. Paths that say the same share a table.
pub(super) fn blocks(facts: &Facts<'_>, detail: Detail, language: Language) -> Vec<Block> {
    let paths = facts.paths();
    let ways = ways(paths);
    let mut blocks = Vec::new();
    if !paths.is_empty() {
        let told = addrs(paths).into_iter().map(|addr| told(addr, paths, facts, language));
        blocks.push(Block::Pairs(told.collect()));
    }
    blocks.extend(ways.iter().map(|way| Block::Table(way.table(detail, language))));
    blocks.extend(remark::all(paths, &ways, detail, language).into_iter().map(Block::Text));
    blocks
}

fn addrs(paths: &[Traced<'_>]) -> Vec<IpAddr> {
    let mut found = Vec::new();
    for path in paths {
        if !found.contains(&path.addr) {
            found.push(path.addr);
        }
    }
    found
}

/// An address, and where packets to it end: its ports first, those with the same end together.
fn told(
    addr: IpAddr,
    paths: &[Traced<'_>],
    facts: &Facts<'_>,
    language: Language,
) -> (String, String) {
    let own: Vec<&Traced<'_>> = paths.iter().filter(|p| p.addr == addr).collect();
    let by_tcp = own.iter().filter(|p| p.is_tcp()).filter_map(|p| Some((p.port?, p)));
    let mut single: Vec<_> =
        by_tcp.map(|(port, p)| (port, end::words(p, facts, language))).collect();
    single.extend(end::refused(addr, &own, facts, language));
    single.sort();
    let mut ends: Vec<(Vec<u16>, String)> = Vec::new();
    for (port, end) in single {
        match ends.iter_mut().find(|(_, known)| *known == end) {
            Some((ports, _)) => ports.push(port),
            None => ends.push((vec![port], end)),
        }
    }
    let mut ends: Vec<(String, String)> =
        ends.into_iter().map(|(of, end)| (ports(&of), end)).collect();
    for traced in own.iter().filter(|p| !p.is_tcp() || p.port.is_none()) {
        let (method, end) = (method(traced), end::words(traced, facts, language));
        match ends.iter_mut().find(|(_, known)| *known == end) {
            Some((of, _)) => *of = joined(&[of.as_str(), &method]),
            None => ends.push((method, end)),
        }
    }
    let ends = ends
        .iter()
        .map(|(of, end)| language.say(language::PATH_TOLD, [("ports", of), ("end", end)]));
    (addr.to_string(), language.groups(&ends.collect::<Vec<_>>()))
}

/// Where the packets of one trace end, in words.
pub(super) fn end_of(seen: &Observation, facts: &Facts<'_>, language: Language) -> Option<String> {
    let traced = facts.paths().iter().find(|p| p.observation.id == seen.id)?;
    Some(end::words(traced, facts, language))
}

/// The method of a path that is known by it: not one by TCP to a port.
fn method(traced: &Traced<'_>) -> String {
    let method = method_name(traced.path.method);
    match traced.port {
        Some(port) => format!("{method} {port}"),
        None => method.to_owned(),
    }
}

/// As everybody calls it.
pub(super) const fn method_name(method: Method) -> &'static str {
    match method {
        Method::Tcp => "TCP",
        Method::Udp => "UDP",
        Method::Icmp => "ICMP",
    }
}

/// Paths that say the same, in the order in which they were traced.
fn ways<'p, 'r>(paths: &'p [Traced<'r>]) -> Vec<Way<'p, 'r>> {
    let mut ways: Vec<Way<'p, 'r>> = Vec::new();
    // Without an answer there is nothing to show that the line doesn't say.
    for traced in paths.iter().filter(|p| router::last_answer(p).is_some()) {
        let end = End::of(traced);
        match ways.iter_mut().find(|way| way.takes(traced, &end)) {
            Some(way) => way.paths.push(traced),
            None => ways.push(Way { paths: vec![traced], end }),
        }
    }
    ways
}

/// The ways that a picture shows: the same, and where nobody answers at all one that says so.
pub(super) fn drawn<'p, 'r>(paths: &'p [Traced<'r>]) -> Vec<Way<'p, 'r>> {
    let ways = ways(paths);
    let silent = paths.first().filter(|_| ways.is_empty());
    let silent = silent.map(|traced| Way { paths: vec![traced], end: End::of(traced) });
    ways.into_iter().chain(silent).collect()
}

#[cfg(test)]
mod tests;
