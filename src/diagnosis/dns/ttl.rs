//! How long answers may be kept. What is left of it in a resolver's copy proves nothing: a small
//! number may once have been a large one.
use super::{about, by_subject};
use crate::diagnosis::facts::Facts;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

/// A week, s: what resolvers are told to keep at most (RFC 8767 §4).
const LONGEST: u32 = 604_800;
/// From here on a TTL is no lawful number, and stands for 0 (RFC 2181 §8).
const NEGATIVE: u32 = 1 << 31;
const DAY: u32 = 86_400;

pub(super) const ZERO: Rule = Rule {
    code: "dns.ttl-zero",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::DomainOwner,
    title: "Records of {$host} must not be kept (TTL {$ttl}\u{a0}s; {$types})",
    cause: "Everybody has to ask again for each connection, and the name is gone as soon as its name servers fail. A TTL of more than 31 bits stands for 0. It may also be the last second of a copy.",
    remedy: "Unless an address is about to change, give the records a TTL of some minutes or hours.",
    reference: "RFC 2181 §8, RFC 1912 §2.2",
    check: |facts| lasting(facts, |ttl| ttl == 0 || ttl >= NEGATIVE),
};

pub(super) const LONG: Rule = Rule {
    code: "dns.ttl-long",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "Records of {$host} may be kept for {$days}\u{a0}d ({$types})",
    cause: "After a change many will go on using the old records for as long as that. Some resolvers keep nothing for longer than a week, others do.",
    remedy: "Give the records a TTL of hours or a day, at least some weeks before a change.",
    reference: "RFC 8767 §4, RFC 1912 §2.2",
    check: |facts| lasting(facts, |ttl| (LONGEST + 1..NEGATIVE).contains(&ttl)),
};

/// Names with records that last so long, one match per subject. The hosts file has no TTL.
fn lasting(facts: &Facts<'_>, such: fn(u32) -> bool) -> Vec<Match> {
    let asked = facts.forward().filter(|(_, l)| !l.answer.is_from_file());
    let lasting = asked.filter(|(_, l)| l.answer.records.iter().any(|r| such(r.ttl)));
    let found = by_subject(lasting).into_iter().map(|(subject, own)| {
        let records = own.iter().flat_map(|(_, l)| &l.answer.records);
        let ttl = records.map(|r| r.ttl).filter(|ttl| such(*ttl)).max().unwrap_or_default();
        about(subject, &own).with("ttl", ttl).with("days", ttl / DAY)
    });
    found.collect()
}
