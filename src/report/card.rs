//! Findings as people read them: those of a kind together, the explained under what explains them.
use std::collections::{BTreeMap, BTreeSet};

use probes::Subject;

use crate::diagnosis;
use crate::finding::{Actor, Args, Confidence, Finding, Severity, Waiver};
use crate::language::{self, Language};

use super::evidence::Evidence;
use super::places;
use super::quote::{begun, shortened, whole};

/// Characters of one value that the first line shows.
const FIRST_LINE: usize = 100;

/// Findings of one kind and host; the worst of them tell how bad it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// How bad.
    pub severity: Severity,
    /// What is the matter: a sentence without its full stop.
    pub title: String,
    /// The same with less of what strangers said, for the first line.
    pub short_title: String,
    /// On what.
    pub subjects: Vec<String>,
    /// The same, one by one.
    pub endpoints: Vec<Subject>,
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
    /// What some of them saw; nothing on a card that stands outside a report.
    pub shown: Vec<Evidence>,
    /// The ids of the others.
    pub beyond: Vec<u32>,
    /// The rule's code.
    pub code: &'static str,
    /// Where it is written, or "".
    pub reference: &'static str,
    /// Where it is less bad, a line each.
    pub milder: Vec<String>,
    /// What this explains, a line each.
    pub explains: Vec<String>,
    /// Why it does not count for now.
    pub waived: Option<Waiver>,
}

impl Card {
    /// The card in one line; on what, if the title doesn't say it.
    pub fn brief(&self, language: Language) -> String {
        let told = self.names.iter().all(|name| self.title.contains(name));
        let title = format!("{} [{}]", self.title, self.code);
        let title = match told {
            true => title,
            false => {
                let subjects = language.groups(&self.subjects);
                language.say(language::ABOUT, [("target", &title), ("what", &subjects)])
            }
        };
        let Some(waived) = self.waived(language) else { return title };
        let waived = language.say(language::WAIVED_SINCE, [("waived", &waived)]);
        language.say(language::AND, [("what", &title), ("others", &waived)])
    }

    /// What it rests on, a line each, and how much more there is.
    pub fn seen(&self, language: Language) -> Vec<String> {
        let more = self.beyond(language);
        self.shown.iter().map(|evidence| evidence.text.clone()).chain(more).collect()
    }

    /// How many observations are not told in words, if any.
    pub fn beyond(&self, language: Language) -> Option<String> {
        let count = self.beyond.len();
        let told = (count, !self.shown.is_empty());
        (told.0 > 0 && told.1).then(|| language.say(language::BEYOND_SHOWN, [("count", &count)]))
    }

    /// How bad, and whether it counts.
    pub fn word(&self, language: Language) -> String {
        let word = language.text(language::severity(self.severity));
        match self.waived {
            Some(_) => language.say(language::WAIVED_WORD, [("severity", &word)]),
            None => word,
        }
    }

    /// Until when it does not count, and why.
    pub fn waived(&self, language: Language) -> Option<String> {
        let Waiver { until, reason } = self.waived.as_ref()?;
        let reason = shortened(reason);
        Some(language.say(language::WAIVED_UNTIL, [("until", until), ("reason", &reason)]))
    }

    /// Whether it and the other are faults of a certificate in the same place.
    pub(super) fn shares_fault_of(&self, other: &Self) -> bool {
        let fault = |card: &Self| language::fault(card.code).is_some();
        fault(self) && fault(other) && self.endpoints.iter().any(|e| other.endpoints.contains(e))
    }

    /// The same finding on another host need not be explained twice.
    pub(super) fn after(mut self, earlier: &[Self], language: Language) -> Self {
        let same =
            |e: &Self| (e.code, &e.cause, &e.remedy) == (self.code, &self.cause, &self.remedy);
        if earlier.iter().any(same) {
            self.cause = String::new();
            self.remedy = language.text(language::AS_ABOVE);
        }
        self
    }
}

