//! Which resolvers are asked.
use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6};

use resolv_conf::{Config, ScopedIp};
use serde::{Deserialize, Serialize};

use super::Source;

/// Where the system keeps its resolvers (resolv.conf(5)).
const RESOLV_CONF: &str = "/etc/resolv.conf";
/// More are ignored by other programs too (`MAXNS`).
const MOST: usize = 3;
const PORT: u16 = 53;

/// Resolvers, in the order in which they are asked, and where their addresses come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolvers {
    /// Address and port of each.
    pub addrs: Vec<SocketAddr>,
    /// The file that names them; absent when the user chose them, or when no file names any and
    /// this machine is asked instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Source>,
}

/// Those that the user chose, or else those of the system.
pub(super) fn choose(chosen: Vec<SocketAddr>) -> Resolvers {
    if chosen.is_empty() {
        return of_file(&fs::read(RESOLV_CONF).unwrap_or_default());
    }
    Resolvers { addrs: chosen, file: None }
}

fn of_file(bytes: &[u8]) -> Resolvers {
    // Lines that make no sense are skipped, as the C library does.
    let (config, _) = Config::parse_with_errors(bytes);
    let addrs: Vec<_> = config.nameservers.iter().filter_map(socket).take(MOST).collect();
    if addrs.is_empty() {
        return Resolvers { addrs: vec![(Ipv4Addr::LOCALHOST, PORT).into()], file: None };
    }
    Resolvers { addrs, file: Some(Source::File { path: RESOLV_CONF.into() }) }
}

fn socket(server: &ScopedIp) -> Option<SocketAddr> {
    match server {
        ScopedIp::V4(addr) => Some((*addr, PORT).into()),
        ScopedIp::V6(addr, None) => Some((IpAddr::V6(*addr), PORT).into()),
        ScopedIp::V6(addr, Some(scope)) => {
            Some(SocketAddrV6::new(*addr, PORT, 0, interface(scope)?).into())
        }
    }
}

/// A zone is a number or the name of an interface (RFC 4007 §11.2).
fn interface(scope: &str) -> Option<u32> {
    scope.parse().ok().or_else(|| index(scope))
}

#[cfg(unix)]
fn index(name: &str) -> Option<u32> {
    nix::net::if_::if_nametoindex(name).ok()
}

#[cfg(not(unix))]
fn index(_: &str) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addrs(text: &str) -> Vec<String> {
        of_file(text.as_bytes()).addrs.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_first_three_of_the_file_are_asked() {
        let file = "nameserver 192.0.2.1\nnameserver nonsense\nnameserver 2001:db8::1\n\
                    nameserver fe80::1%7\nnameserver 192.0.2.4\n";
        assert_eq!(addrs(file), ["192.0.2.1:53", "[2001:db8::1]:53", "[fe80::1%7]:53"]);
    }

    #[test]
    fn without_a_file_this_machine_is_asked() {
        assert_eq!(addrs(""), ["127.0.0.1:53"]);
        assert_eq!(of_file(b"").file, None);
    }

    #[test]
    fn what_the_user_chose_goes_before() {
        let chosen: Vec<SocketAddr> = vec!["192.0.2.9:5353".parse().expect("an address")];
        assert_eq!(choose(chosen.clone()), Resolvers { addrs: chosen, file: None });
    }
}
