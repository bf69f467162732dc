//! What happened on each port, in the words of the ladder.
mod greeting;

use probes::reply::Reply;
use probes::{Data, FailureKind, Observation, Protocol, Step, Subject, imap, pop3, smtp};

use super::Kind;
use super::look::Look;
use super::sides::{Seen, listed, whether};
use crate::diagnosis::facts::{Endpoint, Outcome};
use crate::finding::Arg;
use crate::language;

/// Adds what was seen on the ports of the target, and whether those of others are open.
pub(super) fn add(look: &Look<'_>, into: &mut Seen) {
    for endpoint in look.facts.endpoints() {
        let place = look.place(endpoint.subject);
        reach(&place, endpoint.seen.iter().copied(), into);
        spoken(&place, endpoint, into);
        secured(look, &place, endpoint, into);
        capabilities(&place, endpoint, into);
    }
    let observations = look.facts.recording.observations.iter();
    for seen in observations.filter(|o| matches!(o.subject, Subject::ControlEndpoint { .. })) {
        reach(&look.place(&seen.subject), [seen], into);
    }
}

/// What stopped a step, unless it was the end of the run.
fn stopped(seen: &Observation) -> Option<Option<Arg>> {
    match seen.failure.as_ref().map(|f| f.kind) {
        Some(FailureKind::CutShort) => None,
        kind => Some(kind.map(|kind| language::failed(kind).into())),
    }
}

fn reach<'r>(place: &Subject, seen: impl IntoIterator<Item = &'r Observation>, into: &mut Seen) {
    let connect = seen.into_iter().find(|o| o.step == Step::Connect);
    if let Some(seen) = connect
        && matches!(seen.saw, Data::Connect(_))
        && let Some(failed) = stopped(seen)
    {
        into.add(place, Kind::Reach, seen, failed.unwrap_or_else(|| language::DIFF_OPEN.into()));
    }
}

/// How the server greets, and whether it offers TLS.
fn spoken(place: &Subject, endpoint: &Endpoint<'_>, into: &mut Seen) {
    let protocol = endpoint.service.row().protocol;
    if let Some(greeting) = endpoint.greeting() {
        add_greeting(place, protocol, greeting, into);
    }
    let Some(told) = endpoint.clear_capabilities() else { return };
    if let Some(offered) = endpoint.offers_start_tls() {
        let declined = endpoint.start_tls().filter(|asked| asked.kind().is_some());
        let value = match declined.map(|asked| (asked.observation, stopped(asked.observation))) {
            Some((_, None)) => return,
            Some((_, Some(Some(failed)))) if offered => failed,
            _ => whether(offered),
        };
        into.add(place, Kind::StartTls, told.observation, value);
    }
}

fn add_greeting(
    place: &Subject,
    protocol: Protocol,
    greeting: Outcome<'_, Reply>,
    into: &mut Seen,
) {
    let Some(failed) = stopped(greeting.observation) else { return };
    let code = match protocol {
        Protocol::Smtp => smtp::code(greeting.saw).map(|code| code.to_string()),
        Protocol::Imap => imap::state(greeting.saw),
        Protocol::Pop3 => greeting.saw.first().and_then(|l| l.split(' ').next()).map(str::to_owned),
    };
    let declined = greeting.kind() == Some(FailureKind::Declined);
    let value = failed.filter(|_| !declined).or_else(|| code.map(Arg::Plain));
    if let Some(value) = value {
        into.add(place, Kind::Greeting, greeting.observation, value);
    }
    if greeting.ok() {
        let words = listed(greeting::words(greeting.saw));
        into.add(place, Kind::Software, greeting.observation, words);
    }
}

fn secured(look: &Look<'_>, place: &Subject, endpoint: &Endpoint<'_>, into: &mut Seen) {
    let Some(handshake) = endpoint.handshake() else { return };
    let Some(failed) = stopped(handshake.observation) else { return };
    let (seen, saw) = (handshake.observation, handshake.saw);
    let agreed = [
        (Kind::Tls, failed.or_else(|| saw.version.as_ref().map(Arg::from))),
        (Kind::Suite, saw.suite.as_ref().map(Arg::from)),
        (Kind::Group, saw.group.as_ref().map(Arg::from)),
        (Kind::Rooted, look.facts.verdict(seen).map(|v| whether(v.told.leads_to_root()))),
    ];
    for (kind, value) in agreed {
        if let Some(value) = value {
            into.add(place, kind, seen, value);
        }
    }
}

fn capabilities(place: &Subject, endpoint: &Endpoint<'_>, into: &mut Seen) {
    let protocol = endpoint.service.row().protocol;
    let clear = (endpoint.clear_capabilities(), endpoint.mechanisms_in_clear());
    let secured = (endpoint.tls_capabilities(), endpoint.mechanisms_in_tls());
    let kinds = [
        (clear, Kind::AuthClear, Kind::CapabilitiesClear),
        (secured, Kind::AuthTls, Kind::CapabilitiesTls),
    ];
    for ((told, mechanisms), auth, rest) in kinds {
        if let (Some(told), Some(mechanisms)) = (told, mechanisms) {
            let words = mechanisms.words().into_iter().map(str::to_owned);
            into.add(place, auth, told.observation, listed(words));
            into.add(place, rest, told.observation, listed(others(protocol, told.saw)));
        }
    }
}

/// All but the ways to log in and the way into TLS, which are told by themselves.
fn others(protocol: Protocol, told: &Reply) -> Vec<String> {
    let apart = ["AUTH", "SASL", "USER", "STARTTLS", "STLS", "LOGINDISABLED"];
    let own = |line: &String| {
        let word = line.split([' ', '=']).next().unwrap_or_default();
        !apart.contains(&word)
    };
    let lines: Vec<String> = match protocol {
        Protocol::Smtp => {
            let joined = |(word, rest): (&str, Vec<&str>)| joined(word, &rest);
            smtp::keywords(told).into_iter().map(joined).collect()
        }
        Protocol::Imap => imap::capabilities(told),
        Protocol::Pop3 => {
            pop3::capabilities(told).iter().map(|(word, rest)| joined(word, rest)).collect()
        }
    };
    lines.into_iter().filter(own).collect()
}

fn joined<T: AsRef<str>>(word: &str, rest: &[T]) -> String {
    let rest = rest.iter().map(AsRef::as_ref);
    let words: Vec<&str> = std::iter::once(word).chain(rest).collect();
    words.join(" ").to_ascii_uppercase()
}
