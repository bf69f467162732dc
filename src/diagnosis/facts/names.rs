//! Questions to the DNS, by the names that they are about: a recording may have thousands.
use std::collections::HashMap;

use probes::{Data, Observation, Step, Subject};

use super::Asked;

/// The questions about each name.
pub(super) struct Names<'r> {
    usual: HashMap<&'r str, Vec<Asked<'r>>>,
    views: HashMap<&'r str, Vec<Asked<'r>>>,
}

impl<'r> Names<'r> {
    pub(super) fn new(seen: &[&'r Observation]) -> Self {
        Self { usual: by_name(forward(seen)), views: by_name(views(seen)) }
    }

    pub(super) fn usual(&self, subject: &Subject) -> &[Asked<'r>] {
        about(&self.usual, subject)
    }

    pub(super) fn views(&self, subject: &Subject) -> &[Asked<'r>] {
        about(&self.views, subject)
    }
}

/// All questions that are observations of their own.
fn all<'r>(seen: &[&'r Observation]) -> impl Iterator<Item = Asked<'r>> {
    seen.iter().filter_map(|o| match &o.saw {
        Data::Lookup(lookup) => Some((*o, lookup)),
        _ => None,
    })
}

/// Those of a kind that were put to those who are usually asked.
pub(super) fn usual<'r>(seen: &[&'r Observation], step: Step) -> impl Iterator<Item = Asked<'r>> {
    all(seen).filter(move |(o, l)| {
        o.step == step && l.question.via.is_usual() && !o.subject.is_control()
    })
}

/// Those of them that are about names and not about addresses.
pub(super) fn forward<'r>(seen: &[&'r Observation]) -> impl Iterator<Item = Asked<'r>> {
    [Step::Mx, Step::A, Step::Aaaa].into_iter().flat_map(|step| usual(seen, step))
}

/// Those that were put to others.
pub(super) fn views<'r>(seen: &[&'r Observation]) -> impl Iterator<Item = Asked<'r>> {
    all(seen).filter(|(o, _)| matches!(o.subject, Subject::View { .. }))
}

fn by_name<'r>(asked: impl Iterator<Item = Asked<'r>>) -> HashMap<&'r str, Vec<Asked<'r>>> {
    let mut found: HashMap<&str, Vec<Asked<'_>>> = HashMap::new();
    for one in asked {
        if let Some(name) = one.0.subject.name() {
            found.entry(name).or_default().push(one);
        }
    }
    found
}

fn about<'f, 'r>(
    names: &'f HashMap<&'r str, Vec<Asked<'r>>>,
    subject: &Subject,
) -> &'f [Asked<'r>] {
    subject.name().and_then(|name| names.get(name)).map_or(&[], Vec::as_slice)
}
