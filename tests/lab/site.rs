//! The whole site: a mail host that answers on seven ports, and mailprobe at the client.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use super::certificates::{Certificates, Wrong};
use super::command::{output, run, spawn};
use super::network::{Network, is_left_behind};
use super::postfix::Manner;
use super::report::Report;
use super::{dovecot, knot, liar, neighbours, postfix};

/// The name of the mail host.
pub(crate) const HOST: &str = "mail.lab.test";

/// Its addresses.
pub(crate) const ADDRESSES: [&str; 2] = ["192.0.2.10", "2001:db8:2::10"];

/// The name of a mail host of somebody else, where [`Setup::Compared`] has one.
pub(crate) const ELSEWHERE: &str = "mail.elsewhere.test";

/// Its addresses.
const ADDRESSES_ELSEWHERE: [&str; 2] = ["203.0.113.130", "2001:db8:3::20"];

/// The way to it: the machine, and what stands behind its address in each family.
const WAYS_ELSEWHERE: [[&str; 3]; 3] = [
    ["r2", "via 203.0.113.3", "via 2001:db8:23::3"],
    ["r3", "via 203.0.113.20", "via 2001:db8:34::4"],
    ["r4", "dev host", "dev host"],
];

/// Where it answers.
const PORTS: [u16; 7] = [25, 110, 143, 465, 587, 993, 995];

/// The user and the group that may do nothing: `nobody` and `nogroup`, by these numbers on Debian.
const NOBODY: u32 = 65_534;

/// The most that mailprobe may take, in seconds. Its own deadline for a run is shorter.
const PATIENCE: &str = "90";

/// What the mail host is like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setup {
    /// As it should be.
    Good,
    /// As it should be, but its certificate is its own.
    SelfSigned,
    /// As it should be, but Postfix speaks TLS 1.2 with one suite only.
    Mixed,
    /// As it should be, and at one address more for each of [`Wrong`] it shows that.
    Wrong,
    /// As it should be, and there is another mail host to compare it with.
    Compared,
    /// As it should be, but Postfix speaks as through a firewall that rewrites what it says.
    Masked,
    /// As it should be, but Postfix takes one connection per minute on each port.
    Limited,
    /// As it should be, and there are [`neighbours`].
    Neighbours,
}

/// A running site. It ends when it is dropped.
pub(crate) struct Site {
    network: Network,
    servers: Vec<Child>,
    certificates: Certificates,
    /// What is shown at other addresses than its own.
    others: Vec<(IpAddr, Certificates)>,
    folder: Folder,
}

/// What came of one run of mailprobe.
pub(crate) struct Run {
    /// Its exit status.
    pub(crate) status: i32,
    /// The report it wrote.
    pub(crate) report: Report,
    /// What it said besides.
    pub(crate) said: String,
}

impl Site {
    /// Builds the site and waits until all its ports answer.
    pub(crate) fn open(setup: Setup) -> Self {
        let mut network = Network::build();
        if setup == Setup::Neighbours {
            network.attach(neighbours::ALL.iter().map(|one| one.machine));
        }
        let folder = Folder::new(network.name());
        let place = folder.make("certificates");
        let certificates = match setup {
            Setup::SelfSigned => Certificates::self_signed(&place),
            _ => Certificates::issued(&place),
        };
        let others = others(setup, &place);
        let mut site = Self { network, servers: Vec::new(), certificates, others, folder };
        if setup == Setup::Compared {
            site.lead_elsewhere();
        }
        site.serve(match setup {
            Setup::Mixed => Manner::Older,
            Setup::Masked => Manner::Masked,
            Setup::Limited => Manner::Limited,
            _ => Manner::Usual,
        });
        if setup == Setup::Neighbours {
            site.start_neighbours();
        }
        site.wait();
        site
    }

    /// Every address with every port, in order.
    pub(crate) fn endpoints(&self) -> Vec<SocketAddr> {
        let addresses = ADDRESSES.map(|address| address.parse().expect("it is an address"));
        addresses.into_iter().flat_map(at).collect()
    }

    /// The root that the lab's clients trust.
    pub(crate) fn root(&self) -> String {
        self.certificates.root.display().to_string()
    }

    /// `mailprobe check` of this host or domain, at the client, as nobody.
    pub(crate) fn check(&self, target: &str) -> Run {
        self.check_with(target, &[])
    }

    /// The same with these options.
    pub(crate) fn check_with(&self, target: &str, more: &[&str]) -> Run {
        self.check_in(&[], target, &[&["--resolver", knot::ADDRESS], more].concat())
    }