/// All findings as cards: errors first, then in the order in which they were found; the one that
/// the first line tells before all others of its severity, and what does not count behind them.
pub(super) fn all(findings: &[Finding], language: Language) -> Vec<Card> {
    let kinds = kinds(findings);
    let (own, folded): (Vec<_>, Vec<_>) = kinds.iter().partition(|k| root(k, &kinds).is_none());
    let mut cards: Vec<(usize, Card)> = own.iter().map(|k| (k.number, k.card(language))).collect();
    for kind in folded {
        let above = root(kind, &kinds);
        if let Some((_, card)) = cards.iter_mut().find(|(number, _)| Some(*number) == above) {
            let mut below = kind.card(language);
            // The card says it for all that it explains.
            below.waived = below.waived.filter(|waived| Some(waived) != card.waived.as_ref());
            card.explains.push(below.brief(language));
        }
    }
    let first = diagnosis::headline(findings).map(|f| f.code);
    cards.sort_by_key(|(_, c)| {
        (std::cmp::Reverse(c.severity), c.waived.is_some(), Some(c.code) != first)
    });
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
/// the same host, and counts as it does.
fn parent<'k, 'f>(kind: &Kind<'f>, kinds: &'k [Kind<'f>]) -> Option<&'k Kind<'f>> {
    let because = kind.first().because?;
    let explaining = kinds.iter().filter(|k| k.first().code == because && k.number != kind.number);
    explaining.min_by_key(|k| {
        let (one, other) = (k.first(), kind.first());
        let apart = one.subject.name() != other.subject.name();
        (one.because.is_some(), apart, one.waived != other.waived)
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

    /// Where it is less bad somebody else may have to act; where it is as bad that is a matter of
    /// its own.
    fn takes(&self, other: &Finding) -> bool {
        let one = self.first();
        let as_bad = self.members.iter().find(|f| f.severity == other.severity);
        (one.code, one.because, &one.waived) == (other.code, other.because, &other.waived)
            && one.subject.name() == other.subject.name()
            && as_bad.is_none_or(|f| f.actor == other.actor)
    }

    fn worst(&self) -> Severity {
        self.members.iter().map(|f| f.severity).max().unwrap_or(self.first().severity)
    }

    fn of_severity(&self, severity: Severity) -> Vec<&'f Finding> {
        self.members.iter().copied().filter(|f| f.severity == severity).collect()
    }

    fn card(&self, language: Language) -> Card {
        let first = self.first();
        let rule = diagnosis::rule(first.code).expect("a finding is made by a rule");
        let args = args(&self.members, language.of_rule(first.code), shortened);
        let worst = self.of_severity(self.worst());
        let mut subjects = subjects(&self.members);
        subjects.sort_by_key(|s| s.port());
        let evidence: BTreeSet<u32> =
            self.members.iter().flat_map(|f| f.evidence.clone()).collect();
        let names_ports = rule.title.to_lowercase().contains("port");
        let ports = places::ports_of(&self::subjects(&worst));
        Card {
            severity: self.worst(),
            title: titled(first.code, &worst, language, whole),
            short_title: titled(first.code, &worst, language, |value| begun(value, FIRST_LINE)),
            subjects: places::words(&subjects, language),
            endpoints: subjects.iter().copied().cloned().collect(),
            names: subjects.first().and_then(|s| s.name()).map(str::to_owned).into_iter().collect(),
            ports: if names_ports { vec![] } else { ports },
            cause: language.cause(first.code, &args),
            remedy: language.remedy(first.code, &args),
            actor: worst.first().map_or(first.actor, |f| f.actor),
            confidence: self.members.iter().map(|f| f.confidence).min().unwrap_or(first.confidence),
            evidence: evidence.into_iter().collect(),
            shown: vec![],
            beyond: vec![],
            code: first.code,
            reference: rule.reference,
            milder: self.milder(language),
            explains: vec![],
            waived: first.waived.clone(),
        }
    }

    /// Per severity below the worst: where. By port, unless it is worse there on another address.
    fn milder(&self, language: Language) -> Vec<String> {
        let bad = places::ports_of(&subjects(&self.of_severity(self.worst())));
        let severities = [Severity::Warning, Severity::Note];
        let below = severities.into_iter().filter(|s| *s < self.worst());
        let told = below.filter_map(|severity| {
            let members = self.of_severity(severity);
            let places = subjects(&members);
            let ports = places::ports_of(&places);
            let told = match ports.is_empty() || ports.iter().any(|p| bad.contains(p)) {
                true => places::line(&places, language),
                false if ports.len() == 1 => {
                    language.say(language::ON_MILD_PORT, [("ports", &ports[0])])
                }
                false => language.say(language::ON_MILD_PORTS, [("ports", &places::ports(&ports))]),
            };
            (!members.is_empty())
                .then(|| language.say(language::only(severity), [("where", &told)]))
        });
        told.collect()
    }
}

fn subjects<'f>(members: &[&'f Finding]) -> Vec<&'f Subject> {
    members.iter().map(|f| &f.subject).collect()
}

