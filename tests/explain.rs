//! What replies, errors and bounces are understood as, and what is left alone.
use std::collections::BTreeSet;

use mailprobe::diagnosis;
use mailprobe::explain::{Explanations, MOST, explain, reply};
use mailprobe::finding::Actor;
use mailprobe::knowledge::codes::{self, Entry, Kind, Lasting};
use mailprobe::language::Language;
use mailprobe::report::{Style, explained};
use serde::Deserialize;

/// What somebody said, and what it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    from: String,
    said: String,
    id: String,
    actor: Actor,
    lasting: Option<Lasting>,
}

fn lines() -> Vec<Line> {
    #[derive(Deserialize)]
    struct Lines {
        line: Vec<Line>,
    }
    let lines: Lines = toml::from_str(include_str!("explain/lines.toml")).expect("well-formed");
    lines.line
}

fn ids(all: &Explanations) -> Vec<&str> {
    all.found.iter().map(|found| found.known.id()).collect()
}

/// What must be recognised as an entry.
fn samples(entry: &Entry) -> Vec<String> {
    let by_code = || match entry.kind {
        Kind::Smtp => vec![entry.code.clone(), format!("{} qwertz", entry.code)],
        Kind::Enhanced if entry.who == Actor::Nobody => vec![entry.code.replace('X', "2")],
        Kind::Enhanced => ["4", "5"].map(|class| entry.code.replace('X', class)).to_vec(),
        Kind::Imap if ["OK", "NO", "BAD", "BYE", "PREAUTH"].contains(&entry.code.as_str()) => {
            vec![entry.code.clone(), format!("* {} qwertz", entry.code)]
        }
        Kind::Imap => vec![format!("a1 NO [{}] qwertz", entry.code)],
        Kind::Pop3 if !entry.id.contains("pop3-ok") && entry.code != "-ERR" => {
            vec![format!("-ERR [{}] qwertz", entry.code)]
        }
        Kind::Pop3 => vec![entry.code.clone(), format!("{} qwertz", entry.code)],
        Kind::Class if entry.code.len() == 1 => vec![format!("{}99 qwertz", entry.code)],
        Kind::Class if entry.code.starts_with('x') => {
            vec![format!("5{}9 5.99.99 qwertz", &entry.code[1..2])]
        }
        Kind::Class => vec![format!("599 {}.99 qwertz", entry.code.replace('X', "5"))],
        Kind::Socket | Kind::Tls | Kind::Text => vec![],
    };
    if entry.sample.is_empty() { by_code() } else { entry.sample.clone() }
}

#[test]
fn everything_that_is_known_is_recognised_by_its_own_sample() {
    for entry in codes::entries() {
        let samples = samples(entry);
        assert!(!samples.is_empty(), "{} has no sample", entry.id);
        for sample in samples {
            let all = explain(&sample);
            let mut codes = all.found.iter().flat_map(|found| &found.codes);
            let beside = entry.kind == Kind::Class && codes.any(|code| code.id == entry.id);
            assert!(ids(&all) == [&entry.id] || beside, "{}: {sample}: {:?}", entry.id, ids(&all));
        }
    }
}

#[test]
fn every_finding_is_explained_by_its_rule() {
    for rule in diagnosis::rules() {
        let all = explain(&format!("What is {}?", rule.code));
        let [found] = &all.found[..] else { panic!("{}: {:?}", rule.code, ids(&all)) };
        assert_eq!((found.known.id(), found.known.actor()), (rule.code, rule.actor));
        assert!(!found.known.meaning().contains(['{', '}']), "{}", found.known.meaning());
    }
}

#[test]
fn what_real_servers_say_is_understood() {
    assert!(lines().len() >= 40);
    for Line { from, said, id, actor, lasting } in lines() {
        let all = explain(&said);
        assert_eq!(ids(&all), [&id], "{from}: {said}");
        assert_eq!(all.found[0].known.actor(), actor, "{from}");
        assert!(lasting.is_none() || all.found[0].lasting == lasting, "{from}");
    }
}

#[test]
fn numbers_and_words_that_only_look_alike_are_left_alone() {
    for text in [
        "The address is 10.550.1.1",
        "Ask 192.0.2.55 or 5.7.1.2 instead",
        "I paid 553 dollars for it",
        "It was 550 people, and 421 of them came by train",
        "Call +1 555 553 0100 or 553-0100",
        "Tel.: 553 555 0100",
        "We live at 554 Main Street, New York 10060",
        "Postfix 3.5.0 and MySQL version 5.7.1",
        "error 404 from https://example.com/421",
        "HTTP error 502 from the proxy",
        "From 2026-05-50, 12:550, 550€, €550, v550, 550th, 550.5, 5.50",
        "NO smoking, and no idea. Bad luck, bye",
        "OK, see you at 5",
        "and NO smoking please",
        "[CLOSED] Bug 1234, [OK], [LIMIT]",
        "my mailbox is full of letters from people whose account does not exist",
        "a self-signed certificate for testing, EPERM on Android",
        "see tls.example and dns.example.com, e.g. tcp.refusedness",
        "the user was unknown to me; access was denied",
        "-ERROR and --ERR and x-ERR",
        "id 553 4XyZ5550Gz in line 550 of 554",
        "",
        "\n\n \n",
    ] {
        let all = explain(text);
        assert!(all.found.is_empty() && !all.cut, "{text}: {:?}", all.found);
    }
}

