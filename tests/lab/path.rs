//! What mailprobe says of the way to the host, when the routers do what routers do.

use std::fs;
use std::net::IpAddr;

use super::network::{HOPS, ROUTERS};
use super::report::{PORT_25_BLOCKED, Severity};
use super::site::{ADDRESSES, HOST, Run, Setup, Site};
use super::trace::{Hops, Trace};
use super::witness::{self, WITNESSES};

/// Nothing is wrong.
fn assert_healthy(run: &Run) {
    assert_eq!(run.status, 0, "{run}");
    assert_eq!(run.report.verdict(), "healthy", "{run}");
    assert_eq!(run.report.findings_above(Severity::Note), [""; 0], "{run}");
    assert!(!run.report.has("path.loss"), "{run}");
}

/// A site whose routers and host answer whatever dies there, so that nobody is silent by chance.
fn site() -> Option<Site> {
    let site = crate::site(Setup::Good)?;
    site.answer_all();
    Some(site)
}

/// The traces to each address, with what is truly there: routers, then the host.
fn traces(run: &Run) -> Vec<(Trace, Hops)> {
    let mut all = Vec::new();
    for (address, routers) in ADDRESSES.iter().zip(HOPS) {
        let traces = run.report.traces(address);
        assert!(!traces.is_empty(), "no trace to {address}\n{run}");
        all.extend(traces.into_iter().map(|trace| (trace, truth(&routers, address))));
    }
    all
}

/// These routers with a TTL of one to four, and the host with five.
fn truth(routers: &[&str], host: &str) -> Hops {
    let all = routers.iter().chain([&host]);
    let all = all.map(|address| [address.parse::<IpAddr>().expect("it is an address")].into());
    (1..).zip(all).collect()
}

fn is_v6(hops: &Hops) -> bool {
    hops.values().flatten().all(IpAddr::is_ipv6)
}

/// The address of this router in each family.
fn addresses(router: usize) -> [&'static str; 2] {
    HOPS.map(|hops| hops[router - 1])
}

#[test]
fn a_trace_names_the_routers_in_order_and_arrives() {
    // Echo too, and all limits of Linux: one router may stay silent to one trace, but not to all.
    let Some(site) = crate::site(Setup::Good) else { return };
    site.permit_echo();
    let run = site.check(HOST);
    assert_healthy(&run);
    let mut seen = [Hops::new(), Hops::new()];
    let mut named = Vec::new();
    for (trace, truth) in traces(&run) {
        assert_eq!(trace.arrived, Some(5), "{run}");
        assert!(trace.hops.iter().all(|(ttl, from)| truth.get(ttl) == Some(from)), "{run}");
        seen[usize::from(is_v6(&truth))].extend(trace.hops);
        named.extend(trace.routers);
    }
    for (family, seen) in seen.iter().enumerate() {
        assert_eq!(*seen, truth(&HOPS[family], ADDRESSES[family]), "{run}");
        for (router, name) in HOPS[family].iter().zip(ROUTERS) {
            let named_so = (router.to_string(), format!("{name}.lab.test"));
            assert!(named.contains(&named_so), "{router} is {name}\n{run}");
        }
    }
}

#[test]
fn others_see_the_same_path() {
    let Some(site) = site() else { return };
    site.permit_echo();
    let run = site.check(HOST);
    for (trace, truth) in traces(&run) {
        assert_eq!(trace.hops, truth, "{} {:?}\n{run}", trace.method, trace.port);
    }
    for (address, routers) in ADDRESSES.iter().zip(HOPS) {
        for witness in WITNESSES {
            let seen = witness::look(&site, witness, address);
            assert_eq!(seen, truth(&routers, address), "{witness:?} {address}");
        }
    }
}

#[test]
fn a_silent_router_is_no_fault() {
    let Some(site) = site() else { return };
    site.silence("r2");
    let run = site.check(HOST);
    assert_healthy(&run);
    for (trace, mut truth) in traces(&run) {
        truth.remove(&2);
        assert_eq!(trace.hops, truth, "{run}");
    }
}

#[test]
fn a_host_behind_nothing_but_silent_routers_is_reached() {
    let Some(site) = site() else { return };
    ROUTERS.iter().for_each(|router| site.silence(router));
    let run = site.check(HOST);
    assert_healthy(&run);
    for (trace, mut truth) in traces(&run) {
        truth.retain(|ttl, _| *ttl == 5);
        assert_eq!(trace.hops, truth, "{run}");
    }
}

