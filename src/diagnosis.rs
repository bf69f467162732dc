//! From facts to findings: pure functions, no clock, no socket.
//!
//! Each layer has a file, and each file begins with its list of rules. Every failure in a
//! recording is somebody's evidence; what no rule speaks for is told by [`other`].
mod auth;
mod dialogue;
mod dns;
pub mod facts;
mod greeting;
mod other;
mod path;
mod starttls;
mod tcp;
mod tls;

use crate::finding::{Finding, Rule};
use crate::recording::Recording;

pub use facts::Facts;

/// All rules. Those nearer to a root cause come first: among findings that are equally bad, the
/// first is the one that the headline tells.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        dns::RULES,
        path::RULES,
        tcp::RULES,
        greeting::RULES,
        starttls::RULES,
        tls::RULES,
        dialogue::RULES,
        auth::RULES,
        other::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The rule of a finding.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|r| r.code == code)
}

/// Judges a recording as of the time it was made.
pub fn diagnose(recording: &Recording) -> Vec<Finding> {
    diagnose_at(recording, recording.at)
}

/// Judges a recording as of another time, seconds since the Unix epoch: applies every rule, says
/// of each failure no rule spoke for that it is unexplained, and folds what a broader finding
/// explains. The worst come first, and among equals those nearer to the cause.
pub fn diagnose_at(recording: &Recording, at: u64) -> Vec<Finding> {
    let facts = Facts::new(recording, at);
    let mut findings: Vec<Finding> =
        rules().flat_map(|rule| (rule.check)(&facts).into_iter().map(|m| rule.found(m))).collect();
    findings.extend(other::unexplained(&facts, &findings));
    fold(&mut findings);
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    findings
}

/// The finding that the first line of a report tells: the worst that nothing else explains.
pub fn headline(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().find(|f| f.because.is_none())
}

/// A finding is explained by another that rests on all of its evidence and more.
fn fold(findings: &mut [Finding]) {
    let broader = |a: &Finding, b: &Finding| {
        a.severity >= b.severity
            && a.evidence.len() > b.evidence.len()
            && b.evidence.iter().all(|id| a.evidence.contains(id))
    };
    let because: Vec<Option<&'static str>> = findings
        .iter()
        .map(|f| {
            let explaining = findings.iter().filter(|g| broader(g, f));
            explaining.max_by_key(|g| g.evidence.len()).map(|g| g.code)
        })
        .collect();
    for (finding, because) in findings.iter_mut().zip(because) {
        finding.because = because;
    }
}