/// The title with the arguments of these findings.
fn titled(
    code: &str,
    members: &[&Finding],
    language: Language,
    cut: impl Fn(&str) -> String,
) -> String {
    let args = args(members, language.of_rule(code), cut);
    match places::ports_of(&subjects(members)).len() {
        0 | 1 => language.title(code, &args),
        _ => language.title_of_several(code, &args),
    }
}

/// The arguments of all members; where they differ, all values, each once.
fn args(members: &[&Finding], language: Language, cut: impl Fn(&str) -> String) -> Args {
    let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (name, value) in members.iter().flat_map(|f| &f.args) {
        let value = language.told_in_part(value, &cut);
        let known = values.entry(name).or_default();
        if !known.contains(&value) {
            known.push(value);
        }
    }
    let joined = |values: Vec<String>| language.values(&values).into();
    values.into_iter().map(|(name, values)| (name, joined(values))).collect()
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
        let cards = all(&found, Language::En);
        assert_eq!(cards.len(), 1);
        assert!(cards[0].title.contains("(ports 465, 993)"), "{}", cards[0].title);
        assert_eq!(cards[0].subjects, ["mail.example.test ports 465, 993 (192.0.2.1)"]);
        assert_eq!(cards[0].evidence, [7]);
    }

    #[test]
    fn other_severities_stand_in_the_same_card_and_other_hosts_in_their_own() {
        let one = finding("tls.self-signed", Service::Imaps, &[7]);
        let on_25 = finding("tls.self-signed", Service::Smtp, &[8]);
        let warning = Finding { severity: Severity::Warning, ..on_25 };
        let subject = Subject::Host { host: "mx.example.test".into() };
        let elsewhere = Finding { subject, ..one.clone() };
        let cards = all(&[warning, one, elsewhere], Language::En);
        let told: Vec<_> = cards.iter().map(|c| (c.severity, c.milder.clone())).collect();
        let milder = vec!["on port 25: counts as a warning only".to_owned()];
        assert_eq!(told, [(Severity::Error, milder), (Severity::Error, vec![])]);
        assert!(!cards[0].title.contains("25"), "{}", cards[0].title);
        assert_eq!(cards[0].subjects, ["mail.example.test ports 25, 993 (192.0.2.1)"]);
        assert_eq!(cards[0].evidence, [7, 8]);
    }

    #[test]
    fn who_must_act_is_told_by_the_worst_and_others_of_that_severity_stand_alone() {
        let of = |service, severity, actor| {
            let one = finding("tls.wrong-name", service, &[7]);
            Finding { severity, actor, ..one }
        };
        let mild = of(Service::Smtp, Severity::Warning, Actor::Provider);
        let bad = of(Service::Imaps, Severity::Error, Actor::You);
        let cards = all(&[mild.clone(), bad.clone()], Language::En);
        assert_eq!((cards.len(), cards[0].actor), (1, Actor::You));
        let other = of(Service::Imap, Severity::Error, Actor::Nobody);
        assert_eq!(all(&[mild, bad, other], Language::En).len(), 2);
    }

    #[test]
    fn where_the_same_port_is_less_bad_on_another_address_that_is_named() {
        let one = finding("tls.self-signed", Service::Imaps, &[7]);
        let addr = [192, 0, 2, 2].into();
        let Subject::Endpoint { host, port, service, .. } = one.subject.clone() else {
            panic!("it is about an endpoint")
        };
        let subject = Subject::Endpoint { host, addr, port, service };
        let other = Finding { subject, severity: Severity::Note, ..one.clone() };
        let milder = "mail.example.test port 993 (192.0.2.2): counts as a note only";
        assert_eq!(all(&[one, other], Language::En)[0].milder, [milder]);
    }

    #[test]
    fn the_explained_stand_under_what_explains_them() {
        let cause = finding("path.port-25-blocked", Service::Smtp, &[1, 2]);
        let effect = Finding {
            because: Some("path.port-25-blocked"),
            ..finding("tcp.filtered", Service::Smtp, &[1])
        };
        let cards = all(&[effect, cause], Language::En);
        assert_eq!(cards.len(), 1);
        assert!(cards[0].explains[0].contains("[tcp.filtered]"));
    }

    #[test]
    fn nothing_is_lost_when_findings_explain_each_other() {
        let a = finding("tcp.filtered", Service::Smtp, &[1]);
        let a = Finding { because: Some("tcp.refused"), ..a };
        let b = finding("tcp.refused", Service::Smtp, &[1]);
        let b = Finding { because: Some("tcp.filtered"), ..b };
        assert_eq!(all(&[a, b], Language::En).len(), 2);
    }
}
