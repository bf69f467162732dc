//! What somebody says must hold of a mail host: a file of their own, given by `--expect`. It is
//! judged by `diagnosis/expect.rs`.
mod day;
mod entry;
mod reader;

use std::net::IpAddr;

use probes::{Service, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::target::Port;

pub use day::Day;
pub use entry::{Exchanger, Floor};
pub use reader::{EXAMPLE, MAX_BYTES, read};

/// What must hold of a target. What is not said may be as it likes. Read back from a recording it
/// has the bounds that a file has, but what only a later version knows is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Expectation {
    /// Ports on which the host must answer, on one of its addresses at least; at most 64.
    #[serde(default, with = "entry::ports", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub open: Vec<Port>,
    /// Ports on which it must not answer, on any of its addresses; at most 64.
    #[serde(default, with = "entry::closed", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub closed: Vec<Port>,
    /// For how many days more each certificate must be valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_left: Option<u16>,
    /// The oldest version of TLS that may be spoken, on every port that answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Floor>,
    /// Whether every port that begins in clear must offer TLS.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub starttls: bool,
    /// Ways to log in that every port but 25 must offer inside TLS, by the names that reports
    /// have for them, upper case; at most 32.
    #[serde(
        default,
        deserialize_with = "entry::mechanisms",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub auth: Vec<String>,
    /// Ways to log in that no port may offer; at most 32.
    #[serde(
        default,
        deserialize_with = "entry::mechanisms",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub no_auth: Vec<String>,
    /// Ways to log in that no port may offer before TLS; at most 32. `*` stands for all.
    #[serde(
        default,
        deserialize_with = "entry::mechanisms",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub no_auth_in_clear: Vec<String>,
    /// The exchangers of the domain, these and no others; at most 64. An empty list means that it
    /// must have none.
    #[serde(
        default,
        deserialize_with = "entry::exchangers",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<Vec<String>>")]
    pub mx: Option<Vec<Exchanger>>,
    /// What a connection may take until it is open, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_connect_ms: Option<u32>,
    /// Findings that are put up with for a while; at most 64.
    #[serde(
        default,
        rename = "waiver",
        deserialize_with = "entry::waivers",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub waivers: Vec<Waiver>,
}

/// A kind of finding that is put up with for a while: everywhere, or where all that is named here
/// fits.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[schemars(rename = "Waived")]
pub struct Waiver {
    /// The code of the finding.
    #[serde(deserialize_with = "entry::code")]
    pub code: String,
    /// The name of the host or domain that it is about.
    #[serde(default, deserialize_with = "entry::host", skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The address that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addr: Option<IpAddr>,
    /// The port that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The service that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// The last day on which it holds.
    #[schemars(with = "String")]
    pub until: Day,
    /// Why; one line.
    #[serde(deserialize_with = "entry::line")]
    pub reason: String,
}

impl Expectation {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Waiver {
    /// Whether it speaks of a finding on this.
    pub fn is_about(&self, subject: &Subject) -> bool {
        self.host.as_deref().is_none_or(|host| subject.name() == Some(host))
            && self.addr.is_none_or(|addr| subject.addr() == Some(addr))
            && self.port.is_none_or(|port| subject.port() == Some(port))
            && self.service.is_none_or(|service| subject.service() == Some(service))
    }
}
