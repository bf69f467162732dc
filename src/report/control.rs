//! The hosts with which the target was compared, a line each.
use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::IpAddr;

use crate::diagnosis::Facts;
use crate::language::{self, Language};

/// One line for each address of each host: which ports answer, and which do not.
pub(super) fn lines(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let mut places: BTreeMap<(&str, IpAddr), [Vec<String>; 2]> = BTreeMap::new();
    for control in facts.controls() {
        let [open, closed] = places.entry((control.host, control.addr)).or_default();
        let ports = if control.is_open() { open } else { closed };
        ports.push(control.port.to_string());
    }
    places.into_iter().map(|(place, ports)| line(place, ports, language)).collect()
}

fn line((host, addr): (&str, IpAddr), ports: [Vec<String>; 2], language: Language) -> String {
    let [open, closed] = ports.map(|ports| match ports.is_empty() {
        true => language::NOT_SEEN.to_owned(),
        false => language.list(&ports),
    });
    let args: [(_, &dyn Display); 4] =
        [("host", &host), ("addr", &addr), ("open", &open), ("closed", &closed)];
    language.say(language::COMPARED, args)
}
