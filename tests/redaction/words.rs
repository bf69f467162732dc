//! What servers may say of a client, in many forms.
use mailprobe::recording::{Recording, Redaction};
use mailprobe::redact::{POLICY, redact};
use mailprobe::target;
use probes::bytes::Bytes;
use probes::reply::Line;
use probes::{Data, Failure, FailureKind};

use crate::cases::case;

/// The first line that a server said.
fn first(recording: &mut Recording) -> &mut Line {
    let replies = recording.observations.iter_mut().filter_map(|o| match &mut o.saw {
        Data::Reply(reply) => reply.lines.first_mut(),
        _ => None,
    });
    replies.into_iter().next().expect("a server spoke")
}

/// What becomes of texts, each as the first line that a server said.
fn each(texts: &[&str]) -> Vec<String> {
    let mut recording = case("good");
    let said = |text: &&str| {
        first(&mut recording).text = (*text).to_owned();
        first(&mut redact(&recording)).text.clone()
    };
    texts.iter().map(said).collect()
}

#[test]
fn the_clients_address_is_found_in_every_usual_form() {
    // This machine is at 198.51.100.23 and 2001:db8:51::23.
    let hidden = [
        "198.51.100.23",
        "198-51-100-23",
        "198_51_100_23",
        "23.100.51.198",
        "23-100-51-198",
        "198%2E51%2e100%2E23",
        "198[.]51[.]100[.]23",
        "c6336417",
        "C6336417",
        "198.051.100.023",
        "198051100023",
        "3325256727",
        "ip198-51-100-23x",
        "x.y-198-51-100-23",
        "1.198.51.100.23",
        "::ffff:198.51.100.23",
        "::ffff:c633:6417",
        "64:ff9b::c633:6417",
        "2001:db8:51::23",
        "2001:0DB8:0051:0000:0000:0000:0000:0023",
        "2001-db8-51--23",
        "IPv6:2001:db8:51::23",
        "20010db8005100000000000000000023",
        "http%3A//a/%5B2001:db8:51::23%5D",
        "3.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.5.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        "23.100.51.198.in-addr.arpa",
        "23.100.51.198.zen.spamhaus.org",
        "fe80::1%wlan7",
    ];
    for (form, told) in hidden.iter().zip(each(&hidden)) {
        let marks = ["198.51.100.23", "198-51-100-23", "23.100.51.198", "c6336417", "c633:6417"];
        assert_ne!(*form, told);
        let left = marks.iter().find(|mark| told.to_lowercase().contains(*mark));
        assert!(left.is_none() && !told.contains("wlan7"), "{form}: {told}");
    }
}

#[test]
fn strangers_and_people_become_aliases() {
    for (said, told) in [
        ("host-1-2-3-4.isp.net", "name-1.redacted.invalid"),
        ("HOST-1-2-3-4.isp.NET.", "name-1.redacted.invalid."),
        ("h\u{f6}st.isp.net", "h\u{f6}name-1.redacted.invalid"),
        ("write to jane.roe@isp.net", "write to user-1@name-1.redacted.invalid"),
        ("write to jane.roe%40isp.net", "write to user-1%40name-1.redacted.invalid"),
        ("\"jane roe\"@[9.8.7.6]", "user-1@[203.0.113.4]"),
        ("250-host-1-2-3-4.isp.net hi", "250-name-1.redacted.invalid hi"),
        ("250-1-2-3-4 hi", "250-203-0-113-4 hi"),
        ("/home/jane/Maildir", "/home/user-1/Maildir"),
        ("listen: 10.1.2.3 10.1.2.4", "listen: 10.255.0.1 10.255.0.2"),
        ("250-x Hello xn--hst-sna.isp.net", "250-x Hello name-1.redacted.invalid"),
    ] {
        assert_eq!(each(&[said]), [told], "{said}");
    }
}

#[test]
fn what_is_the_targets_or_everybodys_stays() {
    let kept = [
        "220 mail.example.test ESMTP Postfix (Debian/GNU)",
        "220 mx7.example.test ESMTP ready",
        "250-mail.example.test Hello [192.0.2.10]",
        "554 5.7.1 refused; see https://www.spamhaus.org/lookup/",
        "write to postmaster@example.test",
        "1.2.3 1.2.3.4.5 6.0.3790.4675 1.2.3.400 12:34:56 2026-11-22 OpenSSL/3.0.2",
        "+OK <1896.697170952@mail.example.test>",
        "127.0.0.1 ::1 localhost 8.8.8.8 2001:4860:4860::8888",
        "250-AUTH=PLAIN LOGIN XOAUTH2",
        "std::io deadbeef 4bXyZ12 - gsmtp",
        "\u{30e1}\u{30fc}\u{30eb}mail.example.test\u{3067}\u{3059}",
    ];
    assert_eq!(each(&kept), kept);
}

