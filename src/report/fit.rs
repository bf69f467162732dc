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
    let (height, mut widths) =
        fitting.into_iter().find(|(_, w)| w.iter().sum::<usize>() <= room)?;
    // What is left makes the lowest rows that can be had, column by column.
    for lower in 1..height {
        for (column, width) in columns.iter().zip(0..) {
            let others: usize = widths.iter().sum::<usize>() - widths[width];
            let wanted = column.width(lower);
            if others + wanted <= room && wanted > widths[width] {
                widths[width] = wanted;
            }
        }
    }
    Some(widths)
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
        let mut table = Table::titled(&vec!["-"; cells.len()]);
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
}
