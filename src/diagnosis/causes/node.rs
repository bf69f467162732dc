//! One machine of a group that answers, but not as the others do.
use std::collections::BTreeMap;
use std::net::IpAddr;

use probes::Subject;

use crate::diagnosis::facts::Endpoint;
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
    check: |facts| {
        let mut hosts: BTreeMap<&str, Vec<&Endpoint<'_>>> = BTreeMap::new();
        for endpoint in facts.endpoints().iter().filter(|e| e.is_open()) {
            hosts.entry(endpoint.host).or_default().push(endpoint);
        }
        hosts.values().filter_map(|own| one_bad(own)).collect()
    },
};

/// All that fails after the connection fails at one address, and works on the same ports of others.
fn one_bad(own: &[&Endpoint<'_>]) -> Option<Match> {
    let failing: Vec<_> = own.iter().filter(|e| is_failing(e)).collect();
    let bad = failing.first()?.addr;
    let well = |e: &&Endpoint<'_>| e.addr != bad && !is_failing(e);
    let twin = |port: u16| own.iter().copied().filter(well).find(|e| e.port == port);
    let twins: Option<Vec<_>> = failing.iter().map(|e| twin(e.port)).collect();
    let twins = twins.filter(|_| failing.iter().all(|e| e.addr == bad))?;
    let good: IpAddr = twins.first()?.addr;
    let ports: Vec<_> = failing.iter().map(|e| e.port.to_string()).collect();
    let subject = Subject::Host { host: failing.first()?.host.to_owned() };
    let seen = failing.iter().copied().chain(&twins).flat_map(|e| &e.seen).map(|o| o.id);
    let again = failing.iter().flat_map(|e| &e.retries).flat_map(|r| &r.seen).map(|o| o.id);
    let m = Match::on(&subject, seen.chain(again)).with("bad", bad).with("good", good);
    Some(m.with("ports", ports.join(", ")))
}

/// Whether something went wrong before it was taken leave of.
fn is_failing(endpoint: &Endpoint<'_>) -> bool {
    let farewell = endpoint.farewell().map(|f| f.id());
    endpoint.seen.iter().any(|o| o.failure.is_some() && Some(o.id) != farewell)
}
