//! Names, mailboxes, network cards and files in the forms that servers and systems have for them.
use mailprobe::recording::Recording;
use mailprobe::redact::redact;
use probes::Data;
use probes::reply::Reply;

use crate::cases::case;
use crate::words::{each, first};

/// The first command of this kind, and the answer to it.
fn asked<'r>(recording: &'r mut Recording, command: &str) -> &'r mut Reply {
    let replies = recording.observations.iter_mut().filter_map(|o| match &mut o.saw {
        Data::Reply(reply) => Some(reply),
        _ => None,
    });
    let sent = |r: &&mut Reply| r.sent.as_ref().is_some_and(|l| l.text.starts_with(command));
    replies.into_iter().find(sent).expect("it was sent")
}

/// What becomes of a line in answer to `EHLO` with this name, and of the command.
fn greeted(name: &str, nth: usize, said: &str) -> (String, String) {
    let mut recording = case("good");
    recording.vantage.ehlo_name = Some(name.to_owned());
    let reply = asked(&mut recording, "EHLO");
    reply.sent.as_mut().expect("it was sent").text = format!("EHLO {name}");
    reply.lines[nth].text = said.to_owned();
    let mut redacted = redact(&recording);
    assert_eq!(redact(&redacted), redacted, "{name}: {said}");
    let reply = asked(&mut redacted, "EHLO");
    (reply.sent.as_ref().expect("it was sent").text.clone(), reply.lines[nth].text.clone())
}

#[test]
fn the_name_said_in_ehlo_becomes_an_alias_however_short_or_usual() {
    for (name, said, told) in [
        ("bob", "250 localhost Hello bob", "250 localhost Hello client-1.redacted.invalid"),
        ("bob", "250-localhost bob, welcome", "250-localhost client-1.redacted.invalid, welcome"),
        ("bob", "501 bobs bob-x", "501 bobs bob-x"),
        ("bob.corp.example", "250 Hi Bob.", "250 Hi client-1.redacted.invalid."),
        ("linux", "250 Linux Hello linux", "250 Linux Hello client-1.redacted.invalid"),
        ("admin", "250 x [admin]", "250 x [client-1.redacted.invalid]"),
        ("al_pc7", "250 x al-pc7", "250 x client-1.redacted.invalid"),
    ] {
        let alias = "EHLO client-1.redacted.invalid".to_owned();
        assert_eq!(greeted(name, 0, said), (alias, told.to_owned()), "{name}: {said}");
    }
    assert_eq!(greeted("size", 1, "250-SIZE 1000").1, "250-SIZE 1000");
    assert_eq!(greeted("foo", 1, "250-FOO 1000").1, "250-FOO 1000");
    assert_eq!(greeted("localhost", 0, "250 x Hello localhost").0, "EHLO localhost");
}

#[test]
fn a_name_with_the_clients_address_in_it_is_not_the_servers_own() {
    for (said, told) in [
        ("250 198-51-100-23.dyn.example.test ok", "250 name-1.redacted.invalid ok"),
        ("* OK 23-100-51-198.dyn.example.test x", "* OK name-1.redacted.invalid x"),
        ("250 ip-c6336417.example.test", "250 name-1.redacted.invalid"),
        ("250 pC6336417x.example.test", "250 name-1.redacted.invalid"),
        ("250 198-51-100.dyn.example.test", "250 name-1.redacted.invalid"),
        ("250 2001-db8-51--23.example.test", "250 name-1.redacted.invalid"),
        ("250 mx-12-34.example.test", "250 mx-12-34.example.test"),
        ("+OK <198.51.100.23.4711@mail.example.test>", "+OK <203.0.113.1.4711@mail.example.test>"),
        ("+OK <bob.jones1@mail.example.test>", "+OK <user-1@mail.example.test>"),
        ("+OK <5ab.7.4c0d.Zw+Q=@mail.example.test>", "+OK <5ab.7.4c0d.Zw+Q=@mail.example.test>"),
    ] {
        let told_so = each(&[said]).remove(0);
        let alike = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
        match told.starts_with("+OK <203") {
            true => assert_eq!(alike(&told_so), alike(told), "{told_so}"),
            false => assert_eq!(told_so, told, "{said}"),
        }
        assert!(!told_so.contains("198.51.100.23"), "{told_so}");
    }
}

