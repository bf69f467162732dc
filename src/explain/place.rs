//! Where an SMTP reply code can stand, and where a number is only a number.
use std::cell::LazyCell;

use crate::knowledge::codes::{self, Kind};

/// Words behind which a code can stand.
const NAMES_A_CODE: [&str; 8] =
    ["error", "code", "status", "reply", "response", "smtp", "exception", "diagnostic-code"];
/// Words behind which a code can stand if a sign stands between.
const QUOTES_A_SERVER: [&str; 14] = [
    "said",
    "says",
    "responded",
    "replied",
    "returned",
    "answered",
    "was",
    "is",
    "message",
    "server",
    "reason",
    "result",
    "failed",
    "rejected",
];
/// Signs between such a word and what was said.
const SIGNS: [char; 10] = [':', ';', '\'', '"', '(', '[', '#', '<', '=', '`'];
/// What stands before a reply on its line: quoted mails and logs of conversations.
pub(super) const QUOTED: [char; 7] = [' ', '\t', '>', '<', '|', '-', '~'];

/// Where a reply stands in its line.
pub(super) struct Place {
    /// Where it begins.
    pub(super) at: usize,
    /// The code (RFC 5321 §4.2).
    pub(super) basic: Option<u16>,
    /// The enhanced code (RFC 3463).
    pub(super) enhanced: Option<String>,
}

/// The reply in a line; `next` is the line below, where its words may go on, and `opens` says that
/// a reply may begin the line.
pub(super) fn find(line: &str, next: &str, opens: bool) -> Option<Place> {
    // Looking for words is dear, and a line may be nothing but numbers.
    let known = LazyCell::new(|| {
        let both = [line, next.trim()].join(" ").replace('\t', " ");
        let found = codes::all_words(&both, true);
        found.into_iter().map(|found| found.at.end).max().unwrap_or(0)
    });
    let line = Line { text: line, opens, telling: &|at| *known > at };
    let basic = numbers(line.text).find_map(|at| line.basic(at));
    basic.or_else(|| numbers(line.text).find_map(|at| line.alone(at)))
}

/// A line in which places are looked for.
struct Line<'l> {
    text: &'l str,
    opens: bool,
    /// Whether known words stand behind a place.
    telling: &'l dyn Fn(usize) -> bool,
}

/// Whether a text begins with what looks like a reply.
pub(super) fn begins(text: &str) -> bool {
    find(text, "", true).is_some_and(|place| place.at == 0)
}

/// Where numbers begin that are no part of an address, a date, a version or a word.
fn numbers(line: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = line.as_bytes();
    let glued = move |at: usize| match bytes[at - 1] {
        // "said:550", but "12:550".
        b':' => at > 1 && bytes[at - 2].is_ascii_digit(),
        before => {
            before.is_ascii_alphanumeric() || b".-_/+@$%\\".contains(&before) || !before.is_ascii()
        }
    };
    (0..bytes.len())
        .filter(move |at| matches!(bytes[*at], b'2'..=b'5') && (*at == 0 || !glued(*at)))
}

impl Line<'_> {
    /// The reply whose code begins here.
    fn basic(&self, at: usize) -> Option<Place> {
        let (digits, after) = self.text[at..].split_at_checked(3)?;
        let basic = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
        let enhanced = enhanced_after(after).filter(|enhanced| are_of_one_reply(digits, enhanced));
        let stands = match before(&self.text[..at]) {
            _ if enhanced.is_some() => true,
            _ if !ends_code(after) => false,
            Before::Nothing => self.opens || (self.telling)(at),
            Before::Name => codes::code(Kind::Smtp, digits).is_some() && !self.is_of_the_web(),
            Before::Sign => (self.telling)(at),
            Before::Other => false,
        };
        stands.then_some(Place { at, basic: Some(basic), enhanced })
    }

    /// The enhanced code that begins here without a basic one.
    fn alone(&self, at: usize) -> Option<Place> {
        let enhanced = enhanced(&self.text[at..])?;
        let stands = match before(&self.text[..at]) {
            Before::Nothing => self.opens,
            Before::Name => true,
            Before::Sign => self.text[..at].ends_with('#') || (self.telling)(at),
            Before::Other => false,
        };
        stands.then_some(Place { at, basic: None, enhanced: Some(enhanced) })
    }

    /// HTTP has codes that look the same (RFC 9110 §15).
    fn is_of_the_web(&self) -> bool {
        self.text.to_ascii_lowercase().contains("http")
    }
}

