//! The certificate that a server does not send, and what came of fetching it where that was asked
//! for. What is fetched proves what is missing; it makes no chain any better.
use probes::FailureKind;
use probes::fetch::Fetch;

use super::certificates::having;
use crate::certificate::{self, Fault, Filled, Found};
use crate::diagnosis::facts::{Facts, Outcome, Verdict};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const INCOMPLETE_CHAIN: Rule = Rule {
    code: "tls.incomplete-chain",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} does not send its whole certificate chain (port {$port})",
    cause: "The certificate of \"{$missing}\" is missing between the server's own and a root: {$how}. Programs that happen to know it work; phones and services that fetch mail fail. {$source}{$came}",
    remedy: "Send the whole chain (often the file called fullchain.pem).{$add}{$urls}{$put}",
    reference: "RFC 8446 §4.4.2, RFC 5280 §6",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::IncompleteChain { missing, url, filled } => {
                let m = ["came", "add", "urls", "put"].into_iter().fold(m, |m, a| m.with(a, ""));
                let m = m.with("missing", missing).with("how", NOT_SENT);
                Some(explained(facts, m, url.as_deref(), filled))
            }
            _ => None,
        })
    },
};

const NOT_SENT: &str = "it is not sent";
const NOT_SENT_OR_PRIVATE: &str =
    "it is not sent, or it is a private authority that this machine does not trust";

/// Whether the certificate was seen or fetched, and where it lies.
fn explained(facts: &Facts<'_>, mut m: Match, url: Option<&str>, filled: &Filled) -> Match {
    match filled {
        Filled::Elsewhere => m
            .with("source", "Another service of this host does send it.")
            .confidence(Confidence::High),
        Filled::Fetched { places } => {
            m.evidence.extend(evidence(facts, places));
            let urls = urls(facts, places);
            m.with("source", format!("What is missing was fetched from {urls}"))
                .with("came", "; with that the chain leads to a trusted root.")
                .with("add", " What is missing lies at ")
                .with("urls", urls)
                .with("put", ": put it, as PEM, behind the server's own certificate.")
                .confidence(Confidence::High)
        }
        Filled::InVain { why, places } => {
            m.evidence.extend(evidence(facts, places));
            let urls = urls(facts, places);
            m.with("source", format!("What lies at {urls} was fetched"))
                .with("came", format!(", but even with that no trusted root is reached: {why}."))
        }
        Filled::No | Filled::ByRoot => {
            let m = m.with("how", NOT_SENT_OR_PRIVATE);
            match url {
                Some(url) => named(facts, m, url),
                None => m.with("source", ""),
            }
        }
    }
}

/// Where the certificate should lie, and why that is all that is known.
fn named(facts: &Facts<'_>, m: Match, url: &str) -> Match {
    let source = format!("The certificate says that it is to be had at {url}");
    let came = match facts.files().iter().find(|file| file.saw.url == url) {
        None if facts.asked().fetch_aia => " (not fetched).".to_owned(),
        None => " (not fetched; --fetch-aia does that).".to_owned(),
        Some(file) if file.ok() => ", but what lies there is not it.".to_owned(),
        Some(file) => format!(", from where it could not be fetched: {}.", why(file)),
    };
    m.with("source", source).with("came", came)
}

/// From where certificates came that were fetched, each place once.
fn urls(facts: &Facts<'_>, places: &[usize]) -> String {
    let mut urls: Vec<&str> = Vec::new();
    for file in files(facts, places) {
        if !urls.contains(&file.saw.url.as_str()) {
            urls.push(&file.saw.url);
        }
    }
    urls.join(", ")
}

fn evidence(facts: &Facts<'_>, places: &[usize]) -> Vec<u32> {
    let mut ids: Vec<u32> = files(facts, places).map(|file| file.id()).collect();
    ids.dedup();
    ids
}

fn files<'f, 'r>(
    facts: &'f Facts<'r>,
    places: &'f [usize],
) -> impl Iterator<Item = Outcome<'r, Fetch>> + 'f {
    places.iter().filter_map(|place| facts.fetched().get(*place)).map(|one| one.file)
}

pub(super) const NOT_FETCHED: Rule = Rule {
    code: "tls.issuer-not-fetched",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "What the certificate chain of {$host} lacks was not fetched from {$url}: {$why}",
    cause: "A certificate of {$host} names this place for its issuer. The chain was judged without it.",
    remedy: "Take the certificate from the authority's own pages, or send the chain that came with the server's certificate.",
    reference: "RFC 5280 §4.2.2.1",
    check: not_fetched,
};

fn not_fetched(facts: &Facts<'_>) -> Vec<Match> {
    let failed =
        |file: &Outcome<'_, Fetch>| file.kind().is_some_and(|kind| kind != FailureKind::CutShort);
    let told = facts.files().iter().filter(|file| failed(file)).map(|file| {
        let m = Match::on(&file.observation.subject, [file.id()]);
        m.with("url", &file.saw.url).with("why", why(file))
    });
    told.collect()
}

