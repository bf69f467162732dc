//! Flows of packets with small TTLs, as far as this system lets an ordinary user send them.
use std::io;

use super::echo::Echo;
use super::{Flow, Heard, Packet};

#[cfg(target_os = "linux")]
use linux::Ordinary;

/// An open flow.
pub(super) enum Open {
    /// By ordinary sockets.
    Ordinary(Ordinary),
    /// By a raw socket, for those who may open one.
    Raw(Echo),
}

impl Open {
    /// Error kinds of interest: `PermissionDenied` when this machine does not allow it,
    /// `Unsupported` when the system doesn't tell who answers.
    pub(super) fn new(flow: Flow) -> io::Result<Self> {
        match Ordinary::open(flow) {
            Err(e) if flow.method == super::Method::Icmp && is_refusal(&e) => {
                Echo::open(flow.to).map(Self::Raw)
            }
            opened => opened.map(Self::Ordinary),
        }
    }

    /// Sends one packet and waits, for ever if need be. Dropping the future ends the waiting.
    ///
    /// For UDP, data that comes back counts as [`super::HopAnswer::Open`]. `HostUnreachable` means
    /// that the next hop is silent to ARP or neighbour discovery.
    pub(super) async fn send(&self, packet: Packet) -> io::Result<Heard> {
        match self {
            Self::Ordinary(ordinary) => ordinary.send(packet).await,
            Self::Raw(echo) => echo.send(packet).await,
        }
    }

    pub(super) fn mtu(&self) -> Option<u16> {
        match self {
            Self::Ordinary(ordinary) => ordinary.mtu(),
            Self::Raw(_) => None,
        }
    }
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported)
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;

    use crate::net::datagram::Datagrams;
    use crate::net::{Flow, Heard, Method, Packet, packet};

    pub(in crate::net) enum Ordinary {
        Tcp(Flow),
        Datagrams(Datagrams),
    }

    impl Ordinary {
        pub(super) fn open(flow: Flow) -> io::Result<Self> {
            match flow.method {
                Method::Tcp => Ok(Self::Tcp(flow)),
                Method::Udp | Method::Icmp => Datagrams::open(flow).map(Self::Datagrams),
            }
        }

        pub(super) async fn send(&self, packet: Packet) -> io::Result<Heard> {
            match self {
                Self::Tcp(flow) => packet::tcp(*flow, packet).await,
                Self::Datagrams(datagrams) => datagrams.send(packet).await,
            }
        }

        pub(super) fn mtu(&self) -> Option<u16> {
            match self {
                Self::Tcp(_) => None,
                Self::Datagrams(datagrams) => datagrams.mtu(),
            }
        }
    }
}

/// Without an error queue only a raw socket learns who answered.
#[cfg(not(target_os = "linux"))]
pub(super) enum Ordinary {}

#[cfg(not(target_os = "linux"))]
impl Ordinary {
    fn open(_: Flow) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    async fn send(&self, _: Packet) -> io::Result<Heard> {
        match *self {}
    }

    fn mtu(&self) -> Option<u16> {
        match *self {}
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::time::Duration;

    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;
    use crate::net::{HopAnswer, Icmp, Method};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const SMALL: Packet = Packet { ttl: 7, bytes: None };

    async fn answer(method: Method, port: u16) -> io::Result<Heard> {
        let open = Open::new(Flow { to: HERE, port: Some(port), method })?;
        timeout(Duration::from_secs(5), open.send(SMALL)).await.expect("loopback answers")
    }

    async fn listener() -> (TcpListener, u16) {
        let listener = TcpListener::bind((HERE, 0)).await.expect("loopback has free ports");
        let port = listener.local_addr().expect("it is bound").port();
        (listener, port)
    }

    #[tokio::test]
    async fn an_open_port_is_seen_and_its_server_is_not_bothered() {
        let (listener, port) = listener().await;
        let heard = answer(Method::Tcp, port).await.expect("it can be sent");
        assert_eq!(heard.answer, HopAnswer::Open);
        let bothered = timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(bothered.is_err(), "the handshake was never complete");
    }

    #[tokio::test]
    async fn a_closed_port_resets() {
        let (listener, port) = listener().await;
        drop(listener);
        let heard = answer(Method::Tcp, port).await.expect("it can be sent");
        assert_eq!(heard.answer, HopAnswer::Reset);
    }

    #[tokio::test]
    async fn packets_of_one_flow_are_told_apart_by_what_the_answers_quote() {
        let open = Open::new(Flow { to: HERE, port: None, method: Method::Udp });
        let open = open.expect("anybody may send datagrams");
        let largest = open.mtu().expect("the socket is connected").min(1500);
        let sizes = [None, Some(100), Some(largest)];
        let sent = sizes.map(|bytes| open.send(Packet { ttl: 7, bytes }));
        let all = timeout(Duration::from_secs(5), futures_util::future::join_all(sent)).await;
        for heard in all.expect("loopback answers") {
            let Heard { answer, ttl, labels, .. } = heard.expect("it can be sent");
            let here = Icmp { from: HERE, kind: 3, code: 3, mtu: None };
            assert_eq!((answer, ttl, labels), (HopAnswer::Icmp(here), Some(64), vec![]));
        }
    }

    #[tokio::test]
    async fn an_echo_comes_back_or_is_not_permitted() {
        match answer(Method::Icmp, 0).await {
            Ok(heard) => assert_eq!(heard.answer, HopAnswer::Echo),
            Err(e) => assert_eq!(e.kind(), io::ErrorKind::PermissionDenied),
        }
    }
}
