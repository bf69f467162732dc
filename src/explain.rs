//! What a reply, an error text or a whole bounce means: words in, explanations out.
//!
//! A number counts as a reply code only where one can stand; words count before codes, and
//! enhanced codes before basic ones. Of what is not known only its class is told.
mod bounce;
mod decode;
mod dialogue;
mod place;

mod said;

use crate::diagnosis;
use crate::finding::{Actor, Rule};
use crate::knowledge::codes::{self, Entry, Kind, Lasting};

pub use codes::reply;
use said::{Form, Said};

/// Bytes of a text that are looked at.
pub const LONGEST: usize = 1 << 20;
/// Bytes of a line that are looked at.
pub const LONGEST_LINE: usize = 64 << 10;
/// Explanations of one text.
pub const MOST: usize = 20;
/// Lines of a text that are looked at.
pub const MOST_LINES: usize = 10_000;
/// Characters of what was recognised that are kept.
const KEPT: usize = 600;

/// What a text means.
#[derive(Debug, Default)]
pub struct Explanations {
    /// Each thing recognised, in the order of the text; at most [`MOST`].
    pub found: Vec<Explanation>,
    /// Whether the text holds more than was looked at or is told.
    pub cut: bool,
}

/// What one thing in a text means.
#[derive(Debug)]
pub struct Explanation {
    /// Its own words, raw; at most 600 characters.
    pub said: String,
    /// What is known of it.
    pub known: Known,
    /// What its codes mean, where something else says more.
    pub codes: Vec<&'static Entry>,
    /// Whether it will pass by itself; none where nothing says so.
    pub lasting: Option<Lasting>,
    /// Whom it concerned, raw.
    pub recipient: Option<String>,
    /// Which server said it, raw.
    pub server: Option<String>,
}

/// What is known of a thing that was recognised.
#[derive(Clone, Copy)]
pub enum Known {
    /// A row of the table.
    Entry(&'static Entry),
    /// A rule of this program.
    Rule(&'static Rule),
}

/// Explains all that is recognised in a text.
pub fn explain(text: &str) -> Explanations {
    let bounded = &text[..text.floor_char_boundary(LONGEST)];
    let mut all = Explanations { cut: bounded.len() < text.len(), ..Explanations::default() };
    let mut said = Vec::new();
    for part in bounce::parts(bounded) {
        all.cut |= part.lines().any(|line| line.len() > LONGEST_LINE);
        all.cut |= part.lines().nth(MOST_LINES).is_some();
        said.extend(said::all(&part));
    }
    if said.is_empty() && bounce::is_report(bounded) {
        said.extend(bounce::parts(bounded).iter().flat_map(|part| said::in_report(part)));
    }
    // A conversation is mostly of what went well, and a bounce is about what did not.
    if said.iter().any(|said| !said.went_well()) {
        said.retain(|said| !said.went_well());
    }
    said.into_iter().for_each(|said| all.add(explained(said)));
    all
}

impl Explanations {
    /// Adds what was not yet told. A bounce says most things twice.
    fn add(&mut self, new: Explanation) {
        if let Some(old) = self.found.iter_mut().find(|old| old.is_same(&new)) {
            old.recipient = old.recipient.take().or(new.recipient);
            old.server = old.server.take().or(new.server);
        } else if self.found.len() == MOST {
            self.cut = true;
        } else {
            self.found.push(new);
        }
    }
}

impl Explanation {
    /// Whether both tell one thing of one recipient.
    fn is_same(&self, other: &Self) -> bool {
        let ids = |e: &Self| e.codes.iter().map(|c| &c.id).cloned().collect::<Vec<_>>();
        let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        let begins = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
        let by_words = matches!(self.known.kind(), Some(Kind::Text | Kind::Socket | Kind::Tls));
        self.known.id() == other.known.id()
            && ids(self) == ids(other)
            && agree(&self.recipient, &other.recipient)
            && (by_words || begins(&plain(&self.said), &plain(&other.said)))
    }
}

/// The letters and digits of a text: bounces wrap and quote what servers said.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Known {
    /// Its name, for programs and translators: an entry's id or a rule's code.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Entry(entry) => &entry.id,
            Self::Rule(rule) => rule.code,
        }
    }

    /// What it is; none for a rule.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Entry(entry) => Some(entry.kind),
            Self::Rule(_) => None,
        }
    }

    /// What it says.
    pub fn meaning(&self) -> String {
        match self {
            Self::Entry(entry) => entry.meaning.clone(),
            Self::Rule(rule) => blank(rule.title) + ".",
        }
    }

    /// Why it is said; may be "".
    pub fn cause(&self) -> String {
        match self {
            Self::Entry(entry) => entry.cause.clone(),
            Self::Rule(rule) => blank(rule.cause),
        }
    }

    /// What to do.
    pub fn action(&self) -> String {
        match self {
            Self::Entry(entry) => entry.action.clone(),
            Self::Rule(rule) => blank(rule.remedy),
        }
    }

    /// Who must act.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Entry(entry) => entry.who,
            Self::Rule(rule) => rule.actor,
        }
    }

    /// Where it is written; may be "".
    pub fn reference(&self) -> &'static str {
        match self {
            Self::Entry(entry) => &entry.reference,
            Self::Rule(rule) => rule.reference,
        }
    }
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

