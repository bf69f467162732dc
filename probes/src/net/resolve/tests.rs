//! Questions to resolvers that do what they are told to.
use std::net::Ipv4Addr;

use hickory_proto::op::ResponseCode;

use super::*;
use crate::net::script::{address, alias, amended, exchanger, name, refusal, reply, server};
use crate::net::{Ede, Kind, Record, RecordData};

async fn ask(servers: &[SocketAddr], asked: &str, kind: Kind) -> Answer {
    let mut resolver = Resolver::new(servers.to_vec(), None);
    resolver.per_try = Duration::from_millis(40);
    resolver.lookup(&Question::new(asked, kind), limits::DNS_NAME).await
}

fn failures(answer: &Answer) -> Vec<Option<FailureKind>> {
    answer.exchanges.iter().map(|e| e.failure.as_ref().map(|f| f.kind)).collect()
}

#[tokio::test]
async fn addresses_are_found_behind_aliases_and_strangers_ignored() {
    let (at, _) = server(|asked, _| {
        let away = [alias("b.example.", "end.Example."), alias("a.example.", "b.example.")];
        let ends = [address("evil.", 66), address("End.example.", 1), address("end.example.", 2)];
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
async fn records_of_other_names_only_are_no_answer() {
    let (at, _) = server(|asked, _| vec![reply(asked, [address("evil.", 66)])]).await;
    let answer = ask(&[at], "example", Kind::A).await;
    assert_eq!((answer.rcode, failures(&answer)), (None, vec![Some(FailureKind::Unexpected); 2]));
    let (at, _) = server(|asked, _| vec![reply(asked, [exchanger("evil.", 1, "mx.evil.")])]).await;
    let answer = ask(&[at], "example", Kind::A).await;
    assert_eq!((answer.rcode, failures(&answer)), (Some(0), vec![None]), "none was asked for");
}

#[tokio::test]
async fn who_says_something_else_is_told_from_who_is_silent() {
    let detail = async |at| {
        let answer = ask(&[at], "example", Kind::A).await;
        assert_eq!(failures(&answer), [Some(FailureKind::TimedOut); 2]);
        answer.exchanges[0].failure.as_ref().map(|f| f.detail.clone()).unwrap_or_default()
    };
    let (silent, _) = server(|_, _| vec![]).await;
    let (talks, _) = server(|_, _| vec![b"rubbish".into(), vec![]]).await;
    assert_eq!(detail(silent).await, Failure::timed_out().detail);
    assert_eq!(detail(talks).await, "no answer in time: what came is no answer to this question");
}

#[tokio::test]
async fn validation_is_asked_about_and_reported() {
    let (at, log) =
        server(|asked, _| vec![amended(asked, |message| message.metadata.authentic_data = true)])
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
    assert_eq!(one.unchecked, Some(Unchecked { rcode: 2, records: vec![] }));
    let all = ask(&[broken, rude, knows, rude], "example", Kind::A).await;
    assert_eq!((all.rcode, all.ede.len()), (Some(3), 1));
    let (servfail, refused) = (FailureKind::ServerFailure, FailureKind::RefusedByResolver);
    assert_eq!(failures(&all), [servfail, servfail, refused, FailureKind::NoSuchName].map(Some));
    assert_eq!(all.exchanges[2].source, Source::Server { addr: rude });
}

#[tokio::test]
async fn a_server_that_fails_is_asked_once_more_without_checking() {
    let (bogus, log) = server(|asked, _| {
        let unchecked = asked.metadata.checking_disabled;
        vec![match unchecked {
            true => reply(asked, (0..20).map(|n| address("example.", n))),
            false => refusal(asked, ResponseCode::ServFail, b"\0\x07"),
        }]
    })
    .await;
    let answer = ask(&[bogus, bogus], "example", Kind::A).await;
    let unchecked = answer.unchecked.as_ref().expect("it was asked for");
    assert_eq!((unchecked.rcode, unchecked.records.len()), (0, limits::UNCHECKED));
    assert_eq!((answer.rcode, answer.records.len(), answer.ede.len()), (Some(2), 0, 1));
    let log = log.lock().expect("nobody panics");
    let disabled: Vec<_> = log.iter().map(|m| m.metadata.checking_disabled).collect();
    assert_eq!(disabled, [false, true, false], "once for a question is enough");
    let flags: Vec<_> = answer.exchanges.iter().map(|e| e.checking_disabled).collect();
    assert_eq!(flags, disabled);
    assert_eq!(answer.counted(), answer.exchanges.last());
}

#[tokio::test]
async fn what_was_said_unchecked_is_kept_beside_the_answer_of_another() {
    let (bogus, _) = server(|asked, _| {
        let code = ResponseCode::ServFail;
        let unchecked = asked.metadata.checking_disabled;
        vec![if unchecked { reply(asked, []) } else { refusal(asked, code, b"\0\x06") }]
    })
    .await;
    let (knows, _) = server(|asked, _| vec![reply(asked, [address("example.", 1)])]).await;
    let answer = ask(&[bogus, knows], "example", Kind::A).await;
    assert_eq!((answer.rcode, answer.addresses().len()), (Some(0), 1));
    assert_eq!(answer.unchecked.map(|u| u.rcode), Some(0));
}

#[tokio::test]
async fn a_question_may_go_to_one_resolver_only_or_past_the_hosts_file() {
    let (usual, _) = server(|asked, _| vec![reply(asked, [address("localhost.", 1)])]).await;
    let (other, _) = server(|asked, _| vec![reply(asked, [address("localhost.", 2)])]).await;
    let resolver = Resolver::new(vec![usual], Some(Hosts::read("/nonexistent/hosts")));
    let ask = async |via| {
        let question = Question { via, ..Question::new("localhost", Kind::A) };
        resolver.lookup(&question, limits::DNS_NAME).await.addresses()
    };
    assert_eq!(ask(Via::Usual).await, [Ipv4Addr::LOCALHOST]);
    assert_eq!(ask(Via::Dns).await, [Ipv4Addr::new(192, 0, 2, 1)]);
    assert_eq!(ask(Via::Server { addr: other }).await, [Ipv4Addr::new(192, 0, 2, 2)]);
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
    let resolver = Resolver::new(vec![silent; 9], None);
    let question = Question::new("example", Kind::A);
    let answer = resolver.lookup(&question, Duration::from_millis(30)).await;
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
