//! What was asked again of an endpoint: because its handshake had failed, or to see what it accepts.
use probes::reply::Reply;
use probes::tls::hello::{Hello, Offer, Part};
use probes::{Data, Observation, Step};

use super::Outcome;
use super::endpoint::inside_tls;

/// One connection more, with everything that was seen on it.
pub struct Retry<'r> {
    /// What was offered this time.
    pub offer: Offer,
    /// What was seen, in order.
    pub seen: Vec<&'r Observation>,
}

/// Adds an observation to those of its retry; the retries stay in the order of time.
pub(super) fn add<'r>(retries: &mut Vec<Retry<'r>>, offer: Offer, observation: &'r Observation) {
    match retries.iter_mut().find(|retry| retry.offer == offer) {
        Some(retry) => retry.seen.push(observation),
        None => retries.push(Retry { offer, seen: vec![observation] }),
    }
    retries.sort_by_key(|retry| retry.seen.first().map(|o| o.at_us));
}

impl<'r> Retry<'r> {
    /// The answer to a hello.
    pub fn hello(&self) -> Option<Outcome<'r, Hello>> {
        self.seen.iter().find_map(|o| match &o.saw {
            Data::Hello(saw) => Some(Outcome { observation: o, saw }),
            _ => None,
        })
    }

    /// What was asked for in a scan, and the answer, agreement or refusal.
    pub fn scanned(&self) -> Option<(Part, Outcome<'r, Hello>)> {
        let Offer::Scan(part) = self.offer else { return None };
        self.hello().filter(Outcome::ok).map(|hello| (part, hello))
    }

    /// The whole handshake.
    pub fn handshake(&self) -> Option<&'r Observation> {
        self.seen.iter().copied().find(|o| o.step == Step::Handshake)
    }

    /// What was said in the first of such steps.
    pub fn reply(&self, step: Step) -> Option<Outcome<'r, Reply>> {
        self.seen.iter().filter(|o| o.step == step).find_map(|o| match &o.saw {
            Data::Reply(saw) => Some(Outcome { observation: o, saw }),
            _ => None,
        })
    }

    /// All that was seen, and whether inside TLS.
    pub fn all(&self) -> impl Iterator<Item = (&'r Observation, bool)> + '_ {
        self.seen.iter().map(|o| (*o, self.inside_tls(o)))
    }

    /// Whether an observation was made inside TLS.
    pub fn inside_tls(&self, observation: &Observation) -> bool {
        inside_tls(&self.seen, observation)
    }
}
