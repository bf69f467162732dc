//! A port, blocked on the way: told from a host that closes it, and from one that is down.
use std::net::IpAddr;

use super::region::Region;
use crate::diagnosis::facts::{Endpoint, Facts, Reach, Traced};
use crate::diagnosis::tcp;
use crate::diagnosis::{listed, sending};
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language::{self, Text};

pub(super) const PORT_25_BLOCKED: Rule = Rule {
    code: "path.port-25-blocked",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "Port 25 of {$host} is blocked on the way",
    cause: "Packets to port 25 do not arrive ({$where}). Ports of the same host that answer: {$others}. Many access networks and clouds block outgoing port 25 (OP25B). The mail server is not down as far as is known.",
    remedy: "If a program of yours sends through port 25, set it to port {$submission}, with SMTP authentication. Only a server that must deliver on port 25 needs its network to lift the block; what is behind it shows only from a network without one.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1, RFC 8314 §3.3",
    check: |facts| {
        let found = on_25(facts, |blocked| blocked.is_sure() && blocked.there.is_none());
        found.into_iter().map(|m| advised(facts, m)).collect()
    },
};

/// Whoever sends by a program needs no port 25.
fn advised(facts: &Facts<'_>, m: Match) -> Match {
    let submission = sending::submission(facts, m.subject.name().unwrap_or_default());
    m.with("submission", submission)
}

pub(super) const PORT_25_DOORSTEP: Rule = Rule {
    code: "path.port-25-blocked-at-host",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "Port 25 of {$host} is blocked on the host's side",
    cause: "Packets to port 25 do not arrive ({$where}), while others do; {$why}. A firewall on the host's side drops them. Ports of the same host that answer: {$others}.",
    remedy: "If the host is to receive mail from other servers, whoever runs its network must let port 25 in. Mail programs send through port 587 or 465.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1",
    check: |facts| on_25(facts, |blocked| blocked.is_sure() && blocked.there.is_some()),
};

pub(super) const PORT_25_PERHAPS: Rule = Rule {
    code: "path.port-25-perhaps-blocked",
    severity: Severity::Warning,
    confidence: Confidence::Low,
    actor: Actor::You,
    title: "Port 25 of {$host} gives no answer: perhaps this network blocks it",
    cause: "Many access networks and clouds block outgoing port 25 (OP25B), and no other port shows whether the host is up ({$where}). Nothing is known against the server.",
    remedy: "Look at it from a network that lets port 25 out. For sending from a mail program use port 587 or 465 of your provider.",
    reference: "RFC 5068 §4.1",
    check: |facts| on_25(facts, |blocked| !blocked.is_sure()),
};

/// The endpoints on port 25 that are blocked in such a way.
fn on_25(facts: &Facts<'_>, which: impl Fn(&Blocked) -> bool) -> Vec<Match> {
    let blocked = facts.endpoints().iter().filter_map(|e| Some((e, blocked_25(facts, e)?)));
    let wanted = blocked.filter(|(_, blocked)| which(blocked));
    wanted
        .map(|(endpoint, blocked)| {
            let Blocked { confidence, severity, mut evidence, others, place, there } = blocked;
            evidence.extend(on_25_elsewhere(facts));
            let m = Match::on(endpoint.subject, evidence).with("others", others);
            let m = m.with("where", place).confidence(confidence).severity(severity);
            if let Some(why) = there { m.with("why", why) } else { m }
        })
        .collect()
}

pub(super) const PORT_25_ALONE: Rule = Rule {
    code: "path.port-25-alone-silent",
    severity: Severity::Note,
    confidence: Confidence::Low,
    actor: Actor::Nobody,
    title: "Port 25 alone of {$host} gives no answer; 587 and 465 are for sending",
    cause: "The other ports answer, and nothing shows a router that only packets to port 25 don't pass ({$where}): the host's own firewall closes the port, or a network blocks it (OP25B). From here the two look the same.",
    remedy: "Programs send through port 587 (STARTTLS) or 465 (SSL/TLS), which answer; nothing is to be done for them. Only a server that must deliver on port 25 needs it opened.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1",
    check: |facts| alone_on_25(facts, false),
};

pub(super) const PORT_25_CLOSED: Rule = Rule {
    code: "path.port-25-closed-there",
    severity: Severity::Note,
    confidence: Confidence::Medium,
    actor: Actor::Nobody,
    title: "Port 25 alone of {$host} gives no answer, while that of other hosts does",
    cause: "This network lets port 25 out: a host that was compared with answers on it. So the host's own firewall, or one near it, closes the port ({$where}).",
    remedy: "Programs send through port 587 (STARTTLS) or 465 (SSL/TLS), which answer; nothing is to be done for them. Only a host that is to receive mail from other servers needs port 25 open.",
    reference: "RFC 5068 §4.1, RFC 6409 §3.1",
    check: |facts| alone_on_25(facts, true),
};