    /// The same by the resolver of the system, where that is this one.
    pub(crate) fn check_by(&self, resolver: IpAddr, target: &str, more: &[&str]) -> Run {
        // A file for each target: other runs may be reading theirs.
        let file = self.folder.path.join("out").join(format!("{target}.resolv.conf"));
        fs::write(&file, format!("nameserver {resolver}\n")).expect("the folder takes a file");
        // `ip netns exec` has made a mount namespace for it.
        let script = "mount --bind \"$0\" /etc/resolv.conf; exec \"$@\"";
        self.check_in(&["sh", "-ec", script, &file.display().to_string()], target, more)
    }

    /// The same where this comes before the command.
    fn check_in(&self, before: &[&str], target: &str, more: &[&str]) -> Run {
        let file = self.folder.path.join("out").join(format!("{target}.json"));
        let (root, out) = (self.root(), file.display().to_string());
        let options = ["--ca-file", &root, "-o", &out];
        let arguments = [&["check", target][..], &options, more].concat();
        let mut command = self.mailprobe(before, &arguments);
        let output = output(&mut command);
        let [stdout, stderr] = [&output.stdout, &output.stderr].map(|t| String::from_utf8_lossy(t));
        let said = format!("{command:?}: {}\n{stdout}{stderr}", output.status);
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{error}\n{said}"));
        let status = output.status.code().unwrap_or_else(|| panic!("{said}"));
        Run { status, report: Report::read(&text), said }
    }

    /// mailprobe with these arguments, at the client, as nobody.
    fn mailprobe(&self, before: &[&str], arguments: &[&str]) -> Command {
        let program = self.folder.path.join("out/mailprobe").display().to_string();
        let user = ["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"];
        let start = ["timeout", PATIENCE, "setpriv"];
        let program = ["env", "-i", "LC_ALL=C.UTF-8", &program];
        let command = [before, &start[..], &user, &program, arguments].concat();
        self.network.on("client", &command)
    }

    /// Both addresses with each of these ports, in order.
    pub(crate) fn on<const N: usize>(&self, ports: [u16; N]) -> Vec<SocketAddr> {
        self.endpoints().into_iter().filter(|endpoint| ports.contains(&endpoint.port())).collect()
    }

    /// A file of the site's, by its name.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path.join(name)
    }

    /// One server more. What it says is in the file of this name.
    pub(crate) fn start(&mut self, name: &str, server: impl Fn(&Network) -> Command) {
        self.servers.push(spawn(server(&self.network), &self.file(name)));
    }

    /// Waits until the client can open a connection to each of these ports.
    pub(crate) fn wait_for(&self, ports: impl Iterator<Item = u16>) {
        let [addr, _] = ADDRESSES.map(|address| address.parse().expect("it is an address"));
        self.wait_at(ports.map(|port| SocketAddr::new(addr, port)).collect());
    }

    /// From now on r1 tells lies. What it says about them is in the file.
    pub(crate) fn lie(&mut self) -> PathBuf {
        let log = self.folder.path.join("liar");
        self.servers.push(spawn(liar::program(&self.network), &log));
        self.wait_for_word("ready", &log);
        log
    }

    /// Waits until somebody has written this to the file.
    pub(crate) fn wait_for_word(&self, word: &str, file: &Path) {
        let script = "until grep -q \"$0\" \"$1\"; do sleep 0.1; done";
        let wait = ["timeout", "10", "sh", "-c", script, word, &file.display().to_string()];
        run(self.client(&wait));
    }

    /// Has the shell of that machine do this, to the first failure.
    pub(crate) fn set(&self, machine: &str, script: &str) {
        self.network.set(machine, script);
    }

    /// A program that runs at the client, as root.
    pub(crate) fn client(&self, arguments: &[&str]) -> Command {
        self.network.on("client", arguments)
    }

    fn serve(&mut self, manner: Manner) {
        let [dns, mail, boxes] = ["knot", "postfix", "dovecot"].map(|name| self.folder.make(name));
        for (address, _) in &self.others {
            let length = if address.is_ipv4() { 32 } else { 128 };
            self.set("host", &format!("ip address add {address}/{length} dev r4"));
        }
        postfix::prepare(&mail, &self.certificates, &self.others, manner);
        let (network, certificates, others) = (&self.network, &self.certificates, &self.others);
        let servers = [
            knot::start(network, &dns, &neighbours::records()),
            dovecot::start(network, &boxes, certificates, others, &postfix::sasl(&mail)),
            postfix::start(network, &mail),
        ];
        self.servers.extend(servers);
    }

    /// Starts all of them, and waits until they answer. Keys are made at one desk, one by one.
    fn start_neighbours(&mut self) {
        let desk = self.file("certificates");
        let mut ends = Vec::new();
        for one in &neighbours::ALL {
            let folder = self.folder.make(one.machine);
            self.servers.push(one.start(&self.network, &folder, &desk));
            let (_, at) = neighbours::find(one.machine);
            ends.extend(one.ports.iter().map(|port| SocketAddr::new(at, *port)));
        }
        self.wait_at(ends);
    }

    /// Shows the routers the way to the host with which the other is compared: a stranger's, in
    /// another network.
    fn lead_elsewhere(&self) {
        for [router, v4, v6] in WAYS_ELSEWHERE {
            let script = "ip route add 203.0.113.128/28 V4; ip -6 route add 2001:db8:3::/64 V6";
            self.set(router, &script.replace("V4", v4).replace("V6", v6));
        }
    }

    /// Waits until the client can open a connection to every port.
    fn wait(&self) {
        let name_server = SocketAddr::new(knot::ADDRESS.parse().expect("it is an address"), 53);
        let more = self.others.iter().flat_map(|(address, _)| at(*address));
        self.wait_at([vec![name_server], self.endpoints(), more.collect()].concat());
    }

    /// Waits until the client can open a connection to each of these.
    pub(crate) fn wait_at(&self, endpoints: Vec<SocketAddr>) {
        let mut script = String::new();
        for endpoint in endpoints {
            let (ip, port) = (endpoint.ip(), endpoint.port());
            script += &format!("until : 2>/dev/null </dev/tcp/{ip}/{port}; do sleep 0.1; done\n");
        }
        run(self.client(&["timeout", "30", "bash", "-c", &script]));
    }
}

