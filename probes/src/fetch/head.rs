//! The first part of an answer: status line and fields (RFC 9112 §2).
use crate::{Failure, FailureKind, budget, limits};

const BEGINNING: &[u8] = b"HTTP/1.";

/// Status line and fields.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: String,
    fields: Vec<(String, String)>,
}

/// Where the head ends and the body begins, if that has been read. The error says that no head
/// can come of this.
pub(super) fn end(read: &[u8]) -> Result<Option<usize>, Failure> {
    let known = read.len().min(BEGINNING.len());
    if read[..known] != BEGINNING[..known] {
        return Err(Failure::new(FailureKind::Unexpected, "what answers does not speak HTTP"));
    }
    let mut ends = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().filter_map(|mark| {
        let at = read.windows(mark.len()).position(|part| part == mark)?;
        Some(at + mark.len())
    });
    let found = ends.next().into_iter().chain(ends).min();
    match found {
        None if read.len() > limits::FETCH_HEAD => Err(too_much()),
        found => Ok(found),
    }
}

impl Head {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let status = cut(lines.next().unwrap_or_default());
        let field = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), cut(value.trim())))
        };
        Self { status, fields: lines.filter_map(field).collect() }
    }

    /// What the first field of this name says; the name in lower case.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    }

    /// How long the body is, if that is told.
    pub(super) fn length(&self) -> Option<usize> {
        self.field("content-length")?.parse().ok()
    }

    /// Whether the body is what was asked for, and can be read.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let code = self.status.split(' ').nth(1).and_then(|code| code.parse::<u16>().ok());
        match code {
            Some(200) => {}
            Some(_) => return Err(Failure::new(FailureKind::Declined, self.status.clone())),
            None => return Err(Failure::new(FailureKind::Unexpected, "the status is none")),
        }
        if self.field("transfer-encoding").is_some() {
            let words = "it comes in chunks, which nobody asked for";
            return Err(Failure::new(FailureKind::Unexpected, words));
        }
        match self.length() {
            Some(length) if length > limits::FETCH_BODY => Err(too_much()),
            _ => Ok(()),
        }
    }
}

pub(super) fn too_much() -> Failure {
    Failure::new(FailureKind::TooMuch, "the file is longer than is read")
}

fn cut(text: &str) -> String {
    budget::beginning(text, limits::FETCH_FIELD).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_an_empty_line() {
        assert_eq!(end(b""), Ok(None));
        assert_eq!(end(b"HTTP/1.1 200 OK\r\nA: b\r\n"), Ok(None));
        assert_eq!(end(b"HTTP/1.0 200\r\n\r\nbody\n\n"), Ok(Some(16)));
        assert_eq!(end(b"HTTP/1.0 200\n\nbody\r\n\r\n"), Ok(Some(14)));
        assert_eq!(end(b"220 m").map_err(|f| f.kind), Err(FailureKind::Unexpected));
        let endless = [b"HTTP/1.1 200 OK\r\n", vec![b'x'; limits::FETCH_HEAD].as_slice()].concat();
        assert_eq!(end(&endless).map_err(|f| f.kind), Err(FailureKind::TooMuch));
    }

    #[test]
    fn fields_are_found_whatever_their_case_and_cut() {
        let long = "x".repeat(2 * limits::FETCH_FIELD);
        let text =
            format!("HTTP/1.1 200 OK\r\nContent-LENGTH: 7\r\nLocation:{long}\r\nbad\r\n\r\n");
        let head = Head::read(text.as_bytes());
        assert_eq!((head.length(), head.check()), (Some(7), Ok(())));
        assert_eq!(head.field("location").map(|l| l.len()), Some(limits::FETCH_FIELD));
    }

    #[test]
    fn only_a_whole_file_of_bearable_size_is_read() {
        let kind = |text: &str| Head::read(text.as_bytes()).check().map_err(|f| f.kind);
        assert_eq!(kind("HTTP/1.1 404 Not Found"), Err(FailureKind::Declined));
        assert_eq!(kind("HTTP/1.1 206 Part"), Err(FailureKind::Declined));
        assert_eq!(kind("HTTP/1.1 OK"), Err(FailureKind::Unexpected));
        let chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked";
        assert_eq!(kind(chunked), Err(FailureKind::Unexpected));
        let large = format!("HTTP/1.1 200 OK\nContent-Length: {}", limits::FETCH_BODY + 1);
        assert_eq!(kind(&large), Err(FailureKind::TooMuch));
    }
}
