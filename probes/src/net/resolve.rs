//! One question to the resolvers: over UDP, over TCP when the answer does not fit, every exchange
//! logged.
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use super::exchange::{tcp, udp};
use super::hosts::Hosts;
use super::wire::{self, Asked, Said, Sent};
use super::{Answer, Exchange, Question, Source, Transport, Unchecked, Via, complaint};
use crate::{Failure, FailureKind, limits};

/// The server could not find out (RFC 1035 §4.1.1).
const SERVFAIL: u16 = 2;

/// Asks the hosts file, if there is one, and then resolvers.
pub(super) struct Resolver {
    /// In the order in which they are asked.
    pub(super) servers: Vec<SocketAddr>,
    /// Absent when the user chose the resolvers.
    pub(super) hosts: Option<Hosts>,
    /// For one exchange.
    pub(super) per_try: Duration,
}

/// What is to be done after an exchange.
enum Next {
    /// Nothing: the question is answered.
    Stop,
    /// Ask the others, and this resolver again after them.
    SameAgain,
    /// Ask the others only.
    Others,
}

impl Resolver {
    /// With [`limits::DNS_TRY`] for an exchange.
    pub(super) fn new(servers: Vec<SocketAddr>, hosts: Option<Hosts>) -> Self {
        Self { servers, hosts, per_try: limits::DNS_TRY }
    }

    /// Asks for no longer than this until an answer has come: NOERROR or NXDOMAIN. Any other RCODE
    /// sends the question on to the next resolver; silence too, but then it may come back. If nobody
    /// answers, RCODE and extended errors are those of the last message that came, though exchanges
    /// without one may have followed it. A name that no message can carry makes an exchange that did
    /// not take place ([`Transport::Local`]) and failed with [`FailureKind::Other`].
    pub(super) async fn lookup(&self, question: &Question, within: Duration) -> Answer {
        let hosts = self.hosts.as_ref().filter(|_| question.via.is_usual());
        if let Some(answer) = hosts.and_then(|hosts| hosts.answer(question)) {
            return answer;
        }
        let servers = match question.via {
            Via::Usual | Via::Dns => self.servers.clone(),
            Via::Server { addr } => vec![addr],
        };
        let until = Instant::now() + within;
        let per_try = self.per_try;
        let mut search = Search { servers, per_try, until, answer: Answer::default() };
        match Asked::new(question) {
            Ok(asked) => search.run(&asked).await,
            Err(failure) => search.refuse(failure),
        }
        search.answer
    }
}

/// One question on its way.
struct Search {
    servers: Vec<SocketAddr>,
    per_try: Duration,
    until: Instant,
    answer: Answer,
}

impl Search {
    /// Every resolver gets its first turn before any gets a second one, so that the time is not
    /// used up by the first. The second turn goes without EDNS, which some middleboxes drop and
    /// some old servers call a format error (RFC 6891 §6.2.2, §7).
    async fn run(&mut self, asked: &Asked) {
        let mut worth = self.servers.clone();
        for edns in [true, false] {
            let mut again = Vec::new();
            for server in worth {
                match self.ask(asked, server, edns).await {
                    Next::Stop => return,
                    Next::SameAgain => again.push(server),
                    Next::Others => {}
                }
            }
            worth = again;
        }
    }

    async fn ask(&mut self, asked: &Asked, server: SocketAddr, edns: bool) -> Next {
        if Instant::now() >= self.until {
            return Next::Others;
        }
        let (exchange, heard) = self.converse(server, &asked.message(edns)).await;
        let next = self.weigh(asked, exchange, heard);
        if self.is_doubtful() {
            self.doubt(asked, server, edns).await;
        }
        next
    }

    /// Whether the last message leaves it open what failed, and there is time to ask for the first
    /// time.
    fn is_doubtful(&self) -> bool {
        let tried = &self.answer.exchanges;
        tried.last().is_some_and(|e| e.rcode == Some(SERVFAIL))
            && !tried.iter().any(|e| e.checking_disabled)
            && Instant::now() < self.until
    }

