//! A redacted report tells strangers all about the target, and nothing of whom it is from.
#[path = "redaction/cases.rs"]
mod cases;
#[path = "redaction/fields.rs"]
mod fields;
#[path = "redaction/forms.rs"]
mod forms;
#[path = "redaction/people.rs"]
mod people;
#[path = "scenarios/run.rs"]
mod run;
#[path = "redaction/words.rs"]
mod words;

use cases::{all, told};
use mailprobe::diagnosis::{self, headline};
use mailprobe::finding::Finding;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::redact::{POLICY, redact};
use mailprobe::report::Verdict;
use probes::Subject;

/// What a finding says, but for texts that have an alias in them.
fn said(finding: &Finding) -> impl PartialEq + std::fmt::Debug + use<'_> {
    let resolver = |subject: &Subject| match subject.clone() {
        Subject::View { name, record, .. } => Subject::View { name, record, resolver: None },
        other => other,
    };
    let Finding { code, severity, confidence, actor, subject, evidence, because, .. } = finding;
    (code, severity, confidence, actor, resolver(subject), evidence, because)
}

#[test]
fn a_redacted_recording_is_judged_as_before() {
    let mut wrong = Vec::new();
    for (name, recording) in all() {
        let redacted = redact(recording);
        let (before, after) = (diagnosis::diagnose(recording), diagnosis::diagnose(&redacted));
        let same = before.iter().map(said).eq(after.iter().map(said));
        let verdicts = [(recording, &before), (&redacted, &after)].map(|(r, f)| Verdict::of(r, f));
        let titles = [&before, &after].map(|f| headline(f).map(|f| f.code));
        if !same || verdicts[0] != verdicts[1] || titles[0] != titles[1] {
            wrong.push(format!("{name}: {before:?}\n{after:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn redacting_twice_changes_nothing() {
    for (name, recording) in all() {
        let once = redact(recording);
        assert_eq!(redact(recording), once, "{name}");
        assert_eq!(redact(&once), once, "{name}");
        assert_eq!(once.redacted.as_ref().map(|r| r.policy.as_str()), Some(POLICY));
    }
}

#[test]
fn nothing_of_the_client_is_told_in_any_form_or_language() {
    for (nth, (name, recording)) in all().iter().enumerate() {
        let redacted = redact(recording);
        let secrets = cases::secrets(recording);
        // Whatever the language, what is told is from the same recording.
        let languages = if nth % 8 == 0 { &Language::ALL[..] } else { &[Language::En] };
        for (format, text) in told(&redacted, languages) {
            let text = text.to_lowercase();
            for secret in &secrets {
                assert!(!cases::holds(&text, secret), "{name} as {format}: {secret}");
            }
        }
    }
}

#[test]
fn a_redacted_recording_can_be_saved_and_loaded() {
    for (name, recording) in all() {
        let redacted = redact(recording);
        let mut saved = Vec::new();
        redacted.save(&mut saved).expect("memory takes everything");
        let loaded = Recording::load(&mut saved.as_slice()).expect("it was saved by us");
        assert_eq!(loaded, redacted, "{name}");
    }
}
