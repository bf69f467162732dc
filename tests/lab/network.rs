//! Seven machines that are network namespaces: `client - r1 - r2 - r3 - r4 - host`, and `dns`
//! behind r1.
//!
//! Addresses come from the ranges for documentation (RFC 5737, RFC 3849) and RFC 1918: r1 is the
//! client's own, the others are somebody else's. No namespace has a way to the machine's own
//! network.

use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::command::{output, program, run};

/// The routers, nearest to the client first.
pub(crate) const ROUTERS: [&str; 4] = ["r1", "r2", "r3", "r4"];

/// Their addresses that a traceroute from the client shows: IPv4, then IPv6.
pub(crate) const HOPS: [[&str; 4]; 2] = [
    ["10.0.1.1", "198.51.100.2", "203.0.113.3", "203.0.113.20"],
    ["2001:db8:1::1", "2001:db8:12::2", "2001:db8:23::3", "2001:db8:34::4"],
];

/// Every machine's name.
const MACHINES: [&str; 7] = ["client", "r1", "r2", "r3", "r4", "host", "dns"];

/// What stands before the process id in the name of a namespace.
const PREFIX: &str = "mailprobe-lab-";

/// One cable: machine, IPv4, IPv6 at each of its two ends. The interface is named after the
/// machine at the other end.
const LINKS: [[[&str; 3]; 2]; 6] = [
    [["client", "10.0.1.2/24", "2001:db8:1::2/64"], ["r1", "10.0.1.1/24", "2001:db8:1::1/64"]],
    [
        ["r1", "198.51.100.1/24", "2001:db8:12::1/64"],
        ["r2", "198.51.100.2/24", "2001:db8:12::2/64"],
    ],
    [["r2", "203.0.113.2/28", "2001:db8:23::2/64"], ["r3", "203.0.113.3/28", "2001:db8:23::3/64"]],
    [
        ["r3", "203.0.113.19/28", "2001:db8:34::3/64"],
        ["r4", "203.0.113.20/28", "2001:db8:34::4/64"],
    ],
    [["r4", "192.0.2.1/24", "2001:db8:2::1/64"], ["host", "192.0.2.10/24", "2001:db8:2::10/64"]],
    [
        ["r1", "203.0.113.49/28", "2001:db8:53::1/64"],
        ["dns", "203.0.113.53/28", "2001:db8:53::53/64"],
    ],
];

/// Where each machine sends what isn't for its own links: network and next machine in IPv4, then
/// in IPv6. What has no way of its own goes towards the client, from r1 towards the host.
const ROUTES: [[&str; 5]; 9] = [
    ["client", "default", "10.0.1.1", "default", "2001:db8:1::1"],
    ["dns", "default", "203.0.113.49", "default", "2001:db8:53::1"],
    ["r1", "default", "198.51.100.2", "default", "2001:db8:12::2"],
    ["r2", "default", "198.51.100.1", "default", "2001:db8:12::1"],
    ["r2", "192.0.2.0/24", "203.0.113.3", "2001:db8:2::/64", "2001:db8:23::3"],
    ["r3", "default", "203.0.113.2", "default", "2001:db8:23::2"],
    ["r3", "192.0.2.0/24", "203.0.113.20", "2001:db8:2::/64", "2001:db8:34::4"],
    ["r4", "default", "203.0.113.19", "default", "2001:db8:34::3"],
    ["host", "default", "192.0.2.1", "default", "2001:db8:2::1"],
];

/// Before a machine gets its addresses: no waiting for a second IPv6 host with the same one.
const MACHINE: &str = "echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
    echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
    ip link set lo up";

/// A router also passes on packets. How many it answers that die there is left as Linux has it:
/// six at once for each sender, then one per second; a trace has to make do with that.
const ROUTER: &str = "echo 1 > /proc/sys/net/ipv4/ip_forward
    echo 1 > /proc/sys/net/ipv6/conf/all/forwarding";

/// The way to the neighbours' network, from each router to the next.
const WAYS: [[&str; 2]; 2] = [["r2", "203.0.113.3"], ["r3", "203.0.113.20"]];

/// The neighbours' network, behind r4: room for 16 of them.
const NEIGHBOURS: &str = "203.0.113.192/26";

/// The namespaces of one site. They go when it goes, with all that runs in them.
pub(crate) struct Network {
    /// What the names of its namespaces begin with.
    name: String,
    /// Machines that were attached later.
    neighbours: Vec<&'static str>,
}

