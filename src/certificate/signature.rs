//! Whether one certificate signed another: each checked once, and not endlessly many.
use std::collections::HashMap;

use rustls_pki_types::SubjectPublicKeyInfoDer;
use webpki::{ALL_VERIFICATION_ALGS, Error, RawPublicKeyEntity};
use x509_parser::error::X509Error;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::X509Certificate;

use super::Key;
use super::der::{Der, SEQUENCE};
use super::describe::weak_signature;

/// Signatures looked at for one chain. Whole chains need one per certificate; webpki gives up
/// at 100.
pub(super) const PER_CHAIN: usize = 64;
/// Signatures checked for one recording.
const PER_RECORDING: usize = 500;

/// Whether a certificate is signed with another one's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    Yes,
    No,
    /// By the names it is, but the algorithm is too old, too new or too large for this program.
    /// What clients think of such a signature is a fault of its own.
    Unknown,
}

/// More signatures than there is reason to check.
#[derive(Debug)]
pub(super) struct TooMany;

/// The signatures that were checked so far, by the issuer's key and the certificate.
#[derive(Debug, Default)]
pub(super) struct Signatures<'a> {
    known: HashMap<(&'a [u8], &'a [u8]), Signed>,
    left: usize,
}

impl<'a> Signatures<'a> {
    /// How many were really checked.
    pub(super) fn checked(&self) -> usize {
        self.known.len()
    }

    /// A further chain is judged. What it may ask does not depend on what is known already, so
    /// that the order of chains changes no verdict.
    pub(super) fn begin(&mut self) {
        self.left = PER_CHAIN;
    }

    /// Whether one certificate signed the other.
    pub(super) fn ask(
        &mut self,
        issuer: &X509Certificate<'a>,
        subject: &X509Certificate<'a>,
    ) -> Result<Signed, TooMany> {
        if issuer.subject().as_raw() != subject.issuer().as_raw() {
            return Ok(Signed::No);
        }
        self.left = self.left.checked_sub(1).ok_or(TooMany)?;
        let signed = self.remembered(issuer, subject)?;
        let foreign = signed == Signed::Unknown && !agree(issuer, subject);
        Ok(if foreign { Signed::No } else { signed })
    }

    fn remembered(
        &mut self,
        issuer: &X509Certificate<'a>,
        subject: &X509Certificate<'a>,
    ) -> Result<Signed, TooMany> {
        let key = (issuer.tbs_certificate.subject_pki.raw, subject.as_raw());
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        if self.known.len() == PER_RECORDING {
            return Err(TooMany);
        }
        let signed = check(issuer, subject);
        self.known.insert(key, signed);
        Ok(signed)
    }

    /// Whether a certificate is signed with its own key.
    pub(super) fn is_self_signed(&mut self, cert: &X509Certificate<'a>) -> Result<bool, TooMany> {
        Ok(self.ask(cert, cert)? != Signed::No)
    }
}

/// Whether the key identifiers fit, as far as both are there (RFC 5280 §4.2.1.1).
pub(super) fn agree(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    identifiers(issuer, subject).is_none_or(|(own, wanted)| own == wanted)
}

/// Whether a certificate names another one's key as the one by which it is signed.
pub(super) fn names_key(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    let named = issuer.subject().as_raw() == subject.issuer().as_raw();
    named && identifiers(issuer, subject).is_some_and(|(own, wanted)| own == wanted)
}

/// The identifier of a key, and that of the key by which a certificate is signed.
fn identifiers<'a>(
    issuer: &X509Certificate<'a>,
    subject: &X509Certificate<'a>,
) -> Option<(&'a [u8], &'a [u8])> {
    let own = issuer.extensions().iter().find_map(|e| match e.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0),
        _ => None,
    });
    let wanted = subject.extensions().iter().find_map(|e| match e.parsed_extension() {
        ParsedExtension::AuthorityKeyIdentifier(authority) => {
            authority.key_identifier.as_ref().map(|id| id.0)
        }
        _ => None,
    });
    own.zip(wanted)
}

fn check(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> Signed {
    match by_webpki(issuer, subject).or_else(|| by_parser(issuer, subject)) {
        Some(true) => Signed::Yes,
        Some(false) if is_in_reach(issuer, subject) => Signed::No,
        _ => Signed::Unknown,
    }
}

/// By an algorithm of today's TLS clients; `None` if it is none of them.
fn by_webpki(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> Option<bool> {
    let algorithm = algorithm(subject.as_raw())?;
    let (text, signature) = (subject.tbs_certificate.as_ref(), &subject.signature_value.data);
    verifies(issuer, algorithm, text, signature)
}

/// Whether a text is signed with a certificate's key, by an algorithm (the content of its
/// identifier) of today's TLS clients; `None` if it is none of them.
pub(super) fn verifies(
    signer: &X509Certificate<'_>,
    algorithm: &[u8],
    text: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let key = SubjectPublicKeyInfoDer::from(signer.public_key().raw);
    let key = RawPublicKeyEntity::try_from(&key).ok()?;
    let of_this_name =
        ALL_VERIFICATION_ALGS.iter().filter(|a| a.signature_alg_id().as_ref() == algorithm);
    of_this_name.into_iter().find_map(|a| match key.verify_signature(*a, text, signature) {
        Err(Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)) => None,
        result => Some(result.is_ok()),
    })
}

/// Whether one certificate is signed by the other, by an algorithm of today.
pub(super) fn is_signed_by(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    by_webpki(issuer, subject) == Some(true)
}

/// The key itself, without its algorithm: what OCSP makes hashes of (RFC 6960 §4.1.1).
pub(super) fn content_of_key<'a>(cert: &'a X509Certificate<'_>) -> &'a [u8] {
    &cert.public_key().subject_public_key.data
}

/// The content of `signatureAlgorithm` (RFC 5280 §4.1.1.2).
fn algorithm(der: &[u8]) -> Option<&[u8]> {
    let mut parts = Der::new(der).take(SEQUENCE)?.inside();
    parts.any()?;
    parts.any().map(|algorithm| algorithm.content)
}

/// By what was usual once, or is seldom: SHA-1, keys that are for RSASSA-PSS only.
fn by_parser(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> Option<bool> {
    const PSS: &str = "1.2.840.113549.1.1.10";
    match subject.verify_signature(Some(issuer.public_key())) {
        Ok(()) => Some(true),
        // A salt of another length than usual is called wrong too.
        Err(_) if subject.signature_algorithm.algorithm.to_id_string() == PSS => None,
        Err(X509Error::SignatureVerificationError) => Some(false),
        Err(_) => None,
    }
}

/// Whether a check that fails means that the signature is wrong: the library says the same of
/// keys whose size it doesn't do.
fn is_in_reach(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    let old = weak_signature(subject).is_some();
    match Key::of(issuer) {
        Key::Rsa { bits } if old => (1024..=8192).contains(&bits),
        key => key.is_checkable(),
    }
}
