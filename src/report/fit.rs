//! How wide each column of a table should be, so that its rows stay low.
use unicode_width::UnicodeWidthStr;

use super::document::Table;
use super::wrap::{broken, longest};

/// Lines of a row that the eye still takes as one row.
const TALLEST: usize = 4;

/// Cells per column, in all at most `room`, with every word whole; `None` if there is no such way.
pub(super) fn widths(table: &Table, room: usize) -> Option<Vec<usize>> {
    let columns: Vec<Column<'_>> = (0..table.columns.len()).map(|i| Column::of(table, i)).collect();
    let needed = |height| columns.iter().map(|c| c.width(height)).collect::<Vec<_>>();
    let fitting = (1..=TALLEST).map(|height| (height, needed(height)));
    let (height, least) = fitting.into_iter().find(|(_, w)| w.iter().sum::<usize>() <= room)?;
    // Which column takes what is left first makes a difference.
    let forth: Vec<usize> = (0..columns.len()).collect();
    let back: Vec<usize> = forth.iter().rev().copied().collect();
    let ways = [forth, back].map(|order| {
        let mut widths = least.clone();
        lower_columns(&columns, &order, height, room, &mut widths);
        lower_rows(table, &order, room, &mut widths);
        widths
    });
    ways.into_iter().min_by_key(|widths| lines(table, widths))
}

/// What is left makes the lowest columns that can be had.
fn lower_columns(
    columns: &[Column<'_>],
    order: &[usize],
    height: usize,
    room: usize,
    widths: &mut [usize],
) {
    for lower in 1..height {
        for at in order {
            let others: usize = widths.iter().sum::<usize>() - widths[*at];
            let wanted = columns[*at].width(lower);
            if others + wanted <= room && wanted > widths[*at] {
                widths[*at] = wanted;
            }
        }
    }
}

/// What is then left makes some rows lower, where it can't all of them.
fn lower_rows(table: &Table, order: &[usize], room: usize, widths: &mut [usize]) {
    for at in order {
        let (least, left) = (widths[*at], room - widths.iter().sum::<usize>());
        let mut with = |width: usize| {
            widths[*at] = width;
            lines(table, widths)
        };
        let (now, best) = (with(least), with(least + left));
        let enough = (least..=least + left).find(|width| with(*width) == best);
        widths[*at] = enough.filter(|_| best < now).unwrap_or(least);
    }
}

/// The lines of the whole table.
fn lines(table: &Table, widths: &[usize]) -> usize {
    let height = |cells: &[String]| {
        let heights = cells.iter().zip(widths).map(|(cell, width)| broken(cell, *width, 0).len());
        heights.max().unwrap_or(0)
    };
    let rows = table.groups.iter().flat_map(|g| &g.rows);
    height(&table.columns) + rows.map(|r| height(&r.cells)).sum::<usize>()
}

/// The texts of one column, its title among them.
struct Column<'t> {
    texts: Vec<&'t str>,
}

impl<'t> Column<'t> {
    fn of(table: &'t Table, index: usize) -> Self {
        let rows = table.groups.iter().flat_map(|g| &g.rows);
        let cells = rows.filter_map(|r| r.cells.get(index)).chain(table.columns.get(index));
        Self { texts: cells.map(String::as_str).collect() }
    }

    /// The cells that it takes for no text to have more than so many lines.
    fn width(&self, height: usize) -> usize {
        self.texts.iter().map(|text| width(text, height)).max().unwrap_or(0)
    }
}

fn width(text: &str, height: usize) -> usize {
    // Japanese may be broken anywhere, but not into columns of one letter.
    const LETTERS: usize = 6;
    let least = longest(text).max(text.width().min(LETTERS)).max(1);
    // The wider, the lower: the least width that will do is found by halving.
    let (mut least, mut most) = (least, text.width().max(least));
    while least < most {
        let middle = usize::midpoint(least, most);
        match broken(text, middle, 0).len() <= height {
            true => most = middle,
            false => least = middle + 1,
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::super::document::{Group, Row};
    use super::*;

    fn table(cells: &[&str]) -> Table {
        let columns = vec!["-".to_owned(); cells.len()];
        let mut table = Table { columns, ..Table::default() };
        let cells = cells.iter().map(ToString::to_string).collect();
        table.groups.push(Group { title: String::new(), rows: vec![Row { tone: None, cells }] });
        table
    }

    #[test]
    fn columns_are_as_wide_as_they_need_where_there_is_room() {
        assert_eq!(widths(&table(&["open 20", "STARTTLS"]), 80), Some(vec![7, 8]));
    }

    #[test]
    fn words_are_kept_whole_or_there_is_no_way() {
        assert_eq!(widths(&table(&["open 20", "STARTTLS"]), 14), Some(vec![6, 8]));
        assert_eq!(widths(&table(&["open 20", "STARTTLS"]), 13), None);
    }

    #[test]
    fn one_long_cell_does_not_make_the_others_high() {
        let mut table = table(&["open", "PLAIN LOGIN USER"]);
        let mut other = table.groups[0].rows[0].clone();
        other.cells[1] = "greets: refused by alert".to_owned();
        table.groups[0].rows.push(other);
        assert_eq!(widths(&table, 24), Some(vec![4, 16]));
    }

    #[test]
    fn of_two_columns_the_one_that_saves_more_lines_gets_the_room() {
        let mut table = table(&["open", "PLAIN LOGIN"]);
        let row = table.groups[0].rows[0].clone();
        table.groups[0].rows = vec![row.clone(), row.clone(), row];
        table.groups[0].rows[0].cells[0] = "no answer".to_owned();
        assert_eq!(widths(&table, 17), Some(vec![6, 11]));
    }
}
