//! What findings rest on, in words: of each a few observations, those that show most first.
use std::collections::{BTreeSet, HashMap};

use probes::dns::Lookup;
use probes::tls::Handshake;
use probes::{Data, Observation, Step, Subject};

use crate::diagnosis::facts::Outcome;
use crate::diagnosis::{self, Facts};
use crate::finding::{Class, Finding};
use crate::language::{self, Language};

use super::card::Card;
use super::cell::Cell;
use super::picture::tone::{Tones, has_failed};
use super::quote::begun;
use super::talk::By;
use super::{chain, names, path, places, rung, talk};

/// Lines of a finding: who wants all follows the numbers.
const LINES: usize = 3;

/// Characters that are shown of what a server said.
const QUOTED: usize = 200;

/// What one observation saw, or several that saw the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where, and what.
    pub text: String,
    /// The ids of the observations.
    pub ids: Vec<u32>,
}

/// Adds to cards what they rest on.
pub(super) fn add<'r>(
    cards: &mut [Card],
    facts: &Facts<'r>,
    findings: &[Finding],
    language: Language,
) {
    let seen: HashMap<u32, &'r Observation> =
        facts.recording.observations.iter().map(|o| (o.id, o)).collect();
    let tones = Tones::new(facts.recording, findings);
    for card in cards {
        let own = card.evidence.iter().filter_map(|id| seen.get(id).copied());
        let teller = Teller { facts, language, with_chain: is_of_chain(card.code) };
        let shows = |o: &Observation| tones.shown_by(o.id).iter().any(|f| f.code == card.code);
        card.shown = teller.lines(own, shows);
        let shown: BTreeSet<u32> = card.shown.iter().flat_map(|e| e.ids.clone()).collect();
        card.beyond = card.evidence.iter().copied().filter(|id| !shown.contains(id)).collect();
    }
}

/// What these observations saw, those that saw the same together.
pub(super) fn all<'r>(
    seen: impl Iterator<Item = &'r Observation>,
    facts: &Facts<'r>,
    language: Language,
) -> Vec<String> {
    let teller = Teller { facts, language, with_chain: true };
    teller.groups(seen).iter().map(|group| teller.line(group).text).collect()
}

/// Whether it is certificates that show it, and not how TLS came about.
fn is_of_chain(code: &str) -> bool {
    diagnosis::class(code) == Class::Certificate || !code.starts_with("tls.")
}

/// Observations that saw the same but for times.
struct Group<'r> {
    what: Cell,
    members: Vec<&'r Observation>,
}

struct Teller<'t, 'r> {
    facts: &'t Facts<'r>,
    language: Language,
    /// Whether a handshake is told by the certificate that was shown in it.
    with_chain: bool,
}

impl<'r> Teller<'_, 'r> {
    /// Of each kind one line before there is a second of any: what works stands beside what does
    /// not.
    fn lines(
        &self,
        seen: impl Iterator<Item = &'r Observation>,
        shows: impl Fn(&Observation) -> bool,
    ) -> Vec<Evidence> {
        let mut groups = self.groups(seen);
        groups.sort_by_key(|g| weight(g.members[0], &shows));
        if groups.first().is_some_and(|g| weight(g.members[0], &shows) < MINOR) {
            groups.retain(|g| weight(g.members[0], &shows) < MINOR);
        }
        let mut met = BTreeSet::new();
        let (first, further): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|g| met.insert(kind(g.members[0])));
        first.iter().chain(&further).take(LINES).map(|group| self.line(group)).collect()
    }

    fn groups(&self, seen: impl Iterator<Item = &'r Observation>) -> Vec<Group<'r>> {
        let mut groups: Vec<Group<'r>> = Vec::new();
        for one in seen {
            let Some(what) = self.what(one) else { continue };
            let same =
                |g: &&mut Group<'_>| kind(g.members[0]) == kind(one) && g.what.is_like(&what);
            match groups.iter_mut().find(same) {
                Some(group) => {
                    group.what.take(&what);
                    group.members.push(one);
                }
                None => groups.push(Group { what, members: vec![one] }),
            }
        }
        groups
    }

    fn line(&self, group: &Group<'r>) -> Evidence {
        let first = group.members[0];
        let what = group.what.told(self.language);
        // What became of a connection or of packets needs no further word.
        let what = match first.step {
            Step::Connect | Step::Trace => what,
            step => {
                let protocol = first.subject.service().map(|service| service.row().protocol);
                self.of(&self.language.told(&language::step(step, protocol)), &what)
            }
        };
        let subjects: Vec<&Subject> = group.members.iter().map(|o| &o.subject).collect();
        let text = self.of(&places::line(&subjects, self.language), &what);
        Evidence { text, ids: group.members.iter().map(|o| o.id).collect() }
    }

    fn of(&self, subject: &str, what: &str) -> String {
        self.language.say(language::STEP_OF, [("subject", &subject), ("step", &what)])
    }

    /// What it saw; none where nothing is to be told of it.
    fn what(&self, seen: &'r Observation) -> Option<Cell> {
        match &seen.saw {
            Data::Connect(saw) => Some(rung::reached(&Outcome { observation: seen, saw })),
            Data::Lookup(Lookup { question, answer }) => {
                Some(Cell::plain(names::said(seen, question.kind, answer, self.language)))
            }
            Data::Path(_) => path::end_of(seen, self.facts, self.language).map(Cell::plain),
            Data::Handshake(saw) => Some(Cell::plain(self.handshake(seen, saw))),
            Data::Reply(reply) if !reply.lines.is_empty() => Some(Cell::plain(self.said(seen))),
            Data::Hello(_) => Some(Cell::plain(self.said(seen))),
            _ => rung::trouble(seen),
        }
    }

    fn handshake(&self, seen: &Observation, saw: &Handshake) -> String {
        let leaf = saw.chain.first().filter(|_| self.with_chain);
        let leaf = leaf.map(|leaf| chain::in_a_line(self.facts, leaf, self.language));
        let came = (leaf.is_none() || seen.failure.is_some()).then(|| self.said(seen));
        self.language.groups(&leaf.into_iter().chain(came).collect::<Vec<_>>())
    }

    /// What was said or what happened, and what stopped it.
    fn said(&self, seen: &Observation) -> String {
        let said = talk::told(seen, false, self.language);
        let said: Vec<&str> =
            said.iter().filter(|s| s.by != By::Us).map(|s| s.text.as_str()).collect();
        begun(&said.join(" / "), QUOTED)
    }
}

