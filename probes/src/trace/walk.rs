//! One path, from here to the target or as far as somebody answers.
//!
//! Packets with the first TTLs go out at once, and those behind as answers come. As soon as the end
//! is known, the other queries follow, so that all routers that keep silent cost one wait together.
use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use futures_util::future::{AbortHandle, abortable};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::{Instant, sleep, sleep_until};

use super::{Large, Manner, Path, Try};
use crate::net::{Flow, Heard, Method, Packet, Packets, is_exhausted};
use crate::session::micros;
use crate::{Data, Session, limits};

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Job {
    /// A packet that ends after so many routers; if `alone`, by a flow of its own.
    Hop { ttl: u8, alone: bool },
    /// A packet of so many bytes, all the way; if it is the `last`, silence is believed.
    Large { bytes: u16, last: bool },
}

impl Job {
    /// Whether it asks who is behind this TTL.
    fn is_beyond(self, end: u8) -> bool {
        matches!(self, Self::Hop { ttl, .. } if ttl > end)
    }
}

/// A packet under way.
struct Flying {
    number: usize,
    job: Job,
    sent: Instant,
    /// Ends the waiting, and gives the socket back.
    end: AbortHandle,
}

struct Walk<'s, 'n> {
    session: &'s Session<'n>,
    flow: Flow,
    manner: Manner,
    /// The next TTL that nobody has been asked about.
    next: u8,
    /// The last TTL that was answered.
    heard: u8,
    /// The first TTL behind which nothing more can come.
    end: Option<u8>,
    /// The longest round trip so far.
    slowest: Option<Duration>,
    todo: VecDeque<Job>,
    /// Whether all there is to ask about known routers is in `todo`, or done.
    asked_again: bool,
    /// How often this machine had no socket left.
    postponed: u32,
}

pub(super) async fn walk(session: &Session<'_>, flow: Flow) -> io::Result<()> {
    let packets = session.net.flow(flow).await?;
    let mut walk = Walk {
        session,
        flow,
        manner: session.setup.manner,
        next: 1,
        heard: 0,
        end: None,
        slowest: None,
        todo: VecDeque::new(),
        asked_again: false,
        postponed: 0,
    };
    walk.drive(&*packets).await?;
    if walk.end.is_none() && !walk.is_circle() {
        walk.look_farther(&*packets).await?;
    }
    Ok(())
}

impl Walk<'_, '_> {
    /// The near TTLs kept silent. The target may still answer behind many silent routers; and a
    /// router that has answered as often as it does in a second may answer in the next.
    async fn look_farther(&mut self, packets: &dyn Packets) -> io::Result<()> {
        self.asked_again = true;
        if self.next <= self.manner.hops {
            self.todo.push_back(Job::Hop { ttl: self.manner.hops, alone: false });
        }
        if self.flow.method != Method::Tcp {
            self.todo.extend(self.again(self.heard));
        }
        self.drive(packets).await?;
        for _ in 1..self.manner.queries {
            let done = self.end.is_some() || self.heard >= self.manner.hops;
            if done || self.flow.method != Method::Tcp {
                break;
            }
            sleep(limits::REFILL).await;
            let behind = self.heard + 1..=self.manner.hops.min(self.heard + limits::BEHIND);
            self.todo.extend(behind.map(|ttl| Job::Hop { ttl, alone: false }));
            self.drive(packets).await?;
        }
        if self.end == Some(self.manner.hops) {
            self.locate(packets).await?;
        }
        self.asked_again = self.flow.method == Method::Tcp;
        self.drive(packets).await
    }

    /// The target answers behind TTLs that nobody was asked about: halves the distance until it is
    /// known, with few packets.
    async fn locate(&mut self, packets: &dyn Packets) -> io::Result<()> {
        let mut silent = self.heard.max(self.next - 1);
        while let Some(end) = self.end.filter(|end| *end > silent + 1) {
            let ttl = silent + (end - silent) / 2;
            self.todo.push_back(Job::Hop { ttl, alone: false });
            self.drive(packets).await?;
            if self.end != Some(ttl) {
                silent = ttl;
            }
        }
        Ok(())
    }

