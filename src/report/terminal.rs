//! The report on a terminal.
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::language::{self, Language, Text};

use super::card::Card;
use super::document::{Block, Document, Headline, Section, Table};
use super::ink::{self, Ink, paint};
use super::talk::Said;
use super::wrap::{fold, wrap};
use super::{Detail, Format, Report, Several, Style, escape, grid};

/// For people at a terminal.
pub(super) const FORMAT: Format = Format {
    name: "text",
    about: "for people, on a terminal or in a ticket",
    endings: &["txt", "text", "log"],
    several: Several::Spaced,
    in_language: true,
    write,
};

/// Cells of one text that are shown; a stranger may have sent a whole page.
pub(super) const LONGEST: usize = 1000;

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        // Of these languages ASCII holds only one.
        let language = if style.ascii { Language::En } else { report.language };
        let document = Document::of(&Report { language, ..*report });
        to.write_all(render(&document, style).as_bytes())?;
    }
    to.flush()
}

/// A document on a terminal.
pub(super) fn render(document: &Document, style: &Style) -> String {
    let mut page = Page { style, language: document.language, out: String::new() };
    page.headline(&document.headline, &document.byline);
    for section in document.sections.iter().filter(|s| s.shown.at(style.detail)) {
        page.section(section);
    }
    page.out
}

/// Sections of what is no report.
pub(super) fn sections(sections: &[Section], language: Language, style: &Style) -> String {
    let mut page = Page { style, language, out: String::new() };
    sections.iter().for_each(|section| page.section(section));
    page.out.trim_start_matches('\n').to_owned()
}

/// What has been written so far. Every text passes [`Page::clean`] on its way in.
struct Page<'s> {
    style: &'s Style,
    language: Language,
    out: String,
}

