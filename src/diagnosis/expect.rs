//! What must hold (`--expect`), and does not. All of it is an error: whoever demands it decides what
//! works means.
mod fold;
mod login;
mod mx;
mod unseen;
mod waiver;

use probes::{FailureKind, Step, Subject};

use super::facts::{Endpoint, Facts};
use super::tcp;
use super::tls::date;
use crate::certificate::{Found, describe};
use crate::expect::Expectation;
use crate::finding::{Actor, Confidence, Finding, Match, Rule, Severity};

pub(super) use fold::fold;
pub(super) use waiver::{is_waivable, waive};

pub(super) const RULES: &[Rule] = &[
    PORT_CLOSED,
    PORT_OPEN,
    STARTTLS_MISSING,
    TLS_OLD,
    DAYS_LEFT,
    login::MISSING,
    login::IN_CLEAR,
    login::FORBIDDEN,
    mx::DIFFERS,
    SLOW_CONNECT,
    unseen::NOT_CHECKED,
    waiver::EXPIRED,
    waiver::UNUSED,
];

/// Whether a finding comes from what must hold, and not from what was seen alone.
pub(super) fn is_expected(code: &str) -> bool {
    RULES.iter().any(|rule| rule.code == code)
}

/// Whether it says that something that must hold was not seen, so that nobody knows how it stands.
pub(super) fn is_unseen(code: &str) -> bool {
    code == unseen::NOT_CHECKED.code
}

/// Whether it says no more than that a port is closed that must be: then there is nothing to say.
pub(super) fn is_as_demanded(facts: &Facts<'_>, finding: &Finding) -> bool {
    let place = match &finding.subject {
        Subject::Endpoint { host, port, .. } => facts.is_host(host).then_some(*port),
        Subject::Path { addr, port, .. } => {
            let on_host = facts.endpoints_at(*addr).any(|e| facts.is_host(e.host));
            port.filter(|_| on_host)
        }
        _ => None,
    };
    let closed = |port: u16| on(facts, port).into_iter().all(is_telling);
    let of_port = !is_expected(finding.code) && !finding.code.starts_with("other.");
    of_port && place.is_some_and(|port| facts.asked().must_be_closed(port) && closed(port))
}

const PORT_CLOSED: Rule = Rule {
    code: "expect.port-closed",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} must be open, and is not",
    cause: "By what was given with --expect the host answers there. None of its addresses does.",
    remedy: "Start the service there, or open the port in the firewall. If it is closed on purpose, take it out of what must hold.",
    reference: "",
    check: |facts| {
        let open = demands(facts).map(|e| &e.open[..]).unwrap_or_default();
        let closed = open.iter().map(|port| on(facts, port.port));
        let closed = closed.filter(|on| !on.iter().any(|e| e.is_open())).flatten();
        closed.filter(|e| is_telling(e)).filter_map(connected).collect()
    },
};

const PORT_OPEN: Rule = Rule {
    code: "expect.port-open",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Port {$port} of {$host} must be closed, and is open",
    cause: "By what was given with --expect nothing answers there. A connection came about.",
    remedy: "Stop the service there, or close the port in the firewall. If it is open on purpose, take it out of what must hold.",
    reference: "",
    check: |facts| {
        let endpoints = facts.host_endpoints().filter(|e| facts.asked().must_be_closed(e.port));
        endpoints.filter(|e| e.is_open()).filter_map(connected).collect()
    },
};

const STARTTLS_MISSING: Rule = Rule {
    code: "expect.starttls-missing",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} must offer encryption on port {$port}, and does not",
    cause: "By what was given with --expect every port that begins in clear offers STARTTLS or STLS. It is not among what the server lists there.",
    remedy: "Switch on TLS on this port, or close it.",
    reference: "RFC 8314 §4.1",
    check: |facts| {
        if !demands(facts).is_some_and(|e| e.starttls) {
            return vec![];
        }
        let without = judged(facts).filter(|e| e.offers_start_tls() == Some(false));
        without.filter_map(|e| Some(Match::on(e.subject, [e.clear_capabilities()?.id()]))).collect()
    },
};

const TLS_OLD: Rule = Rule {
    code: "expect.tls-old",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} speaks {$version} on port {$port}, and {$floor} or later must be spoken",
    cause: "This is the version that it agreed on when nothing older was offered, or that it accepted when --tls-scan offered it.",
    remedy: "Switch on {$floor} on this port, and switch off what is older.",
    reference: "RFC 9325 §3.1.1",
    check: |facts| {
        let Some(floor) = demands(facts).and_then(|e| e.tls) else { return vec![] };
        let old = |e: &Endpoint<'_>| {
            let below: Vec<_> =
                spoken(e).into_iter().filter(|(v, _)| *v < floor.version()).collect();
            let (oldest, _) = *below.iter().min()?;
            let m = Match::on(e.subject, below.iter().map(|(_, id)| *id));
            Some(m.with("version", oldest).with("floor", floor.version()))
        };
        judged(facts).filter_map(old).collect()
    },
};

/// The versions that were agreed on, with the observations of that. Their names sort by age.
fn spoken<'r>(endpoint: &Endpoint<'r>) -> Vec<(&'r str, u32)> {
    let shaken = endpoint.handshake().filter(|h| h.ok());
    let shaken = shaken.and_then(|h| Some((h.saw.version.as_deref()?, h.id())));
    let scanned = endpoint.scans.iter().filter_map(|scan| scan.scanned());
    let scanned = scanned.filter(|(part, hello)| part.is_in(hello.saw));
    let scanned = scanned.filter_map(|(_, h)| Some((h.saw.version.as_deref()?, h.id())));
    let known =
        |(version, _): &(&str, u32)| ["TLS ", "SSL "].iter().any(|p| version.starts_with(p));
    shaken.into_iter().chain(scanned).filter(known).collect()
}

