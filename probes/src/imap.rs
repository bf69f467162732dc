//! Responses of IMAP (RFC 9051 §7, RFC 3501 §7), and what may be read from them.
use crate::dialogue::unexpected;
use crate::reply::Reply;
use crate::{Failure, Step};

/// The tag of the command with this number.
pub(crate) fn tag(number: u32) -> String {
    format!("m{}", number + 1)
}

/// The greeting is one line; every other reply ends with its tag.
pub(crate) fn whole(line: &str, step: Step, tag: &str) -> Result<bool, Failure> {
    let first = line.split(' ').next().unwrap_or_default();
    match (step, first) {
        (Step::Greeting, "*") => Ok(true),
        (Step::Greeting, _) => Err(unexpected(line)),
        (_, "*") => Ok(false),
        (_, word) if word == tag => Ok(true),
        _ => Err(unexpected(line)),
    }
}

/// `OK`, or `PREAUTH` as a greeting.
pub(crate) fn positive(reply: &Reply) -> bool {
    matches!(state(reply).as_deref(), Some("OK" | "PREAUTH"))
}

/// The state word of the last line, upper case: `OK`, `NO`, `BAD`, `PREAUTH`, `BYE`.
pub fn state(reply: &Reply) -> Option<String> {
    Some(reply.last()?.split_ascii_whitespace().nth(1)?.to_ascii_uppercase())
}

/// The capabilities listed, upper case, each once: from `* CAPABILITY` lines and from
/// `[CAPABILITY …]` response codes (RFC 9051 §7.1, §7.2.2).
pub fn capabilities(reply: &Reply) -> Vec<String> {
    let mut found = Vec::new();
    for line in &reply.lines {
        let upper = line.text.to_ascii_uppercase();
        let list = match (upper.strip_prefix("* CAPABILITY "), upper.split_once("[CAPABILITY ")) {
            (Some(list), _) => list,
            (None, Some((_, rest))) => rest.split(']').next().unwrap_or_default(),
            (None, None) => continue,
        };
        for word in list.split_ascii_whitespace().map(str::to_owned) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

/// The authentication mechanisms among the capabilities (RFC 9051 §6.2.2).
pub fn mechanisms(reply: &Reply) -> Vec<String> {
    capabilities(reply).iter().filter_map(|c| c.strip_prefix("AUTH=")).map(str::to_owned).collect()
}
