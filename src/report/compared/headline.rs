//! What differs, in one line.
use std::collections::BTreeSet;
use std::fmt::Display;

use crate::compare::{Both, Change, Kind};
use crate::finding::{Arg, Finding, Severity};
use crate::language::{self, Language, Text};

use super::super::card;
use super::super::document::Headline;
use super::super::{Status, places};
use super::{Told, worst};

/// Things that the line names.
const NAMED: usize = 3;

/// The first line. A comparison does not judge: that something differs is no fault.
pub(super) fn of(told: &Told<'_>) -> Headline {
    let (language, all) = (told.language, told.comparison);
    let (status, word) = match all.is_same() {
        true => (Status::Healthy, language::DIFF_SAME),
        false => (Status::Warnings, language::DIFF_DIFFERENT),
    };
    let fragments = fragments(told);
    let what = match (fragments.is_empty(), all.is_same()) {
        (false, _) => language.groups(&fragments),
        (true, true) => language.text(language::DIFF_NOTHING),
        (true, false) => language.text(language::DIFF_NOTHING_SEEN),
    };
    let what = language.say(language::ABOUT, [("target", &all.target), ("what", &what)]);
    Headline {
        status,
        language,
        word: language.text(word),
        what: language.ended(&what),
        who: counts(told),
    }
}

/// What differs underneath, then the worst of the findings that did.
fn fragments(told: &Told<'_>) -> Vec<String> {
    let language = told.language;
    let mut found = ports(told);
    let (own, others): (Vec<Kind>, Vec<Kind>) =
        kinds(told).into_iter().partition(|kind| language::tells_itself(*kind));
    found.extend(own.into_iter().map(|kind| told.word(kind)));
    let mut words: Vec<String> = others.iter().take(NAMED).map(|kind| told.word(*kind)).collect();
    if let Some(more @ 1..) = others.len().checked_sub(NAMED) {
        words.push(language.say(language::AND_MORE, [("count", &more)]));
    }
    if !words.is_empty() {
        let text = match told.labels {
            None => language::DIFF_OTHERWISE,
            Some(_) => language::DIFF_OTHERWISE_FROM,
        };
        found.push(language.say(text, [("what", &language.list(&words))]));
    }
    found.extend(first_finding(told));
    found
}

/// What differs beside the ports that are open, each once.
fn kinds(told: &Told<'_>) -> Vec<Kind> {
    let all = told.comparison.underneath.iter().map(|change| change.kind);
    let kinds: BTreeSet<Kind> = all.filter(|kind| *kind != Kind::Reach).collect();
    kinds.into_iter().collect()
}

/// Which ports are open in one run only.
fn ports(told: &Told<'_>) -> Vec<String> {
    let open = Arg::from(language::DIFF_OPEN);
    let was_open = |c: &&Change| c.kind == Kind::Reach && c.before.value == open;
    let is_open = |c: &&Change| c.kind == Kind::Reach && c.after.value == open;
    let changes = || told.comparison.underneath.iter();
    let of = |changes: Vec<&Change>| {
        let subjects = changes.iter().flat_map(|c| c.subjects());
        subjects.filter_map(|s| s.port()).collect::<BTreeSet<u16>>()
    };
    let kinds = [
        (of(changes().filter(was_open).collect()), language::DIFF_PORTS_CLOSED, 0),
        (of(changes().filter(is_open).collect()), language::DIFF_PORTS_OPENED, 1),
    ];
    let told_of = |(ports, text, nth): (BTreeSet<u16>, Text, usize)| {
        let ports = places::ports(&ports.into_iter().collect::<Vec<_>>());
        let text = if told.labels.is_some() { language::DIFF_OPEN_ONLY } else { text };
        let names = told.names();
        let args: [(_, &dyn Display); 2] = [("ports", &ports), ("label", &names[nth])];
        (!ports.is_empty()).then(|| told.language.say(text, args))
    };
    kinds.into_iter().filter_map(told_of).collect()
}

fn first_finding(told: &Told<'_>) -> Option<String> {
    let Both { before, after } = &told.comparison.only;
    let names = told.names();
    // Notes are no news, unless there is nothing else.
    let (findings, text, label) = match (worst(before), worst(after)) {
        (None, None) => return None,
        (was, is) if is >= was || is > Some(Severity::Note) => {
            (after, language::DIFF_FIRST_APPEARED, &names[1])
        }
        _ => (before, language::DIFF_FIRST_CLEARED, &names[0]),
    };
    let card = card::all(findings, told.language).into_iter().next()?;
    let text = if told.labels.is_some() { language::DIFF_FIRST_ONLY } else { text };
    let hosts: Vec<&str> = card.names.iter().map(String::as_str).collect();
    let title = told.language.continued(&card.title, &hosts);
    let args: [(_, &dyn Display); 2] = [("title", &title), ("label", label)];
    Some(told.language.say(text, args))
}

/// How many findings of each kind there are.
fn counts(told: &Told<'_>) -> String {
    let (language, all) = (told.language, told.comparison);
    let names = told.names();
    let sizes = |findings: &[Finding]| card::all(findings, Language::En).len();
    let of_both =
        |both: &[Both<Finding>]| sizes(&both.iter().map(|b| b.after.clone()).collect::<Vec<_>>());
    let one_sided = |of_moment| match told.labels {
        None => of_moment,
        Some(_) => language::DIFF_COUNT_ONLY,
    };
    let unseen = sizes(&all.unseen.before) + sizes(&all.unseen.after);
    let counts = [
        (one_sided(language::DIFF_COUNT_APPEARED), sizes(&all.only.after), &names[1]),
        (one_sided(language::DIFF_COUNT_CLEARED), sizes(&all.only.before), &names[0]),
        (language::DIFF_COUNT_CHANGED, of_both(&all.changed), &names[0]),
        (language::DIFF_COUNT_UNSEEN, unseen, &names[0]),
        (language::DIFF_COUNT_STAYED, of_both(&all.stayed), &names[0]),
    ];
    let told: Vec<String> = counts
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(text, count, label)| {
            let args: [(_, &dyn Display); 2] = [("count", &count), ("label", label)];
            language.say(text, args)
        })
        .collect();
    if told.is_empty() {
        return String::new();
    }
    language.say(language::DIFF_FINDINGS, [("counts", &language.list(&told))])
}
