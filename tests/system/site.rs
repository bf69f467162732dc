//! The servers of a scenario, on real sockets with ports that anybody may open.
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use fixtures::loopback::attend;
use fixtures::server::Desk;
use fixtures::{Scenario, Visits, World};
use probes::Service;
use tokio::runtime::Builder;

use super::resolver;

/// Servers that run as long as the test's process, and what is needed to find and trust them.
pub(crate) struct Site {
    /// A name server that knows them.
    pub(crate) resolver: SocketAddr,
    services: Vec<(Service, u16)>,
    root: PathBuf,
}

impl Site {
    /// Serves all services of the scenario's host 127.0.0.1, as of now.
    pub(crate) fn open(scenario: &str) -> Self {
        let mut scenario = Scenario::parse(scenario).expect("a scenario in order");
        scenario.now = i64::try_from(mailprobe::vantage::now()).expect("the year is not that far");
        let listeners = Service::ALL.iter().map(|service| (*service, listener()));
        let listeners: Vec<_> = listeners.collect();
        let services = listeners.iter().map(|(service, listener)| (*service, port(listener)));
        let services = services.collect();
        let (tell, told) = mpsc::channel();
        thread::spawn(move || host(scenario, listeners, &tell));
        let root = keep(&told.recv().expect("the servers start"));
        let resolver = resolver::serve("mail.example.test", Ipv4Addr::LOCALHOST);
        Self { resolver, services, root }
    }

    /// The ports as `--ports` takes them.
    pub(crate) fn ports(&self) -> String {
        let words =
            self.services.iter().map(|(service, port)| format!("{port}={}", service.row().name));
        words.collect::<Vec<_>>().join(",")
    }

    /// The file with the certificate to trust.
    pub(crate) fn root(&self) -> String {
        self.root.display().to_string()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // What stays behind lies in cargo's own directory.
        let _ = fs::remove_file(&self.root);
    }
}

/// A port that was free a moment ago.
pub(crate) fn unused_port() -> u16 {
    port(&listener())
}

fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has free ports")
}

fn port(listener: &TcpListener) -> u16 {
    listener.local_addr().expect("it is bound").port()
}

fn keep(root: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("root-{}-{}.pem", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, root).expect("cargo's own directory takes files");
    path
}

fn host(scenario: Scenario, listeners: Vec<(Service, TcpListener)>, tell: &mpsc::Sender<String>) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("it starts");
    let servers = async {
        let world = World::new(scenario);
        tell.send(world.root_pem().to_owned()).expect("the test waits for it");
        let serving = listeners.into_iter().filter_map(|(service, listener)| {
            let at = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), service.row().port);
            Some(open(world.desk(at)?, listener))
        });
        futures_util::future::join_all(serving).await
    };
    runtime.block_on(servers);
}

async fn open(desk: Arc<Desk>, listener: TcpListener) {
    listener.set_nonblocking(true).expect("sockets can do that");
    let listener = tokio::net::TcpListener::from_std(listener).expect("the runtime takes sockets");
    attend(desk, listener, &Visits::default()).await;
}
