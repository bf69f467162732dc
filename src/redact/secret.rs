//! What is known to be the client's, in forms that only show it to those who know it.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::Redactor;
use super::address::vicinity;
use super::label::Kind;
use super::shape::{self, is_name, is_word, octet, run};
use super::text::{Page, reversed};

/// The most digits of a number of an address, and signs between two of them.
const APART: usize = 3;
/// The most parts of a name that is looked for within a word; as a word it may have more.
const PARTS: usize = 16;

impl Redactor {
    /// Any such form that begins here, and where to go on.
    pub(super) fn secret(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        if at > 0 && is_word(page.plain.bytes[at - 1]) {
            return None;
        }
        let begun = self.within_word(page, at, tail).or_else(|| self.network_v6(page, at, tail));
        begun.or_else(|| self.apart(page, at, tail))
    }

    /// An IPv6 address to which letters are joined.
    fn within_word(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        let word = run(bytes, at, is_name);
        if bytes.get(word) != Some(&b':') {
            return None;
        }
        let secret = |start| {
            let (addr, end) = shape::v6_within(bytes, start)?;
            self.known.is_secret(IpAddr::V6(addr)).then_some((start, addr, end))
        };
        let (start, addr, end) = (at..word).find_map(secret)?;
        let alias = self.address(IpAddr::V6(addr)).to_string();
        self.token(page, at..start);
        page.put(&alias);
        Some(end)
    }

