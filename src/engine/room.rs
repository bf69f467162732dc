//! Keeps an observation no larger than a run has room for. What servers say and show is counted
//! where it is read; here is the rest.
use std::io::{self, Write};

use probes::budget::{self, Budget};
use probes::{Data, Observation, Step, Subject, limits};

/// Cuts the words for a failure, and leaves out paths, names of addresses and second opinions on
/// names that there is no more room for: nothing else needs them.
pub(super) fn fit(observation: &mut Observation, budget: &Budget) {
    let around = matches!(observation.subject, Subject::View { .. })
        || matches!(observation.step, Step::Ptr | Step::Confirm | Step::Trace | Step::HopNames);
    if around && !budget.around.take(size(&observation.saw)) {
        observation.saw = Data::Nothing;
        observation.failure = Some(budget::exhausted());
    }
    if let Some(failure) = &mut observation.failure {
        let kept = budget::beginning(&failure.detail, limits::DETAIL).len();
        failure.detail.truncate(kept);
    }
}

/// Bytes in a JSON report.
fn size(saw: &Data) -> usize {
    let mut counted = Counted(0);
    serde_json::to_writer_pretty(&mut counted, saw).expect("counting does not fail");
    counted.0
}

/// Counts what is written; a report has it further to the right.
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const INDENT: usize = 8;
        let lines = bytes.iter().filter(|b| **b == b'\n').count();
        self.0 += bytes.len() + lines * INDENT;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
