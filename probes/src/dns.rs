//! What the name system says.
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::{OnceCell, Semaphore};

use crate::net::{Answer, Kind, Net, Question, Via, complaint};
use crate::{Data, Failure, FailureKind, Session, Subject, limits};

/// One question and all that came back.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Lookup {
    /// What was asked.
    pub question: Question,
    /// What came back.
    pub answer: Answer,
}

impl Lookup {
    /// Whether a server that had said SERVFAIL knew the answer when it was told not to check
    /// signatures (RFC 4035 §3.2.2).
    pub fn is_bogus(&self) -> bool {
        self.answer.unchecked.as_ref().is_some_and(|told| matches!(told.rcode, 0 | 3))
    }
}

/// Whether the names of an address lead back to it.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Confirmation {
    /// What was asked of each name, in the family of the address; at most [`limits::POINTERS`].
    pub lookups: Vec<Lookup>,
}

/// The names of the routers on a path.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct HopNames {
    /// One entry per router that was asked about.
    pub names: Vec<HopName>,
}

/// A router and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct HopName {
    /// Its address.
    pub addr: IpAddr,
    /// Its first name, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Names of routers that a run has asked for already: several paths share their routers.
#[derive(Debug)]
pub struct Names {
    known: Mutex<HashMap<IpAddr, Arc<OnceCell<Option<String>>>>>,
    /// How many may be asked for at once: each takes a socket.
    room: Semaphore,
}

impl Default for Names {
    fn default() -> Self {
        Self { known: Mutex::default(), room: Semaphore::new(limits::NAMES_AT_ONCE) }
    }
}

impl Names {
    /// The first name of an address. Whoever asks while somebody else does waits for that answer.
    async fn of(&self, net: &dyn Net, addr: IpAddr) -> Option<String> {
        let cell = self.cell(addr)?;
        let ask = async || {
            let _room = self.room.acquire().await;
            let question = Question::new(reverse_name(addr), Kind::Ptr);
            let answer = net.lookup(question, limits::DNS_NAME).await;
            answer.pointers().first().map(ToString::to_string)
        };
        cell.get_or_init(ask).await.clone()
    }

    /// Where the name is kept; nowhere, if the run has met more routers than honest paths have.
    fn cell(&self, addr: IpAddr) -> Option<Arc<OnceCell<Option<String>>>> {
        let mut known = self.known.lock().expect(UNPOISONED);
        let room = known.len() < limits::ROUTERS_NAMED || known.contains_key(&addr);
        room.then(|| Arc::clone(known.entry(addr).or_default()))
    }
}

/// Why a draft can always be had.
const UNPOISONED: &str = "nobody panics while holding it";

pub(crate) async fn a(session: &mut Session<'_>) -> Result<(), Failure> {
    ask_name(session, Kind::A).await
}

pub(crate) async fn aaaa(session: &mut Session<'_>) -> Result<(), Failure> {
    ask_name(session, Kind::Aaaa).await
}

pub(crate) async fn mx(session: &mut Session<'_>) -> Result<(), Failure> {
    ask_name(session, Kind::Mx).await
}

pub(crate) async fn ptr(session: &mut Session<'_>) -> Result<(), Failure> {
    let Some(addr) = session.subject.addr() else {
        return Err(Failure::new(FailureKind::Other, "no address to ask about"));
    };
    let outcome = ask(session, Question::new(reverse_name(addr), Kind::Ptr)).await;
    let pointers = match &*session.draft() {
        Data::Lookup(lookup) => askable(&lookup.answer),
        _ => vec![],
    };
    session.pointers = pointers;
    outcome
}

/// The first names of an address that can be those of hosts elsewhere.
fn askable(answer: &Answer) -> Vec<String> {
    let pointers = answer.pointers().into_iter();
    let names = pointers.filter(|name| is_host_name(name) && !is_this_machine(name));
    names.take(limits::POINTERS).map(str::to_owned).collect()
}

/// Asks all names of the address at once whether they lead back to it, as other machines would:
/// past the hosts file. Fails if none of them has an answer.
pub(crate) async fn confirm(session: &mut Session<'_>) -> Result<(), Failure> {
    let draft = session.shared_draft();
    *session.draft() = Data::Confirmation(Confirmation::default());
    let v4 = session.subject.addr().is_some_and(|addr| addr.is_ipv4());
    let kind = if v4 { Kind::A } else { Kind::Aaaa };
    let within = limits::CONFIRM.min(left(session)?);
    let asked = session.pointers.iter().map(async |name| {
        let question = Question { via: Via::Dns, ..Question::new(name, kind) };
        let answer = session.net.lookup(question.clone(), within).await;
        let outcome = outcome(&answer);
        let lookup = Lookup { question, answer };
        if let Data::Confirmation(found) = &mut *draft.lock().expect(UNPOISONED) {
            found.lookups.push(lookup);
        }
        outcome
    });
    let outcomes = join_all(asked).await;
    let answered = outcomes.iter().any(Result::is_ok);
    outcomes.into_iter().find(|o| o.is_err() && !answered).unwrap_or(Ok(()))
}

