//! What several certificates tell together that none tells alone.
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use probes::{Data, Subject};

use super::certificates::severity;
use crate::certificate::{self, Fault, Interceptor, interceptor};
use crate::diagnosis::facts::{Endpoint, Facts, Verdict};
use crate::diagnosis::path;
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::knowledge::typo::registrable;
use crate::language;

pub(super) const INTERCEPTED: Rule = Rule {
    code: "tls.intercepted",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "{$opener} seems to decrypt the connections to {$host}: {$who}",
    cause: "{$blame} The certificates that arrive here come from \"{$issuer}\": {$grounds}.",
    remedy: "{$do}",
    reference: "RFC 8446 Appendix E",
    check: |facts| by_name(facts).into_iter().chain(by_sameness(facts)).collect(),
};

/// Certificates of software that is known for it. A server's own that has such an issuer, as
/// appliances come with, is seldom made for the name that was asked for. Who opens connections opens
/// those to others too: a certificate from elsewhere tells whether it is so.
fn by_name(facts: &Facts<'_>) -> Vec<Match> {
    let mut hits: BTreeMap<(&str, &str), (Interceptor, Vec<Shown<'_, '_>>)> = BTreeMap::new();
    let all = shown(facts);
    let strangers = strangers(facts, &all);
    let own = all.into_iter().filter(|s| s.is_for_name() && !s.is_public());
    for shown in own {
        if let Some(known) = interceptor(shown.leaf) {
            let hit = hits.entry((known.name, shown.endpoint.host));
            hit.or_insert_with(|| (known, vec![])).1.push(shown);
        }
    }
    let told = hits.into_values().filter_map(|(known, shown)| {
        let by_same = |v: &&&Verdict<'_>| leaf(v).and_then(interceptor) == Some(known);
        let same: Vec<u32> = strangers.iter().filter(by_same).map(|v| v.handshake.id).collect();
        let (actor, remedy) = match known.is_local {
            true => (Actor::You, language::SWITCH_OFF_SCANNING),
            false => (Actor::Network, language::LEAVE_OUT_MAIL),
        };
        let mut m = intercepted(facts, &shown, known.name.into()).actor(actor).with("do", remedy);
        m = m.with("grounds", language::BY_NAME);
        if known.is_local {
            m = m.with("opener", language::PROGRAM_HERE);
        }
        match (strangers.is_empty(), same.is_empty()) {
            (true, _) => Some(m),
            (false, true) => None,
            (false, false) => {
                m.evidence.extend(same);
                Some(m.confidence(Confidence::High))
            }
        }
    });
    told.collect()
}

/// One and the same unknown authority for hosts that have nothing to do with each other.
fn by_sameness(facts: &Facts<'_>) -> Vec<Match> {
    let shown = shown(facts);
    if shown.iter().any(|s| interceptor(s.leaf).is_some()) {
        return vec![];
    }
    let mut by_issuer: BTreeMap<&str, Vec<Shown<'_, '_>>> = BTreeMap::new();
    for one in &shown {
        if let Some(issuer) = one.unknown_issuer() {
            by_issuer.entry(issuer).or_default().push(*one);
        }
    }
    let sure = |(issuer, of_issuer): (&&str, &Vec<_>)| same_as_elsewhere(facts, issuer, of_issuer);
    let sure: Vec<Match> = by_issuer.iter().filter_map(sure).collect();
    let all_of_one = by_issuer.values().next().is_some_and(|one| one.len() == shown.len());
    if sure.is_empty() && all_of_one { guessed(facts, &shown) } else { sure }
}

/// Those of one unknown authority that signs for hosts which are only compared with, too. Who opens
/// TLS may do so on some ports only.
fn same_as_elsewhere(facts: &Facts<'_>, issuer: &str, shown: &[Shown<'_, '_>]) -> Option<Match> {
    let same = same_elsewhere(facts, shown, issuer);
    if same.is_empty() {
        return None;
    }
    let mut m =
        intercepted(facts, shown, language::NOBODY_KNOWS.into()).confidence(Confidence::High);
    m.evidence.extend(same.into_iter().chain(answered_before(facts, shown)));
    let m = m.actor(Actor::Network).with("do", language::LEAVE_OUT_MAIL);
    Some(m.with("grounds", language::BY_SAMENESS))
}

/// A guess weighs no more than a warning.
fn guessed(facts: &Facts<'_>, shown: &[Shown<'_, '_>]) -> Vec<Match> {
    let domains: BTreeSet<&str> = shown.iter().map(|s| domain(s.endpoint.host)).collect();
    if domains.len() < 2 || facts.controls().iter().any(|c| c.handshake.is_some()) {
        return vec![];
    }
    let m = intercepted(facts, shown, language::NOBODY_KNOWS.into()).severity(Severity::Warning);
    vec![
        m.confidence(Confidence::Low)
            .with("blame", language::SERVER_PERHAPS_NOT_AT_FAULT)
            .actor(Actor::Network)
            .with("do", language::LEAVE_OUT_MAIL)
            .with("grounds", language::BY_SAMENESS),
    ]
}