#[test]
fn nothing_of_what_stands_before_an_at_stays() {
    let long = format!("550 bob{}@isp.net", "x".repeat(4000));
    let name = "name-1.redacted.invalid";
    for (said, told) in [
        ("see https://bob:pw@isp.net/x", format!("see https://user-1:redacted@{name}/x")),
        ("550 bob#EXT#@isp.net", format!("550 user-1#user-2#@{name}")),
        ("550 bob/x@isp.net", format!("550 user-1/user-2@{name}")),
        ("550 bob&x@isp.net", format!("550 user-1&user-2@{name}")),
        ("550 bob=isp.net@isp.net", format!("550 user-1=user-2@{name}")),
        ("550 isp.net=bob@isp.net", format!("550 {name}=user-1@{name}")),
        ("550 to=bob@isp.net", format!("550 to=user-1@{name}")),
        ("550 bob&#64;isp.net", format!("550 user-1&#64;{name}")),
        ("550 bob=40isp.net", format!("550 user-1=40{name}")),
        ("550 bob[at]isp[dot]net", format!("550 user-1[at]{name}")),
        (&long, format!("550 user-1@{name}")),
    ] {
        assert_eq!(each(&[said]), [told], "{said}");
    }
    let kept = ["220 delay=40s", "250-SIZE=10240000", "https://mail.example.test/a?b=c&d#e"];
    assert_eq!(each(&kept), kept);
}

#[test]
fn network_cards_become_aliases() {
    let card = "550 hardware-1.";
    for said in [
        "550 00:11:22:aa:44:55.",
        "550 00-11-22-AA-44-55.",
        "550 0011.22aa.4455.",
        "550 211:22ff:feaa:4455.",
    ] {
        assert_eq!(each(&[said]), [card], "{said}");
    }
    for (said, told) in [
        ("550 pc_00-11-22-aa-44-55_x", "550 pc_hardware-1_x"),
        ("mac=00:11:22:aa:44:55&x", "mac=hardware-1&x"),
        ("a 00:11:22:aa:44:55 00:11:22:aa:44:56", "a hardware-1 hardware-2"),
    ] {
        assert_eq!(each(&[said]), [told], "{said}");
    }
    let kept = [
        "550 12:34:56 2026-11-22 10:11:12",
        "250 00:11:22:aa:44:55:66",
        "250 x00:11:22:aa:44:55",
        "250 1234.5678",
        "250 001122aa4455",
    ];
    assert_eq!(each(&kept), kept);
}

#[test]
fn what_the_clients_own_address_tells_of_its_card_is_known_without_it() {
    let text = serde_json::to_string(&case("good")).expect("it can be saved");
    let text = text.replace("2001:db8:51::23", "2001:db8:51::211:22ff:feaa:4455");
    let mut recording: Recording = serde_json::from_str(&text).expect("it is lawful");
    first(&mut recording).text = "550 001122AA4455 021122fffeaa4455 123456789012".to_owned();
    let mut redacted = redact(&recording);
    assert_eq!(first(&mut redacted).text, "550 hardware-1 hardware-1 123456789012");
    assert_eq!(redact(&redacted), redacted);
}

#[test]
fn paths_with_spaces_and_in_other_forms_name_nobody() {
    for (said, told) in [
        ("550 /home/Al B Smith/x", "550 /home/user-1/x"),
        (r"550 C:\Users\Al B Smith\x", r"550 C:\Users\user-1\x"),
        (r"550 C:\\Users\\asmith2\\x", r"550 C:\\Users\\user-1\\x"),
        (r"550 \/home\/asmith2\/x", r"550 \/home\/user-1\/x"),
        (r"550 C:\Documents and Settings\asmith2", r"550 C:\Documents and Settings\user-1"),
        ("550 ~asmith2/x", "550 ~user-1/x"),
        ("550 /home/al and /home/bo/x", "550 /home/user-1 and /home/user-2/x"),
        ("v=spf1 ~all 5~6/7", "v=spf1 ~all 5~6/7"),
    ] {
        assert_eq!(each(&[said]), [told], "{said}");
    }
    let mut recording = case("good");
    recording.trust.problems = [
        "could not read /home/Al B Smith/a.pem: No such file",
        r"C:\Users\Al B Smith\x.pem",
        "no '/home/Al B/a b.pem' (denied), /etc/hosts is fine",
        "/srv/a/x.pem and /srv/b/x.pem",
    ]
    .map(str::to_owned)
    .into();
    let redacted = redact(&recording);
    let told = &redacted.trust.problems;
    let file = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    let told: Vec<String> = told.iter().map(|text| file(text)).collect();
    let wanted = [
        "could not read file-0: No such file",
        "file-0",
        "no 'file-0' (denied), /etc/hosts is fine",
        "file-0 and file-0",
    ];
    assert_eq!(told, wanted);
    assert_eq!(redact(&redacted), redacted);
}
