//! Questions that have no answer.
use probes::dns::Lookup;
use probes::net::Ede;
use probes::{FailureKind, Subject};

use super::{about, aliases, by_subject, told};
use crate::diagnosis::facts::{Asked, Facts, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::language::{self, Text};

pub(super) const SERVER: Rule = Rule {
    code: "dns.server-failure",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::DomainOwner,
    title: "Questions for {$host} end in SERVFAIL ({$types})",
    cause: "The domain's name servers don't answer, or give answers that can't be used, or the resolver itself is ill.{$signatures}{$told}",
    remedy: "Mend the name servers of the domain. If another resolver (--resolver) does answer, it is this resolver that is ill.",
    reference: "RFC 1035 §4.1.1, RFC 4035 §5.5",
    check: |facts| failing(facts, |k| k == FailureKind::ServerFailure),
};

pub(super) const DNSSEC: Rule = Rule {
    code: "dns.dnssec-fails",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The signatures (DNSSEC) of {$host} don't verify ({$types})",
    cause: "The resolver says SERVFAIL, and has an answer when it is told not to check signatures.{$told} {$meaning} All who check them, as many resolvers do, lose the name.",
    remedy: "{$do}",
    reference: "RFC 4035 §3.2.2, RFC 4035 §5.5",
    check: dnssec,
};

/// A single answer may as well come from name servers that failed a moment before.
fn dnssec(facts: &Facts<'_>) -> Vec<Match> {
    let found = by_subject(facts.forward().filter(|(_, l)| l.is_bogus()));
    let found = found.into_iter().map(|(subject, own)| {
        let said = own.iter().flat_map(|(_, l)| &l.answer.ede).any(Ede::is_of_signatures);
        let wrong = wrong_with(&own);
        // Whether a time has come, the clock of whoever checks decides.
        let timely = !matches!(wrong, Wrong::Expired | Wrong::Early);
        let sure = (said || own.len() > 1) && timely;
        let m = about(subject, &own).with("told", told(own.iter().map(|(_, l)| *l)));
        let (meaning, remedy) = wrong.texts();
        let m = m.with("meaning", meaning).with("do", remedy);
        milder(facts, m.confidence(if sure { Confidence::High } else { Confidence::Medium }))
    });
    found.collect()
}

/// What is wrong with signatures, as far as the resolver says it (RFC 8914 §4).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// They have run out.
    Expired,
    /// Their time has not come.
    Early,
    /// They, the keys and the parent's DS records don't fit together.
    Keys,
    /// That is not told.
    Unknown,
}

impl Wrong {
    const fn of(ede: &Ede) -> Option<Self> {
        match ede.code {
            7 => Some(Self::Expired),
            8 => Some(Self::Early),
            9..=11 => Some(Self::Keys),
            _ => None,
        }
    }

    /// What it means, and what to do.
    const fn texts(self) -> (Text, Text) {
        match self {
            Self::Expired => (language::SIGNATURES_EXPIRED, language::SIGN_AGAIN),
            Self::Early => (language::SIGNATURES_EARLY, language::CHECK_SIGNER),
            Self::Keys => (language::KEYS_DO_NOT_FIT, language::FIT_KEYS),
            Self::Unknown => (language::SIGNATURES_WRONG, language::MEND_SIGNATURES),
        }
    }
}

/// Where different things are said, none counts. "DNSSEC Bogus" (6) says only that they don't verify
/// (RFC 8914 §4.7).
fn wrong_with(asked: &[Asked<'_>]) -> Wrong {
    let mut said = asked.iter().flat_map(|(_, l)| &l.answer.ede).filter_map(Wrong::of);
    match said.next() {
        Some(first) if said.all(|other| other == first) => first,
        _ => Wrong::Unknown,
    }
}

pub(super) const REFUSED: Rule = Rule {
    code: "dns.resolver-refuses",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "The resolver refuses to answer for {$host} ({$types})",
    cause: "It does not serve this network, or not this name.{$told}",
    remedy: "Let the resolver serve this network, or have this machine use another one (--resolver).",
    reference: "RFC 1035 §4.1.1",
    check: |facts| failing(facts, |k| k == FailureKind::RefusedByResolver),
};

pub(super) const SILENT: Rule = Rule {
    code: "dns.resolver-silent",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Questions for {$host} get no usable answer ({$types}): {$detail}",
    cause: "The resolver cannot be reached from here, or what comes back is no answer: no network, a log-in page in front of it, or a wrong setting.",
    remedy: "Check that this machine is online, past any log-in page, and which resolver it uses; try another one with --resolver.",
    reference: "RFC 1035 §4.2",
    check: |facts| {
        failing(facts, |k| {
            !matches!(
                k,
                FailureKind::NoSuchName
                    | FailureKind::ServerFailure
                    | FailureKind::RefusedByResolver
                    | FailureKind::CutShort
            )
        })
    },
};

/// Questions for names that failed in such a way, one match per subject. If other questions about
/// the same name were answered, or other exchangers have addresses, it is a warning, and not the
/// resolver's doing.
fn failing(facts: &Facts<'_>, how: impl Fn(FailureKind) -> bool) -> Vec<Match> {
    let such = |(o, l): &Asked<'_>| kind(o).is_some_and(&how) && !is_told_otherwise(l);
    let found = by_subject(facts.forward().filter(such)).into_iter().map(|(subject, own)| {
        let detail = own.iter().find_map(|(o, _)| o.failure.as_ref());
        let m = about(subject, &own).failed(detail);
        let m = m.with("signatures", signatures(&own));
        milder(facts, m.with("told", told(own.iter().map(|(_, l)| *l))))
    });
    found.collect()
}

/// Whether it may be about signatures. Who fails without checking them has another reason.
fn signatures(asked: &[Asked<'_>]) -> Text {
    match asked.iter().any(|(_, l)| l.answer.unchecked.is_some()) {
        true => language::NOT_SIGNATURES,
        false => language::PERHAPS_SIGNATURES,
    }
}

/// Whether more is known of a failure than its RCODE.
fn is_told_otherwise(lookup: &Lookup) -> bool {
    lookup.is_bogus() || aliases::astray(lookup)
}

/// An answer without records shows that it isn't the resolver's doing, and helps nobody.
fn milder(facts: &Facts<'_>, m: Match) -> Match {
    let empty = |(o, l): &Asked<'_>| o.failure.is_none() && l.answer.records.is_empty();
    match is_answered(facts, &m.subject) {
        true => m.severity(Severity::Warning).actor(Actor::DomainOwner),
        false if facts.about_name(&m.subject).iter().any(empty) => m.actor(Actor::DomainOwner),
        false => m,
    }
}

/// Whether the name has records of some type, or another exchanger in its place has addresses.
pub(super) fn is_answered(facts: &Facts<'_>, subject: &Subject) -> bool {
    let answered = |(o, l): &Asked<'_>| {
        o.failure.is_none() && !aliases::astray(l) && !l.answer.records.is_empty()
    };
    let exchanger = |subject: &Subject| matches!(subject, Subject::Exchanger { .. });
    let spare = |one: &Asked<'_>| {
        exchanger(&one.0.subject) && answered(one) && !one.1.answer.addresses().is_empty()
    };
    facts.about_name(subject).iter().any(answered)
        || (exchanger(subject) && facts.forward().any(|one| spare(&one)))
}
