//! One visit to one subject: the connection as far as it has come, and the draft of what the
//! current step has seen.
//!
//! The draft lies here, and not in the step, so that it outlives a step that fails, runs out of
//! time, or is dropped half-way.
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::budget::{self, Budget};
use crate::dns::Names;
use crate::net::{Gauge, Kind, Net, Stream};
use crate::reply::{Line, Reply};
use crate::trace::{Manner, Pace};
use crate::{Data, Failure, FailureKind, Limits, Subject, limits};

/// What is the same for all visits of a run.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The time limits.
    pub limits: Limits,
    /// The name to introduce oneself with; without one, the address literal of this end
    /// (RFC 5321 §4.1.3).
    pub ehlo_name: Option<String>,
    /// How much the run may keep.
    pub budget: Arc<Budget>,
    /// The only kind of addresses that is used, if not both are.
    pub addresses: Option<Kind>,
    /// When the run must be over, since it began. A round that would not be over then is not begun.
    pub deadline: Option<Duration>,
    /// How paths are traced.
    pub manner: Manner,
    /// When packets of traces were sent.
    pub pace: Arc<Pace>,
    /// What routers are called.
    pub names: Arc<Names>,
}

/// One visit.
pub struct Session<'n> {
    /// The world.
    pub net: &'n dyn Net,
    /// What is visited.
    pub subject: Subject,
    /// What is the same for all visits.
    pub setup: &'n Setup,
    /// How often it was visited before.
    pub round: u8,
    /// When the round began in which it is visited, since the run began.
    pub since: Duration,
    /// The connection, once it is open.
    pub(crate) wire: Option<Wire>,
    /// Routers found by the trace of this visit, nearest first.
    pub(crate) routers: Vec<IpAddr>,
    /// Names of the address that this visit is about, as far as they may be asked for.
    pub(crate) pointers: Vec<String>,
    /// How many commands were sent; makes IMAP tags.
    pub(crate) commands: u32,
    draft: Arc<Mutex<Data>>,
    /// Whether the reply in the draft is whole, so that what is still unread isn't part of it.
    whole: bool,
    /// Bytes of the server's words kept so far, as JSON has them.
    kept: usize,
}

/// An open connection with what was read from it but not yet looked at.
pub(crate) struct Wire {
    pub(crate) stream: Box<dyn Stream>,
    pub(crate) local: SocketAddr,
    pub(crate) gauge: Box<dyn Gauge>,
    pub(crate) unread: Vec<u8>,
    /// Bytes of the current line that were dropped because it is too long.
    cut: u64,
}

impl Wire {
    pub(crate) fn new(stream: Box<dyn Stream>, local: SocketAddr, gauge: Box<dyn Gauge>) -> Self {
        Self { stream, local, gauge, unread: Vec::new(), cut: 0 }
    }
}

impl<'n> Session<'n> {
    /// A visit that has not begun.
    pub fn new(net: &'n dyn Net, subject: Subject, setup: &'n Setup) -> Self {
        Self {
            net,
            subject,
            setup,
            round: 0,
            since: Duration::ZERO,
            wire: None,
            routers: Vec::new(),
            pointers: Vec::new(),
            commands: 0,
            draft: Arc::default(),
            whole: true,
            kept: 0,
        }
    }

    /// Hands out what the current step has seen, and begins a new draft.
    pub fn take_draft(&mut self) -> Data {
        self.keep_unfinished_line();
        std::mem::take(&mut *self.draft())
    }

    /// Time since the run began, µs.
    pub(crate) fn now_us(&self) -> u64 {
        micros(self.net.elapsed())
    }

    /// What this visit may keep whatever others keep, of what a first one may: who comes again has
    /// heard most of it.
    pub(crate) fn share(&self, of: usize) -> usize {
        let again = self.round > 0 || matches!(self.subject, Subject::Retry { .. });
        let minor = again || self.subject.is_control();
        if minor { 0 } else { of }
    }

