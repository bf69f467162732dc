//! What holds of every recording and every report.
use mailprobe::diagnosis;
use mailprobe::finding::{Finding, Severity};
use mailprobe::recording::Recording;
use mailprobe::report::{Status, Verdict};
use probes::{Data, limits};

use super::spoken::unspoken;

/// Of one that this program made: what it keeps is bounded, and read back as it was.
pub(crate) fn of_run(recording: &Recording) {
    let mut saved = Vec::new();
    recording.save(&mut saved).expect("memory takes everything");
    let loaded = Recording::load(&mut saved.as_slice());
    same(&loaded.expect("it was saved by us"), recording);
    for observation in &recording.observations {
        let Data::Reply(reply) = &observation.saw else { continue };
        assert!(reply.lines.len() <= limits::REPLY_LINES, "too many lines are kept");
        let longest = reply.lines.iter().map(|line| line.text.chars().count()).max();
        assert!(longest <= Some(limits::LINE), "a line is kept that is too long");
    }
    judged(recording);
}

/// Of any, wherever it comes from: what is said of it rests on something, and nothing that failed
/// goes unmentioned.
pub(crate) fn judged(recording: &Recording) -> (Vec<Finding>, Verdict) {
    let findings = diagnosis::diagnose(recording);
    for finding in &findings {
        let real = |id: &u32| recording.observations.iter().any(|o| o.id == *id);
        let rests = !finding.evidence.is_empty() && finding.evidence.iter().all(real);
        assert!(rests, "{finding:?} rests on nothing");
    }
    assert_eq!(unspoken(recording, &findings), Vec::<&probes::Observation>::new());
    let verdict = Verdict::of(recording, &findings);
    let counted = || findings.iter().filter(|f| f.waived.is_none());
    let worst = counted().map(|f| f.severity).max();
    assert_eq!(worst == Some(Severity::Error), verdict.status == Status::Failure);
    assert!(verdict.status != Status::Healthy || worst <= Some(Severity::Note), "{verdict:?}");
    assert_eq!(
        verdict.status == Status::Failure,
        verdict.exit_status(&findings, Severity::Error) == 2
    );
    (findings, verdict)
}

/// That two recordings are the same; else it tells the first thing that differs, and not all.
pub(crate) fn same(one: &Recording, other: &Recording) {
    let mut pairs = one.observations.iter().zip(&other.observations);
    assert_eq!(pairs.find(|(one, other)| one != other), None);
    assert_eq!((&one.vantage, &one.asked), (&other.vantage, &other.asked));
    assert!(one == other, "they differ in what is neither seen, nor asked, nor from where");
}
