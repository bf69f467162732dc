//! What earlier versions saved: it must load for ever.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mailprobe::diagnosis;
use mailprobe::recording::Recording;

/// More than the folder may hold, bytes.
const LARGE: u64 = 600 << 10;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings/v1")
}

/// The files, by their names.
fn kept() -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder()).expect("it is a folder").flatten();
    let files = entries.map(|e| (e.file_name().to_string_lossy().into_owned(), e.path()));
    files.filter(|(name, _)| name != "codes.toml").collect()
}

/// The codes of what is found in each, as of when it was recorded.
fn expected() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(folder().join("codes.toml")).expect("it is there");
    toml::from_str(&text).expect("a list of codes for each file")
}

/// What a file of version 1 lacks, because it came later, is not known; and what it has, has its
/// old meaning.
#[test]
fn what_was_saved_loads_for_ever_and_is_judged_as_it_was() {
    let (kept, expected) = (kept(), expected());
    assert!(kept.keys().eq(expected.keys()), "{:?} {:?}", kept.keys(), expected.keys());
    assert!(kept.len() >= 8);
    for (name, path) in &kept {
        let mut file = fs::File::open(path).expect("it can be read");
        let recording = Recording::load(&mut file).unwrap_or_else(|why| panic!("{name}: {why}"));
        let findings = diagnosis::diagnose(&recording);
        let found: BTreeSet<String> = findings.iter().map(|f| f.code.to_owned()).collect();
        assert_eq!(found, expected[name], "{name}");
    }
}

#[test]
fn what_is_kept_stays_small() {
    let size = |path: &PathBuf| fs::metadata(path).expect("it is there").len();
    assert!(kept().values().map(size).sum::<u64>() < LARGE);
}
