//! From facts to findings: pure functions, no clock, no socket.
//!
//! Each layer has a file, and each file begins with its list of rules. Every failure in a
//! recording is somebody's evidence; what no rule speaks for is told by `other`.
mod auth;
mod causes;
mod dialogue;
mod dns;
mod expect;
pub mod facts;
mod flapping;
mod greeting;
pub mod instead;
mod other;
mod path;
mod pop;
pub mod provider;
mod refusal;
mod sending;
mod starttls;
mod tcp;
mod tls;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use probes::Subject;

use crate::finding::{Class, Finding, Rule, Severity, Weighed};
use crate::language;
use crate::recording::Recording;

pub use facts::Facts;
pub(crate) use tls::date;

/// All rules. Those nearer to a root cause come first: among findings that are equally bad, the
/// first is the one that the headline tells.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        causes::RULES,
        provider::CAUSES,
        dns::RULES,
        path::RULES,
        tcp::RULES,
        refusal::RULES,
        greeting::RULES,
        starttls::RULES,
        tls::RULES,
        dialogue::RULES,
        auth::RULES,
        pop::RULES,
        flapping::RULES,
        expect::RULES,
        provider::ASIDES,
        other::RULES,
    ]
    .into_iter()
    .flatten()
}

/// Ports in words, each once and in order: "25, 465, 587".
fn listed(ports: impl IntoIterator<Item = u16>) -> String {
    let ports: BTreeSet<u16> = ports.into_iter().collect();
    ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

/// The rule of a finding.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|r| r.code == code)
}

/// The kind of trouble that a finding is about.
pub fn class(code: &str) -> Class {
    let of_certificate = language::fault(code).is_some() || tls::is_of_several(code);
    match code.split_once('.') {
        Some(("expect", "days-left")) => Class::Certificate,
        Some(("expect", "mx-differs")) => Class::Delivery,
        Some(("expect", trouble)) if trouble.starts_with("auth-") => Class::Authentication,
        _ if of_certificate || code.starts_with("tls.staple") => Class::Certificate,
        Some(("auth", _)) => Class::Authentication,
        Some(("dns", trouble)) if trouble.starts_with("mx-") => Class::Delivery,
        _ if code == refusal::LISTED.code => Class::Delivery,
        _ => Class::Connection,
    }
}

/// Whether a finding with this code may be put up with for a while (`--expect`).
pub fn is_waivable(code: &str) -> bool {
    expect::is_waivable(code)
}

/// Whether such a finding says that something that must hold was not seen.
pub fn is_unseen(code: &str) -> bool {
    expect::is_unseen(code)
}

/// Judges a recording as of the time it was made.
pub fn diagnose(recording: &Recording) -> Vec<Finding> {
    diagnose_at(recording, recording.at)
}

/// Judges a recording as of another time, seconds since the Unix epoch: applies every rule, says
/// of each failure no rule spoke for that it is unexplained, and folds what a broader finding
/// explains; then marks what is put up with. The worst come first, and among equals those nearer to
/// the cause.
pub fn diagnose_at(recording: &Recording, at: u64) -> Vec<Finding> {
    let facts = Facts::new(recording, at);
    let mut findings: Vec<Finding> =
        rules().flat_map(|rule| (rule.check)(&facts).into_iter().map(|m| rule.found(m))).collect();
    adopt_retries(&facts, &mut findings);
    flapping::adopt(&facts, &mut findings);
    findings.extend(other::unexplained(&facts, &findings));
    spare_own_name(&facts, &mut findings);
    findings.retain(|finding| !expect::is_as_demanded(&facts, finding));
    fold(&mut findings);
    expect::fold(&mut findings);
    expect::waive(&facts, &mut findings);
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    findings
}

/// The finding that the first line of a report tells: the worst that counts and that nothing else
/// explains.
pub fn headline<W: Weighed>(findings: &[W]) -> Option<&W> {
    findings.iter().find(|f| !f.is_explained() && !f.is_waived())
}

