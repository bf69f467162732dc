//! Certificates that were fetched because a chain lacked them.
use probes::bytes::Bytes;
use probes::fetch::Fetch;
use probes::{Data, limits};

use super::Outcome;
use crate::recording::Recording;

/// A certificate, and the file in which it came.
#[derive(Clone, Copy, Debug)]
pub struct Fetched<'r> {
    /// The file.
    pub file: Outcome<'r, Fetch>,
    /// The certificate, DER.
    pub der: &'r Bytes,
}

/// Files that are looked at: many times as many as a run asks for.
const FILES: usize = 64;

/// The files that were asked for, in the order of the recording.
pub(super) fn files(recording: &Recording) -> Vec<Outcome<'_, Fetch>> {
    let files = recording.observations.iter().filter_map(|o| match &o.saw {
        Data::Fetch(saw) => Some(Outcome { observation: o, saw }),
        _ => None,
    });
    files.take(FILES).collect()
}

/// As many certificates as a run can have fetched.
pub(super) fn all<'r>(files: &[Outcome<'r, Fetch>]) -> Vec<Fetched<'r>> {
    let each = files
        .iter()
        .flat_map(|&file| file.saw.certificates.iter().map(move |der| Fetched { file, der }));
    each.take(limits::FETCHES * limits::CHAIN).collect()
}
