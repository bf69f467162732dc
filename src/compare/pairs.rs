//! Which address of a host stands for which in the other run.
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use probes::{Data, Subject};

use super::is_redacted;
use crate::recording::Recording;

/// Addresses that stand for each other, because the host has another address now, or another one of
/// its many was told, or because one run is redacted. Both of a pair are known by the smaller.
pub(super) struct Pairs {
    of_host: BTreeMap<(String, IpAddr), IpAddr>,
    anywhere: BTreeMap<IpAddr, IpAddr>,
    views: BTreeMap<SocketAddr, SocketAddr>,
}

type Addresses = BTreeMap<String, BTreeSet<IpAddr>>;

impl Pairs {
    pub(super) fn new(before: &Recording, after: &Recording) -> Self {
        let (one, other) = (addresses(before), addresses(after));
        let all = |hosts: &Addresses| hosts.values().flatten().copied().collect::<BTreeSet<_>>();
        let (own, theirs) = (all(&one), all(&other));
        let lasting: BTreeSet<_> = own.intersection(&theirs).copied().collect();
        let views = views(before, after);
        let mut pairs = Self { of_host: BTreeMap::new(), anywhere: BTreeMap::new(), views };
        let none = BTreeSet::new();
        for (host, addrs) in &one {
            let now = other.get(host).unwrap_or(&none);
            for v4 in [true, false] {
                let of_family = |addr: &&IpAddr| addr.is_ipv4() == v4;
                let gone = addrs.difference(now).filter(of_family);
                let new = now.difference(addrs).filter(of_family);
                gone.zip(new).for_each(|(gone, new)| pairs.add(host, *gone, *new, &lasting));
            }
        }
        pairs
    }

    fn add(&mut self, host: &str, gone: IpAddr, new: IpAddr, lasting: &BTreeSet<IpAddr>) {
        for addr in [gone, new] {
            self.of_host.insert((host.to_owned(), addr), gone.min(new));
            if !lasting.contains(&addr) {
                self.anywhere.entry(addr).or_insert_with(|| gone.min(new));
            }
        }
    }

    /// The address by which it is known.
    pub(super) fn addr(&self, host: Option<&str>, addr: IpAddr) -> IpAddr {
        let of_host = host.and_then(|host| self.of_host.get(&(host.to_owned(), addr)));
        *of_host.or_else(|| self.anywhere.get(&addr)).unwrap_or(&addr)
    }

    /// What stands for a subject in both runs.
    pub(super) fn place(&self, subject: &Subject) -> Subject {
        let mut place = subject.clone();
        match &mut place {
            Subject::Endpoint { host, addr, .. }
            | Subject::Retry { host, addr, .. }
            | Subject::ControlEndpoint { host, addr, .. }
            | Subject::Issuer { host, addr, .. } => *addr = self.addr(Some(host), *addr),
            Subject::Address { addr } | Subject::Path { addr, .. } => {
                *addr = self.addr(None, *addr);
            }
            Subject::View { resolver: Some(at), .. } => *at = *self.views.get(at).unwrap_or(at),
            _ => {}
        }
        place
    }
}

/// Resolvers that were compared have aliases in a redacted run, and are asked in the same order.
fn views(before: &Recording, after: &Recording) -> BTreeMap<SocketAddr, SocketAddr> {
    let (one, other) = (&before.asked.views, &after.asked.views);
    if !(is_redacted(before) || is_redacted(after)) || one.len() != other.len() {
        return BTreeMap::new();
    }
    let pairs = one.iter().zip(other).map(|(one, other)| (*one.min(other), [*one, *other]));
    pairs.flat_map(|(known, both)| both.map(|at| (at, known))).collect()
}

/// The addresses that each host has, as the DNS says or as they were tried.
pub(super) fn addresses(recording: &Recording) -> Addresses {
    let mut found = Addresses::new();
    for observation in &recording.observations {
        let Some(name) = observation.subject.name() else { continue };
        let addrs = match (&observation.subject, &observation.saw) {
            (Subject::View { .. } | Subject::Issuer { .. } | Subject::Domain { .. }, _) => continue,
            (_, Data::Lookup(lookup)) => lookup.answer.addresses(),
            (subject, _) => subject.addr().into_iter().collect(),
        };
        found.entry(name.to_owned()).or_default().extend(addrs);
    }
    found
}
