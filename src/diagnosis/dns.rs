//! Names.
mod aliases;
mod contradiction;
mod exchangers;
mod failing;
mod family;
mod file;
mod reverse;
mod ttl;
mod views;

use std::collections::HashMap;
use std::hash::Hash;

use probes::dns::Lookup;
use probes::net::Ede;
use probes::{FailureKind, Observation, Subject};

use super::facts::{Asked, Facts, kind};
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;
use crate::target::Role;

pub(super) const RULES: &[Rule] = &[
    NO_SUCH_NAME,
    aliases::TO_NOTHING,
    aliases::LOOP,
    failing::SILENT,
    failing::DNSSEC,
    failing::SERVER,
    failing::ERROR,
    failing::REFUSED,
    exchangers::NULL_MX,
    exchangers::MX_LITERAL,
    exchangers::MX_NAME,
    exchangers::UNRESOLVABLE,
    NO_ADDRESS,
    SINKHOLED,
    exchangers::MX_ALIAS,
    exchangers::NOT_PUBLIC,
    exchangers::NULL_MX_MIXED,
    exchangers::MX_MISSING,
    contradiction::HALF_A_NAME,
    contradiction::DENIED_WITH_ADDRESS,
    aliases::CHAIN,
    family::IPV6_ONLY,
    file::DIFFERS,
    views::DIFFER,
    views::SPLIT_HORIZON,
    views::AGREE,
    file::KNOWN,
    ttl::ZERO,
    ttl::LONG,
    reverse::NO_NAME,
    reverse::UNKNOWN,
    reverse::NOT_CONFIRMED,
];

const SINKHOLED: Rule = Rule {
    code: "dns.sinkholed",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "The address given for {$host} is nobody's ({$addresses}): the name is blocked",
    cause: "Resolvers and hosts files that block a name, as filters against advertising or malware do, answer with such an address.",
    remedy: "Take the name out of the filter, or ask another resolver (--resolver).",
    reference: "RFC 1122 §3.2.1.3, RFC 8914 §4.16",
    check: |facts| {
        let host = Subject::Host { host: facts.asked().target.name.clone() };
        let lookups = facts.addresses_of(&host);
        let addrs: Vec<_> = lookups.iter().flat_map(|(_, l)| l.answer.addresses()).collect();
        let words: Vec<_> = addrs.iter().map(ToString::to_string).collect();
        let blocked = !addrs.is_empty() && addrs.iter().all(|addr| addr.is_unspecified());
        let m = Match::on(&host, lookups.iter().map(|(o, _)| o.id));
        blocked.then(|| m.with("addresses", words.join(", "))).into_iter().collect()
    },
};

const NO_SUCH_NAME: Rule = Rule {
    code: "dns.no-such-name",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The name {$host} does not exist",
    cause: "The DNS says that there is no such name: it is misspelt, has expired, or exists only inside another network.{$told}",
    remedy: "Check the spelling against your provider's help page.",
    reference: "RFC 2308 §2.1",
    check: |facts| absent(facts).into_iter().collect(),
};

/// The name that was asked for, if it does not exist. Exchangers that don't are the domain's fault,
/// and have a rule of their own.
pub(super) fn absent(facts: &Facts<'_>) -> Option<Match> {
    let named =
        |(o, _): &Asked<'_>| matches!(o.subject, Subject::Domain { .. } | Subject::Host { .. });
    let asked: Vec<_> = facts.forward().filter(named).collect();
    let denied = |(o, _): &&Asked<'_>| kind(o) == Some(FailureKind::NoSuchName);
    let missing: Vec<_> = asked.iter().filter(denied).collect();
    let affirms = |one: &Asked<'_>| one.0.failure.is_none() || contradiction::is_one(one);
    let answered = asked.iter().any(affirms);
    match missing.first() {
        Some((first, _)) if !answered && aliases::last(facts, &first.subject).is_none() => {
            let m = Match::on(&first.subject, missing.iter().map(|(o, _)| o.id));
            Some(m.with("told", told(missing.iter().map(|(_, l)| *l))))
        }
        _ => None,
    }
}

const NO_ADDRESS: Rule = Rule {
    code: "dns.no-address",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The name {$host} exists but has no address to connect to",
    cause: "It has no address record of the kind that may be used; programs cannot connect to it.",
    remedy: "Use the host name that your provider publishes; it is often another one (mail., smtp., imap.).",
    reference: "RFC 2308 §2.2",
    check: no_address,
};

fn no_address(facts: &Facts<'_>) -> Vec<Match> {
    let no_domain =
        facts.exchangers().is_empty() && facts.mx().is_none_or(|(o, _)| o.failure.is_none());
    let expected = facts.asked().role == Role::Host || no_domain;
    let host = Subject::Host { host: facts.asked().target.name.clone() };
    let lookups = facts.addresses_of(&host);
    let family = facts.asked().family;
    let usable = |l: &Lookup| l.answer.addresses().into_iter().any(|a| family.allows(a));
    let followed = |o: &Observation, l: &Lookup| o.failure.is_none() && !aliases::astray(l);
    let answered = !lookups.is_empty() && lookups.iter().all(|(o, l)| followed(o, l));
    if expected && answered && !lookups.iter().any(|(_, l)| usable(l)) {
        vec![Match::on(&host, lookups.iter().map(|(o, _)| o.id))]
    } else {
        vec![]
    }
}

/// What servers say of the reason beside the RCODE (RFC 8914); "" where they say nothing.
fn told<'r>(lookups: impl Iterator<Item = &'r Lookup>) -> Arg {
    let mut words: Vec<String> = Vec::new();
    for told in lookups.flat_map(|l| &l.answer.ede).map(Ede::words) {
        if !words.contains(&told) {
            words.push(told);
        }
    }
    match words.is_empty() {
        true => "".into(),
        false => language::RESOLVER_ADDS.of([("words", words.join("; ").into())]),
    }
}

/// Questions subject by subject.
fn by_subject<'r>(asked: impl Iterator<Item = Asked<'r>>) -> Vec<(&'r Subject, Vec<Asked<'r>>)> {
    grouped(asked.map(|one| (&one.0.subject, one)))
}

/// What has the same key together, in the order in which it comes.
fn grouped<K: Copy + Eq + Hash, V>(all: impl Iterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut found: Vec<(K, Vec<V>)> = Vec::new();
    let mut places: HashMap<K, usize> = HashMap::new();
    for (key, value) in all {
        let place = *places.entry(key).or_insert(found.len());
        if place == found.len() {
            found.push((key, Vec::new()));
        }
        found[place].1.push(value);
    }
    found
}

/// A match on this subject, which rests on these questions, and names their types.
fn about(subject: &Subject, asked: &[Asked<'_>]) -> Match {
    let types: Vec<_> = asked.iter().map(|(_, l)| format!("{:?}", l.question.kind)).collect();
    let m = Match::on(subject, asked.iter().map(|(o, _)| o.id));
    m.with("types", types.join(", ").to_uppercase())
}
