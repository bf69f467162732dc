//! Ctrl-C, or SIGTERM, as CI runners send it: once, the run ends and is told; twice, everything
//! ends.
use std::io;
use std::sync::mpsc;
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::watch;

/// What shells report of a program that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Becomes true with the first signal, from now on. Listens on a thread of its own, so that the
/// second one is heard whatever the rest is doing.
pub(super) fn watch() -> watch::Receiver<bool> {
    let (tell, told) = watch::channel(false);
    let (ready, begun) = mpsc::channel::<()>();
    thread::spawn(move || listen(&tell, ready));
    // If it can't listen, it has gone.
    let _ = begun.recv();
    told
}

fn listen(tell: &watch::Sender<bool>, ready: mpsc::Sender<()>) {
    // Without a listener, a signal ends the process as it does any other.
    let Ok(runtime) = Builder::new_current_thread().enable_io().build() else { return };
    runtime.block_on(async {
        let Ok(mut ends) = Ends::new() else { return };
        drop(ready);
        ends.next().await;
        tell.send_replace(true);
        let status = ends.next().await;
        std::process::exit(status);
    });
}

/// The signals that end a run. Each stands for the exit status that shells report of a program
/// that it ended.
#[cfg(unix)]
struct Ends {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ends {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) -> i32 {
        /// What shells report of a program that SIGTERM ended.
        const TERMINATED: i32 = 143;
        tokio::select! {
            _ = self.interrupt.recv() => INTERRUPTED,
            _ = self.terminate.recv() => TERMINATED,
        }
    }
}

#[cfg(not(unix))]
struct Ends;

#[cfg(not(unix))]
impl Ends {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> i32 {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        INTERRUPTED
    }
}
