//! A text in which what was written in another way is plain.
use std::borrow::Cow;
use std::ops::Range;

use super::shape::{is_domain, is_name, run};

/// Signs of names and addresses that have a name of their own in pages (HTML §13.5).
const ENTITIES: &[(&str, u8)] = &[
    ("amp", b'&'),
    ("bsol", b'\\'),
    ("colon", b':'),
    ("commat", b'@'),
    ("dash", b'-'),
    ("hyphen", b'-'),
    ("lowbar", b'_'),
    ("period", b'.'),
    ("sol", b'/'),
];
/// Bytes of a character reference, with zeros before its number.
const LONGEST_ENTITY: usize = 12;

/// What is encoded to be passed along, as `%2E` in URLs, `&#46;` in pages, `=2E` in messages and
/// `\x2e` in logs; what nobody shall click on, as `[.]`; and what only looks different, as the wide
/// letters and dots of other scripts (RFC 5895 §2).
pub(super) struct Plain<'t> {
    pub(super) bytes: Cow<'t, [u8]>,
    raw: &'t [u8],
    /// Where each byte begins in the text as it was, where anything was encoded.
    starts: Option<Vec<usize>>,
}

impl<'t> Plain<'t> {
    pub(super) fn new(raw: &'t [u8]) -> Self {
        if !raw.iter().any(|b| b"%&=[\\".contains(b) || !b.is_ascii()) {
            return Self { bytes: Cow::Borrowed(raw), raw, starts: None };
        }
        let (mut bytes, mut starts, mut at) = (Vec::new(), Vec::new(), 0);
        while at < raw.len() {
            let (byte, long) = plain(&raw[at..], bytes.last().copied()).unwrap_or((raw[at], 1));
            bytes.push(byte);
            starts.push(at);
            at += long;
        }
        let starts = (bytes.len() < raw.len()).then_some(starts);
        Self { bytes: Cow::Owned(bytes), raw, starts }
    }

    /// This part as it was written.
    pub(super) fn as_it_was(&self, part: Range<usize>) -> &'t [u8] {
        let Some(starts) = &self.starts else { return &self.raw[part] };
        let place = |at: usize| starts.get(at).copied().unwrap_or(self.raw.len());
        &self.raw[place(part.start)..place(part.end)]
    }
}

/// The byte that the text begins with in another form, and how long that is.
fn plain(text: &[u8], before: Option<u8>) -> Option<(u8, usize)> {
    match text {
        [b'[', b'.', b']', ..] => Some((b'.', 3)),
        [b'[', b'd', b'o', b't', b']', ..] => Some((b'.', 5)),
        [b'[', b'a', b't', b']', ..] => Some((b'@', 4)),
        [b'%', high, low, ..] => Some((graphic(*high, *low)?, 3)),
        [b'=', high, low, ..] => Some((quoted(graphic(*high, *low)?, &text[1..])?, 3)),
        [b'&', ..] => entity(text),
        [b'\\', ..] => escaped(text),
        _ => {
            let letter = letter(text)?;
            let long = letter.len_utf8();
            Some((alike(letter, before, &text[long..])?, long))
        }
    }
}

/// The byte of two hexadecimal digits, if it can be seen.
fn graphic(high: u8, low: u8) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    Some(digit(high)? << 4 | digit(low)?).filter(u8::is_ascii_graphic)
}

/// The byte, if these digits behind a `=` are one of a message (RFC 2045 §6.7), and not the
/// beginning of a number.
fn quoted(byte: u8, digits: &[u8]) -> Option<u8> {
    let is_meant = match byte {
        b'@' => is_domain(&digits[2..run(digits, 2, is_name)]),
        // An address as one number has so many digits.
        b'-' | b'.' | b':' | b'_' => !matches!(run(digits, 0, |b| b.is_ascii_hexdigit()), 8 | 32),
        _ => false,
    };
    is_meant.then_some(byte)
}

/// The byte of a character reference (HTML §13.1.4), and how long that is.
fn entity(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().take(LONGEST_ENTITY).position(|b| *b == b';')?;
    let name = str::from_utf8(&text[1..end]).ok()?;
    let byte = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u8::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    byte.is_ascii_graphic().then_some((byte, end + 1))
}

/// The sign that stands behind a backslash in code and in logs (RFC 8259 §7), and how long that is.
fn escaped(text: &[u8]) -> Option<(u8, usize)> {
    let (byte, long) = match text {
        [_, sign @ (b'/' | b'\\'), ..] => (*sign, 2),
        [_, b'x', high, low, ..] => (graphic(*high, *low)?, 4),
        [_, b'u', b'0', b'0', high, low, ..] => (graphic(*high, *low)?, 6),
        _ => return None,
    };
    // A name behind a backslash may begin like a letter's number.
    b"-./:@\\_".contains(&byte).then_some((byte, long))
}

/// The first letter, if it is not of ASCII.
fn letter(text: &[u8]) -> Option<char> {
    let long = match text.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    std::str::from_utf8(text.get(..long)?).ok()?.chars().next()
}

/// The byte that a letter stands for; a space, where it is none that names have.
fn alike(letter: char, before: Option<u8>, after: &[u8]) -> Option<u8> {
    let next = || self::letter(after).and_then(wide).or_else(|| after.first().copied());
    match letter {
        // At the end of a sentence it is no dot of a name.
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => {
            let joined =
                [before, next()].iter().all(|b| b.is_some_and(|b| b.is_ascii_alphanumeric()));
            Some(if joined { b'.' } else { b' ' })
        }
        '\u{2010}' | '\u{2011}' => Some(b'-'),
        _ => wide(letter).or_else(|| is_mark(letter).then_some(b' ')),
    }
}

/// The letter of ASCII that a wide one stands for.
fn wide(letter: char) -> Option<u8> {
    const FIRST: u32 = 0xff01;
    let nth = u8::try_from(u32::from(letter).checked_sub(FIRST)?).ok()?;
    (nth < 94).then(|| b'!' + nth)
}

/// Whether words end before it. What joins to letters, as accents do, is no such mark.
fn is_mark(letter: char) -> bool {
    const JOINING: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{b7}'];
    let range = matches!(
        u32::from(letter),
        0x80..=0xbf | 0xd7 | 0xf7 | 0x2000..=0x206f | 0x20a0..=0x20cf | 0x2190..=0x2bff
            | 0x2e00..=0x2e7f | 0x3000..=0x303f | 0xfe10..=0xfe1f | 0xfe30..=0xfe6f
            | 0xff00..=0xffef | 0x1f000..=0x1faff
    );
    range && !letter.is_alphanumeric() && !JOINING.contains(&letter)
}
