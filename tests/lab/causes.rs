//! What mailprobe says is the matter, when several symptoms have one cause.

use super::interception::AUTHORITY;
use super::report::{PORT_25_BLOCKED, Severity};
use super::site::{ADDRESSES, ELSEWHERE, HOST, Run, Setup};

/// The other mail host, to be compared with.
const COMPARED: [&str; 4] = ["--control", ELSEWHERE, "--timeout", "2s"];

/// The first line tells this finding, and who must act on it; nothing else above a note is told
/// that it does not explain.
fn assert_cause(run: &Run, code: &str, actor: &str) {
    assert_eq!(run.report.headline(), (code, actor), "{run}");
    assert_eq!(run.report.findings_besides(code), [""; 0], "{run}");
}

fn assert_sure(run: &Run, code: &str) {
    let confidence = run.report.confidence(code);
    assert!(confidence.iter().all(|sure| *sure == "high"), "{confidence:?}\n{run}");
}

#[test]
fn where_port_25_is_blocked_is_known_by_another_host() {
    let Some(site) = crate::site(Setup::Compared) else { return };
    site.drop_port_25("r1");
    let here = site.check_with(HOST, &COMPARED);
    assert_cause(&here, PORT_25_BLOCKED, "you");
    assert_sure(&here, PORT_25_BLOCKED);
    assert_eq!(here.report.found_at(PORT_25_BLOCKED), site.on([25]), "{here}");
    site.mend("r1");
    site.drop_port_25_of_host("r3");
    let there = site.check_with(HOST, &COMPARED);
    assert_cause(&there, "path.port-25-blocked-at-host", "provider");
    let told = there.report.told("path.port-25-blocked-at-host");
    assert!(told.iter().all(|args| args.contains("hop 3")), "{there}");
    site.mend("r3");
    site.drop_port_25_of_host("r4");
    let closed = site.check_with(HOST, &COMPARED);
    assert_eq!(closed.report.verdict(), "healthy", "{closed}");
    assert_eq!(closed.report.found_at("path.port-25-closed-there"), site.on([25]), "{closed}");
    assert!(!closed.report.has(PORT_25_BLOCKED), "{closed}");
}

#[test]
fn where_ipv6_is_broken_is_known_by_another_host() {
    let Some(site) = crate::site(Setup::Compared) else { return };
    site.drop_ipv6("r1");
    let here = site.check_with(HOST, &COMPARED);
    assert_cause(&here, "cause.ipv6-broken-here", "network");
    // One other host may have forgotten an address of its own.
    assert_eq!(here.report.confidence("cause.ipv6-broken-here"), ["medium"], "{here}");
    site.mend("r1");
    site.drop_ipv6_of_host("r4");
    let there = site.check_with(HOST, &COMPARED);
    assert_cause(&there, "cause.ipv6-broken-there", "provider");
    assert!(there.report.told("cause.ipv6-broken-there")[0].contains(ADDRESSES[1]), "{there}");
    let unknown = site.check_with(HOST, &["--timeout", "2s"]);
    assert_cause(&unknown, "tcp.ipv6-dead", "network");
    assert_eq!(unknown.report.confidence("tcp.ipv6-dead"), ["medium"], "{unknown}");
}

#[test]
fn tls_that_a_proxy_opens_for_all_hosts_is_intercepted() {
    let Some(mut site) = crate::site(Setup::Compared) else { return };
    site.intercept();
    let run = site.check_with(HOST, &COMPARED);
    assert_cause(&run, "tls.intercepted", "network");
    assert_sure(&run, "tls.intercepted");
    assert!(run.report.told("tls.intercepted")[0].contains(AUTHORITY), "{run}");
    // Alone it may as well be the host's own authority.
    let alone = site.check(HOST);
    assert_eq!(alone.report.headline(), ("tls.unknown-issuer", "provider"), "{alone}");
    let told = ["tls.differs-between-ports", "tls.unknown-issuer"];
    assert_eq!(alone.report.roots(Severity::Note), told.into(), "{alone}");
    assert_eq!(alone.report.found_at("tls.unknown-issuer"), site.on([465, 993, 995]), "{alone}");
}

#[test]
fn a_greeting_of_asterisks_is_a_firewalls() {
    let Some(site) = crate::site(Setup::Masked) else { return };
    let run = site.check(HOST);
    assert_cause(&run, "dialogue.greeting-masked", "network");
    assert_eq!(run.report.found_at("dialogue.greeting-masked"), site.on([25, 587]), "{run}");
}

#[test]
fn a_postfix_that_turns_away_whoever_was_just_there_throttles() {
    let Some(site) = crate::site(Setup::Limited) else { return };
    // The site itself has been there, to see whether it answers.
    let run = site.check(HOST);
    assert_cause(&run, "cause.throttled", "nobody");
}
