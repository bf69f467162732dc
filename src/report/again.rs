//! What was looked at more than once, and what came of each look.
use probes::{Observation, Subject};

use crate::diagnosis::Facts;
use crate::diagnosis::facts::{Tried, stop};
use crate::language::{self, Language};

use super::header::time;
use super::places;
use super::quote::shortened;

/// A line for those of which the same came.
pub(super) fn lines(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let mut groups: Vec<(Vec<String>, Vec<u64>, Vec<&Subject>)> = Vec::new();
    for tried in facts.tried() {
        let came: Vec<String> = tried.looks.iter().map(|look| told(look, language)).collect();
        match groups.iter_mut().find(|(known, ..)| *known == came) {
            Some((.., subjects)) => subjects.push(tried.subject),
            None => groups.push((came, since(tried), vec![tried.subject])),
        }
    }
    groups.iter().map(|(came, since, subjects)| line(came, since, subjects, language)).collect()
}

fn line(came: &[String], since: &[u64], subjects: &[&Subject], language: Language) -> String {
    let looks = came.iter().zip(since).map(|(what, since)| match since {
        0 => what.clone(),
        us => language.say(language::AGAIN_AFTER, [("time", &time(*us)), ("what", what)]),
    });
    let (subject, looks) =
        (places::line(subjects, language), language.groups(&looks.collect::<Vec<_>>()));
    language.say(language::AGAIN_LINE, [("subject", &subject), ("looks", &looks)])
}

/// When each look began, since the first, µs.
fn since(tried: &Tried<'_>) -> Vec<u64> {
    let at = |look: &[&Observation]| look.first().map_or(0, |o| o.at_us);
    let first = tried.looks.first().map_or(0, |look| at(look));
    tried.looks.iter().map(|look| at(look).saturating_sub(first)).collect()
}

fn told(look: &[&Observation], language: Language) -> String {
    let Some((stop, failure)) = stop(look).and_then(|o| Some((o, o.failure.as_ref()?))) else {
        return language.text(language::AGAIN_WELL);
    };
    let protocol = stop.subject.service().map(|service| service.row().protocol);
    let step = language.told(&language::step(stop.step, protocol));
    let detail = shortened(&language.told(&language::failure(failure)));
    language.say(language::AGAIN_FAILED, [("step", &step), ("detail", &detail)])
}