/// A rule's text where nobody says what stands in its places.
fn blank(text: &str) -> String {
    text.replace("{$", "<").replace('}', ">")
}

/// What is known of what was said.
fn explained(said: Said) -> Explanation {
    let (known, codes) = match &said.form {
        Form::Finding(rule) => (Known::Rule(rule), vec![]),
        Form::Words(entry) => (Known::Entry(entry), vec![]),
        Form::Reply { basic, enhanced } => of_reply(*basic, enhanced.as_deref(), &said.words),
        Form::Response { kind, word, code } => {
            of_response(*kind, word, code.as_deref(), &said.words)
        }
    };
    let own = match known {
        Known::Entry(entry) => entry.lasting,
        Known::Rule(_) => None,
    };
    Explanation {
        lasting: said.form.lasting().or(own),
        said: said.text.chars().take(KEPT).collect(),
        known,
        codes,
        recipient: said.recipient,
        server: said.server,
    }
}

/// An SMTP reply: the most telling entry, and what else its codes say.
fn of_reply(
    basic: Option<u16>,
    enhanced: Option<&str>,
    words: &str,
) -> (Known, Vec<&'static Entry>) {
    let main = match basic {
        Some(basic) => codes::reply(basic, enhanced, words),
        None => codes::words(&format!("{} {words}", enhanced.unwrap_or_default()), true)
            .or_else(|| codes::code(Kind::Enhanced, enhanced?)),
    };
    let digits = basic.map(|basic| basic.to_string());
    let class = || {
        let first = digits.as_deref().or(enhanced).and_then(|code| code.get(..1));
        codes::code(Kind::Class, first.unwrap_or_default()).expect("every class is in the table")
    };
    let of_basic = digits.as_deref().map(|d| {
        codes::code(Kind::Smtp, d).or_else(|| codes::code(Kind::Class, &format!("x{}z", &d[1..2])))
    });
    let of_enhanced = enhanced.map(|e| {
        let subject = || codes::code(Kind::Class, &format!("X.{}", e.split('.').nth(1)?));
        codes::code(Kind::Enhanced, e).or_else(|| subject().filter(|_| !e.starts_with('2')))
    });
    let main = main.unwrap_or_else(class);
    let all = [of_basic, of_enhanced].into_iter().flatten().flatten();
    (Known::Entry(main), all.filter(|entry| entry.id != main.id).collect())
}

/// A response of IMAP or POP3: its words, its code in brackets, or its first word.
fn of_response(
    kind: Kind,
    word: &str,
    code: Option<&str>,
    said: &str,
) -> (Known, Vec<&'static Entry>) {
    let of_code = code.and_then(|code| codes::code(kind, code));
    let of_word = codes::code(kind, word);
    let main = codes::words(said, true).or(of_code).or(of_word);
    let main = main.expect("every word is in the table");
    (Known::Entry(main), of_code.filter(|entry| entry.id != main.id).into_iter().collect())
}

/// The rule whose code stands in a text as a word of its own.
fn finding(word: &str) -> Option<&'static Rule> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    word.contains('.').then(|| diagnosis::rule(word)).flatten()
}
