//! What is said of names.
use super::{COLUMN_TIME, Text};

// Titles of the columns of names and questions.
pub(crate) const COLUMN_TYPE: Text = Text("column-type");
pub(crate) const COLUMN_NAME: Text = Text("column-name");
pub(crate) const COLUMN_ANSWER: Text = Text("column-answer");
pub(crate) const COLUMN_TTL: Text = Text("column-ttl");
pub(crate) const COLUMN_ANSWERED_BY: Text = Text("column-answered-by");
pub(crate) const COLUMN_ASKED: Text = Text("column-asked");
pub(crate) const COLUMN_BY: Text = Text("column-by");
pub(crate) const COLUMN_RESPONSE: Text = Text("column-response");
pub(crate) const LOOKUPS: [Text; 5] =
    [COLUMN_TYPE, COLUMN_NAME, COLUMN_ANSWER, COLUMN_TTL, COLUMN_ANSWERED_BY];
pub(crate) const ASKED_OF: [Text; 6] =
    [COLUMN_TYPE, COLUMN_NAME, COLUMN_ASKED, COLUMN_BY, COLUMN_TIME, COLUMN_RESPONSE];

// What the name system said.
pub(crate) const NO_RECORD: Text = Text("no-record");
pub(crate) const NO_SUCH_NAME: Text = Text("no-such-name");
pub(crate) const NULL_MX: Text = Text("null-mx");
pub(crate) const ALIAS: Text = Text("alias");
pub(crate) const AND_MORE: Text = Text("and-more");
pub(crate) const DNS_REFUSED: Text = Text("dns-refused");
pub(crate) const DNS_FAILED: Text = Text("dns-failed");
pub(crate) const UNCHECKED: Text = Text("unchecked");
pub(crate) const DNS_SILENT: Text = Text("dns-silent");
pub(crate) const ANSWERED_BY: Text = Text("answered-by");
pub(crate) const TRIES: Text = Text("tries");

/// An RCODE by its registered name (RFC 6895 §2.3).
pub(crate) fn rcode(code: u16) -> String {
    const NAMES: [&str; 11] = [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
        "NXRRSET", "NOTAUTH", "NOTZONE",
    ];
    let name = NAMES.get(usize::from(code));
    name.map_or_else(|| format!("RCODE {code}"), |name| (*name).to_owned())
}
