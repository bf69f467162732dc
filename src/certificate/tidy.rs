//! Whether a chain that works was sent as it should be (RFC 8446 §4.4.2, RFC 5246 §7.4.2).
use std::collections::HashSet;

use probes::bytes::Bytes;

use super::describe::parse;
use super::path::Paths;
use super::pool::Pool;
use super::{Fault, Found, Link, Mess};

/// What is untidy about what was sent, once a path was found. Cross-signed certificates beside the
/// path are no mess: they are there for older clients.
pub(super) fn untidy(
    sent: &[Bytes],
    paths: &Paths<'_>,
    path: &[Link],
    roots: &Pool<'_>,
) -> Option<Fault> {
    let mut seen = HashSet::new();
    let mut what = Vec::new();
    for (place, der) in sent.iter().enumerate() {
        let known = !seen.insert(der);
        let cert = parse(&der.0);
        let subject = || cert.as_ref().map_or_else(String::new, |c| c.subject().to_string());
        if known {
            what.push(Mess::Duplicate);
        } else if place > 0 && roots.contains(&der.0) {
            what.push(Mess::Root);
        } else if place > 0 && !paths.reaches(&der.0) {
            what.push(Mess::Unneeded { subject: subject() });
        }
    }
    let places: Vec<usize> = path.iter().filter_map(sent_at).collect();
    if !places.is_sorted() {
        what.push(Mess::Order);
    }
    let mut once = Vec::new();
    what.into_iter().for_each(|mess| {
        if !once.contains(&mess) {
            once.push(mess)
        }
    });
    (!once.is_empty()).then_some(Fault::Untidy { what: once })
}

const fn sent_at(link: &Link) -> Option<usize> {
    match link.found {
        Found::Sent(place) => Some(place),
        _ => None,
    }
}
