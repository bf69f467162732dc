//! What breaks the profile of RFC 5280 in a chain that works: some programs refuse it, most don't.
use std::net::IpAddr;

use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::X509Certificate;
use x509_parser::public_key::PublicKey;

use super::extensions::unknown_critical;
use super::{Fault, Oddity};
use crate::language::{self, Text};

/// What is odd where the key usage lets a server's key sign nothing: whole libraries break off the
/// handshake for it.
pub const NO_SIGNATURES: Text = language::SIGNS_NOTHING;

const ALTERNATIVE_NAMES: &str = "2.5.29.17";
const ACCESS: &str = "1.3.6.1.5.5.7.1.1";

/// What is odd about the certificates of a path, leaf first, and about the root where it ends.
pub(super) fn oddities(
    leaf: &X509Certificate<'_>,
    between: &[X509Certificate<'_>],
    root: Option<&X509Certificate<'_>>,
    at: u64,
) -> Vec<Fault> {
    let mut what = Vec::new();
    let mut add = |cert: &X509Certificate<'_>, found: Vec<Text>| {
        let subject = cert.subject().to_string();
        what.extend(found.into_iter().map(|what| Oddity { subject: subject.clone(), what }));
    };
    add(leaf, [of_any(leaf), of_leaf(leaf)].concat());
    between.iter().for_each(|cert| add(cert, [of_any(cert), of_authority(cert)].concat()));
    if let Some(root) = root {
        add(root, of_root(root));
    }
    let outdated = root.and_then(|root| outdated(root, at));
    let irregular = (!what.is_empty()).then_some(Fault::Irregular { what });
    outdated.into_iter().chain(irregular).collect()
}

/// Some programs look at the dates of a root, others at its key alone.
fn outdated(root: &X509Certificate<'_>, at: u64) -> Option<Fault> {
    let not_after = root.validity().not_after.timestamp();
    let past = i64::try_from(at).unwrap_or(i64::MAX) > not_after;
    past.then(|| Fault::RootOutdated { subject: root.subject().to_string(), not_after })
}

/// Those of these that are so.
fn told<const N: usize>(all: [(bool, Text); N]) -> Vec<Text> {
    all.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

fn has(cert: &X509Certificate<'_>, is: impl Fn(&ParsedExtension<'_>, bool) -> bool) -> bool {
    cert.extensions().iter().any(|e| is(e.parsed_extension(), e.critical))
}

fn of_any(cert: &X509Certificate<'_>) -> Vec<Text> {
    let serial = cert.raw_serial();
    let negative = serial.first().is_some_and(|first| *first >= 0x80);
    let own = cert.subject().as_raw() == cert.issuer().as_raw();
    let names_issuer_key =
        has(cert, |e, _| matches!(e, ParsedExtension::AuthorityKeyIdentifier(_)));
    told([
        (negative, language::SERIAL_NEGATIVE),
        (serial.iter().all(|byte| *byte == 0), language::SERIAL_ZERO),
        (serial.len() > 20, language::SERIAL_LONG),
        (!own && !names_issuer_key, language::NO_ISSUER_KEY),
        (
            has(cert, |e, critical| critical && is_key_identifier(e)),
            language::KEY_IDENTIFIER_CRITICAL,
        ),
        (has_odd_modulus(cert), language::ODD_MODULUS),
        (
            cert.extensions()
                .iter()
                .any(|e| e.oid.to_id_string() == ACCESS && is_broken(e.parsed_extension())),
            language::ACCESS_UNREADABLE,
        ),
    ])
}

const fn is_key_identifier(extension: &ParsedExtension<'_>) -> bool {
    matches!(
        extension,
        ParsedExtension::AuthorityKeyIdentifier(_) | ParsedExtension::SubjectKeyIdentifier(_)
    )
}

const fn is_broken(extension: &ParsedExtension<'_>) -> bool {
    matches!(
        extension,
        ParsedExtension::ParseError { .. }
            | ParsedExtension::UnsupportedExtension { .. }
            | ParsedExtension::Unparsed
    )
}

fn has_odd_modulus(cert: &X509Certificate<'_>) -> bool {
    let Ok(PublicKey::RSA(key)) = cert.public_key().parsed() else { return false };
    key.modulus.iter().find(|byte| **byte != 0).is_some_and(|first| *first < 0x80)
}

