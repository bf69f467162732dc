//! What webpki says of a chain as it is, where a certificate is readable to it alone.
use std::time::Duration;

use probes::bytes::Bytes;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};

/// Certificates that are looked at: among more of one name webpki would search long.
const MOST: usize = 8;

/// Whether a certificate can be read by webpki.
pub(super) fn is_readable(der: &[u8]) -> bool {
    EndEntityCert::try_from(&CertificateDer::from(der)).is_ok()
}

/// Whether it can be a root for webpki.
pub(super) fn can_be_root(der: &[u8]) -> bool {
    webpki::anchor_from_trusted_cert(&CertificateDer::from(der)).is_ok()
}

/// Whether a path leads from the leaf to a root at this time.
pub(super) fn is_trusted<'r>(
    sent: &[Bytes],
    roots: impl Iterator<Item = &'r [u8]>,
    at: u64,
) -> bool {
    let mut certs: Vec<CertificateDer<'_>> = Vec::new();
    for der in sent.iter().map(|der| CertificateDer::from(&der.0[..])) {
        if certs.len() < MOST && !certs.contains(&der) {
            certs.push(der);
        }
    }
    let roots: Vec<_> = roots.map(CertificateDer::from).collect();
    let anchors: Vec<TrustAnchor<'_>> =
        roots.iter().filter_map(|root| webpki::anchor_from_trusted_cert(root).ok()).collect();
    let Some((leaf, above)) = certs.split_first() else { return false };
    let Ok(leaf) = EndEntityCert::try_from(leaf) else { return false };
    let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
    let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
    leaf.verify_for_usage(algorithms, &anchors, above, time, usage, None, None).is_ok()
}

/// Whether a leaf is for this name.
pub(super) fn is_for(der: &[u8], name: &str) -> bool {
    let der = CertificateDer::from(der);
    match (EndEntityCert::try_from(&der), ServerName::try_from(name)) {
        (Ok(leaf), Ok(name)) => leaf.verify_is_valid_for_subject_name(&name).is_ok(),
        _ => false,
    }
}
