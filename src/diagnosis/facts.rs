//! Questions that rules and reports ask of a recording.
mod control;
mod endpoint;
mod fetched;
mod names;
mod pipelined;
mod retry;
mod round;
mod way;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use probes::dns::Lookup;
use probes::fetch::Fetch;
use probes::tls::Handshake;
use probes::tls::hello::Hello;
use probes::{Data, FailureKind, Observation, Step, Subject, limits};

use crate::certificate::{Judge, Judgement};
use crate::recording::{Recording, Skip};
use crate::target::{self, From, Role};

use control::Controls;
use names::Names;
use way::Ways;

pub use control::{Control, Reach};
pub use endpoint::{Endpoint, Mechanisms, Outcome, inside_tls, is_cut, lists_nothing};
pub use fetched::Fetched;
pub use pipelined::{Fate, Pipelined};
pub use retry::Retry;
pub use round::{Tried, stop};
pub use way::Traced;

/// A recording with the moment as of which it is judged.
pub struct Facts<'r> {
    /// The recording.
    pub recording: &'r Recording,
    /// As of when, seconds since the Unix epoch.
    pub at: u64,
    seen: Vec<&'r Observation>,
    tried: Vec<Tried<'r>>,
    endpoints: Vec<Endpoint<'r>>,
    /// Places in `endpoints`.
    at_addr: HashMap<IpAddr, Vec<usize>>,
    /// Places in `endpoints`.
    on_port: HashMap<(IpAddr, u16), Vec<usize>>,
    ways: Ways<'r>,
    controls: Controls<'r>,
    names: Names<'r>,
    exchangers: BTreeSet<&'r str>,
    files: Vec<Outcome<'r, Fetch>>,
    fetched: Vec<Fetched<'r>>,
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

impl<'r> Facts<'r> {
    /// The facts of a recording, to be judged as of a moment.
    pub fn new(recording: &'r Recording, at: u64) -> Self {
        let (seen, tried) = round::split(recording);
        let endpoints = endpoint::all(&seen, &tried);
        let files = fetched::files(recording);
        let fetched = fetched::all(&files);
        let verdicts = verdicts(recording, &seen, &fetched, at);
        let mut judged = HashMap::new();
        for (place, verdict) in verdicts.iter().enumerate() {
            judged.entry(verdict.handshake.id).or_insert(place);
        }
        let exchangers = exchanger_names(&seen);
        let names = Names::new(&seen);
        let ways = Ways::new(recording);
        let (mut at_addr, mut on_port) = (HashMap::new(), HashMap::new());
        for (place, Endpoint { addr, port, .. }) in endpoints.iter().enumerate() {
            at_addr.entry(*addr).or_insert_with(Vec::new).push(place);
            on_port.entry((*addr, *port)).or_insert_with(Vec::new).push(place);
        }
        Self {
            recording,
            at,
            seen,
            tried,
            endpoints,
            at_addr,
            on_port,
            names,
            ways,
            controls: Controls::new(recording),
            exchangers,
            files,
            fetched,
            verdicts,
            judged,
        }
    }

