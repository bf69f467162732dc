//! Names that have nothing to do with each other, and lead to the same place.
use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use probes::{Data, Observation};

use crate::diagnosis::facts::{Endpoint, Facts};
use crate::diagnosis::path;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const PORTAL: Rule = Rule {
    code: "cause.captive-portal",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Here {$host} leads to the same address as {$control}: {$shared}",
    cause: "Nobody speaks the protocol of mail there. Networks that ask for a log-in on a web page first, and filters, answer every question with their own address. Nothing is known against the mail host.",
    remedy: "Open any page in a web browser on this machine, log in there if it asks for it, and run this again; or use another resolver (--resolver).",
    reference: "RFC 8952 §2.6",
    check: portal,
};

fn portal(facts: &Facts<'_>) -> Vec<Match> {
    let (controls, own): (Vec<_>, Vec<_>) =
        facts.seen().iter().copied().partition(|o| o.subject.is_control());
    let (theirs, ours) = (addresses(&controls), addresses(&own));
    let shared: BTreeSet<IpAddr> = ours.intersection(&theirs).copied().collect();
    let greets = |e: &Endpoint<'_>| e.greeting().is_some_and(|g| g.ok());
    let speaks = facts.endpoints().iter().any(|e| shared.contains(&e.addr) && greets(e));
    // Two names of one host that is down share an address too; a log-in page answers something.
    let answers = facts.endpoints().iter().any(|e| !e.is_silent());
    let down = !answers && !shared.iter().any(|addr| path::is_local(*addr));
    if shared.is_empty() || speaks || down || ours.iter().any(|addr| !shared.contains(addr)) {
        return vec![];
    }
    let at = |o: &&&Observation| {
        o.subject.addr().is_some_and(|addr| shared.contains(&addr))
            || matches!(&o.saw, Data::Lookup(_))
    };
    let shown: Vec<String> = shared.iter().map(IpAddr::to_string).collect();
    let subject = probes::Subject::Host { host: facts.asked().target.name.clone() };
    let m = Match::on(&subject, controls.iter().chain(&own).filter(at).map(|o| o.id));
    let m = m.with("control", facts.control_names());
    vec![m.with("shared", shown.join(", "))]
}

/// The addresses that the DNS has for names.
fn addresses(observations: &[&Observation]) -> HashSet<IpAddr> {
    let lookups = observations.iter().filter_map(|o| match &o.saw {
        Data::Lookup(lookup) => Some(lookup),
        _ => None,
    });
    lookups.flat_map(|lookup| lookup.answer.addresses()).collect()
}
