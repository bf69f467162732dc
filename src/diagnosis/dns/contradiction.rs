//! Names that are said to exist and not to exist.
use probes::FailureKind;

use super::{about, by_subject};
use crate::diagnosis::facts::{Asked, Facts, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const HALF_A_NAME: Rule = Rule {
    code: "dns.half-a-name",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The name servers of {$host} say both that the name exists and that it doesn't",
    cause: "They answer one record type and deny the whole name for another. Resolvers that believe the denial lose the name.",
    remedy: "Have the name servers answer NODATA, not NXDOMAIN, for types they don't have.",
    reference: "RFC 4074 §4.2",
    check: half_a_name,
};

fn half_a_name(facts: &Facts<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for subject in facts.named_subjects() {
        let both = facts.about_name(subject);
        // What one answer says of both is another trouble.
        let denies =
            |one: &&Asked<'_>| kind(one.0) == Some(FailureKind::NoSuchName) && !is_one(one);
        let denied: Vec<_> = both.iter().filter(denies).collect();
        let affirms = |(o, l): &&Asked<'_>| o.failure.is_none() && !l.answer.is_from_file();
        let empty = |(_, l): &Asked<'_>| l.answer.records.is_empty();
        if denied.is_empty() || !both.iter().any(|one| affirms(&one)) {
            continue;
        }
        let m = Match::on(subject, denied.iter().map(|(o, _)| o.id));
        // Nobody can use a name with no records at all.
        found.push(if both.iter().all(empty) { m.severity(Severity::Error) } else { m });
    }
    found
}

pub(super) const DENIED_WITH_ADDRESS: Rule = Rule {
    code: "dns.denied-with-address",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "One answer says that {$host} does not exist, and gives an address for it ({$types})",
    cause: "The code of the answer is NXDOMAIN, and an address record stands beside it. Most programs go by the code and find no host; this run tried the address. A resolver or a name server is broken, or somebody changes its answers on the way.",
    remedy: "Mend or replace this resolver, if another one (--resolver) gives a whole answer; if none does, have the domain's name servers mended.",
    reference: "RFC 2308 §2.1",
    check: |facts| {
        let found = by_subject(facts.forward().filter(is_one));
        found.into_iter().map(|(subject, own)| whole(facts, about(subject, &own))).collect()
    },
};

/// With what else denies the name: another type of record.
fn whole(facts: &Facts<'_>, mut found: Match) -> Match {
    let others = facts.about_name(&found.subject).iter().map(|(o, _)| *o);
    let denied = others.filter(|o| kind(o) == Some(FailureKind::NoSuchName));
    let more: Vec<_> = denied.map(|o| o.id).filter(|id| !found.evidence.contains(id)).collect();
    found.evidence.extend(more);
    found
}

/// Whether one answer denies a name and has an address for it. Aliases that lead to a name that
/// does not exist are no contradiction (RFC 6604 §3).
pub(super) fn is_one((o, lookup): &Asked<'_>) -> bool {
    kind(o) == Some(FailureKind::NoSuchName) && !lookup.answer.addresses().is_empty()
}
