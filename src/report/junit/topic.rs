//! What test cases are about: their names do not depend on what came out.
use std::fmt;

use probes::{Observation, Service, Step, Subject};

use crate::diagnosis;
use crate::finding::{Class, Finding};
use crate::recording::Recording;

/// What a case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// The run itself.
    Run,
    /// Which hosts take mail for the domain.
    Mx,
    /// The addresses of hosts.
    Addresses,
    /// The names of addresses.
    Reverse,
    /// Whether anything answers.
    Hosts,
    /// The ways to hosts.
    Path,
    /// One side of a port, on all addresses of its host.
    Port {
        /// The host, or "" if it is the target.
        host: String,
        /// The port.
        port: u16,
        /// What is expected there.
        service: Service,
        /// Which side.
        aspect: Aspect,
    },
    /// Whatever else is found.
    Other,
}

/// One side of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Whether it is open.
    Connection,
    /// How the server greets.
    Greeting,
    /// What it answers.
    Commands,
    /// Whether it speaks TLS.
    Tls,
    /// With which certificate.
    Certificate,
    /// Which ways to log in it offers.
    LogIn,
}

impl Aspect {
    /// All of them.
    pub(super) const ALL: [Self; 6] = [
        Self::Connection,
        Self::Greeting,
        Self::Commands,
        Self::Tls,
        Self::Certificate,
        Self::LogIn,
    ];

    /// The steps that it is about.
    pub(super) const fn steps(self) -> &'static [Step] {
        match self {
            Self::Connection => &[Step::Connect],
            Self::Greeting => &[Step::Greeting],
            Self::Commands => &[Step::Capabilities, Step::Farewell],
            Self::Tls => &[Step::Handshake, Step::StartTls, Step::Hello, Step::Listen],
            Self::Certificate => &[Step::Handshake],
            Self::LogIn => &[Step::Capabilities],
        }
    }

    fn of_step(step: Step) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.steps().contains(&step))
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run => f.write_str("run: comes to a verdict"),
            Self::Mx => f.write_str("DNS: MX"),
            Self::Addresses => f.write_str("DNS: addresses"),
            Self::Reverse => f.write_str("DNS: names of addresses"),
            Self::Hosts => f.write_str("hosts: reached"),
            Self::Path => f.write_str("path"),
            Self::Other => f.write_str("other findings"),
            Self::Port { host, port, service, aspect } => {
                let gap = if host.is_empty() { "" } else { " " };
                write!(f, "{host}{gap}{} {port}: {aspect}", service.row().name)
            }
        }
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connection",
            Self::Greeting => "greeting",
            Self::Commands => "commands",
            Self::Tls => "TLS handshake",
            Self::Certificate => "certificate",
            Self::LogIn => "log-in",
        })
    }
}

/// What a finding is about.
pub(super) fn of(finding: &Finding, recording: &Recording) -> Topic {
    let layer = finding.code.split('.').next().unwrap_or_default();
    match finding.subject.endpoint() {
        Some(Subject::Endpoint { host, port, service, .. }) => {
            let aspect = aspect(finding, layer, recording);
            Topic::Port { host: shown(&host, recording), port, service, aspect }
        }
        _ if finding.code.starts_with("dns.reverse") => Topic::Reverse,
        _ if finding.code.starts_with("dns.mx") => Topic::Mx,
        _ => match layer {
            "dns" => Topic::Addresses,
            "tcp" | "cause" => Topic::Hosts,
            "path" => Topic::Path,
            _ => Topic::Other,
        },
    }
}

/// The target's own name goes without saying.
pub(super) fn shown(host: &str, recording: &Recording) -> String {
    let own = host == recording.asked.target.name;
    if own { String::new() } else { host.to_owned() }
}

fn aspect(finding: &Finding, layer: &str, recording: &Recording) -> Aspect {
    match (layer, diagnosis::class(finding.code)) {
        (_, Class::Certificate) => Aspect::Certificate,
        ("tcp" | "path" | "cause" | "provider", _) => Aspect::Connection,
        ("tls", _) => Aspect::Tls,
        ("auth", _) => Aspect::LogIn,
        _ => by_evidence(finding, recording).unwrap_or(Aspect::Commands),
    }
}

/// By the step that failed, or else by the first of those on which it rests.
fn by_evidence(finding: &Finding, recording: &Recording) -> Option<Aspect> {
    let rests = |o: &&Observation| finding.evidence.contains(&o.id);
    let mut seen = recording.observations.iter().filter(rests);
    let first = seen.clone().next();
    let step = seen.find(|o| o.failure.is_some()).or(first)?.step;
    Aspect::of_step(step)
}
