//! The hosts with which the target was compared, a line each.
use std::fmt::Display;

use crate::diagnosis::Facts;
use crate::diagnosis::facts::Control;
use crate::language::{self, Language};

/// One line for each address of each host: which ports answer, and which do not.
pub(super) fn lines(facts: &Facts<'_>, language: Language) -> Vec<String> {
    let mut places: Vec<(&str, std::net::IpAddr)> = Vec::new();
    for control in facts.controls() {
        if !places.contains(&(control.host, control.addr)) {
            places.push((control.host, control.addr));
        }
    }
    places
        .into_iter()
        .map(|(host, addr)| {
            let own = facts.controls().iter().filter(|c| (c.host, c.addr) == (host, addr));
            let (open, closed): (Vec<_>, Vec<_>) = own.partition(|c| c.is_open());
            let [open, closed] = [open, closed].map(|all| ports(&all, language));
            let args: [(_, &dyn Display); 4] =
                [("host", &host), ("addr", &addr), ("open", &open), ("closed", &closed)];
            language.say(language::COMPARED, args)
        })
        .collect()
}

fn ports(of: &[&Control<'_>], language: Language) -> String {
    let ports: Vec<String> = of.iter().map(|c| c.port.to_string()).collect();
    if ports.is_empty() { language::NOT_SEEN.to_owned() } else { language.list(&ports) }
}
