//! Certificates from the server's own up to its root, or to where the chain breaks off.
use std::collections::{BTreeSet, HashSet};

use probes::Subject;

use crate::certificate::{self, Description, Found};
use crate::diagnosis::Facts;
use crate::finding::Finding;
use crate::language::{self, Language, Text};

use super::super::chain::{Chain as Shown, distinct};
use super::super::document::Tone;
use super::super::header::day;
use super::super::places;
use super::tone::{Tones, of_severity, rank};
use super::{Chain, Link, Seal};

/// Certificates of one chain that are drawn; an honest one has half as many.
const MOST: usize = 8;

/// What is wrong between the last certificate of a path and the next.
const OF_THE_LINK: &[&str] = &[
    "tls.self-signed",
    "tls.unknown-issuer",
    "tls.incomplete-chain",
    "tls.chain-rejected",
    "tls.too-many-signatures",
];

/// Faults of chains that have no word for a cell.
const MORE: &[(&str, Text)] =
    &[("tls.root-outdated", language::EXPIRED_ROOT), ("tls.chain-untidy", language::UNTIDY)];

/// So many of the chains that were shown, those with trouble first; and how many there are.
pub(super) fn all(
    facts: &Facts<'_>,
    tones: &Tones<'_>,
    most: usize,
    language: Language,
) -> (Vec<Chain>, usize) {
    let shown = distinct(facts, |_| true);
    let mut known: Vec<(u8, &Shown<'_, '_>, Vec<&Finding>)> = shown
        .iter()
        .map(|shown| {
            let findings = findings(shown, tones);
            let worst = findings.iter().filter(|f| word(f.code).is_some());
            let worst = worst.map(|f| rank(of_severity(f.severity))).max().unwrap_or(0);
            (worst, shown, findings)
        })
        .collect();
    known.sort_by_key(|(worst, ..)| std::cmp::Reverse(*worst));
    let chains = known
        .into_iter()
        .take(most)
        .map(|(_, shown, findings)| Painter { facts, shown, findings, language }.chain());
    (chains.collect(), shown.len())
}

/// What is said of the endpoints that showed it and rests on that.
fn findings<'f>(shown: &Shown<'_, '_>, tones: &Tones<'f>) -> Vec<&'f Finding> {
    let resting = shown.shown.iter().flat_map(|id| tones.on(*id));
    let subjects: HashSet<&Subject> = shown.subjects.iter().copied().collect();
    let mut own: Vec<&Finding> = Vec::new();
    for finding in resting.filter(|f| subjects.contains(&f.subject)) {
        let same = |f: &&Finding| (f.code, place(f)) == (finding.code, place(finding));
        match own.iter_mut().find(|known| same(known)) {
            Some(known) if known.severity < finding.severity => *known = finding,
            Some(_) => {}
            None => own.push(finding),
        }
    }
    own
}

fn word(code: &str) -> Option<Text> {
    let more = || MORE.iter().find(|(c, _)| *c == code).map(|(_, word)| *word);
    language::fault(code).or_else(more)
}

/// Whose certificate a finding is about, if it says so.
fn place(finding: &Finding) -> Option<String> {
    let named = ["authority", "subject"].iter().find_map(|name| finding.args.get(name));
    named.map(|arg| Language::En.told(arg))
}

struct Painter<'p, 'f, 'r> {
    facts: &'p Facts<'r>,
    shown: &'p Shown<'p, 'r>,
    findings: Vec<&'f Finding>,
    language: Language,
}

