//! What is offered in a hello of our own.
use serde::{Deserialize, Serialize};

use super::Part;

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
    /// Nothing but this, and what comes with it, to see whether it is accepted.
    Scan(Part),
}

impl Offer {
    /// The version in the hello, as it is on the wire.
    pub(super) const fn version(self) -> u16 {
        match self {
            Self::Ssl3 => 0x0300,
            Self::Tls10 => 0x0301,
            Self::Scan(part) => match part.version() {
                Some(version) => version,
                None => 0x0303,
            },
            Self::Everything | Self::WithoutName | Self::WithoutHybrid => 0x0303,
        }
    }

    /// Whether this suite is offered.
    pub(super) fn has(self, number: u16, suite: &str) -> bool {
        /// Suites beyond are for elliptic curves and newer ciphers, of which SSL 3.0 knows nothing.
        const LAST_OF_SSL3: u16 = 0x003a;
        let wanted = match self {
            Self::Scan(part) => part.has(suite),
            _ => true,
        };
        wanted && (self.has_extensions() || number <= LAST_OF_SSL3)
    }

    /// Whether the version knows extensions.
    pub(super) const fn has_extensions(self) -> bool {
        self.version() > 0x0300
    }

    /// Whether it is asked to see what is accepted, and not why nothing is.
    pub const fn is_scan(self) -> bool {
        matches!(self, Self::Scan(_))
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
