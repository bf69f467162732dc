//! Ctrl-C: once, the run ends and is told; twice, everything ends.
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::ctrl_c;
use tokio::sync::watch;

/// What shells report of a program that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Becomes true with the first Ctrl-C. Listens on a thread of its own, so that the second one is
/// heard whatever the rest is doing.
pub(super) fn watch() -> watch::Receiver<bool> {
    let (tell, told) = watch::channel(false);
    thread::spawn(move || listen(&tell));
    told
}

fn listen(tell: &watch::Sender<bool>) {
    // Without a listener, Ctrl-C ends the process as it does any other.
    let Ok(runtime) = Builder::new_current_thread().enable_io().build() else { return };
    runtime.block_on(async {
        if ctrl_c().await.is_err() {
            return;
        }
        tell.send_replace(true);
        if ctrl_c().await.is_ok() {
            std::process::exit(INTERRUPTED);
        }
    });
}
