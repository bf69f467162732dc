//! Lines of a mail protocol, kept as they came.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::{in_base64, in_json};
use crate::bytes::Bytes;

/// One command and what came back; or what came unasked.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Reply {
    /// The command, if one was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Line>,
    /// The command that was sent right behind it, in the same write, where that was to be tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<Line>,
    /// What came back, line by line.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// What had come in, without having been asked for, before the command was to be sent, at most
    /// [`crate::limits::LINE`] bytes of it. Then the command was not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<Bytes>,
    /// What had come in after the last line of the reply without being asked for, at most
    /// [`crate::limits::LINE`] bytes of it. Only looked at where it matters: before a handshake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<Bytes>,
    /// Tickets to resume the session that came with it (RFC 8446 §4.6.1).
    #[serde(default, skip_serializing_if = "is_none_of")]
    pub tickets: u32,
}

/// One line, without its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Line {
    /// When it was complete, µs since the run began.
    pub at_us: u64,
    /// What it says; bytes that are no UTF-8 are replaced.
    pub text: String,
    /// The bytes, where the text isn't all they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Bytes>,
    /// Bytes of it that were read but not kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cut: u64,
    /// Set on a line whose end never came: how many bytes of it there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<u64>,
}

impl Line {
    /// A line of these bytes.
    pub(crate) fn new(at_us: u64, bytes: &[u8], cut: u64) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let raw = matches!(text, std::borrow::Cow::Owned(_)).then(|| Bytes(bytes.to_vec()));
        Self { at_us, text: text.into_owned(), raw, cut, unfinished: None }
    }

    /// The part of it that is known word by word: of a line that was cut the last word may be the
    /// beginning of another one.
    pub fn words(&self) -> &str {
        match self.cut {
            0 => &self.text,
            _ => self.text.rsplit_once(' ').map_or("", |(whole, _)| whole),
        }
    }

    /// Bytes that it takes in a JSON report.
    pub(crate) fn size(&self) -> usize {
        /// What stands around the text, and is indented.
        const AROUND: usize = 96;
        let raw = self.raw.as_ref().map_or(0, |raw| in_base64(raw.0.len()));
        AROUND + in_json(&self.text) + raw
    }
}

impl Reply {
    /// The commands that were sent.
    pub fn commands(&self) -> impl Iterator<Item = &Line> {
        self.sent.iter().chain(&self.behind)
    }

    /// The last line.
    pub fn last(&self) -> Option<&str> {
        self.lines.last().map(|l| l.text.as_str())
    }

    /// The first line.
    pub fn first(&self) -> Option<&str> {
        self.lines.first().map(|l| l.text.as_str())
    }
}

pub(crate) fn is_none_of(n: &u32) -> bool {
    *n == 0
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}
