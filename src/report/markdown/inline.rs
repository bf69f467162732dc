//! Text within a line of Markdown.
//!
//! A backslash keeps CommonMark from seeing markup, but not a tracker from seeing a person in
//! `@name`, an issue in `#12`, a commit, a ticket or an address of the web. They look for those in
//! what has been rendered, but for code. So every word that is more than letters and figures is
//! code; so are names of hosts, which look well in it.
use std::net::IpAddr;

use super::super::escape;

/// Cells of one text that are shown; a stranger may have sent a whole page.
const LONGEST: usize = 1000;

/// What may stand before and behind a word without being a part of it.
const BEFORE: &[char] = &['(', '"', '\''];
const BEHIND: &[char] = &[')', '"', '\'', ',', '.', ';', ':', '%', '?'];

/// The text where a line has begun already, or in a cell of a table. It is one line.
pub(super) fn inline(text: &str) -> String {
    let shown = escape::cut(&escape::terminal(text), LONGEST);
    let mut out = String::with_capacity(shown.len());
    let mut word = String::new();
    for c in shown.trim().chars() {
        if !stands_between(c) {
            word.push(c);
            continue;
        }
        push_word(&mut out, &std::mem::take(&mut word));
        match c {
            // In the cells of tables code may not hold it, and elsewhere it may be read so too.
            '|' => out.push_str("&#124;"),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    push_word(&mut out, &word);
    out
}

/// The same where a line begins: no list, and no line below a heading.
pub(super) fn opening(text: &str) -> String {
    let text = inline(text);
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(figures) {
        Some(b'.' | b')') if figures > 0 => format!("{}\\{}", &text[..figures], &text[figures..]),
        Some(b'-' | b'+' | b'=') if figures == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// The length of the longest row of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Whether a character is no part of any word: blanks, the bar of tables, the punctuation of
/// typesetters, arrows, and all of Chinese and Japanese, which has no blanks between its words.
const fn stands_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '\u{2010}'..='\u{2bff}' | '\u{2e80}'..='\u{ffff}')
}

fn push_word(out: &mut String, word: &str) {
    let rest = word.trim_start_matches(BEFORE);
    let core = rest.trim_end_matches(BEHIND);
    if is_plain(core) {
        return out.push_str(word);
    }
    let (before, behind) = (&word[..word.len() - rest.len()], &rest[core.len()..]);
    out.push_str(before);
    out.push_str(&code(core));
    out.push_str(behind);
}

/// Code between backticks that are more than any in it.
fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let gap = if touches { " " } else { "" };
    format!("{ticks}{gap}{text}{gap}{ticks}")
}

/// Whether nobody finds more in a word than a word.
fn is_plain(word: &str) -> bool {
    let known = |c: char| c.is_alphanumeric() || "-+/=,.()'\"§µ·×°".contains(c);
    let begins = |c: char| c.is_alphanumeric() || "§µ·×°".contains(c);
    let lonely = word.chars().count() == 1 && "-+=".contains(word);
    word.is_empty()
        || lonely
        || word.chars().all(known)
            && word.starts_with(begins)
            && !word.contains("//")
            && !is_dotted(word)
            && !is_commit(word)
            && !is_ticket(word)
}

/// A name or an address: `example.com`, `192.0.2.1`, `tls.expired`, but not `1.3`.
fn is_dotted(word: &str) -> bool {
    let labels: Vec<&str> = word.split('.').collect();
    let named = |label: &str| label.contains(char::is_alphabetic);
    let several = labels.len() > 1 && labels.iter().any(|label| named(label));
    several || word.parse::<IpAddr>().is_ok()
}

/// As the short name of a commit: hexadecimal, seven figures or more.
fn is_commit(word: &str) -> bool {
    word.len() >= 7 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// `GH-12`, or a key of Jira: letters, a hyphen, a number.
fn is_ticket(word: &str) -> bool {
    let Some((project, number)) = word.rsplit_once('-') else { return false };
    let begins = project.starts_with(|c: char| c.is_alphabetic());
    begins && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}
