//! What is wrong with a certificate itself, whoever signed it.
use rustls_pki_types::{CertificateDer, IpAddr, ServerName};
use webpki::Error;
use x509_parser::prelude::X509Certificate;

use super::describe::{serves, weak_signature};
use super::names::{mismatch, names};
use super::refusal::worded;
use super::{Fault, Key};

/// All that is wrong with a leaf (and its DER) for who asks for `wanted`.
pub(super) fn faults(der: &[u8], leaf: &X509Certificate<'_>, wanted: &str, at: u64) -> Vec<Fault> {
    let of_itself = dates(leaf, at).into_iter().chain(name(der, leaf, wanted));
    of_itself.chain(own_weakness(leaf)).chain(unreadable(der)).collect()
}

fn dates(leaf: &X509Certificate<'_>, at: u64) -> Option<Fault> {
    let (begin, end) =
        (leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp());
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    if at > end {
        Some(Fault::Expired { subject: leaf.subject().to_string(), not_after: end })
    } else if at < begin {
        Some(Fault::NotYetValid { subject: leaf.subject().to_string(), not_before: begin })
    } else {
        (end - at < notice(end - begin)).then_some(Fault::ExpiresSoon { not_after: end })
    }
}

/// How long before its end a certificate should have been renewed: a sixth of its validity, as
/// automatic renewal begins at a third, and three weeks at most.
fn notice(validity: i64) -> i64 {
    const THREE_WEEKS: i64 = 21 * 86_400;
    (validity / 6).min(THREE_WEEKS)
}

fn name(der: &[u8], parsed: &X509Certificate<'_>, wanted: &str) -> Option<Fault> {
    let names = names(parsed);
    let der = CertificateDer::from(der);
    let matches = match (webpki::EndEntityCert::try_from(&der), ServerName::try_from(wanted)) {
        (Ok(cert), Ok(name)) => cert.verify_is_valid_for_subject_name(&name).is_ok(),
        // Version 1 has no alternative names; webpki doesn't read it at all.
        (Err(_), Ok(name)) => listed(&names, &name),
        (_, Err(_)) => false,
    };
    match matches {
        true => None,
        // It is told that they can't be read.
        false if parsed.subject_alternative_name().is_err() => None,
        // It could not hold any names; its version is the fault.
        false if parsed.version().0 < 2 => None,
        false if names.is_empty() => {
            Some(Fault::NameOnlyInSubject { subject: parsed.subject().to_string() })
        }
        false => Some(Fault::WrongName { names, why: mismatch(parsed, wanted) }),
    }
}

/// A certificate that webpki can't read at all is compared plainly.
fn listed(names: &[String], wanted: &ServerName<'_>) -> bool {
    let wanted = match wanted {
        ServerName::DnsName(name) => name.as_ref().to_owned(),
        ServerName::IpAddress(IpAddr::V4(v4)) => std::net::Ipv4Addr::from(*v4).to_string(),
        ServerName::IpAddress(IpAddr::V6(v6)) => std::net::Ipv6Addr::from(*v6).to_string(),
        _ => return false,
    };
    names.iter().any(|name| name.eq_ignore_ascii_case(&wanted))
}

/// What makes webpki stop before it looks for a root, but for what is a fault by another name.
fn unreadable(der: &[u8]) -> Option<Fault> {
    let error = webpki::EndEntityCert::try_from(&CertificateDer::from(der)).err()?;
    let told = matches!(error, Error::UnsupportedCertVersion | Error::UnsupportedCriticalExtension);
    (!told).then(|| Fault::Rejected { detail: worded(&error) })
}

fn own_weakness(leaf: &X509Certificate<'_>) -> Vec<Fault> {
    let mut faults = weakness(leaf);
    let version = leaf.version().0 + 1;
    if version < 3 {
        faults.push(Fault::OldVersion { version });
    }
    if !serves(leaf) {
        faults.push(Fault::NotForServers);
    }
    faults
}

/// A key and a signature that clients refuse.
pub(super) fn weakness(cert: &X509Certificate<'_>) -> Vec<Fault> {
    let subject = || cert.subject().to_string();
    let key = Key::of(cert);
    let key = key.is_weak().then(|| Fault::WeakKey { subject: subject(), key: key.to_string() });
    let signature = weak_signature(cert).map(|algorithm| Fault::WeakSignature {
        subject: subject(),
        algorithm: algorithm.to_owned(),
    });
    key.into_iter().chain(signature).collect()
}
