//! The certificate that a server does not send, and what came of fetching it where that was asked
//! for. What is fetched proves what is missing; it makes no chain any better.
use probes::FailureKind;
use probes::fetch::Fetch;

use super::certificates::having;
use crate::certificate::{self, Fault, Filled, Found};
use crate::diagnosis::facts::{Facts, Outcome, Verdict};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const INCOMPLETE_CHAIN: Rule = Rule {
    code: "tls.incomplete-chain",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} does not send its whole certificate chain (port {$port})",
    cause: "The certificate of \"{$missing}\" is missing between the server's own and a root: {$how}. Programs that happen to know it work; phones and services that fetch mail fail. {$source}",
    remedy: "Send the whole chain (often the file called fullchain.pem). {$add}",
    reference: "RFC 8446 §4.4.2, RFC 5280 §6",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::IncompleteChain { missing, url, filled } => {
                let m = m.with("add", "").with("missing", missing);
                let m = m.with("how", language::IS_NOT_SENT);
                Some(explained(facts, m, url.as_deref(), filled))
            }
            _ => None,
        })
    },
};

/// Whether the certificate was seen or fetched, and where it lies.
fn explained(facts: &Facts<'_>, mut m: Match, url: Option<&str>, filled: &Filled) -> Match {
    match filled {
        Filled::Elsewhere => {
            m.with("source", language::OTHER_SERVICE_SENDS).confidence(Confidence::High)
        }
        Filled::Fetched { places } => {
            m.evidence.extend(evidence(facts, places));
            let urls = urls(facts, places);
            m.with("source", language::WAS_FETCHED.of([("urls", urls.clone())]))
                .with("add", language::PUT_IT.of([("urls", urls)]))
                .confidence(Confidence::High)
        }
        Filled::InVain { why, places } => {
            m.evidence.extend(evidence(facts, places));
            let args = [("urls", urls(facts, places)), ("why", why.into())];
            m.with("source", language::FETCHED_NO_ROOT.of(args))
        }
        Filled::No | Filled::ByRoot => {
            let m = m.with("how", language::NOT_SENT_OR_PRIVATE);
            let source = url.map(|url| named(facts, url));
            m.with("source", source.unwrap_or_else(|| "".into()))
        }
    }
}

/// Where the certificate should lie, and why that is all that is known.
fn named(facts: &Facts<'_>, url: &str) -> Arg {
    let at = ("url", Arg::from(url));
    match facts.files().iter().find(|file| file.saw.url == url) {
        None if facts.asked().fetch_aia => language::TO_BE_HAD.of([at]),
        None => language::COULD_BE_FETCHED.of([at]),
        Some(file) if file.ok() => language::ANOTHER_LIES_THERE.of([at]),
        Some(file) => language::COULD_NOT_BE_FETCHED.of([at, ("why", why(file))]),
    }
}

/// From where certificates came that were fetched, each place once.
fn urls(facts: &Facts<'_>, places: &[usize]) -> Arg {
    let mut urls: Vec<&str> = Vec::new();
    for file in files(facts, places) {
        if !urls.contains(&file.saw.url.as_str()) {
            urls.push(&file.saw.url);
        }
    }
    Arg::Series(Joint::List, urls.into_iter().map(Arg::from).collect())
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
fn why(file: &Outcome<'_, Fetch>) -> Arg {
    use FailureKind as F;
    let (saw, detail) = (file.saw, file.failure().map_or("", |f| f.detail.as_str()));
    let told = saw.status.is_some();
    match (file.kind(), saw.code()) {
        (Some(F::Declined), _) if saw.is_redirect() => {
            let location = saw.location.as_deref().unwrap_or_default();
            language::REDIRECTED.of([("location", location.into())])
        }
        (Some(F::Declined), Some(code @ (404 | 410))) => {
            language::NOTHING_THERE.of([("code", code.into())])
        }
        (Some(F::Declined), _) => language::SERVER_ANSWERS.of([("detail", detail.into())]),
        (Some(F::TooMuch), _) => language::FAR_LARGER.into(),
        (Some(F::Unexpected), _) if saw.is_page() => language::PAGE_THERE.into(),
        (Some(F::TimedOut), _) if told => language::TOO_SLOW.of([("size", saw.size.into())]),
        (Some(F::Closed | F::Reset), _) if told => {
            language::BROKE_OFF.of([("size", saw.size.into())])
        }
        (Some(F::OffLimits), _) => detail.into(),
        _ => file.failure().map_or_else(|| "".into(), language::failure),
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

fn why_in_vain(facts: &Facts<'_>, file: &Outcome<'_, Fetch>) -> Arg {
    let leads = |v: &&Verdict<'_>| v.told.path.iter().any(|link| is_from(facts, link.found, file));
    let Some(verdict) = facts.verdicts().iter().find(leads) else {
        let first = file.saw.certificates.first().and_then(|der| certificate::describe(&der.0));
        let Some(subject) = first.map(|first| first.subject) else {
            return language::NO_CERTIFICATE_THERE.into();
        };
        let what =
            if lacks(facts, &subject) { language::OTHER_KEY } else { language::NOT_THE_ISSUERS };
        return what.of([("subject", subject.into())]);
    };
    let reason = verdict.told.faults.iter().find_map(|fault| match fault {
        Fault::IncompleteChain { filled: Filled::InVain { why, .. }, .. } => Some(why.into()),
        _ => None,
    });
    let last = || verdict.told.path.last().map_or("?", |link| link.subject.as_str());
    reason.unwrap_or_else(|| language::ENDS_AT.of([("subject", last().into())]))
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
