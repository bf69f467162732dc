//! What was not tested, and why: a report that is silent about it would seem to say that it works.
use probes::net::{Answer, Kind};
use probes::{Data, Protocol, Service, Step, Subject, limits};

use crate::diagnosis::Facts;
use crate::diagnosis::facts::Endpoint;
use crate::language::{self, Language, Text};
use crate::recording::{Because, Recording, Skip};
use crate::target::{Family, From, Role, Trace};

use super::places::{self, joined};

/// One line per thing not tested.
pub(super) fn lines(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let mut lines = skipped(facts, language);
    lines.extend(beyond_limits(facts, language));
    lines.extend(not_asked_for(facts.recording, language));
    lines.extend(nowhere_to_call(facts, language));
    lines.extend(named_unchecked(facts, language));
    lines.push(language.text(logging_in(facts)));
    lines
}

/// Nobody logs in where nobody gets. What was left out had an address.
fn logging_in(facts: &Facts<'_>) -> Text {
    let known = |skip: &Skip| matches!(skip.subject, Subject::Endpoint { .. });
    let nowhere = facts.endpoints().is_empty() && !facts.skipped().any(known);
    match (nowhere, facts.endpoints().iter().any(Endpoint::is_open)) {
        (true, _) => language::NEVER_CONNECTED,
        (_, false) => language::NOT_CONNECTED,
        (_, true) => language::LOGGING_IN,
    }
}

/// Hosts that were looked up, but have no address that could be tried.
fn nowhere_to_call(facts: &Facts<'_>, language: Language) -> Option<String> {
    let has_none = |s: &&Subject| {
        let answers = facts.addresses_of(s);
        let visited = facts.endpoints().iter().any(|e| Some(e.host) == s.name());
        !visited && answers.iter().all(|(_, lookup)| lookup.answer.addresses().is_empty())
    };
    let is_missed = |s: &&Subject| match s {
        Subject::Exchanger { .. } => true,
        // A domain need not be a host.
        _ => facts.endpoints().is_empty() && !facts.receives_mail(),
    };
    let subjects = facts.named_subjects().into_iter().filter(|s| is_missed(s) && has_none(s));
    let mut hosts: Vec<&str> = subjects.filter_map(Subject::name).collect();
    hosts.dedup();
    (!hosts.is_empty())
        .then(|| language.say(language::NOWHERE_TO_CALL, [("hosts", &language.list(&hosts))]))
}

/// Steps left out, with all subjects for which the same were left out for the same reason.
fn skipped(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let mut groups: Vec<(&Skip, Vec<&Subject>)> = Vec::new();
    // Nobody misses the names of routers that weren't seen, or the address of a name that isn't known.
    // What is missing where an endpoint was asked again is missing there for the first time already.
    let minor = |s: &Skip| {
        let again = matches!(s.subject, Subject::Retry { .. });
        again || s.steps == [Step::HopNames] || s.steps == [Step::Confirm]
    };
    let matters = |s: &&Skip| s.because != Because::EarlierFailure || !minor(s);
    for skip in facts.skipped().filter(matters) {
        let same = |known: &Skip| {
            let key = |s: &Skip| (s.because, s.round > 0);
            known.steps == skip.steps && key(known) == key(skip)
        };
        match groups.iter_mut().find(|(known, _)| same(known)) {
            Some((_, subjects)) => subjects.push(&skip.subject),
            None => groups.push((skip, vec![&skip.subject])),
        }
    }
    groups.iter().map(|(skip, subjects)| left_out(skip, subjects, language)).collect()
}

fn left_out(skip: &Skip, subjects: &[&Subject], language: Language) -> String {
    let template = match skip.because {
        Because::EarlierFailure => language::AFTER_FAILURE,
        Because::NoTime => language::NO_TIME,
        Because::RunEnded => language::AFTER_END,
        Because::TooMany => language::TOO_MANY,
        Because::Unknown => language::LEFT_OUT,
    };
    let mut words: Vec<String> = Vec::new();
    let pop = subjects
        .iter()
        .all(|s| s.service().is_some_and(|service| service.row().protocol == Protocol::Pop3));
    let protocol = pop.then_some(Protocol::Pop3);
    for word in skip.steps.iter().map(|s| language.told(&language::step(*s, protocol))) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let mut subject = places::line(subjects, language);
    // What failed in a further round was tested in it.
    if skip.round > 0 && skip.because != Because::EarlierFailure {
        subject = language.say(language::ONCE_AGAIN, [("subject", &subject)]);
    }
    let steps = language.list(&words);
    language.say(template, [("subject", &subject), ("steps", &steps)])
}

/// Mail exchangers of which only an answer tells that nobody has verified.
fn named_unchecked(facts: &Facts<'_>, language: Language) -> Option<String> {
    let unchecked = facts.mx()?.1.answer.unchecked.as_ref()?;
    let answer = Answer { records: unchecked.records.clone(), ..Answer::default() };
    let named = answer.exchangers().into_iter().map(|(_, host)| host);
    let missed = named.filter(|host| !host.is_empty() && !facts.is_exchanger(host));
    let hosts: Vec<&str> = missed.take(limits::EXCHANGERS).collect();
    (!hosts.is_empty())
        .then(|| language.say(language::NAMED_UNCHECKED, [("hosts", &language.list(&hosts))]))
}

