//! What is known of whoever serves the name: by tables, not by this run.
//!
//! Some of it names the cause of what failed: the wrong name, the wrong port. The rest stands
//! beside what was seen, explains nothing, and is explained by nothing.
mod accounts;
mod login;
mod place;
mod purpose;
mod spelling;

use probes::{FailureKind, Observation, Protocol, Subject};

use super::facts::{Asked, Endpoint, Facts, Traced, kind};
use super::path;
use crate::finding::{Arg, Joint, Rule};
use crate::knowledge::providers::{Place, Provider, Recognised, Security, recognise};
use crate::language;

pub use spelling::meant;

/// What names a cause, and so explains what is said of the same evidence without knowing it.
pub(super) const CAUSES: &[Rule] = &[
    spelling::MISSPELT,
    spelling::OF_ANOTHER,
    purpose::WEB_MAIL,
    purpose::EXCHANGER,
    place::OTHER_PORT,
];

/// What stands beside.
pub(super) const ASIDES: &[Rule] = &[
    spelling::RESEMBLES,
    purpose::EXCHANGER_ONLY,
    accounts::OF_HOST,
    accounts::OF_DOMAIN,
    accounts::GATEWAY,
    accounts::OTHER_ACCOUNTS,
    login::CLOSED,
    login::TOKENS_ONLY,
    login::APP_PASSWORD,
    login::APP_PASSWORD_PERHAPS,
    login::MAIL_PASSWORD,
    login::AUTHORIZATION_CODE,
    login::KEY,
    login::SWITCHED_ON_BY_USER,
    login::SWITCHED_ON_BY_ADMIN,
    login::PAID,
    login::WHOLE_ADDRESS,
    login::LOCAL_PART,
    login::ISSUED_NAME,
];

/// Whether a rule names a cause.
pub(super) fn is_cause(code: &str) -> bool {
    CAUSES.iter().any(|rule| rule.code == code)
}

/// Whether a rule says why a certificate is another's.
pub(super) fn is_of_certificates(code: &str) -> bool {
    code == spelling::OF_ANOTHER.code
}

/// Whether a rule says something beside what was seen.
pub(super) fn is_aside(code: &str) -> bool {
    ASIDES.iter().any(|rule| rule.code == code)
}

/// Who serves what was asked for, as far as the tables know.
pub fn recognised(facts: &Facts<'_>) -> Option<Recognised> {
    let listed = facts.exchangers();
    // A name that leads into the own network there belongs to whoever runs that.
    if facts.host_endpoints().any(|e| path::is_local(e.addr)) {
        return None;
    }
    recognise(&facts.asked().target.name, listed.into_iter().map(|(_, host)| host))
}

/// The names of some providers: "Yahoo Mail; AOL Mail".
pub fn names(providers: &[&'static Provider]) -> String {
    let names: Vec<&str> = providers.iter().map(|p| p.name.as_str()).collect();
    names.join("; ")
}

/// "smtp.example.com:465 (SSL/TLS)".
fn words(place: &Place) -> Arg {
    let security = language::security(place.security);
    language::PUBLISHED_PLACE.of([
        ("host", Arg::from(&place.host)),
        ("port", place.port.into()),
        ("security", security.into()),
    ])
}

/// The places that a provider would rather have used, one for each protocol.
fn first_places(providers: &[&'static Provider]) -> Vec<&'static Place> {
    let mut found = Vec::new();
    for provider in providers {
        for protocol in [Protocol::Smtp, Protocol::Imap, Protocol::Pop3] {
            let safe = |p: &&Place| p.security != Security::Plain;
            let place = provider.places(protocol).iter().find(safe);
            found.extend(place.filter(|place| !found.contains(place)));
        }
    }
    found
}

/// The same in words.
fn hosts(providers: &[&'static Provider]) -> Arg {
    Arg::Series(Joint::List, first_places(providers).into_iter().map(words).collect())
}

/// What the name that was asked for is looked at as.
fn subject(facts: &Facts<'_>) -> Subject {
    let name = facts.asked().target.name.clone();
    match facts.mx() {
        Some(_) => Subject::Domain { domain: name },
        None => Subject::Host { host: name },
    }
}

/// The questions about the name that was asked for.
fn questions(facts: &Facts<'_>) -> Vec<u32> {
    let name = &facts.asked().target.name;
    let about = |(o, _): &Asked<'_>| {
        let own = matches!(o.subject, Subject::Domain { .. } | Subject::Host { .. });
        own && o.subject.name() == Some(name)
    };
    facts.forward().filter(about).map(|(o, _)| o.id).collect()
}

/// The endpoints of the host that a program could use, all but 25.
fn for_programs<'f, 'r>(facts: &'f Facts<'r>) -> impl Iterator<Item = &'f Endpoint<'r>> {
    facts.host_endpoints().filter(|e| e.service != probes::Service::Smtp)
}

/// Whether this run could find out how the endpoint is, from here and in its time.
pub(super) fn was_tried(endpoint: &Endpoint<'_>) -> bool {
    const UNTRIED: [FailureKind; 3] =
        [FailureKind::NotPossible, FailureKind::NotPermitted, FailureKind::CutShort];
    let untried = |o: &&Observation| kind(o).is_some_and(|kind| UNTRIED.contains(&kind));
    endpoint.connect().is_some() && !endpoint.seen.iter().any(untried)
}

/// Whether none of these is open, as far as they could be tried, and one at least could.
fn all_shut(endpoints: &[&Endpoint<'_>]) -> bool {
    let tried: Vec<_> = endpoints.iter().filter(|e| was_tried(e)).collect();
    let cut = |e: &&Endpoint<'_>| e.connect_failure() == Some(FailureKind::CutShort);
    !tried.is_empty() && !endpoints.iter().any(|e| e.is_open() || cut(e))
}

/// Everything that was seen at some endpoints and on the way to them.
fn all_of<'f, 'r: 'f>(
    facts: &'f Facts<'r>,
    endpoints: impl IntoIterator<Item = &'f Endpoint<'r>>,
) -> Vec<u32> {
    let mut ids = Vec::new();
    for endpoint in endpoints {
        let again = endpoint.retries.iter().flat_map(|retry| &retry.seen);
        ids.extend(endpoint.seen.iter().chain(again).map(|o| o.id));
        let ways = facts.paths().iter().filter(|p| p.addr == endpoint.addr);
        let fits = |p: &&Traced<'_>| p.port.is_none() || p.is_to(endpoint.port);
        ids.extend(ways.filter(fits).map(|p| p.observation.id));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}
