//! A run, as saved: facts only. Findings are never read back, always derived.
mod canonical;
mod claims;
pub mod page;
mod reason;
mod strings;
mod terse;
mod texts;
mod understood;

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr};

use probes::bytes::Bytes;
use probes::limits::PORTS;
use probes::observation::is_first;
use probes::{Data, Observation, Step, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::report;
use crate::target::Asked;

/// The name of this format; a change that old readers would misread gets a new one.
pub const SCHEMA: &str = "mailprobe.recording.v1";

/// A larger file is not read: a run keeps a quarter of it at most, and honest ones a hundredth.
/// What is read is held twice, as text and as recording.
pub const MAX_BYTES: u64 = 16 << 20;

/// More observations are none of ours: the largest run allowed, 16 addresses of a host with
/// [`PORTS`](probes::limits::PORTS) ports each, and as many of each exchanger, makes fewer.
pub const MAX_OBSERVATIONS: usize = 12_000;

/// Values that all reports of a file may hold together. What is empty takes three bytes in a file,
/// and ten times as many in memory; the longest runs have a quarter of these.
pub const MAX_VALUES: usize = 1_000_000;

/// More endpoints are none of ours either: the largest run looks at about 1300, which are 16 × 64 of
/// a host, 5 × 16 of its exchangers and 3 × 64 of hosts to compare with. Rules compare them with each
/// other, so that the time and memory of a judgement grow faster than their number.
pub const MAX_ENDPOINTS: usize = 2 * 16 * PORTS;

/// Bytes of the command that a recording keeps: longer ones are not typed.
pub const MAX_COMMAND: usize = 16 * 1024;

/// What a recording keeps of what went wrong with the authorities: many files that can't be read
/// say all the same.
pub const MAX_PROBLEMS: usize = 16;

/// All that was seen in one run against one target.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Recording {
    /// The name of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// How it was made fit to be shown to strangers; absent if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Redaction>,
    /// What made it.
    pub tool: Tool,
    /// When the run began, seconds since the Unix epoch.
    pub at: u64,
    /// How long it took, µs.
    pub took_us: u64,
    /// How it ended.
    pub ended: Ended,
    /// What was to be looked at.
    pub asked: Asked,
    /// From where it was looked.
    pub vantage: Vantage,
    /// Which authorities were trusted.
    pub trust: Trust,
    /// What was seen, subject by subject, in the order of time within each; at most
    /// [`MAX_OBSERVATIONS`].
    #[serde(deserialize_with = "reason::few")]
    pub observations: Vec<Observation>,
    /// What was not tried, and why; no more entries than observations.
    #[serde(deserialize_with = "reason::few")]
    pub skipped: Vec<Skip>,
}

/// That a recording has aliases in place of what tells whom it is from.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Redaction {
    /// By which policy.
    pub policy: String,
}

/// A program and its version.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Everything planned was tried.
    Completed,
    /// The deadline of the run came first.
    Deadline,
    /// The user ended it.
    Interrupted,
}

/// Where the run was made, as a support desk asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Vantage {
    /// Operating system and its version.
    pub os: String,
    /// Offset of the local clock's zone from UTC, s.
    pub utc_offset_s: i32,
    /// The resolvers asked.
    pub resolvers: Vec<SocketAddr>,
    /// Where they are set: a file, or the command line.
    pub resolvers_from: String,
    /// The command as typed, without secrets; its beginning, if it is longer than [`MAX_COMMAND`].
    pub command: String,
    /// The name used in `EHLO`, if the user gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ehlo_name: Option<String>,
}

/// The trust store, as far as this recording needs it to be judged again elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Trust {
    /// Whose store it is: `system`, or a file.
    pub source: String,
    /// How many certificates it holds.
    pub size: u32,
    /// What went wrong while it was read; at most [`MAX_PROBLEMS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// Those of its certificates that could end a chain that was seen, DER.
    pub roots: Vec<Bytes>,
    /// The same of a store that was not chosen, so that the two can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<OtherStore>,
}

/// A trust store that was not chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct OtherStore {
    /// Whose it is.
    pub source: String,
    /// Those of its certificates that could end a chain that was seen, DER.
    pub roots: Vec<Bytes>,
}

/// Steps that were not taken.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Skip {
    /// On what.
    pub subject: Subject,
    /// Which.
    pub steps: Vec<Step>,
    /// How often the subject had been visited before.
    #[serde(default, skip_serializing_if = "is_first")]
    pub round: u8,
    /// Why.
    pub because: Because,
}

