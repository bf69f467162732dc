//! What looks like an address or a name in a text of strangers.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::plain::Plain;

/// What stands before the name of a user in a path.
const HOMES: [&[u8]; 5] = [
    b"/home/",
    b"/users/",
    b"\\users\\",
    b"/documents and settings/",
    b"\\documents and settings\\",
];
/// The most bytes of such a name, where it holds spaces.
const LONGEST_USER: usize = 64;
/// The longest text of an IPv6 address.
pub(super) const LONGEST_V6: usize = 45;

/// Whether words go on with this byte.
pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether names go on with this byte.
pub(super) const fn is_name(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'.' | b'-' | b'_')
}

/// A text in small letters: where it is the same in two, they are the same name.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(small).collect()
}

/// The same of bytes, with the place in them that each byte of it is from, and their end.
pub(super) fn folded(bytes: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let (mut found, mut places, mut at) = (Vec::new(), Vec::new(), 0);
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            let small: String = small(letter).collect();
            found.extend_from_slice(small.as_bytes());
            places.resize(found.len(), at);
            at += letter.len_utf8();
        }
        found.extend_from_slice(chunk.invalid());
        places.extend(at..at + chunk.invalid().len());
        at += chunk.invalid().len();
    }
    places.push(at);
    (found, places)
}

/// The small letters of one; at the end of a word the Greek one is another (σ).
fn small(letter: char) -> impl Iterator<Item = char> {
    letter.to_lowercase().map(|small| if small == 'ς' { 'σ' } else { small })
}

/// Where a run of such bytes ends.
pub(super) fn run(bytes: &[u8], from: usize, within: impl Fn(u8) -> bool) -> usize {
    from + bytes[from..].iter().take_while(|byte| within(**byte)).count()
}

/// Whether it has the form of a domain name: two labels or more, the last of letters.
pub(super) fn is_domain(name: &[u8]) -> bool {
    let mut labels = name.rsplit(|b| *b == b'.');
    let top = labels.next().unwrap_or_default();
    let letters = top.len() > 1 && top.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    let encoded = top.len() > 4 && top[..4].eq_ignore_ascii_case(b"xn--");
    let mut below = labels.peekable();
    (letters || encoded) && below.peek().is_some() && below.all(|label| !label.is_empty())
}

/// The name of a user, where the folder of one begins here.
pub(super) fn home(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let begins = |home: &&&[u8]| {
        bytes.get(at..at + home.len()).is_some_and(|b| b.eq_ignore_ascii_case(home))
    };
    let short = || short_home(bytes, at);
    let begin = HOMES.iter().find(begins).map(|home| at + home.len()).or_else(short)?;
    let end = run(bytes, begin, |b| b != b' ' && of_user(b));
    let most = &bytes[..bytes.len().min(begin + LONGEST_USER)];
    // Where the path goes on behind spaces, they are the name's.
    let far = if end == begin { end } else { run(most, end.min(most.len()), of_user) };
    let goes_on = matches!(bytes.get(far), Some(b'/' | b'\\')) && bytes[far - 1] != b' ';
    Some(begin..if goes_on { far.max(end) } else { end })
}

/// Where the name begins behind a tilde (POSIX, Shell Command Language §2.6.1).
fn short_home(bytes: &[u8], at: usize) -> Option<usize> {
    let alone = at.checked_sub(1).is_none_or(|before| !is_word(bytes[before]));
    let [b'~', first, ..] = bytes[at..] else { return None };
    let most = &bytes[..bytes.len().min(at + LONGEST_USER)];
    let end = run(most, at + 1, is_name);
    let is_home = alone && (first.is_ascii_alphabetic() || !first.is_ascii());
    (is_home && matches!(bytes.get(end), Some(b'/' | b'\\'))).then_some(at + 1)
}

