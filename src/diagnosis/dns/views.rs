//! What other resolvers say of the same names.
use std::collections::BTreeSet;
use std::net::SocketAddr;

use probes::dns::Lookup;
use probes::net::{Exchange, Kind, Source};
use probes::{Failure, FailureKind, Observation, Subject};

use super::{about, by_subject, grouped};
use crate::diagnosis::facts::{Asked, Facts, kind};
use crate::diagnosis::path::is_public;
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const DIFFER: Rule = Rule {
    code: "dns.resolvers-differ",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Of {$first} and {$other} only one has an answer for {$host} ({$types})",
    cause: "{$first} says: {$here}. {$other} says: {$there}. One of them cannot reach the name servers, checks signatures that are wrong, serves another network, blocks the name, or does not know yet that it is new.",
    remedy: "Have this machine use the one that has the answer. If it is your domain, check that all of its name servers say the same.",
    reference: "",
    check: |facts| told(facts, How::Differ).into_iter().chain(passed_over(facts)).collect(),
};

pub(super) const SPLIT_HORIZON: Rule = Rule {
    code: "dns.split-horizon",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$first} and {$other} give different answers for {$host} ({$types})",
    cause: "{$first} says: {$here}. {$other} says: {$there}. Either there is one answer inside a network and another outside (split horizon), or answers depend on the place (geo DNS), or one was rewritten on the way.",
    remedy: "Inside a network of its own use the resolver of that network, outside another. Public addresses that depend on the place are no fault.",
    reference: "RFC 9499 §6",
    check: |facts| told(facts, How::Apart),
};

pub(super) const AGREE: Rule = Rule {
    code: "dns.resolvers-agree",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$other} has no answer for {$host} either ({$types}): {$there}",
    cause: "Where two resolvers have no answer, it is seldom the doing of one of them.",
    remedy: "Nothing, at this machine's resolver.",
    reference: "",
    check: |facts| told(facts, How::NoneEither),
};

/// How two answers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// One has records, the other has none or fails.
    Differ,
    /// Both have records, and none in common. Where some are, the name has many of which each answer
    /// holds a few.
    Apart,
    /// Neither has an answer.
    NoneEither,
    /// There is nothing to say.
    Alike,
}

/// The usual answer, and that of another.
struct Pair<'r> {
    usual: Asked<'r>,
    other: Asked<'r>,
    at: SocketAddr,
}

fn pairs<'r>(facts: &Facts<'r>) -> Vec<Pair<'r>> {
    let pair = |other: Asked<'r>| {
        let Subject::View { resolver: Some(at), .. } = other.0.subject else { return None };
        let same = |l: &Lookup| l.question.kind == other.1.question.kind;
        let usual = *facts.about_name(&other.0.subject).iter().find(|(_, l)| same(l))?;
        let cut = [usual.0, other.0].iter().any(|o| kind(o) == Some(FailureKind::CutShort));
        (!cut).then_some(Pair { usual, other, at })
    };
    facts.views().filter_map(pair).collect()
}

/// One match per subject and resolver.
fn told(facts: &Facts<'_>, how: How) -> Vec<Match> {
    let such = pairs(facts).into_iter().filter(|pair| pair.how() == how);
    let groups = grouped(such.map(|pair| ((&pair.usual.0.subject, pair.at), pair)));
    groups.iter().map(|((subject, at), pairs)| group(subject, *at, pairs)).collect()
}

