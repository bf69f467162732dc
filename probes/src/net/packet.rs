//! One packet with a small TTL by an ordinary socket of Linux, whose error queue anybody may read.
//!
//! Each packet has a socket, and so a source port, of its own: where a router spreads flows over
//! several ways, two packets may take different ones.
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{Protocol, Socket, Type};

use super::{DialError, Hop, HopAnswer, datagram, dial, echo};

/// Where UDP tracing begins by custom: nobody listens there.
const UDP_PORTS: u16 = 33434;

/// A SYN.
pub(super) async fn tcp(hop: Hop) -> io::Result<HopAnswer> {
    let to = SocketAddr::new(hop.to, hop.port);
    let socket = dial::socket(to, Type::STREAM, Protocol::TCP)?;
    limit_hops(&socket, hop)?;
    leave_no_trace(&socket)?;
    match dial::connect(socket, to).await {
        Ok(_) => Ok(HopAnswer::Open),
        Err(DialError { icmp: Some(icmp), .. }) => Ok(HopAnswer::Icmp(icmp)),
        Err(DialError { error, .. }) if error.kind() == io::ErrorKind::ConnectionRefused => {
            Ok(HopAnswer::Reset)
        }
        Err(DialError { error, .. }) => Err(error),
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

/// A datagram to a port of its own per TTL, if none is asked for.
pub(super) async fn udp(hop: Hop) -> io::Result<HopAnswer> {
    let port = if hop.port == 0 { UDP_PORTS + u16::from(hop.ttl) } else { hop.port };
    let to = SocketAddr::new(hop.to, port);
    let socket = dial::socket(to, Type::DGRAM, Protocol::UDP)?;
    limit_hops(&socket, hop)?;
    datagram::ask(socket, to, b"mailprobe", |_| Some(HopAnswer::Open)).await
}

/// An ICMP echo request by the unprivileged socket, where the administrator lets this group
/// (`net.ipv4.ping_group_range`), or else by a raw one.
pub(super) async fn icmp(hop: Hop) -> io::Result<HopAnswer> {
    match datagram_echo(hop).await {
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied => echo::echo(hop).await,
        answer => answer,
    }
}

async fn datagram_echo(hop: Hop) -> io::Result<HopAnswer> {
    let to = SocketAddr::new(hop.to, 0);
    let (protocol, request, reply) = match hop.to {
        IpAddr::V4(_) => (Protocol::ICMPV4, 8, 0),
        IpAddr::V6(_) => (Protocol::ICMPV6, 128, 129),
    };
    let socket = dial::socket(to, Type::DGRAM, protocol)?;
    limit_hops(&socket, hop)?;
    // The kernel fills in checksum and identifier, and hands over replies to this identifier only.
    let packet = [request, 0, 0, 0, 0, 0, 0, hop.ttl];
    datagram::ask(socket, to, &packet, |heard| {
        (heard.first() == Some(&reply)).then_some(HopAnswer::Echo)
    })
    .await
}

fn limit_hops(socket: &Socket, hop: Hop) -> io::Result<()> {
    match hop.to {
        IpAddr::V4(_) => socket.set_ttl_v4(hop.ttl.into()),
        IpAddr::V6(_) => socket.set_unicast_hops_v6(hop.ttl.into()),
    }
}
