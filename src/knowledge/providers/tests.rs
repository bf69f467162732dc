//! What must hold of every entry, and who is recognised by what.
use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Everything that is wrong with the entries, one line each.
fn wrong(check: impl Fn(&Provider) -> Vec<String>) -> String {
    let told = all().iter().flat_map(|p| check(p).into_iter().map(|w| format!("{}: {w}", p.id)));
    told.collect::<Vec<_>>().join("\n")
}

fn is_host_name(name: &str) -> bool {
    let lawful = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let label = |l: &str| {
        !l.is_empty()
            && l.len() < 64
            && l.bytes().all(lawful)
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let letters = |l: &str| !l.bytes().all(|b| b.is_ascii_digit());
    let labels: Vec<&str> = name.split('.').collect();
    labels.len() > 1 && labels.iter().all(|l| label(l)) && labels.last().is_some_and(|l| letters(l))
}

#[test]
fn there_are_many_with_ids_of_their_own_and_sources() {
    let ids: BTreeSet<&str> = all().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids.len(), all().len());
    assert!(ids.len() >= 130, "{}", ids.len());
    let bare = wrong(|p| {
        let empty = [&p.id, &p.name, &p.family, &p.region].into_iter().any(String::is_empty);
        let sources = p.sources.is_empty() || p.sources.iter().any(String::is_empty);
        (empty || sources).then(|| "it has no sources, or no name".to_owned()).into_iter().collect()
    });
    assert_eq!(bare, "");
}

#[test]
fn what_rests_on_no_source_is_not_called_verified() {
    let known = |p: &Provider| p.sources.iter().any(|s| s != "general knowledge");
    let told = wrong(|p| {
        let catalogue = p.sources.iter().any(|s| s.starts_with("ispdb:"));
        let fits = match p.verified {
            Verified::Ispdb | Verified::IspdbPartial => catalogue,
            Verified::Multi => known(p),
            Verified::Official | Verified::OfficialCodesOnly | Verified::Single => known(p),
            Verified::Unverified => true,
        };
        if fits { vec![] } else { vec![format!("{:?} by {:?}", p.verified, p.sources)] }
    });
    assert_eq!(told, "");
}