impl Painter<'_, '_, '_> {
    fn chain(&self) -> Chain {
        let whole = self.shown.path.last().is_some_and(|link| link.found == Found::Root);
        let mut seals: Vec<Seal> = self
            .shown
            .path
            .iter()
            .take(MOST)
            .enumerate()
            .map(|(i, link)| self.seal(i, link))
            .collect();
        if seals.is_empty() {
            seals.push(self.unreadable());
        }
        if !whole {
            seals.extend(self.missing());
        }
        self.blame(&mut seals);
        let place = places::line(&self.shown.subjects, self.language);
        let text = if whole { language::LEADS_TO_ROOT } else { language::LEADS_NOWHERE };
        Chain {
            title: self.language.say(language::CHAIN_OF, [("where", &place)]),
            about: self.about(&seals, text),
            seals,
            unused: self.unused(),
        }
    }

    fn seal(&self, place: usize, link: &certificate::Link) -> Seal {
        let (role, origin) = match link.found {
            Found::Root => (language::SEAL_ROOT, self.language.text(language::IN_STORE)),
            Found::Sent(n) => {
                let role = if place == 0 { language::SEAL_LEAF } else { language::SEAL_BETWEEN };
                (role, self.language.say(language::SENT_AT, [("number", &n.saturating_add(1))]))
            }
            Found::Elsewhere => {
                (language::SEAL_BETWEEN, self.language.text(language::NOT_SENT_SEEN))
            }
            Found::Fetched(_) => {
                (language::SEAL_BETWEEN, self.language.text(language::NOT_SENT_FETCHED))
            }
        };
        let until = self
            .described(link)
            .map(|of| self.language.say(language::UNTIL_DAY, [("date", &day(of.not_after))]));
        let last = place + 1 == self.shown.path.len() && link.found == Found::Root;
        let says = self.language.text(language::SIGNED_BY);
        Seal {
            role: self.language.text(role),
            subject: link.subject.clone(),
            facts: until.into_iter().chain([origin]).collect(),
            link: (!last).then_some(Link { says, wrong: vec![] }),
            ..Seal::default()
        }
    }

    fn described(&self, link: &certificate::Link) -> Option<Description> {
        match link.found {
            Found::Sent(n) => certificate::describe(&self.shown.sent.get(n)?.0),
            Found::Fetched(n) => certificate::describe(&self.facts.fetched().get(n)?.der.0),
            Found::Elsewhere | Found::Root => None,
        }
    }

    /// A leaf that can't be parsed leads nowhere.
    fn unreadable(&self) -> Seal {
        let first = self.shown.sent.first().map(|c| c.0.as_slice()).unwrap_or_default();
        Seal {
            role: self.language.text(language::SEAL_LEAF),
            subject: self.language.say(language::UNREADABLE, [("size", &first.len())]),
            ..Seal::default()
        }
    }

    /// Who should stand above the last, and was not found.
    fn missing(&self) -> Option<Seal> {
        let last = self.shown.path.last()?;
        let of = self.described(last)?;
        (of.issuer != of.subject).then(|| Seal {
            role: self.language.text(language::SEAL_UNKNOWN),
            subject: of.issuer,
            missing: true,
            ..Seal::default()
        })
    }

    /// Writes what is wrong to where it is wrong.
    fn blame(&self, seals: &mut [Seal]) {
        for finding in &self.findings {
            let Some(word) = word(finding.code) else { continue };
            let told = (of_severity(finding.severity), self.language.text(word));
            let last_link = seals.iter().rposition(|s| s.link.is_some());
            let link = last_link.filter(|_| OF_THE_LINK.contains(&finding.code));
            let at = || {
                let whose = place(finding)?;
                seals.iter().position(|s| s.subject == whose)
            };
            match link {
                Some(at) => seals[at].link.get_or_insert_default().wrong.push(told),
                None => {
                    let at = at().unwrap_or(0);
                    seals[at].wrong.push(told);
                }
            }
        }
    }

    fn unused(&self) -> Vec<String> {
        let on_path = |link: &certificate::Link| match link.found {
            Found::Sent(n) => Some(n),
            _ => None,
        };
        let used: BTreeSet<usize> = self.shown.path.iter().filter_map(on_path).collect();
        let others = (0..self.shown.sent.len()).filter(|n| *n > 0 && !used.contains(n));
        let mut told: Vec<String> = others.map(|n| self.other(n)).collect();
        if let Some(more @ 1..) = told.len().checked_sub(MOST) {
            told.truncate(MOST);
            told.push(self.language.say(language::AND_MORE, [("count", &more)]));
        }
        told
    }

    fn other(&self, place: usize) -> String {
        let der = &self.shown.sent[place].0;
        let subject = certificate::describe(der).map(|of| of.subject);
        let unreadable = || self.language.say(language::UNREADABLE, [("size", &der.len())]);
        let subject = subject.unwrap_or_else(unreadable);
        self.language.say(
            language::SEAL_UNUSED,
            [("number", &place.saturating_add(1)), ("subject", &subject)],
        )
    }

    /// The chain in words: who, and what is wrong.
    fn about(&self, seals: &[Seal], end: Text) -> String {
        let wrong = |wrong: &[(Tone, String)]| {
            let words: Vec<&str> = wrong.iter().map(|(_, word)| word.as_str()).collect();
            self.language.list(&words)
        };
        let seal = |seal: &Seal| {
            let link = seal.link.as_ref().map(|l| wrong(&l.wrong)).unwrap_or_default();
            let told = [seal.role.clone(), seal.subject.clone(), wrong(&seal.wrong), link];
            let told: Vec<String> = told.into_iter().filter(|t| !t.is_empty()).collect();
            self.language.ended(&self.language.list(&told))
        };
        let mut sentences: Vec<String> = seals.iter().map(seal).collect();
        sentences.push(self.language.text(end));
        self.language.sentences(&sentences)
    }
}
