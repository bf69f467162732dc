//! What is said of what a port accepts of TLS.
use probes::tls::hello::{Offer, Part};

// The table.
pub(crate) const SCAN: &str = "TLS accepted";
pub(crate) const SCANS: [&str; 5] = ["where", "versions", "older ciphers", "ALPN", "not known"];
pub(crate) const NEWEST: &str = "TLS 1.3";
pub(crate) const ALPN_REFUSED: &str = "refuses {$name}";
pub(crate) const ALPN_IGNORED: &str = "ignored";
pub(crate) const ALPN_NOT_REGISTERED: &str = "not for SMTP";

// What the run did.
pub(crate) const SCANNED: &str =
    "of these, to see which TLS is accepted, one after the other on each port: {$count}";

// Transcripts.
pub(crate) const ALPN: &str = "ALPN {$name}";
pub(crate) const TIMESTAMPS_BESIDE: &str = "SCTs beside the certificate: {$count}";
pub(crate) const BOUND: [(&str, &str); 2] = [
    ("extended_master_secret", "extended master secret"),
    ("renegotiation_info", "secure renegotiation"),
];

/// A version, or a family of ciphers.
pub(crate) const fn part(part: Part) -> &'static str {
    match part {
        Part::Tls12 => "TLS 1.2",
        Part::Alpn => "ALPN",
        Part::Tls11 => "TLS 1.1",
        Part::Tls10 => "TLS 1.0",
        Part::Ssl3 => "SSL 3.0",
        Part::Cbc => "CBC",
        Part::Dhe => "DHE",
        Part::StaticKey => "static RSA",
        Part::TripleDes => "3DES",
        Part::Rc4 => "RC4",
        Part::Export => "EXPORT",
        Part::Null => "NULL",
        Part::Anonymous => "anonymous",
    }
}

/// What was offered, to see why a handshake fails or what is accepted.
pub(crate) const fn offer(offer: Offer) -> &'static str {
    match offer {
        Offer::Everything => "everything up to TLS 1.2",
        Offer::WithoutName => "everything up to TLS 1.2, without the name",
        Offer::Tls13 => "TLS 1.3 with every key exchange",
        Offer::Tls10 => "TLS 1.0",
        Offer::Ssl3 => "SSL 3.0",
        Offer::WithoutHybrid => "less, for a smaller first message",
        Offer::Scan(part) => self::part(part),
    }
}
