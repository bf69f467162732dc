//! A piece of a table that may hold a time, so that things that differ by nothing else can share
//! a row.
use crate::language::{self, say};

use super::header::time;

/// A text, and the times that it tells of, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    text: String,
    /// The shortest and the longest, µs. Where there are none the text is told as it is: it may
    /// come from a stranger.
    times: Option<(u64, u64)>,
}

impl Cell {
    /// A text without a time.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), times: None }
    }

    /// A text of ours in which `{$time}` stands for so many µs.
    pub(super) fn timed(template: impl Into<String>, us: u64) -> Self {
        Self { text: template.into(), times: Some((us, us)) }
    }

    /// Nothing to tell.
    pub(super) fn not_seen() -> Self {
        Self::plain(language::NOT_SEEN)
    }

    /// The same, told as part of another text of ours.
    pub(super) fn within(self, told: impl Fn(&str) -> String) -> Self {
        Self { text: told(&self.text), ..self }
    }

    /// Whether both are the same but for their times.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (&self.text, self.times.is_some()) == (&other.text, other.times.is_some())
    }

    /// Tells of the times of the other too.
    pub(super) fn take(&mut self, other: &Self) {
        if let (Some((least, most)), Some((other_least, other_most))) = (self.times, other.times) {
            self.times = Some((least.min(other_least), most.max(other_most)));
        }
    }

    /// The text with its times.
    pub(super) fn told(&self) -> String {
        match self.times {
            Some(times) => say(&self.text, [("time", &span(times))]),
            None => self.text.clone(),
        }
    }
}

/// One time, or two: the unit stands once if it is the same.
pub(super) fn span((least, most): (u64, u64)) -> String {
    let (least, most) = (time(least), time(most));
    if least == most {
        return least;
    }
    match (least.split_once('\u{a0}'), most.split_once('\u{a0}')) {
        (Some((number, one)), Some((_, other))) if one == other => {
            say(language::SPAN, [("least", &number), ("most", &most)])
        }
        _ => say(language::SPAN, [("least", &least), ("most", &most)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_several_are_told_as_a_span() {
        let told = |least, most| span((least, most)).replace('\u{a0}', " ");
        assert_eq!(told(20_000, 25_000), "20–25 ms");
        assert_eq!(told(20_100, 20_900), "20 ms");
        assert_eq!(told(900_000, 1_100_000), "900 ms–1.1 s");
    }

    #[test]
    fn what_a_stranger_said_is_not_filled_in() {
        assert_eq!(Cell::plain("{$time}").told(), "{$time}");
    }
}
