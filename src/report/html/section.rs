//! Sections and what stands in them.
use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::language::{self, Language, Text};

use super::super::card::Card;
use super::super::document::{Block, Document, Section, Shown, Tone};
use super::super::escape;
use super::super::picture::Picture;
use super::super::talk::{By, Said};
use super::super::terminal::{LONGEST, rows};
use super::super::{Detail, ink};
use super::page::Page;
use super::{chain, route, table, timeline};

/// The order on the page; what is not named comes last.
const ORDER: &[Text] = &[
    language::FINDINGS,
    language::INSTEAD,
    language::CONNECTIONS,
    language::COMPARISON,
    language::AGAIN_TITLE,
    language::NOTES,
    language::HEADER,
    language::DRAWN,
    language::SCAN,
    language::CERTIFICATES,
    language::NAMES,
    language::PATHS,
    language::QUERIES,
    language::TRANSCRIPTS,
    language::NOT_TESTED,
    language::MANNERS,
];

/// What most readers don't open.
const FOLDED: &[Text] = &[language::CERTIFICATES, language::TRANSCRIPTS];

/// Writes one report below its banner.
pub(super) struct Teller<'p> {
    pub(super) page: &'p mut Page,
    pub(super) id: &'p str,
    pub(super) language: Language,
    /// The level of the sections' headings.
    level: usize,
    /// How many pictures there are yet.
    pictures: usize,
    /// The observations that stand in the table of all steps.
    steps: BTreeSet<u32>,
}

impl<'p> Teller<'p> {
    pub(super) const fn new(
        page: &'p mut Page,
        id: &'p str,
        level: usize,
        language: Language,
    ) -> Self {
        Self { page, id, language, level, pictures: 0, steps: BTreeSet::new() }
    }

    pub(super) fn sections(&mut self, document: &Document) {
        let there = |s: &&Section| s.shown.at(Detail::Verbose) || s.shown == Shown::Drawn;
        let mut sections: Vec<&Section> = document.sections.iter().filter(there).collect();
        let place = |s: &Section| ORDER.iter().position(|about| *about == s.about);
        sections.sort_by_key(|s| place(s).unwrap_or(ORDER.len()));
        self.steps = sections.iter().flat_map(|s| &s.blocks).flat_map(steps).collect();
        self.contents(&sections);
        sections.iter().for_each(|section| self.section(section));
    }

    fn anchor(&self, section: &Section) -> String {
        format!("{}-{}", self.id, section.about.key())
    }

    fn contents(&mut self, sections: &[&Section]) {
        let links: Vec<(String, &str)> =
            sections.iter().map(|s| (format!("#{}", self.anchor(s)), s.title.as_str())).collect();
        let label = self.language.text(language::CONTENTS);
        let attributes = [("class", "contents"), ("aria-label", label.as_str())];
        self.page.within("nav", &attributes, |page| {
            page.within("ul", &[], |page| {
                for (to, title) in links {
                    page.within("li", &[], |page| page.element("a", &[("href", &to)], title));
                }
            });
        });
    }

    fn section(&mut self, section: &Section) {
        let anchor = self.anchor(section);
        let heading = format!("h{}", self.level);
        self.page.line();
        self.open("section", &[("class", section.about.key()), ("aria-labelledby", &anchor)]);
        self.page.element(&heading, &[("id", &anchor)], &section.title);
        match FOLDED.contains(&section.about) {
            true => self.folded(&section.blocks),
            false if section.about == language::PATHS => self.paths(&section.blocks),
            false => self.blocks(&section.blocks),
        }
        self.close("section");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    /// Blocks that are shown when their title is opened.
    fn folded(&mut self, blocks: &[Block]) {
        let is_title = |block: &Block| matches!(block, Block::Text(_));
        let starts: Vec<usize> =
            blocks.iter().enumerate().filter(|(_, b)| is_title(b)).map(|(at, _)| at).collect();
        self.blocks(&blocks[..starts.first().copied().unwrap_or(blocks.len())]);
        for (nth, start) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(blocks.len());
            let Block::Text(title) = &blocks[*start] else { continue };
            self.fold("fold", title, |teller| teller.blocks(&blocks[start + 1..end]));
        }
    }

    /// Routers are drawn already: their tables are for who wants every time.
    fn paths(&mut self, blocks: &[Block]) {
        let is_table = |block: &&Block| matches!(block, Block::Table(_));
        let (tables, others): (Vec<&Block>, Vec<&Block>) = blocks.iter().partition(is_table);
        others.into_iter().for_each(|block| self.block(block));
        if !tables.is_empty() {
            let title = self.language.text(language::EVERY_HOP);
            self.fold("fold", &title, |teller| tables.into_iter().for_each(|t| teller.block(t)));
        }
    }