/// The handshakes with hosts of others that show a certificate of the same unknown authority.
fn same_elsewhere(facts: &Facts<'_>, shown: &[Shown<'_, '_>], issuer: &str) -> Vec<u32> {
    let same = |f: &Fault| matches!(f, Fault::UnknownIssuer { issuer: other } if other == issuer);
    let strangers = strangers(facts, shown).into_iter();
    strangers.filter(|v| v.told.faults.iter().any(same)).map(|v| v.handshake.id).collect()
}

/// What shows that somebody takes connections in place of those hosts: who opens TLS has to.
fn answered_before(facts: &Facts<'_>, shown: &[Shown<'_, '_>]) -> Vec<u32> {
    let addrs: BTreeSet<IpAddr> = shown.iter().map(|s| s.endpoint.addr).collect();
    let taken = path::answered_on_the_way(facts).into_iter();
    let taken = taken.filter(|m| m.subject.addr().is_some_and(|addr| addrs.contains(&addr)));
    taken.flat_map(|m| m.evidence).collect()
}

fn intercepted(facts: &Facts<'_>, shown: &[Shown<'_, '_>], who: Arg) -> Match {
    let refused = shown.iter().filter(|s| !s.verdict.told.is_accepted());
    let worst = refused.map(|s| severity(facts, s.endpoint)).max().unwrap_or(Severity::Note);
    let leaf = shown.first().and_then(|s| certificate::describe(s.leaf));
    let issuer = leaf.map(|leaf| leaf.issuer).unwrap_or_default();
    let m = about(facts, shown).severity(worst).with("who", who).with("issuer", issuer);
    m.with("opener", language::SOMETHING_BETWEEN).with("blame", language::SERVER_NOT_AT_FAULT)
}

pub(super) const DIFFERS_BETWEEN_PORTS: Rule = Rule {
    code: "tls.differs-between-ports",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} shows different certificates on its ports: {$groups}",
    cause: "Each service has a certificate of its own, or not all were given the new one when it was renewed. {$remark}",
    remedy: "After each renewal, give the certificate to all services and reload them.",
    reference: "",
    check: differs_between_ports,
};

fn differs_between_ports(facts: &Facts<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for own in by_host(facts) {
        let mut groups: BTreeMap<&[u8], (BTreeSet<u16>, bool)> = BTreeMap::new();
        for shown in own.iter().filter(|s| is_same_on_all_addresses(s, &own)) {
            let group = groups.entry(shown.leaf).or_insert((BTreeSet::new(), false));
            group.0.insert(shown.endpoint.port);
            group.1 |= shown.is_troubled();
        }
        if groups.len() < 2 {
            continue;
        }
        let (troubled, well): (Vec<_>, Vec<_>) = groups.values().partition(|(_, bad)| *bad);
        let mut told: Vec<Arg> = groups.values().map(|(ports, _)| listed(ports)).collect();
        told.sort();
        let m = about(facts, &own).with("groups", Arg::Series(Joint::Groups, told));
        found.push(if troubled.is_empty() || well.is_empty() {
            m.with("remark", "")
        } else {
            let old: BTreeSet<u16> =
                troubled.iter().flat_map(|(ports, _)| ports).copied().collect();
            let remark = language::PERHAPS_OLD.of([("ports", listed(&old))]);
            m.severity(Severity::Warning).with("remark", remark)
        });
    }
    found
}

/// That addresses differ is told by itself.
fn is_same_on_all_addresses(one: &Shown<'_, '_>, own: &[Shown<'_, '_>]) -> bool {
    own.iter().filter(|s| s.endpoint.port == one.endpoint.port).all(|s| s.leaf == one.leaf)
}

fn listed(ports: &BTreeSet<u16>) -> Arg {
    let text = if ports.len() > 1 { language::OF_PORTS } else { language::OF_PORT };
    text.of([("ports", crate::diagnosis::listed(ports.iter().copied()).into())])
}

pub(super) const DIFFERS_BETWEEN_ADDRESSES: Rule = Rule {
    code: "tls.differs-between-addresses",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "One of the addresses of {$host} shows another certificate, with which something is wrong: {$bad}",
    cause: "On the same ports the certificate of {$good} is in order. So it works or fails depending on which address a program happens to take.",
    remedy: "Install on {$bad} what the others have, and reload its services.",
    reference: "",
    check: differs_between_addresses,
};

fn differs_between_addresses(facts: &Facts<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for own in by_host(facts) {
        let mut pairs: BTreeMap<IpAddr, (BTreeSet<IpAddr>, Vec<Shown<'_, '_>>)> = BTreeMap::new();
        for bad in own.iter().filter(|s| s.is_troubled()) {
            let better = own.iter().filter(|s| is_better(s, bad)).map(|s| s.endpoint.addr);
            let better: BTreeSet<IpAddr> = better.collect();
            if !better.is_empty() {
                let pair = pairs.entry(bad.endpoint.addr).or_default();
                pair.0.extend(better);
                pair.1.push(*bad);
            }
        }
        found.extend(pairs.into_iter().map(|(addr, (better, bad))| {
            let better: Vec<String> = better.iter().map(IpAddr::to_string).collect();
            about(facts, &bad).with("bad", addr).with("good", better.join(", "))
        }));
    }
    found
}

