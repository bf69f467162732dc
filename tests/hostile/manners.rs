//! Whether the program was polite, as the servers saw it, and whether its own account is true.
use std::collections::BTreeMap;

use fixtures::Expect;
use mailprobe::recording::Recording;
use probes::dns::Lookup;
use probes::net::Kind;
use probes::tls::hello::Part;
use probes::{Data, FailureKind, Observation, Service, Step, Subject, limits};

use crate::checks::Case;

/// The most messages for one question to one server: two, each over TCP too if the answer does not
/// fit, and the same once more without signatures.
const MESSAGES: usize = 6;
/// How often a run has the same question: for a name itself, and because each address that is
/// looked at may lead to it.
const QUESTIONS: usize = 1 + limits::ADDRESSES;

/// What ends a conversation: nobody is there, nobody answers, or what is said has lost its meaning
/// (RFC 5321 §4.2, RFC 9051 §2.2, RFC 1939 §3). Behind all else a farewell is owed.
const LAST: &[&str] = &[
    "dialogue.closed-before-greeting",
    "dialogue.closed-early",
    "dialogue.greeting-stalls",
    "dialogue.no-greeting",
    "dialogue.other-protocol",
    "dialogue.reply-stalls",
    "dialogue.reply-too-long",
    "dialogue.speaks-unasked",
    "dialogue.starttls-injected",
    "dialogue.unreadable-greeting",
    "dialogue.unreadable-reply",
    "other.cut-short",
    "tls.broken-after-handshake",
    "tls.clear-after-starttls",
    "tls.clear-text",
    "tls.cut-off",
    "tls.handshake-failed",
    "tls.internal-error",
    "tls.stalls",
    "tls.too-much",
];

impl Case {
    /// Everything that a server, or who reads its logs, could complain of.
    pub(crate) fn rudeness(&self, recording: &Recording) -> Vec<String> {
        let mut wrong: Vec<_> =
            Service::ALL.iter().flat_map(|service| self.visited(*service, recording)).collect();
        wrong.extend(self.account(recording));
        wrong.extend(self.questions(recording));
        wrong
    }

    /// A few connections to a port, each of them told; and a farewell.
    fn visited(&self, service: Service, recording: &Recording) -> Vec<String> {
        let mut wrong = Vec::new();
        let port = service.row().port;
        let here = self.stage.ports.get(&service).copied();
        let visits = self.stage.visits(port);
        let of_port = |o: &&Observation| o.subject.port() == here;
        let seen = || recording.observations.iter().filter(of_port);
        let mut of_addresses = BTreeMap::<_, usize>::new();
        for observation in seen().filter(|o| o.step == Step::Connect) {
            *of_addresses.entry(observation.subject.addr()).or_default() += 1;
        }
        let scans = if recording.asked.tls_scan { Part::ALL.len() + 1 } else { 0 };
        let most = 1 + limits::RETRIES.max(scans) + usize::from(recording.asked.retries);
        let told: usize = of_addresses.values().sum();
        if of_addresses.values().any(|times| *times > most) {
            wrong.push(format!("{port} is dialled more than {most} times: {of_addresses:?}"));
        }
        if visits.len() > told + seen().map(packets).sum::<usize>() {
            wrong.push(format!("{} connections to {port}, told are {told}", visits.len()));
        }
        if self.intact().contains(&port) && visits.len() != 1 {
            wrong.push(format!("{} connections to {port}, which is well", visits.len()));
        }
        let owed = !visits.is_empty() && !self.is_beyond_words(port);
        if owed && !visits.iter().any(|visit| visit.farewell) {
            wrong.push(format!("no farewell to {port}"));
        }
        wrong
    }

    /// Whether what the row finds at a port leaves nobody there who would understand QUIT or LOGOUT.
    fn is_beyond_words(&self, port: u16) -> bool {
        let findings = Expect::pairs(&self.behaviour.scenario.expect.findings);
        let names = |place: &str| place.parse() == Ok(port);
        let ends = findings.iter().any(|(code, place)| LAST.contains(&&code[..]) && names(place));
        ends || self.behaviour.below.no_farewell.contains(&port)
    }

