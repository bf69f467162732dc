//! Who is on the way, by TTL: as the report of mailprobe has it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::Value;

use super::report::{list, word};

/// Whoever answered, by the TTL of the packet; no entry where nobody did.
pub(crate) type Hops = BTreeMap<u64, BTreeSet<IpAddr>>;

/// One way to the host.
pub(crate) struct Trace {
    /// `icmp`, `udp` or `tcp`.
    pub(crate) method: String,
    /// The port, if the trace was to one.
    pub(crate) port: Option<u64>,
    /// Address and name of each router that answered, nearest first.
    pub(crate) routers: Vec<(String, String)>,
    /// As far as the host, if that answered.
    pub(crate) hops: Hops,
    /// The TTLs of packets that nobody answered, others with the same TTL or not.
    pub(crate) silent: BTreeSet<u64>,
    /// The TTL of the first packet that the host itself answered.
    pub(crate) arrived: Option<u64>,
}

impl Trace {
    /// Reads an observation of the way to this address.
    pub(crate) fn read(seen: &Value, address: &str, name: impl Fn(&str) -> String) -> Self {
        let tries = list(&seen["saw"]["tries"]);
        let mut answers: Vec<_> = tries.iter().filter_map(answer).collect();
        answers.sort_by_key(|(ttl, _)| *ttl);
        let silent = tries.iter().filter(|one| one["answer"].is_null());
        let at_host = |answer: &Value| answer["kind"] != "icmp" || answer["from"] == address;
        let arrived = answers.iter().find(|(_, answer)| at_host(answer)).map(|(ttl, _)| *ttl);
        let mut trace = Self {
            method: word(&seen["subject"]["method"]).to_owned(),
            port: seen["subject"]["port"].as_u64(),
            routers: Vec::new(),
            hops: Hops::new(),
            silent: silent.filter_map(|one| one["ttl"].as_u64()).collect(),
            arrived,
        };
        for (ttl, answer) in answers {
            let from = answer["from"].as_str().unwrap_or(address);
            trace.add(ttl, from);
            let router = (from.to_owned(), name(from));
            if from != address && !trace.routers.contains(&router) {
                trace.routers.push(router);
            }
        }
        trace
    }

    /// Packets for hops behind the host are sent before it is known where the host is.
    fn add(&mut self, ttl: u64, from: &str) {
        if self.arrived.is_none_or(|end| ttl <= end) {
            let from = from.parse().expect("who answers has an address");
            self.hops.entry(ttl).or_default().insert(from);
        }
    }
}

fn answer(one: &Value) -> Option<(u64, &Value)> {
    let answer = Some(&one["answer"]).filter(|answer| !answer.is_null())?;
    Some((one["ttl"].as_u64()?, answer))
}
