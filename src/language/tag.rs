//! Which language is meant.
use super::Language;

impl Language {
    /// Its tag (RFC 5646).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// The language of a tag or of the name of a locale, as `ja`, `zh-CN` or `zh_CN.UTF-8`. Chinese
    /// in traditional characters is none of ours.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let bare = tag.split(['.', '@']).next().unwrap_or_default().to_lowercase();
        let mut parts = bare.split(['-', '_']);
        match parts.next()? {
            "en" => Some(Self::En),
            "ja" => Some(Self::Ja),
            "zh" if !parts.any(|part| TRADITIONAL.contains(&part)) => Some(Self::ZhHans),
            _ => None,
        }
    }
}

/// The script, and where it is written.
const TRADITIONAL: [&str; 4] = ["hant", "tw", "hk", "mo"];

/// The language that the environment asks for: of these variables the first that is set decides
/// (POSIX, Base Definitions §8.2). English, where it is none of ours.
pub fn locale(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
    named.and_then(|name| Language::of_tag(&name)).unwrap_or_default()
}

/// The tags of all languages, for who must choose.
pub fn languages() -> String {
    Language::ALL.map(Language::tag).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_or_a_locale_names_a_language() {
        for tag in ["ja", "ja-JP", "ja_JP.UTF-8", "JA"] {
            assert_eq!(Language::of_tag(tag), Some(Language::Ja), "{tag}");
        }
        for tag in ["zh", "zh-CN", "zh_CN.UTF-8", "zh-Hans", "zh-SG", "zh-Hans-CN", "zh_CN@pinyin"]
        {
            assert_eq!(Language::of_tag(tag), Some(Language::ZhHans), "{tag}");
        }
        for tag in ["zh-TW", "zh-Hant", "zh_HK.UTF-8", "zh-Hant-CN", "de_DE.UTF-8", "C", "", "jav"]
        {
            assert_eq!(Language::of_tag(tag), None, "{tag}");
        }
        assert_eq!(Language::ALL.map(|l| Language::of_tag(l.tag())), Language::ALL.map(Some));
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let of = |set: &[(&str, &str)]| {
            locale(|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
        };
        assert_eq!(of(&[]), Language::En);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8")]), Language::Ja);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8"), ("LC_MESSAGES", "zh_CN")]), Language::ZhHans);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")]), Language::En);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "")]), Language::Ja);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "POSIX")]), Language::En);
        assert_eq!(of(&[("LC_CTYPE", "ja_JP.UTF-8")]), Language::En);
    }
}
