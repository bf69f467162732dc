//! Conversations, word for word.
use probes::reply::{Line, Reply};
use probes::tcp::Connect;
use probes::tls::Handshake;
use probes::tls::hello::{Hello, Offer};
use probes::{Data, Failure, Observation, Subject};

use crate::diagnosis::facts::{Endpoint, Facts, Retry, inside_tls};
use crate::finding::{Finding, Severity};
use crate::language::{self, Language, Text};

use super::document::Block;
use super::header::time;
use super::places;
use super::quote::shortened;

/// A line of a conversation, or something that happened in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When, µs since the run began.
    pub at_us: u64,
    /// By whom.
    pub by: By,
    /// Whether inside TLS.
    pub secured: bool,
    /// What.
    pub text: String,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// This tool.
    Us,
    /// The server.
    Them,
    /// Nobody: it happened.
    Event,
    /// More was said than is told here.
    Gap,
}

impl Said {
    /// When and by whom: seconds, and an arrow that is wavy inside TLS.
    pub(super) fn mark(&self) -> String {
        let arrow = match (self.by, self.secured) {
            (By::Us, false) => "->",
            (By::Us, true) => "~>",
            (By::Them, false) => "<-",
            (By::Them, true) => "<~",
            (By::Event, _) => "**",
            (By::Gap, _) => "  ",
        };
        format!("{:8.3} {arrow}", self.at_us as f64 / 1e6)
    }
}

/// Per endpoint a title and what was said.
pub(super) fn blocks(facts: &Facts<'_>, language: Language) -> Vec<Block> {
    let told = |e: &&Endpoint<'_>| e.is_open() || !e.earlier.is_empty();
    let talks = facts.endpoints().iter().filter(told);
    talks.flat_map(|e| [Block::Text(title(e, language)), Block::Talk(talk(e, language))]).collect()
}

/// Of conversations that a finding rests on the lines that matter; once where servers say the
/// same.
pub(super) fn doubtful(facts: &Facts<'_>, findings: &[Finding], language: Language) -> Vec<Block> {
    const MOST: usize = 6;
    let mut talks: Vec<(Vec<&Subject>, Vec<Said>)> = Vec::new();
    for endpoint in facts.endpoints().iter().filter(|e| e.is_open()) {
        let said = excerpt(endpoint, findings, language);
        match talks.iter_mut().find(|(_, known)| is_same(known, &said)) {
            _ if said.iter().all(|s| s.by != By::Them) => {}
            Some((subjects, _)) => subjects.push(endpoint.subject),
            None => talks.push((vec![endpoint.subject], said)),
        }
    }
    let more = talks.len().saturating_sub(MOST);
    let told = talks.into_iter().take(MOST);
    let mut blocks: Vec<Block> = told
        .flat_map(|(subjects, said)| {
            [Block::Text(places::line(&subjects, language)), Block::Talk(said)]
        })
        .collect();
    if more > 0 {
        blocks.push(Block::Text(language.say(language::OTHER_TALKS, [("count", &more)])));
    }
    blocks
}

/// Whether a finding worse than a note rests on these words. Certificates are told elsewhere.
fn matters(observation: &Observation, findings: &[Finding]) -> bool {
    let spoken = match &observation.saw {
        Data::Reply(_) => true,
        Data::Handshake(_) => observation.failure.is_some(),
        Data::Hello(_) => true,
        _ => false,
    };
    let rests = |f: &Finding| f.severity > Severity::Note && f.evidence.contains(&observation.id);
    spoken && findings.iter().any(|f| rests(f) && language::fault(f.code).is_none())
}

/// The conversation if it is short; else what matters of it; nothing if nothing does. From where
/// it was connected the header tells.
fn excerpt(endpoint: &Endpoint<'_>, findings: &[Finding], language: Language) -> Vec<Said> {
    let spoken = all(endpoint).filter(|(o, _)| !matches!(o.saw, Data::Connect(_)) || o.round > 0);
    let pipelined = endpoint.scans.iter().filter(|scan| scan.offer == Offer::Pipelined);
    let doubtful = pipelined.flat_map(Retry::all).filter(|(o, _)| matters(o, findings));
    let lines: Vec<(bool, Said)> = spoken
        .chain(doubtful)
        .flat_map(|(o, secured)| {
            let matters = matters(o, findings);
            told(o, secured, language).into_iter().map(move |said| (matters, said))
        })
        .map(|(matters, said)| (matters, Said { text: shortened(&said.text), ..said }))
        .collect();
    match lines.iter().filter(|(matters, _)| *matters).count() {
        0 => vec![],
        _ if lines.len() <= EXCERPT => lines.into_iter().map(|(_, said)| said).collect(),
        size => kept(lines, size, language),
    }
}

