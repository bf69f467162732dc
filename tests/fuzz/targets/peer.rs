//! A server that says what some bytes tell it to say, and a world that has no other.
//!
//! The bytes are said as they are, but for those behind `ff`: `ff w n` waits n × 100 ms, `ff l`
//! listens until something was said to it, `ff c` closes, `ff r` resets, and `ff n` begins what is
//! said to who comes next. Who has said all stays silent.
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use probes::net::{
    Answer, Connection, DialError, Flow, Gauge, Net, Packets, Question, TcpInfo, Wait,
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// What a peer does.
#[derive(Clone)]
enum Deed {
    Say(VecDeque<u8>),
    Wait(Duration),
    Listen,
    Close,
    Reset,
}

/// The world: whoever is called in it is such a server.
pub(crate) struct Stage {
    visits: Vec<VecDeque<Deed>>,
    called: AtomicUsize,
    began: Instant,
    /// When it begins, since the Unix epoch.
    at: Duration,
}

impl Stage {
    /// Belongs inside a tokio runtime.
    pub(crate) fn new(script: &[u8]) -> Self {
        let (visits, called) = (read(script), AtomicUsize::new(0));
        // The middle of the year 2026.
        let at = Duration::from_secs(1_781_524_800);
        Self { visits, called, began: Instant::now(), at }
    }
}

fn read(script: &[u8]) -> Vec<VecDeque<Deed>> {
    let mut visits = vec![VecDeque::new()];
    let mut bytes = script.iter().copied();
    while let Some(byte) = bytes.next() {
        let deeds = visits.last_mut().expect("there is one from the beginning");
        let code = if byte == 0xff { bytes.next() } else { None };
        match code {
            Some(b'w') => {
                let tenths = bytes.next().unwrap_or_default();
                deeds.push_back(Deed::Wait(Duration::from_millis(100) * tenths.into()));
            }
            Some(b'l') => deeds.push_back(Deed::Listen),
            Some(b'c') => deeds.push_back(Deed::Close),
            Some(b'r') => deeds.push_back(Deed::Reset),
            Some(b'n') => visits.push(VecDeque::new()),
            other => match deeds.back_mut() {
                Some(Deed::Say(said)) => said.push_back(other.unwrap_or(byte)),
                _ => deeds.push_back(Deed::Say(VecDeque::from([other.unwrap_or(byte)]))),
            },
        }
    }
    visits
}

impl Net for Stage {
    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn unix_time(&self) -> Duration {
        self.at + self.elapsed()
    }

    fn lookup(&self, _: Question, _: Duration) -> Wait<'_, Answer> {
        Box::pin(async { Answer { rcode: Some(3), ..Answer::default() } })
    }

    fn dial(&self, to: SocketAddr) -> Wait<'_, Result<Connection, DialError>> {
        let nth = self.called.fetch_add(1, Ordering::Relaxed).min(self.visits.len() - 1);
        let stream = Box::new(Peer { deeds: self.visits[nth].clone(), ..Peer::default() });
        let local = SocketAddr::from(([198, 51, 100, 23], 50_000));
        let took = Duration::ZERO;
        let local = if to.is_ipv4() { local } else { SocketAddr::from(([0x2001; 8], 50_000)) };
        Box::pin(async move { Ok(Connection { stream, local, took, gauge: Box::new(Blind) }) })
    }

    fn flow(&self, _: Flow) -> Wait<'_, io::Result<Box<dyn Packets + '_>>> {
        Box::pin(async { Err(io::ErrorKind::PermissionDenied.into()) })
    }
}

/// A kernel that tells nothing.
struct Blind;

impl Gauge for Blind {
    fn read(&self) -> Option<TcpInfo> {
        None
    }
}

#[derive(Default)]
struct Peer {
    deeds: VecDeque<Deed>,
    alarm: Option<Pin<Box<Sleep>>>,
    /// Whether something was said to it that it has not listened to.
    spoken_to: bool,
    listener: Option<Waker>,
}

impl AsyncRead for Peer {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let peer = &mut *self;
        while let Some(deed) = peer.deeds.front_mut() {
            match deed {
                Deed::Say(said) => {
                    let length = said.len().min(to.remaining());
                    let now: Vec<u8> = said.drain(..length).collect();
                    to.put_slice(&now);
                    if said.is_empty() {
                        peer.deeds.pop_front();
                    }
                    return Poll::Ready(Ok(()));
                }
                Deed::Wait(time) => {
                    let alarm = peer.alarm.get_or_insert_with(|| Box::pin(sleep(*time)));
                    ready!(alarm.as_mut().poll(context));
                    peer.alarm = None;
                }
                Deed::Listen if !peer.spoken_to => break,
                Deed::Listen => peer.spoken_to = false,
                Deed::Close => return Poll::Ready(Ok(())),
                Deed::Reset => return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
            }
            peer.deeds.pop_front();
        }
        peer.listener = Some(context.waker().clone());
        Poll::Pending
    }
}

impl AsyncWrite for Peer {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.spoken_to = true;
        self.listener.take().into_iter().for_each(Waker::wake);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Runs something in a time of its own, in which waiting costs nothing.
pub(crate) fn staged<T>(work: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().expect("memory for a runtime");
    runtime.block_on(work)
}
