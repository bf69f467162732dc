//! Aliases for addresses.
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::known::Known;

/// A range whose addresses are alike, and the part of it that aliases are taken from.
struct Class {
    /// The first address of the range, and how many bits it is told by.
    range: (IpAddr, u8),
    /// The first address for aliases, and how many bits are the same in all.
    pool: (IpAddr, u8),
}

const fn v4(a: u8, b: u8, c: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, 0))
}

const fn v6(a: u16, b: u16, c: u16) -> IpAddr {
    IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
}

/// The ranges that are not public (RFC 1918, RFC 6598, RFC 3927, RFC 2544, RFC 1112 §4, RFC 4193,
/// RFC 4291 §2.5.6).
const CLASSES: [Class; 8] = [
    Class { range: (v4(10, 0, 0), 8), pool: (v4(10, 255, 0), 16) },
    Class { range: (v4(172, 16, 0), 12), pool: (v4(172, 31, 0), 16) },
    Class { range: (v4(192, 168, 0), 16), pool: (v4(192, 168, 192), 18) },
    Class { range: (v4(100, 64, 0), 10), pool: (v4(100, 127, 0), 16) },
    Class { range: (v4(169, 254, 0), 16), pool: (v4(169, 254, 128), 18) },
    Class { range: (v4(198, 18, 0), 15), pool: (v4(198, 19, 0), 16) },
    Class { range: (v4(240, 0, 0), 4), pool: (v4(250, 255, 0), 16) },
    Class { range: (v6(0xfc00, 0, 0), 7), pool: (v6(0xfdff, 0xffff, 0xffff), 48) },
];
const LINK_V6: Class = Class { range: (v6(0xfe80, 0, 0), 10), pool: (v6(0xfe80, 0, 0xffff), 48) };
/// For documentation (RFC 5737, RFC 3849). The class of all public addresses.
const PUBLIC_V4: [IpAddr; 3] = [v4(203, 0, 113), v4(198, 51, 100), v4(192, 0, 2)];
const PUBLIC_V6: [IpAddr; 2] = [v6(0x2001, 0xdb8, 0xffff), v6(0x2001, 0xdb8, 0xfffe)];

/// The aliases given so far.
#[derive(Default)]
pub(super) struct Addresses {
    /// Whether aliases in the recording are ours.
    pub(super) is_marked: bool,
    /// All addresses in the recording: none of them is an alias of another.
    taken: HashSet<IpAddr>,
    /// Their networks, and those of which aliases are.
    networks: HashSet<IpAddr>,
    /// The target's neighbourhoods, see [`vicinity`].
    vicinities: HashSet<IpAddr>,
    given: HashMap<IpAddr, IpAddr>,
    /// The network of aliases for each network, and how many are given of it.
    grown: HashMap<IpAddr, (IpAddr, u64)>,
    /// The pools in which no network is left, by their first address.
    spent: HashSet<IpAddr>,
}

impl Addresses {
    /// None of the addresses of a recording is an alias of another.
    pub(super) fn learn(&mut self, known: &Known) {
        let met: HashSet<IpAddr> = known.addresses().collect();
        self.given.retain(|_, alias| !met.contains(alias));
        self.networks.extend(met.iter().map(|addr| network(*addr)));
        self.vicinities.extend(known.vicinities());
        self.taken.extend(met);
    }

    /// The alias of an address that may not stay.
    pub(super) fn alias(&mut self, addr: IpAddr) -> IpAddr {
        if let IpAddr::V6(v6) = addr
            && let Some((inner, wrap)) = embedded(v6)
        {
            let IpAddr::V4(alias) = self.alias(IpAddr::V4(inner)) else { return addr };
            return IpAddr::V6(wrap(alias));
        }
        if self.is_marked && self.is_ours(addr) {
            return addr;
        }
        if let Some(alias) = self.given.get(&addr) {
            return *alias;
        }
        let alias = self.fresh(addr);
        self.given.insert(addr, alias);
        alias
    }

    /// Whether it has the form of an alias.
    fn is_ours(&self, addr: IpAddr) -> bool {
        let pools = self.pools(addr);
        pools.iter().any(|(first, bits)| masked(addr, *bits) == *first) || self.is_beside(addr)
    }

    /// Whether it is a private address in the target's own private network. That network is told
    /// anyway, and rules ask whether somebody stands in it.
    fn is_beside(&self, addr: IpAddr) -> bool {
        class(addr).is_some() && self.vicinities.contains(&vicinity(addr))
    }

    /// Where aliases of an address may be taken from: first address and bits.
    fn pools(&self, addr: IpAddr) -> Vec<(IpAddr, u8)> {
        match (class(addr), addr) {
            (Some(class), _) => vec![class.pool],
            (None, IpAddr::V4(_)) => PUBLIC_V4.map(|net| (net, 24)).to_vec(),
            (None, IpAddr::V6(_)) => PUBLIC_V6.map(|net| (net, 48)).to_vec(),
        }
    }

