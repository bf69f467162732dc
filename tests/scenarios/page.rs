//! Every scenario as a page: well-formed, harmless, and read back as it was.
use std::collections::BTreeSet;

use mailprobe::diagnosis;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{FORMATS, Format, Report, Style, Verdict};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::all::{Case, all};

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

/// What is told of a page by who reads it strictly.
#[derive(Default)]
struct Read {
    ids: Vec<String>,
    /// What other elements are named by.
    named: Vec<String>,
    headings: Vec<u8>,
    wrong: Vec<String>,
}

impl Read {
    fn of(page: &str) -> Self {
        let mut read = Self::default();
        let mut reader = Reader::from_str(page);
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(tag) | Event::Empty(tag)) => read.tag(&tag),
                Ok(Event::GeneralRef(name)) => {
                    let known: [&[u8]; 5] = [b"amp", b"lt", b"gt", b"quot", b"#39"];
                    if !known.contains(&&*name) {
                        read.wrong.push(format!("a reference {name:?}"));
                    }
                }
                Ok(Event::Comment(_) | Event::CData(_) | Event::PI(_)) => {
                    read.wrong.push("markup that we don't write".to_owned());
                }
                Ok(_) => {}
                Err(error) => {
                    read.wrong.push(format!("{error} at {}", reader.error_position()));
                    break;
                }
            }
        }
        read
    }

    fn tag(&mut self, tag: &BytesStart<'_>) {
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
            self.headings.push(level - b'0');
        }
        for attribute in tag.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => return self.wrong.push(format!("{name}: {error}")),
            };
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let value = String::from_utf8_lossy(&attribute.value).into_owned();
            self.attribute(&name, &key, value);
        }
        let known = ["application/json", ""];
        let kind = tag.try_get_attribute("type").ok().flatten();
        let kind = kind.map(|kind| kind.value.into_owned()).unwrap_or_default();
        if name == "script" && kind != known[0].as_bytes() {
            self.wrong.push("a script that runs".to_owned());
        }
    }

    fn attribute(&mut self, tag: &str, key: &str, value: String) {
        match key {
            "id" => self.ids.push(value),
            "aria-labelledby" => self.named.extend(value.split(' ').map(str::to_owned)),
            "href" => match value.strip_prefix('#') {
                Some(id) => self.named.push(id.to_owned()),
                None => self.wrong.push(format!("{tag} leads to {value}")),
            },
            "style" | "src" | "srcset" | "action" | "data" | "xlink:href" => {
                self.wrong.push(format!("{tag} has {key}"));
            }
            key if key.starts_with("on") => self.wrong.push(format!("{tag} has {key}")),
            _ => {}
        }
    }

    /// All that is wrong.
    fn faults(mut self) -> Vec<String> {
        let once: BTreeSet<&String> = self.ids.iter().collect();
        if once.len() != self.ids.len() {
            self.wrong.push("an anchor stands twice".to_owned());
        }
        let unknown = self.named.iter().filter(|name| !once.contains(name));
        self.wrong.extend(unknown.map(|name| format!("nothing is called {name}")));
        let skipped = self.headings.windows(2).any(|pair| pair[1] > pair[0] + 1);
        if skipped || self.headings.first() != Some(&1) {
            self.wrong.push(format!("the headings go {:?}", self.headings));
        }
        self.wrong
    }
}

#[test]
fn every_page_is_well_formed_and_nothing_in_it_acts() {
    let mut wrong = Vec::new();
    for Case { name, recording, .. } in all() {
        let page = page(recording, &Language::ALL);
        wrong.extend(Read::of(&page).faults().into_iter().map(|fault| format!("{name}: {fault}")));
        // The reports for programs, the policy and the style are not looked at as tags.
        assert_eq!(page.matches("<script").count(), 1, "{name}");
        assert!(!page.contains("NaN") && !page.contains("url(http"), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_is_read_back_and_told_as_it_was() {
    for Case { name, recording, .. } in all() {
        for languages in [&[Language::En][..], &[Language::Ja, Language::ZhHans]] {
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
