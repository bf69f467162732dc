//! What is said of paths.
use std::net::IpAddr;

use probes::net::Icmp;

use super::{COLUMN_NAME, Text};
use crate::finding::Arg;

// Titles of the columns of routers.
pub(crate) const COLUMN_HOP: Text = Text("column-hop");
pub(crate) const COLUMN_ADDRESS: Text = Text("column-address");
pub(crate) const COLUMN_ROUND_TRIPS: Text = Text("column-round-trips");
pub(crate) const COLUMN_LABELS: Text = Text("column-labels");
pub(crate) const HOPS: [Text; 5] =
    [COLUMN_HOP, COLUMN_ADDRESS, COLUMN_NAME, COLUMN_ROUND_TRIPS, COLUMN_LABELS];

// Titles of the tables.
pub(crate) const PATH_TO: Text = Text("path-to");
pub(crate) const AND_BY: Text = Text("and-by");
pub(crate) const TO_PORT: Text = Text("to-port");
pub(crate) const TO_PORTS: Text = Text("to-ports");

// Where packets end.
pub(crate) const PATH_TOLD: Text = Text("path-told");
pub(crate) const ONE_HOP: Text = Text("one-hop");
pub(crate) const MANY_HOPS: Text = Text("many-hops");
pub(crate) const REACHED: Text = Text("reached");
pub(crate) const RESET_AFTER: Text = Text("reset-after");
pub(crate) const FORBIDDEN: Text = Text("forbidden");
pub(crate) const STOPPED: Text = Text("stopped");
pub(crate) const HOST_AFTER: Text = Text("host-after");
pub(crate) const ROUTER_AT: Text = Text("router-at");
pub(crate) const ROUTER_WITHIN: Text = Text("router-within");
pub(crate) const ROUND: Text = Text("round");
pub(crate) const LOST_AFTER: Text = Text("lost-after");
pub(crate) const ENDS_AFTER: Text = Text("ends-after");
pub(crate) const PLACE: Text = Text("place");
pub(crate) const PLACE_NAMED: Text = Text("place-named");
pub(crate) const NOTHING_ANSWERS: Text = Text("nothing-answers");
pub(crate) const YET_OPEN: Text = Text("yet-open");
pub(crate) const NOT_TRACED: Text = Text("not-traced");
pub(crate) const NOT_TO_THE_END: Text = Text("not-to-the-end");
pub(crate) const PARTLY_TRACED: Text = Text("partly-traced");

// Cells.
pub(crate) const PRIVATE: Text = Text("private");
pub(crate) const SHARED: Text = Text("shared");
pub(crate) const LINK_LOCAL: Text = Text("link-local");
pub(crate) const UNANSWERED: Text = Text("unanswered");
pub(crate) const AND_SO_ON: Text = Text("and-so-on");

// Below the tables.
pub(crate) const SILENCE: Text = Text("silence");
pub(crate) const NOR_THE_HOST: Text = Text("nor-the-host");
pub(crate) const SPREAD: Text = Text("spread");
pub(crate) const ICMP_INSTEAD: Text = Text("icmp-instead");
pub(crate) const UDP_INSTEAD: Text = Text("udp-instead");
pub(crate) const LARGE_LOST: Text = Text("large-lost");
pub(crate) const LARGE_ARRIVES: Text = Text("large-arrives");
pub(crate) const TOO_BIG: Text = Text("too-big");
pub(crate) const TOO_BIG_FOR_ONE: Text = Text("too-big-for-one");

// As traceroute prints it.
pub(crate) const NO_PATH: Text = Text("no-path");

// What ICMP messages say.
pub(crate) const TIME_EXCEEDED: Text = Text("time-exceeded");
pub(crate) const PROHIBITED: Text = Text("prohibited");
pub(crate) const PORT_UNREACHABLE: Text = Text("port-unreachable");
pub(crate) const NETWORK_UNREACHABLE: Text = Text("network-unreachable");
pub(crate) const HOST_UNREACHABLE: Text = Text("host-unreachable");
pub(crate) const PACKET_TOO_BIG: Text = Text("packet-too-big");

/// What an ICMP message says; by its numbers, where it has no name.
pub(crate) fn icmp(said: &Icmp) -> Arg {
    let text = match (said.from, said.kind, said.code) {
        _ if said.time_exceeded() => TIME_EXCEEDED,
        _ if said.prohibited() => PROHIBITED,
        _ if said.port_unreachable() => PORT_UNREACHABLE,
        (IpAddr::V4(_), 3, 0 | 6 | 11) | (IpAddr::V6(_), 1, 0) => NETWORK_UNREACHABLE,
        (IpAddr::V4(_), 3, 1 | 7 | 12) | (IpAddr::V6(_), 1, 3) => HOST_UNREACHABLE,
        _ if said.too_big() => PACKET_TOO_BIG,
        _ => return said.words().into(),
    };
    text.into()
}
