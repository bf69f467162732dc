//! A port, blocked on the way: told from a host that closes it, and from one that is down.
use std::net::IpAddr;

use super::FIRST;
use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::diagnosis::tcp;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const PORT_25_BLOCKED: Rule = Rule {
    code: "path.port-25-blocked",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Port 25 of {$host} is blocked on the way",
    cause: "Packets to port 25 do not arrive ({$where}). Ports of the same host that answer: {$others}. Many access networks and clouds block outgoing port 25 (OP25B). The mail server is not down as far as is known.",
    remedy: "For sending from a mail program use port 587 (STARTTLS) or 465 (SSL/TLS) with SMTP authentication. A server that must deliver on port 25 needs its network to lift the block.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1, RFC 8314 §3.3",
    check: port_25_blocked,
};

fn port_25_blocked(facts: &Facts<'_>) -> Vec<Match> {
    let on_25 = facts.endpoints().iter();
    on_25
        .filter_map(|endpoint| {
            let blocked = blocked_25(facts, endpoint)?;
            let Blocked { confidence, severity, evidence, others, place } = blocked;
            let m = Match::on(endpoint.subject, evidence).with("others", others);
            Some(m.with("where", place).confidence(confidence).severity(severity))
        })
        .collect()
}

pub(super) const PORT_25_ALONE: Rule = Rule {
    code: "path.port-25-alone-silent",
    severity: Severity::Note,
    confidence: Confidence::Low,
    actor: Actor::Nobody,
    title: "Port 25 alone of {$host} gives no answer; 587 and 465 are for sending",
    cause: "The other ports answer, and nothing shows a router that only packets to port 25 don't pass ({$where}): the host's own firewall closes the port, or the network right before it blocks it (OP25B). From here the two look the same.",
    remedy: "Programs send through port 587 (STARTTLS) or 465 (SSL/TLS), which answer; nothing is to be done for them. Only a server that must deliver on port 25 needs it opened.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1",
    check: |facts| {
        let on_25 = facts.endpoints().iter().filter_map(|e| Some((e, alone(facts, e)?)));
        on_25
            .map(|(e, Blocked { evidence, place, .. })| {
                Match::on(e.subject, evidence).with("where", place)
            })
            .collect()
    },
};

pub(super) const PORT_BLOCKED: Rule = Rule {
    code: "path.port-blocked",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Port {$port} of {$host} is blocked on the way, {$where}",
    cause: "Packets to this port are not seen behind that router, while packets to other ports of the same address go on: that router, or the one behind it, drops them. Ports that answer: {$others}.",
    remedy: "Use a port that answers, or have whoever runs that router let the port through.",
    reference: "",
    check: port_blocked,
};

/// Port 25 has rules of its own. That a port is closed matters only where somebody wants it.
fn port_blocked(facts: &Facts<'_>) -> Vec<Match> {
    let silent = facts.endpoints().iter().filter(|e| e.port != 25 && e.is_silent());
    silent
        .filter_map(|endpoint| {
            let case = Case::of(facts, endpoint)?;
            let missing = case.missing()?;
            if !case.siblings.iter().any(|e| e.is_open()) {
                return None;
            }
            let confidence = if missing > 1 { Confidence::High } else { Confidence::Medium };
            let Blocked { evidence, others, place, .. } = case.blocked(confidence)?;
            let m = Match::on(endpoint.subject, evidence).with("others", others);
            let m = m.with("where", place).confidence(confidence);
            Some(m.severity(tcp::severity(facts, endpoint)))
        })
        .collect()
}

/// A port, blocked on the way.
pub(in crate::diagnosis) struct Blocked {
    confidence: Confidence,
    severity: Severity,
    evidence: Vec<u32>,
    /// The ports of the host that answer.
    others: String,
    /// Where packets to the port end.
    place: String,
}

/// What bears on the question.
struct Case<'f, 'r> {
    endpoint: &'f Endpoint<'r>,
    /// Who says that packets to the port are forbidden, if somebody does.
    forbidder: Option<IpAddr>,
    /// The same address on other ports.
    siblings: Vec<&'f Endpoint<'r>>,
    /// How far packets come that are not to the port.
    others: Option<Traced<'r>>,
    /// How far packets to the port come.
    own: Option<Traced<'r>>,
}

/// Whether it is the way, not the server, that keeps port 25 of this endpoint silent.
pub(in crate::diagnosis) fn blocked_25(
    facts: &Facts<'_>,
    endpoint: &Endpoint<'_>,
) -> Option<Blocked> {
    let case = Case::of_25(facts, endpoint)?;
    let confidence = confidence(facts, &case)?;
    case.blocked(confidence)
}

