//! Which cases there are, and how each stands as far as steps tell.
use probes::{Failure, Observation, Service, Step, Subject};

use crate::diagnosis::Facts;
use crate::diagnosis::facts::Endpoint;
use crate::language::{self, Language};
use crate::recording::{Because, Ended};
use crate::target::{Role, Trace};

use super::super::{Report, Status};
use super::topic::{Aspect, Topic, shown};

/// How a case stands before findings are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It was done.
    Done,
    /// It was tried and came to nothing, or to something else.
    Failed(String),
    /// It was not tried.
    Untried(String),
}

/// The cases of a report, with what is seen of each. Which there are depends on what was asked for,
/// and on which exchangers the domain has.
pub(super) fn topics(facts: &Facts<'_>) -> Vec<Topic> {
    let asked = facts.asked();
    let named = asked.target.literal().is_none();
    let mut topics = vec![Topic::Run];
    topics.extend((named && asked.role != Role::Host).then_some(Topic::Mx));
    topics.extend(named.then_some(Topic::Addresses));
    topics.extend([Topic::Reverse, Topic::Hosts, Topic::Path]);
    for (host, port, service) in ports(facts) {
        topics.extend(Aspect::ALL.map(|aspect| Topic::Port {
            host: shown(&host, facts.recording),
            port,
            service,
            aspect,
        }));
    }
    topics.push(Topic::Other);
    topics
}

/// The ports that were to be tried, and those of exchangers.
fn ports(facts: &Facts<'_>) -> Vec<(String, u16, Service)> {
    let asked = facts.asked();
    let as_host = match asked.role {
        Role::Host => true,
        Role::Domain => false,
        Role::Auto => !facts.receives_mail() || facts.host_endpoints().next().is_some(),
    };
    let wanted = asked.ports.iter().filter(|_| as_host);
    let mut ports: Vec<_> =
        wanted.map(|p| (asked.target.name.clone(), p.port, p.service)).collect();
    for endpoint in facts.endpoints() {
        let port = (endpoint.host.to_owned(), endpoint.port, endpoint.service);
        if !ports.contains(&port) {
            ports.push(port);
        }
    }
    ports
}

/// How a case stands, and how long its steps took, µs.
pub(super) fn state(topic: &Topic, report: &Report<'_>, facts: &Facts<'_>) -> (State, u64) {
    let by_steps = |steps: &[Step]| {
        let seen = facts.seen().iter().copied();
        let seen: Vec<_> =
            seen.filter(|o| steps.contains(&o.step) && !o.subject.is_control()).collect();
        (of_all(&seen), seen.iter().map(|o| o.took_us).sum())
    };
    match topic {
        Topic::Run => (of_run(report), facts.recording.took_us),
        Topic::Mx => by_steps(&[Step::Mx]),
        Topic::Addresses => by_steps(&[Step::A, Step::Aaaa]),
        Topic::Reverse => by_steps(&[Step::Ptr, Step::Confirm]),
        Topic::Path if facts.asked().trace == Trace::Off => (untried("not asked for"), 0),
        Topic::Path => by_steps(&[Step::Trace]),
        Topic::Hosts => (of_hosts(facts), 0),
        Topic::Port { host, port, service, aspect } => {
            let own = facts.endpoints().iter().filter(|e| {
                (shown(e.host, facts.recording).as_str(), e.port, e.service)
                    == (host, *port, *service)
            });
            of_port(&own.collect::<Vec<_>>(), *aspect, facts)
        }
        Topic::Other => (State::Done, 0),
    }
}

fn untried(why: &str) -> State {
    State::Untried(why.to_owned())
}

fn failed(failure: &Failure) -> State {
    State::Failed(Language::En.told(&language::failure(failure)))
}

fn of_run(report: &Report<'_>) -> State {
    let headline = || super::Document::of(report).headline.sentence();
    let whole = report.recording.ended == Ended::Completed;
    match whole && report.verdict.status != Status::Inconclusive {
        true => State::Done,
        false => State::Failed(headline()),
    }
}

fn of_all(seen: &[&Observation]) -> State {
    let stopped = seen.iter().find_map(|o| o.failure.as_ref());
    match stopped {
        Some(failure) => failed(failure),
        None if seen.is_empty() => untried("not tried"),
        None => State::Done,
    }
}

fn of_hosts(facts: &Facts<'_>) -> State {
    match facts.endpoints() {
        [] => untried("no address to connect to"),
        all if all.iter().any(Endpoint::is_open) => State::Done,
        _ => State::Failed("no port took a connection".to_owned()),
    }
}

/// The worst of all addresses.
fn of_port(endpoints: &[&Endpoint<'_>], aspect: Aspect, facts: &Facts<'_>) -> (State, u64) {
    let own = |o: &&&Observation| aspect.steps().contains(&o.step);
    let took = endpoints.iter().flat_map(|e| e.seen.iter().filter(own).map(|o| o.took_us)).sum();
    let states: Vec<State> = endpoints.iter().map(|e| of_endpoint(e, aspect, facts)).collect();
    let failed = states.iter().find(|s| matches!(s, State::Failed(_)));
    let untried_at = states.iter().find(|s| matches!(s, State::Untried(_)));
    let worst = failed.or(untried_at).or(states.first()).cloned();
    (worst.unwrap_or_else(|| untried("no address to connect to")), took)
}

fn of_endpoint(endpoint: &Endpoint<'_>, aspect: Aspect, facts: &Facts<'_>) -> State {
    let last = |steps: &[Step]| {
        let seen: Vec<_> = endpoint.seen.iter().filter(|o| steps.contains(&o.step)).collect();
        let stopped = seen.iter().find_map(|o| o.failure.as_ref());
        stopped.map(failed).or_else(|| seen.last().map(|_| State::Done))
    };
    let told = match aspect {
        Aspect::Connection => last(&[Step::Connect]),
        Aspect::Greeting => endpoint.greeting().map(|g| g.failure().map_or(State::Done, failed)),
        Aspect::Commands => last(&[Step::Capabilities]),
        Aspect::Tls => match endpoint.is_secured() {
            true => Some(State::Done),
            false => last(&[Step::Handshake])
                .or_else(|| last(&[Step::StartTls]).filter(|state| *state != State::Done)),
        },
        Aspect::Certificate => facts.verdict_on(endpoint).map(|v| match v.told.is_accepted() {
            true => State::Done,
            false => State::Failed("the certificate is not accepted".to_owned()),
        }),
        Aspect::LogIn => {
            let offered = endpoint.mechanisms_in_tls().or_else(|| endpoint.mechanisms_in_clear());
            offered.map(|offered| match offered.is_empty() {
                true => State::Failed("no way to log in is offered".to_owned()),
                false => State::Done,
            })
        }
    };
    told.unwrap_or_else(|| untried(why(endpoint.subject, aspect, facts)))
}

/// Why a step was not taken.
fn why(subject: &Subject, aspect: Aspect, facts: &Facts<'_>) -> &'static str {
    let about = |step: &Step| aspect.steps().contains(step);
    let mut skips = facts.skipped().filter(|s| s.subject == *subject);
    match skips.find(|s| s.steps.iter().any(about)).map(|s| s.because) {
        Some(Because::EarlierFailure) => "an earlier step failed",
        Some(Because::RunEnded | Because::NoTime) => "the run ended before",
        Some(Because::TooMany) => "too much had failed",
        Some(Because::Unknown) | None => "not tried",
    }
}
