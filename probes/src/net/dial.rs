//! Opening TCP connections, and hearing why one does not open.
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::gauge::Peek;
#[cfg(target_os = "linux")]
use super::queue::Told;
use super::{Connection, DialError};

#[cfg(unix)]
const UNDER_WAY: i32 = nix::libc::EINPROGRESS;
/// WSAEWOULDBLOCK
#[cfg(not(unix))]
const UNDER_WAY: i32 = 10035;

/// Opens a connection, however long it takes. Whoever has a clock says how long that was.
pub(super) async fn dial(to: SocketAddr) -> Result<Connection, DialError> {
    let socket = socket(to, Type::STREAM, Protocol::TCP)?;
    socket.set_tcp_nodelay(true)?;
    let (stream, reset) = match connect(socket, to).await {
        Dialled::Open(stream, reset) => (stream, reset),
        Dialled::Told(told) => return Err(DialError { error: told.error, icmp: told.icmp }),
        Dialled::Failed(error) => return Err(error.into()),
    };
    // From here on, ICMP messages are hints again and no reason to break the connection.
    keep_errors(&stream, to.ip(), false)?;
    let local = stream.local_addr()?;
    let stream = Arc::new(stream);
    let gauge = Box::new(Peek(Arc::downgrade(&stream)));
    let stream = Box::new(Prompt { stream, reset });
    Ok(Connection { stream, local, took: Duration::ZERO, gauge })
}

/// A socket that does not block, and whose error queue is kept.
pub(super) fn socket(to: SocketAddr, kind: Type, protocol: Protocol) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(to), kind, Some(protocol))?;
    socket.set_nonblocking(true)?;
    keep_errors(&socket, to.ip(), true)?;
    Ok(socket)
}

/// What became of a SYN.
pub(super) enum Dialled {
    /// A connection, and the reset that has ended it already: the kernel tells an error once.
    Open(TcpStream, Option<io::Error>),
    /// A message ended it.
    Told(Told),
    /// Something else did.
    Failed(io::Error),
}

impl From<io::Error> for Dialled {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Sends the SYN and waits for what becomes of it.
pub(super) async fn connect(socket: Socket, to: SocketAddr) -> Dialled {
    attempt(socket, to).await.unwrap_or_else(Dialled::from)
}

async fn attempt(socket: Socket, to: SocketAddr) -> io::Result<Dialled> {
    match socket.connect(&to.into()) {
        Err(e) if e.raw_os_error() != Some(UNDER_WAY) => return Err(e),
        _ => {}
    }
    let stream = TcpStream::from_std(socket.into())?;
    stream.writable().await?;
    fate(stream, to.ip())
}

/// What has become of a socket that can be written to.
fn fate(stream: TcpStream, to: IpAddr) -> io::Result<Dialled> {
    // An entry in the error queue is the end, whatever the socket says: the kernel forgets the
    // error of a socket when its entry is taken, and may have kept the attempt alive until then.
    if let Some(told) = told(&stream, to) {
        return Ok(Dialled::Told(told));
    }
    // A reset of a SYN would be a refusal (RFC 9293 §3.10.7.3): this one came after the handshake.
    let was_open = |error: &io::Error| error.kind() == io::ErrorKind::ConnectionReset;
    let error = match (stream.take_error()?, stream.peer_addr()) {
        (None, Err(error)) => Some(stream.take_error()?.filter(was_open).unwrap_or(error)),
        (told, _) => told,
    };
    match error {
        Some(error) if !was_open(&error) => Err(error),
        reset => Ok(Dialled::Open(stream, reset)),
    }
}

/// Without an error queue nobody tells.
#[cfg(not(target_os = "linux"))]
pub(super) struct Told {
    error: io::Error,
    icmp: Option<super::Icmp>,
}

/// A connection that acknowledges at once what it reads. A server that has just sent session
/// tickets keeps its next line back until they are acknowledged (RFC 896), and a client that
/// waits for that line with its acknowledgement loses 40 ms on every port.
struct Prompt {
    stream: Arc<TcpStream>,
    /// What is told to who reads past the end, or writes.
    reset: Option<io::Error>,
}

impl AsyncRead for Prompt {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read(buffer.initialize_unfilled()) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                // What came before the reset is read first.
                Ok(0) | Err(_) if self.reset.is_some() => {
                    return Poll::Ready(self.reset.take().map_or(Ok(()), Err));
                }
                Err(e) => return Poll::Ready(Err(e)),
                Ok(length) => {
                    buffer.advance(length);
                    acknowledge(&self.stream);
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

impl AsyncWrite for Prompt {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.stream.poll_write_ready(context))?;
            match self.stream.try_write(bytes) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(e) => return Poll::Ready(Err(self.reset.take().unwrap_or(e))),
                done => return Poll::Ready(done),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(SockRef::from(&*self.stream).shutdown(std::net::Shutdown::Write))
    }
}

#[cfg(target_os = "linux")]
fn acknowledge(stream: &TcpStream) {
    // Only a matter of speed, and the kernel forgets the wish again: no reason to stop.
    let _ = SockRef::from(stream).set_tcp_quickack(true);
}

#[cfg(target_os = "linux")]
fn keep_errors(socket: &impl std::os::fd::AsFd, to: IpAddr, keep: bool) -> io::Result<()> {
    super::queue::keep(socket, to, keep)
}

#[cfg(target_os = "linux")]
fn told(stream: &TcpStream, to: IpAddr) -> Option<Told> {
    let here = stream.local_addr().ok().map(|local| local.ip());
    super::queue::take(stream, here, to)
}

#[cfg(not(target_os = "linux"))]
fn acknowledge(_: &TcpStream) {}

#[cfg(not(target_os = "linux"))]
fn keep_errors<T>(_: &T, _: IpAddr, _: bool) -> io::Result<()> {
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn told(_: &TcpStream, _: IpAddr) -> Option<Told> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    async fn listener() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has free ports");
        let at = listener.local_addr().expect("it is bound");
        (listener, at)
    }