#[test]
fn a_router_that_seldom_answers_loses_nothing() {
    let Some(site) = site() else { return };
    site.tell_of_one_in_ten("r2");
    let run = site.check(HOST);
    assert_healthy(&run);
    assert_r2_was_silent(&run);
    for (trace, mut truth) in traces(&run) {
        let mut seen = trace.hops;
        // Which traces get an answer from it, and whether any does, is chance.
        let answered = seen.remove(&2);
        let true_answer = truth.remove(&2);
        assert!(answered.is_none() || answered == true_answer, "{run}");
        assert_eq!(seen, truth, "{run}");
    }
}

#[test]
fn a_path_without_icmp_echo_and_udp_is_as_good_as_any() {
    let Some(site) = site() else { return };
    site.drop_all_but_tcp("r3");
    assert_only_tcp_arrives(&site.check(HOST));
    site.permit_echo();
    assert_only_tcp_arrives(&site.check(HOST));
}

fn assert_only_tcp_arrives(run: &Run) {
    assert_healthy(run);
    for (trace, mut truth) in traces(run) {
        if trace.method != "tcp" {
            truth.retain(|ttl, _| *ttl <= 3);
        }
        assert_eq!(trace.hops, truth, "{} {:?}\n{run}", trace.method, trace.port);
    }
    for address in ADDRESSES {
        let arrived = run.report.traces(address).iter().any(|trace| trace.arrived == Some(5));
        assert!(arrived, "nothing arrived at {address}\n{run}");
    }
}

#[test]
fn a_path_that_ends_is_not_said_to_end_at_the_host() {
    let Some(site) = site() else { return };
    site.swallow_all("r3");
    let run = site.check_with(HOST, &["--timeout", "2s"]);
    assert!(!run.report.has("path.ends-at-target"), "{run}");
    let told = run.report.told("path.ends-unknown");
    for router in addresses(2) {
        assert!(told.iter().any(|told| told.contains(router)), "{router} is the last\n{run}");
    }
    for (trace, mut truth) in traces(&run) {
        truth.retain(|ttl, _| *ttl <= 2);
        assert_eq!(trace.hops, truth, "{run}");
    }
}

#[test]
fn the_last_router_that_packets_to_port_25_pass_is_named() {
    let Some(site) = site() else { return };
    site.swallow_port_25("r3");
    let run = site.check(HOST);
    assert_eq!(run.status, 1, "{run}");
    assert_eq!(run.report.findings_besides(PORT_25_BLOCKED), [""; 0], "{run}");
    assert_eq!(run.report.found_at(PORT_25_BLOCKED), site.on([25]), "{run}");
    let told = run.report.told(PORT_25_BLOCKED);
    for router in addresses(2) {
        let named = |told: &String| told.contains("hop 2") && told.contains(router);
        assert!(told.iter().any(named), "{router} is the last\n{run}");
    }
    for (trace, mut truth) in traces(&run) {
        if trace.port == Some(25) {
            truth.retain(|ttl, _| *ttl <= 2);
        }
        assert_eq!(trace.hops, truth, "{:?}\n{run}", trace.port);
    }
}

#[test]
fn a_reset_from_before_the_host_is_not_the_hosts() {
    let Some(site) = site() else { return };
    site.reset_port_25("r2");
    let run = site.check(HOST);
    assert_eq!(run.report.found_at("path.reset-on-the-way"), site.on([25]), "{run}");
    assert_eq!(run.report.findings_besides("path.reset-on-the-way"), [""; 0], "{run}");
    for code in ["tcp.refused", "tcp.nothing-listens"] {
        assert!(!run.report.unexplained().contains(&code), "{code}\n{run}");
    }
}

#[test]
fn a_router_that_forbids_is_named() {
    let Some(site) = site() else { return };
    site.forbid_mail("r2");
    let run = site.check(HOST);
    let told = ["tcp.prohibited", "tcp.all-prohibited"].map(|code| run.report.told(code)).concat();
    for router in addresses(2) {
        assert!(told.iter().any(|told| told.contains(router)), "{router} forbids\n{run}");
    }
    assert!(!run.report.has("tcp.filtered"), "{run}");
}

#[test]
fn a_host_that_is_off_is_unreachable_and_not_silent() {
    let Some(site) = site() else { return };
    site.unplug_host();
    let run = site.check(HOST);
    let codes = ["tcp.unreachable", "tcp.all-unreachable"];
    assert!(codes.iter().any(|code| run.report.has(code)), "{run}");
    assert!(!run.report.has("tcp.filtered"), "{run}");
}

