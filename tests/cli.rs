//! The program as a shell sees it: words in, text and an exit status out.
#![cfg(feature = "demo")]
#[path = "cli/expect.rs"]
mod expect;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/saved.rs"]
mod saved;
#[path = "cli/shell.rs"]
mod shell;
#[cfg(unix)]
#[path = "cli/signals.rs"]
mod signals;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use fixtures::{Scenario, Verdict};
use serde_json::Value;

/// What a user sees while nothing is set that speaks of colours, width or language.
fn mailprobe(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailprobe"));
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LC_ALL", "LC_CTYPE", "LC_MESSAGES"] {
        command.env_remove(variable);
    }
    command.env("LANG", "C.UTF-8").args(words).stdin(Stdio::null());
    command
}

fn run(words: &[&str]) -> Output {
    mailprobe(words).output().expect("cargo built it")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it writes UTF-8")
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("it writes JSON")
}

/// A scenario of which a given verdict is expected.
fn scenario(verdict: Verdict) -> &'static str {
    let is = |name: &&&str| Scenario::load(name).is_ok_and(|s| s.expect.verdict == verdict);
    Scenario::all().iter().find(is).expect("there is one for every verdict")
}

/// A directory of one test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // It is left over from a run that was ended, or it is not there.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("cargo's own directory takes files");
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("it is there").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind is removed by the next run.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_exit_status_says_how_it_stands() {
    for (verdict, expected) in [
        (Verdict::Healthy, 0),
        (Verdict::Warnings, 1),
        (Verdict::Failure, 2),
        (Verdict::Inconclusive, 3),
    ] {
        let name = scenario(verdict);
        assert_eq!(status(&run(&["demo", name])), expected, "{name}");
    }
}

#[test]
fn fail_on_says_what_counts() {
    let warned = scenario(Verdict::Warnings);
    assert_eq!(status(&run(&["demo", warned, "--fail-on", "error"])), 0);
    assert_eq!(status(&run(&["demo", warned, "--fail-on", "note"])), 1);
    assert_eq!(status(&run(&["demo", scenario(Verdict::Failure), "--fail-on", "error"])), 2);
}

#[test]
fn wrong_usage_could_not_test_and_says_what_to_type() {
    let ports = (1..=65).map(|port| format!("{port}=smtp")).collect::<Vec<_>>().join(",");
    for (words, tip) in [
        (vec![], "mailprobe check"),
        (vec!["smtp.zoho.com"], "mailprobe check smtp.zoho.com"),
        (vec!["chek", "smtp.zoho.com"], "'check'"),
        (vec!["check"], "<TARGET>"),
        (vec!["check", "smtp..zoho.com"], "did you mean smtp.zoho.com?"),
        (vec!["check", "ｓｍｔｐ.zoho,com"], "did you mean smtp.zoho.com?"),
        (vec!["check", "a.example", "b.example", "--format", "json"], "--format ndjson"),
        (vec!["check", "a.example", "-o", "report.pdf"], "--format text|html|markdown|json|ndjson"),
        (vec!["check", "a.example", "--ca-file", "Cargo.toml"], "BEGIN CERTIFICATE"),
        (vec!["check", "a.example", "--trust", "mozila"], "read mozila"),
        (vec!["check", "a.example", "-q", "-v"], "--verbose"),
        (vec!["check", "a.example", "--ports", &ports], "name at most 64"),
        (vec!["demo", "tls-expird"], "did you mean tls-expired?"),
        (vec!["demo", "no-such-thing-at-all"], "mailprobe demo --list"),
        (vec!["diagnose", "no-such-file.json"], "no-such-file.json"),
        (vec!["diagnose", "Cargo.toml"], "no report"),
    ] {
        let output = run(&words);
        let said = [text(&output.stderr), text(&output.stdout)].concat();
        assert_eq!(status(&output), 3, "{words:?}");
        assert!(said.contains(tip), "{words:?}: {said}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for words in [vec!["--help"], vec!["-h"], vec!["--version"], vec!["demo", "--list"]] {
        let output = run(&words);
        assert_eq!((status(&output), output.stderr.len()), (0, 0), "{words:?}");
    }
    for command in ["check", "demo", "diagnose", "explain"] {
        let output = run(&[command, "--help"]);
        let help = text(&output.stdout);
        assert!(help.contains("Examples:") && help.contains("Exit status:"), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        assert_eq!(status(&output), 0);
    }
}

#[test]
fn the_list_shows_every_scenario() {
    let output = run(&["demo", "--list"]);
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), Scenario::all().len());
    for (line, name) in lines.iter().zip(Scenario::all()) {
        let about = Scenario::load(name).expect("it is listed").name;
        assert!(line.starts_with(name) && line.ends_with(&about), "{line}");
    }
}

