//! Port 25, blocked on the way: told from a host that closes it, and from one that is down.
use super::FIRST;
use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::finding::{Confidence, Severity};

/// Port 25 of an endpoint, blocked on the way.
pub(in crate::diagnosis) struct Blocked {
    pub(super) confidence: Confidence,
    pub(super) severity: Severity,
    pub(super) evidence: Vec<u32>,
    /// The ports of the host that answer.
    pub(super) others: String,
    /// Where packets to port 25 end.
    pub(super) place: String,
}

/// What bears on the question.
struct Case<'f, 'r> {
    endpoint: &'f Endpoint<'r>,
    /// Who says that packets to the port are forbidden, if somebody does.
    forbidder: Option<std::net::IpAddr>,
    /// The same address on other ports.
    siblings: Vec<&'f Endpoint<'r>>,
    general: Option<Traced<'r>>,
    to_25: Option<Traced<'r>>,
}

/// Whether it is the way, not the server, that keeps port 25 of this endpoint silent.
pub(in crate::diagnosis) fn blocked_25(
    facts: &Facts<'_>,
    endpoint: &Endpoint<'_>,
) -> Option<Blocked> {
    let case = case(facts, endpoint)?;
    let confidence = confidence(facts, &case)?;
    case.blocked(confidence)
}

/// Whether port 25 alone is silent on a host that offers submission, and nothing tells whether
/// the way or the host is the cause.
pub(super) fn alone(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Blocked> {
    let case = case(facts, endpoint)?;
    let told = confidence(facts, &case).is_some();
    let alone = case.siblings.iter().all(|e| !e.is_silent()) && case.offers_submission();
    if told || !alone { None } else { case.blocked(Confidence::Low) }
}

fn case<'f, 'r>(facts: &'f Facts<'r>, endpoint: &'f Endpoint<'r>) -> Option<Case<'f, 'r>> {
    let icmp = endpoint.connect()?.saw.icmp;
    let forbidden = icmp.filter(|icmp| icmp.prohibited() && icmp.from != endpoint.addr);
    if endpoint.port != 25 || !(endpoint.is_silent() || forbidden.is_some()) {
        return None;
    }
    let same = |e: &&Endpoint<'_>| e.addr == endpoint.addr && e.port != 25;
    Some(Case {
        endpoint,
        forbidder: forbidden.map(|icmp| icmp.from),
        siblings: facts.endpoints().iter().filter(same).collect(),
        general: facts.path_to(endpoint.addr),
        to_25: facts.path_to_port(endpoint.addr, 25),
    })
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

impl Case<'_, '_> {
    fn blocked(&self, confidence: Confidence) -> Option<Blocked> {
        let open: Vec<_> = self.siblings.iter().filter(|e| e.is_open()).collect();
        // Where the host offers no other way to send, nobody who uses it misses port 25.
        let minor = !open.is_empty() && !self.offers_submission();
        let severity = if minor { Severity::Note } else { Severity::Warning };
        let traces = self.to_25.iter().chain(&self.general).map(|t| t.observation.id);
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

    /// How many routers that others pass don't answer packets to port 25.
    fn missing(&self) -> Option<u8> {
        let (to_25, general) = (self.to_25.as_ref()?, self.general.as_ref()?);
        if to_25.path.reached(to_25.addr).is_some() {
            return None;
        }
        let passed = general.path.reached(general.addr).map(|ttl| ttl - 1);
        let passed = passed.unwrap_or_else(|| last_ttl(general));
        passed.checked_sub(last_ttl(to_25)).filter(|missing| *missing > 0)
    }

    fn is_untraced(&self) -> bool {
        let nothing = |t: &Option<Traced<'_>>| t.as_ref().is_none_or(|t| last_ttl(t) == 0);
        nothing(&self.to_25) && nothing(&self.general)
    }

    /// Whether packets to another silent port go no further than those to 25.
    fn others_end_there(&self, facts: &Facts<'_>) -> bool {
        let Some(to_25) = &self.to_25 else { return false };
        let silent = self.siblings.iter().filter(|e| e.is_silent());
        let mut traces = silent.filter_map(|e| facts.path_to_port(self.endpoint.addr, e.port));
        traces.any(|t| last_ttl(&t) <= last_ttl(to_25))
    }

    fn place(&self) -> String {
        if let Some(who) = self.forbidder {
            return format!("forbidden by {who}");
        }
        let last = self.to_25.as_ref().map(|t| last_router(t).unwrap_or_else(|| FIRST.into()));
        last.unwrap_or_else(|| "not traced".into())
    }
}

/// The last TTL at which a router answered; 0 if none did.
pub(super) fn last_ttl(traced: &Traced<'_>) -> u8 {
    traced.path.last_router(traced.addr).map_or(0, |(ttl, _)| ttl)
}

/// "after hop 2, 203.0.113.1 (r2.isp.example)".
pub(super) fn last_router(traced: &Traced<'_>) -> Option<String> {
    let (ttl, from) = traced.path.last_router(traced.addr)?;
    let name = traced.name(from).map(|n| format!(" ({n})")).unwrap_or_default();
    Some(format!("after hop {ttl}, {from}{name}"))
}
