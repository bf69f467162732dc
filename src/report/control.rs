//! The hosts with which the target was compared: whose choice they were, and what they showed.
use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::IpAddr;

use crate::diagnosis::Facts;
use crate::language::{self, Language};

use super::document::{Block, list};
use super::evidence;

/// What they are there for, then a line for each address of each: which ports answer, and which do
/// not; then what was seen of certificates and failures.
pub(super) fn blocks(facts: &Facts<'_>, language: Language) -> Vec<Block> {
    let mut places: BTreeMap<(&str, IpAddr), [Vec<String>; 2]> = BTreeMap::new();
    for control in facts.controls() {
        let [open, closed] = places.entry((control.host, control.addr)).or_default();
        let ports = if control.is_open() { open } else { closed };
        ports.push(control.port.to_string());
    }
    if places.is_empty() {
        return vec![];
    }
    let lines = places.into_iter().map(|(place, ports)| line(place, ports, language));
    let lines = lines.chain(seen(facts, language)).collect();
    let chosen = language.say(language::CHOSEN_HOSTS, [("hosts", &facts.control_names())]);
    [vec![Block::Text(chosen)], list(lines)].concat()
}

fn line((host, addr): (&str, IpAddr), ports: [Vec<String>; 2], language: Language) -> String {
    let [open, closed] = ports.map(|ports| match ports.is_empty() {
        true => language.text(language::NONE),
        false => language.list(&ports),
    });
    let args: [(_, &dyn Display); 4] =
        [("host", &host), ("addr", &addr), ("open", &open), ("closed", &closed)];
    language.say(language::COMPARED, args)
}

fn seen(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let failed = facts.controls().iter().map(|c| c.connect).filter(|o| o.failure.is_some());
    let shaken = facts.controls().iter().filter_map(|c| c.handshake);
    evidence::all(failed.chain(shaken), facts, language)
}