/// Why a file did not come, in words that fit behind a colon.
fn why(file: &Outcome<'_, Fetch>) -> String {
    use FailureKind as F;
    let (saw, detail) = (file.saw, file.failure().map_or("", |f| f.detail.as_str()));
    let told = saw.status.is_some();
    match (file.kind(), saw.code()) {
        (Some(F::Declined), _) if saw.is_redirect() => {
            let location = saw.location.as_deref().unwrap_or_default();
            format!("it is said to be at {location}, and redirects are not followed")
        }
        (Some(F::Declined), Some(code @ (404 | 410))) => {
            format!("there is nothing (HTTP {code})")
        }
        (Some(F::Declined), _) => format!("the server answers {detail}"),
        (Some(F::TooMuch), _) => "it is far larger than a certificate".to_owned(),
        (Some(F::Unexpected), _) if saw.is_page() => {
            "a web page lies there, and no certificate".to_owned()
        }
        (Some(F::TimedOut), _) if told => {
            format!("it came too slowly ({}\u{a0}B in time)", saw.size)
        }
        (Some(F::TimedOut), _) => "no answer in time".to_owned(),
        (Some(F::Closed | F::Reset), _) if told => {
            format!("it broke off after {}\u{a0}B", saw.size)
        }
        (Some(F::Refused), _) => "nothing listens there".to_owned(),
        (Some(F::NoSuchName), _) => "its host does not exist".to_owned(),
        _ => detail.to_owned(),
    }
}

pub(super) const FETCHED_IN_VAIN: Rule = Rule {
    code: "tls.issuer-fetched-in-vain",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "What lies at {$url} does not complete the certificate chain of {$host}",
    cause: "A certificate of {$host} names this place for its issuer. What lies there was fetched, but {$why}.",
    remedy: "Ask the authority which certificate belongs between the server's own and a trusted root.",
    reference: "RFC 5280 §4.2.2.1",
    check: in_vain,
};

fn in_vain(facts: &Facts<'_>) -> Vec<Match> {
    let came = facts.files().iter().filter(|file| file.ok() && !completes(facts, file));
    let told = came.map(|file| {
        let m = Match::on(&file.observation.subject, [file.id()]);
        m.with("url", &file.saw.url).with("why", why_in_vain(facts, file))
    });
    told.collect()
}

/// Whether a chain is whole with what came in this file.
fn completes(facts: &Facts<'_>, file: &Outcome<'_, Fetch>) -> bool {
    let fills = |fault: &Fault| match fault {
        Fault::IncompleteChain { filled: Filled::Fetched { places }, .. } => {
            files(facts, places).any(|of| of.id() == file.id())
        }
        _ => false,
    };
    facts.verdicts().iter().any(|verdict| verdict.told.faults.iter().any(fills))
}

fn why_in_vain(facts: &Facts<'_>, file: &Outcome<'_, Fetch>) -> String {
    let leads = |v: &&Verdict<'_>| v.told.path.iter().any(|link| is_from(facts, link.found, file));
    let Some(verdict) = facts.verdicts().iter().find(leads) else {
        let first = file.saw.certificates.first().and_then(|der| certificate::describe(&der.0));
        let Some(subject) = first.map(|first| first.subject) else {
            return "it cannot be read as a certificate".to_owned();
        };
        return match lacks(facts, &subject) {
            true => format!("\"{subject}\" there has another key than the issuer"),
            false => format!("it is not the issuer's: it is that of \"{subject}\""),
        };
    };
    let reason = verdict.told.faults.iter().find_map(|fault| match fault {
        Fault::IncompleteChain { filled: Filled::InVain { why, .. }, .. } => Some(why.clone()),
        _ => None,
    });
    let last = || verdict.told.path.last().map_or("?", |link| link.subject.as_str());
    reason.unwrap_or_else(|| format!("the way ends at \"{}\", and at no trusted root", last()))
}

/// Whether it is by this name that a chain lacks a certificate.
fn lacks(facts: &Facts<'_>, subject: &str) -> bool {
    let by_name = |fault: &Fault| match fault {
        Fault::IncompleteChain { missing: name, .. } | Fault::UnknownIssuer { issuer: name } => {
            name == subject
        }
        _ => false,
    };
    facts.verdicts().iter().any(|verdict| verdict.told.faults.iter().any(by_name))
}

fn is_from(facts: &Facts<'_>, found: Found, file: &Outcome<'_, Fetch>) -> bool {
    match found {
        Found::Fetched(place) => files(facts, &[place]).any(|of| of.id() == file.id()),
        _ => false,
    }
}
