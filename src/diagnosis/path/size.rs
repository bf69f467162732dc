//! Packets that are too large for the way.
use std::net::IpAddr;

use probes::FailureKind;
use probes::net::HopAnswer;

use crate::diagnosis::facts::{Endpoint, Facts, Traced};
use crate::diagnosis::listed;
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const BLACK_HOLE: Rule = Rule {
    code: "path.mtu-black-hole",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Large packets to {$addr} vanish on the way; TLS gets stuck on port {$ports}",
    cause: "Small packets arrive, but the first large one of the handshake is sent again and again and never acknowledged. {$large}A link on the way carries less than usual, and the message that would say so does not come back (path MTU black hole): a tunnel, a VPN, PPPoE, or a firewall that drops ICMP.",
    remedy: "Lower the MTU of this machine or of its router (to 1400, say), or switch off the VPN; whoever runs the network should let ICMP \"fragmentation needed\" and \"packet too big\" through, or clamp the MSS.",
    reference: "RFC 2923 §2.1, RFC 4821",
    check: black_holes,
};

fn black_holes(facts: &Facts<'_>) -> Vec<Match> {
    let mut addrs: Vec<IpAddr> =
        facts.endpoints().iter().filter(|e| is_stuck(e)).map(|e| e.addr).collect();
    addrs.sort_unstable();
    addrs.dedup();
    addrs.into_iter().filter_map(|addr| black_hole(facts, addr)).collect()
}

/// A host that has said nothing yet may just have stopped; then it needs other large packets that
/// vanish. Where such arrive it is not their size.
fn black_hole(facts: &Facts<'_>, addr: IpAddr) -> Option<Match> {
    let stuck: Vec<_> = facts.endpoints_at(addr).filter(|e| is_stuck(e)).collect();
    let ports = listed(stuck.iter().map(|e| e.port));
    let shaken = stuck.iter().filter_map(|e| e.handshake()).map(|h| h.observation.id);
    let connects = stuck.iter().filter_map(|e| e.connect()).map(|c| c.id());
    let trace = facts.paths_to(addr).into_iter().find_map(|p| Some((told(&p)?, p)));
    let traced = trace.iter().map(|(_, p)| p.observation.id);
    let evidence: Vec<u32> = shaken.chain(connects).chain(traced).collect();
    let spoke = stuck.iter().any(|e| e.first_greeting().is_some_and(|g| g.ok() && !e.is_secured()));
    if facts.paths_to(addr).iter().any(arrives_large) || !(spoke || trace.is_some()) {
        return None;
    }
    let confidence = if trace.is_some() { Confidence::High } else { Confidence::Medium };
    let large = trace.map_or_else(|| "".into(), |(told, _)| told);
    let m = Match::on(&probes::Subject::Address { addr }, evidence).confidence(confidence);
    Some(m.with("ports", ports).with("large", large))
}

/// Whether the host itself answered a large packet.
fn arrives_large(traced: &Traced<'_>) -> bool {
    let from_host = |answer: HopAnswer| match answer {
        HopAnswer::Icmp(icmp) => icmp.from == traced.addr && !icmp.too_big(),
        _ => true,
    };
    traced.path.large.iter().any(|large| large.answer.is_some_and(from_host))
}

/// Whether a handshake waits for nothing but the acknowledgement of its first, large packet.
pub(super) fn is_stuck(endpoint: &Endpoint<'_>) -> bool {
    endpoint
        .handshake()
        .is_some_and(|h| h.kind() == Some(FailureKind::TimedOut) && h.saw.is_unheard())
}

/// What large packets beside the connections say for it, if anything.
fn told(traced: &Traced<'_>) -> Option<Arg> {
    traced.reached()?;
    let large = traced.path.large.last()?;
    match large.answer {
        None => Some(language::OTHERS_LOST.of([("size", large.bytes.into())])),
        Some(HopAnswer::Icmp(icmp)) if icmp.too_big() => {
            let args = [("router", icmp.from.into()), ("size", large.bytes.into())];
            Some(language::DO_NOT_FIT.of(args))
        }
        Some(_) => None,
    }
}