/// Why a step was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[schemars(transform = probes::schema::open)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// A step before it failed.
    EarlierFailure,
    /// A further round would not have been over before the deadline of the run.
    NoTime,
    /// The run ended first.
    RunEnded,
    /// Too much had failed for all of it to be looked at again.
    TooMany,
    /// Something that only a later version knows.
    #[serde(other)]
    Unknown,
}

impl Recording {
    /// The addresses that connections went out from, each once.
    pub fn sources(&self) -> Vec<IpAddr> {
        let mut found = Vec::new();
        for observation in &self.observations {
            if let Data::Connect(connect) = &observation.saw
                && let Some(local) = connect.local
                && !found.contains(&local.ip())
            {
                found.push(local.ip());
            }
        }
        found
    }

    /// All texts in it, but for bytes in base64, in which nothing can be read.
    pub(crate) fn texts(&self, mut each: impl FnMut(&str)) {
        strings::all(self, |field, text| {
            if !matches!(field, "certificates" | "chain" | "ocsp" | "roots") {
                each(text);
            }
            true
        });
    }

    /// Writes the recording as JSON.
    pub fn save(&self, to: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *to, self)?;
        writeln!(to)
    }

    /// SHA-256 (FIPS 180-4) of the recording as canonical JSON (RFC 8785), in hexadecimal.
    pub fn sha256(&self) -> String {
        let json = serde_json::to_string(self).expect("a recording is JSON");
        canonical::sha256(&json).expect("a recording has whole numbers only, and no field twice")
    }

    /// Whether this version knows every kind of thing that was seen, and can make sense of it.
    pub fn is_understood(&self) -> bool {
        understood::is_understood(self)
    }

    /// Reads the one recording in a file, as [`Self::load_all`] does.
    pub fn load(from: &mut dyn Read) -> Result<Self, String> {
        let mut all = Self::load_all(from)?;
        match (all.pop(), all.len()) {
            (Some(one), 0) => Ok(one),
            (_, more) => Err(format!("it holds {} reports, where one is read", more + 1)),
        }
    }

    /// Reads the recordings in a file of at most [`MAX_BYTES`], at least one and at most
    /// [`TARGETS`](probes::limits::TARGETS): recordings as such, or reports, from which only the
    /// recording is kept. One follows the other, as NDJSON has them. They hold numbers that a run
    /// can have written, and the reports say nothing that contradicts itself. The error says what
    /// the file is instead, to fit after "could not read FILE: ".
    pub fn load_all(from: &mut dyn Read) -> Result<Vec<Self>, String> {
        let mut file = String::new();
        let bounded = from.take(MAX_BYTES + 1).read_to_string(&mut file);
        bounded.map_err(|e| e.to_string())?;
        if file.len() as u64 > MAX_BYTES {
            return Err(format!("it is larger than {} MiB", MAX_BYTES >> 20));
        }
        let texts = texts::within(&file)?;
        if texts.iter().map(|text| texts::values(text)).sum::<usize>() > MAX_VALUES {
            return Err(format!("it holds more than {MAX_VALUES} values, and no report has those"));
        }
        let place = |n: usize, why: String| {
            let place = if texts.len() == 1 {
                String::new()
            } else {
                format!("in report {} of it: ", n + 1)
            };
            let advice = if page::is_page(&file) { page::CHANGED } else { "" };
            format!("{place}{why}{advice}")
        };
        let read = texts.iter().enumerate();
        read.map(|(n, text)| Self::read(text).map_err(|why| place(n, why))).collect()
    }

    fn read(text: &str) -> Result<Self, String> {
        // Of a list serde would take the first element for the first field.
        if !text.trim_start().starts_with('{') {
            return Err("it is no report: a report is a JSON object".to_owned());
        }
        let head: Head = serde_json::from_str(text).map_err(|e| format!("it is no report: {e}"))?;
        let recording: Self = match head.schema.as_str() {
            SCHEMA => serde_json::from_str(text).map_err(|e| e.to_string())?,
            report::SCHEMA => claims::check(text)?,
            other => return Err(unknown(other)),
        };
        if recording.schema != SCHEMA {
            return Err(unknown(&recording.schema));
        }
        reason::check(&recording)?;
        Ok(recording)
    }
}

fn unknown(schema: &str) -> String {
    format!("its schema {schema:?} is not known to this version")
}

/// What every file of ours begins with.
#[derive(Deserialize)]
struct Head {
    schema: String,
}
