//! What several symptoms have in common: each of these explains others.
mod family;
mod here;
mod node;
mod portal;
mod throttle;

use std::net::IpAddr;

use super::facts::{Control, Facts};
use super::path::is_near;
use crate::finding::Rule;
use crate::knowledge::typo::registrable;

pub(super) const RULES: &[Rule] = &[
    here::OFFLINE,
    portal::PORTAL,
    here::MAIL_BLOCKED,
    family::BROKEN_HERE,
    family::BROKEN_THERE,
    family::ONE_FAILS,
    throttle::THROTTLED,
    node::BAD_NODE,
    here::CONTROL_FAILS,
];

/// Whether a host has nothing to do with the target, as far as names and addresses tell: what
/// neighbours have in common may be the fault of those who run both.
fn is_stranger(facts: &Facts<'_>, control: &Control<'_>) -> bool {
    let name = facts.asked().target.name.as_str();
    let named = |host: &str| host.parse::<IpAddr>().is_err();
    let kin = named(name) && named(control.host) && registrable(name) == registrable(control.host);
    !kin && !facts.endpoints().iter().any(|e| is_near(e.addr, control.addr))
}