#[test]
fn a_name_below_the_targets_domain_stays_only_where_the_server_says_its_own() {
    let told = each(&["220 mail.example.test Hello p7.dyn.example.test"]);
    assert_eq!(told, ["220 mail.example.test Hello name-1.redacted.invalid"]);
}

#[test]
fn the_end_of_a_cut_line_tells_no_half_of_an_address() {
    let mut recording = case("good");
    let texts = [("550 from 198.51.10", "550 from redacted"), ("550 to ja@is", "550 to redacted")];
    for (said, told) in
        texts.into_iter().chain([("220 mail.example.test", "220 mail.example.test")])
    {
        *first(&mut recording) = Line { text: said.to_owned(), cut: 5, ..Line::default() };
        assert_eq!(first(&mut redact(&recording)).text, told);
    }
}

#[test]
fn bytes_that_are_no_text_are_searched_too() {
    let mut recording = case("good");
    let raw = b"250 \xff [198.51.100.23]".to_vec();
    let text = String::from_utf8_lossy(&raw).into_owned();
    *first(&mut recording) = Line { text, raw: Some(Bytes(raw)), ..Line::default() };
    let mut redacted = redact(&recording);
    let line = first(&mut redacted);
    let raw = &line.raw.as_ref().expect("it is still no text").0;
    assert!(raw.starts_with(b"250 \xff [") && !raw.ends_with(b"[198.51.100.23]"), "{raw:?}");
    assert_eq!(line.text, String::from_utf8_lossy(raw));
}

#[test]
fn what_was_typed_is_told_without_people_and_paths() {
    for (typed, told) in [
        ("mail.example.test:993", "mail.example.test:993"),
        ("Jane@mail.example.test", "user-1@mail.example.test"),
        ("postmaster@mail.example.test", "postmaster@mail.example.test"),
        ("smtp://jane:secret@mail.example.test", "smtp://user-1@mail.example.test"),
        ("https://jane:a@mail.example.test/x?y", "user-1@mail.example.test"),
    ] {
        let mut recording = case("good");
        let target = target::parse(typed).expect("it is lawful");
        recording.vantage.command = format!(
            "mailprobe check '{}' b.example -vo /home/x/y.json --ca-file=z.pem --connect 10.9.8.7 \
             --ports 25,587 --secret who",
            target.typed
        );
        recording.asked.target = target;
        let redacted = redact(&recording);
        assert_eq!(redacted.asked.target.typed, told);
        let command = &redacted.vantage.command;
        let begin = format!("mailprobe check {told} redacted -vo file-");
        let end = "--connect 10.255.0.1 --ports 25,587 --secret redacted";
        assert!(command.starts_with(&begin) && command.ends_with(end), "{command}");
        let json = serde_json::to_string(&redacted).expect("it can be saved").to_lowercase();
        assert!(!json.contains("jane") && !json.contains("secret@"), "{typed}");
    }
}

#[test]
fn a_target_in_a_private_network_stays_and_its_neighbours_stay_neighbours() {
    let text = serde_json::to_string(&case("good")).expect("it can be saved");
    let text = text.replace("\"192.0.2.10\"", "\"192.168.1.50\"");
    let mut recording: Recording = serde_json::from_str(&text).expect("it is lawful");
    first(&mut recording).text = "from 192.168.1.7 and 192.168.2.7".to_owned();
    let mut redacted = redact(&recording);
    assert!(serde_json::to_string(&redacted).expect("it is lawful").contains("192.168.1.50"));
    let told = first(&mut redacted).text.clone();
    assert!(told.starts_with("from 192.168.1.") && !told.contains("1.7 "), "{told}");
    assert!(told.contains(" and 192.168.192."), "{told}");
    assert_eq!(redact(&redacted), redacted);
}

#[test]
fn a_file_that_only_says_that_it_was_redacted_is_redacted() {
    let mut recording = case("dialogue-echoes-client");
    recording.redacted = Some(Redaction { policy: POLICY.to_owned() });
    let json = serde_json::to_string(&redact(&recording)).expect("it can be saved");
    assert!(!json.contains("jdoe") && !json.contains("isp.example\""), "{json}");
}

#[test]
fn aliases_that_stood_there_before_are_given_to_nobody_else() {
    let told = each(&["user-1@isp.net name-1.redacted.invalid 203.0.113.1"]);
    assert!(!told[0].contains("user-1@") && !told[0].contains("name-1."), "{told:?}");
}

#[test]
fn a_detail_of_a_failure_is_searched_too() {
    let mut recording = case("good");
    let detail = "no route from 198.51.100.23 to b.example";
    recording.observations[0].failure = Some(Failure::new(FailureKind::Other, detail));
    let redacted = redact(&recording);
    let failure = redacted.observations[0].failure.as_ref().expect("it failed");
    assert!(!failure.detail.contains("198.51.100.23") && !failure.detail.contains("b.example"));
}
