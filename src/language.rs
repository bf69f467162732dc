//! What the report says, in the language of whoever reads it.
//!
//! A text is known by its key; what it says stands in `language/en.ftl`, `ja.ftl` and
//! `zh-hans.ftl`, in Fluent syntax: `{$port}` stands for the argument of that name. What findings
//! say stands in folders of the same names, a file per layer. The English of rules stands in the
//! rules. What a catalogue lacks is said in English.
mod advice;
mod again;
mod catalogue;
mod certificate;
mod compared;
mod control;
mod expect;
mod explained;
mod failure;
mod fetch;
mod ladder;
mod names;
mod path;
mod phrase;
mod picture;
mod provider;
mod recording;
mod redaction;
mod report;
mod scan;
mod sentence;
mod step;
mod tag;
#[cfg(test)]
mod tests;

use std::fmt::Display;

use fluent_bundle::FluentArgs;

use crate::finding::{Actor, Arg, Args, Class, Confidence, Joint, Severity};
use crate::report::Status;
use crate::report::document::Tone;

pub(crate) use advice::*;
pub(crate) use again::*;
pub use catalogue::missing;
pub(crate) use certificate::*;
pub(crate) use compared::*;
pub(crate) use control::*;
pub(crate) use expect::*;
pub(crate) use explained::*;
pub(crate) use failure::*;
pub(crate) use fetch::*;
pub(crate) use ladder::*;
pub(crate) use names::*;
pub(crate) use path::*;
pub(crate) use phrase::*;
pub(crate) use picture::*;
pub(crate) use provider::*;
pub(crate) use recording::*;
pub(crate) use redaction::*;
pub(crate) use report::*;
pub(crate) use scan::*;
pub(crate) use sentence::{first_sentence, unclosed};
pub(crate) use step::*;
pub use tag::{languages, locale};

/// A language that reports are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
    /// Chinese in simplified characters.
    ZhHans,
}

/// A text, by the key that it has in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(&'static str);

