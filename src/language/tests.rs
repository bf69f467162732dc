//! The catalogues are whole, and fit together.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentResource};
use probes::net::Icmp;

use super::catalogue::{self, files, said};
use super::*;
use crate::knowledge::codes;

/// Where a translation has other values than English, and why: in English what a failure is stands
/// in the words with which it was recorded.
const OTHER_VALUES: &[&str] = &["told-failure"];

/// Each text of a catalogue by its key, and behind a dot by the name of its attribute.
fn texts(files: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut message = String::new();
    for line in files.iter().flat_map(|file| file.lines()) {
        let Some((key, text)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
            assert!(line.is_empty() || line.starts_with('#'), "a text is a line: {line}");
            continue;
        };
        let attribute = key.strip_prefix("    .");
        if attribute.is_none() {
            message = key.to_owned();
        }
        let key = attribute.map_or(message.clone(), |name| format!("{message}.{name}"));
        found.push((key, text.to_owned()));
    }
    found
}

fn by_key(language: Language) -> BTreeMap<String, String> {
    let rules = catalogue::rules();
    let more = if language == Language::En { rules.as_str() } else { "" };
    texts(&[files(language), &[more]].concat()).into_iter().collect()
}

/// The keys that the code has: those that stand in a `Text("…")`.
fn known() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language");
    let entries = fs::read_dir(folder).expect("it is a folder").flatten().map(|e| e.path());
    let code = entries.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let code = code.filter(|path| !path.ends_with("tests.rs"));
    let text: String =
        code.map(|path| fs::read_to_string(path).expect("our files are UTF-8")).collect();
    let keys = text.split("Text(\"").skip(1).filter_map(|rest| rest.split_once('"'));
    keys.map(|(key, _)| key.to_owned()).collect()
}

/// The names in `{$name}`.
fn values(text: &str) -> BTreeSet<&str> {
    let names = text.split("{$").skip(1).filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| name).collect()
}

#[test]
fn every_catalogue_is_read_without_a_fault_and_says_nothing_twice() {
    for language in Language::ALL {
        let rules = catalogue::rules();
        for text in files(language).iter().copied().chain([rules.as_str()]) {
            let read = FluentResource::try_new(text.to_owned());
            assert!(read.is_ok(), "{language:?}: {:?}", read.err().map(|(_, faults)| faults));
        }
        let mut keys: Vec<_> = texts(files(language)).into_iter().map(|(key, _)| key).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{language:?}");
    }
}

#[test]
fn every_text_of_the_report_is_there_in_every_language_and_no_other() {
    let known = known();
    assert!(known.len() > 300, "{}", known.len());
    for language in Language::ALL {
        let own: BTreeSet<_> = texts(files(language)).into_iter().map(|(key, _)| key).collect();
        let missing: Vec<_> = known.difference(&own).collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:?}");
        let told = |key: &&String| key.starts_with("finding-") || key.starts_with("explain-");
        let unknown = own.difference(&known).filter(|key| !told(key));
        assert_eq!(unknown.collect::<Vec<_>>(), [""; 0], "{language:?}");
    }
}

#[test]
fn what_is_said_of_a_rule_is_whole_and_the_rule_is_there() {
    let english = by_key(Language::En);
    for language in [Language::Ja, Language::ZhHans] {
        let own = by_key(language);
        for key in own.keys().filter(|key| key.starts_with("finding-")) {
            assert!(english.contains_key(key), "{language:?}: {key}");
            let message = key.split('.').next().unwrap_or_default();
            let parts = ["", ".cause", ".remedy"]
                .map(|part| own.contains_key(&(message.to_owned() + part)));
            assert_eq!(parts, [true; 3], "{language:?}: {message}");
        }
    }
    for language in Language::ALL {
        assert_eq!(missing(language), [""; 0], "{language:?}");
    }
}

