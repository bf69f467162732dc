//! What fails at other hosts too is not the target's fault.
use std::collections::{BTreeMap, BTreeSet};

use probes::{Data, FailureKind, Observation, Step, Subject};

use super::is_stranger;
use crate::diagnosis::facts::{Control, Endpoint, Facts, kind};
use crate::diagnosis::{listed, path};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const OFFLINE: Rule = Rule {
    code: "cause.offline",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "This machine has no working connection to the Internet: neither {$host} nor {$control} (which you chose to compare with) can be reached",
    cause: "What was tried on both gave no answer: {$what}. Nothing is known against the mail host.",
    remedy: "Connect this machine to the Internet (cable, Wi-Fi, VPN; past any log-in page), then run this again.",
    reference: "",
    check: offline,
};

fn offline(facts: &Facts<'_>) -> Vec<Match> {
    if facts.asked().controls.is_empty() || anything_answers(facts) {
        return vec![];
    }
    let others = facts.controls().iter().filter(|c| is_elsewhere(c.port) && is_stranger(facts, c));
    let dead = others.clone().count() > 0 && others.clone().all(Control::is_silent);
    let asked: Vec<_> = lookups(facts).collect();
    let deaf = !asked.is_empty() && asked.iter().all(|o| is_unanswered(o));
    let m = everything(facts);
    match (deaf, dead) {
        (true, _) => vec![m.with("what", language::NO_RESOLVER_ANSWERS)],
        (_, true) if asked.is_empty() => vec![m.with("what", language::NO_CONNECTION_ANSWERED)],
        // A resolver in this network may know names from before the connection broke.
        (_, true) => {
            let m = m.with("what", language::ONLY_RESOLVER_ANSWERS);
            vec![m.confidence(Confidence::Low)]
        }
        _ => vec![],
    }
}

pub(super) const MAIL_BLOCKED: Rule = Rule {
    code: "cause.mail-blocked-here",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "The network that you are in blocks mail: neither {$host} nor {$control} (which you chose to compare with) can be reached on any mail port that was tried ({$ports})",
    cause: "{$place}Hosts that have nothing to do with each other {$how} on the same ports. {$proof} Firewalls of companies, hotels and clouds often block mail. Only if {$control} serves no mail at all, the comparison says nothing.",
    remedy: "Let these ports out in the router or firewall: at home that is your own, elsewhere ask whoever runs the network. Meanwhile use another network (a phone's), or the provider's web mail, which may work.",
    reference: "",
    check: mail_blocked,
};

/// Port 25 alone is another story: most access networks block it.
fn mail_blocked(facts: &Facts<'_>) -> Vec<Match> {
    let alike = |c: &&Control<'_>| {
        facts.endpoints().iter().any(|e| e.addr.is_ipv4() == c.addr.is_ipv4() && is_shut(e))
    };
    let mail = || facts.controls().iter().filter(|c| !is_elsewhere(c.port));
    let strange = || mail().filter(|c| is_stranger(facts, c)).filter(alike);
    let ports: BTreeSet<u16> = strange().map(|c| c.port).collect();
    let tried = || facts.endpoints().iter().filter(|e| ports.contains(&e.port));
    let silent = mail().all(Control::is_silent) && tried().all(Endpoint::is_silent);
    let refused = mail().all(is_refused) && tried().all(|e| is_shut(e) && !e.is_silent());
    let out = tried().any(|e| path::gets_there(facts, e.addr));
    let shut = (silent || refused) && !out && tried().count() > 0;
    let holds = shut && ports.iter().any(|port| *port != 25);
    if !holds || facts.endpoints().iter().any(|e| e.is_open()) || !offline(facts).is_empty() {
        return vec![];
    }
    let open = facts.controls().iter().filter(alike).filter(|c| c.is_open());
    let open = open.filter(|c| is_elsewhere(c.port)).map(|c| match c.host.contains(':') {
        true => format!("[{}]:{}", c.host, c.port),
        false => format!("{}:{}", c.host, c.port),
    });
    let hosts: BTreeSet<&str> = strange().map(|c| c.host).collect();
    let (confidence, proof) = proof(facts, silent, &open.collect(), hosts.len());
    let how = if silent { language::KEEP_SILENT } else { language::REFUSE_CONNECTIONS };
    let m = everything(facts).with("ports", listed(ports)).with("proof", proof);
    vec![m.with("how", how).with("place", place(facts)).confidence(confidence)]
}

/// What speaks for a block here, and how much: one other host may be down, or serve no mail.
fn proof(
    facts: &Facts<'_>,
    silent: bool,
    open: &BTreeSet<String>,
    hosts: usize,
) -> (Confidence, Arg) {
    let answered = lookups(facts).any(|o| kind(o).is_none());
    let which = open.iter().map(Arg::from).collect();
    let work = || language::OTHERS_WORK.of([("which", Arg::Series(Joint::List, which))]);
    match (!open.is_empty(), answered) {
        (true, _) if silent && hosts > 1 => (Confidence::High, work()),
        (true, _) => (Confidence::Medium, work()),
        (_, true) if silent => (Confidence::Medium, language::DNS_ANSWERS.into()),
        (_, true) => (Confidence::Low, language::DNS_ANSWERS.into()),
        _ => (Confidence::Low, language::OR_NOTHING_WORKS.into()),
    }
}

