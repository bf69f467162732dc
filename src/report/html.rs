//! The report as a page: one file that a person opens and a program reads back.
//!
//! It needs no script and fetches nothing. It is well-formed XML too, so that a tag that isn't
//! closed is found by any reader of XML.
mod chain;
mod data;
mod drawing;
mod page;
mod route;
mod section;
mod table;
mod timeline;

use std::io::{self, Write};

use aws_lc_rs::digest::{SHA256, digest};
use probes::bytes::Bytes;

use crate::language;

use super::document::{Document, Headline};
use super::ink;
use super::{Format, Report, Several, Status, Style};
use page::Page;
use section::Teller;

/// For people with a browser, and for programs.
pub(super) const FORMAT: Format = Format {
    name: "html",
    about: "a page to attach to a ticket, with everything; `mailprobe diagnose` reads it too",
    endings: &["html", "htm"],
    several: Several::Whole,
    in_language: true,
    write,
};

/// How the page looks.
const STYLE: &str = include_str!("html/style.css");

/// A document as it stands on the page.
struct Told<'r> {
    /// The report that it is made of, if it is one.
    report: Option<&'r Report<'r>>,
    /// What it is about.
    target: String,
    document: Document,
    /// What its anchors begin with.
    id: String,
}

fn write(reports: &[Report<'_>], _: &Style, to: &mut dyn Write) -> io::Result<()> {
    let told = reports.iter().zip(1..).map(|(report, number): (_, usize)| Told {
        report: Some(report),
        target: report.recording.asked.target.name.clone(),
        document: Document::of(report),
        id: format!("r{number}"),
    });
    to.write_all(page(&told.collect::<Vec<_>>())?.as_bytes())?;
    to.flush()
}

/// A page of documents that are no reports, each with what it is about.
pub(super) fn documents(documents: Vec<(String, Document)>) -> String {
    let told = documents.into_iter().zip(1..).map(|((target, document), number): (_, usize)| {
        Told { report: None, target, document, id: format!("r{number}") }
    });
    page(&told.collect::<Vec<_>>()).expect("only a report can fail to be written as JSON")
}

fn page(told: &[Told<'_>]) -> io::Result<String> {
    let language = told.first().map_or_else(Default::default, |t| t.document.language);
    let mut data = Ok(());
    let mut page = Page::new("<!DOCTYPE html>\n");
    page.within("html", &[("lang", language.tag())], |page| {
        page.line();
        page.within("head", &[], |page| head(page, told));
        page.line();
        page.within("body", &[], |page| {
            drawing::patterns(page);
            if told.len() > 1 {
                overview(page, told);
            }
            page.line();
            page.within("main", &[], |page| told.iter().for_each(|t| article(page, t, told)));
            page.line();
            data = data::embed(page, told.iter().filter_map(|t| t.report));
        });
        page.line();
    });
    page.line();
    data.map(|()| page.finish())
}

fn head(page: &mut Page, told: &[Told<'_>]) {
    let policy = policy();
    let named = [
        ("referrer", "no-referrer"),
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
    ];
    page.line();
    page.empty("meta", &[("charset", "utf-8")]);
    page.line();
    page.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy)]);
    for (name, content) in named {
        page.line();
        page.empty("meta", &[("name", name), ("content", content)]);
    }
    page.line();
    page.element("title", &[], &title(told));
    page.line();
    page.within("style", &[], |page| page.raw(STYLE));
    page.line();
}

/// Nothing may run or be fetched; the one style is known by its hash (CSP Level 3 §2.3.1).
fn policy() -> String {
    let hash = Bytes(digest(&SHA256, STYLE.as_bytes()).as_ref().to_vec()).base64();
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

fn title(told: &[Told<'_>]) -> String {
    let mut names: Vec<String> = Vec::new();
    for Told { target: name, document, .. } in told {
        let named = format!("{name}: {}", document.headline.word);
        // A further language is no other target.
        if !names.iter().any(|known| known.starts_with(&format!("{name}: "))) {
            names.push(named);
        }
    }
    format!("{} – mailprobe", names.join(", "))
}

/// What stands on the page, for who looks for one of several reports.
fn overview(page: &mut Page, told: &[Told<'_>]) {
    let language = told.first().map_or_else(Default::default, |t| t.document.language);
    page.line();
    page.within("header", &[("class", "top")], |page| {
        page.element("h1", &[], "mailprobe");
        let label = language.text(language::REPORTS);
        page.within("nav", &[("aria-label", &label)], |page| {
            page.within("ul", &[], |page| {
                for one in told {
                    page.within("li", &[("lang", one.document.language.tag())], |page| {
                        entry(page, one)
                    });
                }
            });
        });
    });
}

fn entry(page: &mut Page, told: &Told<'_>) {
    let Headline { status, word, what, .. } = &told.document.headline;
    let class = format!("status {}", class(*status));
    page.element("span", &[("class", &class)], &format!("{} {word}", sign(*status)));
    page.text(" ");
    let to = format!("#{}", told.id);
    page.element("a", &[("href", &to), ("hreflang", told.document.language.tag())], what);
}

/// One report, in one language.
fn article(page: &mut Page, told: &Told<'_>, all: &[Told<'_>]) {
    let Told { report, document, id, .. } = told;
    let headline = &document.headline;
    let level = if all.len() > 1 { 2 } else { 1 };
    let (class, title) = (format!("report {}", class(headline.status)), format!("{id}-title"));
    let attributes = [
        ("class", class.as_str()),
        ("id", id.as_str()),
        ("lang", document.language.tag()),
        ("aria-labelledby", title.as_str()),
    ];
    page.line();
    page.within("article", &attributes, |page| {
        page.within("header", &[("class", "banner")], |page| {
            let word = format!("{} {}", sign(headline.status), headline.word);
            page.element("p", &[("class", "status")], &word);
            page.element(&format!("h{level}"), &[("id", &title)], &headline.what);
            page.element("p", &[("class", "who")], &headline.who);
            page.element("p", &[("class", "byline")], &document.byline);
        });
        Teller::new(page, id, level + 1, document.language).sections(document);
        if report.is_some() {
            page.within("footer", &[], |page| {
                page.element("p", &[], &document.language.text(language::FOR_PROGRAMS));
            });
        }
    });
}

const fn class(status: Status) -> &'static str {
    match status {
        Status::Healthy => "good",
        Status::Warnings => "doubtful",
        Status::Inconclusive => "open",
        Status::Failure => "bad",
    }
}

/// A sign beside the word, for who doesn't see colours.
const fn sign(status: Status) -> &'static str {
    match status {
        Status::Healthy => ink::sign(super::document::Tone::Good, false),
        Status::Warnings => ink::sign(super::document::Tone::Doubtful, false),
        Status::Inconclusive => "?",
        Status::Failure => ink::sign(super::document::Tone::Bad, false),
    }
}

#[cfg(test)]
mod tests;
