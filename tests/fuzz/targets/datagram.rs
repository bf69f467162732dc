//! What comes in a packet: answers of the DNS, and what ICMP messages quote.
use probes::limits;
use probes::net::{Kind, Question, heard, labels};

use super::choices::Choices;

const NAMES: [&str; 5] = [
    "example.test",
    "mail.example.test",
    "a.b.c.d.e.f.example.test",
    r"odd\.label\032.\000\255.test",
    "10.2.0.192.in-addr.arpa",
];

/// A message to one of our questions, with the question in it or without.
pub(crate) fn dns(data: &[u8]) {
    let mut choices = Choices::new(data);
    let kind = *choices.of(&[Kind::A, Kind::Aaaa, Kind::Mx, Kind::Ptr]);
    let name = match choices.below(NAMES.len() + 1) {
        place if place < NAMES.len() => NAMES[place].to_owned(),
        _ => choices.text(),
    };
    let question = Question::new(&name, kind);
    let Ok(Some(answer)) = heard(&question, choices.rest()) else { return };
    assert!(answer.records.len() <= limits::RECORDS && answer.ede.len() <= limits::EDES);
    assert!(answer.ede.iter().all(|ede| ede.text.chars().count() <= limits::EDE_TEXT));
    // A name as the DNS has it can be asked for again.
    for name in answer.records.iter().map(|record| &record.name) {
        let plain = name.bytes().all(|byte| byte.is_ascii_graphic());
        assert!(plain && name.len() <= 4 * 255, "{name:?}");
        assert!(name.is_empty() || heard(&Question::new(name, kind), &[]).is_ok(), "{name:?}");
    }
}

/// The rest of a message that quotes a packet, behind so many bytes of it.
pub(crate) fn icmp(data: &[u8]) {
    let mut choices = Choices::new(data);
    let before = choices.below(256);
    for label in labels::read(choices.rest(), before) {
        assert!(label.label < 1 << 20 && label.class < 8, "{label:?}");
    }
}
