//! mailprobe as an ordinary user, against real Postfix, Dovecot and Knot behind four routers, and
//! against daemons of eight other makers beside them (`lab/daemons.toml`).
//!
//! The antidote to hosts that we imagined ourselves: what is observed here was said by software
//! that never heard of us. Everything stands in network namespaces that the test makes and takes
//! away again, so it needs root, Linux and the daemons; `.ci/run` has them and sets
//! `MAILPROBE_LAB=1`. Without that variable nothing is tried. With it, whatever lacks is a failure.

use std::io::Write;

use lab::openssl::{self, Witness};
use lab::report::{self, Severity};
use lab::site::{HOST, Setup, Site};

mod lab {
    //! One mail site: its network, its certificates, its servers, and the run of mailprobe.
    mod aside;
    mod causes;
    pub(crate) mod certificates;
    mod chains;
    pub(crate) mod command;
    mod contrib;
    mod daemons;
    pub(crate) mod dovecot;
    mod interception;
    pub(crate) mod knot;
    pub(crate) mod liar;
    mod neighbours;
    pub(crate) mod network;
    pub(crate) mod openssl;
    mod path;
    pub(crate) mod postfix;
    mod recipes;
    pub(crate) mod report;
    mod served;
    pub(crate) mod site;
    mod tls;
    pub(crate) mod trace;
    mod witness;
}

/// The site with this setup, or nothing where nobody asked for the lab.
fn site(setup: Setup) -> Option<Site> {
    if std::env::var_os("MAILPROBE_LAB").is_some_and(|value| value == "1") {
        return Some(Site::open(setup));
    }
    // Past the capture of the test harness: a silent pass would look like a run.
    writeln!(std::io::stderr(), "not run: set MAILPROBE_LAB=1 as root")
        .expect("standard error takes a line");
    None
}

#[test]
fn a_good_host_is_healthy_on_every_port() {
    let Some(site) = site(Setup::Good) else { return };
    let run = site.check(HOST);
    assert_eq!(run.status, 0, "{run}");
    assert_eq!(run.report.verdict(), "healthy", "{run}");
    assert_eq!(run.report.findings_above(Severity::Note), [""; 0], "{run}");
    for endpoint in site.endpoints() {
        assert!(run.report.connected(endpoint), "{endpoint} was not reached\n{run}");
        let handshake = run.report.handshake(endpoint);
        let chain = handshake.map(|seen| seen.chain.len());
        assert_eq!(chain, Some(2), "leaf and intermediate of {endpoint}\n{run}");
    }
}

#[test]
fn tls_is_seen_as_openssl_sees_it() {
    let Some(site) = site(Setup::Mixed) else { return };
    let run = site.check(HOST);
    let mut versions = Vec::new();
    for endpoint in site.endpoints() {
        let Witness { version, suite, chain } = openssl::look(&site, endpoint);
        let seen = run.report.handshake(endpoint);
        let seen = seen.unwrap_or_else(|| panic!("no handshake with {endpoint}\n{run}"));
        assert_eq!(seen.version, version, "{endpoint}");
        assert_eq!(openssl::name_of(&seen.suite), suite, "{endpoint}");
        assert_eq!(seen.chain, chain, "{endpoint}");
        versions.push(version);
    }
    versions.sort();
    versions.dedup();
    assert_eq!(versions, ["TLS 1.2", "TLS 1.3"], "the mixed host has ports of both kinds");
}

#[test]
fn a_self_signed_certificate_is_found_on_every_port() {
    let Some(site) = site(Setup::SelfSigned) else { return };
    let run = site.check(HOST);
    assert_eq!(run.status, 2, "{run}");
    assert_eq!(run.report.found_at(report::SELF_SIGNED), site.endpoints(), "{run}");
}

#[test]
fn a_port_25_that_is_lost_right_before_the_host_is_a_note_that_names_587() {
    let Some(site) = site(Setup::Good) else { return };
    site.drop_port_25("r4");
    let run = site.check(HOST);
    assert_eq!(run.status, 0, "{run}");
    assert_eq!(run.report.found_at(report::PORT_25_ALONE), site.on([25]), "{run}");
    assert!(run.report.remedy(report::PORT_25_ALONE).contains("587"), "{run}");
}

#[test]
fn a_blocked_port_25_is_the_path_and_not_the_server() {
    let Some(site) = site(Setup::Good) else { return };
    site.drop_port_25("r1");
    let run = site.check(HOST);
    assert_eq!(run.status, 1, "{run}");
    let (on_25, others): (Vec<_>, Vec<_>) =
        site.endpoints().into_iter().partition(|endpoint| endpoint.port() == 25);
    assert_eq!(run.report.found_at(report::PORT_25_BLOCKED), on_25, "{run}");
    assert_eq!(run.report.findings_besides(report::PORT_25_BLOCKED), [""; 0], "{run}");
    assert_eq!(run.report.findings_above(Severity::Warning), [""; 0], "{run}");
    assert!(run.report.remedy(report::PORT_25_BLOCKED).contains("587"), "{run}");
    for endpoint in on_25 {
        assert!(!run.report.connected(endpoint), "{endpoint} got through\n{run}");
    }
    for endpoint in others {
        assert!(run.report.connected(endpoint), "{endpoint} was not reached\n{run}");
    }
}

#[test]
fn a_domain_leads_to_its_mail_exchanger() {
    let Some(site) = site(Setup::Good) else { return };
    let run = site.check("lab.test");
    assert_eq!(run.report.findings_above(Severity::Note), [""; 0], "{run}");
    for endpoint in site.on([25]) {
        assert!(run.report.connected(endpoint), "{endpoint} was not reached\n{run}");
        assert!(run.report.handshake(endpoint).is_some(), "no TLS with {endpoint}\n{run}");
    }
}
