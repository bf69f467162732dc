//! Of whom a file may be asked whose URL a stranger chose.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{Failure, FailureKind};

/// To which kind of network an address belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Public,
    /// This machine (RFC 1122 §3.2.1.3).
    Loopback,
    /// A network that others have too (RFC 1918, RFC 6598, RFC 4193).
    Private,
    /// The nearest link (RFC 3927, RFC 4291 §2.5.6).
    Link,
    /// Nobody's: multicast, unspecified, reserved.
    Nobody,
}

/// Whether an address may be asked because the certificate of the mail host at `near` says so: any
/// public one; of others only those of the kind that the mail host's own address is of. Who looks
/// at a mail host on the internet must not be led to what stands in his own network.
pub(super) fn may_ask(addr: IpAddr, near: IpAddr) -> bool {
    match reach(addr) {
        Reach::Public => true,
        Reach::Nobody => false,
        kind => kind == reach(near),
    }
}

/// Why this address was not asked.
pub(super) fn refused(addr: IpAddr) -> Failure {
    let what = match reach(addr) {
        Reach::Loopback => "is this machine",
        Reach::Private => "belongs to a private network",
        Reach::Link => "belongs to the nearest link",
        Reach::Public | Reach::Nobody => "is nobody's",
    };
    Failure::new(FailureKind::OffLimits, format!("its address {addr} {what}"))
}

fn reach(addr: IpAddr) -> Reach {
    match addr.to_canonical() {
        IpAddr::V4(v4) => of_v4(v4),
        IpAddr::V6(v6) => of_v6(v6),
    }
}

fn of_v4(addr: Ipv4Addr) -> Reach {
    let [first, second, ..] = addr.octets();
    match (first, second) {
        _ if addr.is_loopback() => Reach::Loopback,
        _ if addr.is_private() => Reach::Private,
        (100, 64..=127) => Reach::Private,
        _ if addr.is_link_local() => Reach::Link,
        (0 | 224.., _) => Reach::Nobody,
        _ => Reach::Public,
    }
}

fn of_v6(addr: Ipv6Addr) -> Reach {
    /// Of addresses that stand for an IPv4 address at the end of them (RFC 6052 §2.1).
    const NAT64: [u16; 6] = [0x64, 0xff9b, 0, 0, 0, 0];
    let parts = addr.segments();
    match parts[0] {
        _ if addr.is_loopback() => Reach::Loopback,
        _ if parts[..6] == NAT64 => {
            let [.., a, b, c, d] = addr.octets();
            of_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Translators of one's own (RFC 8215), unique local and site-local addresses.
        0x64 if parts[1..3] == [0xff9b, 1] => Reach::Private,
        0xfc00..=0xfdff | 0xfec0..=0xfeff => Reach::Private,
        0xfe80..=0xfebf => Reach::Link,
        // With IPv4 addresses inside of tunnels (RFC 3056, RFC 4291 §2.5.5.1), and all else below
        // the first that are given out.
        0x2002 | ..0x2000 | 0xff00.. => Reach::Nobody,
        _ => Reach::Public,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(addr: &str, near: &str) -> bool {
        may_ask(addr.parse().expect("an address"), near.parse().expect("an address"))
    }

    #[test]
    fn a_public_mail_host_leads_to_public_addresses_only() {
        for addr in ["192.0.2.80", "198.51.100.1", "2001:db8::80", "64:ff9b::c000:250"] {
            assert!(may(addr, "192.0.2.10"), "{addr}");
        }
        for addr in [
            "127.0.0.1",
            "127.8.8.8",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "100.64.0.1",
            "169.254.169.254",
            "fe80::1",
            "fec0::1",
            "fd00::1",
            "2002:a00:1::1",
            "64:ff9b:1::1",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "ff02::1",
        ] {
            assert!(!may(addr, "192.0.2.10"), "{addr}");
        }
    }

    #[test]
    fn a_mail_host_of_a_private_network_leads_to_such_a_network_but_not_to_this_machine() {
        assert!(may("10.0.0.80", "192.168.1.1") && may("fd00::80", "10.0.0.1"));
        assert!(may("192.0.2.80", "10.0.0.1") && may("127.0.0.1", "::1"));
        assert!(!may("127.0.0.1", "10.0.0.1") && !may("169.254.169.254", "10.0.0.1"));
        assert!(!may("10.0.0.1", "127.0.0.1") && !may("224.0.0.1", "224.0.0.2"));
    }
}
