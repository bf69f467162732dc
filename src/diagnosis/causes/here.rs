//! What fails at other hosts too is not the target's fault.
use std::collections::BTreeSet;

use probes::{Data, FailureKind, Observation, Step, Subject};

use crate::diagnosis::facts::{Control, Facts, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const OFFLINE: Rule = Rule {
    code: "cause.offline",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "This machine has no working connection to the Internet: neither {$host} nor {$control} can be reached",
    cause: "What was tried on both gave no answer: {$what}. Nothing is known against the mail host.",
    remedy: "Connect this machine to the Internet (cable, Wi-Fi, VPN; past any log-in page), then run this again.",
    reference: "",
    check: offline,
};

fn offline(facts: &Facts<'_>) -> Vec<Match> {
    if facts.asked().controls.is_empty() || anything_open(facts) {
        return vec![];
    }
    let others = facts.controls().iter().filter(|c| is_elsewhere(c.port));
    let dead = others.clone().count() > 0 && others.clone().all(Control::is_silent);
    let asked: Vec<_> = lookups(facts).collect();
    let deaf = !asked.is_empty() && asked.iter().all(|o| is_unanswered(o));
    let what = match (deaf, dead) {
        (true, _) => language::NO_RESOLVER_ANSWERS,
        (_, true) => language::NO_CONNECTION_ANSWERED,
        _ => return vec![],
    };
    vec![everything(facts).with("what", what)]
}

pub(super) const MAIL_BLOCKED: Rule = Rule {
    code: "cause.mail-blocked-here",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "The network that you are in blocks mail: neither {$host} nor {$control} answers on any mail port that was tried ({$ports})",
    cause: "Hosts that have nothing to do with each other keep silent on the same ports. {$proof} Firewalls of companies, hotels and clouds often block mail.",
    remedy: "Ask whoever runs this network to let these ports out, or use another network (a phone's). The provider's web mail may work meanwhile.",
    reference: "",
    check: mail_blocked,
};

/// Port 25 alone is another story: most access networks block it.
fn mail_blocked(facts: &Facts<'_>) -> Vec<Match> {
    let open = facts.controls().iter().any(|c| c.is_open() && is_elsewhere(c.port));
    let mail = || facts.controls().iter().filter(|c| !is_elsewhere(c.port));
    let ports: BTreeSet<u16> = mail().map(|c| c.port).collect();
    let tried = facts.endpoints().iter().filter(|e| ports.contains(&e.port));
    let silent = mail().all(Control::is_silent) && tried.clone().all(|e| e.is_silent());
    let holds = silent && ports.iter().any(|port| *port != 25) && tried.count() > 0;
    if !holds || facts.endpoints().iter().any(|e| e.is_open()) || !offline(facts).is_empty() {
        return vec![];
    }
    let (confidence, proof) = match (open, lookups(facts).any(|o| kind(o).is_none())) {
        (true, _) => (Confidence::High, language::OTHERS_WORK),
        (_, true) => (Confidence::Medium, language::DNS_ANSWERS),
        _ => (Confidence::Low, language::OR_NOTHING_WORKS),
    };
    let ports = ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let m = everything(facts).with("ports", ports).with("proof", proof);
    vec![m.confidence(confidence)]
}

pub(super) const CONTROL_FAILS: Rule = Rule {
    code: "cause.control-fails",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$host}, which was only to be compared with, does not work from here: {$what}",
    cause: "What fails there as well as on the target speaks for a fault here; what fails only there says nothing of the target.",
    remedy: "Compare with another host (--control) if this one was down itself.",
    reference: "",
    check: |facts| {
        let hosts: BTreeSet<&str> = facts.asked().controls.iter().map(|c| &c.host[..]).collect();
        hosts.into_iter().filter_map(|host| failing(facts, host)).collect()
    },
};

fn failing(facts: &Facts<'_>, host: &str) -> Option<Match> {
    let seen = || controls(facts).filter(|o| o.subject.name() == Some(host));
    let failed: Vec<_> = seen().filter(|o| told(o)).collect();
    let first = failed.first().and_then(|o| o.failure.as_ref())?;
    let ports: BTreeSet<u16> = failed.iter().filter_map(|o| o.subject.port()).collect();
    let ports = ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let what = match ports.is_empty() {
        true => language::failure(first),
        false => {
            language::WITH_PORTS.of([("what", language::failure(first)), ("ports", ports.into())])
        }
    };
    let subject = Subject::Control { host: host.to_owned() };
    Some(Match::on(&subject, failed.iter().map(|o| o.id)).with("what", what))
}

/// That a run ended too early is told of the run.
fn told(observation: &Observation) -> bool {
    kind(observation).is_some_and(|kind| kind != FailureKind::CutShort)
}

/// Everything that was tried on the target and on those it is compared with.
fn everything(facts: &Facts<'_>) -> Match {
    let seen = facts.recording.observations.iter();
    let bears = seen.filter(|o| matches!(o.step, Step::Connect | Step::Trace) || is_unanswered(o));
    let subject = Subject::Host { host: facts.asked().target.name.clone() };
    let m = Match::on(&subject, bears.map(|o| o.id));
    m.with("control", facts.control_names())
}

fn anything_open(facts: &Facts<'_>) -> bool {
    facts.endpoints().iter().any(|e| e.is_open()) || facts.controls().iter().any(Control::is_open)
}

/// Whether a port has nothing to do with mail: who blocks mail has no reason to block it.
fn is_elsewhere(port: u16) -> bool {
    probes::Service::on(port).is_none()
}

fn controls<'r>(facts: &Facts<'r>) -> impl Iterator<Item = &'r Observation> {
    facts.recording.observations.iter().filter(|o| o.subject.is_control())
}

fn lookups<'r>(facts: &Facts<'r>) -> impl Iterator<Item = &'r Observation> {
    let seen = facts.recording.observations.iter();
    seen.filter(|o| matches!(&o.saw, Data::Lookup(l) if !l.answer.is_from_file()))
}

/// Whether it is a question to the DNS to which nobody said anything.
fn is_unanswered(observation: &Observation) -> bool {
    matches!(&observation.saw, Data::Lookup(l) if l.answer.rcode.is_none())
        && observation.failure.is_some()
}
