//! No router is asked too much.
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use crate::limits;

/// When packets were sent, by TTL: those with the same TTL may all end at the same router, whatever
/// path of the run they belong to.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<u8, VecDeque<Duration>>>);

impl Pace {
    /// How long to wait, now, before a packet with this TTL: not at all, unless
    /// [`limits::PACE`] packets were sent within the last second.
    pub fn take(&self, ttl: u8, now: Duration) -> Duration {
        const SECOND: Duration = Duration::from_secs(1);
        let mut sent = self.0.lock().expect("nobody panics while holding it");
        let sent = sent.entry(ttl).or_default();
        let first = if sent.len() < limits::PACE { None } else { sent.pop_front() };
        let at = first.map_or(now, |first| now.max(first + SECOND));
        sent.push_back(at);
        at.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_router_gets_so_many_packets_a_second_and_another_its_own() {
        let pace = Pace::default();
        let (now, ms) = (Duration::from_secs(7), Duration::from_millis);
        let waits: Vec<_> = (0..limits::PACE).map(|_| pace.take(1, now)).collect();
        assert!(waits.iter().all(Duration::is_zero));
        assert_eq!(pace.take(1, now + ms(300)), ms(700));
        assert_eq!(pace.take(2, now + ms(300)), Duration::ZERO);
        assert_eq!(pace.take(1, now + ms(1500)), Duration::ZERO);
    }
}