#[test]
fn words_count_before_codes_and_the_class_for_what_is_not_known() {
    let one = |text: &str| {
        let all = explain(text);
        assert_eq!(all.found.len(), 1, "{text}: {:?}", all.found);
        let found = &all.found[0];
        let codes: Vec<_> = found.codes.iter().map(|code| code.id.as_str()).collect();
        (found.known.id(), codes.join(" "), found.lasting)
    };
    const PERMANENT: Option<Lasting> = Some(Lasting::Permanent);
    const TEMPORARY: Option<Lasting> = Some(Lasting::Temporary);
    let of = |id, codes: &str, lasting| (id, codes.to_owned(), lasting);
    for code in ["550", "553", "554"] {
        let (id, ..) = one(&format!("{code} <a@example.com> Relay access denied"));
        assert_eq!(id, "text-relay-denied");
    }
    assert_eq!(one("550 5.4.6 qwertz"), of("enhanced-x-4-6", "smtp-550", PERMANENT));
    assert_eq!(one("450 5.1.1 qwertz"), of("enhanced-x-1-1", "smtp-450", TEMPORARY));
    assert_eq!(one("535 5.7.0 qwertz"), of("smtp-535", "enhanced-x-7-0", PERMANENT));
    assert_eq!(one("554 5.7.99 qwertz"), of("smtp-554", "subject-7", PERMANENT));
    assert_eq!(one("559 qwertz"), of("class-5", "category-x5z", PERMANENT));
    assert_eq!(one("499 4.99.99 qwertz"), of("class-4", "", TEMPORARY));
    assert_eq!(one("5.98.1"), of("class-5", "", PERMANENT));
    assert_eq!(one("250 2.1.0 Ok"), of("smtp-250", "", None));
    assert_eq!(one("x1 NO [QWERTZ] qwertz"), of("imap-no", "", None));
}

#[test]
fn a_rule_can_ask_what_a_reply_means() {
    let id = |code, enhanced, text| reply(code, enhanced, text).map(|entry| entry.id.as_str());
    assert_eq!(id(554, Some("5.7.1"), "Relay access denied"), Some("text-relay-denied"));
    assert_eq!(id(554, Some("5.7.1"), "qwertz"), Some("enhanced-x-7-1"));
    assert_eq!(id(421, None, "qwertz"), Some("smtp-421"));
    assert_eq!(id(599, Some("5.99.99"), "qwertz"), None);
}

#[test]
fn a_line_is_recognised_wherever_a_program_puts_it() {
    for text in [
        "554 5.7.1 <a@example.com>: Relay access denied",
        "   > 554 5.7.1 <a@example.com>: Relay access denied",
        "The server responded: \"554 5.7.1 <a@example.com>: Relay access denied\".",
        "SMTPRecipientsRefused: {'a@b.org': (554, b'5.7.1 <a@b.org>: Relay access denied')}",
        "SMTP error 554 in: 5.7.1 <a@example.com>: Relay access denied",
        "<<< 554-5.7.1 <a@example.com>:\n<<< 554 5.7.1 Relay access denied",
        "Diagnostic-Code: smtp;\n 554 5.7.1 <a@example.com>:\n Relay access denied",
        "they say\n\n554 5.7.1 <a@example.com>: Relay access denied\n\nwhat now?",
    ] {
        let all = explain(text);
        assert_eq!(ids(&all), ["text-relay-denied"], "{text}");
        assert_eq!(all.found[0].lasting, Some(Lasting::Permanent), "{text}");
    }
}

/// What a bounce is explained as: ids, recipients and servers.
fn bounce(text: &str) -> Vec<(String, String, String)> {
    let all = explain(text);
    let told = all.found.iter().map(|found| {
        let shown = |text: &Option<String>| text.clone().unwrap_or_default();
        (found.known.id().to_owned(), shown(&found.recipient), shown(&found.server))
    });
    told.collect()
}

#[test]
fn a_bounce_tells_each_trouble_once_with_its_recipient() {
    let of = |id: &str, to: &str, at: &str| (id.to_owned(), to.to_owned(), at.to_owned());
    let postfix = include_str!("explain/postfix.eml");
    let expected = vec![
        of("text-user-unknown", "nobody@example.org", "mx.example.org"),
        of("text-mailbox-full", "full@example.net", "mx.example.net"),
        of("socket-timed-out", "down@example.edu", ""),
    ];
    assert_eq!(bounce(postfix), expected);
    assert_eq!(bounce(&postfix.replace('\n', "\r\n")), expected);
    let exim = bounce(include_str!("explain/exim.eml"));
    let expected = [
        of("text-block-list", "you@example.org", ""),
        of("text-sender-unauthenticated", "other@example.net", ""),
    ];
    assert_eq!(exim, expected);
    let exchange = bounce(include_str!("explain/exchange.eml"));
    assert_eq!(exchange, [of("text-microsoft-send-as", "you@example.org", "")]);
    let gmail = bounce(include_str!("explain/gmail.eml"));
    let server =
        "gmail-smtp-in.l.google.example. (192.0.2.27, the server for the domain gmail.example.)";
    assert_eq!(gmail, [of("text-user-unknown", "nobody@gmail.example", server)]);
}

