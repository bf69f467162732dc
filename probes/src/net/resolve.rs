//! One question to the resolvers: over UDP, over TCP when the answer does not fit, every exchange
//! logged.
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::exchange::{tcp, udp};
use super::hosts::Hosts;
use super::wire::{self, Asked, Said};
use super::{Answer, Exchange, Question, Source, Transport};
use crate::{Failure, FailureKind, limits};

/// Asks the hosts file, if there is one, and then resolvers.
pub(super) struct Resolver {
    /// In the order in which they are asked.
    pub(super) servers: Vec<SocketAddr>,
    /// Absent when the user chose the resolvers.
    pub(super) hosts: Option<Hosts>,
    /// For one exchange.
    pub(super) per_try: Duration,
    /// For a question.
    pub(super) per_name: Duration,
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
    /// With the limits of [`limits::DNS_TRY`] and [`limits::DNS_NAME`].
    pub(super) fn new(servers: Vec<SocketAddr>, hosts: Option<Hosts>) -> Self {
        Self { servers, hosts, per_try: limits::DNS_TRY, per_name: limits::DNS_NAME }
    }

    /// Asks until an answer has come: NOERROR or NXDOMAIN. Any other RCODE sends the question on
    /// to the next resolver; silence too, but then it may come back. If nobody answers, RCODE and
    /// extended errors are those of the last message that came, though exchanges without one
    /// may have followed it. A name that no message can carry makes an exchange that did not take
    /// place ([`Transport::Local`]) and failed with [`FailureKind::Other`].
    pub(super) async fn lookup(&self, question: &Question) -> Answer {
        if let Some(answer) = self.hosts.as_ref().and_then(|hosts| hosts.answer(question)) {
            return answer;
        }
        let until = Instant::now() + self.per_name;
        let mut search = Search { resolver: self, until, answer: Answer::default() };
        match Asked::new(question) {
            Ok(asked) => search.run(&asked).await,
            Err(failure) => search.refuse(failure),
        }
        search.answer
    }
}

/// One question on its way.
struct Search<'a> {
    resolver: &'a Resolver,
    until: Instant,
    answer: Answer,
}

impl Search<'_> {
    /// Every resolver gets its first turn before any gets a second one, so that the time is not
    /// used up by the first. The second turn goes without EDNS, which some middleboxes drop and
    /// some old servers call a format error (RFC 6891 §6.2.2, §7).
    async fn run(&mut self, asked: &Asked) {
        let mut worth = self.resolver.servers.clone();
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
        let sent = asked.message(edns);
        let (mut exchange, heard) = self.timed(server, Transport::Udp, udp(server, &sent)).await;
        let Some(cut) = heard.as_ref().ok().filter(|bytes| wire::is_truncated(bytes)) else {
            return self.weigh(asked, exchange, heard);
        };
        exchange.rcode = wire::rcode(cut);
        self.answer.exchanges.push(exchange);
        let (exchange, heard) = self.timed(server, Transport::Tcp, tcp(server, &sent)).await;
        self.weigh(asked, exchange, heard)
    }

    /// Runs one exchange within its time.
    async fn timed(
        &self,
        server: SocketAddr,
        transport: Transport,
        exchange: impl Future<Output = io::Result<Vec<u8>>>,
    ) -> (Exchange, Result<Vec<u8>, Failure>) {
        let began = Instant::now();
        let end = self.until.min(began + self.resolver.per_try);
        let heard = match timeout_at(end, exchange).await {
            Ok(heard) => heard.map_err(Failure::from),
            Err(_) => Err(Failure::timed_out()),
        };
        let took_us = micros(began.elapsed());
        let source = Source::Server { addr: server };
        (Exchange { source, transport, took_us, rcode: None, failure: None }, heard)
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
        let exchanges = std::mem::take(&mut self.answer.exchanges);
        let Said { rcode, authentic_data, ede, records, left_out } = said;
        self.answer =
            Answer { exchanges, rcode: Some(rcode), authentic_data, ede, records, left_out };
        match rcode {
            0 | 3 => Next::Stop,
            // FORMERR, NOTIMP: perhaps only because of EDNS.
            1 | 4 => Next::SameAgain,
            _ => Next::Others,
        }
    }

    fn refuse(&mut self, failure: Failure) {
        let Some(&addr) = self.resolver.servers.first() else { return };
        self.answer.exchanges.push(Exchange {
            source: Source::Server { addr },
            transport: Transport::Local,
            took_us: 0,
            rcode: None,
            failure: Some(failure),
        });
    }
}

