//! What happened at each address and port, rung by rung.
use std::net::IpAddr;

use probes::net::Icmp;
use probes::tcp::Connect;
use probes::{FailureKind, Protocol, Service, imap, smtp};

use crate::certificate;
use crate::diagnosis::facts::{Endpoint, Facts, Mechanisms, Outcome};
use crate::finding::{Finding, Severity};
use crate::language::{self, say};

use super::document::{Block, Group, Row, Table, Tone};
use super::header::{day, time};
use super::places::ports;

/// The table, if anything was dialled.
pub(super) fn blocks(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Block> {
    let mut table = Table::titled(&language::LADDER);
    let mut rungs: Vec<Rung<'_>> =
        facts.endpoints().iter().map(|e| Rung::of(e, findings)).collect();
    rungs.sort_by_key(|r| (r.place(facts), r.order()));
    for group in rungs.chunk_by(|a, b| a.host == b.host && a.addr == b.addr) {
        table.groups.push(Group { title: group[0].title(), rows: rows(group) });
    }
    if table.groups.is_empty() { vec![] } else { vec![Block::Table(table)] }
}

/// One endpoint, or several to which the same happened.
struct Rung<'r> {
    host: &'r str,
    addr: IpAddr,
    services: Vec<(u16, Service)>,
    open: bool,
    tone: Tone,
    cells: Vec<String>,
}

impl<'r> Rung<'r> {
    fn of(endpoint: &Endpoint<'r>, findings: &[Finding]) -> Self {
        let open = endpoint.is_open();
        let mut cells = vec![reach(endpoint)];
        if open {
            let took = endpoint.seen.iter().map(|o| o.took_us).sum();
            let tls = tls(endpoint);
            cells.extend([greeting(endpoint), tls, chain(endpoint, findings), auth(endpoint)]);
            cells.push(time(took));
        }
        Self {
            host: endpoint.host,
            addr: endpoint.addr,
            services: vec![(endpoint.port, endpoint.service)],
            open,
            tone: tone(endpoint, findings),
            cells,
        }
    }

    /// The host that was asked for comes before the domain's exchangers.
    fn place(&self, facts: &Facts<'_>) -> (bool, usize) {
        let first =
            facts.endpoints().iter().position(|e| e.host == self.host && e.addr == self.addr);
        (!facts.is_host(self.host), first.unwrap_or(usize::MAX))
    }

    fn order(&self) -> usize {
        let service = self.services[0].1;
        Service::ALL.iter().position(|s| *s == service).unwrap_or(usize::MAX)
    }

    fn title(&self) -> String {
        let addr = self.addr.to_string();
        if addr == self.host { addr } else { format!("{} [{addr}]", self.host) }
    }

    fn name(&self) -> String {
        match self.services[..] {
            [(port, service)] => format!("{port} {}", service.row().name),
            _ => ports(&self.services.iter().map(|(port, _)| *port).collect::<Vec<_>>()),
        }
    }
}

/// One row each, but ports that are not open for the same reason share one.
fn rows(group: &[Rung<'_>]) -> Vec<Row> {
    let mut rungs: Vec<Rung<'_>> = Vec::new();
    for rung in group {
        let same = |r: &&mut Rung<'_>| {
            !r.open && !rung.open && r.cells == rung.cells && r.tone == rung.tone
        };
        match rungs.iter_mut().find(same) {
            Some(known) => known.services.extend(&rung.services),
            None => rungs.push(Rung {
                services: rung.services.clone(),
                cells: rung.cells.clone(),
                ..*rung
            }),
        }
    }
    rungs.into_iter().map(row).collect()
}

fn row(rung: Rung<'_>) -> Row {
    let name = rung.name();
    Row { tone: Some(rung.tone), cells: std::iter::once(name).chain(rung.cells).collect() }
}

/// As the worst finding about the endpoint has it, or one that is about more and rests on its
/// silence.
fn tone(endpoint: &Endpoint<'_>, findings: &[Finding]) -> Tone {
    let open = endpoint.is_open();
    let rests_on = |f: &Finding| !open && endpoint.seen.iter().any(|o| f.evidence.contains(&o.id));
    let about = findings.iter().filter(|f| f.subject == *endpoint.subject || rests_on(f));
    match about.map(|f| f.severity).max() {
        Some(Severity::Error) => Tone::Bad,
        Some(Severity::Warning) => Tone::Doubtful,
        _ if open => Tone::Good,
        _ => Tone::Indifferent,
    }
}

fn reach(endpoint: &Endpoint<'_>) -> String {
    let Some(connect) = endpoint.connect() else { return language::NOT_SEEN.to_owned() };
    let took = time(connect_time(&connect));
    match (connect.kind(), connect.saw.icmp) {
        (None, _) => say(language::OPEN, [("time", &took)]),
        (Some(FailureKind::TimedOut), _) => say(language::NO_ANSWER, [("time", &took)]),
        (Some(FailureKind::Unreachable), Some(icmp)) => unreachable(icmp),
        (Some(kind), _) => word(kind, &took),
    }
}

/// The kernel times a SYN better than any program, but leaves out those that were lost.
fn connect_time(connect: &Outcome<'_, Connect>) -> u64 {
    let took = connect.saw.took_us.unwrap_or(connect.observation.took_us);
    let timed = connect.saw.info.filter(|info| info.retransmits == 0 && info.rtt_us > 0);
    timed.map_or(took, |info| u64::from(info.rtt_us))
}

fn unreachable(icmp: Icmp) -> String {
    let template =
        if icmp.prohibited() { language::PROHIBITED_BY } else { language::UNREACHABLE_BY };
    say(template, [("router", &icmp.from)])
}

