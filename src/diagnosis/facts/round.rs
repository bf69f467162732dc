//! What was looked at more than once, because it had failed in a way that may pass: what counts is
//! the last look that was not cut short.
use std::collections::{BTreeMap, HashMap};

use probes::observation::{Series, stopped};
use probes::{FailureKind, Observation, Step, Subject};

use super::kind;
use crate::recording::{Recording, Skip};

/// What was visited more than once, with all looks at it.
pub struct Tried<'r> {
    /// The subject.
    pub subject: &'r Subject,
    /// What was seen at each look, in order; at least two.
    pub looks: Vec<Vec<&'r Observation>>,
    /// Which of the looks counts.
    pub counts: usize,
    /// How an earlier handshake was asked about (`Subject::Retry`), where the one that counts
    /// works, or was not reached.
    pub beside: Vec<&'r Observation>,
}

/// What is looked at in one visit: a subject, or one of those of its steps that don't wait for each
/// other.
pub(super) type Visited<'r> = (&'r Subject, Option<Step>);

/// What was not tried, but for what was tried in a later round.
pub(super) fn not_tried<'r>(
    skipped: &'r [Skip],
    tried: &[Tried<'r>],
) -> impl Iterator<Item = &'r Skip> + use<'r> {
    let counts = |tried: &Tried<'r>| (tried.visited(), tried.last()[0].round);
    let counting: HashMap<_, u8> = tried.iter().map(counts).collect();
    let counts = move |skip: &&Skip| {
        let visited = skip.steps.first().map(|step| visited(&skip.subject, *step));
        visited.and_then(|v| counting.get(&v)).is_none_or(|round| skip.round >= *round)
    };
    skipped.iter().filter(counts)
}

impl<'r> Tried<'r> {
    fn new(subject: &'r Subject, looks: BTreeMap<u8, Vec<&'r Observation>>) -> Self {
        let looks: Vec<Vec<_>> = looks.into_values().collect();
        let is_whole = |look: &Vec<&Observation>| !look.iter().any(|o| is_cut(o));
        let counts = looks.iter().rposition(is_whole).unwrap_or_default();
        Self { subject, looks, counts, beside: vec![] }
    }

    /// The look that counts.
    pub fn last(&self) -> &[&'r Observation] {
        &self.looks[self.counts]
    }

    /// All looks but that one.
    pub fn others(&self) -> impl Iterator<Item = &[&'r Observation]> {
        let all = self.looks.iter().enumerate();
        all.filter(|(place, _)| *place != self.counts).map(|(_, look)| &look[..])
    }

    /// The looks before it.
    pub fn earlier(&self) -> &[Vec<&'r Observation>] {
        &self.looks[..self.counts]
    }

    /// The step at which a look before it had failed, as it went well at last.
    pub fn mended(&self, failed: &Observation) -> Option<&'r Observation> {
        let same = |o: &&&Observation| (o.step, o.nth) == (failed.step, failed.nth);
        self.last().iter().find(same).copied().filter(|o| o.failure.is_none())
    }

    /// What is looked at.
    fn visited(&self) -> Visited<'r> {
        visited(self.subject, self.last()[0].step)
    }

    fn holds(&self, seen: &Observation) -> bool {
        self.last().first().is_some_and(|first| first.round == seen.round)
    }

    /// Whether it was asked about a handshake that no longer matters.
    fn outdates(&self, asked: &Observation) -> bool {
        let failed = |o: &&Observation| o.step == Step::Handshake && o.failure.is_some();
        let before = self.last().first().is_some_and(|first| asked.at_us < first.at_us);
        before && !self.last().iter().any(failed)
    }
}

/// What stopped a look, if anything did.
pub fn stop<'r>(look: &[&'r Observation]) -> Option<&'r Observation> {
    stopped(look.iter().copied())
}

fn is_cut(observation: &Observation) -> bool {
    kind(observation) == Some(FailureKind::CutShort)
}

fn visited(subject: &Subject, step: Step) -> Visited<'_> {
    (subject, matches!(subject.series(), Series::AtOnce(_)).then_some(step))
}

/// What counts, in the order of the recording, and what was looked at more than once.
pub(super) fn split(recording: &Recording) -> (Vec<&Observation>, Vec<Tried<'_>>) {
    let mut tried = all(recording);
    let places: HashMap<Visited<'_>, usize> =
        tried.iter().enumerate().map(|(place, tried)| (tried.visited(), place)).collect();
    if tried.is_empty() {
        return (recording.observations.iter().collect(), tried);
    }
    let mut counting = Vec::new();
    for seen in &recording.observations {
        let endpoint = seen.subject.endpoint().filter(|_| !seen.subject.is_scan());
        let of_endpoint = || endpoint.as_ref().and_then(|e| places.get(&(e, None)));
        match places.get(&visited(&seen.subject, seen.step)) {
            Some(place) if !tried[*place].holds(seen) => continue,
            Some(_) => {}
            None => {
                if let Some(place) = of_endpoint().filter(|place| tried[**place].outdates(seen)) {
                    tried[*place].beside.push(seen);
                    continue;
                }
            }
        }
        counting.push(seen);
    }
    (counting, tried)
}

fn all(recording: &Recording) -> Vec<Tried<'_>> {
    let again = recording.observations.iter().filter(|o| o.round > 0);
    let mut looks: BTreeMap<Visited<'_>, BTreeMap<u8, Vec<&Observation>>> =
        again.map(|o| (visited(&o.subject, o.step), BTreeMap::new())).collect();
    for seen in &recording.observations {
        if let Some(rounds) = looks.get_mut(&visited(&seen.subject, seen.step)) {
            rounds.entry(seen.round).or_default().push(seen);
        }
    }
    // A round without one before it is no further look.
    let several = looks.into_iter().filter(|(_, rounds)| rounds.len() > 1);
    several.map(|((subject, _), rounds)| Tried::new(subject, rounds)).collect()
}
