//! What is said of what a port accepts of TLS.
use probes::tls::hello::{Offer, Part};

use super::Text;
use crate::finding::Arg;

// Titles of the columns of what TLS is accepted.
pub(crate) const COLUMN_WHERE: Text = Text("column-where");
pub(crate) const COLUMN_VERSIONS: Text = Text("column-versions");
pub(crate) const COLUMN_OLDER_CIPHERS: Text = Text("column-older-ciphers");
pub(crate) const COLUMN_NOT_KNOWN: Text = Text("column-not-known");
pub(crate) const COLUMN_ALPN: Text = Text("column-alpn");
pub(crate) const COLUMN_PIPELINED: Text = Text("column-pipelined");
pub(crate) const SCANS: [Text; 6] = [
    COLUMN_WHERE,
    COLUMN_VERSIONS,
    COLUMN_OLDER_CIPHERS,
    COLUMN_ALPN,
    COLUMN_PIPELINED,
    COLUMN_NOT_KNOWN,
];
/// The version that no scan asks for.
pub(crate) const NEWEST: &str = "TLS 1.3";

// The table.
pub(crate) const SCAN: Text = Text("scan");

// What the run did.
pub(crate) const SCANNED: Text = Text("scanned");
pub(crate) const SENT_PIPELINED: Text = Text("sent-pipelined");

// What binds a handshake to its connection.
pub(crate) const MASTER_SECRET: Text = Text("master-secret");
pub(crate) const RENEGOTIATION: Text = Text("renegotiation");
pub(crate) const BOUND: [(&str, Text); 2] =
    [("extended_master_secret", MASTER_SECRET), ("renegotiation_info", RENEGOTIATION)];

// What became of ALPN, and what came beside the certificate.
pub(crate) const ALPN_REFUSED: Text = Text("alpn-refused");
pub(crate) const ALPN_IGNORED: Text = Text("alpn-ignored");
pub(crate) const ALPN_NOT_REGISTERED: Text = Text("alpn-not-registered");
pub(crate) const ALPN: Text = Text("alpn");
pub(crate) const TIMESTAMPS_BESIDE: Text = Text("timestamps-beside");

// What became of a command in clear behind STARTTLS.
pub(crate) const PIPELINED_INSIDE: Text = Text("pipelined-inside");
pub(crate) const PIPELINED_CLEAR: Text = Text("pipelined-clear");
pub(crate) const PIPELINED_REFUSED: Text = Text("pipelined-refused");
pub(crate) const PIPELINED_IGNORED: Text = Text("pipelined-ignored");
pub(crate) const PIPELINED_OTHER: Text = Text("pipelined-other");

// What was offered.
pub(crate) const PIPELINED: Text = Text("pipelined");
pub(crate) const PRIME: Text = Text("prime");
pub(crate) const EVERY_EXCHANGE: Text = Text("every-exchange");
pub(crate) const STATIC_RSA: Text = Text("static-rsa");
pub(crate) const ANONYMOUS: Text = Text("anonymous");
pub(crate) const EVERYTHING: Text = Text("everything");
pub(crate) const WITHOUT_NAME: Text = Text("without-name");
pub(crate) const WITHOUT_HYBRID: Text = Text("without-hybrid");

/// A version, or a family of ciphers.
pub(crate) fn part(part: Part) -> Arg {
    let code = match part {
        Part::Tls12 => "TLS 1.2",
        Part::Alpn => "ALPN",
        Part::Tls11 => "TLS 1.1",
        Part::Tls10 => "TLS 1.0",
        Part::Ssl3 => "SSL 3.0",
        Part::Cbc => "CBC",
        Part::Dhe => "DHE",
        Part::StaticKey => return STATIC_RSA.into(),
        Part::TripleDes => "3DES",
        Part::Rc4 => "RC4",
        Part::Export => "EXPORT",
        Part::Null => "NULL",
        Part::Anonymous => return ANONYMOUS.into(),
    };
    code.into()
}

/// What was offered, to see why a handshake fails or what is accepted.
pub(crate) fn offer(offer: Offer) -> Arg {
    match offer {
        Offer::Everything => EVERYTHING.into(),
        Offer::WithoutName => WITHOUT_NAME.into(),
        Offer::Tls13 => EVERY_EXCHANGE.into(),
        Offer::Tls10 => part(Part::Tls10),
        Offer::Ssl3 => part(Part::Ssl3),
        Offer::WithoutHybrid => WITHOUT_HYBRID.into(),
        Offer::Scan(scanned) => part(scanned),
        Offer::Pipelined => PIPELINED.into(),
    }
}
