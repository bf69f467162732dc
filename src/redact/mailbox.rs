//! People, where they are named: before an `@`.
use std::ops::Range;

use super::command::WORD;
use super::label::Kind;
use super::shape::{self, is_name, is_word, run};
use super::text::Page;
use super::{Redactor, public};

/// What joins words before an `@`, also where it is part of what stands there (RFC 5322 §3.2.3).
const JOINTS: &[u8] = b"#&/=?";

impl Redactor {
    /// What stands before an `@` (RFC 5321 §4.1.2), and where to go on.
    pub(super) fn local_part(
        &mut self,
        page: &mut Page<'_>,
        at: usize,
        tail: usize,
    ) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        if at < page.nobody || JOINTS.contains(&bytes[at]) {
            return None;
        }
        let is_quoted = bytes[at] == b'"';
        let end = match is_quoted {
            true => run(bytes, at + 1, |b| b != b'"' && b != b'@') + 1,
            false => run(bytes, at, is_atom),
        };
        let next = bytes.get(end..).and_then(|rest| rest.strip_prefix(b"@")?.first());
        if end == at || !next.is_some_and(|next| is_word(*next) || *next == b'[') {
            if !is_quoted {
                page.nobody = end;
            }
            return None;
        }
        // The number of a session of POP3 looks like an address (RFC 1939 §7).
        let session = bytes.starts_with(b"+OK") && at > 0 && bytes[at - 1] == b'<';
        if session && is_numbered(&bytes[at..end]) {
            self.numbers(page, at..end);
        } else if is_quoted {
            self.person(page, at..end);
        } else {
            self.people(page, at..end);
        }
        page.keep(end..end + 1);
        Some(if session { end + 1 } else { self.bare_domain(page, end + 1, tail) })
    }

    /// Name and password in a URL (RFC 3986 §3.2.1), and where to go on.
    pub(super) fn login(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> Option<usize> {
        let bytes = &page.plain.bytes[..tail];
        if !bytes[..at].ends_with(b"//") {
            return None;
        }
        let end = run(bytes, at, |b| !b.is_ascii_whitespace() && !b"/?#@<>\"".contains(&b));
        let colon = at + bytes[at..end].iter().position(|b| *b == b':')?;
        if bytes.get(end) != Some(&b'@') {
            return None;
        }
        self.person(page, at..colon);
        page.keep(colon..colon + 1);
        page.put(WORD);
        page.keep(end..end + 1);
        Some(self.bare_domain(page, end + 1, tail))
    }

    /// Words that are joined before an `@`: any may be a person, or the name of a host.
    fn people(&mut self, page: &mut Page<'_>, whole: Range<usize>) {
        let mut at = whole.start;
        while at < whole.end {
            let bytes = &page.plain.bytes[..whole.end];
            let end = run(bytes, at, |b| !JOINTS.contains(&b));
            let word = String::from_utf8_lossy(&bytes[at..end]).to_lowercase();
            let figures = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let host = shape::is_domain(&bytes[at..end]) || figures;
            match end == whole.end {
                false if host => self.token(page, at..end),
                false if public::is_usual(&word) => page.keep(at..end),
                _ => self.person(page, at..end),
            }
            at = (end + 1).min(whole.end);
            page.keep(end..at);
        }
    }

    fn person(&mut self, page: &mut Page<'_>, place: Range<usize>) {
        let name = String::from_utf8_lossy(&page.plain.bytes[place.clone()]).into_owned();
        if name.is_empty() || public::is_role(&name) {
            page.keep(place);
        } else {
            page.put(&self.labels.user(&name));
        }
    }

    /// The domain of a mailbox, where it is one word without dots; and where to go on.
    fn bare_domain(&mut self, page: &mut Page<'_>, at: usize, tail: usize) -> usize {
        let bytes = &page.plain.bytes[..tail];
        let all = run(bytes, at, is_name);
        let marks = |b: &&u8| matches!(b, b'.' | b'-' | b'_');
        let end = all - bytes[at..all].iter().rev().take_while(marks).count();
        let name = String::from_utf8_lossy(&bytes[at..end]).to_lowercase();
        if name.is_empty() || name.contains('.') || self.known.keeps_name(&name) {
            return at;
        }
        if !self.alias_of(page, &name) {
            page.put(&self.labels.host(Kind::Name, &name));
        }
        end
    }
}

/// Whether what stands before an `@` goes on with this byte.
fn is_atom(byte: u8) -> bool {
    is_name(byte) || b"!$%'*+^`{|}~".contains(&byte) || JOINTS.contains(&byte)
}

/// Whether it begins as programs make such numbers: process and time.
fn is_numbered(name: &[u8]) -> bool {
    let mut parts = name.split(|b| *b == b'.').take(2);
    let number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_hexdigit);
    let both = parts.next().is_some_and(number) && parts.next().is_some_and(number);
    both && name.iter().any(u8::is_ascii_digit)
}
