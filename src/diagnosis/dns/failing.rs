//! Questions that have no answer.
use std::collections::BTreeSet;

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
    check: |facts| failing(facts, |one| errs(one) == Some(true)),
};

pub(super) const ERROR: Rule = Rule {
    code: "dns.resolver-error",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "The resolver answers questions for {$host} with an error: {$rcode} ({$types})",
    cause: "That is not how a resolver says that the domain's name servers fail (SERVFAIL). It, or something on the way to it, does not understand the question, does not serve it, or is broken.{$told}",
    remedy: "Mend this resolver, if another one (--resolver) answers, or have this machine use the other.",
    reference: "RFC 1035 §4.1.1, RFC 6895 §2.3",
    check: |facts| {
        let found = failing(facts, |one| errs(one) == Some(false)).into_iter();
        found.map(|m| m.actor(ERROR.actor)).collect()
    },
};

/// Whether the error that was answered is SERVFAIL; nothing where no error was, but silence or a
/// refusal.
fn errs((o, lookup): &Asked<'_>) -> Option<bool> {
    const SERVFAIL: u16 = 2;
    let failed = kind(o) == Some(FailureKind::ServerFailure);
    failed.then(|| lookup.answer.rcode.is_none_or(|rcode| rcode == SERVFAIL))
}

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
    cause: "{$why}{$told}",
    remedy: "{$do}",
    reference: "RFC 1035 §4.1.1",
    check: refused,
};

/// What name servers refuse, resolvers answer with SERVFAIL: whoever else is answered, the refusal
/// is their own.
fn refused(facts: &Facts<'_>) -> Vec<Match> {
    let found = failing(facts, |(o, _)| kind(o) == Some(FailureKind::RefusedByResolver));
    let told = found.into_iter().map(|m| match is_of_owner(&m) {
        true => m.with("why", language::REFUSES_SOME).with("do", language::ANSWER_THESE_TOO),
        false => m.with("why", language::SERVES_OTHERS).with("do", language::SERVE_THIS_NETWORK),
    });
    told.map(|m| m.actor(REFUSED.actor)).collect()
}

/// Whether what else was answered shows that it isn't the resolver's doing.
fn is_of_owner(m: &Match) -> bool {
    m.actor == Some(Actor::DomainOwner)
}

pub(super) const SILENT: Rule = Rule {
    code: "dns.resolver-silent",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Questions for {$host} get no usable answer ({$types}): {$detail}",
    cause: "{$why}",
    remedy: "{$do}",
    reference: "RFC 1035 §4.2",
    check: unanswered,
};

/// What is no answer to the question shows nothing of the domain.
fn unanswered(facts: &Facts<'_>) -> Vec<Match> {
    let garbled = |m: &Match| {
        let mut own = facts.forward().filter(|(o, _)| m.evidence.contains(&o.id));
        own.all(|(o, _)| kind(o) == Some(FailureKind::Unexpected))
    };
    let found = failing(facts, |(o, _)| kind(o).is_some_and(is_unanswered)).into_iter();
    let own = |m: Match, why| m.with("why", why).with("do", language::CHECK_ONLINE);
    let told = found.map(|m| match garbled(&m) {
        true => own(m.actor(SILENT.actor), language::RESOLVER_GARBLES),
        false if is_of_owner(&m) => {
            let m = m.confidence(Confidence::Medium).with("why", language::SOME_UNHEARD);
            m.with("do", language::ANSWER_ALL_TYPES)
        }
        false => own(m, language::RESOLVER_UNHEARD),
    });
    told.collect()
}

const fn is_unanswered(kind: FailureKind) -> bool {
    !matches!(
        kind,
        FailureKind::NoSuchName
            | FailureKind::ServerFailure
            | FailureKind::RefusedByResolver
            | FailureKind::CutShort
    )
}

/// Questions for names that failed in such a way, one match per subject. If other questions about
/// the same name were answered, or other exchangers have addresses, it is a warning, and not the
/// resolver's doing.
fn failing(facts: &Facts<'_>, how: impl Fn(&Asked<'_>) -> bool) -> Vec<Match> {
    let such = |one: &Asked<'_>| how(one) && !is_told_otherwise(one.1);
    let found = by_subject(facts.forward().filter(such)).into_iter().map(|(subject, own)| {
        let detail = own.iter().find_map(|(o, _)| o.failure.as_ref());
        let m = about(subject, &own).failed(detail);
        let m = m.with("signatures", signatures(&own)).with("rcode", rcodes(&own));
        milder(facts, m.with("told", told(own.iter().map(|(_, l)| *l))))
    });
    found.collect()
}

/// The errors that were answered, each once.
fn rcodes(asked: &[Asked<'_>]) -> String {
    let codes: BTreeSet<u16> = asked.iter().filter_map(|(_, l)| l.answer.rcode).collect();
    codes.into_iter().map(language::rcode).collect::<Vec<_>>().join(", ")
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
