//! A comparison for programs. Its texts are English.
use std::io::{self, Write};

use probes::Subject;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Serializer};

use crate::compare::{Both, Change, Comparison, Kind, Run, Side};
use crate::finding::Finding;
use crate::language::{self, Language};
use crate::recording::Tool;

use super::super::escape::Careful;
use super::super::explained;
use super::super::json::Judged;
use super::{Labels, SCHEMA, Told, headline};

/// One as a document; several in a line each, for no program reads documents in a row.
pub(super) fn write(all: &[Told<'_>], to: &mut dyn Write) -> io::Result<()> {
    if let [told] = all {
        return explained::write(&Written::of(told), to);
    }
    all.iter().try_for_each(|told| {
        let mut line = Serializer::with_formatter(&mut *to, Careful(CompactFormatter));
        Written::of(told).serialize(&mut line)?;
        writeln!(to)
    })
}

/// What is written. The schema comes first, so that a reader knows what it is in for.
#[derive(Serialize)]
struct Written<'a> {
    schema: &'static str,
    tool: Tool,
    target: &'a str,
    /// Whether nothing differs and both runs looked at the same.
    same: bool,
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<&'a Labels>,
    runs: &'a Both<Run>,
    /// What differs in the runs, and says nothing of the target.
    conditions: Vec<Differs<'a>>,
    appeared: Vec<Judged<'a>>,
    cleared: Vec<Judged<'a>>,
    changed: Vec<Both<Judged<'a>>>,
    /// Findings of one run where the other did not look, or was asked otherwise.
    unseen: Both<Vec<Judged<'a>>>,
    stayed: Vec<Judged<'a>>,
    underneath: Vec<Differs<'a>>,
    /// What only one run looked at.
    looked_at_once: &'a Both<Vec<Subject>>,
    not_comparable: Vec<String>,
    /// How many facts are the same.
    agreed: usize,
}

#[derive(Serialize)]
struct Differs<'a> {
    kind: Kind,
    what: String,
    before: &'a Side,
    after: &'a Side,
}

impl<'a> Written<'a> {
    fn of(told: &Told<'a>) -> Self {
        let all: &'a Comparison = told.comparison;
        let english = Told { language: Language::En, ..*told };
        let redacted = all.is_redacted().then(|| Language::En.text(language::DIFF_REDACTED));
        Self {
            schema: SCHEMA,
            tool: Tool {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            target: &all.target,
            same: all.is_same(),
            sentence: headline::of(&english).sentence(),
            labels: told.labels,
            runs: &all.runs,
            conditions: differences(&all.conditions),
            appeared: judged(&all.only.after),
            cleared: judged(&all.only.before),
            changed: both(&all.changed),
            unseen: Both { before: judged(&all.unseen.before), after: judged(&all.unseen.after) },
            stayed: all.stayed.iter().map(|b| Judged::of(&b.after)).collect(),
            underneath: differences(&all.underneath),
            looked_at_once: &all.places,
            not_comparable: redacted.into_iter().collect(),
            agreed: all.agreed,
        }
    }
}

fn judged(findings: &[Finding]) -> Vec<Judged<'_>> {
    findings.iter().map(Judged::of).collect()
}

fn both(findings: &[Both<Finding>]) -> Vec<Both<Judged<'_>>> {
    let judged =
        |Both { before, after }| Both { before: Judged::of(before), after: Judged::of(after) };
    findings.iter().map(Both::as_ref).map(judged).collect()
}

fn differences(changes: &[Change]) -> Vec<Differs<'_>> {
    changes.iter().map(Differs::of).collect()
}

impl<'a> Differs<'a> {
    fn of(Change { kind, before, after }: &'a Change) -> Self {
        let what = Language::En.text(language::difference(*kind));
        Self { kind: *kind, what, before, after }
    }
}
