//! A TLS client that is not ours.
use std::time::Duration;

use mailprobe::certificate::Case;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{EndEntityCert, KeyUsage};

/// What webpki says of path and name, given all that was sent and all roots.
pub(crate) fn accepts(case: &Case<'_>) -> bool {
    let ders: Vec<_> = case.sent.iter().map(|c| CertificateDer::from(&c.0[..])).collect();
    let roots: Vec<_> = case.roots.iter().map(|c| CertificateDer::from(&c.0[..])).collect();
    let anchors: Vec<_> =
        roots.iter().filter_map(|root| webpki::anchor_from_trusted_cert(root).ok()).collect();
    let Some(leaf) = ders.first() else { return false };
    let Ok(leaf) = EndEntityCert::try_from(leaf) else { return false };
    let name = ServerName::try_from(case.name).expect("a name");
    let time = UnixTime::since_unix_epoch(Duration::from_secs(case.at));
    let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
    let path = leaf.verify_for_usage(algorithms, &anchors, &ders[1..], time, usage, None, None);
    path.is_ok() && leaf.verify_is_valid_for_subject_name(&name).is_ok()
}
