//! Looking once more at what failed in a way that may pass: after all that was planned is over, after
//! a pause, and never at two things of one host at once.
use std::collections::BTreeMap;
use std::time::Duration;

use probes::limits;
use probes::observation::stopped;

use super::{Round, Unit, Visit, left_out};
use crate::recording::Because;

/// The rounds of a run.
pub(super) struct Again {
    asked: u8,
    begun: u8,
    deadline: Option<Duration>,
    /// How many visits were over when the last round began.
    known: usize,
}

/// What is to be visited in a round.
#[derive(Default)]
pub(super) struct Rows {
    /// After how long.
    pub(super) wait: Duration,
    /// One row per host; each is visited one after the other.
    pub(super) rows: Vec<Vec<Unit>>,
    /// What is not visited.
    pub(super) left: Vec<Visit>,
}

impl Again {
    /// So many rounds were asked for. All must be over at the deadline, counted from the beginning
    /// of the run.
    pub(super) const fn new(asked: u8, deadline: Option<Duration>) -> Self {
        Self { asked, begun: 0, deadline, known: 0 }
    }

    /// The round that began last.
    pub(super) const fn round(&self, wait: Duration) -> Round {
        Round { number: self.begun, of: self.asked, wait }
    }

    /// The next round, where something failed since the last one; none, if it would most likely
    /// not be over in time. A look that fails again takes as long as it took before.
    pub(super) fn next(&mut self, done: &[Visit], now: Duration) -> Rows {
        let failed: Vec<&Visit> = done[self.known..].iter().filter(|v| may_pass(v)).collect();
        self.known = done.len();
        if self.begun == self.asked || failed.is_empty() {
            return Rows::default();
        }
        self.begun += 1;
        let wait = limits::BACKOFF * (1 << (self.begun - 1));
        let (failed, beyond) = failed.split_at(failed.len().min(limits::AGAIN));
        let again = |visit: &&Visit| {
            let round = visit.unit.round + 1;
            Unit { round, ..visit.unit.clone() }
        };
        let leave = |some: &[&Visit], because| {
            some.iter().map(|visit| left_out(again(visit), because)).collect::<Vec<_>>()
        };
        let by_host = by_host(failed);
        let longest = by_host.values().map(|row| row.iter().map(|v| took(v)).sum()).max();
        let over = now + wait + longest.unwrap_or(Duration::ZERO);
        if self.deadline.is_some_and(|deadline| over > deadline) {
            let left = leave(failed, Because::NoTime);
            return Rows { left, ..Rows::default() };
        }
        let rows = by_host.values().map(|row| row.iter().map(again).collect()).collect();
        Rows { wait, rows, left: leave(beyond, Because::TooMany) }
    }
}

/// Whether a visit ended in a way that may pass.
fn may_pass(visit: &Visit) -> bool {
    let stopped = stopped(visit.seen.iter());
    visit.unit.subject.is_repeated() && stopped.is_some_and(probes::Observation::is_transient)
}

fn by_host<'v>(visits: &[&'v Visit]) -> BTreeMap<String, Vec<&'v Visit>> {
    let mut rows: BTreeMap<String, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        let subject = &visit.unit.subject;
        let name = || subject.name().unwrap_or_default().to_owned();
        let host = subject.addr().map_or_else(name, |addr| addr.to_string());
        rows.entry(host).or_default().push(visit);
    }
    rows.values_mut().for_each(|row| {
        row.sort_by(|a, b| a.unit.subject.cmp(&b.unit.subject));
    });
    rows
}

fn took(visit: &Visit) -> Duration {
    visit.seen.iter().map(|seen| Duration::from_micros(seen.took_us)).sum()
}
