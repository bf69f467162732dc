//! Responses of IMAP and POP3.
use crate::knowledge::codes::{self, Kind};

use super::said::Form;

/// The words that an IMAP response begins with (RFC 9051 §7.1).
const WORDS: [&str; 5] = ["OK", "NO", "BAD", "BYE", "PREAUTH"];
/// Letters from which on a code in brackets can hardly be anything else.
const TELLING: usize = 9;

/// Letters of a code in brackets, at most.
const LONGEST: usize = 40;

/// A response in a line.
pub(super) struct Response<'l> {
    /// From its first word on.
    pub(super) text: &'l str,
    /// What stands behind that word.
    pub(super) words: &'l str,
    /// What it is.
    pub(super) form: Form,
}

/// The response in a line; `opens` says that a response may begin the line.
pub(super) fn find(line: &str, opens: bool) -> Option<Response<'_>> {
    let line = line.trim();
    pop3(line).or_else(|| tagged(line, opens)).or_else(|| quoted(line))
}

/// RFC 1939 §3: nothing else is written like this.
fn pop3(line: &str) -> Option<Response<'_>> {
    let at = line.find("-ERR")?;
    let apart = !line[..at].ends_with(|c: char| c.is_alphanumeric() || "-_.".contains(c));
    let (word, words) = line[at..].split_at(4);
    let ends = words.chars().next().is_none_or(|c| " '\".,;)".contains(c));
    let code = in_brackets(words);
    (apart && ends).then(|| response(Kind::Pop3, &line[at..], word, code))?
}

/// A response at the start of a line, behind its tag, a star, or nothing.
fn tagged(line: &str, opens: bool) -> Option<Response<'_>> {
    let own = line.trim_start_matches(['>', '|', ' ']);
    if let Some(word) =
        own.strip_prefix("+OK").filter(|rest| rest.is_empty() || rest.starts_with(' '))
    {
        let code = in_brackets(word);
        return opens.then(|| response(Kind::Pop3, own, "+OK", code)).flatten();
    }
    let (first, rest) = own.split_once(' ').unwrap_or((own, ""));
    let next = rest.split(' ').next().unwrap_or_default();
    // Who types by hand takes letters; what stands behind them must be known then.
    let by_hand = first.len() <= 4 && first.bytes().all(|b| b.is_ascii_lowercase());
    let (word, text) = match is_tag(first) || by_hand && WORDS.contains(&next) {
        true => (next, rest),
        false => (first, own),
    };
    let word = WORDS.into_iter().find(|known| *known == word)?;
    let code = in_brackets(&text[word.len()..]);
    let plain = || text == word && opens || codes::words(text, true).is_some();
    (is_tag(first) || code.is_some() || plain())
        .then(|| response(Kind::Imap, text, word, code))
        .flatten()
}

/// RFC 9051 §2.2.1: short, and with a digit, as all programs do it; a star has none.
fn is_tag(word: &str) -> bool {
    let lawful = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    word == "*"
        || lawful
            && word.len() <= 12
            && word.bytes().any(|b| b.is_ascii_digit())
            && !word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// A response in somebody else's sentence: "NO [ALERT] …", or just a code in brackets.
fn quoted(line: &str) -> Option<Response<'_>> {
    let known = |kind, code: &str| codes::code(kind, code).is_some();
    for (at, _) in line.match_indices('[') {
        let Some(code) = in_brackets(&line[at..]) else { continue };
        let before = line[..at].trim_end();
        let word = WORDS.into_iter().find(|word| {
            let start = before.strip_suffix(word);
            start.is_some_and(|start| !start.ends_with(|c: char| c.is_alphanumeric()))
        });
        if let Some(word) = word.filter(|_| known(Kind::Imap, &code)) {
            return response(Kind::Imap, &line[before.len() - word.len()..], word, Some(code));
        }
        let letters = code.len() >= TELLING && code.bytes().all(|b| b.is_ascii_uppercase());
        if letters && known(Kind::Imap, &code) {
            return response(Kind::Imap, &line[at..], "NO", Some(code));
        }
        if code.contains(['/', '-']) && known(Kind::Pop3, &code) {
            return response(Kind::Pop3, &line[at..], "-ERR", Some(code));
        }
    }
    None
}

fn response<'l>(
    kind: Kind,
    text: &'l str,
    word: &str,
    code: Option<String>,
) -> Option<Response<'l>> {
    let word = codes::code(kind, word)?.code.as_str();
    let words = text.strip_prefix(word).unwrap_or(text);
    let text = text.trim_end_matches(['\'', '"']);
    Some(Response { text, words, form: Form::Response { kind, word, code } })
}

/// The code in brackets that a text begins with, without its arguments.
fn in_brackets(text: &str) -> Option<String> {
    let text = text.trim_start().strip_prefix('[')?;
    let near = &text[..text.floor_char_boundary(LONGEST + 1)];
    let inner = near.split([']', ' ']).next()?;
    let lawful = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'/';
    (!inner.is_empty() && inner.len() <= LONGEST && inner.bytes().all(lawful))
        .then(|| inner.to_owned())
}
