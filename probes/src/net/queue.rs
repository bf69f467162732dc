//! The socket error queue of Linux: which ICMP message stopped a packet, and who sent it (ip(7),
//! `IP_RECVERR`). It needs no privilege, and the kernel hands over only messages that quote a
//! packet of this very socket.
use std::io::{self, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsFd, AsRawFd};

use nix::libc::{self, sock_extended_err};
use nix::sys::socket::sockopt::{Ipv4RecvErr, Ipv6RecvErr};
use nix::sys::socket::{
    ControlMessageOwned, MsgFlags, RecvMsg, SockaddrStorage, recvmsg, setsockopt,
};

use super::{DialError, Icmp};

/// Begins or ends the keeping of error messages for this socket.
pub(super) fn keep(socket: &impl AsFd, to: IpAddr, keep: bool) -> io::Result<()> {
    match to {
        IpAddr::V4(_) => setsockopt(socket, Ipv4RecvErr, &keep)?,
        IpAddr::V6(_) => setsockopt(socket, Ipv6RecvErr, &keep)?,
    }
    Ok(())
}

/// Takes the oldest message. It has no ICMP part when this machine could not send the packet.
/// `here` is this end of the socket, `to` the other.
pub(super) fn take(socket: &impl AsRawFd, here: Option<IpAddr>, to: IpAddr) -> Option<DialError> {
    let mut quoted = [0; 64];
    let mut parts = [IoSliceMut::new(&mut quoted)];
    let mut space = nix::cmsg_space!(sock_extended_err, libc::sockaddr_in6);
    let flags = MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT;
    let message =
        recvmsg::<SockaddrStorage>(socket.as_raw_fd(), &mut parts, Some(&mut space), flags).ok()?;
    let (told, from) = entry(&message)?;
    let silent =
        |icmp: &Icmp| here == Some(icmp.from) && here != Some(to) && neighbour_silent(*icmp);
    Some(DialError {
        error: io::Error::from_raw_os_error(told.ee_errno.cast_signed()),
        icmp: icmp(told, from).filter(|icmp| !silent(icmp)),
    })
}

fn entry(
    message: &RecvMsg<'_, '_, SockaddrStorage>,
) -> Option<(sock_extended_err, Option<IpAddr>)> {
    message.cmsgs().ok()?.find_map(|control| match control {
        ControlMessageOwned::Ipv4RecvErr(error, from) => Some((error, from.and_then(v4))),
        ControlMessageOwned::Ipv6RecvErr(error, from) => Some((error, from.and_then(v6))),
        _ => None,
    })
}

fn icmp(told: sock_extended_err, from: Option<IpAddr>) -> Option<Icmp> {
    let by_icmp = matches!(told.ee_origin, libc::SO_EE_ORIGIN_ICMP | libc::SO_EE_ORIGIN_ICMP6);
    let from = from.filter(|_| by_icmp)?;
    Some(Icmp { from, kind: told.ee_type, code: told.ee_code })
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
