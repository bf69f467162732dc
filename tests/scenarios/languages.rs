//! Every scenario is told in every language: whole, and in lines that fit.
use mailprobe::finding::Finding;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{Detail, FORMATS, Format, Report, Style, Verdict};
use unicode_width::UnicodeWidthStr;

use crate::all::{Case, all};

const WIDTH: usize = 80;

fn format(name: &str) -> &'static Format {
    FORMATS.iter().find(|format| format.name == name).expect("a format of this name")
}

fn told(
    (recording, findings): (&Recording, &[Finding]),
    format: &Format,
    languages: &[Language],
    detail: Detail,
) -> String {
    let verdict = Verdict::of(recording, findings);
    let report = Report { recording, findings, verdict: &verdict, language: languages[0] };
    let style = Style { width: WIDTH, detail, ..Style::default() };
    let mut out = Vec::new();
    format.tell(&[report], languages, &style, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// What became of the scenario of this name.
fn judged(name: &str) -> (&'static Recording, &'static [Finding]) {
    let case = all().iter().find(|case| case.name == name).expect("it is listed");
    (&case.recording, &case.findings)
}

/// English is what all other tests read; of the others one is told in all detail, in turn.
#[test]
fn every_scenario_is_told_in_every_language_in_lines_that_fit() {
    let in_turn = [[Detail::Normal, Detail::Verbose], [Detail::Verbose, Detail::Normal]];
    let cases = all().iter().zip(in_turn.into_iter().cycle());
    for (Case { name, recording, findings, .. }, details) in cases {
        for (language, detail) in [Language::Ja, Language::ZhHans].into_iter().zip(details) {
            let text = told((recording, findings), format("text"), &[language], detail);
            assert!(!text.contains("{$"), "{name} in {language:?}: {text}");
            for line in text.lines() {
                let fits = line.width() <= WIDTH || line.starts_with("-----");
                assert!(fits, "{name} in {language:?}: {line}");
                let begins = line.trim_start().starts_with(['。', '、', '，', '）', '；']);
                assert!(!begins, "{name} in {language:?}: {line}");
            }
        }
    }
}

#[test]
fn machines_are_told_the_same_in_every_language() {
    for name in ["tls-self-signed", "path-port-25-dropped", "dns-hosts-file-differs"] {
        let (recording, findings) = judged(name);
        for format in FORMATS.iter().filter(|format| !format.in_language) {
            let in_each = Language::ALL.map(|language| {
                told((recording, findings), format, &[language, Language::En], Detail::Normal)
            });
            assert_eq!(in_each[0], in_each[1], "{name}: {}", format.name);
            assert_eq!(in_each[0], in_each[2], "{name}: {}", format.name);
        }
    }
}

#[test]
fn a_report_in_two_languages_is_both_reports_under_each_other() {
    let (recording, findings) = judged("tls-self-signed");
    let in_languages = |languages: &[Language]| {
        told((recording, findings), format("text"), languages, Detail::Normal)
    };
    let [en, ja] = [Language::En, Language::Ja].map(|language| in_languages(&[language]));
    let both = in_languages(&[Language::Ja, Language::En]);
    assert_eq!(both, format!("{ja}\nTHE SAME IN ENGLISH\n\n{en}"));
}

#[test]
fn the_headline_is_put_together_as_the_language_does() {
    let (recording, findings) = judged("tls-self-signed");
    for (language, beginning) in [
        (Language::En, "FAILURE  The certificate of mail.example.test is self-signed (port"),
        (Language::Ja, "異常  mail.example.testの証明書は自己署名証明書です（ポート"),
        (Language::ZhHans, "异常  mail.example.test 使用自签名证书（端口 "),
    ] {
        let text = told((recording, findings), format("text"), &[language], Detail::Quiet);
        assert!(text.starts_with(beginning), "{text}");
        assert_eq!(text.lines().count(), 1);
        let full_stop = if language == Language::En { '.' } else { '。' };
        assert!(text.trim_end().ends_with(full_stop), "{text}");
    }
}
