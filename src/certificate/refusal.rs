//! What webpki means where checked signatures do lead to a root: by its right name.
use webpki::Error;
use x509_parser::prelude::X509Certificate;

use super::describe::{parse, serves, weak_signature};
use super::extensions::{constraints, unknown_critical};
use super::leaf;
use super::path::Paths;
use super::signature::Signed;
use super::{Fault, Key};

/// What clients refuse in certificates above a leaf. What signs itself is a root, whose signature
/// nobody checks.
pub(super) fn weakness<'c, 'a: 'c>(
    above: impl Iterator<Item = &'c X509Certificate<'a>>,
) -> Vec<Fault> {
    above.filter(|c| c.subject().as_raw() != c.issuer().as_raw()).flat_map(leaf::weakness).collect()
}

/// Why webpki refuses the ways that lead to a root, as of `at`, a moment at which the leaf is valid.
pub(super) fn refused(
    paths: &Paths<'_>,
    proven: &[bool],
    error: Error,
    at: u64,
    today: u64,
) -> Vec<Fault> {
    match error {
        // It ends the search before the way is looked at.
        Error::CaUsedAsEndEntity => {
            let lasts = lasts(paths, at) || lasts(paths, today);
            let outdated = outdated(paths, proven, at).filter(|_| !lasts);
            return outdated.into_iter().chain([Fault::CaAsServer]).collect();
        }
        // Where the leaf's own dates are told already, an authority that was renewed after the
        // leaf had ended is in order.
        Error::CertExpired { .. } | Error::CertNotValidYet { .. }
            if at != today && lasts(paths, today) =>
        {
            return vec![];
        }
        // The leaf's own usage is told already.
        Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension
            if !serves(paths.leaf()) =>
        {
            return vec![];
        }
        _ => {}
    }
    let named = named(paths, proven, &error, at);
    // Said already, by the version itself or by the signature's algorithm.
    let told = || is_old(paths.leaf()) || !weakness(paths.on_the_way(proven)).is_empty();
    match named {
        Some(fault) => vec![fault],
        None if told() => vec![],
        None => vec![Fault::Rejected { detail: worded(&error) }],
    }
}

/// Why webpki refuses something, as far as people other than its authors can make use of it.
pub(super) fn worded(error: &Error) -> String {
    let words = match error {
        Error::BadDer | Error::BadDerTime | Error::MalformedExtensions => {
            "a part of a certificate cannot be read"
        }
        Error::ExtensionValueInvalid => "an extension is wrong, or is there twice",
        Error::EmptyEkuExtension => "an extended key usage is empty",
        Error::InvalidNetworkMaskConstraint => {
            "an authority limits for which addresses it may sign, by a mask that is none"
        }
        Error::MalformedNameConstraint => {
            "an authority limits for which names it may sign, by a name that is none"
        }
        Error::MalformedDnsIdentifier => "a name in a certificate is no host name",
        Error::MaximumNameConstraintComparisonsExceeded => {
            "there are too many names to compare with those for which an authority may sign"
        }
        Error::MaximumPathDepthExceeded => "too many authorities stand one above the other",
        Error::MaximumPathBuildCallsExceeded | Error::MaximumSignatureChecksExceeded => {
            "there are too many ways to try"
        }
        Error::SignatureAlgorithmMismatch => {
            "a certificate says in two places how it is signed, and they differ"
        }
        Error::TrailingData(_) => "a certificate is too large, or something stands behind it",
        Error::InvalidCertValidity => "a certificate ends before it begins",
        // Each signature by itself was checked before.
        Error::InvalidSignatureForPublicKey | Error::UnknownIssuer => {
            "not all programs find a way up where several authorities have the same name"
        }
        other => return other.to_string(),
    };
    words.to_owned()
}

