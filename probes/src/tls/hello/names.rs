//! Registered names of what stands in a hello (the IANA registries for TLS).
use rustls::AlertDescription;

use super::Alert;
use crate::failure::registered;

/// Curves that are offered, today's first, so that a server that lets its client choose shows the
/// best that it has (RFC 8422 §5.1.1, RFC 7027). Groups with primes are left out: a server that
/// knows of them, but not of these, must not choose DHE at all (RFC 7919 §4).
pub(super) const CURVES: &[(u16, &str)] = &[
    (29, "x25519"),
    (23, "secp256r1"),
    (24, "secp384r1"),
    (25, "secp521r1"),
    (30, "x448"),
    (26, "brainpoolP256r1"),
    (27, "brainpoolP384r1"),
    (28, "brainpoolP512r1"),
    (22, "secp256k1"),
    (21, "secp224r1"),
    (20, "secp224k1"),
    (19, "secp192r1"),
    (18, "secp192k1"),
    (17, "secp160r2"),
    (16, "secp160r1"),
    (15, "secp160k1"),
    (14, "sect571r1"),
    (13, "sect571k1"),
    (12, "sect409r1"),
    (11, "sect409k1"),
    (10, "sect283r1"),
    (9, "sect283k1"),
    (7, "sect233r1"),
    (6, "sect233k1"),
    (3, "sect163r2"),
    (1, "sect163k1"),
];

/// Groups that only TLS 1.3 knows: primes, curves that were registered anew, and key encapsulation
/// alone or with a curve (RFC 7919, RFC 8734; drafts of the TLS working group).
const LATER_GROUPS: &[(u16, &str)] = &[
    (0x11ec, "X25519MLKEM768"),
    (0x11eb, "SecP256r1MLKEM768"),
    (0x11ed, "SecP384r1MLKEM1024"),
    (0x0201, "MLKEM768"),
    (0x0202, "MLKEM1024"),
    (0x0200, "MLKEM512"),
    (31, "brainpoolP256r1tls13"),
    (32, "brainpoolP384r1tls13"),
    (33, "brainpoolP512r1tls13"),
    (41, "curveSM2"),
    (256, "ffdhe2048"),
    (257, "ffdhe3072"),
    (258, "ffdhe4096"),
    (259, "ffdhe6144"),
    (260, "ffdhe8192"),
];

const EXTENSIONS: &[(u16, &str)] = &[
    (0, "server_name"),
    (5, "status_request"),
    (10, "supported_groups"),
    (11, "ec_point_formats"),
    (16, "application_layer_protocol_negotiation"),
    (18, "signed_certificate_timestamp"),
    (22, "encrypt_then_mac"),
    (23, "extended_master_secret"),
    (35, "session_ticket"),
    (43, "supported_versions"),
    (51, "key_share"),
    (0xff01, "renegotiation_info"),
];

const MESSAGES: &[(u16, &str)] = &[
    (0, "hello_request"),
    (2, "server_hello"),
    (6, super::read::HELLO_RETRY_REQUEST),
    (11, super::read::CERTIFICATE),
    (12, "server_key_exchange"),
    (13, super::read::CERTIFICATE_REQUEST),
    (14, "server_hello_done"),
    (22, "certificate_status"),
];

const VERSIONS: &[(u16, &str)] = &[
    (0x0300, "SSL 3.0"),
    (0x0301, "TLS 1.0"),
    (0x0302, "TLS 1.1"),
    (0x0303, "TLS 1.2"),
    (0x0304, "TLS 1.3"),
];

pub(super) fn group(number: u16) -> String {
    let later = LATER_GROUPS.iter().any(|(known, _)| *known == number);
    find(if later { LATER_GROUPS } else { CURVES }, number)
}

/// The groups that TLS 1.3 has, today's first (RFC 8446 §4.2.7).
pub(super) fn groups_of_tls13() -> impl Iterator<Item = u16> {
    let kept = CURVES.iter().filter(|(number, _)| matches!(number, 23..=25 | 29 | 30));
    kept.chain(LATER_GROUPS).map(|(number, _)| *number)
}

pub(super) fn extension(number: u16) -> String {
    find(EXTENSIONS, number)
}

pub(super) fn message(number: u8) -> String {
    find(MESSAGES, number.into())
}

pub(super) fn version(number: u16) -> String {
    find(VERSIONS, number)
}

pub(super) fn alert(level: u8, description: u8) -> Alert {
    Alert {
        level: match level {
            1 => "warning".to_owned(),
            2 => "fatal".to_owned(),
            other => other.to_string(),
        },
        description: registered(AlertDescription::from(description)),
    }
}

/// The name of a number, or the number where it has none here.
pub(super) fn find(names: &[(u16, &str)], number: u16) -> String {
    let known = names.iter().find(|(n, _)| *n == number);
    known.map_or_else(|| format!("0x{number:04x}"), |(_, name)| (*name).to_owned())
}
