//! Packets with a small TTL by ordinary sockets of Linux.
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd;
use std::time::Duration;

use nix::libc;
use nix::sys::socket::getsockopt;
use nix::sys::socket::sockopt::{GetStruct, IpMtu};
use socket2::{Protocol, Socket, Type};
use tokio::time::Instant;

use super::dial::{self, Dialled};
use super::{Flow, Heard, HopAnswer, Packet, labels};

/// A SYN, from a port of its own: without privilege the kernel lets no two attempts share one.
pub(super) async fn tcp(flow: Flow, packet: Packet) -> io::Result<Heard> {
    let to = SocketAddr::new(flow.to, flow.port.unwrap_or_default());
    let socket = dial::socket(to, Type::STREAM, Protocol::TCP)?;
    limit_hops(&socket, flow.to, packet.ttl)?;
    leave_no_trace(&socket)?;
    let began = Instant::now();
    let dialled = dial::connect(socket, to).await;
    let took = began.elapsed();
    match dialled {
        Dialled::Open(..) => Ok(Heard::plain(HopAnswer::Open, took)),
        Dialled::Told(told) => {
            let labels = labels::read(&told.quoted, super::ip_header(flow.to));
            let icmp = told.icmp.ok_or(told.error)?;
            Ok(Heard { answer: HopAnswer::Icmp(icmp), took, ttl: told.ttl, labels })
        }
        Dialled::Failed(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            Ok(Heard::plain(HopAnswer::Reset, took))
        }
        Dialled::Failed(error) => Err(error),
    }
}

/// Lets the server's mail program never see the connection. Without quick acknowledgements the
/// kernel waits up to 200 ms with the last packet of the TCP handshake; with a linger time of zero
/// the close that follows at once sends a reset instead. So the connection is never complete,
/// `accept` does not return, and no "lost connection" is logged.
fn leave_no_trace(socket: &Socket) -> io::Result<()> {
    socket.set_tcp_quickack(false)?;
    socket.set_linger(Some(Duration::ZERO))
}

pub(super) fn limit_hops(socket: &Socket, to: IpAddr, ttl: u8) -> io::Result<()> {
    match to {
        IpAddr::V4(_) => socket.set_ttl_v4(ttl.into()),
        IpAddr::V6(_) => socket.set_unicast_hops_v6(ttl.into()),
    }
}

#[derive(Clone, Copy)]
struct Ipv6Mtu;
nix::getsockopt_impl!(
    Ipv6Mtu,
    libc::IPPROTO_IPV6,
    libc::IPV6_MTU,
    libc::c_int,
    GetStruct<libc::c_int>
);

/// Bytes of the largest packet that goes out in one piece on a connected socket: the link's, or
/// fewer if a router has said so already.
pub(super) fn mtu(socket: &impl AsFd, to: IpAddr) -> Option<u16> {
    let known = match to {
        IpAddr::V4(_) => getsockopt(socket, IpMtu),
        IpAddr::V6(_) => getsockopt(socket, Ipv6Mtu),
    };
    Some(known.ok()?.try_into().unwrap_or(u16::MAX))
}
