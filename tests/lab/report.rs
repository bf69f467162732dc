//! The JSON report of mailprobe, as another program would read it: every name of a field is here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::net::SocketAddr;

use serde_json::Value;

use super::trace::Trace;

/// The finding of a certificate that its own key signed.
pub(crate) const SELF_SIGNED: &str = "tls.self-signed";

/// The finding of a network that lets nothing through to port 25.
pub(crate) const PORT_25_BLOCKED: &str = "path.port-25-blocked";
/// Port 25 alone is silent, and nothing tells whether the host closes it or what stands before it.
pub(crate) const PORT_25_ALONE: &str = "path.port-25-alone-silent";

/// How bad a finding is, by the word in the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Good to know.
    Note,
    /// Works, and should be better.
    Warning,
    /// Doesn't work.
    Error,
}

/// A report, as read from its file.
pub(crate) struct Report {
    json: Value,
}

/// What was seen of one handshake.
pub(crate) struct Handshake {
    /// `TLS 1.2`, `TLS 1.3`.
    pub(crate) version: String,
    /// The suite by its name in the IANA registry.
    pub(crate) suite: String,
    /// DER in base64, the leaf first.
    pub(crate) chain: Vec<String>,
}

impl Report {
    /// Reads a report.
    pub(crate) fn read(text: &str) -> Self {
        let json: Value = serde_json::from_str(text).expect("a report in JSON is JSON");
        assert_eq!(json["schema"], "mailprobe.report.v1");
        Self { json }
    }

    /// `healthy`, `warnings`, `failure` or `inconclusive`.
    pub(crate) fn verdict(&self) -> &str {
        word(&self.json["verdict"]["status"])
    }

    /// The code of the finding that the first line tells, and who must act on it.
    pub(crate) fn headline(&self) -> (&str, &str) {
        let verdict = &self.json["verdict"];
        (word(&verdict["code"]), word(&verdict["actor"]))
    }

    /// Each finding by its code, with the ports of which it is told, if it is of any.
    pub(crate) fn list(&self) -> Vec<String> {
        let mut list = BTreeMap::<&str, BTreeSet<u64>>::new();
        for finding in self.findings() {
            let ports = list.entry(word(&finding["code"])).or_default();
            ports.extend(finding["subject"]["port"].as_u64());
        }
        let told = |(code, ports): (&str, BTreeSet<u64>)| {
            let ports: Vec<_> = ports.iter().map(u64::to_string).collect();
            format!("{code} {}", ports.join(",")).trim_end().to_owned()
        };
        list.into_iter().map(told).collect()
    }

