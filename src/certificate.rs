//! What is wrong with a certificate chain: all of it, by its right name.
//!
//! [`judge`] is pure: it opens no socket and reads no clock, so that a recording can be judged
//! again years later, as of then or as of now. Whether a path to a root exists is for webpki to
//! say, as in TLS clients; why it doesn't is read from the certificates themselves.
mod describe;
mod judge;
mod leaf;
mod path;
mod pool;
mod signature;

use probes::bytes::Bytes;

pub use describe::{Description, Key, describe};
pub use judge::Judge;

/// What a chain is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The chain as sent, leaf first, DER.
    pub sent: &'a [Bytes],
    /// Certificates seen elsewhere, which may prove what is missing here, DER.
    pub seen: &'a [Bytes],
    /// The authorities that are trusted, DER.
    pub roots: &'a [Bytes],
    /// The name or address that the client asked for.
    pub name: &'a str,
    /// The time, seconds since the Unix epoch.
    pub at: u64,
}

/// One thing that is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The leaf is signed by its own key and is not itself trusted.
    SelfSigned,
    /// The chain ends at an authority that is not trusted.
    UnknownIssuer {
        /// Its name.
        issuer: String,
    },
    /// A certificate between the leaf and its root was not sent.
    IncompleteChain {
        /// The name of the missing one.
        missing: String,
        /// Where it can be had, if the leaf says so (RFC 5280 §4.2.2.1).
        url: Option<String>,
        /// Whether the missing certificate was seen elsewhere and does lead to a root.
        proven: bool,
    },
    /// The end of its validity is past.
    Expired {
        /// Whose.
        subject: String,
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// An intermediate certificate is out of its time.
    IntermediateOutdated {
        /// Whose.
        subject: String,
        /// The end of its validity, seconds since the Unix epoch.
        not_after: i64,
    },
    /// The beginning of its validity is to come.
    NotYetValid {
        /// Whose.
        subject: String,
        /// The beginning, seconds since the Unix epoch.
        not_before: i64,
    },
    /// The leaf is valid, but not for long.
    ExpiresSoon {
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// The leaf is for other names (RFC 9525).
    WrongName {
        /// What it is for.
        names: Vec<String>,
    },
    /// The leaf names no host where clients look, only in its subject (RFC 9525 §2).
    NameOnlyInSubject {
        /// Its subject.
        subject: String,
    },
    /// A key that clients refuse.
    WeakKey {
        /// Whose.
        subject: String,
        /// What kind of key.
        key: String,
    },
    /// A signature that clients refuse.
    WeakSignature {
        /// Whose.
        subject: String,
        /// Its algorithm.
        algorithm: String,
    },
    /// An X.509 version before 3.
    OldVersion {
        /// The version, as people count.
        version: u32,
    },
    /// The extended key usage does not allow servers (RFC 5280 §4.2.1.12).
    NotForServers,
    /// The leaf leads to a root, but says that it is an authority (RFC 5280 §4.2.1.9): programs
    /// differ on whether such a one may be a server's.
    CaAsServer,
    /// The leaf can't be parsed.
    Unreadable,
    /// So many certificates bear the same names that the search for a path was given up.
    TooManySignatures,
    /// No path was found for a reason that is none of the above.
    Rejected {
        /// What webpki says, or that a signature is of a kind that can't be checked.
        detail: String,
    },
}

/// All that is wrong with a chain, each once; empty if a careful client would accept it. Who has
/// many chains to judge keeps a [`Judge`].
pub fn judge(case: &Case<'_>) -> Vec<Fault> {
    Judge::new(case.roots, case.seen, case.at).judge(case.sent, case.name)
}
