//! SSLsplit at r1: it opens TLS of whoever passes, and shows certificates made on the spot.

use std::net::{IpAddr, SocketAddr};

use super::certificates::Certificates;
use super::network::{HOPS, Network};
use super::site::Site;

/// Who signs what it shows.
pub(crate) const AUTHORITY: &str = "Lab Proxy CA";

/// Where it listens. Ports where TLS begins after STARTTLS are left alone: version 0.5.5 ends
/// itself there when several connections begin at once ("readcb called when other end not
/// connected").
const PORT: u16 = 8_443;

/// The ports that it takes, in nft's words.
const TAKEN: &str = "{ 465, 993, 995 }";

impl Site {
    /// From now on whoever is behind r1 speaks TLS with it, not with those to whom he connects.
    pub(crate) fn intercept(&mut self) {
        let made = self.file("certificates");
        let shown = Certificates::authority(&made, &format!("/O=mailprobe lab/CN={AUTHORITY}"));
        let [key, chain] = [&shown.key, &shown.chain].map(|file| file.display().to_string());
        let [v4, v6] = HOPS.map(|hops| hops[0]);
        let port = PORT.to_string();
        let sign = ["sslsplit", "-k", &key, "-c", &chain];
        let listen = ["ssl", v4, &port, "netfilter", "ssl", v6, &port, "netfilter"];
        let command = [&sign[..], &listen].concat();
        self.start("sslsplit", |network: &Network| network.server("r1", &command));
        let ends = [v4, v6].map(|at| (at.parse::<IpAddr>().expect("it is an address"), PORT));
        self.wait_at(ends.map(SocketAddr::from).into());
        let taken = format!("iif client tcp dport {TAKEN} dnat");
        let to = [format!("{taken} ip to {v4}:{PORT}"), format!("{taken} ip6 to [{v6}]:{PORT}")];
        self.redirect("r1", &to);
    }
}
