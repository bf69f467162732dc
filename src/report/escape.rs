//! The one place where text from strangers is made harmless for where it goes.
//!
//! Servers, the DNS, certificates and saved files may hold anything: sequences that move the
//! cursor, retitle the window or write to the clipboard; characters that turn the direction of
//! reading; characters that nobody sees. All of it is shown, none of it acts.
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::ser::Formatter;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks above and below one letter that are shown; more would climb over the neighbouring lines.
const MARKS: usize = 3;

/// The text for a terminal: control characters as `\x1b`, invisible ones and those that turn the
/// direction of reading as `<U+202E>`. It has no line ends and moves nothing, and no CI system
/// that reads the log takes it for a command.
pub(crate) fn terminal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for (at, c) in text.char_indices() {
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\0'..'\x20' | '\x7f' => push(&mut out, format_args!("\\x{:02x}", u32::from(c))),
            c if is_hidden(c) || marks > MARKS => {
                push(&mut out, format_args!("<U+{:04X}>", u32::from(c)))
            }
            ':' | '#' if commands(&text[at..]) => {
                push(&mut out, format_args!("\\x{:02x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a text begins like a command to a CI system: `::error::` (GitHub, also behind blanks),
/// `##[error]`, `##vso[`, `##teamcity[`. An IPv6 address has four hexadecimal digits at most behind
/// its `::`.
fn commands(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("::") {
        let word: String = rest.chars().take_while(|c| c.is_alphabetic() || *c == '-').collect();
        return word.len() > 4 || !word.chars().all(|c| c.is_ascii_hexdigit());
    }
    text.strip_prefix("##")
        .is_some_and(|rest| rest.starts_with(|c: char| c == '[' || c.is_alphabetic()))
}

/// The same where the terminal knows ASCII only: our own signs as ASCII draws them, everything
/// else as `\u{65e5}`. A space that doesn't break stays for [`wrap`](super::wrap).
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in terminal(text).chars() {
        match c {
            '→' => out.push_str("->"),
            '←' => out.push_str("<-"),
            '…' => out.push_str("..."),
            '–' => out.push('-'),
            '·' => out.push('|'),
            'µ' => out.push('u'),
            '§' => out.push_str("section "),
            '\u{a0}' => out.push(c),
            c if c.is_ascii() => out.push(c),
            c => push(&mut out, format_args!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out
}

/// At most so many cells of a text, and how many characters were cut.
pub(crate) fn cut(text: &str, cells: usize) -> String {
    if text.width() <= cells {
        return text.to_owned();
    }
    let mut used = 0;
    let mut fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= cells
    };
    let kept: String = text.chars().take_while(|c| fits(c)).collect();
    let rest = text[kept.len()..].chars().count();
    format!("{kept}… (+{rest})")
}

fn push(out: &mut String, escaped: std::fmt::Arguments<'_>) {
    out.write_fmt(escaped).expect("a string takes whatever is written");
}

/// Whether a character would not be seen, or would change how others are seen: C1, line and
/// paragraph separators, bidi controls, zero-width and other default-ignorable characters, tags;
/// and the two that XML has no place for.
pub(super) const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Writes JSON in which nothing hidden stands as it is: DEL, C1, line separators, bidi controls
/// and zero-width characters come out as `\u202e`. How it is laid out is for `F` to say.
pub(super) struct Careful<F>(pub(super) F);

impl<F: Formatter> Formatter for Careful<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let acts = |c: char| c == '\x7f' || is_hidden(c);
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| acts(*c)) {
            to.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(to, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        to.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_array(to)
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array(to)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array_value(to)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object(to)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object_value(to)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object_value(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize as _;

    #[test]
    fn a_log_is_read_by_nobody_as_commands() {
        assert_eq!(terminal("::error::x"), "\\x3a:error\\x3a:x");
        assert_eq!(terminal("##vso[task] ##[group]"), "\\x23#vso[task] \\x23#[group]");
        let addresses = "2001:db8::10 ::1 fe80::dead:1 [::]";
        assert_eq!(terminal(addresses), addresses);
    }

    #[test]
    fn sequences_for_the_terminal_are_shown_and_do_not_act() {
        assert_eq!(terminal("\x1b]8;;http://x\x07a"), "\\x1b]8;;http://x\\x07a");
        assert_eq!(terminal("\u{9b}31m"), "<U+009B>31m");
        assert_eq!(terminal("a\r\n\tb\x08\x7f\0"), "a\\r\\n\\tb\\x08\\x7f\\x00");
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        assert_eq!(terminal("a\u{202e}b\u{2066}c"), "a<U+202E>b<U+2066>c");
        assert_eq!(terminal("a\u{200b}\u{feff}\u{ad}"), "a<U+200B><U+FEFF><U+00AD>");
        assert_eq!(terminal("a\u{2028}b\u{2029}"), "a<U+2028>b<U+2029>");
        assert_eq!(terminal("x\u{e0041}"), "x<U+E0041>");
    }

    #[test]
    fn letters_of_all_languages_stay() {
        for text in ["メールが届きません", "é e\u{301}", "Привет", "ok → fine"] {
            assert_eq!(terminal(text), text);
        }
    }

    #[test]
    fn marks_do_not_climb() {
        let tower = format!("a{}", "\u{301}".repeat(5));
        assert_eq!(terminal(&tower), format!("a{}<U+0301><U+0301>", "\u{301}".repeat(3)));
    }

    #[test]
    fn nothing_beyond_ascii_is_left_where_only_ascii_is_known() {
        assert_eq!(ascii("a → 日\u{202e}…"), "a -> \\u{65e5}<U+202E>...");
    }

    #[test]
    fn what_is_cut_is_counted() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcdef", 3), "abc… (+3)");
        assert_eq!(cut("日本語", 3), "日… (+2)");
    }

    #[test]
    fn json_hides_nothing_and_reads_back() {
        let text = "\x1b \x7f \u{9b} \u{202e} \u{2028} \u{200b} \u{e0041} 日";
        let mut out = Vec::new();
        let careful = Careful(serde_json::ser::CompactFormatter);
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut out, careful))
            .expect("written");
        let json = String::from_utf8(out).expect("UTF-8");
        assert_eq!(json, r#""\u001b \u007f \u009b \u202e \u2028 \u200b \udb40\udc41 日""#);
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }
}
