//! What the name system said.
use std::net::IpAddr;

use probes::net::{Answer, Kind as Type};
use probes::{Data, FailureKind, Observation};

use super::Kind;
use super::look::Look;
use super::sides::{Seen, listed, whether};
use crate::finding::{Arg, Joint};
use crate::language;

/// Adds what was asked of those who are usually asked. Private addresses may be aliases in a
/// redacted recording.
pub(super) fn add(look: &Look<'_>, redacted: bool, into: &mut Seen) {
    for seen in &look.facts.recording.observations {
        let Data::Lookup(lookup) = &seen.saw else { continue };
        let hidden = redacted && seen.subject.addr().is_some_and(is_private);
        let usual = lookup.question.via.is_usual() && !hidden;
        if !usual || seen.failure.as_ref().is_some_and(|f| f.kind == FailureKind::CutShort) {
            continue;
        }
        let (place, answer) = (look.place(&seen.subject), &lookup.answer);
        let kind = kind(lookup.question.kind);
        into.add(&place, kind, seen, told(seen, kind, answer, redacted));
        if seen.failure.is_none() && matches!(kind, Kind::Ipv4 | Kind::Exchangers) {
            into.add(&place, Kind::Aliases, seen, aliases(answer));
            into.add(&place, Kind::Dnssec, seen, whether(answer.authentic_data));
        }
    }
}

const fn kind(of: Type) -> Kind {
    match of {
        Type::A => Kind::Ipv4,
        Type::Aaaa => Kind::Ipv6,
        Type::Mx => Kind::Exchangers,
        Type::Ptr => Kind::Pointers,
    }
}

fn told(seen: &Observation, kind: Kind, answer: &Answer, redacted: bool) -> Arg {
    if let Some(failure) = &seen.failure {
        return language::failed(failure.kind).into();
    }
    let shown = |addr: &IpAddr| !redacted || !is_private(*addr);
    match kind {
        Kind::Exchangers if answer.exchangers().iter().any(|(_, host)| host.is_empty()) => {
            language::NULL_MX.into()
        }
        Kind::Exchangers => exchangers(answer),
        Kind::Pointers => listed(answer.pointers().into_iter().map(str::to_owned)),
        _ => listed(answer.addresses().iter().filter(|a| shown(a)).map(IpAddr::to_string)),
    }
}

/// Lowest preference first.
fn exchangers(answer: &Answer) -> Arg {
    let mut found = answer.exchangers();
    found.sort_unstable();
    let words = found.iter().map(|(preference, host)| format!("{preference}\u{a0}{host}").into());
    match found.is_empty() {
        true => language::NONE.into(),
        false => Arg::Series(Joint::List, words.collect()),
    }
}

fn aliases(answer: &Answer) -> Arg {
    listed(answer.aliases().into_iter().map(|(name, target)| format!("{name} → {target}")))
}

/// Whether it means something in one network only (RFC 1918, RFC 4193, RFC 6598).
pub(super) fn is_private(addr: IpAddr) -> bool {
    match addr {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            v4.is_private() || v4.is_link_local() || v4.is_loopback() || shared
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_loopback(),
    }
}
