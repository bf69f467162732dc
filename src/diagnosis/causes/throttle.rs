//! A server that takes some connections and turns away the others.
use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use probes::Subject;

use crate::diagnosis::facts::{Endpoint, Facts};
use crate::diagnosis::greeting::is_dropped;
use crate::diagnosis::listed;
use crate::diagnosis::refusal::refusal;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

/// So many have to be turned away before it is more than one sick port.
const SEVERAL: usize = 2;

pub(super) const THROTTLED: Rule = Rule {
    code: "cause.throttled",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Nobody,
    title: "{$host} takes some connections from here and turns others away (ports {$ports})",
    cause: "Some ports of {$at} greet, others close the connection or ask to come back later, all within the same seconds: the server limits how many connections one address may open, or has put the address from which this was run on a list for a while (fail2ban).",
    remedy: "Wait 10 min and run this again, with one port at a time (--ports 587). If it stays so, ask the provider whether your address is blocked.",
    reference: "RFC 5321 §4.2.1",
    check: |facts| {
        let addrs: BTreeSet<IpAddr> = facts.endpoints().iter().map(|e| e.addr).collect();
        let greeting = facts.endpoints().iter().filter(|e| greets(e));
        let greeting: Greeting<'_> = greeting.map(|e| (e.host, e.port)).collect();
        addrs.into_iter().filter_map(|addr| throttled(facts, addr, &greeting)).collect()
    },
};

/// The ports of hosts that greet on one address at least.
type Greeting<'r> = HashSet<(&'r str, u16)>;

fn throttled(facts: &Facts<'_>, addr: IpAddr, greeting: &Greeting<'_>) -> Option<Match> {
    let all = || facts.endpoints_at(addr);
    let away: Vec<_> = all().filter(|e| is_turned_away(e)).collect();
    let taken = all().filter(|e| greets(e));
    // Closed ports of a proxy behind which nothing stands are closed on every address.
    let said = away.iter().any(|e| refusal(e).is_some());
    let uneven = away.iter().any(|e| greeting.contains(&(e.host, e.port)));
    if away.len() < SEVERAL || taken.count() == 0 || !(said || uneven) {
        return None;
    }
    let ports = listed(away.iter().map(|e| e.port));
    let seen = all().flat_map(|e| &e.seen).map(|o| o.id);
    let m = Match::on(&Subject::Address { addr }, seen).with("ports", ports);
    Some(m.with("host", away.first()?.host).with("at", addr))
}

fn greets(endpoint: &Endpoint<'_>) -> bool {
    endpoint.greeting().is_some_and(|g| g.ok()) && refusal(endpoint).is_none()
}

/// What a limit on connections looks like from outside: a word, or none.
fn is_turned_away(endpoint: &Endpoint<'_>) -> bool {
    is_dropped(endpoint) || refusal(endpoint).is_some_and(|r| r.temporary)
}
