//! The socket error queue of Linux: which ICMP message stopped a packet, and who sent it (ip(7),
//! `IP_RECVERR`). It needs no privilege, and the kernel hands over only messages that quote a
//! packet of this very socket; of echo requests it compares no more than the identifier, so here
//! the destination is compared too.
use std::io::{self, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsFd, AsRawFd};

use nix::libc::{self, sock_extended_err};
use nix::sys::socket::sockopt::{Ipv4RecvErr, Ipv4RecvTtl, Ipv6RecvErr, Ipv6RecvHopLimit};
use nix::sys::socket::{
    ControlMessageOwned, MsgFlags, RecvMsg, SockaddrStorage, recvmsg, setsockopt,
};

use super::Icmp;

/// Bytes kept of what a message quotes: a packet as it was when the message was written, and the
/// extensions behind it.
const QUOTED: usize = 1024;

/// Messages about others' packets that are passed over at one go.
const MOST: usize = 256;

/// An entry of the queue.
#[derive(Debug)]
pub(super) struct Told {
    /// What the kernel makes of it.
    pub(super) error: io::Error,
    /// The message; none when it was this machine that could not send the packet.
    pub(super) icmp: Option<Icmp>,
    /// What was left of the message's own TTL.
    pub(super) ttl: Option<u8>,
    /// What it quotes, from behind the IP header and, of datagrams, the UDP header.
    pub(super) quoted: Vec<u8>,
}

/// Begins or ends the keeping of error messages for this socket.
pub(super) fn keep(socket: &impl AsFd, to: IpAddr, keep: bool) -> io::Result<()> {
    match to {
        IpAddr::V4(_) => {
            setsockopt(socket, Ipv4RecvErr, &keep)?;
            setsockopt(socket, Ipv4RecvTtl, &keep)?;
        }
        IpAddr::V6(_) => {
            setsockopt(socket, Ipv6RecvErr, &keep)?;
            setsockopt(socket, Ipv6RecvHopLimit, &keep)?;
        }
    }
    Ok(())
}

/// Takes the oldest message about a packet to `to`. `here` is this end of the socket.
pub(super) fn take(socket: &impl AsRawFd, here: Option<IpAddr>, to: IpAddr) -> Option<Told> {
    let mut quoted = vec![0; QUOTED];
    let entries = std::iter::from_fn(|| entry(socket, &mut quoted)).take(MOST);
    let entry = { entries }.find(|e| e.to == Some(to))?;
    quoted.truncate(entry.length);
    let silent =
        |icmp: &Icmp| here == Some(icmp.from) && here != Some(to) && neighbour_silent(*icmp);
    Some(Told {
        error: io::Error::from_raw_os_error(entry.told.ee_errno.cast_signed()),
        icmp: icmp(entry.told, entry.from).filter(|icmp| !silent(icmp)),
        ttl: entry.ttl,
        quoted,
    })
}

/// An entry as it lies there.
struct Entry {
    told: sock_extended_err,
    /// Who sent the message.
    from: Option<IpAddr>,
    /// Where the packet was going.
    to: Option<IpAddr>,
    ttl: Option<u8>,
    /// Bytes quoted.
    length: usize,
}

/// The oldest entry; `None` if there is none.
fn entry(socket: &impl AsRawFd, quoted: &mut [u8]) -> Option<Entry> {
    receive(socket, MsgFlags::MSG_ERRQUEUE, quoted, |message| {
        let (told, from) = reason(message)?;
        let (to, ttl) = (message.address.and_then(ip), hops_left(message));
        Some(Entry { told, from, to, ttl, length: message.bytes })
    })
    .ok()?
}

fn ip(address: SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|v4| IpAddr::from(v4.ip()));
    v4.or_else(|| address.as_sockaddr_in6().map(|v6| v6.ip().to_canonical()))
}

/// Takes the oldest datagram that is no error: its beginning, and what was left of its TTL.
pub(super) fn reply(socket: &impl AsRawFd) -> io::Result<(Vec<u8>, Option<u8>)> {
    let mut bytes = vec![0; QUOTED];
    let (ttl, length) =
        receive(socket, MsgFlags::empty(), &mut bytes, |m| (hops_left(m), m.bytes))?;
    bytes.truncate(length);
    Ok((bytes, ttl))
}

fn receive<T>(
    socket: &impl AsRawFd,
    flags: MsgFlags,
    bytes: &mut [u8],
    read: impl FnOnce(&RecvMsg<'_, '_, SockaddrStorage>) -> T,
) -> io::Result<T> {
    let mut parts = [IoSliceMut::new(bytes)];
    let mut space = nix::cmsg_space!(sock_extended_err, libc::sockaddr_in6, libc::c_int);
    let flags = flags | MsgFlags::MSG_DONTWAIT;
    Ok(read(&recvmsg(socket.as_raw_fd(), &mut parts, Some(&mut space), flags)?))
}

fn reason(
    message: &RecvMsg<'_, '_, SockaddrStorage>,
) -> Option<(sock_extended_err, Option<IpAddr>)> {
    message.cmsgs().ok()?.find_map(|control| match control {
        ControlMessageOwned::Ipv4RecvErr(error, from) => Some((error, from.and_then(v4))),
        ControlMessageOwned::Ipv6RecvErr(error, from) => Some((error, from.and_then(v6))),
        _ => None,
    })
}

fn hops_left(message: &RecvMsg<'_, '_, SockaddrStorage>) -> Option<u8> {
    let left = message.cmsgs().ok()?.find_map(|control| match control {
        ControlMessageOwned::Ipv4Ttl(left) | ControlMessageOwned::Ipv6HopLimit(left) => Some(left),
        _ => None,
    });
    left?.try_into().ok()
}

fn icmp(told: sock_extended_err, from: Option<IpAddr>) -> Option<Icmp> {
    let by_icmp = matches!(told.ee_origin, libc::SO_EE_ORIGIN_ICMP | libc::SO_EE_ORIGIN_ICMP6);
    let from = from.filter(|_| by_icmp)?;
    let message = Icmp { from, kind: told.ee_type, code: told.ee_code, mtu: None };
    let mtu = Some(told.ee_info).filter(|mtu| message.too_big() && *mtu > 0);
    Some(Icmp { mtu, ..message })
}

/// What the kernel writes to itself when the next hop answers neither ARP nor neighbour discovery.
/// No router said it. Other messages from here come from a filter on this machine, and are worth
/// keeping.
const fn neighbour_silent(icmp: Icmp) -> bool {
    matches!((icmp.from, icmp.kind, icmp.code), (IpAddr::V4(_), 3, 1) | (IpAddr::V6(_), 1, 3))
}

/// For messages without a sender the kernel leaves the family unset.
fn v4(from: libc::sockaddr_in) -> Option<IpAddr> {
    let known = i32::from(from.sin_family) == libc::AF_INET;
    known.then(|| Ipv4Addr::from(u32::from_be(from.sin_addr.s_addr)).into())
}

fn v6(from: libc::sockaddr_in6) -> Option<IpAddr> {
    let known = i32::from(from.sin6_family) == libc::AF_INET6;
    known.then(|| Ipv6Addr::from(from.sin6_addr.s6_addr).to_canonical())
}
