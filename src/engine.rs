//! Walks from a name to all there is behind it, and writes down what was seen.
//!
//! A subject has a series of steps; an observation may open further subjects. That is all: this
//! file knows no protocol.
mod again;
mod event;
mod plan;
mod room;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use probes::net::Net;
use probes::observation::Series;
use probes::session::{Setup, micros};
use probes::{Data, Failure, FailureKind, Observation, Session, Step, Subject, limits};
use tokio::sync::{mpsc, watch};

use crate::recording::{Because, Ended, Skip};
use crate::target::Asked;

use again::{Again, Rows};
use plan::Plan;

pub use event::{Event, Round};

/// What a run saw.
#[derive(Debug)]
pub struct Run {
    /// Subject by subject, in the order of time within each; numbered.
    pub observations: Vec<Observation>,
    /// What was not tried.
    pub skipped: Vec<Skip>,
    /// How it ended.
    pub ended: Ended,
}

/// Looks at everything that was asked for, until all is seen or `stop` says why not. Whatever a
/// server does, the run ends as soon as `stop` does, with all that was seen till then. What is
/// missing above a chain depends on whom is trusted: on `roots`, DER.
pub async fn run(
    net: &dyn Net,
    asked: &Asked,
    setup: &Setup,
    roots: &[Vec<u8>],
    stop: impl Future<Output = Ended>,
    tell: &dyn Fn(&Event<'_>),
) -> Run {
    let (end, ending) = watch::channel(false);
    let (open, mut opened) = mpsc::unbounded_channel();
    let plan = RefCell::new(Plan::new(asked, roots));
    let since = Cell::new(Duration::ZERO);
    let around = Around { net, setup, tell, ending, plan, open, since };
    let mut again = Again::new(asked.retries, setup.deadline);
    let mut stop = pin!(stop);
    let mut known: HashSet<Subject> = HashSet::new();
    let mut visits = FuturesUnordered::new();
    let mut done: Vec<Visit> = Vec::new();
    let mut ended = Ended::Completed;
    let begin = |subjects: Vec<Subject>| {
        let units: Vec<_> = subjects.into_iter().flat_map(units).collect();
        units.into_iter().map(|unit| row(&around, Duration::ZERO, vec![unit]))
    };
    let first = plan::start(asked);
    known.extend(first.iter().cloned());
    visits.extend(begin(first));
    loop {
        tokio::select! {
            biased;
            // What a visit opens stands here before the visit ends.
            Some(subject) = opened.recv() => {
                match (known.insert(subject.clone()), ended) {
                    (false, _) => {}
                    (true, Ended::Completed) => visits.extend(begin(vec![subject])),
                    (true, _) => done.push(left_out(whole(subject), Because::RunEnded)),
                }
            }
            why = &mut stop, if ended == Ended::Completed => {
                ended = why;
                end.send_replace(true);
            }
            seen = visits.next() => match seen {
                Some(seen) => done.extend(seen),
                None if ended == Ended::Completed => {
                    let Rows { wait, rows, left } = again.next(&done, net.elapsed());
                    done.extend(left);
                    if rows.is_empty() {
                        break;
                    }
                    around.begin_round(again.round(wait));
                    visits.extend(rows.into_iter().map(|units| row(&around, wait, units)));
                }
                None => break,
            }
        }
    }
    collect(done, ended)
}

/// What every visit of a run shares.
struct Around<'a> {
    net: &'a dyn Net,
    setup: &'a Setup,
    tell: &'a dyn Fn(&Event<'_>),
    ending: watch::Receiver<bool>,
    plan: RefCell<Plan<'a>>,
    open: mpsc::UnboundedSender<Subject>,
    /// When the round began in which visits begin now, since the run began.
    since: Cell<Duration>,
}

impl Around<'_> {
    fn open(&self, subjects: Vec<Subject>) {
        for subject in subjects {
            // The other end lives as long as the run.
            let _ = self.open.send(subject);
        }
    }

    fn begin_round(&self, round: Round) {
        self.since.set(self.net.elapsed() + round.wait);
        (self.tell)(&Event::Waits(round));
    }
}

/// What is done in one visit: steps that belong together.
#[derive(Clone, Debug)]
struct Unit {
    subject: Subject,
    steps: &'static [Step],
    /// How often it was visited before.
    round: u8,
}

/// The steps that belong together: a whole series, or each of those that don't wait for each other.
fn units(subject: Subject) -> Vec<Unit> {
    match subject.series() {
        Series::InOrder(_) => vec![whole(subject)],
        Series::AtOnce(steps) => {
            let unit = |one| Unit { subject: subject.clone(), steps: one, round: 0 };
            steps.chunks(1).map(unit).collect()
        }
    }
}

/// All steps of a subject.
fn whole(subject: Subject) -> Unit {
    let (Series::InOrder(steps) | Series::AtOnce(steps)) = subject.series();
    Unit { subject, steps, round: 0 }
}

/// What is not visited is named.
fn left_out(unit: Unit, because: Because) -> Visit {
    let (subject, steps) = (unit.subject.clone(), unit.steps.to_vec());
    let skipped = Some(Skip { subject, steps, round: unit.round, because });
    Visit { unit, seen: vec![], skipped }
}

struct Visit {
    unit: Unit,
    seen: Vec<Observation>,
    skipped: Option<Skip>,
}

