//! The way to the host.
mod blocked;
mod circle;
mod ends;
mod forged;
mod loss;
mod region;
mod size;

use std::net::IpAddr;

use probes::{FailureKind, Observation, Step};

use super::facts::{Endpoint, Facts, Traced, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) use blocked::is_blocked_25;
pub(super) use circle::goes_round;
pub(super) use ends::{is_known_where, last_seen, lost_near};
pub(super) use forged::{answered_on_the_way, is_forged};
use region::Region;
pub(super) use region::is_near;

pub(super) const RULES: &[Rule] = &[
    blocked::PORT_25_BLOCKED,
    blocked::PORT_25_DOORSTEP,
    blocked::PORT_25_PERHAPS,
    blocked::PORT_25_ALONE,
    blocked::PORT_25_CLOSED,
    blocked::PORT_BLOCKED,
    size::BLACK_HOLE,
    circle::LOOP,
    forged::RESET_ON_THE_WAY,
    forged::RESET_NEARBY,
    forged::ANSWERED_ON_THE_WAY,
    ends::IN_OWN_NETWORK,
    ends::IN_ACCESS_NETWORK,
    ends::BEFORE_TARGET,
    ends::AT_TARGET,
    ends::ON_THE_WAY,
    ends::UNKNOWN,
    loss::LOSS,
    NOT_TRACED,
];

/// Private, shared and link-local space: the user's own network, or the access provider's
/// (RFC 1918, RFC 6598, RFC 4193).
pub(super) fn is_local(addr: IpAddr) -> bool {
    match addr {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]);
            v4.is_private() || v4.is_link_local() || v4.is_loopback() || shared
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_loopback(),
    }
}

/// Whether an address is one that the whole Internet can reach, as far as its range tells
/// (RFC 6890; the ranges for documentation count as public here).
pub(super) fn is_public(addr: IpAddr) -> bool {
    let addr = match addr {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(addr, IpAddr::V4),
        IpAddr::V4(_) => addr,
    };
    let reserved = match addr {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            a == 0 || a >= 224 || (a == 198 && matches!(b, 18 | 19))
        }
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_multicast(),
    };
    !is_local(addr) && !reserved
}

/// Whether packets to a mail port were seen next to the host, so that nothing near here stops them.
pub(super) fn gets_there(facts: &Facts<'_>, addr: IpAddr) -> bool {
    let there = |p: &Traced<'_>| {
        let region = Region::of_last_router(p);
        p.is_tcp() && (p.reached().is_some() || region == Region::Doorstep)
    };
    facts.paths_to(addr).iter().any(there)
}

/// Whether this machine kept a connection from being tried, for this reason.
fn is_kept(endpoint: &Endpoint<'_>, kind: FailureKind) -> bool {
    let local = matches!(kind, FailureKind::NotPossible | FailureKind::NotPermitted);
    local && endpoint.connect_failure() == Some(kind)
}

const NOT_TRACED: Rule = Rule {
    code: "path.not-traced",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Not tested: the way to {$addr} could not be traced ({$detail})",
    cause: "This machine did not send the packets; every other check ran all the same.",
    remedy: "On Linux, packets by TCP and UDP need no privilege unless a firewall or sandbox forbids them; those by ICMP need a group within net.ipv4.ping_group_range, or the capability CAP_NET_RAW. Other systems than Linux tell a program without privilege nothing of such packets; there run it with the right to open raw sockets.",
    reference: "",
    check: |facts| {
        let traces = facts.recording.observations.iter().filter(|o| o.step == Step::Trace);
        // What else this machine keeps from an address is told of the address.
        let told = |o: &Observation, kind| {
            let of_connects = || o.subject.addr().map(|addr| facts.endpoints_at(addr));
            kind == FailureKind::CutShort
                || of_connects().is_some_and(|mut all| all.any(|e| is_kept(e, kind)))
        };
        let failed = traces.filter(|o| kind(o).is_some_and(|k| !told(o, k)));
        failed.map(|o| Match::on(&o.subject, [o.id]).failed(o.failure.as_ref())).collect()
    },
};
