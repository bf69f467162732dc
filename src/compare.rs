//! What differs between two recordings of one target: facts, never causes.
//!
//! Each recording is judged as of the time when it was made. Times, the order of answers, prose,
//! the ports of this machine, TTLs and the ids in greetings are left out of account. A finding is
//! cleared only where the other run looked at what it rests on, and was asked the same as far as it
//! depends on that; else it is said that nobody looked, or that something else was asked.
mod certificates;
mod conditions;
mod endpoints;
mod findings;
mod look;
mod names;
mod pairs;
mod sides;
mod terms;
mod ways;

use probes::Subject;
use serde::Serialize;

use crate::finding::{Arg, Finding};
use crate::recording::{Ended, Recording, Tool};

use look::Look;
use pairs::Pairs;
use sides::Sides;
use terms::Terms;

/// Something of each of the two runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Both<T> {
    /// Of the one that was named first.
    pub before: T,
    /// Of the other.
    pub after: T,
}

/// What differs between two runs against one target.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The target.
    pub target: String,
    /// The two runs.
    pub runs: Both<Run>,
    /// What differs in the runs themselves: what was asked for, and from where. Of the target it
    /// says nothing.
    pub conditions: Vec<Change>,
    /// Findings of one run that the other has not, though it looked: of the first they are cleared,
    /// in the second they appeared.
    pub only: Both<Vec<Finding>>,
    /// Findings of one run where the other did not look, or was asked otherwise.
    pub unseen: Both<Vec<Finding>>,
    /// Findings of both that are not equally bad, sure, or for somebody else to act on.
    pub changed: Vec<Both<Finding>>,
    /// Findings of both that are the same.
    pub stayed: Vec<Both<Finding>>,
    /// What was seen otherwise.
    pub underneath: Vec<Change>,
    /// What only one run looked at.
    pub places: Both<Vec<Subject>>,
    /// How many facts are the same in both.
    pub agreed: usize,
}

/// A run, as far as a comparison tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What made it.
    pub tool: Tool,
    /// When it began, seconds since the Unix epoch.
    pub at: u64,
    /// Offset of the local clock's zone from UTC, s.
    pub utc_offset_s: i32,
    /// How it ended.
    pub ended: Ended,
    /// The command as typed.
    pub command: String,
    /// Operating system and its version.
    pub os: String,
    /// Whether its names and addresses may be aliases, which mean something in its file only.
    pub redacted: bool,
}

/// Something that is otherwise in the other run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is.
    pub kind: Kind,
    /// What the first run saw.
    pub before: Side,
    /// What the other saw.
    pub after: Side,
}

/// What one run saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Where; nowhere if it is about the run itself.
    pub subjects: Vec<Subject>,
    /// What.
    pub value: Arg,
    /// Observation ids.
    pub evidence: Vec<u32>,
}