    /// The first groups of an IPv6 address of this machine.
    fn network_v6(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        let most = &bytes[..bytes.len().min(at + shape::LONGEST_V6)];
        let end = run(most, at, |b| b.is_ascii_hexdigit() || b == b':');
        let text = std::str::from_utf8(&bytes[at..end]).ok()?;
        let mut groups = text.splitn(4, ':').map(|group| u16::from_str_radix(group, 16).ok());
        let mut next = || groups.next().flatten();
        let [a, b, c] = [next()?, next()?, next()?];
        let own = self.known.own_within(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).into())?;
        let IpAddr::V6(alias) = self.address(own) else { return None };
        let [a, b, c, ..] = alias.segments();
        let rest = end - (text.len() - text.trim_end_matches(':').len());
        page.put(&format!("{a:x}:{b:x}:{c:x}"));
        page.keep(rest..end);
        Some(end)
    }

    /// The numbers of an IPv4 address, with commas or other signs between them.
    fn apart(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut begin = at;
        while parts.len() < 4 {
            let most = &bytes[..bytes.len().min(begin + APART)];
            let end = run(most, begin, |b| b.is_ascii_digit());
            parts.push(begin..end);
            let most = &bytes[..bytes.len().min(end + APART)];
            begin = run(most, end, |b| b.is_ascii_graphic() && !is_word(b) || b == b' ');
        }
        let octets = parts.iter().map(|part| octet(&bytes[part.clone()]));
        let octets = octets.collect::<Option<Vec<u8>>>()?;
        let addr = Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?);
        let joined = bytes.get(parts[3].end).is_some_and(|b| is_word(*b));
        // With the usual signs between them they are found as a word.
        let usual = is_name(*bytes.get(parts[0].end)?);
        if joined || usual || !self.known.is_secret(IpAddr::V4(addr)) {
            return None;
        }
        let alias = self.v4(addr).octets();
        for (nth, octet) in alias.iter().enumerate() {
            page.put(&octet.to_string());
            if let Some(next) = parts.get(nth + 1) {
                page.keep(parts[nth].end..next.start);
            }
        }
        Some(parts[3].end)
    }

    /// A word with aliases for the networks of this machine.
    pub(super) fn networks_v4(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let word = page.plain.bytes[place.clone()].to_vec();
        let mut at = 0;
        for (part, [a, b, c]) in shape::triples(&word) {
            let own = self.known.own_within(vicinity(Ipv4Addr::new(a, b, c, 0).into()));
            let alias = own.filter(|_| part.start >= at).map(|own| self.address(own));
            let Some(IpAddr::V4(alias)) = alias else { continue };
            let mark = word[part.clone()].iter().find(|b| !b.is_ascii_digit()).copied();
            let mark = char::from(mark.unwrap_or(b'.'));
            self.digits(page, place.start + at..place.start + part.start);
            let [a, b, c, _] = alias.octets();
            page.put(&format!("{a}{mark}{b}{mark}{c}"));
            at = part.end;
        }
        self.digits(page, place.start + at..place.end);
    }

    /// Whether an address of the client is a part of a name, in whatever form.
    pub(super) fn holds_secret(&self, name: &[u8]) -> bool {
        let secret = |addr: Ipv4Addr| self.known.is_secret(addr.into());
        let text = String::from_utf8_lossy(name);
        let packed =
            |part: &str| shape::packed(part).iter().any(|(addr, _)| self.known.is_secret(*addr));
        let own = |[a, b, c]: [u8; 3]| {
            self.known.own_within(vicinity(Ipv4Addr::new(a, b, c, 0).into())).is_some()
        };
        // As one number letters may be joined to it.
        let mut figures = name.windows(8).filter(|part| part.iter().all(u8::is_ascii_hexdigit));
        shape::quads(name).iter().any(|quad| secret(quad.addr) || secret(reversed(quad.addr)))
            || shape::triples(name).into_iter().any(|(_, first)| own(first))
            || text.split('.').chain(text.split(['.', '-', '_'])).any(packed)
            || figures.any(|part| str::from_utf8(part).is_ok_and(packed))
    }

    /// Whether names of somebody are parts of a word; then it is written with their aliases.
    pub(super) fn named(&mut self, page: &mut Page<'_>, place: &Range<usize>) -> bool {
        let (word, places) = shape::folded(&page.plain.bytes[place.clone()]);
        let (mut at, mut done) = (0, 0);
        while at < word.len() {
            let Some(name) = self.name_at(&word, at) else {
                at += 1;
                continue;
            };
            if done < at {
                self.token(page, place.start + places[done]..place.start + places[at]);
            }
            self.alias_of(page, &name);
            at += name.len();
            done = at;
        }
        if 0 < done && done < word.len() {
            self.token(page, place.start + places[done]..place.end);
        }
        done > 0
    }

    /// The longest name that stands here alone. A longer one than [`PARTS`] is nobody's, and would
    /// have to be looked for at every place.
    fn name_at(&self, word: &[u8], at: usize) -> Option<String> {
        let edge = |at: Option<&u8>| at.is_none_or(|b| !is_word(*b));
        if !edge(at.checked_sub(1).map(|before| &word[before])) {
            return None;
        }
        let ends = (at + 1..=word.len()).filter(|end| edge(word.get(*end)));
        let ends: Vec<usize> = ends.take(PARTS).collect();
        let mut names = ends.iter().rev().filter_map(|end| str::from_utf8(&word[at..*end]).ok());
        names.find(|name| self.known.is_named(name)).map(str::to_owned)
    }

    /// Whether a word is somebody's name; then its alias is written.
    pub(super) fn alias_of(&mut self, page: &mut Page<'_>, word: &str) -> bool {
        let Some((kind, name)) = self.known.whose(word) else { return false };
        let alias = match kind {
            Kind::User => self.labels.user(&name),
            _ => self.labels.host(kind, &name),
        };
        page.put(&alias);
        true
    }

    /// Whether the name of somebody who is known stands behind a backslash, as users of a
    /// Windows domain are written.
    pub(super) fn is_domain_of_user(&self, bytes: &[u8], end: usize) -> bool {
        if bytes.get(end) != Some(&b'\\') {
            return false;
        }
        let user = &bytes[end + 1..run(bytes, end + 1, is_name)];
        let user = String::from_utf8_lossy(user).to_lowercase();
        let user = user.trim_end_matches(['.', '-', '_']);
        self.known.is_shy(user) || matches!(self.known.whose(user), Some((Kind::User, _)))
    }
}
