//! As much of a long text as is shown: a stranger may have sent a whole page.

/// Characters of one value, as a rule.
const VALUE: usize = 200;

/// Characters of one line of a server (RFC 5321 §4.5.3.1.5).
const LINE: usize = 512;

/// The beginning of a long text, and how much more there is.
pub(super) fn shortened(value: &str) -> String {
    kept(value, VALUE)
}

/// A line of a mail protocol whole, and the beginning of what is longer than one may be.
pub(super) fn whole(value: &str) -> String {
    kept(value, LINE)
}

fn kept(value: &str, most: usize) -> String {
    match value.char_indices().nth(most) {
        Some((end, _)) => format!("{}… (+{})", &value[..end], value[end..].chars().count()),
        None => value.to_owned(),
    }
}

/// The beginning of a long text, up to the end of a word; a single word, as names are, is whole.
pub(super) fn begun(value: &str, most: usize) -> String {
    let Some((end, _)) = value.char_indices().nth(most) else { return value.to_owned() };
    match value[..end].rfind(' ') {
        Some(word) => format!("{}…", value[..word].trim_end_matches([' ', ',', ';', ':', '/'])),
        None => shortened(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_from_a_stranger_is_cut_and_counted() {
        assert!(shortened(&"x".repeat(5000)).ends_with("… (+4800)"));
        assert_eq!(whole(&"x".repeat(512)).len(), 512);
        assert!(whole(&"x".repeat(5000)).ends_with("… (+4488)"));
    }

    #[test]
    fn what_is_only_begun_ends_at_a_word_and_never_within_a_name() {
        assert_eq!(begun("blocked, see a page", 12), "blocked…");
        assert_eq!(begun("short", 12), "short");
        assert_eq!(begun("mail.example.test", 4), "mail.example.test");
    }
}
