//! Words of servers, and whole bounces, that somebody pasted.
use mailprobe::explain::{MOST, explain};
use mailprobe::language::Language;
use mailprobe::report::{Style, explained as told};
use serde_json::Value;

use super::acts::acts;

pub(crate) fn explained(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let all = explain(&text);
    assert!(all.found.len() <= MOST, "{} of them", all.found.len());
    for language in Language::ALL {
        let mut text = Vec::new();
        told::text(&all, language, &Style { width: 72, ..Style::default() }, &mut text)
            .expect("memory takes everything");
        let text = String::from_utf8(text).expect("it is UTF-8");
        assert_eq!(acts(&text), None);
    }
    let mut json = Vec::new();
    told::json(&all, &mut json).expect("memory takes everything");
    serde_json::from_slice::<Value>(&json).expect("it is JSON");
}
