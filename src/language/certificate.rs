//! What is said of certificates.
use super::Text;
use crate::certificate::Mismatch;

// Why a certificate was revoked.
pub(crate) const KEY_COMPROMISED: Text = Text("key-compromised");
pub(crate) const AUTHORITY_COMPROMISED: Text = Text("authority-compromised");
pub(crate) const AFFILIATION_CHANGED: Text = Text("affiliation-changed");
pub(crate) const SUPERSEDED: Text = Text("superseded");
pub(crate) const OUT_OF_USE: Text = Text("out-of-use");
pub(crate) const ON_HOLD: Text = Text("on-hold");
pub(crate) const RIGHT_WITHDRAWN: Text = Text("right-withdrawn");
pub(crate) const ATTRIBUTES_COMPROMISED: Text = Text("attributes-compromised");

// Why a name that nearly fits does not.
pub(crate) const TOO_DEEP: Text = Text("too-deep");
pub(crate) const BARE: Text = Text("bare");
pub(crate) const PARTIAL: Text = Text("partial");
pub(crate) const ONLY_ADDRESSES: Text = Text("only-addresses");
pub(crate) const NO_ADDRESSES: Text = Text("no-addresses");
pub(crate) const ADDRESS_AS_HOST: Text = Text("address-as-host");
pub(crate) const INSIDE: Text = Text("inside");
pub(crate) const TOO_WIDE: Text = Text("too-wide");
pub(crate) const LETTERS: Text = Text("letters");
pub(crate) const MARKS: Text = Text("marks");
pub(crate) const OTHER_KIND: Text = Text("other-kind");

// What to do about a name.
pub(crate) const ISSUE_ANEW: Text = Text("issue-anew");
pub(crate) const USE_ITS_NAMES: Text = Text("use-its-names");

// How a chain is untidy.
pub(crate) const SENT_TWICE: Text = Text("sent-twice");
pub(crate) const OUT_OF_ORDER: Text = Text("out-of-order");
pub(crate) const ROOT_SENT: Text = Text("root-sent");
pub(crate) const UNREADABLE_SENT: Text = Text("unreadable-sent");
pub(crate) const UNNEEDED: Text = Text("unneeded");

// What breaks rules in certificates that work.
pub(crate) const ODD: Text = Text("odd");
pub(crate) const AND_SO_MANY: Text = Text("and-so-many");
pub(crate) const SERIAL_NEGATIVE: Text = Text("serial-negative");
pub(crate) const SERIAL_ZERO: Text = Text("serial-zero");
pub(crate) const SERIAL_LONG: Text = Text("serial-long");
pub(crate) const NO_ISSUER_KEY: Text = Text("no-issuer-key");
pub(crate) const KEY_IDENTIFIER_CRITICAL: Text = Text("key-identifier-critical");
pub(crate) const ODD_MODULUS: Text = Text("odd-modulus");
pub(crate) const ACCESS_UNREADABLE: Text = Text("access-unreadable");
pub(crate) const NAMES_NOT_CRITICAL: Text = Text("names-not-critical");
pub(crate) const NAMES_CRITICAL: Text = Text("names-critical");
pub(crate) const USAGE_LACKS_SERVERS: Text = Text("usage-lacks-servers");
pub(crate) const USAGE_CRITICAL: Text = Text("usage-critical");
pub(crate) const LEAF_MAY_SIGN: Text = Text("leaf-may-sign");
pub(crate) const LEAF_LIMITS_NAMES: Text = Text("leaf-limits-names");
pub(crate) const UNDERSCORE: Text = Text("underscore");
pub(crate) const OTHER_IN_SUBJECT: Text = Text("other-in-subject");
pub(crate) const SIGNS_NOTHING: Text = Text("signs-nothing");
pub(crate) const NO_OWN_KEY: Text = Text("no-own-key");
pub(crate) const POLICIES_NOT_CRITICAL: Text = Text("policies-not-critical");
pub(crate) const LIMITS_EMPTY: Text = Text("limits-empty");
pub(crate) const MAY_NOT_SIGN: Text = Text("may-not-sign");
pub(crate) const NAMELESS: Text = Text("nameless");
pub(crate) const NO_AUTHORITY: Text = Text("no-authority");
pub(crate) const UNKNOWN_CRITICAL: Text = Text("unknown-critical");

/// Why a certificate was revoked, by its number (RFC 5280 §5.3.1).
pub(crate) const fn revocation(number: u8) -> Option<Text> {
    Some(match number {
        1 => KEY_COMPROMISED,
        2 => AUTHORITY_COMPROMISED,
        3 => AFFILIATION_CHANGED,
        4 => SUPERSEDED,
        5 => OUT_OF_USE,
        6 => ON_HOLD,
        9 => RIGHT_WITHDRAWN,
        10 => ATTRIBUTES_COMPROMISED,
        _ => return None,
    })
}

/// Why a name that nearly fits does not.
pub(crate) const fn mismatch(mismatch: Mismatch) -> Option<Text> {
    Some(match mismatch {
        Mismatch::Other => return None,
        Mismatch::TooDeep => TOO_DEEP,
        Mismatch::Bare => BARE,
        Mismatch::Partial => PARTIAL,
        Mismatch::OnlyAddresses => ONLY_ADDRESSES,
        Mismatch::NoAddress => NO_ADDRESSES,
        Mismatch::AddressAsHost => ADDRESS_AS_HOST,
        Mismatch::Inside => INSIDE,
        Mismatch::TooWide => TOO_WIDE,
        Mismatch::Letters => LETTERS,
        Mismatch::Marks => MARKS,
        Mismatch::Kind => OTHER_KIND,
    })
}
