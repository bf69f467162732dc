//! A TLS handshake that keeps the chain whatever it thinks of it.
pub mod hello;
mod meter;
mod recorder;
mod witness;

use std::io;
use std::pin::pin;
use std::sync::{Arc, OnceLock};

use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, InvalidMessage, NamedGroup};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio_rustls::TlsConnector;

use crate::bytes::Bytes;
use crate::net::TcpInfo;
use crate::session::{Wire, within};
use crate::{Data, Failure, FailureKind, Session, Subject, budget, limits};

use hello::Offer;
use meter::Meter;
use recorder::Recorder;
pub(crate) use recorder::room_for;
use witness::Witness;

/// A handshake (RFC 8446 §4, RFC 5246 §7.4), as far as it came. Whether the server knows secure
/// renegotiation (RFC 5746) and the extended master secret (RFC 7627) only a [`hello::Hello`] tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Handshake {
    /// The name asked for; a DNS name was sent as SNI (RFC 6066 §3), an address was not.
    pub server_name: String,
    /// The version agreed on, as people write it: `TLS 1.3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The cipher suite agreed on, by its IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<String>,
    /// The key exchange group agreed on, by its IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The chain as sent, leaf first, DER.
    #[serde(default)]
    pub chain: Vec<Bytes>,
    /// Certificates sent beyond [`crate::limits::CHAIN`]; all, if the run had no room left for them.
    #[serde(default)]
    pub left_out: u32,
    /// The stapled OCSP response, DER (RFC 6066 §8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocsp: Option<Bytes>,
    /// Whether the server asked for a certificate of the client's (RFC 8446 §4.3.2, RFC 5246 §7.4.4);
    /// it got none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub client_certificate_asked: bool,
    /// Ways to resume the session that came with the handshake: in TLS 1.2 a ticket or an ID
    /// (RFC 5077, RFC 5246 §7.3). Tickets of TLS 1.3 come later, see [`crate::reply::Reply`].
    #[serde(default, skip_serializing_if = "crate::reply::is_none_of")]
    pub tickets: u32,
    /// How the server proved that it owns the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// What the kernel knew when it was over: segments sent again tell lost packets from a server
    /// that does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub info: Option<TcpInfo>,
    /// What was said where TLS was expected, at most [`crate::limits::HEARD`] bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Bytes>,
}

impl Handshake {
    /// Whether it waits for nothing but the acknowledgement of its first, large packet, which was
    /// sent again and again.
    pub fn is_unheard(&self) -> bool {
        self.chain.is_empty()
            && self.info.is_some_and(|info| info.unacked > 0 && info.retransmits > 0)
    }
}

/// The server's signature over the handshake.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Signature {
    /// The scheme, by its IANA name.
    pub scheme: String,
    /// What is wrong with it, if anything is: `HandshakeFailed` if it does not fit the key,
    /// `Other` if it could not be checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// The one provider of cryptography.
fn provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(aws_lc_rs::default_provider()))
}

/// Makes the random generator ready. Its first use in a process takes up to 0.3 s, which would
/// otherwise be told as the time of the first handshake.
pub fn warm_up() {
    // If there is no randomness, the handshake will say so.
    let _ = provider().secure_random.fill(&mut [0; 32]);
}

pub(crate) async fn handshake(session: &mut Session<'_>) -> Result<(), Failure> {
    let name = session.subject.name().unwrap_or_default().to_owned();
    *session.draft() =
        Data::Handshake(Handshake { server_name: name.clone(), ..Handshake::default() });
    let server_name =
        ServerName::try_from(name).map_err(|e| Failure::new(FailureKind::Other, e.to_string()))?;
    let Some(Wire { stream, local, gauge, .. }) = session.wire.take() else {
        return Err(Failure::new(FailureKind::Closed, "no connection"));
    };
    let connector = TlsConnector::from(Arc::new(config(session)));
    let (metered, meter) = Meter::around(stream);
    let limit = session.setup.limits.handshake;
    // Kept until the gauge is read: with the connection goes what the kernel knows of it.
    let connecting = connector.connect(server_name, metered);
    let mut shaking = pin!(async { connecting.await.map_err(stopped) });
    let shaken = within(limit, shaking.as_mut()).await;
    edit(session, |h| h.info = gauge.read());
    match shaken {
        Ok(tls) => {
            meter.stop();
            edit(session, |h| agreed(h, tls.get_ref().1));
            session.wire = Some(Wire::new(Box::new(tls), local, gauge));
            if is_left_out(session) { Err(budget::exhausted()) } else { Ok(()) }
        }
        Err(failure) if failure.kind == FailureKind::NotTls => {
            let heard = meter.heard();
            if begins_as_tls(&heard) {
                return Err(Failure { kind: FailureKind::Unexpected, ..failure });
            }
            edit(session, |h| h.heard = Some(Bytes(heard)));
            Err(failure)
        }
        Err(failure) => Err(failure),
    }
}

