//! Writes a ClientHello (RFC 5246 §7.4.1.2; RFC 8446 §4.1.2 has the same shape).
use std::net::IpAddr;

use super::names::{self, CURVES};
use super::offer::Offer;
use super::suites::{OF_TLS13, SUITES};

const HANDSHAKE: u8 = 22;
const ALERT: u8 = 21;
const CLIENT_HELLO: u8 = 1;
/// `TLS_EMPTY_RENEGOTIATION_INFO_SCSV`, the extension's stand-in where there are none (RFC 5746 §3.3).
const EMPTY_RENEGOTIATION_INFO: u16 = 0x00ff;

/// Hash and signature (RFC 5246 §7.4.1.4.1): ECDSA, RSA-PSS, EdDSA, RSA, DSA; SHA-512 down to SHA-1.
const SIGNATURES: &[u16] = &[
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0807, 0x0808, 0x0401, 0x0501, 0x0601, 0x0303,
    0x0301, 0x0203, 0x0201, 0x0402, 0x0302, 0x0202,
];

/// Some old servers hang at a hello of 256 to 511 bytes (RFC 7685 §4).
const DANGEROUS: std::ops::Range<usize> = 256..512;

/// The record with a hello, for this name and, if any is to be offered, this protocol inside.
pub(super) fn client_hello(
    offer: Offer,
    name: &str,
    alpn: Option<&str>,
    random: &[u8; 32],
) -> Vec<u8> {
    let mut body = offer.version().to_be_bytes().to_vec();
    body.extend_from_slice(random);
    // No session to resume.
    body.push(0);
    put(&mut body, 2, &numbers(suites(offer)));
    // One method of compression: none.
    body.extend_from_slice(&[1, 0]);
    if offer.has_extensions() {
        let mut all = extensions(offer, name);
        if let Some(alpn) = alpn {
            // One name (RFC 7301 §3.1).
            extension(&mut all, 16, &list(2, &list(1, alpn.as_bytes())));
        }
        extend(&mut body, all);
    }
    let mut message = vec![CLIENT_HELLO];
    put(&mut message, 3, &body);
    // Old servers want an old version on the record, whatever is offered within (RFC 5246 §E.1).
    record(HANDSHAKE, offer.version().min(0x0301), &message)
}

/// Two alerts: `user_canceled`, then `close_notify`, which it wants (RFC 5246 §7.2.2).
pub(super) fn user_canceled(offer: Offer) -> Vec<u8> {
    const WARNING: u8 = 1;
    let alert = |description| record(ALERT, offer.version(), &[WARNING, description]);
    [alert(90), alert(0)].concat()
}

fn suites(offer: Offer) -> impl Iterator<Item = u16> {
    let offered =
        OF_TLS13.iter().chain(SUITES).filter(move |(number, name)| offer.has(*number, name));
    offered.map(|(number, _)| *number).chain([EMPTY_RENEGOTIATION_INFO])
}

/// Puts the extensions, and as much padding as the length of the whole message needs.
fn extend(body: &mut Vec<u8>, mut extensions: Vec<u8>) {
    const PADDING: u16 = 21;
    const HEADERS: usize = 4 + 2;
    let length = HEADERS + body.len() + extensions.len();
    if DANGEROUS.contains(&length) {
        let missing = DANGEROUS.end.saturating_sub(length + 4);
        extension(&mut extensions, PADDING, &vec![0; missing]);
    }
    put(body, 2, &extensions);
}

fn extensions(offer: Offer, name: &str) -> Vec<u8> {
    let mut all = Vec::new();
    if offer.is_named() && name.parse::<IpAddr>().is_err() {
        extension(&mut all, 0, &server_name(name));
    }
    if offer.is_tls13() {
        extend_tls13(&mut all);
        return all;
    }
    extension(&mut all, 10, &list(2, &numbers(CURVES.iter().map(|(number, _)| *number))));
    // Points as they are, not compressed (RFC 8422 §5.1.2).
    extension(&mut all, 11, &[1, 0]);
    if offer.version() >= 0x0303 {
        // OCSP, from anybody (RFC 6066 §8).
        extension(&mut all, 5, &[1, 0, 0, 0, 0]);
        extension(&mut all, 13, &list(2, &numbers(SIGNATURES.iter().copied())));
        // signed_certificate_timestamp (RFC 6962 §3.3.1), extended_master_secret (RFC 7627),
        // session_ticket (RFC 5077).
        extension(&mut all, 18, &[]);
        extension(&mut all, 23, &[]);
        extension(&mut all, 35, &[]);
    }
    all
}

/// What TLS 1.3 can't do without (RFC 8446 §9.2); of keys none, so that one has to be asked for.
fn extend_tls13(all: &mut Vec<u8>) {
    const TLS13: u16 = 0x0304;
    extension(all, 10, &list(2, &numbers(names::groups_of_tls13())));
    extension(all, 13, &list(2, &numbers(SIGNATURES.iter().copied())));
    extension(all, 43, &list(1, &TLS13.to_be_bytes()));
    extension(all, 51, &list(2, &[]));
}

