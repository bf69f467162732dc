//! What is known of replies: their codes, and the words that servers and programs say.
//!
//! The table `codes.toml` has one row for each thing that can be recognised. Its texts are plain
//! English sentences without placeholders; its ids are never reused.
mod pattern;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::finding::Actor;
pub use pattern::Pattern;

/// Codes of which so much is said in so many ways that the second half of an enhanced code says
/// more, even where it is 0.
const BROAD: [u16; 4] = [450, 451, 550, 554];

/// Something that can be recognised, and what is known of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Unique, kebab-case, never reused.
    pub id: String,
    /// What it is.
    #[serde(skip)]
    pub kind: Kind,
    /// The code as its protocol writes it; an enhanced code has `X` for its class (RFC 3463 §2).
    /// Empty for what has none.
    #[serde(default)]
    pub code: String,
    /// Whose words these are, or "".
    #[serde(default)]
    pub server: String,
    /// Any of these words is it.
    #[serde(default)]
    pub text: Vec<Pattern>,
    /// Whether the words are too ordinary to mean this outside a server's reply.
    #[serde(default)]
    pub in_reply: bool,
    /// Lines that are recognised as this. A code without any is its own sample.
    #[serde(default)]
    pub sample: Vec<String>,
    /// What it says: one sentence.
    pub meaning: String,
    /// Why it is said; "" where the meaning says it all.
    pub cause: String,
    /// What to do, in the imperative.
    pub action: String,
    /// Who must act.
    pub who: Actor,
    /// Whether it will pass by itself, where the reply's code does not say so.
    #[serde(default)]
    pub lasting: Option<Lasting>,
    /// Where it is written.
    pub reference: String,
}

/// What can be recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A reply code (RFC 5321 §4.2).
    Smtp,
    /// An enhanced status code (RFC 3463).
    Enhanced,
    /// A response or a response code in brackets (RFC 9051 §7.1).
    Imap,
    /// A response or a response code in brackets (RFC 2449 §8).
    Pop3,
    /// An error of connecting or resolving, as programs word it.
    Socket,
    /// An alert or another TLS error, as programs word it (RFC 8446 §6).
    Tls,
    /// The words of a server.
    #[default]
    Text,
    /// What a code says that is not known: its class, its category or its subject.
    Class,
}

/// Whether trying the same again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasting {
    /// No: something must be changed.
    Permanent,
    /// Yes, later.
    Temporary,
}

/// Everything that is known, kind by kind.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let table = include_str!("codes.toml");
        let kinds: BTreeMap<Kind, Vec<Entry>> =
            toml::from_str(table).expect("the embedded table is well-formed");
        let rows = kinds
            .into_iter()
            .flat_map(|(kind, rows)| rows.into_iter().map(move |row| Entry { kind, ..row }));
        rows.collect()
    });
    &ENTRIES
}

/// The entry of a code; enhanced codes with their class or with `X`. Of the enhanced codes that
/// say that something went well, only those are known that need no action: all others are worded
/// for failures.
pub fn code(kind: Kind, code: &str) -> Option<&'static Entry> {
    let of_any_class = match (kind, code.split_once('.')) {
        (Kind::Enhanced, Some((_, rest))) => format!("X.{rest}"),
        _ => code.to_owned(),
    };
    let went_well = kind == Kind::Enhanced && code.starts_with('2');
    entries()
        .iter()
        .find(|e| e.kind == kind && e.code.eq_ignore_ascii_case(&of_any_class))
        .filter(|entry| !went_well || entry.who == Actor::Nobody)
}

/// What is known of an SMTP reply: by its words, then by its enhanced code, then by its code.
pub fn reply(basic: u16, enhanced: Option<&str>, text: &str) -> Option<&'static Entry> {
    let line = [&basic.to_string(), enhanced.unwrap_or_default(), text].join(" ");
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let by_basic = || code(Kind::Smtp, &basic.to_string());
    let says_more = |e: &str| !e.ends_with(".0") || BROAD.contains(&basic);
    words(&line, true)
        .filter(|_| basic >= 400)
        .or_else(|| enhanced.filter(|e| says_more(e)).and_then(|e| code(Kind::Enhanced, e)))
        .or_else(by_basic)
        .or_else(|| enhanced.and_then(|e| code(Kind::Enhanced, e)))
}

/// The entry whose words stand in a text, the most telling one; `in_reply` says that the text is
/// known to be a server's.
pub fn words(text: &str, in_reply: bool) -> Option<&'static Entry> {
    let found = all_words(text, in_reply).into_iter();
    found.rev().max_by_key(|found| found.weight).map(|found| found.entry)
}

/// Words that were found in a text.
pub struct Found {
    /// What they are.
    pub entry: &'static Entry,
    /// Where they stand, in bytes.
    pub at: Range<usize>,
    /// How telling they are: those of one server's own, and those of many letters, most.
    pub weight: (bool, usize),
}

/// All entries whose words stand in a text, each where it is first found. Between two words of
/// the text there must be one space.
pub fn all_words(text: &str, in_reply: bool) -> Vec<Found> {
    let text = text.to_ascii_lowercase();
    let lawful = entries().iter().filter(|e| in_reply || !e.in_reply);
    lawful
        .filter_map(|entry| {
            let found = entry.text.iter().filter_map(|p| Some((p.find(&text)?, p.weight())));
            let (at, weight) = found.max_by_key(|(_, weight)| *weight)?;
            Some(Found { entry, at, weight: (!entry.server.is_empty(), weight) })
        })
        .collect()
}