#[test]
fn a_reader_who_goes_away_is_no_panic() {
    for words in [
        vec!["demo"],
        vec!["demo", "--format", "json"],
        vec!["demo", "--list"],
        vec!["--help"],
        vec!["explain", "--list"],
    ] {
        let expected = status(&run(&words));
        let mut command = mailprobe(&words);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cargo built it");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(text(&output.stderr), "", "{words:?}");
        assert_eq!(status(&output), expected, "{words:?}");
    }
}

#[test]
fn a_file_is_written_whole_and_nothing_beside_it() {
    let folder = Folder::new("whole");
    let file = folder.file("report.json");
    fs::write(&file, "old").expect("the folder is ours");
    let output = run(&["demo", "-o", &file]);
    assert_eq!(status(&output), 1);
    assert!(text(&output.stdout).contains("path.port-25-blocked"), "the text is shown too");
    assert_eq!(json(&fs::read(&file).expect("it was written"))["schema"], "mailprobe.report.v1");
    assert_eq!(folder.names(), ["report.json"]);
    let trace = folder.file("trace.txt");
    let output = run(&["demo", "-o", &trace, "--format", "traceroute"]);
    assert!(text(&output.stdout).contains("path.port-25-blocked"), "the text is shown too");
    let paths = fs::read_to_string(trace).expect("it was written");
    assert!(paths.starts_with("traceroute to mail.example.test (192.0.2.10), 30 hops max, "));
    let quiet = run(&["demo", "-q", "-o", &folder.file("report.txt"), "--format", "ndjson"]);
    assert_eq!((status(&quiet), quiet.stdout.len()), (1, 0));
    assert_eq!(
        json(&fs::read(folder.file("report.txt")).expect("it was written"))["schema"],
        "mailprobe.report.v1"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_the_work() {
    let folder = Folder::new("unwritable");
    for file in [folder.file("missing/report.json"), format!("{}.json/", folder.file("x"))] {
        let output = run(&["demo", "-o", &file, "--format", "json"]);
        assert_eq!(status(&output), 3);
        assert!(text(&output.stderr).starts_with("mailprobe: could not write "), "{output:?}");
        assert_eq!(output.stdout.len(), 0);
    }
    assert!(folder.names().is_empty());
}

#[test]
fn a_hyphen_in_place_of_a_file_is_standard_output() {
    let output = run(&["demo", "good", "--format", "json", "-o", "-"]);
    assert_eq!(json(&output.stdout)["schema"], "mailprobe.report.v1");
    assert!(!std::path::Path::new("-").exists());
}

#[cfg(unix)]
#[test]
fn a_file_is_for_its_owner_and_a_device_stays_a_device() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    let folder = Folder::new("owner");
    let file = folder.file("report.ndjson");
    assert_eq!(status(&run(&["demo", "-q", "-o", &file])), 1);
    let mode = fs::metadata(&file).expect("it was written").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Somebody else may be waiting for a file that is there, under another name too.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("the file is ours");
    let link = folder.file("link.ndjson");
    std::os::unix::fs::symlink(&file, &link).expect("the folder is ours");
    fs::write(&file, "old").expect("the file is ours");
    assert_eq!(status(&run(&["demo", "-q", "-o", &link])), 1);
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o644);
    assert!(fs::symlink_metadata(&link).is_ok_and(|link| link.is_symlink()));
    assert_ne!(fs::read_to_string(&file).expect("it was written"), "old");
    assert_eq!(status(&run(&["demo", "-q", "-o", "/dev/null", "--format", "json"])), 1);
    assert!(fs::metadata("/dev/null").is_ok_and(|null| null.file_type().is_char_device()));
}

