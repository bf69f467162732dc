//! What stands in the extensions of a certificate (RFC 5280 §4.2).
use x509_parser::extensions::{DistributionPointName, GeneralName, ParsedExtension};
use x509_parser::prelude::X509Certificate;

use super::der::{Der, INTEGER, SEQUENCE};
use super::names::word;

/// Where the issuer's certificate can be had (RFC 5280 §4.2.2.1).
pub(super) const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
/// Who can be asked by OCSP.
pub(super) const OCSP: &str = "1.3.6.1.5.5.7.48.1";

/// The extensions that webpki reads; another one that is critical makes it refuse the certificate.
const KNOWN: [&str; 6] =
    ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.37"];

fn parsed<'c, 'a>(
    cert: &'c X509Certificate<'a>,
) -> impl Iterator<Item = &'c ParsedExtension<'a>> + use<'c, 'a> {
    cert.extensions().iter().map(|extension| extension.parsed_extension())
}

/// The URLs of one kind of access to what the issuer tells.
pub(super) fn access(cert: &X509Certificate<'_>, method: &str) -> Vec<String> {
    let mut found = Vec::new();
    for extension in parsed(cert) {
        let ParsedExtension::AuthorityInfoAccess(access) = extension else { continue };
        let of_kind =
            access.accessdescs.iter().filter(|d| d.access_method.to_id_string() == method);
        found.extend(of_kind.filter_map(|d| url(&d.access_location)));
    }
    found
}

/// Where the lists of revoked certificates can be had.
pub(super) fn crl_urls(cert: &X509Certificate<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for extension in parsed(cert) {
        let ParsedExtension::CRLDistributionPoints(points) = extension else { continue };
        for point in &points.points {
            if let Some(DistributionPointName::FullName(names)) = &point.distribution_point {
                found.extend(names.iter().filter_map(url));
            }
        }
    }
    found
}

fn url(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::URI(url) => Some((*url).to_owned()),
        _ => None,
    }
}

/// How many signed certificate timestamps are embedded (RFC 6962 §3.3).
pub(super) fn timestamps(cert: &X509Certificate<'_>) -> usize {
    let count = |extension: &ParsedExtension<'_>| match extension {
        ParsedExtension::SCT(timestamps) => timestamps.len(),
        _ => 0,
    };
    parsed(cert).map(count).sum()
}

/// Whether a server that shows it must staple an OCSP response: the TLS feature `status_request`
/// (RFC 7633 §4.2.3.1).
pub(super) fn must_staple(cert: &X509Certificate<'_>) -> bool {
    const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";
    const STATUS_REQUEST: &[u8] = &[5];
    let features = cert.extensions().iter().find(|e| e.oid.to_id_string() == TLS_FEATURE);
    let list = features.and_then(|e| Der::new(e.value).take(SEQUENCE));
    let mut list = list.map(|list| list.inside()).unwrap_or_default();
    std::iter::from_fn(|| list.take(INTEGER)).any(|feature| feature.content == STATUS_REQUEST)
}

/// Whether it says that it was made under the rules for publicly trusted servers: a reserved
/// policy of the CA/Browser Forum (Baseline Requirements §7.1.6.1).
pub(super) fn is_public(cert: &X509Certificate<'_>) -> bool {
    const RESERVED: [&str; 4] =
        ["2.23.140.1.1", "2.23.140.1.2.1", "2.23.140.1.2.2", "2.23.140.1.2.3"];
    let reserved = |extension: &ParsedExtension<'_>| match extension {
        ParsedExtension::CertificatePolicies(policies) => {
            policies.iter().any(|p| RESERVED.contains(&p.policy_id.to_id_string().as_str()))
        }
        _ => false,
    };
    parsed(cert).any(reserved)
}

/// The first extension that must be understood and that webpki doesn't know.
pub(super) fn unknown_critical(cert: &X509Certificate<'_>) -> Option<String> {
    let critical = cert.extensions().iter().filter(|extension| extension.critical);
    let mut oids = critical.map(|extension| extension.oid.to_id_string());
    oids.find(|oid| !KNOWN.contains(&oid.as_str()))
}

/// For which names alone an authority may sign and for which not (RFC 5280 §4.2.1.10), if it says
/// so.
pub(super) fn constraints(cert: &X509Certificate<'_>) -> Option<(Vec<String>, Vec<String>)> {
    parsed(cert).find_map(|extension| {
        let ParsedExtension::NameConstraints(limits) = extension else { return None };
        let names = |subtrees: &Option<Vec<_>>| subtrees.iter().flatten().map(subtree).collect();
        Some((names(&limits.permitted_subtrees), names(&limits.excluded_subtrees)))
    })
}

/// An address in a constraint has its mask behind it.
fn subtree(subtree: &x509_parser::extensions::GeneralSubtree<'_>) -> String {
    match &subtree.base {
        GeneralName::IPAddress(bytes) => {
            let half = |part: &[u8]| word(&GeneralName::IPAddress(part));
            let (address, mask) = bytes.split_at(bytes.len() / 2);
            format!("{}/{}", half(address), half(mask))
        }
        name => word(name),
    }
}