    /// How sure each finding of this code is.
    pub(crate) fn confidence<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        self.found(code).map(|finding| word(&finding["confidence"])).collect()
    }

    /// All findings, as they stand in the report.
    pub(crate) fn all_findings(&self) -> Vec<String> {
        self.findings().map(Value::to_string).collect()
    }

    /// Findings worse than this, as they stand in the report.
    pub(crate) fn findings_above(&self, severity: Severity) -> Vec<String> {
        let worse = self.findings().filter(|finding| severity_of(finding) > severity);
        worse.map(Value::to_string).collect()
    }

    /// The endpoints of which this was found, in order.
    pub(crate) fn found_at(&self, code: &str) -> Vec<SocketAddr> {
        let endpoints = self.found(code).filter_map(|finding| endpoint(&finding["subject"]));
        let mut endpoints: Vec<_> = endpoints.collect();
        endpoints.sort_unstable();
        endpoints
    }

    /// The codes of findings about this port that are worse than this, and that no other explains.
    pub(crate) fn roots_at(&self, port: u16, severity: Severity) -> Vec<&str> {
        let roots = self.findings().filter(|finding| finding["because"].is_null());
        let about = roots.filter(|finding| finding["subject"]["port"] == port);
        let worse = about.filter(|finding| severity_of(finding) > severity);
        worse.map(|finding| word(&finding["code"])).collect()
    }

    /// The codes of all findings that are worse than this and that no other explains, each once.
    pub(crate) fn roots(&self, severity: Severity) -> BTreeSet<&str> {
        let roots = self.findings().filter(|finding| finding["because"].is_null());
        let worse = roots.filter(|finding| severity_of(finding) > severity);
        worse.map(|finding| word(&finding["code"])).collect()
    }

    /// Findings worse than a note that are neither this one nor explained by it.
    pub(crate) fn findings_besides(&self, code: &str) -> Vec<String> {
        let worse = self.findings().filter(|finding| severity_of(finding) > Severity::Note);
        let besides = |finding: &&Value| finding["code"] != code && finding["because"] != code;
        worse.filter(besides).map(Value::to_string).collect()
    }

    /// Whether this was found at all.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.found(code).next().is_some()
    }

    /// The codes of the findings that no other one explains.
    pub(crate) fn unexplained(&self) -> Vec<&str> {
        let alone = self.findings().filter(|finding| finding["because"].is_null());
        alone.map(|finding| word(&finding["code"])).collect()
    }

    /// The values in all findings of this code, as a text each.
    pub(crate) fn told(&self, code: &str) -> Vec<String> {
        self.found(code).map(|finding| finding["args"].to_string()).collect()
    }

    /// What the user is told to do about it.
    pub(crate) fn remedy(&self, code: &str) -> String {
        self.found(code).map(|finding| word(&finding["remedy"])).collect()
    }

    /// Whether a connection to this endpoint came about.
    pub(crate) fn connected(&self, endpoint: SocketAddr) -> bool {
        self.at(endpoint, "connect").any(|seen| seen["failure"].is_null())
    }

    /// The handshake at this endpoint, if it came to its end.
    pub(crate) fn handshake(&self, endpoint: SocketAddr) -> Option<Handshake> {
        let seen = self.at(endpoint, "handshake").find(|seen| seen["failure"].is_null())?;
        let saw = &seen["saw"];
        let chain = list(&saw["chain"]).iter().map(|link| word(link).to_owned()).collect();
        let [version, suite] = ["version", "suite"].map(|name| word(&saw[name]).to_owned());
        Some(Handshake { version, suite, chain })
    }

    /// Every trace to this address.
    pub(crate) fn traces(&self, address: &str) -> Vec<Trace> {
        let to = |seen: &&Value| seen["step"] == "trace" && seen["subject"]["addr"] == address;
        let named = |seen| Trace::read(seen, address, |router| self.name(&seen["subject"], router));
        self.observations().filter(to).map(named).collect()
    }

    /// What a router on this path is called, or nothing.
    fn name(&self, path: &Value, router: &str) -> String {
        let named = |seen: &&Value| seen["step"] == "hop-names" && seen["subject"] == *path;
        let names = self.observations().filter(named).flat_map(|seen| list(&seen["saw"]["names"]));
        let mut names =
            names.filter(|hop| hop["addr"] == router).filter_map(|h| h["name"].as_str());
        names.next().unwrap_or_default().trim_end_matches('.').to_owned()
    }

    fn at<'a>(&'a self, place: SocketAddr, step: &'a str) -> impl Iterator<Item = &'a Value> {
        let at = move |seen: &&Value| endpoint(&seen["subject"]) == Some(place);
        self.observations().filter(move |seen| seen["step"] == step).filter(at)
    }

    fn found<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Value> {
        self.findings().filter(move |finding| finding["code"] == code)
    }

    fn findings(&self) -> impl Iterator<Item = &Value> {
        list(&self.json["findings"]).iter()
    }

    fn observations(&self) -> impl Iterator<Item = &Value> {
        list(&self.json["recording"]["observations"]).iter()
    }
}

/// Everything but the parts that nobody can read.
impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "verdict: {}", self.json["verdict"])?;
        self.findings().try_for_each(|finding| writeln!(f, "finding: {finding}"))?;
        self.observations().try_for_each(|seen| {
            let text: String = seen.to_string().chars().take(400).collect();
            writeln!(f, "{text}")
        })
    }
}

fn severity_of(finding: &Value) -> Severity {
    match word(&finding["severity"]) {
        "note" => Severity::Note,
        "warning" => Severity::Warning,
        "error" => Severity::Error,
        other => panic!("a severity that this test doesn't know: {other}"),
    }
}

/// The place of a subject that has an address and a port and is no path.
fn endpoint(subject: &Value) -> Option<SocketAddr> {
    let port = u16::try_from(subject["port"].as_u64()?).ok()?;
    let address = subject["addr"].as_str()?.parse().ok()?;
    (subject["kind"] == "endpoint").then(|| SocketAddr::new(address, port))
}

/// The elements, none of what isn't a list.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The text that must be here.
pub(crate) fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text should be here, not {value}"))
}
