//! What is wrong with a certificate chain: all of it, by its right name.
//!
//! [`judge`] is pure: it opens no socket and reads no clock, so that a recording can be judged
//! again years later, as of then or as of now. Whether a path to a root exists is for webpki to
//! say, as in TLS clients; why it doesn't is read from the certificates themselves.
mod describe;
mod path;

use probes::bytes::Bytes;
use rustls_pki_types::{CertificateDer, IpAddr, ServerName};
use x509_parser::prelude::X509Certificate;

pub use describe::{Description, Key, describe};
use describe::{parse, serves, weak_signature};
use path::Trusted;

/// What a chain is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The chain as sent, leaf first, DER.
    pub sent: &'a [Bytes],
    /// Certificates seen elsewhere, which may prove what is missing here, DER.
    pub seen: &'a [Bytes],
    /// The authorities that are trusted, DER.
    pub roots: &'a [Bytes],
    /// The name or address that the client asked for.
    pub name: &'a str,
    /// The time, seconds since the Unix epoch.
    pub at: u64,
}

/// One thing that is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The leaf is signed by its own key and is not itself trusted.
    SelfSigned,
    /// The chain ends at an authority that is not trusted.
    UnknownIssuer {
        /// Its name.
        issuer: String,
    },
    /// A certificate between the leaf and its root was not sent.
    IncompleteChain {
        /// The name of the missing one.
        missing: String,
        /// Where it can be had, if the leaf says so (RFC 5280 §4.2.2.1).
        url: Option<String>,
        /// Whether the missing certificate was seen elsewhere and does lead to a root.
        proven: bool,
    },
    /// The end of its validity is past.
    Expired {
        /// Whose.
        subject: String,
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// An intermediate certificate is out of its time.
    IntermediateOutdated {
        /// Whose.
        subject: String,
        /// The end of its validity, seconds since the Unix epoch.
        not_after: i64,
    },
    /// The beginning of its validity is to come.
    NotYetValid {
        /// Whose.
        subject: String,
        /// The beginning, seconds since the Unix epoch.
        not_before: i64,
    },
    /// The leaf is valid, but not for long.
    ExpiresSoon {
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// The leaf is for other names (RFC 9525).
    WrongName {
        /// What it is for.
        names: Vec<String>,
    },
    /// The leaf names no host where clients look, only in its subject (RFC 9525 §2).
    NameOnlyInSubject {
        /// Its subject.
        subject: String,
    },
    /// A key that clients refuse.
    WeakKey {
        /// Whose.
        subject: String,
        /// What kind of key.
        key: String,
    },
    /// A signature that clients refuse.
    WeakSignature {
        /// Whose.
        subject: String,
        /// Its algorithm.
        algorithm: String,
    },
    /// An X.509 version before 3.
    OldVersion {
        /// The version, as people count.
        version: u32,
    },
    /// The extended key usage does not allow servers (RFC 5280 §4.2.1.12).
    NotForServers,
    /// The leaf can't be parsed.
    Unreadable,
    /// No path was found for a reason that is none of the above.
    Rejected {
        /// What webpki says.
        detail: String,
    },
}

/// All that is wrong with a chain, each once; empty if a careful client would accept it.
pub fn judge(case: &Case<'_>) -> Vec<Fault> {
    let Some(leaf) = case.sent.first() else { return vec![Fault::Unreadable] };
    let Some(parsed) = parse(&leaf.0) else { return vec![Fault::Unreadable] };
    let mut faults = Vec::new();
    faults.extend(dates(&parsed, case.at));
    faults.extend(name(leaf, &parsed, case.name));
    faults.extend(own_weakness(&parsed));
    let trusted = case.roots.contains(leaf);
    let at = within_validity(&parsed, case.at);
    if let (false, Err(why)) = (trusted, path::verify(case, at)) {
        // What was sent beside a path that holds hurts nobody.
        faults.extend(intermediates_weakness(case));
        faults.extend(distrust(case, &parsed, why.fault(case, at)));
    }
    faults.into_iter().fold(Vec::new(), |mut once, fault| {
        if !once.contains(&fault) {
            once.push(fault);
        }
        once
    })
}

/// Why no path leads to a root; `rejected` is what that means if one does by the names.
fn distrust(case: &Case<'_>, leaf: &X509Certificate<'_>, rejected: Option<Fault>) -> Option<Fault> {
    match path::walk(case, leaf) {
        Trusted::SelfSigned => Some(Fault::SelfSigned),
        Trusted::Unknown { issuer } => Some(Fault::UnknownIssuer { issuer }),
        Trusted::Missing { missing, url, proven } => {
            Some(Fault::IncompleteChain { missing, url, proven })
        }
        Trusted::Anchored => rejected,
    }
}

/// The moment at which trust is judged: the leaf's own dates are a fault of their own and must
/// not hide the others.
fn within_validity(leaf: &X509Certificate<'_>, at: u64) -> u64 {
    let begin = u64::try_from(leaf.validity().not_before.timestamp()).unwrap_or(0);
    let end = u64::try_from(leaf.validity().not_after.timestamp()).unwrap_or(0);
    at.min(end).max(begin)
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

fn name(leaf: &Bytes, parsed: &X509Certificate<'_>, wanted: &str) -> Option<Fault> {
    let names = describe::names(parsed);
    let der = CertificateDer::from(leaf.0.as_slice());
    let matches = match (webpki::EndEntityCert::try_from(&der), ServerName::try_from(wanted)) {
        (Ok(cert), Ok(name)) => cert.verify_is_valid_for_subject_name(&name).is_ok(),
        // Version 1 has no alternative names; webpki doesn't read it at all.
        (Err(_), Ok(name)) => listed(&names, &name),
        (_, Err(_)) => false,
    };
    match matches {
        true => None,
        // It could not hold any names; its version is the fault.
        false if parsed.version().0 < 2 => None,
        false if names.is_empty() => {
            Some(Fault::NameOnlyInSubject { subject: parsed.subject().to_string() })
        }
        false => Some(Fault::WrongName { names }),
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

fn own_weakness(leaf: &X509Certificate<'_>) -> Vec<Fault> {
    let mut faults = weaknesses(leaf);
    let version = leaf.version().0 + 1;
    if version < 3 {
        faults.push(Fault::OldVersion { version });
    }
    if !serves(leaf) {
        faults.push(Fault::NotForServers);
    }
    faults
}

/// Of what was sent above the leaf. What signs itself is a root, whose signature nobody checks.
fn intermediates_weakness(case: &Case<'_>) -> Vec<Fault> {
    let above = case.sent.iter().skip(1).filter_map(|c| parse(&c.0));
    above
        .filter(|c| c.subject().as_raw() != c.issuer().as_raw())
        .flat_map(|c| weaknesses(&c))
        .collect()
}

fn weaknesses(cert: &X509Certificate<'_>) -> Vec<Fault> {
    let subject = || cert.subject().to_string();
    let key = Key::of(cert);
    let key = key.is_weak().then(|| Fault::WeakKey { subject: subject(), key: key.to_string() });
    let signature = weak_signature(cert).map(|algorithm| Fault::WeakSignature {
        subject: subject(),
        algorithm: algorithm.to_owned(),
    });
    key.into_iter().chain(signature).collect()
}
