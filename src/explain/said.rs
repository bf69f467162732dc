//! What somebody said, found in the lines of a text.
use std::ops::Range;

use crate::finding::Rule;
use crate::knowledge::codes::{self, Entry, Kind, Lasting};

use super::{LONGEST_LINE, MOST_LINES, bounce, dialogue, finding, place};

/// Lines of one reply; RFC 5321 has no limit, and bounces show few.
const REPLY_LINES: usize = 100;
/// Bytes of words that are looked at together.
const TOGETHER: usize = 4 << 10;

/// Something that was recognised.
pub(super) struct Said {
    /// As it stands there, on one line.
    pub(super) text: String,
    /// Its words, without codes repeated on every line.
    pub(super) words: String,
    /// What it is.
    pub(super) form: Form,
    /// Whom it concerned.
    pub(super) recipient: Option<String>,
    /// Who said it.
    pub(super) server: Option<String>,
}

/// What was recognised.
pub(super) enum Form {
    /// An SMTP reply; at least one of both is there.
    Reply { basic: Option<u16>, enhanced: Option<String> },
    /// A response of IMAP or POP3, by its first word and its code in brackets.
    Response { kind: Kind, word: &'static str, code: Option<String> },
    /// Words that are known.
    Words(&'static Entry),
    /// The code of a finding.
    Finding(&'static Rule),
}

impl Form {
    /// What the class of its code says (RFC 5321 §4.2.1, RFC 3463 §3.1). The basic code decides.
    pub(super) fn lasting(&self) -> Option<Lasting> {
        let Self::Reply { basic, enhanced } = self else { return None };
        let first = basic.map(|basic| basic.to_string()).or_else(|| enhanced.clone())?;
        match first.as_bytes().first()? {
            b'4' => Some(Lasting::Temporary),
            b'5' => Some(Lasting::Permanent),
            _ => None,
        }
    }
}

impl Said {
    fn new(text: &str, words: &str, form: Form) -> Self {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { text: one_line(text), words: one_line(words), form, recipient: None, server: None }
    }

    /// Whether it says that all is well, or no more than that.
    pub(super) fn went_well(&self) -> bool {
        match &self.form {
            Form::Reply { basic: Some(basic), .. } => *basic < 400,
            Form::Reply { enhanced, .. } => enhanced.as_deref().is_some_and(|e| e.starts_with('2')),
            Form::Response { word, code, .. } => code.is_none() && ["OK", "+OK"].contains(word),
            Form::Words(_) | Form::Finding(_) => false,
        }
    }

    /// A reply that ends with its line, as in the fields of a bounce.
    pub(super) fn in_field(text: &str) -> Option<Self> {
        let lines = [text];
        reply(&lines, 0, true).map(|(said, _)| said)
    }

    /// Words with a status that stands elsewhere; none where neither says anything.
    pub(super) fn with_status(text: &str, status: &str) -> Option<Self> {
        let known = codes::words(&text.split_whitespace().collect::<Vec<_>>().join(" "), true);
        let form = match (known, place::enhanced(status)) {
            (Some(entry), _) if entry.kind != Kind::Text => Form::Words(entry),
            (_, Some(status)) => Form::Reply { basic: None, enhanced: Some(status) },
            (Some(entry), None) => Form::Words(entry),
            (None, None) => return None,
        };
        Some(Self::new(if text.is_empty() { status } else { text }, text, form))
    }
}

/// Everything that was said in a text, in its order.
pub(super) fn all(text: &str) -> Vec<Said> {
    let lines: Vec<&str> = lines(text).collect();
    let mut all = Vec::new();
    let mut plain = 0..0;
    let mut recipient = None;
    let mut at = 0;
    while at < lines.len() {
        recipient = bounce::recipient(lines[at]).map(str::to_owned).or(recipient);
        let opens = opens(&lines, at, plain.is_empty());
        let (found, next) = match bounce::field_group(&lines, at) {
            Some((found, next)) => (found, next),
            None => match reply(&lines, at, opens) {
                Some((mut said, next)) => {
                    said.recipient.clone_from(&recipient);
                    (vec![said], next)
                }
                None => {
                    at += 1;
                    plain.end = at;
                    continue;
                }
            },
        };
        all.extend(unanswered(&lines[plain.start..at]));
        all.extend(found);
        (at, plain) = (next, next..next);
    }
    all.extend(unanswered(&lines[plain]));
    all
}

/// Whether a line is one that a reply may begin: the first, one below an empty line or a colon,
/// one that is set off from what is around it, or one below another reply.
fn opens(lines: &[&str], at: usize, after_reply: bool) -> bool {
    let before = at.checked_sub(1).map(|at| lines[at].trim());
    let set_off = lines[at].starts_with([' ', '\t', '>', '<', '|']);
    after_reply || set_off || before.is_none_or(|before| before.is_empty() || before.ends_with(':'))
}

/// The reply that begins on this line, and the line after it.
fn reply(lines: &[&str], at: usize, opens: bool) -> Option<(Said, usize)> {
    let line = lines[at];
    if let Some(response) = dialogue::find(line, opens) {
        return Some((Said::new(response.text, response.words, response.form), at + 1));
    }
    let below = lines.get(at + 1).copied().unwrap_or_default();
    let place = place::find(line, below, opens)?;
    let next = (at + 1..lines.len().min(at + REPLY_LINES))
        .find(|next| !goes_on(line, place.at, lines[*next], place.basic))
        .unwrap_or(lines.len().min(at + REPLY_LINES));
    let text = std::iter::once(&line[place.at..]).chain(lines[at + 1..next].iter().copied());
    let text = text.collect::<Vec<_>>().join(" ");
    let words = place.words(&text);
    let form = Form::Reply { basic: place.basic, enhanced: place.enhanced };
    Some((Said::new(text.trim_end_matches(['\'', '"']), &words, form), next))
}

/// Whether a line continues the reply that began on an earlier one: it has the same code
/// (RFC 5321 §4.2), or it was wrapped and stands farther to the right, or beneath a bare code.
fn goes_on(first: &str, at: usize, line: &str, basic: Option<u16>) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = line.trim_start_matches(place::QUOTED);
    let same = basic.is_some_and(|basic| {
        own.strip_prefix(&basic.to_string()).is_some_and(|rest| rest.starts_with(['-', ' ']))
    });
    let bare = !first[at..].contains(char::is_alphabetic) && indent(first) > 0;
    let wrapped = indent(line) > indent(first) || bare && indent(line) == indent(first);
    !line.trim().is_empty() && (same || wrapped && !place::begins(own))
}

/// What is known of lines that hold no reply.
fn unanswered(lines: &[&str]) -> Vec<Said> {
    paragraphs(lines).into_iter().flat_map(|lines| in_prose(&lines, false)).collect()
}

/// What is known of the words of a bounce that shows no server's reply.
pub(super) fn in_report(text: &str) -> Vec<Said> {
    let lines: Vec<&str> = lines(text).collect();
    paragraphs(&lines).into_iter().flat_map(|lines| in_prose(&lines, true)).collect()
}

/// The lines of a text, as far as they are looked at.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let cut = |line| &line[..str::floor_char_boundary(line, LONGEST_LINE)];
    text.lines().take(MOST_LINES).map(cut)
}

/// Lines that stand together, in pieces that are not too long.
fn paragraphs(lines: &[&str]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut size = 0;
    for line in lines {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        size += line.len();
        if line.is_empty() || size > TOGETHER {
            size = line.len();
            all.push(Vec::new());
        }
        if !line.is_empty() {
            all.last_mut().expect("it has one").push(line);
        }
    }
    all
}

fn in_prose(lines: &[String], in_reply: bool) -> Vec<Said> {
    let text = lines.join(" ");
    let mut found = codes::all_words(&text, in_reply);
    found.sort_by_key(|found| std::cmp::Reverse(found.weight));
    let mut kept: Vec<codes::Found> = Vec::new();
    for one in found {
        if kept.iter().all(|other| one.at.end <= other.at.start || other.at.end <= one.at.start) {
            kept.push(one);
        }
    }
    let recipient = lines.first().and_then(|line| bounce::recipient(line)).map(str::to_owned);
    let mut all: Vec<(usize, Said)> = Vec::new();
    for codes::Found { entry, at, .. } in kept {
        let shown = &text[around(lines, &at)];
        let mut said = Said::new(shown, shown, Form::Words(entry));
        said.recipient.clone_from(&recipient);
        all.push((at.start, said));
    }
    let mut from = 0;
    for word in text.split(' ') {
        if let Some(rule) = finding(word) {
            all.push((from, Said::new(rule.code, "", Form::Finding(rule))));
        }
        from += word.len() + 1;
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, said)| said).collect()
}

/// The lines, joined by spaces, in which something stands.
fn around(lines: &[String], at: &Range<usize>) -> Range<usize> {
    let mut from = 0;
    let mut shown = at.clone();
    for line in lines {
        let to = from + line.len();
        if from <= at.start && at.start <= to {
            shown.start = from;
        }
        if from < at.end && at.end <= to {
            shown.end = to;
        }
        from = to + 1;
    }
    shown
}