fn of_leaf(cert: &X509Certificate<'_>) -> Vec<Text> {
    let nameless = cert.subject().iter().next().is_none();
    let names = cert.extensions().iter().find(|e| e.oid.to_id_string() == ALTERNATIVE_NAMES);
    let critical = names.is_some_and(|names| names.critical);
    let usage = cert.extended_key_usage().ok().flatten();
    let signs = cert.key_usage().ok().flatten().map(|usage| usage.value.digital_signature());
    told([
        (signs == Some(false), NO_SIGNATURES),
        (nameless && !critical, language::NAMES_NOT_CRITICAL),
        (!nameless && critical, language::NAMES_CRITICAL),
        (
            !usage.as_ref().is_some_and(|usage| usage.value.server_auth),
            language::USAGE_LACKS_SERVERS,
        ),
        (usage.is_some_and(|usage| usage.critical), language::USAGE_CRITICAL),
        (!cert.is_ca() && may_sign(cert) == Some(true), language::LEAF_MAY_SIGN),
        (
            has(cert, |e, _| matches!(e, ParsedExtension::NameConstraints(_))),
            language::LEAF_LIMITS_NAMES,
        ),
        (has_underscore(cert), language::UNDERSCORE),
        (is_other_in_subject(cert), language::OTHER_IN_SUBJECT),
    ])
}

fn hosts<'c>(cert: &'c X509Certificate<'_>) -> Vec<&'c GeneralName<'c>> {
    let names = cert.subject_alternative_name().ok().flatten();
    names.map(|names| names.value.general_names.iter().collect()).unwrap_or_default()
}

fn has_underscore(cert: &X509Certificate<'_>) -> bool {
    hosts(cert).iter().any(|name| matches!(name, GeneralName::DNSName(host) if host.contains('_')))
}

/// A person, a device or a company may stand there as well.
fn is_other_in_subject(cert: &X509Certificate<'_>) -> bool {
    let common = cert.subject().iter_common_name().filter_map(|name| name.as_str().ok());
    common.into_iter().any(|common| {
        let letter = |c: char| c.is_alphanumeric() || "*.-_:".contains(c);
        let address = common.parse::<IpAddr>().ok();
        let is_host = address.is_some() || (common.contains('.') && common.chars().all(letter));
        let same = |name: &&GeneralName<'_>| match name {
            GeneralName::DNSName(host) => host.eq_ignore_ascii_case(common),
            GeneralName::IPAddress(bytes) => {
                super::names::address(bytes).is_some_and(|a| Some(a) == address)
            }
            _ => false,
        };
        is_host && !hosts(cert).iter().any(same)
    })
}

/// Whether its key is for signing certificates, if it says for what it is.
fn may_sign(cert: &X509Certificate<'_>) -> Option<bool> {
    Some(cert.key_usage().ok().flatten()?.value.key_cert_sign())
}

fn of_authority(cert: &X509Certificate<'_>) -> Vec<Text> {
    let own_key =
        |e: &ParsedExtension<'_>, _| matches!(e, ParsedExtension::SubjectKeyIdentifier(_));
    let lax = |e: &ParsedExtension<'_>, critical: bool| {
        matches!(e, ParsedExtension::PolicyConstraints(_)) && !critical
    };
    let empty = |e: &ParsedExtension<'_>, _| match e {
        ParsedExtension::NameConstraints(limits) => {
            let none = |trees: &Option<Vec<_>>| trees.as_ref().is_none_or(Vec::is_empty);
            none(&limits.permitted_subtrees) && none(&limits.excluded_subtrees)
        }
        _ => false,
    };
    told([
        (!has(cert, own_key), language::NO_OWN_KEY),
        (has(cert, lax), language::POLICIES_NOT_CRITICAL),
        (has(cert, empty), language::LIMITS_EMPTY),
        (may_sign(cert) == Some(false), language::MAY_NOT_SIGN),
    ])
}

/// Only what some programs refuse: lists of authorities hold roots of long ago.
fn of_root(root: &X509Certificate<'_>) -> Vec<Text> {
    told([
        (root.subject().iter().next().is_none(), language::NAMELESS),
        (root.version().0 == 2 && !root.is_ca(), language::NO_AUTHORITY),
        (may_sign(root) == Some(false), language::MAY_NOT_SIGN),
        (unknown_critical(root).is_some(), language::UNKNOWN_CRITICAL),
    ])
}
