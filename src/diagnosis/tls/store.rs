//! Where two trust stores differ on a chain.
use std::collections::BTreeMap;

use probes::{Observation, Subject};

use crate::certificate::Fault;
use crate::diagnosis::facts::{Facts, Verdict};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const OUTDATED: Rule = Rule {
    code: "tls.store-outdated",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "The list of trusted authorities used here ({$chosen}) does not know that of {$host}; another one ({$other}) does",
    cause: "The list is old, or somebody took the authority out of it. Programs that use this list refuse the server; those with a list of their own don't.",
    remedy: "Update the list (on Debian the package ca-certificates), and run it again.",
    reference: "RFC 5280 §6.1.1",
    check: |facts| differing(facts, |v| v.elsewhere == Some(true) && is_unknown(v)),
};

pub(super) const TRUSTED_HERE_ONLY: Rule = Rule {
    code: "tls.trusted-here-only",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The list of trusted authorities used here ({$chosen}) knows that of {$host}; another one ({$other}) does not",
    cause: "It is a private authority, or one that was taken out of other lists. All may be well on this machine, and fail on others.",
    remedy: "If people from elsewhere use this server, use a certificate from a recognised authority.",
    reference: "RFC 5280 §6.1.1",
    check: |facts| differing(facts, |v| v.elsewhere == Some(false) && v.told.leads_to_root()),
};

fn is_unknown(verdict: &Verdict<'_>) -> bool {
    let unknown =
        |f: &Fault| matches!(f, Fault::UnknownIssuer { .. } | Fault::IncompleteChain { .. });
    verdict.told.faults.iter().any(unknown)
}

/// Host by host, where the stores differ in this way. Without a store there is nothing to compare.
fn differing(facts: &Facts<'_>, which: impl Fn(&Verdict<'_>) -> bool) -> Vec<Match> {
    let trust = &facts.recording.trust;
    let Some(other) = trust.other.as_ref().filter(|_| trust.size > 0) else { return vec![] };
    let mut hosts: BTreeMap<&str, Vec<&Observation>> = BTreeMap::new();
    for verdict in facts.verdicts().iter().filter(|v| which(v)) {
        let host = verdict.handshake.subject.name().unwrap_or_default();
        hosts.entry(host).or_default().push(verdict.handshake);
    }
    let told = hosts.into_iter().map(|(host, shown)| {
        let host = Subject::Host { host: host.to_owned() };
        let m = Match::on(&host, shown.iter().map(|o| o.id));
        m.with("chosen", &trust.source).with("other", &other.source)
    });
    told.collect()
}
