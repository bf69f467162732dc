//! What the name system said, and who said it.
use std::collections::HashSet;

use probes::dns::Lookup;
use probes::net::{Answer, Ede, Exchange, Kind, Question, Source, Transport, Unchecked};
use probes::{Data, Failure, FailureKind, Observation};

use crate::diagnosis::Facts;
use crate::language::{self, Language};

use super::document::{Block, Group, Row, Table};
use super::header::{socket, time};

/// One row per question, if any was asked.
pub(super) fn blocks(facts: &Facts<'_>, language: Language) -> Vec<Block> {
    let mut asked: Vec<(&Observation, &Lookup)> = Vec::new();
    let mut known = HashSet::new();
    for &observation in facts.seen() {
        // The same question may be asked for a host and for an exchanger.
        if let Data::Lookup(lookup) = &observation.saw
            && known.insert(&lookup.question)
        {
            asked.push((observation, lookup));
        }
    }
    if asked.is_empty() { vec![] } else { vec![Block::Table(table(&asked, language))] }
}

/// Who answered stands in every row; where there is no room and it is always the same, above them.
fn table(asked: &[(&Observation, &Lookup)], language: Language) -> Table {
    let rows = |last: Last| {
        asked.iter().map(|(o, l)| row(o, l, last(&l.answer, language), language)).collect()
    };
    let mut table = Table::titled(&language::LOOKUPS, language);
    table.groups.push(Group { title: String::new(), rows: rows(answered) });
    let mut by: Vec<String> =
        asked.iter().filter_map(|(_, l)| answerer(&l.answer, language)).collect();
    by.dedup();
    if let [title] = &by[..] {
        let mut briefer = Table::titled(&language::LOOKUPS, language);
        briefer.columns[4] = language.text(language::COLUMN_TIME);
        briefer.groups.push(Group { title: title.clone(), rows: rows(took) });
        table.briefer = Some(Box::new(briefer));
    }
    table
}

/// What stands in the last column.
type Last = fn(&Answer, Language) -> String;

fn row(observation: &Observation, lookup: &Lookup, last: String, language: Language) -> Row {
    let Lookup { question, answer } = lookup;
    let cells = vec![
        kind(question.kind).to_owned(),
        about(observation, question),
        said(observation, question.kind, answer, language),
        ttl(answer),
        last,
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

/// What was answered to a question, or what came instead.
pub(super) fn said(
    observation: &Observation,
    kind: Kind,
    answer: &Answer,
    language: Language,
) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(
        answer.aliases().iter().map(|(_, to)| language.say(language::ALIAS, [("target", to)])),
    );
    match &observation.failure {
        Some(failure) => parts.push(stopped(failure, answer.rcode, observation.took_us, language)),
        None => parts.push(records(kind, answer, language)),
    }
    parts.extend(answer.ede.iter().map(extended));
    parts.extend(answer.unchecked.as_ref().map(|told| unchecked(kind, told, language)));
    language.groups(&parts)
}

/// An extended error; its number stays with the letters before it.
fn extended(told: &Ede) -> String {
    told.words().replacen(' ', "\u{a0}", 1)
}

/// What was said when signatures were not to be checked.
fn unchecked(kind: Kind, told: &Unchecked, language: Language) -> String {
    let Unchecked { rcode, records: told } = told;
    let answer = match rcode {
        0 => records(kind, &Answer { records: told.clone(), ..Answer::default() }, language),
        code => language::rcode(*code),
    };
    language.say(language::UNCHECKED, [("answer", &answer)])
}

fn stopped(failure: &Failure, rcode: Option<u16>, took_us: u64, language: Language) -> String {
    match failure.kind {
        FailureKind::NoSuchName => language.text(language::NO_SUCH_NAME),
        FailureKind::RefusedByResolver => language.text(language::DNS_REFUSED),
        FailureKind::ServerFailure => {
            let rcode = rcode.map_or_else(|| failure.detail.clone(), language::rcode);
            language.say(language::DNS_FAILED, [("rcode", &rcode)])
        }
        FailureKind::TimedOut => language.say(language::DNS_SILENT, [("time", &time(took_us))]),
        FailureKind::CutShort => language.text(language::CUT_SHORT),
        _ => language.told(&language::failure(failure)),
    }
}

fn records(kind: Kind, answer: &Answer, language: Language) -> String {
    let mut words: Vec<String> = match kind {
        Kind::Mx => answer.exchangers().into_iter().map(|e| exchanger(e, language)).collect(),
        Kind::Ptr => answer.pointers().into_iter().map(str::to_owned).collect(),
        Kind::A | Kind::Aaaa => answer.addresses().iter().map(ToString::to_string).collect(),
    };
    if words.is_empty() {
        words.push(language.text(language::NO_RECORD));
    }
    if answer.left_out > 0 {
        words.push(language.say(language::AND_MORE, [("count", &answer.left_out)]));
    }
    language.list(&words)
}

fn exchanger((preference, host): (u16, &str), language: Language) -> String {
    match host {
        "" => language.text(language::NULL_MX),
        host => format!("{preference}\u{a0}{host}"),
    }
}

/// The shortest of all. A file has none.
fn ttl(answer: &Answer) -> String {
    let shortest = answer.records.iter().map(|r| r.ttl).min().filter(|_| !answer.is_from_file());
    shortest.map_or_else(String::new, |n| format!("{n}\u{a0}s"))
}

/// Who answered over what, how fast; with the number of the try, if it wasn't the first, and whether
/// the answer is said to be verified.
fn answered(answer: &Answer, language: Language) -> String {
    let Some(exchange) = answer.counted() else { return String::new() };
    let (server, transport) = (server(exchange), transport(exchange.transport));
    let told = format!("{server} {transport} {}", time(exchange.took_us));
    with_marks(&told, answer, language)
}

fn answerer(answer: &Answer, language: Language) -> Option<String> {
    let exchange = answer.counted()?;
    let (server, transport) = (server(exchange), transport(exchange.transport));
    Some(language.say(language::ANSWERED_BY, [("server", &server), ("transport", &transport)]))
}

fn took(answer: &Answer, language: Language) -> String {
    let counted = answer.counted();
    counted.map_or_else(String::new, |e| with_marks(&time(e.took_us), answer, language))
}

fn with_marks(told: &str, answer: &Answer, language: Language) -> String {
    let tried = match answer.exchanges.iter().filter(|e| !e.checking_disabled).count() {
        1 => told.to_owned(),
        count => language.say(language::TRIES, [("last", &told), ("count", &count)]),
    };
    match answer.authentic_data {
        true => format!("{tried}, AD"),
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
