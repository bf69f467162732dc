//! Findings as people read them: those of a kind together, the explained under what explains them.
use std::collections::{BTreeMap, BTreeSet};

use probes::Subject;

use crate::diagnosis;
use crate::finding::{Actor, Args, Confidence, Finding, Severity};
use crate::language::{self, fill};

use super::places;

/// Characters of one argument that a card shows: a stranger may have sent a whole page.
const ARGUMENT: usize = 200;

/// Findings of one kind, severity and host.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// How bad.
    pub severity: Severity,
    /// What is the matter: a sentence without its full stop.
    pub title: String,
    /// On what.
    pub subjects: Vec<String>,
    /// The names of the hosts and domains among them.
    pub names: Vec<String>,
    /// On which ports, where it is about ports that the title doesn't name.
    pub ports: Vec<u16>,
    /// Why.
    pub cause: String,
    /// What to do.
    pub remedy: String,
    /// Who must act.
    pub actor: Actor,
    /// How sure.
    pub confidence: Confidence,
    /// Observation ids.
    pub evidence: Vec<u32>,
    /// The rule's code.
    pub code: &'static str,
    /// Where it is written, or "".
    pub reference: String,
    /// What this explains, a line each.
    pub explains: Vec<String>,
}

impl Card {
    /// The same finding of another severity or on another host need not be explained twice.
    pub(super) fn after(mut self, earlier: &[Self]) -> Self {
        let same = |text: fn(&Self) -> &String| {
            earlier.iter().any(|e| e.code == self.code && text(e) == text(&self))
        };
        let (cause, remedy) = (same(|c| &c.cause), same(|c| &c.remedy));
        if cause {
            self.cause = language::AS_ABOVE.to_owned();
        }
        if remedy {
            self.remedy = language::AS_ABOVE.to_owned();
        }
        self
    }

    /// The card in one line.
    pub fn brief(&self) -> String {
        let told = self.names.iter().all(|name| self.title.contains(name));
        let subjects = if told { String::new() } else { format!(": {}", self.subjects.join("; ")) };
        format!("{} [{}]{subjects}", self.title, self.code)
    }
}

/// All findings as cards: errors first, then in the order in which they were found; the one that
/// the first line tells before all others of its severity.
pub(super) fn all(findings: &[Finding]) -> Vec<Card> {
    let kinds = kinds(findings);
    let (folded, own): (Vec<_>, Vec<_>) = kinds.iter().partition(|k| parent(k, &kinds).is_some());
    let mut cards: Vec<(usize, Card)> = own.iter().map(|k| (k.number, k.card())).collect();
    for kind in folded {
        let parent = root(kind, &kinds);
        if let Some((_, card)) = cards.iter_mut().find(|(number, _)| *number == parent) {
            card.explains.push(kind.card().brief());
        }
    }
    let first = diagnosis::headline(findings).map(|f| f.code);
    cards.sort_by_key(|(_, c)| (std::cmp::Reverse(c.severity), Some(c.code) != first));
    cards.into_iter().map(|(_, card)| card).collect()
}

/// Findings that make one card.
struct Kind<'f> {
    number: usize,
    members: Vec<&'f Finding>,
}

fn kinds(findings: &[Finding]) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for finding in findings {
        match kinds.iter_mut().find(|k| k.takes(finding)) {
            Some(kind) => kind.members.push(finding),
            None => kinds.push(Kind { number: kinds.len(), members: vec![finding] }),
        }
    }
    kinds
}

/// The kind that explains this one: preferably the one about the same host.
fn parent<'k, 'f>(kind: &Kind<'f>, kinds: &'k [Kind<'f>]) -> Option<&'k Kind<'f>> {
    let because = kind.first().because?;
    let explain = || kinds.iter().filter(|k| k.first().code == because && k.number != kind.number);
    let name = kind.first().subject.name();
    explain().find(|k| k.first().subject.name() == name).or_else(|| explain().next())
}

/// The number of what explains it in the end. What explains another may be explained itself.
fn root(kind: &Kind<'_>, kinds: &[Kind<'_>]) -> usize {
    let mut number = kind.number;
    // Rules that explain each other in a circle must not hold up the report.
    for _ in 0..kinds.len() {
        match parent(&kinds[number], kinds) {
            Some(up) => number = up.number,
            None => break,
        }
    }
    number
}

impl<'f> Kind<'f> {
    fn first(&self) -> &'f Finding {
        self.members.first().expect("a kind is made of a finding")
    }

    fn takes(&self, other: &Finding) -> bool {
        let one = self.first();
        let key = |f: &Finding| (f.code, f.severity, f.actor, f.because);
        key(one) == key(other) && one.subject.name() == other.subject.name()
    }

    fn card(&self) -> Card {
        let first = self.first();
        let rule = diagnosis::rule(first.code).expect("a finding is made by a rule");
        let args = self.args();
        let subjects: Vec<&Subject> = self.members.iter().map(|f| &f.subject).collect();
        let evidence: BTreeSet<u32> = self.members.iter().flat_map(|f| f.evidence.clone()).collect();
        let names_ports = rule.title.to_lowercase().contains("port");
        Card {
            severity: first.severity,
            title: fill(rule.title, &args),
            subjects: places::words(&subjects),
            names: subjects.first().and_then(|s| s.name()).map(str::to_owned).into_iter().collect(),
            ports: if names_ports { vec![] } else { places::ports_of(&subjects) },
            cause: fill(rule.cause, &args),
            remedy: fill(rule.remedy, &args),
            actor: first.actor,
            confidence: self.members.iter().map(|f| f.confidence).min().unwrap_or(first.confidence),
            evidence: evidence.into_iter().collect(),
            code: first.code,
            reference: fill(rule.reference, &args),
            explains: vec![],
        }
    }

    /// The arguments of all members; where they differ, all values, each once.
    fn args(&self) -> Args {
        let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (name, value) in self.members.iter().flat_map(|f| &f.args) {
            let value = shortened(value);
            let known = values.entry(name).or_default();
            if !known.contains(&value) {
                known.push(value);
            }
        }
        values.into_iter().map(|(name, values)| (name, joined(&values))).collect()
    }
}

/// Values that have commas of their own need something stronger between them.
fn joined(values: &[String]) -> String {
    let commas = values.iter().any(|value| value.contains(", "));
    values.join(if commas { "; " } else { ", " })
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(ARGUMENT) {
        Some((end, _)) => format!("{}… (+{})", &value[..end], value[end..].chars().count()),
        None => value.to_owned(),
    }
}
