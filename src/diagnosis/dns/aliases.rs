//! Names that stand for other names (CNAME).
use probes::dns::Lookup;
use probes::{FailureKind, Subject, limits};

use super::{about, by_subject, failing};
use crate::diagnosis::facts::{Facts, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const TO_NOTHING: Rule = Rule {
    code: "dns.alias-to-nothing",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The name {$host} is an alias of {$target}, which does not exist",
    cause: "The alias (CNAME) points to a name that the DNS denies, as when a service behind it was given up.",
    remedy: "Point {$host} to a name that exists.",
    reference: "RFC 1034 §3.6.2",
    check: |facts| {
        let subjects = facts.named_subjects().into_iter();
        let hosts = subjects.filter(|s| matches!(s, Subject::Host { .. }));
        hosts
            .filter_map(|subject| {
                let (target, ids) = last(facts, subject)?;
                Some(Match::on(subject, ids).with("target", target))
            })
            .collect()
    },
};

/// The last alias of a name that leads to no existing name, with the questions that show it.
pub(super) fn last<'r>(facts: &Facts<'r>, subject: &Subject) -> Option<(&'r str, Vec<u32>)> {
    let about = facts.about_name(subject).iter();
    let denied: Vec<_> = about.filter(|(o, _)| kind(o) == Some(FailureKind::NoSuchName)).collect();
    let (_, target) = denied.iter().find_map(|(_, l)| l.answer.aliases().last().copied())?;
    Some((target, denied.iter().map(|(o, _)| o.id).collect()))
}

pub(super) const LOOP: Rule = Rule {
    code: "dns.alias-loop",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The name {$host} is an alias that leads in a circle: {$chain}",
    cause: "Each alias (CNAME) points to the next, and the last one back. No address is at the end.",
    remedy: "Point one of these names to a host with an address.",
    reference: "RFC 1034 §3.6.2",
    check: |facts| led(facts, is_circle),
};

pub(super) const CHAIN: Rule = Rule {
    code: "dns.alias-chain",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The name {$host} is an alias of an alias of an alias: {$chain}",
    cause: "Each alias (CNAME) is one more question that can fail, perhaps to other name servers. Resolvers follow only so many.",
    remedy: "Point {$host} to the last name, or give it an address of its own.",
    reference: "RFC 1034 §3.6.2",
    check: |facts| {
        let found = led(facts, |l| is_long(l) && !is_cut(l));
        let mild = found.into_iter().map(|m| m.severity(Severity::Note));
        mild.chain(led(facts, is_cut)).collect()
    },
};

/// Names with questions that were led about like this, one match per subject. Where other questions
/// were answered it is a warning.
fn led(facts: &Facts<'_>, how: fn(&Lookup) -> bool) -> Vec<Match> {
    let such = by_subject(facts.forward().filter(|(_, l)| how(l)));
    let told = such.into_iter().map(|(subject, own)| {
        let longest = own.iter().map(|(_, l)| chain(l)).max_by_key(String::len);
        let m = about(subject, &own).with("chain", longest.unwrap_or_default());
        let spare = failing::is_answered(facts, subject);
        m.severity(if spare { Severity::Warning } else { Severity::Error })
    });
    told.collect()
}

/// Whether the aliases end where no records can be: in a circle, or where nobody follows them.
pub(super) fn astray(lookup: &Lookup) -> bool {
    is_circle(lookup) || is_cut(lookup)
}

fn is_circle(lookup: &Lookup) -> bool {
    let aliases = lookup.answer.aliases();
    aliases.last().is_some_and(|(_, end)| aliases.iter().any(|(name, _)| name == end))
}

/// One or two are common: a name of one's own that stands for one of the provider's.
fn is_long(lookup: &Lookup) -> bool {
    lookup.answer.aliases().len() > 2 && !is_circle(lookup)
}

/// Whether there are more than are followed.
fn is_cut(lookup: &Lookup) -> bool {
    let answer = &lookup.answer;
    let aliases = answer.aliases().len();
    aliases >= limits::ALIASES && aliases == answer.records.len() && !is_circle(lookup)
}

/// The way that the aliases lead, so far as it can be taken in.
fn chain(lookup: &Lookup) -> String {
    const MOST: usize = 6;
    let aliases = lookup.answer.aliases();
    let first = aliases.first().map(|(name, _)| *name);
    let names: Vec<&str> = first.into_iter().chain(aliases.iter().map(|(_, to)| *to)).collect();
    let more = if names.len() > MOST { " → …" } else { "" };
    format!("{}{more}", names[..names.len().min(MOST)].join(" → "))
}
