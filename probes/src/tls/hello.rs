//! A ClientHello of our own, and how the server answers it. No handshake is completed: this is for
//! servers that today's handshakes fail with, to see what they would have agreed to; and, on request,
//! to see what else than today's a server accepts.
mod names;
mod offer;
mod part;
mod read;
mod suites;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::budget::{self, Budget};
use crate::bytes::Bytes;
use crate::net::Stream;
use crate::session::{Wire, within};
use crate::{Data, Failure, FailureKind, Session, Subject, limits};

use super::recorder;
use read::Reader;

pub use offer::Offer;
pub use part::Part;

/// The server's first flight (RFC 5246 §7.3), as far as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Hello {
    /// The name for which a certificate is judged, whether it was sent as SNI or not.
    pub server_name: String,
    /// The messages, by their registered names: `server_hello`.
    #[serde(default)]
    pub messages: Vec<String>,
    /// The version that the server chose, as people write it: `TLS 1.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The cipher suite that it chose, by its IANA name, or its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<String>,
    /// The extensions in its answer, by their IANA names, or their numbers.
    #[serde(default)]
    pub extensions: Vec<String>,
    /// The group of its key exchange, most often a curve, by its IANA name, or its number; with
    /// `hello_retry_request` the one that it wants a key for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The size of the prime of its key exchange, bit (RFC 5246 §7.4.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prime_bits: Option<u32>,
    /// The protocol that it chose to be spoken inside, of those that were offered (RFC 7301).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpn: Option<String>,
    /// Signed certificate timestamps that came beside the certificate (RFC 6962 §3.3.1). In TLS 1.3
    /// they come encrypted, where nobody here reads them.
    #[serde(default, skip_serializing_if = "crate::reply::is_none_of")]
    pub timestamps: u32,
    /// The chain as sent, leaf first, DER.
    #[serde(default)]
    pub chain: Vec<Bytes>,
    /// Certificates sent beyond [`crate::limits::CHAIN`]; all, if the run had no room left for them.
    #[serde(default)]
    pub left_out: u32,
    /// The last alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    /// What was said where TLS was expected, at most [`crate::limits::HEARD`] bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Bytes>,
}

/// An alert (RFC 8446 §6, RFC 5246 §7.2).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Alert {
    /// `warning` or `fatal`, or the number.
    pub level: String,
    /// The registered name: `handshake_failure`, or the number.
    pub description: String,
}

/// What a cipher suite is worth to today's programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// They offer it, and so does [`crate::Step::Handshake`].
    Todays,
    /// The key exchange is today's, the cipher is not: CBC, CCM, Camellia.
    OldCipher,
    /// The key exchange is Diffie-Hellman over a prime (DHE).
    FiniteField,
    /// The key exchange depends on the certificate's key alone: static RSA, static ECDH.
    StaticKey,
    /// It protects badly or not at all: NULL, EXPORT, RC4, DES, nobody's key.
    Weak,
}

/// The versions that today's programs no longer speak (RFC 7568, RFC 8996).
const OLD: [&str; 3] = ["SSL 3.0", "TLS 1.0", "TLS 1.1"];
/// The versions that [`crate::Step::Handshake`] offers.
const TODAYS: [&str; 2] = ["TLS 1.2", TLS13];
const TLS13: &str = "TLS 1.3";
/// The groups that [`crate::Step::Handshake`] offers.
const TODAYS_GROUPS: [&str; 4] = ["x25519", "secp256r1", "secp384r1", "X25519MLKEM768"];

impl Hello {
    /// The version that the server chose, if today's programs no longer speak it.
    pub fn old_version(&self) -> Option<&str> {
        self.version.as_deref().filter(|version| OLD.contains(version))
    }

    /// Whether it chose a version that today's programs speak.
    pub fn is_current(&self) -> bool {
        self.version.as_deref().is_some_and(|version| TODAYS.contains(&version))
    }

    /// Whether it chose TLS 1.3.
    pub fn is_tls13(&self) -> bool {
        self.version.as_deref() == Some(TLS13)
    }

    /// What the suite that it chose is worth; nothing, if that is none that is ever offered.
    pub fn worth(&self) -> Option<Worth> {
        self.suite.as_deref().filter(|suite| suites::is_known(suite)).map(suites::worth)
    }

    /// Whether the cipher that it chose is one of today's, whatever the key exchange is.
    pub fn has_todays_cipher(&self) -> bool {
        self.suite.as_deref().is_some_and(suites::has_todays_cipher)
    }

    /// The group that it chose, if today's programs do not offer it.
    pub fn odd_group(&self) -> Option<&str> {
        self.group.as_deref().filter(|group| !TODAYS_GROUPS.contains(group))
    }

    /// Whether it asks for a certificate of the client's (RFC 5246 §7.4.4).
    pub fn asks_for_certificate(&self) -> bool {
        self.messages.iter().any(|message| message == read::CERTIFICATE_REQUEST)
    }

