//! Lines of so many cells. Chinese and Japanese have no spaces: their lines may end anywhere but
//! before a mark that closes, or after one that opens.
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A paragraph that is hardly there would make one line per letter.
const NARROWEST: usize = 20;

/// Breaks a text, whose lines after the first begin `hanging` cells later, into lines of at most
/// `width` cells. The indent is in the lines.
pub(super) fn wrap(text: &str, width: usize, hanging: usize) -> Vec<String> {
    broken(text, width.max(hanging + NARROWEST), hanging)
}

/// The same for columns of a table, which may be narrower.
pub(super) fn broken(text: &str, width: usize, hanging: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for atom in atoms(text) {
        for piece in pieces(atom.text, width - hanging) {
            let gap = usize::from(atom.spaced && used > 0 && !is_indent(&lines, used, hanging));
            let cells = piece.width();
            if used + gap + cells > width && used > 0 {
                lines.push(" ".repeat(hanging));
                used = hanging;
            } else if gap == 1 {
                push(&mut lines, " ");
                used += 1;
            }
            push(&mut lines, piece);
            used += cells;
        }
    }
    lines
}

/// The same, but every space is kept: what a server said is told as it said it.
pub(super) fn fold(text: &str, width: usize, hanging: usize) -> Vec<String> {
    let width = width.max(hanging + NARROWEST);
    let mut lines = Vec::new();
    let (mut rest, mut indent) = (text, 0);
    while !rest.is_empty() {
        let fits = &rest[..fitting(rest, width - indent)];
        let space = fits.rfind(' ').filter(|at| *at > fits.len() / 2 && fits.len() < rest.len());
        let (line, later) = rest.split_at(space.map_or(fits.len(), |at| at + 1));
        lines.push(" ".repeat(indent) + line);
        (rest, indent) = (later, hanging);
    }
    lines
}

/// The cells of the longest piece of a text that is not broken.
pub(super) fn longest(text: &str) -> usize {
    atoms(text).iter().map(|a| a.text.width()).max().unwrap_or(0)
}

/// Whether the last line holds nothing but its indent.
fn is_indent(lines: &[String], used: usize, hanging: usize) -> bool {
    lines.len() > 1 && used == hanging
}

fn push(lines: &mut [String], text: &str) {
    lines.last_mut().expect("there is always a line").push_str(text);
}

/// A piece of text that stays in one line if it fits.
struct Atom<'t> {
    text: &'t str,
    /// Whether a space stands before it.
    spaced: bool,
}

fn atoms(text: &str) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    for word in words(text) {
        let mut spaced = true;
        let mut from = 0;
        let mut before: Option<char> = None;
        for (at, c) in word.char_indices() {
            if before.is_some_and(|b| may_break(b, c)) {
                atoms.push(Atom { text: &word[from..at], spaced });
                (spaced, from) = (false, at);
            }
            before = Some(c);
        }
        atoms.push(Atom { text: &word[from..], spaced });
    }
    atoms
}

/// The words of a text; a number stays with the sign of its unit.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut from = 0;
    for at in text.match_indices(' ').map(|(at, _)| at).chain([text.len()]) {
        if at < text.len() && is_number(&text[from..at]) && begins_with_unit(&text[at + 1..]) {
            continue;
        }
        words.push(&text[from..at]);
        from = at + 1;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_number(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
}

fn begins_with_unit(text: &str) -> bool {
    const UNITS: [&str; 10] = ["µs", "us", "ms", "s", "min", "h", "d", "B", "KiB", "bit"];
    let word = text.split(' ').next().unwrap_or_default();
    UNITS.contains(&word.trim_end_matches(|c: char| c == '/' || CLOSES.contains(c)))
}

/// What no line begins with (JIS X 4051 §6.1, GB/T 15834 §5.1): marks that close or go on, and
/// letters that belong to the one before.
const CLOSES: &str = "、。，．・：；？！」』）】〉》〕］｝〗〙”’ー々ゝゞヽヾ…‥〜～％℃\
    ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ゛゜,.:;?!)]}%";

/// What no line ends with: marks that open.
const OPENS: &str = "「『（【〈《〔［｛〖〘“‘([{";

fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    (wide(before) || wide(after))
        && after.width() != Some(0)
        && !CLOSES.contains(after)
        && !OPENS.contains(before)
}

/// A word in pieces that fit: one that is longer than a line is broken wherever it must be.
fn pieces(word: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    loop {
        let (piece, later) = rest.split_at(fitting(rest, width));
        pieces.push(piece);
        rest = later;
        if rest.is_empty() {
            return pieces;
        }
    }
}

/// How many bytes of a text fit; a character that never fits stands alone.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    let beyond = text.char_indices().find(|(at, c)| {
        used += c.width().unwrap_or(0);
        used > width && *at > 0
    });
    beyond.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        let lines = wrap("the certificate is self-signed by nobody", 24, 2);
        assert_eq!(lines, ["the certificate is", "  self-signed by nobody"]);
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        let lines = wrap("it ended on 2026-06-12, 3 d ago, after 20 ms of waiting", 25, 0);
        assert_eq!(lines, ["it ended on 2026-06-12,", "3 d ago, after 20 ms of", "waiting"]);
        assert_eq!(words("(12 d) 25 days  3 s"), ["(12 d)", "25", "days", "3 s"]);
        assert_eq!(words("（剩余 60 d）。"), ["（剩余", "60 d）。"]);
        assert_eq!(words("ends in 3 "), ["ends", "in", "3"]);
    }

    #[test]
    fn chinese_and_japanese_lines_fill_and_never_begin_with_a_full_stop() {
        let lines = wrap("証明書が自己署名です。提供者にお知らせください。", 22, 0);
        assert_eq!(lines, ["証明書が自己署名です。", "提供者にお知らせくださ", "い。"]);
        assert!(lines.iter().all(|l| l.width() <= 22));
        let close = wrap("証明書が自己署名ですか。", 22, 0);
        assert_eq!(close, ["証明書が自己署名です", "か。"]);
    }

    #[test]
    fn no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens() {
        let text = "「郵便」（メール）は、ちょっと待ってください！サーバー：“配達中”…です；次へ。";
        for width in NARROWEST..text.width() {
            for line in wrap(text, width, 0) {
                assert!(line.width() <= width, "{width}: {line}");
                assert!(!line.starts_with(|c| CLOSES.contains(c)), "{width}: {line}");
                assert!(!line.ends_with(|c| OPENS.contains(c)), "{width}: {line}");
            }
        }
    }

    #[test]
    fn what_a_server_said_keeps_its_spaces() {
        let said = "250-a  b   ccccccccccccccccccc dddd";
        let lines = fold(said, 24, 4);
        assert_eq!(lines, ["250-a  b   ccccccccccccc", "    cccccc dddd"]);
        assert_eq!(
            fold("250-one   two    three four", 24, 4),
            ["250-one   two    three ", "    four"]
        );
        assert_eq!(lines.concat().replace("    ", ""), said);
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        let lines = wrap(&"x".repeat(50), 22, 2);
        assert_eq!(lines.concat().replace(' ', "").len(), 50);
        assert!(lines.iter().all(|l| l.width() <= 22));
    }
}
