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
mod refusal;
mod starttls;
mod tcp;
mod tls;

use probes::Subject;

use crate::finding::{Finding, Rule, Severity};
use crate::recording::Recording;

pub use facts::Facts;

/// All rules. Those nearer to a root cause come first: among findings that are equally bad, the
/// first is the one that the headline tells.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        dns::RULES,
        path::RULES,
        tcp::RULES,
        refusal::RULES,
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
    spare_own_name(&facts, &mut findings);
    fold(&mut findings);
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    findings
}

/// The finding that the first line of a report tells: the worst that nothing else explains.
pub fn headline(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().find(|f| f.because.is_none())
}

/// Where a mail domain was asked for, what its own name's host serves beside its exchangers is
/// worth a note, and no fault of the domain's mail.
fn spare_own_name(facts: &Facts<'_>, findings: &mut [Finding]) {
    if !tcp::is_only_a_domain(facts) {
        return;
    }
    let own = &facts.asked().target.name;
    for finding in findings {
        let about = |subject: &Subject| match subject {
            Subject::Endpoint { host, .. } | Subject::Host { host } => host == own,
            Subject::Address { .. } | Subject::Path { .. } => facts
                .endpoints()
                .iter()
                .filter(|e| Some(e.addr) == subject.addr())
                .all(|e| e.host == own),
            _ => false,
        };
        // Names are the domain's own, whatever they point to.
        if about(&finding.subject) && !finding.code.starts_with("dns.") {
            finding.severity = Severity::Note;
        }
    }
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
