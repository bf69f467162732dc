//! What a certificate is for, in words, and why a name that nearly fits does not.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use x509_parser::prelude::{GeneralName, X509Certificate};

use super::Mismatch;

/// A name as people know it: where it is written in A-labels (RFC 5890 §2.3.2.1), the letters that
/// they stand for follow.
pub fn shown(name: &str) -> String {
    if !name.to_ascii_lowercase().contains("xn--") {
        return name.to_owned();
    }
    match idna::domain_to_unicode(name) {
        (letters, Ok(())) if letters != name => format!("{name} ({letters})"),
        _ => name.to_owned(),
    }
}

/// What a certificate is for: the alternative names of any kind.
pub(super) fn names(cert: &X509Certificate<'_>) -> Vec<String> {
    match cert.subject_alternative_name() {
        Ok(Some(extension)) => extension.value.general_names.iter().map(word).collect(),
        Ok(None) => vec![],
        Err(_) => vec!["names that cannot be read".to_owned()],
    }
}

/// A name in words. Kinds that nobody asks a mail server for are said as such.
pub(super) fn word(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => {
            (*name).to_owned()
        }
        GeneralName::IPAddress(bytes) => {
            address(bytes).map_or_else(|| "an address of odd length".to_owned(), |a| a.to_string())
        }
        GeneralName::DirectoryName(name) => name.to_string(),
        GeneralName::RegisteredID(oid) | GeneralName::OtherName(oid, _) => oid.to_id_string(),
        _ => "a name of another kind".to_owned(),
    }
}

pub(super) fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(|b| IpAddr::V4(Ipv4Addr::from(b)));
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(|b| IpAddr::V6(Ipv6Addr::from(b)))).ok()
}

/// Why none of a certificate's names is the one that was asked for.
pub(super) fn mismatch(cert: &X509Certificate<'_>, wanted: &str) -> Mismatch {
    let Ok(Some(extension)) = cert.subject_alternative_name() else { return Mismatch::Other };
    let names = &extension.value.general_names;
    let mut hosts = names.iter().filter_map(|name| match name {
        GeneralName::DNSName(host) => Some(host.to_ascii_lowercase()),
        _ => None,
    });
    let addresses = names.iter().any(|name| matches!(name, GeneralName::IPAddress(_)));
    if wanted.parse::<IpAddr>().is_ok() {
        return match (hosts.any(|host| host == wanted), addresses) {
            (true, _) => Mismatch::AddressAsHost,
            (false, true) => Mismatch::Other,
            (false, false) => Mismatch::NoAddress,
        };
    }
    let wanted = wanted.trim_end_matches('.').to_ascii_lowercase();
    let nearly = hosts.clone().find_map(|host| nearly(&host, &wanted));
    nearly.unwrap_or(match (hosts.next(), addresses) {
        (Some(_), _) => Mismatch::Other,
        (None, true) => Mismatch::OnlyAddresses,
        (None, false) => Mismatch::Kind,
    })
}

/// How a wildcard just misses a name.
fn nearly(pattern: &str, wanted: &str) -> Option<Mismatch> {
    if !pattern.is_ascii() {
        let meant = idna::domain_to_ascii(pattern).is_ok_and(|letters| letters == wanted);
        return meant.then_some(Mismatch::Letters);
    }
    if pattern != wanted && bare(pattern) == wanted {
        return Some(Mismatch::Marks);
    }
    let (before, behind) = pattern.split_once('*')?;
    if pattern == "*" {
        return Some(Mismatch::TooWide);
    }
    let (first, above) = wanted.split_once('.')?;
    if before.is_empty() && behind.strip_prefix('.') == Some(above) && !above.contains('.') {
        return Some(Mismatch::TooWide);
    }
    if before.contains('.') {
        return is_like(pattern, wanted).then_some(Mismatch::Inside);
    }
    match behind.strip_prefix('.') {
        Some(domain) if before.is_empty() && wanted == domain => Some(Mismatch::Bare),
        Some(domain) if before.is_empty() => {
            let below = wanted.strip_suffix(domain)?.strip_suffix('.')?;
            below.contains('.').then_some(Mismatch::TooDeep)
        }
        _ => {
            let label = wanted.strip_prefix(before)?.strip_suffix(behind)?;
            (label.len() < first.len() && !label.contains('.')).then_some(Mismatch::Partial)
        }
    }
}

/// The host in what was typed where only a host may stand: a URL, a port, a final dot, a space.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let name = name.split_once("://").map_or(name, |(_, rest)| rest);
    let name = name.split(['/', ':']).next().unwrap_or_default();
    name.trim_end_matches('.')
}

/// Whether a wildcard that stood for any one part would fit.
fn is_like(pattern: &str, wanted: &str) -> bool {
    let (pattern, wanted) = (pattern.split('.'), wanted.split('.'));
    pattern.clone().count() == wanted.clone().count()
        && pattern.zip(wanted).all(|(part, label)| part == "*" || part == label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_that_nearly_fits_is_told_by_what_it_lacks() {
        for (pattern, wanted, why) in [
            ("*.example.test", "a.b.example.test", Some(Mismatch::TooDeep)),
            ("*.example.test", "example.test", Some(Mismatch::Bare)),
            ("mail*.example.test", "mail3.example.test", Some(Mismatch::Partial)),
            ("*", "mail.example.test", Some(Mismatch::TooWide)),
            ("*.test", "example.test", Some(Mismatch::TooWide)),
            ("mail.*.test", "mail.example.test", Some(Mismatch::Inside)),
            ("mail.*.test", "mail.example.other", None),
            ("b\u{fc}cher.test", "xn--bcher-kva.test", Some(Mismatch::Letters)),
            ("mail.example.test.", "mail.example.test", Some(Mismatch::Marks)),
            ("mail.example.test ", "mail.example.test", Some(Mismatch::Marks)),
            ("mail.example.test:993", "mail.example.test", Some(Mismatch::Marks)),
            ("https://mail.example.test/", "mail.example.test", Some(Mismatch::Marks)),
            ("mail.example.test:993", "smtp.example.test", None),
            ("*3.example.test", "mail3.example.test", Some(Mismatch::Partial)),
            ("*.example.test", "mail.other.test", None),
            ("*.example.test", "mailexample.test", None),
            ("mail*.example.test", "smtp.example.test", None),
            ("mail.example.test", "a.mail.example.test", None),
        ] {
            assert_eq!(nearly(pattern, wanted), why, "{pattern} {wanted}");
        }
    }

    #[test]
    fn letters_stand_beside_what_stands_for_them() {
        assert_eq!(shown("mail.example.test"), "mail.example.test");
        assert_eq!(
            shown("*.xn--bcher-kva.example"),
            "*.xn--bcher-kva.example (*.b\u{fc}cher.example)"
        );
        assert_eq!(shown("xn--a"), "xn--a");
    }
}
