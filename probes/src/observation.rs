//! The facts: what was looked at, when, what came back, what stopped it.
use std::fmt;
use std::net::{IpAddr, SocketAddr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::net::{Kind, Method};
use crate::tls::hello::Offer;
use crate::{Data, Failure, FailureKind, Service, Step};

/// One look at one subject.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Observation {
    /// Its number within the recording; findings name it as evidence.
    pub id: u32,
    /// What was looked at.
    pub subject: Subject,
    /// What was done.
    pub step: Step,
    /// How often the same step had been taken on this subject before: 0, then 1 (after TLS).
    #[serde(default)]
    pub nth: u8,
    /// How often the subject had been visited before, because of what had failed (`--retries`).
    #[serde(default, skip_serializing_if = "is_first")]
    pub round: u8,
    /// When it began, µs since the run began.
    pub at_us: u64,
    /// How long it took, µs.
    pub took_us: u64,
    /// What was seen.
    pub saw: Data,
    /// What stopped it, if anything did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// Whether it is no further round.
pub fn is_first(round: &u8) -> bool {
    *round == 0
}

impl Observation {
    /// Whether what stopped it, if anything did, may have passed a moment later: silence, a
    /// connection that is refused or breaks off, a reply that says so.
    pub fn is_transient(&self) -> bool {
        let Some(failure) = &self.failure else { return false };
        match (&self.saw, failure.kind) {
            (Data::Reply(reply), FailureKind::Declined) => {
                self.subject.service().is_some_and(|service| service.row().protocol.defers(reply))
            }
            // A filter means what it says.
            (Data::Connect(connect), FailureKind::Unreachable) => {
                !connect.icmp.is_some_and(|icmp| icmp.prohibited())
            }
            (Data::Lookup(lookup), FailureKind::ServerFailure) => {
                lookup.answer.rcode == Some(SERVFAIL) && !lookup.is_bogus()
            }
            (_, kind) => kind.is_transient(),
        }
    }
}

/// RCODE 2 (RFC 1035 §4.1.1).
const SERVFAIL: u16 = 2;

/// What stopped a visit: the first step that failed, but for a farewell, on which nothing depends.
/// Nothing, where TLS was reached all the same: a port that is silent in clear had waited for it.
pub fn stopped<'o>(
    visit: impl Iterator<Item = &'o Observation> + Clone,
) -> Option<&'o Observation> {
    let mut failed = visit.clone().filter(|o| o.failure.is_some() && o.step != Step::Farewell);
    let first = failed.next()?;
    let shaken = visit.filter(|o| o.step == Step::Handshake && o.failure.is_none());
    let guessed = first.step == Step::Greeting && shaken.clone().any(|o| o.at_us >= first.at_us);
    if guessed { failed.next() } else { Some(first) }
}

/// What can be looked at.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[schemars(transform = crate::schema::open)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// A mail domain: what stands behind the `@`.
    Domain {
        /// Its name.
        domain: String,
    },
    /// A host that users are told to connect to.
    Host {
        /// Its name.
        host: String,
    },
    /// A mail exchanger of the domain: where other servers deliver (RFC 5321 §5.1).
    Exchanger {
        /// Its name.
        host: String,
    },
    /// The records of a name as others tell them than those who were asked first.
    View {
        /// The name.
        name: String,
        /// The type of the records.
        #[serde(rename = "type")]
        record: Kind,
        /// Who tells; absent for the usual resolvers, past the hosts file of this machine.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolver: Option<SocketAddr>,
    },
    /// An address, wherever it came from.
    Address {
        /// The address.
        addr: IpAddr,
    },
    /// One service on one address of a host.
    Endpoint {
        /// The name under which it was found; the certificate is judged for it.
        host: String,
        /// The address.
        addr: IpAddr,
        /// The port, usually the service's own.
        port: u16,
        /// What is expected there.
        service: Service,
    },
    /// An endpoint asked once more: to find out why its handshake failed, or what else it accepts.
    Retry {
        /// As for the endpoint.
        host: String,
        /// As for the endpoint.
        addr: IpAddr,
        /// As for the endpoint.
        port: u16,
        /// As for the endpoint.
        service: Service,
        /// What is offered this time.
        offer: Offer,
    },
    /// The way to an address.
    Path {
        /// The address.
        addr: IpAddr,
        /// The port that the packets go to, where the method has one that matters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        port: Option<u16>,
        /// What kind of packets.
        method: Method,
    },
    /// A host with which the target is compared, because the user chose it for that.
    Control {
        /// Its name.
        host: String,
    },
    /// One port of such a host.
    ControlEndpoint {
        /// Its name.
        host: String,
        /// The address.
        addr: IpAddr,
        /// The port.
        port: u16,
        /// What is expected there; without it, it is enough that somebody answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<Service>,
    },
    /// The certificate that is missing above one that a server showed.
    Issuer {
        /// Where it lies, as the one below it says.
        url: String,
        /// The mail host that showed a chain without it.
        host: String,
        /// Where that host was found: to whose network may be asked for the file.
        addr: IpAddr,
    },
    /// A kind that only a later version knows.
    #[serde(other)]
    Unknown,
}

