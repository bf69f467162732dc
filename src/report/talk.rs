//! Conversations, word for word.
use probes::reply::{Line, Reply};
use probes::tcp::Connect;
use probes::tls::Handshake;
use probes::{Data, Observation};

use crate::diagnosis::facts::{Endpoint, Facts};
use crate::language::{self, say};

use super::document::Block;
use super::header::time;
use super::places;

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
}

/// Per endpoint a title and what was said.
pub(super) fn blocks(facts: &Facts<'_>) -> Vec<Block> {
    let talks = facts.endpoints().iter().filter(|e| e.is_open());
    talks.flat_map(|e| [Block::Text(title(e)), Block::Talk(talk(e))]).collect()
}

fn title(endpoint: &Endpoint<'_>) -> String {
    places::words(&[endpoint.subject]).join("")
}

fn talk(endpoint: &Endpoint<'_>) -> Vec<Said> {
    endpoint.seen.iter().flat_map(|o| told(o, endpoint.inside_tls(o))).collect()
}

fn told(observation: &Observation, secured: bool) -> Vec<Said> {
    let event = |text| Said { at_us: end_of(observation), by: By::Event, secured, text };
    let failure = observation.failure.as_ref().map(|f| f.detail.as_str());
    match &observation.saw {
        Data::Connect(connect) => vec![event(connected(connect, failure))],
        Data::Handshake(handshake) => vec![event(shaken(handshake, failure))],
        Data::Reply(reply) => {
            let mut lines = dialogue(reply, secured);
            // A reply that says no is its own explanation.
            let explained = failure.is_none_or(|f| reply.last() == Some(f));
            lines.extend((!explained).then(|| event(failure.unwrap_or_default().to_owned())));
            lines
        }
        _ => failure.map(|f| event(f.to_owned())).into_iter().collect(),
    }
}

const fn end_of(observation: &Observation) -> u64 {
    observation.at_us.saturating_add(observation.took_us)
}

fn connected(connect: &Connect, failure: Option<&str>) -> String {
    match (connect.local, failure) {
        (_, Some(detail)) => say(language::NOT_OPENED, [("detail", &detail)]),
        (Some(local), None) => kernel(connect, say(language::OPENED, [("local", &local)])),
        (None, None) => language::NOT_SEEN.to_owned(),
    }
}

/// What the kernel knew of the connection, where it tells.
fn kernel(connect: &Connect, opened: String) -> String {
    let Some(info) = connect.info else { return opened };
    let rtt = time(u64::from(info.rtt_us));
    say(
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

fn shaken(handshake: &Handshake, failure: Option<&str>) -> String {
    let word =
        |word: &Option<String>| word.clone().unwrap_or_else(|| language::NOT_SEEN.to_owned());
    match failure {
        Some(detail) => say(language::NOT_ENCRYPTED, [("detail", &detail)]),
        None => say(
            language::ENCRYPTED,
            [
                ("version", &word(&handshake.version)),
                ("suite", &word(&handshake.suite)),
                ("group", &word(&handshake.group)),
            ],
        ),
    }
}

fn dialogue(reply: &Reply, secured: bool) -> Vec<Said> {
    let said = |by, at_us, text| Said { at_us, by, secured, text };
    let ours = reply.sent.iter().map(|l| said(By::Us, l.at_us, line(l)));
    let theirs = reply.lines.iter().map(|l| said(By::Them, l.at_us, line(l)));
    let at_us = reply.lines.last().map_or(0, |l| l.at_us);
    let beyond = reply.beyond.iter().map(|bytes| {
        let text = String::from_utf8_lossy(&bytes.0);
        said(By::Them, at_us, say(language::BEYOND, [("text", &text)]))
    });
    ours.chain(theirs).chain(beyond).collect()
}

fn line(line: &Line) -> String {
    match (line.unfinished, line.cut) {
        (Some(size), _) => say(language::UNFINISHED, [("text", &line.text), ("size", &size)]),
        (None, 0) => line.text.clone(),
        (None, cut) => say(language::BYTES_CUT, [("text", &line.text), ("cut", &cut)]),
    }
}
