//! One run against one target: all that was seen, put together as a recording.
use std::future::Future;

use probes::net::Net;
use probes::session::{Setup, micros};

use crate::engine::{self, Event, Run};
use crate::recording::{Ended, Recording, SCHEMA, Tool};
use crate::target::Asked;
use crate::trust::Store;
use crate::vantage::Vantage;

/// What a run is to do, and from where.
#[derive(Clone, Debug)]
pub struct Errand<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The limits and names for each visit.
    pub setup: &'a Setup,
    /// The authorities that are trusted.
    pub store: &'a Store,
    /// Where it is run.
    pub vantage: Vantage,
}

/// Looks at everything, until all is seen or `stop` says why not, and writes it down.
pub async fn record(
    net: &dyn Net,
    errand: Errand<'_>,
    stop: impl Future<Output = Ended>,
    tell: &dyn Fn(&Event<'_>),
) -> Recording {
    let Errand { asked, setup, store, vantage } = errand;
    let at = net.unix_time().as_secs();
    let began = net.elapsed();
    let run = engine::run(net, asked, setup, &store.roots, stop, tell).await;
    let Run { observations, skipped, ended } = run;
    Recording {
        schema: SCHEMA.to_owned(),
        redacted: None,
        tool: tool(),
        at,
        took_us: micros(net.elapsed().saturating_sub(began)),
        ended,
        asked: asked.clone(),
        vantage,
        trust: store.relevant(&observations),
        observations,
        skipped,
    }
}

fn tool() -> Tool {
    Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}
