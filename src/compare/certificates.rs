//! Whether a certificate was renewed or replaced, and what stands above it.
use std::collections::{BTreeSet, HashMap};

use probes::Subject;
use probes::bytes::Bytes;

use super::look::Look;
use super::sides::Sides;
use super::{Kind, Side};
use crate::certificate::{self, Description};
use crate::diagnosis;
use crate::diagnosis::facts::Endpoint;
use crate::finding::{Arg, Joint};
use crate::language;

/// Adds what differs in the chains that both runs saw at one place.
pub(super) fn add(before: &Look<'_>, after: &Look<'_>, into: &mut Sides) {
    let theirs: HashMap<Subject, &Endpoint<'_>> =
        after.facts.endpoints().iter().map(|e| (after.place(e.subject), e)).collect();
    let mut known = Known::default();
    for one in before.facts.endpoints() {
        let Some(other) = theirs.get(&before.place(one.subject)) else { continue };
        if let (Some((seen, old)), Some((seen_then, new))) = (one.shown(), other.shown()) {
            if old == new {
                into.agreed += 1;
                continue;
            }
            for (kind, was, is) in known.differences(old, new) {
                let before = Side::of(one.subject, was, seen.id);
                into.add(kind, before, Side::of(other.subject, is, seen_then.id));
            }
        }
    }
}

type Difference = (Kind, Arg, Arg);

/// What is known of pairs of chains: all ports of a host mostly show the same.
#[derive(Default)]
struct Known<'r>(HashMap<(&'r [Bytes], &'r [Bytes]), Vec<Difference>>);

impl<'r> Known<'r> {
    fn differences(&mut self, old: &'r [Bytes], new: &'r [Bytes]) -> Vec<Difference> {
        self.0.entry((old, new)).or_insert_with(|| differences(old, new)).clone()
    }
}

fn differences(old: &[Bytes], new: &[Bytes]) -> Vec<Difference> {
    let mut found = Vec::new();
    let leaves = old.first().zip(new.first()).filter(|(one, other)| one != other);
    if let Some((one, other)) = leaves {
        found.push(leaf(one, other));
    }
    let [was, is] = [old, new].map(above);
    if was != is {
        found.push((Kind::Chain, was, is));
    }
    found
}

fn leaf(old: &Bytes, new: &Bytes) -> Difference {
    let described = [old, new].map(|der| certificate::describe(&der.0));
    match described {
        [Some(one), Some(other)] if is_renewed(&one, &other) => {
            let newer = (other.not_after, other.not_before) > (one.not_after, one.not_before);
            let kind = match (newer, one.key_fingerprint == other.key_fingerprint) {
                (true, true) => Kind::CertificateRenewed,
                (true, false) => Kind::CertificateRekeyed,
                (false, true) => Kind::CertificateOlder,
                (false, false) => Kind::CertificateOlderRekeyed,
            };
            (kind, until(&one), until(&other))
        }
        _ => (Kind::CertificateReplaced, link(old), link(new)),
    }
}

fn is_renewed(one: &Description, other: &Description) -> bool {
    one.issuer == other.issuer && names(one) == names(other) && one.not_after != other.not_after
}

/// Whom it is for, in whatever order.
fn names(certificate: &Description) -> (&str, BTreeSet<&str>) {
    (&certificate.subject, certificate.names.iter().map(String::as_str).collect())
}

fn until(certificate: &Description) -> Arg {
    let date = diagnosis::date(certificate.not_after).into();
    let until = language::OK_UNTIL.of([("date", date)]);
    Arg::Series(Joint::List, vec![until, fingerprint(&certificate.fingerprint)])
}

/// Who made it for whom, until when, and which it is.
fn link(der: &Bytes) -> Arg {
    let print = fingerprint(&certificate::fingerprint(&der.0));
    let Some(of) = certificate::describe(&der.0) else {
        let unreadable = language::UNREADABLE.of([("size", der.0.len().into())]);
        return Arg::Series(Joint::List, vec![unreadable, print]);
    };
    Arg::Series(Joint::List, vec![issued(&of), print])
}

fn issued(of: &Description) -> Arg {
    let date = diagnosis::date(of.not_after).into();
    let (subject, issuer) = (Arg::from(&of.subject), Arg::from(&of.issuer));
    language::LINK.of([("subject", subject), ("issuer", issuer), ("date", date)])
}

/// Enough of it to tell two apart.
fn fingerprint(hex: &str) -> Arg {
    const SHOWN: usize = 16;
    format!("SHA-256\u{a0}{}…", &hex[..SHOWN.min(hex.len())]).into()
}

/// What was sent above the certificate.
fn above(chain: &[Bytes]) -> Arg {
    let told =
        |der: &Bytes| certificate::describe(&der.0).map_or_else(|| link(der), |d| issued(&d));
    let told: Vec<Arg> = chain.iter().skip(1).map(told).collect();
    if told.is_empty() { language::NONE.into() } else { Arg::Series(Joint::Groups, told) }
}
