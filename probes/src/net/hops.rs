//! One packet with a small TTL, and who answered.
use std::io;

use super::{Hop, HopAnswer, Method};

#[cfg(target_os = "linux")]
use super::packet;

/// Sends one packet and waits, for ever if need be. Dropping the future closes the socket.
///
/// For UDP, data that comes back counts as [`HopAnswer::Open`]. Error kinds of interest:
/// `PermissionDenied` when this machine does not allow it, `Unsupported` when the system doesn't
/// tell who answered, `HostUnreachable` when the next hop is silent to ARP or neighbour discovery.
pub(super) async fn hop(hop: Hop) -> io::Result<HopAnswer> {
    match hop.method {
        Method::Tcp => packet::tcp(hop).await,
        Method::Udp => packet::udp(hop).await,
        Method::Icmp => packet::icmp(hop).await,
    }
}

/// Without an error queue only ICMP echo learns who answered.
#[cfg(not(target_os = "linux"))]
mod packet {
    use std::io;

    use crate::net::{Hop, HopAnswer, echo};

    pub(super) async fn tcp(_: Hop) -> io::Result<HopAnswer> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) async fn udp(_: Hop) -> io::Result<HopAnswer> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) async fn icmp(hop: Hop) -> io::Result<HopAnswer> {
        echo::echo(hop).await
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::time::Duration;

    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;
    use crate::net::Icmp;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    async fn answer(method: Method, port: u16) -> io::Result<HopAnswer> {
        let hop = super::hop(Hop { to: HERE, port, ttl: 7, method });
        timeout(Duration::from_secs(5), hop).await.expect("loopback answers")
    }

    async fn listener() -> (TcpListener, u16) {
        let listener = TcpListener::bind((HERE, 0)).await.expect("loopback has free ports");
        let port = listener.local_addr().expect("it is bound").port();
        (listener, port)
    }

    #[tokio::test]
    async fn an_open_port_is_seen_and_its_server_is_not_bothered() {
        let (listener, port) = listener().await;
        assert_eq!(answer(Method::Tcp, port).await.expect("it can be sent"), HopAnswer::Open);
        let bothered = timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(bothered.is_err(), "the handshake was never complete");
    }

    #[tokio::test]
    async fn a_closed_port_resets() {
        let (listener, port) = listener().await;
        drop(listener);
        assert_eq!(answer(Method::Tcp, port).await.expect("it can be sent"), HopAnswer::Reset);
    }

    #[tokio::test]
    async fn the_target_says_that_nobody_listens() {
        let heard = answer(Method::Udp, 0).await.expect("it can be sent");
        assert_eq!(heard, HopAnswer::Icmp(Icmp { from: HERE, kind: 3, code: 3 }));
    }

    #[tokio::test]
    async fn an_echo_comes_back_or_is_not_permitted() {
        match answer(Method::Icmp, 0).await {
            Ok(heard) => assert_eq!(heard, HopAnswer::Echo),
            Err(e) => assert_eq!(e.kind(), io::ErrorKind::PermissionDenied),
        }
    }
}