/// Whether the name of a user's folder may go on with this byte.
fn of_user(byte: u8) -> bool {
    (byte == b' ' || !byte.is_ascii_whitespace()) && !b"/\\\"':,;)".contains(&byte)
}

/// All users whose folders a text names.
pub(super) fn homes(text: &str) -> impl Iterator<Item = &str> {
    let all = (0..text.len()).filter_map(|at| home(text.as_bytes(), at));
    all.filter_map(|place| text.get(place)).filter(|name| !name.is_empty())
}

/// All addresses in a text, in any form that shows itself.
pub(super) fn addresses(text: &str) -> Vec<IpAddr> {
    let plain = Plain::new(text.as_bytes());
    let bytes = &*plain.bytes;
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if let Some((addr, end)) = v6_at(bytes, at) {
            found.push(IpAddr::V6(addr));
            found.extend(addr.to_ipv4_mapped().map(IpAddr::V4));
            at = end;
        } else {
            let end = run(bytes, at, is_name);
            let sure = quads(&bytes[at..end]).into_iter().filter(|quad| !quad.is_doubtful);
            found.extend(sure.map(|quad| IpAddr::V4(quad.addr)));
            found.extend(nibbles(&bytes[at..end]).map(|(addr, _)| IpAddr::V6(addr)));
            at = end.max(at + 1);
        }
    }
    found
}

/// An IPv6 address that begins here, and where it ends (RFC 4291 §2.2). Words end before it and
/// begin behind it.
pub(super) fn v6_at(bytes: &[u8], at: usize) -> Option<(Ipv6Addr, usize)> {
    let alone = |end: usize| bytes.get(end).is_none_or(|b| !is_word(*b));
    if at > 0 && is_word(bytes[at - 1]) {
        return None;
    }
    v6_within(bytes, at).filter(|(_, end)| alone(*end))
}

/// The same, where letters may be joined to it.
pub(super) fn v6_within(bytes: &[u8], at: usize) -> Option<(Ipv6Addr, usize)> {
    let hex = |b: u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
    let most = bytes.len().min(at + LONGEST_V6 + 2);
    let end = run(&bytes[..most], at, hex);
    let run = &bytes[at..end];
    if run.iter().filter(|b| **b == b':').count() < 2 {
        return None;
    }
    let marks = run.iter().rev().take_while(|b| matches!(b, b':' | b'.')).count();
    [run.len(), run.len() - marks].into_iter().find_map(|long| {
        let text = std::str::from_utf8(&run[..long]).ok()?;
        Some((text.parse().ok()?, at + long))
    })
}

/// Four numbers in a row that may be an IPv4 address.
pub(super) struct Quad {
    /// Where it stands in its token.
    pub(super) place: Range<usize>,
    /// In the order in which they stand.
    pub(super) addr: Ipv4Addr,
    /// What stands between them.
    mark: u8,
    /// Whether each has three digits.
    is_padded: bool,
    /// Whether further numbers or letters are joined to it, so that it is one only if it is known.
    pub(super) is_doubtful: bool,
}

impl Quad {
    /// Another address in the same form.
    pub(super) fn with(&self, addr: Ipv4Addr) -> String {
        let wide = if self.is_padded { 3 } else { 1 };
        let words = addr.octets().map(|octet| format!("{octet:0wide$}"));
        words.join(&char::from(self.mark).to_string())
    }
}

/// All of them in a token of letters, digits and `.`, `-`, `_`.
pub(super) fn quads(token: &[u8]) -> Vec<Quad> {
    let parts = parts(token);
    let number = |at: usize| parts.get(at).is_some_and(|p| octet(&token[p.clone()]).is_some());
    let found = parts.windows(4).enumerate().filter_map(|(first, four)| {
        let mut quad = quad(token, four)?;
        quad.is_doubtful |= first.checked_sub(1).is_some_and(number) || number(first + 4);
        Some(quad)
    });
    found.collect()
}

