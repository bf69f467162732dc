//! Who is on the way.
use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use crate::net::{Hop, HopAnswer, Method};
use crate::session::micros;
use crate::{Data, Failure, FailureKind, Session, Subject, limits};

/// A path as packets with a small TTL showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// What kind of packets were sent in the end.
    pub method: Method,
    /// Every packet that was answered, or waited for long enough.
    pub tries: Vec<Try>,
}

/// One packet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// After how many routers it ended.
    pub ttl: u8,
    /// The time until the answer, or until the waiting ended, µs.
    pub took_us: u64,
    /// The answer, if one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<HopAnswer>,
}

impl Path {
    /// Per TTL, nearest first: every packet sent.
    pub fn hops(&self) -> BTreeMap<u8, Vec<&Try>> {
        let mut hops: BTreeMap<u8, Vec<&Try>> = BTreeMap::new();
        for one in &self.tries {
            hops.entry(one.ttl).or_default().push(one);
        }
        hops
    }

    /// At which TTL the target itself answered first.
    pub fn reached(&self, target: IpAddr) -> Option<u8> {
        self.tries.iter().filter(|t| t.reaches(target)).map(|t| t.ttl).min()
    }

    /// The last TTL at which a router answered, and who.
    pub fn last_router(&self, target: IpAddr) -> Option<(u8, IpAddr)> {
        let routers = self.tries.iter().filter_map(|t| Some((t.ttl, t.from(target)?)));
        routers.filter(|(_, from)| *from != target).max_by_key(|(ttl, _)| *ttl)
    }
}

impl Try {
    /// Who answered.
    pub fn from(&self, target: IpAddr) -> Option<IpAddr> {
        Some(match self.answer? {
            HopAnswer::Icmp(icmp) => icmp.from,
            HopAnswer::Open | HopAnswer::Reset | HopAnswer::Echo => target,
        })
    }

    /// Whether the answer comes from the target itself. A reset may be forged; that is for
    /// judgement to say.
    pub fn reaches(&self, target: IpAddr) -> bool {
        match self.answer {
            Some(HopAnswer::Icmp(icmp)) => icmp.from == target && !icmp.time_exceeded(),
            Some(_) => true,
            None => false,
        }
    }

    /// Whether nothing more can come behind this answer.
    fn ends(&self, target: IpAddr) -> bool {
        self.reaches(target)
            || matches!(self.answer, Some(HopAnswer::Icmp(icmp)) if !icmp.time_exceeded())
    }
}

/// Sends packets with growing TTL, a wave at a time, until the target or a refusal answers, or
/// a whole wave stays silent.
pub(crate) async fn trace(session: &mut Session<'_>) -> Result<(), Failure> {
    let Subject::Path { addr, port, method } = session.subject else {
        return Err(Failure::new(FailureKind::Other, "not a path"));
    };
    let target = Target { addr, port: port.unwrap_or(0) };
    *session.draft() = Data::Path(Path { method, tries: Vec::new() });
    let walked = match walk(session, target, method).await {
        Err(e) if e.kind() == io::ErrorKind::Unsupported => {
            *session.draft() = Data::Path(Path { method: Method::Icmp, tries: Vec::new() });
            walk(session, target, Method::Icmp).await
        }
        walked => walked,
    };
    let routers = routers(&session.draft(), addr);
    session.routers = routers;
    Ok(walked?)
}

#[derive(Clone, Copy)]
struct Target {
    addr: IpAddr,
    port: u16,
}

