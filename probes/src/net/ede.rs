//! Extended DNS errors (RFC 8914).
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An extended DNS error (RFC 8914 §2).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Ede {
    /// INFO-CODE.
    pub code: u16,
    /// EXTRA-TEXT, as it came.
    pub text: String,
}

/// The registered names of the INFO-CODEs, from 0 on (RFC 8914 §4).
const NAMES: [&str; 25] = [
    "Other Error",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGs Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDOMAIN Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
];

impl Ede {
    /// Its number, its registered name if it has one (RFC 8914 §5.2), and what the server adds.
    pub fn words(&self) -> String {
        let name = NAMES.get(usize::from(self.code)).map(|name| format!(" {name}"));
        let named = format!("EDE {}{}", self.code, name.unwrap_or_default());
        if self.text.is_empty() { named } else { format!("{named}: {}", self.text) }
    }

    /// Whether it speaks of signatures: they don't verify, or can't be verified (RFC 8914 §4).
    pub const fn is_of_signatures(&self) -> bool {
        matches!(self.code, 1 | 2 | 5..=12)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extended_error_is_told_by_its_registered_name() {
        let told = |code, text: &str| Ede { code, text: text.into() }.words();
        assert_eq!(told(22, "at example."), "EDE 22 No Reachable Authority: at example.");
        for (code, name) in [(0, "Other Error"), (6, "DNSSEC Bogus"), (24, "Invalid Data")] {
            assert_eq!(told(code, ""), format!("EDE {code} {name}"));
        }
        assert_eq!(told(4711, "odd"), "EDE 4711: odd");
    }

    #[test]
    fn some_speak_of_signatures() {
        let of = |code| Ede { code, text: String::new() }.is_of_signatures();
        assert!(of(6) && of(7) && of(10) && !of(3) && !of(13) && !of(22));
    }
}
