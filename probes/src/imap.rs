//! Responses of IMAP (RFC 9051 §7, RFC 3501 §7), and what may be read from them.
use crate::dialogue::unexpected;
use crate::reply::{Line, Reply};
use crate::{Failure, Step};

/// The tag of the command with this number.
pub(crate) fn tag(number: u32) -> String {
    format!("m{}", number + 1)
}

/// The greeting is one line; every other reply ends with its tag.
pub(crate) fn whole(reply: &Reply, step: Step, tag: &str) -> Result<bool, Failure> {
    let Some(line) = reply.last().filter(|_| !ends_in_literal(reply)) else { return Ok(false) };
    let first = line.split(' ').next().unwrap_or_default();
    match (step, first) {
        (Step::Greeting, "*") => Ok(true),
        (Step::Greeting, _) => Err(unexpected(line)),
        (_, "*") => Ok(false),
        (_, word) if word == tag => Ok(true),
        _ => Err(unexpected(line)),
    }
}

/// Whether a whole reply says yes: `OK`, or `PREAUTH` as a greeting; an error if it is a greeting
/// that neither welcomes nor refuses (RFC 9051 §7.1, §9: "greeting").
pub(crate) fn positive(reply: &Reply, step: Step) -> Result<bool, Failure> {
    match (step, state(reply).as_deref()) {
        (_, Some("OK" | "PREAUTH")) => Ok(true),
        (Step::Greeting, Some("BYE" | "NO" | "BAD")) => Ok(false),
        (Step::Greeting, _) => Err(unexpected(reply.last().unwrap_or_default())),
        _ => Ok(false),
    }
}

/// The state word of the last line, upper case: `OK`, `NO`, `BAD`, `PREAUTH`, `BYE`.
pub fn state(reply: &Reply) -> Option<String> {
    Some(reply.last()?.split_ascii_whitespace().nth(1)?.to_ascii_uppercase())
}

/// The responses of a reply, without what stands in literals (RFC 9051 §4.3): those bytes belong
/// to the response before them, whatever they look like.
pub fn responses(reply: &Reply) -> Vec<&Line> {
    let mut left = None;
    reply.lines.iter().filter(|line| is_own(line, &mut left)).collect()
}

/// Whether the last line stands in a literal, or is the rest of a response with one.
fn ends_in_literal(reply: &Reply) -> bool {
    let mut left = None;
    reply.lines.iter().fold(false, |_, line| !is_own(line, &mut left))
}

/// Whether a line begins a response; `left` is what is to come of a literal, where one is open.
fn is_own(line: &Line, left: &mut Option<u64>) -> bool {
    const LINE_END: u64 = 2;
    let bytes = line.raw.as_ref().map_or(line.text.as_bytes(), |raw| &raw.0);
    let length = (bytes.len() as u64).saturating_add(line.cut).saturating_add(LINE_END);
    let begins = left.is_none();
    *left = match *left {
        None => literal(bytes).filter(|_| is_data(&line.text)),
        Some(more) if more >= length => Some(more - length),
        Some(more) => {
            let rest = usize::try_from(more).ok().and_then(|more| bytes.get(more..));
            literal(rest.unwrap_or_default())
        }
    };
    begins
}

/// How many bytes follow a line that ends like this: `{14}`, or `{14+}`.
fn literal(line: &[u8]) -> Option<u64> {
    let line = line.strip_suffix(b"}")?;
    let from = line.iter().rposition(|b| *b == b'{')? + 1;
    let number = line[from..].strip_suffix(b"+").unwrap_or(&line[from..]);
    let digits = number.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(number).ok().filter(|_| digits)?.parse().ok()
}

/// Whether it is untagged data. In the text of a status response braces are text.
fn is_data(line: &str) -> bool {
    line.strip_prefix("* ").is_some_and(|rest| status(rest).is_none())
}

/// What follows the state word of a status response, without its tag (RFC 9051 §7.1).
fn status(response: &str) -> Option<&str> {
    let (word, rest) = response.split_once(' ').unwrap_or((response, ""));
    let states = ["OK", "NO", "BAD", "BYE", "PREAUTH"];
    states.iter().any(|state| word.eq_ignore_ascii_case(state)).then_some(rest)
}

/// The good-bye in a reply, if there is one (RFC 9051 §7.1.5).
pub fn good_bye(reply: &Reply) -> Option<&str> {
    let says = |text: &str| text.get(..5).is_some_and(|five| five.eq_ignore_ascii_case("* BYE"));
    responses(reply).into_iter().map(|line| line.text.as_str()).find(|text| says(text))
}

