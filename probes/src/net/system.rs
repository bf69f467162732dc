//! The real network. The one file that may read the clock.
#![expect(clippy::disallowed_methods, reason = "this is where time comes from")]
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::flow::Open;
use super::hosts::Hosts;
use super::outpost::Outpost;
use super::resolve::Resolver;
use super::resolvers::{self, Resolvers};
use super::{
    Answer, Connection, DialError, Flow, Heard, Net, Packet, Packets, Question, Wait, dial,
};

/// Where other programs look before they ask the DNS.
const HOSTS: &str = "/etc/hosts";

/// How the real network is to be used.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The resolvers to ask, in order. Empty: those of the system, and its hosts file before them.
    pub resolvers: Vec<SocketAddr>,
}

/// The real network, and the clock of one run.
pub struct System {
    began: Instant,
    resolvers: Resolvers,
    resolver: Arc<Resolver>,
    outpost: Outpost,
}

impl System {
    /// Starts the clock, and reads the system's settings when they are needed. Cannot fail: a file
    /// that is missing stands for its defaults.
    pub fn start(settings: Settings) -> Self {
        let began = Instant::now();
        let hosts = settings.resolvers.is_empty().then(|| Hosts::read(HOSTS));
        let resolvers = resolvers::choose(settings.resolvers);
        let resolver = Arc::new(Resolver::new(resolvers.addrs.clone(), hosts));
        Self { began, resolvers, resolver, outpost: Outpost::open() }
    }

    /// Which resolvers are asked, and who chose them.
    pub const fn resolvers(&self) -> &Resolvers {
        &self.resolvers
    }
}

impl Net for System {
    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn unix_time(&self) -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn lookup(&self, question: Question, within: Duration) -> Wait<'_, Answer> {
        let resolver = Arc::clone(&self.resolver);
        Box::pin(self.outpost.run(async move { resolver.lookup(&question, within).await }))
    }

    fn dial(&self, to: SocketAddr) -> Wait<'_, Result<Connection, DialError>> {
        Box::pin(self.outpost.run(async move {
            let began = Instant::now();
            let dialled = dial::dial(to).await;
            dialled.map(|c| Connection { took: began.elapsed(), ..c })
        }))
    }

    fn flow(&self, flow: Flow) -> Wait<'_, io::Result<Box<dyn Packets + '_>>> {
        Box::pin(async move {
            let open = self.outpost.run(async move { Open::new(flow) }).await?;
            let way: Box<dyn Packets + '_> =
                Box::new(Way { outpost: &self.outpost, open: Arc::new(open) });
            Ok(way)
        })
    }
}

/// A flow that is sent, waited for and timed at the outpost.
struct Way<'s> {
    outpost: &'s Outpost,
    open: Arc<Open>,
}

impl Packets for Way<'_> {
    fn send(&self, packet: Packet) -> Wait<'_, io::Result<Heard>> {
        let open = Arc::clone(&self.open);
        Box::pin(self.outpost.run(async move { open.send(packet).await }))
    }

    fn mtu(&self) -> Option<u16> {
        self.open.mtu()
    }
}
