//! A piece of a table that may hold a time, so that things that differ by nothing else can share
//! a row.
use crate::finding::{Arg, Args};
use crate::language::{self, Language, Text};

use super::header::time;

/// What is told, and the times that it tells of, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    told: Arg,
    /// The shortest and the longest, µs, for the `{$time}` of the text.
    times: Option<(u64, u64)>,
    /// Texts around it, each around those before, in which it is the `{$what}`.
    around: Vec<(Text, Args)>,
}

impl Cell {
    /// Something without a time.
    pub(super) fn plain(told: impl Into<Arg>) -> Self {
        Self { told: told.into(), times: None, around: Vec::new() }
    }

    /// A text in which `{$time}` stands for so many µs.
    pub(super) fn timed(text: Text, us: u64) -> Self {
        Self { times: Some((us, us)), ..Self::plain(text) }
    }

    /// Nothing to tell.
    pub(super) fn not_seen() -> Self {
        Self::plain(language::NOT_SEEN)
    }

    /// The same, as the `{$what}` of another text.
    pub(super) fn within<const N: usize>(
        mut self,
        text: Text,
        args: [(&'static str, Arg); N],
    ) -> Self {
        self.around.push((text, Args::from(args)));
        self
    }

    /// Whether both are the same but for their times.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let rest = |cell: &Self| (cell.times.is_some(), cell.around.clone());
        self.told == other.told && rest(self) == rest(other)
    }

    /// Tells of the times of the other too.
    pub(super) fn take(&mut self, other: &Self) {
        if let (Some(times), Some(others)) = (self.times, other.times) {
            self.times = Some(both(times, others));
        }
    }

    /// What is told, with its times.
    pub(super) fn told(&self, language: Language) -> String {
        let with = |arg: Arg, name, value: Arg| match arg {
            Arg::Phrase(text, mut args) => {
                args.insert(name, value);
                Arg::Phrase(text, args)
            }
            other => other,
        };
        let told = match self.times {
            Some(times) => with(self.told.clone(), "time", span(times).into()),
            None => self.told.clone(),
        };
        let whole = self
            .around
            .iter()
            .fold(told, |told, (text, args)| with(Arg::Phrase(*text, args.clone()), "what", told));
        language.told(&whole)
    }
}

/// The shortest and the longest of both.
pub(super) fn both(one: (u64, u64), other: (u64, u64)) -> (u64, u64) {
    (one.0.min(other.0), one.1.max(other.1))
}

/// One time, or two: the unit stands once if it is the same.
pub(super) fn span((least, most): (u64, u64)) -> String {
    let (least, most) = (time(least), time(most));
    if least == most {
        return least;
    }
    match (least.split_once('\u{a0}'), most.split_once('\u{a0}')) {
        (Some((number, one)), Some((_, other))) if one == other => format!("{number}–{most}"),
        _ => format!("{least}–{most}"),
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
        assert_eq!(Cell::plain("{$time}").told(Language::En), "{$time}");
    }

    #[test]
    fn texts_stand_around_the_time() {
        let cell = Cell::timed(language::SILENT, 5_000_000);
        let cell = cell.within(language::AFTER_STARTTLS, [("command", "STLS".into())]);
        assert_eq!(cell.told(Language::En), "STLS, silent 5.0\u{a0}s");
    }
}
