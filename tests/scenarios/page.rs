//! Every scenario as a page: well-formed, harmless, and read back as it was.
use mailprobe::diagnosis;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{FORMATS, Format, Report, Style, Verdict};

use crate::all::{Case, all};
use crate::reader::Read;

fn html() -> &'static Format {
    FORMATS.iter().find(|format| format.name == "html").expect("there is such a format")
}

fn page(recording: &Recording, languages: &[Language]) -> String {
    let findings = diagnosis::diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    let report =
        Report { recording, findings: &findings, verdict: &verdict, language: Language::En };
    let mut page = Vec::new();
    let told = html().tell(&[report], languages, &Style::default(), &mut page);
    told.expect("memory takes everything");
    String::from_utf8(page).expect("pages are UTF-8")
}

#[test]
fn every_page_is_well_formed_and_nothing_in_it_acts() {
    let mut wrong = Vec::new();
    for Case { name, recording, .. } in all() {
        let page = page(recording, &Language::ALL);
        wrong.extend(Read::of(&page).faults().into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_is_read_back_and_told_as_it_was() {
    for (nth, Case { name, recording, .. }) in all().iter().enumerate() {
        let several = [&[Language::En][..], &[Language::Ja, Language::ZhHans]];
        for languages in &several[..if nth % 8 == 0 { 2 } else { 1 }] {
            let first = page(recording, languages);
            let loaded = Recording::load(&mut first.as_bytes()).expect("it was written by us");
            assert_eq!(loaded, *recording, "{name}");
            assert_eq!(page(&loaded, languages), first, "{name}");
        }
    }
}

#[test]
fn a_page_that_came_by_mail_is_read_back() {
    let Case { recording, .. } = &all()[0];
    let page = page(recording, &[Language::En]).replace('\n', "\r\n");
    let json = page.find("class=\"mailprobe-report\">{").expect("it is there") + 1500;
    let broken = format!("\r\n{}\r\n{}", &page[..json], &page[json..]);
    assert_eq!(Recording::load(&mut broken.as_bytes()), Ok(recording.clone()));
}
