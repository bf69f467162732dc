//! What servers may say of a client, in many forms.
use mailprobe::diagnosis;
use mailprobe::expect;
use mailprobe::recording::{Recording, Redaction};
use mailprobe::redact::{POLICY, redact, redact_all};
use mailprobe::target;
use probes::bytes::Bytes;
use probes::reply::Line;
use probes::{Data, Failure, FailureKind};

use crate::cases::case;

/// The first line that a server said.
pub(crate) fn first(recording: &mut Recording) -> &mut Line {
    let replies = recording.observations.iter_mut().filter_map(|o| match &mut o.saw {
        Data::Reply(reply) => reply.lines.first_mut(),
        _ => None,
    });
    replies.into_iter().next().expect("a server spoke")
}

/// What becomes of texts, each as the first line that a server said.
pub(crate) fn each(texts: &[&str]) -> Vec<String> {
    let mut recording = case("good");
    let said = |text: &&str| {
        first(&mut recording).text = (*text).to_owned();
        first(&mut redact(&recording)).text.clone()
    };
    texts.iter().map(said).collect()
}

/// The forms of this machine's addresses, 198.51.100.23 and 2001:db8:51::23.
const HIDDEN: &[&str] = &[
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
    "0xc6336417",
    "0xC6.0x33.0x64.0x17",
    "0306.063.0144.027",
    "(198,51,100,23)",
    "198, 51, 100, 23",
    "\u{ff11}\u{ff19}\u{ff18}.\u{ff15}\u{ff11}.100.23",
    "198\u{3002}51\u{ff0e}100\u{ff61}23",
    "198.51.100",
    "198.51.100.*",
    "198.51.100/24",
    "198-51-100.x",
    "198.51.100.0-255",
    "2001:db8:51:*",
    "2001:0db8:51/48",
    "x2001:db8:51::23",
    "2001:db8:51::23xyz",
    "198&#46;51&#x2e;100&period;23",
    "&#49;98.51.100.23",
    "198=2E51=2E100=2E23",
    "198\\x2e51\\x2e100\\x2e23",
    "198\\u002e51\\u002e100\\u002e23",
    "198[dot]51[dot]100[dot]23",
    "198.3367959",
    "030614662027",
];

