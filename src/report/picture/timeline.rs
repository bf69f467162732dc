//! Every step of every endpoint, in time.
use std::collections::HashMap;

use probes::net::Method;
use probes::{Data, FailureKind, Observation, Step, Subject};

use crate::diagnosis::Facts;
use crate::language::{self, Language};

use super::super::document::{Group, Row, Table, Tone};
use super::super::header::time;
use super::super::path::method_name;
use super::super::{places, rung};
use super::tone::{Tones, rank};
use super::{Bar, Lane, Timeline};

/// Lanes that are shown.
const LANES: usize = 40;

/// Steps that are told in numbers.
const STEPS: usize = 400;

/// The timeline, if anything was done.
pub(super) fn of(facts: &Facts<'_>, tones: &Tones<'_>, language: Language) -> Option<Timeline> {
    let mut seen: Vec<&Observation> = facts.recording.observations.iter().collect();
    seen.sort_by_key(|o| (o.at_us, o.id));
    let span_us = seen.iter().map(|o| end(o)).max()?.max(1);
    let teller = Teller { tones, language };
    let mut lanes = teller.lanes(&seen);
    let left = lanes.len().saturating_sub(LANES);
    keep(&mut lanes);
    let untold = seen.len().saturating_sub(STEPS);
    let say = |text, count: usize| (count > 0).then(|| language.say(text, [("count", &count)]));
    Some(Timeline {
        title: language.text(language::TIMELINE),
        about: teller.about(&seen, span_us),
        span_us,
        ticks: ticks(span_us),
        signs: signs(&lanes, language),
        lanes,
        more: say(language::MORE_ROWS, left),
        every_step: language.text(language::EVERY_STEP),
        ids: seen.iter().take(STEPS).map(|o| o.id).collect(),
        steps: teller.table(&seen[..seen.len().min(STEPS)]),
        untold: say(language::MORE_STEPS, untold),
    })
}

/// The worst lanes, and of those that are as good the first; in their order.
fn keep(lanes: &mut Vec<Lane>) {
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(rank(lanes[*i].tone)));
    order.truncate(LANES);
    let mut place = 0;
    lanes.retain(|_| {
        place += 1;
        order.contains(&(place - 1))
    });
}

/// Round moments, five at most.
fn ticks(span_us: u64) -> Vec<(u64, String)> {
    const MOST: u64 = 5;
    let mut step = 1_u64;
    for factor in [2, 5, 10].into_iter().cycle() {
        if span_us / step <= MOST {
            break;
        }
        let power = 10_u64.pow(step.ilog10());
        step = power.saturating_mul(factor);
    }
    let at = (1..=MOST).map(|n| n.saturating_mul(step)).take_while(|at| *at <= span_us);
    at.map(|at| (at, time(at))).collect()
}

fn signs(lanes: &[Lane], language: Language) -> Vec<(Tone, String)> {
    let all = [Tone::Good, Tone::Indifferent, Tone::Doubtful, Tone::Bad];
    let there = |tone: Tone| lanes.iter().flat_map(|l| &l.bars).any(|b| b.tone == tone);
    let shown = all.into_iter().filter(|tone| there(*tone));
    shown.map(|tone| (tone, language.text(language::tone(tone)))).collect()
}

const fn end(seen: &Observation) -> u64 {
    seen.at_us.saturating_add(seen.took_us)
}

/// What belongs to one lane: the subject, or the endpoint that is asked again; and the step, where
/// steps don't wait for each other.
type Key = (Subject, bool, Option<Step>);

fn key(seen: &Observation) -> Key {
    let again = matches!(seen.subject, Subject::Retry { .. });
    let subject = seen.subject.endpoint().unwrap_or_else(|| seen.subject.clone());
    let alone = matches!(subject.series(), probes::Series::AtOnce(_)).then_some(seen.step);
    (subject, again, alone)
}

struct Teller<'t, 'f> {
    tones: &'t Tones<'f>,
    language: Language,
}