    #[tokio::test]
    async fn a_connection_is_open_both_ways_and_can_be_gauged() {
        let (listener, at) = listener().await;
        let mut ours = dial(at).await.expect("somebody listens");
        let (mut theirs, from) = listener.accept().await.expect("somebody dials");
        assert_eq!(ours.local, from);
        ours.stream.write_all(b"hello").await.expect("the peer reads");
        let mut heard = [0; 5];
        theirs.read_exact(&mut heard).await.expect("the peer wrote");
        theirs.write_all(&heard).await.expect("we read");
        ours.stream.read_exact(&mut heard).await.expect("it comes back");
        assert_eq!(&heard, b"hello");
        ours.stream.shutdown().await.expect("the connection is open");
        assert_eq!(theirs.read(&mut heard).await.expect("an end is no error"), 0);
        if cfg!(target_os = "linux") {
            let info = ours.gauge.read().expect("the connection is open");
            assert!(info.rtt_us > 0 && info.path_mtu > 1000 && info.mss > 500, "{info:?}");
            assert_eq!(info.retransmits, 0);
        }
    }

    #[tokio::test]
    async fn a_gauge_does_not_keep_a_connection_open() {
        let (listener, at) = listener().await;
        let ours = dial(at).await.expect("somebody listens");
        let (mut theirs, _) = listener.accept().await.expect("somebody dials");
        drop(ours.stream);
        assert_eq!(theirs.read(&mut [0]).await.expect("an end is no error"), 0);
        assert_eq!(ours.gauge.read(), None);
    }

    #[tokio::test]
    async fn a_reset_behind_the_handshake_is_met_by_who_reads() {
        let (listener, at) = listener().await;
        let ours = socket(at, Type::STREAM, Protocol::TCP).expect("there is room for one");
        let Dialled::Open(ours, None) = connect(ours, at).await else { panic!("somebody listens") };
        let (mut theirs, _) = listener.accept().await.expect("somebody dials");
        theirs.write_all(b"220").await.expect("the peer is there");
        SockRef::from(&theirs).set_linger(Some(Duration::ZERO)).expect("it is a TCP socket");
        drop(theirs);
        let Ok(Dialled::Open(stream, reset)) = fate(ours, at.ip()) else {
            panic!("the handshake was whole")
        };
        let mut ours = Prompt { stream: Arc::new(stream), reset };
        let mut heard = [0; 3];
        ours.read_exact(&mut heard).await.expect("it came before the reset");
        let met = ours.read(&mut [0]).await.expect_err("the peer has reset it");
        assert_eq!(met.kind(), io::ErrorKind::ConnectionReset);
    }

    #[tokio::test]
    async fn a_port_where_nobody_listens_refuses() {
        let (listener, at) = listener().await;
        drop(listener);
        let refused = dial(at).await.err().expect("nobody listens");
        assert_eq!(refused.error.kind(), io::ErrorKind::ConnectionRefused);
        assert_eq!(refused.icmp, None);
    }
}
