//! The clock of this machine, as certificates tell it.
use std::collections::BTreeSet;

use super::certificates::date;
use super::crowd::{about, controls, domain, leaf, shown, strangers};
use crate::certificate::Fault;
use crate::diagnosis::facts::{Facts, Verdict};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const CLOCK_QUESTIONED: Rule = Rule {
    code: "tls.clock-questioned",
    severity: Severity::Error,
    confidence: Confidence::Low,
    actor: Actor::You,
    title: "The clock of this machine seems to be wrong: the certificate of every server seen is {$how}",
    cause: "{$dates} Different certificates{$whose} are {$how} all at once, and by about as much.{$compared} That is seldom the servers' fault.",
    remedy: "Set date and time of this machine (best automatically, by NTP), then run it again. If they are right already, the certificates must be replaced.",
    reference: "RFC 5280 §4.1.2.5",
    check: clock_questioned,
};

/// A host of the same domain that is compared with may be forgotten together with the target; still
/// it may be in order, and then the clock is right. That the clock is wrong nobody has seen.
fn clock_questioned(facts: &Facts<'_>) -> Vec<Match> {
    let shown = shown(facts);
    let strangers = !strangers(facts, &shown).is_empty();
    let domains: BTreeSet<&str> = shown.iter().map(|s| domain(s.endpoint.host)).collect();
    let apart = domains.len() > 1 || strangers;
    let (names, controls): (BTreeSet<&str>, Vec<&Verdict<'_>>) = controls(facts).unzip();
    let all: Vec<&Verdict<'_>> =
        shown.iter().map(|s| s.verdict).chain(controls.iter().copied()).collect();
    let leaves: BTreeSet<&[u8]> = all.iter().filter_map(|verdict| leaf(verdict)).collect();
    // Neighbours may well be forgotten together.
    let (early, late) = (out_of_time(facts, &all, begin), out_of_time(facts, &all, end));
    let (how, dates, then) = match (early, late.filter(|_| apart)) {
        (Some(then), _) => (language::NOT_YET_VALID, language::CLOCK_BEHIND, then),
        (None, Some(then)) => (language::EXPIRED, language::CLOCK_BEFORE, then),
        _ => return vec![],
    };
    if leaves.len() < 2 || shown.is_empty() {
        return vec![];
    }
    let now = i64::try_from(facts.at).unwrap_or(i64::MAX);
    let days = Arg::Series(Joint::List, then.into_iter().map(Arg::from).collect());
    let whose = if apart { language::OF_STRANGERS.into() } else { Arg::from("") };
    let names: Vec<&str> = names.into_iter().collect();
    let compared = match names.is_empty() {
        true => "".into(),
        false => language::COMPARED_AS_WELL.of([("control", names.join(", ").into())]),
    };
    let mut m = about(facts, &shown).with("how", how).with("whose", whose);
    m = m.with("dates", dates.of([("now", date(now).into()), ("days", days)]));
    m.evidence.extend(controls.iter().map(|verdict| verdict.handshake.id));
    let m = m.with("compared", compared);
    vec![if strangers { m.confidence(Confidence::Medium) } else { m }]
}

const fn begin(fault: &Fault) -> Option<i64> {
    match fault {
        Fault::NotYetValid { not_before, .. } => Some(*not_before),
        _ => None,
    }
}

const fn end(fault: &Fault) -> Option<i64> {
    match fault {
        Fault::Expired { not_after, .. } => Some(*not_after),
        _ => None,
    }
}

/// The days on which the time of each begins or ends, if all are out of it, by spans of which none
/// is more than twice another.
fn out_of_time(
    facts: &Facts<'_>,
    all: &[&Verdict<'_>],
    when: impl Fn(&Fault) -> Option<i64>,
) -> Option<BTreeSet<String>> {
    let now = i64::try_from(facts.at).unwrap_or(i64::MAX);
    let then = all.iter().map(|verdict| verdict.told.faults.iter().find_map(&when));
    let then: Vec<i64> = then.collect::<Option<_>>()?;
    let spans = || then.iter().map(|then| now.saturating_sub(*then).unsigned_abs());
    let (least, most) = (spans().min()?, spans().max()?);
    let days = then.iter().map(|then| date(*then)).collect();
    (least.saturating_mul(2) >= most).then_some(days)
}
