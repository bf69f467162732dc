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
    /// The card in one line; on what, if the title doesn't say it.
    pub fn brief(&self) -> String {
        let told = self.names.iter().all(|name| self.title.contains(name));
        let subjects = if told { String::new() } else { format!(": {}", self.subjects.join("; ")) };
        format!("{} [{}]{subjects}", self.title, self.code)
    }

    /// The same finding of another severity or on another host need not be explained twice.
    pub(super) fn after(mut self, earlier: &[Self]) -> Self {
        let same =
            |e: &Self| (e.code, &e.cause, &e.remedy) == (self.code, &self.cause, &self.remedy);
        if earlier.iter().any(same) {
            self.cause = String::new();
            self.remedy = language::AS_ABOVE.to_owned();
        }
        self
    }
}

/// All findings as cards: errors first, then in the order in which they were found; the one that
/// the first line tells before all others of its severity.
pub(super) fn all(findings: &[Finding]) -> Vec<Card> {
    let kinds = kinds(findings);
    let (own, folded): (Vec<_>, Vec<_>) = kinds.iter().partition(|k| root(k, &kinds).is_none());
    let mut cards: Vec<(usize, Card)> = own.iter().map(|k| (k.number, k.card())).collect();
    for kind in folded {
        let above = root(kind, &kinds);
        if let Some((_, card)) = cards.iter_mut().find(|(number, _)| Some(*number) == above) {
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

/// The kind that explains this one: preferably one that needs no explanation itself, and is about
/// the same host.
fn parent<'k, 'f>(kind: &Kind<'f>, kinds: &'k [Kind<'f>]) -> Option<&'k Kind<'f>> {
    let because = kind.first().because?;
    let explaining = kinds.iter().filter(|k| k.first().code == because && k.number != kind.number);
    explaining.min_by_key(|k| {
        let (one, other) = (k.first(), kind.first());
        (one.because.is_some(), one.subject.name() != other.subject.name())
    })
}

/// The number of what explains it in the end, if anything does. Findings that explain each other
/// in a circle are explained by nothing.
fn root(kind: &Kind<'_>, kinds: &[Kind<'_>]) -> Option<usize> {
    let mut above = parent(kind, kinds)?;
    for _ in 0..kinds.len() {
        match parent(above, kinds) {
            Some(next) => above = next,
            None => return Some(above.number),
        }
    }
    None
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
        let evidence: BTreeSet<u32> =
            self.members.iter().flat_map(|f| f.evidence.clone()).collect();
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

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::sample::finding;
    use super::*;

    #[test]
    fn findings_of_a_kind_make_one_card() {
        let found = [Service::Submissions, Service::Imaps, Service::Submissions]
            .map(|service| finding("tls.self-signed", service, &[7]));
        let cards = all(&found);
        assert_eq!(cards.len(), 1);
        assert!(cards[0].title.contains("465, 993"), "{}", cards[0].title);
        assert_eq!(cards[0].subjects, ["mail.example.test ports 465, 993 (192.0.2.1)"]);
        assert_eq!(cards[0].evidence, [7]);
    }

    #[test]
    fn other_severities_and_hosts_make_cards_of_their_own() {
        let one = finding("tls.self-signed", Service::Imaps, &[7]);
        let warning = Finding { severity: Severity::Warning, ..one.clone() };
        let subject = Subject::Host { host: "mx.example.test".into() };
        let elsewhere = Finding { subject, ..one.clone() };
        let severities: Vec<_> =
            all(&[warning, one, elsewhere]).iter().map(|c| c.severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Error, Severity::Warning]);
    }

    #[test]
    fn the_explained_stand_under_what_explains_them() {
        let cause = finding("path.port-25-blocked", Service::Smtp, &[1, 2]);
        let effect = Finding {
            because: Some("path.port-25-blocked"),
            ..finding("tcp.filtered", Service::Smtp, &[1])
        };
        let cards = all(&[effect, cause]);
        assert_eq!(cards.len(), 1);
        assert!(cards[0].explains[0].contains("[tcp.filtered]"));
    }

    #[test]
    fn nothing_is_lost_when_findings_explain_each_other() {
        let a = finding("tcp.filtered", Service::Smtp, &[1]);
        let a = Finding { because: Some("tcp.refused"), ..a };
        let b = finding("tcp.refused", Service::Smtp, &[1]);
        let b = Finding { because: Some("tcp.filtered"), ..b };
        assert_eq!(all(&[a, b]).len(), 2);
    }

    #[test]
    fn a_page_from_a_stranger_is_cut_and_counted() {
        assert!(shortened(&"x".repeat(5000)).ends_with("… (+4800)"));
    }
}
