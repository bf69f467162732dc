//! What is wrong with a certificate chain: all of it, by its right name.
//!
//! [`judge`] is pure: it opens no socket and reads no clock, so that a recording can be judged
//! again years later, as of then or as of now. Whether a path to a root exists is for webpki to
//! say, as in TLS clients; why it doesn't is read from the certificates themselves.
mod der;
mod describe;
mod extensions;
mod fault;
mod gap;
mod interception;
mod judge;
mod key;
mod leaf;
mod names;
mod ocsp;
mod odd;
mod path;
mod plain;
mod pool;
mod refusal;
mod signature;
mod staple;
mod term;
mod tidy;

use probes::bytes::Bytes;

pub use describe::{Description, describe};
pub use fault::{Fault, Filled, Mess, Mismatch, Oddity};
pub use interception::{Interceptor, interceptor};
pub use judge::Judge;
pub use key::Key;
pub use names::shown;
pub use odd::NO_SIGNATURES;

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
    /// The OCSP response that came with the chain (RFC 6066 §8), DER.
    pub ocsp: Option<&'a [u8]>,
}

/// What is to be said of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// All that is wrong with it, each once.
    pub faults: Vec<Fault>,
    /// Who leads to whom, from the leaf up: to a root, or to where the way breaks off. Empty if the
    /// leaf can't be read.
    pub path: Vec<Link>,
}

/// One certificate of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its subject.
    pub subject: String,
    /// Where it was found.
    pub found: Found,
}

/// Where a certificate of a path was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// In the chain, at this place; the leaf has place 0.
    Sent(usize),
    /// In another chain of the same recording.
    Elsewhere,
    /// Where the certificate below it says that it lies; by its place among all that was fetched.
    Fetched(usize),
    /// Among the trusted roots.
    Root,
}

impl Judgement {
    /// Whether a careful client accepts the chain; what else is said of it then are warnings and
    /// notes.
    pub fn is_accepted(&self) -> bool {
        !self.faults.iter().any(Fault::is_refused)
    }

    /// Whether what was sent leads to a root.
    pub fn leads_to_root(&self) -> bool {
        let ends = self.path.last().is_some_and(|link| link.found == Found::Root);
        let sent = |link: &Link| matches!(link.found, Found::Sent(_) | Found::Root);
        ends && self.path.iter().all(sent)
    }
}

/// All that is to be said of a chain. Who has many chains to judge keeps a [`Judge`].
pub fn judge(case: &Case<'_>) -> Judgement {
    Judge::new(case.roots, case.seen, case.at).judge(case.sent, case.name, case.ocsp)
}

/// SHA-256 of a certificate (DER), hexadecimal: its name where it can't be read.
pub fn fingerprint(der: &[u8]) -> String {
    describe::fingerprint(der)
}