/// Lines of a conversation that are told.
const EXCERPT: usize = 12;

/// The lines that matter, the beginning and the end of them if they are too many; in place of the
/// others how many they are.
fn kept(lines: Vec<(bool, Said)>, size: usize, language: Language) -> Vec<Said> {
    const HEAD: usize = 8;
    let tail = size.saturating_sub(EXCERPT - HEAD);
    let (mut kept, mut missing) = (Vec::new(), Vec::new());
    let mut seen = 0;
    for (matters, said) in lines {
        seen += usize::from(matters);
        if !matters || (size > EXCERPT && (HEAD + 1..=tail).contains(&seen)) {
            missing.push(said);
            continue;
        }
        kept.extend(gap(&mut missing, language));
        kept.push(said);
    }
    kept.extend(gap(&mut missing, language));
    kept
}

/// What stands in place of these lines. A single one takes no more room than to say so.
fn gap(missing: &mut Vec<Said>, language: Language) -> Option<Said> {
    let count = missing.len();
    let first = missing.drain(..).next()?;
    if count == 1 {
        return Some(first);
    }
    let text = language.say(language::LINES_LEFT_OUT, [("count", &count)]);
    Some(Said { by: By::Gap, text, ..first })
}

/// Whether servers said the same, whatever was said to them.
fn is_same(one: &[Said], other: &[Said]) -> bool {
    let theirs = |said: &[Said]| {
        let theirs = said.iter().filter(|s| !matches!(s.by, By::Us | By::Gap));
        theirs.map(|s| (s.by, s.secured, s.text.clone())).collect::<Vec<_>>()
    };
    theirs(one) == theirs(other)
}

fn title(endpoint: &Endpoint<'_>, language: Language) -> String {
    places::line(&[endpoint.subject], language)
}

fn talk(endpoint: &Endpoint<'_>, language: Language) -> Vec<Said> {
    let all = all(endpoint).chain(endpoint.scans.iter().flat_map(Retry::all));
    all.flat_map(|(o, secured)| told(o, secured, language)).collect()
}

