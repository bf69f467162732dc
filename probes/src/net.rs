//! The only door to the world: names, connections, packets with a small TTL, two clocks.
pub mod answer;
#[cfg(target_os = "linux")]
mod datagram;
mod dial;
mod echo;
pub mod ede;
mod exchange;
mod flow;
mod gauge;
mod hosts;
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "none are quoted to us"))]
pub mod labels;
mod outpost;
#[cfg(target_os = "linux")]
mod packet;
#[cfg(target_os = "linux")]
mod queue;
mod resolve;
pub mod resolvers;
#[cfg(test)]
mod script;
pub mod system;
mod wire;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};

pub use answer::{
    Answer, Exchange, Kind, Question, Record, RecordData, Source, Transport, Unchecked, Via,
    complaint,
};
pub use ede::Ede;
pub use labels::Label;
pub use wire::heard;

/// A connection, in clear or not.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A future of something, boxed.
pub type Wait<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The world. The real one is [`system::System`]; others exist only in memory.
pub trait Net: Sync {
    /// Time since the run began.
    fn elapsed(&self) -> Duration;
    /// Wall clock, since the Unix epoch.
    fn unix_time(&self) -> Duration;
    /// Asks one question. Keeps to this time by itself, with [`crate::limits::DNS_TRY`] for each try,
    /// and always comes back with what was tried.
    fn lookup(&self, question: Question, within: Duration) -> Wait<'_, Answer>;
    /// Opens a TCP connection. The caller sets the time limit.
    fn dial(&self, to: SocketAddr) -> Wait<'_, Result<Connection, DialError>>;
    /// Opens a flow of packets with small TTLs. Error kinds of interest: `PermissionDenied` when
    /// this machine does not allow it, `Unsupported` when the system doesn't tell who answers.
    fn flow(&self, flow: Flow) -> Wait<'_, io::Result<Box<dyn Packets + '_>>>;
}

/// A flow that is open.
pub trait Packets: Send + Sync {
    /// Sends one packet and waits for whoever answers; the caller sets the limit. An error means
    /// that the packet could not be sent.
    fn send(&self, packet: Packet) -> Wait<'_, io::Result<Heard>>;
    /// Bytes of the largest packet that this machine sends there in one piece, headers included.
    fn mtu(&self) -> Option<u16>;
}

