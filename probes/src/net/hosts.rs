//! The hosts file, which every other program on this machine asks before the DNS.
use std::collections::HashMap;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Answer, Exchange, Kind, Question, Record, RecordData, Source, Transport};

/// Names with addresses that need no DNS.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    path: String,
    names: HashMap<String, Vec<IpAddr>>,
}

impl Hosts {
    /// Reads a file. `localhost` is known without one (RFC 6761 §6.3).
    pub(super) fn read(path: &str) -> Self {
        // Without a readable file there are no names in it, and other programs go on too.
        let bytes = fs::read(path).unwrap_or_default();
        let mut names = parse(&String::from_utf8_lossy(&bytes));
        names
            .entry("localhost".into())
            .or_insert_with(|| vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
        Self { path: path.into(), names }
    }

    /// The answer, if the name is known. A name with addresses of the other family only has an
    /// empty answer: the DNS is not asked then either (nsswitch.conf(5), "files dns"). The RCODE is
    /// that of a resolver which knows the name.
    pub(super) fn answer(&self, Question { name, kind, .. }: &Question) -> Option<Answer> {
        if !matches!(kind, Kind::A | Kind::Aaaa) {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let addrs = self.names.get(&name)?.iter();
        let wanted = addrs.filter(|addr| addr.is_ipv4() == (*kind == Kind::A));
        let records = wanted.map(|&addr| record(&name, addr)).collect();
        let source = Source::File { path: self.path.clone() };
        let exchange = Exchange {
            source,
            transport: Transport::Local,
            checking_disabled: false,
            took_us: 0,
            rcode: None,
            failure: None,
        };
        Some(Answer { exchanges: vec![exchange], rcode: Some(0), records, ..Answer::default() })
    }
}

fn record(name: &str, addr: IpAddr) -> Record {
    let data = match addr {
        IpAddr::V4(addr) => RecordData::A { addr },
        IpAddr::V6(addr) => RecordData::Aaaa { addr },
    };
    Record { name: name.into(), ttl: 0, data }
}

/// An address and its names per line, `#` begins a comment (hosts(5)).
fn parse(text: &str) -> HashMap<String, Vec<IpAddr>> {
    let mut found: HashMap<String, Vec<IpAddr>> = HashMap::new();
    for line in text.lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let Some(Ok(addr)) = words.next().map(str::parse) else { continue };
        for name in words {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            found.entry(name).or_default().push(addr);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(hosts: &Hosts, name: &str, kind: Kind) -> Option<Vec<IpAddr>> {
        hosts.answer(&Question::new(name, kind)).map(|answer| answer.addresses())
    }

    #[test]
    fn names_are_found_whatever_their_case_and_family() {
        let text =
            "# mail\n192.0.2.1 Mail.example. mx # old\n\n192.0.2.2\tmail.example\nrubbish x\n";
        let hosts = Hosts { path: "hosts".into(), names: parse(text) };
        let both = vec!["192.0.2.1".parse().expect("v4"), "192.0.2.2".parse().expect("v4")];
        assert_eq!(ask(&hosts, "MAIL.example", Kind::A), Some(both));
        assert_eq!(ask(&hosts, "mx", Kind::Aaaa), Some(vec![]), "known, but not by this family");
        assert_eq!(ask(&hosts, "mx", Kind::Mx), None);
        assert_eq!(ask(&hosts, "x", Kind::A), None);
    }

    #[test]
    fn localhost_needs_no_file() {
        let hosts = Hosts::read("/nonexistent/hosts");
        assert_eq!(ask(&hosts, "localhost", Kind::A), Some(vec![Ipv4Addr::LOCALHOST.into()]));
        assert_eq!(ask(&hosts, "localhost", Kind::Aaaa), Some(vec![Ipv6Addr::LOCALHOST.into()]));
    }
}