fn alone_on_25(facts: &Facts<'_>, others_answer: bool) -> Vec<Match> {
    let answers = |e: &&Endpoint<'_>| facts.control_on(e.addr, 25) == Some(Reach::Answers);
    let such = facts.endpoints().iter().filter(|e| answers(e) == others_answer);
    let on_25 = such.filter_map(|e| Some((e, alone(facts, e)?)));
    let told = on_25.map(|(e, Blocked { mut evidence, place, .. })| {
        evidence.extend(on_25_elsewhere(facts));
        Match::on(e.subject, evidence).with("where", place)
    });
    told.collect()
}

/// The attempts to connect to port 25 of those with whom it is compared.
fn on_25_elsewhere(facts: &Facts<'_>) -> impl Iterator<Item = u32> {
    facts.controls().iter().filter(|c| c.port == 25).map(|c| c.connect.id)
}

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
            let confidence = case.by_trace(facts)?;
            if !case.siblings.iter().any(|e| e.is_open()) {
                return None;
            }
            let Blocked { evidence, others, place, .. } = case.blocked(confidence)?;
            let m = Match::on(endpoint.subject, evidence).with("others", others);
            let m = m.with("where", place).confidence(confidence).actor(case.actor());
            Some(m.severity(tcp::severity(facts, endpoint)))
        })
        .collect()
}

/// A port, blocked on the way.
struct Blocked {
    confidence: Confidence,
    severity: Severity,
    evidence: Vec<u32>,
    /// The ports of the host that answer.
    others: Arg,
    /// Where packets to the port end.
    place: Arg,
    /// What shows that it is not this network that blocks it, if something does.
    there: Option<Text>,
}

