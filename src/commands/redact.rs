//! `redact`: takes out of a saved report what tells whom it is from.
use super::file::load;
use super::output::{Output, fit_all};
use crate::cli::{Redact, Tell};
use crate::diagnosis;
use crate::report::Format;

/// Certificates are judged as of then: nothing but names is to change.
pub(super) fn run(redact: &Redact) -> Result<u8, String> {
    let recordings = load(&redact.file)?;
    let tell = told(&redact.tell, recordings.len());
    let output = Output::open(&tell, recordings.len())?;
    let mut output = if tell.output.is_empty() { output } else { output.silent() };
    for recording in fit_all(&tell, recordings) {
        let findings = diagnosis::diagnose(&recording);
        output.tell(recording, findings)?;
    }
    output.finish()?;
    Ok(0)
}

/// As JSON here, unless files or another form are asked for.
fn told(tell: &Tell, reports: usize) -> Tell {
    let json = Format::of_ending(if reports > 1 { "ndjson" } else { "json" });
    let format = tell.format.or(json.filter(|_| tell.output.is_empty()));
    Tell { redact: true, format, ..tell.clone() }
}
