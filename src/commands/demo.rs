//! `demo`: the same engine, rules and report, in a world that exists only in memory.
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use fixtures::{Scenario, World};
use tokio::runtime::Builder;

use super::output::{Output, closed_is_fine, fit};
use super::serve;
use crate::check::{Errand, record};
use crate::cli::{self, Check, Demo};
use crate::recording::{Ended, Recording};
use crate::redact::Redactor;
use crate::spelling::nearest;
use crate::trust::Store;
use crate::{diagnosis, expect, vantage};

/// The resolver of every scenario.
const RESOLVER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 53)), 53);

pub(super) fn run(demo: &Demo) -> Result<u8, String> {
    if demo.list {
        return list();
    }
    let scenario = load(&demo.scenario)?;
    if demo.serve {
        return serve::run(demo, scenario);
    }
    let mut output = Output::open(&demo.tell, 1)?;
    let recording = fit(&demo.tell, &mut Redactor::default(), play(&demo.scenario, scenario)?);
    let findings = diagnosis::diagnose(&recording);
    let status = output.tell(recording, findings)?;
    output.finish()?;
    Ok(status)
}

fn list() -> Result<u8, String> {
    let names = Scenario::all();
    let width = names.iter().map(|name| name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for name in names {
        let scenario = Scenario::load(name).map_err(|error| format!("read it: {error}"))?;
        text += &format!("{name:width$}  {}\n", scenario.name);
    }
    closed_is_fine(io::stdout().write_all(text.as_bytes()))?;
    Ok(0)
}

fn load(name: &str) -> Result<Scenario, String> {
    if Scenario::all().contains(&name) {
        return Scenario::load(name).map_err(|error| format!("read it: {error}"));
    }
    let meant = nearest(name, &Scenario::all());
    let meant = meant.map(|near| format!("did you mean {near}? ")).unwrap_or_default();
    Err(format!("find the scenario {name:?}: {meant}mailprobe demo --list shows them all"))
}

/// The run that the scenario describes. Time is imaginary too: ten seconds of silence cost
/// nothing.
fn play(name: &str, scenario: Scenario) -> Result<Recording, String> {
    let words = cli::check(&scenario.target, &scenario.options);
    let check = words.map_err(|error| format!("read the options of {name}: {error}"))?;
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build();
    let runtime = runtime.map_err(|error| format!("start: {error}"))?;
    runtime.block_on(look(name, scenario, &check))
}

async fn look(name: &str, scenario: Scenario, check: &Check) -> Result<Recording, String> {
    let expectation = scenario.expectation.clone();
    let world = World::new(scenario);
    let look = &check.look;
    let asked = check.asked()?.swap_remove(0);
    let asked = match expectation {
        Some(text) => asked.demanding(expect::read(&text)?),
        None => asked,
    };
    let roots = world.roots();
    let other = world.other_roots().map(|roots| {
        Box::new(Store { source: "another store".to_owned(), roots, ..Store::default() })
    });
    let store =
        Store { source: format!("the scenario {name}"), roots, problems: Vec::new(), other };
    let vantage = vantage::imaginary(name, RESOLVER, look.ehlo_name.clone());
    let setup = look.setup();
    let errand = Errand { asked: &asked, setup: &setup, store: &store, vantage };
    let stop = async {
        tokio::time::sleep(look.deadline).await;
        Ended::Deadline
    };
    Ok(record(&world, errand, stop, &|_| ()).await)
}
