//! ICMP echo by a raw socket, for those who may open one, and on systems where the unprivileged
//! socket hears routers too.
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use socket2::Type;
use surge_ping::{Client, Config, ICMP, IcmpPacket, PingIdentifier, PingSequence, SurgeError};

use super::{Hop, HopAnswer, Icmp};

/// Sends one echo request and waits, for ever if need be.
pub(super) async fn echo(hop: Hop) -> io::Result<HopAnswer> {
    let client = client(hop)?;
    let mut pinger = client.pinger(hop.to, PingIdentifier(rand::random())).await;
    pinger.timeout(Duration::MAX);
    match pinger.ping(PingSequence(hop.ttl.into()), b"mailprobe").await {
        Ok((packet, _)) => Ok(answer(&packet)),
        Err(SurgeError::IOError(error)) => Err(error),
        Err(error) => Err(io::Error::other(error)),
    }
}

fn client(hop: Hop) -> io::Result<Client> {
    let kind = if hop.to.is_ipv4() { ICMP::V4 } else { ICMP::V6 };
    let hint = if cfg!(target_os = "linux") { Type::RAW } else { Type::DGRAM };
    let config = Config::builder().kind(kind).sock_type_hint(hint).ttl(hop.ttl.into()).build();
    let client = Client::new(&config)?;
    if hint == Type::RAW && client.get_socket().get_type() != hint {
        // What was opened instead shows the target, but no router on the way.
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(client)
}

fn answer(packet: &IcmpPacket) -> HopAnswer {
    let icmp = match packet {
        IcmpPacket::V4(packet) => Icmp {
            from: IpAddr::V4(packet.get_source()),
            kind: packet.get_icmp_type().0,
            code: packet.get_icmp_code().0,
        },
        IcmpPacket::V6(packet) => Icmp {
            from: IpAddr::V6(packet.get_source()),
            kind: packet.get_icmpv6_type().0,
            code: packet.get_icmpv6_code().0,
        },
    };
    match (icmp.from, icmp.kind) {
        (IpAddr::V4(_), 0) | (IpAddr::V6(_), 129) => HopAnswer::Echo,
        _ => HopAnswer::Icmp(icmp),
    }
}
