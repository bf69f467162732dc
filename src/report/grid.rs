//! Tables on a terminal: in columns where there is room, else a paragraph per row.
use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Table as Grid, Width};
use unicode_width::UnicodeWidthStr;

use super::Style;
use super::document::{Row, Table, Tone};
use super::ink::{self, Ink, paint};
use super::wrap::{longest, wrap};

/// Cells between two columns.
const GAP: u16 = 2;
/// What stands before the first column: a sign and a space.
const SIGN: usize = 2;

/// The table in lines of at most `width` cells. Its texts must have been escaped.
pub(super) fn lines(table: &Table, width: usize, style: &Style) -> Vec<String> {
    let table = without_empty_columns(table);
    if fits(&table, width) { columns(&table, width, style) } else { paragraphs(&table, width, style) }
}

/// A column that says nothing takes room from those that do.
fn without_empty_columns(table: &Table) -> Table {
    let rows = || table.groups.iter().flat_map(|g| &g.rows);
    let says = |i: usize| rows().any(|r| r.cells.get(i).is_some_and(|c| !c.is_empty()));
    let kept: Vec<bool> = (0..table.columns.len()).map(says).collect();
    let keep = |cells: &mut Vec<String>| {
        let mut at = kept.iter();
        cells.retain(|_| at.next().copied().unwrap_or(true));
    };
    let mut table = table.clone();
    keep(&mut table.columns);
    for row in table.groups.iter_mut().flat_map(|g| &mut g.rows) {
        keep(&mut row.cells);
    }
    table
}

/// Whether every column can have its longest word, and no row gets too tall to be read across.
fn fits(table: &Table, width: usize) -> bool {
    const TALLEST: usize = 3;
    let least: usize = bounds(table).iter().map(|b| b + usize::from(GAP)).sum();
    let rows = table.groups.iter().flat_map(|g| &g.rows);
    let longest_row = rows.map(|r| r.cells.iter().map(|c| c.width()).sum::<usize>()).max();
    SIGN + least <= width && longest_row.unwrap_or(0) <= width.saturating_mul(TALLEST) / 2
}

/// Per column the cells that it needs to keep its words whole.
fn bounds(table: &Table) -> Vec<usize> {
    let of = |i: usize| {
        let cells = table.groups.iter().flat_map(|g| &g.rows).filter_map(move |r| r.cells.get(i));
        cells.chain(table.columns.get(i)).map(|c| longest(c)).max().unwrap_or(0)
    };
    (0..table.columns.len()).map(of).collect()
}

fn columns(table: &Table, width: usize, style: &Style) -> Vec<String> {
    let grid = grid(table, width, style);
    let mut rows = table.groups.iter().flat_map(|g| {
        let titles = std::iter::once(Some(&g.title)).chain(std::iter::repeat(None));
        g.rows.iter().zip(titles)
    });
    let signed = table.groups.iter().flat_map(|g| &g.rows).any(|r| r.tone.is_some());
    let mut lines = Vec::new();
    let mut begun = false;
    for line in grid.lines() {
        let (sign, rest) = split_sign(&line);
        if sign == " " {
            let ink = if begun { None } else { Some(Ink::Faint) };
            lines.push(line_of(" ", rest, signed, ink, style));
            continue;
        }
        begun = true;
        let (row, title) = rows.next().expect("every sign begins a row");
        let title = title.filter(|t| !t.is_empty());
        lines.extend(title.map(|t| paint(style, Ink::Strong, t)));
        let sign = row.tone.map_or(String::new(), |t| painted_sign(t, style));
        lines.push(line_of(&sign, rest, signed, None, style));
    }
    lines
}

/// A line with its sign, if the table has signs at all, without the spaces that fill it up.
fn line_of(sign: &str, rest: &str, signed: bool, ink: Option<Ink>, style: &Style) -> String {
    let rest = rest.trim_end();
    let rest = ink.map_or_else(|| rest.to_owned(), |ink| paint(style, ink, rest));
    if !signed {
        return rest;
    }
    let sign = if sign.is_empty() { " " } else { sign };
    format!("{sign} {rest}").trim_end().to_owned()
}

/// Every line begins with one character for the sign and one space.
fn split_sign(line: &str) -> (&str, &str) {
    let end = line.char_indices().nth(1).map_or(line.len(), |(at, _)| at);
    let (sign, rest) = line.split_at(end);
    (sign, rest.strip_prefix(' ').unwrap_or(rest))
}

fn painted_sign(tone: Tone, style: &Style) -> String {
    paint(style, ink::of_tone(tone), ink::sign(tone, style.ascii))
}

/// The sign in a column of its own also tells, afterwards, at which line a row begins.
fn grid(table: &Table, width: usize, style: &Style) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    grid.set_header(std::iter::once(" ").chain(table.columns.iter().map(String::as_str)));
    for row in table.groups.iter().flat_map(|g| &g.rows) {
        let sign = row.tone.map_or(".", |t| ink::sign(t, style.ascii));
        grid.add_row(std::iter::once(sign).chain(row.cells.iter().map(String::as_str)));
    }
    let bounds = std::iter::once(1).chain(bounds(table));
    for (column, least) in grid.column_iter_mut().zip(bounds) {
        let gap = if column.index == 0 { 1 } else { GAP };
        let least = u16::try_from(least).unwrap_or(u16::MAX).saturating_add(gap);
        column.set_padding((0, gap));
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    grid
}

fn paragraphs(table: &Table, width: usize, style: &Style) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &table.groups {
        let title = wrap(&group.title, width, 0);
        lines.extend(title.iter().filter(|l| !l.is_empty()).map(|l| paint(style, Ink::Strong, l)));
        lines.extend(group.rows.iter().flat_map(|r| paragraph(&table.columns, r, width, style)));
    }
    lines
}

/// A row as a sentence: each cell after the title of its column, but for the first.
fn paragraph(columns: &[String], row: &Row, width: usize, style: &Style) -> Vec<String> {
    let mut cells = row.cells.iter().zip(columns);
    let first = cells.next().map_or("", |(cell, _)| cell);
    let labelled = cells.filter(|(cell, _)| !cell.is_empty() && *cell != crate::language::NOT_SEEN);
    let rest: Vec<String> = labelled.map(|(cell, column)| format!("{column} {cell}")).collect();
    let text = format!("{first}: {}", rest.join("; "));
    let mut lines = wrap(text.trim_end_matches(": "), width.saturating_sub(SIGN), SIGN);
    let sign = row.tone.map(|t| painted_sign(t, style));
    for (i, line) in lines.iter_mut().enumerate() {
        let sign = sign.as_deref().filter(|_| i == 0).unwrap_or(" ");
        *line = format!("{sign} {line}");
    }
    lines
}
