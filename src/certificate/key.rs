//! What kind of key a certificate has.
use std::fmt;

use x509_parser::asn1_rs::Tag;
use x509_parser::prelude::X509Certificate;
use x509_parser::public_key::PublicKey;

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
        let curve = parameters
            .filter(|p| p.tag() == Tag::Oid)
            .and_then(|p| p.as_oid().ok())
            .map(|oid| oid.to_id_string());
        let Some(oid) = curve else {
            return Self::Other("elliptic curve without a name".into());
        };
        let named = |table: &[(&str, &'static str)]| {
            table.iter().find(|(known, _)| *known == oid).map(|(_, name)| *name)
        };
        let odd = || {
            Self::Other(named(ODD).map_or_else(|| format!("elliptic curve {oid}"), str::to_owned))
        };
        named(USUAL).map_or_else(odd, Self::Curve)
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

/// Curves that TLS clients know.
const USUAL: &[(&str, &str)] =
    &[("1.2.840.10045.3.1.7", "P-256"), ("1.3.132.0.34", "P-384"), ("1.3.132.0.35", "P-521")];

/// Curves that they don't know.
const ODD: &[(&str, &str)] = &[
    ("1.2.840.10045.3.1.1", "P-192"),
    ("1.3.132.0.33", "P-224"),
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
];
