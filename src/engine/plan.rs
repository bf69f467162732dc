//! Where one observation leads.
mod controls;
mod issuers;
mod retries;
mod scans;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use probes::dns::{Lookup, is_host_name, is_this_machine};
use probes::net::{Answer, Method};
use probes::{Data, FailureKind, Observation, Service, Step, Subject, limits};

use crate::target::{Asked, From, Role, Trace};

use issuers::Issuers;
use retries::Retries;
use scans::Scans;

/// What is looked at first.
pub(super) fn start(asked: &Asked) -> Vec<Subject> {
    let name = &asked.target.name;
    if let Some(addr) = asked.target.literal().or(asked.connect) {
        let controls = controls::start(asked, &BTreeSet::from([addr]));
        return host_at(asked, name, addr).into_iter().chain(controls).collect();
    }
    let domain = Subject::Domain { domain: name.clone() };
    let host = Subject::Host { host: name.clone() };
    match asked.role {
        Role::Auto => vec![domain, host],
        Role::Domain => vec![domain],
        Role::Host => vec![host],
    }
}

/// What has been decided so far, and what remains to be decided by what comes.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    asked: &'a Asked,
    /// By address: what is known of its ports.
    ports: BTreeMap<IpAddr, Ports>,
    /// Those of the target that are looked at.
    addresses: BTreeSet<IpAddr>,
    /// Whether the hosts to compare with are being looked at.
    comparing: bool,
    retries: Retries,
    /// Only where they were asked for.
    scans: Option<Scans>,
    /// Only where they were asked for.
    issuers: Option<Issuers>,
}

/// What is known of the ports of an address.
#[derive(Debug, Default)]
struct Ports {
    open: BTreeSet<u16>,
    /// The port that is traced whether it answers or not has not answered.
    missed: bool,
}

impl<'a> Plan<'a> {
    /// For what was asked for, where these authorities (DER) are trusted.
    pub(super) fn new(asked: &'a Asked, roots: &[Vec<u8>]) -> Self {
        let scans = asked.tls_scan.then(Scans::default);
        let issuers = asked.fetch_aia.then(|| Issuers::new(roots));
        Self {
            asked,
            ports: BTreeMap::new(),
            addresses: BTreeSet::new(),
            comparing: false,
            retries: Retries::default(),
            scans,
            issuers,
        }
    }

    /// What an observation makes worth looking at.
    pub(super) fn opens(&mut self, seen: &Observation) -> Vec<Subject> {
        let mut found = self.behind(seen);
        self.addresses.extend(found.iter().filter_map(Subject::addr));
        found.extend(self.compared(seen));
        found.extend(self.retries.after(seen));
        found.extend(self.scans.as_mut().and_then(|scans| scans.after(seen)));
        found.extend(self.issuers.iter_mut().flat_map(|issuers| issuers.after(seen)));
        found.extend(views(self.asked, seen));
        found
    }

    /// The hosts to compare with, as soon as something is known of the target: what is the target's
    /// own shows nothing.
    fn compared(&mut self, seen: &Observation) -> Vec<Subject> {
        let known = match (&seen.subject, &seen.saw) {
            (Subject::Domain { .. }, Data::Lookup(lookup)) => {
                self.asked.role == Role::Domain && lookup.answer.exchangers().is_empty()
            }
            (Subject::Host { .. } | Subject::Exchanger { .. }, Data::Lookup(_)) => true,
            _ => false,
        };
        if !known || std::mem::replace(&mut self.comparing, true) {
            return vec![];
        }
        controls::start(self.asked, &self.addresses)
    }

    fn behind(&mut self, seen: &Observation) -> Vec<Subject> {
        let asked = self.asked;
        match (&seen.subject, &seen.saw) {
            (Subject::Domain { domain }, Data::Lookup(lookup)) if seen.step == Step::Mx => {
                exchangers(asked, domain, &lookup.answer)
            }
            (Subject::Host { host }, Data::Lookup(lookup)) => {
                each_address(asked, &lookup.answer, |addr| host_at(asked, host, addr))
            }
            (Subject::Exchanger { host }, Data::Lookup(lookup)) => {
                each_address(asked, &lookup.answer, |addr| exchanger_at(asked, host, addr))
            }
            (Subject::Control { host }, Data::Lookup(lookup)) => {
                controls::at(asked, host, &lookup.answer, &self.addresses)
            }
            (Subject::Endpoint { host, addr, port, .. }, Data::Connect(_)) => {
                if seen.failure.is_some() && must_be_closed(asked, host, *port) {
                    return vec![];
                }
                let failed = seen.failure.as_ref().map(|f| f.kind);
                self.retrace(*addr, *port, failed)
            }
            _ => vec![],
        }
    }

    /// What is worth looking at when a step has taken longer than [`limits::SILENCE`]: a port that
    /// will most likely stay silent is traced while it may still answer.
    pub(super) fn meanwhile(&self, subject: &Subject, step: Step) -> Vec<Subject> {
        match subject {
            Subject::Endpoint { host, port, .. } if must_be_closed(self.asked, host, *port) => {
                vec![]
            }
            Subject::Endpoint { addr, port, .. } if step == Step::Connect => {
                self.by_tcp(*addr, *port)
            }
            _ => vec![],
        }
    }

