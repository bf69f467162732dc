//! Tables on a terminal: in columns where there is room, else a paragraph per row.
use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table as Grid};

use super::Style;
use super::document::{Row, Table, Tone};
use super::fit;
use super::ink::{self, Ink, paint};
use super::wrap::{broken, wrap};
use crate::language;

/// Cells between two columns.
const GAP: usize = 2;
/// What stands before the first column: a sign and a space.
const SIGN: usize = 2;

/// The table in lines of at most `width` cells; of those that say the same in fewer words the
/// lowest, and of equally low ones that which says most. Its texts must have been escaped.
pub(super) fn lines(table: &Table, width: usize, style: &Style) -> Vec<String> {
    let tables = std::iter::successors(Some(table), |table| table.briefer.as_deref());
    tables.map(|t| laid_out(t, width, style)).min_by_key(Vec::len).unwrap_or_default()
}

fn laid_out(table: &Table, width: usize, style: &Style) -> Vec<String> {
    let mut table = without_empty_columns(table);
    let alone = table.groups.len() == 1;
    let title = table.groups.first_mut().filter(|_| alone).map(|g| std::mem::take(&mut g.title));
    let mut lines = title.map_or_else(Vec::new, |title| heading(&title, width, style));
    let room = width.saturating_sub(SIGN + GAP * table.columns.len().saturating_sub(1));
    lines.extend(match fit::widths(&table, room) {
        Some(widths) => columns(&table, &widths, width, style),
        None => paragraphs(&table, width, style),
    });
    lines
}

/// A column that says nothing takes room from those that do.
pub(super) fn without_empty_columns(table: &Table) -> Table {
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

fn heading(title: &str, width: usize, style: &Style) -> Vec<String> {
    let lines = wrap(title, width, 0).into_iter().filter(|line| !line.is_empty());
    lines.map(|line| paint(style, Ink::Strong, &line)).collect()
}

fn columns(table: &Table, widths: &[usize], width: usize, style: &Style) -> Vec<String> {
    let grid = grid(table, widths);
    let mut rows = table.groups.iter().flat_map(|g| {
        let titles = std::iter::once(Some(&g.title)).chain(std::iter::repeat(None));
        g.rows.iter().zip(titles)
    });
    let signed = table.groups.iter().flat_map(|g| &g.rows).any(|r| r.tone.is_some());
    let mut lines = Vec::new();
    let mut begun = false;
    for line in grid.lines() {
        let (begins, text) = (line.starts_with(BEGINS), line[SIGN..].trim_end());
        let row = begins.then(|| rows.next()).flatten();
        begun |= begins;
        if let Some((_, Some(title))) = row {
            lines.extend(heading(title, width, style));
        }
        let sign = row.and_then(|(row, _)| row.tone).map(|tone| painted_sign(tone, style));
        let ink = if begun { None } else { Some(Ink::Faint) };
        let text = ink.map_or_else(|| text.to_owned(), |ink| paint(style, ink, text));
        let margin =
            if signed { format!("{} ", sign.as_deref().unwrap_or(" ")) } else { String::new() };
        lines.push(margin + &text);
    }
    lines
}

fn painted_sign(tone: Tone, style: &Style) -> String {
    paint(style, ink::of_tone(tone), ink::sign(tone, style.ascii))
}

/// Stands in a column of its own in the first line of each row, to tell later where rows begin.
const BEGINS: &str = ">";

fn grid(table: &Table, widths: &[usize]) -> Grid {
    let cells = |cells: &[String]| {
        let lines = cells.iter().zip(widths).map(|(c, width)| broken(c, *width, 0).join("\n"));
        lines.collect::<Vec<_>>()
    };
    let mut grid = Grid::new();
    grid.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    grid.set_header([vec![" ".to_owned()], cells(&table.columns)].concat());
    for row in table.groups.iter().flat_map(|g| &g.rows) {
        grid.add_row([vec![BEGINS.to_owned()], cells(&row.cells)].concat());
    }
    let gap = u16::try_from(GAP).expect("a gap is small");
    for column in grid.column_iter_mut() {
        column.set_padding((0, if column.index == 0 { 1 } else { gap }));
    }
    grid
}

fn paragraphs(table: &Table, width: usize, style: &Style) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &table.groups {
        lines.extend(heading(&group.title, width, style));
        for row in &group.rows {
            lines.extend(paragraph(&table.columns, row, width, style));
        }
    }
    lines
}

/// A row in one go: each cell after the title of its column, but for the first.
fn paragraph(columns: &[String], row: &Row, width: usize, style: &Style) -> Vec<String> {
    let separator = if style.ascii { " | " } else { " · " };
    let says = |cell: &str| !cell.is_empty() && cell != language::NOT_SEEN;
    let cells = row.cells.iter().zip(columns).enumerate().filter(|(_, (cell, _))| says(cell));
    let words = cells.map(|(i, (cell, column))| match i {
        0 => cell.clone(),
        _ => format!("{column}: {cell}"),
    });
    let text = words.collect::<Vec<_>>().join(separator);
    let mut lines = wrap(&text, width.saturating_sub(SIGN), SIGN);
    let Some(tone) = row.tone else { return lines };
    let sign = Some(painted_sign(tone, style));
    for (i, line) in lines.iter_mut().enumerate() {
        let sign = sign.as_deref().filter(|_| i == 0).unwrap_or(" ");
        *line = format!("{sign} {line}");
    }
    lines
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::super::document::Group;
    use super::*;

    fn table() -> Table {
        let row = |cells: [&str; 3]| Row {
            tone: Some(Tone::Bad),
            cells: cells.map(str::to_owned).to_vec(),
        };
        let rows = vec![
            row(["郵便", "接続できません", "end"]),
            row(["mail", "open", "end"]),
            row(["ｅ́", "証明書の期限が切れています", "end"]),
        ];
        let columns = ["ホスト", "TCP", "last"].map(str::to_owned).to_vec();
        let mut table = Table { columns, ..Table::default() };
        table.groups.push(Group { title: "郵便局".to_owned(), rows });
        table
    }

    #[test]
    fn columns_of_chinese_and_japanese_stay_columns() {
        for width in [40, 60, 0xffff] {
            let lines = lines(&table(), width, &Style::default());
            let ends = lines.iter().filter_map(|l| Some(l[..l.find("end")?].width()));
            let ends: Vec<usize> = ends.collect();
            assert_eq!(ends.len(), 3, "{lines:#?}");
            assert!(ends.iter().all(|e| *e == ends[0]), "{lines:#?}");
            assert!(lines.iter().all(|l| l.width() <= width), "{lines:#?}");
        }
    }

    #[test]
    fn fewer_words_are_used_only_where_they_make_fewer_lines() {
        let mut brief = table();
        brief.groups[0].rows.iter_mut().for_each(|r| r.cells[1] = "ok".to_owned());
        let both = Table { briefer: Some(Box::new(brief.clone())), ..table() };
        let told = |table: &Table, width| lines(table, width, &Style::default());
        assert_eq!(told(&both, 80), told(&table(), 80));
        assert_eq!(told(&both, 26), told(&brief, 26));
        assert!(told(&both, 26).len() < told(&table(), 26).len());
    }

    #[test]
    fn where_there_is_no_room_each_row_is_a_paragraph() {
        let lines = lines(&table(), 20, &Style::default());
        assert!(lines.iter().any(|l| l.contains("TCP:")), "{lines:#?}");
    }
}
