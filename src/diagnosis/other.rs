//! What no other rule speaks for. Nothing that failed goes unmentioned.
use std::collections::HashSet;

use probes::FailureKind;

use super::facts::{Facts, kind};
use crate::finding::{Actor, Confidence, Finding, Match, Rule, Severity};
use crate::language;
use crate::recording::Ended;

pub(super) const RULES: &[Rule] = &[CUT_SHORT, UNEXPLAINED];

const CUT_SHORT: Rule = Rule {
    code: "other.cut-short",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The run ended before everything was seen",
    cause: "The deadline came first, the run was interrupted, or there was more than one run keeps; what was under way is not judged.",
    remedy: "{$do}",
    reference: "",
    check: cut_short,
};

fn cut_short(facts: &Facts<'_>) -> Vec<Match> {
    let cut =
        facts.recording.observations.iter().filter(|o| kind(o) == Some(FailureKind::CutShort));
    let ids: Vec<u32> = cut.clone().map(|o| o.id).collect();
    let remedy = match facts.recording.ended {
        Ended::Interrupted => language::LET_IT_END,
        Ended::Completed | Ended::Deadline => language::GIVE_MORE_TIME,
    };
    cut.take(1).map(|o| Match::on(&o.subject, ids.clone()).with("do", remedy)).collect()
}

const UNEXPLAINED: Rule = Rule {
    code: "other.unexplained",
    severity: Severity::Warning,
    confidence: Confidence::Low,
    actor: Actor::Nobody,
    title: "{$step} failed in a way this tool does not know: {$detail}",
    cause: "No rule speaks for this, so it is not judged; it may be harmless or not.",
    remedy: "Attach this report to your ticket, and please tell the makers of this tool.",
    reference: "",
    check: |_| vec![],
};

/// One finding for each failure that is nobody's evidence.
pub(super) fn unexplained(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let told: HashSet<u32> = findings.iter().flat_map(|f| f.evidence.iter().copied()).collect();
    let nobodys = facts.recording.observations.iter().filter(|o| !told.contains(&o.id));
    nobodys
        .filter_map(|o| {
            let failure = o.failure.as_ref()?;
            let m = Match::on(&o.subject, [o.id])
                .with("step", language::step(o.step, None))
                .failed(Some(failure));
            Some(UNEXPLAINED.found(m))
        })
        .collect()
}
