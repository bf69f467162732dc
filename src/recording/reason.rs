//! Whether a file can be one of ours: how much it holds, and how large its numbers are. What is
//! within these bounds is judged in reasonable time, and no sum of it overflows.
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use probes::dns::Lookup;
use probes::net::Answer;
use probes::reply::{Line, Reply};
use probes::{Data, Observation, limits};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::{MAX_ENDPOINTS, MAX_OBSERVATIONS, MAX_PROBLEMS, Recording, Trust, terse};

/// Ten years, µs: no run takes longer. Sizes in bytes are held to the same number.
const MAX_NUMBER: u64 = 10 * 366 * 86_400 * 1_000_000;
/// The end of the year 9999, seconds since the Unix epoch.
const MAX_MOMENT: u64 = 253_402_300_799;
/// The farthest that a clock may be set from UTC (ISO 8601 knows no whole day), s.
const MAX_OFFSET: u32 = 86_399;
/// How many times as much as this version keeps a later one may keep.
pub(super) const LATER: usize = 8;
/// Steps of a visit, with room.
const STEPS: usize = 16;

/// Reads a list of at most [`MAX_OBSERVATIONS`], and gives up at the first one too many.
pub(super) fn few<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    from.deserialize_seq(Few(PhantomData))
}

struct Few<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Few<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(one) = list.next_element()? {
            if found.len() == MAX_OBSERVATIONS {
                return Err(A::Error::custom(format_args!(
                    "it holds more than the {MAX_OBSERVATIONS} observations of the longest run"
                )));
            }
            found.push(one);
        }
        Ok(found)
    }
}

/// Says what no run of ours can have written.
pub(super) fn check(recording: &Recording) -> Result<(), String> {
    let Recording { at, took_us, vantage, observations, .. } = recording;
    let moment = *at <= MAX_MOMENT && vantage.utc_offset_s.unsigned_abs() <= MAX_OFFSET;
    let numbers = observations.iter().flat_map(numbers).chain([*took_us]);
    if !moment || numbers.max() > Some(MAX_NUMBER) {
        return Err("its times are out of range".to_owned());
    }
    if !terse::is_terse(recording) || !is_light(&recording.trust) {
        return Err("it holds longer texts than a run keeps".to_owned());
    }
    if !asks_little(recording) || !observations.iter().all(is_brief) {
        return Err("it holds more of one thing than a run looks at".to_owned());
    }
    let place =
        |o: &Observation| Some((o.subject.name()?.to_owned(), o.subject.addr(), o.subject.port()?));
    if observations.iter().filter_map(place).collect::<HashSet<_>>().len() > MAX_ENDPOINTS {
        return Err(format!("it holds more than {MAX_ENDPOINTS} ports, and no run looks at those"));
    }
    let mut known = HashSet::new();
    match observations.iter().find(|o| !known.insert(o.id)) {
        Some(twice) => Err(format!("two of its observations have the number {}", twice.id)),
        None => Ok(()),
    }
}

/// Whether the roots together are no longer than a run may keep, nor what went wrong with them:
/// whatever is shown of them is held once more for each place where it stands.
fn is_light(trust: &Trust) -> bool {
    let Trust { roots, other, problems, .. } = trust;
    let roots = roots.iter().chain(other.iter().flat_map(|other| &other.roots));
    roots.map(|root| root.0.len()).sum::<usize>() <= limits::CHAINS
        && problems.len() <= MAX_PROBLEMS * LATER
        && problems.iter().map(String::len).sum::<usize>() <= terse::LONGEST
}

/// Whether no more was asked for than may be, and no more hosts to compare with were looked at: what
/// is said of each host names them all.
fn asks_little(recording: &Recording) -> bool {
    let Recording { asked, observations, skipped, .. } = recording;
    let controls = observations.iter().filter(|o| o.subject.is_control());
    let controls: HashSet<&str> = controls.filter_map(|o| o.subject.name()).collect();
    let lists = [
        (asked.ports.len(), limits::PORTS),
        (asked.views.len(), limits::VIEWS),
        (asked.controls.len().max(controls.len()), limits::CONTROLS),
        (skipped.iter().map(|skip| skip.steps.len()).max().unwrap_or_default(), STEPS),
    ];
    lists.iter().all(|(length, most)| *length <= most * LATER)
}

