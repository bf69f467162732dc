//! Recordings of strangers who mean harm, in every place where words of theirs can stand.
use std::collections::BTreeSet;

use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::finding::{Finding, Waiver};
use mailprobe::recording::Recording;
use serde_json::Value;

use super::run::run;

/// The last day of a waiver in these recordings.
pub(crate) const UNTIL: &str = "2099-12-31";

/// What its reason begins with.
pub(crate) const REASON: &str = "known since the move";

/// Every class of harm, for every format.
const HARM: &[&str] = &[
    " \u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}]8;;http://evil.test\u{7}\u{9b}31m\u{8}\u{7f}\u{0}",
    " \u{202e}txet\u{2066}\u{200b}\u{feff}\u{ad}\u{2028}\u{2029}\u{e0041}\u{85}",
    " \u{fffe}\u{ffff}\u{b}\u{c}\u{1}]]> <![CDATA[x]]> <?xml?> &amp; &#0; <!DOCTYPE x>",
    "\r\n::error::x\n::set-output name=a::b\n##[error]x ##vso[task] ##teamcity[x] %0A::error::y",
    " <script>alert(1)</script> \"><img src=x onerror=alert(1)> </pre></script> javascript:x",
    " [x](http://evil.test) ![x](http://evil.test/p.png) <http://evil.test> www.evil.test @admin #12",
    "\n# heading\n- item\n1. one\n```\n~~~\n| a | b |\n|---|---|\n> q\n---\n/close GH-12 ABC-3 !4",
    " a|b \\|c `d` ``` '=1 x='1;2;3' \"q\" \\ \\\" \\n {x=\"y\"} } 1\nprobe_success 1\n| 'x'=1",
];

/// A very long one, with the harm at its end.
fn long() -> String {
    format!(" {}|<b>\"'`\r\n::error::z", "x y\u{301}".repeat(600))
}

/// Every class of harm, one by one and all at once, and a very long one.
fn harms() -> Vec<String> {
    let each = HARM.iter().map(|harm| (*harm).to_owned());
    each.chain([HARM.concat(), long()]).collect()
}

/// Each of them, on hosts that fail in many ways.
pub(crate) fn all() -> Vec<(Recording, Vec<Finding>)> {
    let of = |(name, harm): (&&str, &String)| judged(spoilt(&recording(name, harm), harm), harm);
    SCENARIOS.iter().cycle().zip(&harms()).map(of).collect()
}

/// Together they have all texts that may come from a stranger.
const SCENARIOS: &[&str] = &[
    "tls-self-signed",
    "dns-reverse-hostile",
    "path-port-25-dropped",
    "dialogue-closed-early",
    "tls-aia-redirect",
    "provider-domain-misspelt",
    "tcp-not-a-client-host-mailbox",
];

/// A scenario whose certificates bear the harm.
fn recording(name: &str, harm: &str) -> Recording {
    let mut scenario = Scenario::load(name).expect("it is listed");
    // A certificate holds no end of text.
    let harm: String = harm.chars().take(200).collect();
    for certificate in scenario.certificates.values_mut() {
        certificate.organization = Some(format!("Evil{harm}"));
    }
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().expect("a runtime for tests");
    runtime.block_on(run(scenario)).1
}

fn judged(recording: Recording, harm: &str) -> (Recording, Vec<Finding>) {
    let mut findings = diagnosis::diagnose(&recording);
    let waiver = Waiver { until: UNTIL.to_owned(), reason: format!("{REASON}{harm}") };
    if let Some(last) = findings.last_mut() {
        last.waived = Some(waiver);
    }
    (recording, findings)
}

/// The recording with the harm behind every text that may come from a stranger.
fn spoilt(recording: &Recording, harm: &str) -> Recording {
    let mut value = serde_json::to_value(recording).expect("a recording is JSON");
    value["vantage"]["ehlo_name"] = "client.example.test".into();
    spoil(&mut value, "", harm);
    serde_json::from_value(value).expect("it is a recording still")
}

/// The keys of texts that have no form of their own.
const TEXTS: &[&str] = &[
    "text",
    "detail",
    "host",
    "name",
    "domain",
    "typed",
    "command",
    "os",
    "resolvers_from",
    "source",
    "suite",
    "group",
    "ehlo_name",
    "mailbox",
    "server_name",
    "url",
    "target",
    "exchange",
    "status",
    "content_type",
    "location",
];

fn spoil(value: &mut Value, key: &str, harm: &str) {
    match value {
        Value::String(text) if TEXTS.contains(&key) => text.push_str(harm),
        Value::Array(values) => values.iter_mut().for_each(|value| spoil(value, key, harm)),
        Value::Object(values) => values.iter_mut().for_each(|(key, value)| spoil(value, key, harm)),
        _ => {}
    }
}

/// The keys of the texts that end in this.
fn spoilt_keys<'v>(value: &'v Value, key: &'v str, harm: &str) -> BTreeSet<&'v str> {
    match value {
        Value::String(text) if text.ends_with(harm) => BTreeSet::from([key]),
        Value::Array(values) => values.iter().flat_map(|v| spoilt_keys(v, key, harm)).collect(),
        Value::Object(values) => {
            values.iter().flat_map(|(key, value)| spoilt_keys(value, key, harm)).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[test]
fn the_harm_stands_in_every_text_that_may_come_from_a_stranger() {
    let mut seen = BTreeSet::new();
    for ((recording, findings), harm) in all().iter().zip(harms()) {
        let value = serde_json::to_value(recording).expect("a recording is JSON");
        seen.extend(spoilt_keys(&value, "", &harm).into_iter().map(str::to_owned));
        assert!(!findings.is_empty());
    }
    let lacking: Vec<_> = TEXTS.iter().filter(|key| !seen.contains(**key)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