#[test]
fn an_explanation_has_in_every_language_the_parts_that_it_has_in_english() {
    for language in [Language::Ja, Language::ZhHans] {
        let mut own = by_key(language);
        own.retain(|key, _| key.starts_with("explain-"));
        for entry in codes::entries() {
            let key = catalogue::entry(&entry.id);
            let parts =
                [("", &entry.meaning), (".cause", &entry.cause), (".remedy", &entry.action)];
            for (part, english) in parts {
                let told = own.remove(&(key.clone() + part)).is_some();
                assert_eq!(told, !english.is_empty(), "{language:?}: {key}{part}");
            }
        }
        assert!(own.is_empty(), "{language:?}: {:?}", own.keys());
    }
}

#[test]
fn a_translation_has_the_values_of_the_english_text() {
    let english = by_key(Language::En);
    for language in [Language::Ja, Language::ZhHans] {
        for (key, text) in by_key(language) {
            if !OTHER_VALUES.contains(&key.as_str()) && !key.starts_with("explain-") {
                assert_eq!(values(&text), values(&english[&key]), "{language:?}: {key}");
            }
        }
    }
}

#[test]
fn labels_of_findings_leave_room_for_what_they_label() {
    let labels = [WHERE, BUT, WHY, DO, WHO, SURE, SEE, EXPLAINS];
    for language in Language::ALL {
        for label in labels.map(|label| language.text(label)) {
            assert!(unicode_width::UnicodeWidthStr::width(label.as_str()) < 10, "{label}");
        }
    }
}

#[test]
fn values_from_strangers_are_not_looked_at() {
    let value = "{$host} { \"x\" } {ABOUT} \u{2068}";
    for language in Language::ALL {
        let args: Args = [("host", value.into()), ("port", "25".into())].into();
        assert!(language.title("tls.self-signed", &args).contains(value));
        assert!(language.say(ABOUT, [("target", &value), ("what", &"")]).contains(value));
    }
}

#[test]
fn a_value_that_is_not_there_stays_visible() {
    assert_eq!(Language::En.text(ABOUT), "{$target}: {$what}");
}

#[test]
fn what_is_not_translated_is_told_in_english() {
    let nothing = FluentArgs::new();
    assert_eq!(said(Language::Ja, "tls-unheard-of", &nothing), None);
    let only_english = |language| (language == Language::En).then(|| "in English".to_owned());
    assert_eq!(catalogue::own_or_english(Language::Ja, only_english), "in English");
    // Values that are texts of ours don't stand in another language than the sentence around them.
    assert_eq!(Language::Ja.of_rule("tls.unheard-of"), Language::En);
    assert_eq!(Language::Ja.of_rule("tls.expired"), Language::Ja);
}

#[test]
fn several_ports_are_told_from_one_where_the_language_does() {
    let args: Args = [("host", "a.test".into()), ("port", "25, 465".into())].into();
    let told = |language: Language| language.title_of_several("tls.self-signed", &args);
    assert!(told(Language::En).ends_with("(ports 25, 465)"), "{}", told(Language::En));
    assert!(told(Language::Ja).ends_with("（ポート25, 465）"), "{}", told(Language::Ja));
}

#[test]
fn phrases_in_findings_are_told_in_the_language_and_saved_in_english() {
    let place = AFTER_HOP.of([("hop", 2.into()), ("router", "192.0.2.1".into())]);
    let seen = LAST_SEEN.of([("place", place)]);
    let told = "パケットを最後に確認できたのはホップ2 192.0.2.1の先です。";
    assert_eq!(Language::Ja.told(&seen), told);
    let json = serde_json::to_string(&seen).expect("a string is JSON");
    assert_eq!(json, "\"Packets are last seen after hop 2, 192.0.2.1.\"");
}

#[test]
fn what_icmp_says_is_in_english_what_was_recorded() {
    for from in ["192.0.2.1", "2001:db8::1"] {
        let from = from.parse().expect("an address");
        for (kind, code) in (0..=12).flat_map(|kind| (0..=15).map(move |code| (kind, code))) {
            let said = Icmp { from, kind, code, mtu: None };
            assert_eq!(Language::En.told(&icmp(&said)), said.words(), "{said:?}");
        }
    }
}