/// What stopped a step, in as many words as a table has room for.
fn word(kind: FailureKind, took: &str) -> String {
    let word = match kind {
        FailureKind::Refused => language::REFUSED,
        FailureKind::Reset => language::RESET,
        FailureKind::Unreachable => language::UNREACHABLE,
        FailureKind::NotPermitted => language::NOT_PERMITTED,
        FailureKind::NotPossible => language::NOT_POSSIBLE,
        FailureKind::CutShort => language::CUT_SHORT,
        FailureKind::Closed => language::CLOSED,
        FailureKind::Unexpected => language::STRANGE,
        FailureKind::TooMuch => language::TOO_MUCH,
        FailureKind::NotTls => language::NOT_TLS,
        FailureKind::Declined => language::DECLINED,
        FailureKind::HandshakeAlert => language::ALERT,
        FailureKind::TimedOut => return say(language::SILENT, [("time", &took)]),
        _ => language::FAILED,
    };
    word.to_owned()
}

/// The code or state word of the greeting, or what came instead.
fn greeting(endpoint: &Endpoint<'_>) -> String {
    let Some(greeting) = endpoint.greeting() else { return language::NOT_SEEN.to_owned() };
    let said = match endpoint.service.row().protocol {
        Protocol::Smtp => smtp::code(greeting.saw).map(|code| code.to_string()),
        Protocol::Imap => imap::state(greeting.saw),
        Protocol::Pop3 => greeting.saw.first().and_then(|l| l.split(' ').next()).map(str::to_owned),
    };
    match greeting.kind() {
        None | Some(FailureKind::Declined) => said.unwrap_or_else(|| language::NOT_SEEN.to_owned()),
        Some(kind) => word(kind, &time(greeting.observation.took_us)),
    }
}

fn tls(endpoint: &Endpoint<'_>) -> String {
    let shaken = handshake(endpoint);
    if endpoint.service.implicit_tls() {
        return shaken.unwrap_or_else(|| language::NOT_SEEN.to_owned());
    }
    let offered = endpoint.offers_start_tls();
    let asked = endpoint.start_tls();
    match (offered, asked.and_then(|a| a.kind()), shaken) {
        (_, Some(FailureKind::Injected), _) => language::INJECTED.to_owned(),
        (Some(false), _, Some(shaken)) => say(language::NOT_OFFERED_BUT, [("what", &shaken)]),
        (Some(false), ..) => language::NOT_OFFERED.to_owned(),
        (_, Some(FailureKind::Declined), _) => language::STARTTLS_DECLINED.to_owned(),
        (_, Some(kind), _) => {
            let took = asked.map_or(0, |a| a.observation.took_us);
            say(language::AFTER_STARTTLS, [("what", &word(kind, &time(took)))])
        }
        // A port that waits for TLS before it says a word has not been asked for it.
        (None, None, Some(shaken)) if asked.is_none() => shaken,
        (_, None, Some(shaken)) => say(language::AFTER_STARTTLS, [("what", &shaken)]),
        _ => language::NOT_SEEN.to_owned(),
    }
}

fn handshake(endpoint: &Endpoint<'_>) -> Option<String> {
    let handshake = endpoint.handshake()?;
    // A version stays in one piece: the space is one that doesn't break.
    let version = handshake.saw.version.as_ref().map(|v| v.replace(' ', "\u{a0}"));
    Some(match handshake.kind() {
        None => version.unwrap_or_else(|| language::NOT_SEEN.to_owned()),
        Some(kind) => word(kind, &time(handshake.observation.took_us)),
    })
}

/// What judgement says of the certificate, or until when it is good.
fn chain(endpoint: &Endpoint<'_>, findings: &[Finding]) -> String {
    let Some(leaf) = endpoint.handshake().and_then(|h| h.saw.chain.first()) else {
        return language::NOT_SEEN.to_owned();
    };
    let own = findings.iter().filter(|f| f.subject == *endpoint.subject);
    let faults: Vec<&str> = own.filter_map(|f| fault(f.code)).collect();
    match certificate::describe(&leaf.0) {
        _ if !faults.is_empty() => faults.join(", "),
        Some(leaf) => say(language::OK_UNTIL, [("date", &day(leaf.not_after))]),
        None => language::NOT_SEEN.to_owned(),
    }
}

fn fault(code: &str) -> Option<&'static str> {
    language::CERTIFICATE.iter().find(|(c, _)| *c == code).map(|(_, word)| *word)
}

fn auth(endpoint: &Endpoint<'_>) -> String {
    let words = |m: Option<Mechanisms>| m.map(|m| in_words(&m));
    match (words(endpoint.mechanisms_in_clear()), words(endpoint.mechanisms_in_tls())) {
        (Some(clear), Some(tls)) => say(language::AUTH_BOTH, [("clear", &clear), ("tls", &tls)]),
        (Some(clear), None) => say(language::AUTH_CLEAR, [("clear", &clear)]),
        (None, Some(tls)) => tls,
        (None, None) => untold(endpoint),
    }
}

/// What stopped the question, if it was asked.
fn untold(endpoint: &Endpoint<'_>) -> String {
    let told = endpoint.tls_capabilities().or_else(|| endpoint.clear_capabilities());
    let stopped = told.and_then(|t| Some(word(t.kind()?, &time(t.observation.took_us))));
    stopped.unwrap_or_else(|| language::NOT_SEEN.to_owned())
}

fn in_words(mechanisms: &Mechanisms) -> String {
    let mut words = mechanisms.words();
    words.dedup();
    if words.is_empty() { language::NONE.to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis;

    #[test]
    fn every_word_for_a_certificate_belongs_to_a_rule() {
        for (code, _) in language::CERTIFICATE {
            assert!(diagnosis::rule(code).is_some(), "{code}");
        }
    }
}
