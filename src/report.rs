//! One report, many shapes.
//!
//! People's formats render one [`document::Document`]; machines' formats render the [`Report`].
mod again;
pub mod card;
mod cell;
mod chain;
pub mod compared;
mod control;
pub mod document;
pub(crate) mod escape;
pub mod evidence;
pub mod explained;
mod fit;
mod github;
mod grid;
mod header;
mod headline;
mod html;
mod ink;
mod instead;
pub(crate) mod json;
mod junit;
mod ladder;
pub mod live;
mod manners;
mod markdown;
mod nagios;
mod names;
mod path;
pub mod picture;
mod places;
mod prometheus;
mod queries;
mod quote;
mod rung;
#[cfg(test)]
mod sample;
mod scan;
pub mod talk;
mod terminal;
mod traceroute;
mod untested;
mod wrap;

use std::collections::HashSet;
use std::io::{self, Write};

use probes::{Observation, Step, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnosis;
use crate::finding::{Actor, Class, Finding, Severity, Weighed};
use crate::language::{self, Language};
use crate::recording::{Ended, Recording};

/// The name of the JSON report's format.
pub const SCHEMA: &str = "mailprobe.report.v1";

/// A recording with what was made of it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The facts.
    pub recording: &'a Recording,
    /// The judgement.
    pub findings: &'a [Finding],
    /// The judgement in one word.
    pub verdict: &'a Verdict,
    /// In which people are told of it.
    pub language: Language,
}

/// The judgement in one word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The word.
    pub status: Status,
    /// The finding that the first line tells; none when there is nothing to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The kind of trouble that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Who must act first.
    pub actor: Actor,
}

/// How it stands with the target.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Everything that was to work works from here.
    Healthy,
    /// It works, but something should be mended.
    Warnings,
    /// Not enough was seen to say.
    Inconclusive,
    /// It does not work.
    Failure,
}

/// How a report is to look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns to fill; 0 for no limit.
    pub width: usize,
    /// Whether colours may be used.
    pub colour: bool,
    /// Whether only ASCII may be used.
    pub ascii: bool,
    /// How much is told.
    pub detail: Detail,
    /// From which severity on a finding counts, where a format says what the exit status says.
    pub fail_on: Severity,
}

impl Default for Style {
    fn default() -> Self {
        let (width, detail) = (0, Detail::Normal);
        Self { width, colour: false, ascii: false, detail, fail_on: Severity::Warning }
    }
}

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The first line.
    Quiet,
    /// The report.
    #[default]
    Normal,
    /// The report with notes, transcripts and certificates.
    Verbose,
}

/// A shape of the report.
pub struct Format {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// What it is for, for `--help`.
    pub about: &'static str,
    /// What names of files in it end in, lower case, without the dot; the first is the usual one.
    pub endings: &'static [&'static str],
    /// What several reports make.
    pub several: Several,
    /// Whether its words are in the report's language; else they are English, or codes.
    pub in_language: bool,
    /// Writes reports: one, unless [`Several::Whole`].
    pub write: fn(&[Report<'_>], &Style, &mut dyn Write) -> io::Result<()>,
}

/// What several reports in one format make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Several {
    /// One below the other, with an empty line between them.
    Spaced,
    /// One below the other.
    Joined,
    /// One document, which is written when all of them are there.
    Whole,
    /// Nothing: the format holds one.
    Refused,
}

/// All of them. The first is the default.
pub const FORMATS: &[Format] = &[
    terminal::FORMAT,
    html::FORMAT,
    markdown::FORMAT,
    json::FORMAT,
    json::LINES,
    traceroute::FORMAT,
    junit::FORMAT,
    nagios::FORMAT,
    prometheus::FORMAT,
    github::FORMAT,
];

impl Format {
    /// The format that a file of this name is in.
    pub fn of_ending(ending: &str) -> Option<&'static Self> {
        let ending = ending.to_lowercase();
        FORMATS.iter().find(|format| format.endings.contains(&ending.as_str()))
    }

    /// Writes reports in each of these languages where that makes a difference: those in further
    /// languages below the first.
    pub fn tell(
        &self,
        reports: &[Report<'_>],
        languages: &[Language],
        style: &Style,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let languages = if self.in_language { languages } else { &[Language::En] };
        if self.several == Several::Whole {
            let all = reports.iter().flat_map(|r| languages.iter().map(|l| r.told_in(*l)));
            return (self.write)(&all.collect::<Vec<_>>(), style, to);
        }
        for (place, report) in reports.iter().enumerate() {
            if place > 0 && self.several == Several::Spaced {
                writeln!(to)?;
            }
            for (nth, language) in languages.iter().enumerate() {
                if nth > 0 && style.detail > Detail::Quiet {
                    let title = language.text(language::ONCE_MORE).to_uppercase();
                    writeln!(to, "\n{}\n", ink::paint(style, ink::Ink::Strong, &title))?;
                }
                (self.write)(&[report.told_in(*language)], style, to)?;
            }
        }
        Ok(())
    }
}

