//! What is said of paths.

// Titles of the columns.
pub(crate) const HOPS: [&str; 5] = ["hop", "address", "name", "round trips", "labels"];

// Titles of the tables.
pub(crate) const PATH_TO: &str = "to {$addr} by {$methods}";
pub(crate) const AND_BY: &str = " and by ";
pub(crate) const TO_PORT: &str = "{$method} to port {$ports}";
pub(crate) const TO_PORTS: &str = "{$method} to ports {$ports}";

// Where packets end.
pub(crate) const PATH_TOLD: &str = "{$ports}: {$end}";
pub(crate) const BY_PORT: &str = "{$method} {$port}";
pub(crate) const ONE_HOP: &str = "1 hop";
pub(crate) const MANY_HOPS: &str = "{$count} hops";
pub(crate) const REACHED: &str = "reaches the host in {$hops}";
pub(crate) const RESET_AFTER: &str = "reset after {$hops}";
pub(crate) const FORBIDDEN: &str = "forbidden by {$who}";
pub(crate) const STOPPED: &str = "{$words}, says {$who}";
pub(crate) const HOST_AFTER: &str = "the host after {$hops}";
pub(crate) const ROUTER_AT: &str = "{$who} at hop {$hop}";
pub(crate) const ROUTER_WITHIN: &str = "{$who} within {$hops}";
pub(crate) const ADDRESS_NAME: &str = "{$addr} ({$name})";
pub(crate) const ROUND: &str = "goes round between {$others} and {$last}";
pub(crate) const LOST_AFTER: &str = "SYN lost after {$place}";
pub(crate) const ENDS_AFTER: &str = "no answer after {$place}";
pub(crate) const PLACE: &str = "hop {$hop} ({$addr})";
pub(crate) const PLACE_NAMED: &str = "hop {$hop} ({$addr}, {$name})";
pub(crate) const NOTHING_ANSWERS: &str = "no router answers";
pub(crate) const YET_OPEN: &str = "{$end}, which is no fault: connections get through";
pub(crate) const NOT_TRACED: &str = "not traced ({$detail})";
pub(crate) const NOT_TO_THE_END: &str = "not traced to the end ({$detail})";
pub(crate) const PARTLY_TRACED: &str = "traced no farther than {$place} ({$detail})";

// Cells.
pub(crate) const PRIVATE: &str = "{$addr} private";
pub(crate) const SHARED: &str = "{$addr} shared (carrier NAT)";
pub(crate) const LINK_LOCAL: &str = "{$addr} link-local";
pub(crate) const UNANSWERED: &str = "{$times}, unanswered {$lost} of {$of}";
pub(crate) const MARKED: &str = "{$times} {$mark}";
pub(crate) const MPLS: &str = "MPLS {$labels}";
pub(crate) const AND_SO_ON: &str = "the same again";

// Below the tables.
pub(crate) const SILENCE: &str = "* is a packet that nobody answered. Routers answer such packets when they have time, and some never do; where others behind them answer, that is no fault.";
pub(crate) const SPREAD: &str =
    "Several routers at one hop: the traffic is spread over several ways, which is no fault.";
pub(crate) const ICMP_INSTEAD: &str =
    "The general path was traced by ICMP, because UDP was not possible here.";
pub(crate) const UDP_INSTEAD: &str =
    "The general path was traced by UDP, because ICMP echo was not possible here.";
pub(crate) const LARGE_LOST: &str =
    "Packets of {$size}\u{a0}B to {$addrs} get no answer, small ones do.";
pub(crate) const LARGE_ARRIVES: &str = "Packets of {$size}\u{a0}B to {$addrs} get through.";
pub(crate) const TOO_BIG: &str =
    "{$router} says that packets beyond {$mtu}\u{a0}B to {$addrs} do not fit.";
pub(crate) const TOO_BIG_FOR_ONE: &str =
    "{$router} says that packets of {$size}\u{a0}B to {$addrs} do not fit.";

// As traceroute prints it.
pub(crate) const NO_PATH: &str = "{$target}: no path was traced";
