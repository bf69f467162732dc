//! A small report with all that is hard to write, for the tests of the formats.
use probes::{Service, Subject};
use serde_json::{Value, json};

use crate::diagnosis;
use crate::finding::{Finding, Match};
use crate::language::Language;
use crate::recording::Recording;

use super::{Report, Style, Verdict};

/// What a hostile server would like to do to a terminal, to JSON, and to the layout.
pub(super) const HOSTILE: &str =
    "220 \u{1b}[2J\u{1b}]0;x\u{7} \u{9b}31m \u{202e}evil\u{2028} \u{200b} 郵便 \u{7f}";

/// A host whose name is Japanese in the greeting, and hostile on port 25.
pub(super) fn recording() -> Recording {
    let greeting = serde_json::to_string(HOSTILE).expect("a string is JSON");
    let text = format!(
        r#"{{
  "schema": "mailprobe.recording.v1", "tool": {{ "name": "mailprobe", "version": "0.0.0" }},
  "at": 1795259112, "took_us": 2500000, "ended": "completed",
  "asked": {{ "target": {{ "typed": "mail.example.test", "name": "mail.example.test" }},
    "role": "auto", "ports": [{{ "port": 25, "service": "smtp" }}], "ports_from": "default",
    "family": "any", "trace": "on" }},
  "vantage": {{ "os": "Linux", "utc_offset_s": 32400, "resolvers": ["192.0.2.53:53"],
    "resolvers_from": "/etc/resolv.conf", "command": "mailprobe check mail.example.test" }},
  "trust": {{ "source": "system", "size": 140, "roots": [] }},
  "observations": [
    {{ "id": 0, "subject": {{ "kind": "endpoint", "host": "mail.example.test", "addr": "192.0.2.1",
        "port": 25, "service": "smtp" }}, "step": "connect", "at_us": 1000, "took_us": 12000,
      "saw": {{ "kind": "connect", "local": "198.51.100.1:50000" }} }},
    {{ "id": 1, "subject": {{ "kind": "endpoint", "host": "mail.example.test", "addr": "192.0.2.1",
        "port": 25, "service": "smtp" }}, "step": "greeting", "at_us": 13000, "took_us": 12000,
      "saw": {{ "kind": "reply", "lines": [{{ "at_us": 25000, "text": {greeting} }}] }} }}
  ],
  "skipped": []
}}"#
    );
    serde_json::from_str(&text).expect("the sample is a recording")
}

/// The same run, but with these observations of endpoints, and nothing else.
pub(super) fn recording_of(observations: Vec<Value>) -> Recording {
    let mut whole = serde_json::to_value(recording()).expect("a recording is JSON");
    whole["observations"] = Value::Array(observations);
    serde_json::from_value(whole).expect("the sample is a recording")
}

/// One step at one endpoint of the sample's host, begun 1 s after the run and so long.
pub(super) fn seen(
    id: u32,
    addr: &str,
    service: Service,
    step: &str,
    took_us: u64,
    saw: Value,
) -> Value {
    let (name, port) = (service.row().name, service.row().port);
    let subject = json!({ "kind": "endpoint", "host": "mail.example.test", "addr": addr,
        "port": port, "service": name });
    json!({ "id": id, "subject": subject, "step": step, "at_us": 1_000_000, "took_us": took_us,
        "saw": saw })
}

/// The same, but it failed.
pub(super) fn failed(mut seen: Value, kind: &str) -> Value {
    seen["failure"] = json!({ "kind": kind, "detail": format!("it was {kind}") });
    seen
}

/// A connection that was opened.
pub(super) fn connect() -> Value {
    json!({ "kind": "connect", "local": "198.51.100.1:50000" })
}

/// What was said, and what came back.
pub(super) fn reply(sent: &str, lines: &[&str]) -> Value {
    let line = |text: &&str| json!({ "at_us": 1_000_000, "text": text });
    let lines: Vec<Value> = lines.iter().map(line).collect();
    match sent {
        "" => json!({ "kind": "reply", "lines": lines }),
        _ => json!({ "kind": "reply", "sent": line(&sent), "lines": lines }),
    }
}

/// A path; at each hop the answers, one per packet.
pub(super) fn path(id: u32, addr: &str, to: (Option<u16>, &str), hops: &[&[Value]]) -> Value {
    let (port, method) = to;
    let mut subject = json!({ "kind": "path", "addr": addr, "method": method });
    if let Some(port) = port {
        subject["port"] = port.into();
    }
    let tries = (1..).zip(hops).flat_map(|(ttl, answers)| {
        answers.iter().map(move |answer| match answer {
            Value::Null => json!({ "ttl": ttl, "took_us": 700_000 }),
            answer => json!({ "ttl": ttl, "took_us": 1000 * ttl, "answer": answer }),
        })
    });
    let saw = json!({ "kind": "path", "method": method, "tries": tries.collect::<Vec<_>>() });
    json!({ "id": id, "subject": subject, "step": "trace", "at_us": 1_000_000,
        "took_us": 1_000_000, "saw": saw })
}

/// What routers are called, for the path with the same words.
pub(super) fn hop_names(path: &Value, names: &[(&str, &str)]) -> Value {
    let names = names.iter().map(|(addr, name)| json!({ "addr": addr, "name": name }));
    json!({ "id": 99, "subject": path["subject"], "step": "hop-names", "at_us": 2_000_000,
        "took_us": 1000, "saw": { "kind": "hop-names", "names": names.collect::<Vec<_>>() } })
}

/// A router that says that the TTL ran out.
pub(super) fn expired(from: &str) -> Value {
    let kind = if from.contains(':') { 3 } else { 11 };
    json!({ "kind": "icmp", "from": from, "type": kind, "code": 0 })
}

/// An ICMP message that ends a path.
pub(super) fn stop(from: &str, kind: u8, code: u8) -> Value {
    json!({ "kind": "icmp", "from": from, "type": kind, "code": code })
}

/// An answer of the target itself: `open`, `reset` or `echo`.
pub(super) fn target(kind: &str) -> Value {
    json!({ "kind": kind })
}

/// A finding on one port of the sample's host.
pub(super) fn finding(code: &'static str, service: Service, evidence: &[u32]) -> Finding {
    let subject = Subject::Endpoint {
        host: "mail.example.test".into(),
        addr: [192, 0, 2, 1].into(),
        port: service.row().port,
        service,
    };
    let rule = diagnosis::rule(code).expect("the rule is there");
    rule.found(Match::on(&subject, evidence.iter().copied()).with("text", HOSTILE))
}

/// The sample in a format, in English.
pub(super) fn written(format: &super::Format, style: &Style, findings: &[Finding]) -> String {
    written_of(&recording(), format, style, findings)
}

/// The sample in a format and a language.
pub(super) fn written_in(
    language: Language,
    format: &super::Format,
    style: &Style,
    findings: &[Finding],
) -> String {
    told(&recording(), (format, language), style, findings)
}

/// A recording in a format, in English.
pub(super) fn written_of(
    recording: &Recording,
    format: &super::Format,
    style: &Style,
    findings: &[Finding],
) -> String {
    told(recording, (format, Language::En), style, findings)
}

fn told(
    recording: &Recording,
    (format, language): (&super::Format, Language),
    style: &Style,
    findings: &[Finding],
) -> String {
    let verdict = Verdict::of(recording, findings);
    let report = Report { recording, findings, verdict: &verdict, language };
    let mut out = Vec::new();
    (format.write)(&[report], style, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}