/// Whether both codes can be of one reply: some servers send 4.y.z with 5yz.
fn are_of_one_reply(basic: &str, enhanced: &str) -> bool {
    let failed = |code: &str| code.starts_with(['4', '5']);
    basic[..1] == enhanced[..1] || failed(basic) && failed(enhanced)
}

/// What stands before a number.
enum Before {
    /// Nothing, or signs of quotation.
    Nothing,
    /// A word that announces a code.
    Name,
    /// A sign that may announce anything.
    Sign,
    /// Something else.
    Other,
}

fn before(text: &str) -> Before {
    if text.trim_matches(QUOTED).is_empty() {
        return Before::Nothing;
    }
    // Python writes the bytes of a reply as b'…'.
    let text = text.trim_end_matches("b'").trim_end_matches("b\"");
    let words = text.trim_end_matches(|c: char| c == ' ' || SIGNS.contains(&c));
    let signed = text[words.len()..].contains(SIGNS);
    let word = words.rsplit([' ', '(', '<', '[', '"', ',', ';']).next().unwrap_or_default();
    let word = word.to_ascii_lowercase();
    if NAMES_A_CODE.iter().any(|name| word.ends_with(name))
        || signed && QUOTES_A_SERVER.contains(&word.as_str())
    {
        Before::Name
    } else if signed {
        Before::Sign
    } else {
        Before::Other
    }
}

/// Whether a code can end before this.
fn ends_code(after: &str) -> bool {
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match after.chars().next() {
        None => true,
        Some('-' | '.' | ':') => !digit(&after[1..]),
        Some(' ') => !is_telephone(&after[1..]),
        Some(sign) => "\t,;)'\">]<_".contains(sign),
    }
}

/// Whether a number goes on as telephone numbers do.
fn is_telephone(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 2 || digits > 0 && !rest.contains(char::is_alphabetic)
}

/// The enhanced code that follows a basic one.
fn enhanced_after(after: &str) -> Option<String> {
    let mut signs = after.char_indices().take_while(|(_, c)| " -,:'\"(#b".contains(*c)).take(5);
    let start = signs.by_ref().last().map_or(0, |(at, c)| at + c.len_utf8());
    (start > 0).then(|| enhanced(&after[start..])).flatten()
}

/// The enhanced code at the start of a text (RFC 3463 §2).
pub(super) fn enhanced(text: &str) -> Option<String> {
    let is_code = |c: char| c.is_ascii_digit() || c == '.';
    let whole = &text[..text.find(|c| !is_code(c)).unwrap_or(text.len())];
    let code = whole.trim_end_matches('.');
    let parts: Vec<&str> = code.split('.').collect();
    let number = |part: &str| (1..=3).contains(&part.len());
    let ends =
        !text[whole.len()..].starts_with(|c: char| c.is_alphanumeric() || "-_@/".contains(c));
    let lawful = parts.len() == 3
        && matches!(parts[0], "2" | "4" | "5")
        && parts[1..].iter().all(|part| number(part))
        && ends;
    lawful.then(|| code.to_owned())
}

impl Place {
    /// The words of a reply, without the codes that begin each of its lines.
    pub(super) fn words(&self, text: &str) -> String {
        let basic = self.basic.map(|basic| basic.to_string()).unwrap_or_default();
        let enhanced = self.enhanced.as_deref().unwrap_or_default();
        let both = format!("{basic}-{enhanced}");
        let is_no_code = |word: &&str| {
            let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
            let code = [basic.as_str(), enhanced, &both].contains(&bare);
            !(code && word.len() < bare.len() + 4 && !bare.is_empty())
        };
        let words = text.split_whitespace().filter(is_no_code).map(|word| {
            // "550-The user" is a code and a word.
            let first = word.strip_prefix(&basic).and_then(|rest| rest.strip_prefix('-'));
            first.filter(|_| !basic.is_empty()).unwrap_or(word)
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
