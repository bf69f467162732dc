//! Packets that get lost now and then.
use std::cell::LazyCell;
use std::net::IpAddr;

use probes::net::Method;
use probes::trace::Path;

use super::size;
use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

/// Connections that had to send again, from which on that speaks for loss: a few may have done so
/// because an answer came late (RFC 8985 §7.3), by the load of either machine.
const SEVERAL: usize = 3;

/// Echo requests without an answer, from which on one such connection is enough.
const TWO: usize = 2;

pub(super) const LOSS: Rule = Rule {
    code: "path.loss",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Packets to {$addr} get lost: {$again} of {$connections} connections had to send again",
    cause: "Of {$sent} echo requests to the host itself {$lost} got no answer. Mail works, but slowly; where more is lost, connections break.",
    remedy: "Try again at another time and from another network (a cable instead of Wi-Fi): if it stays, show this to whoever runs the network.",
    reference: "RFC 6298",
    check: losses,
};

/// What routers on the way leave unanswered is no loss: they answer when they have time. It
/// counts only if the target loses as well: by echo requests and by what its connections had to
/// send again. By the latter alone it is a guess, and worth a note if most of them had to.
fn losses(facts: &Facts<'_>) -> Vec<Match> {
    let mut addrs: Vec<IpAddr> = facts.endpoints().iter().map(|e| e.addr).collect();
    addrs.sort_unstable();
    addrs.dedup();
    let uneven = LazyCell::new(|| unevenness(facts));
    addrs.into_iter().filter_map(|addr| lost(facts, addr, || *uneven)).collect()
}

fn lost(facts: &Facts<'_>, addr: IpAddr, uneven: impl Fn() -> u64) -> Option<Match> {
    let open: Vec<_> = facts.endpoints_at(addr).filter(|e| e.is_open()).collect();
    if open.iter().any(|e| size::is_stuck(e)) {
        return None;
    }
    let again: Vec<_> = open.iter().filter(|e| retransmits(e) > 0).collect();
    if again.is_empty() {
        return None;
    }
    let echo = facts.paths_to(addr).into_iter().find_map(|p| Some((echoes(&p)?, p)));
    let (sent, lost) = echo.as_ref().map_or((0, 0), |(counts, _)| *counts);
    let proven = echo.as_ref().map_or(0, |(_, p)| gone(p, uneven()));
    let both = (again.len() >= SEVERAL && proven > 0) || proven >= TWO;
    let holds = both || (again.len() >= SEVERAL && 2 * again.len() >= open.len());
    let seen = again.iter().filter_map(|e| e.connect()).map(|c| c.id());
    let evidence: Vec<u32> = seen.chain(echo.iter().map(|(_, p)| p.observation.id)).collect();
    holds.then(|| {
        let m = Match::on(&open[0].subject.clone(), evidence);
        let m = Match { subject: probes::Subject::Address { addr }, ..m };
        let guessed = |m: Match| m.severity(Severity::Note).confidence(Confidence::Low);
        let m = if both { m } else { guessed(m) };
        m.with("again", again.len())
            .with("connections", open.len())
            .with("sent", sent)
            .with("lost", lost)
    })
}

/// The most that the kernel counted while the connection lasted.
fn retransmits(endpoint: &Endpoint<'_>) -> u32 {
    let connect = endpoint.connect().and_then(|c| c.saw.info);
    let handshake = endpoint.handshake().and_then(|h| h.saw.info);
    [connect, handshake].into_iter().flatten().map(|info| info.retransmits).max().unwrap_or(0)
}

/// How much longer a late answer takes than an early one from the same router, µs: half of all that
/// answered more than once are less uneven. A machine that is busy hears all of them late.
fn unevenness(facts: &Facts<'_>) -> u64 {
    let mut spreads: Vec<u64> = Vec::new();
    for path in facts.paths() {
        for tries in path.path.hops().values() {
            let took = || tries.iter().filter(|t| t.answer.is_some()).map(|t| t.took_us);
            let spread = took().max().zip(took().min()).map(|(most, least)| most - least);
            spreads.extend(spread.filter(|_| took().count() > 1));
        }
    }
    spreads.sort_unstable();
    spreads.get(spreads.len() / 2).copied().unwrap_or_default()
}

/// Echo requests to the target that were waited for so long that they were not just answered late.
fn gone(traced: &Traced<'_>, unevenness: u64) -> usize {
    const TIMES: u64 = 10;
    let to_target = traced.path.tries.iter().filter(|t| Some(t.ttl) == traced.reached());
    let unanswered = to_target.filter(|t| t.answer.is_none());
    unanswered.filter(|t| t.took_us > unevenness.saturating_mul(TIMES)).count()
}

/// Echo requests to the target itself that arrived or should have: sent, and not answered.
fn echoes(traced: &Traced<'_>) -> Option<(usize, usize)> {
    let Path { method: Method::Icmp, tries, .. } = traced.path else { return None };
    let end = traced.reached()?;
    let to_target: Vec<_> = tries.iter().filter(|t| t.ttl == end).collect();
    Some((to_target.len(), to_target.iter().filter(|t| t.answer.is_none()).count()))
}
