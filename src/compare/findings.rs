//! Which findings are new, gone, changed, or the same.
use std::collections::{HashMap, VecDeque};

use super::Both;
use super::look::Look;
use super::terms::{Key, Terms};
use crate::finding::Finding;

/// Findings of both runs.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) only: Both<Vec<Finding>>,
    pub(super) unseen: Both<Vec<Finding>>,
    pub(super) changed: Vec<Both<Finding>>,
    pub(super) stayed: Vec<Both<Finding>>,
}

/// A finding is the same if it has the same code and the same place.
pub(super) fn sorted(before: &Look<'_>, after: &Look<'_>, terms: &Terms<'_>) -> Sorted {
    let mut sorted = Sorted::default();
    let mut left: HashMap<Key, VecDeque<&Finding>> = HashMap::new();
    for finding in &after.findings {
        left.entry(key(after, finding)).or_default().push_back(finding);
    }
    let mut known: Vec<&Finding> = Vec::new();
    for finding in &before.findings {
        match left.get_mut(&key(before, finding)).and_then(VecDeque::pop_front) {
            Some(other) => sorted.pair(finding, other),
            None => known.push(finding),
        }
    }
    (sorted.unseen.before, sorted.only.before) =
        apart(&known, |f| after.has_looked(before, f) && terms.tell_of(f, &before.seen(f), true));
    let is_left = |f: &&Finding| {
        left.get(&key(after, f)).is_some_and(|l| l.iter().any(|one| std::ptr::eq(*one, *f)))
    };
    let new: Vec<_> = after.findings.iter().filter(is_left).collect();
    (sorted.unseen.after, sorted.only.after) =
        apart(&new, |f| before.has_looked(after, f) && terms.tell_of(f, &after.seen(f), false));
    sorted
}

fn key(look: &Look<'_>, finding: &Finding) -> Key {
    (finding.code, look.place(&finding.subject))
}

/// Those that the other run could not have found, and those that it could.
fn apart(found: &[&Finding], could: impl Fn(&Finding) -> bool) -> (Vec<Finding>, Vec<Finding>) {
    found.iter().map(|f| (*f).clone()).partition(|f| !could(f))
}

impl Sorted {
    fn pair(&mut self, before: &Finding, after: &Finding) {
        let weight = |f: &Finding| (f.severity, f.confidence, f.actor);
        let same = weight(before) == weight(after);
        let list = if same { &mut self.stayed } else { &mut self.changed };
        list.push(Both { before: before.clone(), after: after.clone() });
    }
}
