//! The rows, and whether each of them can fail for what it is about.
use std::fs;
use std::path::{Path, PathBuf};

use fixtures::Verdict;
use fixtures::hostile::{Behaviour, Manner, Resolver};

/// The least that shows what is claimed.
const BEHAVIOURS: usize = 60;

/// All of them.
pub(crate) fn behaviours() -> Vec<Behaviour> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile");
    let files = fs::read_dir(folder).expect("the rows are there");
    let files = files.map(|file| file.expect("a folder can be read").path());
    let read = |file: PathBuf| {
        let layer = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let text = fs::read_to_string(&file).expect("a file can be read");
        Behaviour::all(layer, &text).unwrap_or_else(|error| panic!("{error}"))
    };
    let all: Vec<_> = files.flat_map(read).collect();
    assert!(all.len() >= BEHAVIOURS, "{}", all.len());
    all
}

/// Every word that a row may have for the manner of its name server: what a reader that knows all
/// of them says of one that is none.
fn manners() -> Vec<Manner> {
    let wrong = toml::from_str::<Resolver>("manner = '?'").expect_err("there is no such manner");
    let words = wrong.message().split_once("expected one of").expect("it lists them").1;
    let words = words.split('`').skip(1).step_by(2);
    let read = |word| toml::from_str::<Resolver>(&format!("manner = '{word}'"));
    words.map(|word| read(word).expect("it is one of them").manner).collect()
}

#[test]
fn every_manner_of_a_name_server_has_a_row() {
    let (manners, rows) = (manners(), behaviours());
    assert!(manners.len() > 2 && manners.contains(&Manner::Honest), "{manners:?}");
    let has_row = |manner: &Manner| rows.iter().any(|row| row.below.resolver.manner == *manner);
    let lacking: Vec<_> = manners.iter().filter(|manner| !has_row(manner)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// What a name server did is counted; for all else the report is the only witness.
#[test]
fn a_row_that_finds_nothing_or_what_others_find_says_what_was_done() {
    let shared = |row: &Behaviour| row.scenario.expect.headline == "dns.resolver-silent";
    let counted = |row: &Behaviour| row.below.resolver.manner != Manner::Honest;
    let silent = |row: &&Behaviour| {
        let healthy = row.scenario.expect.verdict == Verdict::Healthy && !counted(row);
        row.says.is_empty() && (healthy || shared(row))
    };
    let rows = behaviours();
    let lacking: Vec<_> = rows.iter().filter(silent).map(|row| &row.name).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
