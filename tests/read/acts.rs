//! Whether a text acts on who reads it.

/// The first thing in a text that acts on a terminal, on a log that is read by a CI system, or on
/// a reader's eyes, whatever the format.
pub(crate) fn acts(text: &str) -> Option<String> {
    let hidden = |c: char| {
        matches!(c, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '\u{fff9}'..='\u{fffb}')
    };
    let found = text.char_indices().find(|(_, c)| (c.is_control() && *c != '\n') || hidden(*c));
    found.map(|(at, c)| {
        let around: String =
            text[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        format!("U+{:04X} behind {around:?}", u32::from(c))
    })
}
