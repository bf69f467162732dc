//! Addresses of network cards (IEEE 802 §8.2), and the half of an IPv6 address that tells of one.
use std::net::Ipv6Addr;
use std::ops::Range;

use super::Redactor;
use super::shape::{is_word, run};
use super::text::Page;

/// How the address of a card is written: digits of a group, groups, and the signs between them.
const FORMS: [(usize, usize, &[u8]); 2] = [(2, 6, b":-"), (4, 3, b".")];
/// The longest text of the last four groups of an IPv6 address.
const LONGEST_HALF: usize = 19;

impl Redactor {
    /// The address of a card that begins here, and where to go on.
    pub(super) fn hardware(
        &mut self,
        page: &mut Page<'_>,
        at: usize,
        tail: usize,
    ) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        let (card, end) = card_at(bytes, at).or_else(|| {
            let (half, end) = half_at(bytes, at)?;
            Some((card_of(half).or_else(|| self.known.card(half))?, end))
        })?;
        page.put(&self.labels.hardware(card));
        Some(end)
    }
}

/// The cards whose addresses are parts of a word, and where those stand.
pub(super) fn cards(bytes: &[u8], word: &Range<usize>) -> Vec<(u64, Range<usize>)> {
    let (bytes, mut found, mut at) = (&bytes[..word.end], Vec::new(), word.start);
    while at < word.end {
        let next = card_at(bytes, at);
        found.extend(next.map(|(card, end)| (card, at..end)));
        at = next.map_or_else(|| run(bytes, at, is_word) + 1, |(_, end)| end + 1);
    }
    found
}

/// The card whose address begins here, and where it ends. A longer row of such numbers is the
/// fingerprint of a key.
fn card_at(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    FORMS.into_iter().find_map(|(wide, groups, marks)| {
        let mark = *bytes.get(at + wide).filter(|mark| marks.contains(mark))?;
        let end = at + groups * (wide + 1) - 1;
        let text = bytes.get(at..end)?;
        let lawful = |group: &[u8]| group.len() == wide && group.iter().all(u8::is_ascii_hexdigit);
        if !text.split(|b| *b == mark).all(lawful) || is_joined(bytes, at..end, mark, wide) {
            return None;
        }
        let digits: String = text.iter().filter(|b| **b != mark).map(|b| char::from(*b)).collect();
        Some((u64::from_str_radix(&digits, 16).ok()?, end))
    })
}

/// Whether letters or another such group are joined to it.
fn is_joined(bytes: &[u8], place: Range<usize>, mark: u8, wide: usize) -> bool {
    let group = |near: &mut dyn Iterator<Item = &u8>| match near.next() {
        Some(sign) if *sign == mark => {
            let group: Vec<&u8> = near.take_while(|b| is_word(**b)).take(wide + 1).collect();
            group.len() == wide && group.iter().all(|b| b.is_ascii_hexdigit())
        }
        sign => sign.is_some_and(|b| is_word(*b)),
    };
    group(&mut bytes[..place.start].iter().rev()) || group(&mut bytes[place.end..].iter())
}

/// Four groups as the last of an IPv6 address, and where they end.
fn half_at(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let lawful = |b: u8| b.is_ascii_hexdigit() || b == b':';
    let most = &bytes[..bytes.len().min(at + LONGEST_HALF + 1)];
    let end = run(most, at, lawful);
    let text = str::from_utf8(&bytes[at..end]).ok()?.trim_end_matches(':');
    let end = at + text.len();
    let alone = at.checked_sub(1).is_none_or(|b| !is_word(bytes[b]) && bytes[b] != b':')
        && bytes.get(end).is_none_or(|b| !is_word(*b));
    let groups = text.split(':').map(|group| u16::from_str_radix(group, 16).ok());
    let groups: Vec<u16> = groups.collect::<Option<_>>()?;
    let [a, b, c, d] = <[u16; 4]>::try_from(groups).ok().filter(|_| alone)?;
    Some((half_of(Ipv6Addr::new(0, 0, 0, 0, a, b, c, d)), end))
}

/// The half of an address that is the machine's own.
pub(super) fn half_of(addr: Ipv6Addr) -> u64 {
    u64::try_from(addr.to_bits() & u128::from(u64::MAX)).unwrap_or_default()
}

/// The card that such a half is made of (RFC 4291 Appendix A).
pub(super) const fn card_of(half: u64) -> Option<u64> {
    const MIDDLE: u64 = 0xff_fe00_0000;
    const LOCAL: u64 = 1 << 41;
    if half & 0xff_ff00_0000 != MIDDLE {
        return None;
    }
    Some((half >> 40 << 24 | half & 0xff_ffff) ^ LOCAL)
}
