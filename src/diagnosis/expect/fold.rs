//! What explains what: a demand that is not met has a cause, or is one.
use std::collections::HashMap;

use probes::Subject;

use super::{
    DAYS_LEFT, PORT_CLOSED, PORT_OPEN, SLOW_CONNECT, STARTTLS_MISSING, is_expected, login, unseen,
};
use crate::diagnosis::{auth, starttls};
use crate::finding::{Finding, Severity};

/// Findings by what they rest on and are about: a run may have thousands.
pub(super) struct Index {
    by_evidence: HashMap<u32, Vec<usize>>,
    by_subject: HashMap<Subject, Vec<usize>>,
}

impl Index {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let mut index = Self { by_evidence: HashMap::new(), by_subject: HashMap::new() };
        for (place, finding) in findings.iter().enumerate() {
            index.by_subject.entry(finding.subject.clone()).or_default().push(place);
            for id in &finding.evidence {
                index.by_evidence.entry(*id).or_default().push(place);
            }
        }
        index
    }

    /// The findings that share a piece of its evidence, itself among them.
    pub(super) fn sharing(&self, finding: &Finding) -> Vec<usize> {
        let of = |id| self.by_evidence.get(id).into_iter().flatten().copied();
        let mut found: Vec<usize> = finding.evidence.iter().flat_map(of).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The findings on the same, itself among them.
    pub(super) fn beside(&self, finding: &Finding) -> &[usize] {
        self.by_subject.get(&finding.subject).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Folds what must hold and does not under its cause, and the milder things that say the same under
/// what must hold. What explains a demand that is not met is as bad as that.
pub(in crate::diagnosis) fn fold(findings: &mut [Finding]) {
    if !findings.iter().any(|f| is_expected(f.code)) {
        return;
    }
    let index = Index::of(findings);
    for place in 0..findings.len() {
        if !is_expected(findings[place].code) {
            continue;
        }
        let near = related(findings, &index, place);
        let (code, severity) = (findings[place].code, findings[place].severity);
        let cause = near.iter().copied().filter(|n| is_cause(code, findings[*n].severity));
        let cause = cause.max_by_key(|n| (findings[*n].severity, findings[*n].evidence.len()));
        if let Some(cause) = cause {
            findings[cause].severity = findings[cause].severity.max(severity);
            findings[place].because = Some(findings[cause].code);
            continue;
        }
        for other in near.into_iter().filter(|_| code != unseen::NOT_CHECKED.code) {
            if findings[other].because.is_none() {
                findings[other].because = Some(code);
            }
        }
    }
}

/// Whether something as bad as this is the cause of a demand that is not met.
fn is_cause(of: &str, severity: Severity) -> bool {
    match of {
        // A port that is open explains all that is wrong with what answers there.
        of if of == PORT_OPEN.code => false,
        of if of == PORT_CLOSED.code => severity >= Severity::Warning,
        _ => severity == Severity::Error,
    }
}

/// The findings from what was seen alone that speak of the same as this demand.
fn related(findings: &[Finding], index: &Index, place: usize) -> Vec<usize> {
    let demand = &findings[place];
    let mut near = match demand.code {
        code if code == PORT_OPEN.code => index.beside(demand).to_vec(),
        _ => index.sharing(demand),
    };
    near.retain(|n| !is_expected(findings[*n].code));
    let anything = [PORT_OPEN, PORT_CLOSED, unseen::NOT_CHECKED].map(|rule| rule.code);
    if !anything.contains(&demand.code) {
        let same = says_the_same(demand.code);
        near.retain(|n| same.contains(&findings[*n].code));
    }
    near
}

/// The codes of what says the same as a demand that is not met, whoever demands it.
fn says_the_same(code: &str) -> Vec<&'static str> {
    match code {
        code if code == DAYS_LEFT.code => {
            vec!["tls.expires-soon", "tls.expired", "tls.clock-questioned"]
        }
        code if code == STARTTLS_MISSING.code => starttls::RULES.iter().map(|r| r.code).collect(),
        code if code == login::MISSING.code => auth::RULES.iter().map(|r| r.code).collect(),
        code if code == login::IN_CLEAR.code => vec!["auth.clear-text"],
        code if code == SLOW_CONNECT.code => vec!["tcp.slow"],
        _ => vec![],
    }
}
