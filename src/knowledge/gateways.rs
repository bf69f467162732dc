//! Services that take in mail for others, to filter it or to pass it on: where the mailboxes are,
//! their names don't tell.

/// Names of services, with the ends of the names of their exchangers. The ends are generally known
/// and were found in no document.
const GATEWAYS: &[(&str, &[&str])] = &[
    ("Proofpoint", &["pphosted.com", "ppe-hosted.com"]),
    ("Mimecast", &["mimecast.com", "mimecast.co.za"]),
    ("Barracuda", &["barracudanetworks.com"]),
    ("Broadcom Email Security.cloud", &["messagelabs.com"]),
    ("Trend Micro", &["tmes.trendmicro.com", "hes.trendmicro.com"]),
    ("Trellix", &["fireeyecloud.com", "fireeyegov.com"]),
    ("Hornetsecurity", &["zerospam.ca", "hornetsecurity.com", "antispameurope.com"]),
    ("Cisco Secure Email", &["iphmx.com"]),
    ("Sophos Email", &["hydra.sophos.com"]),
    ("SpamExperts", &["antispamcloud.com", "spamexperts.com"]),
    ("Cloudflare Email Routing", &["mx.cloudflare.net"]),
    ("ImprovMX", &["improvmx.com"]),
    ("IIJ SecureMX", &["securemx.jp"]),
];

/// The service of this exchanger (lower case, A-labels), if it is one of them.
pub fn gateway(exchanger: &str) -> Option<&'static str> {
    let is_below = |end: &&str| {
        exchanger.strip_suffix(*end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    GATEWAYS.iter().find(|(_, ends)| ends.iter().any(is_below)).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::providers::of_mx;

    #[test]
    fn gateways_are_recognised_by_whole_labels() {
        assert_eq!(gateway("mx1-us1.ppe-hosted.com"), Some("Proofpoint"));
        assert_eq!(gateway("mxa-1.notpphosted.com"), None);
        assert_eq!(gateway("mx.example.com"), None);
    }

    #[test]
    fn no_gateway_is_a_provider_of_mailboxes() {
        for end in GATEWAYS.iter().flat_map(|(_, ends)| *ends) {
            assert!(of_mx(end).is_empty(), "{end}");
        }
    }
}
