//! Who is on the way.
mod pace;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::net::{Flow, HopAnswer, Label, Method};
use crate::{Data, Failure, FailureKind, Session, Subject, limits};

pub use pace::Pace;

/// How paths are traced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// The largest TTL.
    pub hops: u8,
    /// Packets per router. Over TCP a router that has answered is not asked again.
    pub queries: u8,
    /// Whether another method may take the place of one that isn't allowed here.
    pub any_method: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { hops: limits::HOPS, queries: limits::QUERIES, any_method: true }
    }
}

/// A path as packets with a small TTL showed it.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Path {
    /// What kind of packets were sent in the end.
    pub method: Method,
    /// Every packet that was answered, or waited for long enough.
    pub tries: Vec<Try>,
    /// What became of packets as large as this machine sends them, that routers must not cut.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub large: Vec<Large>,
}

/// One packet.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Try {
    /// After how many routers it ended.
    pub ttl: u8,
    /// The time until the answer, or until the waiting ended, µs.
    pub took_us: u64,
    /// Whether it had a flow of its own, so that routers may have sent it another way than the
    /// others; over TCP all packets have.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own_flow: bool,
    /// The answer, if one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<HopAnswer>,
    /// What was left of the answer's own TTL, where the system tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_ttl: Option<u8>,
    /// The MPLS labels under which the packet travelled, top first, where the answer quotes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
}

/// One large packet, sent all the way.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Large {
    /// Its length with its headers.
    pub bytes: u16,
    /// The time until the answer, or until the waiting ended, µs.
    pub took_us: u64,
    /// The answer, if one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<HopAnswer>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Path {
    /// A path of which nothing is known yet.
    pub const fn new(method: Method) -> Self {
        Self { method, tries: Vec::new(), large: Vec::new() }
    }

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

    /// Who answered at this TTL, each once, in the order of time.
    pub fn routers_at(&self, ttl: u8, target: IpAddr) -> Vec<IpAddr> {
        let mut found = Vec::new();
        for from in self.tries.iter().filter(|t| t.ttl == ttl).filter_map(|t| t.from(target)) {
            if !found.contains(&from) {
                found.push(from);
            }
        }
        found
    }

    /// Routers between which packets go round: each answered at three TTLs or more, with others in
    /// between. Empty if there are none; nearest first.
    pub fn circle(&self, target: IpAddr) -> Vec<IpAddr> {
        let circle = self.met_again(target, 2);
        if circle.len() > 1 { circle } else { Vec::new() }
    }

    /// Whether a router was met again behind others: perhaps the beginning of a circle.
    fn repeats(&self, target: IpAddr) -> bool {
        !self.met_again(target, 1).is_empty()
    }

    /// Routers that were met again so many times, each time behind others. One that answers at two
    /// TTLs in a row has only forwarded what it should have dropped.
    fn met_again(&self, target: IpAddr, times: usize) -> Vec<IpAddr> {
        let mut met: Vec<(IpAddr, BTreeSet<u8>)> = Vec::new();
        let mut places = HashMap::new();
        let mut tries: Vec<&Try> = self.tries.iter().collect();
        tries.sort_by_key(|t| t.ttl);
        for one in tries {
            let Some(from) = one.from(target).filter(|from| *from != target) else { continue };
            let place = *places.entry(from).or_insert_with(|| {
                met.push((from, BTreeSet::new()));
                met.len() - 1
            });
            met[place].1.insert(one.ttl);
        }
        let apart = |ttls: &BTreeSet<u8>| {
            let next = ttls.iter().skip(1);
            ttls.iter().zip(next).filter(|(one, next)| **next > **one + 1).count()
        };
        met.retain(|(_, ttls)| apart(ttls) >= times);
        met.into_iter().map(|(router, _)| router).collect()
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

/// Sends packets with growing TTL until the target or a refusal answers, or nobody does any more.
pub(crate) async fn trace(session: &mut Session<'_>) -> Result<(), Failure> {
    let Subject::Path { addr, port, method } = session.subject else {
        return Err(Failure::new(FailureKind::Other, "not a path"));
    };
    let mut walked = walk(session, Flow { to: addr, port, method }).await;
    if let Some(method) = other(method).filter(|_| session.setup.manner.any_method)
        && walked.as_ref().is_err_and(is_refusal)
    {
        walked = walk(session, Flow { to: addr, port, method }).await;
    }
    let routers = routers(&session.draft(), addr);
    session.routers = routers;
    Ok(walked?)
}

async fn walk(session: &Session<'_>, flow: Flow) -> io::Result<()> {
    *session.draft() = Data::Path(Path::new(flow.method));
    walk::walk(session, flow).await
}

/// What tells most beside, where a method isn't allowed. Packets to a port have no like.
const fn other(method: Method) -> Option<Method> {
    match method {
        Method::Icmp => Some(Method::Udp),
        Method::Udp => Some(Method::Icmp),
        Method::Tcp => None,
    }
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported)
}

fn routers(draft: &Data, target: IpAddr) -> Vec<IpAddr> {
    let Data::Path(path) = draft else { return Vec::new() };
    let mut routers = Vec::new();
    for ttl in path.hops().into_keys() {
        for router in path.routers_at(ttl, target) {
            if !routers.contains(&router) && routers.len() < limits::ROUTERS {
                routers.push(router);
            }
        }
    }
    routers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Icmp;

    const TARGET: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 10));

    /// At each TTL a router with this number; 0 says nothing.
    fn path(numbers: &[u8]) -> Path {
        let answer = |number: u8| {
            let from = IpAddr::from([10, 0, 0, number]);
            (number > 0).then_some(HopAnswer::Icmp(Icmp { from, kind: 11, code: 0, mtu: None }))
        };
        let one = |(ttl, number): (u8, &u8)| Try { ttl, answer: answer(*number), ..Try::default() };
        Path { tries: (1..).zip(numbers).map(one).collect(), ..Path::new(Method::Udp) }
    }

    fn circle(numbers: &[u8]) -> Vec<u8> {
        let routers = path(numbers).circle(TARGET).into_iter();
        let number = |addr: IpAddr| match addr {
            IpAddr::V4(v4) => v4.octets()[3],
            IpAddr::V6(_) => 0,
        };
        routers.map(number).collect()
    }

    #[test]
    fn routers_that_come_again_and_again_are_a_circle() {
        assert_eq!(circle(&[1, 2, 3, 2, 3, 2, 3]), [2, 3]);
        assert_eq!(circle(&[1, 2, 3, 4, 2, 3, 4, 2, 3, 4]), [2, 3, 4]);
    }

    #[test]
    fn a_router_that_is_met_twice_or_in_a_row_is_none() {
        assert_eq!(circle(&[1, 2, 2, 2, 2, 2, 3]), [0; 0]);
        assert_eq!(circle(&[1, 2, 3, 2, 4, 5]), [0; 0]);
        assert_eq!(circle(&[1, 2, 0, 2, 0, 2]), [0; 0]);
    }
}
