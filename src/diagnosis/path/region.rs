//! Whose part of the way it is, as far as addresses tell.
use std::net::IpAddr;

use super::is_local;
use crate::diagnosis::facts::{Facts, Traced};
use crate::finding::Actor;

/// Part of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// The user's own network.
    Own,
    /// The access provider's first routers.
    Access,
    /// Neither end.
    Between,
    /// Right before the host.
    Doorstep,
    /// The host itself.
    Target,
}

impl Region {
    /// Whose turn it is.
    pub(super) const fn actor(self) -> Actor {
        match self {
            Self::Own => Actor::You,
            Self::Access => Actor::Network,
            Self::Doorstep | Self::Target => Actor::Provider,
            Self::Between => Actor::Nobody,
        }
    }

    /// In whose part the last router that answers stands. Behind the private addresses of the user's
    /// network comes the access provider's first router, which may have a shared address (RFC 6598).
    pub(super) fn of_last_router(traced: &Traced<'_>) -> Self {
        let Some((ttl, last)) = traced.path.last_router(traced.addr) else { return Self::Own };
        Self::of(traced, ttl, last)
    }

    /// In whose part this router stands, which answered at this TTL.
    pub(super) fn of(traced: &Traced<'_>, ttl: u8, router: IpAddr) -> Self {
        let before = traced.routers_until(ttl.saturating_sub(1));
        let local_before = before.iter().all(|(_, router)| is_local(*router));
        match router {
            _ if is_local(traced.addr) => Self::Between,
            router if is_shared(router) => Self::Access,
            router if is_local(router) && local_before => Self::Own,
            router if is_near(router, traced.addr) => Self::Doorstep,
            _ if ttl <= 2 || (local_before && !before.is_empty()) => Self::Access,
            _ => Self::Between,
        }
    }
}

/// Whether something else that was traced goes on behind the last router of this path: only then
/// it shows that routers there would answer.
pub(super) fn others_go_on(facts: &Facts<'_>, traced: &Traced<'_>) -> bool {
    traced.path.last_router(traced.addr).is_some_and(|(_, last)| facts.passes(last, None))
}

/// Whether routers answered up to this TTL, and all of them are local ones.
pub(super) fn is_local_until(traced: &Traced<'_>, ttl: u8) -> bool {
    let routers = traced.routers_until(ttl);
    !routers.is_empty() && routers.iter().all(|(_, router)| is_local(*router))
}

/// Neighbouring addresses: the same /24 or /48.
pub(in crate::diagnosis) fn is_near(one: IpAddr, other: IpAddr) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => one.octets()[..3] == other.octets()[..3],
        (IpAddr::V6(one), IpAddr::V6(other)) => one.segments()[..3] == other.segments()[..3],
        _ => false,
    }
}

fn is_shared(addr: IpAddr) -> bool {
    matches!(addr, IpAddr::V4(v4) if v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]))
}
