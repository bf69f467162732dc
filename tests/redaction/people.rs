//! What is known of the people at the client's side, and how far that goes.
use mailprobe::diagnosis;
use mailprobe::recording::Recording;
use mailprobe::redact::{redact, redact_all};

use crate::cases::case;
use crate::words::first;

/// What becomes of a text, as the first line that a server said to somebody of this name.
fn told(user: &str, said: &str) -> String {
    let mut recording = at_home(case("good"), user);
    first(&mut recording).text = said.to_owned();
    let mut redacted = redact(&recording);
    assert_eq!(redact(&redacted), redacted, "{user}: {said}");
    first(&mut redacted).text.clone()
}

fn at_home(mut recording: Recording, user: &str) -> Recording {
    recording.vantage.command += &format!(" --ca-file /home/{user}/ca.pem");
    recording
}

#[test]
fn names_of_systems_and_short_words_stay_in_what_servers_say() {
    for (user, said) in [
        ("ubuntu", "220 mx ESMTP Postfix (Ubuntu)"),
        ("debian", "220 mx ESMTP Exim 4.96 (Debian)"),
        ("postfix", "220 mx ESMTP Postfix"),
        ("dovecot", "* OK Dovecot ready."),
        ("root", "550 no mail for root here"),
        ("ec2-user", "550 no mail for ec2-user"),
        ("pi", "550 pi is 3"),
        ("in", "450 greylisting in action"),
        ("on", "450 come back later on"),
        ("\u{e9}", "450 \u{e9} is a letter"),
    ] {
        assert_eq!(told(user, said), said);
    }
    assert_eq!(told("ina", "450 ina is a person"), "450 user-1 is a person");
    assert_eq!(told("i7", "450 i7 is a person"), "450 user-1 is a person");
}

#[test]
fn whoever_is_named_as_a_person_becomes_an_alias_however_usual_the_name() {
    for user in ["in", "ubuntu", "spamhaus", "again"] {
        for (said, alias) in [
            (format!("550 /home/{user}/Maildir"), "550 /home/user-1/Maildir"),
            (format!("550 {user}@isp.net"), "550 user-1@name-1.redacted.invalid"),
            (
                format!("550 CORP\\{user} is locked"),
                "550 name-1.redacted.invalid\\user-1 is locked",
            ),
        ] {
            assert_eq!(told(user, &said), alias);
        }
    }
}

#[test]
fn a_user_who_is_called_like_a_word_that_rules_read_changes_no_finding() {
    for said in [
        "554 5.7.1 Service unavailable; blocked using zen, see spamhaus",
        "554 5.7.1 listed by this rbl and by no other blocklist",
        "554 5.7.1 bad reputation",
    ] {
        let mut recording = case("dialogue-blocklisted");
        first(&mut recording).text = said.to_owned();
        for user in ["blocked", "using", "spamhaus", "rbl", "blocklist", "reputation", "many"] {
            let recording = at_home(recording.clone(), user);
            let [before, after] = [&recording, &redact(&recording)].map(|r| {
                let found = diagnosis::diagnose(r);
                found.into_iter().map(|f| (f.code, f.evidence)).collect::<Vec<_>>()
            });
            assert!(before.iter().any(|(code, _)| *code == "dialogue.blocklisted"), "{said}");
            assert_eq!(before, after, "{user}: {said}");
        }
    }
}

#[test]
fn names_with_letters_of_other_scripts_are_found_within_words_and_in_capitals() {
    for (user, said, alias) in [
        ("\u{e9}lodie", "550 \u{e9}lodie-laptop", "550 user-1-laptop"),
        ("\u{e9}lodie", "550 x_\u{c9}LODIE_2 y", "550 x_user-1_2 y"),
        ("\u{c9}lodie", "550 pc-\u{e9}lodie", "550 pc-user-1"),
        (
            "\u{3bd}\u{3af}\u{3ba}\u{3bf}\u{3c2}",
            "550 \u{39d}\u{38a}\u{39a}\u{39f}\u{3a3}-pc",
            "550 user-1-pc",
        ),
        ("stra\u{df}er", "550 pc-STRA\u{1e9e}ER-2", "550 pc-user-1-2"),
        ("\u{e9}lodie", "550 m\u{e9}lodie-laptop", "550 m\u{e9}lodie-laptop"),
    ] {
        assert_eq!(told(user, said), alias, "{user}");
    }
}

#[test]
fn what_is_known_of_the_client_from_one_report_is_secret_in_all_that_are_told_with_it() {
    // The same from another address.
    let text = serde_json::to_string(&case("good")).expect("it can be saved");
    let text = text.replace("198.51.100.23", "198.51.100.77");
    let mut other: Recording = serde_json::from_str(&text).expect("it is lawful");
    first(&mut other).text = "250 c6336417 or 3325256727".to_owned();
    // Alone it holds numbers of which nobody knows what they are.
    assert_eq!(first(&mut redact(&other)).text, "250 c6336417 or 3325256727");
    let all = [case("good"), other];
    let mut told = redact_all(&all);
    let text = first(&mut told[1]).text.clone();
    assert!(!text.contains("c6336417") && !text.contains("3325256727"), "{text}");
    assert_eq!(redact_all(&told), told);
}
