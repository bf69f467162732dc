//! What happened at each address and port, rung by rung.
use std::net::IpAddr;

use crate::diagnosis::facts::Facts;
use crate::finding::Finding;
use crate::language::{self, Language};

use super::document::{Block, Group, Row, Table};
use super::places::joined;
use super::rung::{Level, Rung};

/// What is told where there is room, and what is left out where there is less and less.
const LEVELS: [Level; 5] = [
    Level { time: true, greets: true, clear: true, names: true },
    Level { time: false, greets: true, clear: true, names: true },
    Level { time: false, greets: false, clear: true, names: true },
    Level { time: false, greets: false, clear: false, names: true },
    Level { time: false, greets: false, clear: false, names: false },
];

/// The table, if anything was dialled.
pub(super) fn blocks(facts: &Facts<'_>, findings: &[Finding], language: Language) -> Vec<Block> {
    let ladders = ladders(facts, findings);
    let table = LEVELS.iter().rev().fold(None, |briefer, level| {
        Some(Table { briefer: briefer.map(Box::new), ..table(&ladders, *level, language) })
    });
    table.filter(|_| !ladders.is_empty()).map(Block::Table).into_iter().collect()
}

fn table(ladders: &[Ladder<'_>], level: Level, language: Language) -> Table {
    let mut titles = language::LADDER;
    if !level.clear {
        titles[5] = language::AUTH_IN_TLS;
    }
    let groups = ladders.iter().map(|l| Group { title: l.title(), rows: l.rows(level, language) });
    Table { groups: groups.collect(), ..Table::titled(&titles, language) }
}

/// One address of a host, or several where the same happened.
struct Ladder<'r> {
    host: &'r str,
    addrs: Vec<IpAddr>,
    rungs: Vec<Rung<'r>>,
}

/// The host that was asked for comes before the domain's exchangers.
fn ladders<'r>(facts: &Facts<'r>, findings: &[Finding]) -> Vec<Ladder<'r>> {
    let mut single: Vec<Ladder<'r>> = Vec::new();
    for endpoint in facts.endpoints() {
        let (host, addr, rung) = (endpoint.host, endpoint.addr, Rung::of(endpoint, findings));
        match single.iter_mut().find(|l| l.host == host && l.addrs == [addr]) {
            Some(ladder) => ladder.rungs.push(rung),
            None => single.push(Ladder { host, addrs: vec![addr], rungs: vec![rung] }),
        }
    }
    single.sort_by_key(|l| !facts.is_host(l.host));
    single.iter_mut().for_each(Ladder::put_in_order);
    let mut ladders: Vec<Ladder<'r>> = Vec::new();
    for ladder in single {
        match ladders.iter_mut().find(|l| l.is_like(&ladder)) {
            Some(known) => known.take(ladder),
            None => ladders.push(ladder),
        }
    }
    ladders
}

impl Ladder<'_> {
    /// Ports that are not open for the same reason share a rung.
    fn put_in_order(&mut self) {
        self.rungs.sort_by_key(Rung::order);
        let mut rungs: Vec<Rung<'_>> = Vec::new();
        for rung in self.rungs.drain(..) {
            match rungs.iter_mut().find(|r| r.is_as_closed_as(&rung)) {
                Some(known) => known.take(&rung),
                None => rungs.push(rung),
            }
        }
        self.rungs = rungs;
    }

    fn is_like(&self, other: &Self) -> bool {
        let pairs = || self.rungs.iter().zip(&other.rungs);
        self.host == other.host
            && self.rungs.len() == other.rungs.len()
            && pairs().all(|(one, other)| one.is_like(other))
    }

    fn take(&mut self, other: Self) {
        self.addrs.extend(other.addrs);
        self.rungs.iter_mut().zip(&other.rungs).for_each(|(one, other)| one.take(other));
    }

    fn title(&self) -> String {
        let addrs = joined(&self.addrs);
        if addrs == self.host { addrs } else { format!("{} [{addrs}]", self.host) }
    }

    fn rows(&self, level: Level, language: Language) -> Vec<Row> {
        let size = self.rungs.iter().map(Rung::size).sum();
        self.rungs.iter().map(|rung| rung.row(level, size, language)).collect()
    }
}

#[cfg(test)]
mod tests {
    use probes::Service;
    use serde_json::Value;

    use super::super::document::Tone;
    use super::super::sample::{connect, failed, finding, recording_of, reply, seen};
    use super::*;

    const V4: &str = "192.0.2.1";
    const V6: &str = "2001:db8::1";

    fn opened(id: u32, addr: &str, service: Service, took_us: u64) -> Value {
        seen(id, addr, service, "connect", took_us, connect())
    }

