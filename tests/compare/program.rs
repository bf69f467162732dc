//! `mailprobe compare` as a shell sees it.
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn mailprobe(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailprobe"));
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES"] {
        command.env_remove(variable);
    }
    command.env("LANG", "C.UTF-8").env("COLUMNS", "100").args(words).stdin(Stdio::null());
    command
}

fn run(words: &[&str]) -> Output {
    mailprobe(words).output().expect("cargo built it")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it writes UTF-8")
}

/// Reports of two scenarios, in a directory of one test's own.
fn reports(folder: &str, names: [&str; 2]) -> (PathBuf, [String; 2]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    // It is left over from a run that was ended, or it is not there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("cargo's own directory takes files");
    let files = names.map(|name| {
        let file = folder.join(format!("{name}.json")).display().to_string();
        run(&["demo", name, "-q", "-o", &file]);
        file
    });
    (folder, files)
}

#[test]
fn the_exit_status_says_whether_anything_differs() {
    let (folder, [good, expired]) = reports("compare-status", ["good", "tls-expired"]);
    let status = |words: &[&str]| run(&[&["compare"], words].concat()).status.code();
    let domain = folder.join("domain.json").display().to_string();
    run(&["demo", "dns-good", "-q", "-o", &domain]);
    assert_eq!(status(&[&good, &good]), Some(0));
    assert_eq!(status(&[&good, &expired]), Some(1));
    assert_eq!(status(&[&good, &domain]), Some(2));
    assert_eq!(status(&[&good, "missing.json"]), Some(2));
    assert_eq!(status(&["-", "-"]), Some(3));
    assert_eq!(status(&[&good, &good, "-o", "difference.xml"]), Some(3));
    assert_eq!(status(&[&good]), Some(3));
    let other = run(&["compare", &good, &domain]);
    let said = text(&other.stderr);
    assert!(said.contains("both must be about one target"), "{said}");
}

#[test]
fn one_of_the_two_may_come_through_a_pipe_and_files_take_the_answer() {
    let (folder, [good, expired]) = reports("compare-pipe", ["good", "tls-expired"]);
    let direct = run(&["compare", &good, &expired, "--format", "json"]);
    let mut command = mailprobe(&["compare", &good, "-", "--format", "json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cargo built it");
    let mut stdin = child.stdin.take().expect("it has a pipe");
    stdin.write_all(&fs::read(&expired).expect("it was written")).expect("it reads");
    drop(stdin);
    let piped = child.wait_with_output().expect("it ends");
    assert_eq!(text(&piped.stdout), text(&direct.stdout));
    assert!(text(&direct.stdout).starts_with("{\n  \"schema\": \"mailprobe.comparison.v1\","));
    let [kept, brief] = ["kept.json", "brief.txt"].map(|n| folder.join(n).display().to_string());
    let quiet = run(&["compare", &good, &expired, "-q", "-o", &kept, "-o", &brief]);
    assert_eq!((quiet.status.code(), quiet.stdout.len()), (Some(1), 0));
    assert_eq!(fs::read(&kept).expect("it was written"), direct.stdout);
    assert!(fs::read_to_string(&brief).expect("it was written").starts_with("DIFFERENT  "));
}

/// Reports in a line each.
fn in_lines(folder: &Path, name: &str, scenarios: &[&str]) -> String {
    let lines = scenarios.iter().map(|scenario| {
        let one = run(&["demo", scenario, "--format", "ndjson"]);
        text(&one.stdout).to_owned()
    });
    let file = folder.join(name);
    fs::write(&file, lines.collect::<String>()).expect("the directory takes files");
    file.display().to_string()
}

#[test]
fn several_comparisons_in_json_stand_in_a_line_each() {
    let (folder, _) = reports("compare-lines", ["good", "tls-expired"]);
    let two = in_lines(&folder, "two.ndjson", &["good", "dns-good"]);
    let other = in_lines(&folder, "other.ndjson", &["tls-expired", "dns-good"]);
    let output = run(&["compare", &two, &other, "--format", "json"]);
    let lines: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is a document"))
        .collect();
    let same: Vec<_> = lines.iter().map(|line| line["same"].as_bool()).collect();
    assert_eq!((output.status.code(), same), (Some(1), vec![Some(false), Some(true)]));
    assert!(text(&run(&["compare", "--help"]).stdout).contains("NDJSON"));
}

#[test]
fn a_target_that_is_in_one_file_more_often_is_refused_in_words_that_fit() {
    let (folder, [good, _]) = reports("compare-twice", ["good", "tls-expired"]);
    let twice = in_lines(&folder, "twice.ndjson", &["good", "good"]);
    for (files, counts) in [([&twice, &good], [2, 1]), ([&good, &twice], [1, 2])] {
        let output = run(&["compare", files[0], files[1]]);
        let [one, other] = counts;
        let counted = format!("in the first file: {one}, in the second: {other};");
        let said = text(&output.stderr);
        assert!(said.contains(&counted) && !said.contains("about"), "{said}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_dash_stands_for_standard_output() {
    let (folder, [good, expired]) = reports("compare-dash", ["good", "tls-expired"]);
    let direct = run(&["compare", &good, &expired, "--format", "json"]);
    let there = |words: &[&str]| {
        let words = [&["compare", &good, &expired, "--format", "json", "-o", "-"], words].concat();
        mailprobe(&words).current_dir(&folder).output().expect("cargo built it")
    };
    assert_eq!(text(&there(&[]).stdout), text(&direct.stdout));
    assert_eq!(text(&there(&["-o", "kept.txt"]).stdout), text(&direct.stdout));
    assert!(folder.join("kept.txt").exists() && !folder.join("-").exists());
}

#[test]
fn json_says_the_same_whatever_the_language() {
    let (_, [good, expired]) = reports("compare-language", ["good", "tls-expired"]);
    let words = ["compare", &good, &expired, "--format", "json"];
    let there = mailprobe(&words).env("LANG", "ja_JP.UTF-8").output().expect("it runs");
    assert_eq!(text(&there.stdout), text(&run(&words).stdout));
    let both = run(&["compare", &good, &expired, "--language", "ja,zh-Hans"]);
    assert!(text(&both.stdout).contains("相違あり") && text(&both.stdout).contains("有差异"));
}

#[test]
fn the_readme_shows_what_a_comparison_says() {
    let (_, [soon, good]) = reports("compare-readme", ["tls-expires-soon", "good"]);
    let output = run(&["compare", &soon, &good, "-q"]);
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("it is there");
    let block = format!("```text\n{}```", text(&output.stdout));
    assert!(readme.contains(&block), "put this into README.md:\n{block}");
}
