//! One question to one resolver, by one transport.
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, timeout_at};

use super::wire::Sent;
use crate::{Failure, FailureKind};

/// Bytes kept of a datagram: several times what a question says that an answer may have.
const MOST: usize = 4096;

/// Waits until then for the answer to this message; whatever else arrives at the port is ignored.
/// The socket is connected, so that a port where nobody listens is known at once.
#[expect(clippy::disallowed_methods, reason = "resolvers are not dialled like mail hosts")]
pub(super) async fn udp(server: SocketAddr, sent: &Sent, end: Instant) -> Result<Vec<u8>, Failure> {
    let any = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
    };
    let mut others = false;
    let conversation = async {
        let socket = UdpSocket::bind(any).await?;
        socket.connect(server).await?;
        socket.send(&sent.bytes).await?;
        let mut heard = vec![0; MOST];
        loop {
            let length = socket.recv(&mut heard).await?;
            if sent.is_answered_by(&heard[..length]) {
                heard.truncate(length);
                return Ok(heard);
            }
            others = true;
        }
    };
    match timeout_at(end, conversation).await {
        Ok(heard) => heard.map_err(|error: io::Error| error.into()),
        Err(_) if others => Err(late("what came is no answer to this question")),
        Err(_) => Err(Failure::timed_out()),
    }
}

/// The same over a connection: every message has its length before it (RFC 1035 §4.2.2).
#[expect(clippy::disallowed_methods, reason = "resolvers are not dialled like mail hosts")]
pub(super) async fn tcp(server: SocketAddr, sent: &Sent, end: Instant) -> Result<Vec<u8>, Failure> {
    let mut begun = false;
    let conversation = async {
        let mut stream = TcpStream::connect(server).await?;
        let length = u16::try_from(sent.bytes.len()).expect("a question is shorter than 64 KiB");
        stream.write_all(&[&length.to_be_bytes()[..], &sent.bytes].concat()).await?;
        let first = stream.read_u8().await?;
        begun = true;
        let length = u16::from_be_bytes([first, stream.read_u8().await?]);
        let mut heard = vec![0; length.into()];
        stream.read_exact(&mut heard).await?;
        Ok(heard)
    };
    match timeout_at(end, conversation).await {
        Ok(Ok(heard)) if sent.is_answered_by(&heard) => Ok(heard),
        Ok(Ok(_)) => Err(Failure::new(FailureKind::Unexpected, "an answer to something else")),
        Ok(Err(error)) => Err(io::Error::into(error)),
        Err(_) if begun => Err(late("one began over TCP and did not end")),
        Err(_) => Err(Failure::timed_out()),
    }
}

/// Something came in time, and was not it.
fn late(what: &str) -> Failure {
    let Failure { kind, detail } = Failure::timed_out();
    Failure::new(kind, format!("{detail}: {what}"))
}