/// All times of an observation, µs, and all sizes, bytes.
fn numbers(observation: &Observation) -> Vec<u64> {
    let mut found = vec![observation.at_us, observation.took_us];
    match &observation.saw {
        Data::Connect(connect) => found.extend(connect.took_us),
        Data::Confirmation(asked) => found.extend(asked.lookups.iter().flat_map(tries)),
        Data::Fetch(fetch) => {
            found.push(fetch.size);
            found.extend(fetch.lookups.iter().flat_map(tries));
        }
        Data::Lookup(lookup) => found.extend(tries(lookup)),
        Data::Path(path) => {
            found.extend(path.tries.iter().map(|t| t.took_us));
            found.extend(path.large.iter().map(|l| l.took_us));
        }
        Data::Reply(reply) => found.extend(lines(reply).flat_map(|line| {
            let Line { at_us, cut, unfinished, .. } = line;
            [*at_us, *cut, unfinished.unwrap_or_default()]
        })),
        Data::Handshake(_) | Data::Hello(_) | Data::HopNames(_) | Data::Nothing | Data::Unknown => {
        }
    }
    found
}

fn tries(lookup: &Lookup) -> impl Iterator<Item = u64> {
    lookup.answer.exchanges.iter().map(|e| e.took_us)
}

fn lines(reply: &Reply) -> impl Iterator<Item = &Line> {
    reply.commands().chain(&reply.lines)
}

/// Whether the lists in it have a length that a run may give them.
fn is_brief(observation: &Observation) -> bool {
    let (length, most) = match &observation.saw {
        Data::Confirmation(asked) => {
            let longest = asked.lookups.iter().map(longest).max().unwrap_or_default();
            (longest.max(asked.lookups.len()), limits::RECORDS)
        }
        Data::Fetch(fetch) => {
            let longest = fetch.lookups.iter().map(longest).max().unwrap_or_default();
            let length = longest.max(fetch.lookups.len()).max(fetch.certificates.len());
            (length, limits::CHAIN.min(limits::RECORDS))
        }
        Data::Handshake(handshake) => (handshake.chain.len(), limits::CHAIN),
        Data::Hello(hello) => (hello.chain.len().max(hello.extensions.len()), limits::CHAIN),
        Data::HopNames(found) => (found.names.len(), limits::ROUTERS),
        Data::Lookup(lookup) => (longest(lookup), limits::RECORDS),
        Data::Path(path) => {
            let labels = path.tries.iter().map(|t| t.labels.len()).max().unwrap_or(0);
            let known = path.tries.iter().all(|t| (1..=2 * limits::MOST_HOPS).contains(&t.ttl));
            let tries = usize::from(limits::MOST_HOPS) * usize::from(limits::MOST_QUERIES);
            // No later version needs many times as many.
            let most = 2 * tries / LATER;
            (path.tries.len().max(path.large.len()).max(labels), if known { most } else { 0 })
        }
        Data::Reply(reply) if length_of(reply) > limits::REPLY_BYTES * LATER => return false,
        Data::Reply(reply) => (reply.lines.len(), limits::REPLY_LINES),
        Data::Connect(_) | Data::Nothing | Data::Unknown => return true,
    };
    length <= most * LATER
}

/// Bytes of all lines together.
fn length_of(reply: &Reply) -> usize {
    lines(reply).map(|line| line.text.len()).sum()
}

/// The length of the longest list in a lookup.
fn longest(lookup: &Lookup) -> usize {
    let Answer { exchanges, ede, records, unchecked, .. } = &lookup.answer;
    let unchecked = unchecked.as_ref().map_or(0, |u| u.records.len());
    exchanges.len().max(ede.len()).max(records.len()).max(unchecked)
}
