//! The closed vocabulary of what can stop a step, and what maps into it.
use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::net::is_exhausted;

/// The one thing that stopped a step.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Failure {
    /// The word for it.
    pub kind: FailureKind,
    /// Said for a reader; nothing ever matches on it.
    pub detail: String,
}

/// Every way in which a step can end without what it came for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[schemars(transform = crate::schema::open)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The peer ended the connection in the middle.
    Closed,
    /// The run's deadline, or the user, ended the step.
    CutShort,
    /// A whole reply came, and it says no: 4xx, 5xx, `NO`, `BAD`, `BYE`, `-ERR`; in HTTP whatever
    /// is not 200.
    Declined,
    /// The peer sent a fatal TLS alert (RFC 8446 §6.2).
    HandshakeAlert,
    /// The two sides of the handshake did not agree, or the peer broke its rules.
    HandshakeFailed,
    /// Bytes stood in the clear between the STARTTLS reply and the handshake (RFC 3207 §6).
    Injected,
    /// RCODE 3: the name does not exist (RFC 2308).
    NoSuchName,
    /// This machine does not let the tool do it: EACCES, EPERM, EMFILE, ENFILE.
    NotPermitted,
    /// This machine has no way to do it: no route, no address of that family.
    NotPossible,
    /// Where TLS was expected, something else was said.
    NotTls,
    /// A reset answered the connection attempt: nothing listens, or something says so.
    Refused,
    /// RCODE 5: the resolver does not want to answer.
    RefusedByResolver,
    /// The connection was reset after it had been opened.
    Reset,
    /// RCODE 2 or another error: the resolver could not answer.
    ServerFailure,
    /// Nothing came within the time allowed.
    TimedOut,
    /// More came than is read.
    TooMuch,
    /// A stranger chose what is to be asked, and it is none of what this tool asks: another scheme
    /// than `http`, an address of a network that is none of his.
    OffLimits,
    /// What came isn't a reply of this protocol.
    Unexpected,
    /// An ICMP message said that the address can't be reached.
    Unreachable,
    /// None of these words.
    #[serde(other)]
    Other,
}

impl FailureKind {
    /// Whether the same may go well a moment later, as far as this word tells. Of the others a
    /// reply that says no may: its code tells.
    pub const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::Closed
                | Self::Refused
                | Self::Reset
                | Self::ServerFailure
                | Self::TimedOut
                | Self::Unreachable
        )
    }
}

impl Failure {
    /// A failure of this kind, with words for a reader.
    pub fn new(kind: FailureKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// Nothing came within the time allowed.
    pub fn timed_out() -> Self {
        Self::new(FailureKind::TimedOut, "no answer in time")
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if let Some(tls) = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()) {
            return tls.into();
        }
        if is_exhausted(&error) {
            return Self::new(FailureKind::NotPermitted, error.to_string());
        }
        use io::ErrorKind as E;
        let kind = match error.kind() {
            E::ConnectionRefused => FailureKind::Refused,
            E::TimedOut => FailureKind::TimedOut,
            E::ConnectionReset => FailureKind::Reset,
            E::ConnectionAborted | E::BrokenPipe | E::UnexpectedEof | E::NotConnected => {
                FailureKind::Closed
            }
            E::PermissionDenied => FailureKind::NotPermitted,
            E::HostUnreachable => FailureKind::Unreachable,
            E::NetworkUnreachable | E::AddrNotAvailable | E::NetworkDown | E::Unsupported => {
                FailureKind::NotPossible
            }
            E::InvalidData => FailureKind::Unexpected,
            _ => FailureKind::Other,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<&rustls::Error> for Failure {
    fn from(error: &rustls::Error) -> Self {
        use rustls::{Error as E, InvalidMessage};
        let kind = match error {
            E::AlertReceived(_) => FailureKind::HandshakeAlert,
            E::InvalidMessage(InvalidMessage::InvalidContentType) => FailureKind::NotTls,
            _ => FailureKind::HandshakeFailed,
        };
        match error {
            E::AlertReceived(alert) => Self::new(kind, format!("TLS alert {}", registered(*alert))),
            _ => Self::new(kind, error.to_string()),
        }
    }
}

/// The registered name of an alert: `handshake_failure` (RFC 8446 §6).
pub(crate) fn registered(alert: rustls::AlertDescription) -> String {
    let Some(name) = alert.as_str() else { return u8::from(alert).to_string() };
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() && !words.ends_with(char::is_uppercase) {
            words.push('_');
        }
        words.push(c);
    }
    // The one name that rustls spells in its own way (RFC 6066 §9).
    words.to_lowercase().replace("unrecognised", "unrecognized")
}

#[cfg(test)]
mod tests {
    use rustls::AlertDescription as A;

    use super::*;

    #[test]
    fn alerts_are_told_by_their_registered_names() {
        let alerts = [A::HandshakeFailure, A::UnrecognisedName, A::UnknownCA].map(registered);
        assert_eq!(alerts, ["handshake_failure", "unrecognized_name", "unknown_ca"]);
    }
}
