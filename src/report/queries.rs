//! Every question to the DNS with every try, as it was sent and answered.
use probes::dns::Lookup;
use probes::net::{Answer, Exchange};
use probes::{Data, Observation};

use crate::language::{self, Language};
use crate::recording::Recording;

use super::document::{Block, Group, Row, Table};
use super::header::time;
use super::names::{about, kind, server, transport};

/// One row per try, if there were any.
pub(super) fn blocks(recording: &Recording, language: Language) -> Vec<Block> {
    let rows: Vec<Row> =
        recording.observations.iter().flat_map(|o| of_observation(o, language)).collect();
    if rows.is_empty() {
        return vec![];
    }
    let groups = vec![Group { title: String::new(), rows }];
    vec![Block::Table(Table { groups, ..Table::titled(&language::ASKED_OF, language) })]
}

fn of_observation(observation: &Observation, language: Language) -> Vec<Row> {
    let lookups = match &observation.saw {
        Data::Lookup(lookup) => std::slice::from_ref(lookup),
        Data::Confirmation(asked) => &asked.lookups,
        _ => &[],
    };
    lookups.iter().flat_map(|lookup| tries(observation, lookup, language)).collect()
}

fn tries(observation: &Observation, lookup: &Lookup, language: Language) -> Vec<Row> {
    let Lookup { question, answer } = lookup;
    let row = |exchange: &Exchange| Row {
        tone: None,
        cells: vec![
            kind(question.kind).to_owned(),
            about(observation, question),
            server(exchange),
            transport(exchange.transport).to_owned(),
            time(exchange.took_us),
            outcome(exchange, answer, language),
        ],
    };
    answer.exchanges.iter().map(row).collect()
}

/// The RCODE, or what came instead of one, with the bits CD and AD.
fn outcome(exchange: &Exchange, answer: &Answer, language: Language) -> String {
    let stopped = exchange.failure.as_ref().map(|f| language.told(&language::failure(f)));
    let said = exchange.rcode.map(language::rcode).or(stopped).unwrap_or_default();
    let flagged = |response: &str, flag| format!("{response}, {flag}");
    let counts = answer.counted().is_some_and(|e| std::ptr::eq(e, exchange));
    match (exchange.checking_disabled, counts && answer.authentic_data) {
        (true, _) => flagged(&said, "CD"),
        (_, true) => flagged(&said, "AD"),
        _ => said,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::sample::recording_of;
    use super::*;

    fn told(exchanges: Value, authentic_data: bool) -> Vec<String> {
        let question = json!({ "name": "a.test", "type": "MX" });
        let answer = json!({ "exchanges": exchanges, "authentic_data": authentic_data });
        let saw = json!({ "kind": "lookup", "question": question, "answer": answer });
        let subject = json!({ "kind": "domain", "domain": "a.test" });
        let seen = json!({ "id": 0, "subject": subject, "step": "mx", "at_us": 0, "took_us": 9,
            "saw": saw });
        match &blocks(&recording_of(vec![seen]), Language::En)[..] {
            [Block::Table(table)] => {
                table.groups[0].rows.iter().map(|row| row.cells[5].clone()).collect()
            }
            other => panic!("not one table: {other:?}"),
        }
    }

    #[test]
    fn every_try_has_its_rcode_or_what_came_instead_and_its_bits() {
        let source = json!({ "kind": "server", "addr": "192.0.2.53:53" });
        let one = |rcode: Value, more: Value| {
            let mut one = json!({ "source": source, "transport": "udp", "took_us": 9 });
            one["rcode"] = rcode;
            one["failure"] = more;
            one
        };
        let silent =
            one(json!(null), json!({ "kind": "timed-out", "detail": "no answer in time" }));
        let mut unchecked = one(json!(0), json!(null));
        unchecked["checking_disabled"] = json!(true);
        let failed = one(json!(2), json!({ "kind": "server-failure", "detail": "RCODE 2" }));
        let good = one(json!(0), json!(null));
        let tries = json!([silent, failed, unchecked, one(json!(4095), json!(null)), good]);
        let expected = ["no answer in time", "SERVFAIL", "NOERROR, CD", "RCODE 4095"];
        assert_eq!(told(tries.clone(), true), [&expected[..], &["NOERROR, AD"]].concat());
        assert_eq!(told(tries, false)[4], "NOERROR");
    }
}
