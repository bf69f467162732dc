//! Any recording that can be read, in every format and language.
use mailprobe::finding::Finding;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{Detail, FORMATS, Format, Report, Style, Verdict};

use super::acts::acts;
use super::changed::{changed, loaded};
use super::check;
use super::choices::Choices;
use super::truths;

/// Nothing in them acts, and what programs read they can read.
pub(crate) fn told(data: &[u8]) {
    let mut choices = Choices::new(data);
    let width = [0, 1, 40, 80, 100][choices.below(5)];
    let detail = *choices.of(&[Detail::Verbose, Detail::Normal, Detail::Quiet]);
    let style = Style { width, detail, ascii: choices.below(4) == 1, ..Style::default() };
    let language = *choices.of(&Language::ALL);
    let Some(recording) = loaded(&changed(&mut choices)) else { return };
    let judged = truths::judged(&recording);
    for format in FORMATS {
        let text = written(format, &recording, &judged, &style, language);
        assert_eq!(acts(&text), None, "{}", format.name);
        assert_eq!(check::fault(format.name, &text), None, "{}", format.name);
        if ["json", "ndjson", "html"].contains(&format.name) {
            let read = Recording::load(&mut text.as_bytes());
            truths::same(&read.expect("it was written by us"), &recording);
        }
    }
}

/// A recording in the format of this name.
pub(crate) fn in_format(recording: &Recording, name: &str, language: Language) -> String {
    let format = FORMATS.iter().find(|format| format.name == name).expect("it is listed");
    written(format, recording, &truths::judged(recording), &Style::default(), language)
}

fn written(
    format: &Format,
    recording: &Recording,
    (findings, verdict): &(Vec<Finding>, Verdict),
    style: &Style,
    language: Language,
) -> String {
    let report = Report { recording, findings, verdict, language };
    let mut text = Vec::new();
    format.tell(&[report], &[language], style, &mut text).expect("memory takes everything");
    String::from_utf8(text).expect("reports are UTF-8")
}