#[test]
fn the_clients_address_is_found_in_every_usual_form() {
    for (form, told) in HIDDEN.iter().zip(each(HIDDEN)) {
        let marks = [
            "198.51.100",
            "198-51-100",
            "23.100.51.198",
            "c6336417",
            "c633:6417",
            "0x33",
            "51,100",
            "51, 100",
            "063",
            "db8:51",
            "\u{ff11}",
            "\u{3002}",
            "51=2e100",
            "51&#",
            "&#49;",
            "x2e51",
            "002e51",
            "dot]51",
            "3367959",
            "030614662027",
        ];
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
        ("h\u{f6}st.isp.net", "name-1.redacted.invalid"),
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
fn a_name_that_was_cut_has_no_alias_of_its_own() {
    let mut recording = case("good");
    recording.vantage.ehlo_name = Some("laptop-jo.corp.example".to_owned());
    for (said, told) in [
        ("+OK mail.example.tes", "+OK redacted"),
        ("250 Hello laptop-jo", "250 Hello redacted"),
        ("no such file: /home/jane", "no such file: redacted"),
        ("see isp.net/postmaster", "see name-1.redacted.invalid/postmaster"),
    ] {
        *first(&mut recording) =
            Line { text: said.to_owned(), unfinished: Some(20), ..Line::default() };
        let mut redacted = redact(&recording);
        assert_eq!(first(&mut redacted).text, told);
        assert_eq!(redact(&redacted), redacted, "{said}");
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

#[test]
fn names_with_letters_of_other_scripts_become_aliases_as_a_whole() {
    for (said, told) in [
        ("helo=<pc7.m\u{fc}ller-gmbh.example>", "helo=<name-1.redacted.invalid>"),
        ("jo@gr\u{fc}n.m\u{fc}ller-gmbh.example", "user-1@name-1.redacted.invalid"),
        ("j\u{fc}rgen.\u{e9}@isp.net", "user-1@name-1.redacted.invalid"),
        ("B\u{fc}robedarf-Schmidt.example", "name-1.redacted.invalid"),
        ("pc.mu\u{308}ller.example", "name-1.redacted.invalid"),
        ("pc7.office\u{6771}\u{4eac}x.example", "name-1.redacted.invalid"),
        ("\u{201c}h\u{f6}st.isp.net\u{201d}", "\u{201c}name-1.redacted.invalid\u{201d}"),
    ] {
        assert_eq!(each(&[said]), [told], "{said}");
    }
}

#[test]
fn the_name_of_this_machine_and_of_its_user_become_aliases_wherever_they_stand() {
    let mut recording = case("good");
    recording.vantage.ehlo_name = Some("laptop-jo.corp.example".to_owned());
    recording.asked.target = target::parse("jodoe@mail.example.test").expect("it is lawful");
    for (said, told) in [
        ("250 Hello laptop-jo [1.2.3.4]", "250 Hello client-1.redacted.invalid [203.0.113.4]"),
        ("helo x_LAPTOP-JO_y", "helo x_client-1.redacted.invalid_y"),
        ("no box for jodoe, JoDoe-2", "no box for user-1, user-1-2"),
        ("CORP\\jodoe", "name-1.redacted.invalid\\user-1"),
        ("laptop-joe jodoes", "laptop-joe jodoes"),
    ] {
        first(&mut recording).text = said.to_owned();
        let mut redacted = redact(&recording);
        assert_eq!(first(&mut redacted).text, told);
        assert_eq!(redact(&redacted), redacted);
    }
    assert_eq!(each(&["jo@CORP or pat@[x]"]), ["user-1@name-1.redacted.invalid or user-2@[x]"]);
}

#[test]
fn what_only_begins_like_an_address_stays() {
    let kept = ["::error::x", "see ::e1rror", "x12:34:56y", "1.2.3 10.0.0", "\u{ff08}ok\u{ff09}"];
    assert_eq!(each(&kept), kept);
}

#[test]
fn what_is_expected_of_other_hosts_becomes_aliases() {
    let mut recording = case("tls-expired");
    let file = "mx = [\"mail.example.test\", \"10 mx.bank.example\"]\n\
        [[waiver]]\ncode = \"tls.expired\"\nhost = \"mail.example.test\"\n\
        addr = \"192.0.2.10\"\nuntil = 2099-01-31\nreason = \"Jane Roe knows\"\n\
        [[waiver]]\ncode = \"tls.expired\"\nhost = \"bank.example\"\naddr = \"9.8.7.6\"\n\
        until = 2099-01-31\nreason = \"198.51.100.23\"\n";
    recording.asked.expect = Some(expect::read(file).expect("it is lawful"));
    let redacted = redact(&recording);
    let told = redacted.asked.expect.as_ref().expect("it was asked for");
    let json = serde_json::to_string(told).expect("it can be saved");
    let gone = ["bank.example", "9.8.7.6", "Jane", "198.51.100.23"];
    assert!(gone.iter().all(|word| !json.contains(word)), "{json}");
    let waiver = &told.waivers[0];
    assert_eq!(waiver.host.as_deref(), Some("mail.example.test"));
    assert_eq!(waiver.addr.map(|addr| addr.to_string()).as_deref(), Some("192.0.2.10"));
    assert!(told.waivers.iter().all(|waiver| waiver.reason == "redacted"));
    let waived = |recording| -> Vec<_> {
        let all = diagnosis::diagnose(recording);
        all.into_iter().map(|f| (f.code, f.waived.is_some())).collect()
    };
    assert_eq!(waived(&recording), waived(&redacted));
    assert_eq!(redact(&redacted), redacted);
}

#[test]
fn an_alias_stands_for_the_same_in_all_reports_of_a_file() {
    let mut all = [case("good"), case("good")];
    first(&mut all[0]).text = "jane@isp.net 9.8.7.6".to_owned();
    first(&mut all[1]).text = "pat@isp.org jane@isp.net 9.8.7.6 203.0.113.1".to_owned();
    let mut told = redact_all(&all);
    let one = first(&mut told[0]).text.clone();
    let other = first(&mut told[1]).text.clone();
    assert!(other.contains(&one) && !one.contains("203.0.113.1"), "{one} / {other}");
    assert!(!other.starts_with("user-1@name-1."), "{other}");
    assert_eq!(redact_all(&told), told);
}
