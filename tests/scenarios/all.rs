//! Every scenario, run once for all tests that look at each of them.
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::thread;

use fixtures::{Expect, Scenario, Visit};
use mailprobe::diagnosis;
use mailprobe::finding::Finding;
use mailprobe::recording::Recording;

use crate::run::run;

/// A scenario, and what became of it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) expect: Expect,
    pub(crate) recording: Recording,
    pub(crate) findings: Vec<Finding>,
    pub(crate) visits: Vec<Visit>,
    pub(crate) dialled: Vec<SocketAddr>,
}

/// All of them.
pub(crate) fn all() -> &'static [Case] {
    static ALL: LazyLock<Vec<Case>> = LazyLock::new(each);
    &ALL
}

fn each() -> Vec<Case> {
    let names = Scenario::all();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let shares = names.chunks(names.len().div_ceil(workers));
        let work = |share: &[&'static str]| share.iter().map(|name| case(name)).collect::<Vec<_>>();
        let working: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
        working.into_iter().flat_map(|w| w.join().expect("no scenario panics")).collect()
    })
}

fn case(name: &'static str) -> Case {
    let scenario = Scenario::load(name).expect("it is listed");
    let expect = scenario.expect.clone();
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().expect("a runtime for tests");
    let (world, recording) = runtime.block_on(run(scenario));
    let findings = diagnosis::diagnose(&recording);
    let (visits, dialled) = (world.visits(), world.dialled());
    Case { name, expect, recording, findings, visits, dialled }
}
