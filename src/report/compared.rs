//! Two runs, side by side.
//!
//! People's formats render the [`Document`] of a comparison; programs' render the comparison.
mod headline;
mod json;

use std::io::{self, Write};

use crate::compare::{Both, Change, Comparison, Kind, Run};
use crate::finding::{Finding, Severity};
use crate::language::{self, Language, Text};

use super::card::{self, Card};
use super::document::{Block, Document, Group, Row, Section, Shown, Table, list};
use super::{Detail, Style, header, html, markdown, places, quote, terminal};

/// The name of the JSON format.
pub const SCHEMA: &str = "mailprobe.comparison.v1";

/// What people call the two runs, where they are from two places at one time and not from one
/// place at two.
pub type Labels = Both<String>;

/// A comparison, to be told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What differs.
    pub comparison: &'a Comparison,
    /// Names of two vantage points; without them one run was before the other.
    pub labels: Option<&'a Labels>,
    /// In which people are told of it.
    pub language: Language,
}

/// A shape of a comparison.
pub struct Form {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// What it is for, for `--help`.
    pub about: &'static str,
    /// What names of files in it end in, lower case, without the dot.
    pub endings: &'static [&'static str],
    /// Whether its words are in the reader's language.
    pub in_language: bool,
    /// Writes comparisons, one or several.
    pub write: fn(&[Told<'_>], &Style, &mut dyn Write) -> io::Result<()>,
}

/// All of them; the first is the default. Whatever renders a [`Document`] can stand here.
pub const FORMS: &[Form] = &[
    Form {
        name: "text",
        about: "for people, on a terminal or in a ticket",
        endings: &["txt", "text", "log"],
        in_language: true,
        write: |all, style, to| {
            // Of these languages ASCII holds only one.
            let plain = style.ascii.then_some(Language::En);
            apart(all, style, to, |one| {
                let language = plain.unwrap_or(one.language);
                let document = Document::of_comparison(&Told { language, ..*one });
                terminal::render(&document, style)
            })
        },
    },
    Form {
        name: "html",
        about: "a page to attach to a ticket",
        endings: &["html", "htm"],
        in_language: true,
        write: |all, _, to| {
            let pages = all.iter().map(|told| (told.target(), Document::of_comparison(told)));
            to.write_all(html::documents(pages.collect()).as_bytes())
        },
    },
    Form {
        name: "markdown",
        about: "for people, to be pasted into an issue",
        endings: &["md", "markdown"],
        in_language: true,
        write: |all, style, to| {
            apart(all, style, to, |one| markdown::text(&Document::of_comparison(one), style.detail))
        },
    },
    Form {
        name: "json",
        about: "everything, for programs; several comparisons stand in a line each (NDJSON)",
        endings: &["json"],
        in_language: false,
        write: |all, _, to| json::write(all, to),
    },
];

/// One below the other, with an empty line between them.
fn apart(
    all: &[Told<'_>],
    style: &Style,
    to: &mut dyn Write,
    text: impl Fn(&Told<'_>) -> String,
) -> io::Result<()> {
    for (nth, told) in all.iter().enumerate() {
        if nth > 0 && style.detail > Detail::Quiet {
            writeln!(to)?;
        }
        to.write_all(text(told).as_bytes())?;
    }
    Ok(())
}

impl Document {
    /// The document of a comparison.
    pub fn of_comparison(told: &Told<'_>) -> Self {
        let sections = told.sections().into_iter().filter(|s| !s.blocks.is_empty());
        Self {
            language: told.language,
            headline: headline::of(told),
            byline: told.byline(),
            sections: sections.collect(),
        }
    }
}

impl Told<'_> {
    /// What both runs looked at.
    fn target(&self) -> String {
        self.comparison.target.clone()
    }

    /// What the two runs are called.
    fn names(&self) -> [String; 2] {
        match self.labels {
            Some(Both { before, after }) => [before.clone(), after.clone()],
            None => [language::DIFF_BEFORE, language::DIFF_AFTER].map(|t| self.language.text(t)),
        }
    }

    /// A text for two moments, or another one for the place of this label.
    fn titled(&self, of_moment: Text, of_place: Text, label: usize) -> String {
        match self.labels {
            None => self.language.text(of_moment),
            Some(_) => {
                let names = self.names();
                let (label, other) = (&names[label], &names[1 - label]);
                let args: [(_, &dyn std::fmt::Display); 3] =
                    [("label", label), ("one", label), ("other", other)];
                self.language.say(of_place, args)
            }
        }
    }

    fn byline(&self) -> String {
        let [one, other] = self.names();
        let Both { before, after } = &self.comparison.runs;
        let tool = format!("{} {}", after.tool.name, env!("CARGO_PKG_VERSION"));
        self.language.say(
            language::DIFF_BYLINE,
            [
                ("tool", &tool),
                ("one", &one),
                ("time", &started(before)),
                ("other", &other),
                ("then", &started(after)),
            ],
        )
    }

    fn sections(&self) -> Vec<Section> {
        let all = self.comparison;
        let section = |about, title, blocks| Section { about, title, shown: Shown::Always, blocks };
        let plain = |about: Text, blocks| section(about, self.language.text(about), blocks);
        let appeared = self.titled(language::DIFF_APPEARED, language::DIFF_ONLY, 1);
        let cleared = self.titled(language::DIFF_CLEARED, language::DIFF_ONLY, 0);
        let new = self.titled(language::DIFF_UNSEEN_BEFORE, language::DIFF_UNSEEN_FROM, 1);
        let lost = self.titled(language::DIFF_UNSEEN_AFTER, language::DIFF_UNSEEN_FROM, 0);
        let underneath = match self.labels {
            None => language::DIFF_UNDERNEATH,
            Some(_) => language::DIFF_UNDERNEATH_FROM,
        };
        // What is over needs no advice, but what holds at one of two places does.
        let gone = match self.labels {
            None => list(self.lines(&all.only.before)),
            Some(_) => self.cards(&all.only.before),
        };
        let [brief, full] = [false, true].map(|detail| self.table(&all.underneath, detail));
        let shown = |shown, blocks| Section { shown, ..plain(underneath, blocks) };
        let stayed: Vec<Finding> = all.stayed.iter().map(|both| both.after.clone()).collect();
        let counts = Block::Text(self.counts(&stayed));
        let known = std::iter::once(counts.clone()).chain(list(self.lines(&stayed))).collect();
        let same = |shown, blocks| Section { shown, ..plain(language::DIFF_STAYED, blocks) };
        vec![
            plain(language::DIFF_CONDITIONS, self.table(&all.conditions, false)),
            section(language::DIFF_APPEARED, appeared, self.cards(&all.only.after)),
            section(language::DIFF_CLEARED, cleared, gone),
            plain(language::DIFF_CHANGED, list(self.changed())),
            section(language::DIFF_UNSEEN_BEFORE, new, list(self.lines(&all.unseen.after))),
            section(language::DIFF_UNSEEN_AFTER, lost, list(self.lines(&all.unseen.before))),
            shown(Shown::Brief, brief),
            shown(Shown::Full, full),
            plain(language::DIFF_NOT_COMPARED, list(self.not_compared())),
            same(Shown::Brief, vec![counts]),
            same(Shown::Full, known),
            plain(language::DIFF_RUNS, vec![Block::Table(self.runs())]),
        ]
    }

    fn cards(&self, findings: &[Finding]) -> Vec<Block> {
        let cards = card::all(findings, self.language);
        let after = |i: usize| cards[i].clone().after(&cards[..i], self.language);
        (0..cards.len()).map(|i| Block::from(after(i))).collect()
    }

    /// Findings in a line each, with how bad they are.
    fn lines(&self, findings: &[Finding]) -> Vec<String> {
        let cards = card::all(findings, self.language);
        cards.iter().map(|card| self.line(card)).collect()
    }

    fn line(&self, card: &Card) -> String {
        let word = self.language.text(language::severity(card.severity));
        let what = card.brief(self.language);
        self.language.say(language::ABOUT, [("target", &word), ("what", &what)])
    }

    /// What changed of findings that were there already. Several of a kind share a line.
    fn changed(&self) -> Vec<String> {
        let mut kinds: Vec<(String, String, Vec<Finding>)> = Vec::new();
        for Both { before, after } in &self.comparison.changed {
            let weights = (self.weight(before), self.weight(after));
            match kinds
                .iter_mut()
                .find(|(b, a, found)| (b, a, found[0].code) == (&weights.0, &weights.1, after.code))
            {
                Some((_, _, found)) => found.push(after.clone()),
                None => kinds.push((weights.0, weights.1, vec![after.clone()])),
            }
        }
        let line = |(before, after, found): &(String, String, Vec<Finding>)| {
            let cards = card::all(found, self.language);
            let what: Vec<String> = cards.iter().map(|card| card.brief(self.language)).collect();
            let what = self.language.groups(&what);
            let args: [(_, &dyn std::fmt::Display); 3] =
                [("what", &what), ("before", before), ("after", after)];
            self.language.say(language::DIFF_TURNED, args)
        };
        kinds.iter().map(line).collect()
    }

    /// How bad, for whom, how sure.
    fn weight(&self, finding: &Finding) -> String {
        let sure = language::short_of_sure(finding.confidence);
        let words = [language::severity(finding.severity), language::actor(finding.actor)];
        let words = words.into_iter().chain(sure).map(|text| self.language.text(text));
        self.language.list(&words.collect::<Vec<_>>())
    }

    /// What differs, place by place.
    fn table(&self, changes: &[Change], with_evidence: bool) -> Vec<Block> {
        let [before, after] = self.names();
        let what = self.language.text(language::DIFF_WHAT);
        let mut columns = vec![what, before, after];
        if with_evidence {
            columns.push(self.language.text(language::DIFF_OBSERVED));
        }
        let mut table = Table { columns, ..Table::default() };
        for change in changes {
            let subjects: Vec<_> = change.subjects().iter().collect();
            let title = places::line(&subjects, self.language);
            let row = self.row(change, with_evidence);
            match table.groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.rows.push(row),
                None => table.groups.push(Group { title, rows: vec![row] }),
            }
        }
        if changes.is_empty() { vec![] } else { vec![Block::Table(table)] }
    }

    /// What differs.
    fn word(&self, kind: Kind) -> String {
        self.language.text(match self.labels {
            None => language::difference(kind),
            Some(_) => language::difference_of_places(kind),
        })
    }

    fn row(&self, change: &Change, with_evidence: bool) -> Row {
        let what = self.word(change.kind);
        let told = |value| quote::shortened(&self.language.told(value));
        let mut cells = vec![what, told(&change.before.value), told(&change.after.value)];
        if with_evidence {
            let ids = [&change.before, &change.after].map(|side| numbers(&side.evidence));
            cells.push(ids.join(" / "));
        }
        Row { tone: None, cells }
    }

    fn not_compared(&self) -> Vec<String> {
        let Both { before, after } = &self.comparison.places;
        let mut lines = Vec::new();
        let kinds = [(before, language::DIFF_SEEN_BEFORE), (after, language::DIFF_SEEN_AFTER)];
        for (nth, (subjects, of_moment)) in kinds.into_iter().enumerate() {
            let places = places::line(&subjects.iter().collect::<Vec<_>>(), self.language);
            let text = if self.labels.is_some() { language::DIFF_SEEN_FROM } else { of_moment };
            let names = self.names();
            if !subjects.is_empty() {
                let args: [(_, &dyn std::fmt::Display); 2] =
                    [("where", &places), ("label", &names[nth])];
                lines.push(self.language.say(text, args));
            }
        }
        if self.comparison.is_redacted() {
            lines.push(self.language.text(language::DIFF_REDACTED));
        }
        lines
    }

    fn counts(&self, stayed: &[Finding]) -> String {
        let findings = card::all(stayed, self.language).len();
        let facts = self.comparison.agreed;
        self.language.say(language::DIFF_COUNTS, [("findings", &findings), ("facts", &facts)])
    }

    fn runs(&self) -> Table {
        let Both { before, after } = &self.comparison.runs;
        let [one, other] = self.names();
        let ended = |run: &Run| header::ended(run.ended, self.language);
        let tool = |run: &Run| format!("{} {}", run.tool.name, run.tool.version);
        let rows = [
            (language::STARTED, started(before), started(after)),
            (language::TOOL, tool(before), tool(after)),
            (language::RUN, ended(before), ended(after)),
            (language::SYSTEM, before.os.clone(), after.os.clone()),
            (language::COMMAND, before.command.clone(), after.command.clone()),
        ];
        let row = |(label, before, after)| Row {
            tone: None,
            cells: vec![self.language.text(label), before, after],
        };
        let group = Group { title: String::new(), rows: rows.into_iter().map(row).collect() };
        let columns = vec![self.language.text(language::DIFF_WHAT), one, other];
        Table { columns, groups: vec![group], briefer: None }
    }
}

fn started(run: &Run) -> String {
    let at = i64::try_from(run.at).unwrap_or(i64::MAX);
    header::moment(at, run.utc_offset_s, "%Y-%m-%d %H:%M:%S %:z")
}

/// A few of them.
fn numbers(ids: &[u32]) -> String {
    const SHOWN: usize = 6;
    let shown: Vec<String> = ids.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if ids.len() > SHOWN { ", …" } else { "" };
    shown.join(", ") + more
}

/// How bad the worst is.
fn worst(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|f| f.severity).max()
}
