//! What is understood, and what is said of the rest.
use super::{parse, presentable, service};

fn name_and_port(typed: &str) -> (String, Option<u16>) {
    let target = parse(typed).unwrap_or_else(|refusal| panic!("{typed}: {refusal}"));
    (target.name, target.port)
}

/// What was typed, and the name that was meant.
const NAMES: &[(&str, &str)] = &[
    ("smtp.zoho.com", "smtp.zoho.com"),
    ("  SMTP.Zoho.COM. ", "smtp.zoho.com"),
    ("ｓｍｔｐ．ｚｏｈｏ．ｃｏｍ", "smtp.zoho.com"),
    ("smtp。zoho。com", "smtp.zoho.com"),
    ("smtp.zoho.com\u{200b}", "smtp.zoho.com"),
    ("メール.example", "xn--4dkua4c.example"),
    ("XN--4DKUA4C.example", "xn--4dkua4c.example"),
    ("me@example.com", "example.com"),
    ("me＠example．com", "example.com"),
    ("<me@example.com>", "example.com"),
    ("mailto:me@example.com?subject=x", "example.com"),
    ("\"a b@c\"@example.com", "example.com"),
    ("me@[192.0.2.1]", "192.0.2.1"),
    ("me@[IPv6:2001:db8::1]", "2001:db8::1"),
    ("192.0.2.1", "192.0.2.1"),
    ("2001:DB8::1", "2001:db8::1"),
    ("[2001:db8::1]", "2001:db8::1"),
    ("::ffff:192.0.2.1", "192.0.2.1"),
    ("localhost", "localhost"),
    ("mail_srv", "mail_srv"),
    ("mail_1.corp.example", "mail_1.corp.example"),
    ("https://mail.example.com/login?user=me", "mail.example.com"),
    ("https://mail.example.com:8443/a@b", "mail.example.com"),
];

#[test]
fn a_name_is_understood_however_it_is_typed() {
    for (typed, name) in NAMES {
        assert_eq!(name_and_port(typed), ((*name).to_owned(), None), "{typed}");
    }
}

#[test]
fn a_port_stands_behind_a_colon_or_in_the_scheme() {
    for (typed, name, port) in [
        ("mail.example.com:587", "mail.example.com", 587),
        ("mail.example.com：５８７", "mail.example.com", 587),
        ("mail.example.com:imaps", "mail.example.com", 993),
        ("192.0.2.1:25", "192.0.2.1", 25),
        ("[2001:db8::1]:465", "2001:db8::1", 465),
        ("smtp://mail.example.com", "mail.example.com", 25),
        ("SUBMISSIONS://mail.example.com/", "mail.example.com", 465),
        ("pop://mail.example.com", "mail.example.com", 110),
        ("pops://mail.example.com", "mail.example.com", 995),
        ("imap://me@mail.example.com:1143/INBOX", "mail.example.com", 1143),
        ("imaps://[2001:db8::1]", "2001:db8::1", 993),
        ("http://mail.example.com:143", "mail.example.com", 143),
    ] {
        assert_eq!(name_and_port(typed), (name.to_owned(), Some(port)), "{typed}");
    }
}

