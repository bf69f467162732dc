//! Instruments. A step does one thing, says what it saw, and never says what it means.
//!
//! This file is the index: every step is named here once as a [`Step`], its raw material has one
//! variant of [`Data`], and [`Subject::series`] says in which order a subject is looked at.
pub mod budget;
pub mod bytes;
pub mod dialogue;
pub mod dns;
pub mod failure;
pub mod fetch;
pub mod imap;
pub mod limits;
pub mod net;
pub mod observation;
pub mod pop3;
pub mod reply;
pub mod schema;
pub mod service;
pub mod session;
pub mod smtp;
pub mod tcp;
pub mod tls;
pub mod trace;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use failure::{Failure, FailureKind};
pub use limits::Limits;
pub use observation::{Observation, Series, Subject};
pub use service::{Protocol, Service};
pub use session::Session;

/// One operation on a subject.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[schemars(transform = crate::schema::open)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Ask for the IPv4 addresses of a name (RFC 1035).
    A,
    /// Ask for the IPv6 addresses of a name (RFC 3596).
    Aaaa,
    /// Ask what the server can do: `EHLO`, `CAPABILITY`, `CAPA`.
    Capabilities,
    /// Ask the names of an address whether they lead back to it (RFC 1912 §2.1).
    Confirm,
    /// Open a TCP connection.
    Connect,
    /// Take leave: `QUIT`, `LOGOUT`.
    Farewell,
    /// Fetch the certificate that a server did not send (RFC 5280 §4.2.2.1).
    Fetch,
    /// Wait for the server's first reply.
    Greeting,
    /// Shake hands for TLS.
    Handshake,
    /// Send a ClientHello of our own, to see what the server would agree to.
    Hello,
    /// Ask for the names of the routers that a trace found.
    HopNames,
    /// Listen to what the server says without being asked.
    Listen,
    /// Ask for the mail exchangers of a domain (RFC 5321 §5.1).
    Mx,
    /// Ask for the name of an address.
    Ptr,
    /// Ask for TLS: `STARTTLS`, `STLS`.
    StartTls,
    /// Find out who is on the way.
    Trace,
    /// A step that only a later version knows.
    #[serde(other)]
    Unknown,
}

/// What a step saw, as it came: lines, bytes, records; never a conclusion.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
#[schemars(transform = crate::schema::open)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Data {
    /// Whether the names of an address lead back to it.
    Confirmation(dns::Confirmation),
    /// A connection attempt.
    Connect(tcp::Connect),
    /// A file that was asked for by HTTP, as far as it came.
    Fetch(fetch::Fetch),
    /// A TLS handshake, as far as it came.
    Handshake(tls::Handshake),
    /// How a server answered a ClientHello, as far as it came.
    Hello(tls::hello::Hello),
    /// Names of routers.
    HopNames(dns::HopNames),
    /// One question to the DNS.
    Lookup(dns::Lookup),
    /// Nothing was seen.
    #[default]
    Nothing,
    /// Who is on the way.
    Path(trace::Path),
    /// Lines of a mail protocol.
    Reply(reply::Reply),
    /// Something that only a later version knows.
    #[serde(other)]
    Unknown,
}

impl Step {
    /// Takes the step. What was seen lies in the session's draft, also when the step failed or
    /// was cut short; the error is what stopped it.
    pub async fn observe(self, session: &mut Session<'_>) -> Result<(), Failure> {
        match self {
            Self::A => dns::a(session).await,
            Self::Aaaa => dns::aaaa(session).await,
            Self::Capabilities => dialogue::capabilities(session).await,
            Self::Confirm => dns::confirm(session).await,
            Self::Connect => tcp::connect(session).await,
            Self::Farewell => dialogue::farewell(session).await,
            Self::Fetch => fetch::fetch(session).await,
            Self::Greeting => dialogue::greeting(session).await,
            Self::Handshake => tls::handshake(session).await,
            Self::Hello => tls::hello::hello(session).await,
            Self::HopNames => dns::hop_names(session).await,
            Self::Listen => dialogue::listen(session).await,
            Self::Mx => dns::mx(session).await,
            Self::Ptr => dns::ptr(session).await,
            Self::StartTls => dialogue::start_tls(session).await,
            Self::Trace => trace::trace(session).await,
            Self::Unknown => Ok(()),
        }
    }
}