/// Whether this machine has given out all the sockets it has (EMFILE, ENFILE). Those of traces
/// come back soon.
pub(crate) fn is_exhausted(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

/// An open connection, and a way to ask the kernel about it.
pub struct Connection {
    /// What is read and written.
    pub stream: Box<dyn Stream>,
    /// This end.
    pub local: SocketAddr,
    /// From the SYN to the answer, measured where nothing else disturbs the clock.
    pub took: Duration,
    /// What the kernel knows; outlives the stream being wrapped in TLS.
    pub gauge: Box<dyn Gauge>,
}

/// What can be asked of the kernel about a connection while it lasts.
pub trait Gauge: Send + Sync {
    /// `TCP_INFO`, where there is such a thing.
    fn read(&self) -> Option<TcpInfo>;
}

/// Why no connection came about.
#[derive(Debug)]
pub struct DialError {
    /// What the socket said.
    pub error: io::Error,
    /// The ICMP message behind it, if one was seen.
    pub icmp: Option<Icmp>,
}

impl From<io::Error> for DialError {
    fn from(error: io::Error) -> Self {
        Self { error, icmp: None }
    }
}

/// An ICMP or ICMPv6 message and its sender (RFC 792, RFC 4443).
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Icmp {
    /// Who sent it.
    pub from: IpAddr,
    /// The type; its meaning depends on the family of `from`.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The code.
    pub code: u8,
    /// Bytes of the largest packet that fits, where that is what it says (RFC 1191 §4, RFC 4443 §3.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
}

impl Icmp {
    /// Whether a router dropped the packet because its TTL ran out.
    pub const fn time_exceeded(&self) -> bool {
        matches!((self.from, self.kind), (IpAddr::V4(_), 11) | (IpAddr::V6(_), 3))
    }

    /// Whether the packet is too big for the next link, and may not be cut.
    pub const fn too_big(&self) -> bool {
        matches!((self.from, self.kind, self.code), (IpAddr::V4(_), 3, 4) | (IpAddr::V6(_), 2, _))
    }

    /// Whether the message says that nothing listens on the port.
    pub const fn port_unreachable(&self) -> bool {
        matches!((self.from, self.kind, self.code), (IpAddr::V4(_), 3, 3) | (IpAddr::V6(_), 1, 4))
    }

    /// What it says, in the words of the registry (RFC 792, RFC 1812, RFC 4443).
    pub fn words(&self) -> String {
        let known = match (self.from, self.kind, self.code) {
            (IpAddr::V4(_), 11, _) | (IpAddr::V6(_), 3, _) => "time exceeded",
            _ if self.prohibited() => "administratively prohibited",
            _ if self.port_unreachable() => "port unreachable",
            (IpAddr::V4(_), 3, 0 | 6 | 11) | (IpAddr::V6(_), 1, 0) => "network unreachable",
            (IpAddr::V4(_), 3, 1 | 7 | 12) | (IpAddr::V6(_), 1, 3) => "host unreachable",
            _ if self.too_big() => "packet too big",
            _ => return format!("ICMP type {} code {}", self.kind, self.code),
        };
        known.to_owned()
    }

    /// Whether a filter says that it forbids the packet.
    pub const fn prohibited(&self) -> bool {
        matches!(
            (self.from, self.kind, self.code),
            (IpAddr::V4(_), 3, 9 | 10 | 13) | (IpAddr::V6(_), 1, 1 | 5 | 6)
        )
    }
}

/// What the kernel knows of a connection (Linux: `struct tcp_info`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct TcpInfo {
    /// Smoothed round-trip time, µs.
    pub rtt_us: u32,
    /// Its variation, µs.
    pub rtt_variation_us: u32,
    /// Segments sent again in all.
    pub retransmits: u32,
    /// Segments that the peer has not acknowledged.
    #[serde(default)]
    pub unacked: u32,
    /// Maximum segment size for sending, bytes.
    pub mss: u32,
    /// Path MTU, bytes.
    pub path_mtu: u32,
}

/// How a path is traced.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A SYN to the port.
    Tcp,
    /// A datagram to a port where nobody listens.
    Udp,
    /// An ICMP echo request.
    Icmp,
}

/// Packets that a router takes for one conversation: addresses, ports and header fields are the
/// same in all of them, so that it sends them all the same way. Without privilege that can't be
/// had for TCP: there every packet has a source port of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where to.
    pub to: IpAddr,
    /// The port; `None` where the method has none, or takes its customary one.
    pub port: Option<u16>,
    /// What kind of packets.
    pub method: Method,
}

/// One packet of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    /// After how many routers it ends.
    pub ttl: u8,
    /// How many bytes it is long, headers included; `None`: as few as will do. Of no effect on TCP.
    pub bytes: Option<u16>,
}

/// An answer to a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What it was, and from whom.
    pub answer: HopAnswer,
    /// How long it took.
    pub took: Duration,
    /// What was left of the answer's own TTL, where the system tells.
    pub ttl: Option<u8>,
    /// The labels under which the packet travelled, where the answer quotes them.
    pub labels: Vec<Label>,
}

impl Packet {
    /// Bytes of payload that make the packet as long as it is to be, behind `header` bytes of the
    /// method's own and an IP header without options.
    fn payload(self, to: IpAddr, header: usize) -> usize {
        let headers = header + ip_header(to);
        self.bytes.map_or(0, usize::from).saturating_sub(headers)
    }
}

/// Bytes of an IP header without options or extensions (RFC 791 §3.1, RFC 8200 §3).
const fn ip_header(to: IpAddr) -> usize {
    match to {
        IpAddr::V4(_) => 20,
        IpAddr::V6(_) => 40,
    }
}

impl Heard {
    /// An answer of which nothing more is known.
    pub const fn plain(answer: HopAnswer, took: Duration) -> Self {
        Self { answer, took, ttl: None, labels: Vec::new() }
    }
}

/// Who answered a packet, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HopAnswer {
    /// An ICMP message, from a router or the target.
    Icmp(Icmp),
    /// The target accepted the connection, or answered a datagram with one of its own.
    Open,
    /// The target, or something in its place, reset the connection.
    Reset,
    /// The target answered the echo request.
    Echo,
}