/// The capabilities listed, upper case, each once: from `* CAPABILITY` lines and from
/// `[CAPABILITY …]` response codes (RFC 9051 §7.1, §7.2.2).
pub fn capabilities(reply: &Reply) -> Vec<String> {
    let mut found = Vec::new();
    for line in responses(reply) {
        let upper = line.words().to_ascii_uppercase();
        for word in list(&upper).unwrap_or_default().split_ascii_whitespace().map(str::to_owned) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

/// Whether a list of capabilities is longer than what was kept of it.
pub fn is_cut(reply: &Reply) -> bool {
    let listed = |line: &Line| list(&line.text.to_ascii_uppercase()).is_some();
    responses(reply).into_iter().any(|line| line.cut > 0 && listed(line))
}

/// The list in a response, upper case.
fn list(line: &str) -> Option<&str> {
    line.strip_prefix("* CAPABILITY ").or_else(|| in_code(line))
}

/// The list in the code of a status response, upper case.
fn in_code(line: &str) -> Option<&str> {
    let (_, response) = line.split_once(' ')?;
    let list = status(response)?.trim_start().strip_prefix("[CAPABILITY ")?;
    list.split(']').next()
}

/// The authentication mechanisms among the capabilities (RFC 9051 §6.2.2).
pub fn mechanisms(reply: &Reply) -> Vec<String> {
    capabilities(reply).iter().filter_map(|c| c.strip_prefix("AUTH=")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureKind;

    fn reply(lines: &[&str]) -> Reply {
        let line = |text: &&str| Line { text: (*text).to_owned(), ..Line::default() };
        Reply { lines: lines.iter().map(line).collect(), ..Reply::default() }
    }

    #[test]
    fn what_stands_in_a_literal_is_no_response() {
        let caps = "* CAPABILITY IMAP4rev1 AUTH=PLAIN";
        let quoted = ["* LIST {44}", caps, "m1 OK x", ")"];
        assert_eq!(caps.len() + "m1 OK x".len() + 4, 44);
        let mut said = quoted.to_vec();
        assert_eq!(whole(&reply(&said[..3]), Step::Capabilities, "m1"), Ok(false));
        said.push("m1 NO");
        assert_eq!(whole(&reply(&said), Step::Capabilities, "m1"), Ok(true));
        assert!(capabilities(&reply(&said)).is_empty());
        let rest = ["* X {3}", "abc {2+}", "", " y", "* CAPABILITY IMAP4rev1", "m1 OK {9}"];
        assert_eq!(capabilities(&reply(&rest)), ["IMAP4REV1"]);
        assert_eq!(whole(&reply(&rest), Step::Capabilities, "m1"), Ok(true));
    }

    #[test]
    fn a_list_in_quotes_is_no_code() {
        let quoted = reply(&["* 1 FETCH (BODY \"[CAPABILITY STARTTLS]\")", "m1 OK done"]);
        assert!(capabilities(&quoted).is_empty());
        let code = reply(&["m1 OK [CAPABILITY IMAP4rev1 STARTTLS] done"]);
        assert_eq!(capabilities(&code), ["IMAP4REV1", "STARTTLS"]);
    }

    #[test]
    fn the_last_word_of_a_line_that_was_cut_is_not_known() {
        let mut cut = reply(&["* CAPABILITY IMAP4rev1 AUTH=PLAIN"]);
        cut.lines[0].cut = 9;
        assert_eq!(capabilities(&cut), ["IMAP4REV1"]);
        assert!(is_cut(&cut));
        cut.lines.insert(0, Line { cut: 9, ..reply(&["* LIST ((("]).lines.remove(0) });
        cut.lines[1].cut = 0;
        assert!(!is_cut(&cut));
    }

    #[test]
    fn a_greeting_welcomes_or_refuses_or_is_none() {
        let said = |text| positive(&reply(&[text]), Step::Greeting).map_err(|f| f.kind);
        assert_eq!(said("* OK ready"), Ok(true));
        assert_eq!(said("* bye busy"), Ok(false));
        for other in ["*", "* OKAY", "* 3 EXISTS", "* CAPABILITY IMAP4rev1"] {
            assert_eq!(said(other), Err(FailureKind::Unexpected), "{other}");
        }
    }
}
