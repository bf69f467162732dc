//! `demo --serve`: a scenario on real sockets, for other people's tools.
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};

use fixtures::loopback::{Loopback, Place};
use fixtures::{Scenario, World};
use probes::Service;
use tokio::runtime::Builder;

use super::interrupt;
use super::output::closed_is_fine;
use super::sheet::Sheet;
use crate::cli::Demo;
use crate::vantage::{self, quoted};

/// The option without which nobody sees what a scan finds.
const SCAN: &str = "--tls-scan";

pub(super) fn run(demo: &Demo, mut scenario: Scenario) -> Result<u8, String> {
    // Whoever looks from outside has the real time.
    scenario.now = i64::try_from(vantage::now()).map_err(|_| "understand the clock".to_owned())?;
    let look = Look::of(&scenario);
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("start: {error}"))?;
    let mut interrupted = interrupt::watch();
    runtime.block_on(async {
        let world = World::new(scenario);
        let open = Loopback::open(&world, demo.port_base).await;
        let open = open.map_err(|error| told(&error))?;
        keep_root(demo, &world)?;
        closed_is_fine(show(demo, &look, open.places()))?;
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

fn show(demo: &Demo, look: &Look, places: &[Place]) -> io::Result<()> {
    let mut text = String::new();
    for place in places {
        let Place { host, there, service, here } = place;
        let here = here.map_or_else(|| "not opened".to_owned(), |here| here.to_string());
        let there = format!("{host} [{}] port {}", there.ip(), there.port());
        text += &format!("{here:<18}  {:<12}  {there}\n", service.row().name);
    }
    text += &look.advice(demo, places).unwrap_or_default();
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    // It is read before the end, since that is far.
    out.flush()
}

/// Why a port can't be opened, and what to type instead.
fn told(error: &io::Error) -> String {
    let instead = match error.kind() {
        io::ErrorKind::AddrInUse => "; take others with --port-base",
        io::ErrorKind::PermissionDenied => "; take higher ones with --port-base",
        _ => "",
    };
    format!("{error}{instead}")
}

/// How a scenario is looked at.
struct Look {
    /// What a user types, and the addresses that this name has by itself.
    target: String,
    addrs: Vec<Ipv4Addr>,
    /// Whether its fault shows in a scan only.
    scans: bool,
}

impl Look {
    fn of(scenario: &Scenario) -> Self {
        let name = scenario.dns.get(&scenario.target);
        Self {
            target: scenario.target.clone(),
            addrs: name.map(|name| name.a.clone()).unwrap_or_default(),
            scans: scenario.options.iter().any(|option| option == SCAN),
        }
    }

    /// How to look at the first host. On its ports that is looked for which belongs there, whatever
    /// the scenario has there instead.
    fn advice(&self, demo: &Demo, places: &[Place]) -> Option<String> {
        let here = IpAddr::from(Ipv4Addr::LOCALHOST);
        let is_first = |place: &&Place| place.here.is_some_and(|h| h.ip() == here);
        let first = places.iter().find(is_first)?;
        let ports = places.iter().filter(is_first).filter_map(|place| {
            let service = Service::on(place.there.port()).unwrap_or(place.service);
            Some(format!("{}={}", place.here?.port(), service.row().name))
        });
        let ports = ports.collect::<Vec<_>>().join(",");
        let own = self.addrs.iter().any(|addr| first.there.ip() == IpAddr::from(*addr));
        let target = if own { &self.target } else { &first.host };
        let root = demo.root.as_ref().map(|file| quoted(&file.to_string_lossy()));
        let root = root.map(|file| format!(" --trust {file}")).unwrap_or_default();
        let scan = if self.scans { format!(" {SCAN}") } else { String::new() };
        let words = format!("--connect {here} --ports {ports}{root}{scan}");
        Some(format!("\nto look at it: mailprobe check {target} {words}\n"))
    }
}
