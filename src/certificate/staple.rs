//! What the OCSP response says that came with a chain, and whether it may be believed (RFC 6960).
use aws_lc_rs::digest::{self, Algorithm};
use x509_parser::prelude::X509Certificate;

use super::Fault;
use super::describe::parse;
use super::ocsp::{self, Basic, Response, Single, Status};
use super::signature::{content_of_key, verifies};

/// Clocks differ.
const SLACK: i64 = 300;

/// All that is wrong with the response for a leaf that this issuer made, and what it says against
/// the leaf.
pub(super) fn faults(
    der: &[u8],
    leaf: &X509Certificate<'_>,
    issuer: &X509Certificate<'_>,
    at: u64,
) -> Vec<Fault> {
    let basic = match ocsp::read(der) {
        Some(Response::Basic(basic)) => basic,
        Some(Response::Error(number)) => {
            return vec![Fault::StapleUnreadable { detail: error(number).to_owned() }];
        }
        None => {
            let detail = format!("{} B that are no OCSP response", der.len());
            return vec![Fault::StapleUnreadable { detail }];
        }
    };
    let Some(single) = basic.singles.iter().find(|single| is_for(single, leaf, issuer)) else {
        return vec![Fault::StapleMismatched];
    };
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    if !is_proven(&basic, issuer, at) {
        return vec![Fault::StapleUnproven];
    }
    outdated(single, at).into_iter().chain(against(&single.status)).collect()
}

fn outdated(single: &Single<'_>, at: i64) -> Option<Fault> {
    let begun = at.saturating_add(SLACK) >= single.from;
    let ended = single.until.is_some_and(|until| at > until.saturating_add(SLACK));
    let fault = Fault::StapleOutdated { from: single.from, until: single.until };
    (!begun || ended).then_some(fault)
}

fn against(status: &Status) -> Option<Fault> {
    match status {
        Status::Good => None,
        Status::Revoked { at, reason } => Some(Fault::Revoked { at: *at, reason: *reason }),
        Status::Unknown => Some(Fault::StapleMismatched),
    }
}

/// Whether it tells of this leaf: by its number, and its issuer's name and key (RFC 6960 §4.1.1).
fn is_for(single: &Single<'_>, leaf: &X509Certificate<'_>, issuer: &X509Certificate<'_>) -> bool {
    let Some(algorithm) = hash(&single.hash) else { return false };
    let is = |told: &[u8], text: &[u8]| digest::digest(algorithm, text).as_ref() == told;
    single.serial == leaf.raw_serial()
        && is(single.issuer_name, leaf.issuer().as_raw())
        && is(single.issuer_key, content_of_key(issuer))
}

fn hash(oid: &str) -> Option<&'static Algorithm> {
    Some(match oid {
        "1.3.14.3.2.26" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        "2.16.840.1.101.3.4.2.1" => &digest::SHA256,
        "2.16.840.1.101.3.4.2.2" => &digest::SHA384,
        "2.16.840.1.101.3.4.2.3" => &digest::SHA512,
        _ => return None,
    })
}

/// Whether the issuer signed it, or one whom it charged with that: whose certificate the issuer
/// signed for this very use (RFC 6960 §4.2.2.2).
fn is_proven(basic: &Basic<'_>, issuer: &X509Certificate<'_>, at: i64) -> bool {
    let signs = |key: &X509Certificate<'_>| {
        verifies(key, basic.algorithm, basic.signed, basic.signature) == Some(true)
    };
    let charged = |cert: &X509Certificate<'_>| {
        let validity = cert.validity();
        (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&at)
            && cert.issuer().as_raw() == issuer.subject().as_raw()
            && may_answer(cert)
            && super::signature::is_signed_by(issuer, cert)
    };
    signs(issuer)
        || basic
            .certificates
            .iter()
            .filter_map(|der| parse(der))
            .any(|cert| charged(&cert) && signs(&cert))
}

fn may_answer(cert: &X509Certificate<'_>) -> bool {
    cert.extended_key_usage().ok().flatten().is_some_and(|usage| usage.value.ocsp_signing)
}

/// What a message says in place of a response (RFC 6960 §4.2.1).
const fn error(number: u8) -> &'static str {
    match number {
        1 => "the responder calls the request malformed",
        2 => "the responder has an internal error",
        3 => "the responder asks to try later",
        5 => "the responder wants a signed request",
        6 => "the responder is not responsible",
        _ => "the responder sends an error without a name",
    }
}
