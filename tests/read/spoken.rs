//! Whether a report speaks of all that failed.
use mailprobe::finding::Finding;
use mailprobe::recording::Recording;
use probes::{Observation, Step, Subject};

/// The failures that no finding rests on. That a port does not answer that must not is none.
pub(crate) fn unspoken<'r>(recording: &'r Recording, findings: &[Finding]) -> Vec<&'r Observation> {
    let as_demanded = |o: &Observation| match &o.subject {
        Subject::Endpoint { host, port, .. } => {
            let asked = &recording.asked;
            o.step == Step::Connect && *host == asked.target.name && asked.must_be_closed(*port)
        }
        _ => false,
    };
    let failed = recording.observations.iter().filter(|o| o.failure.is_some() && !as_demanded(o));
    failed.filter(|o| !findings.iter().any(|f| f.evidence.contains(&o.id))).collect()
}
