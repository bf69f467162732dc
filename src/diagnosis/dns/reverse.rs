//! Names of addresses.
use std::collections::HashMap;

use probes::dns::Confirmation;
use probes::{Data, FailureKind, Observation, Step, limits};

use crate::diagnosis::facts::{Asked, kind};
use crate::diagnosis::path::is_public;
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const NO_NAME: Rule = Rule {
    code: "dns.no-reverse-name",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The address {$addr} has no name",
    cause: "There is no PTR record. Some servers distrust mail from such an address; connecting to it works.",
    remedy: "Nothing, unless this host also sends mail.",
    reference: "RFC 1912 §2.1",
    check: |facts| {
        let denied = facts.lookups(Step::Ptr).filter(|(o, l)| match kind(o) {
            None => l.answer.pointers().is_empty(),
            failed => failed == Some(FailureKind::NoSuchName),
        });
        // Addresses that only their own network knows have seldom a name, and need none.
        let local = |o: &Observation| o.subject.addr().is_some_and(|addr| !is_public(addr));
        let about = |o: &Observation| {
            let m = Match::on(&o.subject, [o.id]);
            if local(o) { m.actor(Actor::Nobody) } else { m }
        };
        denied.map(|(o, _)| about(o)).collect()
    },
};

pub(super) const UNKNOWN: Rule = Rule {
    code: "dns.reverse-unknown",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "Whether the address {$addr} has a name is not known: {$detail}",
    cause: "The question for its PTR record got no usable answer. Connecting to it works without that.",
    remedy: "Nothing, unless this host also sends mail: then try again, or ask another resolver (--resolver).",
    reference: "RFC 1912 §2.1",
    check: |facts| {
        let known = [None, Some(FailureKind::NoSuchName), Some(FailureKind::CutShort)];
        let unanswered = facts.lookups(Step::Ptr).filter(|(o, _)| !known.contains(&kind(o)));
        unanswered.map(|(o, _)| Match::on(&o.subject, [o.id]).failed(o.failure.as_ref())).collect()
    },
};

pub(super) const NOT_CONFIRMED: Rule = Rule {
    code: "dns.reverse-not-confirmed",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The address {$addr} has a name that does not lead back to it: {$names}",
    cause: "The name leads to: {$instead}. Some servers distrust mail from such an address; connecting to it works.",
    remedy: "Nothing, unless this host also sends mail: then let the name (PTR) and the address (A, AAAA) point to each other.",
    reference: "RFC 1912 §2.1, RFC 8601 §2.7.3",
    check: |facts| {
        let named: HashMap<_, _> =
            facts.lookups(Step::Ptr).map(|ptr| (&ptr.0.subject, ptr)).collect();
        let all = facts.seen().iter();
        all.filter_map(|o| not_confirmed(*named.get(&o.subject)?, o)).collect()
    },
};

fn not_confirmed((ptr, named): Asked<'_>, asked: &Observation) -> Option<Match> {
    let Data::Confirmation(Confirmation { lookups }) = &asked.saw else { return None };
    let addr = asked.subject.addr()?;
    let names = named.answer.pointers();
    // An answer that denies the name has no address, whatever else it holds.
    let affirmed = lookups.iter().filter(|l| l.answer.rcode != Some(3));
    let found: Vec<_> = affirmed.flat_map(|l| l.answer.addresses()).collect();
    if names.is_empty() || found.contains(&addr) || kind(asked) == Some(FailureKind::CutShort) {
        return None;
    }
    let known = matches!(kind(asked), None | Some(FailureKind::NoSuchName))
        && lookups.iter().all(|l| matches!(l.answer.rcode, Some(0 | 3)));
    let sure = known && names.len() <= limits::POINTERS;
    let instead = match (found.is_empty(), known && !lookups.is_empty()) {
        (false, _) => found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
        (true, true) => Arg::from(language::NO_ADDRESS),
        (true, false) => language::NO_ADDRESS_FOUND.into(),
    };
    let names = names[..names.len().min(limits::POINTERS)].join(", ");
    let m = Match::on(&asked.subject, [ptr.id, asked.id]).with("names", names);
    let m = m.with("instead", instead);
    Some(m.confidence(if sure { Confidence::High } else { Confidence::Low }))
}