/// Whether it begins with a record of TLS, whatever follows (RFC 8446 §5.1).
const fn begins_as_tls(heard: &[u8]) -> bool {
    matches!(heard, [20..=23, 3, ..])
}

/// What ended a handshake. A message of more than 64 KiB breaks no rule of TLS (RFC 8446 §4 allows
/// 16 MiB), it is only more than the library reads.
fn stopped(error: io::Error) -> Failure {
    use InvalidMessage as M;
    let too_much = match error.get_ref().map(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(Some(rustls::Error::InvalidMessage(wrong))) => {
            matches!(wrong, M::HandshakePayloadTooLarge | M::CertificatePayloadTooLarge)
        }
        // The library's buffer is full, or the meter's patience is at its end.
        Some(None) => error.kind() == io::ErrorKind::InvalidData,
        _ => false,
    };
    match too_much {
        true => Failure::new(FailureKind::TooMuch, "the handshake is longer than is read"),
        false => error.into(),
    }
}

fn config(session: &Session<'_>) -> ClientConfig {
    let witness = Arc::new(Witness { draft: session.shared_draft() });
    let recorder = Recorder {
        provider: Arc::clone(provider()),
        draft: session.shared_draft(),
        budget: Arc::clone(&session.setup.budget),
        share: session.share(limits::CHAIN_SHARE),
        keeps: !session.subject.is_scan(),
    };
    let mut config = ClientConfig::builder_with_provider(offered(&session.subject))
        .with_safe_default_protocol_versions()
        .expect("the provider supports the default versions")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(recorder))
        .with_client_cert_resolver(Arc::clone(&witness) as _);
    config.resumption = Resumption::store(witness);
    config
}

/// What is offered: all that the provider has, or what came before hybrid key exchange.
fn offered(subject: &Subject) -> Arc<CryptoProvider> {
    if !matches!(subject, Subject::Retry { offer: Offer::WithoutHybrid, .. }) {
        return Arc::clone(provider());
    }
    let mut classical = CryptoProvider::clone(provider());
    classical.kx_groups.retain(|group| group.name() != NamedGroup::X25519MLKEM768);
    Arc::new(classical)
}

fn edit(session: &Session<'_>, change: impl FnOnce(&mut Handshake)) {
    if let Data::Handshake(handshake) = &mut *session.draft() {
        change(handshake);
    }
}

/// Whether a chain was shown and nothing of it kept.
fn is_left_out(session: &Session<'_>) -> bool {
    matches!(&*session.draft(), Data::Handshake(h) if h.chain.is_empty() && h.left_out > 0)
}

fn agreed(handshake: &mut Handshake, tls: &ClientConnection) {
    handshake.version = tls.protocol_version().map(|v| version(v.as_str(), u16::from(v)));
    handshake.suite = tls
        .negotiated_cipher_suite()
        .and_then(|s| s.suite().as_str())
        .map(|name| name.replacen("TLS13_", "TLS_", 1));
    handshake.group =
        tls.negotiated_key_exchange_group().and_then(|g| g.name().as_str()).map(str::to_owned);
}

/// `TLSv1_3` as people write it.
fn version(name: Option<&str>, number: u16) -> String {
    name.map_or_else(
        || format!("0x{number:04x}"),
        |n| n.replacen("TLSv", "TLS ", 1).replacen('_', ".", 1),
    )
}

#[cfg(test)]
mod tests {
    use rustls::{Error, PeerMisbehaved};

    use super::*;

    #[test]
    fn what_is_longer_than_is_read_is_told_from_what_breaks_the_rules() {
        let kind = |error: Error| stopped(io::Error::new(io::ErrorKind::InvalidData, error)).kind;
        let broken = |wrong| kind(Error::InvalidMessage(wrong));
        assert_eq!(broken(InvalidMessage::HandshakePayloadTooLarge), FailureKind::TooMuch);
        assert_eq!(broken(InvalidMessage::CertificatePayloadTooLarge), FailureKind::TooMuch);
        assert_eq!(broken(InvalidMessage::MessageTooLarge), FailureKind::HandshakeFailed);
        assert_eq!(broken(InvalidMessage::InvalidContentType), FailureKind::NotTls);
        let misbehaved = Error::PeerMisbehaved(PeerMisbehaved::TooManyEmptyFragments);
        assert_eq!(kind(misbehaved), FailureKind::HandshakeFailed);
        let full = io::Error::new(io::ErrorKind::InvalidData, "message buffer full");
        assert_eq!(stopped(full).kind, FailureKind::TooMuch);
        assert_eq!(stopped(io::ErrorKind::UnexpectedEof.into()).kind, FailureKind::Closed);
    }
}