impl Page<'_> {
    fn headline(&mut self, headline: &Headline, byline: &str) {
        let word = paint(self.style, ink::of_status(headline.status), &headline.word);
        let sentence = self.clean(&headline.sentence());
        if self.style.detail == Detail::Quiet {
            return self.line(0, &format!("{word}  {sentence}"));
        }
        let indent = headline.word.width() + 2;
        let mut lines = wrap(&sentence, self.width() - indent, 0).into_iter();
        self.line(0, &format!("{word}  {}", lines.next().unwrap_or_default()));
        for line in lines {
            self.line(indent, &line);
        }
        let byline = self.clean(byline);
        for line in wrap(&byline, self.width() - indent, 0) {
            self.line(indent, &paint(self.style, Ink::Faint, &line));
        }
    }

    fn section(&mut self, section: &Section) {
        self.line(0, "");
        self.line(0, &paint(self.style, Ink::Strong, &self.clean(&section.title).to_uppercase()));
        for (i, block) in section.blocks.iter().enumerate() {
            let before = i.checked_sub(1).and_then(|i| section.blocks.get(i));
            let apart = matches!(block, Block::Card(_) | Block::Table(_))
                || matches!(before, Some(Block::Talk(_) | Block::Verbatim(_)))
                || matches!((before, block), (Some(Block::Pairs(_)), Block::Text(_)));
            if i > 0 && apart {
                self.line(0, "");
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(text) => self.paragraph(2, text),
            Block::List(items) => items.iter().for_each(|item| self.item(2, item)),
            Block::Pairs(pairs) => self.pairs(2, pairs),
            Block::Table(table) => self.table(table),
            Block::Card(card) => self.card(card),
            Block::Talk(said) => said.iter().for_each(|said| self.said(said)),
            Block::Verbatim(lines) => lines.iter().for_each(|l| self.line(0, &self.clean(l))),
            // What it shows stands in tables and lists.
            Block::Picture(_) => {}
        }
    }

    fn paragraph(&mut self, indent: usize, text: &str) {
        for line in wrap(&self.clean(text), self.width() - indent, 0) {
            self.line(indent, &line);
        }
    }

    fn item(&mut self, indent: usize, text: &str) {
        let text = format!("- {}", self.clean(text));
        for line in wrap(&text, self.width() - indent, 2) {
            self.line(indent, &line);
        }
    }

    fn pairs(&mut self, indent: usize, pairs: &[(String, String)]) {
        const ROOM: usize = 24;
        let column = pairs.iter().map(|(label, _)| label.width()).max().unwrap_or(0) + 2;
        // A long label leaves no room beside it.
        let beside = indent + column + ROOM <= self.width();
        for (label, value) in pairs {
            if beside {
                self.pair(indent, column, label, value);
            } else {
                self.line(indent, &paint(self.style, Ink::Faint, &self.clean(label)));
                self.paragraph(indent + 2, value);
            }
        }
    }

    fn pair(&mut self, indent: usize, column: usize, label: &str, value: &str) {
        let gap = " ".repeat(column.saturating_sub(label.width()));
        let label = paint(self.style, Ink::Faint, &self.clean(label));
        let mut lines = wrap(&self.clean(value), self.width() - indent - column, 0).into_iter();
        self.line(indent, &format!("{label}{gap}{}", lines.next().unwrap_or_default()));
        for line in lines {
            self.line(indent + column, &line);
        }
    }

    fn table(&mut self, table: &Table) {
        for line in grid::lines(&self.cleaned(table), self.width() - 2, self.style) {
            self.line(2, &line);
        }
    }

    fn cleaned(&self, table: &Table) -> Table {
        let mut table = table.clone();
        table.columns.iter_mut().for_each(|c| *c = self.clean(c));
        for group in &mut table.groups {
            group.title = self.clean(&group.title);
            group.rows.iter_mut().flat_map(|r| &mut r.cells).for_each(|c| *c = self.clean(c));
        }
        table.briefer = table.briefer.map(|briefer| Box::new(self.cleaned(&briefer)));
        table
    }

    fn card(&mut self, card: &Card) {
        const COLUMN: usize = 10;
        let word = card.word(self.language);
        let hanging = 2 + word.width() + 2;
        let title = format!("{} [{}]", self.clean(&card.title), card.code);
        let mut lines = wrap(&title, self.width() - hanging, 0).into_iter();
        let ink = if card.waived.is_some() { Ink::Faint } else { ink::of_severity(card.severity) };
        let word_painted = paint(self.style, ink, &word);
        let first = lines.next().unwrap_or_default();
        self.line(2, &format!("{word_painted}  {}", paint(self.style, Ink::Strong, &first)));
        for line in lines {
            self.line(hanging, &paint(self.style, Ink::Strong, &line));
        }
        for (label, value) in rows(card, self.style.detail, self.language) {
            self.pair(4, COLUMN, &self.language.text(label), &value);
        }
        // Those who want less have it below, where it happened.
        if self.style.detail == Detail::Verbose {
            self.lines(4, COLUMN, language::SEEN, &card.seen(self.language));
        }
        self.lines(4, COLUMN, language::EXPLAINS, &card.explains);
    }

    /// Values with one label.
    fn lines(&mut self, indent: usize, column: usize, label: Text, lines: &[String]) {
        for (i, line) in lines.iter().enumerate() {
            let label = (i == 0).then(|| self.language.text(label));
            self.pair(indent, column, &label.unwrap_or_default(), line);
        }
    }

    fn said(&mut self, said: &Said) {
        let line = format!("{} {}", said.mark(), self.escaped(&said.text));
        for line in fold(&line, self.width() - 2, 12) {
            self.line(2, &line);
        }
    }

    fn line(&mut self, indent: usize, text: &str) {
        if !text.is_empty() {
            self.out.push_str(&" ".repeat(indent));
            // Spaces that don't break have done their work: who copies a line wants plain ones.
            self.out.push_str(&text.replace('\u{a0}', " "));
        }
        self.out.push('\n');
    }

    fn clean(&self, text: &str) -> String {
        let shown = escape::cut(&self.escaped(text), LONGEST);
        if self.style.ascii { shown.replace('…', "...") } else { shown }
    }

    fn escaped(&self, text: &str) -> String {
        if self.style.ascii { escape::ascii(text) } else { escape::terminal(text) }
    }

    /// Columns there are. Below a certain width nothing can be laid out, so that lines get longer.
    const fn width(&self) -> usize {
        const LEAST: usize = 40;
        match self.style.width {
            0 => usize::MAX / 4,
            width if width < LEAST => LEAST,
            width => width,
        }
    }
}