#[test]
fn a_loop_is_named_by_its_routers_and_not_walked_for_long() {
    let Some(site) = site() else { return };
    site.make_loop();
    let run = site.check_with(HOST, &["--timeout", "2s"]);
    let told = run.report.told("path.loop");
    // In IPv6 Linux answers by the address of the side that the packet came from: in the loop r2
    // has another address than on the way to it.
    let r2 = [&["198.51.100.2"][..], &["2001:db8:12::2", "2001:db8:23::2"]];
    for (r2, r3) in r2.into_iter().zip(addresses(3)) {
        let both = |told: &String| told.contains(r3) && r2.iter().any(|r2| told.contains(r2));
        assert!(told.iter().any(both), "{r2:?} and {r3} are in a loop\n{run}");
    }
    for (trace, _) in traces(&run) {
        let last = trace.hops.keys().next_back().copied();
        // Packets go out eight TTLs ahead of the farthest answer. Who answers is known once each of
        // the first eight has been heard; on a busy machine answers are heard in any order, so that
        // another eight may be under way, and some of theirs be heard before.
        assert!(last <= Some(24), "{last:?} of the same\n{run}");
    }
}

#[test]
fn a_router_with_a_strange_address_is_shown_and_means_nothing() {
    let Some(site) = site() else { return };
    let strange = ["8.8.8.8", "2001:4860:4860::8888"];
    site.answer_as("r2", strange);
    let run = site.check(HOST);
    assert_healthy(&run);
    for (trace, mut truth) in traces(&run) {
        let address = strange[usize::from(is_v6(&truth))];
        truth.insert(2, [address.parse().expect("it is an address")].into());
        assert_eq!(trace.hops, truth, "{run}");
    }
    for finding in run.report.all_findings() {
        assert!(strange.iter().all(|address| !finding.contains(address)), "{finding}");
    }
}

#[test]
fn what_is_told_of_packets_that_nobody_sent_is_not_believed() {
    let Some(mut site) = site() else { return };
    site.permit_echo();
    // Where the truth comes first, a lie comes too late: there must be somebody who says nothing.
    site.silence("r2");
    let log = site.lie();
    let run = site.check(HOST);
    let lies = fs::read_to_string(log).expect("the liar says what it does");
    for lie in ["host 1\n", "sequence 1\n", "host 6\n", "port 6\n", "sequence 6\n"] {
        assert!(lies.contains(lie), "this was not told: {lie}\n{run}");
    }
    assert_healthy(&run);
    for (trace, mut truth) in traces(&run) {
        truth.remove(&2);
        assert_eq!(trace.hops, truth, "{} {:?}\n{run}", trace.method, trace.port);
    }
}

#[test]
fn a_router_that_loses_its_own_answers_loses_nothing_else() {
    let Some(site) = site() else { return };
    site.tell_of_three_in_four("r2");
    let run = site.check(HOST);
    assert_healthy(&run);
    assert_r2_was_silent(&run);
}

/// On the way to each address, at least once.
fn assert_r2_was_silent(run: &Run) {
    for address in ADDRESSES {
        let traces = run.report.traces(address);
        assert!(traces.iter().any(|trace| trace.silent.contains(&2)), "it was not\n{run}");
    }
}

#[test]
fn a_path_that_loses_a_quarter_still_leads_to_the_host() {
    let Some(site) = site() else { return };
    site.lose_a_quarter();
    let run = site.check(HOST);
    assert_eq!(run.report.findings_besides("path.loss"), [""; 0], "{run}");
    for (trace, _) in traces(&run) {
        // Where all packets that end at the host are lost, those behind it show it, one hop farther.
        let arrived = matches!(trace.arrived, Some(5 | 6));
        assert!(arrived, "{} {:?}\n{run}", trace.method, trace.port);
    }
    for endpoint in site.endpoints() {
        assert!(run.report.connected(endpoint), "{endpoint} was not reached\n{run}");
    }
}

#[test]
fn a_path_too_narrow_for_a_tls_hello_is_told_from_a_bad_server() {
    let Some(site) = site() else { return };
    site.narrow();
    let run = site.check(HOST);
    let code = "path.mtu-black-hole";
    assert_eq!(run.report.findings_besides(code), [""; 0], "{run}");
    let told = run.report.told(code);
    assert_eq!(told.len(), ADDRESSES.len(), "one for each address\n{run}");
    for endpoint in site.on([465, 993, 995]) {
        assert!(run.report.connected(endpoint), "{endpoint} was not reached\n{run}");
        let (addr, port) = (endpoint.ip().to_string(), endpoint.port().to_string());
        let named = told.iter().any(|args| args.contains(&addr) && args.contains(&port));
        assert!(named, "{endpoint} has no room for TLS\n{run}");
    }
}
