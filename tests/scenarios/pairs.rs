//! Two faults at once: what is told of one must not hide the other.
use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::finding::Severity;

use crate::run::run;
use crate::spoken::unspoken;

/// How far apart the two stand in the list, so that they are of different kinds.
const APART: [usize; 2] = [37, 101];

/// The scenario in which something happens that nobody can explain.
const STRANGE: &str = "strange-failure";

#[tokio::test(start_paused = true)]
async fn of_two_faults_at_once_none_goes_unmentioned_and_nothing_is_made_up() {
    let names = Scenario::all();
    let mut contradictory = 0;
    for (place, one) in names.iter().enumerate() {
        let apart = APART[place % APART.len()];
        let other = names[(place + apart) % names.len()];
        // Two that contradict each other make none; how many such there are is counted.
        let scenario = Scenario::both(one, other).ok();
        let lawful = |s: &Scenario| {
            mailprobe::cli::check(&s.target, &s.options).is_ok_and(|check| check.asked().is_ok())
        };
        match scenario.filter(lawful) {
            Some(scenario) => judge(&format!("{one} and {other}"), scenario).await,
            None => contradictory += 1,
        }
    }
    assert!(contradictory * 10 < names.len(), "{contradictory} of {}", names.len());
}

async fn judge(name: &str, scenario: Scenario) {
    let (_, recording) = run(scenario).await;
    let findings = diagnosis::diagnose(&recording);
    let unspoken = unspoken(&recording, &findings);
    assert!(unspoken.is_empty(), "{name}: nobody speaks for {unspoken:?}");
    for finding in &findings {
        let real = |id: &u32| recording.observations.iter().any(|o| o.id == *id);
        assert!(!finding.evidence.is_empty(), "{name}: {finding:?}");
        assert!(finding.evidence.iter().all(real), "{name}: {finding:?}");
        let known = finding.code != "other.unexplained" || name.contains(STRANGE);
        assert!(known, "{name}: {finding:?}");
        let compared = finding.subject.is_control();
        assert!(!compared || finding.severity == Severity::Note, "{name}: {finding:?}");
    }
}
