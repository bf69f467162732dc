//! `explain` as a shell sees it.
use std::io::Write;
use std::process::{Output, Stdio};

use mailprobe::diagnosis;
use mailprobe::knowledge::codes;

use super::{json, mailprobe, run, status, text};

/// What it says to a text on standard input.
fn piped(words: &[&str], input: &[u8]) -> Output {
    let mut command = mailprobe(words);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cargo built it");
    let mut stdin = child.stdin.take().expect("it has a pipe");
    stdin.write_all(input).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

#[test]
fn the_readme_shows_what_explain_says() {
    let words = ["explain", "553 Relaying disallowed as me@example.com"];
    let output = mailprobe(&words).env("COLUMNS", "100").output().expect("cargo built it");
    let block = format!("```text\n{}```", text(&output.stdout));
    assert!(include_str!("../../README.md").contains(&block), "put this into README.md:\n{block}");
    assert_eq!(status(&output), 0);
}

#[test]
fn words_come_from_the_command_line_or_from_standard_input() {
    let id = |output: &Output| json(&output.stdout)[0]["id"].clone();
    for words in [
        vec!["553", "Relaying", "disallowed", "as", "me@example.com"],
        vec!["553 Relaying disallowed as me@example.com"],
        vec!["--", "553 Relaying disallowed"],
    ] {
        let output = run(&[vec!["explain", "--format", "json"], words].concat());
        assert_eq!((status(&output), id(&output)), (0, "text-zoho-relaying-disallowed".into()));
    }
    let pop3 = run(&["explain", "-ERR [SYS/TEMP] qwertz", "--format", "json"]);
    assert_eq!(id(&pop3), "pop3-sys-temp");
    let line = b"\xff\xfe\n553 Relaying disallowed as me@example.com\n";
    for words in [vec!["explain", "--format", "json"], vec!["explain", "-", "--format", "json"]] {
        let output = piped(&words, line);
        assert_eq!((status(&output), id(&output)), (0, "text-zoho-relaying-disallowed".into()));
    }
}

#[test]
fn what_is_not_known_is_said_and_ends_with_three() {
    let output = run(&["explain", "I paid 553 dollars"]);
    assert_eq!(status(&output), 3);
    assert!(text(&output.stdout).starts_with("Nothing in this text is known"));
    let output = run(&["explain", "I paid 553 dollars", "--format", "json"]);
    assert_eq!((status(&output), json(&output.stdout)), (3, serde_json::json!([])));
    assert_eq!(status(&run(&["explain", "553", "--format", "xml"])), 3);
}

#[test]
fn every_explanation_has_all_keys() {
    const KEYS: [&str; 12] = [
        "said",
        "id",
        "kind",
        "meaning",
        "cause",
        "action",
        "actor",
        "lasting",
        "reference",
        "recipient",
        "server",
        "codes",
    ];
    let bounce = include_bytes!("../explain/postfix.eml");
    let output = piped(&["explain", "--format", "json"], bounce);
    let all = json(&output.stdout);
    let all = all.as_array().expect("it is a list");
    assert_eq!(all.len(), 3);
    for explanation in all {
        let object = explanation.as_object().expect("it has keys");
        assert!(object.len() == KEYS.len() && KEYS.iter().all(|key| object.contains_key(*key)));
    }
    assert_eq!(all[0]["codes"][0]["id"], "smtp-550");
}

#[test]
fn the_list_has_all_that_is_known() {
    let ids = codes::entries().iter().map(|entry| entry.id.as_str());
    let ids: Vec<_> = ids.chain(diagnosis::rules().map(|rule| rule.code)).collect();
    let output = run(&["explain", "--list"]);
    let lines = text(&output.stdout).lines().filter_map(|line| line.split(' ').next());
    assert_eq!((status(&output), lines.collect::<Vec<_>>()), (0, ids.clone()));
    let output = run(&["explain", "--list", "--format", "json"]);
    let listed = json(&output.stdout);
    let listed = listed.as_array().expect("it is a list").iter();
    assert!(listed.map(|one| one["id"].as_str().expect("an id")).eq(ids));
}

#[test]
fn nothing_that_is_explained_acts_on_the_terminal() {
    let acts = b"550 5.7.1 \x1b]0;title\x07\xc2\x9b31m\xe2\x80\xae\xe2\x80\x8b\0 qwertz \xff\r\n";
    for format in ["text", "json"] {
        let output = piped(&["explain", "--format", format], acts);
        assert_eq!(status(&output), 0);
        let acts = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{200b}".contains(c);
        assert!(!text(&output.stdout).contains(acts), "{:?}", text(&output.stdout));
    }
}
