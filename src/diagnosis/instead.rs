//! What to use in the place of what failed.
use std::cmp::Reverse;
use std::collections::HashSet;

use probes::{Protocol, Service};
use schemars::JsonSchema;
use serde::Serialize;

use super::facts::{Endpoint, Facts};
use super::provider::{meant, recognised, was_tried};
use crate::finding::{Finding, Severity};
use crate::knowledge::providers::{Place, Provider, Security, Sign};
use crate::target::From;

/// A place that a program could be set to.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Choice {
    /// What it is for.
    pub protocol: Protocol,
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How it is encrypted.
    pub security: Security,
    /// Why it is worth trying.
    pub basis: Basis,
}

/// Why a place is worth trying; the best reason first.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// It answered in this run, with TLS and a certificate without fault.
    Good,
    /// The provider of this name publishes it; in this run it was not tried.
    Published(&'static str),
}

/// Per purpose for which something failed that somebody wants: what else there is, the best first.
/// What has a faulty certificate, is not encrypted, or failed in any other way, is never among it.
pub fn choices(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Choice> {
    let wrong = wrong(findings, |_| true);
    let counted = self::wrong(findings, |f| f.waived.is_none());
    let providers = providers(facts, findings);
    let mut found = Vec::new();
    for protocol in [Protocol::Smtp, Protocol::Imap, Protocol::Pop3] {
        let endpoints = facts.host_endpoints();
        let own: Vec<_> = endpoints.filter(|e| e.service.row().protocol == protocol).collect();
        let good = of_run(facts, protocol, &own, &wrong);
        let failed = own.iter().any(|e| is_missed(facts, e, &counted) && !is_among(e, &good));
        let nowhere = own.is_empty() && !meant(findings).is_empty();
        if failed || nowhere {
            let published = published(protocol, &providers, &own, &good);
            found.extend(good.into_iter().chain(published));
        }
    }
    found
}

/// Whether somebody wants the endpoint and it does not serve. Nobody but servers uses 25, unless
/// somebody says so.
fn is_missed(facts: &Facts<'_>, endpoint: &Endpoint<'_>, wrong: &HashSet<u32>) -> bool {
    if facts.must_be_closed(endpoint) {
        return false;
    }
    let asked = facts.asked();
    let named = asked.ports_from == From::User || asked.must_be_open(endpoint.port);
    let wanted = named || endpoint.service != Service::Smtp;
    let fails = named && was_tried(endpoint) && !endpoint.is_secured();
    wanted && (fails || rests_on(endpoint, wrong))
}

/// Whether another address serves on the same port.
fn is_among(endpoint: &Endpoint<'_>, good: &[Choice]) -> bool {
    let implicit = endpoint.service.implicit_tls();
    good.iter().any(|c| c.port == endpoint.port && (c.security == Security::Implicit) == implicit)
}

/// What such errors rest on.
fn wrong(findings: &[Finding], which: impl Fn(&Finding) -> bool) -> HashSet<u32> {
    let errors = findings.iter().filter(|f| f.severity == Severity::Error && which(f));
    errors.flat_map(|f| f.evidence.iter().copied()).collect()
}

fn rests_on(endpoint: &Endpoint<'_>, ids: &HashSet<u32>) -> bool {
    endpoint.seen.iter().any(|o| ids.contains(&o.id))
}

/// Whose places may be named: those of a name that is recognised, or that was meant.
fn providers(facts: &Facts<'_>, findings: &[Finding]) -> Vec<&'static Provider> {
    let found = recognised(facts).filter(|found| found.sign != Sign::Below);
    found.map_or_else(|| meant(findings), |found| found.providers)
}

/// Ports that answered well on every address that could be tried; 25 is for servers.
fn of_run(
    facts: &Facts<'_>,
    protocol: Protocol,
    own: &[&Endpoint<'_>],
    wrong: &HashSet<u32>,
) -> Vec<Choice> {
    let good = |e: &Endpoint<'_>| {
        let proven = facts.verdict_on(e).is_some_and(|v| v.told.leads_to_root());
        e.is_secured() && proven && !rests_on(e, wrong)
    };
    let bad = |e: &Endpoint<'_>| e.is_open() && !good(e);
    let alike = |a: &Endpoint<'_>, b: &Endpoint<'_>| (a.port, a.service) == (b.port, b.service);
    let mut ports: Vec<&Endpoint<'_>> = Vec::new();
    for endpoint in own.iter().filter(|e| e.service != Service::Smtp && good(e)) {
        let known = ports.iter().any(|e| alike(e, endpoint));
        if !known && !own.iter().any(|e| alike(e, endpoint) && bad(e)) {
            ports.push(endpoint);
        }
    }
    ports.sort_by_key(|e| (Reverse(e.service.implicit_tls()), e.port));
    ports.into_iter().map(|e| seen(protocol, e)).collect()
}

fn seen(protocol: Protocol, at: &Endpoint<'_>) -> Choice {
    let implicit = at.service.implicit_tls();
    Choice {
        protocol,
        host: at.host.to_owned(),
        port: at.port,
        security: if implicit { Security::Implicit } else { Security::Starttls },
        basis: Basis::Good,
    }
}

/// What providers publish and this run did not try.
fn published(
    protocol: Protocol,
    providers: &[&'static Provider],
    own: &[&Endpoint<'_>],
    found: &[Choice],
) -> Vec<Choice> {
    let tried = |place: &Place| {
        own.iter().any(|e| e.host == place.host && place.is_like(e.port, e.service))
    };
    let mut places: Vec<(&'static Provider, &'static Place)> = Vec::new();
    for provider in providers.iter().filter(|p| p.is_verified()) {
        let usable = |p: &&Place| p.is_public() && p.security != Security::Plain && !tried(p);
        for place in provider.places(protocol).iter().filter(usable) {
            let known = |c: &Choice| (&c.host, c.port) == (&place.host, place.port);
            if !found.iter().any(known) && !places.iter().any(|(_, p)| *p == place) {
                places.push((provider, place));
            }
        }
    }
    places.sort_by_key(|(_, place)| place.security);
    let choice = |(provider, place): (&'static Provider, &Place)| Choice {
        protocol,
        host: place.host.clone(),
        port: place.port,
        security: place.security,
        basis: Basis::Published(&provider.name),
    };
    places.into_iter().take(MOST).map(choice).collect()
}

/// Published places that are named for one purpose.
const MOST: usize = 3;
