//! What each run saw, side by side.
use std::collections::BTreeMap;

use probes::{Observation, Subject};

use super::{Both, Change, Kind, Side};
use crate::finding::{Arg, Joint};
use crate::language;

/// What one run saw, by what stands for the place in both runs.
#[derive(Default)]
pub(super) struct Seen(BTreeMap<(Subject, Kind), Side>);

/// What differs, and how much does not.
#[derive(Default)]
pub(super) struct Sides {
    changes: BTreeMap<(Kind, Arg, Arg), Both<Side>>,
    pub(super) agreed: usize,
}

impl Seen {
    /// Adds what was seen in an observation.
    pub(super) fn add(&mut self, place: &Subject, kind: Kind, seen: &Observation, value: Arg) {
        let side = Side::of(&seen.subject, value, seen.id);
        self.0.entry((place.clone(), kind)).or_insert(side);
    }
}

impl Sides {
    /// Adds what both saw, but otherwise. What only one saw is a consequence of something else, or
    /// the other did not look there.
    pub(super) fn differences(&mut self, before: &Seen, after: &Seen) {
        for (key, one) in &before.0 {
            match after.0.get(key) {
                Some(other) if one.value == other.value => self.agreed += 1,
                Some(other) => self.add(key.1, one.clone(), other.clone()),
                None => {}
            }
        }
    }

    /// Adds what differs; where the same does, it stands together.
    pub(super) fn add(&mut self, kind: Kind, before: Side, after: Side) {
        let key = (kind, before.value.clone(), after.value.clone());
        match self.changes.get_mut(&key) {
            Some(known) => {
                known.before.take(before);
                known.after.take(after);
            }
            None => {
                self.changes.insert(key, Both { before, after });
            }
        }
    }

    /// All that differs.
    pub(super) fn grouped(self) -> Vec<Change> {
        let changes = self.changes.into_iter();
        changes.map(|((kind, ..), Both { before, after })| Change { kind, before, after }).collect()
    }
}

impl Side {
    pub(super) fn of(subject: &Subject, value: Arg, id: u32) -> Self {
        Self { subjects: vec![subject.clone()], value, evidence: vec![id] }
    }

    fn take(&mut self, other: Self) {
        self.subjects.extend(other.subjects);
        self.evidence.extend(other.evidence);
    }
}

/// Words in a row, in an order of our own; "none" without any.
pub(super) fn listed(words: impl IntoIterator<Item = String>) -> Arg {
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort();
    words.dedup();
    match words.is_empty() {
        true => language::NONE.into(),
        false => Arg::Series(Joint::List, words.into_iter().map(Arg::Plain).collect()),
    }
}

/// Yes or no.
pub(super) fn whether(holds: bool) -> Arg {
    if holds { language::YES.into() } else { language::DIFF_NO.into() }
}