/// The steps for a subject.
#[derive(Clone, Copy, Debug)]
pub enum Series {
    /// They don't wait for each other.
    AtOnce(&'static [Step]),
    /// Each needs the one before, on the same connection.
    InOrder(&'static [Step]),
}

impl Subject {
    /// How this subject is looked at.
    pub fn series(&self) -> Series {
        match self {
            Self::Domain { .. } => Series::AtOnce(&[Step::Mx]),
            Self::Host { .. } | Self::Exchanger { .. } | Self::Control { .. } => {
                Series::AtOnce(&[Step::A, Step::Aaaa])
            }
            Self::View { record, .. } => Series::AtOnce(match record {
                Kind::A => &[Step::A],
                Kind::Aaaa => &[Step::Aaaa],
                Kind::Mx => &[Step::Mx],
                Kind::Ptr => &[Step::Ptr],
            }),
            Self::Address { .. } => Series::InOrder(&[Step::Ptr, Step::Confirm]),
            Self::Endpoint { service, .. } => Series::InOrder(service.row().series),
            Self::Retry { service, offer, .. } => Series::InOrder(service.again(*offer)),
            Self::Path { .. } => Series::InOrder(&[Step::Trace, Step::HopNames]),
            Self::ControlEndpoint { service, .. } => {
                Series::InOrder(service.map_or(&[Step::Connect], Service::compared))
            }
            Self::Issuer { .. } => Series::InOrder(&[Step::Fetch]),
            Self::Unknown => Series::AtOnce(&[]),
        }
    }

    /// What is left to do after a step failed. `spoken_to` says whether the server had said
    /// anything in that step.
    pub fn after(&self, step: Step, failure: &Failure, spoken_to: bool) -> &'static [Step] {
        match self {
            Self::Endpoint { service, .. } => service.after(step, failure, spoken_to),
            Self::Retry { service, .. } | Self::ControlEndpoint { service: Some(service), .. } => {
                service.after_again(step, failure)
            }
            _ => &[],
        }
    }

    /// The endpoint that it is, or that it asks again.
    pub fn endpoint(&self) -> Option<Self> {
        let (Self::Endpoint { host, addr, port, service }
        | Self::Retry { host, addr, port, service, .. }) = self
        else {
            return None;
        };
        let (host, addr, port, service) = (host.clone(), *addr, *port, *service);
        Some(Self::Endpoint { host, addr, port, service })
    }

    /// Whether it is an endpoint that is asked what it accepts.
    pub const fn is_scan(&self) -> bool {
        matches!(self, Self::Retry { offer, .. } if offer.is_scan())
    }

    /// Whether it is asked for TLS with a command right behind the request.
    pub const fn is_pipelined(&self) -> bool {
        matches!(self, Self::Retry { offer: Offer::Pipelined, .. })
    }

    /// Whether it is looked at again where what stopped it may pass: what the run is about, and
    /// not what was opened because of something else.
    pub const fn is_repeated(&self) -> bool {
        matches!(
            self,
            Self::Domain { .. }
                | Self::Host { .. }
                | Self::Exchanger { .. }
                | Self::Endpoint { .. }
        )
    }

    /// Whether it is only there to be compared with.
    pub const fn is_control(&self) -> bool {
        matches!(self, Self::Control { .. } | Self::ControlEndpoint { .. })
    }

    /// The name it is about, if it has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Domain { domain: name }
            | Self::Host { host: name }
            | Self::Exchanger { host: name }
            | Self::View { name, .. }
            | Self::Endpoint { host: name, .. }
            | Self::Retry { host: name, .. }
            | Self::Control { host: name }
            | Self::ControlEndpoint { host: name, .. }
            | Self::Issuer { host: name, .. } => Some(name),
            _ => None,
        }
    }

    /// The address it is about, if it has one. That of a missing issuer is not known before.
    pub const fn addr(&self) -> Option<IpAddr> {
        match self {
            Self::Address { addr }
            | Self::Endpoint { addr, .. }
            | Self::Retry { addr, .. }
            | Self::Path { addr, .. }
            | Self::ControlEndpoint { addr, .. } => Some(*addr),
            _ => None,
        }
    }

    /// The port, if it has one.
    pub const fn port(&self) -> Option<u16> {
        match self {
            Self::Endpoint { port, .. }
            | Self::Retry { port, .. }
            | Self::ControlEndpoint { port, .. } => Some(*port),
            Self::Path { port, .. } => *port,
            _ => None,
        }
    }

    /// The service, if it is an endpoint, for the first time or again.
    pub const fn service(&self) -> Option<Service> {
        match self {
            Self::Endpoint { service, .. } | Self::Retry { service, .. } => Some(*service),
            Self::ControlEndpoint { service, .. } => *service,
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain { domain: name }
            | Self::Host { host: name }
            | Self::Exchanger { host: name }
            | Self::Control { host: name }
            | Self::View { name, resolver: None, .. } => f.write_str(name),
            Self::View { name, resolver: Some(at), .. } => write!(f, "{name} as told by {at}"),
            Self::Address { addr } => write!(f, "{addr}"),
            Self::Endpoint { host, addr, port, .. }
            | Self::Retry { host, addr, port, .. }
            | Self::ControlEndpoint { host, addr, port, .. } => {
                f.write_str(host)?;
                if *host != addr.to_string() {
                    write!(f, " [{addr}]")?;
                }
                write!(f, " port {port}")
            }
            Self::Path { addr, port: Some(port), .. } => write!(f, "path to {addr} port {port}"),
            Self::Path { addr, .. } => write!(f, "path to {addr}"),
            Self::Issuer { url, .. } => f.write_str(url),
            Self::Unknown => f.write_str("?"),
        }
    }
}
