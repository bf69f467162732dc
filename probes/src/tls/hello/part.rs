//! What a server is asked for when it is to be known what it accepts.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Service;

use super::{Hello, Worth, suites};

/// A version, a family of cipher suites, or an extension. Each is a connection of its own. Whether
/// TLS 1.3 and the ciphers of today are accepted, [`crate::Step::Handshake`] tells.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// TLS 1.2 (RFC 5246).
    Tls12,
    /// Application-layer protocol negotiation (RFC 7301), in TLS 1.2: in TLS 1.3 the answer is
    /// encrypted.
    Alpn,
    /// Forward secrecy by elliptic curves, but with ciphers in CBC mode.
    Cbc,
    /// Key exchange over a prime (DHE), with ciphers that protect.
    Dhe,
    /// Key exchange by the certificate's key alone: static RSA, static ECDH.
    StaticKey,
    /// Triple DES.
    TripleDes,
    /// RC4 (RFC 7465).
    Rc4,
    /// Keys of 40 bits.
    Export,
    /// No encryption.
    Null,
    /// No certificate.
    Anonymous,
    /// TLS 1.1 (RFC 4346).
    Tls11,
    /// TLS 1.0 (RFC 2246).
    Tls10,
    /// SSL 3.0 (RFC 6101).
    Ssl3,
}

impl Part {
    /// All of them, in the order in which they are asked for: those that a server might take amiss
    /// come last.
    pub const ALL: &[Self] = &[
        Self::Tls12,
        Self::Alpn,
        Self::Cbc,
        Self::Dhe,
        Self::StaticKey,
        Self::TripleDes,
        Self::Rc4,
        Self::Export,
        Self::Null,
        Self::Anonymous,
        Self::Tls11,
        Self::Tls10,
        Self::Ssl3,
    ];

    /// The one that such a service is asked for after this one.
    pub fn next(self, service: Service) -> Option<Self> {
        let mut later = Self::ALL.iter().copied().skip_while(|part| *part != self).skip(1);
        later.find(|part| part.is_for(service))
    }

    /// Whether such a service can be asked for it: ALPN needs a registered name.
    pub const fn is_for(self, service: Service) -> bool {
        !matches!(self, Self::Alpn) || service.alpn().is_some()
    }

    /// Whether it is a family of cipher suites.
    pub const fn is_family(self) -> bool {
        self.version().is_none() && !matches!(self, Self::Alpn)
    }

    /// The version, as it is on the wire, if it is one.
    pub(super) const fn version(self) -> Option<u16> {
        match self {
            Self::Ssl3 => Some(0x0300),
            Self::Tls10 => Some(0x0301),
            Self::Tls11 => Some(0x0302),
            Self::Tls12 => Some(0x0303),
            _ => None,
        }
    }

    /// Whether this suite belongs to it; to a version, or an extension, all do.
    pub(super) fn has(self, suite: &str) -> bool {
        let weak = |word: &str| suite.contains(word) && !suite.contains("_anon_");
        match self {
            Self::Cbc => suites::worth(suite) == Worth::OldCipher,
            Self::Dhe => suites::worth(suite) == Worth::FiniteField,
            Self::StaticKey => suites::worth(suite) == Worth::StaticKey,
            Self::TripleDes => weak("_3DES_"),
            Self::Rc4 => weak("_RC4_") && !weak("_EXPORT_"),
            Self::Export => weak("_EXPORT_"),
            Self::Null => weak("_NULL_"),
            Self::Anonymous => suite.contains("_anon_"),
            Self::Tls12 | Self::Tls11 | Self::Tls10 | Self::Ssl3 | Self::Alpn => true,
        }
    }

    /// Whether this answer agrees to it. A server may agree to an older version than the one that
    /// was offered.
    pub fn is_in(self, hello: &Hello) -> bool {
        let (Some(version), Some(suite)) = (&hello.version, &hello.suite) else { return false };
        if self == Self::Alpn {
            return hello.alpn.is_some();
        }
        self.has(suite) && self.version().is_none_or(|ours| super::names::version(ours) == *version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_weak_suite_is_of_one_family_at_most_and_each_family_has_one() {
        let families = || Part::ALL.iter().filter(|part| part.is_family());
        for (_, suite) in suites::SUITES {
            let of = families().filter(|family| family.has(suite)).count();
            assert!(of <= 1, "{suite}");
        }
        for family in families() {
            assert!(suites::SUITES.iter().any(|(_, suite)| family.has(suite)), "{family:?}");
        }
    }

    #[test]
    fn an_older_version_than_was_asked_for_is_another() {
        let suite = Some("TLS_RSA_WITH_AES_128_CBC_SHA".to_owned());
        let hello = Hello { version: Some("TLS 1.0".to_owned()), suite, ..Hello::default() };
        assert!(Part::Tls10.is_in(&hello) && Part::StaticKey.is_in(&hello));
        assert!(!Part::Tls11.is_in(&hello) && !Part::Cbc.is_in(&hello));
        assert!(!Part::Tls10.is_in(&Hello::default()));
    }
}