fn quad(token: &[u8], parts: &[Range<usize>]) -> Option<Quad> {
    let [first, .., last] = parts else { return None };
    let digits = |part: &Range<usize>| token[part.clone()].iter().all(u8::is_ascii_digit);
    // Letters may be joined to the first and to the last number.
    let before = token[first.clone()].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let behind = token[last.clone()].iter().take_while(|b| b.is_ascii_digit()).count();
    let place = first.end - before..last.start + behind;
    let mark = *token.get(first.end)?;
    let mut octets = [0; 4];
    for (value, part) in octets.iter_mut().zip(parts) {
        *value = octet(&token[part.start.max(place.start)..part.end.min(place.end)])?;
    }
    let alike = parts[..3].iter().all(|part| token[part.end] == mark);
    let is_padded = place.len() == 15;
    let is_doubtful = !digits(first) || !digits(last);
    alike.then_some(Quad { place, addr: Ipv4Addr::from(octets), mark, is_padded, is_doubtful })
}

pub(super) fn octet(digits: &[u8]) -> Option<u8> {
    let lawful = (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(digits).ok().filter(|_| lawful)?;
    number.parse().ok()
}

/// All first three numbers of addresses that a token may hold, and where they stand.
pub(super) fn triples(token: &[u8]) -> Vec<(Range<usize>, [u8; 3])> {
    let parts = parts(token);
    let found = parts.windows(3).filter_map(|three| {
        let [first, middle, last] = three else { return None };
        let before = token[first.clone()].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let begin = first.end - before;
        let end = run(&token[..last.end], last.start, |b| b.is_ascii_digit());
        let number = |part: Range<usize>| octet(&token[part]);
        let octets = [number(begin..first.end)?, number(middle.clone())?, number(last.start..end)?];
        (token[first.end] == token[middle.end]).then_some((begin..end, octets))
    });
    found.collect()
}

/// The parts of a token between `.`, `-` and `_`.
fn parts(token: &[u8]) -> Vec<Range<usize>> {
    let (mut found, mut begin) = (Vec::new(), 0);
    for (at, byte) in token.iter().enumerate() {
        if matches!(byte, b'.' | b'-' | b'_') {
            found.push(begin..at);
            begin = at + 1;
        }
    }
    found.push(begin..token.len());
    found
}

/// The IPv6 address whose nibbles a token begins with, last first, as the DNS has them
/// (RFC 3596 §2.5), and where they end.
pub(super) fn nibbles(token: &[u8]) -> Option<(Ipv6Addr, usize)> {
    const LONG: usize = 63;
    let text = token.get(..LONG)?;
    let ends = token.get(LONG).is_none_or(|b| *b == b'.');
    let lawful = text.iter().enumerate().all(|(at, b)| match at % 2 {
        0 => b.is_ascii_hexdigit(),
        _ => *b == b'.',
    });
    let digits: Vec<u8> = text.iter().rev().step_by(2).copied().collect();
    let digits = String::from_utf8(digits).ok().filter(|_| lawful && ends)?;
    let bits = u128::from_str_radix(&digits, 16).ok()?;
    Some((Ipv6Addr::from_bits(bits), LONG))
}

/// The nibbles of an address as the DNS has them.
pub(super) fn in_nibbles(addr: Ipv6Addr) -> String {
    let digits = format!("{:032x}", addr.to_bits());
    digits.chars().rev().map(String::from).collect::<Vec<_>>().join(".")
}

/// How an address is written.
type Write = fn(IpAddr) -> String;

/// Addresses that a word may be, as one number or with `-` for `:`; and how others are written so.
pub(super) fn packed(word: &str) -> Vec<(IpAddr, Write)> {
    let mut found: Vec<(IpAddr, Write)> = Vec::new();
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    match word.len() {
        7..=10 if digits => {
            found.extend(word.parse().map(|bits| (Ipv4Addr::from_bits(bits).into(), decimal as _)));
        }
        12 if digits => {
            let octets = word.as_bytes().chunks(3).map(octet).collect::<Option<Vec<u8>>>();
            let octets = octets.and_then(|octets| <[u8; 4]>::try_from(octets).ok());
            found.extend(octets.map(|octets| (octets.into(), padded as _)));
        }
        32 => {
            let bits = u128::from_str_radix(word, 16);
            found.extend(bits.map(|bits| (Ipv6Addr::from_bits(bits).into(), hexadecimal as _)));
        }
        10 if has_base(word) => {
            let bits = u32::from_str_radix(&word[2..], 16);
            found.extend(bits.map(|bits| (Ipv4Addr::from_bits(bits).into(), with_base as _)));
        }
        _ if word.contains('.') => {
            found.extend(any_base(word).map(|addr| (addr.into(), each_with_base as _)));
        }
        _ if word.contains('-') && word.len() <= LONGEST_V6 => {
            let addr = word.replace('-', ":").parse::<Ipv6Addr>();
            found.extend(addr.map(|addr| (addr.into(), dashed as _)));
        }
        _ => {}
    }
    if digits && word.starts_with('0') {
        found.extend(any_base(word).map(|addr| (addr.into(), each_with_base as _)));
    }
    if word.len() == 8 {
        let bits = u32::from_str_radix(word, 16);
        found.extend(bits.map(|bits| (Ipv4Addr::from_bits(bits).into(), hexadecimal as _)));
    }
    found
}

fn has_base(word: &str) -> bool {
    word.get(..2).is_some_and(|begin| begin.eq_ignore_ascii_case("0x"))
}

/// Up to four numbers of any base, of which the last holds all that is left (POSIX, `inet_addr`).
fn any_base(word: &str) -> Option<Ipv4Addr> {
    let number = |part: &str| match part {
        _ if has_base(part) => u32::from_str_radix(&part[2..], 16).ok(),
        _ if part.starts_with('0') => u32::from_str_radix(part, 8).ok(),
        _ => part.parse().ok(),
    };
    let parts: Vec<&str> = word.splitn(5, '.').collect();
    let (last, octets) = parts.split_last().filter(|(_, octets)| octets.len() < 4)?;
    let (last, left) = (number(last)?, 4 - octets.len());
    // So small a number is that of a version.
    let meant = left == 1 || last > u8::MAX.into();
    if !meant || u64::from(last) >> (8 * left) > 0 {
        return None;
    }
    let join =
        |bits: u32, part: &&str| Some(bits << 8 | u32::from(u8::try_from(number(part)?).ok()?));
    let first = octets.iter().try_fold(0, join)?;
    let first = u64::from(first) << (8 * left);
    Some(Ipv4Addr::from_bits(u32::try_from(first).ok()? | last))
}

fn with_base(addr: IpAddr) -> String {
    format!("0x{}", hexadecimal(addr))
}

fn each_with_base(addr: IpAddr) -> String {
    match addr {
        IpAddr::V4(v4) => v4.octets().map(|octet| format!("{octet:#04x}")).join("."),
        IpAddr::V6(_) => hexadecimal(addr),
    }
}

fn hexadecimal(addr: IpAddr) -> String {
    match addr {
        IpAddr::V4(v4) => format!("{:08x}", v4.to_bits()),
        IpAddr::V6(v6) => format!("{:032x}", v6.to_bits()),
    }
}

fn decimal(addr: IpAddr) -> String {
    match addr {
        IpAddr::V4(v4) => v4.to_bits().to_string(),
        IpAddr::V6(v6) => v6.to_bits().to_string(),
    }
}

fn padded(addr: IpAddr) -> String {
    match addr {
        IpAddr::V4(v4) => v4.octets().map(|octet| format!("{octet:03}")).concat(),
        IpAddr::V6(_) => hexadecimal(addr),
    }
}

fn dashed(addr: IpAddr) -> String {
    addr.to_string().replace(':', "-")
}
