//! How much a run keeps of what strangers send, whoever of them sends it.
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Failure, FailureKind, limits};

/// What is left for the visits of a run, beyond what each may keep for certain. Whoever finds it
/// empty leaves out what it saw, and says [`exhausted`]: that is no fault of the server at hand.
#[derive(Debug)]
pub struct Budget {
    /// For what servers say: [`limits::TRANSCRIPTS`].
    pub words: Purse,
    /// For certificates: [`limits::CHAINS`].
    pub chains: Purse,
    /// For paths and names of addresses: [`limits::AROUND`].
    pub around: Purse,
}

impl Default for Budget {
    fn default() -> Self {
        let [words, chains, around] = [limits::TRANSCRIPTS, limits::CHAINS, limits::AROUND]
            .map(|bytes| Purse(AtomicUsize::new(bytes)));
        Self { words, chains, around }
    }
}

/// A number of bytes that is used up.
#[derive(Debug)]
pub struct Purse(AtomicUsize);

impl Purse {
    /// Takes so many bytes out, or none if there are fewer.
    pub fn take(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

/// The run has kept as much as it keeps; what came now is not judged.
pub fn exhausted() -> Failure {
    Failure::new(FailureKind::CutShort, "the run has kept as much as it keeps")
}

/// Bytes that a text takes in a JSON string, at most: whatever is not printable ASCII may be
/// written as `\u202e`.
pub fn in_json(text: &str) -> usize {
    text.chars().map(cost).sum()
}

/// Bytes that so many bytes take in JSON, as base64.
pub(crate) const fn in_base64(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// As much of the text's beginning as takes no more than so many bytes in JSON.
pub fn beginning(text: &str, bytes: usize) -> &str {
    let mut used = 0;
    let fits = |(_, c): &(usize, char)| {
        used += cost(*c);
        used <= bytes
    };
    let last = text.char_indices().take_while(fits).last();
    &text[..last.map_or(0, |(at, c)| at + c.len_utf8())]
}

const fn cost(c: char) -> usize {
    match c {
        '"' | '\\' => 2,
        ' '..='~' => 1,
        _ => 6 * c.len_utf16(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purse_gives_what_it_has_and_no_more() {
        let purse = Purse(AtomicUsize::new(10));
        assert!(purse.take(4) && purse.take(6) && purse.take(0));
        assert!(!purse.take(1));
    }

    #[test]
    fn what_json_escapes_is_counted_as_escaped() {
        assert_eq!(in_json("250 ok"), 6);
        assert_eq!(in_json("\x01\u{202e}\"\\"), 6 + 6 + 2 + 2);
        assert_eq!(in_json("\u{e0041}"), "\\udb40\\udc41".len());
    }

    #[test]
    fn a_beginning_is_cut_between_characters() {
        assert_eq!(beginning("abc", 3), "abc");
        assert_eq!(beginning("abc", 2), "ab");
        assert_eq!(beginning("a日本", 8), "a日");
        assert_eq!(beginning("", 0), "");
    }
}
