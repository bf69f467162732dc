//! Tables. On a narrow screen a row is a card, so that roles are said: browsers forget that what is
//! laid out otherwise is a table.
use crate::language::{self, Language};

use super::super::document::{Row, Table, Tone};
use super::super::ink;
use super::page::Page;
use super::section::shown;

/// Writes a table; columns in which nothing stands are left out.
pub(super) fn write(page: &mut Page, table: &Table, language: Language) {
    with_anchors(page, table, &[], language);
}

/// The same with an anchor for each row.
pub(super) fn with_anchors(page: &mut Page, table: &Table, anchors: &[String], language: Language) {
    let rows = || table.groups.iter().flat_map(|g| &g.rows);
    let says = |i: &usize| rows().any(|r| r.cells.get(*i).is_some_and(|c| !c.is_empty()));
    let columns: Vec<usize> = (0..table.columns.len()).filter(says).collect();
    page.within("table", &[("role", "table")], |page| {
        page.within("thead", &[("role", "rowgroup")], |page| {
            page.within("tr", &[("role", "row")], |page| {
                for i in &columns {
                    let attributes = [("role", "columnheader"), ("scope", "col")];
                    page.element("th", &attributes, &table.columns[*i]);
                }
            });
        });
        let mut anchors = anchors.iter().map(String::as_str);
        for group in &table.groups {
            page.within("tbody", &[("role", "rowgroup")], |page| {
                if !group.title.is_empty() {
                    title(page, &group.title, columns.len());
                }
                for one in &group.rows {
                    let anchor = anchors.next().unwrap_or_default();
                    row(page, (one, anchor), (table, &columns), language);
                }
            });
        }
    });
}

fn title(page: &mut Page, title: &str, columns: usize) {
    let span = columns.to_string();
    page.within("tr", &[("role", "row"), ("class", "group")], |page| {
        let attributes = [("role", "rowheader"), ("scope", "rowgroup"), ("colspan", span.as_str())];
        page.element("th", &attributes, &shown(title));
    });
}

fn row(
    page: &mut Page,
    (row, anchor): (&Row, &str),
    (table, columns): (&Table, &[usize]),
    language: Language,
) {
    let class = row.tone.map(class).unwrap_or_default();
    page.within("tr", &[("role", "row"), ("class", class), ("id", anchor)], |page| {
        for (nth, i) in columns.iter().enumerate() {
            let text = row.cells.get(*i).map(|cell| shown(cell)).unwrap_or_default();
            let attributes = [("role", "cell"), ("data-label", table.columns[*i].as_str())];
            page.within("td", &attributes, |page| {
                if let Some(tone) = row.tone.filter(|_| nth == 0) {
                    sign(page, tone, language);
                }
                page.text(&text);
            });
        }
    });
}

/// A sign, and what it means for who doesn't see it.
pub(super) fn sign(page: &mut Page, tone: Tone, language: Language) {
    let meaning = language.text(language::tone(tone));
    let attributes = [("class", "sign"), ("role", "img"), ("aria-label", meaning.as_str())];
    page.element("span", &attributes, ink::sign(tone, false));
    page.text(" ");
}

/// The class of what has this tone.
pub(super) const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Indifferent => "idle",
        Tone::Doubtful => "doubtful",
        Tone::Bad => "bad",
    }
}
