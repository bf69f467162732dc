//! What stands around explanations, and the explanations themselves.
use super::{Language, Text, catalogue};
use crate::explain::Known;
use crate::finding::{Args, Rule};
use crate::knowledge::codes::{Entry, Kind, Lasting};

// Labels.
pub(crate) const MEANS: Text = Text("means");
pub(crate) const LASTS: Text = Text("lasts");
pub(crate) const CODES: Text = Text("codes");
pub(crate) const RECIPIENT: Text = Text("recipient");
pub(crate) const SERVER: Text = Text("server");

// Sentences.
pub(crate) const NOTHING_KNOWN: Text = Text("nothing-known");
pub(crate) const MORE_IN_TEXT: Text = Text("more-in-text");
pub(crate) const CLASS_ALONE: Text = Text("class-alone");
pub(crate) const CODE_AND_MEANING: Text = Text("code-and-meaning");

// What was recognised, and whether it will pass.
pub(crate) const KIND_SMTP: Text = Text("kind-smtp");
pub(crate) const KIND_ENHANCED: Text = Text("kind-enhanced");
pub(crate) const KIND_IMAP: Text = Text("kind-imap");
pub(crate) const KIND_POP3: Text = Text("kind-pop3");
pub(crate) const KIND_SOCKET: Text = Text("kind-socket");
pub(crate) const KIND_TLS: Text = Text("kind-tls");
pub(crate) const KIND_TEXT: Text = Text("kind-text");
pub(crate) const KIND_CLASS: Text = Text("kind-class");
pub(crate) const KIND_FINDING: Text = Text("kind-finding");
pub(crate) const STAYS: Text = Text("stays");
pub(crate) const PASSES: Text = Text("passes");

/// What was recognised.
pub(crate) const fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Smtp => KIND_SMTP,
        Kind::Enhanced => KIND_ENHANCED,
        Kind::Imap => KIND_IMAP,
        Kind::Pop3 => KIND_POP3,
        Kind::Socket => KIND_SOCKET,
        Kind::Tls => KIND_TLS,
        Kind::Text => KIND_TEXT,
        Kind::Class => KIND_CLASS,
    }
}

/// Whether it will pass.
pub(crate) const fn lasting(lasting: Lasting) -> Text {
    match lasting {
        Lasting::Permanent => STAYS,
        Lasting::Temporary => PASSES,
    }
}

impl Language {
    /// What something known says.
    pub(crate) fn meaning(self, known: Known) -> String {
        match known {
            Known::Entry(entry) => self.entry(entry),
            Known::Rule(rule) => self.ended(&self.title(rule.code, &blanks(rule))),
        }
    }

    /// Why it is said; may be "".
    pub(crate) fn why(self, known: Known) -> String {
        match known {
            Known::Entry(entry) => self.of_entry(entry, Some(catalogue::CAUSE), &entry.cause),
            Known::Rule(rule) => self.cause(rule.code, &blanks(rule)),
        }
    }

    /// What to do.
    pub(crate) fn action(self, known: Known) -> String {
        match known {
            Known::Entry(entry) => self.of_entry(entry, Some(catalogue::REMEDY), &entry.action),
            Known::Rule(rule) => self.remedy(rule.code, &blanks(rule)),
        }
    }

    /// What an entry of the table says.
    pub(crate) fn entry(self, entry: &Entry) -> String {
        self.of_entry(entry, None, &entry.meaning)
    }

    fn of_entry(self, entry: &Entry, attribute: Option<&str>, english: &str) -> String {
        let key = catalogue::entry(&entry.id);
        let said = catalogue::attribute(self, &key, attribute, &fluent_bundle::FluentArgs::new());
        said.unwrap_or_else(|| english.to_owned())
    }
}

/// The names of what stands in the places of a rule's texts, where nobody says what does.
fn blanks(rule: &Rule) -> Args {
    let texts = [rule.title, rule.cause, rule.remedy].into_iter();
    let names = texts.flat_map(|text| text.split("{$").skip(1)).filter_map(|t| t.split_once('}'));
    names.map(|(name, _)| (name, format!("<{name}>").into())).collect()
}
