//! What is told to Prometheus, figure by figure.
use std::collections::BTreeMap;

use probes::net::Kind;
use probes::{Observation, Subject};
use serde::Serialize;
use serde_json::Value;

use crate::certificate::{self, Description};
use crate::diagnosis::facts::Endpoint;

use super::super::Status;
use super::exposition::Sample;
use super::{Figure, Source};

/// All of them.
pub(super) const ALL: &[Figure] = &[
    Figure {
        name: "probe_success",
        help: "Whether mail works from here as far as was seen: no error that counts.",
        samples: |s| {
            let status = s.report.verdict.status;
            vec![truth(matches!(status, Status::Healthy | Status::Warnings))]
        },
    },
    Figure {
        name: "probe_duration_seconds",
        help: "How long the run took.",
        samples: |s| vec![Sample::of(seconds(s.report.recording.took_us))],
    },
    Figure {
        name: "probe_dns_lookup_time_seconds",
        help: "How long the slower of the questions for the addresses of a host took.",
        samples: lookups,
    },
    Figure {
        name: "probe_ssl_earliest_cert_expiry",
        help: "When the first of the certificates that were shown ends, accepted or not, unixtime.",
        samples: |s| {
            endpoints(s, |e| certificates(e).iter().map(|c| c.not_after).min().map(number))
        },
    },
    Figure {
        name: "probe_tls_version_info",
        help: "The TLS version used.",
        samples: |s| agreed(s, "version", |h| h.version.clone()),
    },
    Figure {
        name: "probe_tls_cipher_info",
        help: "The TLS cipher negotiated during the handshake.",
        samples: |s| agreed(s, "cipher", |h| h.suite.clone()),
    },
    Figure {
        name: "mailprobe_run_timestamp_seconds",
        help: "When the run began, unixtime.",
        samples: |s| vec![Sample::of(s.report.recording.at as f64)],
    },
    Figure {
        name: "mailprobe_exit_status",
        help: "0 healthy, 1 warnings that count, 2 failure, 3 could not test.",
        samples: |s| {
            let status = s.report.verdict.exit_status(s.report.findings, s.style.fail_on);
            vec![Sample::of(f64::from(status))]
        },
    },
    Figure {
        name: "mailprobe_verdict_info",
        help: "The verdict, what the first line is about, who must act, and the version that said so.",
        samples: verdict,
    },
    Figure {
        name: "mailprobe_finding_info",
        help: "How many findings of this kind there are on a subject.",
        samples: findings,
    },
    Figure {
        name: "mailprobe_port_up",
        help: "Whether the port took the connection.",
        samples: |s| endpoints(s, |e| e.connect().map(|c| f64::from(u8::from(c.ok())))),
    },
    Figure {
        name: "mailprobe_connect_duration_seconds",
        help: "How long it took until the port took the connection.",
        samples: |s| {
            endpoints(s, |e| {
                let connect = e.connect().filter(|c| c.ok())?;
                Some(seconds(connect.saw.took_us.unwrap_or(connect.observation.took_us)))
            })
        },
    },
    Figure {
        name: "mailprobe_greeting_duration_seconds",
        help: "How long the server took to greet.",
        samples: |s| endpoints(s, |e| e.greeting().filter(|g| g.ok()).map(|g| took(g.observation))),
    },
    Figure {
        name: "mailprobe_tls_up",
        help: "Whether the TLS handshake came to its end, whatever is said of the certificate.",
        samples: |s| endpoints(s, |e| e.handshake().map(|h| f64::from(u8::from(h.ok())))),
    },
    Figure {
        name: "mailprobe_certificate_accepted",
        help: "Whether a careful client accepts the certificate that was shown.",
        samples: |s| {
            endpoints(s, |e| {
                s.facts.verdict_on(e).map(|v| f64::from(u8::from(v.told.is_accepted())))
            })
        },
    },
    Figure {
        name: "mailprobe_certificate_expiry_timestamp_seconds",
        help: "When the server's own certificate ends, accepted or not, unixtime.",
        samples: |s| endpoints(s, |e| certificates(e).first().map(|c| number(c.not_after))),
    },
    Figure {
        name: "mailprobe_certificate_remaining_seconds",
        help: "How much of the time of the server's own certificate was left, below 0 if it ended.",
        samples: |s| {
            let at = s.report.recording.at as f64;
            endpoints(s, |e| certificates(e).first().map(|c| number(c.not_after) - at))
        },
    },
    Figure {
        name: "mailprobe_auth_mechanisms",
        help: "How many ways to log in the server offers, in clear and inside TLS.",
        samples: mechanisms,
    },
];

fn truth(yes: bool) -> Sample {
    Sample::of(f64::from(u8::from(yes)))
}

