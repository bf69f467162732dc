//! What must hold, as a shell asks for it.
use std::fs;

use super::{Folder, json, run, status, text};

/// A saved report of a scenario, and a file that says what must hold.
fn files(folder: &Folder, scenario: &str, demands: &str) -> [String; 2] {
    let [report, file] = ["report.json", "mail.toml"].map(|name| folder.file(name));
    run(&["demo", scenario, "-q", "-o", &report]);
    fs::write(&file, demands).expect("the folder is ours");
    [report, file]
}

#[test]
fn a_saved_report_is_judged_by_what_must_hold() {
    let folder = Folder::new("demands");
    let judged = |demands: &str, fail_on: &str| {
        let [report, file] = files(&folder, "good", demands);
        let words = ["diagnose", &report, "--as-of", "then", "--expect", &file];
        status(&run(&[&words[..], &["--fail-on", fail_on]].concat()))
    };
    let unused = "[[waiver]]\ncode = 'tls.expired'\nuntil = 2099-01-01\nreason = 'x'";
    for (demands, statuses) in [
        ("open = [587, 993]", [0, 0, 0]),
        ("closed = [110]", [2, 2, 2]),
        ("open = ['8025=smtp']", [3, 3, 3]),
        (unused, [1, 0, 0]),
    ] {
        let told = ["note", "warning", "error"].map(|fail_on| judged(demands, fail_on));
        assert_eq!(told, statuses, "{demands}");
    }
}

#[test]
fn what_must_hold_is_kept_with_the_report_and_can_be_left_out() {
    let folder = Folder::new("kept");
    let report = folder.file("report.json");
    assert_eq!(status(&run(&["demo", "expect-waived", "-o", &report])), 0);
    let again = |more: &[&str]| {
        let words = ["diagnose", &report, "--as-of", "then", "--format", "json"];
        run(&[&words[..], more].concat())
    };
    let online = json(&fs::read(&report).expect("it was written"));
    assert_eq!(json(&again(&[]).stdout), online);
    assert_eq!(online["findings"][0]["waived"]["until"], "2026-06-15");
    assert_eq!(status(&again(&[])), 0);
    assert_eq!(status(&again(&["--expect", "none"])), 2);
}

#[test]
fn a_file_that_is_not_understood_stops_the_run_before_it_begins() {
    let folder = Folder::new("misunderstood");
    let [report, file] = files(&folder, "good", "open = [25]\ndays_lef = 21\n");
    let missing = folder.file("missing.toml");
    for (words, said) in [
        (["check", "mail.example.test", "--expect", &file], "line 2: \"days_lef\" is not known"),
        (["diagnose", &report, "--expect", &file], "did you mean days_left?"),
        (["check", "mail.example.test", "--expect", &missing], "missing.toml"),
    ] {
        let output = run(&words);
        assert_eq!(status(&output), 3, "{words:?}");
        let error = text(&output.stderr);
        assert!(error.starts_with("mailprobe: could not read ") && error.contains(said), "{error}");
    }
}
