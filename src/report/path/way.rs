//! A table of routers.
use std::net::IpAddr;

use probes::net::Method;
use probes::trace::Try;

use crate::diagnosis::facts::{Facts, Traced};
use crate::language::{self, Language};

use super::super::Detail;
use super::super::document::{Group, Row, Table};
use super::super::places::{joined, ports};
use super::end::{self, End};
use super::method_name;
use super::router::{self, Times};

/// Routers at one hop that are shown: more than any honest way has.
const SHOWN: usize = 16;

/// A path, or several that show the same.
pub(in super::super) struct Way<'p, 'r> {
    pub(in super::super) paths: Vec<&'p Traced<'r>>,
    pub(super) end: End,
}

impl Way<'_, '_> {
    /// Whether a path with this end shows nothing else.
    pub(super) fn takes(&self, other: &Traced<'_>, end: &End) -> bool {
        self.addr() == other.addr
            && self.end.is_drawn_as(end)
            && self.paths.iter().all(|one| is_like(one, other))
    }

    /// A row per router, and the same with fewer times for where there is little room.
    pub(super) fn table(&self, detail: Detail, language: Language) -> Table {
        let briefer = self.told(detail, Times::Span, language);
        Table { briefer: Some(Box::new(briefer)), ..self.told(detail, Times::Each, language) }
    }

    fn told(&self, detail: Detail, times: Times, language: Language) -> Table {
        let rows = self.lines(detail, times, language);
        let mut table = Table::titled(&language::HOPS, language);
        table.groups.push(Group { title: self.title(language), rows });
        table
    }

    /// The rows of a picture.
    pub(in super::super) fn rows(&self, language: Language) -> Vec<Row> {
        self.lines(Detail::Verbose, Times::Span, language)
    }

    /// Where its paths end, in words, each once.
    pub(in super::super) fn ends(&self, facts: &Facts<'_>, language: Language) -> Vec<String> {
        let mut ends: Vec<String> =
            self.paths.iter().map(|traced| end::words(traced, facts, language)).collect();
        ends.dedup();
        ends
    }

    /// Whether the host answers at its end.
    pub(in super::super) const fn arrives(&self) -> bool {
        matches!(self.end, End::Reached(_))
    }

    /// After how many routers the last answer came.
    pub(in super::super) fn length(&self) -> u8 {
        self.last_shown()
    }

    /// The shortest round-trip time to this hop, µs.
    pub(in super::super) fn least(&self, ttl: u8) -> Option<u64> {
        let at = self.paths.iter().flat_map(|p| &p.path.tries).filter(|t| t.ttl == ttl);
        at.filter(|t| t.answer.is_some()).map(|t| t.took_us).min()
    }

