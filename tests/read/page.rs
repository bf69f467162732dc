//! A page of ours, read strictly: as XML, and tag by tag.
use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What is told of a page by who reads it strictly.
#[derive(Default)]
pub(crate) struct Read {
    ids: Vec<String>,
    /// What other elements are named by.
    named: Vec<String>,
    headings: Vec<u8>,
    wrong: Vec<String>,
}

impl Read {
    pub(crate) fn of(page: &str) -> Self {
        let mut read = Self::default();
        let mut reader = Reader::from_str(page);
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(tag) | Event::Empty(tag)) => read.tag(&tag),
                Ok(Event::GeneralRef(name)) => {
                    let known = ["amp", "lt", "gt", "quot", "#39"];
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
        let name = tag.name().as_ref().to_owned();
        if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
            self.headings.push(level - b'0');
        }
        for attribute in tag.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => return self.wrong.push(format!("{name}: {error}")),
            };
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.value.clone().into_owned();
            self.attribute(&name, &key, value);
        }
        let known = ["application/json", ""];
        let kind = tag.try_get_attribute("type").ok().flatten();
        let kind = kind.map(|kind| kind.value.into_owned()).unwrap_or_default();
        if ["img", "iframe", "object", "embed", "base", "link"].contains(&name.as_str()) {
            self.wrong.push(format!("a tag that fetches: {name}"));
        }
        if name == "script" && kind != known[0] {
            self.wrong.push("a script that runs".to_owned());
        }
    }

    fn attribute(&mut self, tag: &str, key: &str, value: String) {
        if value.contains("NaN") {
            self.wrong.push(format!("{tag} has {key}={value}"));
        }
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
    pub(crate) fn faults(mut self) -> Vec<String> {
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
