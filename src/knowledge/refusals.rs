//! Words by which a refusal shows of what kind it is.

/// Words about a list of addresses, or about what is thought of one; lower case.
pub const LISTS: &[&str] = &[
    "blocked using",
    "block list",
    "blocklist",
    "blacklist",
    "black list",
    "denylist",
    "dnsbl",
    "rbl",
    "spamhaus",
    "spamcop",
    "barracudacentral",
    "sorbs",
    "reputation",
];

/// Words that say "not now" where replies have no codes (RFC 5530 §3, RFC 3206 §4); lower case.
pub const TEMPORARY: &[&str] =
    &["[unavailable]", "[limit]", "[sys/temp]", "[in-use]", "too many", "try again", "try later"];

/// Whether a word, in lower case, is one of them or a part of one.
pub fn is_part(word: &str) -> bool {
    let of = |c: char| !c.is_ascii_alphanumeric();
    LISTS.iter().chain(TEMPORARY).any(|words| words.split(of).any(|part| part == word))
}
