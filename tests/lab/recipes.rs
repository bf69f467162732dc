//! What goes wrong between the client and the host, done to real routers, in IPv4 and in IPv6.
//!
//! A packet that dies at a router is answered before the `forward` hook and after `prerouting`: a
//! router that loses packets in `forward` still shows itself, one that loses them in `prerouting`
//! does not.

use super::network::ROUTERS;
use super::site::{ADDRESSES, Site};

/// Whoever tells that a packet died on the way.
const TIME_EXCEEDED: [&str; 2] = ["icmp type time-exceeded", "icmpv6 type time-exceeded"];

/// Linux lets only those groups send ICMP echo requests that are told here, in a new namespace
/// none.
const ECHO_FOR_ALL: &str = "echo 0 65534 > /proc/sys/net/ipv4/ping_group_range";

/// No limit to the number of ICMP errors, which Linux has by itself: six at once for each sender,
/// then one per second in IPv4.
const ERRORS_FOR_ALL: &str = "echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
    echo 0 > /proc/sys/net/ipv6/icmp/ratelimit";

impl Site {
    /// Everybody may send ICMP echo requests from the client.
    pub(crate) fn permit_echo(&self) {
        self.set("client", ECHO_FOR_ALL);
    }

    /// From now on the routers and the host answer every packet that ends there.
    pub(crate) fn answer_all(&self) {
        for machine in ROUTERS.iter().chain(&["host"]) {
            self.set(machine, ERRORS_FOR_ALL);
        }
    }

    /// This router passes on everything, and tells nobody what died there.
    pub(crate) fn silence(&self, router: &str) {
        self.on_its_answers(router, "drop");
    }

    /// Of ten packets that die at this router it tells of the first one only, in each family.
    pub(crate) fn tell_of_one_in_ten(&self, router: &str) {
        self.on_its_answers(router, "numgen inc mod 10 != 0 drop");
    }

    /// Of four packets that die at this router it does not tell of the first, in each family.
    pub(crate) fn tell_of_three_in_four(&self, router: &str) {
        self.on_its_answers(router, "numgen inc mod 4 == 0 drop");
    }

    /// What this router tells seems to come from somebody else.
    pub(crate) fn answer_as(&self, router: &str, [v4, v6]: [&str; 2]) {
        let [old, new] = TIME_EXCEEDED;
        let rules = [format!("{old} ip saddr set {v4}"), format!("{new} ip6 saddr set {v6}")];
        self.rule(router, "output", &rules);
    }

    /// Neither echo nor the datagrams of a traceroute pass this router, in either direction.
    pub(crate) fn drop_all_but_tcp(&self, router: &str) {
        let rules = [
            "icmp type { echo-request, echo-reply } drop",
            "icmpv6 type { echo-request, echo-reply } drop",
            "udp dport >= 33434 drop",
        ];
        self.rule(router, "forward", &rules);
    }

    /// This router loses whatever is for the host, also what would die right there: the last one
    /// that answers is the one before it.
    pub(crate) fn swallow_all(&self, router: &str) {
        self.rule(router, "prerouting", &to_host("drop"));
    }

    /// The same with what is for port 25.
    pub(crate) fn swallow_port_25(&self, router: &str) {
        self.rule(router, "prerouting", &["tcp dport 25 drop"]);
    }

    /// This router does not pass on what is for port 25, and answers what dies there.
    pub(crate) fn drop_port_25(&self, router: &str) {
        self.rule(router, "forward", &["tcp dport 25 drop"]);
    }

    /// The same with what is for port 25 of the host only.
    pub(crate) fn drop_port_25_of_host(&self, router: &str) {
        self.rule(router, "forward", &to_host("tcp dport 25 drop"));
    }

    /// This router passes on nothing in IPv6.
    pub(crate) fn drop_ipv6(&self, router: &str) {
        self.rule(router, "forward", &["meta nfproto ipv6 drop"]);
    }

