//! Whose accounts a name is for.
use probes::Subject;

use super::super::facts::Facts;
use super::{hosts, names, questions, recognised, subject};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::knowledge::gateways::gateway;
use crate::knowledge::providers::{Place, Provider, Sign, all, of_host};
use crate::knowledge::typo::registrable;

pub(super) const OF_HOST: Rule = Rule {
    code: "provider.of-host",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$host} is a mail host of {$provider}",
    cause: "It stands in the table of providers that comes with this program.",
    remedy: "For the other purposes programs use {$hosts}. Support: {$support}.",
    reference: "",
    check: |facts| told(facts, |sign| (*sign == Sign::Host).then(String::new)),
};

pub(super) const OF_DOMAIN: Rule = Rule {
    code: "provider.of-domain",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "Mail programs for {$host} ({$provider}) use {$hosts}",
    cause: "Recognised by {$sign}, which stands in the table of providers that comes with this program.",
    remedy: "Set programs to {$hosts}. Support: {$support}.",
    reference: "",
    check: |facts| {
        let found = told(facts, |sign| match sign {
            Sign::Domain => Some(facts.asked().target.name.clone()),
            Sign::Exchanger(exchanger) => Some(exchanger.clone()),
            _ => None,
        });
        let none = Arg::Series(Joint::List, vec![]);
        found.into_iter().filter(|m| m.args.get("hosts") != Some(&none)).collect()
    },
};

/// Who was recognised, if by such a sign.
fn told(facts: &Facts<'_>, fits: impl Fn(&Sign) -> Option<String>) -> Vec<Match> {
    let Some(found) = recognised(facts) else { return vec![] };
    let Some(sign) = fits(&found.sign) else { return vec![] };
    let m = Match::on(&subject(facts), questions(facts)).with("sign", sign);
    let m = m.with("provider", names(&found.providers)).with("hosts", hosts(&found.providers));
    let m = m.with("support", support(&found.providers));
    let sure = found.providers.len() == 1 && found.providers.iter().all(|p| p.is_verified());
    let m = if sure { m } else { m.confidence(Confidence::Medium) };
    if m.evidence.is_empty() { vec![] } else { vec![m] }
}

pub(super) const GATEWAY: Rule = Rule {
    code: "provider.gateway",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::Nobody,
    title: "The mail of {$host} comes in through {$gateway} ({$exchanger}); programs use other hosts",
    cause: "It filters or forwards mail for others. Where the mailboxes are, the exchangers don't tell.",
    remedy: "In a mail program, use the host names that the provider of the mailboxes publishes.",
    reference: "",
    check: |facts| {
        let listed = facts.exchangers();
        let mut found = listed.iter().filter_map(|(_, host)| Some((gateway(host)?, host)));
        let (Some((name, exchanger)), Some((mx, _))) = (found.next(), facts.mx()) else {
            return vec![];
        };
        let m = Match::on(&mx.subject, [mx.id]).with("gateway", name);
        vec![m.with("exchanger", exchanger)]
    },
};

/// Where customers write to; a dash where the table doesn't know.
fn support(providers: &[&'static Provider]) -> String {
    let known = providers.iter().filter_map(|p| p.support.as_deref());
    let mut known: Vec<&str> = known.collect();
    known.dedup();
    if known.is_empty() { "–".to_owned() } else { known.join(", ") }
}

pub(super) const OTHER_ACCOUNTS: Rule = Rule {
    code: "provider.other-accounts",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$host} is for accounts of one kind: {$provider}",
    cause: "Accounts of other kinds and other regions log in elsewhere: {$others}. A host may answer and yet refuse those whose account lives at another.",
    remedy: "If the right password is refused, look where the account lives: the address of the web log-in tells the region.",
    reference: "",
    check: |facts| {
        let name = facts.asked().target.name.as_str();
        let own = of_host(name);
        let others = elsewhere(name, &own);
        let open = facts.host_endpoints().any(|e| e.is_open());
        let ids = questions(facts);
        if others.is_empty() || !open || ids.is_empty() {
            return vec![];
        }
        let m = Match::on(&Subject::Host { host: name.to_owned() }, ids);
        vec![m.with("provider", names(&own)).with("others", others.join(", "))]
    },
};

/// The hosts of the same brand for other accounts: of the other kind in the same region, and of
/// the same kind in other regions.
fn elsewhere(name: &str, own: &[&'static Provider]) -> Vec<&'static str> {
    let Some(one) = own.first() else { return vec![] };
    let is_other = |p: &&'static Provider| {
        let kin = p.family == one.family && p.is_for_mailboxes() == one.is_for_mailboxes();
        let near = (p.region == one.region) != (p.domains.is_empty() == one.domains.is_empty());
        kin && near && !own.iter().any(|o| o.id == p.id)
    };
    let protocol = [&one.submission, &one.imap, &one.pop3];
    let place = protocol.iter().position(|places| places.iter().any(|p| p.host == name));
    let same = |p: &'static Provider| -> Option<&'static Place> {
        [&p.submission, &p.imap, &p.pop3][place?].first()
    };
    let hosts = all().iter().filter(is_other).filter_map(same).map(|p| p.host.as_str());
    let mut hosts: Vec<&str> = hosts.filter(|host| brand(host) == brand(name)).collect();
    hosts.retain(|host| *host != name);
    hosts.dedup();
    hosts
}

/// `zoho` of `smtp.zoho.com.au`.
fn brand(host: &str) -> Option<&str> {
    registrable(host)?.split('.').next()
}
