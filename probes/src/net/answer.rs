//! What is asked of the DNS, and what comes back.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Ede;
use crate::{Failure, FailureKind};

/// A record type that this tool asks for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// IPv4 address.
    A,
    /// IPv6 address.
    Aaaa,
    /// Mail exchanger.
    Mx,
    /// Name of an address.
    Ptr,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Hash, JsonSchema, Serialize, Deserialize)]
pub struct Question {
    /// The name, absolute, without the last dot, A-labels.
    pub name: String,
    /// The record type.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Who is to be asked.
    #[serde(default, skip_serializing_if = "Via::is_usual")]
    pub via: Via,
}

/// Who is to be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Via {
    /// The hosts file of this machine, if it is used at all, and then the resolvers of the run.
    #[default]
    Usual,
    /// The resolvers of the run, past the hosts file.
    Dns,
    /// One resolver only.
    Server {
        /// Its address and port.
        addr: SocketAddr,
    },
}

/// What an RCODE says in our words (RFC 1035 §4.1.1); nothing if all is well.
pub fn complaint(rcode: u16) -> Option<Failure> {
    let kind = match rcode {
        0 => return None,
        3 => FailureKind::NoSuchName,
        5 => FailureKind::RefusedByResolver,
        _ => FailureKind::ServerFailure,
    };
    Some(Failure::new(kind, format!("RCODE {rcode}")))
}

/// All that came back for one question, from every server that was tried.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Answer {
    /// What was tried, in order; the last one that did not disable checking is the one that counts.
    pub exchanges: Vec<Exchange>,
    /// The RCODE of the message that counts (RFC 1035 §4.1.1, RFC 6895); absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcode: Option<u16>,
    /// The AD bit of that message (RFC 4035 §3.2.3).
    #[serde(default)]
    pub authentic_data: bool,
    /// Its extended errors (RFC 8914).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ede: Vec<Ede>,
    /// Its answer section, in order, at most [`crate::limits::RECORDS`].
    #[serde(default)]
    pub records: Vec<Record>,
    /// Records beyond that.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u32,
    /// What a server that had said SERVFAIL said when it was told not to check signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Unchecked>,
}

/// An answer that nobody has checked, and that is therefore never used (RFC 4035 §3.2.2).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Unchecked {
    /// Its RCODE.
    pub rcode: u16,
    /// The beginning of its answer section, at most [`crate::limits::UNCHECKED`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
}

/// One question to one server.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Exchange {
    /// Who was asked.
    pub source: Source,
    /// Over what.
    pub transport: Transport,
    /// Whether the server was told not to check signatures: the CD bit (RFC 4035 §3.2.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checking_disabled: bool,
    /// How long it took, µs.
    pub took_us: u64,
    /// RCODE, if a message came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcode: Option<u16>,
    /// What stopped it, if nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// Where an answer comes from.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Source {
    /// A resolver.
    Server {
        /// Its address and port.
        addr: SocketAddr,
    },
    /// A file of the system.
    File {
        /// Its path.
        path: String,
    },
}

/// Over what a question was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// A datagram.
    Udp,
    /// A connection.
    Tcp,
    /// Neither: a file.
    Local,
}

/// One record of an answer.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Record {
    /// The owner, without the last dot, as it came but in lower case.
    pub name: String,
    /// Time to live, s.
    pub ttl: u32,
    /// What it says.
    pub data: RecordData,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[schemars(transform = crate::schema::open)]
#[serde(tag = "type", rename_all = "UPPERCASE")]
pub enum RecordData {
    /// IPv4 address.
    A {
        /// The address.
        addr: Ipv4Addr,
    },
    /// IPv6 address.
    Aaaa {
        /// The address.
        addr: Ipv6Addr,
    },
    /// Alias.
    Cname {
        /// The name it stands for.
        target: String,
    },
    /// Mail exchanger.
    Mx {
        /// Lower is tried first.
        preference: u16,
        /// The exchanger; empty for the root, which makes a null MX (RFC 7505).
        exchange: String,
    },
    /// Name of an address.
    Ptr {
        /// The name.
        target: String,
    },
    /// Any other record.
    #[serde(other)]
    Other,
}

impl Question {
    /// A question to those who are usually asked.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind, via: Via::Usual }
    }
}

impl Via {
    /// Whether nobody else is asked than usually.
    pub const fn is_usual(&self) -> bool {
        matches!(self, Self::Usual)
    }
}

impl Answer {
    /// The exchange that counts.
    pub fn counted(&self) -> Option<&Exchange> {
        self.exchanges.iter().rev().find(|e| !e.checking_disabled)
    }

    /// Whether it comes from a file of this machine.
    pub fn is_from_file(&self) -> bool {
        self.counted().is_some_and(|e| matches!(e.source, Source::File { .. }))
    }

    /// The addresses, in order, each once.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let mut found = Vec::new();
        for record in &self.records {
            let addr = match record.data {
                RecordData::A { addr } => IpAddr::V4(addr),
                RecordData::Aaaa { addr } => IpAddr::V6(addr),
                _ => continue,
            };
            if !found.contains(&addr) {
                found.push(addr);
            }
        }
        found
    }

    /// The mail exchangers, lowest preference first, then as they came.
    pub fn exchangers(&self) -> Vec<(u16, &str)> {
        let mut found: Vec<_> = self
            .records
            .iter()
            .filter_map(|r| match &r.data {
                RecordData::Mx { preference, exchange } => Some((*preference, exchange.as_str())),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(preference, _)| *preference);
        found
    }

    /// The names an address has.
    pub fn pointers(&self) -> Vec<&str> {
        self.records
            .iter()
            .filter_map(|r| match &r.data {
                RecordData::Ptr { target } => Some(target.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The aliases passed on the way to the answer, in order.
    pub fn aliases(&self) -> Vec<(&str, &str)> {
        self.records
            .iter()
            .filter_map(|r| match &r.data {
                RecordData::Cname { target } => Some((r.name.as_str(), target.as_str())),
                _ => None,
            })
            .collect()
    }
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}