    /// SERVFAIL stands for name servers that fail, and for signatures that do. Asked not to check,
    /// the resolver tells one from the other.
    async fn doubt(&mut self, asked: &Asked, server: SocketAddr, edns: bool) {
        let (mut exchange, heard) = self.converse(server, &asked.unchecked(edns)).await;
        match heard.and_then(|bytes| asked.read(&bytes)) {
            Ok(Said { rcode, mut records, .. }) => {
                exchange.rcode = Some(rcode);
                exchange.failure = complaint(rcode);
                records.truncate(limits::UNCHECKED);
                self.answer.unchecked = Some(Unchecked { rcode, records });
            }
            Err(failure) => exchange.failure = Some(failure),
        }
        self.answer.exchanges.push(exchange);
    }

    /// Sends a message, over TCP too if the answer does not fit into a datagram.
    async fn converse(
        &mut self,
        server: SocketAddr,
        sent: &Sent,
    ) -> (Exchange, Result<Vec<u8>, Failure>) {
        let (mut exchange, heard) = self.timed(server, sent, Transport::Udp).await;
        let Some(cut) = heard.as_ref().ok().filter(|bytes| wire::is_truncated(bytes)) else {
            return (exchange, heard);
        };
        exchange.rcode = wire::rcode(cut);
        self.answer.exchanges.push(exchange);
        let (exchange, heard) = self.timed(server, sent, Transport::Tcp).await;
        // A part of an answer is none (RFC 2181 §9).
        let whole = |bytes: Vec<u8>| match wire::is_truncated(&bytes) {
            true => Err(Failure::new(FailureKind::Unexpected, "the answer is cut over TCP too")),
            false => Ok(bytes),
        };
        (exchange, heard.and_then(whole))
    }

    /// Runs one exchange within its time.
    async fn timed(
        &self,
        server: SocketAddr,
        sent: &Sent,
        transport: Transport,
    ) -> (Exchange, Result<Vec<u8>, Failure>) {
        let began = Instant::now();
        let end = self.until.min(began + self.per_try);
        let heard = match transport {
            Transport::Tcp => tcp(server, sent, end).await,
            _ => udp(server, sent, end).await,
        };
        let took_us = micros(began.elapsed());
        let source = Source::Server { addr: server };
        let checking_disabled = sent.checking_disabled;
        let exchange =
            Exchange { source, transport, checking_disabled, took_us, rcode: None, failure: None };
        (exchange, heard)
    }

    /// Logs an exchange, keeps what it brought, and says what is to be done next.
    fn weigh(
        &mut self,
        asked: &Asked,
        mut exchange: Exchange,
        heard: Result<Vec<u8>, Failure>,
    ) -> Next {
        let next = match heard.and_then(|bytes| asked.read(&bytes)) {
            Ok(said) => {
                exchange.rcode = Some(said.rcode);
                exchange.failure = complaint(said.rcode);
                self.keep(said)
            }
            Err(failure) => {
                let next = after(failure.kind);
                exchange.failure = Some(failure);
                next
            }
        };
        self.answer.exchanges.push(exchange);
        next
    }

    fn keep(&mut self, said: Said) -> Next {
        let rcode = said.rcode;
        self.answer = said.into_answer(std::mem::take(&mut self.answer));
        match rcode {
            0 | 3 => Next::Stop,
            // FORMERR, NOTIMP: perhaps only because of EDNS.
            1 | 4 => Next::SameAgain,
            _ => Next::Others,
        }
    }

    fn refuse(&mut self, failure: Failure) {
        let Some(&addr) = self.servers.first() else { return };
        self.answer.exchanges.push(Exchange {
            source: Source::Server { addr },
            transport: Transport::Local,
            checking_disabled: false,
            took_us: 0,
            rcode: None,
            failure: Some(failure),
        });
    }
}

/// Silence and rubbish may be a matter of one packet; a closed port or a missing route isn't.
const fn after(kind: FailureKind) -> Next {
    match kind {
        FailureKind::TimedOut | FailureKind::Unexpected => Next::SameAgain,
        _ => Next::Others,
    }
}

fn micros(time: Duration) -> u64 {
    time.as_micros().try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