    /// What was asked for.
    pub fn asked(&self) -> &'r target::Asked {
        &self.recording.asked
    }

    /// The observations that count: of what was looked at more than once, those of the last look.
    pub fn seen(&self) -> &[&'r Observation] {
        &self.seen
    }

    /// What was looked at more than once.
    pub fn tried(&self) -> &[Tried<'r>] {
        &self.tried
    }

    /// What was not tried, but for what was tried in a later round.
    pub fn skipped(&self) -> impl Iterator<Item = &'r Skip> {
        round::not_tried(&self.recording.skipped, &self.tried)
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
        let asked = self.asked();
        let named = asked.ports_from == From::User && !asked.must_be_closed(endpoint.port);
        let named = named || asked.must_be_open(endpoint.port);
        (named && self.is_host(endpoint.host))
            || (self.is_exchanger(endpoint.host) && endpoint.port == 25)
    }

    /// Whether somebody says that it must be closed.
    pub fn must_be_closed(&self, endpoint: &Endpoint<'_>) -> bool {
        self.is_host(endpoint.host) && self.asked().must_be_closed(endpoint.port)
    }

    /// The question for the domain's exchangers.
    pub fn mx(&self) -> Option<Asked<'r>> {
        self.lookups(Step::Mx).next()
    }

    /// All questions of a kind that were put to those who are usually asked.
    pub fn lookups(&self, step: Step) -> impl Iterator<Item = Asked<'r>> + use<'_, 'r> {
        names::usual(&self.seen, step)
    }

    /// Those about names and not about addresses: MX, A, AAAA.
    pub fn forward(&self) -> impl Iterator<Item = Asked<'r>> + use<'_, 'r> {
        names::forward(&self.seen)
    }

    /// Those about the name of a subject, in whatever role it was looked at.
    pub fn about_name(&self, subject: &Subject) -> &[Asked<'r>] {
        self.names.usual(subject)
    }

    /// The same questions put to others: records of names as they tell them.
    pub fn views(&self) -> impl Iterator<Item = Asked<'r>> + use<'_, 'r> {
        names::views(&self.seen)
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
    pub fn paths(&self) -> &[Traced<'r>] {
        self.ways.all()
    }

    /// The paths that were traced as far as they go. Of one that failed, was cut short, or came to
    /// the largest TTL that was allowed, it is not known where packets end.
    pub fn whole_paths(&self) -> impl Iterator<Item = Traced<'r>> {
        self.ways.whole()
    }

    /// The paths to an address that were traced as far as they go.
    pub fn paths_to(&self, addr: IpAddr) -> Vec<Traced<'r>> {
        self.ways.to(addr).collect()
    }

    /// The path to one port of an address, by packets to that port.
    pub fn path_to_port(&self, addr: IpAddr, port: u16) -> Option<Traced<'r>> {
        self.ways.to(addr).find(|p| p.is_to(port))
    }

    /// The path that shows best how far packets to an address come, whatever becomes of those to
    /// one port: to a port that answers, or to none.
    pub fn way_to(&self, addr: IpAddr) -> Option<Traced<'r>> {
        let open = |port| self.endpoints_on(addr, port).any(Endpoint::is_open);
        let paths = self.ways.to(addr).filter(|p| !p.is_tcp() || p.port.is_some_and(open));
        paths.max_by_key(|p| (p.reached().is_some(), p.is_tcp(), p.last_ttl()))
    }

    /// Whether packets were seen to go on behind this router: any, or those to one port.
    pub fn passes(&self, router: IpAddr, port: Option<u16>) -> bool {
        self.ways.passes(router, port)
    }

    /// The endpoints on an address.
    pub fn endpoints_at(&self, addr: IpAddr) -> impl Iterator<Item = &Endpoint<'r>> {
        let places = self.at_addr.get(&addr).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|place| &self.endpoints[*place])
    }

    /// The endpoints on one port of an address.
    pub fn endpoints_on(&self, addr: IpAddr, port: u16) -> impl Iterator<Item = &Endpoint<'r>> {
        let places = self.on_port.get(&(addr, port)).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|place| &self.endpoints[*place])
    }

    /// The hosts with which the target is compared, port by port.
    pub fn controls(&self) -> &[Control<'r>] {
        self.controls.all()
    }

    /// Their names, each once, with commas.
    pub fn control_names(&self) -> String {
        let mut names: Vec<&str> = self.asked().controls.iter().map(|c| &c.host[..]).collect();
        names.sort_unstable();
        names.dedup();
        names.join(", ")
    }

    /// What they show of a port over the family of this address, for one family may be blocked
    /// where the other is not; nothing where it was not tried.
    pub fn control_on(&self, addr: IpAddr, port: u16) -> Option<Reach> {
        self.controls.on(addr, port)
    }

    /// What they show of a family of addresses, that of this one.
    pub fn control_over(&self, addr: IpAddr) -> Option<Reach> {
        self.controls.over(addr)
    }

    /// The files that were asked for because a chain lacked a certificate.
    pub fn files(&self) -> &[Outcome<'r, Fetch>] {
        &self.files
    }

    /// The certificates in them; paths name them by their places here.
    pub fn fetched(&self) -> &[Fetched<'r>] {
        &self.fetched
    }

    /// What is wrong with the chains, handshake by handshake.
    pub fn verdicts(&self) -> &[Verdict<'r>] {
        &self.verdicts
    }

    /// What is wrong with the chain that an endpoint shows, whether its handshake showed it or what
    /// was asked after that.
    pub fn verdict_on(&self, endpoint: &Endpoint<'r>) -> Option<&Verdict<'r>> {
        self.verdict(endpoint.shown()?.0)
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

/// The exchangers that the domain lists, and those that were looked at in its place.
fn exchanger_names<'r>(seen: &[&'r Observation]) -> BTreeSet<&'r str> {
    let mut names = BTreeSet::new();
    for observation in seen {
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
fn verdicts<'r>(
    recording: &'r Recording,
    seen: &[&'r Observation],
    fetched: &[Fetched<'r>],
    at: u64,
) -> Vec<Verdict<'r>> {
    let shaken: Vec<_> = seen
        .iter()
        .filter_map(|o| match &o.saw {
            Data::Handshake(h) => Some((*o, &h.chain, &h.server_name, ocsp(h))),
            Data::Hello(h) => Some((*o, &h.chain, &h.server_name, None)),
            _ => None,
        })
        .filter(|(_, chain, ..)| !chain.is_empty())
        .collect();
    let seen = shaken.iter().flat_map(|(_, chain, ..)| chain.iter().take(limits::CHAIN).skip(1));
    let fetched = fetched.iter().map(|one| one.der);
    let mut judge = Judge::new(&recording.trust.roots, seen, at).with_fetched(fetched);
    let mut other = recording.trust.other.as_ref().map(|o| Judge::new(&o.roots, [], at));
    let verdict = |(handshake, chain, name, staple): (_, &'r Vec<_>, &'r String, _)| {
        let told = match judge.judge(chain, name, staple) {
            told if is_left_out(handshake) => told.of_a_part(),
            told => told,
        };
        let beside = other.as_mut().map(|judge| judge.judge(chain, name, staple));
        let elsewhere = beside.as_ref().map(Judgement::leads_to_root);
        let told = beside.iter().fold(told, Judgement::beside);
        Verdict { handshake, told, elsewhere }
    };
    shaken.into_iter().map(verdict).collect()
}

/// Whether the server sent certificates that were not kept.
const fn is_left_out(shown: &Observation) -> bool {
    match &shown.saw {
        Data::Handshake(Handshake { left_out, .. }) | Data::Hello(Hello { left_out, .. }) => {
            *left_out > 0
        }
        _ => false,
    }
}

fn ocsp(shown: &Handshake) -> Option<&[u8]> {
    shown.ocsp.as_ref().map(|response| &response.0[..])
}