#[test]
fn domains_belong_to_one_entry_each() {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for provider in all() {
        for domain in &provider.domains {
            owners.entry(domain).or_default().push(&provider.id);
        }
    }
    let shared: Vec<_> = owners.iter().filter(|(_, ids)| ids.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

#[test]
fn exchangers_and_hosts_are_shared_within_a_family_only() {
    let mut families: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for provider in all() {
        let hosts = provider.all_places().map(|p| p.host.as_str());
        for name in provider.mx.iter().map(String::as_str).chain(hosts) {
            families.entry(name).or_default().insert(&provider.family);
        }
    }
    let shared: Vec<_> = families.iter().filter(|(_, of)| of.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

#[test]
fn names_are_lower_case_and_as_the_dns_has_them() {
    let told = wrong(|p| {
        let hosts = p.all_places().map(|place| place.host.as_str());
        let names = [&p.domains, &p.mx, &p.webmail].into_iter().flatten().map(String::as_str);
        let lawful = |name: &str| {
            let filled = name.split_once('{').and_then(|(before, rest)| {
                let (_, after) = rest.split_once('}')?;
                Some(format!("{before}x{after}"))
            });
            let loopback = name.parse::<IpAddr>().is_ok_and(|addr| addr.is_loopback());
            loopback || is_host_name(filled.as_deref().unwrap_or(name))
        };
        hosts.chain(names).filter(|name| !lawful(name)).map(str::to_owned).collect()
    });
    assert_eq!(told, "");
}

/// The pairs that are registered (RFC 8314 §7, IANA).
fn is_usual(protocol: Protocol, place: &Place) -> bool {
    let on = |port| Service::on(port).is_some_and(|s| s.row().protocol == protocol);
    on(place.port) && place.security != Security::Plain && {
        let service = Service::on(place.port);
        service.is_some_and(|s| place.is_like(place.port, s))
    }
}

#[test]
fn unusual_ports_are_explained_by_the_note() {
    let told = wrong(|p| {
        let note = p.note.as_deref().unwrap_or_default();
        let explained = |place: &Place| match place.security {
            Security::Plain => note.contains("平文") || note.contains("clear"),
            _ => note.contains(&place.port.to_string()),
        };
        let of = |protocol| p.places(protocol).iter().map(move |place| (protocol, place));
        let all = [Protocol::Smtp, Protocol::Imap, Protocol::Pop3].into_iter().flat_map(of);
        let odd = all.filter(|(protocol, place)| !is_usual(*protocol, place) && !explained(place));
        odd.map(|(_, place)| format!("{place:?}")).collect()
    });
    assert_eq!(told, "");
}

#[test]
fn who_lets_no_program_in_has_no_hosts_and_all_others_have() {
    let told = wrong(|p| {
        let closed = p.app_password == AppPassword::NotOffered;
        let places = p.all_places().count();
        let fits = closed == (places == 0) && closed == p.auth.is_empty();
        let tokens = p.tokens_only() == (p.app_password == AppPassword::NotAccepted);
        if fits && tokens { vec![] } else { vec![format!("{:?}, {places} places", p.auth)] }
    });
    assert_eq!(told, "");
}

#[test]
fn support_can_be_written_to() {
    let told = wrong(|p| {
        let Some(address) = &p.support else {
            return if p.support_lang.is_empty() { vec![] } else { vec!["whose language?".into()] };
        };
        let parts = address.split_once('@');
        let lawful = parts.is_some_and(|(mailbox, domain)| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"._+-".contains(&b);
            !mailbox.is_empty() && mailbox.bytes().all(plain) && is_host_name(domain)
        });
        if lawful { vec![] } else { vec![address.clone()] }
    });
    assert_eq!(told, "");
}

#[test]
fn nobody_owns_an_end_that_is_open_to_all() {
    for end in ["com", "co.jp", "ne.jp", "or.jp", "co.uk", "com.br", "com.cn", "com.au", "co.nz"] {
        let name = format!("somebody.{end}");
        assert!(recognise(&name, []).is_none(), "{name}");
    }
    for name in ["ec2-192-0-2-1.us-west-1.compute.amazonaws.com", "www.google.com"] {
        assert!(recognise(name, []).is_none(), "{name}");
    }
}

fn ids(providers: &[&'static Provider]) -> Vec<&'static str> {
    providers.iter().map(|p| p.id.as_str()).collect()
}

#[test]
fn providers_are_recognised_by_whole_labels_only() {
    assert_eq!(ids(of_domain("gmail.com")), ["gmail"]);
    assert_eq!(ids(of_domain("notgmail.com")), [""; 0]);
    assert_eq!(ids(&of_host("smtp.gmail.com")), ["gmail", "google-workspace"]);
    assert_eq!(ids(&of_host("smtp.gmail.com.example.com")), [""; 0]);
    assert_eq!(ids(&of_host("xsmtp.gmail.com")), [""; 0]);
    assert_eq!(ids(&of_host("sv123.xserver.jp")), ["xserver"]);
    assert_eq!(ids(&of_host("a.sv123.xserver.jp")), [""; 0]);
    assert_eq!(ids(&of_host("email-smtp.eu-west-1.amazonaws.com")), ["ses"]);
    assert_eq!(ids(of_mx("aspmx.l.google.com")), ["google-workspace"]);
    assert_eq!(ids(of_mx("aspmx.l.notgoogle.com")), [""; 0]);
    assert_eq!(ids(of_mx("example-com.mail.protection.outlook.com")), ["microsoft365"]);
    assert_eq!(ids(of_mx("hotmail-com.olc.protection.outlook.com")), ["outlook"]);
    assert_eq!(ids(&of_host("127.0.0.1")), [""; 0]);
}

#[test]
fn it_is_told_by_what_somebody_was_recognised() {
    let sign = |name: &str, exchangers: &[&str]| {
        let found = recognise(name, exchangers.iter().copied())?;
        Some((found.sign, ids(&found.providers)))
    };
    assert_eq!(sign("gmail.com", &[]), Some((Sign::Domain, vec!["gmail"])));
    assert_eq!(sign("smtp.zoho.eu", &[]), Some((Sign::Host, vec!["zoho-eu"])));
    assert_eq!(sign("mail.zoho.com", &[]), Some((Sign::Webmail, vec!["zoho-us"])));
    assert_eq!(sign("mx2.zoho.eu", &[]).map(|(sign, _)| sign), Some(Sign::ExchangerItself));
    assert_eq!(sign("www.mail.ru", &[]), Some((Sign::Below, vec!["mailru"])));
    let own = sign("example.org", &["backup.example.net", "mx.zoho.eu"]);
    assert_eq!(own, Some((Sign::Exchanger("mx.zoho.eu".into()), vec!["zoho-eu-org"])));
    let two = sign("example.org", &["mail.protonmail.ch"]);
    assert_eq!(two.map(|(_, ids)| ids), Some(vec!["proton-bridge", "proton-smtp"]));
    assert_eq!(sign("example.org", &["mx.example.org"]), None);
}
