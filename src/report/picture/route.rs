//! The ways of packets, router by router.
use crate::diagnosis::Facts;
use crate::language::{self, Language};

use super::super::document::{Row, Tone};
use super::super::path::{Way, drawn};
use super::tone::{Tones, of_severity, rank};
use super::{Route, Stop};

/// So many of the ways that show something, those with trouble first; and how many there are.
pub(super) fn all(
    facts: &Facts<'_>,
    tones: &Tones<'_>,
    most: usize,
    language: Language,
) -> (Vec<Route>, usize) {
    let ways = drawn(facts.paths());
    let mut known: Vec<(Tone, &Way<'_, '_>)> = ways.iter().map(|w| (tone(w, tones), w)).collect();
    known.sort_by_key(|(tone, _)| std::cmp::Reverse(rank(*tone)));
    let routes = known.into_iter().take(most).map(|(tone, way)| one(way, tone, facts, language));
    (routes.collect(), ways.len())
}

fn one(way: &Way<'_, '_>, tone: Tone, facts: &Facts<'_>, language: Language) -> Route {
    let stops: Vec<Stop> = way.rows(language).iter().map(|row| stop(row, way, language)).collect();
    let ends = way.ends(facts, language);
    let end = language.groups(&ends);
    let hops = way.length();
    Route {
        title: way.title(language),
        about: language.say(language::ROUTE_SHOWS, [("hops", &hops), ("end", &end)]),
        start: language.text(language::THIS_MACHINE),
        stops,
        end: (tone, end),
    }
}

/// Good where packets arrive; else as the worst finding has it that rests on one of the paths.
fn tone(way: &Way<'_, '_>, tones: &Tones<'_>) -> Tone {
    if way.arrives() {
        return Tone::Good;
    }
    let resting = way.paths.iter().flat_map(|p| tones.on(p.observation.id));
    let tones = resting.map(|f| of_severity(f.severity));
    tones.max_by_key(|tone| rank(*tone)).unwrap_or(Tone::Indifferent)
}

fn stop(row: &Row, way: &Way<'_, '_>, language: Language) -> Stop {
    let cell = |at: usize| row.cells.get(at).cloned().unwrap_or_default();
    let (number, addr, name) = (cell(0), cell(1), cell(2));
    let silent = addr.starts_with('*');
    let labels = cell(4);
    let times = if labels.is_empty() { cell(3) } else { format!("{} · {labels}", cell(3)) };
    let name = match (silent, name.is_empty()) {
        (true, _) => language.text(language::SILENT_HOP),
        (_, true) => addr,
        _ => format!("{addr} · {name}"),
    };
    let least_us = number.parse().ok().filter(|_| !silent).and_then(|ttl| way.least(ttl));
    Stop { number, name, times, least_us }
}
