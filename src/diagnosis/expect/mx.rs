//! The exchangers that a domain must have.
use probes::{FailureKind, Subject};

use super::demands;
use crate::diagnosis::facts::{Asked, Facts, kind};
use crate::expect::Exchanger;
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const DIFFERS: Rule = Rule {
    code: "expect.mx-differs",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The mail exchangers of {$host} are not those that must be ({$differences})",
    cause: "By what was given with --expect the domain has these exchangers and no others: {$wanted}",
    remedy: "Put the MX records right. If they were changed on purpose, change what must hold.",
    reference: "RFC 5321 §5.1",
    check: |facts| differs(facts).into_iter().collect(),
};

/// The answer of the DNS, if it is one: a name that does not exist has no exchangers either.
pub(super) fn answered<'r>(facts: &Facts<'r>) -> Option<Asked<'r>> {
    let known = |o| matches!(kind(o), None | Some(FailureKind::NoSuchName));
    facts.mx().filter(|(o, _)| known(o))
}

fn differs(facts: &Facts<'_>) -> Option<Match> {
    let wanted = demands(facts)?.mx.as_ref()?;
    let (seen, lookup) = answered(facts)?;
    // A null MX (RFC 7505) says that there is none.
    let listed = lookup.answer.exchangers().into_iter().map(|(p, host)| (p, name(host)));
    let listed: Vec<(u16, String)> = listed.filter(|(_, host)| !host.is_empty()).collect();
    let differences = differences(wanted, &listed);
    let subject = Subject::Domain { domain: facts.asked().target.name.clone() };
    let words: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    let words = if words.is_empty() { "-".to_owned() } else { words.join(", ") };
    (!differences.is_empty()).then(|| {
        let told = Arg::Series(Joint::Groups, differences);
        Match::on(&subject, [seen.id]).with("differences", told).with("wanted", words)
    })
}

fn name(host: &str) -> String {
    host.trim_end_matches('.').to_lowercase()
}

fn differences(wanted: &[Exchanger], listed: &[(u16, String)]) -> Vec<Arg> {
    let is = |host: &str| listed.iter().any(|(_, other)| other == host);
    let must = |host: &str| wanted.iter().any(|other| other.host == host);
    let missing = wanted.iter().map(|e| &e.host[..]).filter(|host| !is(host));
    let further = listed.iter().map(|(_, host)| &host[..]).filter(|host| !must(host));
    let [missing, further] = [missing.collect::<Vec<_>>(), further.collect()];
    let named = [(language::MX_MISSING, missing), (language::MX_FURTHER, further)];
    let named = named.into_iter().filter(|(_, hosts)| !hosts.is_empty());
    let named = named.map(|(text, hosts)| text.of([("hosts", hosts.join(", ").into())]));
    named.chain(preferences(wanted, listed)).collect()
}

fn preferences(wanted: &[Exchanger], listed: &[(u16, String)]) -> Vec<Arg> {
    let other = |e: &Exchanger| {
        let must = e.preference?;
        let of_host = || listed.iter().filter(|(_, host)| *host == e.host);
        let (is, host) = of_host().next()?;
        let args = [("host", host.into()), ("is", is.into()), ("must", must.into())];
        (!of_host().any(|(p, _)| *p == must)).then(|| language::MX_PREFERENCE.of(args))
    };
    wanted.iter().filter_map(other).collect()
}
