//! The domain's mail exchangers.
use std::net::IpAddr;

use probes::dns::is_host_name;
use probes::{FailureKind, Subject};

use super::aliases;
use crate::diagnosis::facts::{Facts, kind};
use crate::diagnosis::path::is_public;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::target::Role;

pub(super) const NULL_MX: Rule = Rule {
    code: "dns.mx-null",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "{$host} says that it receives no mail (null MX)",
    cause: "Its MX record is \".\", the way to say so. Servers return mail for it at once.",
    remedy: "If the domain should receive mail, replace the record by its exchangers; otherwise the address is wrong.",
    reference: "RFC 7505 §3",
    check: null_mx,
};

fn null_mx(facts: &Facts<'_>) -> Vec<Match> {
    let Some((observation, lookup)) = facts.mx() else { return vec![] };
    let listed = lookup.answer.exchangers();
    let null = !listed.is_empty() && listed.iter().all(|(_, host)| host.is_empty());
    // A host that programs use needs no mail of its own.
    let alive = facts.host_endpoints().any(|e| e.is_open());
    let severity = if alive { Severity::Note } else { Severity::Error };
    let m = Match::on(&observation.subject, [observation.id]).severity(severity);
    null.then_some(m).into_iter().collect()
}

pub(super) const NULL_MX_MIXED: Rule = Rule {
    code: "dns.mx-null-mixed",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "{$host} says both that it receives no mail (null MX) and who receives it",
    cause: "A null MX (\".\") must stand alone; beside other exchangers servers may do the one or the other.",
    remedy: "Remove the null MX, or all others.",
    reference: "RFC 7505 §3",
    check: |facts| {
        let Some((observation, _)) = facts.mx() else { return vec![] };
        let mixed = facts.receives_mail() && facts.exchangers().iter().any(|(_, h)| h.is_empty());
        let m = Match::on(&observation.subject, [observation.id]);
        mixed.then_some(m).into_iter().collect()
    },
};

pub(super) const MX_NAME: Rule = Rule {
    code: "dns.mx-bad-name",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "{$host} names an exchanger that can be no host name: {$exchanger}",
    cause: "Host names hold letters, digits and hyphens; servers can't connect to such a name, or not safely.",
    remedy: "Correct the MX record.",
    reference: "RFC 1123 §2.1, RFC 5321 §2.3.5",
    check: |facts| {
        let literal = |host: &str| host.parse::<IpAddr>().is_ok();
        named(facts, |host| !host.is_empty() && !literal(host) && !is_host_name(host))
    },
};

pub(super) const NOT_PUBLIC: Rule = Rule {
    code: "dns.mx-not-public",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The mail exchanger {$host} has an address that only its own network can reach: {$addresses}",
    cause: "Private and loopback addresses lead every server to itself or to its own network. What answered there may be another host than is meant.",
    remedy: "Publish the exchanger's public address, unless this domain is for one network only.",
    reference: "RFC 1918 §3, RFC 6890 §2.2.2",
    check: not_public,
};

/// Loopback reaches nobody at all; private addresses reach those inside.
fn not_public(facts: &Facts<'_>) -> Vec<Match> {
    let exchangers = facts.named_subjects();
    let exchangers = exchangers.into_iter().filter(|s| matches!(s, Subject::Exchanger { .. }));
    exchangers
        .filter_map(|subject| {
            let lookups = facts.addresses_of(subject);
            let all = lookups.iter().flat_map(|(_, l)| l.answer.addresses());
            let local: Vec<IpAddr> = all.filter(|addr| !is_public(*addr)).collect();
            // Another resolver knows an address for everybody: this one serves a network of its own.
            let views = facts.views_of(subject).iter();
            if views.flat_map(|(_, l)| l.answer.addresses()).any(is_public) {
                return None;
            }
            let nowhere = local.iter().any(|a| a.is_loopback() || a.is_unspecified());
            let words: Vec<_> = local.iter().map(ToString::to_string).collect();
            let m = Match::on(subject, lookups.iter().map(|(o, _)| o.id));
            let severity = if nowhere { Severity::Error } else { Severity::Warning };
            (!local.is_empty()).then(|| m.severity(severity).with("addresses", words.join(", ")))
        })
        .collect()
}

