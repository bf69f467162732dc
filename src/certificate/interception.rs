//! Who opens encrypted connections and puts a certificate of its own in place.
use super::describe::parse;

/// Software that does so, where it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interceptor {
    /// What it is called.
    pub name: &'static str,
    /// Whether it runs on the very machine that connects; else it stands in the network.
    pub is_local: bool,
}

/// Words in the name of an issuer, in lower case, and whose they are. Vendors that are public
/// authorities too, or whose appliances serve mail under such a certificate, have only the words
/// that they use for this.
const KNOWN: &[(&str, &str, bool)] = &[
    ("avast web/mail shield", "Avast", true),
    ("avast! web/mail shield", "Avast", true),
    ("avg web/mail shield", "AVG", true),
    ("avira", "Avira", true),
    ("bitdefender", "Bitdefender", true),
    ("dr.web", "Dr.Web", true),
    ("eset ssl filter", "ESET", true),
    ("eset, spol", "ESET", true),
    ("g data", "G Data", true),
    ("kaspersky", "Kaspersky", true),
    ("nortonlifelock", "Norton", true),
    ("norton web/mail shield", "Norton", true),
    ("mcafee web", "McAfee", true),
    ("adguard", "AdGuard", true),
    ("mitmproxy", "mitmproxy", true),
    ("do_not_trust_fiddler", "Fiddler", true),
    ("fiddler root", "Fiddler", true),
    ("charles proxy", "Charles", true),
    ("portswigger", "Burp", true),
    ("sophos", "Sophos", false),
    ("fortigate", "FortiGate", false),
    ("fortinet", "Fortinet", false),
    ("zscaler", "Zscaler", false),
    ("netskope", "Netskope", false),
    ("palo alto networks", "Palo Alto Networks", false),
    ("cisco umbrella", "Cisco Umbrella", false),
    ("check point", "Check Point", false),
    ("untangle", "Untangle", false),
    ("blue coat", "Blue Coat", false),
    ("bluecoat", "Blue Coat", false),
    ("forcepoint", "Forcepoint", false),
    ("barracuda", "Barracuda", false),
    ("sonicwall", "SonicWall", false),
    ("watchguard", "WatchGuard", false),
    ("squid proxy", "Squid", false),
];

/// Whose the authority is that made a certificate (DER), if it is known for this; for whom the
/// certificate was made does not matter. A server may show such a certificate of its own, and a
/// public authority may bear such a name: it is no proof.
pub fn interceptor(der: &[u8]) -> Option<Interceptor> {
    let cert = parse(der)?;
    let issuer = cert.issuer();
    let parts = issuer.iter_common_name().chain(issuer.iter_organization());
    let words: Vec<String> =
        parts.filter_map(|part| Some(part.as_str().ok()?.to_lowercase())).collect();
    KNOWN
        .iter()
        .find(|(word, ..)| words.iter().any(|text| has(text, word)))
        .map(|&(_, name, is_local)| Interceptor { name, is_local })
}

/// Whether the text has these words whole: "hosting data" is not "g data", nor "untangled"
/// "untangle".
fn has(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + words.len()..]);
        !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_found_in_the_middle_of_another() {
        assert!(has("g data root ca", "g data"));
        assert!(has("(sophos) ssl ca", "sophos"));
        assert!(has("fortinet_ca_ssl", "fortinet"));
        assert!(!has("example hosting data center", "g data"));
        assert!(!has("untangled hosting ca", "untangle"));
    }

    #[test]
    fn a_vendor_that_shows_its_own_certificate_intercepts_nobody() {
        let made = |lines: &str| {
            let like = format!("like = 'tls-intercepted'\nname = 'x'\n{lines}\n{EXPECT}");
            let scenario = fixtures::Scenario::parse(&like).expect("a scenario");
            scenario.vault().sent("mail").remove(0)
        };
        let subject = "certificates.mail.organization = 'Sophos Ltd'";
        let issuer = "certificates.shield.organization = 'Sophos Ltd'\n\
                      certificates.shield.common_name = 'x'";
        assert!(
            interceptor(&made(&format!("certificates.mail.issuer = 'intermediate'\n{subject}")))
                .is_none()
        );
        assert_eq!(interceptor(&made(issuer)).map(|i| i.name), Some("Sophos"));
    }

    const EXPECT: &str = "[expect]\nverdict = 'healthy'\nheadline = 'healthy'\nfindings = []";
}