fn beyond_limits(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let lookups = facts.seen().iter().filter_map(|o| match &o.saw {
        Data::Lookup(lookup) if lookup.question.via.is_usual() => Some(lookup),
        _ => None,
    });
    let mut lines = Vec::new();
    for lookup in lookups {
        let exchangers = lookup.answer.exchangers().into_iter().map(|(_, host)| host.to_owned());
        let addresses = lookup.answer.addresses();
        let hosts: Vec<String> = exchangers.skip(limits::EXCHANGERS).collect();
        let addrs: Vec<_> = addresses.into_iter().skip(limits::ADDRESSES).collect();
        if lookup.question.kind == Kind::Mx && !hosts.is_empty() {
            let (hosts, limit) = (joined(&hosts), limits::EXCHANGERS);
            lines.push(
                language.say(language::MORE_EXCHANGERS, [("hosts", &hosts), ("limit", &limit)]),
            );
        }
        if !addrs.is_empty() {
            let (addrs, limit, host) = (joined(&addrs), limits::ADDRESSES, &lookup.question.name);
            lines.push(language.say(
                language::MORE_ADDRESSES,
                [("addrs", &addrs), ("limit", &limit), ("host", host)],
            ));
        }
    }
    lines
}

fn not_asked_for(recording: &Recording, language: Language) -> Vec<String> {
    let asked = &recording.asked;
    let family = match asked.family {
        Family::Any => None,
        Family::Ipv4 => Some(language.text(language::ONLY_V4)),
        Family::Ipv6 => Some(language.text(language::ONLY_V6)),
    };
    let tried = |port: u16| asked.ports.iter().any(|p| p.port == port);
    let known = Service::ALL.iter().map(|s| s.row().port);
    let others: Vec<u16> = known.filter(|port| !tried(*port)).collect();
    let chosen = asked.ports_from == From::User && asked.role != Role::Domain && !others.is_empty();
    let ports =
        chosen.then(|| language.say(language::OTHER_PORTS, [("ports", &places::ports(&others))]));
    let trace = (asked.trace == Trace::Off).then(|| language.text(language::NO_TRACE));
    family.into_iter().chain(ports).chain(trace).collect()
}

#[cfg(test)]
mod tests {
    use probes::net::Method;

    use super::super::sample::{connect, failed, finding, recording, recording_of, seen};
    use super::*;
    use crate::recording::Skip;

    fn told(subject: Subject, step: Step) -> Vec<String> {
        let because = Because::EarlierFailure;
        let skip = Skip { subject, steps: vec![step], round: 0, because };
        let recording = Recording { skipped: vec![skip], ..recording() };
        skipped(&Facts::new(&recording, recording.at), Language::En)
    }

    #[test]
    fn pop_has_its_own_word_for_what_was_not_tested() {
        let on = |service| finding("tcp.refused", service, &[0]).subject;
        assert!(told(on(Service::Pop3), Step::StartTls)[0].contains(": STLS, because"));
        assert!(told(on(Service::Imap), Step::StartTls)[0].contains(": STARTTLS, because"));
    }

    #[test]
    fn a_path_is_missed_only_where_none_was_asked_for() {
        let missed = |trace| {
            let mut recording = recording();
            recording.asked.trace = trace;
            not_asked_for(&recording, Language::En).contains(&Language::En.text(language::NO_TRACE))
        };
        let ways = [Trace::Auto, Trace::Tcp, Trace::Udp, Trace::Icmp, Trace::Off];
        assert_eq!(ways.map(missed), [false, false, false, false, true]);
    }

    #[test]
    fn nobody_logs_in_where_nobody_gets() {
        let told = |seen: Vec<serde_json::Value>| {
            let recording = recording_of(seen);
            logging_in(&Facts::new(&recording, recording.at))
        };
        let open = || seen(0, "192.0.2.1", Service::Imaps, "connect", 9, connect());
        assert_eq!(told(vec![]), language::NEVER_CONNECTED);
        assert_eq!(told(vec![failed(open(), "refused")]), language::NOT_CONNECTED);
        assert_eq!(told(vec![open()]), language::LOGGING_IN);
        let subject = finding("tcp.refused", Service::Imaps, &[0]).subject;
        let because = Because::RunEnded;
        let skip = Skip { subject, steps: vec![Step::Connect], round: 0, because };
        let cut = Recording { skipped: vec![skip], ..recording_of(vec![]) };
        assert_eq!(logging_in(&Facts::new(&cut, cut.at)), language::NOT_CONNECTED);
    }

    #[test]
    fn the_names_of_routers_that_were_not_seen_are_not_missed() {
        let addr = [192, 0, 2, 1].into();
        let path = Subject::Path { addr, port: None, method: Method::Udp };
        assert_eq!(told(path, Step::HopNames), [""; 0]);
    }
}
