//! What failed at first, and worked when it was looked at again.
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use probes::{Data, FailureKind, Observation, Service, Step, Subject};

use super::dialogue::hung_up;
use super::facts::{Facts, Tried, kind, stop};
use super::refusal;
use crate::finding::{Actor, Arg, Confidence, Finding, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const RULES: &[Rule] = &[NAMES, CONNECTIONS, HANDSHAKES, DIALOGUE];

const NAMES: Rule = Rule {
    code: "dns.flapping",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "Questions for {$host} failed at first ({$types}: {$detail}) and were answered {$after} s later, at try {$try} of {$most}",
    cause: "The resolver, or one of the domain's name servers, answers now and then only. Whoever asks at the wrong moment does not find the host.",
    remedy: "Check that every name server of the domain answers, over UDP and TCP; if they do, it is the resolver: try another one with --resolver.",
    reference: "RFC 1034 §4.3.1, RFC 2182 §4",
    check: |facts| flapping(facts, |step| matches!(step, Step::A | Step::Aaaa | Step::Mx)),
};

const CONNECTIONS: Rule = Rule {
    code: "tcp.flapping",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} could not be connected to on port {$port} at first ({$detail}) and could {$after} s later, at try {$try} of {$most}",
    cause: "Packets get lost, or the service restarts, is at its limit, or runs on one of several machines only. Programs that don't try again fail now and then.",
    remedy: "Look at the service's log for restarts and limits at the time of this run, and at every machine behind the address; if there is nothing, at loss on the way.",
    reference: "RFC 9293 §3.8.3",
    check: |facts| flapping(facts, |step| step == Step::Connect),
};

const HANDSHAKES: Rule = Rule {
    code: "tls.flapping",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The TLS handshake with {$host} broke off on port {$port} at first ({$detail}) and came about {$after} s later, at try {$try} of {$most}",
    cause: "The server restarts or is at its limit, or not every machine behind the address is set up alike.",
    remedy: "Look at the server's log for the time of this run, and compare all machines behind the address.",
    reference: "RFC 8446 §6.1",
    check: |facts| flapping(facts, |step| step == Step::Handshake),
};

const DIALOGUE: Rule = Rule {
    code: "dialogue.flapping",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} failed on port {$port} at first ({$detail}) and worked {$after} s later, at try {$try} of {$most}",
    cause: "The server was busy, restarting, or holds strangers off for a moment.{$own} Programs that don't try again fail now and then.",
    remedy: "{$do}",
    reference: "RFC 5321 §4.2.1, RFC 5321 §4.5.4.1",
    check: |facts| {
        let spoken = [Step::Greeting, Step::Capabilities, Step::StartTls];
        let found = flapping(facts, |step| spoken.contains(&step)).into_iter();
        let visits = LazyCell::new(|| visits(facts));
        found.map(|m| weighed(facts, &visits, m)).collect()
    },
};

/// Servers that deliver come back by themselves when they are told to (RFC 5321 §4.5.4.1).
fn weighed(facts: &Facts<'_>, visits: &Visits<'_>, m: Match) -> Match {
    let evidence: HashSet<u32> = m.evidence.iter().copied().collect();
    let by_id = facts.recording.observations.iter().filter(|o| evidence.contains(&o.id));
    let away: Vec<_> = by_id.filter(|o| o.failure.is_some() && o.step != Step::Farewell).collect();
    let temporary = !away.is_empty() && away.iter().all(|o| is_temporary(o));
    let open = away.iter().filter(|_| temporary).map(|o| open_then(visits, o)).max();
    let open = open.unwrap_or_default();
    let port = m.subject.port().unwrap_or_default();
    let own = match open > 1 {
        true => language::OWN_CONNECTIONS.of([("open", open.into()), ("port", port.into())]),
        false => "".into(),
    };
    let m = m.with("own", own);
    if temporary && m.subject.service() == Some(Service::Smtp) {
        let m = m.severity(Severity::Note).actor(Actor::Nobody);
        return m.with("do", language::SERVERS_TRY_AGAIN);
    }
    m.with("do", language::LOOK_AT_LIMITS)
}

/// Whether the server said "not now".
fn is_temporary(observation: &Observation) -> bool {
    let protocol = observation.subject.service().map(|service| service.row().protocol);
    match (&observation.saw, protocol) {
        (Data::Reply(said), Some(protocol)) => {
            kind(observation) == Some(FailureKind::Declined)
                && refusal::is_temporary(protocol, said)
        }
        _ => false,
    }
}

/// From when to when this run had a connection to a host, µs since it began; by the host's name.
type Visits<'r> = HashMap<Option<&'r str>, Vec<(u64, u64)>>;

fn visits<'r>(facts: &Facts<'r>) -> Visits<'r> {
    let mut visits: BTreeMap<(&Subject, u8), (u64, u64)> = BTreeMap::new();
    let own = |o: &&Observation| matches!(o.subject, Subject::Endpoint { .. });
    for o in facts.recording.observations.iter().filter(own) {
        if o.step == Step::Connect && o.failure.is_none() {
            visits.insert((&o.subject, o.round), (end(o), end(o)));
        } else if let Some(visit) = visits.get_mut(&(&o.subject, o.round)) {
            visit.1 = visit.1.max(end(o));
        }
    }
    let mut of_hosts = Visits::new();
    for ((subject, _), visit) in visits {
        of_hosts.entry(subject.name()).or_default().push(visit);
    }
    of_hosts
}