/// What is shown at other addresses than the host's own, with this setup.
fn others(setup: Setup, place: &Path) -> Vec<(IpAddr, Certificates)> {
    match setup {
        Setup::Wrong => {
            let wrong = |how: &Wrong| (how.address(), Certificates::wrong(place, *how));
            Wrong::ALL.iter().map(wrong).collect()
        }
        Setup::Compared => {
            let shown = Certificates::for_name(place, ELSEWHERE);
            let addresses = ADDRESSES_ELSEWHERE.map(|at| at.parse().expect("it is an address"));
            addresses.map(|at| (at, shown.clone())).into()
        }
        _ => Vec::new(),
    }
}

/// This address with each port.
pub(crate) fn at(address: IpAddr) -> [SocketAddr; 7] {
    PORTS.map(|port| SocketAddr::new(address, port))
}

impl Drop for Site {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.folder.show_logs();
        }
        // `Network` ends them once more with all their children; a child of ours also wants to
        // be waited for, and an error would mean that it has ended already.
        for server in &mut self.servers {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}", self.said, self.report)
    }
}

/// The site's files. Short, because the path of a socket has 108 bytes, and open to all, because
/// neither Postfix nor mailprobe runs as root.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new(name: &str) -> Self {
        sweep();
        let folder = Self { path: Path::new("/tmp").join(name) };
        fs::create_dir(&folder.path).expect("the folder's name is nobody else's");
        open_to_all(&folder.path);
        let out = folder.make("out");
        let program = out.join("mailprobe");
        fs::copy(env!("CARGO_BIN_EXE_mailprobe"), program).expect("cargo built mailprobe");
        chown(out, Some(NOBODY), Some(NOBODY)).expect("root may give folders away");
        folder
    }

    fn make(&self, name: &str) -> PathBuf {
        let path = self.path.join(name);
        fs::create_dir(&path).expect("the folder is new");
        open_to_all(&path);
        path
    }

    /// What the servers have to say, when a test goes wrong.
    #[expect(
        clippy::print_stderr,
        reason = "the test harness keeps it and shows it below the failure"
    )]
    fn show_logs(&self) {
        let own = ["knot/log", "dovecot/log", "postfix/out", "postfix/log", "sslsplit"];
        let all = neighbours::ALL.iter().flat_map(|one| {
            ["out", "log", "log/mainlog"].map(|log| format!("{}/{log}", one.machine))
        });
        for name in own.map(str::to_owned).into_iter().chain(all) {
            let Ok(text) = fs::read_to_string(self.path.join(&name)) else { continue };
            eprintln!("== {name}\n{text}");
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed while a test panics is not worth a second panic.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes the folders of processes that are gone: those that were killed could not.
fn sweep() {
    for entry in fs::read_dir("/tmp").expect("there is a /tmp").flatten() {
        if entry.file_name().to_str().is_some_and(is_left_behind) {
            // Another process may be at the same thing.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn open_to_all(folder: &Path) {
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder, mode).expect("the folder is ours");
}
