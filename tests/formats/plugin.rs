//! A plugin's state is that of the exit status.
use mailprobe::finding::Severity;
use mailprobe::language::Language;
use mailprobe::report::{FORMATS, Style, Verdict};

use super::all::{Case, all};
use super::written;

#[test]
fn the_state_is_that_of_the_exit_status() {
    let format = FORMATS.iter().find(|f| f.name == "nagios").expect("it is listed");
    for (nth, Case { name, recording, findings, .. }) in all().iter().enumerate() {
        // The usual one everywhere, the others here and there.
        let wanted = [Severity::Warning, Severity::Note, Severity::Error];
        for fail_on in wanted.into_iter().take(if nth % 8 == 0 { 3 } else { 1 }) {
            let style = Style { fail_on, ..Style::default() };
            let text = written(format, &[(recording, findings)], &[Language::En], &style);
            let status = Verdict::of(recording, findings).exit_status(findings, fail_on);
            let state = ["OK", "WARNING", "CRITICAL", "UNKNOWN"][usize::from(status)];
            assert!(text.starts_with(&format!("MAILPROBE {state} - ")), "{name}: {text}");
            assert!(text.contains(" | 'time'="), "{name}: {text}");
        }
    }
}