/// What can differ, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The program.
    Tool,
    /// How a run ended.
    Ended,
    /// In which role the target was examined.
    Role,
    /// The ports to try.
    Ports,
    /// Families of addresses.
    Family,
    /// The address to use instead of those in the DNS.
    Connect,
    /// Resolvers that were compared.
    Views,
    /// Hosts that were compared.
    Controls,
    /// How paths were traced.
    Trace,
    /// To which port.
    TracePort,
    /// How far.
    MaxHops,
    /// Whether it was asked which TLS is accepted.
    TlsScan,
    /// Whether missing certificates were fetched.
    FetchAia,
    /// How often what failed was looked at again.
    Retries,
    /// What must hold.
    Expect,
    /// The name for `EHLO`.
    EhloName,
    /// Who answered for the DNS.
    Resolvers,
    /// Which authorities were trusted.
    TrustStore,
    /// Mail exchangers and their preferences.
    Exchangers,
    /// IPv4 addresses.
    Ipv4,
    /// IPv6 addresses.
    Ipv6,
    /// Aliases on the way to an answer.
    Aliases,
    /// Whether the resolver says that signatures were checked.
    Dnssec,
    /// Names of an address.
    Pointers,
    /// Whether a port is open, or why not.
    Reach,
    /// The code or state word of the greeting.
    Greeting,
    /// The words of the greeting.
    Software,
    /// Whether STARTTLS or STLS is offered.
    StartTls,
    /// The version of TLS, or why there is none.
    Tls,
    /// The cipher suite.
    Suite,
    /// The group of the key exchange.
    Group,
    /// The same issuer, names and key; the later run saw the newer one.
    CertificateRenewed,
    /// The same issuer and names, another key; the later run saw the newer one.
    CertificateRekeyed,
    /// As [`Kind::CertificateRenewed`], but the later run saw the older one.
    CertificateOlder,
    /// As [`Kind::CertificateRekeyed`], but the later run saw the older one.
    CertificateOlderRekeyed,
    /// Another issuer or other names.
    CertificateReplaced,
    /// What was sent above the certificate.
    Chain,
    /// Whether what was sent leads to a trusted root.
    Rooted,
    /// Ways to log in before TLS.
    AuthClear,
    /// Ways to log in inside TLS.
    AuthTls,
    /// What else the server can do before TLS.
    CapabilitiesClear,
    /// What else the server can do inside TLS.
    CapabilitiesTls,
    /// Where packets end.
    PathEnd,
    /// Which routers are on the way.
    Routers,
}

/// Compares two recordings of one target.
pub fn compare(before: &Recording, after: &Recording) -> Comparison {
    let pairs = Pairs::new(before, after);
    let (one, other) = (Look::new(before, &pairs), Look::new(after, &pairs));
    let redacted = is_redacted(before) || is_redacted(after);
    let terms = Terms::new(before, after, &pairs);
    let found = findings::sorted(&one, &other, &terms);
    let mut sides = Sides::default();
    let seen = [&one, &other].map(|look| {
        let mut seen = sides::Seen::default();
        names::add(look, redacted, &mut seen);
        endpoints::add(look, &mut seen);
        seen
    });
    sides.differences(&seen[0], &seen[1]);
    certificates::add(&one, &other, &mut sides);
    ways::add(&one, &other, redacted, &mut sides);
    Comparison {
        target: after.asked.target.name.clone(),
        runs: Both { before: Run::of(before), after: Run::of(after) },
        conditions: conditions::differences(before, after, redacted),
        only: found.only,
        unseen: found.unseen,
        changed: found.changed,
        stayed: found.stayed,
        places: Both { before: other.missed_of(&one), after: one.missed_of(&other) },
        agreed: sides.agreed,
        underneath: sides.grouped(),
    }
}

/// Whether names and addresses in a recording may be aliases.
pub fn is_redacted(recording: &Recording) -> bool {
    recording.redacted.is_some()
}

impl Comparison {
    /// Whether nothing of the target differs, and both runs looked at the same in the same way.
    pub fn is_same(&self) -> bool {
        let found = [&self.only, &self.unseen].map(|both| both.before.len() + both.after.len());
        let places = self.places.before.len() + self.places.after.len();
        found == [0, 0] && self.changed.is_empty() && self.underneath.is_empty() && places == 0
    }

    /// Whether something may have an alias, so that it is not compared.
    pub const fn is_redacted(&self) -> bool {
        self.runs.before.redacted || self.runs.after.redacted
    }
}

impl<T> Both<T> {
    /// Both, as they are.
    pub(crate) const fn as_ref(&self) -> Both<&T> {
        Both { before: &self.before, after: &self.after }
    }
}

impl Run {
    fn of(recording: &Recording) -> Self {
        Self {
            tool: recording.tool.clone(),
            at: recording.at,
            utc_offset_s: recording.vantage.utc_offset_s,
            ended: recording.ended,
            command: recording.vantage.command.clone(),
            os: recording.vantage.os.clone(),
            redacted: is_redacted(recording),
        }
    }
}

impl Change {
    /// Where it is as it stands in the later run, or else in the other.
    pub fn subjects(&self) -> &[Subject] {
        if self.after.subjects.is_empty() { &self.before.subjects } else { &self.after.subjects }
    }
}
