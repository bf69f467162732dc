//! Every format over every scenario and over strangers who mean harm: each output is read back by
//! somebody who knows the format and not this program, and nothing in it acts.
#[path = "read/acts.rs"]
mod acts;
#[expect(dead_code, reason = "other tests look at the rest of a case")]
#[path = "scenarios/all.rs"]
mod all;
#[path = "read/check.rs"]
mod check;
#[path = "formats/expected.rs"]
mod expected;
#[path = "formats/exposition.rs"]
mod exposition;
#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/junit.rs"]
mod junit;
#[path = "formats/plugin.rs"]
mod plugin;
#[path = "scenarios/run.rs"]
mod run;
#[path = "formats/tool.rs"]
mod tool;

use all::{Case, all};
use mailprobe::finding::{Finding, Severity};
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{Detail, FORMATS, Format, Report, Several, Style, Verdict};

/// Detail and what counts, as they may be asked for.
const STYLES: [(Detail, Severity); 3] = [
    (Detail::Quiet, Severity::Error),
    (Detail::Normal, Severity::Warning),
    (Detail::Verbose, Severity::Note),
];

fn style((detail, fail_on): (Detail, Severity)) -> Style {
    Style { width: 100, detail, fail_on, ..Style::default() }
}

/// A recording and what is found in it.
type Judged<'r> = (&'r Recording, &'r [Finding]);

/// What a format makes of these reports in these languages.
fn written(
    format: &Format,
    judged: &[Judged<'_>],
    languages: &[Language],
    style: &Style,
) -> String {
    let verdicts: Vec<Verdict> = judged.iter().map(|(r, f)| Verdict::of(r, f)).collect();
    let reports: Vec<Report<'_>> = judged
        .iter()
        .zip(&verdicts)
        .map(|((recording, findings), verdict)| Report {
            recording,
            findings,
            verdict,
            language: Language::En,
        })
        .collect();
    let mut text = Vec::new();
    format.tell(&reports, languages, style, &mut text).expect("memory takes everything");
    String::from_utf8(text).expect("reports are UTF-8")
}

/// What is wrong with what a format makes of these.
fn faults(
    name: &str,
    judged: &[Judged<'_>],
    languages: &[Language],
    styles: &[(Detail, Severity)],
) -> Vec<String> {
    faults_of(FORMATS.iter(), name, judged, languages, styles)
}

/// The same in these formats only.
fn faults_of(
    formats: impl Iterator<Item = &'static Format>,
    name: &str,
    judged: &[Judged<'_>],
    languages: &[Language],
    styles: &[(Detail, Severity)],
) -> Vec<String> {
    let mut faults = Vec::new();
    for format in formats.filter(|f| judged.len() == 1 || f.several != Several::Refused) {
        for wanted in styles {
            let text = written(format, judged, languages, &style(*wanted));
            let told = check::fault(format.name, &text).or_else(|| acts::acts(&text));
            faults.extend(told.map(|fault| {
                let fault: String = fault.chars().take(600).collect();
                format!("{name}, {} {:?}: {fault}", format.name, wanted.0)
            }));
        }
    }
    faults
}

#[test]
fn every_format_is_well_formed_whatever_the_matter_is() {
    let wrong = all().iter().enumerate().flat_map(|(nth, case)| {
        // With all detail all the rest stands in it too, but for a few. A page is the same whatever
        // the detail, and tests/scenarios/page.rs looks at all of them.
        let whole = nth % 8 == 0;
        let styles = if whole { &STYLES[..] } else { &STYLES[2..] };
        let formats = FORMATS.iter().filter(|f| whole || f.name != "html");
        let judged = [(&case.recording, &case.findings[..])];
        faults_of(formats, case.name, &judged, &[Language::En], styles)
    });
    assert_eq!(wrong.take(9).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn several_targets_in_several_languages_are_well_formed_too() {
    let judged = |case: &'static Case| (&case.recording, &case.findings[..]);
    // Some of them more than once: the same host may be asked twice.
    let some = all().iter().step_by(23).chain(all().iter().take(2));
    let some: Vec<Judged<'_>> = some.map(judged).collect();
    let languages = [Language::Ja, Language::En, Language::ZhHans];
    assert_eq!(faults("several", &some, &languages, &STYLES), [""; 0]);
    assert_eq!(faults("one", &some[..1], &languages, &STYLES), [""; 0]);
}

#[test]
fn nothing_that_a_stranger_says_acts_in_any_format() {
    let hostile = hostile::all();
    let judged: Vec<Judged<'_>> = hostile.iter().map(|(r, f)| (r, &f[..])).collect();
    let languages = [Language::En, Language::Ja];
    for one in &judged {
        let name = &one.0.asked.target.typed;
        assert_eq!(faults(name, &[*one], &languages, &STYLES[1..]), [""; 0]);
    }
    assert_eq!(faults("all", &judged, &[Language::En], &STYLES[1..2]), [""; 0]);
}

#[test]
fn what_is_put_up_with_is_told_with_its_reason() {
    let hostile = hostile::all();
    let (recording, findings) =
        hostile.iter().find(|(_, f)| f.iter().any(|f| f.waived.is_some())).expect("one is waived");
    for name in ["json", "ndjson", "junit", "nagios", "github"] {
        let format = FORMATS.iter().find(|f| f.name == name).expect("it is listed");
        let text = written(format, &[(recording, findings)], &[Language::En], &style(STYLES[1]));
        assert!(text.contains(hostile::UNTIL) && text.contains(hostile::REASON), "{name}: {text}");
    }
}

#[test]
fn every_ending_stands_for_one_format() {
    let mut endings: Vec<&str> = FORMATS.iter().flat_map(|f| f.endings).copied().collect();
    endings.sort_unstable();
    let all = endings.len();
    endings.dedup();
    assert_eq!(endings.len(), all);
}
