//! What several symptoms have in common: each of these explains others.
mod family;
mod here;
mod node;
mod portal;
mod throttle;

use crate::finding::Rule;

pub(super) const RULES: &[Rule] = &[
    here::OFFLINE,
    portal::PORTAL,
    here::MAIL_BLOCKED,
    family::BROKEN_HERE,
    family::BROKEN_THERE,
    throttle::THROTTLED,
    node::BAD_NODE,
    here::CONTROL_FAILS,
];
