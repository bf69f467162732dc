//! `diagnose`: judges a recording again.
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::output::Output;
use crate::cli::{AsOf, Diagnose};
use crate::recording::Recording;
use crate::{diagnosis, vantage};

pub(super) fn run(diagnose: &Diagnose) -> Result<u8, String> {
    let recording = load(&diagnose.file)?;
    let at = match diagnose.as_of {
        AsOf::Now => vantage::now(),
        AsOf::Then => recording.at,
    };
    let findings = diagnosis::diagnose_at(&recording, at);
    let mut output = Output::open(&diagnose.tell, 1)?;
    let status = output.tell(&recording, &findings)?;
    output.finish()?;
    Ok(status)
}

fn load(file: &Path) -> Result<Recording, String> {
    let stdin = file.as_os_str() == "-";
    let name = if stdin { "standard input".to_owned() } else { file.display().to_string() };
    let mut source: Box<dyn Read> = if stdin {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| format!("read {name}: {error}"))?)
    };
    Recording::load(&mut source).map_err(|error| format!("read {name}: {error}"))
}