    pub(crate) fn draft(&self) -> MutexGuard<'_, Data> {
        self.draft.lock().expect("nobody panics while holding the draft")
    }

    /// The draft as something that a callback can own.
    pub(crate) fn shared_draft(&self) -> Arc<Mutex<Data>> {
        Arc::clone(&self.draft)
    }

    pub(crate) fn wire(&mut self) -> Result<&mut Wire, Failure> {
        self.wire.as_mut().ok_or_else(|| Failure::new(FailureKind::Closed, "no connection"))
    }

    /// Sends a command, if there is one, or two in one write, and reads lines until `done` says
    /// that the reply is whole. What comes is in the draft, whatever ends it.
    pub(crate) async fn exchange(
        &mut self,
        limit: Duration,
        command: Option<&str>,
        done: impl Fn(&Reply) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        *self.draft() = Data::Reply(Reply::default());
        self.whole = false;
        within(limit, self.converse(command, done)).await?;
        self.whole = true;
        Ok(())
    }

    /// Takes what came in without having been asked for, from the first line on that `lawful`
    /// does not allow; nothing, if all of it is lawful. Lines before that stay to be read.
    pub(crate) fn take_unasked(&mut self, lawful: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
        let unread = &mut self.wire.as_mut()?.unread;
        let mut from = 0;
        for line in unread.split_inclusive(|b| *b == b'\n') {
            if !lawful(line) {
                return Some(unread.split_off(from));
            }
            from += line.len();
        }
        None
    }

    /// Writes a command, or two at once, and keeps them once the connection has taken all of it.
    async fn send(&mut self, command: &str) -> Result<(), Failure> {
        let at_us = self.now_us();
        let mut lines = command.split("\r\n").map(|c| Line::new(at_us, c.as_bytes(), 0));
        let (sent, behind) = (lines.next(), lines.next());
        self.commands += 1 + u32::from(behind.is_some());
        let stream = &mut self.wire()?.stream;
        stream.write_all(format!("{command}\r\n").as_bytes()).await?;
        stream.flush().await?;
        if let Data::Reply(reply) = &mut *self.draft() {
            (reply.sent, reply.behind) = (sent, behind);
        }
        Ok(())
    }

    async fn converse(
        &mut self,
        command: Option<&str>,
        done: impl Fn(&Reply) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        if let Some(command) = command {
            self.send(command).await?;
        }
        let mut bytes = 0;
        loop {
            let line = self.read_line(&mut bytes).await?;
            if self.add(line, &done)? {
                return Ok(());
            }
        }
    }

    /// Puts a line into the draft and asks whether the reply is whole.
    fn add(
        &mut self,
        line: Line,
        done: &impl Fn(&Reply) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        let room = self.make_room(&line);
        let mut draft = self.draft();
        let Data::Reply(reply) = &mut *draft else {
            return Err(Failure::new(FailureKind::Other, "the draft is no reply"));
        };
        if reply.lines.len() >= limits::REPLY_LINES {
            return Err(too_much());
        }
        room?;
        reply.lines.push(line);
        done(reply)
    }

    /// Counts a line that is to be kept: first against what every session may keep, then against
    /// what the run has left for all.
    fn make_room(&mut self, line: &Line) -> Result<(), Failure> {
        let kept = self.kept + line.size();
        if kept > limits::TRANSCRIPT {
            return Err(too_much());
        }
        let beyond = kept.saturating_sub(self.kept.max(self.share(limits::TRANSCRIPT_SHARE)));
        if !self.setup.budget.words.take(beyond) {
            return Err(budget::exhausted());
        }
        self.kept = kept;
        Ok(())
    }

    /// Reads one line. Of a line that is too long the beginning is kept; `bytes` counts what the
    /// whole reply has cost so far.
    async fn read_line(&mut self, bytes: &mut usize) -> Result<Line, Failure> {
        loop {
            let at_us = self.now_us();
            let wire = self.wire()?;
            if let Some(end) = wire.unread.iter().position(|b| *b == b'\n') {
                let mut line: Vec<u8> = wire.unread.drain(..=end).collect();
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                let keep = line.len().min(limits::LINE);
                let cut = std::mem::take(&mut wire.cut) + (line.len() - keep) as u64;
                return Ok(Line::new(at_us, &line[..keep], cut));
            }
            if wire.unread.len() > limits::LINE {
                wire.cut += (wire.unread.len() - limits::LINE) as u64;
                wire.unread.truncate(limits::LINE);
            }
            *bytes += wire.fill().await?;
            if *bytes > limits::REPLY_BYTES {
                return Err(too_much());
            }
        }
    }

    /// What had come of a reply that is not whole is kept too: it may be all that the server said.
    fn keep_unfinished_line(&mut self) {
        if std::mem::replace(&mut self.whole, true) {
            return;
        }
        let at_us = self.now_us();
        let Some(wire) = &mut self.wire else { return };
        let mut before = std::mem::take(&mut wire.cut);
        for bytes in std::mem::take(&mut wire.unread).split_inclusive(|b| *b == b'\n') {
            let cut = std::mem::take(&mut before);
            let mut line = cut_off(at_us, bytes, cut, limits::LINE);
            if self.make_room(&line).is_err() {
                line = cut_off(at_us, bytes, cut, limits::LINE_BEGINNING);
            }
            match &mut *self.draft() {
                Data::Reply(reply) if reply.lines.len() < limits::REPLY_LINES => {
                    reply.lines.push(line);
                }
                _ => return,
            }
        }
    }
}

/// At most so many bytes of a line, which may have no end.
fn cut_off(at_us: u64, bytes: &[u8], before: u64, most: usize) -> Line {
    let ended = bytes.strip_suffix(b"\n").map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    let line = ended.unwrap_or(bytes);
    let keep = &line[..line.len().min(most)];
    let cut = before + (line.len() - keep.len()) as u64;
    let unfinished = ended.is_none().then_some(line.len() as u64);
    Line { unfinished, ..Line::new(at_us, keep, cut) }
}

impl Wire {
    /// Reads what there is; the number of bytes is never 0.
    async fn fill(&mut self) -> Result<usize, Failure> {
        let mut chunk = [0; 2048];
        match self.stream.read(&mut chunk).await? {
            0 => Err(Failure::new(FailureKind::Closed, "the server closed the connection")),
            n => {
                self.unread.extend_from_slice(&chunk[..n]);
                Ok(n)
            }
        }
    }
}

fn too_much() -> Failure {
    Failure::new(FailureKind::TooMuch, "the reply is longer than is read")
}

/// Ends work that takes too long.
pub(crate) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(Failure::timed_out()))
}

/// A duration in µs, as recordings have it.
pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
