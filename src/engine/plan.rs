//! Where one observation leads.
use std::net::IpAddr;

use probes::dns::{Lookup, is_host_name, is_this_machine};
use probes::net::{Answer, Method};
use probes::{Data, FailureKind, Observation, Service, Step, Subject, limits};

use crate::target::{Asked, Role, Trace};

/// What is looked at first.
pub(super) fn start(asked: &Asked) -> Vec<Subject> {
    let name = &asked.target.name;
    if let Some(addr) = asked.target.literal().or(asked.connect) {
        return host_at(asked, name, addr);
    }
    let domain = Subject::Domain { domain: name.clone() };
    let host = Subject::Host { host: name.clone() };
    match asked.role {
        Role::Auto => vec![domain, host],
        Role::Domain => vec![domain],
        Role::Host => vec![host],
    }
}

/// What an observation makes worth looking at.
pub(super) fn opens(asked: &Asked, seen: &Observation) -> Vec<Subject> {
    let mut found = behind(asked, seen);
    found.extend(views(asked, seen));
    found
}

fn behind(asked: &Asked, seen: &Observation) -> Vec<Subject> {
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
        (Subject::Endpoint { addr, port, .. }, Data::Connect(_)) => {
            retrace(asked, seen, *addr, *port)
        }
        _ => vec![],
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

fn tries_25(asked: &Asked) -> bool {
    asked.ports.iter().any(|p| p.port == 25)
}

fn each_address(
    asked: &Asked,
    answer: &Answer,
    open: impl Fn(IpAddr) -> Vec<Subject>,
) -> Vec<Subject> {
    let usable = answer.addresses().into_iter().filter(|addr| asked.family.allows(*addr));
    usable.take(limits::ADDRESSES).flat_map(open).collect()
}

fn host_at(asked: &Asked, host: &str, addr: IpAddr) -> Vec<Subject> {
    let endpoint =
        |port: u16, service| Subject::Endpoint { host: host.to_owned(), addr, port, service };
    let endpoints = asked.ports.iter().map(|p| endpoint(p.port, p.service));
    endpoints.chain(around(asked, addr)).collect()
}

fn exchanger_at(asked: &Asked, host: &str, addr: IpAddr) -> Vec<Subject> {
    let endpoint =
        Subject::Endpoint { host: host.to_owned(), addr, port: 25, service: Service::Smtp };
    std::iter::once(endpoint).chain(around(asked, addr)).collect()
}

/// The name of an address, and the way to it, are looked at beside everything else.
fn around(asked: &Asked, addr: IpAddr) -> Vec<Subject> {
    let path = Subject::Path { addr, port: None, method: Method::Udp };
    let path = (asked.trace == Trace::On).then_some(path);
    std::iter::once(Subject::Address { addr }).chain(path).collect()
}

/// Where a port stays silent, packets to that very port may end elsewhere than others.
fn retrace(asked: &Asked, seen: &Observation, addr: IpAddr, port: u16) -> Vec<Subject> {
    let silent = seen.failure.as_ref().is_some_and(|f| f.kind == FailureKind::TimedOut);
    if silent && asked.trace == Trace::On {
        vec![Subject::Path { addr, port: Some(port), method: Method::Tcp }]
    } else {
        vec![]
    }
}
