//! Slips of the finger in a name, and the name as it was meant.
use std::net::Ipv4Addr;

use super::{before, spaceless};

/// One kind of slip. Mending takes it away for good.
pub(super) struct Slip {
    /// Whether the text has it.
    pub(super) seen: fn(&str) -> bool,
    /// What is wrong.
    pub(super) message: &'static str,
    /// The text without it.
    pub(super) mended: fn(&str) -> String,
}

/// In the order in which they are looked for.
pub(super) const SLIPS: &[Slip] = &[
    Slip { seen: str::is_empty, message: "no name is given", mended: str::to_owned },
    Slip {
        seen: |text| text.contains(char::is_whitespace),
        message: "a space stands in it",
        mended: |text| with_port(text).unwrap_or_else(|| spaceless(text)),
    },
    Slip {
        seen: |text| text.contains([',', ';']),
        message: "a comma stands where a dot belongs",
        mended: |text| text.replace([',', ';'], "."),
    },
    Slip {
        seen: |text| text.contains(['/', '\\']),
        message: "a name ends before the slash",
        mended: |text| before(text.trim_start_matches(['/', '\\']), &['/', '\\']).to_owned(),
    },
    Slip {
        seen: |text| text.starts_with("*."),
        message: "a wildcard is not one host",
        mended: |text| text.trim_start_matches(['*', '.']).to_owned(),
    },
    Slip {
        seen: |text| text.starts_with('.'),
        message: "a name does not begin with a dot",
        mended: |text| text.trim_start_matches('.').to_owned(),
    },
    Slip {
        seen: |text| text.contains("..") || text.ends_with('.'),
        message: "two dots follow each other",
        mended: |text| parts(text).collect::<Vec<_>>().join("."),
    },
    Slip {
        seen: |text| parts(text).any(|label| label.starts_with('-') || label.ends_with('-')),
        message: "no part of a name begins or ends with a hyphen",
        mended: |text| parts(text).map(|p| p.trim_matches('-')).collect::<Vec<_>>().join("."),
    },
    Slip {
        seen: |text| registered(text).contains('_'),
        message: "no registry gives out names with an underscore",
        mended: |text| text.replace('_', "-"),
    },
    Slip {
        seen: |text| parts(text).next_back().is_some_and(number),
        message: "this is no IPv4 address: that has four numbers from 0 to 255",
        mended: |text| unpadded(text).map_or_else(|| text.to_owned(), |addr| addr.to_string()),
    },
];

/// `host 25`, as telnet takes it.
fn with_port(text: &str) -> Option<String> {
    let (name, port) = text.rsplit_once(char::is_whitespace)?;
    port.parse::<u16>().ok()?;
    Some(format!("{}:{port}", spaceless(name)))
}

fn parts(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split('.').filter(|part| !part.is_empty())
}

/// The part that somebody registered: further left the owner may use any name that the DNS can
/// carry (RFC 2181 §11), and networks that grew up with NetBIOS do.
fn registered(text: &str) -> &str {
    match text.rmatch_indices('.').nth(1) {
        Some((at, _)) => &text[at..],
        None if text.contains('.') => text,
        None => "",
    }
}

/// What programs would read as an address, and no name can end in (RFC 3696 §2).
fn number(label: &str) -> bool {
    let hex = label.strip_prefix("0x").or(label.strip_prefix("0X"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    digits(label) || hex.is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// `192.000.002.001` without the zeros that some programs take for octal.
fn unpadded(text: &str) -> Option<Ipv4Addr> {
    let numbers: Vec<u8> = text.split('.').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let four: [u8; 4] = numbers.try_into().ok()?;
    Some(four.into())
}