impl Blocked {
    fn is_sure(&self) -> bool {
        self.confidence > Confidence::Low
    }
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
pub(in crate::diagnosis) fn is_blocked_25(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> bool {
    blocked_25(facts, endpoint).is_some()
}

fn blocked_25(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Blocked> {
    let case = Case::of_25(facts, endpoint)?;
    let confidence = confidence(facts, &case)?;
    let there = case.there(facts);
    case.blocked(confidence).map(|blocked| Blocked { there, ..blocked })
}

/// Whether port 25 alone is silent on a host that offers submission, and nothing tells whether
/// the way or the host is the cause.
fn alone(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Blocked> {
    let case = Case::of_25(facts, endpoint)?;
    let told = confidence(facts, &case).is_some() || facts.is_wanted(endpoint);
    let alone = case.siblings.iter().all(|e| !e.is_silent()) && case.offers_submission();
    if told || !alone { None } else { case.blocked(Confidence::Low) }
}

/// How sure it is that the way blocks port 25, or `None` if something else explains the silence as
/// well: the host, or what stands right before it, dropping the port. Where other ports are silent
/// too and end at the same place, it isn't about port 25.
fn confidence(facts: &Facts<'_>, case: &Case<'_, '_>) -> Option<Confidence> {
    let open = case.siblings.iter().any(|e| e.is_open());
    if !case.siblings.is_empty() && (!open || case.others_end_there(facts)) {
        return None;
    }
    if case.forbidder.is_some() {
        return Some(Confidence::High);
    }
    match facts.control_on(case.endpoint.addr, 25) {
        // This network lets port 25 out: only what stands before the host can be blocking it.
        Some(Reach::Answers) => case.by_trace(facts).filter(|_| !case.is_near_here()),
        Some(Reach::Silent) if open && case.is_near_here() => Some(Confidence::High),
        // It may be a host that has nothing on port 25 either, or one that is down.
        Some(Reach::Silent) if open && case.own.is_none() => Some(Confidence::Medium),
        control => {
            let elsewhere = control == Some(Reach::Silent) && !case.is_before_host();
            let everywhere = elsewhere || everybody_is_silent(facts);
            let alone = case.siblings.is_empty() && everywhere;
            case.by_trace(facts).or(alone.then_some(Confidence::Low))
        }
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
        let case = Some(endpoint).filter(|e| e.port == 25).and_then(|e| Self::of(facts, e))?;
        let stopped = endpoint.is_silent() || case.forbidder.is_some();
        stopped.then_some(case)
    }

    fn of(facts: &'f Facts<'r>, endpoint: &'f Endpoint<'r>) -> Option<Self> {
        let icmp = endpoint.connect()?.saw.icmp;
        let forbidden = icmp.filter(|icmp| icmp.prohibited() && icmp.from != endpoint.addr);
        Some(Self {
            endpoint,
            forbidder: forbidden.map(|icmp| icmp.from),
            siblings: facts
                .endpoints_at(endpoint.addr)
                .filter(|e| e.port != endpoint.port)
                .collect(),
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
        let others = match open.is_empty() {
            true => language::NONE_TRIED.into(),
            false => listed(open.iter().map(|e| e.port)).into(),
        };
        let evidence = std::iter::once(own).chain(connects).chain(traces).collect();
        let place = self.place();
        Some(Blocked { confidence, severity, evidence, others, place, there: None })
    }

    fn offers_submission(&self) -> bool {
        self.siblings.iter().any(|e| e.is_open() && matches!(e.port, 587 | 465))
    }

    /// How sure it is by the traces alone: routers that let others pass, and answer them every
    /// time, don't answer packets to the port. One of them may just have been tired. Packets of
    /// another kind, which echo requests are, may be treated otherwise on the way.
    fn by_trace(&self, facts: &Facts<'_>) -> Option<Confidence> {
        let (own, others) = (self.own.as_ref()?, self.others.as_ref()?);
        if own.reached().is_some() || self.passes_elsewhere(facts, own) {
            return None;
        }
        let last = own.last_ttl();
        let missing = others.reliable_routers().into_iter().filter(|ttl| *ttl > last).count();
        match (missing, others.is_tcp(), self.siblings.is_empty()) {
            (0, ..) => None,
            (2.., ..) | (1, true, false) => Some(Confidence::Medium),
            (1, _, true) => Some(Confidence::Low),
            (1, false, false) => None,
        }
    }

    /// Whether packets to the same port of another address go on behind the router at which these
    /// are last seen: then it lets the port pass.
    fn passes_elsewhere(&self, facts: &Facts<'_>, own: &Traced<'_>) -> bool {
        let last = own.path.last_router(own.addr);
        last.is_some_and(|(_, last)| facts.passes(last, Some(self.endpoint.port)))
    }

    /// In whose part of the way packets to the port are last seen.
    fn region(&self) -> Option<Region> {
        match self.forbidder {
            Some(router) => self.others.as_ref().map(|t| Region::of(t, ttl_of(t, router), router)),
            None => self.own.as_ref().map(Region::of_last_router),
        }
    }

    /// What shows that it is not this network that blocks the port, if something does.
    fn there(&self, facts: &Facts<'_>) -> Option<Text> {
        let answers = facts.control_on(self.endpoint.addr, 25) == Some(Reach::Answers);
        match self.region()? {
            Region::Doorstep => Some(language::NEXT_TO_HOST),
            Region::Between | Region::Target if answers => Some(language::ANOTHER_ANSWERS),
            _ => None,
        }
    }

    /// Whether packets end in the first part of the way, which those to other hosts take as well.
    fn is_near_here(&self) -> bool {
        matches!(self.region(), Some(Region::Own | Region::Access))
    }

    /// Whether packets get as far as the host's neighbours: what is near here lets them out.
    fn is_before_host(&self) -> bool {
        matches!(self.region(), Some(Region::Doorstep | Region::Target))
    }

    fn actor(&self) -> Actor {
        self.region().map_or(Actor::Network, Region::actor)
    }

    /// Whether packets to another silent port go no further than those to 25.
    fn others_end_there(&self, facts: &Facts<'_>) -> bool {
        let Some(own) = &self.own else { return false };
        let silent = self.siblings.iter().filter(|e| e.is_silent());
        let mut traces = silent.filter_map(|e| facts.path_to_port(self.endpoint.addr, e.port));
        traces.any(|t| t.last_ttl() <= own.last_ttl())
    }

    fn place(&self) -> Arg {
        if let Some(who) = self.forbidder {
            let seen = self.own.iter().chain(&self.others).find(|t| ttl_of(t, who) > 0);
            return match seen.map(|t| t.place(ttl_of(t, who), who)) {
                Some(place) => {
                    language::FORBIDDEN_AFTER.of([("router", who.into()), ("place", place)])
                }
                None => language::FORBIDDEN_BY.of([("router", who.into())]),
            };
        }
        let first = || language::BEFORE_FIRST_ROUTER.into();
        let last = self.own.as_ref().map(|t| t.last_place().unwrap_or_else(first));
        last.unwrap_or_else(|| language::WITHOUT_TRACE.into())
    }
}

/// At which TTL this router said that it ran out; 0 if it didn't.
fn ttl_of(traced: &Traced<'_>, router: IpAddr) -> u8 {
    let routers = traced.routers_until(traced.farthest());
    routers.into_iter().find(|(_, other)| *other == router).map_or(0, |(ttl, _)| ttl)
}
