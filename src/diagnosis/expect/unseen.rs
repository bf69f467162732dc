//! What must hold, and could not be looked at. It may hold or not.
use std::collections::HashMap;

use probes::{Service, Subject};

use super::{about_target, demands, ends, is_telling, judged, mx, on, spoken};
use crate::diagnosis::facts::{Endpoint, Facts, Mechanisms, kind};
use crate::expect::Expectation;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const NOT_CHECKED: Rule = Rule {
    code: "expect.not-checked",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Not everything that must hold of {$host} could be checked: {$what}",
    cause: "What these lines of the file given with --expect are about was not seen in this run, so nobody knows whether they hold.",
    remedy: "Mend what stopped the run, or run it again from where it can be seen; ports and names that were not asked for must be asked for.",
    reference: "",
    check: not_checked,
};

/// Lines of the file that were not looked at on a subject.
struct Gap {
    subject: Subject,
    evidence: Vec<u32>,
    lines: Vec<String>,
}

fn not_checked(facts: &Facts<'_>) -> Vec<Match> {
    let Some(demands) = demands(facts) else { return vec![] };
    let mut gaps = ports(facts, demands);
    gaps.extend(judged(facts).filter_map(|e| at(facts, demands, e)));
    gaps.extend(everywhere(facts, demands));
    let mut together: Vec<Gap> = Vec::new();
    let mut places: HashMap<Subject, usize> = HashMap::new();
    for gap in gaps {
        match places.get(&gap.subject) {
            Some(place) => {
                together[*place].lines.extend(gap.lines);
                together[*place].evidence.extend(gap.evidence);
            }
            None => {
                places.insert(gap.subject.clone(), together.len());
                together.push(gap);
            }
        }
    }
    together.into_iter().filter_map(found).collect()
}

fn found(mut gap: Gap) -> Option<Match> {
    gap.evidence.sort_unstable();
    gap.evidence.dedup();
    let m = Match::on(&gap.subject, gap.evidence).with("what", gap.lines.join(", "));
    (!m.evidence.is_empty()).then_some(m)
}

/// Ports of which it is not known whether they are open.
fn ports(facts: &Facts<'_>, demands: &Expectation) -> Vec<Gap> {
    let open = demands.open.iter().map(|port| ("open", port.port, Some(port.service)));
    let closed = demands.closed.iter().map(|port| ("closed", port.port, None));
    let unknown = open.chain(closed).filter_map(|(line, port, service)| {
        let on = on(facts, port);
        // Who was spoken to as another service has not shown that this one is there.
        let as_demanded = |e: &&Endpoint<'_>| service.is_none_or(|s| s == e.service);
        let known = on.iter().filter(|e| as_demanded(e)).any(|e| e.is_open())
            || !on.iter().any(|e| e.is_open()) && on.iter().any(|e| is_telling(e));
        let connects: Vec<u32> = on.iter().filter_map(|e| e.connect()).map(|c| c.id()).collect();
        let subject = on.first().map_or_else(|| host(facts), |e| e.subject.clone());
        let evidence = if connects.is_empty() { about_target(facts) } else { connects };
        let other = service.filter(|s| on.iter().any(|e| e.service != *s));
        let lines = vec![match other {
            Some(service) => format!("{line} {port}={}", service.row().name),
            None => format!("{line} {port}"),
        }];
        (!known).then_some(Gap { subject, evidence, lines })
    });
    unknown.collect()
}

/// What was not seen of an endpoint that answers.
fn at(facts: &Facts<'_>, demands: &Expectation, endpoint: &Endpoint<'_>) -> Option<Gap> {
    let clear = !endpoint.service.implicit_tls();
    let told = [endpoint.mechanisms_in_clear(), endpoint.mechanisms_in_tls()];
    let is_cut = |m: &Option<Mechanisms>| m.as_ref().is_some_and(|m| m.is_cut);
    let untold = |m: &Option<Mechanisms>| m.is_none() || is_cut(m);
    let no_offer = |wanted: bool, inside: usize| wanted && untold(&told[inside]);
    let for_programs = endpoint.service != Service::Smtp;
    let lines = [
        ("days_left", demands.days_left.is_some() && ends(facts, endpoint).is_none()),
        ("tls", demands.tls.is_some() && spoken(endpoint).is_empty()),
        ("starttls", demands.starttls && clear && endpoint.offers_start_tls().is_none()),
        ("auth", no_offer(!demands.auth.is_empty() && for_programs, 1)),
        (
            "no_auth",
            !demands.no_auth.is_empty() && (told == [None, None] || told.iter().any(is_cut)),
        ),
        ("no_auth_in_clear", no_offer(!demands.no_auth_in_clear.is_empty() && clear, 0)),
        ("max_connect_ms", demands.max_connect_ms.is_some() && took(endpoint).is_none()),
    ];
    let lines: Vec<String> = lines.into_iter().filter(|(_, u)| *u).map(|(l, _)| l.into()).collect();
    let failed = endpoint.seen.iter().filter(|o| kind(o).is_some());
    let failed: Vec<u32> = failed.map(|o| o.id).collect();
    let all = || endpoint.seen.iter().map(|o| o.id).collect();
    let evidence = if failed.is_empty() { all() } else { failed };
    (!lines.is_empty()).then(|| Gap { subject: endpoint.subject.clone(), evidence, lines })
}

fn took(endpoint: &Endpoint<'_>) -> Option<u64> {
    endpoint.connect()?.saw.took_us
}

/// What is demanded of all endpoints where there is none, and of names that were not told.
fn everywhere(facts: &Facts<'_>, demands: &Expectation) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let lines = [
        ("days_left", demands.days_left.is_some()),
        ("tls", demands.tls.is_some()),
        ("starttls", demands.starttls),
        ("auth", !demands.auth.is_empty()),
        ("no_auth", !demands.no_auth.is_empty()),
        ("no_auth_in_clear", !demands.no_auth_in_clear.is_empty()),
        ("max_connect_ms", demands.max_connect_ms.is_some()),
    ];
    let lines: Vec<String> = lines.into_iter().filter(|(_, d)| *d).map(|(l, _)| l.into()).collect();
    if !lines.is_empty() && judged(facts).next().is_none() {
        let connects = facts.endpoints().iter().filter_map(|e| e.connect()).map(|c| c.id());
        let connects: Vec<u32> = connects.collect();
        let evidence = if connects.is_empty() { about_target(facts) } else { connects };
        gaps.push(Gap { subject: host(facts), evidence, lines });
    }
    if demands.mx.is_some() && mx::answered(facts).is_none() {
        let domain = facts.asked().target.name.clone();
        let asked = facts.mx().map(|(o, _)| vec![o.id]);
        let evidence = asked.unwrap_or_else(|| about_target(facts));
        let lines = vec!["mx".to_owned()];
        gaps.push(Gap { subject: Subject::Domain { domain }, evidence, lines });
    }
    gaps
}

fn host(facts: &Facts<'_>) -> Subject {
    Subject::Host { host: facts.asked().target.name.clone() }
}
