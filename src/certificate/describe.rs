//! What a certificate says of itself.
use x509_parser::prelude::{FromDer, X509Certificate};

use super::names::names;
use super::{Key, extensions};

/// A certificate in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Whom it is for.
    pub subject: String,
    /// Who made it.
    pub issuer: String,
    /// What it is for, most often host names (RFC 5280 §4.2.1.6).
    pub names: Vec<String>,
    /// Beginning of its validity, seconds since the Unix epoch.
    pub not_before: i64,
    /// End of its validity, seconds since the Unix epoch.
    pub not_after: i64,
    /// Its key.
    pub key: Key,
    /// The algorithm of its signature: a name, or the object identifier.
    pub signature: String,
    /// Its version of X.509, as people count.
    pub version: u32,
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of the whole certificate, hexadecimal.
    pub fingerprint: String,
    /// SHA-256 of its public key with its algorithm, hexadecimal: what a TLSA record `3 1 1`
    /// holds (RFC 6698 §2.1).
    pub key_fingerprint: String,
    /// Where its issuer's certificate can be had (RFC 5280 §4.2.2.1). It is fetched only where
    /// that was asked for, and the following never.
    pub issuer_urls: Vec<String>,
    /// Who says by OCSP whether it is revoked.
    pub ocsp_urls: Vec<String>,
    /// Where the list of those revoked can be had (RFC 5280 §4.2.1.13).
    pub crl_urls: Vec<String>,
    /// How many logs vouch in it that they know it (RFC 6962 §3.3). Others may do so beside it, in
    /// the handshake, or in an OCSP response.
    pub timestamps: usize,
    /// Whether servers that show it must staple an OCSP response (RFC 7633).
    pub must_staple: bool,
}

/// Puts a certificate into words; `None` if it can't be parsed.
pub fn describe(der: &[u8]) -> Option<Description> {
    let cert = parse(der)?;
    let oid = cert.signature_algorithm.algorithm.to_id_string();
    let known = SIGNATURES.iter().find(|(id, _)| *id == oid);
    Some(Description {
        subject: cert.subject().to_string(),
        issuer: cert.issuer().to_string(),
        names: names(&cert),
        not_before: cert.validity().not_before.timestamp(),
        not_after: cert.validity().not_after.timestamp(),
        key: Key::of(&cert),
        signature: known.map_or(oid.clone(), |(_, name)| (*name).to_owned()),
        version: cert.version().0.saturating_add(1),
        serial: cert.raw_serial_as_string(),
        fingerprint: fingerprint(der),
        key_fingerprint: fingerprint(cert.public_key().raw),
        issuer_urls: extensions::access(&cert, extensions::CA_ISSUERS),
        ocsp_urls: extensions::access(&cert, extensions::OCSP),
        crl_urls: extensions::crl_urls(&cert),
        timestamps: extensions::timestamps(&cert),
        must_staple: extensions::must_staple(&cert),
    })
}

/// SHA-256, hexadecimal.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref())
}

/// Nothing may stand behind it: programs refuse that.
pub(super) fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    let (rest, cert) = X509Certificate::from_der(der).ok()?;
    rest.is_empty().then_some(cert)
}

/// Whether it may be used by servers (RFC 5280 §4.2.1.12); without the extension it may. That it is
/// for any purpose is not enough for TLS clients, webpki and OpenSSL among them.
pub(super) fn serves(cert: &X509Certificate<'_>) -> bool {
    let usage = cert.extended_key_usage().ok().flatten();
    usage.is_none_or(|eku| eku.value.server_auth)
}

/// The signature algorithms that still occur.
const SIGNATURES: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.2", "md2WithRSAEncryption"),
    ("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
    ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    ("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
    ("1.2.840.10040.4.3", "dsa-with-SHA1"),
    ("1.2.840.113549.1.1.10", "rsassaPss"),
    ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
    ("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
    ("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
    ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
    ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
    ("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
];

/// How many of [`SIGNATURES`], from the top, clients refuse (RFC 9155, RFC 8996).
const REFUSED: usize = 5;

/// The algorithm of a signature that clients refuse.
pub(super) fn weak_signature(cert: &X509Certificate<'_>) -> Option<&'static str> {
    let oid = cert.signature_algorithm.algorithm.to_id_string();
    SIGNATURES[..REFUSED].iter().find(|(id, _)| *id == oid).map(|(_, name)| *name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
