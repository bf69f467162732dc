//! What the run did to others: an account for whoever finds it in their logs.
use std::collections::BTreeSet;
use std::fmt::Display;

use probes::dns::Lookup;
use probes::fetch::Fetch;
use probes::{Data, Observation, Step, Subject};

use crate::diagnosis::Facts;
use crate::diagnosis::facts::Outcome;
use crate::language::{self, Language};
use crate::recording::Recording;

/// The account, a line each.
pub(super) fn lines(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let seen = &facts.recording.observations;
    let connects = || seen.iter().filter(|o| o.step == Step::Connect);
    let (tried, open) = (connects().count(), connects().filter(|o| o.failure.is_none()).count());
    let left = || seen.iter().filter(|o| o.step == Step::Farewell && sent(o));
    let answered = left().filter(|o| o.failure.is_none()).count();
    let (pipelined, scans): (Vec<_>, Vec<_>) =
        connects().filter(|o| o.subject.is_scan()).partition(|o| o.subject.is_pipelined());
    let is_retry = |o: &&Observation| matches!(o.subject, Subject::Retry { .. });
    let again = connects().filter(is_retry).count() - scans.len() - pipelined.len();
    let commands: usize = seen.iter().map(commands).sum();
    let name = introduced(facts.recording, language);
    let mut lines = Vec::new();
    if tried > 0 {
        lines.push(language.say(
            language::CONNECTED,
            [("open", &open), ("tried", &tried), ("commands", &commands), ("names", &name)],
        ));
    }
    lines.extend(retried(facts, language));
    if again > 0 {
        lines.push(language.say(language::ASKED_AGAIN, [("again", &again)]));
    }
    let compared = connects().filter(|o| o.subject.is_control()).count();
    if compared > 0 {
        lines.push(language.say(language::COMPARED_TO, [("count", &compared)]));
    }
    for (connections, why) in [(scans, language::SCANNED), (pipelined, language::SENT_PIPELINED)] {
        let count = connections.len();
        lines.extend((count > 0).then(|| language.say(why, [("count", &count)])));
    }
    // Whoever was only called to see whether somebody answers is told nothing.
    let is_silent = |o: &Observation| o.subject.service().is_none();
    let open = open - connects().filter(|o| o.failure.is_none() && is_silent(o)).count();
    if open > 0 {
        let said = left().count();
        let args = [("said", &said), ("open", &open), ("answered", &answered)];
        lines.push(
            language.say(language::FAREWELLS, args.map(|(name, n)| (name, n as &dyn Display))),
        );
    }
    lines.extend(fetches(facts, language));
    let (questions, packets) = (questions(facts.recording), packets(facts.recording));
    lines.push(language.say(language::ASKED, [("questions", &questions), ("packets", &packets)]));
    lines.push(language.text(language::NO_SECRETS));
    lines
}

/// What was tried again because that was asked for.
fn retried(facts: &Facts<'_>, language: Language) -> Option<String> {
    let again = || facts.recording.observations.iter().filter(|o| o.round > 0);
    let connections = again().filter(|o| o.step == Step::Connect).count();
    let questions = again().filter(|o| matches!(o.saw, Data::Lookup(_))).count();
    let args: [(_, &dyn Display); 2] = [("connections", &connections), ("questions", &questions)];
    (connections + questions > 0).then(|| language.say(language::RETRIED, args))
}

/// Whom files were asked of because a chain lacked a certificate.
fn fetches(facts: &Facts<'_>, language: Language) -> Option<String> {
    let asked = || facts.files().iter().filter(|file| file.saw.request.is_some());
    let server = |file: &Outcome<'_, Fetch>| {
        let at = file.saw.to.map_or_else(String::new, |to| format!(" [{}]", to.ip()));
        Some(format!("{}{at}", file.saw.server()?))
    };
    let mut servers: Vec<String> = asked().filter_map(server).collect();
    servers.dedup();
    let to = match servers.is_empty() {
        true => String::new(),
        false => language.say(language::ON_SERVERS, [("servers", &language.list(&servers))]),
    };
    let (sent, tried) = (asked().count(), facts.files().len());
    let args: [(_, &dyn Display); 3] = [("sent", &sent), ("tried", &tried), ("servers", &to)];
    (tried > 0).then(|| language.say(language::FETCHES, args))
}

fn sent(observation: &Observation) -> bool {
    commands(observation) > 0
}

/// How many commands were sent in a step.
fn commands(observation: &Observation) -> usize {
    let Data::Reply(reply) = &observation.saw else { return 0 };
    reply.commands().count()
}

/// The names used in `EHLO`, which servers log.
fn introduced(recording: &Recording, language: Language) -> String {
    let mut names: Vec<&str> = Vec::new();
    for observation in recording.observations.iter().filter(|o| o.step == Step::Capabilities) {
        if let Data::Reply(reply) = &observation.saw
            && let Some(name) = reply.sent.as_ref().and_then(|s| s.text.strip_prefix("EHLO "))
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    match names.is_empty() {
        true => String::new(),
        false => language.say(language::INTRODUCED, [("name", &names.join(", "))]),
    }
}

/// Messages to resolvers. Those for the names of routers are one each, however many paths lead
/// over them: their tries aren't kept.
fn questions(recording: &Recording) -> usize {
    let mut routers = BTreeSet::new();
    for observation in &recording.observations {
        if let Data::HopNames(found) = &observation.saw {
            routers.extend(found.names.iter().map(|n| n.addr));
        }
    }
    recording.observations.iter().map(asked).sum::<usize>() + routers.len()
}

fn asked(observation: &Observation) -> usize {
    match &observation.saw {
        Data::Confirmation(asked) => asked.lookups.iter().map(tries).sum(),
        Data::Fetch(fetch) => fetch.lookups.iter().map(tries).sum(),
        Data::Lookup(lookup) => tries(lookup),
        _ => 0,
    }
}

fn tries(lookup: &Lookup) -> usize {
    lookup.answer.exchanges.len()
}

fn packets(recording: &Recording) -> usize {
    let paths = recording.observations.iter().filter_map(|o| match &o.saw {
        Data::Path(path) => Some(path.tries.len() + path.large.len()),
        _ => None,
    });
    paths.sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sample::{path, recording_of, target};
    use super::*;

    #[test]
    fn every_packet_of_a_trace_is_counted() {
        let mut traced = path(0, "192.0.2.1", (None, "icmp"), &[&[target("echo")]]);
        traced["saw"]["large"] = json!([{ "bytes": 1500, "took_us": 9 }]);
        assert_eq!(packets(&recording_of(vec![traced])), 2);
    }
}
