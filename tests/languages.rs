//! Every scenario is told in every language: whole, and in lines that fit.
#[path = "scenarios/run.rs"]
mod run;

use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::finding::Finding;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{Detail, FORMATS, Format, Report, Style, Verdict};
use run::run;
use unicode_width::UnicodeWidthStr;

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
    format.tell(&report, languages, &style, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

async fn judged(name: &str) -> (Recording, Vec<Finding>) {
    let (_, recording) = run(Scenario::load(name).expect("it is listed")).await;
    let findings = diagnosis::diagnose(&recording);
    (recording, findings)
}

/// English is what all other tests read; of the others one is told in all detail, in turn.
#[tokio::test(start_paused = true)]
async fn every_scenario_is_told_in_every_language_in_lines_that_fit() {
    let in_turn = [[Detail::Normal, Detail::Verbose], [Detail::Verbose, Detail::Normal]];
    for (name, details) in Scenario::all().into_iter().zip(in_turn.into_iter().cycle()) {
        let (recording, findings) = judged(name).await;
        for (language, detail) in [Language::Ja, Language::ZhHans].into_iter().zip(details) {
            let text = told((&recording, &findings), format("text"), &[language], detail);
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

#[tokio::test(start_paused = true)]
async fn machines_are_told_the_same_in_every_language() {
    for name in ["tls-self-signed", "path-port-25-dropped", "dns-hosts-file-differs"] {
        let (recording, findings) = judged(name).await;
        for format in FORMATS.iter().filter(|format| format.name != "text") {
            let in_each = Language::ALL.map(|language| {
                told((&recording, &findings), format, &[language, Language::En], Detail::Normal)
            });
            assert_eq!(in_each[0], in_each[1], "{name}: {}", format.name);
            assert_eq!(in_each[0], in_each[2], "{name}: {}", format.name);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_report_in_two_languages_is_both_reports_under_each_other() {
    let (recording, findings) = judged("tls-self-signed").await;
    let in_languages = |languages: &[Language]| {
        told((&recording, &findings), format("text"), languages, Detail::Normal)
    };
    let [en, ja] = [Language::En, Language::Ja].map(|language| in_languages(&[language]));
    let both = in_languages(&[Language::Ja, Language::En]);
    assert_eq!(both, format!("{ja}\nTHE SAME IN ENGLISH\n\n{en}"));
}

#[tokio::test(start_paused = true)]
async fn the_headline_is_put_together_as_the_language_does() {
    let (recording, findings) = judged("tls-self-signed").await;
    for (language, beginning) in [
        (Language::En, "FAILURE  The certificate of mail.example.test is self-signed (port"),
        (Language::Ja, "異常  mail.example.testの証明書は自己署名証明書です（ポート"),
        (Language::ZhHans, "异常  mail.example.test 使用自签名证书（端口 "),
    ] {
        let text = told((&recording, &findings), format("text"), &[language], Detail::Quiet);
        assert!(text.starts_with(beginning), "{text}");
        assert_eq!(text.lines().count(), 1);
        let full_stop = if language == Language::En { '.' } else { '。' };
        assert!(text.trim_end().ends_with(full_stop), "{text}");
    }
}