/// Where a mail domain was asked for, what its own name's host serves beside its exchangers is
/// worth a note, and no fault of the domain's mail.
fn spare_own_name(facts: &Facts<'_>, findings: &mut [Finding]) {
    if !tcp::is_only_a_domain(facts) {
        return;
    }
    let own = &facts.asked().target.name;
    let others = facts.endpoints().iter().filter(|e| e.host != own);
    let of_others: HashSet<IpAddr> = others.map(|e| e.addr).collect();
    for finding in findings {
        let about = |subject: &Subject| match subject {
            Subject::Endpoint { host, .. } | Subject::Host { host } => host == own,
            Subject::Address { addr } | Subject::Path { addr, .. } => !of_others.contains(addr),
            _ => false,
        };
        // Names are the domain's own, whatever they point to; what must hold is meant; and what is
        // not understood, or not seen, is no smaller for being here.
        let kept =
            ["dns.", "expect.", "other."].iter().any(|layer| finding.code.starts_with(layer));
        if about(&finding.subject) && !kept {
            finding.severity = Severity::Note;
        }
    }
}

/// What went wrong when an endpoint was asked again, and explains nothing, is evidence for whatever
/// is said of the handshake because of which it was asked.
fn adopt_retries(facts: &Facts<'_>, findings: &mut [Finding]) {
    let told: HashSet<u32> = findings.iter().flat_map(|f| f.evidence.iter().copied()).collect();
    for endpoint in facts.endpoints().iter().filter(|e| !e.retries.is_empty()) {
        let Some(handshake) = endpoint.handshake() else { continue };
        let again = endpoint.retries.iter().flat_map(|retry| &retry.seen);
        let lost = again.filter(|o| o.failure.is_some() && !told.contains(&o.id));
        let lost: Vec<u32> = lost.map(|o| o.id).collect();
        for finding in findings.iter_mut().filter(|f| f.evidence.contains(&handshake.id())) {
            finding.evidence.extend(&lost);
        }
    }
}

/// A finding is explained by another that rests on all of its evidence and more. What is wrong with
/// a certificate is explained only by what is said of several of them, or by the name that was asked
/// for. Looked for only among those that rest on the piece of its evidence that fewest findings rest
/// on: a run may have thousands of findings. What names a cause explains what rests on the same
/// evidence too; what only stands beside explains nothing, and is not explained.
fn fold(findings: &mut [Finding]) {
    let sets: Vec<HashSet<u32>> =
        findings.iter().map(|f| f.evidence.iter().copied().collect()).collect();
    let mut resting: HashMap<u32, Vec<usize>> = HashMap::new();
    for (place, set) in sets.iter().enumerate() {
        for id in set {
            resting.entry(*id).or_default().push(place);
        }
    }
    let broader = |a: usize, b: &Finding| {
        let (one, other) = (&findings[a], (b.evidence.len(), provider::is_cause(b.code)));
        one.severity >= b.severity
            && !stands_alone(one.code)
            && (one.evidence.len(), provider::is_cause(one.code)) > other
            && b.evidence.iter().all(|id| sets[a].contains(id))
    };
    let explained = |finding: &Finding| {
        if stands_alone(finding.code) {
            return None;
        }
        let near = finding.evidence.iter().map(|id| &resting[id]).min_by_key(|near| near.len())?;
        let of_certificate = language::fault(finding.code).is_some();
        let of_such = |code| tls::is_of_several(code) || provider::is_of_certificates(code);
        let fits = |a: usize| !of_certificate || of_such(findings[a].code);
        let explaining = near.iter().filter(|place| broader(**place, finding) && fits(**place));
        explaining.max_by_key(|place| findings[**place].evidence.len()).map(|p| findings[*p].code)
    };
    let mut known = HashMap::new();
    let because: Vec<Option<&'static str>> = findings
        .iter()
        .map(|f| {
            let of_certificate = language::fault(f.code).is_some();
            let beside = (provider::is_cause(f.code), stands_alone(f.code));
            let key = (of_certificate, beside, f.severity as u8, &f.evidence);
            *known.entry(key).or_insert_with(|| explained(f))
        })
        .collect();
    for (finding, because) in findings.iter_mut().zip(because) {
        finding.because = because;
    }
}

/// Whether what a finding rests on says nothing of what explains it: it stands beside others, or is
/// folded in its own way.
fn stands_alone(code: &str) -> bool {
    provider::is_aside(code) || flapping::is_such(code) || expect::is_expected(code)
}
