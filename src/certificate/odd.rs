//! What breaks the profile of RFC 5280 in a chain that works: some programs refuse it, most don't.
use std::net::IpAddr;

use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::X509Certificate;
use x509_parser::public_key::PublicKey;

use super::extensions::unknown_critical;
use super::{Fault, Oddity};

/// What is odd where the key usage lets a server's key sign nothing: whole libraries break off the
/// handshake for it.
pub const NO_SIGNATURES: &str = "Its key usage does not let it sign handshakes (digital signature): programs that use GnuTLS or BoringSSL break off.";

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
    let mut add = |cert: &X509Certificate<'_>, found: Vec<&'static str>| {
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
fn told<const N: usize>(all: [(bool, &'static str); N]) -> Vec<&'static str> {
    all.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

fn has(cert: &X509Certificate<'_>, is: impl Fn(&ParsedExtension<'_>, bool) -> bool) -> bool {
    cert.extensions().iter().any(|e| is(e.parsed_extension(), e.critical))
}

fn of_any(cert: &X509Certificate<'_>) -> Vec<&'static str> {
    let serial = cert.raw_serial();
    let negative = serial.first().is_some_and(|first| *first >= 0x80);
    let own = cert.subject().as_raw() == cert.issuer().as_raw();
    let names_issuer_key =
        has(cert, |e, _| matches!(e, ParsedExtension::AuthorityKeyIdentifier(_)));
    told([
        (negative, "Its serial number is negative."),
        (serial.iter().all(|byte| *byte == 0), "Its serial number is zero."),
        (serial.len() > 20, "Its serial number is longer than 20 bytes."),
        (
            !own && !names_issuer_key,
            "It does not name its issuer's key (authority key identifier).",
        ),
        (
            has(cert, |e, critical| critical && is_key_identifier(e)),
            "A key identifier in it is marked as critical.",
        ),
        (has_odd_modulus(cert), "The length of its RSA key is no whole number of bytes."),
        (
            cert.extensions()
                .iter()
                .any(|e| e.oid.to_id_string() == ACCESS && is_broken(e.parsed_extension())),
            "Where its issuer can be asked cannot be read in it (authority information access).",
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

fn of_leaf(cert: &X509Certificate<'_>) -> Vec<&'static str> {
    let nameless = cert.subject().iter().next().is_none();
    let names = cert.extensions().iter().find(|e| e.oid.to_id_string() == ALTERNATIVE_NAMES);
    let critical = names.is_some_and(|names| names.critical);
    let usage = cert.extended_key_usage().ok().flatten();
    let signs = cert.key_usage().ok().flatten().map(|usage| usage.value.digital_signature());
    told([
        (signs == Some(false), NO_SIGNATURES),
        (
            nameless && !critical,
            "It has no subject, so its alternative names should be critical, and are not.",
        ),
        (
            !nameless && critical,
            "Its alternative names are marked as critical, though it has a subject.",
        ),
        (
            !usage.as_ref().is_some_and(|usage| usage.value.server_auth),
            "Its extended key usage does not name servers, which programs of Apple want.",
        ),
        (
            usage.is_some_and(|usage| usage.critical),
            "Its extended key usage is marked as critical.",
        ),
        (
            !cert.is_ca() && may_sign(cert) == Some(true),
            "Its key may sign certificates, but it is no authority.",
        ),
        (
            has(cert, |e, _| matches!(e, ParsedExtension::NameConstraints(_))),
            "It limits names (name constraints), which is for authorities only.",
        ),
        (has_underscore(cert), "One of its names has an underscore, which host names can't have."),
        (
            is_other_in_subject(cert),
            "Its subject names a host that is not among its alternative names.",
        ),
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

fn of_authority(cert: &X509Certificate<'_>) -> Vec<&'static str> {
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
        (!has(cert, own_key), "It does not name its own key (subject key identifier)."),
        (has(cert, lax), "Its limits on policies are not marked as critical."),
        (has(cert, empty), "Its limits on names (name constraints) are empty."),
        (may_sign(cert) == Some(false), "Its key usage does not let it sign certificates."),
    ])
}

/// Only what some programs refuse: lists of authorities hold roots of long ago.
fn of_root(root: &X509Certificate<'_>) -> Vec<&'static str> {
    told([
        (root.subject().iter().next().is_none(), "It has no name."),
        (root.version().0 == 2 && !root.is_ca(), "It does not say that it is an authority."),
        (may_sign(root) == Some(false), "Its key usage does not let it sign certificates."),
        (unknown_critical(root).is_some(), "It marks as critical what programs don't know."),
    ])
}