    /// Sends what there is to send, until nothing is left to wait for.
    async fn drive(&mut self, packets: &dyn Packets) -> io::Result<()> {
        let mut flying: FuturesUnordered<_> = FuturesUnordered::new();
        let mut waiting: Vec<Flying> = Vec::new();
        let mut number = 0;
        loop {
            while waiting.len() < limits::IN_FLIGHT {
                let pace = &self.session.setup.pace;
                let room = if waiting.is_empty() { pace.room().await } else { pace.try_room() };
                let Some((room, job)) = room.and_then(|r| Some((r, self.next_job(packets)?)))
                else {
                    break;
                };
                let delay = self.delay(job);
                let sending = send(self.session, packets, self.flow, job, delay);
                let (heard, end) = abortable(async move {
                    let _room = room;
                    (number, sending.await)
                });
                flying.push(heard);
                waiting.push(Flying { number, job, sent: Instant::now() + delay, end });
                number += 1;
            }
            let patience = self.patience();
            let Some(due) = waiting.iter().map(|f| f.sent + patience).min() else { break };
            tokio::select! {
                biased;
                Some(heard) = flying.next() => {
                    let Ok((number, heard)) = heard else { continue };
                    let place = waiting.iter().position(|f| f.number == number);
                    let job = place.map(|place| waiting.swap_remove(place).job);
                    match heard {
                        Err(e) if is_exhausted(&e) => self.postpone(job, e).await?,
                        heard => {
                            let heard = heard?;
                            job.into_iter().for_each(|job| self.hear(job, heard.clone()));
                        }
                    }
                }
                () = sleep_until(due) => {
                    for late in waiting.extract_if(.., |f| f.sent + patience <= due) {
                        late.end.abort();
                        self.miss(late.job, patience);
                    }
                }
            }
            let end = self.end.unwrap_or(u8::MAX);
            let beyond = waiting.extract_if(.., |f| f.job.is_beyond(end));
            beyond.for_each(|f| f.end.abort());
        }
        Ok(())
    }

    /// This machine had no socket left to send it by. Others give theirs back soon; a packet that
    /// was never sent must not pass for one that nobody answered.
    async fn postpone(&mut self, job: Option<Job>, error: io::Error) -> io::Result<()> {
        if self.postponed == limits::POSTPONED {
            return Err(error);
        }
        self.postponed += 1;
        self.todo.extend(job);
        sleep(limits::NO_SOCKET).await;
        Ok(())
    }

    fn next_job(&mut self, packets: &dyn Packets) -> Option<Job> {
        let ahead = if self.path(|path| path.repeats(self.flow.to)) { 2 } else { limits::AHEAD };
        let known = self.session.setup.pace.distance(self.flow.to).unwrap_or(self.manner.hops);
        let farthest = self.manner.hops.min(known).min(self.heard.saturating_add(ahead));
        if self.end.is_none() && self.next <= farthest && !self.is_circle() {
            self.next += 1;
            return Some(Job::Hop { ttl: self.next - 1, alone: false });
        }
        if let Some(end) = self.end.filter(|_| !self.asked_again) {
            self.asked_again = true;
            if self.flow.method != Method::Tcp {
                self.todo.extend(self.again(end));
                self.todo.extend(self.large(packets));
            }
        }
        self.todo.pop_front()
    }

    /// The other queries, to all routers before the end. The target answers few datagrams a second,
    /// and its round trip is known from TCP; echo requests it answers all, so their loss counts. The
    /// last query has a flow of its own: routers that quote too little of a shared one are
    /// understood only then.
    fn again(&self, end: u8) -> Vec<Job> {
        let last = if self.flow.method == Method::Icmp { end } else { end.saturating_sub(1) };
        let last = if self.end.is_none() { self.heard } else { last };
        let queries = 1..self.manner.queries;
        let alone = |query| self.flow.method == Method::Udp && query + 1 == self.manner.queries;
        queries
            .flat_map(|query| (1..=last).map(move |ttl| (query, ttl)))
            .map(|(query, ttl)| Job::Hop { ttl, alone: alone(query) && !self.has_answered(ttl) })
            .collect()
    }

