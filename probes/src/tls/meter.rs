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
            let endless = "the handshake does not end";
            return Err(io::Error::new(io::ErrorKind::InvalidData, endless));
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, repeat};

    use super::*;

    /// Says the same for ever, and takes everything.
    struct Endless(tokio::io::Repeat);

    impl AsyncRead for Endless {
        fn poll_read(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            buf: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_read(cx, buf)
        }
    }

    impl AsyncWrite for Endless {
        fn poll_write(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buf: &[u8],
        ) -> Poll<io::Result<usize>> {
            Poll::Ready(Ok(buf.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn a_handshake_that_does_not_end_is_given_up() {
        let (mut metered, reading) = Meter::around(Box::new(Endless(repeat(7))));
        let mut taken = 0;
        let mut chunk = [0; 1000];
        while let Ok(n) = metered.read(&mut chunk).await {
            taken += n;
            assert!(taken <= limits::HANDSHAKE_BYTES, "{taken}");
        }
        assert_eq!(reading.heard().len(), limits::HEARD);
    }

    #[tokio::test]
    async fn after_the_handshake_other_bounds_hold() {
        let (mut metered, reading) = Meter::around(Box::new(Endless(repeat(7))));
        reading.stop();
        let mut much = vec![0; 2 * limits::HANDSHAKE_BYTES];
        assert!(metered.read_exact(&mut much).await.is_ok());
        assert!(reading.heard().is_empty());
    }
}
