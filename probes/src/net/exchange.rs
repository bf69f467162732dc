//! One question to one resolver, by one transport. How long to wait is for the caller to say.
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use super::wire::Sent;

/// Bytes kept of a datagram: several times what a question says that an answer may have.
const MOST: usize = 4096;

/// Waits for the answer to this message; whatever else arrives at the port is ignored. The socket
/// is connected, so that a port where nobody listens is known at once.
#[expect(clippy::disallowed_methods, reason = "resolvers are not dialled like mail hosts")]
pub(super) async fn udp(server: SocketAddr, sent: &Sent) -> io::Result<Vec<u8>> {
    let any = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
    };
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
    }
}

/// The same over a connection: every message has its length before it (RFC 1035 §4.2.2).
#[expect(clippy::disallowed_methods, reason = "resolvers are not dialled like mail hosts")]
pub(super) async fn tcp(server: SocketAddr, sent: &Sent) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(sent.bytes.len()).expect("a question is shorter than 64 KiB");
    stream.write_all(&[&length.to_be_bytes()[..], &sent.bytes].concat()).await?;
    let mut heard = vec![0; stream.read_u16().await?.into()];
    stream.read_exact(&mut heard).await?;
    if !sent.is_answered_by(&heard) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer to something else"));
    }
    Ok(heard)
}
