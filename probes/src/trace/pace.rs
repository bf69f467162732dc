//! No router is asked too much.
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::limits;

/// When packets were sent, and how far away targets are. Packets with the same TTL may all end at
/// the same router, whatever path of the run they belong to.
#[derive(Debug)]
pub struct Pace {
    sent: Mutex<HashMap<End, VecDeque<Duration>>>,
    distances: Mutex<HashMap<IpAddr, u8>>,
    /// For packets in flight.
    room: Semaphore,
}

/// Where a packet may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum End {
    Hop(u8),
    Target(IpAddr),
}

impl Default for Pace {
    fn default() -> Self {
        let room = Semaphore::new(limits::ALL_IN_FLIGHT);
        Self { sent: Mutex::default(), distances: Mutex::default(), room }
    }
}

impl Pace {
    /// How long to wait, now, before a packet with this TTL, and to this target if it may come so
    /// far: not at all, unless [`limits::PACE`] such packets were sent within the last second.
    pub fn take(&self, ttl: u8, target: Option<IpAddr>, now: Duration) -> Duration {
        let target = target.map(|target| self.slot(End::Target(target), now));
        self.slot(End::Hop(ttl), now).max(target.unwrap_or_default())
    }

    fn slot(&self, end: End, now: Duration) -> Duration {
        const SECOND: Duration = Duration::from_secs(1);
        let mut sent = self.sent.lock().expect(UNPOISONED);
        let sent = sent.entry(end).or_default();
        let first = if sent.len() < limits::PACE { None } else { sent.pop_front() };
        let at = first.map_or(now, |first| now.max(first + SECOND));
        sent.push_back(at);
        at.saturating_sub(now)
    }

    /// Room for one packet in flight, as long as it is held.
    pub(super) async fn room(&self) -> Option<SemaphorePermit<'_>> {
        self.room.acquire().await.ok()
    }

    /// The same, if there is room now.
    pub(super) fn try_room(&self) -> Option<SemaphorePermit<'_>> {
        self.room.try_acquire().ok()
    }

    /// Remembers that a target answered at this TTL.
    pub(super) fn reached(&self, target: IpAddr, ttl: u8) {
        let mut known = self.distances.lock().expect(UNPOISONED);
        let distance = known.entry(target).or_insert(ttl);
        *distance = ttl.min(*distance);
    }

    /// At which TTL a target has answered on another path.
    pub(super) fn distance(&self, target: IpAddr) -> Option<u8> {
        self.distances.lock().expect(UNPOISONED).get(&target).copied()
    }
}

const UNPOISONED: &str = "nobody panics while holding it";

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(7);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn one_router_gets_so_many_packets_a_second_and_another_its_own() {
        let pace = Pace::default();
        let waits: Vec<_> = (0..limits::PACE).map(|_| pace.take(1, None, NOW)).collect();
        assert!(waits.iter().all(Duration::is_zero));
        assert_eq!(pace.take(1, None, NOW + ms(300)), ms(700));
        assert_eq!(pace.take(2, None, NOW + ms(300)), Duration::ZERO);
        assert_eq!(pace.take(1, None, NOW + ms(1500)), Duration::ZERO);
    }

    #[test]
    fn a_target_gets_no_more_whatever_the_ttl() {
        let pace = Pace::default();
        let target = Some(IpAddr::from([192, 0, 2, 10]));
        for ttl in (1..).take(limits::PACE) {
            assert_eq!(pace.take(ttl, target, NOW), Duration::ZERO);
        }
        assert_eq!(pace.take(200, target, NOW + ms(100)), ms(900));
    }
}