#[test]
fn the_parts_of_a_bounce_can_be_pasted_alone() {
    let whole = include_str!("explain/postfix.eml");
    let from = whole.find("Final-Recipient").expect("it is there");
    let to = whole.find("Content-Description: Undelivered").expect("it is there");
    assert_eq!(bounce(&whole[from..to]).len(), 3);
    assert_eq!(bounce("Status: 5.2.2")[0].0, "enhanced-x-2-2");
    assert_eq!(bounce("Action: failed\nStatus: 5.0.0 (permanent failure)")[0].0, "enhanced-x-0-0");
}

/// Numbers that look random and are the same in every run (xorshift).
fn noise(mut seed: u64) -> impl Iterator<Item = u8> {
    std::iter::repeat_with(move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 24) as u8
    })
}

fn text(all: &Explanations, ascii: bool) -> String {
    let mut out = Vec::new();
    let style = Style { width: 80, ascii, ..Style::default() };
    explained::text(all, Language::En, &style, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("it writes UTF-8")
}

#[test]
fn nothing_in_a_text_breaks_it_or_acts() {
    const ACTS: &str = "\u{1b}]0;title\u{7}\u{9b}31m\u{202e}\u{200b}\0::error::x";
    let line = "550 5.1.1 <a@example.com>: User unknown";
    let mut texts =
        vec![format!("550 5.7.1 {ACTS} qwertz {ACTS}"), format!("a1 NO [ALERT] {ACTS}")];
    texts.push(format!("Final-Recipient: rfc822;{ACTS}\nStatus: 5.1.1\nRemote-MTA: dns; {ACTS}"));
    for seed in 1..40 {
        let bytes: Vec<u8> = noise(seed).take(5000).collect();
        let garbled: Vec<u8> = line
            .bytes()
            .cycle()
            .zip(noise(seed))
            .take(5000)
            .map(|(byte, noise)| if noise % 7 == 0 { noise } else { byte })
            .collect();
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
        texts.push(String::from_utf8_lossy(&garbled).into_owned());
    }
    for shown in texts.iter().map(|text| explain(text)) {
        let acts = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{200b}".contains(c);
        assert!(!text(&shown, false).contains(acts), "{shown:?}");
        assert!(text(&shown, true).is_ascii(), "{shown:?}");
        let mut json = Vec::new();
        explained::json(&shown, &mut json).expect("memory takes it");
        let json = String::from_utf8(json).expect("it writes UTF-8");
        assert!(!json.contains(acts), "{json}");
    }
}

#[test]
fn a_text_of_any_size_is_cut_and_says_so() {
    let line = explain(&"550 5.1.1 User unknown ".repeat(60_000));
    assert_eq!((ids(&line), line.cut), (vec!["text-user-unknown"], true));
    assert!(line.found[0].said.chars().count() <= 600);
    let many: String = (0..2000).map(|n| format!("5{:02} qwertz {n}\n", n % 100)).collect();
    let many = explain(&many);
    assert_eq!((many.found.len(), many.cut), (MOST, true));
    assert!(text(&many, false).ends_with("There is more in this text than is told here.\n"));
    for piece in ["'550 a ", "a1 NO [", "(550 ", "[A", "550-", "status: 5.1.1\n", "--\n", "a@b: \n"]
    {
        explain(&piece.repeat((1 << 20) / piece.len()));
    }
    let nested = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(20_000);
    assert!(explain(&nested).found.is_empty());
}

#[test]
fn ids_are_kebab_case_and_unique_and_texts_are_sentences() {
    let mut seen = BTreeSet::new();
    let lawful = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    for entry in codes::entries() {
        let id = &entry.id;
        assert!(seen.insert(id), "{id} stands for two");
        assert!(id.bytes().all(lawful) && !id.contains("--") && !id.ends_with('-'), "{id}");
        assert!(!entry.meaning.is_empty() && !entry.action.is_empty(), "{id}");
        assert!(!entry.reference.is_empty(), "{id}");
        for text in [&entry.meaning, &entry.cause, &entry.action] {
            let whole = text.starts_with(|c: char| c.is_uppercase()) && text.ends_with('.');
            assert!(text.is_empty() || whole && !text.contains(['{', '}', '\n']), "{id}: {text}");
        }
        let nobody = entry.who == Actor::Nobody;
        assert!(nobody || !entry.action.starts_with("Do nothing."), "{id}");
    }
}