    fn lines(&self, detail: Detail, times: Times, language: Language) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut silent: Vec<u8> = Vec::new();
        for ttl in 1..=self.last_shown() {
            let routers = self.routers_at(ttl);
            if routers.is_empty() {
                silent.push(ttl);
                continue;
            }
            rows.extend(self.silence(&std::mem::take(&mut silent)));
            let row = |(nth, addr): (usize, &IpAddr)| {
                self.row((ttl, nth), *addr, (detail, times), language)
            };
            rows.extend(routers.iter().take(SHOWN).enumerate().map(row));
            rows.extend(more(routers.len(), language));
        }
        rows.extend(self.rest(language));
        rows
    }

    /// Whether packets at one hop met several routers: not if they merely go round.
    pub(super) fn is_spread(&self) -> bool {
        let goes_round = matches!(self.end, End::Round(_));
        !goes_round && (1..=self.last_shown()).any(|ttl| self.routers_at(ttl).len() > 1)
    }

    fn addr(&self) -> IpAddr {
        self.paths.first().expect("a way is made of a path").addr
    }

    pub(in super::super) fn title(&self, language: Language) -> String {
        let mut methods: Vec<(Method, Vec<u16>)> = Vec::new();
        for traced in &self.paths {
            let method = traced.path.method;
            match methods.iter_mut().find(|(m, of)| *m == method && !of.is_empty()) {
                Some((_, of)) => of.extend(traced.port),
                None => methods.push((method, traced.port.into_iter().collect())),
            }
        }
        let methods = methods.iter_mut().map(|(method, of)| by(*method, of, language));
        let methods = methods.collect::<Vec<_>>().join(&language.text(language::AND_BY));
        language.say(language::PATH_TO, [("addr", &self.addr()), ("methods", &methods)])
    }

    /// Up to where packets come; of those that go round each router twice.
    fn last_shown(&self) -> u8 {
        let answered = || self.paths.iter().filter_map(|p| router::last_answer(p)).max();
        let last = match &self.end {
            End::Reached(ttl) | End::Reset(ttl) | End::Stopped { ttl, .. } => Some(*ttl),
            End::Round(circle) => {
                circle.iter().take(SHOWN).filter_map(|addr| self.second(*addr)).max()
            }
            End::Lost { .. } | End::Silent | End::Broken { .. } => answered(),
        };
        last.unwrap_or(0)
    }

    /// Where a router is met again.
    fn second(&self, addr: IpAddr) -> Option<u8> {
        (1..=self.last_asked()).filter(|ttl| self.routers_at(*ttl).contains(&addr)).nth(1)
    }

    fn last_asked(&self) -> u8 {
        self.paths.iter().flat_map(|p| &p.path.tries).map(|t| t.ttl).max().unwrap_or(0)
    }

    /// Who answered at this TTL, each once.
    fn routers_at(&self, ttl: u8) -> Vec<IpAddr> {
        let mut found = Vec::new();
        for addr in self.paths.iter().flat_map(|p| p.path.routers_at(ttl, p.addr)) {
            if !found.contains(&addr) {
                found.push(addr);
            }
        }
        found
    }

    /// One of the routers at a TTL. Packets that nobody answered stand with the first.
    fn row(
        &self,
        (ttl, nth): (u8, usize),
        addr: IpAddr,
        (detail, times): (Detail, Times),
        language: Language,
    ) -> Row {
        let belongs = |from: Option<IpAddr>| from.map_or(nth == 0, |from| from == addr);
        let at = self.paths.iter().flat_map(|p| p.path.tries.iter().map(|t| (p.path.method, t)));
        let at = at.filter(|(_, t)| t.ttl == ttl && belongs(t.from(self.addr())));
        let at: Vec<(Method, &Try)> = at.collect();
        let tries: Vec<&Try> = at.iter().map(|(_, t)| *t).collect();
        let mut times = router::round_trips(&tries, times, language);
        if let Some(mark) = router::mark(&at) {
            times = format!("{times} {}", language.told(&mark));
        }
        let hop = if nth == 0 { ttl.to_string() } else { String::new() };
        let name = self.paths.iter().find_map(|p| router::name(p, addr)).unwrap_or_default();
        let labels = if detail == Detail::Verbose { router::labels(&tries) } else { String::new() };
        Row {
            tone: None,
            cells: vec![hop, router::address(addr, language), name.to_owned(), times, labels],
        }
    }

    /// Hops that nobody answered from are one row, however many they are.
    fn silence(&self, ttls: &[u8]) -> Option<Row> {
        let asked: Vec<u8> = ttls.iter().copied().filter(|ttl| self.is_asked(*ttl)).collect();
        let row = Row { tone: None, cells: vec![spans(&asked), "*".to_owned()] };
        Some(row).filter(|_| !asked.is_empty())
    }

    /// The same behind the last answer. One packet is sent as far as any goes, to the host wherever
    /// it is: that is no hop.
    fn silence_behind(&self, mut ttls: Vec<u8>, language: Language) -> Option<Row> {
        let far = ttls.last().copied().filter(|ttl| self.is_asked(*ttl) && !self.is_asked(ttl - 1));
        ttls.pop_if(|ttl| Some(*ttl) == far);
        let mut row = self.silence(&ttls)?;
        if far.is_some() {
            row.cells[1] = language.text(language::NOR_THE_HOST);
        }
        Some(row)
    }

    fn is_asked(&self, ttl: u8) -> bool {
        self.paths.iter().flat_map(|p| &p.path.tries).any(|t| t.ttl == ttl)
    }

    /// What came behind the last hop shown.
    fn rest(&self, language: Language) -> Option<Row> {
        let behind: Vec<u8> = (self.last_shown().saturating_add(1)..=self.last_asked()).collect();
        match self.end {
            End::Reached(_) | End::Reset(_) | End::Stopped { .. } => None,
            End::Lost { .. } | End::Silent | End::Broken { .. } => {
                self.silence_behind(behind, language)
            }
            End::Round(_) => {
                let again = |ttl: &u8| !self.routers_at(*ttl).is_empty();
                let again: Vec<u8> = behind.into_iter().filter(again).collect();
                Some(Row {
                    tone: None,
                    cells: vec![spans(&again), language.text(language::AND_SO_ON)],
                })
            }
        }
    }
}

/// What stands for the routers at one hop that are not shown.
fn more(routers: usize, language: Language) -> Option<Row> {
    let count = routers.checked_sub(SHOWN).filter(|count| *count > 0)?;
    let told = language.say(language::AND_MORE, [("count", &count)]);
    Some(Row { tone: None, cells: vec![String::new(), told] })
}

/// Whether most hops of two paths are the same. Packets of another flow may meet another router at
/// some hops where the traffic is spread; where hops differ that way, one table shows both.
fn is_like(one: &Traced<'_>, other: &Traced<'_>) -> bool {
    let last = router::last_answer(one).max(router::last_answer(other)).unwrap_or(0);
    let differing = (1..=last).filter(|ttl| differs(one, other, *ttl)).count();
    2 * differing < usize::from(last)
}

/// Whether both paths met somebody here that the other did not: some routers don't answer every
/// method, and packets of one flow meet fewer routers than those of many.
fn differs(one: &Traced<'_>, other: &Traced<'_>, ttl: u8) -> bool {
    let at = [one, other].map(|p| p.path.routers_at(ttl, p.addr));
    let within = |a: &[IpAddr], b: &[IpAddr]| a.iter().all(|addr| b.contains(addr));
    !within(&at[0], &at[1]) && !within(&at[1], &at[0])
}

fn by(method: Method, of: &mut [u16], language: Language) -> String {
    of.sort_unstable();
    let (method, template) = match of.len() {
        0 => return method_name(method).to_owned(),
        1 => (method_name(method), language::TO_PORT),
        _ => (method_name(method), language::TO_PORTS),
    };
    language.say(template, [("method", &method), ("ports", &ports(of))])
}

/// Numbers in order, neighbours together: "3–10, 30".
fn spans(numbers: &[u8]) -> String {
    let mut spans: Vec<(u8, u8)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let told = spans.iter().map(|(from, to)| match from == to {
        true => from.to_string(),
        false => format!("{from}–{to}"),
    });
    joined(&told.collect::<Vec<_>>())
}