/// What was seen of an endpoint, look by look, also when it was asked again, and whether inside TLS.
fn all<'e, 'r>(endpoint: &'e Endpoint<'r>) -> impl Iterator<Item = (&'r Observation, bool)> + 'e {
    let mut looks: Vec<&[&Observation]> = endpoint.earlier.iter().map(Vec::as_slice).collect();
    looks.push(&endpoint.seen);
    looks.sort_by_key(|look| look.first().map(|o| o.round));
    let first = looks.into_iter().flat_map(|look| look.iter().map(|o| (*o, inside_tls(look, o))));
    first.chain(endpoint.retries.iter().flat_map(Retry::all))
}

/// What was said in a step, or what happened.
pub(super) fn told(observation: &Observation, secured: bool, language: Language) -> Vec<Said> {
    let event = |text| Said { at_us: end_of(observation), by: By::Event, secured, text };
    let told = observation.failure.as_ref().map(|f| language.told(&language::failure(f)));
    let failure = told.as_deref();
    match &observation.saw {
        Data::Connect(connect) => {
            let told = connected(connect, failure, language);
            vec![event(numbered(observation, told, language))]
        }
        Data::Handshake(handshake) => vec![event(shaken(handshake, failure, language))],
        Data::Hello(hello) => vec![chosen(observation, hello, failure, language)],
        Data::Reply(reply) => {
            let mut lines = dialogue(reply, secured, language);
            // A reply that says no is its own explanation.
            let own = |f: &Failure| reply.last() == Some(f.detail.as_str());
            let explained = observation.failure.as_ref().is_none_or(own);
            lines.extend((!explained).then(|| event(failure.unwrap_or_default().to_owned())));
            lines
        }
        _ => failure.map(|f| event(f.to_owned())).into_iter().collect(),
    }
}

/// With the number of the try that begins with it, if it is not the first.
fn numbered(connect: &Observation, told: String, language: Language) -> String {
    let nth = u16::from(connect.round) + 1;
    match connect.round {
        0 => told,
        _ => language.say(language::TRY_NUMBER, [("try", &nth), ("what", &told)]),
    }
}

const fn end_of(observation: &Observation) -> u64 {
    observation.at_us.saturating_add(observation.took_us)
}

fn connected(connect: &Connect, failure: Option<&str>, language: Language) -> String {
    match (connect.local, failure) {
        (_, Some(detail)) => language.say(language::NOT_OPENED, [("detail", &detail)]),
        (Some(local), None) => {
            kernel(connect, language.say(language::OPENED, [("local", &local)]), language)
        }
        (None, None) => language::NOT_SEEN.to_owned(),
    }
}

/// What the kernel knew of the connection, where it tells.
fn kernel(connect: &Connect, opened: String, language: Language) -> String {
    let Some(info) = connect.info else { return opened };
    let rtt = time(u64::from(info.rtt_us));
    language.say(
        language::KERNEL,
        [
            ("opened", &opened),
            ("rtt", &rtt),
            ("mss", &info.mss),
            ("mtu", &info.path_mtu),
            ("again", &info.retransmits),
        ],
    )
}

fn shaken(handshake: &Handshake, failure: Option<&str>, language: Language) -> String {
    let word =
        |word: &Option<String>| word.clone().unwrap_or_else(|| language::NOT_SEEN.to_owned());
    match failure {
        Some(detail) => language.say(language::NOT_ENCRYPTED, [("detail", &detail)]),
        None => language.say(
            language::ENCRYPTED,
            [
                ("version", &word(&handshake.version)),
                ("suite", &word(&handshake.suite)),
                ("group", &word(&handshake.group)),
                ("more", &beside(handshake, language)),
            ],
        ),
    }
}

/// What else happened, each after a comma.
fn beside(handshake: &Handshake, language: Language) -> String {
    let asks =
        handshake.client_certificate_asked.then(|| language.text(language::ASKS_CERTIFICATE));
    let stapled = handshake.ocsp.as_ref().map(|_| language.text(language::STAPLED));
    let words = [asks, stapled, tickets(handshake.tickets, language)];
    words
        .into_iter()
        .flatten()
        .map(|word| language.say(language::BESIDE, [("what", &word)]))
        .collect()
}

fn tickets(count: u32, language: Language) -> Option<String> {
    (count > 0).then(|| language.say(language::TICKETS, [("count", &count)]))
}

/// What the server chose of what it was offered, or what came instead.
fn chosen(seen: &Observation, hello: &Hello, failure: Option<&str>, language: Language) -> Said {
    let offer = match seen.subject {
        Subject::Retry { offer, .. } => language.told(&language::offer(offer)),
        _ => language::NOT_SEEN.to_owned(),
    };
    let prime = hello.prime_bits.map(|bits| language.say(language::PRIME, [("bits", &bits)]));
    let asks = hello.asks_for_certificate().then(|| language.text(language::ASKS_CERTIFICATE));
    let alpn = hello.alpn.as_ref().map(|name| language.say(language::ALPN, [("name", name)]));
    let beside = (hello.timestamps > 0)
        .then(|| language.say(language::TIMESTAMPS_BESIDE, [("count", &hello.timestamps)]));
    let [version, suite, group] = [&hello.version, &hello.suite, &hello.group].map(Clone::clone);
    let words = [version, suite, group, prime, asks, alpn, beside];
    let agreed = words.into_iter().flatten().chain(bound(hello).map(|text| language.text(text)));
    let stopped = failure.map(str::to_owned).or_else(|| refusal(hello, language));
    let what = agreed.chain(stopped).collect::<Vec<_>>();
    let (by, template) = match hello.version {
        Some(_) => (By::Them, language::CHOSEN),
        None => (By::Event, language::NOT_CHOSEN),
    };
    let text = language.say(template, [("offer", &offer), ("what", &language.list(&what))]);
    Said { at_us: end_of(seen), by, secured: false, text }
}

/// What binds the handshake to its connection (RFC 7627, RFC 5746).
fn bound(hello: &Hello) -> impl Iterator<Item = Text> {
    let knows = |extension: &str| hello.extensions.iter().any(|e| e == extension);
    let known = language::BOUND.iter().filter(move |(extension, _)| knows(extension));
    known.map(|(_, words)| *words)
}

/// How the server refused, where that was an answer and no failure.
fn refusal(hello: &Hello, language: Language) -> Option<String> {
    let closed = || language.text(language::CLOSED);
    let said = hello.alert.as_ref().map(|alert| alert.description.clone());
    hello.version.is_none().then(|| said.unwrap_or_else(closed))
}

fn dialogue(reply: &Reply, secured: bool, language: Language) -> Vec<Said> {
    let said = |by, at_us, text| Said { at_us, by, secured, text };
    let ours = reply.commands().map(|l| said(By::Us, l.at_us, line(l, language)));
    let theirs = reply.lines.iter().map(|l| said(By::Them, l.at_us, line(l, language)));
    let at_us = reply.lines.last().map_or(0, |l| l.at_us);
    let beyond = reply.beyond.iter().map(|bytes| {
        let text = String::from_utf8_lossy(&bytes.0);
        said(By::Them, at_us, language.say(language::BEYOND, [("text", &text)]))
    });
    let tickets = tickets(reply.tickets, language).map(|text| said(By::Event, at_us, text));
    ours.chain(theirs).chain(beyond).chain(tickets).collect()
}

fn line(line: &Line, language: Language) -> String {
    match (line.unfinished, line.cut) {
        (Some(size), _) => {
            language.say(language::UNFINISHED, [("text", &line.text), ("size", &size)])
        }
        (None, 0) => line.text.clone(),
        (None, cut) => language.say(language::BYTES_CUT, [("text", &line.text), ("cut", &cut)]),
    }
}

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::sample::{connect, finding, recording_of, reply, seen};
    use super::*;

    fn told(lines: &[&str], evidence: &[u32], code: &'static str) -> Vec<Block> {
        let of = |id: u32, addr: &str, sent: &str| {
            [
                seen(id, addr, Service::Smtp, "connect", 9, connect()),
                seen(id + 1, addr, Service::Smtp, "greeting", 9, reply("", &["220 hi"])),
                seen(id + 2, addr, Service::Smtp, "capabilities", 9, reply(sent, lines)),
            ]
        };
        let both = [of(0, "192.0.2.1", "EHLO [198.51.100.1]"), of(3, "192.0.2.2", "EHLO other")];
        let recording = recording_of(both.concat());
        let facts = Facts::new(&recording, recording.at);
        doubtful(&facts, &[finding(code, Service::Smtp, evidence)], Language::En)
    }

    fn texts(blocks: &[Block]) -> Vec<&str> {
        let talks = blocks.iter().filter_map(|b| match b {
            Block::Talk(said) => Some(said),
            _ => None,
        });
        talks.flatten().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn the_same_words_are_told_once_whatever_was_said_to_them() {
        let blocks = told(&["250 hi"], &[2, 5], "dialogue.capabilities-refused");
        let title = "mail.example.test port 25 (192.0.2.1, 192.0.2.2)";
        assert_eq!(blocks[0], Block::Text(title.to_owned()));
        assert_eq!(texts(&blocks), ["220 hi", "EHLO [198.51.100.1]", "250 hi"]);
    }

    #[test]
    fn of_a_long_conversation_the_lines_that_matter_are_told_and_the_others_counted() {
        let lines: Vec<String> = (0..40).map(|n| format!("250-{n}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let blocks = told(&lines, &[2], "dialogue.capabilities-refused");
        let told = texts(&blocks);
        assert_eq!(told.len(), EXCERPT + 2, "{told:?}");
        // One line takes no more room than to say that it is left out.
        assert_eq!(told[..2], ["220 hi", "EHLO [198.51.100.1]"]);
        assert_eq!(told[8..11], ["250-6", "(lines left out: 29)", "250-36"]);
        assert_eq!(told.last(), Some(&"250-39"));
    }

    #[test]
    fn what_no_finding_rests_on_is_not_told_nor_what_is_about_the_certificate() {
        assert_eq!(told(&["250 hi"], &[0], "tcp.refused"), []);
        assert_eq!(told(&["250 hi"], &[2], "tls.self-signed"), []);
        assert_eq!(told(&["250 hi"], &[2], "auth.oauth-only"), []);
    }
}
