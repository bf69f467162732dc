//! Does the port answer?
use std::io;
use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

use crate::net::{Connection, DialError, Icmp, Net, TcpInfo, is_exhausted};
use crate::session::{Wire, micros};
use crate::{Data, Failure, FailureKind, Session, limits};

/// One TCP connection attempt (RFC 9293).
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Connect {
    /// This end, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<SocketAddr>,
    /// From the SYN to the answer, µs. The time of the whole observation can be longer, when this
    /// program had other work to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_us: Option<u64>,
    /// What the kernel knew when the connection was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub info: Option<TcpInfo>,
    /// The ICMP message that ended the attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icmp: Option<Icmp>,
}

pub(crate) async fn connect(session: &mut Session<'_>) -> Result<(), Failure> {
    let Some((addr, port)) = session.subject.addr().zip(session.subject.port()) else {
        return Err(Failure::new(FailureKind::Other, "not an endpoint"));
    };
    *session.draft() = Data::Connect(Connect::default());
    let mut lack = None;
    let dialled = dial(session.net, SocketAddr::new(addr, port), &mut lack);
    match timeout(session.setup.limits.connect, dialled).await {
        Err(_) => Err(lack.map_or_else(Failure::timed_out, Failure::from)),
        Ok(Err(error)) => Err(refused(session, error)),
        Ok(Ok(connection)) => {
            keep(session, connection);
            Ok(())
        }
    }
}

/// Dials until there is a socket to dial with. As long as there is none, `lack` says so: the
/// server, which was not asked yet, must not be blamed for its silence.
async fn dial(
    net: &dyn Net,
    to: SocketAddr,
    lack: &mut Option<io::Error>,
) -> Result<Connection, DialError> {
    loop {
        match net.dial(to).await {
            Err(e) if is_exhausted(&e.error) => *lack = Some(e.error),
            dialled => return dialled,
        }
        sleep(limits::NO_SOCKET).await;
    }
}

fn keep(session: &mut Session<'_>, Connection { stream, local, took, gauge }: Connection) {
    let (took_us, info) = (Some(micros(took)), gauge.read());
    *session.draft() = Data::Connect(Connect { local: Some(local), took_us, info, icmp: None });
    session.wire = Some(Wire::new(stream, local, gauge));
}

fn refused(session: &Session<'_>, error: DialError) -> Failure {
    *session.draft() = Data::Connect(Connect { icmp: error.icmp, ..Connect::default() });
    failure(error)
}

/// Why no connection came about.
pub(crate) fn failure(DialError { error, icmp }: DialError) -> Failure {
    let failure = Failure::from(error);
    match icmp {
        // The kernel turns some ICMP messages into "permission denied" or "network unreachable",
        // which would blame this machine for what a router said.
        Some(icmp) if !icmp.port_unreachable() => {
            Failure { kind: FailureKind::Unreachable, ..failure }
        }
        _ => failure,
    }
}
