//! One of the two runs: what it looked at, and what it therefore can say of the other's findings.
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;

use probes::{FailureKind, Observation, Step, Subject};

use super::pairs::{self, Pairs};
use crate::diagnosis::{self, Facts};
use crate::finding::Finding;
use crate::recording::{Because, Recording};
use crate::target::Trace;

/// One of the two runs.
pub(super) struct Look<'r> {
    pub(super) facts: Facts<'r>,
    pub(super) findings: Vec<Finding>,
    pairs: &'r Pairs,
    by_id: HashMap<u32, &'r Observation>,
    /// The steps that were taken and not cut short, by place.
    taken: HashSet<(Subject, Step)>,
    /// The places that were looked at, but for those that the end of the run left unfinished.
    whole: HashSet<Subject>,
    /// The addresses that any host has.
    addrs: HashSet<IpAddr>,
}

impl<'r> Look<'r> {
    pub(super) fn new(recording: &'r Recording, pairs: &'r Pairs) -> Self {
        let all = || recording.observations.iter();
        let cut = |o: &&Observation| kind(o) == Some(FailureKind::CutShort);
        let ended = recording.skipped.iter().filter(|s| s.because == Because::RunEnded);
        let places = |o: &Observation| pairs.place(&o.subject);
        let mut whole: HashSet<Subject> = all().map(places).collect();
        for subject in all().filter(cut).map(|o| &o.subject).chain(ended.map(|s| &s.subject)) {
            whole.remove(&pairs.place(subject));
        }
        let by_host = pairs::addresses(recording);
        let known = by_host.iter().flat_map(|(host, own)| own.iter().map(move |a| (host, *a)));
        Self {
            facts: Facts::new(recording, recording.at),
            findings: diagnosis::diagnose(recording),
            pairs,
            by_id: all().map(|o| (o.id, o)).collect(),
            taken: all().filter(|o| !cut(o)).map(|o| (places(o), o.step)).collect(),
            whole,
            addrs: known.map(|(host, addr)| pairs.addr(Some(host), addr)).collect(),
        }
    }

    /// What stands for a subject in both runs.
    pub(super) fn place(&self, subject: &Subject) -> Subject {
        self.pairs.place(subject)
    }

    /// Whether it looked at what a finding of the other run rests on.
    pub(super) fn has_looked(&self, other: &Self, finding: &Finding) -> bool {
        other.support(finding).into_iter().all(|seen| self.has_taken(other, seen))
    }

    /// The observations that a finding names.
    pub(super) fn seen(&self, finding: &Finding) -> Vec<&'r Observation> {
        finding.evidence.iter().filter_map(|id| self.by_id.get(id).copied()).collect()
    }

    /// The observations that a finding cannot do without. What failed at one place after something
    /// else had failed there follows from that.
    fn support(&self, finding: &Finding) -> Vec<&'r Observation> {
        let mut failed: BTreeMap<&Subject, u32> = BTreeMap::new();
        let seen = self.seen(finding);
        for observation in seen.iter().filter(|o| o.failure.is_some()) {
            let first = failed.entry(&observation.subject).or_insert(observation.id);
            *first = observation.id.min(*first);
        }
        let first = |o: &Observation| failed.get(&o.subject).is_none_or(|id| *id == o.id);
        seen.into_iter().filter(|o| o.failure.is_none() || first(o)).collect()
    }

    fn has_taken(&self, other: &Self, seen: &Observation) -> bool {
        let place = self.place(&seen.subject);
        let by_way = match &place {
            // A port that answers is not traced.
            Subject::Path { addr, port: Some(port), .. } => self.is_open(*addr, *port),
            Subject::Retry { offer, .. } if !offer.is_scan() => {
                place.endpoint().is_some_and(|e| self.taken.contains(&(e, Step::Handshake)))
            }
            // What is missing is looked for only where it is missing.
            Subject::Issuer { host, addr, .. } => {
                let of_host = |s: &Subject| s.name() == Some(host) && s.addr() == Some(*addr);
                let fetches = self.facts.asked().fetch_aia;
                fetches && self.taken.iter().any(|(s, step)| *step == Step::Handshake && of_host(s))
            }
            _ => false,
        };
        by_way || self.taken.contains(&(place, seen.step)) || self.knows_gone(other, &seen.subject)
    }

    fn is_open(&self, addr: IpAddr, port: u16) -> bool {
        let at = |e: &&crate::diagnosis::facts::Endpoint<'_>| {
            e.port == port && self.pairs.addr(Some(e.host), e.addr) == addr
        };
        self.facts.endpoints().iter().filter(at).any(|e| e.is_open())
    }

    /// Whether the DNS does not name any more what the other run looked at.
    fn knows_gone(&self, other: &Self, subject: &Subject) -> bool {
        let host_gone = subject.name().is_some_and(|name| {
            let named = |look: &Self| look.facts.is_exchanger(name) || look.facts.is_host(name);
            let told = self.facts.mx().is_some_and(|(seen, _)| seen.failure.is_none());
            other.facts.is_exchanger(name) && !named(self) && told
        });
        let addr_gone = subject.addr().is_some_and(|addr| {
            let known = self.pairs.addr(subject.name(), addr);
            !self.addrs.contains(&known) && self.has_resolved(addr)
        });
        host_gone || addr_gone
    }

    /// Whether the DNS told all addresses of that family.
    fn has_resolved(&self, addr: IpAddr) -> bool {
        let step = if addr.is_ipv4() { Step::A } else { Step::Aaaa };
        let mut asked = self.facts.lookups(step).peekable();
        asked.peek().is_some() && asked.all(|(seen, _)| seen.failure.is_none())
    }

    /// What the other run looked at and this one did not, though nothing that it saw says why.
    pub(super) fn missed_of(&self, other: &Self) -> Vec<Subject> {
        let mut known = HashSet::new();
        let subjects = other.facts.subjects().filter(|s| known.insert(*s));
        subjects.filter(|s| self.has_missed(other, s)).cloned().collect()
    }

    fn has_missed(&self, other: &Self, subject: &Subject) -> bool {
        let place = self.place(subject);
        let on_occasion = match subject {
            Subject::Path { port: Some(_), .. } => self.facts.asked().trace != Trace::Off,
            Subject::Retry { .. } | Subject::Issuer { .. } | Subject::View { .. } => true,
            Subject::Unknown => true,
            _ => false,
        };
        let finished = other.whole.contains(&place) && !self.whole.contains(&place);
        finished && !on_occasion && !self.knows_gone(other, subject)
    }
}

fn kind(observation: &Observation) -> Option<FailureKind> {
    diagnosis::facts::kind(observation)
}