    fn fresh(&mut self, addr: IpAddr) -> IpAddr {
        // There are few networks for documentation: public addresses share them.
        let home = match addr {
            IpAddr::V4(_) if class(addr).is_none() => v4(0, 0, 0),
            _ => network(addr),
        };
        let shared = self.pools(addr)[0].0;
        loop {
            let (net, last) = match self.grown.get(&home) {
                Some((net, last)) if *last < hosts(addr) => (*net, *last),
                // Nobody makes so many but to do harm. They share one.
                _ if self.spent.contains(&shared) => return shared,
                _ => match self.free_network(addr) {
                    Some(net) => (net, 0),
                    None => {
                        self.spent.insert(shared);
                        return shared;
                    }
                },
            };
            self.grown.insert(home, (net, last + 1));
            let alias = plus(net, u128::from(last) + 1);
            if self.taken.insert(alias) {
                return alias;
            }
        }
    }

    /// A network in which no address of the recording is, unless that can't be had.
    fn free_network(&mut self, addr: IpAddr) -> Option<IpAddr> {
        if self.is_beside(addr) {
            let own = match addr {
                IpAddr::V4(_) => network(addr),
                IpAddr::V6(_) => plus(vicinity(addr), 0xffff << 64),
            };
            let again = self.grown.values().any(|(net, _)| *net == own);
            return (!again).then_some(own);
        }
        let used: HashSet<IpAddr> = self.grown.values().map(|(net, _)| *net).collect();
        let all: Vec<IpAddr> = self.pools(addr).into_iter().flat_map(networks_of).collect();
        let apart = |net: &&IpAddr| !used.contains(net) && !self.networks.contains(net);
        let far = |net: &&IpAddr| !self.vicinities.contains(&vicinity(**net));
        let free = all.iter().filter(apart).find(far).copied();
        // Where documentation is what the target itself comes from, as in examples.
        let spare = || all.iter().filter(far).find(|net| !used.contains(net)).copied();
        free.or_else(spare).or_else(|| all.iter().find(|net| !used.contains(net)).copied())
    }
}

/// The class of an address that is not public.
fn class(addr: IpAddr) -> Option<&'static Class> {
    let is_in = |class: &&Class| masked(addr, class.range.1) == class.range.0;
    CLASSES.iter().chain([&LINK_V6]).find(is_in)
}

/// Whether an address is of a range that everybody can reach.
pub(super) fn is_public(addr: IpAddr) -> bool {
    class(addr).is_none()
}

/// The neighbourhood by which rules tell whose a router is: the /24 or /48.
pub(super) fn vicinity(addr: IpAddr) -> IpAddr {
    masked(addr, if addr.is_ipv4() { 24 } else { 48 })
}

/// The smallest network that is usual: the /24 or /64.
fn network(addr: IpAddr) -> IpAddr {
    masked(addr, if addr.is_ipv4() { 24 } else { 64 })
}

/// How many aliases a network has room for. More of one IPv6 network are nobody's.
const fn hosts(addr: IpAddr) -> u64 {
    if addr.is_ipv4() { 254 } else { 0xffff }
}

/// The networks of a pool, at most 256.
fn networks_of((first, bits): (IpAddr, u8)) -> Vec<IpAddr> {
    let whole: u8 = if first.is_ipv4() { 24 } else { 64 };
    let step = if first.is_ipv4() { 1 << 8 } else { 1 << 64 };
    let count = 1u128 << (whole - bits).min(8);
    (0..count).map(|n| plus(first, n * step)).collect()
}

fn plus(addr: IpAddr, more: u128) -> IpAddr {
    match addr {
        IpAddr::V4(v4) => {
            let more = u32::try_from(more).unwrap_or_default();
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits().wrapping_add(more)))
        }
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits().wrapping_add(more))),
    }
}

fn masked(addr: IpAddr, bits: u8) -> IpAddr {
    let bits = u32::from(bits);
    match addr {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or_default();
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or_default();
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

/// How an IPv4 address stands within an IPv6 one.
type Wrap = fn(Ipv4Addr) -> Ipv6Addr;

/// An IPv4 address within an IPv6 one, and how another would stand there (RFC 4291 §2.5.5.2,
/// RFC 6052 §2.1).
pub(super) fn embedded(v6: Ipv6Addr) -> Option<(Ipv4Addr, Wrap)> {
    if let Some(v4) = v6.to_ipv4_mapped() {
        return Some((v4, |v4| v4.to_ipv6_mapped()));
    }
    const TRANSLATED: u128 = 0x64_ff9b << 96;
    let bits = v6.to_bits();
    let low = u32::try_from(bits & u128::from(u32::MAX)).unwrap_or_default();
    let wrap: Wrap = |v4| Ipv6Addr::from_bits(TRANSLATED | u128::from(v4.to_bits()));
    (bits >> 32 == TRANSLATED >> 32).then_some((Ipv4Addr::from_bits(low), wrap))
}
