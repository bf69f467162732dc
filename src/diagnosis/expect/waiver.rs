//! Findings that are put up with for a while.
use probes::{Observation, Step, Subject};

use super::fold::Index;
use super::{PORT_OPEN, about_target, demands, unseen};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::other;
use crate::expect::Waiver;
use crate::finding::{self, Actor, Confidence, Finding, Match, Rule, Severity};

pub(super) const EXPIRED: Rule = Rule {
    code: "expect.waiver-expired",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "A waiver ended on {$until}, and what it was for is still there: {$code}",
    cause: "It was put up with till then: {$reason}",
    remedy: "Mend it. If it has to be put up with for longer, give the waiver a later day and say why.",
    reference: "",
    check: |_| vec![],
};

pub(super) const UNUSED: Rule = Rule {
    code: "expect.waiver-unused",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "A waiver is not needed: {$code} was not found in this run",
    cause: "It is for the time until {$until}: {$reason}",
    remedy: "Take the waiver out of the file, so that it does not hide the same another time.",
    reference: "",
    check: |_| vec![],
};

/// Whether a finding with this code may be put up with. That something was not understood or not
/// seen may hide anything, and a waiver is no reason for another.
pub(in crate::diagnosis) fn is_waivable(code: &str) -> bool {
    let never = [unseen::NOT_CHECKED.code, EXPIRED.code, UNUSED.code];
    !never.contains(&code) && !other::RULES.iter().any(|rule| rule.code == code)
}

/// Marks the findings that are put up with at the moment of judging, and those that they explain;
/// tells of waivers that have ended, and of those that are for nothing.
pub(in crate::diagnosis) fn waive(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut told = Vec::new();
    let all = demands(facts).map(|e| &e.waivers[..]).unwrap_or_default();
    let (over, holding): (Vec<_>, Vec<_>) = all.iter().partition(|w| w.until.is_over(facts.at));
    // One that has ended may have been prolonged by another.
    for waiver in holding.into_iter().chain(over) {
        let about = |f: &Finding| waiver.code == f.code && waiver.is_about(&f.subject);
        let fits = |f: &&mut Finding| is_waivable(f.code) && about(f);
        let mut found: Vec<&mut Finding> = findings.iter_mut().filter(fits).collect();
        if found.is_empty() {
            told.extend(unused(facts, waiver));
        } else if waiver.until.is_over(facts.at) {
            found.retain(|f| f.waived.is_none());
            told.extend((!found.is_empty()).then(|| expired(waiver, &found)));
        } else {
            let until = waiver.until.to_string();
            let waived = finding::Waiver { until, reason: waiver.reason.clone() };
            found.iter_mut().for_each(|f| f.waived = Some(waived.clone()));
        }
    }
    waive_explained(findings);
    findings.extend(told);
}

/// What is explained by nothing but findings that are put up with is put up with too, where it rests
/// on the same; else it speaks for itself again. What serves on a port that is open is no part of
/// its being open; and that something was not seen is never put up with.
fn waive_explained(findings: &mut [Finding]) {
    if findings.iter().all(|f| f.waived.is_none()) {
        return;
    }
    let index = Index::of(findings);
    let causes: Vec<Vec<usize>> = findings.iter().map(|f| causes(findings, &index, f)).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for place in 0..findings.len() {
            let Some(waived) = of_causes(findings, &causes[place], place) else { continue };
            changed = true;
            match waived {
                Some(_) => findings[place].waived = waived,
                None => findings[place].because = None,
            }
        }
    }
}

/// The findings that explain it.
fn causes(findings: &[Finding], index: &Index, finding: &Finding) -> Vec<usize> {
    let Some(because) = finding.because else { return vec![] };
    let near = index.sharing(finding).into_iter().chain(index.beside(finding).iter().copied());
    near.filter(|n| findings[*n].code == because).collect()
}

/// What becomes of a finding all of whose causes are put up with.
fn of_causes(
    findings: &[Finding],
    causes: &[usize],
    place: usize,
) -> Option<Option<finding::Waiver>> {
    let finding = &findings[place];
    let because = finding.because.filter(|_| finding.waived.is_none())?;
    let waived: Option<Vec<_>> = causes.iter().map(|n| findings[*n].waived.as_ref()).collect();
    let waived = waived?.first().copied()?.clone();
    let may = because != PORT_OPEN.code && is_waivable(finding.code);
    Some(may.then_some(waived))
}

fn expired(waiver: &Waiver, found: &[&mut Finding]) -> Finding {
    let evidence = found.iter().flat_map(|f| f.evidence.iter().copied());
    let first = &found.first().expect("there is one at least").subject;
    let host = first.name().map(|host| Subject::Host { host: host.to_owned() });
    let one = found.iter().all(|f| f.subject == *first);
    let mut m = Match::on(host.as_ref().filter(|_| !one).unwrap_or(first), evidence);
    m.evidence.sort_unstable();
    m.evidence.dedup();
    EXPIRED.found(described(m, waiver))
}

/// It rests on what was looked at where the waiver is for, none of which shows it.
fn unused(facts: &Facts<'_>, waiver: &Waiver) -> Option<Finding> {
    let about = |o: &&Observation| o.step == Step::Connect && waiver.is_about(&o.subject);
    let seen = facts.recording.observations.iter().filter(about);
    let seen: Vec<u32> = seen.filter(|o| !o.subject.is_control()).map(|o| o.id).collect();
    let evidence = if seen.is_empty() { about_target(facts) } else { seen };
    let host = facts.asked().target.name.clone();
    let m = Match::on(&Subject::Host { host }, evidence);
    (!m.evidence.is_empty()).then(|| UNUSED.found(described(m, waiver)))
}

fn described(m: Match, waiver: &Waiver) -> Match {
    m.with("code", &waiver.code).with("until", waiver.until).with("reason", &waiver.reason)
}
