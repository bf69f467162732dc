//! What steps are called, in the list of what was not tested and in the line that moves.
use probes::{Protocol, Step};

use super::Text;
use crate::finding::Arg;

// Steps.
pub(crate) const IPV4_ADDRESS: Text = Text("ipv4-address");
pub(crate) const IPV6_ADDRESS: Text = Text("ipv6-address");
pub(crate) const CAPABILITIES: Text = Text("capabilities");
pub(crate) const CONFIRM: Text = Text("confirm");
pub(crate) const FAREWELL: Text = Text("farewell");
pub(crate) const FETCH_STEP: Text = Text("fetch-step");
pub(crate) const GREETING: Text = Text("greeting");
pub(crate) const WHY_TLS_FAILS: Text = Text("why-tls-fails");
pub(crate) const HOP_NAMES: Text = Text("hop-names");
pub(crate) const SAID_UNASKED: Text = Text("said-unasked");
pub(crate) const PTR: Text = Text("ptr");
pub(crate) const TRACE: Text = Text("trace");

/// The name of a step; TLS is begun by a word that each protocol has of its own (RFC 2595 §4).
pub(crate) fn step(step: Step, protocol: Option<Protocol>) -> Arg {
    let text = match step {
        Step::A => IPV4_ADDRESS,
        Step::Aaaa => IPV6_ADDRESS,
        Step::Capabilities => CAPABILITIES,
        Step::Confirm => CONFIRM,
        Step::Connect => return "TCP".into(),
        Step::Farewell => FAREWELL,
        Step::Fetch => FETCH_STEP,
        Step::Greeting => GREETING,
        Step::Handshake => return "TLS".into(),
        Step::Hello => WHY_TLS_FAILS,
        Step::HopNames => HOP_NAMES,
        Step::Listen => SAID_UNASKED,
        Step::Mx => return "MX".into(),
        Step::Ptr => PTR,
        Step::StartTls if protocol == Some(Protocol::Pop3) => return "STLS".into(),
        Step::StartTls => return "STARTTLS".into(),
        Step::Trace => TRACE,
        Step::Unknown => return "?".into(),
    };
    text.into()
}
