//! Names that exist for something else than programs.
use probes::Subject;

use super::super::facts::{Endpoint, Facts};
use super::{all_of, all_shut, for_programs, hosts, names, questions};
use crate::diagnosis::listed;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::knowledge::providers::{of_domain, of_host, of_mx, of_webmail};

pub(super) const WEB_MAIL: Rule = Rule {
    code: "provider.web-mail",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "No mail port of {$host} is open: the address is known for reading mail of {$provider} with a browser",
    cause: "That is known from the table of providers that comes with this program, made from what providers publish; this run opened no web page. Mail programs need the provider's mail hosts.",
    remedy: "Set programs to {$hosts}.",
    reference: "",
    check: |facts| {
        let name = &facts.asked().target.name;
        let providers = of_webmail(name);
        let endpoints: Vec<_> = facts.host_endpoints().collect();
        if providers.is_empty() || !all_shut(&endpoints) {
            return vec![];
        }
        let ids = questions(facts).into_iter().chain(all_of(facts, endpoints));
        let m = Match::on(&Subject::Host { host: name.clone() }, ids);
        vec![m.with("provider", names(providers)).with("hosts", hosts(providers))]
    },
};

pub(super) const EXCHANGER: Rule = Rule {
    code: "provider.exchanger-asked",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$host} is where {$provider} takes mail from other servers; it is closed to programs ({$ports})",
    cause: "It is a mail exchanger: port 25 answers, those for programs don't. Programs need other hosts of the provider.",
    remedy: "Set programs to {$hosts}.",
    reference: "RFC 6409 §3.1, RFC 5321 §5.1",
    check: |facts| exchanger(facts, |closed| closed.iter().any(|e| facts.is_wanted(e))),
};

pub(super) const EXCHANGER_ONLY: Rule = Rule {
    code: "provider.exchanger-only",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::Nobody,
    title: "{$host} is where {$provider} takes mail from other servers; programs need other hosts",
    cause: "It is a mail exchanger: port 25 answers, those for programs ({$ports}) don't, as is usual.",
    remedy: "Set programs to {$hosts}.",
    reference: "RFC 6409 §3.1, RFC 5321 §5.1",
    check: |facts| exchanger(facts, |closed| !closed.iter().any(|e| facts.is_wanted(e))),
};

/// A host that is called like a provider's exchanger and serves as one only.
fn exchanger(facts: &Facts<'_>, fits: impl Fn(&[&Endpoint<'_>]) -> bool) -> Vec<Match> {
    let name = &facts.asked().target.name;
    let providers = of_mx(name);
    let serves = facts.host_endpoints().any(|e| e.port == 25 && e.is_open());
    let closed: Vec<_> = for_programs(facts).collect();
    let other = !of_host(name).is_empty() || !of_domain(name).is_empty();
    let known = !providers.is_empty() && !other;
    if !known || !serves || !all_shut(&closed) || !fits(&closed) {
        return vec![];
    }
    let ports = listed(closed.iter().map(|e| e.port));
    let ids = questions(facts).into_iter().chain(all_of(facts, closed));
    let m = Match::on(&Subject::Host { host: name.clone() }, ids);
    let m = m.with("provider", names(providers)).with("hosts", hosts(providers));
    vec![m.with("ports", ports)]
}
