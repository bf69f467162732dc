//! What the fuzzer found, and what it began with, tried again: nothing of it crashes, hangs, or
//! breaks what must hold. `tests/fuzz/run` looks for more.
#[path = "fuzz/targets.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use targets::TARGETS;

/// Files that are kept for each target, at most.
const MOST: usize = 30;
/// Bytes of each, at most.
const LARGEST: usize = 4096;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

/// The entries of a folder, by name.
fn entries(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let name = |path: &PathBuf| path.file_name().map(|n| n.to_string_lossy().into_owned());
    let mut found: Vec<_> = paths.filter_map(|path| Some((name(&path)?, path))).collect();
    found.sort();
    found
}

#[test]
fn what_was_found_once_holds_now() {
    let mut broken = Vec::new();
    for target in TARGETS {
        for (name, file) in entries(&corpus().join(target.name)) {
            let bytes = fs::read(&file).expect("it can be read");
            let run = target.run;
            if catch_unwind(move || run(&bytes)).is_err() {
                broken.push(format!("{}/{name}", target.name));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn each_target_has_a_small_corpus_of_files_with_names() {
    let folders: BTreeSet<String> = entries(&corpus()).into_iter().map(|(name, _)| name).collect();
    let targets: BTreeSet<String> = TARGETS.iter().map(|t| t.name.to_owned()).collect();
    assert_eq!(folders, targets);
    for target in TARGETS {
        let files = entries(&corpus().join(target.name));
        assert!((1..=MOST).contains(&files.len()), "{}: {}", target.name, files.len());
        for (name, file) in files {
            let size = fs::read(&file).expect("it can be read").len();
            let lawful = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let hash = name.len() >= 40 && name.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(size <= LARGEST && !hash && name.chars().all(lawful), "{name}: {size} B");
        }
    }
}
