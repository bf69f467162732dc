//! What is offered in a hello of our own.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Service;

use super::{Part, suites};

/// One way to ask again. Each is a connection of its own.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// Every version up to TLS 1.2, every suite, every curve.
    Everything,
    /// The same, but the server is not told for which name (RFC 6066 §3).
    WithoutName,
    /// Nothing but TLS 1.3, with every group for the key exchange, but no key for any of them: so
    /// the server has to say which one it wants (RFC 8446 §4.2.8).
    Tls13,
    /// No more than TLS 1.0: some servers die of newer hellos.
    Tls10,
    /// No more than SSL 3.0 (RFC 6101), which knows no extensions.
    Ssl3,
    /// A whole handshake, but without the hybrid key exchange that makes its hello large.
    WithoutHybrid,
    /// Nothing but this, and what comes with it, to see whether it is accepted.
    Scan(Part),
    /// A whole handshake, but with a command in clear right behind the request for TLS, in the same
    /// write, to see whether it counts inside TLS (RFC 7457 §2.2).
    Pipelined,
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
            // From TLS 1.3 on the version stands elsewhere (RFC 8446 §4.2.1).
            Self::Everything
            | Self::WithoutName
            | Self::WithoutHybrid
            | Self::Tls13
            | Self::Pipelined => 0x0303,
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
        let known = self.has_extensions() || number <= LAST_OF_SSL3;
        wanted && known && suites::is_of_tls13(number) == self.is_tls13()
    }

    /// Whether the version knows extensions.
    pub(super) const fn has_extensions(self) -> bool {
        self.version() > 0x0300
    }

    /// Whether it is for TLS 1.3.
    pub(super) const fn is_tls13(self) -> bool {
        matches!(self, Self::Tls13)
    }

    /// The protocol that is offered to be spoken inside (RFC 7301). Only who asks for that offers
    /// one: strict servers refuse those that they don't know, and mail programs name none.
    pub(super) fn alpn(self, service: Service) -> Option<&'static str> {
        matches!(self, Self::Scan(Part::Alpn)).then(|| service.alpn()).flatten()
    }

    /// Whether it is asked to see what is accepted, and not why nothing is.
    pub const fn is_scan(self) -> bool {
        matches!(self, Self::Scan(_) | Self::Pipelined)
    }

    /// Whether the hello has a name in it, if there is one.
    pub(super) const fn is_named(self) -> bool {
        !matches!(self, Self::WithoutName | Self::Ssl3)
    }

    /// Whether there is a step of its own for it.
    pub(crate) const fn is_hello(self) -> bool {
        !matches!(self, Self::WithoutHybrid | Self::Pipelined)
    }
}
