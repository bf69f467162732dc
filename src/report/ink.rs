//! Colours and signs. Every one of them only repeats what the words say.
use super::document::Tone;
use super::{Status, Style};
use crate::finding::Severity;

/// What a piece of text is to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// As it should be.
    Good,
    /// Not quite as it should be.
    Doubtful,
    /// Broken.
    Bad,
    /// A title.
    Strong,
    /// Less important than the rest.
    Faint,
}

impl Ink {
    /// The parameter of Select Graphic Rendition (ECMA-48 §8.3.117). Only colours that can be
    /// read on light and on dark ground.
    const fn parameter(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Doubtful => "33",
            Self::Bad => "1;31",
            Self::Strong => "1",
            Self::Faint => "2",
        }
    }
}

/// The text in that ink, if there is any. The text must have been escaped.
pub(super) fn paint(style: &Style, ink: Ink, text: &str) -> String {
    match style.colour && !text.is_empty() {
        true => format!("\x1b[{}m{text}\x1b[0m", ink.parameter()),
        false => text.to_owned(),
    }
}

/// The ink of a verdict.
pub(super) const fn of_status(status: Status) -> Ink {
    match status {
        Status::Healthy => Ink::Good,
        Status::Warnings | Status::Inconclusive => Ink::Doubtful,
        Status::Failure => Ink::Bad,
    }
}

/// The ink of a finding.
pub(super) const fn of_severity(severity: Severity) -> Ink {
    match severity {
        Severity::Note => Ink::Faint,
        Severity::Warning => Ink::Doubtful,
        Severity::Error => Ink::Bad,
    }
}

/// The ink of a row.
pub(super) const fn of_tone(tone: Tone) -> Ink {
    match tone {
        Tone::Good => Ink::Good,
        Tone::Indifferent => Ink::Faint,
        Tone::Doubtful => Ink::Doubtful,
        Tone::Bad => Ink::Bad,
    }
}

/// The sign of a row, one cell wide.
pub(super) const fn sign(tone: Tone, ascii: bool) -> &'static str {
    match (tone, ascii) {
        (Tone::Good, false) => "✓",
        (Tone::Good, true) => "+",
        (Tone::Indifferent, false) => "·",
        (Tone::Indifferent, true) => ".",
        (Tone::Doubtful, _) => "!",
        (Tone::Bad, false) => "✗",
        (Tone::Bad, true) => "x",
    }
}
