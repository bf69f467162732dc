//! Whether both runs were asked the same, as far as a finding depends on it.
use std::collections::HashSet;
use std::net::IpAddr;

use probes::{Observation, Step, Subject};

use super::conditions;
use super::pairs::Pairs;
use super::{Both, Kind, is_redacted};
use crate::diagnosis;
use crate::finding::Finding;
use crate::recording::Recording;
use crate::target::{Family, Trace};

/// A finding is the same in both runs if it has the same code and the same place.
pub(super) type Key = (&'static str, Subject);

/// What was asked of the two runs.
pub(super) struct Terms<'r> {
    pairs: &'r Pairs,
    differ: Vec<Kind>,
    /// Whether other hosts were compared, or only one run came to them.
    controls: bool,
    /// What each would have found if it had been asked only for what both were asked for; absent
    /// where that is everything.
    shared: Option<Both<HashSet<Key>>>,
}

impl<'r> Terms<'r> {
    pub(super) fn new(before: &Recording, after: &Recording, pairs: &'r Pairs) -> Self {
        let redacted = is_redacted(before) || is_redacted(after);
        let differ = conditions::asked(before, after, redacted);
        let controls = differ.contains(&Kind::Controls) || compares(before) != compares(after);
        let mut terms = Self { pairs, differ, controls, shared: None };
        if controls || !terms.differ.is_empty() {
            let (one, other) = (terms.found(before, after), terms.found(after, before));
            terms.shared = Some(Both { before: one, after: other });
        }
        terms
    }

    /// Whether a finding of one run would be missing in the other also if both had been asked the
    /// same.
    pub(super) fn tell_of(
        &self,
        finding: &Finding,
        seen: &[&Observation],
        is_before: bool,
    ) -> bool {
        let Some(Both { before, after }) = &self.shared else { return true };
        let (own, other) = if is_before { (before, after) } else { (after, before) };
        let key = (finding.code, self.pairs.place(&finding.subject));
        let by_control = self.controls && seen.iter().any(|o| o.subject.is_control());
        let by_all = self.depend(finding.code);
        !by_control && !by_all && own.contains(&key) && !other.contains(&key)
    }

    /// Whether such a finding depends on all that was asked for, and that differs.
    fn depend(&self, code: &str) -> bool {
        let differs = |kind| self.differ.contains(&kind);
        let of_all = PREFIXES.iter().any(|p| code.starts_with(p)) || CODES.contains(&code);
        (of_all && (self.controls || WHOLE.iter().any(|kind| differs(*kind))))
            || (OF_CHAINS.contains(&code) && differs(Kind::FetchAia))
    }

    /// What is found in a run without what the other was not asked for.
    fn found(&self, of: &Recording, other: &Recording) -> HashSet<Key> {
        let mut shared = of.clone();
        self.limit(&mut shared, other);
        let families = [of, other].map(|run| run.asked.family);
        shared
            .observations
            .retain(|o| self.is_shared(&o.subject, o.round, [of, other]) && asks(families, o.step));
        shared.skipped.retain(|s| self.is_shared(&s.subject, s.round, [of, other]));
        let findings = diagnosis::diagnose(&shared);
        findings.iter().map(|f| (f.code, self.pairs.place(&f.subject))).collect()
    }

    fn limit(&self, shared: &mut Recording, other: &Recording) {
        let (asked, theirs) = (&mut shared.asked, &other.asked);
        asked.ports.retain(|port| theirs.ports.contains(port));
        asked.retries = asked.retries.min(theirs.retries);
        asked.fetch_aia &= theirs.fetch_aia;
        if asked.family == Family::Any {
            asked.family = theirs.family;
        }
        asked.tls_scan &= theirs.tls_scan;
        if self.controls {
            asked.controls.clear();
        }
        if self.differ.contains(&Kind::Views) {
            asked.views.clear();
        }
        if self.differ.contains(&Kind::Expect) {
            asked.expect = None;
        }
        if self.traces_differ() {
            asked.trace = Trace::Off;
        }
    }

    fn is_shared(&self, subject: &Subject, round: u8, runs: [&Recording; 2]) -> bool {
        let [one, other] = runs.map(|run| &run.asked);
        if round > one.retries.min(other.retries) {
            return false;
        }
        match subject {
            subject if subject.is_control() && self.controls => false,
            subject if subject.is_scan() => one.tls_scan && other.tls_scan,
            Subject::View { resolver: Some(_), .. } => !self.differ.contains(&Kind::Views),
            Subject::Issuer { .. } => one.fetch_aia && other.fetch_aia,
            Subject::Path { .. } if self.traces_differ() => false,
            subject => {
                let has = |run: &Recording, port| run.asked.ports.iter().any(|p| p.port == port);
                let alike = |port| has(runs[0], port) == has(runs[1], port);
                let of_family = |a| admits(one.family, a) == admits(other.family, a);
                subject.port().is_none_or(alike) && subject.addr().is_none_or(of_family)
            }
        }
    }

    fn traces_differ(&self) -> bool {
        let of_traces = [Kind::Trace, Kind::TracePort, Kind::MaxHops];
        of_traces.iter().any(|kind| self.differ.contains(kind))
    }
}

/// What changes the whole that some findings are judged by.
const WHOLE: &[Kind] = &[
    Kind::Role,
    Kind::Ports,
    Kind::Family,
    Kind::Connect,
    Kind::Views,
    Kind::Controls,
    Kind::TlsScan,
    Kind::FetchAia,
];

/// Findings that are judged by all that was seen, and not only by what they name.
const PREFIXES: &[&str] = &["cause.", "provider.", "path.port-25-"];
const CODES: &[&str] = &[
    "tcp.not-a-client-host",
    "tcp.nothing-listens",
    "tcp.host-down",
    "tcp.host-silent",
    "dns.half-a-name",
    "other.unexplained",
];
/// Findings that are judged by what was fetched, too.
const OF_CHAINS: &[&str] = &["tls.unknown-issuer", "tls.incomplete-chain"];

fn compares(recording: &Recording) -> bool {
    recording.observations.iter().any(|o| o.subject.is_control())
}

/// Whether both look up, or neither.
fn asks([one, other]: [Family; 2], step: Step) -> bool {
    match step {
        Step::A => (one == Family::Ipv6) == (other == Family::Ipv6),
        Step::Aaaa => (one == Family::Ipv4) == (other == Family::Ipv4),
        _ => true,
    }
}

const fn admits(family: Family, addr: IpAddr) -> bool {
    match family {
        Family::Any => true,
        Family::Ipv4 => addr.is_ipv4(),
        Family::Ipv6 => addr.is_ipv6(),
    }
}
