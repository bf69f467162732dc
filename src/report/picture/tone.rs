//! How it stands with single observations.
use std::collections::HashMap;

use probes::{Data, Observation, Step, Subject};

use crate::finding::{Finding, Severity};
use crate::language::{self, Language};
use crate::recording::Recording;

use super::super::document::Tone;

/// The findings by the observations they rest on.
pub(in super::super) struct Tones<'f> {
    by_evidence: HashMap<u32, Vec<&'f Finding>>,
    /// By the observations that show them.
    shown: HashMap<u32, Vec<&'f Finding>>,
}

impl<'f> Tones<'f> {
    pub(in super::super) fn new(recording: &Recording, findings: &'f [Finding]) -> Self {
        let seen: HashMap<u32, &Observation> =
            recording.observations.iter().map(|o| (o.id, o)).collect();
        let (mut by_evidence, mut shown) = (HashMap::new(), HashMap::new());
        let add = |map: &mut HashMap<u32, Vec<&'f Finding>>, id, finding| {
            map.entry(id).or_default().push(finding);
        };
        for finding in findings {
            finding.evidence.iter().for_each(|id| add(&mut by_evidence, *id, finding));
            showing(finding, &seen).into_iter().for_each(|id| add(&mut shown, id, finding));
        }
        Self { by_evidence, shown }
    }

    /// What rests on an observation.
    pub(super) fn on(&self, id: u32) -> &[&'f Finding] {
        self.by_evidence.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// What an observation shows: of all that rests on it, what it does not merely lead to.
    pub(in super::super) fn shown_by(&self, id: u32) -> &[&'f Finding] {
        self.shown.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// As the worst finding has it that it shows.
    pub(super) fn of(&self, seen: &Observation) -> Tone {
        let failed = has_failed(seen);
        if matches!(seen.saw, Data::Path(_)) && !failed {
            return Tone::Good;
        }
        let worst = self.shown_by(seen.id).iter().map(|f| f.severity).max();
        worst.map_or(Tone::Indifferent, of_severity).max_of(failed)
    }

    /// What is wrong with a certificate that was seen in it, in a word each.
    pub(super) fn faults(&self, seen: &Observation, language: Language) -> Vec<String> {
        let is_handshake = matches!(seen.saw, Data::Handshake(_));
        let own = self.on(seen.id).iter().filter(|f| is_handshake && f.subject == seen.subject);
        let mut words: Vec<String> =
            own.filter_map(|f| language::fault(f.code)).map(|word| language.text(word)).collect();
        words.dedup();
        words
    }
}

/// The observations that show what a finding says: those that failed; where none did, of its own
/// subject the last in which a server tells of such things, or the last at all.
fn showing(finding: &Finding, seen: &HashMap<u32, &Observation>) -> Vec<u32> {
    let evidence = || finding.evidence.iter().filter_map(|id| seen.get(id).copied());
    let failed: Vec<u32> = evidence().filter(|o| has_failed(o)).map(|o| o.id).collect();
    let own = evidence().filter(|o| o.subject == finding.subject);
    let last = own.max_by_key(|o| (tells_of(finding.code, o), o.at_us, o.id));
    // A certificate is as bad as it is, whatever failed at another try.
    let is_fault =
        |o: &&Observation| language::fault(finding.code).is_some() && tells_of(finding.code, o);
    // What is said of this machine shows in the certificates of others.
    let others = evidence().filter(|o| last.is_none() && tells_of(finding.code, o)).map(|o| o.id);
    let last = last.filter(|o| failed.is_empty() || (!has_failed(o) && is_fault(o)));
    failed.iter().copied().chain(last.map(|o| o.id)).chain(others).collect()
}

/// Whether it is in such steps that findings of this layer are seen.
fn tells_of(code: &str, seen: &Observation) -> bool {
    match code.split('.').next() {
        Some("auth" | "dialogue") => matches!(seen.step, Step::Capabilities | Step::Listen),
        Some("tls") => matches!(seen.saw, Data::Handshake(_) | Data::Hello(_)),
        _ => false,
    }
}

/// Whether a step failed. A trace does where it does not get to its end.
pub(in super::super) fn has_failed(seen: &Observation) -> bool {
    match (&seen.saw, &seen.subject) {
        (Data::Path(path), Subject::Path { addr, .. }) => path.reached(*addr).is_none(),
        (Data::Path(_), _) => true,
        _ => seen.failure.is_some(),
    }
}

impl Tone {
    /// What nobody minds is good unless it failed.
    const fn max_of(self, failed: bool) -> Self {
        match self {
            Self::Indifferent if !failed => Self::Good,
            other => other,
        }
    }
}

/// The tone of a finding.
pub(super) const fn of_severity(severity: Severity) -> Tone {
    match severity {
        Severity::Note => Tone::Indifferent,
        Severity::Warning => Tone::Doubtful,
        Severity::Error => Tone::Bad,
    }
}

/// How bad a tone is, for a comparison.
pub(super) const fn rank(tone: Tone) -> u8 {
    match tone {
        Tone::Good => 0,
        Tone::Indifferent => 1,
        Tone::Doubtful => 2,
        Tone::Bad => 3,
    }
}

#[cfg(test)]
mod tests {
    use probes::Service;
    use serde_json::{Value, json};

    use super::super::super::sample::{connect, failed, finding, recording_of, reply, seen};
    use super::*;

    fn tones(observations: Vec<Value>, finding: Finding) -> Vec<Tone> {
        let recording = recording_of(observations);
        let findings = [finding];
        let tones = Tones::new(&recording, &findings);
        recording.observations.iter().map(|seen| tones.of(seen)).collect()
    }

    fn steps() -> Vec<Value> {
        let step = |id, step, saw| seen(id, "192.0.2.1", Service::Submission, step, 9, saw);
        let said = |line| reply("", &[line]);
        vec![
            step(0, "connect", connect()),
            step(1, "greeting", said("220 hi")),
            step(2, "capabilities", said("250 hi")),
            step(3, "start-tls", said("220 go")),
        ]
    }

    #[test]
    fn of_steps_that_went_well_only_the_one_that_shows_it_is_marked() {
        let stripped = finding("dialogue.starttls-stripped", Service::Submission, &[1, 2, 3]);
        let told = tones(steps(), stripped);
        assert_eq!(told, [Tone::Good, Tone::Good, Tone::Bad, Tone::Good]);
    }

    #[test]
    fn a_bad_certificate_is_marked_though_something_failed_at_another_try() {
        let step = |id, step, saw| seen(id, "192.0.2.1", Service::Imaps, step, 9, saw);
        let shown = json!({ "kind": "handshake", "server_name": "mail.example.test" });
        let steps = vec![
            failed(step(0, "connect", connect()), "timed-out"),
            step(1, "connect", connect()),
            step(2, "handshake", shown),
        ];
        let expired = finding("tls.expired", Service::Imaps, &[0, 1, 2]);
        assert_eq!(tones(steps, expired), [Tone::Bad, Tone::Good, Tone::Bad]);
    }

    #[test]
    fn what_led_to_a_failure_is_as_it_should_be() {
        let mut steps = steps();
        steps[2] = failed(steps[2].clone(), "declined");
        let found = finding("dialogue.starttls-stripped", Service::Submission, &[0, 1, 2, 3]);
        assert_eq!(tones(steps, found), [Tone::Good, Tone::Good, Tone::Bad, Tone::Good]);
    }
}
