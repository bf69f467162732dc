//! Questions that rules and reports ask of a recording.
mod endpoint;
mod names;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use probes::dns::{HopName, Lookup};
use probes::net::Method;
use probes::tls::Handshake;
use probes::trace::Path;
use probes::{Data, FailureKind, Observation, Step, Subject, limits};

use crate::certificate::{Judge, Judgement};
use crate::recording::Recording;
use crate::target::{self, From, Role};

use names::Names;

pub use endpoint::{Endpoint, Mechanisms, Outcome};

/// A recording with the moment as of which it is judged.
pub struct Facts<'r> {
    /// The recording.
    pub recording: &'r Recording,
    /// As of when, seconds since the Unix epoch.
    pub at: u64,
    endpoints: Vec<Endpoint<'r>>,
    names: Names<'r>,
    exchangers: BTreeSet<&'r str>,
    verdicts: Vec<Verdict<'r>>,
    /// Places in `verdicts`, by the handshake's id.
    judged: HashMap<u32, usize>,
}

/// A question to the DNS, as it was observed.
pub type Asked<'r> = (&'r Observation, &'r Lookup);

/// What is wrong with the chain of one handshake.
pub struct Verdict<'r> {
    /// The handshake.
    pub handshake: &'r Observation,
    /// All that is to be said of its chain.
    pub told: Judgement,
    /// Whether the store that was not chosen leads it to a root, if there was one.
    pub elsewhere: Option<bool>,
}

/// One traced path.
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
}

impl<'r> Facts<'r> {
    /// The facts of a recording, to be judged as of a moment.
    pub fn new(recording: &'r Recording, at: u64) -> Self {
        let endpoints = endpoint::all(recording);
        let verdicts = verdicts(recording, at);
        let mut judged = HashMap::new();
        for (place, verdict) in verdicts.iter().enumerate() {
            judged.entry(verdict.handshake.id).or_insert(place);
        }
        let exchangers = exchanger_names(recording);
        let names = Names::new(recording);
        Self { recording, at, endpoints, names, exchangers, verdicts, judged }
    }