#[test]
fn a_slip_of_the_finger_is_refused_with_what_was_meant() {
    for (typed, meant) in [
        ("smtp. zoho.com", "smtp.zoho.com"),
        ("smtp.zoho.com 587", "smtp.zoho.com:587"),
        ("smtp,zoho,com", "smtp.zoho.com"),
        ("smtp..zoho.com", "smtp.zoho.com"),
        ("smtp .. zoho,com", "smtp.zoho.com"),
        (".zoho.com", "zoho.com"),
        ("*.zoho.com", "zoho.com"),
        ("-smtp.zoho.com", "smtp.zoho.com"),
        ("smtp-.zoho.com", "smtp.zoho.com"),
        ("smtp.zoho.com/mail", "smtp.zoho.com"),
        ("smtp.zo_ho.com", "smtp.zo-ho.com"),
        ("smtp.zoho.com!", "smtp.zoho.com"),
        ("smtp.zoho.com::587", "smtp.zoho.com:587"),
        ("smtp..zoho.com:587", "smtp.zoho.com:587"),
        ("smtp.zoho.com:0", "smtp.zoho.com"),
        ("smtp.zoho.com:65536", "smtp.zoho.com"),
        ("smtp.zoho.com:", "smtp.zoho.com"),
        ("smtp://smtp..zoho.com", "smtp://smtp.zoho.com"),
        ("me@@example.com", "me@example.com"),
        ("@example.com", "example.com"),
        ("me @example.com", "me@example.com"),
        ("me@exam ple.com", "me@example.com"),
        ("me@exam_ple.example.com", "me@exam-ple.example.com"),
        ("Me <me@example.com>", "me@example.com"),
        ("[2001:db8::1", "[2001:db8::1]"),
        ("[mail.example.com]", "mail.example.com"),
        ("192.000.002.001", "192.0.2.1"),
    ] {
        let refusal = parse(typed).expect_err(typed);
        assert_eq!(refusal.suggestion.as_deref(), Some(meant), "{typed}: {refusal}");
    }
}

#[test]
fn what_nobody_can_guess_is_refused_without_a_guess() {
    let long = format!("{}.example", "a".repeat(64));
    let longer = "a23456789.".repeat(26) + "example";
    for typed in [
        "",
        " ",
        ".",
        "..",
        "*",
        "@",
        "a@b@c",
        "1.2.3",
        "192.0.2.300",
        "12345",
        "0x7f.1",
        "0xa9fea9fe",
        "::::",
        "a:b:c",
        "a:smtpp:1",
        "[]",
        "[",
        "]",
        "xn--a",
        "a\u{1b}[31mb.example",
        "a\nb",
        "fe80::1%eth0",
        "smtp://",
        "http://?",
        &long,
        &longer,
    ] {
        let refusal = parse(typed).expect_err(typed);
        assert_eq!(refusal.suggestion, None, "{typed:?}: {refusal}");
    }
}

#[test]
fn every_suggestion_is_understood() {
    let pieces =
        ["a", ".", ",", ":", "@", "[", "]", "-", "_", " ", "25", "::1", "<", ">", "://", "/", "é"];
    for one in pieces {
        for two in pieces {
            for three in pieces {
                let typed = [one, two, "b", three].concat();
                let refused = parse(&typed).err().and_then(|refusal| refusal.suggestion);
                assert!(refused.as_ref().is_none_or(|s| parse(s).is_ok()), "{typed}: {refused:?}");
            }
        }
    }
}

#[test]
fn a_password_is_neither_kept_nor_shown() {
    for (typed, shown) in [
        ("smtp://me:secret@mail.example.com", "smtp://me@mail.example.com"),
        ("smtp://me:se/c@r:et@mail.example.com:25", "smtp://me@mail.example.com:25"),
        ("https://me:secret@mail.example.com/x?y=secret#secret", "https://me@mail.example.com/x"),
        ("imap://:secret@mail.example.com", "imap://@mail.example.com"),
        ("smtp://me：secret＠mail.example.com", "smtp://me@mail.example.com"),
        ("me:secret@example.com", "me@example.com"),
    ] {
        assert_eq!(presentable(typed), shown);
        let kept = format!("{:?}", parse(typed));
        assert!(!kept.contains("secret") && !kept.contains("r:et"), "{kept}");
    }
    for harmless in ["mail.example.com:25", "mailto:me@example.com", "\"a:b\"@example.com"] {
        assert_eq!(presentable(harmless), harmless);
    }
}

#[test]
fn a_scheme_says_what_is_spoken() {
    let spoken = |typed: &str| parse(typed).ok().and_then(|target| service(&target));
    assert_eq!(spoken("imap://mail.example.com:1143"), Some(probes::Service::Imap));
    assert_eq!(spoken("https://mail.example.com"), None);
    assert_eq!(spoken("mail.example.com:1143"), None);
}
