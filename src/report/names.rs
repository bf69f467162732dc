//! What the name system said, and who said it.
use std::collections::HashSet;

use probes::dns::Lookup;
use probes::net::{Answer, Ede, Exchange, Kind, Question, Source, Transport, Unchecked};
use probes::{Data, FailureKind, Observation};

use crate::language::{self, say};
use crate::recording::Recording;

use super::document::{Block, Group, Row, Table};
use super::header::{socket, time};

/// One row per question, if any was asked.
pub(super) fn blocks(recording: &Recording) -> Vec<Block> {
    let mut asked: Vec<(&Observation, &Lookup)> = Vec::new();
    let mut known = HashSet::new();
    for observation in &recording.observations {
        // The same question may be asked for a host and for an exchanger.
        if let Data::Lookup(lookup) = &observation.saw
            && known.insert(&lookup.question)
        {
            asked.push((observation, lookup));
        }
    }
    if asked.is_empty() { vec![] } else { vec![Block::Table(table(&asked))] }
}

/// Who answered stands in every row; where there is no room and it is always the same, above them.
fn table(asked: &[(&Observation, &Lookup)]) -> Table {
    let rows = |last: fn(&Answer) -> String| asked.iter().map(|(o, l)| row(o, l, last)).collect();
    let mut table = Table::titled(&language::LOOKUPS);
    table.groups.push(Group { title: String::new(), rows: rows(answered) });
    let mut by: Vec<String> = asked.iter().filter_map(|(_, l)| answerer(&l.answer)).collect();
    by.dedup();
    if let [title] = &by[..] {
        let mut briefer = Table::titled(&language::LOOKUPS);
        briefer.columns[4] = language::TOOK.to_owned();
        briefer.groups.push(Group { title: title.clone(), rows: rows(took) });
        table.briefer = Some(Box::new(briefer));
    }
    table
}

fn row(observation: &Observation, lookup: &Lookup, last: fn(&Answer) -> String) -> Row {
    let Lookup { question, answer } = lookup;
    let cells = vec![
        kind(question.kind).to_owned(),
        about(observation, question),
        said(observation, question.kind, answer),
        ttl(answer),
        last(answer),
    ];
    Row { tone: None, cells }
}

/// What was asked about: the name, or the address whose name was asked for.
pub(super) fn about(observation: &Observation, question: &Question) -> String {
    let addr = observation.subject.addr().filter(|_| question.kind == Kind::Ptr);
    addr.map_or_else(|| question.name.clone(), |addr| addr.to_string())
}

/// The name of a record type.
pub(super) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::A => "A",
        Kind::Aaaa => "AAAA",
        Kind::Mx => "MX",
        Kind::Ptr => "PTR",
    }
}

fn said(observation: &Observation, kind: Kind, answer: &Answer) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(answer.aliases().iter().map(|(_, to)| say(language::ALIAS, [("target", to)])));
    match &observation.failure {
        Some(failure) => parts.push(stopped(failure.kind, &failure.detail, observation.took_us)),
        None => parts.push(records(kind, answer)),
    }
    parts.extend(answer.ede.iter().map(extended));
    parts.extend(answer.unchecked.as_ref().map(|told| unchecked(kind, told)));
    parts.join("; ")
}

/// An extended error; its number stays with the letters before it.
fn extended(told: &Ede) -> String {
    told.words().replacen(' ', "\u{a0}", 1)
}

/// What was said when signatures were not to be checked.
fn unchecked(kind: Kind, told: &Unchecked) -> String {
    let Unchecked { rcode, records: told } = told;
    let answer = match rcode {
        0 => records(kind, &Answer { records: told.clone(), ..Answer::default() }),
        code => response(*code),
    };
    say(language::UNCHECKED, [("answer", &answer)])
}

/// An RCODE by its registered name.
pub(super) fn response(code: u16) -> String {
    language::rcode(code).map_or_else(|| format!("RCODE {code}"), str::to_owned)
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
        host => format!("{preference}\u{a0}{host}"),
    }
}

/// The shortest of all. A file has none.
fn ttl(answer: &Answer) -> String {
    let shortest = answer.records.iter().map(|r| r.ttl).min().filter(|_| !answer.is_from_file());
    shortest.map_or_else(String::new, |n| say(language::SECONDS, [("n", &n)]))
}

/// Who answered over what, how fast; with the number of the try, if it wasn't the first, and whether
/// the answer is said to be verified.
fn answered(answer: &Answer) -> String {
    let Some(exchange) = answer.counted() else { return String::new() };
    let told = say(
        language::ANSWERED,
        [
            ("server", &server(exchange)),
            ("transport", &transport(exchange.transport)),
            ("time", &time(exchange.took_us)),
        ],
    );
    with_marks(told, answer)
}

fn answerer(answer: &Answer) -> Option<String> {
    let exchange = answer.counted()?;
    let (server, transport) = (server(exchange), transport(exchange.transport));
    Some(say(language::ANSWERED_BY, [("server", &server), ("transport", &transport)]))
}

fn took(answer: &Answer) -> String {
    answer.counted().map_or_else(String::new, |e| with_marks(time(e.took_us), answer))
}

fn with_marks(told: String, answer: &Answer) -> String {
    let tried = match answer.exchanges.iter().filter(|e| !e.checking_disabled).count() {
        1 => told,
        count => say(language::TRIES, [("last", &told), ("count", &count)]),
    };
    match answer.authentic_data {
        true => say(language::AUTHENTIC, [("answered", &tried)]),
        false => tried,
    }
}

pub(super) fn server(exchange: &Exchange) -> String {
    match &exchange.source {
        Source::Server { addr } => socket(addr),
        Source::File { path } => path.clone(),
    }
}

pub(super) const fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => "UDP",
        Transport::Tcp => "TCP",
        Transport::Local => "",
    }
}
