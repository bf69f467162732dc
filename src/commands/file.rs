//! Saved reports, as commands read them.
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

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
