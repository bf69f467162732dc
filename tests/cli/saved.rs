//! Files that programs write and read.
use std::fs;

use serde_json::Value;

use crate::{Folder, json, run, status, text};

#[test]
fn several_saved_reports_are_judged_one_by_one_and_the_worst_counts() {
    let folder = Folder::new("several");
    let file = folder.file("all.ndjson");
    let lines = ["good", "dns-servfail", "good"].map(|scenario| {
        let output = run(&["demo", scenario, "--format", "ndjson"]);
        text(&output.stdout).to_owned()
    });
    fs::write(&file, lines.concat()).expect("the folder takes files");
    let again = run(&["diagnose", &file, "--as-of", "then", "--format", "ndjson"]);
    assert_eq!(status(&again), 2);
    assert_eq!(text(&again.stdout), lines.concat());
    let told = run(&["diagnose", &file, "--as-of", "then", "-q"]);
    assert_eq!(text(&told.stdout).matches("all is well").count(), 2);
}

#[test]
fn a_file_that_was_changed_is_refused_with_a_way_out() {
    let folder = Folder::new("changed");
    let file = folder.file("report.json");
    let report = text(&run(&["demo", "tls-expired", "--format", "json"]).stdout).to_owned();
    let refusal = |report: &str| {
        fs::write(&file, report).expect("the folder takes files");
        let output = run(&["diagnose", &file]);
        (status(&output), text(&output.stderr).to_owned())
    };
    let (exit, why) = refusal(&report.replace("an imaginary machine", "another machine"));
    assert!(exit == 3 && why.contains("remove the field \"sha256\""), "{why}");
    let (exit, why) =
        refusal(&report.replace("\"status\": \"failure\"", "\"status\": \"healthy\""));
    assert!(exit == 3 && why.contains("but \"failure\" follows from its findings"), "{why}");
}

#[test]
fn the_schema_is_printed_for_both_and_the_report_is_the_usual_one() {
    for (words, id) in [
        (&["schema"][..], "urn:mailprobe:report:v1"),
        (&["schema", "report"], "urn:mailprobe:report:v1"),
        (&["schema", "recording"], "urn:mailprobe:recording:v1"),
    ] {
        let output = run(words);
        let schema: Value = json(&output.stdout);
        assert_eq!((status(&output), schema["$id"].as_str()), (0, Some(id)));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn the_hash_stands_in_the_text_as_in_the_report_for_programs() {
    let report = json(&run(&["demo", "good", "--format", "json"]).stdout);
    let hash = report["sha256"].as_str().expect("it has one");
    for words in [&["demo", "good"][..], &["demo", "good", "-v"]] {
        assert!(text(&run(words).stdout).contains(hash));
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_also_to_a_file_that_is_not_there_yet() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("dangling");
    let [report, link, round] =
        ["report.json", "link.json", "round.json"].map(|name| folder.file(name));
    symlink("report.json", &link).expect("the folder is ours");
    symlink("round.json", &round).expect("the folder is ours");
    assert_eq!(status(&run(&["demo", "good", "-q", "-o", &link])), 0);
    assert!(fs::symlink_metadata(&link).is_ok_and(|link| link.is_symlink()));
    assert!(fs::read_to_string(&report).is_ok_and(|text| text.starts_with('{')));
    let refused = run(&["demo", "good", "-q", "-o", &round]);
    assert!(text(&refused.stderr).contains("links lead round"), "{}", text(&refused.stderr));
    assert!(fs::symlink_metadata(&round).is_ok_and(|link| link.is_symlink()));
}
