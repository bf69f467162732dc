//! A thread that only waits for the network.
//!
//! Handshakes and their like keep the main thread busy for milliseconds. What is measured beside
//! them would measure them too, so packets are sent, waited for and timed here.
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// The thread, or nothing where none can be had; then work is done where it is asked for.
pub(super) struct Outpost(Option<Runtime>);

impl Outpost {
    pub(super) fn open() -> Self {
        let built = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        Self(built.ok())
    }

    /// Does work there. Dropping the future ends the work.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        match &self.0 {
            Some(runtime) => Errand(runtime.spawn(work)).await,
            None => work.await,
        }
    }
}

impl Drop for Outpost {
    /// Not waited for: a run that is over must not depend on it.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Work that is under way there.
struct Errand<T>(JoinHandle<T>);

impl<T> Future for Errand<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        match ready!(Pin::new(&mut self.0).poll(cx)) {
            Ok(done) => Poll::Ready(done),
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // Only ending the outpost cancels it, and nobody is left to ask then.
            Err(_) => Poll::Pending,
        }
    }
}

impl<T> Drop for Errand<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
