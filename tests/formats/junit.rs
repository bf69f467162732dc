//! Test results say what the exit status says.
use mailprobe::finding::Severity;
use mailprobe::language::Language;
use mailprobe::report::{Detail, FORMATS, Style, Verdict};

use super::all::{Case, all};
use super::written;

#[test]
fn the_results_say_what_the_exit_status_says_and_hold_every_finding() {
    let format = FORMATS.iter().find(|f| f.name == "junit").expect("it is listed");
    for (nth, Case { name, recording, findings, .. }) in all().iter().enumerate() {
        let verdict = Verdict::of(recording, findings);
        // The usual one everywhere, the others here and there.
        let wanted = [Severity::Warning, Severity::Note, Severity::Error];
        for fail_on in wanted.into_iter().take(if nth % 8 == 0 { 3 } else { 1 }) {
            let style = Style { fail_on, detail: Detail::Quiet, ..Style::default() };
            let text = written(format, &[(recording, findings)], &[Language::En], &style);
            let read = junit_parser::from_reader(text.as_bytes()).expect("JUnit");
            let bad = read.failures + read.errors > 0;
            let status = verdict.exit_status(findings, fail_on);
            assert_eq!(bad, status != 0, "{name} {fail_on:?}: status {status}");
            assert!(status != 3 || read.errors > 0, "{name} {fail_on:?}");
            let (cases, _) = text.split_once("\n    <system-out>").expect("the whole report");
            let missing =
                findings.iter().map(|f| f.code).find(|code| !cases.contains(&format!("[{code}]")));
            assert_eq!(missing, None, "{name}: no case holds it");
        }
    }
}
