//! What the name system said, and who said it.
use probes::dns::Lookup;
use probes::net::{Answer, Exchange, Kind, Source, Transport};
use probes::{Data, FailureKind, Observation};

use crate::language::{self, say};
use crate::recording::Recording;

use super::document::{Block, Group, Row, Table};
use super::header::{socket, time};

/// One row per question, if any was asked.
pub(super) fn blocks(recording: &Recording) -> Vec<Block> {
    let mut rows: Vec<Row> = Vec::new();
    let mut asked = Vec::new();
    for observation in &recording.observations {
        // The same question may be asked for a host and for an exchanger.
        if let Data::Lookup(lookup) = &observation.saw
            && !asked.contains(&&lookup.question)
        {
            asked.push(&lookup.question);
            rows.push(row(observation, lookup));
        }
    }
    let mut table = Table::titled(&language::LOOKUPS);
    table.groups.push(Group { title: String::new(), rows });
    if asked.is_empty() { vec![] } else { vec![Block::Table(table)] }
}

fn row(observation: &Observation, lookup: &Lookup) -> Row {
    let Lookup { question, answer } = lookup;
    let subject = observation.subject.addr().map(|a| a.to_string());
    let kind = match question.kind {
        Kind::A => "A",
        Kind::Aaaa => "AAAA",
        Kind::Mx => "MX",
        Kind::Ptr => "PTR",
    };
    let cells = vec![
        kind.to_owned(),
        subject.unwrap_or_else(|| question.name.clone()),
        said(observation, question.kind, answer),
        ttl(answer),
        answered(answer),
    ];
    Row { tone: None, cells }
}

fn said(observation: &Observation, kind: Kind, answer: &Answer) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(answer.aliases().iter().map(|(_, to)| say(language::ALIAS, [("target", to)])));
    match &observation.failure {
        Some(failure) => parts.push(stopped(failure.kind, &failure.detail, observation.took_us)),
        None => parts.push(records(kind, answer)),
    }
    let extended = answer.ede.iter();
    parts.extend(extended.map(|e| say(language::EXTENDED, [("code", &e.code), ("text", &e.text)])));
    parts.join("; ")
}

fn stopped(kind: FailureKind, detail: &str, took_us: u64) -> String {
    match kind {
        FailureKind::NoSuchName => language::NO_SUCH_NAME.to_owned(),
        FailureKind::RefusedByResolver => language::DNS_REFUSED.to_owned(),
        FailureKind::ServerFailure => language::DNS_FAILED.to_owned(),
        FailureKind::TimedOut => say(language::DNS_SILENT, [("time", &time(took_us))]),
        FailureKind::CutShort => language::CUT_SHORT.to_owned(),
        _ => detail.to_owned(),
    }
}

fn records(kind: Kind, answer: &Answer) -> String {
    let mut words: Vec<String> = match kind {
        Kind::Mx => answer.exchangers().into_iter().map(exchanger).collect(),
        Kind::Ptr => answer.pointers().into_iter().map(str::to_owned).collect(),
        Kind::A | Kind::Aaaa => answer.addresses().iter().map(ToString::to_string).collect(),
    };
    if words.is_empty() {
        words.push(language::NO_RECORD.to_owned());
    }
    if answer.left_out > 0 {
        words.push(say(language::AND_MORE, [("count", &answer.left_out)]));
    }
    words.join(", ")
}

fn exchanger((preference, host): (u16, &str)) -> String {
    match host {
        "" => language::NULL_MX.to_owned(),
        host => format!("{preference} {host}"),
    }
}

fn ttl(answer: &Answer) -> String {
    let shortest = answer.records.iter().map(|r| r.ttl).min();
    shortest.map_or_else(String::new, |n| say(language::SECONDS, [("n", &n)]))
}

/// Who answered over what, how fast; with the number of the try, if it wasn't the first.
fn answered(answer: &Answer) -> String {
    let Some(last) = answer.exchanges.last() else { return String::new() };
    let told = say(
        language::ANSWERED,
        [
            ("server", &server(last)),
            ("transport", &transport(last.transport)),
            ("time", &time(last.took_us)),
        ],
    );
    match answer.exchanges.len() {
        1 => told,
        count => say(language::TRIES, [("last", &told), ("count", &count)]),
    }
}

fn server(exchange: &Exchange) -> String {
    match &exchange.source {
        Source::Server { addr } => socket(addr),
        Source::File { path } => path.clone(),
    }
}

const fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => "UDP",
        Transport::Tcp => "TCP",
        Transport::Local => "",
    }
}
