//! Replies of SMTP (RFC 5321 §4.2), and what may be read from them.
use crate::dialogue::unexpected;
use crate::reply::Reply;
use crate::{Failure, Step};

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

/// Whether a whole reply says yes; an error if it is a greeting that neither welcomes nor refuses
/// (RFC 5321 §3.1, §4.3.2): who says 221 or 250 there answers something else.
pub(crate) fn positive(reply: &Reply, step: Step) -> Result<bool, Failure> {
    match (step, code(reply)) {
        (Step::Greeting, Some(220 | 400..=599)) => Ok(code(reply) == Some(220)),
        (Step::Greeting, _) => Err(unexpected(reply.last().unwrap_or_default())),
        (_, code) => Ok(matches!(code, Some(200..=299))),
    }
}

/// The reply code (RFC 5321 §4.2.1).
pub fn code(reply: &Reply) -> Option<u16> {
    reply.last()?.get(..3)?.parse().ok()
}

/// The keywords of an EHLO reply with their parameters, in order (RFC 5321 §4.1.1.1). The first
/// line is the server's name and greeting, no keyword.
pub fn keywords(reply: &Reply) -> Vec<(&str, Vec<&str>)> {
    let lines = reply.lines.iter().skip(1).filter_map(|l| l.words().get(4..));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureKind;
    use crate::reply::Line;

    #[test]
    fn a_greeting_welcomes_or_refuses_or_is_none() {
        let said = |step, text: &str| {
            let lines = vec![Line { text: text.to_owned(), ..Line::default() }];
            positive(&Reply { lines, ..Reply::default() }, step).map_err(|f| f.kind)
        };
        let greeting = |text| said(Step::Greeting, text);
        assert_eq!(greeting("220 mail.example.test ESMTP"), Ok(true));
        for refusal in ["421 busy", "450 later", "521 no mail here", "554 go away"] {
            assert_eq!(greeting(refusal), Ok(false), "{refusal}");
        }
        for other in ["000 ?", "211 help", "221 Bye", "250 ok", "354 go on", "600 ?"] {
            assert_eq!(greeting(other), Err(FailureKind::Unexpected), "{other}");
        }
        assert_eq!(said(Step::Capabilities, "250 mail.example.test"), Ok(true));
        assert_eq!(said(Step::Farewell, "221 Bye"), Ok(true));
    }
}
