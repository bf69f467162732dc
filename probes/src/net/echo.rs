//! ICMP echo by a raw socket, for those who may open one, and on systems where the unprivileged
//! socket hears routers too.
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use socket2::Type;
use surge_ping::{Client, Config, ICMP, IcmpPacket, PingIdentifier, PingSequence, SurgeError};

use super::{Heard, HopAnswer, Icmp, Packet};

/// A flow of echo requests: all with the same identifier and the same checksum.
pub(super) struct Echo {
    to: IpAddr,
    identifier: PingIdentifier,
    sent: AtomicU16,
}

impl Echo {
    pub(super) fn open(to: IpAddr) -> io::Result<Self> {
        client(to, 1)?;
        Ok(Self { to, identifier: PingIdentifier(rand::random()), sent: AtomicU16::new(0) })
    }

    /// Sends one echo request and waits, for ever if need be. The TTL belongs to a socket, so each
    /// packet has one.
    pub(super) async fn send(&self, packet: Packet) -> io::Result<Heard> {
        let client = client(self.to, packet.ttl)?;
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        let mut payload = (!number).to_be_bytes().to_vec();
        payload.resize(packet.payload(self.to, 8).max(payload.len()), 0);
        let mut pinger = client.pinger(self.to, self.identifier).await;
        pinger.timeout(Duration::MAX);
        match pinger.ping(PingSequence(number), &payload).await {
            Ok((packet, took)) => Ok(heard(&packet, took)),
            Err(SurgeError::IOError(error)) => Err(error),
            Err(error) => Err(io::Error::other(error)),
        }
    }
}

fn client(to: IpAddr, ttl: u8) -> io::Result<Client> {
    let kind = if to.is_ipv4() { ICMP::V4 } else { ICMP::V6 };
    let hint = if cfg!(target_os = "linux") { Type::RAW } else { Type::DGRAM };
    let config = Config::builder().kind(kind).sock_type_hint(hint).ttl(ttl.into()).build();
    let client = Client::new(&config)?;
    if hint == Type::RAW && client.get_socket().get_type() != hint {
        // What was opened instead shows the target, but no router on the way.
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(client)
}

fn heard(packet: &IcmpPacket, took: Duration) -> Heard {
    let (from, kind, code, ttl) = match packet {
        IcmpPacket::V4(packet) => (
            IpAddr::V4(packet.get_source()),
            packet.get_icmp_type().0,
            packet.get_icmp_code().0,
            packet.get_ttl(),
        ),
        IcmpPacket::V6(packet) => (
            IpAddr::V6(packet.get_source()),
            packet.get_icmpv6_type().0,
            packet.get_icmpv6_code().0,
            None,
        ),
    };
    let answer = match (from, kind) {
        (IpAddr::V4(_), 0) | (IpAddr::V6(_), 129) => HopAnswer::Echo,
        _ => HopAnswer::Icmp(Icmp { from, kind, code, mtu: None }),
    };
    Heard { ttl, ..Heard::plain(answer, took) }
}