impl Teller<'_, '_> {
    /// Lanes in the order in which they begin, but those of a group together.
    fn lanes(&self, seen: &[&Observation]) -> Vec<Lane> {
        let mut places: HashMap<Key, usize> = HashMap::new();
        let mut members: Vec<Vec<&Observation>> = Vec::new();
        for one in seen {
            let place = *places.entry(key(one)).or_insert_with(|| {
                members.push(Vec::new());
                members.len() - 1
            });
            members[place].push(one);
        }
        let mut groups: HashMap<String, usize> = HashMap::new();
        let mut lanes: Vec<(usize, u16, Lane)> = members
            .iter()
            .map(|own| {
                let lane = self.lane(own);
                let next = groups.len();
                let group = *groups.entry(lane.group.clone()).or_insert(next);
                (group, own[0].subject.port().unwrap_or(0), lane)
            })
            .collect();
        lanes.sort_by_key(|(group, port, _)| (*group, *port));
        lanes.into_iter().map(|(.., lane)| lane).collect()
    }

    fn lane(&self, own: &[&Observation]) -> Lane {
        let (group, label) = self.place(own[0]);
        let worst = own.iter().max_by_key(|o| (rank(self.tones.of(o)), std::cmp::Reverse(o.id)));
        let worst = worst.expect("a lane is made of an observation");
        let tone = self.tones.of(worst);
        let took = own.iter().fold(0_u64, |sum, o| sum.saturating_add(o.took_us));
        let said = match self.outcome(worst) {
            said if said.is_empty() && tone == Tone::Good => time(took),
            said if said.is_empty() => self.of(&self.step(worst), &time(took)),
            said => self.of(&self.step(worst), &said),
        };
        Lane { group, label, tone, said, bars: own.iter().map(|o| self.bar(o)).collect() }
    }

    fn bar(&self, seen: &Observation) -> Bar {
        let label = self.step(seen);
        let mut title = self.of(&label, &time(seen.took_us));
        let outcome = self.outcome(seen);
        if !outcome.is_empty() {
            title = self.language.groups(&[title, outcome]);
        }
        let tone = self.tones.of(seen);
        Bar { at_us: seen.at_us, took_us: seen.took_us, tone, label, title }
    }

    /// The group of a lane, and its name within it.
    fn place(&self, seen: &Observation) -> (String, String) {
        let host = |host: &str, addr: &dyn ToString| match addr.to_string() {
            addr if addr == host => addr,
            addr => format!("{host} [{addr}]"),
        };
        match &seen.subject {
            Subject::Endpoint { host: name, addr, port, service } => {
                (host(name, addr), format!("{port} {}", service.row().name))
            }
            Subject::Retry { host: name, addr, port, service, .. } => {
                let what = format!("{port} {}", service.row().name);
                let again = self.language.say(language::ASKED_ONCE_MORE, [("what", &what)]);
                (host(name, addr), again)
            }
            Subject::ControlEndpoint { host: name, addr, port, .. } => {
                (host(name, addr), port.to_string())
            }
            Subject::Path { addr, port, method } => {
                (self.language.text(language::PATHS), way(seen, addr, *port, *method))
            }
            Subject::Issuer { url, .. } => ("HTTP".to_owned(), url.clone()),
            subject => {
                let what = places::line(&[subject], self.language);
                ("DNS".to_owned(), format!("{} {what}", self.step(seen)))
            }
        }
    }

    /// What stopped a step, or what is wrong with the certificate that it saw.
    fn outcome(&self, seen: &Observation) -> String {
        match rung::trouble(seen) {
            Some(trouble) => trouble.told(self.language),
            None => self.language.list(&self.tones.faults(seen, self.language)),
        }
    }

    fn step(&self, seen: &Observation) -> String {
        match seen.step {
            Step::A => "A".to_owned(),
            Step::Aaaa => "AAAA".to_owned(),
            Step::Ptr => "PTR".to_owned(),
            step => {
                let protocol = seen.subject.service().map(|service| service.row().protocol);
                self.language.told(&language::step(step, protocol))
            }
        }
    }