    /// Packets to a port that doesn't answer may end elsewhere than others, and a refusal may come
    /// from elsewhere than the host. One port that answers shows the way that is meant.
    fn retrace(&mut self, addr: IpAddr, port: u16, failed: Option<FailureKind>) -> Vec<Subject> {
        let asked = self.asked;
        let known = self.ports.entry(addr).or_default();
        if failed.is_none() {
            known.open.insert(port);
        }
        known.missed |= failed.is_some() && chosen(asked, port);
        let open = in_order(&known.open).filter(|_| known.missed);
        let named = port == 25 || asked.ports_from == From::User;
        let doubtful = match failed {
            Some(FailureKind::TimedOut) => true,
            Some(FailureKind::Refused) => named,
            _ => false,
        };
        let itself = doubtful.then_some(port);
        open.into_iter().chain(itself).flat_map(|port| self.by_tcp(addr, port)).collect()
    }

    fn by_tcp(&self, addr: IpAddr, port: u16) -> Vec<Subject> {
        by_tcp(self.asked, addr, port).into_iter().collect()
    }
}

/// The hosts that the domain names as its exchangers. A domain without MX is its own exchanger
/// (RFC 5321 §5.1); in the role of a host that is looked at anyway.
fn exchangers(asked: &Asked, domain: &str, answer: &Answer) -> Vec<Subject> {
    let listed = answer.exchangers();
    if listed.is_empty() && answer.rcode == Some(0) && asked.role == Role::Domain {
        return vec![Subject::Exchanger { host: domain.to_owned() }];
    }
    let itself = |host: &str| host == domain && asked.role == Role::Auto && tries_25(asked);
    let named = listed.into_iter().map(|(_, host)| host);
    named
        .filter(|host| is_host_name(host) && host.parse::<IpAddr>().is_err() && !itself(host))
        .take(limits::EXCHANGERS)
        .map(|host| Subject::Exchanger { host: host.to_owned() })
        .collect()
}

/// Others who are asked the same: the resolvers that are to be compared, and the DNS where a file
/// of this machine has the address.
fn views(asked: &Asked, seen: &Observation) -> Vec<Subject> {
    let named = matches!(
        seen.subject,
        Subject::Domain { .. } | Subject::Host { .. } | Subject::Exchanger { .. }
    );
    let Data::Lookup(Lookup { question, answer }) = &seen.saw else { return vec![] };
    if !named {
        return vec![];
    }
    let view =
        |resolver| Subject::View { name: question.name.clone(), record: question.kind, resolver };
    let past_file =
        answer.is_from_file() && !answer.addresses().is_empty() && !is_this_machine(&question.name);
    let others = asked.views.iter().copied().map(Some);
    others.chain(past_file.then_some(None)).map(view).collect()
}

/// Whether nobody wonders why the port does not answer.
fn must_be_closed(asked: &Asked, host: &str, port: u16) -> bool {
    asked.target.name == host && asked.must_be_closed(port)
}

fn tries_25(asked: &Asked) -> bool {
    asked.ports.iter().any(|p| p.port == 25)
}

fn each_address(
    asked: &Asked,
    answer: &Answer,
    open: impl Fn(IpAddr) -> Vec<Subject>,
) -> Vec<Subject> {
    // 0.0.0.0 is nobody's address; a connection to it would come to this machine.
    let usable = answer.addresses().into_iter().filter(|addr| !addr.is_unspecified());
    let usable = usable.filter(|addr| asked.family.allows(*addr));
    usable.take(limits::ADDRESSES).flat_map(open).collect()
}

fn host_at(asked: &Asked, host: &str, addr: IpAddr) -> Vec<Subject> {
    let endpoint =
        |port: u16, service| Subject::Endpoint { host: host.to_owned(), addr, port, service };
    let endpoints = asked.ports.iter().map(|p| endpoint(p.port, p.service));
    endpoints.chain(around(asked, addr, preferred(asked))).collect()
}

fn exchanger_at(asked: &Asked, host: &str, addr: IpAddr) -> Vec<Subject> {
    let endpoint =
        Subject::Endpoint { host: host.to_owned(), addr, port: 25, service: Service::Smtp };
    std::iter::once(endpoint).chain(around(asked, addr, Some(25))).collect()
}

/// The name of an address, and the way to it, are looked at beside everything else.
fn around(asked: &Asked, addr: IpAddr, port: Option<u16>) -> Vec<Subject> {
    let general = general(asked, addr);
    let port = asked.trace_port.or(port).and_then(|port| by_tcp(asked, addr, port));
    std::iter::once(Subject::Address { addr }).chain(general).chain(port).collect()
}

/// The way to an address, whatever its ports do.
fn general(asked: &Asked, addr: IpAddr) -> Option<Subject> {
    let (port, method) = match asked.trace {
        Trace::Auto | Trace::Icmp => (None, Method::Icmp),
        Trace::Udp => (asked.trace_port, Method::Udp),
        Trace::Tcp | Trace::Off => return None,
    };
    Some(Subject::Path { addr, port, method })
}

fn by_tcp(asked: &Asked, addr: IpAddr, port: u16) -> Option<Subject> {
    let path = Subject::Path { addr, port: Some(port), method: Method::Tcp };
    matches!(asked.trace, Trace::Auto | Trace::Tcp).then_some(path)
}

/// The mail port that is traced whether it answers or not.
fn preferred(asked: &Asked) -> Option<u16> {
    let ports = asked.ports.iter().map(|p| p.port);
    in_order(&ports.filter(|port| !asked.must_be_closed(*port)).collect())
}

/// Of these ports the one that is least often blocked on the way.
fn in_order(ports: &BTreeSet<u16>) -> Option<u16> {
    const ORDER: [u16; 7] = [587, 465, 993, 143, 995, 110, 25];
    let known = ORDER.into_iter().find(|port| ports.contains(port));
    known.or_else(|| ports.first().copied())
}

/// Whether this port is the one that is traced from the beginning.
fn chosen(asked: &Asked, port: u16) -> bool {
    asked.trace_port.or_else(|| preferred(asked)) == Some(port)
}