pub(super) const MX_MISSING: Rule = Rule {
    code: "dns.mx-missing",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "{$host} has no MX record; mail for it goes to its own address",
    cause: "Without MX, servers deliver to the address of the name itself, which is often the web server.",
    remedy: "Publish an MX record that names the mail server.",
    reference: "RFC 5321 §5.1",
    check: mx_missing,
};

/// Only where a domain was meant: hosts have no MX.
fn mx_missing(facts: &Facts<'_>) -> Vec<Match> {
    let target = &facts.asked().target;
    let meant = facts.asked().role == Role::Domain || target.mailbox.is_some();
    let Some((observation, lookup)) = facts.mx() else { return vec![] };
    let missing = observation.failure.is_none() && lookup.answer.exchangers().is_empty();
    let m = Match::on(&observation.subject, [observation.id]);
    (meant && missing).then_some(m).into_iter().collect()
}

pub(super) const MX_LITERAL: Rule = Rule {
    code: "dns.mx-literal",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "{$host} names an address as its mail exchanger: {$exchanger}",
    cause: "An MX record must name a host. Servers look the address up as a name, and find nothing.",
    remedy: "Give the server a name, and put that into the MX record.",
    reference: "RFC 1035 §3.3.9, RFC 5321 §5.1",
    check: |facts| named(facts, |host| host.parse::<IpAddr>().is_ok()),
};

/// The exchangers of which this holds. One bad exchanger among good ones is a warning.
fn named(facts: &Facts<'_>, bad: impl Fn(&str) -> bool) -> Vec<Match> {
    let Some((observation, lookup)) = facts.mx() else { return vec![] };
    let listed = lookup.answer.exchangers();
    let all = listed.iter().all(|(_, host)| bad(host));
    let severity = if all { Severity::Error } else { Severity::Warning };
    let bad = listed.iter().filter(|(_, host)| bad(host));
    let one = Match::on(&observation.subject, [observation.id]).severity(severity);
    bad.map(|(_, host)| one.clone().with("exchanger", host)).collect()
}

pub(super) const UNRESOLVABLE: Rule = Rule {
    code: "dns.mx-unresolvable",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The mail exchanger {$host} has no address",
    cause: "The MX record names a host that does not exist or has no address record; no server can deliver to it.",
    remedy: "Correct the MX record, or give the host an address.",
    reference: "RFC 5321 §5.1",
    check: unresolvable,
};

fn unresolvable(facts: &Facts<'_>) -> Vec<Match> {
    let exchangers: Vec<&Subject> = facts
        .named_subjects()
        .into_iter()
        .filter(|s| matches!(s, Subject::Exchanger { .. }))
        .collect();
    let dead = |subject: &&&Subject| {
        let lookups = facts.addresses_of(subject);
        lookups.iter().all(|(o, l)| {
            l.answer.addresses().is_empty()
                && matches!(kind(o), None | Some(FailureKind::NoSuchName))
                && !aliases::astray(l)
        })
    };
    let gone: Vec<_> = exchangers.iter().filter(dead).collect();
    let all = gone.len() == exchangers.len();
    let severity = if all { Severity::Error } else { Severity::Warning };
    let ids = |s: &Subject| facts.addresses_of(s).into_iter().map(|(o, _)| o.id);
    gone.into_iter().map(|s| Match::on(s, ids(s)).severity(severity)).collect()
}

pub(super) const MX_ALIAS: Rule = Rule {
    code: "dns.mx-alias",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The mail exchanger {$host} is an alias of {$target}",
    cause: "An MX record must not name an alias (CNAME); some servers refuse to deliver.",
    remedy: "Name {$target} in the MX record.",
    reference: "RFC 2181 §10.3, RFC 5321 §5.1",
    check: mx_alias,
};

fn mx_alias(facts: &Facts<'_>) -> Vec<Match> {
    let exchangers = facts.named_subjects();
    let exchangers = exchangers.into_iter().filter(|s| matches!(s, Subject::Exchanger { .. }));
    exchangers
        .filter_map(|subject| {
            let lookups = facts.addresses_of(subject);
            if lookups.iter().all(|(_, l)| l.answer.addresses().is_empty()) {
                return None;
            }
            let (_, target) =
                lookups.iter().find_map(|(_, l)| l.answer.aliases().last().copied())?;
            let ids = lookups.iter().filter(|(_, l)| !l.answer.aliases().is_empty());
            Some(Match::on(subject, ids.map(|(o, _)| o.id)).with("target", target))
        })
        .collect()
}
