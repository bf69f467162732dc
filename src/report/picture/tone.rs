//! How it stands with single observations.
use std::collections::HashMap;

use probes::{Data, Observation, Subject};

use crate::finding::{Finding, Severity};
use crate::language::{self, Language};

use super::super::document::Tone;

/// The findings by the observations they rest on.
pub(super) struct Tones<'f> {
    by_evidence: HashMap<u32, Vec<&'f Finding>>,
}

impl<'f> Tones<'f> {
    pub(super) fn new(findings: &'f [Finding]) -> Self {
        let mut by_evidence: HashMap<u32, Vec<&Finding>> = HashMap::new();
        for finding in findings {
            for id in &finding.evidence {
                by_evidence.entry(*id).or_default().push(finding);
            }
        }
        Self { by_evidence }
    }

    /// What rests on an observation.
    pub(super) fn on(&self, id: u32) -> &[&'f Finding] {
        self.by_evidence.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// As the worst finding has it that is about the same subject, or for one that failed any. A
    /// trace fails where it does not get to its end.
    pub(super) fn of(&self, seen: &Observation) -> Tone {
        let failed = match (&seen.saw, &seen.subject) {
            (Data::Path(path), Subject::Path { addr, .. }) if path.reached(*addr).is_some() => {
                return Tone::Good;
            }
            (Data::Path(_), _) => true,
            _ => seen.failure.is_some(),
        };
        let own = |f: &&&Finding| failed || f.subject == seen.subject;
        let worst = self.on(seen.id).iter().filter(own).map(|f| f.severity).max();
        worst.map_or(Tone::Indifferent, of_severity).max_of(failed)
    }

    /// What is wrong with a certificate that was seen in it, in a word each.
    pub(super) fn faults(&self, seen: &Observation, language: Language) -> Vec<String> {
        let own = self.on(seen.id).iter().filter(|f| f.subject == seen.subject);
        let mut words: Vec<String> =
            own.filter_map(|f| language::fault(f.code)).map(|word| language.text(word)).collect();
        words.dedup();
        words
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
