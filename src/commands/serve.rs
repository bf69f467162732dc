//! `demo --serve`: a scenario on real sockets, for other people's tools.
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};

use fixtures::loopback::{Loopback, Place};
use fixtures::{Scenario, World};
use tokio::runtime::Builder;

use super::interrupt;
use super::output::closed_is_fine;
use super::sheet::Sheet;
use crate::cli::Demo;
use crate::vantage;

pub(super) fn run(demo: &Demo, mut scenario: Scenario) -> Result<u8, String> {
    // Whoever looks from outside has the real time.
    scenario.now = i64::try_from(vantage::now()).map_err(|_| "understand the clock".to_owned())?;
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("start: {error}"))?;
    let mut interrupted = interrupt::watch();
    runtime.block_on(async {
        let world = World::new(scenario);
        let open = Loopback::open(&world, demo.port_base).await;
        let open = open.map_err(|error| error.to_string())?;
        keep_root(demo, &world)?;
        closed_is_fine(show(demo, open.places()))?;
        tokio::select! {
            () = open.serve() => Ok(0),
            _ = interrupted.changed() => Ok(0),
        }
    })
}

fn keep_root(demo: &Demo, world: &World) -> Result<(), String> {
    let Some(file) = &demo.root else { return Ok(()) };
    let mut sheet = Sheet::open(file)?;
    sheet.text().extend(world.root_pem().as_bytes());
    sheet.finish()
}

fn show(demo: &Demo, places: &[Place]) -> io::Result<()> {
    let mut text = String::new();
    for place in places {
        let Place { host, there, service, here } = place;
        let here = here.map_or_else(|| "not opened".to_owned(), |here| here.to_string());
        let there = format!("{host} [{}] port {}", there.ip(), there.port());
        text += &format!("{here:<18}  {:<12}  {there}\n", service.row().name);
    }
    text += &advice(demo, places).unwrap_or_default();
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    // It is read before the end, since that is far.
    out.flush()
}

/// How to look at the first host.
fn advice(demo: &Demo, places: &[Place]) -> Option<String> {
    let first = IpAddr::from(Ipv4Addr::LOCALHOST);
    let ports = places.iter().filter_map(|place| {
        let here = place.here.filter(|here| here.ip() == first)?;
        Some(format!("{}={}", here.port(), place.service.row().name))
    });
    let ports = ports.collect::<Vec<_>>().join(",");
    let host = &places.iter().find(|place| place.here.is_some_and(|h| h.ip() == first))?.host;
    let root = demo.root.as_ref().map(|file| format!(" --trust {}", file.display()));
    let (connect, root) = (format!("--connect {first}"), root.unwrap_or_default());
    Some(format!("\nto look at it: mailprobe check {host} {connect} --ports {ports}{root}\n"))
}
