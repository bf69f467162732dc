//! One machine of a group that answers, but not as the others do.
use std::collections::BTreeMap;
use std::net::IpAddr;

use probes::{FailureKind, Service, Subject};

use crate::diagnosis::facts::{Endpoint, Facts, kind};
use crate::diagnosis::listed;
use crate::diagnosis::refusal::refusal;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const BAD_NODE: Rule = Rule {
    code: "cause.one-bad-node",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "One machine behind {$host} is faulty: {$bad}, on port {$ports}",
    cause: "{$good} serves the same ports without a fault, so the name, the way and the settings are right; programs fail only when they happen to take {$bad}.",
    remedy: "Mend {$bad}, or take its address out of the DNS until it is mended.",
    reference: "",
    check: |facts| faulty(facts, false),
};

/// Hosts of which one address fails where another serves; `stalls` says that they are of different
/// families and the one is silent, which may be the way's fault as well.
pub(super) fn faulty(facts: &Facts<'_>, stalls: bool) -> Vec<Match> {
    let mut hosts: BTreeMap<&str, Vec<&Endpoint<'_>>> = BTreeMap::new();
    for endpoint in facts.endpoints().iter().filter(|e| e.is_open()) {
        hosts.entry(endpoint.host).or_default().push(endpoint);
    }
    hosts.values().filter_map(|own| one_bad(own, stalls)).collect()
}

/// All that fails after the connection fails at one address, and works on the same ports of others.
fn one_bad(own: &[&Endpoint<'_>], stalls: bool) -> Option<Match> {
    let failing: Vec<_> = own.iter().filter(|e| is_failing(e)).collect();
    let bad = failing.first()?.addr;
    let well = |e: &&Endpoint<'_>| e.addr != bad && !is_failing(e);
    let kin = |e: &&Endpoint<'_>| e.addr.is_ipv4() == bad.is_ipv4();
    let twins = |port: u16| own.iter().copied().filter(well).filter(move |e| e.port == port);
    let twin = |port: u16| twins(port).find(kin).or_else(|| twins(port).next());
    let twins: Option<Vec<_>> = failing.iter().map(|e| twin(e.port)).collect();
    let twins = twins.filter(|_| failing.iter().all(|e| e.addr == bad))?;
    let good: IpAddr = twins.first()?.addr;
    let silent = failing.iter().all(|e| is_stalled(e)) && !twins.iter().any(kin);
    if silent != stalls || failing.iter().any(|e| is_about_client(e)) {
        return None;
    }
    let subject = Subject::Host { host: failing.first()?.host.to_owned() };
    let seen = failing.iter().copied().chain(&twins).flat_map(|e| &e.seen).map(|o| o.id);
    let again = failing.iter().flat_map(|e| &e.retries).flat_map(|r| &r.seen).map(|o| o.id);
    let m = Match::on(&subject, seen.chain(again)).with("bad", bad).with("good", good);
    Some(m.with("ports", listed(failing.iter().map(|e| e.port))))
}

/// Whether it turns away this client, or all for a while: no fault of the machine.
fn is_about_client(endpoint: &Endpoint<'_>) -> bool {
    let on_25 = endpoint.service == Service::Smtp;
    refusal(endpoint).is_some_and(|r| r.temporary || on_25 || r.names_list())
}

/// Whether the other side, or the way, fell silent.
fn is_stalled(endpoint: &Endpoint<'_>) -> bool {
    let mut failed = endpoint.seen.iter().filter_map(|o| kind(o));
    failed.next() == Some(FailureKind::TimedOut)
}

/// Whether something went wrong before it was taken leave of.
fn is_failing(endpoint: &Endpoint<'_>) -> bool {
    let farewell = endpoint.farewell().map(|f| f.id());
    endpoint.seen.iter().any(|o| o.failure.is_some() && Some(o.id) != farewell)
}
