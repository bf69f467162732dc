//! Subjects in as few words as possible.
use std::net::IpAddr;

use probes::Subject;

use crate::language::{self, Language};

/// Subjects in words, each once: the ports and addresses of one host together.
pub(super) fn words(subjects: &[&Subject], language: Language) -> Vec<String> {
    let places = gather(subjects);
    let others = subjects.iter().filter(|s| s.port().is_none()).map(|s| word(s, language));
    let mut words = Vec::new();
    for word in
        places.iter().map(|p| p.words(language)).chain(ways(subjects, language)).chain(others)
    {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The same in one line.
pub(super) fn line(subjects: &[&Subject], language: Language) -> String {
    language.groups(&words(subjects, language))
}

fn word(subject: &Subject, language: Language) -> String {
    match subject {
        Subject::View { name, resolver: Some(at), .. } => {
            language.say(language::AS_TOLD_BY, [("name", name), ("resolver", at)])
        }
        Subject::Path { addr, port: None, .. } => language.say(language::WAY, [("addr", addr)]),
        other => other.to_string(),
    }
}

/// The ways to ports, those to one address together.
fn ways(subjects: &[&Subject], language: Language) -> Vec<String> {
    let mut ways: Vec<(IpAddr, Vec<u16>)> = Vec::new();
    for subject in subjects {
        let Subject::Path { addr, port: Some(port), .. } = subject else { continue };
        match ways.iter_mut().find(|(known, _)| known == addr) {
            Some((_, ports)) => ports.push(*port),
            None => ways.push((*addr, vec![*port])),
        }
    }
    let told = ways.iter().map(|(addr, to)| match to[..] {
        [port] => language.say(language::WAY_TO_PORT, [("addr", addr), ("port", &port)]),
        _ => language.say(language::WAY_TO_PORTS, [("addr", addr), ("ports", &ports(to))]),
    });
    told.collect()
}

/// Numbers in words: "25, 465".
pub(super) fn ports(ports: &[u16]) -> String {
    joined(ports)
}

/// The ports of some subjects, each once.
pub(super) fn ports_of(subjects: &[&Subject]) -> Vec<u16> {
    let mut found = Vec::new();
    let endpoints = subjects.iter().filter(|s| s.service().is_some());
    for port in endpoints.filter_map(|s| s.port()) {
        if !found.contains(&port) {
            found.push(port);
        }
    }
    found
}

/// Things in words, with commas.
pub(super) fn joined<T: ToString>(things: &[T]) -> String {
    things.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

/// Some ports of a host, on some of its addresses.
struct Place<'s> {
    host: &'s str,
    ports: Vec<u16>,
    addrs: Vec<IpAddr>,
}

fn gather<'s>(subjects: &[&'s Subject]) -> Vec<Place<'s>> {
    let mut by_address: Vec<Place<'s>> = Vec::new();
    for subject in subjects {
        let (Subject::Endpoint { host, addr, port, .. }
        | Subject::Retry { host, addr, port, .. }
        | Subject::ControlEndpoint { host, addr, port, .. }) = subject
        else {
            continue;
        };
        match by_address.iter_mut().find(|p| p.host == host && p.addrs == [*addr]) {
            Some(place) if place.ports.contains(port) => {}
            Some(place) => place.ports.push(*port),
            None => by_address.push(Place { host, ports: vec![*port], addrs: vec![*addr] }),
        }
    }
    let mut places: Vec<Place<'s>> = Vec::new();
    for one in by_address {
        match places.iter_mut().find(|p| p.host == one.host && p.ports == one.ports) {
            Some(place) => place.addrs.extend(one.addrs),
            None => places.push(one),
        }
    }
    places
}

impl Place<'_> {
    fn words(&self, language: Language) -> String {
        let template = if self.ports.len() == 1 { language::PORT } else { language::PORTS };
        let place = language.say(template, [("host", &self.host), ("ports", &ports(&self.ports))]);
        if self.addrs.iter().all(|a| a.to_string() == self.host) {
            return place;
        }
        let addrs = joined(&self.addrs);
        language.say(language::AT_ADDRESSES, [("where", &place), ("addrs", &addrs)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use probes::Service;

    fn endpoint(addr: &str, service: Service) -> Subject {
        let addr = addr.parse().expect("an address");
        Subject::Endpoint {
            host: "mail.example.test".into(),
            addr,
            port: service.row().port,
            service,
        }
    }

    #[test]
    fn ports_and_addresses_of_one_host_are_told_together() {
        let all = [
            endpoint("192.0.2.1", Service::Submissions),
            endpoint("192.0.2.1", Service::Submission),
            endpoint("2001:db8::1", Service::Submissions),
            endpoint("2001:db8::1", Service::Submission),
        ];
        let words = words(&all.iter().collect::<Vec<_>>(), Language::En);
        assert_eq!(words, ["mail.example.test ports 465, 587 (192.0.2.1, 2001:db8::1)"]);
    }

    #[test]
    fn an_address_is_not_told_twice() {
        let addr = "192.0.2.1".parse().expect("an address");
        let subject =
            Subject::Endpoint { host: "192.0.2.1".into(), addr, port: 25, service: Service::Smtp };
        assert_eq!(words(&[&subject], Language::En), ["192.0.2.1 port 25"]);
    }

    #[test]
    fn ports_of_a_host_to_compare_with_and_ways_to_ports_are_told_together() {
        let (host, addr) = ("control.example.test".to_owned(), "192.0.2.8".parse());
        let addr = addr.expect("an address");
        let control = |port| {
            let host = host.clone();
            Subject::ControlEndpoint { host, addr, port, service: Some(Service::Smtp) }
        };
        let way = |port| Subject::Path { addr, port, method: probes::net::Method::Tcp };
        let all = [control(25), way(Some(25)), way(None), control(443), way(Some(465))];
        assert_eq!(
            words(&all.iter().collect::<Vec<_>>(), Language::En),
            [
                "control.example.test ports 25, 443 (192.0.2.8)",
                "path to 192.0.2.8 ports 25, 465",
                "path to 192.0.2.8",
            ]
        );
    }
}
