//! Files that mean harm: the program reads them, or says why not, in little time and memory.
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::folder;
use crate::measured::{self, Measured};

/// The most memory that a file may take, KiB.
const MEMORY: i64 = 64 * 1024;
/// Bytes in a MiB.
const MIB: usize = 1 << 20;

/// A report of an honest run, without the hash that others could not make.
fn honest() -> Value {
    let saved = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/recordings/v1");
    let mut files: Vec<_> = fs::read_dir(saved)
        .expect("recordings are there")
        .map(|file| file.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    let text = fs::read_to_string(files.first().expect("there is one")).expect("it can be read");
    let mut report: Value = serde_json::from_str(&text).expect("it is JSON");
    if let Some(fields) = report.as_object_mut() {
        fields.remove("sha256");
    }
    report
}

/// An honest report in which something is different.
fn but_for(change: impl Fn(&mut Value)) -> String {
    let mut report = honest();
    change(&mut report);
    report.to_string()
}

fn observations(report: &mut Value) -> &mut Vec<Value> {
    report["observations"].as_array_mut().expect("a list")
}

/// So many ports, each with its connection.
fn ports(count: usize) -> String {
    but_for(|report| {
        let all = observations(report);
        let mut one = all.iter().find(|o| o["step"] == "connect").expect("ports are tried").clone();
        all.clear();
        for n in 0..count {
            one["id"] = json!(n);
            one["subject"]["addr"] = json!(format!("127.0.{}.{}", n >> 8, n & 255));
            all.push(one.clone());
        }
    })
}

/// A line of so many bytes that JSON writes longest.
fn line(length: usize) -> String {
    but_for(|report| {
        let replies = observations(report).iter_mut().find(|o| o["saw"]["lines"].is_array());
        let lines = &mut replies.expect("somebody answers")["saw"]["lines"];
        lines[0]["text"] = json!("\u{1b}".repeat(length));
    })
}

/// Many people, and texts in which each may begin at every second byte.
fn people() -> String {
    but_for(|report| {
        let homes = |n: usize| format!("/home/u{n} ");
        report["trust"]["problems"] = json!((0..40_000).map(homes).collect::<Vec<_>>());
        let reply = observations(report).iter().find(|o| o["saw"]["lines"].is_array());
        let mut reply = reply.expect("somebody answers").clone();
        reply["saw"]["lines"][0]["text"] = json!("a.".repeat(16_000));
        for n in 0..100 {
            reply["id"] = json!(90_000 + n);
            observations(report).push(reply.clone());
        }
    })
}

/// An honest report with this beside it.
fn beside(junk: &str) -> String {
    let text = honest().to_string();
    format!("{{\"later\":{junk},{}", &text[1..])
}

fn page(script: &str, times: usize) -> String {
    let tag = "<script type=\"application/json\" class=\"mailprobe-report\">";
    format!("<!DOCTYPE html>{}", format!("{tag}{script}</script>").repeat(times))
}

/// Each with its name, and what is said of it; nothing, if it is read.
fn files() -> Vec<(&'static str, String, &'static str)> {
    vec![
        ("too-large", " ".repeat(17 * MIB), "larger than 16 MiB"),
        ("deep", "[".repeat(8 * MIB), "cut off"),
        ("deep-beside", beside(&["[".repeat(MIB), "]".repeat(MIB)].concat()), ""),
        ("long-list-beside", beside(&format!("[{}0]", "0,".repeat(5 * MIB))), ""),
        ("long-text-beside", beside(&format!("\"{}\"", "x".repeat(15 * MIB))), ""),
        ("ports", ports(12_000), "more than 2048 ports"),
        ("most-ports", ports(2048), ""),
        ("long-line", line(2 * MIB), "longer texts"),
        ("long-name", but_for(|r| r["asked"]["target"]["name"] = json!("x".repeat(MIB))), "longer"),
        ("people", people(), ""),
        ("roots", but_for(|r| r["trust"]["roots"] = json!(vec!["A".repeat(4096); 3000])), "longer"),
        ("host-of-traversal", but_for(|r| r["asked"]["target"]["name"] = json!("../../etc")), ""),
        ("many-scripts", page("{}", 100_000), "more than 32 reports"),
        ("empty-script", page("", 1), "it is no report"),
        ("unclosed-page", format!("<{}", "<script ".repeat(MIB)), "without a report"),
        ("lines-in-page", page(&"\n".repeat(15 * MIB), 1), "it is no report"),
        ("nulls", "\0".repeat(MIB), "it is no report"),
    ]
}

#[test]
fn no_file_hangs_it_swells_it_or_reaches_beyond() {
    let folder = folder().join("files");
    let wrong: Vec<_> = files().iter().flat_map(|file| look(&folder.join(file.0), file)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn look(folder: &Path, (name, text, refused): &(&str, String, &str)) -> Vec<String> {
    fs::create_dir_all(folder).expect("cargo's own directory takes files");
    let file = folder.join("file").display().to_string();
    fs::write(&file, text).expect("the folder is there");
    let mut wrong = Vec::new();
    for words in [&["diagnose", &file][..], &["redact", &file], &["compare", &file, &file]] {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        let seen = measured::run(&folder.join(&words[0]), &words);
        wrong.extend(fault(&seen, refused).map(|why| format!("{name}, {}: {why}", words[0])));
    }
    wrong
}

fn fault(seen: &Measured, refused: &str) -> Option<String> {
    let Measured { status, peak, stderr, .. } = seen;
    let is_refused = stderr.contains("could not");
    if *peak > MEMORY {
        return Some(format!("{peak} KiB"));
    }
    if status.is_none() || stderr.contains("panicked") {
        return Some(format!("it ended as {status:?}: {stderr}"));
    }
    let as_said = stderr.contains(refused) && is_refused != refused.is_empty();
    (!as_said).then(|| format!("it says {stderr:?}"))
}
