//! Files that mean harm: the program reads them, or says why not, in little time and memory.
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::acts::acts;
use crate::folder;
use crate::measured::{self, AFTERWARDS, Measured};

/// Bytes in a MiB.
const MIB: usize = 1 << 20;
/// Bytes of a complaint, whatever of the file it repeats.
const SAID: usize = 2048;

/// A recording of an honest run, without the hash that others could not make.
fn honest() -> Value {
    let mut recording: Value = serde_json::from_slice(&saved()).expect("it is JSON");
    without_hash(&mut recording);
    recording
}

/// The first of the recordings that are kept.
fn saved() -> Vec<u8> {
    let saved = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/recordings/v1");
    let mut files: Vec<_> = fs::read_dir(saved)
        .expect("recordings are there")
        .map(|file| file.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    fs::read(files.first().expect("there is one")).expect("it can be read")
}

fn without_hash(file: &mut Value) {
    if let Some(fields) = file.as_object_mut() {
        fields.remove("sha256");
    }
}

/// An honest recording in which something is different.
fn but_for(change: impl Fn(&mut Value)) -> String {
    let mut recording = honest();
    change(&mut recording);
    recording.to_string()
}

/// What an honest run has said of it: findings, verdict, and hash.
static REPORT: LazyLock<Value> = LazyLock::new(|| {
    let folder = folder().join("report");
    fs::create_dir_all(&folder).expect("cargo's own directory takes files");
    let file = folder.join("file").display().to_string();
    fs::write(&file, saved()).expect("the folder is there");
    let seen = measured::run(&folder, &["diagnose", "--format", "json", &file].map(str::to_owned));
    serde_json::from_slice(&seen.stdout).expect("a report is JSON")
});

/// Such a report in which something is different.
fn told_but_for(change: impl Fn(&mut Value)) -> String {
    let mut report = REPORT.clone();
    change(&mut report);
    report.to_string()
}

fn observations(recording: &mut Value) -> &mut Vec<Value> {
    recording["observations"].as_array_mut().expect("a list")
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
        let home = |n: usize| format!("/home/u{n} ");
        let some = |nth: usize| (400 * nth..400 * (nth + 1)).map(home).collect::<String>();
        report["trust"]["problems"] = json!((0..100).map(some).collect::<Vec<_>>());
        let reply = observations(report).iter().find(|o| o["saw"]["lines"].is_array());
        let mut reply = reply.expect("somebody answers").clone();
        reply["saw"]["lines"][0]["text"] = json!("a.".repeat(16_000));
        for n in 0..100 {
            reply["id"] = json!(90_000 + n);
            observations(report).push(reply.clone());
        }
    })
}

/// An honest recording with this beside it.
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
        ("deep-beside", beside(&["[".repeat(900_000), "]".repeat(900_000)].concat()), ""),
        ("long-list-beside", beside(&format!("[{}0]", "0,".repeat(900_000))), ""),
        ("longer-list-beside", beside(&format!("[{}0]", "0,".repeat(5 * MIB))), "1000000 values"),
        ("long-text-beside", beside(&format!("\"{}\"", "x".repeat(15 * MIB))), ""),
        ("ports", ports(12_000), "more than 2048 ports"),
        ("most-ports", ports(2048), ""),
        ("long-line", line(2 * MIB), "longer texts"),
        ("long-name", but_for(|r| r["asked"]["target"]["name"] = json!("x".repeat(MIB))), "longer"),
        ("people", people(), ""),
        ("roots", but_for(|r| r["trust"]["roots"] = json!(vec!["A".repeat(4096); 3000])), "longer"),
        ("many-scripts", page("{}", 100_000), "more than 32 reports"),
        ("empty-script", page("", 1), "it is no report"),
        ("unclosed-page", format!("<{}", "<script ".repeat(MIB)), "without a report"),
        ("lines-in-page", page(&"\n".repeat(15 * MIB), 1), "it is no report"),
        ("nulls", "\0".repeat(MIB), "it is no report"),
    ]
    .into_iter()
    .chain(reports())
    .collect()
}

/// The same for what is told of a recording, and belongs to it.
fn reports() -> Vec<(&'static str, String, &'static str)> {
    let many = |key: &str, times| {
        told_but_for(|report| report[key] = json!(vec![report["findings"][0].clone(); times]))
    };
    let with = |change: &dyn Fn(&mut Value)| {
        told_but_for(|report| {
            without_hash(report);
            change(report);
        })
    };
    let long = "\u{1b}".repeat(2 * MIB);
    vec![
        ("report", REPORT.to_string(), ""),
        ("many-findings", many("findings", 5000), ""),
        ("verdict-is-a-list", many("verdict", 5000), "unknown variant"),
        ("long-finding", with(&|r| r["findings"][0]["title"] = json!(long)), ""),
        ("long-code", with(&|r| r["verdict"]["code"] = json!(long)), "its verdict says"),
        ("long-schema", with(&|r| r["schema"] = json!(long)), "its schema"),
        ("long-hash", told_but_for(|r| r["sha256"] = json!(long)), "was changed"),
        ("other-hash", told_but_for(|r| r["sha256"] = json!("0".repeat(64))), "was changed"),
        (
            "other-verdict",
            told_but_for(|r| r["verdict"]["code"] = json!("x.y")),
            "its verdict says",
        ),
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
    let said = &seen.stderr;
    let as_said = said.contains(refused) && said.contains("could not") != refused.is_empty();
    let wrong = || (!as_said || said.len() > SAID).then(|| format!("it says {said:?}"));
    seen.excess(AFTERWARDS).or_else(wrong).or_else(|| acts(said))
}

#[test]
fn names_in_a_file_lead_to_no_other_file() {
    let tree = folder().join("tree");
    let work = tree.join("a/b");
    // What an earlier test left there.
    let _ = fs::remove_dir_all(&tree);
    fs::create_dir_all(&work).expect("cargo's own directory takes files");
    let file = tree.join("file").display().to_string();
    for (nth, name) in ["../../../up", &tree.join("away").display().to_string()].iter().enumerate()
    {
        fs::write(&file, named(name)).expect("the folder is there");
        for words in [
            &["diagnose", &file, "-o", "told.html"][..],
            &["redact", &file, "-o", "redacted.json"],
            &["compare", &file, &file, "-o", "compared.md"],
        ] {
            let run = work.join(format!("{}-{nth}", words[0]));
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            let seen = measured::run(&run, &words);
            assert_eq!(fault(&seen, ""), None, "{words:?}");
            let mut left = entries(&run);
            left.retain(|name| !measured::FILES.contains(&&name[..]));
            assert_eq!(left, words[words.len() - 1..], "beside what was asked for");
        }
    }
    assert_eq!(
        (entries(&tree), entries(&tree.join("a"))),
        (strings(&["a", "file"]), strings(&["b"]))
    );
    assert_eq!(entries(&work).len(), 6, "{:?}", entries(&work));
}

/// A recording in which everything that has a name has this one.
fn named(name: &str) -> String {
    but_for(|recording| {
        recording["asked"]["target"]["name"] = json!(name);
        recording["asked"]["target"]["typed"] = json!(name);
        recording["vantage"]["command"] = json!(name);
        recording["vantage"]["resolvers_from"] = json!(name);
        recording["trust"]["source"] = json!(name);
        for observation in observations(recording) {
            for key in ["host", "domain"] {
                if !observation["subject"][key].is_null() {
                    observation["subject"][key] = json!(name);
                }
            }
        }
    })
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.map(|entry| name(entry.expect("it can be read"))).collect();
    names.sort();
    names
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
