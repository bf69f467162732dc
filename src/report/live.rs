//! One line that moves while a person waits.
use std::cell::RefCell;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use probes::session::micros;
use probes::{Step, Subject};

use crate::engine::{Event, Round};
use crate::language::{self, Language};

use super::header::time;
use super::{escape, places};

/// Shows on standard error what is being looked at, and takes the line away when it is dropped.
/// `shown` says whether a person is there to see it: without a terminal nothing is written.
pub fn watch(shown: bool, language: Language) -> impl Fn(&Event<'_>) {
    let line = line(shown);
    let progress = RefCell::new(Progress::default());
    move |event: &Event<'_>| {
        let mut progress = progress.borrow_mut();
        progress.note(event);
        line.set_message(progress.words(language));
    }
}

fn line(shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    const TICK: Duration = Duration::from_millis(120);
    let style = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}");
    let style = style.expect("the template is one that indicatif reads").tick_chars("-\\|/ ");
    let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8))
        .with_style(style)
        .with_finish(ProgressFinish::AndClear);
    line.enable_steady_tick(TICK);
    line
}

/// What is going on.
#[derive(Default)]
struct Progress {
    known: usize,
    done: usize,
    running: Vec<(Subject, Step)>,
    /// The round that begins after a while.
    waits: Option<Round>,
}

impl Progress {
    fn note(&mut self, event: &Event<'_>) {
        match event {
            Event::Opened(_) => self.known += 1,
            Event::Began(subject, step) => {
                self.waits = None;
                self.running.push(((*subject).clone(), *step));
            }
            Event::Saw(seen) => {
                let over = |(s, step): &(Subject, Step)| *s == seen.subject && *step == seen.step;
                if let Some(at) = self.running.iter().position(over) {
                    self.running.remove(at);
                }
            }
            Event::Skipped(..) => {}
            Event::Done(_) => self.done += 1,
            Event::Waits(round) => self.waits = Some(*round),
        }
    }

    fn words(&self, language: Language) -> String {
        if let Some(Round { number, of, wait }) = self.waits {
            let wait = time(micros(wait));
            return language
                .say(language::WAITING, [("time", &wait), ("number", &number), ("of", &of)]);
        }
        let now: Vec<String> = self.running.iter().map(|r| one(r, language)).collect();
        language.say(
            language::PROGRESS,
            [("done", &self.done), ("known", &self.known), ("now", &language.list(&now))],
        )
    }
}

fn one((subject, step): &(Subject, Step), language: Language) -> String {
    let subject = places::line(&[subject], language);
    // Who reads another language than English has a terminal that shows it.
    let subject = match language {
        Language::En => escape::ascii(&subject),
        _ => escape::terminal(&subject),
    };
    let step = language.told(&language::step(*step, None));
    language.say(language::PROGRESS_ONE, [("subject", &subject), ("step", &step)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_told_and_harmless() {
        let subject = Subject::Host { host: "mail\x1b[2J".into() };
        let mut progress = Progress::default();
        progress.note(&Event::Opened(&subject));
        progress.note(&Event::Began(&subject, Step::A));
        assert_eq!(progress.words(Language::En), "0 of 1 looked at: mail\\x1b[2J: IPv4 address");
        progress.note(&Event::Done(&subject));
        assert!(progress.words(Language::En).starts_with("1 of 1"));
    }

    #[test]
    fn a_round_that_is_waited_for_is_told_until_it_begins() {
        let subject = Subject::Host { host: "a.test".into() };
        let mut progress = Progress::default();
        let wait = Duration::from_secs(2);
        progress.note(&Event::Waits(Round { number: 2, of: 3, wait }));
        let told = progress.words(Language::En).replace('\u{a0}', " ");
        assert_eq!(told, "2.0 s until what failed is tried again (2 of 3)");
        progress.note(&Event::Began(&subject, Step::A));
        assert!(progress.words(Language::En).ends_with("a.test: IPv4 address"));
    }
}
