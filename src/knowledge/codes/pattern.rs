//! Words to be found in a text.
use std::ops::Range;

use serde::Deserialize;

/// Bytes that `*` stands for at most: what is farther away belongs to another sentence.
const GAP: usize = 200;

/// Words in which `*` stands for anything short. Capitals are the same as small letters (ASCII).
/// A pattern begins and ends where a word does, unless it has a `*` there; one that begins with
/// `=` must be the whole text.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    parts: Vec<String>,
    open_start: bool,
    open_end: bool,
    whole: bool,
}

impl From<String> for Pattern {
    fn from(written: String) -> Self {
        let whole = written.starts_with('=');
        let written = written.trim_start_matches('=').to_ascii_lowercase();
        let parts = written.split('*').filter(|part| !part.is_empty()).map(str::to_owned);
        Self {
            open_start: written.starts_with('*'),
            open_end: written.ends_with('*'),
            parts: parts.collect(),
            whole,
        }
    }
}

impl Pattern {
    /// How many bytes must be there: the more, the more telling.
    pub fn weight(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }

    /// Where the words first stand in a text that is in small letters. The time for it grows with
    /// the text's length only.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let (first, others) = self.parts.split_first()?;
        if self.whole {
            return (text.trim() == first).then_some(0..text.len());
        }
        let mut from = 0;
        while let Some(at) = text[from..].find(first.as_str()) {
            let (start, end) = (from + at, from + at + first.len());
            if (self.open_start || is_edge(text, start))
                && let Some(end) = self.end(text, end, others)
            {
                return Some(start..end);
            }
            from = end;
        }
        None
    }

    /// Where the words end whose first part ends here.
    fn end(&self, text: &str, mut at: usize, others: &[String]) -> Option<usize> {
        for (i, part) in others.iter().enumerate() {
            let is_last = i + 1 == others.len();
            let until = text.floor_char_boundary((at + GAP + part.len()).min(text.len()));
            let near = text[at..until].match_indices(part.as_str());
            let ends = near.map(|(found, _)| at + found + part.len());
            let mut ends = ends.filter(|end| !is_last || self.ends_well(text, *end));
            at = ends.next()?;
        }
        (!others.is_empty() || self.ends_well(text, at)).then_some(at)
    }

    fn ends_well(&self, text: &str, end: usize) -> bool {
        self.open_end || is_edge(text, end)
    }
}

/// Whether no word of ASCII letters and digits goes on across this place.
fn is_edge(text: &str, at: usize) -> bool {
    let wordy = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    !(wordy(at.checked_sub(1).and_then(|at| bytes.get(at))) && wordy(bytes.get(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        Pattern::from(pattern.to_owned()).find(&text.to_ascii_lowercase()).is_some()
    }

    #[test]
    fn words_are_found_whole_and_in_any_case() {
        assert!(finds("Relay access denied", "554 <a@b>: relay ACCESS denied."));
        assert!(finds("errno 11", "(errno 11)") && !finds("errno 11", "errno 111"));
        assert!(!finds("lay access", "relay access denied"));
        assert!(finds("OFR_4*", "ofr_416") && finds("*fr_4*", "ofr_416"));
    }

    #[test]
    fn a_star_stands_for_little() {
        assert!(finds("sent from * not allowed", "sent from me@example.com not allowed"));
        assert!(!finds("sent from * not allowed", "sent from me; this is allowed"));
        let far = format!("sent from {} not allowed", "x".repeat(GAP + 1));
        assert!(!finds("sent from * not allowed", &far));
        assert!(finds("at*most", "at at most") && finds("at*most", "at utmost at most"));
        assert!(!finds("at*most", "at mostly"));
    }

    #[test]
    fn a_whole_text_is_nothing_but_the_words() {
        assert!(finds("=10060", " 10060 ") && !finds("=10060", "New York 10060"));
    }

    #[test]
    fn no_text_makes_it_slow_or_breaks_a_letter() {
        let text = "at ".repeat(300_000);
        assert!(!finds("at*most", &text));
        assert!(!finds("a*b", &"a日本".repeat(1000)));
    }
}