/// Asks for the names of all routers at once, and keeps those that come in time. That a router
/// has no name, or that nobody knows it, stops nothing.
pub(crate) async fn hop_names(session: &mut Session<'_>) -> Result<(), Failure> {
    let draft = session.shared_draft();
    *session.draft() = Data::HopNames(HopNames::default());
    let asked = session.routers.iter().map(async |&addr| {
        let name = session.setup.names.of(session.net, addr).await;
        if let Data::HopNames(found) = &mut *draft.lock().expect(UNPOISONED) {
            found.names.push(HopName { addr, name });
        }
    });
    // Names are a courtesy: the time limit ends the asking, and that is no failure.
    let _ = tokio::time::timeout(limits::HOP_NAMES, join_all(asked)).await;
    Ok(())
}

async fn ask_name(session: &mut Session<'_>, kind: Kind) -> Result<(), Failure> {
    let Some(name) = session.subject.name().map(str::to_owned) else {
        return Err(Failure::new(FailureKind::Other, "no name to ask about"));
    };
    let via = match session.subject {
        Subject::View { resolver: Some(addr), .. } => Via::Server { addr },
        Subject::View { resolver: None, .. } => Via::Dns,
        _ => Via::Usual,
    };
    ask(session, Question { name, kind, via }).await
}

async fn ask(session: &mut Session<'_>, question: Question) -> Result<(), Failure> {
    let asked = |answer| Data::Lookup(Lookup { question: question.clone(), answer });
    *session.draft() = asked(Answer::default());
    let within = limits::DNS_NAME.min(left(session)?);
    let answer = session.net.lookup(question.clone(), within).await;
    let outcome = outcome(&answer);
    *session.draft() = asked(answer);
    outcome
}

/// What is left of the time that names may take in a run, or in a further round of it.
fn left(session: &Session<'_>) -> Result<Duration, Failure> {
    let since = session.net.elapsed().saturating_sub(session.since);
    let left = limits::DNS_ALL.saturating_sub(since);
    match left.is_zero() {
        true => Err(Failure::new(FailureKind::TimedOut, "the time for all names was used up")),
        false => Ok(left),
    }
}

/// An empty answer is an answer; an error is a failure (RFC 2308).
pub(crate) fn outcome(answer: &Answer) -> Result<(), Failure> {
    let failure = match answer.rcode {
        Some(rcode) => complaint(rcode),
        None => Some(last_failure(answer)),
    };
    failure.map_or(Ok(()), Err)
}

fn last_failure(answer: &Answer) -> Failure {
    let last = answer.exchanges.iter().rev().find_map(|e| e.failure.clone());
    last.unwrap_or_else(|| Failure::new(FailureKind::NotPossible, "no resolver to ask"))
}

/// Whether a name can be that of a host: labels of letters, digits, hyphens and, as many have
/// them, underscores (RFC 1123 §2.1). A name is data in the DNS and may be anything.
pub fn is_host_name(name: &str) -> bool {
    let lawful = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    let label =
        |l: &str| (1..=63).contains(&l.len()) && l.bytes().all(lawful) && !l.starts_with('-');
    name.len() <= 253 && name.split('.').all(label)
}

/// Whether a name stands for this machine, wherever that is: the DNS must not be asked for it
/// (RFC 6761 §6.3).
pub fn is_this_machine(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// The name under which the DNS keeps the name of an address (RFC 1035 §3.5, RFC 3596 §2.5).
pub fn reverse_name(addr: IpAddr) -> String {
    match addr {
        IpAddr::V4(v4) => {
            let [a, b, c, d] = v4.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(v6) => {
            let nibbles = v6.octets().into_iter().rev().flat_map(|b| [b & 15, b >> 4]);
            nibbles.map(|n| format!("{n:x}.")).collect::<String>() + "ip6.arpa"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_asked_for_backwards() {
        let v4 = reverse_name("192.0.2.10".parse().expect("an address"));
        assert_eq!(v4, "10.2.0.192.in-addr.arpa");
        let v6 = reverse_name("2001:db8::10".parse().expect("an address"));
        let zeros = "0.".repeat(22);
        assert_eq!(v6, format!("0.1.{zeros}8.b.d.0.1.0.0.2.ip6.arpa"));
    }
}