    fn ladder(observations: Vec<Value>, findings: &[Finding]) -> Table {
        let recording = recording_of(observations);
        let facts = Facts::new(&recording, recording.at);
        match &blocks(&facts, findings, Language::En)[..] {
            [Block::Table(table)] => table.clone(),
            other => panic!("not one table: {other:?}"),
        }
    }

    fn titles(table: &Table) -> Vec<&str> {
        table.groups.iter().map(|g| g.title.as_str()).collect()
    }

    fn cells(table: &Table) -> Vec<String> {
        let cells = table.groups.iter().flat_map(|g| &g.rows).flat_map(|r| r.cells.clone());
        cells.map(|cell| cell.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn addresses_where_the_same_happened_share_their_rows() {
        let both = [opened(0, V4, Service::Smtp, 20_000), opened(1, V6, Service::Smtp, 25_000)];
        let table = ladder(both.to_vec(), &[]);
        assert_eq!(titles(&table), ["mail.example.test [192.0.2.1, 2001:db8::1]"]);
        assert_eq!(cells(&table)[1], "open 20–25 ms");
    }

    #[test]
    fn addresses_where_anything_differs_stay_apart() {
        let open = |id, addr| opened(id, addr, Service::Smtp, 20_000);
        let refused = failed(open(1, V6), "refused");
        assert_eq!(titles(&ladder(vec![open(0, V4), refused], &[])).len(), 2);
        let greeting =
            |id, addr, text: &str| seen(id, addr, Service::Smtp, "greeting", 5, reply("", &[text]));
        let greeted = |v6: &str| {
            vec![open(0, V4), open(1, V6), greeting(2, V4, "220 hi"), greeting(3, V6, v6)]
        };
        assert_eq!(titles(&ladder(greeted("220 hello"), &[])).len(), 1);
        assert_eq!(titles(&ladder(greeted("554 no"), &[])).len(), 2);
        let found = finding("dialogue.greeting-late", Service::Smtp, &[2]);
        assert_eq!(titles(&ladder(greeted("220 hi"), &[found])).len(), 2);
    }

    #[test]
    fn ports_closed_for_the_same_reason_share_a_row() {
        let ports = [Service::Imap, Service::Smtp, Service::Imaps];
        let refused = ports.map(|port| failed(opened(0, V4, port, 20_000), "refused"));
        let table = ladder(refused.to_vec(), &[]);
        assert_eq!(cells(&table), ["25, 143, 993", "refused"]);
        let tone = table.groups[0].rows[0].tone;
        assert_eq!(tone, Some(Tone::Indifferent));
        let tables = std::iter::successors(Some(&table), |t| t.briefer.as_deref());
        let last = tables.last().map(cells);
        assert_eq!(last, Some(vec!["all 3".to_owned(), "refused".to_owned()]));
    }

    #[test]
    fn a_server_that_began_to_speak_stalls_and_one_that_did_not_is_silent() {
        let greets = |lines: &[&str]| {
            let greeting = seen(1, V4, Service::Smtp, "greeting", 15_000_000, reply("", lines));
            ladder(vec![opened(0, V4, Service::Smtp, 9), failed(greeting, "timed-out")], &[])
        };
        assert_eq!(cells(&greets(&["220-wait"]))[2], "stalls 15.0 s");
        assert_eq!(cells(&greets(&[]))[2], "silent 15.0 s");
        // Where greetings have no column it stands in the last one.
        let table = greets(&["220-wait"]);
        let tables = std::iter::successors(Some(&table), |t| t.briefer.as_deref());
        for table in tables {
            let told = cells(table);
            assert!(told.iter().any(|c| c.contains("stalls 15.0 s")), "{told:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_another_protocol_only_where_one_was_recognised() {
        let greeting = seen(1, V4, Service::Smtp, "greeting", 9, reply("", &["zz9 what"]));
        let all = vec![opened(0, V4, Service::Smtp, 9), failed(greeting, "unexpected")];
        assert_eq!(cells(&ladder(all.clone(), &[]))[2], "unreadable");
        let found = finding("dialogue.other-protocol", Service::Smtp, &[1]);
        assert_eq!(cells(&ladder(all, &[found]))[2], "another protocol");
    }

    #[test]
    fn pop_begins_tls_with_its_own_word() {
        let of = |service: Service, offered: &[&str]| {
            let step = |id, step, saw| seen(id, V4, service, step, 9, saw);
            let asked = failed(step(2, "start-tls", reply("x", &["-ERR no"])), "declined");
            let told = step(1, "capabilities", reply("x", offered));
            cells(&ladder(vec![opened(0, V4, service, 9), told, asked], &[]))[3].clone()
        };
        assert_eq!(of(Service::Pop3, &["+OK", "STLS", "."]), "STLS declined");
        assert_eq!(of(Service::Smtp, &["250-hi", "250 STARTTLS"]), "STARTTLS declined");
    }
}