    /// What was asked for.
    pub fn asked(&self) -> &'r target::Asked {
        &self.recording.asked
    }

    /// All endpoints, in the order of the recording.
    pub fn endpoints(&self) -> &[Endpoint<'r>] {
        &self.endpoints
    }

    /// The endpoints of the host that was asked for.
    pub fn host_endpoints(&self) -> impl Iterator<Item = &Endpoint<'r>> {
        self.endpoints.iter().filter(|e| self.is_host(e.host))
    }

    /// The endpoints of the domain's mail exchangers.
    pub fn exchanger_endpoints(&self) -> impl Iterator<Item = &Endpoint<'r>> {
        self.endpoints.iter().filter(|e| self.is_exchanger(e.host) && e.port == 25)
    }

    /// Whether the name is the one that was asked for, in the role of a host.
    pub fn is_host(&self, name: &str) -> bool {
        name == self.asked().target.name && self.asked().role != Role::Domain
    }

    /// Whether the name is one of the domain's mail exchangers.
    pub fn is_exchanger(&self, name: &str) -> bool {
        self.exchangers.contains(name)
    }

    /// The exchangers that the domain lists, lowest preference first.
    pub fn exchangers(&self) -> Vec<(u16, &'r str)> {
        self.mx().map(|(_, lookup)| lookup.answer.exchangers()).unwrap_or_default()
    }

    /// Whether the domain has exchangers to deliver to.
    pub fn receives_mail(&self) -> bool {
        self.exchangers().iter().any(|(_, host)| !host.is_empty())
    }

    /// Whether the user wants this port open, and didn't just leave it to the defaults.
    pub fn is_wanted(&self, endpoint: &Endpoint<'_>) -> bool {
        let named = self.is_host(endpoint.host) && self.asked().ports_from == From::User;
        named || (self.is_exchanger(endpoint.host) && endpoint.port == 25)
    }

    /// The question for the domain's exchangers.
    pub fn mx(&self) -> Option<Asked<'r>> {
        self.lookups(Step::Mx).next()
    }

    /// All questions of a kind that were put to those who are usually asked.
    pub fn lookups(&self, step: Step) -> impl Iterator<Item = Asked<'r>> + use<'r> {
        names::usual(self.recording, step)
    }

    /// Those about names and not about addresses: MX, A, AAAA.
    pub fn forward(&self) -> impl Iterator<Item = Asked<'r>> + use<'r> {
        names::forward(self.recording)
    }

    /// Those about the name of a subject, in whatever role it was looked at.
    pub fn about_name(&self, subject: &Subject) -> &[Asked<'r>] {
        self.names.usual(subject)
    }

    /// The same questions put to others: records of names as they tell them.
    pub fn views(&self) -> impl Iterator<Item = Asked<'r>> + use<'r> {
        names::views(self.recording)
    }

    /// Those about the name of a subject.
    pub fn views_of(&self, subject: &Subject) -> &[Asked<'r>] {
        self.names.views(subject)
    }

    /// The questions for the addresses of a subject.
    pub fn addresses_of(&self, subject: &Subject) -> Vec<Asked<'r>> {
        let own = |(o, _): &&Asked<'_>| o.step != Step::Mx && o.subject == *subject;
        self.about_name(subject).iter().filter(own).copied().collect()
    }

    /// The host and the exchangers, as far as they were looked up.
    pub fn named_subjects(&self) -> Vec<&'r Subject> {
        let mut known = HashSet::new();
        let subjects = self.lookups(Step::A).map(|(o, _)| &o.subject);
        subjects.filter(|subject| known.insert(*subject)).collect()
    }

    /// Everything that was looked at, once per observation.
    pub fn subjects(&self) -> impl Iterator<Item = &'r Subject> + use<'r> {
        self.recording.observations.iter().map(|o| &o.subject)
    }

    /// The paths that were traced.
    pub fn paths(&self) -> Vec<Traced<'r>> {
        let traces = self.recording.observations.iter().filter(|o| o.step == Step::Trace);
        traces.filter_map(|o| self.traced(o)).collect()
    }

    /// The paths that were traced as far as they go. Of one that failed, or was cut short, it is not
    /// known where packets end.
    pub fn whole_paths(&self) -> impl Iterator<Item = Traced<'r>> {
        self.paths().into_iter().filter(|p| p.observation.failure.is_none())
    }

    /// The paths to an address that were traced as far as they go.
    pub fn paths_to(&self, addr: IpAddr) -> Vec<Traced<'r>> {
        self.whole_paths().filter(|p| p.addr == addr).collect()
    }

    /// The path to one port of an address, by packets to that port.
    pub fn path_to_port(&self, addr: IpAddr, port: u16) -> Option<Traced<'r>> {
        self.whole_paths().find(|p| p.addr == addr && p.is_to(port))
    }

    /// The path that shows best how far packets to an address come, whatever becomes of those to
    /// one port: to a port that answers, or to none.
    pub fn way_to(&self, addr: IpAddr) -> Option<Traced<'r>> {
        let open =
            |port| self.endpoints.iter().any(|e| e.addr == addr && e.port == port && e.is_open());
        let fits = |p: &Traced<'_>| !p.is_tcp() || p.port.is_some_and(open);
        let paths = self.paths_to(addr).into_iter().filter(fits);
        paths.max_by_key(|p| (p.reached().is_some(), p.is_tcp(), p.last_ttl()))
    }

    fn traced(&self, observation: &'r Observation) -> Option<Traced<'r>> {
        let (Subject::Path { addr, port, .. }, Data::Path(path)) =
            (&observation.subject, &observation.saw)
        else {
            return None;
        };
        let named = self.recording.observations.iter().find_map(|o| match &o.saw {
            Data::HopNames(found) if o.subject == observation.subject => Some(&found.names[..]),
            _ => None,
        });
        Some(Traced {
            observation,
            addr: *addr,
            port: *port,
            path,
            names: named.unwrap_or_default(),
        })
    }

    /// What is wrong with the chains, handshake by handshake.
    pub fn verdicts(&self) -> &[Verdict<'r>] {
        &self.verdicts
    }

    /// What is wrong with the chain of this handshake; `None` if it showed none.
    pub fn verdict(&self, handshake: &Observation) -> Option<&Verdict<'r>> {
        self.judged.get(&handshake.id).map(|place| &self.verdicts[*place])
    }

    /// The ids of observations of a subject.
    pub fn ids(&self, subject: &Subject) -> Vec<u32> {
        let own = self.recording.observations.iter().filter(|o| o.subject == *subject);
        own.map(|o| o.id).collect()
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
        self.reached().is_none() && !self.path.circle(self.addr).is_empty()
    }

    /// At which TTL the target answered.
    pub fn reached(&self) -> Option<u8> {
        self.path.reached(self.addr)
    }

    /// The last TTL at which a router answered; 0 if none did.
    pub fn last_ttl(&self) -> u8 {
        self.path.last_router(self.addr).map_or(0, |(ttl, _)| ttl)
    }

    /// The last router that answered, as "after hop 2, 203.0.113.1 (r2.isp.example)".
    pub fn last_place(&self) -> Option<String> {
        self.path.last_router(self.addr).map(|(ttl, from)| self.place(ttl, from))
    }

    /// "after hop 2, 203.0.113.1 (r2.isp.example)".
    pub fn place(&self, ttl: u8, router: IpAddr) -> String {
        let name = self.name(router).map(|n| format!(" ({n})")).unwrap_or_default();
        format!("after hop {ttl}, {router}{name}")
    }

    /// The routers up to this TTL, nearest first, with the TTLs at which they answered.
    pub fn routers_until(&self, ttl: u8) -> Vec<(u8, IpAddr)> {
        let at = |ttl| self.path.routers_at(ttl, self.addr).into_iter().map(move |r| (ttl, r));
        (1..=ttl).flat_map(at).filter(|(_, router)| *router != self.addr).collect()
    }
}

