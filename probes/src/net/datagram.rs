//! One datagram, and what comes back for it: data, or an entry in the error queue.
use std::io::{self, ErrorKind, Read};
use std::net::{IpAddr, SocketAddr};

use socket2::{SockRef, Socket};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::{DialError, HopAnswer, queue};

/// Sends one datagram and waits until an ICMP message answers it, or data in which `known` sees
/// an answer.
pub(super) async fn ask(
    socket: Socket,
    to: SocketAddr,
    packet: &[u8],
    known: impl Fn(&[u8]) -> Option<HopAnswer>,
) -> io::Result<HopAnswer> {
    socket.connect(&to.into())?;
    let here = socket.local_addr()?.as_socket().map(|local| local.ip());
    let socket = UdpSocket::from_std(socket.into())?;
    SockRef::from(&socket).send(packet)?;
    let look = || look(&socket, here, to.ip(), &known);
    socket.async_io(Interest::READABLE | Interest::ERROR, look).await
}

/// What lies there, or `WouldBlock`. The error queue comes first: a plain read would take the
/// error and leave the sender of the message behind.
fn look(
    socket: &UdpSocket,
    here: Option<IpAddr>,
    to: IpAddr,
    known: &impl Fn(&[u8]) -> Option<HopAnswer>,
) -> io::Result<HopAnswer> {
    let mut heard = [0; 64];
    loop {
        if let Some(told) = queue::take(socket, here, to) {
            return answer(told);
        }
        match (&*SockRef::from(socket)).read(&mut heard).map(|length| known(&heard[..length])) {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => {}
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Err(e),
            // A message came between the two looks: its sender lies in the queue now.
            Err(e) => return queue::take(socket, here, to).map_or(Err(e), answer),
        }
    }
}

fn answer(told: DialError) -> io::Result<HopAnswer> {
    told.icmp.map(HopAnswer::Icmp).ok_or(told.error)
}