/// The weight of what only led to where something was seen, as the addresses of a name do.
const MINOR: u8 = 4;

/// What shows it comes first, then what failed, then what went well.
fn weight(seen: &Observation, shows: &impl Fn(&Observation) -> bool) -> u8 {
    match &seen.saw {
        _ if shows(seen) => 0,
        _ if has_failed(seen) => 1,
        Data::Connect(_) | Data::Reply(_) | Data::Handshake(_) | Data::Hello(_) => 2,
        Data::Path(_) => 3,
        _ => MINOR,
    }
}

/// Observations of a kind stand for each other.
fn kind(seen: &Observation) -> (Step, bool, bool) {
    (seen.step, has_failed(seen), seen.subject.is_control())
}

#[cfg(test)]
mod tests {
    use probes::Service;
    use serde_json::Value;

    use super::super::card;
    use super::super::sample::{connect, failed, finding, recording_of, reply, seen};
    use super::*;

    const V4: &str = "192.0.2.1";

    fn told(observations: Vec<Value>, finding: Finding) -> Card {
        let recording = recording_of(observations);
        let facts = Facts::new(&recording, recording.at);
        let findings = [finding];
        let mut cards = card::all(&findings, Language::En);
        add(&mut cards, &facts, &findings, Language::En);
        cards.remove(0)
    }

    fn lines(card: &Card) -> Vec<(String, Vec<u32>)> {
        let lines = card.shown.iter().map(|e| (e.text.replace('\u{a0}', " "), e.ids.clone()));
        lines.collect()
    }

    #[test]
    fn what_failed_comes_before_what_works_and_the_same_is_told_once() {
        let dialled = |id, service| seen(id, V4, service, "connect", 5_000_000, connect());
        let open = [dialled(0, Service::Imap), dialled(1, Service::Imaps)];
        let silent = failed(dialled(2, Service::Smtp), "timed-out");
        let evidence = finding("tcp.filtered", Service::Smtp, &[0, 1, 2]);
        let card = told([&open[..], &[silent]].concat(), evidence);
        let place = |ports| format!("mail.example.test {ports} (192.0.2.1)");
        assert_eq!(
            lines(&card),
            [
                (format!("{}: no answer 5.0 s", place("port 25")), vec![2]),
                (format!("{}: open 5.0 s", place("ports 143, 993")), vec![0, 1]),
            ]
        );
        assert_eq!(card.beyond(Language::En), None);
    }

    #[test]
    fn a_server_is_quoted_and_what_is_not_told_is_counted() {
        let greeting = |id: u32| {
            let said = format!("554 no {id}");
            let seen = seen(id, V4, Service::Smtp, "greeting", 9, reply("", &[&said, "554 bye"]));
            failed(seen, "declined")
        };
        let evidence = finding("dialogue.blocklisted", Service::Smtp, &[0, 1, 2, 3, 4]);
        let card = told((0..5).map(greeting).collect(), evidence);
        let whole = "mail.example.test port 25 (192.0.2.1): greeting: 554 no 0 / 554 bye";
        assert!(lines(&card)[0].0.starts_with(whole), "{:?}", lines(&card));
        assert_eq!((card.shown.len(), &card.beyond[..]), (3, &[3, 4][..]));
        assert_eq!(card.beyond(Language::En).as_deref(), Some("and 2 more"));
    }

    #[test]
    fn what_was_not_recorded_is_not_told() {
        let card = told(vec![], finding("tcp.filtered", Service::Smtp, &[7]));
        assert_eq!((lines(&card), card.seen(Language::En)), (vec![], vec![]));
    }
}
