//! Names that are nearly somebody's.
use super::super::dns::absent;
use super::super::facts::Facts;
use super::{questions, subject};
use crate::certificate::Fault;
use crate::finding::{Actor, Confidence, Finding, Match, Rule, Severity};
use crate::knowledge::providers::{Provider, recognise};
use crate::knowledge::typo::{Care, near};
use crate::language::Language;

pub(super) const MISSPELT: Rule = Rule {
    code: "provider.name-misspelt",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "The name {$host} does not exist; {$guess} was probably meant",
    cause: "The DNS says that there is no such name, and it differs by a slip of the hand from one that {$provider} has.{$told}",
    remedy: "Type {$guess}, and compare it with the provider's help page.",
    reference: "RFC 2308 §2.1",
    check: |facts| {
        let found = absent(facts).and_then(|m| {
            let guess = near(&facts.asked().target.name, Care::Free)?;
            Some(m.with("guess", guess.intended).with("provider", guess.provider))
        });
        found.into_iter().collect()
    },
};

pub(super) const OF_ANOTHER: Rule = Rule {
    code: "provider.name-of-another",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$guess} was probably meant: at {$host} the certificate is for other names",
    cause: "{$host} differs by a slip of the hand from {$guess} of {$provider}. The name exists, but whoever answers there shows a certificate that is not for it: somebody else may own the name.",
    remedy: "Type {$guess}, and send no password to {$host}.",
    reference: "RFC 9525 §6.1",
    check: |facts| {
        let Some((m, wrong)) = alike(facts).zip(misnamed(facts)) else { return vec![] };
        let ids = m.evidence.iter().copied().chain(wrong).collect();
        vec![Match { evidence: ids, ..m }]
    },
};

/// The handshakes of the host where the certificate is for other names; `None` if there is none, or
/// one where it is for this one.
fn misnamed(facts: &Facts<'_>) -> Option<Vec<u32>> {
    let mut ids = Vec::new();
    for verdict in facts.host_endpoints().filter_map(|e| facts.verdict_on(e)) {
        let wrong = |f: &Fault| matches!(f, Fault::WrongName { .. });
        if !verdict.told.faults.iter().any(wrong) {
            return None;
        }
        ids.push(verdict.handshake.id);
    }
    (!ids.is_empty()).then_some(ids)
}

pub(super) const RESEMBLES: Rule = Rule {
    code: "provider.name-resembles",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "The name {$host} is nearly {$guess} of {$provider}, but not that",
    cause: "It differs by a slip of the hand from a name that is known, and it exists: somebody else may own it.",
    remedy: "Send no password there until the name is checked. If {$provider} was meant, type {$guess}.",
    reference: "RFC 9525 §6.1",
    check: resembles,
};

/// A host that proves to be who it is called may be that and nothing else.
fn resembles(facts: &Facts<'_>) -> Vec<Match> {
    let Some(m) = alike(facts).filter(|_| misnamed(facts).is_none()) else { return vec![] };
    let proven = facts.host_endpoints().any(|e| {
        facts.verdict_on(e).is_some_and(|v| v.told.faults.is_empty() && v.told.leads_to_root())
    });
    let mild = |m: Match| m.severity(Severity::Note).confidence(Confidence::Low);
    vec![if proven { mild(m) } else { m }]
}

/// Where the name exists and is nearly a known one, by what was asked of the DNS.
fn alike(facts: &Facts<'_>) -> Option<Match> {
    let name = &facts.asked().target.name;
    let ids = questions(facts);
    let exists = absent(facts).is_none() && facts.forward().any(|(o, _)| o.failure.is_none());
    if !exists || ids.is_empty() {
        return None;
    }
    let guess = near(name, Care::Strict)?;
    let m = Match::on(&subject(facts), ids).with("guess", guess.intended);
    Some(m.with("provider", guess.provider))
}

/// Whose name was meant where the one that was asked for does not exist.
pub fn meant(findings: &[Finding]) -> Vec<&'static Provider> {
    let misspelt = findings.iter().find(|f| f.code == MISSPELT.code);
    let name = misspelt.and_then(|f| f.args.get("guess"));
    let found = name.and_then(|name| recognise(&Language::En.told(name), []));
    found.map(|found| found.providers).unwrap_or_default()
}
