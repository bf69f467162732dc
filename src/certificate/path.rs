//! From the leaf to a root: whether there is a way, and where it breaks.
use std::time::Duration;

use probes::bytes::Bytes;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage};
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::X509Certificate;

use super::describe::{parse, serves, weak_signature};
use super::{Case, Fault, Key};

/// Where a chain leads.
pub(super) enum Trusted {
    /// To a root that is trusted.
    Anchored,
    /// Nowhere: the leaf signed itself.
    SelfSigned,
    /// To an authority that is not trusted.
    Unknown { issuer: String },
    /// To a gap.
    Missing { missing: String, url: Option<String>, proven: bool },
}

/// Why webpki found no path.
pub(super) struct Refused(Error);

/// Whether webpki finds a path from the leaf to a root at this time, by what was sent.
pub(super) fn verify(case: &Case<'_>, at: u64) -> Result<(), Refused> {
    let chain: Vec<_> = case.sent.iter().map(|c| CertificateDer::from(c.0.as_slice())).collect();
    let roots: Vec<_> = case.roots.iter().map(|c| CertificateDer::from(c.0.as_slice())).collect();
    let anchors: Vec<TrustAnchor<'_>> =
        roots.iter().filter_map(|root| webpki::anchor_from_trusted_cert(root).ok()).collect();
    let leaf = chain.first().ok_or(Refused(Error::BadDer))?;
    let leaf = EndEntityCert::try_from(leaf).map_err(Refused)?;
    let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
    let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
    leaf.verify_for_usage(algorithms, &anchors, &chain[1..], time, usage, None, None)
        .map(drop)
        .map_err(Refused)
}

impl Refused {
    /// What it means where the chain does lead to a root.
    pub(super) fn fault(&self, case: &Case<'_>, at: u64) -> Option<Fault> {
        let fault = match self.0 {
            Error::CertExpired { .. } | Error::CertNotValidYet { .. } => outdated(case, at),
            // The leaf's own usage is told already.
            Error::RequiredEkuNotFoundContext(_) if is_for_others(case) => return None,
            // Said already, by the version itself or by the signature's algorithm.
            Error::UnsupportedCertVersion => return None,
            _ if weak(case) => return None,
            _ => None,
        };
        Some(fault.unwrap_or_else(|| Fault::Rejected { detail: self.0.to_string() }))
    }
}

/// The first certificate above the leaf that is out of its time.
fn outdated(case: &Case<'_>, at: u64) -> Option<Fault> {
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    let above = case.sent.iter().skip(1).filter_map(|c| parse(&c.0));
    above.into_iter().find_map(|cert| {
        let validity = cert.validity();
        let (begin, end) = (validity.not_before.timestamp(), validity.not_after.timestamp());
        let subject = cert.subject().to_string();
        (at > end || at < begin).then_some(Fault::IntermediateOutdated { subject, not_after: end })
    })
}

fn is_for_others(case: &Case<'_>) -> bool {
    let leaf = case.sent.first().and_then(|leaf| parse(&leaf.0));
    leaf.is_some_and(|leaf| !serves(&leaf))
}

fn weak(case: &Case<'_>) -> bool {
    let sent = case.sent.iter().filter_map(|c| parse(&c.0));
    sent.into_iter().any(|c| Key::of(&c).is_weak() || weak_signature(&c).is_some())
}

/// Follows the issuers from the leaf as far as they go.
pub(super) fn walk(case: &Case<'_>, leaf: &X509Certificate<'_>) -> Trusted {
    if is_self_signed(leaf) {
        return Trusted::SelfSigned;
    }
    let sent: Vec<_> = case.sent.iter().skip(1).filter_map(|c| parse(&c.0)).collect();
    let roots: Vec<_> = case.roots.iter().filter_map(|c| parse(&c.0)).collect();
    let mut top = leaf;
    // Each certificate can be passed once, so a ring of them ends.
    for _ in 0..=sent.len() {
        if roots.iter().any(|root| signs(root, top)) {
            return Trusted::Anchored;
        }
        match sent.iter().find(|c| signs(c, top)) {
            Some(next) if !is_self_signed(next) => top = next,
            Some(root) => return Trusted::Unknown { issuer: root.subject().to_string() },
            None => break,
        }
    }
    missing(case, leaf, top)
}

/// The issuer of `top` was not sent and is no trusted root. That of a leaf from a public authority
/// can be had where the leaf says, so there is a gap; above an intermediate, or where nothing is
/// said, it is an authority that nobody here knows.
fn missing(case: &Case<'_>, leaf: &X509Certificate<'_>, top: &X509Certificate<'_>) -> Trusted {
    let issuer = top.issuer().to_string();
    let proven = proves(case, top, case.seen);
    let url = issuer_url(top).filter(|_| top.as_ref() == leaf.as_ref());
    if proven || url.is_some() {
        Trusted::Missing { missing: issuer, url, proven }
    } else {
        Trusted::Unknown { issuer }
    }
}

/// Whether a certificate seen elsewhere fills the gap and leads to a root.
fn proves(case: &Case<'_>, top: &X509Certificate<'_>, seen: &[Bytes]) -> bool {
    let roots: Vec<_> = case.roots.iter().filter_map(|c| parse(&c.0)).collect();
    let fills = |cert: &X509Certificate<'_>| {
        !is_self_signed(cert) && signs(cert, top) && roots.iter().any(|root| signs(root, cert))
    };
    seen.iter().filter_map(|c| parse(&c.0)).any(|cert| fills(&cert))
}

/// Whether one certificate signed the other. Where the signature can't be checked, because the
/// algorithm is too old or too new for this program, the names decide: what clients think of such
/// a signature is a fault of its own.
fn signs(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    issuer.subject().as_raw() == subject.issuer().as_raw()
        && (subject.verify_signature(Some(issuer.public_key())).is_ok()
            || !checkable(issuer, subject))
}

fn is_self_signed(cert: &X509Certificate<'_>) -> bool {
    signs(cert, cert)
}

fn checkable(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    !Key::of(issuer).is_weak() && weak_signature(subject).is_none()
}

/// Where the issuer's certificate can be had (RFC 5280 §4.2.2.1). Shown, never fetched.
fn issuer_url(cert: &X509Certificate<'_>) -> Option<String> {
    const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
    cert.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::AuthorityInfoAccess(access) => {
            access.accessdescs.iter().find_map(|d| match &d.access_location {
                GeneralName::URI(url)
                    if url.starts_with("http") && d.access_method.to_id_string() == CA_ISSUERS =>
                {
                    Some((*url).to_owned())
                }
                _ => None,
            })
        }
        _ => None,
    })
}
