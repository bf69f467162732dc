//! Hosts with which the target is compared: as few connections as tell something.
use std::collections::BTreeSet;
use std::net::IpAddr;

use probes::Subject;
use probes::net::Answer;

use crate::target::{Asked, Control};

/// What is looked at first. `own` are the target's addresses, which show nothing.
pub(super) fn start(asked: &Asked, own: &BTreeSet<IpAddr>) -> Vec<Subject> {
    let mut found = Vec::new();
    for control in &asked.controls {
        match control.host.parse() {
            Ok(addr) if own.contains(&addr) => {}
            Ok(addr) => found.extend(endpoints(asked, control, addr)),
            Err(_) => found.push(Subject::Control { host: control.host.clone() }),
        }
    }
    each_once(found)
}

/// What is to be tried at the first address of those that were found.
pub(super) fn at(
    asked: &Asked,
    host: &str,
    answer: &Answer,
    own: &BTreeSet<IpAddr>,
) -> Vec<Subject> {
    let fits = |addr: &IpAddr| asked.family.allows(*addr) && !addr.is_unspecified();
    let usable = |addr: &IpAddr| fits(addr) && !own.contains(addr);
    let Some(addr) = answer.addresses().into_iter().find(usable) else { return vec![] };
    let named = asked.controls.iter().filter(|control| control.host == host);
    each_once(named.flat_map(|control| endpoints(asked, control, addr)).collect())
}

fn endpoints(asked: &Asked, control: &Control, addr: IpAddr) -> Vec<Subject> {
    let host = &control.host;
    let at = |(port, service)| Subject::ControlEndpoint { host: host.clone(), addr, port, service };
    control.ports(asked).into_iter().map(at).collect()
}

/// One host may be named with several ports.
fn each_once(mut subjects: Vec<Subject>) -> Vec<Subject> {
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}
