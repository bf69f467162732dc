//! Compares what a report says with what a scenario expects of it.
use std::collections::{BTreeMap, BTreeSet};

use fixtures::Expect;
use mailprobe::finding::{Finding, Severity};
use mailprobe::report::{Status, Verdict};
use probes::Subject;

/// Everything that is told differently, one line each.
pub(crate) fn differences(expect: &Expect, verdict: &Verdict, findings: &[Finding]) -> Vec<String> {
    let mut wrong = Vec::new();
    let told = status(verdict.status);
    let expected = format!("{:?}", expect.verdict).to_lowercase();
    if told != expected {
        wrong.push(format!("verdict is {told}, not {expected}"));
    }
    let headline = verdict.code.unwrap_or("healthy");
    if headline != expect.headline {
        wrong.push(format!("headline is {headline}, not {}", expect.headline));
    }
    let own = || findings.iter().filter(|f| f.because.is_none());
    let told = || own().filter(|f| f.waived.is_none());
    wrong.extend(compare(&expect.waived, own().filter(|f| f.waived.is_some())));
    wrong.extend(compare(&expect.findings, told().filter(|f| f.severity > Severity::Note)));
    if let Some(notes) = &expect.notes {
        wrong.extend(compare(notes, told().filter(|f| f.severity == Severity::Note)));
    }
    wrong
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Healthy => "healthy",
        Status::Warnings => "warnings",
        Status::Inconclusive => "inconclusive",
        Status::Failure => "failure",
    }
}

type Told = BTreeMap<String, BTreeSet<String>>;

fn compare<'f>(expected: &[String], actual: impl Iterator<Item = &'f Finding>) -> Option<String> {
    let expected = written(expected);
    let actual = made(actual);
    (expected != actual).then(|| format!("told {actual:?}, not {expected:?}"))
}

/// `"tls.expired 465 993"`: a code, and the ports, hosts or addresses that it is about.
fn written(lines: &[String]) -> Told {
    let mut told = Told::new();
    for line in lines {
        let mut words = line.split_whitespace().map(str::to_owned);
        let code = words.next().expect("a line begins with a code");
        told.entry(code).or_default().extend(words);
    }
    told
}

fn made<'f>(findings: impl Iterator<Item = &'f Finding>) -> Told {
    let mut told = Told::new();
    for finding in findings {
        let subject = &finding.subject;
        let place = match subject {
            Subject::Endpoint { port, .. } => port.to_string(),
            Subject::Path { addr, .. } => addr.to_string(),
            other => other.to_string(),
        };
        told.entry(finding.code.to_owned()).or_default().insert(place);
    }
    told
}
