//! Ways to log in that must be offered, and that must not.
use probes::Service;

use super::{demands, judged};
use crate::diagnosis::facts::{Endpoint, Facts, Mechanisms};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const MISSING: Rule = Rule {
    code: "expect.auth-missing",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} must offer {$mechanisms} inside TLS on port {$port}, and does not",
    cause: "By what was given with --expect programs can log in so. The server offers: {$offered}",
    remedy: "Switch this way to log in on for this port.",
    reference: "RFC 4954 §3, RFC 9051 §6.2.2, RFC 5034 §4",
    check: |facts| {
        let wanted = demands(facts).map(|e| &e.auth[..]).unwrap_or_default();
        let lacking = |e: &Endpoint<'_>| {
            let offered = e.mechanisms_in_tls()?;
            let mut words = offered.words();
            words.sort_unstable();
            words.dedup();
            let missing: Vec<&str> =
                wanted.iter().map(String::as_str).filter(|w| !words.contains(w)).collect();
            let told = if words.is_empty() { "-".to_owned() } else { listed(&words) };
            let m = Match::on(e.subject, [e.tls_capabilities()?.id()]);
            (!missing.is_empty() && !offered.is_cut)
                .then(|| m.with("mechanisms", listed(&missing)).with("offered", told))
        };
        judged(facts).filter(|e| e.service != Service::Smtp).filter_map(lacking).collect()
    },
};

pub(super) const FORBIDDEN: Rule = Rule {
    code: "expect.auth-forbidden",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers {$mechanisms} on port {$port}, which must not be offered",
    cause: "By what was given with --expect nobody logs in so.",
    remedy: "Switch this way to log in off for this port.",
    reference: "",
    check: |facts| {
        let forbidden = demands(facts).map(|e| &e.no_auth[..]).unwrap_or_default();
        let found = |e: &Endpoint<'_>| {
            let clear = e.mechanisms_in_clear().zip(e.clear_capabilities());
            let tls = e.mechanisms_in_tls().zip(e.tls_capabilities());
            let told = clear.into_iter().chain(tls);
            let bad = told.map(|(m, seen)| (among(&m, forbidden), seen.id()));
            let bad: Vec<_> = bad.filter(|(words, _)| !words.is_empty()).collect();
            let mut words: Vec<String> = bad.iter().flat_map(|(words, _)| words.clone()).collect();
            words.sort_unstable();
            words.dedup();
            let m = Match::on(e.subject, bad.iter().map(|(_, id)| *id));
            (!bad.is_empty()).then(|| m.with("mechanisms", words.join(", ")))
        };
        judged(facts).filter_map(found).collect()
    },
};

pub(super) const IN_CLEAR: Rule = Rule {
    code: "expect.auth-in-clear",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers {$mechanisms} on port {$port} before encryption, which must not be",
    cause: "By what was given with --expect nobody logs in so before TLS. A program that is not set to demand TLS may do it.",
    remedy: "Offer log-in on this port only inside TLS.",
    reference: "RFC 8314 §4.1",
    check: in_clear,
};

fn in_clear(facts: &Facts<'_>) -> Vec<Match> {
    let forbidden = demands(facts).map(|e| &e.no_auth_in_clear[..]).unwrap_or_default();
    let found = |e: &Endpoint<'_>| {
        let bad = among(&e.mechanisms_in_clear()?, forbidden);
        let m = Match::on(e.subject, [e.clear_capabilities()?.id()]);
        (!bad.is_empty()).then(|| m.with("mechanisms", bad.join(", ")))
    };
    judged(facts).filter_map(found).collect()
}

/// Those that are offered and forbidden, each once.
fn among(offered: &Mechanisms, forbidden: &[String]) -> Vec<String> {
    let bad = |word: &&str| forbidden.iter().any(|f| f == word || f == "*");
    let mut found: Vec<String> =
        offered.words().into_iter().filter(bad).map(str::to_owned).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn listed(words: &[&str]) -> String {
    words.join(", ")
}