fn end(observation: &Observation) -> u64 {
    observation.at_us.saturating_add(observation.took_us)
}

/// How many connections this run had to the same host when that was said.
fn open_then(visits: &Visits<'_>, said: &Observation) -> usize {
    let own = visits.get(&said.subject.name()).into_iter().flatten();
    own.filter(|(from, to)| (*from..=*to).contains(&end(said))).count()
}

/// Whether it is told beside the rest: what worked at last is no cause of anything.
pub(super) fn is_such(code: &str) -> bool {
    RULES.iter().any(|rule| rule.code == code)
}

/// A look that failed at a step that went well at last.
struct Mended<'t, 'r> {
    failed: &'r Observation,
    well: &'r Observation,
    look: &'t [&'r Observation],
}

/// All of them, in order.
fn mended<'t, 'r>(tried: &'t Tried<'r>) -> Vec<Mended<'t, 'r>> {
    let looks = tried.earlier().iter();
    looks
        .filter_map(|look| {
            let failed = stop(look)?;
            Some(Mended { failed, well: tried.mended(failed)?, look })
        })
        .collect()
}

/// One match per subject that failed at first at one of these steps. Of one that failed in several
/// ways the first tells where it belongs.
fn flapping(facts: &Facts<'_>, layer: impl Fn(Step) -> bool) -> Vec<Match> {
    let mut found: BTreeMap<&Subject, Vec<&Tried<'_>>> = BTreeMap::new();
    for tried in facts.tried() {
        if mended(tried).first().is_some_and(|first| layer(first.failed.step)) {
            found.entry(tried.subject).or_default().push(tried);
        }
    }
    let most = usize::from(facts.asked().retries) + 1;
    found.into_iter().map(|(subject, all)| told(subject, &all, most)).collect()
}

fn told(subject: &Subject, all: &[&Tried<'_>], most: usize) -> Match {
    let looks: Vec<_> = all.iter().flat_map(|tried| mended(tried)).collect();
    let lost = looks.iter().flat_map(|m| failures(m.look)).chain(looks.iter().map(|m| m.well.id));
    let beside = all.iter().flat_map(|tried| failures(&tried.beside));
    let mut evidence: Vec<u32> = lost.chain(beside).collect();
    evidence.sort_unstable();
    evidence.dedup();
    let mut ways: Vec<Arg> = Vec::new();
    for way in looks.iter().filter_map(|m| m.failed.failure.as_ref()).map(language::failure) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    let types: Vec<_> = all.iter().map(|t| format!("{:?}", t.last()[0].step)).collect();
    let last = |of: fn(&Tried<'_>) -> u64| all.iter().map(|t| of(t)).max().unwrap_or_default();
    let tries = last(|tried| tried.counts as u64 + 1);
    Match::on(subject, evidence)
        .with("detail", Arg::Series(Joint::List, ways))
        .with("types", types.join(", ").to_uppercase())
        .with("after", last(after))
        .with("try", tries)
        .with("most", most.max(usize::try_from(tries).unwrap_or(usize::MAX)))
}

/// From the first failure to the look that went well, s.
fn after(tried: &Tried<'_>) -> u64 {
    let failed = tried.looks.first().and_then(|look| stop(look));
    let end = failed.map_or(0, end);
    let well = tried.last().first().map_or(0, |o| o.at_us);
    (well.saturating_sub(end) + 500_000) / 1_000_000
}

/// What failed, but for a farewell and a run that ended, which have rules of their own.
fn failures<'s>(seen: &'s [&Observation]) -> impl Iterator<Item = u32> + 's {
    let left = hung_up(seen);
    let own = move |o: &&&Observation| {
        let is_farewell = o.step == Step::Farewell && left != Some(o.id);
        !is_farewell && kind(o).is_some_and(|kind| kind != FailureKind::CutShort)
    };
    seen.iter().filter(own).map(|o| o.id)
}

/// What failed at another look, and was not mended, is evidence for whatever is said of the failure
/// at the one that counts.
pub(super) fn adopt(facts: &Facts<'_>, findings: &mut [Finding]) {
    for tried in facts.tried() {
        let mended: Vec<u32> = mended(tried).iter().flat_map(|m| failures(m.look)).collect();
        let beside = failures(&tried.beside).filter(|_| mended.is_empty());
        let lost = tried.others().flat_map(failures).filter(|id| !mended.contains(id));
        let lost: Vec<u32> = lost.chain(beside).collect();
        let last: Vec<u32> = failures(tried.last()).collect();
        let rests = |f: &&mut Finding| f.evidence.iter().any(|id| last.contains(id));
        for finding in findings.iter_mut().filter(rests) {
            finding.evidence.extend(&lost);
        }
    }
}
