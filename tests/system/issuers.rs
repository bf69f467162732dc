//! `--fetch-aia` on real sockets.
use fixtures::Scenario;
use probes::limits;
use serde_json::Value;

use super::shelf::{self, Manner, Shelf};
use super::site::Site;
use super::{codes, mailprobe, report, seen};

/// A host on loopback that lacks a certificate, which lies at this port under the host's own name.
fn lacking(port: u16) -> String {
    format!(
        r#"
        like = "good"
        name = "a host on loopback that sends no intermediate certificate"
        certificates.mail.send = ["mail"]
        certificates.intermediate.url = "http://mail.example.test:{port}/issuing.crt"
        [hosts."127.0.0.1"]
        [expect]
        verdict = "failure"
        headline = "tls.incomplete-chain"
        findings = []
        "#
    )
}

/// The missing certificate, made as of now.
fn intermediate(scenario: &str) -> Vec<u8> {
    let mut scenario = Scenario::parse(scenario).expect("a scenario in order");
    scenario.now = i64::try_from(::mailprobe::vantage::now()).expect("the year is not that far");
    scenario.vault().sent("intermediate").swap_remove(0)
}

/// What is said of the host, and what was asked for the certificate.
fn look(manner: Manner, options: &[&str]) -> (Value, Shelf) {
    let listener = shelf::listener();
    let scenario = lacking(listener.local_addr().expect("it is bound").port());
    let shelf = Shelf::open(listener, intermediate(&scenario), manner);
    let site = Site::open(&scenario);
    let (resolver, ports, root) = (site.resolver.to_string(), site.ports(), site.root());
    let words = ["mail.example.test", "--resolver", &resolver, "--ports", &ports, "--trace", "off"];
    let output = mailprobe(&words).args(["--ca-file", &root]).args(options).output();
    let output = output.expect("cargo built it");
    assert_eq!(output.status.code(), Some(2), "{:#}", report(&output));
    (report(&output), shelf)
}

#[test]
fn a_missing_certificate_is_fetched_once_and_proves_what_is_missing() {
    let (report, shelf) = look(Manner::Pieces, &["--fetch-aia"]);
    let request = format!(
        "GET /issuing.crt HTTP/1.0\r\nHost: mail.example.test:{}\r\n\
         User-Agent: mailprobe/{}\r\nConnection: close\r\n\r\n",
        shelf.port,
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(shelf.requests(), [request]);
    let file = seen(&report, "fetch").next().expect("it was asked for");
    assert_eq!(file["saw"]["certificates"].as_array().map(Vec::len), Some(1), "{file:#}");
    assert!(file.get("failure").is_none(), "{file:#}");
    let findings = report["findings"].as_array().expect("a list");
    let found = findings.iter().find(|f| f["code"] == "tls.incomplete-chain");
    assert_eq!(found.expect("it is told")["confidence"], "high", "{report:#}");
}

#[test]
fn nothing_is_fetched_unless_that_was_asked_for() {
    let (report, shelf) = look(Manner::Pieces, &[]);
    assert_eq!((seen(&report, "fetch").count(), shelf.requests()), (0, vec![]));
    assert!(codes(&report).contains(&"tls.incomplete-chain"), "{report:#}");
}

#[test]
fn a_file_without_end_is_read_only_so_far() {
    let (report, shelf) = look(Manner::Endless, &["--fetch-aia"]);
    assert_eq!(shelf.requests().len(), 1);
    let file = seen(&report, "fetch").next().expect("it was asked for");
    assert_eq!(file["failure"]["kind"], "too-much", "{file:#}");
    assert!(file["saw"]["size"].as_u64() <= Some(limits::FETCH_BODY as u64 + 2048), "{file:#}");
    assert!(codes(&report).contains(&"tls.issuer-not-fetched"), "{report:#}");
}

#[test]
fn a_file_that_drips_ends_at_the_deadline() {
    let (report, shelf) = look(Manner::Drips, &["--fetch-aia", "--deadline", "2s"]);
    assert_eq!(shelf.requests().len(), 1);
    let file = seen(&report, "fetch").next().expect("it was asked for");
    assert_eq!(file["failure"]["kind"], "cut-short", "{file:#}");
    let took = report["recording"]["took_us"].as_u64();
    assert!((2_000_000..=2_250_000).contains(&took.expect("it was over")), "{took:?}");
    assert!(codes(&report).contains(&"other.cut-short"), "{report:#}");
}
