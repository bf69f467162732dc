//! The verdict in one sentence, and who must act in another.
use std::fmt::Display;

use probes::{Service, Subject};

use crate::diagnosis::instead::Choice;
use crate::finding::{Actor, Severity};
use crate::language::{self, Language, Text};
use crate::recording::{Ended, Recording};

use super::card::Card;
use super::document::Headline;
use super::places;
use super::{Report, Status, header, instead};

/// The first line of a report, told from its cards.
pub(super) fn of(
    report: &Report<'_>,
    cards: &[Card],
    choices: &[Choice],
    language: Language,
) -> Headline {
    let counted = |c: &&Card| c.waived.is_none();
    let card = cards.iter().find(|c| counted(c) && Some(c.code) == report.verdict.code);
    let what = match card {
        Some(card) => with_others(matter(card, language), card, cards, language),
        None if report.verdict.status == Status::Healthy => match by_token(report, cards) {
            Some(_) => but_waived(report, language.text(language::WELL_BY_TOKEN), language),
            None => but_waived(report, language.text(language::ALL_WELL), language),
        },
        None if report.recording.is_understood() => language.text(language::TOO_LITTLE),
        None => language.text(language::OF_LATER),
    };
    Headline {
        status: report.verdict.status,
        word: language.text(language::status(report.verdict.status)),
        language,
        what: about(report.recording, &so_far(report, what, language), card, language),
        who: match (card, by_token(report, cards)) {
            (Some(card), _) => {
                let who = turn(card, card.actor, language);
                instead::until_then(who, report.recording, card, choices, language)
            }
            // It works as it should: nobody must act, but this is how to get in.
            (None, Some(card)) => turn(card, Actor::Nobody, language),
            (None, None) => nobody(report, language),
        },
    }
}

impl Headline {
    /// The whole line.
    pub fn sentence(&self) -> String {
        self.language.sentences(&[self.what.clone(), self.who.clone()])
    }
}

/// Who types a password at a host that is well fails where log-in is by token: the card that says
/// so, if it is about ports for people.
fn by_token<'c>(report: &Report<'_>, cards: &'c [Card]) -> Option<&'c Card> {
    let healthy = report.verdict.status == Status::Healthy;
    let for_people = |service: Service| !matches!(service.row().port, 25 | 110 | 995);
    let is_about = |c: &Card| c.endpoints.iter().filter_map(Subject::service).any(for_people);
    cards.iter().find(|c| healthy && c.code == "auth.oauth-only" && is_about(c))
}

/// The first line tells one error, but not as if it were the only one: other faults of the same
/// certificates by name, all other errors by number.
fn with_others(what: String, first: &Card, cards: &[Card], language: Language) -> String {
    let errors = cards.iter().filter(|c| *c != first && c.severity == Severity::Error);
    let errors = errors.filter(|c| c.waived.is_none());
    let (faults, others): (Vec<&Card>, Vec<&Card>) = errors.partition(|c| c.shares_fault_of(first));
    let mut words: Vec<Text> = faults.iter().filter_map(|c| language::fault(c.code)).collect();
    words.dedup();
    let words: Vec<String> = words.into_iter().map(|word| language.text(word)).collect();
    let also = language.say(language::ALSO, [("faults", &language.list(&words))]);
    let further = language.say(language::FURTHER, [("count", &others.len())]);
    let told = [(also, !words.is_empty()), (further, !others.is_empty())];
    let told: Vec<String> = told.into_iter().filter(|(_, any)| *any).map(|(s, _)| s).collect();
    let others = language.groups(&told);
    match (told.is_empty(), language::unclosed(&what)) {
        (true, _) => what,
        (_, Some(open)) => {
            language.say(language::AND_IN_SAME, [("what", &open), ("others", &others)])
        }
        (_, None) => language.say(language::AND, [("what", &what), ("others", &others)]),
    }
}

/// What is well only because something does not count says so.
fn but_waived(report: &Report<'_>, what: String, language: Language) -> String {
    match header::waived(report, language) {
        Some(waived) => language.say(language::AND, [("what", &what), ("others", &waived)]),
        None => what,
    }
}

fn matter(card: &Card, language: Language) -> String {
    let title = match card.ports[..] {
        [] => card.short_title.clone(),
        [port] => language.say(language::ON_PORT, [("title", &card.short_title), ("ports", &port)]),
        _ => language.say(
            language::ON_PORTS,
            [("title", &card.short_title), ("ports", &places::ports(&card.ports))],
        ),
    };
    language.continued(&title, &names(card))
}

/// A run that was cut short has more to say than what it found till then.
fn so_far(report: &Report<'_>, what: String, language: Language) -> String {
    let ended = report.recording.ended;
    if report.verdict.status != Status::Inconclusive || ended == Ended::Completed {
        return what;
    }
    language.say(language::SO_FAR, [("ended", &header::ended(ended, language)), ("what", &what)])
}

/// The target's name stands first, unless the sentence names it anyway; and what isn't certain is
/// not told as if it were.
fn about(recording: &Recording, what: &str, card: Option<&Card>, language: Language) -> String {
    let target = recording.asked.target.name.as_str();
    let hosts = card.map(names).unwrap_or_default();
    let sure = card.and_then(|card| language::short_of_sure(card.confidence));
    let sure = sure.map(|text| language.text(text));
    let before =
        |word: &dyn Display| language.say(language::ABOUT, [("target", word), ("what", &what)]);
    let sentence = match (mentions(what, target), &sure) {
        (true, None) => language.capital(what, &[&[target], &hosts[..]].concat()),
        (true, Some(sure)) => language.capital(&before(sure), &[]),
        (false, None) => before(&target),
        (false, Some(sure)) => before(&language.list(&[target, sure])),
    };
    language.ended(&sentence)
}

