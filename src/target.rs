//! What the user wants looked at: as typed, and as understood.
mod parse;
mod port;

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use probes::Service;
use probes::observation::is_first;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expect::Expectation;

pub use parse::{Refusal, parse, presentable, service, service_on};

/// A target as typed, and as understood.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Target {
    /// As typed, but without the password that a URL may carry.
    pub typed: String,
    /// The host or domain, lower case, A-labels; or an address.
    pub name: String,
    /// The port, if one was typed, or named by a URL's scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// What was typed as the part before the `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<String>,
}

/// What was asked for, target and options together. Judgement needs it: a closed port is a fault
/// only where somebody wants it open.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Asked {
    /// The target.
    pub target: Target,
    /// In which role it is examined.
    pub role: Role,
    /// The ports to try on the host.
    pub ports: Vec<Port>,
    /// Whether the user named the ports, by `--ports` or in the target.
    pub ports_from: From,
    /// Which families of addresses are used.
    pub family: Family,
    /// The address to use instead of those in the DNS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect: Option<IpAddr>,
    /// Resolvers whose answers are compared with the usual ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<SocketAddr>,
    /// Hosts with which the target is compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Control>,
    /// How paths are traced.
    pub trace: Trace,
    /// The port to which they are traced, instead of one that the plan chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_port: Option<u16>,
    /// The largest TTL, where another than the usual one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_hops: Option<u8>,
    /// Whether servers are asked for every version and family of ciphers that they accept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tls_scan: bool,
    /// Whether certificates that servers did not send are fetched from where the ones below them
    /// say that they lie (RFC 5280 §4.2.2.1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fetch_aia: bool,
    /// How many times what fails in a way that may pass is looked at again, at most.
    #[serde(default, skip_serializing_if = "is_first")]
    pub retries: u8,
    /// What must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expectation>,
}

/// A port and what is expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Port {
    /// The port.
    pub port: u16,
    /// What is expected there.
    pub service: Service,
}

/// A host with which the target is compared: what fails there too is not the target's fault.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Control {
    /// Its name, lower case, A-labels; or an address.
    pub host: String,
    /// The port to try; without it those that are tried on the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
}

/// In which role a name is examined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// As a domain if it has mail exchangers, and as a host if it has addresses.
    #[default]
    Auto,
    /// As a host that programs connect to.
    Host,
    /// As a domain that receives mail.
    Domain,
}

/// Where a choice comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// Nobody chose.
    #[default]
    Default,
    /// The user chose.
    User,
}

/// Which families of addresses are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Both.
    #[default]
    Any,
    /// IPv4 only.
    Ipv4,
    /// IPv6 only.
    Ipv6,
}

/// How paths are traced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trace {
    /// To mail ports by TCP, and beside them by ICMP echo, or UDP where that is not permitted.
    #[default]
    #[serde(alias = "on")]
    Auto,
    /// To mail ports only, by TCP.
    Tcp,
    /// By UDP only.
    Udp,
    /// By ICMP echo only.
    Icmp,
    /// Not at all.
    Off,
}

impl Target {
    /// The address, if the target is one.
    pub fn literal(&self) -> Option<IpAddr> {
        self.name.parse().ok()
    }
}

impl Control {
    /// The ports to try, each with what is expected there.
    pub fn ports(&self, asked: &Asked) -> Vec<(u16, Option<Service>)> {
        match self.port {
            Some(port) => vec![(port, Service::on(port))],
            None => asked.ports.iter().map(|p| (p.port, Some(p.service))).collect(),
        }
    }
}

impl Asked {
    /// What is asked for when nothing but a target is given.
    pub fn about(target: Target) -> Self {
        let ports = match target.port {
            None => Service::ALL.iter().map(|s| Port { port: s.row().port, service: *s }).collect(),
            Some(port) => {
                vec![Port { port, service: Service::on(port).unwrap_or(Service::Submission) }]
            }
        };
        let ports_from = if target.port.is_some() { From::User } else { From::Default };
        Self {
            target,
            role: Role::Auto,
            ports,
            ports_from,
            family: Family::Any,
            connect: None,
            views: Vec::new(),
            controls: Vec::new(),
            trace: Trace::Auto,
            trace_port: None,
            max_hops: None,
            tls_scan: false,
            fetch_aia: false,
            retries: 0,
            expect: None,
        }
    }

    /// The same where this must hold: ports that must be open or closed are looked at too.
    pub fn demanding(mut self, expectation: Expectation) -> Self {
        let chosen = self.ports_from == From::User;
        for port in expectation.open.iter().chain(&expectation.closed) {
            let known = self.ports.iter_mut().find(|known| known.port == port.port);
            match known {
                Some(known) if !chosen && expectation.open.contains(port) => *known = *port,
                Some(_) => {}
                None => self.ports.push(*port),
            }
        }
        self.expect = Some(expectation);
        self
    }

    /// Whether somebody says that this port of the target must be open.
    pub fn must_be_open(&self, port: u16) -> bool {
        self.expect.as_ref().is_some_and(|e| e.open.iter().any(|p| p.port == port))
    }

    /// Whether somebody says that this port of the target must be closed.
    pub fn must_be_closed(&self, port: u16) -> bool {
        self.expect.as_ref().is_some_and(|e| e.closed.iter().any(|p| p.port == port))
    }
}

impl Family {
    /// Whether this address may be used.
    pub const fn allows(self, addr: IpAddr) -> bool {
        matches!(
            (self, addr),
            (Self::Any, _) | (Self::Ipv4, IpAddr::V4(_)) | (Self::Ipv6, IpAddr::V6(_))
        )
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.port, self.service.row().name)
    }
}
