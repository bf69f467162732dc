//! What strangers say, with aliases for what it must not tell.
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

use super::label::Kind;
use super::plain::Plain;
use super::shape::{self, is_name, run};
use super::{Redactor, hardware, public};

/// In place of the end of a text that was cut in the middle of what may be an address or a name.
const CUT: &str = "redacted";
/// Domains below which addresses stand backwards (RFC 1035 §3.5, RFC 3596 §2.5).
const REVERSE: [&str; 2] = ["in-addr.arpa", "ip6.arpa"];

/// A text on its way.
pub(super) struct Page<'t> {
    pub(super) plain: Plain<'t>,
    /// Up to where it is known that nothing that begins there ends with an `@`.
    pub(super) nobody: usize,
    out: Vec<u8>,
}

impl Redactor {
    /// A text of strangers, or of this machine.
    pub(super) fn text(&mut self, text: &str) -> String {
        self.cut_text(text, false)
    }

    /// A text of which the end may be missing.
    pub(super) fn cut_text(&mut self, text: &str, is_cut: bool) -> String {
        let out = self.bytes(text.as_bytes(), is_cut);
        String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into())
    }

    /// The same, where it need not be UTF-8.
    pub(super) fn bytes(&mut self, raw: &[u8], is_cut: bool) -> Vec<u8> {
        let out = Vec::with_capacity(raw.len());
        let mut page = Page { plain: Plain::new(raw), nobody: 0, out };
        let all = page.plain.bytes.len();
        let last = if is_cut { last_word(&page.plain.bytes) } else { all };
        let tail = if is_cut { self.tail(&page.plain.bytes, last) } else { all };
        let mut at = 0;
        while at < tail {
            let (from, told) = (at, page.out.len());
            at = self.step(&mut page, from, tail);
            // Half a name is not the name of another.
            if at > last && page.out[told..] != *page.plain.as_it_was(from..at) {
                page.out.truncate(told);
                page.out.extend_from_slice(CUT.as_bytes());
                return page.out;
            }
        }
        if tail < all {
            page.out.extend_from_slice(CUT.as_bytes());
        }
        page.out
    }

    /// How much of a text without end may stay: not its last word, which begins at `at`, if that
    /// may be the beginning of an address.
    fn tail(&self, bytes: &[u8], at: usize) -> usize {
        let last = String::from_utf8_lossy(&bytes[at..]).to_ascii_lowercase();
        let like_address = last.contains('@')
            || last.contains(|c: char| c.is_ascii_digit()) && last.contains(['.', ':', '-']);
        let kept = last.parse().is_ok_and(|addr| self.known.keeps(addr));
        if like_address && !kept && !self.known.keeps_name(&last) { at } else { bytes.len() }
    }

    /// Copies what begins here, or an alias for it, and says where to go on.
    fn step(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> usize {
        if let Some(end) = after_code(&page.plain.bytes[..tail], at) {
            page.keep(at..end);
            return end;
        }
        let known =
            [Self::hardware, Self::v6, Self::secret, Self::home, Self::login, Self::local_part];
        if let Some(end) = known.into_iter().find_map(|form| form(self, page, at, tail)) {
            return end;
        }
        let end = run(&page.plain.bytes[..tail], at, is_name);
        if end == at {
            page.keep(at..at + 1);
            return at + 1;
        }
        self.token(page, at..end);
        end
    }

    fn v6(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        let (addr, end) = shape::v6_at(bytes, at)?;
        // The interface that a link-local address is on tells of this machine.
        let zone = bytes[end..].first() == Some(&b'%');
        let after = if zone { run(bytes, end + 1, is_name) } else { end };
        match self.address(IpAddr::V6(addr)) {
            same if same == addr => page.keep(at..end),
            IpAddr::V6(alias) if let Some(v4) = alias.to_ipv4_mapped() => {
                page.put(&format!("::ffff:{v4}"));
            }
            alias => page.put(&alias.to_string()),
        }
        Some(after)
    }

    /// The folder of a user.
    fn home(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        let Range { start: begin, end } = shape::home(bytes, at)?;
        let name = String::from_utf8_lossy(&bytes[begin..end]).into_owned();
        page.keep(at..begin);
        if !name.is_empty() {
            page.put(&self.labels.user(&name));
        }
        Some(end)
    }

    /// Letters, digits, `.`, `-` and `_` in a row.
    pub(super) fn token(&mut self, page: &mut Page<'_>, whole: Range<usize>) {
        let bytes = page.plain.bytes[whole.clone()].to_vec();
        let marks = |b: &&u8| matches!(b, b'.' | b'-' | b'_');
        let begin = whole.start + bytes.iter().take_while(marks).count();
        let end = whole.end - bytes.iter().rev().take_while(marks).count();
        if begin >= end {
            return page.keep(whole);
        }
        page.keep(whole.start..begin);
        self.word(page, begin..end);
        page.keep(end..whole.end);
    }

    fn word(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let word = page.plain.bytes[place.clone()].to_vec();
        let lower = String::from_utf8_lossy(&word).to_lowercase();
        if self.known.keeps_name(lower.trim_start_matches('_')) {
            return page.keep(place);
        }
        if self.alias_of(page, &lower) {
            return;
        }
        let of_domain = place.start > 0 && page.plain.bytes[place.start - 1] == b'\\';
        if of_domain && self.known.is_shy(&lower) {
            page.put(&self.labels.user(&lower));
        } else if self.is_domain_of_user(&page.plain.bytes, place.end) {
            page.put(&self.labels.host(Kind::Name, &lower));
        } else if let Some((text, end)) = self.backwards(&word) {
            page.put(&text);
            page.keep(place.start + end..place.end);
        } else if !word.is_ascii() && self.is_sentence(&word) {
            if !self.named(page, &place) {
                self.ascii_parts(page, place);
            }
        } else if !shape::is_domain(&word) || public::is_name(&lower) {
            self.numbers(page, place);
        } else if self.is_own_name(&page.plain.bytes, place.start, &lower)
            && !self.holds_secret(&word)
        {
            page.keep(place);
        } else {
            page.put(&self.labels.host(Kind::Name, &lower));
        }
    }

    /// Whether it stands where a server says its own name (RFC 5321 §4.2), and is of the target's
    /// domain. Elsewhere a customer of the target's own network may be meant.
    fn is_own_name(&self, bytes: &[u8], at: usize, name: &str) -> bool {
        let code = |b: &[u8]| b[..3].iter().all(u8::is_ascii_digit) && b[3] != b'.';
        let first = match &bytes[..at] {
            before if before.len() == 4 => before == b"+OK " || code(before),
            before => before == b"* OK ",
        };
        first && self.known.is_below_target(name)
    }

    /// An address that stands backwards before the name of a list, and where it ends.
    fn backwards(&mut self, word: &[u8]) -> Option<(String, usize)> {
        let listed = |rest: &[u8]| {
            let name = String::from_utf8_lossy(rest).to_ascii_lowercase();
            let name = name.trim_start_matches('.');
            REVERSE.contains(&name) || public::is_name(name)
        };
        if let Some((addr, end)) = shape::nibbles(word) {
            let IpAddr::V6(alias) = self.address(IpAddr::V6(addr)) else { return None };
            return Some((shape::in_nibbles(alias), end));
        }
        let quads = shape::quads(word);
        let quad = quads.first().filter(|quad| quad.place.start == 0)?;
        let end = quad.place.end;
        if word.get(end) != Some(&b'.') || !listed(&word[end..]) {
            return None;
        }
        Some((quad.with(reversed(self.v4(reversed(quad.addr)))), end))
    }

    /// Whether a word with letters of other scripts is no name: it has not the form of one, or its
    /// only names are the target's, as in a sentence without spaces.
    fn is_sentence(&self, word: &[u8]) -> bool {
        let is_kept = |part: &[u8]| {
            let name = String::from_utf8_lossy(part).to_ascii_lowercase();
            !part.contains(&b'.') || self.known.keeps_name(&name)
        };
        !shape::is_domain(word) || word.split(|b| !b.is_ascii()).all(is_kept)
    }

    /// A word with letters of other scripts: sentences without spaces, with a name in them.
    fn ascii_parts(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let mut at = place.start;
        while at < place.end {
            let bytes = &page.plain.bytes[..place.end];
            let is_ascii = bytes[at].is_ascii();
            let end = run(bytes, at, |b| b.is_ascii() == is_ascii);
            if is_ascii {
                self.token(page, at..end)
            } else {
                page.keep(at..end)
            }
            at = end;
        }
    }

    /// A word that is no name, with aliases for the addresses in it.
    pub(super) fn numbers(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        if self.named(page, &place) {
            return;
        }
        let mut at = place.start;
        for (card, found) in hardware::cards(&page.plain.bytes, &place) {
            self.quads(page, at..found.start);
            page.put(&self.labels.hardware(card));
            at = found.end;
        }
        self.quads(page, at..place.end);
    }

    fn quads(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let word = page.plain.bytes[place.clone()].to_vec();
        let mut at = 0;
        for quad in shape::quads(&word) {
            if quad.place.start < at {
                continue;
            }
            if let Some(alias) = self.in_place_of(&quad) {
                self.one_number(page, place.start + at..place.start + quad.place.start);
                page.put(&quad.with(alias));
                at = quad.place.end;
            }
        }
        self.one_number(page, place.start + at..place.end);
    }

    fn in_place_of(&mut self, quad: &shape::Quad) -> Option<Ipv4Addr> {
        let (addr, back) = (IpAddr::V4(quad.addr), IpAddr::V4(reversed(quad.addr)));
        if self.known.keeps(addr) {
            return None;
        }
        let turned = self.known.is_own(back) && !self.known.is_own(addr);
        if turned || quad.is_doubtful && self.known.is_secret(back) {
            return Some(reversed(self.v4(reversed(quad.addr))));
        }
        let meant = !quad.is_doubtful || self.known.is_secret(addr);
        meant.then(|| self.v4(quad.addr))
    }

    /// What may be a known address as one number, or the beginning of one.
    fn one_number(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let text = String::from_utf8_lossy(&page.plain.bytes[place.clone()]).into_owned();
        match self.packed(&text) {
            Some(alias) => page.put(&alias),
            None => self.networks_v4(page, place),
        }
    }

    /// Numbers, each of which may be a known address.
    pub(super) fn digits(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let bytes = page.plain.bytes[place.clone()].to_vec();
        let mut at = place.start;
        for part in bytes.split_inclusive(|b| matches!(b, b'.' | b'-' | b'_')) {
            let bare = part.strip_suffix(b".").or_else(|| part.strip_suffix(b"-"));
            let bare = bare.or_else(|| part.strip_suffix(b"_")).unwrap_or(part);
            match self.packed(&String::from_utf8_lossy(bare)) {
                Some(alias) => {
                    page.put(&alias);
                    page.keep(at + bare.len()..at + part.len());
                }
                None => page.keep(at..at + part.len()),
            }
            at += part.len();
        }
    }

    fn packed(&mut self, word: &str) -> Option<String> {
        let card = u64::from_str_radix(word, 16).ok().filter(|_| matches!(word.len(), 12 | 16));
        if let Some(card) = card.and_then(|card| self.known.card(card)) {
            return Some(self.labels.hardware(card));
        }
        let secret = |(addr, _): &(IpAddr, _)| self.known.is_secret(*addr);
        let (addr, write) = shape::packed(word).into_iter().find(secret)?;
        Some(write(self.address(addr)))
    }

    pub(super) fn v4(&mut self, addr: Ipv4Addr) -> Ipv4Addr {
        match self.address(IpAddr::V4(addr)) {
            IpAddr::V4(alias) => alias,
            IpAddr::V6(_) => addr,
        }
    }
}