    /// The same with what is for the host only.
    pub(crate) fn drop_ipv6_of_host(&self, router: &str) {
        let [_, v6] = to_host("drop");
        self.rule(router, "forward", &[v6]);
    }

    /// This router does what routers do, and no longer what it was told here.
    pub(crate) fn mend(&self, router: &str) {
        self.set(router, "nft flush ruleset");
    }

    /// This router refuses connections to port 25 in the name of the host.
    pub(crate) fn reset_port_25(&self, router: &str) {
        self.rule(router, "forward", &["tcp dport 25 reject with tcp reset"]);
    }

    /// This router says that connections to the mail ports are forbidden.
    pub(crate) fn forbid_mail(&self, router: &str) {
        let ports = "tcp dport { 25, 110, 143, 465, 587, 993, 995 }";
        let rule = format!("{ports} reject with icmpx type admin-prohibited");
        self.rule(router, "forward", &[rule]);
    }

    /// The host is off. r4 asks for it on the link three times before it says so; Linux waits for
    /// a second after each question, which would tell nothing more here.
    pub(crate) fn unplug_host(&self) {
        self.set("host", "ip link set r4 down");
        let script = "echo 100 > /proc/sys/net/ipv4/neigh/host/retrans_time_ms
            echo 100 > /proc/sys/net/ipv6/neigh/host/retrans_time_ms
            ip neigh flush dev host";
        self.set("r4", script);
    }

    /// r2 takes r3 for the way to the host, and r3 takes r2 for it.
    pub(crate) fn make_loop(&self) {
        let script = "ip route add 192.0.2.10/32 via 203.0.113.2
            ip -6 route add 2001:db8:2::10/128 via 2001:db8:23::2";
        self.set("r3", script);
    }

    /// One packet in four for the host is lost right before it. The first of a connection is not:
    /// that one is sent again after a second, then after two, and three losses would leave nothing
    /// of the five seconds for a connection.
    pub(crate) fn lose_a_quarter(&self) {
        let which = ["tcp flags & syn == 0", "meta l4proto != tcp"];
        let rules = which.map(|which| to_host(&format!("{which} numgen inc mod 4 == 0 drop")));
        self.rule("r4", "forward", rules.as_flattened());
    }

    /// Between r3 and r4 there is less room in a packet than elsewhere, and neither of them says
    /// so to whoever sends too large ones.
    pub(crate) fn narrow(&self) {
        let rules = [
            "icmp type destination-unreachable icmp code 4 drop",
            "icmpv6 type packet-too-big drop",
        ];
        for (router, other) in [("r3", "r4"), ("r4", "r3")] {
            self.rule(router, "output", &rules);
            self.set(router, &format!("ip link set {other} mtu 1300"));
        }
    }

    fn on_its_answers(&self, router: &str, what: &str) {
        self.rule(router, "output", &TIME_EXCEEDED.map(|kind| format!("{kind} {what}")));
    }

    /// Has a router give connections that begin there another end.
    pub(crate) fn redirect(&self, router: &str, rules: &[String]) {
        let kind = "type nat hook prerouting priority dstnat;";
        let chain = format!("chain ends {{ {kind}\n{}\n}}", rules.join("\n"));
        self.table(router, &chain);
    }

    /// Has a router do this to packets at that hook, behind the rules that are there.
    fn rule(&self, router: &str, hook: &str, rules: &[impl AsRef<str>]) {
        let rules: Vec<_> = rules.iter().map(AsRef::as_ref).collect();
        let kind = format!("type filter hook {hook} priority 0;");
        let chain = format!("chain {hook} {{ {kind}\n{}\n}}", rules.join("\n"));
        self.table(router, &chain);
    }

    fn table(&self, router: &str, chain: &str) {
        self.set(router, &format!("nft -f - <<'end'\ntable inet lab {{\n{chain}\n}}\nend"));
    }
}

/// This for packets to the host.
fn to_host(what: &str) -> [String; 2] {
    let [v4, v6] = ADDRESSES;
    [format!("ip daddr {v4} {what}"), format!("ip6 daddr {v6} {what}")]
}
