//! Replies of SMTP (RFC 5321 §4.2), and what may be read from them.
use crate::Failure;
use crate::dialogue::unexpected;
use crate::reply::Reply;

/// A reply line is three digits, then a hyphen if more follow.
pub(crate) fn whole(line: &str) -> Result<bool, Failure> {
    let bytes = line.as_bytes();
    let digits = bytes.len() >= 3 && bytes[..3].iter().all(u8::is_ascii_digit);
    match bytes.get(3) {
        _ if !digits => Err(unexpected(line)),
        Some(b'-') => Ok(false),
        None | Some(b' ') => Ok(true),
        Some(_) => Err(unexpected(line)),
    }
}

pub(crate) fn positive(reply: &Reply) -> bool {
    matches!(code(reply), Some(200..=299))
}

/// The reply code (RFC 5321 §4.2.1).
pub fn code(reply: &Reply) -> Option<u16> {
    reply.last()?.get(..3)?.parse().ok()
}

/// The keywords of an EHLO reply with their parameters, in order (RFC 5321 §4.1.1.1). The first
/// line is the server's name and greeting, no keyword.
pub fn keywords(reply: &Reply) -> Vec<(&str, Vec<&str>)> {
    let lines = reply.lines.iter().skip(1).filter_map(|l| l.text.get(4..));
    let words = lines.map(|l| l.split_ascii_whitespace().collect::<Vec<_>>());
    words.filter_map(|w| w.split_first().map(|(k, p)| (*k, p.to_vec()))).collect()
}

/// Whether a keyword was offered, whatever its case.
pub fn offers(reply: &Reply, keyword: &str) -> bool {
    keywords(reply).iter().any(|(k, _)| k.eq_ignore_ascii_case(keyword))
}

/// The authentication mechanisms offered (RFC 4954 §3), upper case, each once; those of the old
/// form `AUTH=LOGIN`, which some servers add for old clients, included.
pub fn mechanisms(reply: &Reply) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (keyword, parameters) in keywords(reply) {
        let upper = keyword.to_ascii_uppercase();
        let old = upper.strip_prefix("AUTH=").map(str::to_owned);
        if old.is_none() && upper != "AUTH" {
            continue;
        }
        let new = parameters.iter().map(|p| p.to_ascii_uppercase());
        for mechanism in old.into_iter().chain(new).filter(|m| !m.is_empty()) {
            if !found.contains(&mechanism) {
                found.push(mechanism);
            }
        }
    }
    found
}
