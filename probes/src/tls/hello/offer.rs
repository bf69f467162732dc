//! What is offered when a handshake has failed.
use serde::{Deserialize, Serialize};

/// One way to ask again. Each is a connection of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// Every version up to TLS 1.2, every suite, every curve.
    Everything,
    /// The same, but the server is not told for which name (RFC 6066 §3).
    WithoutName,
    /// No more than TLS 1.0: some servers die of newer hellos.
    Tls10,
    /// No more than SSL 3.0 (RFC 6101), which knows no extensions.
    Ssl3,
    /// A whole handshake, but without the hybrid key exchange that makes its hello large.
    WithoutHybrid,
}

impl Offer {
    /// The version in the hello, as it is on the wire.
    pub(super) const fn version(self) -> u16 {
        match self {
            Self::Ssl3 => 0x0300,
            Self::Tls10 => 0x0301,
            Self::Everything | Self::WithoutName | Self::WithoutHybrid => 0x0303,
        }
    }

    /// Whether the hello has a name in it, if there is one.
    pub(super) const fn is_named(self) -> bool {
        !matches!(self, Self::WithoutName | Self::Ssl3)
    }

    /// Whether there is a step of its own for it.
    pub(crate) const fn is_hello(self) -> bool {
        !matches!(self, Self::WithoutHybrid)
    }
}
