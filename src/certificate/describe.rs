//! What a certificate says of itself.
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};
use x509_parser::public_key::PublicKey;

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
}

/// What kind of key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// RSA.
    Rsa {
        /// Size of the modulus, bits.
        bits: usize,
    },
    /// An elliptic curve that clients know.
    Curve(&'static str),
    /// DSA, or anything else, by object identifier or a word.
    Other(String),
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
        fingerprint: hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, der).as_ref()),
    })
}

pub(super) fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der).ok().map(|(_, cert)| cert)
}

/// What a certificate is for: the alternative names of any kind.
pub(super) fn names(cert: &X509Certificate<'_>) -> Vec<String> {
    match cert.subject_alternative_name() {
        Ok(Some(extension)) => extension.value.general_names.iter().map(word).collect(),
        Ok(None) => vec![],
        Err(_) => vec!["names that cannot be read".to_owned()],
    }
}

/// A name in words. Kinds that nobody asks a mail server for are said as such.
fn word(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => {
            (*name).to_owned()
        }
        GeneralName::IPAddress(bytes) => {
            address(bytes).map_or_else(|| "an address of odd length".to_owned(), |a| a.to_string())
        }
        GeneralName::DirectoryName(name) => name.to_string(),
        GeneralName::RegisteredID(oid) | GeneralName::OtherName(oid, _) => oid.to_id_string(),
        _ => "a name of another kind".to_owned(),
    }
}

/// Whether it may be used by servers (RFC 5280 §4.2.1.12); without the extension it may.
pub(super) fn serves(cert: &X509Certificate<'_>) -> bool {
    let usage = cert.extended_key_usage().ok().flatten();
    usage.is_none_or(|eku| eku.value.server_auth || eku.value.any)
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(|b| IpAddr::V4(Ipv4Addr::from(b)));
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(|b| IpAddr::V6(Ipv6Addr::from(b)))).ok()
}

impl Key {
    /// The key of a certificate.
    pub(super) fn of(cert: &X509Certificate<'_>) -> Self {
        let algorithm = &cert.public_key().algorithm;
        let oid = algorithm.algorithm.to_id_string();
        match (cert.public_key().parsed(), oid.as_str()) {
            (Ok(PublicKey::RSA(rsa)), _) => Self::Rsa { bits: rsa.key_size() },
            (_, "1.3.101.112") => Self::Curve("Ed25519"),
            (_, "1.2.840.10045.2.1") => Self::on_curve(cert),
            (_, "1.2.840.10040.4.1") => Self::Other("DSA".into()),
            (_, "1.3.101.113") => Self::Other("Ed448".into()),
            _ => Self::Other(oid),
        }
    }

    /// The curve is known by its identifier: the size of the point rounds up to whole bytes.
    fn on_curve(cert: &X509Certificate<'_>) -> Self {
        let parameters = cert.public_key().algorithm.parameters.as_ref();
        let curve = parameters.and_then(|p| p.as_oid().ok()).map(|oid| oid.to_id_string());
        match curve.as_deref() {
            Some("1.2.840.10045.3.1.7") => Self::Curve("P-256"),
            Some("1.3.132.0.34") => Self::Curve("P-384"),
            Some("1.3.132.0.35") => Self::Curve("P-521"),
            Some(other) => Self::Other(format!("elliptic curve {other}")),
            None => Self::Other("elliptic curve without a name".into()),
        }
    }

    /// Whether today's TLS libraries check signatures made with it; the others they call wrong.
    pub fn is_checkable(&self) -> bool {
        match self {
            Self::Rsa { bits } => (2048..=8192).contains(bits),
            Self::Curve(_) => true,
            Self::Other(_) => false,
        }
    }

    /// Whether today's clients refuse it (NIST SP 800-52r2 §3.2).
    pub fn is_weak(&self) -> bool {
        match self {
            Self::Rsa { bits } => *bits < 2048,
            Self::Curve(_) => false,
            Self::Other(_) => true,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA {bits} bit"),
            Self::Curve(name) => f.write_str(name),
            Self::Other(name) => f.write_str(name),
        }
    }
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
