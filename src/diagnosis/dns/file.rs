//! Names that the hosts file of this machine knows.
use std::collections::BTreeSet;
use std::net::IpAddr;

use probes::Subject;

use crate::diagnosis::facts::{Asked, Facts};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const KNOWN: Rule = Rule {
    code: "dns.from-hosts-file",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The address of {$host} comes from the hosts file of this machine, not from the DNS",
    cause: "Programs on this machine use that address; all others ask the DNS, which may say something else or not know the name.",
    remedy: "If that is not on purpose, take the line out of the hosts file. With --resolver the DNS is asked.",
    reference: "RFC 1123 §6.1.3.8",
    check: |facts| {
        let known = in_file(facts).into_iter().map(|subject| {
            // What the DNS says, or fails to say, of the name beside that is not a fault.
            let failed = past_file(facts, subject).filter(|(o, _)| o.failure.is_some());
            Match::on(subject, facts.about_name(subject).iter().chain(failed).map(|(o, _)| o.id))
        });
        known.collect()
    },
};

pub(super) const DIFFERS: Rule = Rule {
    code: "dns.hosts-file-differs",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The hosts file of this machine gives {$host} another address ({$file}) than the DNS ({$dns})",
    cause: "Programs on this machine go to the one, all others to the other. This report is about the one in the file.",
    remedy: "Take the line out of the hosts file, unless it is there on purpose: before a move, or inside your own network.",
    reference: "RFC 1123 §6.1.3.8",
    check: |facts| in_file(facts).into_iter().filter_map(|s| differs(facts, s)).collect(),
};

/// Only where the DNS has addresses of the same family. Many a name is known inside only.
fn differs(facts: &Facts<'_>, subject: &Subject) -> Option<Match> {
    let (mut in_file, mut in_dns) = (BTreeSet::new(), BTreeSet::new());
    for (_, own) in facts.about_name(subject).iter().filter(|(_, l)| l.answer.is_from_file()) {
        let other = past_file(facts, subject).find(|(_, l)| l.question.kind == own.question.kind);
        let said = other.map(|(_, l)| l.answer.addresses()).unwrap_or_default();
        let strange = own.answer.addresses().into_iter().filter(|addr| !said.contains(addr));
        in_file.extend(strange.filter(|_| !said.is_empty()));
        in_dns.extend(said);
    }
    let asked = facts.about_name(subject).iter();
    let all = asked.chain(past_file(facts, subject)).map(|(o, _)| o.id);
    let m = Match::on(subject, all).with("file", words(&in_file)).with("dns", words(&in_dns));
    // Where the address in the file serves nothing, it is most likely what is wrong.
    let mut own = facts.endpoints().iter().filter(|e| Some(e.host) == subject.name()).peekable();
    let dead = own.peek().is_some() && own.all(|e| !e.is_open());
    let m = if dead { m.severity(Severity::Error) } else { m };
    (!in_file.is_empty()).then_some(m)
}

/// Names with an answer from the file.
fn in_file<'r>(facts: &Facts<'r>) -> Vec<&'r Subject> {
    let mut subjects = facts.named_subjects();
    subjects.retain(|s| facts.addresses_of(s).iter().any(|(_, l)| l.answer.is_from_file()));
    subjects
}

/// The questions about a name, put to the DNS.
fn past_file<'f, 'r>(
    facts: &'f Facts<'r>,
    subject: &Subject,
) -> impl Iterator<Item = &'f Asked<'r>> {
    let own = |s: &Subject| matches!(s, Subject::View { resolver: None, .. });
    facts.views_of(subject).iter().filter(move |(o, _)| own(&o.subject))
}

fn words(addrs: &BTreeSet<IpAddr>) -> String {
    addrs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