impl Report<'_> {
    const fn told_in(&self, language: Language) -> Self {
        Self { language, ..*self }
    }
}

impl Verdict {
    /// The verdict that follows from a recording and its findings.
    pub fn of(recording: &Recording, findings: &[Finding]) -> Self {
        let status = Status::of(recording, findings);
        let told = status.first_told(recording, findings);
        Self {
            status,
            code: told.map(|f| f.code),
            class: told.map(|f| diagnosis::class(f.code)),
            actor: told.map_or(Actor::Nobody, |f| f.actor),
        }
    }

    /// The exit status of the process: 0 healthy, 1 warnings, 2 failure, 3 could not test.
    /// `fail_on` is the severity from which on a finding counts.
    pub fn exit_status(&self, findings: &[Finding], fail_on: Severity) -> u8 {
        self.status.exit_status(findings, fail_on)
    }
}

impl Status {
    /// The status that follows from a recording and its findings.
    pub(crate) fn of<W: Weighed>(recording: &Recording, findings: &[W]) -> Self {
        match worst(findings) {
            Some(Severity::Error) => Self::Failure,
            _ if recording.ended != Ended::Completed => Self::Inconclusive,
            _ if !recording.is_understood() => Self::Inconclusive,
            _ if unseen(findings).is_some() => Self::Inconclusive,
            _ if !reached_a_verdict(recording) => Self::Inconclusive,
            worst => Self::at_worst(worst),
        }
    }

    /// The status of a run that saw enough, by the worst of its findings.
    pub(crate) const fn at_worst(worst: Option<Severity>) -> Self {
        match worst {
            Some(Severity::Error) => Self::Failure,
            Some(Severity::Warning) => Self::Warnings,
            _ => Self::Healthy,
        }
    }

    /// The finding that the first line tells where this is the status.
    pub(crate) fn first_told<'f, W: Weighed>(
        self,
        recording: &Recording,
        findings: &'f [W],
    ) -> Option<&'f W> {
        let is_open = self == Self::Inconclusive && recording.ended == Ended::Completed;
        let open = unseen(findings).filter(|_| is_open);
        let first = open.or_else(|| diagnosis::headline(findings));
        first.filter(|f| f.severity() > Severity::Note || self == Self::Inconclusive)
    }

    /// The exit status of the process, as [`Verdict::exit_status`] has it.
    pub(crate) fn exit_status<W: Weighed>(self, findings: &[W], fail_on: Severity) -> u8 {
        match self {
            Self::Failure => 2,
            Self::Inconclusive => 3,
            _ if worst(findings).is_some_and(|w| w >= fail_on) => 1,
            _ => 0,
        }
    }
}

/// The exit status of several reports: a failure says most, health least.
pub fn worse(one: u8, other: u8) -> u8 {
    const FROM_BEST: [u8; 4] = [0, 1, 3, 2];
    let rank = |status| FROM_BEST.iter().position(|s| *s == status);
    if rank(other) > rank(one) { other } else { one }
}

/// The finding because of which nobody can say how it stands: something that must hold was not seen.
fn unseen<W: Weighed>(findings: &[W]) -> Option<&W> {
    findings.iter().find(|f| f.is_unseen() && !f.is_explained())
}

/// How bad it is, but for what is put up with.
pub(crate) fn worst<W: Weighed>(findings: &[W]) -> Option<Severity> {
    findings.iter().filter(|f| !f.is_waived()).map(Weighed::severity).max()
}

/// Whether any server of the target answered in its protocol. Without one there is nothing to call
/// healthy.
fn reached_a_verdict(recording: &Recording) -> bool {
    let spoke = |o: &Observation| {
        o.failure.is_none() && matches!(o.step, Step::Greeting | Step::Capabilities)
    };
    let target = recording.asked.target.name.as_str();
    let exchanger = |o: &Observation| matches!(o.subject, Subject::Exchanger { .. });
    let seen = &recording.observations;
    let own: HashSet<&str> =
        seen.iter().filter(|o| exchanger(o)).filter_map(|o| o.subject.name()).collect();
    let is_own =
        |o: &Observation| o.subject.name().is_some_and(|name| name == target || own.contains(name));
    seen.iter().any(|o| spoke(o) && is_own(o))
}

#[cfg(test)]
mod tests {
    use super::worse;

    #[test]
    fn a_failure_outweighs_a_test_that_came_to_nothing() {
        assert_eq!([0, 1, 3].into_iter().fold(0, worse), 3);
        assert_eq!([2, 3, 1].into_iter().fold(0, worse), 2);
        assert_eq!([0, 1, 0].into_iter().fold(0, worse), 1);
        assert_eq!([0, 0].into_iter().fold(0, worse), 0);
    }
}