/// The fault that an error stands for, if a certificate on the way shows it.
fn named(paths: &Paths<'_>, proven: &[bool], error: &Error, at: u64) -> Option<Fault> {
    match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => outdated(paths, proven, at),
        Error::NameConstraintViolation => outside(paths, proven, at),
        Error::PathLenConstraintViolated => too_long(paths, proven),
        Error::EndEntityUsedAsCa => {
            let cert = paths.on_the_way(proven).find(|cert| !cert.is_ca())?;
            Some(Fault::NotAnAuthority { subject: cert.subject().to_string() })
        }
        Error::RequiredEkuNotFoundContext(_) => {
            let cert = paths.on_the_way(proven).find(|cert| !serves(cert))?;
            Some(Fault::AuthorityNotForServers { authority: cert.subject().to_string() })
        }
        Error::UnsupportedCriticalExtension => unknown_extension(paths, proven),
        _ => None,
    }
}

/// The authority on the way, or the root, that says for which names it may sign.
fn outside(paths: &Paths<'_>, proven: &[bool], at: u64) -> Option<Fault> {
    let limited = |cert: &X509Certificate<'_>| {
        let authority = cert.subject().to_string();
        let (permitted, excluded) = constraints(cert)?;
        Some(Fault::OutsideConstraints { authority, permitted, excluded })
    };
    let root = || paths.roots().filter_map(parse).find_map(|root| limited(&root));
    let guilty = paths.limiting(proven, at).and_then(|cert| limited(&cert));
    guilty.or_else(|| paths.on_the_way(proven).find_map(limited)).or_else(root)
}

/// The first authority on the way that has more below it than it lets stand there.
fn too_long(paths: &Paths<'_>, proven: &[bool]) -> Option<Fault> {
    let way = paths.way(proven);
    let above = way.iter().skip(1).zip(0..);
    above.into_iter().find_map(|(place, below): (&usize, u32)| {
        let cert = paths.cert(*place);
        let most = cert.basic_constraints().ok()??.value.path_len_constraint?;
        let authority = cert.subject().to_string();
        (below > most).then_some(Fault::PathTooLong { authority, most })
    })
}

fn unknown_extension(paths: &Paths<'_>, proven: &[bool]) -> Option<Fault> {
    let certs = std::iter::once(paths.leaf()).chain(paths.on_the_way(proven));
    certs.into_iter().find_map(|cert| {
        let oid = unknown_critical(cert)?;
        Some(Fault::UnknownCriticalExtension { subject: cert.subject().to_string(), oid })
    })
}

/// A root is reached by its name, but by a signature that this program can't check. Where the
/// algorithm is too weak that is told already.
pub(super) fn unchecked(paths: &Paths<'_>) -> Option<Fault> {
    let weak = |root: &X509Certificate<'_>| {
        let (subject, key) = (root.subject().to_string(), Key::of(root));
        key.is_weak().then(|| Fault::WeakKey { subject, key: key.to_string() })
    };
    if let Some(fault) = paths.roots().filter_map(parse).find_map(|root| weak(&root)) {
        return Some(fault);
    }
    let told = is_old(paths.leaf()) || !weakness(paths.above()).is_empty();
    let detail = "a signature on the way cannot be checked".to_owned();
    (!told).then_some(Fault::Rejected { detail })
}

/// Whether a leaf can't be checked for a reason that is a fault of its own.
fn is_old(leaf: &X509Certificate<'_>) -> bool {
    leaf.version().0 < 2 || weak_signature(leaf).is_some()
}

/// The first certificate on the way to a root that is out of its time.
fn outdated(paths: &Paths<'_>, proven: &[bool], at: u64) -> Option<Fault> {
    let cert = paths.on_the_way(proven).find(|cert| !is_in_time(cert, at))?;
    let (subject, validity) = (cert.subject().to_string(), cert.validity());
    let (not_before, not_after) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    Some(Fault::IntermediateOutdated { subject, not_before, not_after })
}

/// Whether a way to a root has only authorities that are in their time.
fn lasts(paths: &Paths<'_>, at: u64) -> bool {
    let holds = |place, cert: &X509Certificate<'_>, signed| {
        signed == Signed::Yes && (place == 0 || is_in_time(cert, at))
    };
    paths.leading(holds)[0]
}

fn is_in_time(cert: &X509Certificate<'_>, at: u64) -> bool {
    let (begin, end) = (cert.validity().not_before, cert.validity().not_after);
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    (begin.timestamp()..=end.timestamp()).contains(&at)
}