/// One name of the type `host_name` (RFC 6066 §3).
fn server_name(name: &str) -> Vec<u8> {
    let mut one = vec![0];
    put(&mut one, 2, name.as_bytes());
    list(2, &one)
}

fn extension(to: &mut Vec<u8>, number: u16, content: &[u8]) {
    to.extend_from_slice(&number.to_be_bytes());
    put(to, 2, content);
}

fn record(content_type: u8, version: u16, content: &[u8]) -> Vec<u8> {
    let mut record = vec![content_type];
    record.extend_from_slice(&version.to_be_bytes());
    put(&mut record, 2, content);
    record
}

fn numbers(all: impl Iterator<Item = u16>) -> Vec<u8> {
    all.flat_map(u16::to_be_bytes).collect()
}

fn list(width: usize, content: &[u8]) -> Vec<u8> {
    let mut list = Vec::new();
    put(&mut list, width, content);
    list
}

/// Puts the length, in so many bytes, and the content. Names have 253 bytes at most, all else here
/// is as long as we made it.
fn put(to: &mut Vec<u8>, width: usize, content: &[u8]) {
    let length = content.len().to_be_bytes();
    to.extend_from_slice(&length[length.len() - width..]);
    to.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Offer; 5] =
        [Offer::Everything, Offer::WithoutName, Offer::Tls13, Offer::Tls10, Offer::Ssl3];

    fn hello(offer: Offer, name: &str) -> Vec<u8> {
        client_hello(offer, name, None, &[7; 32])
    }

    fn contains(hello: &[u8], part: &[u8]) -> bool {
        hello.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn the_lengths_fit_and_nobody_is_given_a_length_to_die_of() {
        let names = ["a.example".to_owned(), format!("{}.example", "x".repeat(240))];
        for (offer, name) in ALL.iter().flat_map(|o| names.iter().map(move |n| (*o, n))) {
            let hello = hello(offer, name);
            let length = |at: usize| usize::from(hello[at]) << 8 | usize::from(hello[at + 1]);
            assert_eq!(length(3), hello.len() - 5, "{offer:?}");
            assert_eq!((hello[6], length(7)), (0, hello.len() - 9), "{offer:?}");
            assert!(!DANGEROUS.contains(&(hello.len() - 5)), "{offer:?}: {}", hello.len());
            assert!(hello.len() < 1200, "{offer:?}: it fits into one packet: {}", hello.len());
        }
    }

    #[test]
    fn the_name_is_sent_only_where_it_is_one_and_is_to_be_sent() {
        let name = "mail.example.test";
        let named = ALL.map(|offer| contains(&hello(offer, name), name.as_bytes()));
        assert_eq!(named, [true, false, true, true, false]);
        assert!(!contains(&hello(Offer::Everything, "192.0.2.1"), b"192.0.2.1"));
    }

    #[test]
    fn a_scan_offers_nothing_but_what_it_is_about() {
        let suites = |part| suites(Offer::Scan(part)).collect::<Vec<_>>();
        assert_eq!(suites(super::super::Part::Rc4), [4, 5, 0xc007, 0xc011, 0x00ff]);
        let modern = |part| contains(&hello(Offer::Scan(part), "a.example"), &[0xc0, 0x2f]);
        assert!(modern(super::super::Part::Tls12) && !modern(super::super::Part::Ssl3));
    }

    #[test]
    fn versions_are_what_the_offer_says() {
        let versions = ALL.map(|offer| hello(offer, "a.example")[9..11].to_vec());
        assert_eq!(versions, [[3, 3], [3, 3], [3, 3], [3, 1], [3, 0]]);
    }

    #[test]
    fn tls_1_3_is_offered_with_its_own_suites_and_without_a_key() {
        let hello = hello(Offer::Tls13, "a.example");
        assert!(contains(&hello, &[0, 43, 0, 3, 2, 3, 4]), "supported_versions");
        assert!(contains(&hello, &[0, 51, 0, 2, 0, 0]), "key_share");
        let suites: Vec<_> = suites(Offer::Tls13).collect();
        assert_eq!(suites, [0x1301, 0x1302, 0x1303, 0x1304, 0x1305, 0x00ff]);
        let older = self::suites(Offer::Everything).any(super::super::suites::is_of_tls13);
        assert!(!older);
    }

    #[test]
    fn a_protocol_is_offered_to_nobody_but_who_is_asked_for_it() {
        use crate::Service;
        let scan = Offer::Scan(super::super::Part::Alpn);
        let asked = [Service::Imaps, Service::Pop3, Service::Submission];
        assert_eq!(asked.map(|s| scan.alpn(s)), [Some("imap"), Some("pop3"), None]);
        assert_eq!(Offer::Everything.alpn(Service::Imap), None);
        let with = client_hello(scan, "a.example", Some("imap"), &[7; 32]);
        let extension = [&[0, 16, 0, 7, 0, 5, 4][..], b"imap"].concat();
        assert!(contains(&with, &extension));
        assert!(!contains(&hello(scan, "a.example"), &extension));
    }
}
