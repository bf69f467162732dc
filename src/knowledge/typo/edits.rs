//! How many slips of the hand lie between two words, and how likely they are.

/// What one slip costs: its number counts, its kind decides between equals.
pub(super) const ONE: u32 = 16;

/// What a change costs more that hands don't make by themselves.
const ODD: u32 = 1;

/// How many slips a cost stands for.
pub(super) const fn count(cost: u32) -> u32 {
    cost / ONE
}

/// Whether there are only slips that hands make: a key beside, two keys swapped, a letter missed or
/// typed twice.
pub(super) const fn is_slip(cost: u32) -> bool {
    cost.is_multiple_of(ONE)
}

/// The least cost of the changes that lead from one word to the other: insertions, deletions,
/// substitutions, and swaps of two neighbours that nothing else touches.
pub(super) fn edits(typed: &str, meant: &str) -> u32 {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let width = meant.len() + 1;
    let mut cost = vec![0; (typed.len() + 1) * width];
    for at in 0..cost.len() {
        let (i, j) = (at / width, at % width);
        let mut ways = [u32::MAX; 4];
        if i > 0 {
            ways[0] = cost[at - width] + added(&typed[..i]);
        }
        if j > 0 {
            ways[1] = cost[at - 1] + ONE;
        }
        if i > 0 && j > 0 {
            ways[2] = cost[at - width - 1] + instead(typed[i - 1], meant[j - 1]);
        }
        if i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1] {
            ways[3] = cost[at - 2 * width - 2] + ONE;
        }
        cost[at] = if at == 0 { 0 } else { ways.into_iter().min().unwrap_or(0) };
    }
    cost.last().copied().unwrap_or(0)
}

/// A letter too many, the last of these: the same twice, or one beside it.
fn added(typed: &[u8]) -> u32 {
    match typed {
        [.., before, last] if before == last || are_neighbours(*before, *last) => ONE,
        _ => ONE + ODD,
    }
}

fn instead(typed: u8, meant: u8) -> u32 {
    match typed == meant {
        true => 0,
        false if are_neighbours(typed, meant) => ONE,
        false => ONE + ODD,
    }
}

/// Whether two keys touch on a QWERTY keyboard.
fn are_neighbours(one: u8, other: u8) -> bool {
    /// Rows, each shifted by half a key against the one above it.
    const ROWS: [&[u8]; 4] = [b"1234567890-", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let place = |key: u8| {
        let found = |row: &&[u8]| row.iter().position(|k| *k == key);
        let row = ROWS.iter().position(|row| found(row).is_some())?;
        Some((row, ROWS[row].iter().position(|k| *k == key)?))
    };
    let (Some((row, at)), Some((other_row, other_at))) = (place(one), place(other)) else {
        return false;
    };
    match row.cmp(&other_row) {
        std::cmp::Ordering::Equal => at.abs_diff(other_at) == 1,
        std::cmp::Ordering::Less => other_row - row == 1 && (at == other_at || at == other_at + 1),
        std::cmp::Ordering::Greater => {
            row - other_row == 1 && (at == other_at || at + 1 == other_at)
        }
    }
}
