//! How sentences and lists are put together: by capitals, spaces and full stops in English, by
//! full-width marks in Japanese and Chinese.
use super::Language;

impl Language {
    /// Whether sentences are written in letters, with capitals and spaces.
    const fn has_letters(self) -> bool {
        matches!(self, Self::En)
    }

    /// A sentence as it goes on after a colon: without its capital, unless that belongs to one of
    /// these names of hosts, to another name or to an abbreviation.
    pub(crate) fn continued(self, sentence: &str, names: &[&str]) -> String {
        let mut chars = sentence.chars();
        let first = chars.next();
        let ordinary =
            !matches!(chars.clone().next(), Some(c) if c.is_uppercase() || c.is_ascii_digit());
        let word = first_word(sentence);
        let named = word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit())
            || names.contains(&word);
        match first {
            Some(c) if self.has_letters() && ordinary && !named => {
                c.to_lowercase().chain(chars).collect()
            }
            _ => sentence.to_owned(),
        }
    }

    /// A sentence as it begins a line. These names of hosts, and those that have dots, stay as they
    /// are.
    pub(crate) fn capital(self, sentence: &str, names: &[&str]) -> String {
        let word = sentence.split(' ').next().unwrap_or_default();
        let named = word.contains('.') || names.contains(&first_word(sentence));
        let mut chars = sentence.chars();
        match chars.next() {
            Some(first) if self.has_letters() && !named => {
                first.to_uppercase().chain(chars).collect()
            }
            _ => sentence.to_owned(),
        }
    }

    /// The sentence with its full stop.
    pub(crate) fn ended(self, sentence: &str) -> String {
        let stop = if self.has_letters() { "." } else { "。" };
        // What is cut off has its own mark.
        let stop = if sentence.ends_with(STOPS) || sentence.ends_with('…') { "" } else { stop };
        format!("{sentence}{stop}")
    }

    /// Sentences, one after the other.
    pub(crate) fn sentences(self, sentences: &[String]) -> String {
        let told: Vec<&str> =
            sentences.iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
        told.join(if self.has_letters() { " " } else { "" })
    }

    /// Things with commas between them. Codes, names and numbers keep the narrow one.
    pub(crate) fn list<T: AsRef<str>>(self, things: &[T]) -> String {
        joined(things, if self.is_narrow(things) { ", " } else { "、" })
    }

    /// Things that may have commas of their own.
    pub(crate) fn groups<T: AsRef<str>>(self, things: &[T]) -> String {
        joined(things, if self.is_narrow(things) { "; " } else { "；" })
    }

    /// Things with commas between them, or with something stronger if they have commas already.
    /// Sentences follow one another; nothing, beside something, is left out.
    pub(crate) fn values<T: AsRef<str>>(self, things: &[T]) -> String {
        let things: Vec<&str> =
            things.iter().map(AsRef::as_ref).filter(|t| !t.is_empty()).collect();
        if things.len() > 1 && things.iter().all(|thing| thing.ends_with(STOPS)) {
            let rest = things[1..].iter().map(|thing| thing.trim_start().to_owned());
            let all: Vec<String> = std::iter::once(things[0].to_owned()).chain(rest).collect();
            return self.sentences(&all);
        }
        let commas = things.iter().any(|thing| [", ", "、"].iter().any(|c| thing.contains(c)));
        if commas { self.groups(&things) } else { self.list(&things) }
    }

    fn is_narrow<T: AsRef<str>>(self, things: &[T]) -> bool {
        self.has_letters() || things.iter().all(|thing| thing.as_ref().is_ascii())
    }
}

/// Full stops.
const STOPS: [char; 2] = ['.', '。'];

fn first_word(sentence: &str) -> &str {
    sentence.split([' ', ',', '.']).next().unwrap_or_default()
}

fn joined<T: AsRef<str>>(things: &[T], mark: &str) -> String {
    things.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(mark)
}

/// The first sentence, without its full stop. A text that nobody has translated may stand between
/// others that are.
pub(crate) fn first_sentence(text: &str) -> &str {
    let ends = [". ", "。"].into_iter().filter_map(|end| text.find(end));
    text[..ends.min().unwrap_or(text.len())].trim_end_matches(STOPS)
}

/// What is before the bracket that closes a sentence, if one does.
pub(crate) fn unclosed(sentence: &str) -> Option<&str> {
    sentence.strip_suffix([')', '）'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Language = Language::En;
    const JA: Language = Language::Ja;

    #[test]
    fn a_capital_is_dropped_only_from_ordinary_words() {
        let told = |sentence| EN.continued(sentence, &["Mail"]);
        assert_eq!(told("The certificate"), "the certificate");
        assert_eq!(told("A server"), "a server");
        assert_eq!(told("TLS fails"), "TLS fails");
        assert_eq!(told("IPv6 fails"), "IPv6 fails");
        assert_eq!(told("Mail takes it"), "Mail takes it");
        assert_eq!(JA.continued("The certificate", &[]), "The certificate");
    }

    #[test]
    fn a_capital_is_given_to_words_and_never_to_hosts() {
        let told = |sentence| EN.capital(sentence, &["localhost"]);
        assert_eq!(told("port 25 is closed"), "Port 25 is closed");
        assert_eq!(told("mail.example.test is closed"), "mail.example.test is closed");
        assert_eq!(told("localhost takes it"), "localhost takes it");
        assert_eq!(told("localhost, as it is"), "localhost, as it is");
        assert_eq!(JA.capital("mailが閉じています", &[]), "mailが閉じています");
    }

    #[test]
    fn the_first_sentence_ends_at_a_full_stop_of_either_kind() {
        assert_eq!(first_sentence("Use TLS 1.2. Or not."), "Use TLS 1.2");
        assert_eq!(first_sentence("One."), "One");
        assert_eq!(first_sentence("更新してください。再起動も必要です。"), "更新してください");
        assert_eq!(first_sentence("更新してください"), "更新してください");
    }

    #[test]
    fn sentences_end_as_the_language_ends_them() {
        assert_eq!([EN.ended("It is"), EN.ended("It is.")], ["It is.", "It is."]);
        assert_eq!([JA.ended("です"), JA.ended("です。")], ["です。", "です。"]);
        let two = ["一。".to_owned(), String::new(), "二。".to_owned()];
        assert_eq!([EN.sentences(&two), JA.sentences(&two)], ["一。 二。", "一。二。"]);
    }

    #[test]
    fn codes_have_narrow_commas_and_words_have_wide_ones() {
        assert_eq!([EN.list(&["a", "b"]), JA.list(&["25", "465"])], ["a, b", "25, 465"]);
        assert_eq!([EN.list(&["語", "b"]), JA.list(&["期限切れ", "b"])], ["語, b", "期限切れ、b"]);
        assert_eq!(
            [EN.values(&["a, b", "c"]), JA.values(&["あ、b", "c"])],
            ["a, b; c", "あ、b；c"]
        );
        assert_eq!(EN.values(&[" One.", " Two, too."]), " One. Two, too.");
        assert_eq!([EN.values(&["", "a"]), JA.values(&["一。", "二。"])], ["a", "一。二。"]);
    }
}