/// Whether another address shows a better certificate on the same port.
fn is_better(one: &Shown<'_, '_>, bad: &Shown<'_, '_>) -> bool {
    let (a, b) = (one.endpoint, bad.endpoint);
    a.port == b.port && a.addr != b.addr && one.leaf != bad.leaf && !one.is_troubled()
}

/// The hosts that are only compared with, as far as they show certificates.
pub(super) fn controls<'f, 'r>(
    facts: &'f Facts<'r>,
) -> impl Iterator<Item = (&'r str, &'f Verdict<'r>)> {
    facts.controls().iter().filter_map(|c| Some((c.host, facts.verdict(c.handshake?)?)))
}

/// What those of them show that have nothing to do with the target: of another domain, and with
/// another certificate.
pub(super) fn strangers<'f, 'r>(
    facts: &'f Facts<'r>,
    shown: &[Shown<'f, 'r>],
) -> Vec<&'f Verdict<'r>> {
    let apart = |host: &str, verdict: &Verdict<'_>| {
        shown
            .iter()
            .all(|s| domain(s.endpoint.host) != domain(host) && Some(s.leaf) != leaf(verdict))
    };
    controls(facts).filter(|(host, v)| apart(host, v)).map(|(_, v)| v).collect()
}

/// The certificate that was judged, DER.
pub(super) fn leaf<'r>(verdict: &Verdict<'r>) -> Option<&'r [u8]> {
    let Data::Handshake(handshake) = &verdict.handshake.saw else { return None };
    handshake.chain.first().map(|der| &der.0[..])
}

/// A chain, and where it was shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'f, 'r> {
    pub(super) endpoint: &'f Endpoint<'r>,
    pub(super) verdict: &'f Verdict<'r>,
    leaf: &'r [u8],
}

impl Shown<'_, '_> {
    /// Whether something is wrong with it that a renewal would mend.
    fn is_troubled(&self) -> bool {
        let told = &self.verdict.told;
        !told.is_accepted() || told.faults.iter().any(|f| matches!(f, Fault::ExpiresSoon { .. }))
    }

    fn is_for_name(&self) -> bool {
        let misses =
            |f: &Fault| matches!(f, Fault::WrongName { .. } | Fault::NameOnlyInSubject { .. });
        !self.verdict.told.faults.iter().any(misses)
    }

    /// Whether it leads to a root in both stores: an authority for everybody is nobody's own, as
    /// software needs it that opens connections.
    fn is_public(&self) -> bool {
        self.verdict.told.leads_to_root() && self.verdict.elsewhere == Some(true)
    }

    fn unknown_issuer(&self) -> Option<&str> {
        self.verdict.told.faults.iter().find_map(|fault| match fault {
            Fault::UnknownIssuer { issuer } => Some(issuer.as_str()),
            _ => None,
        })
    }
}

pub(super) fn shown<'f, 'r>(facts: &'f Facts<'r>) -> Vec<Shown<'f, 'r>> {
    let one = |endpoint: &'f Endpoint<'r>| {
        let verdict = facts.verdict(endpoint.handshake()?.observation)?;
        Some(Shown { endpoint, verdict, leaf: leaf(verdict)? })
    };
    facts.endpoints().iter().filter_map(one).collect()
}

/// What each host shows. What was made on the way is none of it.
fn by_host<'f, 'r>(facts: &'f Facts<'r>) -> Vec<Vec<Shown<'f, 'r>>> {
    let made = by_name(facts).into_iter().chain(by_sameness(facts));
    let made = made.filter(|m| m.confidence != Some(Confidence::Low));
    let made: BTreeSet<u32> = made.flat_map(|m| m.evidence).collect();
    let mut hosts: BTreeMap<&str, Vec<Shown<'f, 'r>>> = BTreeMap::new();
    for shown in shown(facts).into_iter().filter(|s| !made.contains(&s.verdict.handshake.id)) {
        hosts.entry(shown.endpoint.host).or_default().push(shown);
    }
    hosts.into_values().collect()
}

/// On the host of these; of several an exchanger, of which it weighs more than of a domain's own
/// name, which may serve no mail.
pub(super) fn about(facts: &Facts<'_>, shown: &[Shown<'_, '_>]) -> Match {
    let exchanger = shown.iter().find(|s| facts.is_exchanger(s.endpoint.host));
    let host = exchanger.or(shown.first()).map(|s| s.endpoint.host).unwrap_or_default();
    let host = Subject::Host { host: host.to_owned() };
    Match::on(&host, shown.iter().map(|s| s.verdict.handshake.id))
}

/// What somebody registered, as a rough measure of who has to do with whom.
pub(super) fn domain(host: &str) -> &str {
    registrable(host).filter(|_| host.parse::<IpAddr>().is_err()).unwrap_or(host)
}