    fn of(&self, subject: &str, step: &str) -> String {
        self.language.say(language::STEP_OF, [("subject", &subject), ("step", &step)])
    }

    /// The timeline in words.
    fn about(&self, seen: &[&Observation], span_us: u64) -> String {
        let failed = seen.iter().filter(|o| o.failure.is_some());
        let (unfinished, failed): (Vec<_>, Vec<_>) =
            failed.copied().partition(|o| is_unfinished(o));
        let mut told = Vec::new();
        for (which, text) in
            [(failed, language::THESE_FAILED), (unfinished, language::THESE_UNFINISHED)]
        {
            let what = self.language.groups(&self.places(&which));
            told.extend((!which.is_empty()).then(|| self.language.say(text, [("what", &what)])));
        }
        if told.is_empty() {
            told.push(self.language.text(language::NONE_FAILED));
        }
        let failed = self.language.sentences(&told);
        self.language.say(
            language::TIMELINE_SHOWS,
            [("steps", &seen.len()), ("took", &time(span_us)), ("failed", &failed)],
        )
    }

    /// Where, and at which step; the places of one step together.
    fn places(&self, seen: &[&Observation]) -> Vec<String> {
        const FEW: usize = 6;
        let mut steps: Vec<(String, Vec<&Subject>)> = Vec::new();
        for (step, subject) in seen.iter().map(|o| (self.step(o), &o.subject)) {
            match steps.iter_mut().find(|(known, _)| *known == step) {
                Some((_, subjects)) => subjects.push(subject),
                None => steps.push((step, vec![subject])),
            }
        }
        let told = steps.iter().take(FEW).map(|(step, subjects)| {
            let mut places = places::words(&subjects[..subjects.len().min(LANES)], self.language);
            places.extend(self.more(subjects.len(), LANES));
            self.of(&self.language.groups(&places), step)
        });
        told.chain(self.more(steps.len(), FEW)).collect()
    }

    /// How many are not told.
    fn more(&self, of: usize, told: usize) -> Option<String> {
        let more = of.checked_sub(told).filter(|more| *more > 0)?;
        Some(self.language.say(language::AND_MORE, [("count", &more)]))
    }

    fn table(&self, seen: &[&Observation]) -> Table {
        let row = |o: &&Observation| Row {
            tone: Some(self.tones.of(o)),
            cells: vec![
                format!("#{}", o.id),
                time(o.at_us),
                time(o.took_us),
                places::line(&[&o.subject], self.language),
                self.step(o),
                self.outcome(o),
            ],
        };
        let rows = seen.iter().map(row).collect();
        let groups = vec![Group { title: String::new(), rows }];
        Table { groups, ..Table::titled(&language::STEPS, self.language) }
    }
}

/// Whether it ended because time was over; all else that stops a step is an answer.
fn is_unfinished(seen: &Observation) -> bool {
    let kind = seen.failure.as_ref().map(|failure| failure.kind);
    matches!(kind, Some(FailureKind::TimedOut | FailureKind::CutShort))
}

/// The way of packets: what kind they were in the end, and where they went.
fn way(seen: &Observation, addr: &dyn ToString, port: Option<u16>, method: Method) -> String {
    let method = match &seen.saw {
        Data::Path(path) => path.method,
        _ => method,
    };
    let port = port.map(|port| format!(" {port}")).unwrap_or_default();
    format!("{} {}{port}", addr.to_string(), method_name(method))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_round_and_few() {
        for span in [1, 3, 999, 12_345, 10_000_000, u64::MAX] {
            let ticks = ticks(span);
            assert!((1..=5).contains(&ticks.len()), "{span}: {ticks:?}");
            assert!(ticks.iter().all(|(at, _)| *at <= span), "{span}: {ticks:?}");
        }
        let told = |span| ticks(span).into_iter().map(|(_, told)| told).collect::<Vec<_>>();
        assert_eq!(told(412_000).last().map(String::as_str), Some("400\u{a0}ms"));
    }
}
