//! The report in Markdown, to be pasted into an issue: of all that Markdown can do, headings,
//! lists, tables and fences, which GitHub, GitLab and their like read in the same way.
mod inline;

use std::io::{self, Write};

use crate::language::{self, Language};

use super::card::Card;
use super::document::{Block, Document, Row, Section, Table};
use super::talk::Said;
use super::{Detail, Format, Report, Several, Style, escape, grid, ink, terminal};
use inline::{inline, opening};

/// For an issue tracker.
pub(super) const FORMAT: Format = Format {
    name: "markdown",
    about: "for people, to be pasted into an issue",
    endings: &["md", "markdown"],
    several: Several::Spaced,
    in_language: true,
    write,
};

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        to.write_all(text(&Document::of(report), style.detail).as_bytes())?;
    }
    to.flush()
}

/// A document in Markdown.
pub(super) fn text(document: &Document, detail: Detail) -> String {
    let headline = &document.headline;
    let mut page = Page { detail, language: document.language, out: String::new() };
    page.out = format!("**{}** {}\n", inline(&headline.word), inline(&headline.sentence()));
    if detail > Detail::Quiet {
        page.paragraph(&opening(&document.byline));
    }
    for section in document.sections.iter().filter(|s| s.shown.at(detail)) {
        page.section(section);
    }
    page.out
}

/// What has been written so far. Every text passes [`inline`] or [`Page::fence`] on its way in.
struct Page {
    detail: Detail,
    language: Language,
    out: String,
}

impl Page {
    fn section(&mut self, section: &Section) {
        self.paragraph(&format!("### {}", inline(&section.title)));
        section.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(text) => self.paragraph(&opening(text)),
            Block::List(items) => {
                self.list(items.iter().map(|item| opening(item)));
            }
            Block::Pairs(pairs) => {
                self.list(pairs.iter().map(|(label, value)| pair(label, value)));
            }
            Block::Table(table) => self.table(&grid::without_empty_columns(table)),
            Block::Card(card) => self.card(card),
            Block::Talk(said) => self.fence(said.iter().map(line)),
            // Tables hold all that pictures show.
            Block::Picture(_) => {}
            Block::Verbatim(lines) => self.fence(lines.iter().map(|l| escape::terminal(l))),
        }
    }

    /// Whatever it is, an empty line keeps it apart from what stands above.
    fn paragraph(&mut self, text: &str) {
        self.out += &format!("\n{text}\n");
    }

    fn list(&mut self, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
        self.paragraph(&items.join("\n"));
    }

    fn card(&mut self, card: &Card) {
        let word = self.language.text(language::severity(card.severity));
        self.paragraph(&format!("#### {}: {}", inline(&word), inline(&titled(card))));
        let rows = terminal::rows(card, self.detail, self.language);
        let language = self.language;
        let rows = rows.iter().map(|(label, value)| pair(&language.text(*label), value));
        let seen = pairs(language.text(language::SEEN), card.seen(language));
        let explained = pairs(language.text(language::EXPLAINS), card.explains.clone());
        self.list(rows.chain(seen).chain(explained));
    }

    /// A table per group, below the title of the group: Markdown has no rows that are titles.
    fn table(&mut self, table: &Table) {
        let rows = || table.groups.iter().flat_map(|g| &g.rows);
        let signed = rows().any(|row| row.tone.is_some());
        let sign = signed.then(String::new);
        let titles: Vec<String> =
            sign.into_iter().chain(table.columns.iter().map(|c| inline(c))).collect();
        for group in table.groups.iter().filter(|g| !g.rows.is_empty()) {
            if !group.title.is_empty() {
                self.paragraph(&opening(&group.title));
            }
            let rule = vec!["---".to_owned(); titles.len()];
            let head = [row(&titles), row(&rule)];
            let cells = group.rows.iter().map(|r| row(&cells(r, signed, titles.len())));
            self.paragraph(&head.into_iter().chain(cells).collect::<Vec<_>>().join("\n"));
        }
    }

    /// Lines as they are, between fences longer than any that stand in them.
    fn fence(&mut self, lines: impl Iterator<Item = String>) {
        let lines: Vec<String> = lines.collect();
        let longest = lines.iter().map(|line| inline::longest_run(line)).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        self.paragraph(&format!("{fence}text\n{text}{fence}"));
    }
}

fn titled(card: &Card) -> String {
    format!("{} [{}]", card.title, card.code)
}

fn pair(label: &str, value: &str) -> String {
    format!("**{}:** {}", inline(label), inline(value))
}

/// Values with one label, a line each.
fn pairs(label: String, values: Vec<String>) -> impl Iterator<Item = String> {
    values.into_iter().map(move |value| pair(&label, &value))
}

fn line(said: &Said) -> String {
    format!("{} {}", said.mark(), escape::terminal(&said.text))
}

/// A row may end early; a table may not.
fn cells(row: &Row, signed: bool, width: usize) -> Vec<String> {
    let sign = row.tone.map_or("", |tone| ink::sign(tone, false));
    let sign = signed.then(|| inline(sign));
    let mut cells: Vec<String> =
        sign.into_iter().chain(row.cells.iter().map(|cell| inline(cell))).collect();
    cells.resize(width, String::new());
    cells
}

fn row(cells: &[String]) -> String {
    let cells = cells.iter().map(|cell| format!(" {cell} |"));
    format!("|{}", cells.collect::<String>())
}

#[cfg(test)]
mod tests;
