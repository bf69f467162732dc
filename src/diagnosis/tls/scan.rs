//! What servers accept beyond what they should, where that was asked for.
use probes::tls::hello::{Hello, Part};
use probes::{FailureKind, Observation, Service};

use crate::diagnosis::facts::{Endpoint, Facts, Fate, Outcome, Pipelined, Retry, kind, stop};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language;

pub(super) const BELOW_INTERMEDIATE: Rule = Rule {
    code: "tls.scan-below-intermediate",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} accepts more than Mozilla's \"intermediate\" allows on port {$port}: {$accepted}",
    cause: "Who asked for nothing better got this, after the levels of NCSC-NL (good, sufficient, phase out, insufficient): {$levels}. Programs of today agree on something better by themselves; old ones, and whoever can make a program fall back, do not.",
    remedy: "On the server, allow TLS 1.2 and 1.3 only, with the cipher suites of Mozilla's \"intermediate\" (ECDHE or DHE of 2048\u{a0}bit with AES-GCM or ChaCha20), unless old devices need what is named here.",
    reference: "RFC 8996, RFC 9325 §4.2, NCSC-NL TLS guidelines 2.1",
    check: below_intermediate,
};

/// Between servers encryption is opportunistic: where old TLS is refused, mail goes in clear
/// (RFC 7435 §3).
fn below_intermediate(facts: &Facts<'_>) -> Vec<Match> {
    let all = facts.endpoints().iter().map(|e| (e, beyond(e)));
    all.filter_map(|(e, beyond)| {
        let worst = beyond.iter().map(|b| b.level).max()?;
        let mild = worst == Level::Sufficient || e.service == Service::Smtp;
        let severity = if mild { Severity::Note } else { Severity::Warning };
        let list =
            |told: fn(&Beyond) -> Arg| Arg::Series(Joint::List, beyond.iter().map(told).collect());
        let m = Match::on(e.subject, beyond.iter().map(|b| b.id)).severity(severity);
        Some(
            m.with("accepted", list(|b| language::part(b.part)))
                .with("levels", list(Beyond::words)),
        )
    })
    .collect()
}

pub(super) const STOPPED: Rule = Rule {
    code: "tls.scan-stopped",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$host} stopped answering when asked what it accepts (port {$port})",
    cause: "When {$asked} was offered: {$detail}. It may be that the server limits how often one may come, or hangs at such offers; what was not asked after that is not known.",
    remedy: "Run --tls-scan again later, for this port only.",
    reference: "RFC 5246 §7.2.2",
    check: stopped,
};

fn stopped(facts: &Facts<'_>) -> Vec<Match> {
    let failed = |o: &&Observation| kind(o).is_some_and(|k| k != FailureKind::CutShort);
    let scans = facts.endpoints().iter().flat_map(|e| e.scans.iter().map(move |scan| (e, scan)));
    scans
        .filter(|(_, scan)| !is_refused(scan))
        .filter_map(|(e, scan)| {
            let first = stop(&scan.seen).filter(failed)?.failure.as_ref();
            let lost = scan.seen.iter().filter(|o| failed(o));
            let m = Match::on(e.subject, lost.map(|o| o.id)).failed(first);
            Some(m.with("asked", language::offer(scan.offer)))
        })
        .collect()
}

/// A refusal is an answer; of most offers it is no failure at all.
fn is_refused(scan: &Retry<'_>) -> bool {
    matches!(scan.pipelined(), Some(Pipelined { fate: Fate::Refused(_), .. }))
}

/// What is accepted though it should not be.
struct Beyond {
    part: Part,
    level: Level,
    id: u32,
}

/// The levels of NCSC-NL (IT Security Guidelines for TLS 2.1) below "good", the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Sufficient,
    PhaseOut,
    Insufficient,
}

impl Beyond {
    fn words(&self) -> Arg {
        let level = match self.level {
            Level::Sufficient => language::SUFFICIENT,
            Level::PhaseOut => language::PHASE_OUT,
            Level::Insufficient => language::INSUFFICIENT,
        };
        language::LEVEL.of([("what", language::part(self.part)), ("level", level.into())])
    }
}

fn beyond(endpoint: &Endpoint<'_>) -> Vec<Beyond> {
    let answers = endpoint.scans.iter().filter_map(|scan| scan.scanned());
    let agreed = answers.filter(|(part, hello)| part.is_in(hello.saw));
    let judged = |(part, hello): (Part, Outcome<'_, Hello>)| {
        level(part, hello.saw).map(|level| Beyond { part, level, id: hello.id() })
    };
    agreed.filter_map(judged).collect()
}

/// The level of what Mozilla's "intermediate" does not have; it has TLS 1.2, and DHE with today's
/// ciphers.
fn level(part: Part, hello: &Hello) -> Option<Level> {
    const PRIME_BITS: u32 = 2048;
    match part {
        Part::Tls12 | Part::Alpn => None,
        Part::Dhe if hello.prime_bits.is_some_and(|bits| bits < PRIME_BITS) => {
            Some(Level::Insufficient)
        }
        Part::Dhe if hello.has_todays_cipher() => None,
        Part::Cbc | Part::Dhe => Some(Level::Sufficient),
        Part::StaticKey | Part::TripleDes | Part::Tls11 | Part::Tls10 => Some(Level::PhaseOut),
        Part::Rc4 | Part::Export | Part::Null | Part::Anonymous | Part::Ssl3 => {
            Some(Level::Insufficient)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dhe_is_allowed_with_a_long_prime_and_a_cipher_of_today() {
        let of = |suite: &str, bits| {
            let suite = Some(suite.to_owned());
            level(Part::Dhe, &Hello { suite, prime_bits: Some(bits), ..Hello::default() })
        };
        let (gcm, cbc) =
            ("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
        assert_eq!(of(gcm, 2048), None);
        assert_eq!(of(gcm, 1024), Some(Level::Insufficient));
        assert_eq!(of(cbc, 2048), Some(Level::Sufficient));
    }
}