    /// What the report says of it is what the servers saw.
    fn account(&self, recording: &Recording) -> Option<String> {
        let told = self.told();
        let number = |before: &str, after: &str| {
            let number = told.rsplit_once(before).and_then(|(_, rest)| rest.split_once(after));
            number.and_then(|(number, _)| number.parse::<usize>().ok()).unwrap_or_default()
        };
        let (opened, left) =
            (number("- connections: ", " opened"), number("said farewell on ", " of "));
        let asked = number("for names of routers too: ", ";");
        let asks = in_flight(recording).count() * MESSAGES;
        let ports = || Service::ALL.iter().map(|service| service.row().port);
        let visits: Vec<_> = ports().flat_map(|port| self.stage.visits(port)).collect();
        let traced: usize = recording.observations.iter().map(packets).sum();
        let farewells = visits.iter().filter(|visit| visit.farewell).count();
        // Who does not read does not see it.
        let deaf = ports().filter(|port| self.is_beyond_words(*port)).count();
        let questions: usize = self.stage.asked().each.values().sum();
        let untrue = !(opened..=opened + traced).contains(&visits.len())
            || !(farewells..=farewells + deaf).contains(&left)
            || questions > asked + asks;
        untrue.then(|| {
            let seen = (visits.len(), farewells, questions);
            format!("connections, farewells, questions: {:?} told, {seen:?}", (opened, left, asked))
        })
    }

    /// The same question goes to a name server only so often, and as often as is told.
    fn questions(&self, recording: &Recording) -> Vec<String> {
        let mut told = BTreeMap::<_, (usize, usize)>::new();
        for lookup in recording.observations.iter().flat_map(lookups) {
            let name = lookup.question.name.to_ascii_lowercase();
            let (times, messages) = told.entry((name, number(lookup.question.kind))).or_default();
            *times += 1;
            *messages += lookup.answer.exchanges.len();
        }
        let mut wrong = Vec::new();
        for (question, (times, messages)) in &told {
            if *times > QUESTIONS || *messages > times * MESSAGES {
                wrong.push(format!("{question:?}: {messages} messages for {times} questions"));
            }
        }
        for lookup in in_flight(recording) {
            let name = lookup.question.name.to_ascii_lowercase();
            told.entry((name, number(lookup.question.kind))).or_default().1 += MESSAGES;
        }
        for (question, times) in self.stage.asked().each {
            // How often routers' names are asked for is not kept.
            let traced = recording.observations.iter().any(|o| o.step == Step::HopNames);
            let most = told.get(&question).map_or(0, |(_, messages)| *messages);
            if times > most + usize::from(traced) {
                wrong.push(format!("{question:?} came {times} times, told are {most}"));
            }
        }
        wrong
    }
}

/// The questions of which it is not known how often they were sent: the deadline came first.
fn in_flight(recording: &Recording) -> impl Iterator<Item = &Lookup> {
    let cut = |o: &&Observation| {
        o.failure.as_ref().is_some_and(|failure| failure.kind == FailureKind::CutShort)
    };
    recording.observations.iter().filter(cut).flat_map(lookups)
}

/// The packets of a trace to a port, each of which may come to be a connection.
fn packets(observation: &Observation) -> usize {
    match (&observation.subject, &observation.saw) {
        (Subject::Path { port: Some(_), .. }, Data::Path(path)) => path.tries.len(),
        _ => 0,
    }
}

fn lookups(observation: &Observation) -> &[Lookup] {
    match &observation.saw {
        Data::Lookup(lookup) => std::slice::from_ref(lookup),
        Data::Confirmation(confirmation) => &confirmation.lookups,
        _ => &[],
    }
}

/// The number of a type (RFC 1035 §3.2.2, RFC 3596 §2.1).
const fn number(kind: Kind) -> u16 {
    match kind {
        Kind::A => 1,
        Kind::Ptr => 12,
        Kind::Mx => 15,
        Kind::Aaaa => 28,
    }
}
