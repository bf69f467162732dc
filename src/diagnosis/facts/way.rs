//! Traced paths, and what they show together.
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use probes::dns::HopName;
use probes::net::{HopAnswer, Method};
use probes::trace::{Path, Try};
use probes::{Data, Observation, Step, Subject, limits};

use crate::finding::Arg;
use crate::language;
use crate::recording::Recording;

/// One traced path.
#[derive(Clone, Copy, Debug)]
pub struct Traced<'r> {
    /// The trace.
    pub observation: &'r Observation,
    /// To where.
    pub addr: IpAddr,
    /// To which port, where that matters.
    pub port: Option<u16>,
    /// What was seen.
    pub path: &'r Path,
    /// What the routers are called.
    pub names: &'r [HopName],
    /// The last router that answered, and at which TTL.
    last: Option<(u8, IpAddr)>,
    /// At which TTL the target answered.
    reached: Option<u8>,
    /// Whether its packets go round between routers.
    round: bool,
}

/// All paths of a recording.
pub(super) struct Ways<'r> {
    all: Vec<Traced<'r>>,
    /// Places in `all` of those that were traced as far as they go.
    whole: Vec<usize>,
    /// The same by address.
    to: HashMap<IpAddr, Vec<usize>>,
    /// Routers behind which packets were seen to go on, and to which port if they were TCP's.
    passed: HashSet<(IpAddr, Option<u16>)>,
}

impl<'r> Ways<'r> {
    pub(super) fn new(recording: &'r Recording) -> Self {
        let named: HashMap<&Subject, &[HopName]> = recording
            .observations
            .iter()
            .filter_map(|o| match &o.saw {
                Data::HopNames(found) => Some((&o.subject, &found.names[..])),
                _ => None,
            })
            .collect();
        let traces = recording.observations.iter().filter(|o| o.step == Step::Trace);
        let all: Vec<_> = traces
            .filter_map(|o| Traced::new(o, named.get(&o.subject).copied().unwrap_or_default()))
            .collect();
        let mut ways = Self { all, whole: vec![], to: HashMap::new(), passed: HashSet::new() };
        ways.index();
        ways
    }

    fn index(&mut self) {
        for (place, traced) in self.all.iter().enumerate() {
            if traced.observation.failure.is_some() || traced.is_open_ended() {
                continue;
            }
            self.whole.push(place);
            self.to.entry(traced.addr).or_default().push(place);
            let last = traced.farthest();
            for (_, router) in traced.routers_until(last.saturating_sub(1)) {
                self.passed.insert((router, None));
                self.passed
                    .extend(traced.port.filter(|_| traced.is_tcp()).map(|p| (router, Some(p))));
            }
        }
    }

    pub(super) fn all(&self) -> &[Traced<'r>] {
        &self.all
    }

    pub(super) fn whole(&self) -> impl Iterator<Item = Traced<'r>> {
        self.whole.iter().map(|place| self.all[*place])
    }

    pub(super) fn to(&self, addr: IpAddr) -> impl Iterator<Item = Traced<'r>> {
        let places = self.to.get(&addr).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|place| self.all[*place])
    }

    pub(super) fn passes(&self, router: IpAddr, port: Option<u16>) -> bool {
        self.passed.contains(&(router, port))
    }
}

impl<'r> Traced<'r> {
    fn new(observation: &'r Observation, names: &'r [HopName]) -> Option<Self> {
        let (Subject::Path { addr, port, .. }, Data::Path(path)) =
            (&observation.subject, &observation.saw)
        else {
            return None;
        };
        let (last, reached) = (path.last_router(*addr), path.reached(*addr));
        let round = reached.is_none() && !path.circle(*addr).is_empty();
        let (addr, port) = (*addr, *port);
        Some(Self { observation, addr, port, path, names, last, reached, round })
    }
}

impl Traced<'_> {
    /// The name of a router, if it has one.
    pub fn name(&self, addr: IpAddr) -> Option<&str> {
        self.names.iter().find(|n| n.addr == addr)?.name.as_deref()
    }

    /// Whether it was traced by packets to a port that matters.
    pub fn is_tcp(&self) -> bool {
        self.path.method == Method::Tcp
    }

    /// Whether it was traced by packets to this port.
    pub fn is_to(&self, port: u16) -> bool {
        self.is_tcp() && self.port == Some(port)
    }

    /// Whether its packets go round between routers.
    pub fn goes_round(&self) -> bool {
        self.round
    }

    /// Whether routers behind the last that answered were not asked.
    fn is_open_ended(&self) -> bool {
        let stopped = |t: &Try| matches!(t.answer, Some(HopAnswer::Icmp(i)) if !i.time_exceeded());
        let asked = self.path.tries.iter().map(|t| t.ttl).max().unwrap_or(0);
        self.reached().is_none()
            && !self.goes_round()
            && !self.path.tries.iter().any(stopped)
            && asked < self.last_ttl().saturating_add(limits::BEHIND)
    }

    /// The last TTL at which anybody answered; 0 if nobody did.
    pub fn farthest(&self) -> u8 {
        self.reached().unwrap_or_else(|| self.last_ttl())
    }

    /// The TTLs before the target at which a router answered every packet. One that leaves some
    /// unanswered may leave others' unanswered too, and that shows nothing.
    pub fn reliable_routers(&self) -> Vec<u8> {
        let before = |ttl: u8| self.reached().is_none_or(|end| ttl < end);
        let hops = self.path.hops().into_iter().filter(|(ttl, _)| before(*ttl));
        let reliable = hops.filter(|(_, tries)| tries.iter().all(|t| t.answer.is_some()));
        reliable.map(|(ttl, _)| ttl).collect()
    }

    /// At which TTL the target answered.
    pub fn reached(&self) -> Option<u8> {
        self.reached
    }

    /// The last TTL at which a router answered; 0 if none did.
    pub fn last_ttl(&self) -> u8 {
        self.last.map_or(0, |(ttl, _)| ttl)
    }

    /// The last router that answered, as "after hop 2, 203.0.113.1 (r2.isp.example)".
    pub fn last_place(&self) -> Option<Arg> {
        self.last.map(|(ttl, from)| self.place(ttl, from))
    }

    /// "after hop 2, 203.0.113.1 (r2.isp.example)".
    pub fn place(&self, ttl: u8, router: IpAddr) -> Arg {
        let name = self.name(router).map(|n| format!(" ({n})")).unwrap_or_default();
        let router = format!("{router}{name}");
        language::AFTER_HOP.of([("hop", ttl.into()), ("router", router.into())])
    }

    /// The routers up to this TTL, nearest first, with the TTLs at which they answered.
    pub fn routers_until(&self, ttl: u8) -> Vec<(u8, IpAddr)> {
        let at = |ttl| self.path.routers_at(ttl, self.addr).into_iter().map(move |r| (ttl, r));
        (1..=ttl).flat_map(at).filter(|(_, router)| *router != self.addr).collect()
    }
}
