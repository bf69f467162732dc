//! Ports that a provider does not publish.
use super::super::facts::{Endpoint, Facts};
use super::{all_of, names, questions, was_tried, words};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::knowledge::providers::{Place, Security, of_host};
use crate::language;

pub(super) const OTHER_PORT: Rule = Rule {
    code: "provider.other-port",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Port {$port} of {$host} with {$security} is not what {$provider} publishes, and it does not work",
    cause: "The table of providers that comes with this program has {$published}.",
    remedy: "Set programs to {$published}.",
    reference: "RFC 8314 §3",
    check: |facts| {
        let wanted = facts.host_endpoints().filter(|e| facts.is_wanted(e));
        let failed = wanted.filter(|e| was_tried(e) && !e.is_secured());
        failed.filter_map(|e| unpublished(facts, e)).collect()
    },
};

/// An endpoint whose port, or way into TLS, is not among what is published of its host; unless the
/// user has given another address than the DNS.
fn unpublished(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Match> {
    let mut providers = of_host(endpoint.host);
    providers.retain(|p| p.is_verified());
    let protocol = endpoint.service.row().protocol;
    let places = providers.iter().flat_map(|p| p.places(protocol));
    let mut here: Vec<&Place> = places.filter(|p| p.host == endpoint.host).collect();
    if here.is_empty() || here.iter().any(|p| p.is_like(endpoint.port, endpoint.service)) {
        return None;
    }
    here.dedup();
    let published = Arg::Series(Joint::List, here.into_iter().map(words).collect());
    let implicit = endpoint.service.implicit_tls();
    let security = if implicit { Security::Implicit } else { Security::Starttls };
    let asked = questions(facts);
    if asked.is_empty() {
        return None;
    }
    let ids = asked.into_iter().chain(all_of(facts, [endpoint]));
    let m = Match::on(endpoint.subject, ids).with("provider", names(&providers));
    let m = m.with("security", language::security(security));
    Some(m.with("published", published))
}