fn group(subject: &Subject, at: SocketAddr, pairs: &[Pair<'_>]) -> Match {
    let usual: Vec<Asked<'_>> = pairs.iter().map(|p| p.usual).collect();
    let others: Vec<Asked<'_>> = pairs.iter().map(|p| p.other).collect();
    let mut m = about(subject, &usual)
        .with("first", usual.first().map_or_else(|| "".into(), |(_, l)| asked_of(l)))
        .with("other", socket(at))
        .with("here", words(&usual))
        .with("there", words(&others));
    m.evidence.extend(others.iter().map(|(o, _)| o.id));
    let by_place = pairs.iter().all(|p| p.how() == How::Apart && p.is_public());
    if by_place { m.severity(Severity::Note).confidence(Confidence::Low) } else { m }
}

/// Resolvers to be compared that failed before the usual answer came from another.
fn passed_over(facts: &Facts<'_>) -> Vec<Match> {
    let compared = !facts.asked().views.is_empty();
    let such = |(o, l): &Asked<'_>| compared && o.failure.is_none() && before(l).is_some();
    let found =
        by_subject(facts.forward().filter(such)).into_iter().filter_map(|(subject, own)| {
            let (_, lookup) = own.first()?;
            let earlier = before(lookup)?;
            let there = stopped(earlier.failure.as_ref()?, earlier.rcode);
            let m = about(subject, &own).with("first", asked_of(lookup));
            let m = m.with("other", name(&earlier.source));
            Some(m.with("here", words(&own)).with("there", there))
        });
    found.collect()
}

/// Who failed before another answered, and how.
fn before(lookup: &Lookup) -> Option<&Exchange> {
    let counts = &lookup.answer.counted()?.source;
    let tried = lookup.answer.exchanges.iter().filter(|e| !e.checking_disabled);
    let mut others = tried.filter(|e| e.source != *counts);
    others.find(|e| e.failure.is_some())
}

impl Pair<'_> {
    fn how(&self) -> How {
        let [here, there] = [self.usual, self.other].map(records);
        match (here, there) {
            (None, None) => How::NoneEither,
            (None, _) | (_, None) => How::Differ,
            (Some(here), Some(there)) if here.is_empty() != there.is_empty() => How::Differ,
            (Some(here), Some(there)) if here.is_disjoint(&there) && !here.is_empty() => How::Apart,
            _ => How::Alike,
        }
    }

    /// Whether all addresses on both sides are public: large services answer by the place. Whoever
    /// blocks a name often says 0.0.0.0.
    fn is_public(&self) -> bool {
        let lookups = [self.usual.1, self.other.1];
        let mut addrs = lookups.iter().flat_map(|l| l.answer.addresses());
        self.usual.1.question.kind != Kind::Mx && addrs.all(is_public)
    }
}

/// What is asked for, if there was an answer.
fn records((observation, lookup): Asked<'_>) -> Option<BTreeSet<String>> {
    observation.failure.is_none().then(|| of_answer(lookup).into_iter().collect())
}

fn of_answer(lookup: &Lookup) -> Vec<String> {
    match lookup.question.kind {
        Kind::Mx => lookup.answer.exchangers().into_iter().map(|(_, host)| named(host)).collect(),
        _ => lookup.answer.addresses().iter().map(ToString::to_string).collect(),
    }
}

/// A null MX has no name to show (RFC 7505).
fn named(host: &str) -> String {
    if host.is_empty() { ".".to_owned() } else { host.to_owned() }
}

fn words(asked: &[Asked<'_>]) -> Arg {
    let mut found: Vec<Arg> = Vec::new();
    for one in asked.iter().flat_map(|(o, l)| said(o, l)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    Arg::Series(Joint::List, found)
}

fn said(observation: &Observation, lookup: &Lookup) -> Vec<Arg> {
    match &observation.failure {
        Some(failure) => vec![stopped(failure, lookup.answer.rcode)],
        None if of_answer(lookup).is_empty() => vec![language::NO_SUCH_RECORD.into()],
        None => of_answer(lookup).into_iter().map(Arg::Plain).collect(),
    }
}

fn stopped(failure: &Failure, rcode: Option<u16>) -> Arg {
    let rcode = || rcode.map_or_else(|| failure.detail.clone(), language::rcode);
    match failure.kind {
        FailureKind::NoSuchName => language::DOES_NOT_EXIST.into(),
        FailureKind::RefusedByResolver => language::REFUSES_TO_ANSWER.into(),
        FailureKind::ServerFailure => language::COULD_NOT_ANSWER.of([("rcode", rcode().into())]),
        _ => language::failure(failure),
    }
}

/// Who gave the answer that counts.
fn asked_of(lookup: &Lookup) -> Arg {
    let counted = lookup.answer.counted();
    counted.map_or_else(|| language::THE_RESOLVER.into(), |e| name(&e.source).into())
}

fn name(source: &Source) -> String {
    match source {
        Source::Server { addr } => socket(*addr),
        Source::File { path } => path.clone(),
    }
}

/// A resolver; its port only where it isn't the usual one.
fn socket(addr: SocketAddr) -> String {
    if addr.port() == 53 { addr.ip().to_string() } else { addr.to_string() }
}