/// The exchangers that the domain lists, and those that were looked at in its place.
fn exchanger_names(recording: &Recording) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for observation in &recording.observations {
        match (&observation.subject, &observation.saw) {
            (Subject::Exchanger { host }, _) => {
                names.insert(host.as_str());
            }
            (Subject::Domain { .. }, Data::Lookup(lookup)) => {
                names.extend(lookup.answer.exchangers().into_iter().map(|(_, host)| host));
            }
            _ => {}
        }
    }
    names
}

/// The kind of an observation's failure.
pub fn kind(observation: &Observation) -> Option<FailureKind> {
    observation.failure.as_ref().map(|f| f.kind)
}

/// In the order of the recording.
fn verdicts(recording: &Recording, at: u64) -> Vec<Verdict<'_>> {
    let shaken: Vec<_> = recording
        .observations
        .iter()
        .filter_map(|o| match &o.saw {
            Data::Handshake(handshake) if !handshake.chain.is_empty() => Some((o, handshake)),
            _ => None,
        })
        .collect();
    let seen = shaken.iter().flat_map(|(_, h)| h.chain.iter().take(limits::CHAIN).skip(1));
    let mut judge = Judge::new(&recording.trust.roots, seen, at);
    let mut other = recording.trust.other.as_ref().map(|o| Judge::new(&o.roots, [], at));
    shaken
        .into_iter()
        .map(|(handshake, shown)| Verdict {
            handshake,
            told: judge.judge(&shown.chain, &shown.server_name, ocsp(shown)),
            elsewhere: other.as_mut().map(|judge| {
                judge.judge(&shown.chain, &shown.server_name, ocsp(shown)).leads_to_root()
            }),
        })
        .collect()
}

fn ocsp(shown: &Handshake) -> Option<&[u8]> {
    shown.ocsp.as_ref().map(|response| &response.0[..])
}