/// Whether port 25 alone is silent on a host that offers submission, and nothing tells whether
/// the way or the host is the cause.
fn alone(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Blocked> {
    let case = Case::of_25(facts, endpoint)?;
    let told = confidence(facts, &case).is_some();
    let alone = case.siblings.iter().all(|e| !e.is_silent()) && case.offers_submission();
    if told || !alone { None } else { case.blocked(Confidence::Low) }
}

/// How sure it is, or `None` if something else explains the silence as well.
///
/// High where packets to port 25 end at least two routers before others do, or are forbidden by a
/// router; a single router missing may just not have answered. Packets that pass every router are
/// dropped by the host, or right before it: that is its owner's choice. Where nothing was traced,
/// a port 25 that alone is silent is a possible case: a host that drops what it doesn't serve
/// would drop more than that. Other ports that end at the same place show that it isn't about port 25.
fn confidence(facts: &Facts<'_>, case: &Case<'_, '_>) -> Option<Confidence> {
    let open = case.siblings.iter().any(|e| e.is_open());
    let alone = case.siblings.iter().all(|e| !e.is_silent());
    if !case.siblings.is_empty() && (!open || case.others_end_there(facts)) {
        return None;
    }
    match (case.forbidder, case.missing()) {
        (Some(_), _) if open => Some(Confidence::High),
        (_, Some(2..)) => Some(Confidence::High),
        (_, Some(1)) if alone => Some(Confidence::Medium),
        _ if alone && open && case.is_untraced() => Some(Confidence::Low),
        _ if case.siblings.is_empty() && everybody_is_silent(facts) => Some(Confidence::Low),
        _ => None,
    }
}

/// Whether no exchanger answers on 25, of at least two: hosts of one domain seldom die together.
fn everybody_is_silent(facts: &Facts<'_>) -> bool {
    let mut hosts: Vec<&str> = facts.exchanger_endpoints().map(|e| e.host).collect();
    hosts.dedup();
    hosts.len() > 1 && facts.exchanger_endpoints().all(Endpoint::is_silent)
}

impl<'f, 'r> Case<'f, 'r> {
    fn of_25(facts: &'f Facts<'r>, endpoint: &'f Endpoint<'r>) -> Option<Self> {
        let case = Self::of(facts, endpoint)?;
        let stopped = endpoint.is_silent() || case.forbidder.is_some();
        (endpoint.port == 25 && stopped).then_some(case)
    }

    fn of(facts: &'f Facts<'r>, endpoint: &'f Endpoint<'r>) -> Option<Self> {
        let icmp = endpoint.connect()?.saw.icmp;
        let forbidden = icmp.filter(|icmp| icmp.prohibited() && icmp.from != endpoint.addr);
        let same = |e: &&Endpoint<'_>| e.addr == endpoint.addr && e.port != endpoint.port;
        Some(Self {
            endpoint,
            forbidder: forbidden.map(|icmp| icmp.from),
            siblings: facts.endpoints().iter().filter(same).collect(),
            others: facts.way_to(endpoint.addr),
            own: facts.path_to_port(endpoint.addr, endpoint.port),
        })
    }

    fn blocked(&self, confidence: Confidence) -> Option<Blocked> {
        let open: Vec<_> = self.siblings.iter().filter(|e| e.is_open()).collect();
        // Where the host offers no other way to send, nobody who uses it misses port 25.
        let minor = !open.is_empty() && !self.offers_submission();
        let severity = if minor { Severity::Note } else { Severity::Warning };
        let traces = self.own.iter().chain(&self.others).map(|t| t.observation.id);
        let connects = open.iter().filter_map(|e| e.connect()).map(|c| c.id());
        let own = self.endpoint.connect()?.id();
        let ports: Vec<_> = open.iter().map(|e| e.port.to_string()).collect();
        let others = if ports.is_empty() { "none was tried".to_owned() } else { ports.join(", ") };
        let evidence = std::iter::once(own).chain(connects).chain(traces).collect();
        Some(Blocked { confidence, severity, evidence, others, place: self.place() })
    }

    fn offers_submission(&self) -> bool {
        self.siblings.iter().any(|e| e.is_open() && matches!(e.port, 587 | 465))
    }

    /// How many routers answer others and not packets to the port, behind the last that answers
    /// both. Routers that answer nobody show nothing.
    fn missing(&self) -> Option<usize> {
        let (own, others) = (self.own.as_ref()?, self.others.as_ref()?);
        if own.reached().is_some() {
            return None;
        }
        let passed = others.reached().map_or_else(|| others.last_ttl(), |ttl| ttl - 1);
        let mut behind: Vec<u8> =
            others.routers_until(passed).into_iter().map(|(ttl, _)| ttl).collect();
        behind.retain(|ttl| *ttl > own.last_ttl());
        behind.dedup();
        Some(behind.len()).filter(|missing| *missing > 0)
    }

    fn is_untraced(&self) -> bool {
        let nothing = |t: &Option<Traced<'_>>| t.as_ref().is_none_or(|t| t.last_ttl() == 0);
        nothing(&self.own) && nothing(&self.others)
    }

    /// Whether packets to another silent port go no further than those to 25.
    fn others_end_there(&self, facts: &Facts<'_>) -> bool {
        let Some(own) = &self.own else { return false };
        let silent = self.siblings.iter().filter(|e| e.is_silent());
        let mut traces = silent.filter_map(|e| facts.path_to_port(self.endpoint.addr, e.port));
        traces.any(|t| t.last_ttl() <= own.last_ttl())
    }

    fn place(&self) -> String {
        if let Some(who) = self.forbidder {
            return format!("forbidden by {who}");
        }
        let last = self.own.as_ref().map(|t| t.last_place().unwrap_or_else(|| FIRST.into()));
        last.unwrap_or_else(|| "not traced".into())
    }
}
