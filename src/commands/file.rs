//! Files, as commands read them: saved reports, and what must hold.
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::expect::{self, Expectation};
use crate::recording::Recording;

/// The recordings in a file, at least one; `-` is standard input. The error fits after "could not".
pub(super) fn load(file: &Path) -> Result<Vec<Recording>, String> {
    let stdin = file.as_os_str() == "-";
    let name = if stdin { "standard input".to_owned() } else { file.display().to_string() };
    let mut source: Box<dyn Read> = if stdin {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| format!("read {name}: {error}"))?)
    };
    Recording::load_all(&mut source).map_err(|error| format!("read {name}: {error}"))
}

/// What a file says must hold. The error fits after "could not".
pub(super) fn demands(file: &Path) -> Result<Expectation, String> {
    let name = file.display();
    let mut text = String::new();
    let source =
        File::open(file).and_then(|f| f.take(expect::MAX_BYTES + 1).read_to_string(&mut text));
    source.map_err(|error| format!("read {name}: {error}"))?;
    expect::read(&text).map_err(|error| format!("read {name}: {error}"))
}
