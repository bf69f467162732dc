//! Test cases: what was looked at, with what was found there.
use probes::{FailureKind, Observation};

use crate::diagnosis::Facts;
use crate::finding::{Finding, Severity};
use crate::language::{self, Language};
use crate::recording::Recording;

use super::super::Report;
use super::plan::{State, state, topics};
use super::topic::{self, Topic};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Case {
    /// Its name.
    pub(super) name: String,
    /// How long its steps took together, µs.
    pub(super) took_us: u64,
    /// How it stands.
    pub(super) outcome: Outcome,
    /// What is found but does not count, a line each.
    pub(super) beside: Vec<String>,
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Well.
    Passed,
    /// Something is found that counts.
    Failed(Told),
    /// It could not be tested, for a reason on this side.
    Error(Told),
    /// It was not tested, or does not count; and why.
    Skipped(String),
}

/// What is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// In one line.
    pub(super) message: String,
    /// The code of the first finding.
    pub(super) kind: String,
    /// All of it.
    pub(super) text: String,
}

/// The cases of a report. Every finding stands in one of them; those from `fail_on` on fail it, and
/// errors in any case, as the exit status has it.
pub(super) fn cases(report: &Report<'_>, fail_on: Severity) -> Vec<Case> {
    let facts = Facts::new(report.recording, report.recording.at);
    let topics = topics(&facts);
    let place = |finding: &Finding| {
        let own = topic::of(finding, report.recording);
        if topics.contains(&own) { own } else { Topic::Other }
    };
    let placed: Vec<(Topic, &Finding)> = report.findings.iter().map(|f| (place(f), f)).collect();
    let told = topics.iter().map(|topic| {
        let own = placed.iter().filter(|(place, _)| place == topic).map(|(_, finding)| *finding);
        let (state, took_us) = state(topic, report, &facts);
        let (outcome, beside) =
            judged(topic, state, &own.collect::<Vec<_>>(), fail_on, report.recording);
        Case { name: topic.to_string(), took_us, outcome, beside }
    });
    told.collect()
}

fn judged(
    topic: &Topic,
    state: State,
    found: &[&Finding],
    fail_on: Severity,
    recording: &Recording,
) -> (Outcome, Vec<String>) {
    let counts = |f: &&&Finding| {
        f.waived.is_none() && (f.severity == Severity::Error || f.severity >= fail_on)
    };
    let counted: Vec<&Finding> = found.iter().filter(counts).copied().collect();
    let others: Vec<&Finding> = found.iter().filter(|f| !counts(f)).copied().collect();
    let waived = others.iter().find_map(|f| f.waived.as_ref());
    let outcome = match (&counted[..], state) {
        ([], State::Failed(what)) if *topic == Topic::Run => Outcome::Error(Told {
            message: what.clone(),
            kind: "inconclusive".to_owned(),
            text: what,
        }),
        ([], state) => match (waived, state) {
            (Some(waiver), _) => {
                Outcome::Skipped(format!("waived until {}: {}", waiver.until, waiver.reason))
            }
            (None, State::Done) => Outcome::Passed,
            (None, State::Failed(what)) => Outcome::Skipped(format!("does not count: {what}")),
            (None, State::Untried(why)) => Outcome::Skipped(why),
        },
        (counted, _) if counted.iter().all(|f| is_local(f, recording)) => {
            Outcome::Error(told(counted))
        }
        (counted, _) => Outcome::Failed(told(counted)),
    };
    (outcome, others.into_iter().map(line).collect())
}

/// Whether all that it rests on was stopped on this side.
fn is_local(finding: &Finding, recording: &Recording) -> bool {
    let here = |o: &Observation| {
        let kind = o.failure.as_ref().map(|f| f.kind);
        use FailureKind::{CutShort, NotPermitted, NotPossible};
        matches!(kind, Some(CutShort | NotPermitted | NotPossible))
    };
    let mut seen = recording.observations.iter().filter(|o| finding.evidence.contains(&o.id));
    seen.clone().next().is_some() && seen.all(here)
}

fn told(found: &[&Finding]) -> Told {
    let (first, more) = found.split_first().expect("something is found");
    let title = Language::En.title(first.code, &first.args);
    Told {
        message: if more.is_empty() { title } else { format!("{title} (+{})", more.len()) },
        kind: first.code.to_owned(),
        text: found.iter().map(|f| whole(f)).collect::<Vec<_>>().join("\n"),
    }
}

/// All of a finding, one line per thing that is said of it.
fn whole(finding: &Finding) -> String {
    let Finding { code, args, .. } = finding;
    let rows = [
        (language::WHERE, finding.subject.to_string()),
        (language::WHY, Language::En.cause(code, args)),
        (language::DO, Language::En.remedy(code, args)),
        (language::WHO, Language::En.text(language::actor(finding.actor))),
    ];
    let rows = rows.iter().filter(|(_, value)| !value.is_empty());
    // A line end in a value is a stranger's.
    let rows = rows.map(|(label, value)| {
        format!("  {}: {}", Language::En.text(*label), value.replace(['\n', '\r'], " "))
    });
    let lines: Vec<String> = std::iter::once(line(finding)).chain(rows).collect();
    lines.join("\n")
}

fn line(finding: &Finding) -> String {
    let word = Language::En.text(language::severity(finding.severity));
    let title = Language::En.title(finding.code, &finding.args).replace(['\n', '\r'], " ");
    let told = format!("{word} {title} [{}] ({})", finding.code, finding.subject);
    match &finding.waived {
        None => told,
        Some(waiver) => format!("waived until {}: {}: {told}", waiver.until, waiver.reason),
    }
}
