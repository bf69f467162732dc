//! Whether what a report says follows from what it holds. The judgement in a file is not read back;
//! but whoever reads the file itself relies on it, so one that contradicts itself is refused.
//!
//! It may be the judgement of another version, with codes that this one does not know.
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::canonical::Canonical;
use super::{Ended, Recording};
use crate::diagnosis;
use crate::finding::{Actor, Severity, Waiver, Weighed};
use crate::report::{Status, worst};

/// A report, as far as it is read back.
#[derive(Deserialize)]
struct Saved {
    verdict: Verdict,
    findings: Vec<Claim>,
    #[serde(default)]
    sha256: Option<String>,
    recording: Recording,
}

#[derive(Deserialize)]
struct Verdict {
    status: Status,
    #[serde(default)]
    code: Option<String>,
    actor: Actor,
    exit_status: u8,
}

/// A finding of whatever version.
#[derive(Deserialize)]
struct Claim {
    code: String,
    severity: Severity,
    actor: Actor,
    evidence: Vec<u32>,
    #[serde(default)]
    because: Option<String>,
    #[serde(default)]
    waived: Option<Waiver>,
}

/// The part that the hash is about.
#[derive(Deserialize)]
struct Sealed {
    recording: Canonical,
}

impl Weighed for Claim {
    fn severity(&self) -> Severity {
        self.severity
    }

    fn is_explained(&self) -> bool {
        self.because.is_some()
    }

    fn is_waived(&self) -> bool {
        self.waived.is_some()
    }

    fn is_unseen(&self) -> bool {
        diagnosis::is_unseen(&self.code)
    }
}

/// The recording in a report that does not contradict itself.
pub(super) fn check(text: &str) -> Result<Recording, String> {
    let saved: Saved = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if let Some(sha256) = &saved.sha256 {
        seal(text, sha256)?;
    }
    ground(&saved)?;
    verdict(&saved)?;
    Ok(saved.recording)
}

/// Whether the recording is the one that was written.
fn seal(text: &str, sha256: &str) -> Result<(), String> {
    let sealed: Sealed = serde_json::from_str(text).map_err(|e| e.to_string())?;
    match sealed.recording.sha256() {
        found if found == sha256 => Ok(()),
        found => Err(format!(
            "its recording was changed: its SHA-256 is {found}, and the file says {sha256:?}; \
             remove the field \"sha256\" to have the recording judged as it is"
        )),
    }
}

/// Whether each finding rests on something that is there.
fn ground(saved: &Saved) -> Result<(), String> {
    let seen: HashSet<u32> = saved.recording.observations.iter().map(|o| o.id).collect();
    let codes: HashSet<&str> = saved.findings.iter().map(|f| f.code.as_str()).collect();
    for Claim { code, evidence, because, .. } in &saved.findings {
        if let Some(id) = evidence.iter().find(|id| !seen.contains(id)) {
            return Err(format!("{code:?} rests on observation {id}, which is not in it"));
        }
        if let Some(other) = because.as_deref().filter(|other| !codes.contains(other)) {
            return Err(format!("{code:?} is explained by {other:?}, which is not in it"));
        }
    }
    Ok(())
}

/// Whether the verdict follows from the findings.
fn verdict(saved: &Saved) -> Result<(), String> {
    let Saved { verdict, findings, .. } = saved;
    let status = status(saved);
    let first = status.first_told(&saved.recording, findings);
    let code = first.map(|f| f.code.as_str());
    let actor = first.map_or(Actor::Nobody, |f| f.actor);
    let exit_status = status.exit_status(findings, Severity::Warning);
    follows("status", &verdict.status, &status)?;
    follows("code", &verdict.code.as_deref(), &code)?;
    follows("actor", &verdict.actor, &actor)?;
    follows("exit_status", &verdict.exit_status, &exit_status)
}

/// The status that follows; where a later version saw more than this one knows, it may have seen
/// enough for what it says.
fn status(saved: &Saved) -> Status {
    let Saved { verdict, findings, recording, .. } = saved;
    let follows = Status::of(recording, findings);
    let by_later = Status::at_worst(worst(findings));
    let may_know_more = recording.ended == Ended::Completed && !recording.is_understood();
    match follows {
        Status::Inconclusive if may_know_more && verdict.status == by_later => by_later,
        follows => follows,
    }
}

fn follows<T: PartialEq + Serialize>(field: &str, said: &T, follows: &T) -> Result<(), String> {
    let word = |value: &T| serde_json::to_string(value).unwrap_or_default();
    if said == follows {
        return Ok(());
    }
    Err(format!(
        "its verdict says {field} {}, but {} follows from its findings",
        word(said),
        word(follows),
    ))
}