impl Page<'_> {
    pub(super) fn keep(&mut self, part: Range<usize>) {
        self.out.extend_from_slice(self.plain.as_it_was(part));
    }

    pub(super) fn put(&mut self, alias: &str) {
        self.out.extend_from_slice(alias.as_bytes());
    }
}

/// Where the last word of a text begins.
fn last_word(bytes: &[u8]) -> usize {
    let joined = |b: &&u8| is_name(**b) || matches!(b, b':' | b'@' | b'+' | b'%');
    bytes.len() - bytes.iter().rev().take_while(joined).count()
}

/// Where a line goes on after the code of a reply that has more lines (RFC 5321 §4.2.1): the name
/// behind the hyphen is joined to it.
fn after_code(bytes: &[u8], at: usize) -> Option<usize> {
    let begins = at == 0 || bytes[at - 1] == b'\n';
    let [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9', b'-', ..] = bytes[at..] else { return None };
    let quads = shape::quads(&bytes[at..run(bytes, at, is_name)]);
    let is_address = quads.first().is_some_and(|q| q.place.start == 0 && !q.is_doubtful);
    (begins && !is_address).then_some(at + 4)
}

pub(super) fn reversed(addr: Ipv4Addr) -> Ipv4Addr {
    let [a, b, c, d] = addr.octets();
    Ipv4Addr::new(d, c, b, a)
}