#[test]
fn a_saved_report_is_judged_the_same_again() {
    let folder = Folder::new("again");
    let file = folder.file("report.json");
    let name = scenario(Verdict::Failure);
    let first = run(&["demo", name, "--format", "json"]);
    fs::write(&file, &first.stdout).expect("the folder is ours");
    let again = run(&["diagnose", &file, "--as-of", "then", "--format", "json"]);
    assert_eq!(json(&again.stdout), json(&first.stdout));
    assert_eq!(status(&again), 2);
}

#[test]
fn a_report_can_come_through_a_pipe() {
    let first = run(&["demo", "--format", "ndjson"]);
    let mut command = mailprobe(&["diagnose", "-", "--as-of", "then", "--format", "ndjson"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cargo built it");
    let mut stdin = child.stdin.take().expect("it has a pipe");
    stdin.write_all(&first.stdout).expect("it reads");
    drop(stdin);
    let again = child.wait_with_output().expect("it ends");
    assert_eq!(text(&again.stdout), text(&first.stdout));
}

#[test]
fn certificates_are_judged_as_of_now_unless_told_otherwise() {
    let folder = Folder::new("now");
    let file = folder.file("report.json");
    run(&["demo", "good", "-q", "-o", &file]);
    assert_eq!(status(&run(&["diagnose", &file, "--as-of", "then"])), 0);
    let now = run(&["diagnose", &file, "--format", "json"]);
    let expired = json(&now.stdout)["findings"].to_string().contains("tls.expired");
    let until = Scenario::load("good").expect("it is listed").now + 60 * 86_400;
    assert_eq!(expired, i64::try_from(mailprobe::vantage::now()).is_ok_and(|now| now > until));
}

#[test]
fn json_begins_with_its_schema_and_ndjson_is_one_line() {
    let document = run(&["demo", "good", "--format", "json"]);
    let start: String = text(&document.stdout).split_whitespace().take(2).collect();
    assert_eq!(start, "{\"schema\":");
    let line = run(&["demo", "good", "--format", "ndjson"]);
    assert!(text(&line.stdout).starts_with("{\"schema\":\"mailprobe.report.v1\""));
    assert_eq!(text(&line.stdout).lines().count(), 1);
    assert_eq!(json(&line.stdout), json(&document.stdout));
}

#[test]
fn no_escape_reaches_a_pipe_unless_it_is_asked_for() {
    let escapes = |words: &[&str]| run(words).stdout.contains(&0x1b);
    for name in Scenario::all().iter().filter(|name| name.contains("hostile")).chain(&["good"]) {
        for format in ["text", "json", "ndjson", "traceroute"] {
            assert!(!escapes(&["demo", name, "-v", "--format", format]), "{name} {format}");
        }
    }
    assert!(escapes(&["demo", "--color", "always"]));
    let forced = mailprobe(&["demo"]).env("CLICOLOR_FORCE", "1").output().expect("it runs");
    assert!(forced.stdout.contains(&0x1b));
    let both = mailprobe(&["demo"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output();
    assert!(!both.expect("it runs").stdout.contains(&0x1b));
}

#[test]
fn no_file_and_no_name_of_one_acts_on_the_terminal() {
    const ACTS: &str = "\u{1b}]0;title\u{7}\u{9b}31m\u{202e}\u{200b}\r\n::error::x";
    let folder = Folder::new("acts");
    let good = text(&run(&["demo", "good", "--format", "json"]).stdout).to_owned();
    let changes = [
        ("schema", "/recording/schema", ACTS.to_owned()),
        ("word", "/recording/ended", ACTS.to_owned()),
        ("number", "/recording/at", ACTS.to_owned()),
        ("list", "/recording/trust/roots", ACTS.to_owned()),
        ("length", "/recording/ended", ACTS.repeat(100_000)),
    ];
    let mut files = vec![folder.file(&format!("missing-{ACTS}")), folder.file(ACTS)];
    for (name, place, acts) in changes {
        let mut changed: Value = serde_json::from_str(&good).expect("JSON");
        *changed.pointer_mut(place).expect("it is there") = acts.into();
        files.push(folder.file(name));
        fs::write(folder.file(name), changed.to_string()).expect("the folder is ours");
    }
    for file in files {
        let output = run(&["diagnose", &file]);
        let said = text(&output.stderr);
        let line = said.strip_suffix('\n').expect("it is a line");
        let acts = |c: char| c.is_control() || "\u{202e}\u{200b}".contains(c);
        assert!(!line.contains(acts), "{file:?}: {said:?}");
        assert!(line.starts_with("mailprobe: could not read") && line.len() < 4000, "{said:?}");
        assert_eq!(status(&output), 3);
    }
}

#[test]
fn where_the_terminal_has_only_ascii_so_has_the_report() {
    for name in ["path-port-25-dropped", "dialogue-hostile-text"] {
        let output = mailprobe(&["demo", name, "-v"]).env("LANG", "C").output().expect("it runs");
        assert!(output.stdout.is_ascii(), "{name}: {}", text(&output.stdout));
    }
}

#[test]
fn the_language_is_the_locales_unless_another_is_asked_for() {
    let first = |words: &[&str], locale: &[(&str, &str)]| {
        let words = [&["demo", "tls-self-signed"], words].concat();
        let output = mailprobe(&words).envs(locale.iter().copied()).output().expect("it runs");
        text(&output.stdout).split("  ").next().unwrap_or_default().to_owned()
    };
    let ja = [("LANG", "ja_JP.UTF-8")];
    assert_eq!([first(&[], &[]), first(&[], &ja)], ["FAILURE", "異常"]);
    assert_eq!(first(&["--language", "zh-CN"], &ja), "异常");
    assert_eq!(first(&["--language", "en"], &ja), "FAILURE");
    // The messages are in one language, but the terminal shows ASCII only.
    assert_eq!(first(&[], &[("LANG", "ja_JP.UTF-8"), ("LC_CTYPE", "C")]), "FAILURE");
    assert_eq!(first(&["--language", "ja"], &[("LANG", "C")]), "異常");
}

#[test]
fn json_is_the_same_whatever_the_language() {
    let in_english = run(&["demo", "--format", "json"]).stdout;
    let locale = mailprobe(&["demo", "--format", "json"]).env("LANG", "ja_JP.UTF-8").output();
    assert_eq!(json(&locale.expect("it runs").stdout), json(&in_english));
    let asked = run(&["demo", "--format", "json", "--language", "ja,en"]).stdout;
    assert_eq!(json(&asked), json(&in_english));
}

#[test]
fn the_readme_shows_what_the_demo_says() {
    let output = mailprobe(&["demo"]).env("COLUMNS", "100").output().expect("cargo built it");
    let readme = include_str!("../README.md");
    let block = format!("```text\n{}```", text(&output.stdout));
    assert!(readme.contains(&block), "put this into README.md:\n{block}");
}

#[test]
fn quiet_is_one_sentence_and_verbose_is_more() {
    let size = |words: &[&str]| run(words).stdout.len();
    let normal = size(&["demo"]);
    assert!(size(&["demo", "-q"]) < normal / 4);
    assert!(size(&["demo", "-v"]) > normal);
}