/// What an RCODE says in our words (RFC 1035 §4.1.1).
fn complaint(rcode: u16) -> Option<Failure> {
    let kind = match rcode {
        0 => return None,
        3 => FailureKind::NoSuchName,
        5 => FailureKind::RefusedByResolver,
        _ => FailureKind::ServerFailure,
    };
    Some(Failure::new(kind, format!("RCODE {rcode}")))
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
mod tests {
    use std::net::Ipv4Addr;

    use hickory_proto::op::ResponseCode;

    use super::*;
    use crate::net::script::{address, alias, amended, exchanger, name, refusal, reply, server};
    use crate::net::{Ede, Kind, Record, RecordData};

    async fn ask(servers: &[SocketAddr], asked: &str, kind: Kind) -> Answer {
        let mut resolver = Resolver::new(servers.to_vec(), None);
        resolver.per_try = Duration::from_millis(40);
        let question = Question { name: asked.into(), kind };
        resolver.lookup(&question).await
    }

    fn failures(answer: &Answer) -> Vec<Option<FailureKind>> {
        answer.exchanges.iter().map(|e| e.failure.as_ref().map(|f| f.kind)).collect()
    }

    #[tokio::test]
    async fn addresses_are_found_behind_aliases_and_strangers_ignored() {
        let (at, _) = server(|asked, _| {
            let away = [alias("b.example.", "end.Example."), alias("a.example.", "b.example.")];
            let ends =
                [address("evil.", 66), address("End.example.", 1), address("end.example.", 2)];
            vec![reply(asked, ends.into_iter().chain(away))]
        })
        .await;
        let answer = ask(&[at], "A.example", Kind::A).await;
        let expected = [("a.example", "b.example"), ("b.example", "end.example")];
        assert_eq!(answer.aliases(), expected);
        assert_eq!(answer.addresses(), [1, 2].map(|n| Ipv4Addr::new(192, 0, 2, n)));
        assert_eq!((answer.rcode, failures(&answer)), (Some(0), vec![None]));
    }

    #[tokio::test]
    async fn aliases_in_a_circle_lead_nowhere() {
        let (at, _) = server(|asked, _| {
            let circle = [alias("a.example.", "b.example."), alias("b.example.", "a.example.")];
            vec![reply(asked, circle.into_iter().chain([address("a.example.", 1)]))]
        })
        .await;
        let answer = ask(&[at], "a.example", Kind::A).await;
        assert_eq!((answer.aliases().len(), answer.addresses().len()), (2, 0));
    }

    #[tokio::test]
    async fn validation_is_asked_about_and_reported() {
        let (at, log) = server(|asked, _| {
            vec![amended(asked, |message| message.metadata.authentic_data = true)]
        })
        .await;
        let answer = ask(&[at], "example", Kind::Mx).await;
        assert_eq!((answer.rcode, answer.authentic_data), (Some(0), true));
        let asked = log.lock().expect("nobody panics").remove(0).metadata;
        assert!(asked.recursion_desired && asked.authentic_data && !asked.checking_disabled);
    }

    #[tokio::test]
    async fn the_exchanger_may_be_nobody() {
        let (at, _) = server(|asked, _| vec![reply(asked, [exchanger("example.", 0, ".")])]).await;
        let answer = ask(&[at], "example", Kind::Mx).await;
        let data = RecordData::Mx { preference: 0, exchange: String::new() };
        let record = Record { name: "example".into(), ttl: 60, data };
        assert_eq!(answer.records, [record]);
    }

    #[tokio::test]
    async fn only_an_answer_ends_the_asking() {
        let (broken, _) =
            server(|q, _| vec![refusal(q, ResponseCode::ServFail, b"\0\x06bad\xff\0")]).await;
        let (rude, _) = server(|q, _| vec![refusal(q, ResponseCode::Refused, b"\0")]).await;
        let (knows, _) = server(|q, _| vec![refusal(q, ResponseCode::NXDomain, b"\0\x1d")]).await;
        let one = ask(&[broken], "example", Kind::A).await;
        let ede = Ede { code: 6, text: "bad\u{fffd}".into() };
        assert_eq!((one.rcode, one.ede), (Some(2), vec![ede]));
        let all = ask(&[broken, rude, knows, rude], "example", Kind::A).await;
        assert_eq!((all.rcode, all.ede.len()), (Some(3), 1));
        let (servfail, refused) = (FailureKind::ServerFailure, FailureKind::RefusedByResolver);
        assert_eq!(failures(&all), [servfail, refused, FailureKind::NoSuchName].map(Some));
        assert_eq!(all.exchanges[1].source, Source::Server { addr: rude });
    }

    #[tokio::test]
    async fn what_does_not_fit_is_fetched_over_tcp_and_kept_in_part() {
        let (at, _) = server(|asked, transport| match transport {
            Transport::Udp => vec![amended(asked, |message| message.metadata.truncation = true)],
            _ => vec![reply(asked, (0..250).map(|n| address("example.", n)))],
        })
        .await;
        let answer = ask(&[at], "example", Kind::A).await;
        let transports: Vec<_> = answer.exchanges.iter().map(|e| (e.transport, e.rcode)).collect();
        assert_eq!(transports, [(Transport::Udp, Some(0)), (Transport::Tcp, Some(0))]);
        assert_eq!((answer.records.len(), answer.left_out), (64, 186));
    }

    #[tokio::test]
    async fn forged_answers_are_ignored() {
        let (at, _) = server(|asked, _| {
            let mut forged = [asked.clone(), asked.clone()];
            forged[0].metadata.id ^= 1;
            forged[1].queries[0].set_name(name("evil.example."));
            let [id, name] = forged.map(|q| reply(&q, [address("example.", 66)]));
            vec![id, name, b"rubbish".into(), vec![], reply(asked, [address("example.", 1)])]
        })
        .await;
        let answer = ask(&[at], "example", Kind::A).await;
        assert_eq!(answer.addresses(), [Ipv4Addr::new(192, 0, 2, 1)]);
        assert_eq!(answer.exchanges.len(), 1);
    }

    #[tokio::test]
    async fn rubbish_and_silence_are_met_again_without_edns() {
        let (garbled, log) = server(|asked, _| {
            let bytes = reply(asked, [address("example.", 1)]);
            vec![bytes[..bytes.len() - 3].into()]
        })
        .await;
        let (silent, _) = server(|_, _| vec![]).await;
        let answer = ask(&[silent, garbled], "example", Kind::A).await;
        let (silence, rubbish) = (Some(FailureKind::TimedOut), Some(FailureKind::Unexpected));
        assert_eq!(failures(&answer), [silence, rubbish, silence, rubbish]);
        assert_eq!(answer.rcode, None);
        let log = log.lock().expect("nobody panics");
        let payload = log.iter().map(|m| m.edns.as_ref().map(|edns| edns.max_payload()));
        assert_eq!(payload.collect::<Vec<_>>(), [Some(1232), None]);
    }

    #[tokio::test]
    async fn a_question_has_its_time_in_all() {
        let (silent, _) = server(|_, _| vec![]).await;
        let mut resolver = Resolver::new(vec![silent; 9], None);
        resolver.per_name = Duration::from_millis(30);
        let question = Question { name: "example".into(), kind: Kind::A };
        let answer = resolver.lookup(&question).await;
        assert_eq!(failures(&answer), [Some(FailureKind::TimedOut)]);
        assert!((30_000..1_000_000).contains(&answer.exchanges[0].took_us));
    }

    #[tokio::test]
    async fn a_dead_resolver_is_known_at_once() {
        let (at, _) = server(|_, _| vec![]).await;
        let dead = SocketAddr::new(Ipv4Addr::new(127, 0, 0, 53).into(), at.port());
        let answer = ask(&[dead], "example", Kind::Ptr).await;
        assert_eq!(failures(&answer), [Some(FailureKind::Refused)]);
    }

    #[tokio::test]
    async fn a_name_that_cannot_be_asked_for_is_not() {
        let answer = ask(&[(Ipv4Addr::LOCALHOST, 9).into()], "a..b", Kind::A).await;
        assert_eq!(failures(&answer), [Some(FailureKind::Other)]);
        assert_eq!(answer.exchanges[0].transport, Transport::Local);
    }
}