/// One visit after the other, after a time, as long as the run goes on.
async fn row(around: &Around<'_>, wait: Duration, units: Vec<Unit>) -> Vec<Visit> {
    let mut ending = around.ending.clone();
    if !wait.is_zero() {
        // Whether the wait or the run ended is asked below.
        let _ = tokio::time::timeout(wait, ending.wait_for(|ended| *ended)).await;
    }
    let mut visits = Vec::new();
    for unit in units {
        let late = unit.round > 0 && *ending.borrow();
        visits.push(match late {
            true => left_out(unit, Because::RunEnded),
            false => visit(around, unit).await,
        });
    }
    visits
}

async fn visit(around: &Around<'_>, unit: Unit) -> Visit {
    let subject = &unit.subject;
    (around.tell)(&Event::Opened(subject));
    let mut session = Session::new(around.net, subject.clone(), around.setup);
    session.round = unit.round;
    session.since = around.since.get();
    let mut until = pin!(until(around.ending.clone()));
    let mut seen: Vec<Observation> = Vec::new();
    let mut left_out: Vec<Step> = Vec::new();
    let mut rest = unit.steps;
    let mut over = false;
    while let Some((&step, later)) = rest.split_first() {
        let nth = seen.iter().filter(|o| o.step == step).count();
        let mut observation = look(around, &mut session, step, until.as_mut(), &mut over).await;
        observation.nth = u8::try_from(nth).unwrap_or(u8::MAX);
        rest = match &observation.failure {
            None => later,
            Some(_) if over => &[],
            Some(failure) => subject.after(step, failure, spoken_to(&observation)),
        };
        left_out
            .extend(later.iter().filter(|s| observation.failure.is_some() && !rest.contains(s)));
        (around.tell)(&Event::Saw(&observation));
        around.open(around.plan.borrow_mut().opens(&observation));
        seen.push(observation);
    }
    let skipped = skip(&unit, left_out, &seen);
    if let Some(skip) = &skipped {
        (around.tell)(&Event::Skipped(subject, &skip.steps));
    }
    (around.tell)(&Event::Done(subject));
    Visit { unit, seen, skipped }
}

/// Takes one step, or is cut short (then it is `over`), and writes down what it saw.
async fn look(
    around: &Around<'_>,
    session: &mut Session<'_>,
    step: Step,
    until: Pin<&mut impl Future<Output = Failure>>,
    over: &mut bool,
) -> Observation {
    (around.tell)(&Event::Began(&session.subject, step));
    let began = around.net.elapsed();
    let meanwhile = meanwhile(around, session.subject.clone(), step);
    let outcome = tokio::select! {
        outcome = step.observe(session) => outcome,
        never = meanwhile => match never {},
        why = until => {
            *over = true;
            Err(why)
        }
    };
    let mut observation = Observation {
        id: 0,
        subject: session.subject.clone(),
        step,
        nth: 0,
        round: session.round,
        at_us: micros(began),
        took_us: micros(around.net.elapsed().saturating_sub(began)),
        saw: session.take_draft(),
        failure: outcome.err(),
    };
    room::fit(&mut observation, &around.setup.budget);
    observation
}

/// Opens what is worth looking at when a step takes long.
async fn meanwhile(around: &Around<'_>, subject: Subject, step: Step) -> Infallible {
    tokio::time::sleep(limits::SILENCE).await;
    around.open(around.plan.borrow().meanwhile(&subject, step));
    std::future::pending().await
}

/// Whether the server said anything in this step.
fn spoken_to(observation: &Observation) -> bool {
    matches!(&observation.saw, Data::Reply(reply) if !reply.lines.is_empty())
}

fn skip(unit: &Unit, steps: Vec<Step>, seen: &[Observation]) -> Option<Skip> {
    let (subject, round) = (unit.subject.clone(), unit.round);
    let because = if seen.iter().any(is_cut) { Because::RunEnded } else { Because::EarlierFailure };
    (!steps.is_empty()).then_some(Skip { subject, steps, round, because })
}

fn is_cut(observation: &Observation) -> bool {
    observation.failure.as_ref().is_some_and(|f| f.kind == FailureKind::CutShort)
}

/// Ends when the run ends, or when this visit has had its time, and says which. Held outside the
/// protocol code: a timer within it is no deadline.
async fn until(mut ending: watch::Receiver<bool>) -> Failure {
    let run = ending.wait_for(|ended| *ended);
    match tokio::time::timeout(limits::ENDPOINT, run).await {
        Ok(_) => Failure::new(FailureKind::CutShort, "the run ended"),
        Err(_) => Failure::new(FailureKind::TimedOut, "the whole visit took too long"),
    }
}

/// Puts what came in any order into the order of subjects and time, and numbers it. A run that
/// was told to end when everything was seen is complete.
fn collect(done: Vec<Visit>, ended: Ended) -> Run {
    let mut observations = Vec::new();
    let mut skipped = Vec::new();
    for visit in done {
        observations.extend(visit.seen);
        skipped.extend(visit.skipped);
    }
    let key = |o: &Observation| (o.round, o.at_us, o.nth);
    observations.sort_by(|a, b| a.subject.cmp(&b.subject).then_with(|| key(a).cmp(&key(b))));
    for (id, observation) in (0..).zip(&mut observations) {
        observation.id = id;
    }
    skipped.sort_by(|a, b| (&a.subject, a.round).cmp(&(&b.subject, b.round)));
    let whole =
        !observations.iter().any(is_cut) && skipped.iter().all(|s| s.because != Because::RunEnded);
    let ended = if whole { Ended::Completed } else { ended };
    Run { observations, skipped, ended }
}
