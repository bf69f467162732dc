//! The witnesses for the path: traceroute, tracepath and mtr, run as root at the client.

use std::net::IpAddr;

use super::command::run;
use super::site::Site;
use super::trace::Hops;

/// Each of them with all that it needs but the address.
pub(crate) const WITNESSES: [&[&str]; 4] = [
    &["traceroute", "-n", "-q", "1", "-T", "-p", "587"],
    &["traceroute", "-n", "-q", "1", "-I"],
    &["tracepath", "-n"],
    &["mtr", "-n", "-T", "-P", "587", "-r", "-c", "1"],
];

/// What this witness sees on the way from the client to the address.
pub(crate) fn look(site: &Site, witness: &[&str], address: &str) -> Hops {
    read(&run(site.client(&[&["timeout", "20"], witness, &[address]].concat())))
}

/// Lines like ` 1  10.0.1.1  0.051 ms`, ` 1:  10.0.1.1  0.066ms`, `  1.|-- 10.0.1.1  0.0%`: a TTL,
/// then who answered. All other lines say something else.
fn read(text: &str) -> Hops {
    let mut hops = Hops::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default().trim_end_matches([':', '.', '|', '-']);
        if let Ok(ttl) = first.parse() {
            let from = words.filter_map(|word| word.parse::<IpAddr>().ok());
            hops.entry(ttl).or_default().extend(from);
        }
    }
    hops.retain(|_, from| !from.is_empty());
    hops
}
