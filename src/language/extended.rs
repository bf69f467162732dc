//! What the numbers of extended DNS errors mean.

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

/// The registered name of an extended DNS error (RFC 8914 §5.2); `None` for later ones.
pub(crate) fn extended_error(code: u16) -> Option<&'static str> {
    NAMES.get(usize::from(code)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_errors_have_their_registered_names() {
        let known = [(0, "Other Error"), (6, "DNSSEC Bogus"), (10, "RRSIGs Missing")];
        let known = known.into_iter().chain([(15, "Blocked"), (22, "No Reachable Authority")]);
        for (code, name) in known.chain([(24, "Invalid Data")]) {
            assert_eq!(extended_error(code), Some(name));
        }
        assert_eq!(extended_error(25), None);
    }
}
