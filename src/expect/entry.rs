//! What stands in the lists of an expectation. Everything is bounded, for a recording may come from
//! a stranger.
use std::fmt;

use probes::{Service, limits};
use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::Waiver;
use crate::target::{self, Port};

/// Mechanisms in one list.
const MECHANISMS: usize = 32;
/// Waivers in one file.
const WAIVERS: usize = 64;
/// Characters of one text.
const LONGEST: usize = 200;

/// A mail exchanger that a domain must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchanger {
    /// Its name, lower case, A-labels.
    pub host: String,
    /// The preference that it must have; without it, any.
    pub preference: Option<u16>,
}

/// The oldest version of TLS that may be spoken. Older ones are no choice: nobody should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
pub enum Floor {
    /// RFC 5246.
    #[serde(rename = "1.2")]
    Tls12,
    /// RFC 8446.
    #[serde(rename = "1.3")]
    Tls13,
}

impl Floor {
    /// The version, as people write it.
    pub const fn version(self) -> &'static str {
        match self {
            Self::Tls12 => "TLS 1.2",
            Self::Tls13 => "TLS 1.3",
        }
    }
}

/// Ports that must be open, each with what is spoken there.
pub(super) mod ports {
    use super::{Deserializer, Error, Port, Serializer, entries, places};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Port>, D::Error> {
        places(entries(from)?, |text| Port::named(text).map_err(D::Error::custom))
    }

    pub(crate) fn serialize<S: Serializer>(ports: &[Port], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(ports.iter().map(|p| format!("{}={}", p.port, p.service.row().name)))
    }
}

/// Ports that must be closed: what would be spoken there need not be said.
pub(super) mod closed {
    use super::{Deserializer, Error, Port, Service, entries, places};

    pub(crate) use super::ports::serialize;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Port>, D::Error> {
        places(entries(from)?, |text| {
            let any = text.parse().ok().filter(|port| *port != 0 && Service::on(*port).is_none());
            let any = any.map(|port| Port { port, service: Service::Submission });
            any.map_or_else(|| Port::named(text).map_err(D::Error::custom), Ok)
        })
    }
}

fn entries<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Entry>, D::Error> {
    few(from, limits::PORTS)
}

/// Each port once.
fn places<E: Error>(
    entries: Vec<Entry>,
    read: impl Fn(&str) -> Result<Port, E>,
) -> Result<Vec<Port>, E> {
    let mut found: Vec<Port> = Vec::new();
    for Entry(text) in &entries {
        let port = read(text)?;
        if found.iter().any(|known| known.port == port.port) {
            return Err(E::custom(format_args!("port {} stands there twice", port.port)));
        }
        found.push(port);
    }
    Ok(found)
}

/// A list of no more than so many.
fn few<'de, D, T>(from: D, most: usize) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let all = Vec::deserialize(from)?;
    if all.len() > most {
        return Err(D::Error::custom(format_args!("at most {most} may stand in one list")));
    }
    Ok(all)
}

/// A number or a text: a port, or a port with its service.
struct Entry(String);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Entry;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a port, written 587 or \"2525=submission\"")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Entry, E> {
                Ok(Entry(number.to_string()))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Entry, E> {
                Ok(Entry(number.to_string()))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Entry, E> {
                Ok(Entry(text.chars().take(LONGEST).collect()))
            }
        }
        from.deserialize_any(Written)
    }
}

impl<'de> Deserialize<'de> for Floor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Floor;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"1.2\" or \"1.3\", in quotation marks")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Floor, E> {
                match text {
                    "1.2" => Ok(Floor::Tls12),
                    "1.3" => Ok(Floor::Tls13),
                    _ => Err(E::custom("it must be \"1.2\" or \"1.3\"")),
                }
            }
        }
        from.deserialize_any(Written)
    }
}

/// A text of one line that says something.
pub(super) fn line<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    match text.trim() {
        "" => Err(D::Error::custom("it must say something")),
        _ if text.chars().any(char::is_control) => Err(D::Error::custom("it must be one line")),
        _ if text.chars().count() > LONGEST => {
            Err(D::Error::custom(format_args!("it must be no longer than {LONGEST} characters")))
        }
        text => Ok(text.to_owned()),
    }
}

/// The code of a finding, which a later version may know: `layer.trouble`.
pub(super) fn code<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let code = line(from)?;
    let kebab = |word: &str| {
        let lawful = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        !word.is_empty() && word.bytes().all(lawful)
    };
    match code.split_once('.') {
        Some((layer, trouble)) if kebab(layer) && kebab(trouble) => Ok(code),
        _ => Err(D::Error::custom("it must be a code, written layer.trouble")),
    }
}

/// The name of a host or domain, as the DNS has it.
pub(super) fn host<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    name(&line(from)?).map(Some).map_err(D::Error::custom)
}

fn name(text: &str) -> Result<String, String> {
    let target = target::parse(text).map_err(|refusal| refusal.to_string())?;
    match (target.port, target.mailbox) {
        (None, None) => Ok(target.name),
        _ => Err("write the name only, without port or mailbox".to_owned()),
    }
}

/// SASL mechanisms (RFC 4422 §3.1), and the other words that reports have for ways to log in.
pub(super) fn mechanisms<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let lawful = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let all: Vec<String> = few(from, MECHANISMS)?;
    all.into_iter()
        .map(|word| {
            match word == "*" || (1..=20).contains(&word.len()) && word.chars().all(lawful) {
                true => Ok(word.to_ascii_uppercase()),
                false => {
                    Err(D::Error::custom("a way to log in is a word like PLAIN or SCRAM-SHA-256"))
                }
            }
        })
        .collect()
}

/// `mx.example.com`, or `10 mx.example.com`.
pub(super) fn exchangers<'de, D>(from: D) -> Result<Option<Vec<Exchanger>>, D::Error>
where
    D: Deserializer<'de>,
{
    few(from, limits::RECORDS).map(Some)
}

/// Waivers, not too many.
pub(super) fn waivers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Waiver>, D::Error> {
    few(from, WAIVERS)
}

impl fmt::Display for Exchanger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.preference {
            Some(preference) => write!(f, "{preference} {}", self.host),
            None => f.write_str(&self.host),
        }
    }
}

impl Serialize for Exchanger {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exchanger {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = line(from)?;
        let (preference, host) = match text.split_once(' ') {
            Some((number, host)) => {
                let number = number.parse().map_err(|_| {
                    D::Error::custom(
                        "an exchanger is written mx.example.com or \"10 mx.example.com\"",
                    )
                })?;
                (Some(number), host)
            }
            None => (None, text.as_str()),
        };
        let host = name(host).map_err(D::Error::custom)?;
        Ok(Self { host, preference })
    }
}