/// First one packet per TTL, until the end is found, and a second one to routers that kept silent.
/// Then the other queries, to the routers before the end only: a target answers few such packets a
/// second, and its round trip is known from TCP.
async fn walk(session: &Session<'_>, target: Target, method: Method) -> io::Result<()> {
    let mut slowest = None;
    let mut next = 1;
    let mut end = 0;
    let mut silent = Vec::new();
    while next <= limits::HOPS {
        let to = limits::HOPS.min(next + limits::WAVE - 1);
        let ttls = silent.into_iter().chain(next..=to).collect();
        let wave = wave(session, target, method, ttls, &mut slowest).await?;
        let Some(last) = wave.last else { break };
        end = end.max(if wave.ended { last - 1 } else { last });
        if wave.ended {
            break;
        }
        silent = wave.silent.into_iter().filter(|ttl| *ttl >= next).collect();
        next = to + 1;
    }
    // Packets to a port that matters are kept few.
    if method != Method::Tcp && end > 0 {
        let again = (1..limits::QUERIES).flat_map(|_| 1..=end).collect();
        wave(session, target, method, again, &mut slowest).await?;
    }
    Ok(())
}

struct Wave {
    /// The last TTL that was answered.
    last: Option<u8>,
    /// Whether nothing more can come behind it.
    ended: bool,
    /// The TTLs that were not answered.
    silent: Vec<u8>,
}

/// Sends all packets of a wave at once. Silent routers cost one wait together, which gets
/// shorter once round trips are known; what lies behind the end isn't waited for.
async fn wave(
    session: &Session<'_>,
    target: Target,
    method: Method,
    ttls: Vec<u8>,
    slowest: &mut Option<Duration>,
) -> io::Result<Wave> {
    let (began, sent) = (Instant::now(), session.net.elapsed());
    let mut waiting = ttls.clone();
    let mut flying: FuturesUnordered<_> = ttls
        .into_iter()
        .map(async |ttl| {
            let hop = Hop { to: target.addr, port: target.port, ttl, method };
            (ttl, session.net.hop(hop).await)
        })
        .collect();
    let mut wave = Wave { last: None, ended: false, silent: Vec::new() };
    while !waiting.is_empty() {
        let Ok(Some((ttl, answer))) = timeout_at(began + patience(*slowest), flying.next()).await
        else {
            break;
        };
        let (answer, took) = answer?;
        let one = Try { ttl, took_us: micros(took), answer: Some(answer) };
        *slowest = (*slowest).max(Some(took));
        remove_one(&mut waiting, ttl);
        if one.ends(target.addr) && !(wave.ended && wave.last < Some(ttl)) {
            wave = Wave { last: Some(ttl), ended: true, silent: Vec::new() };
            waiting.retain(|other| *other <= ttl);
        } else if !wave.ended {
            wave.last = wave.last.max(Some(ttl));
        }
        note(session, one);
    }
    let took_us = micros(session.net.elapsed().saturating_sub(sent));
    for ttl in &waiting {
        note(session, Try { ttl: *ttl, took_us, answer: None });
    }
    wave.silent = waiting;
    Ok(wave)
}

fn remove_one(waiting: &mut Vec<u8>, ttl: u8) {
    if let Some(place) = waiting.iter().position(|other| *other == ttl) {
        waiting.swap_remove(place);
    }
}

/// How long to wait for the answers of one wave: a far router may take several times as long as
/// the near ones that have answered.
fn patience(slowest: Option<Duration>) -> Duration {
    const FLOOR: Duration = Duration::from_millis(250);
    match slowest {
        None => limits::HOP,
        Some(rtt) => (FLOOR + 3 * rtt).min(limits::HOP.max(2 * rtt)),
    }
}

fn note(session: &Session<'_>, one: Try) {
    if let Data::Path(path) = &mut *session.draft() {
        path.tries.push(one);
    }
}

fn routers(draft: &Data, target: IpAddr) -> Vec<IpAddr> {
    let Data::Path(path) = draft else { return Vec::new() };
    let mut found: Vec<_> =
        path.tries.iter().filter_map(|t| Some((t.ttl, t.from(target)?))).collect();
    found.sort_unstable();
    let mut routers = Vec::new();
    for (_, from) in found {
        if !routers.contains(&from) {
            routers.push(from);
        }
    }
    routers
}