    /// What is shown when its title is opened.
    pub(super) fn fold(&mut self, class: &str, title: &str, write: impl FnOnce(&mut Self)) {
        let title = shown(title);
        self.open("details", &[("class", class)]);
        self.page.element("summary", &[], &title);
        write(self);
        self.close("details");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(text) => self.page.element("p", &[], &shown(text)),
            Block::List(items) => self.list(items),
            Block::Pairs(pairs) => {
                self.pairs(pairs.iter().map(|(label, value)| ("", label.clone(), value.clone())));
            }
            Block::Table(whole) => table::write(self.page, whole, self.language),
            Block::Card(card) => self.card(card),
            Block::Talk(said) => self.talk(said),
            Block::Verbatim(lines) => self.fold("bulk", "PEM", |teller| teller.verbatim(lines)),
            Block::Picture(picture) => self.picture(picture),
        }
    }

    pub(super) fn list(&mut self, items: &[String]) {
        self.page.within("ul", &[], |page| {
            items.iter().for_each(|item| page.element("li", &[], &shown(item)));
        });
    }

    /// Labels and values, each with a class of ours or none.
    fn pairs<'a>(&mut self, pairs: impl Iterator<Item = (&'a str, String, String)>) {
        self.page.within("dl", &[], |page| {
            for (class, label, value) in pairs {
                page.within("div", &[("class", class)], |page| {
                    page.element("dt", &[], &shown(&label));
                    page.element("dd", &[], &shown(&value));
                });
            }
        });
    }

    fn card(&mut self, card: &Card) {
        let tone = tone(card.severity);
        let word = self.language.text(language::severity(card.severity));
        let class = match card.waived {
            Some(_) => format!("card {} waived", table::class(tone)),
            None => format!("card {}", table::class(tone)),
        };
        let fold = card.severity == Severity::Note || card.waived.is_some();
        let (outer, title) = if fold { ("details", "summary") } else { ("article", "div") };
        let waived = card.waived.as_ref().map(|_| self.language.text(language::WAIVED_LABEL));
        let heading = format!("h{}", self.level + 1);
        self.open(outer, &[("class", &class)]);
        self.page.within(title, &[("class", "title")], |page| {
            page.within(&heading, &[], |page| {
                let word = format!("{} {word}", ink::sign(tone, false));
                page.element("span", &[("class", "word")], &word);
                if let Some(waived) = waived {
                    page.text(" ");
                    page.element("span", &[("class", "word put-up-with")], &waived);
                }
                page.text(" ");
                page.text(&shown(&card.title));
                page.text(" ");
                page.element("code", &[], card.code);
            });
        });
        // The numbers of observations stand beside what they say.
        let told = rows(card, Detail::Normal, self.language);
        let explains = (!card.explains.is_empty()).then_some(language::EXPLAINS);
        let language = self.language;
        self.pairs(
            told.into_iter().map(|(label, value)| (label.key(), language.text(label), value)),
        );
        self.evidence(card);
        if let Some(label) = explains {
            self.page.element("p", &[("class", "explains")], &language.text(label));
            self.list(&card.explains);
        }
        self.close(outer);
    }

    /// What a finding rests on, each with a way to where it stands among all steps.
    fn evidence(&mut self, card: &Card) {
        let lines = card.shown.iter().map(|e| (e.text.clone(), &e.ids));
        let beyond = card.beyond(self.language).map(|text| (text, &card.beyond));
        let lines: Vec<(String, &Vec<u32>)> = lines.chain(beyond).collect();
        if lines.is_empty() {
            return;
        }
        let label = self.language.text(language::SEEN);
        self.page.element("p", &[("class", "explains")], &label);
        self.open("ul", &[("class", "evidence")]);
        for (text, ids) in lines {
            self.open("li", &[]);
            self.page.text(&shown(&text));
            self.numbers(ids);
            self.close("li");
        }
        self.close("ul");
    }

    fn numbers(&mut self, ids: &[u32]) {
        const SHOWN: usize = 12;
        self.open("span", &[("class", "numbers")]);
        for id in ids.iter().take(SHOWN) {
            self.page.text(" ");
            let (number, to) = (format!("#{id}"), format!("#{}", timeline::step(self.id, *id)));
            match self.steps.contains(id) {
                true => self.page.element("a", &[("href", &to)], &number),
                false => self.page.text(&number),
            }
        }
        self.page.text(if ids.len() > SHOWN { " …" } else { "" });
        self.close("span");
    }

    fn talk(&mut self, said: &[Said]) {
        self.page.within("ol", &[("class", "talk")], |page| {
            for said in said {
                let (class, arrow) = match said.by {
                    By::Us => ("us", "→"),
                    By::Them => ("them", "←"),
                    By::Event => ("event", "•"),
                    By::Gap => ("gap", ""),
                };
                page.within("li", &[("class", class)], |page| {
                    let seconds = format!("{:.3}", said.at_us as f64 / 1e6);
                    page.element("span", &[("class", "at")], &seconds);
                    page.element(
                        "span",
                        &[("class", "tls")],
                        if said.secured { "TLS" } else { "" },
                    );
                    page.element("span", &[("class", "by")], arrow);
                    page.element("span", &[("class", "what")], &said.text);
                });
            }
        });
    }

    fn verbatim(&mut self, lines: &[String]) {
        self.page.within("pre", &[], |page| {
            for line in lines {
                page.text(line);
                page.line();
            }
        });
    }

    fn picture(&mut self, picture: &Picture) {
        self.pictures += 1;
        let id = format!("{}-p{}", self.id, self.pictures);
        match picture {
            Picture::Timeline(timeline) => timeline::write(self, &id, timeline),
            Picture::Route(route) => route::write(self, &id, route),
            Picture::Chain(chain) => chain::write(self, &id, chain),
        }
    }

    fn open(&mut self, tag: &str, attributes: super::page::Attributes<'_>) {
        self.page.open(tag, attributes);
    }

    fn close(&mut self, tag: &str) {
        self.page.close(tag);
    }
}

fn steps(block: &Block) -> Vec<u32> {
    match block {
        Block::Picture(picture) => match &**picture {
            Picture::Timeline(timeline) => timeline.ids.clone(),
            Picture::Route(_) | Picture::Chain(_) => vec![],
        },
        _ => vec![],
    }
}

/// As much of a text as is shown; a stranger may have sent a whole page.
pub(super) fn shown(text: &str) -> String {
    escape::cut(&escape::terminal(text), LONGEST)
}

const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Note => Tone::Indifferent,
        Severity::Warning => Tone::Doubtful,
        Severity::Error => Tone::Bad,
    }
}
