//! The real sockets, clock and signals of this machine, against servers of ours on loopback: no
//! root, no internet. The antidote to a world in memory that only does what was imagined.
#[path = "system/again.rs"]
mod again;
#[path = "system/issuers.rs"]
mod issuers;
#[path = "system/resolver.rs"]
mod resolver;
#[path = "system/shelf.rs"]
mod shelf;
#[path = "system/site.rs"]
mod site;

use std::net::Ipv4Addr;
use std::process::{Command, Output, Stdio};

use probes::Service;
use serde_json::Value;

use site::Site;

/// A host that is well.
const GOOD: &str = r#"
    like = "good"
    name = "a good host on loopback"
    [hosts."127.0.0.1"]
    [expect]
    verdict = "healthy"
    headline = "healthy"
    findings = []
"#;

fn mailprobe(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailprobe"));
    command.args(["check", "--format", "ndjson"]).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn report(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// Everything that was observed in one step.
fn seen<'a>(report: &'a Value, step: &'a str) -> impl Iterator<Item = &'a Value> {
    let all = report["recording"]["observations"].as_array().map_or(&[][..], Vec::as_slice);
    all.iter().filter(move |observation| observation["step"] == step)
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().map_or(&[][..], Vec::as_slice);
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn a_good_host_is_healthy_on_real_sockets() {
    let site = Site::open(GOOD);
    let root = site.root();
    let (resolver, ports) = (site.resolver.to_string(), site.ports());
    let words =
        ["mail.example.test", "--resolver", &resolver, "--ports", &ports, "--ca-file", &root];
    let output = mailprobe(&words).output().expect("cargo built it");
    let report = report(&output);
    assert_eq!(codes(&report), Vec::<&str>::new(), "{report:#}");
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    let connected: Vec<_> = seen(&report, "connect").collect();
    assert_eq!(connected.len(), Service::ALL.len());
    if cfg!(target_os = "linux") {
        assert!(
            connected.iter().all(|seen| seen["saw"]["info"]["mss"].as_u64() > Some(0)),
            "{report:#}"
        );
    }
    assert_eq!(seen(&report, "handshake").count(), Service::ALL.len());
    for handshake in seen(&report, "handshake") {
        assert_eq!(handshake["saw"]["version"], "TLS 1.3");
        assert_eq!(handshake["saw"]["chain"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn what_one_store_does_not_trust_another_does() {
    let site = Site::open(GOOD);
    let (resolver, ports) = (site.resolver.to_string(), site.ports());
    let words = ["mail.example.test", "--resolver", &resolver, "--ports", &ports, "--trace", "off"];
    let output = mailprobe(&words).output().expect("cargo built it");
    assert_eq!(output.status.code(), Some(2));
    assert!(codes(&report(&output)).contains(&"tls.unknown-issuer"), "{:#}", report(&output));
    let other = mailprobe(&words).env("SSL_CERT_FILE", site.root()).output();
    assert_eq!(other.expect("cargo built it").status.code(), Some(0));
}

#[test]
fn the_name_is_verified_whatever_address_is_connected_to() {
    let site = Site::open(GOOD);
    let (root, ports) = (site.root(), site.ports());
    let at = |name| {
        let words = [name, "--connect", "127.0.0.1", "--ports", &ports, "--ca-file", &root];
        mailprobe(&words).args(["--trace", "off", "--as", "host"]).output().expect("cargo built it")
    };
    assert_eq!(at("mail.example.test").status.code(), Some(0));
    let other = at("other.example.test");
    assert_eq!(other.status.code(), Some(2));
    assert!(codes(&report(&other)).contains(&"tls.wrong-name"), "{:#}", report(&other));
}

#[test]
fn a_port_where_nobody_listens_is_refused() {
    let site = Site::open(GOOD);
    let ports = format!("{}=submission", site::unused_port());
    let words = ["127.0.0.1", "--ports", &ports, "--trace", "off"];
    let output = mailprobe(&words).output().expect("cargo built it");
    let report = report(&output);
    drop(site);
    assert_eq!(output.status.code(), Some(2), "{report:#}");
    assert!(seen(&report, "connect").all(|seen| seen["failure"]["kind"] == "refused"));
    assert!(codes(&report).iter().any(|code| code.starts_with("tcp.")), "{report:#}");
}

#[test]
fn a_name_that_does_not_exist_is_told_as_such() {
    let site = Site::open(GOOD);
    let words = ["nowhere.example.test", "--resolver", &site.resolver.to_string()];
    let output = mailprobe(&words).output().expect("cargo built it");
    let report = report(&output);
    assert!(seen(&report, "a").all(|seen| seen["failure"]["kind"] == "no-such-name"));
    assert_eq!(output.status.code(), Some(2), "{report:#}");
}

#[test]
fn wrong_signatures_are_told_from_servers_that_fail_and_resolvers_compared() {
    let site = Site::open(GOOD);
    let bogus = resolver::bogus("mail.example.test", Ipv4Addr::LOCALHOST).to_string();
    let (root, good, ports) = (site.root(), site.resolver.to_string(), site.ports());
    let words = ["mail.example.test", "--ports", &ports, "--ca-file", &root, "--trace", "off"];
    let one = mailprobe(&words).args(["--resolver", &bogus]).output().expect("cargo built it");
    assert_eq!(codes(&report(&one)), ["dns.dnssec-fails"; 2], "{:#}", report(&one));
    assert_eq!(one.status.code(), Some(2));
    let both = mailprobe(&words).args(["--resolver", &bogus, "--resolver", &good]).output();
    let both = both.expect("cargo built it");
    let told = report(&both);
    let differ = codes(&told).iter().filter(|code| **code == "dns.resolvers-differ").count();
    assert!(differ > 0 && codes(&told).contains(&"dns.dnssec-fails"), "{told:#}");
    assert_eq!(seen(&told, "handshake").count(), Service::ALL.len(), "the other was used");
    assert_eq!(both.status.code(), Some(1), "{told:#}");
}

#[test]
fn the_deadline_ends_a_run_and_what_was_seen_is_written() {
    let deaf = resolver::deaf();
    let at = deaf.local_addr().expect("it is bound").to_string();
    let words = ["mail.example.test", "--resolver", &at, "--deadline", "300ms"];
    let output = mailprobe(&words).output().expect("cargo built it");
    let report = report(&output);
    assert_eq!(report["recording"]["ended"], "deadline");
    assert_eq!(output.status.code(), Some(3), "{report:#}");
    assert!(report["recording"]["took_us"].as_u64() < Some(1_300_000), "{report:#}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_and_what_was_seen_is_written() {
    let deaf = resolver::deaf();
    let at = deaf.local_addr().expect("it is bound").to_string();
    let words = ["mail.example.test", "b.example.test", "--resolver", &at];
    let child = mailprobe(&words).spawn().expect("cargo built it");
    deaf.recv(&mut [0; 512]).expect("a question comes");
    let kill = format!("kill -INT {}", child.id());
    let killed = Command::new("sh").args(["-c", &kill]).status().expect("there is a shell");
    assert!(killed.success());
    let output = child.wait_with_output().expect("it ends");
    let report = report(&output);
    assert_eq!(report["recording"]["ended"], "interrupted");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("could not look at b.example.test"), "{said}");
    assert_eq!(output.status.code(), Some(3), "{report:#}");
}
