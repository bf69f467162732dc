//! What people are told, before it has a shape: no terminal, no markup, no escaping.
//!
//! All strings are raw, as they came from servers, the DNS and certificates. Whoever renders them
//! escapes them for where they go.
use crate::diagnosis::Facts;
use crate::diagnosis::instead::{Choice, choices};
use crate::finding::Severity;
use crate::language::{self, Language, Text};

use super::card::{self, Card};
use super::picture::{self, Picture};
use super::talk::Said;
use super::{
    Detail, Report, Status, again, chain, control, evidence, header, headline, instead, ladder,
    manners, names, path, queries, scan, talk, untested,
};

/// A report as people read it, in the order in which they do.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// In which language.
    pub language: Language,
    /// The first line.
    pub headline: Headline,
    /// What made this, when, and how it ended: one line.
    pub byline: String,
    /// All the rest.
    pub sections: Vec<Section>,
}

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// How it stands.
    pub status: Status,
    /// In which language.
    pub language: Language,
    /// The word for it.
    pub word: String,
    /// The target, and what is the matter with it: a sentence.
    pub what: String,
    /// Who must act, and what is to be done: a sentence.
    pub who: String,
}

/// A part of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is about: the text that is its title.
    pub about: Text,
    /// Its title.
    pub title: String,
    /// In which reports it stands.
    pub shown: Shown,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// In which reports a section stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In all but quiet ones.
    Always,
    /// In normal ones: those with more detail have something better.
    Brief,
    /// In those with all detail.
    Full,
    /// In those with pictures, beside what has all detail.
    Drawn,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// One line per item.
    List(Vec<String>),
    /// Labels and values.
    Pairs(Vec<(String, String)>),
    /// Columns.
    Table(Table),
    /// A finding, or several of a kind.
    Card(Box<Card>),
    /// A conversation with a server.
    Talk(Vec<Said>),
    /// Lines to be copied as they are.
    Verbatim(Vec<String>),
    /// What tables tell too, for the eye.
    Picture(Box<Picture>),
}

/// Columns with titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The titles.
    pub columns: Vec<String>,
    /// The rows, group by group.
    pub groups: Vec<Group>,
    /// The same in fewer words, for where this makes high rows.
    pub briefer: Option<Box<Table>>,
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// What they have in common, or "".
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// How it stands with what the row is about; none where there is nothing to judge.
    pub tone: Option<Tone>,
    /// One per column; a row may end early.
    pub cells: Vec<String>,
}

/// How it stands with something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should.
    Good,
    /// Nobody minds.
    Indifferent,
    /// Not quite as it should.
    Doubtful,
    /// Broken.
    Bad,
}

impl Document {
    /// The document of a report.
    pub fn of(report: &Report<'_>) -> Self {
        let facts = Facts::new(report.recording, report.recording.at);
        let language = report.language;
        let mut cards = card::all(report.findings, language);
        evidence::add(&mut cards, &facts, report.findings, language);
        let choices = choices(&facts, report.findings);
        let sections = sections(report, &facts, &cards, &choices);
        Self {
            language,
            headline: headline::of(report, &cards, &choices, language),
            byline: header::byline(report, language),
            sections: sections.into_iter().filter(|s| !s.blocks.is_empty()).collect(),
        }
    }
}

impl Shown {
    /// Whether the section stands in a report of this detail.
    pub fn at(self, detail: Detail) -> bool {
        match self {
            Self::Always => detail > Detail::Quiet,
            Self::Brief => detail == Detail::Normal,
            Self::Full => detail == Detail::Verbose,
            Self::Drawn => false,
        }
    }
}

fn sections(
    report: &Report<'_>,
    facts: &Facts<'_>,
    cards: &[Card],
    choices: &[Choice],
) -> Vec<Section> {
    let language = report.language;
    let section = |about, shown, blocks| {
        let title = language.text(about);
        Section { about, title, shown, blocks }
    };
    let (notes, troubles): (Vec<_>, Vec<_>) =
        cards.iter().cloned().partition(|c| c.severity == Severity::Note);
    let brief = notes.iter().map(|note| note.brief(language)).collect::<Vec<_>>();
    let recording = report.recording;
    vec![
        section(language::FINDINGS, Shown::Always, findings(&troubles, language)),
        section(language::INSTEAD, Shown::Always, list(instead::lines(choices, language))),
        section(
            language::CONNECTIONS,
            Shown::Always,
            ladder::blocks(facts, report.findings, language),
        ),
        section(language::DRAWN, Shown::Drawn, picture::blocks(facts, report.findings, language)),
        section(language::COMPARISON, Shown::Always, control::blocks(facts, language)),
        section(language::AGAIN_TITLE, Shown::Always, list(again::lines(facts, language))),
        section(language::NOTES, Shown::Brief, list(brief)),
        section(language::NOTES, Shown::Full, notes.into_iter().map(Block::from).collect()),
        section(language::SCAN, Shown::Always, scan::blocks(facts, language)),
        section(
            language::CERTIFICATES,
            Shown::Brief,
            chain::doubtful(facts, report.findings, language),
        ),
        section(language::SAID, Shown::Brief, talk::doubtful(facts, report.findings, language)),
        section(language::NAMES, Shown::Always, names::blocks(facts, language)),
        section(language::QUERIES, Shown::Full, queries::blocks(recording, language)),
        section(language::PATHS, Shown::Brief, path::blocks(facts, Detail::Normal, language)),
        section(language::PATHS, Shown::Full, path::blocks(facts, Detail::Verbose, language)),
        section(language::CERTIFICATES, Shown::Full, chain::blocks(facts, language)),
        section(language::TRANSCRIPTS, Shown::Full, talk::blocks(facts, language)),
        section(language::NOT_TESTED, Shown::Always, list(untested::lines(facts, language))),
        section(language::MANNERS, Shown::Always, list(manners::lines(facts, language))),
        section(language::HEADER, Shown::Brief, vec![Block::Pairs(header::brief(facts, language))]),
        section(language::HEADER, Shown::Full, vec![Block::Pairs(header::facts(facts, language))]),
    ]
}

fn findings(cards: &[Card], language: Language) -> Vec<Block> {
    match cards.is_empty() {
        true => vec![Block::Text(language.text(language::NO_FINDINGS))],
        false => {
            let told = |i: usize| cards[i].clone().after(&cards[..i], language);
            (0..cards.len()).map(|i| Block::from(told(i))).collect()
        }
    }
}

pub(super) fn list(lines: Vec<String>) -> Vec<Block> {
    if lines.is_empty() { vec![] } else { vec![Block::List(lines)] }
}

impl From<Card> for Block {
    fn from(card: Card) -> Self {
        Self::Card(Box::new(card))
    }
}

impl Table {
    /// An empty table with these titles.
    pub(super) fn titled(columns: &[Text], language: Language) -> Self {
        let columns = columns.iter().map(|title| language.text(*title));
        Self { columns: columns.collect(), ..Self::default() }
    }
}