/// The lines of a card below its title. On what observations it rests is for those who look into
/// the recording.
pub(super) fn rows(card: &Card, detail: Detail, language: Language) -> Vec<(Text, String)> {
    const SHOWN: usize = 12;
    let ids: Vec<String> = card.evidence.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if card.evidence.len() > SHOWN { ", …" } else { "" };
    let evidence = language.say(language::EVIDENCE, [("ids", &(ids.join(", ") + more))]);
    let evidence = Some(evidence).filter(|_| detail == Detail::Verbose);
    let reference = Some(card.reference.to_owned()).filter(|r| !r.is_empty());
    let see: Vec<String> = reference.into_iter().chain(evidence).collect();
    let rows = [
        (language::WAIVED_LABEL, card.waived(language).unwrap_or_default()),
        (language::WHERE, language.groups(&card.subjects)),
        (language::BUT, language.groups(&card.milder)),
        (language::WHY, card.cause.clone()),
        (language::DO, card.remedy.clone()),
        (language::WHO, language.text(language::actor(card.actor))),
        (language::SURE, language.text(language::confidence(card.confidence))),
        (language::SEE, language.groups(&see)),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::sample::{finding, recording, written, written_in};
    use super::super::{Verdict, escape::is_hidden};
    use super::*;
    use crate::diagnosis;
    use crate::finding::Finding;

    fn styles() -> impl Iterator<Item = Style> {
        let widths = [0, 40, 60, 80, 120].into_iter();
        let details = [Detail::Quiet, Detail::Normal, Detail::Verbose];
        let all = widths.flat_map(move |width| details.map(move |detail| (width, detail)));
        all.flat_map(|(width, detail)| {
            [false, true].map(|ascii| Style { width, ascii, detail, ..Style::default() })
        })
    }

    /// Every rule at once, so that every text is laid out.
    fn everything() -> Vec<Finding> {
        diagnosis::rules().map(|rule| finding(rule.code, Service::Smtp, &[0])).collect()
    }

    #[test]
    fn nothing_from_a_stranger_acts_on_the_terminal() {
        for style in styles() {
            let text = written(&FORMAT, &style, &everything());
            let acts = |c: char| c != '\n' && (c.is_control() || is_hidden(c));
            assert!(!text.chars().any(acts), "{style:?}: {text:?}");
            assert!(!style.ascii || text.is_ascii(), "{style:?}: {text}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let styles = || styles().filter(|s| s.width > 0 && s.detail > Detail::Quiet);
        let all = Language::ALL.into_iter().flat_map(|l| styles().map(move |style| (l, style)));
        for (language, style) in all.filter(|(l, style)| *l == Language::En || !style.ascii) {
            let text = written_in(language, &FORMAT, &style, &everything());
            for line in text.lines() {
                let fits =
                    line.width() <= style.width || line.starts_with("-----") || !line.contains(' ');
                assert!(fits, "{language:?} {style:?}: {line}");
            }
        }
    }

    #[test]
    fn numbers_of_observations_are_for_those_who_want_all_detail() {
        let told = |detail| {
            written(&FORMAT, &Style { width: 80, detail, ..Style::default() }, &everything())
        };
        assert!(!told(Detail::Normal).contains("observations 0"));
        assert!(told(Detail::Verbose).contains("observations 0"));
        assert!(told(Detail::Normal).contains("-v adds the full transcripts"));
        assert!(!told(Detail::Verbose).contains("-v adds"));
    }

    #[test]
    fn a_label_that_leaves_no_room_stands_above_its_value() {
        let told = |width| {
            let style = Style { width, ..Style::default() };
            let mut page = Page { style: &style, language: Language::En, out: String::new() };
            page.pairs(2, &[("2001:db8:1111:2222::1".to_owned(), "reaches the host".to_owned())]);
            page.out
        };
        assert_eq!(told(60), "  2001:db8:1111:2222::1  reaches the host\n");
        assert_eq!(told(40), "  2001:db8:1111:2222::1\n    reaches the host\n");
    }

    #[test]
    fn quiet_is_one_line() {
        let style = Style { width: 60, detail: Detail::Quiet, ..Style::default() };
        let text = written(&FORMAT, &style, &everything());
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with("FAILURE  "), "{text}");
    }

    #[test]
    fn colours_only_repeat_what_the_words_say() {
        let plain = Style { width: 80, ..Style::default() };
        let coloured = written(&FORMAT, &Style { colour: true, ..plain }, &everything());
        assert!(coloured.contains("\x1b["));
        let words = ["1;31", "32", "33", "1", "2", "0"];
        let stripped = words.iter().fold(coloured, |t, n| t.replace(&format!("\x1b[{n}m"), ""));
        assert_eq!(stripped, written(&FORMAT, &plain, &everything()));
    }

    #[test]
    fn a_closed_pipe_is_an_error_and_no_panic() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (recording, found) = (recording(), everything());
        let verdict = Verdict::of(&recording, &found);
        let report = Report {
            recording: &recording,
            findings: &found,
            verdict: &verdict,
            language: Language::En,
        };
        for format in super::super::FORMATS {
            let error =
                (format.write)(&[report], &Style::default(), &mut Closed).expect_err("closed");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{}", format.name);
        }
    }
}
