//! Certificates for other names than the one that was asked for.
use std::collections::BTreeSet;
use std::net::IpAddr;

use probes::{Observation, Protocol, Service, Step, Subject};

use super::certificates::having;
use crate::certificate::{self, Fault, Mismatch};
use crate::diagnosis::facts::{Endpoint, Facts, Outcome};
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language::{self, Text};

pub(super) const WRONG_NAME: Rule = Rule {
    code: "tls.wrong-name",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The certificate of {$host} does not hold that name, it is for: {$names} (port {$port})",
    cause: "Mail programs refuse such a certificate, or ask whether to trust it.{$known} {$why}",
    remedy: "{$do}",
    reference: "RFC 9525 §6, RFC 7817 §3",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::WrongName { names, why } => {
                let reason = language::mismatch(*why).map_or_else(|| "".into(), Arg::from);
                let m = m.with("names", shortened(names)).with("why", reason);
                Some(misnamed(facts, mended(facts, m, *why)))
            }
            _ => None,
        })
    },
};

pub(super) const NAME_ONLY_IN_SUBJECT: Rule = Rule {
    code: "tls.name-only-in-subject",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} names no host where programs look (port {$port})",
    cause: "It has no alternative names, only a subject ({$subject}), {$read}.",
    remedy: "Have it issued anew with {$host} as an alternative name (SAN).",
    reference: "RFC 9525 §2",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::NameOnlyInSubject { subject } => {
                let read = if names_in_subject(subject, m.subject.name()) {
                    language::OLD_WAY
                } else {
                    language::IN_VAIN
                };
                Some(misnamed(facts, m).with("subject", subject).with("read", read))
            }
            _ => None,
        })
    },
};

/// Whether a common name is this host, or a wildcard for it.
fn names_in_subject(subject: &str, host: Option<&str>) -> bool {
    let Some(host) = host else { return false };
    let common = subject.split(", ").filter_map(|part| part.strip_prefix("CN="));
    common.into_iter().any(|name| {
        let below = name.strip_prefix("*.").zip(host.split_once('.'));
        name.eq_ignore_ascii_case(host) || below.is_some_and(|(d, (_, end))| d == end)
    })
}

/// Whoever typed the name may have meant another; in an MX record it is for the provider to mend.
/// No certificate can be expected for an address.
fn misnamed(facts: &Facts<'_>, m: Match) -> Match {
    let m = if m.subject.service() == Some(Service::Smtp) { m.actor(Actor::Provider) } else { m };
    if facts.asked().target.literal().is_some() { m.severity(Severity::Note) } else { m }
}

/// Where the names are written as none may be, nobody can use another of them. Where the server
/// goes by the name that was asked for, that is no slip of whoever asked.
fn mended(facts: &Facts<'_>, m: Match, why: Mismatch) -> Match {
    use Mismatch as W;
    let host = m.subject.name().unwrap_or_default().to_owned();
    let amiss =
        [W::Partial, W::AddressAsHost, W::Inside, W::TooWide, W::Letters, W::Marks, W::Kind];
    let (known, is_own) = known(facts, &m.subject);
    let remedy = match (amiss.contains(&why), is_own) {
        (true, _) => language::ISSUE_ANEW,
        (false, true) => language::ADD_NAME,
        (false, false) => language::USE_ITS_NAMES,
    };
    let of_server = remedy != language::USE_ITS_NAMES;
    let m = m.with("known", known).with("do", remedy.of([("name", host.into())]));
    if of_server { m.actor(Actor::Provider) } else { m }
}

/// By which name the server goes, as far as was seen, and whether it is the one that was asked for:
/// what it says when it greets (RFC 5321 §4.2), or what the DNS calls its address.
fn known(facts: &Facts<'_>, subject: &Subject) -> (Arg, bool) {
    let (Some(host), Some(addr)) = (subject.name(), subject.addr()) else {
        return ("".into(), false);
    };
    let greeted: BTreeSet<&str> = facts.endpoints_at(addr).filter_map(greeted).collect();
    let is_it = |name: &str| name.trim_end_matches('.').eq_ignore_ascii_case(host);
    let named = |text: Text, name: &str| text.of([("name", name.into())]);
    if host.parse::<IpAddr>().is_ok() {
        return ("".into(), false);
    }
    if greeted.iter().copied().any(is_it) {
        return (named(language::GREETS_AS_ASKED, host), true);
    }
    let about = |o: &Observation| o.subject.addr() == Some(addr);
    let names = facts.lookups(Step::Ptr).filter(|(o, _)| about(o));
    if names.flat_map(|(_, l)| l.answer.pointers()).any(is_it) {
        return (named(language::CALLED_AS_ASKED, host), true);
    }
    let other = greeted.first().map(|name| named(language::GREETS_AS_ANOTHER, name));
    (other.unwrap_or_else(|| "".into()), false)
}

/// The name by which a mail server greets.
fn greeted<'r>(endpoint: &Endpoint<'r>) -> Option<&'r str> {
    let greeting = endpoint.greeting().filter(Outcome::ok)?;
    let is_smtp = endpoint.service.row().protocol == Protocol::Smtp;
    let words = greeting.saw.first()?.get(4..)?;
    words.split_ascii_whitespace().next().filter(|name| is_smtp && name.contains('.'))
}

/// A few of the names, and how many more there are.
fn shortened(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<String> = names.iter().take(SHOWN).map(|n| certificate::shown(n)).collect();
    let shown = shown.join(", ");
    if more > 0 { format!("{shown}, … (+{more})") } else { shown }
}
