//! `check`: looks at each target in turn and tells what was found.
use std::io::{IsTerminal, stderr};
use std::thread;
use std::time::Duration;

use probes::limits;
use probes::net::system::{Settings, System};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use super::file::demands;
use super::output::{self, Output};
use super::{complain, interrupt};
use crate::check::{Errand, record};
use crate::cli::{Check, Look};
use crate::recording::{Ended, Recording};
use crate::redact::Redactor;
use crate::report::{live, worse};
use crate::target::{Asked, From};
use crate::trust::Store;
use crate::{diagnosis, vantage};

/// The exit status is that of the worst report.
pub(super) fn run(check: &Check) -> Result<u8, String> {
    let demands = check.look.expect.as_deref().map(demands).transpose()?;
    let asked = check.asked()?.into_iter().map(|asked| match &demands {
        Some(demands) => asked.demanding(demands.clone()),
        None => asked,
    });
    let asked: Vec<Asked> = asked.collect();
    if let Some(many) = asked.iter().map(|a| a.ports.len()).find(|n| *n > limits::PORTS) {
        return Err(format!("look at {many} ports: name at most {} at a time", limits::PORTS));
    }
    let mut output = Output::open(&check.tell, asked.len())?;
    let store = prepare(&check.look)?;
    let runtime = runtime()?;
    let interrupted = interrupt::watch();
    let (mut worst, mut redactor) = (0, Redactor::default());
    let mut left = asked.iter();
    for asked in left.by_ref() {
        let recording = runtime.block_on(look(check, asked, &store, interrupted.clone()));
        let recording = output::fit(&check.tell, &mut redactor, recording);
        let findings = diagnosis::diagnose(&recording);
        worst = worse(worst, output.tell(recording, findings)?);
        if *interrupted.borrow() || output.is_closed() {
            break;
        }
    }
    for asked in left.filter(|_| !output.is_closed()) {
        complain(&format!("look at {}: the run was ended before", asked.target.typed));
    }
    output.finish()?;
    Ok(worst)
}

/// Reads the trust store while the random generator gets ready: the first handshake must not
/// wait for it, or its time would be told as the server's.
fn prepare(look: &Look) -> Result<Store, String> {
    let warming = thread::spawn(probes::tls::warm_up);
    let mut store = Store::of(&look.trust)?;
    if let Some(file) = &look.ca_file {
        store.add(file)?;
    }
    // If it failed, the handshake will say so.
    let _ = warming.join();
    Ok(store)
}

fn runtime() -> Result<Runtime, String> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| format!("start: {error}"))
}

async fn look(
    check: &Check,
    asked: &Asked,
    store: &Store,
    interrupted: watch::Receiver<bool>,
) -> Recording {
    let Check { look, tell, .. } = check;
    let net = System::start(Settings { resolvers: look.resolver.clone() });
    let chosen = if look.resolver.is_empty() { From::Default } else { From::User };
    let vantage = vantage::here(net.resolvers(), chosen, look.ehlo_name.clone());
    let setup = look.setup();
    let language = output::first_language(tell);
    let live = live::watch(!tell.quiet && stderr().is_terminal(), language);
    let errand = Errand { asked, setup: &setup, store, vantage };
    let stop = stop(look.deadline, interrupted);
    record(&net, errand, stop, &live).await
}

async fn stop(deadline: Duration, mut interrupted: watch::Receiver<bool>) -> Ended {
    tokio::select! {
        () = tokio::time::sleep(deadline) => Ended::Deadline,
        Ok(_) = interrupted.wait_for(|yes| *yes) => Ended::Interrupted,
    }
}
