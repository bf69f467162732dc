//! `diagnose`: judges a recording again.
use super::file::{demands, load};
use super::output::{Output, fit_all};
use crate::cli::{AsOf, Demands, Diagnose};
use crate::report::worse;
use crate::{diagnosis, vantage};

pub(super) fn run(diagnose: &Diagnose) -> Result<u8, String> {
    let mut recordings = load(&diagnose.file)?;
    let demanded = match &diagnose.expect {
        Some(Demands::File(file)) => Some(Some(demands(file)?)),
        Some(Demands::None) => Some(None),
        None => None,
    };
    let mut output = Output::open(&diagnose.tell, recordings.len())?;
    let mut worst = 0;
    if let Some(demanded) = &demanded {
        recordings.iter_mut().for_each(|r| r.asked.expect.clone_from(demanded));
    }
    for recording in fit_all(&diagnose.tell, recordings) {
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
