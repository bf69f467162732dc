//! The verdict in one sentence, and who must act in another.
use crate::language::{self, say};
use crate::recording::{Ended, Recording};

use super::card::Card;
use super::document::Headline;
use super::places;
use super::{Report, Status, Verdict, header};

/// The first line of a report, told from its cards.
pub(super) fn of(report: &Report<'_>, cards: &[Card]) -> Headline {
    let card = cards.iter().find(|c| Some(c.code) == report.verdict.code);
    let what = match card {
        Some(card) => matter(card),
        None if report.verdict.status == Status::Healthy => language::ALL_WELL.to_owned(),
        None => language::TOO_LITTLE.to_owned(),
    };
    Headline {
        status: report.verdict.status,
        word: language::status(report.verdict.status).to_owned(),
        what: about(report.recording, &so_far(report, what)),
        who: card.map_or_else(|| nobody(report.verdict), turn),
    }
}

impl Headline {
    /// The whole line.
    pub fn sentence(&self) -> String {
        format!("{} {}", self.what, self.who)
    }
}

fn matter(card: &Card) -> String {
    let title = match card.ports[..] {
        [] => card.title.clone(),
        [port] => say(language::ON_PORT, [("title", &card.title), ("ports", &port)]),
        _ => say(
            language::ON_PORTS,
            [("title", &card.title), ("ports", &places::ports(&card.ports))],
        ),
    };
    language::continued(&title)
}

/// A run that was cut short has more to say than what it found till then.
fn so_far(report: &Report<'_>, what: String) -> String {
    let ended = report.recording.ended;
    if report.verdict.status != Status::Inconclusive || ended == Ended::Completed {
        return what;
    }
    say(language::SO_FAR, [("ended", &header::ended(ended)), ("what", &what)])
}

/// The target's name stands first, unless the sentence names it anyway.
fn about(recording: &Recording, what: &str) -> String {
    let target = &recording.asked.target.name;
    let mut words = what.split([' ', ',', ':', '(', ')']);
    let sentence = match words.any(|word| word == target) {
        true => language::capital(what),
        false => say(language::ABOUT, [("target", target), ("what", &what)]),
    };
    if sentence.ends_with('.') { sentence } else { sentence + "." }
}

fn turn(card: &Card) -> String {
    let remedy = language::continued(language::first_sentence(&card.remedy));
    say(language::must_act(card.actor), [("remedy", &remedy)])
}

fn nobody(verdict: &Verdict) -> String {
    let again = verdict.status == Status::Inconclusive;
    if again { language::AGAIN.to_owned() } else { language::NOBODY.to_owned() }
}

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::card;
    use super::super::sample::{finding, recording};
    use super::*;
    use crate::finding::Finding;

    fn told(ended: Ended, findings: &[Finding]) -> String {
        let recording = Recording { ended, ..recording() };
        let verdict = Verdict::of(&recording, findings);
        let report = Report { recording: &recording, findings, verdict: &verdict };
        let headline = of(&report, &card::all(findings));
        format!("{}  {}", headline.word, headline.sentence())
    }

    #[test]
    fn a_host_that_is_well_needs_nobody() {
        let line = told(Ended::Completed, &[]);
        assert_eq!(line, "OK  mail.example.test: all is well from here. Nobody needs to act.");
    }

    #[test]
    fn what_is_wrong_is_told_with_who_must_act() {
        let found = [Service::Submissions, Service::Imaps];
        let found = found.map(|service| finding("tls.self-signed", service, &[0]));
        let line = told(Ended::Completed, &found);
        assert!(line.starts_with("FAILURE  The certificate on port 465, 993"), "{line}");
        assert!(line.contains(" is self-signed. Mail provider must act: install "), "{line}");
    }

    #[test]
    fn a_run_cut_short_says_so() {
        let line = told(Ended::Interrupted, &[]);
        assert!(
            line.starts_with("INCONCLUSIVE  mail.example.test: interrupted; so far: "),
            "{line}"
        );
    }
}