impl Text {
    /// Its key in the catalogues: lower-case words with hyphens.
    pub(crate) const fn key(self) -> &'static str {
        self.0
    }

    /// The text with these arguments, for who knows the reader's language to say it.
    pub(crate) fn of<const N: usize>(self, args: [(&'static str, Arg); N]) -> Arg {
        Arg::Phrase(self, Args::from(args))
    }
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::Ja, Self::ZhHans];

    /// The text, which has no arguments.
    pub fn text(self, text: Text) -> String {
        self.say(text, [])
    }

    /// The text with its arguments. They may come from strangers: nothing in them is looked at.
    pub(crate) fn say<const N: usize>(
        self,
        text: Text,
        args: [(&'static str, &dyn Display); N],
    ) -> String {
        self.filled(text, args.into_iter().map(|(name, value)| (name, value.to_string())))
    }

    /// The argument of a finding, in words.
    pub fn told(self, arg: &Arg) -> String {
        match arg {
            Arg::Plain(text) => text.clone(),
            Arg::Phrase(text, args) => {
                self.filled(*text, args.iter().map(|(name, arg)| (*name, self.told(arg))))
            }
            Arg::Series(joint, args) => {
                let told: Vec<String> = args.iter().map(|arg| self.told(arg)).collect();
                match joint {
                    Joint::List => self.list(&told),
                    Joint::Groups => self.groups(&told),
                    Joint::Sentences => self.sentences(&told),
                }
            }
        }
    }

    /// The same with strangers' words, and whatever stands in a row, cut in this way; texts of ours
    /// stay whole.
    pub(crate) fn told_in_part(self, arg: &Arg, cut: &dyn Fn(&str) -> String) -> String {
        match arg {
            Arg::Phrase(text, args) => {
                let args = args.iter();
                self.filled(*text, args.map(|(name, arg)| (*name, self.told_in_part(arg, cut))))
            }
            Arg::Plain(_) | Arg::Series(..) => cut(&self.told(arg)),
        }
    }

    fn filled(self, Text(key): Text, args: impl Iterator<Item = (&'static str, String)>) -> String {
        let args: FluentArgs<'_> = args.collect();
        catalogue::own_or_english(self, |language| catalogue::said(language, key, &args))
    }

    /// What is the matter by a rule: a sentence without its full stop.
    pub(crate) fn title(self, code: &str, args: &Args) -> String {
        self.by_rule(code, args, &[None])
    }

    /// The same of several ports, where the language tells them from one.
    pub(crate) fn title_of_several(self, code: &str, args: &Args) -> String {
        self.by_rule(code, args, &[Some(catalogue::PORTS), None])
    }

    /// Why, by a rule.
    pub(crate) fn cause(self, code: &str, args: &Args) -> String {
        self.by_rule(code, args, &[Some(catalogue::CAUSE)])
    }

    /// What to do, by a rule.
    pub(crate) fn remedy(self, code: &str, args: &Args) -> String {
        self.by_rule(code, args, &[Some(catalogue::REMEDY)])
    }

    /// The language in which it speaks of a rule: English, where nobody has translated that yet.
    pub(crate) fn of_rule(self, code: &str) -> Self {
        if catalogue::speaks_of(self, code) { self } else { Self::En }
    }

    /// The first of these attributes that there is; none is the title.
    fn by_rule(self, code: &str, args: &Args, attributes: &[Option<&str>]) -> String {
        let id = catalogue::id(code);
        catalogue::own_or_english(self, |language| {
            let args = args.iter().map(|(name, arg)| (*name, language.told(arg))).collect();
            attributes.iter().find_map(|name| catalogue::attribute(language, &id, *name, &args))
        })
    }
}

/// The word that a report begins with.
pub(crate) const fn status(status: Status) -> Text {
    match status {
        Status::Healthy => HEALTHY,
        Status::Warnings => WARNINGS,
        Status::Inconclusive => INCONCLUSIVE,
        Status::Failure => FAILURE,
    }
}

/// How bad.
pub(crate) const fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => NOTE,
    }
}

/// How something went.
pub(crate) const fn tone(tone: Tone) -> Text {
    match tone {
        Tone::Good => TONE_GOOD,
        Tone::Indifferent => TONE_INDIFFERENT,
        Tone::Doubtful => TONE_DOUBTFUL,
        Tone::Bad => TONE_BAD,
    }
}

/// Who.
pub(crate) const fn actor(actor: Actor) -> Text {
    match actor {
        Actor::You => YOU,
        Actor::Network => NETWORK,
        Actor::Provider => PROVIDER,
        Actor::DomainOwner => DOMAIN_OWNER,
        Actor::Nobody => NO_ONE,
    }
}

/// The kind of trouble.
pub(crate) const fn class(class: Class) -> Text {
    match class {
        Class::Connection => CLASS_CONNECTION,
        Class::Certificate => CLASS_CERTIFICATE,
        Class::Authentication => CLASS_AUTHENTICATION,
        Class::Delivery => CLASS_DELIVERY,
    }
}

/// Who must act; what to do follows.
pub(crate) const fn must_act(actor: Actor) -> Text {
    match actor {
        Actor::You => YOU_MUST,
        Actor::Network => NETWORK_MUST,
        Actor::Provider => PROVIDER_MUST,
        Actor::DomainOwner => DOMAIN_OWNER_MUST,
        Actor::Nobody => NOBODY_MUST,
    }
}

/// How bad it is on some ports, where it is worse on others.
pub(crate) const fn only(severity: Severity) -> Text {
    match severity {
        Severity::Error => AN_ERROR,
        Severity::Warning => WARNING_ONLY,
        Severity::Note => NOTE_ONLY,
    }
}

/// How sure, and what that is worth.
pub(crate) const fn confidence(confidence: Confidence) -> Text {
    match confidence {
        Confidence::High => CERTAIN,
        Confidence::Medium => LIKELY,
        Confidence::Low => POSSIBLE,
    }
}

/// How sure, in a word, where it isn't certain.
pub(crate) const fn short_of_sure(confidence: Confidence) -> Option<Text> {
    match confidence {
        Confidence::High => None,
        Confidence::Medium => Some(MERELY_LIKELY),
        Confidence::Low => Some(MERELY_POSSIBLE),
    }
}