impl Network {
    /// The machines, connected. What an earlier process left behind is removed first.
    pub(crate) fn build() -> Self {
        static BUILT: AtomicU32 = AtomicU32::new(0);
        sweep();
        let number = BUILT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}-{number}", std::process::id());
        let network = Self { name, neighbours: Vec::new() };
        for machine in MACHINES {
            run(program("ip", &["netns", "add", &network.namespace(machine)]));
            network.set(machine, MACHINE);
        }
        for router in ROUTERS {
            network.set(router, ROUTER);
        }
        for link in LINKS {
            network.connect(link);
        }
        for [machine, to_v4, v4, to_v6, v6] in ROUTES {
            network.ip(machine, &["route", "add", to_v4, "via", v4]);
            network.ip(machine, &["-6", "route", "add", to_v6, "via", v6]);
        }
        network
    }

    /// More machines, each at a link of its own with r4, with the addresses of [`Self::ends`].
    pub(crate) fn attach(&mut self, machines: impl Iterator<Item = &'static str>) {
        for [router, next] in WAYS {
            self.ip(router, &["route", "add", NEIGHBOURS, "via", next]);
        }
        for (number, machine) in machines.enumerate() {
            run(program("ip", &["netns", "add", &self.namespace(machine)]));
            self.neighbours.push(machine);
            self.set(machine, MACHINE);
            let other = self.namespace(machine);
            let cable = ["link", "add", machine, "type", "veth", "peer", "r4", "netns", &other];
            self.ip("r4", &cable);
            let [lower, upper] = Self::ends(number);
            for (at, peer, address) in [("r4", machine, lower), (machine, "r4", upper)] {
                self.ip(at, &["address", "add", &format!("{address}/30"), "dev", peer]);
                self.ip(at, &["link", "set", peer, "up"]);
            }
            self.ip(machine, &["route", "add", "default", "via", &lower.to_string()]);
        }
    }

    /// The ends of the link between r4 and the neighbour with this number.
    pub(crate) fn ends(number: usize) -> [Ipv4Addr; 2] {
        let first = u8::try_from(192 + 4 * number).expect("there is room for 16");
        [first + 1, first + 2].map(|last| Ipv4Addr::new(203, 0, 113, last))
    }

    /// A name for this network that no other one has, now or in another process.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A program that will run on that machine.
    pub(crate) fn on(&self, machine: &str, arguments: &[&str]) -> Command {
        let mut command = program("ip", &["netns", "exec", &self.namespace(machine)]);
        command.args(arguments);
        command
    }

    /// A server for that machine. All its processes end when the first of them or the thread
    /// that started it does, however that ends: they have a namespace of process ids to
    /// themselves.
    pub(crate) fn server(&self, machine: &str, arguments: &[&str]) -> Command {
        let mut command = program("setpriv", &["--pdeathsig", "KILL", "ip", "netns", "exec"]);
        command.arg(self.namespace(machine)).args(["unshare", "--pid", "--fork", "--kill-child"]);
        command.args(arguments);
        command
    }

    /// Has the shell of that machine do this, to the first failure.
    pub(crate) fn set(&self, machine: &str, script: &str) {
        run(self.on(machine, &["sh", "-ec", script]));
    }

    /// Lays one cable.
    fn connect(&self, [near, far]: [[&str; 3]; 2]) {
        let other = self.namespace(far[0]);
        let cable = ["link", "add", far[0], "type", "veth", "peer", near[0], "netns", &other];
        self.ip(near[0], &cable);
        for ([machine, v4, v6], peer) in [(near, far[0]), (far, near[0])] {
            self.ip(machine, &["address", "add", v4, "dev", peer]);
            self.ip(machine, &["address", "add", v6, "dev", peer, "nodad"]);
            self.ip(machine, &["link", "set", peer, "up"]);
        }
    }

    /// One `ip` command for that machine.
    fn ip(&self, machine: &str, arguments: &[&str]) {
        let mut command = program("ip", &["-n", &self.namespace(machine)]);
        command.args(arguments);
        run(command);
    }

    fn namespace(&self, machine: &str) -> String {
        format!("{}-{machine}", self.name)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        let all = MACHINES.iter().chain(&self.neighbours);
        all.for_each(|machine| remove(&self.namespace(machine)));
    }
}

/// Removes the namespaces of processes that are gone: those that were killed could not.
fn sweep() {
    for line in run(program("ip", &["netns", "list"])).lines() {
        let namespace = line.split(' ').next().unwrap_or_default();
        if is_left_behind(namespace) {
            remove(namespace);
        }
    }
}

/// Whether this is the name of something of a site whose process is gone.
pub(crate) fn is_left_behind(name: &str) -> bool {
    let id = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
    id.is_some_and(|id| !Path::new("/proc").join(id).exists())
}

/// Ends whatever runs in the namespace, then the namespace. It may be half built, or half
/// removed by somebody else, and this may run while a test panics: no complaint helps here.
fn remove(namespace: &str) {
    // More than once: a daemon that dies may have been about to have a child.
    let script = "for n in 1 2 3 4 5; do
        pids=$(ip netns pids \"$1\") || exit 0
        [ -z \"$pids\" ] && break
        kill -KILL $pids
        sleep 0.05
    done
    ip netns delete \"$1\"";
    output(&mut program("sh", &["-c", script, "sh", namespace]));
}
