//! Accepts every chain, keeps it, and notes whether the peer owns the key it shows.
use std::sync::{Arc, Mutex};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::{Handshake, Signature};
use crate::budget::{Budget, in_base64};
use crate::bytes::Bytes;
use crate::{Data, Failure, FailureKind, limits};

#[derive(Debug)]
pub(super) struct Recorder {
    pub(super) provider: Arc<CryptoProvider>,
    pub(super) draft: Arc<Mutex<Data>>,
    pub(super) budget: Arc<Budget>,
    /// Bytes that may be kept whatever the budget says.
    pub(super) share: usize,
    /// Whether the chain is kept, and was not seen before.
    pub(super) keeps: bool,
}

/// How many certificates of a chain are kept: the first of them, or none if there is no room for
/// them and so many bytes beside them. Part of a chain would be judged as a server's fault.
pub(crate) fn room_for(budget: &Budget, chain: &[&[u8]], beside: usize, share: usize) -> usize {
    let kept = chain.len().min(limits::CHAIN);
    let size: usize = chain[..kept].iter().map(|der| in_base64(der.len())).sum();
    let beyond = (size + beside).saturating_sub(share);
    if budget.chains.take(beyond) { kept } else { 0 }
}

impl Recorder {
    fn edit(&self, change: impl FnOnce(&mut Handshake)) {
        let mut draft = self.draft.lock().expect("nobody panics while holding the draft");
        if let Data::Handshake(handshake) = &mut *draft {
            change(handshake);
        }
    }

    /// A signature that can't be checked, or is wrong, is noted, not refused: refusing would hide
    /// what the server says afterwards, and diagnosis tells a weak key from a stolen name.
    fn note(
        &self,
        signed: &DigitallySignedStruct,
        outcome: Result<HandshakeSignatureValid, Error>,
    ) -> HandshakeSignatureValid {
        let scheme = signed.scheme.as_str().map_or_else(
            || format!("0x{:04x}", u16::from(signed.scheme)),
            |name| name.to_ascii_lowercase(),
        );
        let failure = outcome.err().map(|error| {
            let wrong = matches!(
                error,
                Error::InvalidCertificate(
                    CertificateError::BadSignature
                        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. }
                )
            );
            let kind = if wrong { FailureKind::HandshakeFailed } else { FailureKind::Other };
            Failure::new(kind, error.to_string())
        });
        self.edit(|h| h.signature = Some(Signature { scheme, failure }));
        HandshakeSignatureValid::assertion()
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if !self.keeps {
            return Ok(ServerCertVerified::assertion());
        }
        let chain: Vec<&[u8]> = std::iter::once(leaf).chain(rest).map(|der| &der[..]).collect();
        let kept = room_for(&self.budget, &chain, in_base64(ocsp.len()), self.share);
        self.edit(|h| {
            h.chain = chain[..kept].iter().map(|der| Bytes(der.to_vec())).collect();
            h.left_out = u32::try_from(chain.len() - kept).unwrap_or(u32::MAX);
            h.ocsp = (!ocsp.is_empty() && kept > 0).then(|| Bytes(ocsp.to_vec()));
        });
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        Ok(self.note(signed, verify_tls12_signature(message, cert, signed, known)))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        Ok(self.note(signed, verify_tls13_signature(message, cert, signed, known)))
    }

    /// More than today's clients offer, so that a server with an odd key still shows itself.
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let mut schemes = self.provider.signature_verification_algorithms.supported_schemes();
        schemes.extend([
            SignatureScheme::ED448,
            SignatureScheme::ECDSA_SHA1_Legacy,
            SignatureScheme::RSA_PKCS1_SHA1,
        ]);
        schemes
    }
}