fn names(card: &Card) -> Vec<&str> {
    card.names.iter().map(String::as_str).collect()
}

/// Whether the name stands in a sentence, and not as a part of another.
fn mentions(sentence: &str, name: &str) -> bool {
    let goes_on = |c: char| c.is_ascii() && !" ,:()".contains(c);
    sentence.match_indices(name).any(|(at, _)| {
        let (before, after) = (&sentence[..at], &sentence[at + name.len()..]);
        !before.ends_with(goes_on) && !after.starts_with(goes_on)
    })
}

/// Where nobody needs to act, what helps is told without saying so.
fn turn(card: &Card, actor: Actor, language: Language) -> String {
    let remedy = language::first_sentence(&card.remedy);
    let remedy = match actor {
        Actor::Nobody => remedy.to_owned(),
        _ => language.continued(remedy, &names(card)),
    };
    language.say(language::must_act(actor), [("remedy", &remedy)])
}

fn nobody(report: &Report<'_>, language: Language) -> String {
    language.text(match (report.verdict.status, report.recording.is_understood()) {
        (Status::Inconclusive, true) => language::AGAIN,
        (Status::Inconclusive, false) => language::USE_LATER,
        _ => language::NOBODY,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{finding, recording};
    use super::super::{Verdict, card};
    use super::*;
    use crate::finding::{Confidence, Finding};

    fn told(ended: Ended, findings: &[Finding]) -> String {
        told_of(&Recording { ended, ..recording() }, findings)
    }

    fn told_of(recording: &Recording, findings: &[Finding]) -> String {
        let verdict = Verdict::of(recording, findings);
        let language = Language::En;
        let report = Report { recording, findings, verdict: &verdict, language };
        let headline = of(&report, &card::all(findings, language), &[], language);
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
        assert!(
            line.starts_with(
                "FAILURE  The certificate of mail.example.test is self-signed (ports 465, 993). "
            ),
            "{line}"
        );
        assert!(line.contains(" Mail provider must act: install "), "{line}");
    }

    #[test]
    fn other_faults_of_the_certificate_are_named_and_other_errors_counted() {
        let on = |code| finding(code, Service::Imaps, &[0]);
        let found = ["tls.self-signed", "tls.expired", "tls.wrong-name"].map(on);
        let line = told(Ended::Completed, &found);
        assert!(line.contains(" is self-signed (port 993; and: expired, wrong name). "), "{line}");
        let elsewhere = finding("tls.wrong-name", Service::Smtp, &[0]);
        let subject = Subject::Host { host: "mx.example.test".into() };
        let elsewhere = Finding { subject, ..elsewhere };
        let found = [&found[..2], &[elsewhere]].concat();
        let line = told(Ended::Completed, &found);
        assert!(line.contains("; and: expired; further errors: 1). "), "{line}");
    }

    #[test]
    fn where_only_tokens_log_in_the_first_line_says_so() {
        let line = told(Ended::Completed, &[finding("auth.oauth-only", Service::Imaps, &[0])]);
        let said = "OK  mail.example.test: all is well from here; log-in is by OAuth2 only. ";
        assert!(line.starts_with(said), "{line}");
        assert!(line.contains("OAuth2 only. Choose "), "{line}");
        let line = told(Ended::Completed, &[finding("auth.oauth-only", Service::Smtp, &[0])]);
        assert!(!line.contains("OAuth2"), "{line}");
    }

    #[test]
    fn what_is_likely_is_not_told_as_if_it_were_certain() {
        let sure = |confidence| {
            let found = finding("tls.self-signed", Service::Imaps, &[0]);
            told(Ended::Completed, &[Finding { confidence, ..found }])
        };
        assert!(sure(Confidence::High).starts_with("FAILURE  The certificate of "));
        assert!(sure(Confidence::Medium).starts_with("FAILURE  Likely: the certificate of "));
        assert!(sure(Confidence::Low).starts_with("FAILURE  Possibly: the certificate of "));
    }

    #[test]
    fn a_long_reply_is_quoted_only_in_part() {
        let found = finding("dialogue.blocklisted", Service::Smtp, &[0]);
        let mut args = found.args.clone();
        args.extend(
            args.clone().into_keys().map(|name| (name, "554 blocked by ".repeat(20).into())),
        );
        let line = told(Ended::Completed, &[Finding { args, ..found }]);
        assert!(line.contains("…") && !line.contains("(+"), "{line}");
    }

    #[test]
    fn where_nobody_must_act_the_remedy_stands_alone() {
        let found = finding("dialogue.greeting-late", Service::Smtp, &[0]);
        let found = Finding { actor: Actor::Nobody, severity: Severity::Warning, ..found };
        let line = told(Ended::Completed, &[found]);
        let (_, who) = line.split_once(". ").expect("two sentences");
        assert!(!who.contains("act:"), "{line}");
        assert!(who.starts_with(char::is_uppercase), "{line}");
    }

    #[test]
    fn the_name_of_a_host_has_no_capital_at_the_beginning_of_a_line() {
        let mut recording = recording();
        recording.asked.target.name = "localhost".to_owned();
        let found = finding("dialogue.no-greeting", Service::Smtp, &[0]);
        let args = [("host", "localhost".into()), ("port", 25.into())].into();
        let subject = Subject::Host { host: "localhost".into() };
        let found = [Finding { args, subject, ..found }];
        let line = told_of(&recording, &found);
        assert!(line.starts_with("FAILURE  localhost takes the connection on port 25"), "{line}");
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