fn seconds(us: u64) -> f64 {
    us as f64 / 1e6
}

fn took(observation: &Observation) -> f64 {
    seconds(observation.took_us)
}

/// Seconds since the epoch are far from where a double loses one.
const fn number(at: i64) -> f64 {
    at as f64
}

/// A sample per endpoint of which there is something to tell.
fn endpoints<'r>(
    source: &Source<'r, '_>,
    value: impl Fn(&Endpoint<'r>) -> Option<f64>,
) -> Vec<Sample> {
    let told = source.facts.endpoints().iter();
    told.filter_map(|e| value(e).map(|value| Sample::of(value).and(place(e)))).collect()
}

fn place(endpoint: &Endpoint<'_>) -> [(&'static str, String); 4] {
    [
        ("host", endpoint.host.to_owned()),
        ("addr", endpoint.addr.to_string()),
        ("port", endpoint.port.to_string()),
        ("service", endpoint.service.row().name.to_owned()),
    ]
}

fn lookups(source: &Source<'_, '_>) -> Vec<Sample> {
    let mut slowest: BTreeMap<&str, u64> = BTreeMap::new();
    for (observation, lookup) in source.facts.forward() {
        if let (Kind::A | Kind::Aaaa, Some(name)) =
            (lookup.question.kind, observation.subject.name())
        {
            let known = slowest.entry(name).or_default();
            *known = observation.took_us.max(*known);
        }
    }
    let sample = |(host, us): (&str, u64)| Sample::of(seconds(us)).and([("host", host.to_owned())]);
    slowest.into_iter().map(sample).collect()
}

/// Those of the first chain that was shown, also where the handshake failed or it is not accepted.
fn certificates(endpoint: &Endpoint<'_>) -> Vec<Description> {
    let chain = endpoint.shown().map_or(&[][..], |(_, chain)| chain);
    chain.iter().filter_map(|der| certificate::describe(&der.0)).collect()
}

fn agreed(
    source: &Source<'_, '_>,
    label: &'static str,
    word: fn(&probes::tls::Handshake) -> Option<String>,
) -> Vec<Sample> {
    let told = source.facts.endpoints().iter().filter_map(|endpoint| {
        let word = word(endpoint.handshake().filter(|h| h.ok())?.saw)?;
        Some(Sample::of(1.0).and(place(endpoint)).and([(label, word)]))
    });
    told.collect()
}

fn verdict(source: &Source<'_, '_>) -> Vec<Sample> {
    let (verdict, tool) = (source.report.verdict, &source.report.recording.tool);
    vec![Sample::of(1.0).and([
        ("status", word(&verdict.status)),
        ("code", verdict.code.unwrap_or_default().to_owned()),
        ("actor", word(&verdict.actor)),
        ("version", tool.version.clone()),
    ])]
}

fn findings(source: &Source<'_, '_>) -> Vec<Sample> {
    let mut counted: Vec<(Sample, f64)> = Vec::new();
    for finding in source.report.findings {
        let labels = Sample::of(1.0)
            .and([
                ("code", finding.code.to_owned()),
                ("severity", word(&finding.severity)),
                ("actor", word(&finding.actor)),
                ("waived", finding.waived.is_some().to_string()),
            ])
            .and(where_it_is(&finding.subject));
        match counted.iter_mut().find(|(known, _)| *known == labels) {
            Some((_, count)) => *count += 1.0,
            None => counted.push((labels, 1.0)),
        }
    }
    counted.into_iter().map(|(sample, count)| sample.counting(count)).collect()
}

fn where_it_is(subject: &Subject) -> [(&'static str, String); 5] {
    [
        ("subject", subject.to_string()),
        ("host", subject.name().unwrap_or_default().to_owned()),
        ("addr", subject.addr().map(|addr| addr.to_string()).unwrap_or_default()),
        ("port", subject.port().map(|port| port.to_string()).unwrap_or_default()),
        ("service", subject.service().map(|s| s.row().name.to_owned()).unwrap_or_default()),
    ]
}

fn mechanisms(source: &Source<'_, '_>) -> Vec<Sample> {
    let told = source.facts.endpoints().iter().flat_map(|endpoint| {
        let offers =
            [("clear", endpoint.mechanisms_in_clear()), ("tls", endpoint.mechanisms_in_tls())];
        offers.into_iter().filter_map(move |(phase, offered)| {
            let count = offered?.words().len();
            let phase = [("phase", phase.to_owned())];
            Some(Sample::of(count as f64).and(place(endpoint)).and(phase))
        })
    });
    told.collect()
}

/// As JSON has it.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        other => unreachable!("a word and not {other:?}"),
    }
}