    fn large(&self, packets: &dyn Packets) -> Option<Job> {
        let reached = self.path(|path| path.reached(self.flow.to).is_some());
        let bytes = packets.mtu().unwrap_or(limits::LARGE).min(limits::LARGE);
        reached.then_some(Job::Large { bytes, last: false })
    }

    fn delay(&self, job: Job) -> Duration {
        match job {
            Job::Hop { ttl, .. } => {
                let target = Some(self.flow.to).filter(|_| ttl > self.heard);
                self.session.setup.pace.take(ttl, target, self.session.net.elapsed())
            }
            Job::Large { .. } => Duration::ZERO,
        }
    }

    /// How long to wait for an answer: a far router may take longer than the near ones that have
    /// answered.
    fn patience(&self) -> Duration {
        const FLOOR: Duration = Duration::from_millis(200);
        match self.slowest {
            None => limits::HOP,
            Some(rtt) => (FLOOR + 2 * rtt).min(limits::HOP.max(2 * rtt)),
        }
    }

    fn hear(&mut self, job: Job, heard: Heard) {
        self.slowest = self.slowest.max(Some(heard.took));
        match job {
            Job::Hop { ttl, alone } => self.hear_hop(ttl, alone, heard),
            Job::Large { bytes, .. } => self.note_large(bytes, heard.took, Some(heard)),
        }
    }

    fn hear_hop(&mut self, ttl: u8, own_flow: bool, heard: Heard) {
        let one = Try {
            ttl,
            took_us: micros(heard.took),
            own_flow,
            answer: Some(heard.answer),
            answer_ttl: heard.ttl,
            labels: heard.labels,
        };
        if one.reaches(self.flow.to) && self.flow.method != Method::Tcp {
            self.session.setup.pace.reached(self.flow.to, ttl);
        }
        if one.ends(self.flow.to) {
            let end = self.end.map_or(ttl, |end| end.min(ttl));
            self.end = Some(end);
            self.todo.retain(|job| !job.is_beyond(end));
        } else {
            self.heard = self.heard.max(ttl);
        }
        self.note(one);
    }

    fn miss(&mut self, job: Job, waited: Duration) {
        match job {
            Job::Hop { ttl, alone } => {
                let silence =
                    Try { ttl, took_us: micros(waited), own_flow: alone, ..Try::default() };
                self.note(silence);
            }
            Job::Large { bytes, last } => {
                self.note_large(bytes, waited, None);
                if !last {
                    self.todo.push_back(Job::Large { bytes, last: true });
                }
            }
        }
    }

    fn note(&self, one: Try) {
        if let Data::Path(path) = &mut *self.session.draft() {
            path.tries.push(one);
        }
    }

    fn note_large(&self, bytes: u16, took: Duration, heard: Option<Heard>) {
        let large = Large { bytes, took_us: micros(took), answer: heard.map(|h| h.answer) };
        if let Data::Path(path) = &mut *self.session.draft() {
            path.large.push(large);
        }
    }

    fn has_answered(&self, ttl: u8) -> bool {
        self.path(|path| path.tries.iter().any(|t| t.ttl == ttl && t.answer.is_some()))
    }

    fn is_circle(&self) -> bool {
        self.path(|path| !path.circle(self.flow.to).is_empty())
    }

    fn path(&self, ask: impl FnOnce(&Path) -> bool) -> bool {
        matches!(&*self.session.draft(), Data::Path(path) if ask(path))
    }
}

/// Sends one packet after a delay, and waits for the answer.
async fn send(
    session: &Session<'_>,
    packets: &dyn Packets,
    flow: Flow,
    job: Job,
    delay: Duration,
) -> io::Result<Heard> {
    if !delay.is_zero() {
        sleep(delay).await;
    }
    match job {
        Job::Hop { ttl, alone: true } => {
            session.net.flow(flow).await?.send(Packet { ttl, bytes: None }).await
        }
        Job::Hop { ttl, alone: false } => packets.send(Packet { ttl, bytes: None }).await,
        Job::Large { bytes, .. } => {
            packets.send(Packet { ttl: limits::FAR, bytes: Some(bytes) }).await
        }
    }
}