const DAYS_LEFT: Rule = Rule {
    code: "expect.days-left",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} is valid for {$left} d more, and {$days} d must be left (port {$port})",
    cause: "Of the certificates that the server sends, this one ends first, on {$date}: {$subject}. By what was given with --expect it should have been renewed.",
    remedy: "Renew the certificate and reload the service.",
    reference: "RFC 5280 §4.1.2.5",
    check: |facts| {
        let Some(days) = demands(facts).and_then(|e| e.days_left) else { return vec![] };
        judged(facts).filter_map(|e| ends_before(facts, e, days.into())).collect()
    },
};

fn ends_before(facts: &Facts<'_>, endpoint: &Endpoint<'_>, days: i64) -> Option<Match> {
    let Ends { seen, at, subject } = ends(facts, endpoint)?;
    let now = i64::try_from(facts.at).unwrap_or(i64::MAX);
    let left = at.saturating_sub(now).div_euclid(86_400).max(0);
    let m = Match::on(endpoint.subject, [seen]).with("left", left).with("days", days);
    (left < days).then(|| m.with("date", date(at)).with("subject", subject))
}

/// When the first of the certificates ends that are needed.
struct Ends {
    seen: u32,
    at: i64,
    subject: String,
}

/// What the server sent beyond the path to a root may end when it likes.
fn ends(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Ends> {
    let (seen, chain) = endpoint.shown()?;
    let path = facts.verdict_on(endpoint).map(|v| &v.told.path[..]).unwrap_or_default();
    let sent = path.iter().filter_map(|link| match link.found {
        Found::Sent(place) => chain.get(place),
        _ => None,
    });
    let described = chain.first().into_iter().chain(sent).filter_map(|der| describe(&der.0));
    let first = described.min_by_key(|one| one.not_after)?;
    Some(Ends { seen: seen.id, at: first.not_after, subject: first.subject })
}

const SLOW_CONNECT: Rule = Rule {
    code: "expect.slow-connect",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "{$host} takes {$took} ms to answer on port {$port}, and {$limit} ms are allowed",
    cause: "By what was given with --expect a connection is open sooner. A packet that is lost and sent again takes a second more.",
    remedy: "Look at what fills the line and the host, and at the path; run it again to see whether it stays so.",
    reference: "",
    check: |facts| {
        let Some(limit) = demands(facts).and_then(|e| e.max_connect_ms) else { return vec![] };
        let slow = judged(facts).filter_map(|e| {
            let took = e.connect()?.saw.took_us?.div_ceil(1000);
            (took > limit.into()).then_some((e, took))
        });
        slow.filter_map(|(e, took)| Some(connected(e)?.with("took", took).with("limit", limit)))
            .collect()
    },
};

fn demands<'r>(facts: &Facts<'r>) -> Option<&'r Expectation> {
    facts.asked().expect.as_ref()
}

/// The endpoints of the host that was asked for, on one port.
fn on<'f, 'r>(facts: &'f Facts<'r>, port: u16) -> Vec<&'f Endpoint<'r>> {
    facts.host_endpoints().filter(|e| e.port == port).collect()
}

/// The endpoints that answer and may: everything but ports is demanded of all of them. What serves
/// on a domain's own name beside its exchangers is meant only by who names ports.
fn judged<'f, 'r>(facts: &'f Facts<'r>) -> impl Iterator<Item = &'f Endpoint<'r>> {
    let named = demands(facts).is_some_and(|e| !e.open.is_empty());
    let spared = tcp::is_only_a_domain(facts) && !named;
    let own = |e: &Endpoint<'_>| e.host == facts.asked().target.name;
    let all = facts.endpoints().iter().filter(|e| e.is_open() && !facts.must_be_closed(e));
    all.filter(move |e| !(spared && own(e)))
}

/// Whether the connection attempt shows that nobody answers, and not only that nobody could ask.
fn is_telling(endpoint: &Endpoint<'_>) -> bool {
    use FailureKind::{Closed, Refused, Reset, TimedOut, Unreachable};
    matches!(endpoint.connect_failure(), Some(Closed | Refused | Reset | TimedOut | Unreachable))
}

fn connected(endpoint: &Endpoint<'_>) -> Option<Match> {
    Some(Match::on(endpoint.subject, [endpoint.connect()?.id()]))
}

/// Something to rest on where nothing was seen of what was demanded: the questions for the name, or
/// connection attempts, or whatever there is.
fn about_target(facts: &Facts<'_>) -> Vec<u32> {
    let name = facts.asked().target.name.as_str();
    let asked = facts.forward().filter(|(o, _)| o.subject.name() == Some(name));
    let asked: Vec<u32> = asked.map(|(o, _)| o.id).collect();
    if !asked.is_empty() {
        return asked;
    }
    let all = &facts.recording.observations;
    let connects = all.iter().filter(|o| o.step == Step::Connect && !o.subject.is_control());
    let connects: Vec<u32> = connects.map(|o| o.id).collect();
    if connects.is_empty() { all.first().map(|o| o.id).into_iter().collect() } else { connects }
}
