//! Counts what comes in during a handshake, and remembers how it began.
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::limits;
use crate::net::Stream;

/// A stream that ends when a peer sends more than a handshake can need.
pub(super) struct Meter {
    inner: Box<dyn Stream>,
    count: Reading,
}

/// What a meter shows.
#[derive(Clone, Default)]
pub(super) struct Reading(Arc<Mutex<Count>>);

#[derive(Default)]
struct Count {
    heard: Vec<u8>,
    bytes: usize,
    stopped: bool,
}

impl Meter {
    pub(super) fn around(inner: Box<dyn Stream>) -> (Self, Reading) {
        let count = Reading::default();
        (Self { inner, count: count.clone() }, count)
    }
}

impl Reading {
    /// The handshake is over: what comes now has other bounds.
    pub(super) fn stop(&self) {
        self.0.lock().expect("counting does not panic").stopped = true;
    }

    /// How it began.
    pub(super) fn heard(&self) -> Vec<u8> {
        self.0.lock().expect("counting does not panic").heard.clone()
    }

    fn add(&self, bytes: &[u8]) -> io::Result<()> {
        let mut count = self.0.lock().expect("counting does not panic");
        if count.stopped {
            return Ok(());
        }
        let room = limits::HEARD.saturating_sub(count.heard.len()).min(bytes.len());
        count.heard.extend_from_slice(&bytes[..room]);
        count.bytes += bytes.len();
        if count.bytes > limits::HANDSHAKE_BYTES {
            return Err(io::Error::other("the handshake does not end"));
        }
        Ok(())
    }
}

impl AsyncRead for Meter {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        Poll::Ready(self.count.add(&buf.filled()[before..]))
    }
}

impl AsyncWrite for Meter {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
