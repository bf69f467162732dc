//! What is said of names.

// Titles of the columns.
pub(crate) const LOOKUPS: [&str; 5] = ["type", "name", "answer", "TTL", "answered by"];
pub(crate) const ASKED_OF: [&str; 6] = ["type", "name", "asked", "by", "time", "response"];

// What the name system said.
pub(crate) const NO_RECORD: &str = "none";
pub(crate) const NO_SUCH_NAME: &str = "name does not exist (NXDOMAIN)";
pub(crate) const NULL_MX: &str = "takes no mail (null MX)";
pub(crate) const ALIAS: &str = "alias of {$target}";
pub(crate) const AND_MORE: &str = "and {$count} more";
pub(crate) const DNS_REFUSED: &str = "refused by the resolver (REFUSED)";
pub(crate) const DNS_FAILED: &str = "resolver failed (SERVFAIL)";
pub(crate) const UNCHECKED: &str = "without checking signatures (CD): {$answer}";
pub(crate) const DNS_SILENT: &str = "no answer in {$time}";
pub(crate) const ANSWERED: &str = "{$server} {$transport} {$time}";
pub(crate) const ANSWERED_BY: &str = "answered by {$server} {$transport}";
pub(crate) const TOOK: &str = "time";
pub(crate) const TRIES: &str = "{$last}, try {$count}";
pub(crate) const SECONDS: &str = "{$n}\u{a0}s";
pub(crate) const AUTHENTIC: &str = "{$answered}, AD";
pub(crate) const FLAGGED: &str = "{$response}, {$flag}";

/// The registered name of an RCODE (RFC 6895 §2.3).
pub(crate) fn rcode(code: u16) -> Option<&'static str> {
    const NAMES: [&str; 11] = [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
        "NXRRSET", "NOTAUTH", "NOTZONE",
    ];
    NAMES.get(usize::from(code)).copied()
}
