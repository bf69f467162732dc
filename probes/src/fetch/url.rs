//! The few URLs that are fetched: `http://host[:port]/path` (RFC 9110 §4.2.1).
use std::net::{IpAddr, Ipv6Addr};

use crate::dns::{is_host_name, is_this_machine};
use crate::{Failure, FailureKind, Service, limits};

/// What programs of this kind call themselves (RFC 9110 §10.1.5).
const AGENT: &str = concat!("mailprobe/", env!("CARGO_PKG_VERSION"));
const SCHEME: &str = "http://";
const HTTP: u16 = 80;

/// A URL that may be fetched, as far as can be told from itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    /// A name in lower case, or an address without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    /// What stands behind the host, but for a fragment; never empty.
    path: String,
}

impl Url {
    /// The error says why it is not fetched.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        if text.len() > limits::URL || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(no("it is no URL: too long, or with characters that none has"));
        }
        let Some((_, rest)) = text
            .split_at_checked(SCHEME.len())
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(SCHEME))
        else {
            return Err(no("only what lies at http:// is fetched"));
        };
        let whole = rest.split('#').next().unwrap_or_default();
        let end = whole.find(['/', '?']).unwrap_or(whole.len());
        let (authority, path) = whole.split_at(end);
        let (host, port) = server(authority)?;
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self { host, port, path: format!("{slash}{path}") })
    }

    /// The address, if the host is one.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    pub(super) fn request_line(&self) -> String {
        format!("GET {} HTTP/1.0", self.path)
    }

    pub(super) fn request(&self) -> String {
        let (line, host) = (self.request_line(), self.server());
        format!("{line}\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\nConnection: close\r\n\r\n")
    }

    /// The host, and the port where it is not the usual one (RFC 9110 §7.2).
    pub(super) fn server(&self) -> String {
        let v6 = self.host.contains(':');
        let host = if v6 { format!("[{}]", self.host) } else { self.host.clone() };
        if self.port == HTTP { host } else { format!("{host}:{}", self.port) }
    }
}

/// Host and port.
fn server(authority: &str) -> Result<(String, u16), Failure> {
    let colon = authority.rfind(':').filter(|at| !authority[*at..].contains(']'));
    let (host, port) = match colon {
        Some(at) => (&authority[..at], port(&authority[at + 1..])?),
        None => (authority, HTTP),
    };
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    if let Some(addr) = inner {
        let addr: Result<Ipv6Addr, _> = addr.parse();
        return addr.map(|addr| (addr.to_string(), port)).map_err(|_| no("its host is no host"));
    }
    let host = host.to_ascii_lowercase();
    match () {
        () if is_this_machine(&host) => Err(no("its host is this machine")),
        () if is_host_name(&host) => Ok((host, port)),
        () => Err(no("its host is no host")),
    }
}

/// A request at a mail port looks like an attack on it.
fn port(digits: &str) -> Result<u16, Failure> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse() {
        Ok(port @ 1..) if plain && Service::on(port).is_none() => Ok(port),
        Ok(1..) if plain => Err(no("its port is one for mail")),
        _ => Err(no("its port is no port")),
    }
}

fn no(why: &str) -> Failure {
    Failure::new(FailureKind::OffLimits, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_urls_are_fetched() {
        for (text, server, line) in [
            ("http://ca.example/a.crt", "ca.example", "GET /a.crt HTTP/1.0"),
            ("HTTP://CA.Example", "ca.example", "GET / HTTP/1.0"),
            ("http://ca.example:8080?x=/y#z", "ca.example:8080", "GET /?x=/y HTTP/1.0"),
            ("http://192.0.2.7:80/%0d", "192.0.2.7", "GET /%0d HTTP/1.0"),
            ("http://[2001:DB8::7]:81/", "[2001:db8::7]:81", "GET / HTTP/1.0"),
        ] {
            let url = Url::parse(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
            assert_eq!((url.server().as_str(), url.request_line().as_str()), (server, line));
        }
        let long = format!("http://ca.example/{}", "x".repeat(limits::URL));
        for text in [
            "",
            "http://",
            "http:///a",
            "http:/ca.example",
            "https://ca.example/",
            "ldap:///CN=x",
            "file:///etc/passwd",
            "//ca.example/",
            "http://me@ca.example/",
            "http://me:pw@ca.example/",
            "http://ca.example:/",
            "http://ca.example:0/",
            "http://ca.example:+80/",
            "http://ca.example:65536/",
            "http://ca.example:25/",
            "http://ca.example:993/",
            "http://ca..example/",
            "http://ca.example./",
            "http://localhost/",
            "http://[::1/",
            "http://::1/",
            "http://[192.0.2.1]/",
            "http://[fe80::1%25eth0]/",
            "http://ca.example\\@b.example/",
            "http://é.example/",
            "http://ca.example/\r\nX: y",
            "http://ca.example/ x",
            "http://ca.example/\u{7f}",
            &long,
        ] {
            let refused = Url::parse(text).expect_err(text);
            assert_eq!(refused.kind, FailureKind::OffLimits, "{text}");
        }
    }

    #[test]
    fn a_request_is_four_lines_and_says_who_asks() {
        let request = Url::parse("http://ca.example/a").expect("a plain one").request();
        let lines: Vec<&str> = request.split("\r\n").collect();
        let [line, "Host: ca.example", agent, "Connection: close", "", ""] = lines[..] else {
            panic!("{request:?}")
        };
        assert_eq!(line, "GET /a HTTP/1.0");
        assert!(agent.starts_with("User-Agent: mailprobe/0"), "{agent}");
    }
}
