//! A judgement, with the observations it rests on.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use probes::{Failure, Subject};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};

use crate::diagnosis::{self, Facts};
use crate::language::{self, Language, Text};

/// How bad it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing is broken.
    Note,
    /// Works, but not as it should, or not for everybody.
    Warning,
    /// Mail does not work, or something that must hold (`--expect`) does not.
    Error,
}

/// How sure it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Possible; other explanations are as good.
    Low,
    /// Likely; what would prove it was not seen.
    Medium,
    /// Seen.
    High,
}

/// The kind of trouble, as help pages call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The server is not reached, or does not speak as expected.
    Connection,
    /// Its certificate is not accepted.
    Certificate,
    /// Nobody can log in, or not as usual.
    Authentication,
    /// Mail does not get from server to server.
    Delivery,
}

/// Who must act.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Whoever ran this: settings, programs, the clock of this machine.
    You,
    /// Whoever runs the network between here and the host.
    Network,
    /// Whoever runs the mail host.
    Provider,
    /// Whoever keeps the domain's DNS.
    DomainOwner,
    /// Nobody.
    Nobody,
}

/// Everything that can be said of one kind of finding, in one place. The texts are English, in
/// Fluent syntax, each a line: `{$port}` stands for the argument of that name. Other languages say
/// the same in `language/`.
pub struct Rule {
    /// `layer.trouble`, unique, never reused.
    pub code: &'static str,
    /// Unless the match says otherwise.
    pub severity: Severity,
    /// Unless the match says otherwise.
    pub confidence: Confidence,
    /// Unless the match says otherwise.
    pub actor: Actor,
    /// What is the matter; a sentence without its full stop.
    pub title: &'static str,
    /// Why.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Where it is written, or "".
    pub reference: &'static str,
    /// Where it holds.
    pub check: fn(&Facts<'_>) -> Vec<Match>,
}

/// Where a rule holds: on what, by what evidence, with what to fill its texts.
#[derive(Clone, Debug)]
pub struct Match {
    /// On what.
    pub subject: Subject,
    /// Observation ids; never empty.
    pub evidence: Vec<u32>,
    /// Values for the placeholders.
    pub args: Args,
    /// Instead of the rule's.
    pub severity: Option<Severity>,
    /// Instead of the rule's.
    pub confidence: Option<Confidence>,
    /// Instead of the rule's.
    pub actor: Option<Actor>,
}

/// Values for the placeholders of a rule's texts.
pub type Args = BTreeMap<&'static str, Arg>;

/// A value for a placeholder. In machines' formats it is what it is in English.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// A name, a number, or a stranger's words.
    Plain(String),
    /// A text of ours with values of its own, said in the reader's language.
    Phrase(Text, Args),
    /// Several in a row.
    Series(Joint, Vec<Arg>),
}

/// What stands between several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// Commas.
    List,
    /// Something stronger than commas.
    Groups,
    /// What stands between sentences.
    Sentences,
}

/// A rule that holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's code.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Who must act.
    pub actor: Actor,
    /// On what.
    pub subject: Subject,
    /// Observation ids; never empty.
    pub evidence: Vec<u32>,
    /// Values for the placeholders.
    pub args: Args,
    /// The code of the finding that explains this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<&'static str>,
    /// Why it does not count for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waiver>,
}

/// Why a finding is put up with for a while. It is told, but does not count.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Waiver {
    /// The last day on which it does not count, `YYYY-MM-DD`, UTC.
    pub until: String,
    /// In the words of whoever waived it.
    pub reason: String,
}

/// What decides the verdict: a finding, be it ours or that of another version in a file.
pub trait Weighed {
    /// How bad.
    fn severity(&self) -> Severity;
    /// Whether another finding explains it.
    fn is_explained(&self) -> bool;
    /// Whether it does not count for now.
    fn is_waived(&self) -> bool;
    /// Whether it says that something that must hold was not seen.
    fn is_unseen(&self) -> bool;
}

impl Weighed for Finding {
    fn severity(&self) -> Severity {
        self.severity
    }

    fn is_explained(&self) -> bool {
        self.because.is_some()
    }

    fn is_waived(&self) -> bool {
        self.waived.is_some()
    }

    fn is_unseen(&self) -> bool {
        diagnosis::is_unseen(self.code)
    }
}

impl Match {
    /// A match on this evidence. The subject's own name, address and port are arguments already.
    pub fn on(subject: &Subject, evidence: impl IntoIterator<Item = u32>) -> Self {
        let mut args = Args::new();
        if let Some(name) = subject.name() {
            args.insert("host", name.into());
        }
        if let Some(addr) = subject.addr() {
            args.insert("addr", addr.into());
        }
        if let Some(port) = subject.port() {
            args.insert("port", port.into());
        }
        Self {
            subject: subject.clone(),
            evidence: evidence.into_iter().collect(),
            args,
            severity: None,
            confidence: None,
            actor: None,
        }
    }

    /// With a value for a placeholder.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.insert(name, value.into());
        self
    }

    /// With what stopped the step, if anything did, as `detail`.
    pub(crate) fn failed(self, failure: Option<&Failure>) -> Self {
        self.with("detail", failure.map_or_else(|| "".into(), language::failure))
    }

    /// With another severity than the rule's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// With another confidence than the rule's.
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// With another actor than the rule's.
    pub fn actor(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }
}

impl Default for Arg {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

impl<T: Display> From<T> for Arg {
    fn from(value: T) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        text.of([])
    }
}

impl JsonSchema for Arg {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Arg".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Language::En.told(self))
    }
}

impl Rule {
    /// The finding that a match makes.
    pub(crate) fn found(&self, m: Match) -> Finding {
        Finding {
            code: self.code,
            severity: m.severity.unwrap_or(self.severity),
            confidence: m.confidence.unwrap_or(self.confidence),
            actor: m.actor.unwrap_or(self.actor),
            subject: m.subject,
            evidence: m.evidence,
            args: m.args,
            because: None,
            waived: None,
        }
    }
}
