//! `diagnose`: judges a recording again.
use super::file::load;
use super::output::{Output, fit};
use crate::cli::{AsOf, Diagnose};
use crate::report::worse;
use crate::{diagnosis, vantage};

pub(super) fn run(diagnose: &Diagnose) -> Result<u8, String> {
    let recordings = load(&diagnose.file)?;
    let mut output = Output::open(&diagnose.tell, recordings.len())?;
    let mut worst = 0;
    for recording in recordings {
        let recording = fit(&diagnose.tell, recording);
        let at = match diagnose.as_of {
            AsOf::Now => vantage::now(),
            AsOf::Then => recording.at,
        };
        let findings = diagnosis::diagnose_at(&recording, at);
        worst = worse(worst, output.tell(recording, findings)?);
    }
    output.finish()?;
    Ok(worst)
}
