//! What the name system said, and who said it.
use probes::dns::Lookup;
use probes::net::{Answer, Ede, Exchange, Kind, Source, Transport};
use probes::{Data, FailureKind, Observation};

use crate::language::{self, say};
use crate::recording::Recording;

use super::document::{Block, Group, Row, Table};
use super::header::{socket, time};

/// One row per question, if any was asked.
pub(super) fn blocks(recording: &Recording) -> Vec<Block> {
    let mut asked: Vec<(&Observation, &Lookup)> = Vec::new();
    for observation in &recording.observations {
        // The same question may be asked for a host and for an exchanger.
        if let Data::Lookup(lookup) = &observation.saw
            && !asked.iter().any(|(_, known)| known.question == lookup.question)
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
        last(answer),
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
    parts.extend(answer.ede.iter().map(extended));
    parts.join("; ")
}

/// An extended error by its number, its registered name and what the server adds, if it does.
fn extended(told: &Ede) -> String {
    let number = say(language::EXTENDED, [("code", &told.code)]).replace(' ', "\u{a0}");
    let named = match language::extended_error(told.code) {
        Some(name) => say(language::EXTENDED_NAME, [("ede", &number), ("name", &name)]),
        None => number,
    };
    match told.text.is_empty() {
        true => named,
        false => say(language::EXTENDED_TEXT, [("ede", &named), ("text", &told.text)]),
    }
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
    with_tries(told, answer)
}

fn answerer(answer: &Answer) -> Option<String> {
    let last = answer.exchanges.last()?;
    let (server, transport) = (server(last), transport(last.transport));
    Some(say(language::ANSWERED_BY, [("server", &server), ("transport", &transport)]))
}

fn took(answer: &Answer) -> String {
    answer.exchanges.last().map_or_else(String::new, |l| with_tries(time(l.took_us), answer))
}

fn with_tries(told: String, answer: &Answer) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extended_error_is_told_by_name() {
        let told = |code, text: &str| extended(&Ede { code, text: text.into() });
        assert_eq!(told(22, "at example."), "EDE\u{a0}22 No Reachable Authority: at example.");
        assert_eq!(told(6, ""), "EDE\u{a0}6 DNSSEC Bogus");
        assert_eq!(told(4711, "odd"), "EDE\u{a0}4711: odd");
    }
}