    /// Whether it shows an empty list of certificates, which a server must not (RFC 5246 §7.4.2).
    pub fn shows_nothing(&self) -> bool {
        let shown = self.messages.iter().any(|message| message == read::CERTIFICATE);
        shown && self.chain.is_empty() && self.left_out == 0
    }

    /// Whether it chose what [`crate::Step::Handshake`] could have agreed to as well.
    pub fn is_todays(&self) -> bool {
        self.is_current()
            && self.worth() == Some(Worth::Todays)
            && self.odd_group().is_none()
            && !self.asks_for_certificate()
    }

    /// Whether the last alert has this registered name.
    pub fn was_refused_by(&self, description: &str) -> bool {
        self.alert.as_ref().is_some_and(|alert| alert.description == description)
    }

    /// Of a long chain the first certificates are kept, and none if the run has no room: who comes
    /// again has no share of its own.
    fn fit(&mut self, budget: &Budget) {
        let ders: Vec<&[u8]> = self.chain.iter().map(|der| der.0.as_slice()).collect();
        let kept = recorder::room_for(budget, &ders, 0, 0);
        self.left_out = u32::try_from(ders.len() - kept).unwrap_or(u32::MAX);
        self.chain.truncate(kept);
    }
}

pub(crate) async fn hello(session: &mut Session<'_>) -> Result<(), Failure> {
    let Subject::Retry { host, service, offer, .. } = session.subject.clone() else {
        return Err(Failure::new(FailureKind::Other, "not a retry"));
    };
    let ours = write::client_hello(offer, &host, offer.alpn(service), &rand::random());
    *session.draft() = Data::Hello(Hello { server_name: host, ..Hello::default() });
    let Some(Wire { mut stream, .. }) = session.wire.take() else {
        return Err(Failure::new(FailureKind::Closed, "no connection"));
    };
    let limit = session.setup.limits.handshake;
    let heard = within(limit, exchange(session, &mut *stream, &ours)).await;
    if heard.is_ok() {
        // The server may be gone already; it has been taken leave of.
        let _ = within(limits::FAREWELL, cancel(&mut *stream, offer)).await;
    }
    if offer.is_scan() {
        return scanned(session, heard);
    }
    if fit(session) { heard.and(Err(budget::exhausted())) } else { heard }
}

/// Who asks whether something is accepted is answered by a refusal too. The certificate was seen
/// before.
fn scanned(session: &Session<'_>, heard: Result<(), Failure>) -> Result<(), Failure> {
    use FailureKind as F;
    if let Data::Hello(hello) = &mut *session.draft() {
        hello.chain.clear();
    }
    heard.or_else(|failure| match failure.kind {
        F::HandshakeAlert | F::Closed | F::Reset => Ok(()),
        _ => Err(failure),
    })
}

/// Sends the hello and reads until the flight is over. What comes is in the draft, whatever ends it.
async fn exchange(
    session: &Session<'_>,
    stream: &mut dyn Stream,
    ours: &[u8],
) -> Result<(), Failure> {
    stream.write_all(ours).await?;
    stream.flush().await?;
    let mut reader = Reader::default();
    let mut chunk = [0; 2048];
    loop {
        let length = stream.read(&mut chunk).await?;
        if length == 0 {
            return Err(Failure::new(FailureKind::Closed, "the server closed the connection"));
        }
        if let Data::Hello(hello) = &mut *session.draft()
            && reader.take(&chunk[..length], hello)?
        {
            return Ok(());
        }
    }
}

/// Says that this goes no further, so that nobody looks for a fault (RFC 5246 §7.2.2).
async fn cancel(stream: &mut dyn Stream, offer: Offer) -> Result<(), Failure> {
    stream.write_all(&write::user_canceled(offer)).await?;
    stream.shutdown().await?;
    Ok(())
}

/// Says whether a chain was shown and nothing of it kept.
fn fit(session: &Session<'_>) -> bool {
    let mut draft = session.draft();
    let Data::Hello(hello) = &mut *draft else { return false };
    hello.fit(&session.setup.budget);
    hello.chain.is_empty() && hello.left_out > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chose(version: &str, suite: &str, group: &str) -> Hello {
        let some = |text: &str| Some(text.to_owned());
        Hello { version: some(version), suite: some(suite), group: some(group), ..Hello::default() }
    }

    #[test]
    fn what_a_handshake_could_have_agreed_to_explains_nothing() {
        let modern = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        assert!(chose("TLS 1.2", modern, "secp256r1").is_todays());
        assert!(!chose("TLS 1.1", modern, "secp256r1").is_todays());
        assert!(!chose("TLS 1.2", modern, "secp224r1").is_todays());
        assert!(!chose("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "x25519").is_todays());
        let asks = Hello {
            messages: vec![read::CERTIFICATE_REQUEST.to_owned()],
            ..chose("TLS 1.2", modern, "x25519")
        };
        assert!(!asks.is_todays() && !Hello::default().is_todays());
    }
}