/// Where packets to the ports are last seen, if that is near here and others go on.
fn place(facts: &Facts<'_>) -> Arg {
    let addrs: BTreeSet<_> = facts.endpoints().iter().map(|e| e.addr).collect();
    let places: Vec<Arg> =
        addrs.into_iter().filter_map(|addr| path::lost_near(facts, addr)).collect();
    match places.is_empty() {
        true => "".into(),
        false => language::LOST_NEAR.of([("places", Arg::Series(Joint::Groups, places))]),
    }
}

/// Whether nobody answers, or somebody refuses the connection.
fn is_shut(endpoint: &Endpoint<'_>) -> bool {
    endpoint.is_silent() || endpoint.connect_failure() == Some(FailureKind::Refused)
}

fn is_refused(control: &Control<'_>) -> bool {
    kind(control.connect) == Some(FailureKind::Refused)
}

pub(super) const CONTROL_FAILS: Rule = Rule {
    code: "cause.control-fails",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$host}, which you chose to compare with, does not work{$over} from here: {$what}",
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
    let mut by_detail: BTreeMap<Arg, BTreeSet<u16>> = BTreeMap::new();
    for (o, failure) in failed.iter().filter_map(|o| Some((o, o.failure.as_ref()?))) {
        by_detail.entry(language::failure(failure)).or_default().extend(o.subject.port());
    }
    let told = by_detail.into_iter().map(|(what, ports)| match ports.is_empty() {
        true => what,
        false => language::WITH_PORTS.of([("what", what), ("ports", listed(ports).into())]),
    });
    let what = Arg::Series(Joint::Groups, told.collect());
    if failed.is_empty() {
        return None;
    }
    let subject = Subject::Control { host: host.to_owned() };
    let own = || facts.controls().iter().filter(|c| c.host == host);
    let dead = || own().filter(|c| !c.is_open());
    // What fails at an address that can be connected to, or at none, is not of a family.
    let of_connects = failed.iter().all(|o| o.step == Step::Connect);
    let over = match of_connects && !dead().any(|c| alive(c.addr.is_ipv4(), own())) {
        true => language::over(dead().map(|c| c.addr), own().map(|c| c.addr)),
        false => "".into(),
    };
    Some(Match::on(&subject, failed.iter().map(|o| o.id)).with("what", what).with("over", over))
}

/// Whether a connection came about over this family.
fn alive<'c, 'r: 'c>(v4: bool, all: impl Iterator<Item = &'c Control<'r>>) -> bool {
    all.into_iter().any(|c| c.addr.is_ipv4() == v4 && c.is_open())
}

/// That a run ended too early is told of the run.
fn told(observation: &Observation) -> bool {
    kind(observation).is_some_and(|kind| kind != FailureKind::CutShort)
}

/// Everything that was tried on the target and on those it is compared with.
fn everything(facts: &Facts<'_>) -> Match {
    let seen = facts.seen().iter().copied();
    let bears = seen.filter(|o| matches!(o.step, Step::Connect | Step::Trace) || is_unanswered(o));
    let subject = Subject::Host { host: facts.asked().target.name.clone() };
    let m = Match::on(&subject, bears.map(|o| o.id));
    m.with("control", facts.control_names())
}

/// Whether somebody took or refused a connection, or packets were seen next to the host.
fn anything_answers(facts: &Facts<'_>) -> bool {
    let own = |e: &Endpoint<'_>| {
        let refused = is_shut(e) && !e.is_silent();
        e.is_open() || refused || path::gets_there(facts, e.addr)
    };
    facts.endpoints().iter().any(own)
        || facts.controls().iter().any(|c| c.is_open() || is_refused(c))
}

/// Whether a port has nothing to do with mail: who blocks mail has no reason to block it.
fn is_elsewhere(port: u16) -> bool {
    probes::Service::on(port).is_none()
}

fn controls<'r>(facts: &Facts<'r>) -> impl Iterator<Item = &'r Observation> {
    facts.recording.observations.iter().filter(|o| o.subject.is_control())
}

fn lookups<'r>(facts: &Facts<'r>) -> impl Iterator<Item = &'r Observation> {
    let seen = facts.seen().iter().copied();
    seen.filter(|o| matches!(&o.saw, Data::Lookup(l) if !l.answer.is_from_file()))
}

/// Whether it is a question to the DNS to which nobody said anything.
fn is_unanswered(observation: &Observation) -> bool {
    matches!(&observation.saw, Data::Lookup(l) if l.answer.rcode.is_none())
        && observation.failure.is_some()
}
