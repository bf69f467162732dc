//! A resolver for tests, which says what it is told to say.
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hickory_proto::op::{Edns, Message, OpCode, ResponseCode};
use hickory_proto::rr::rdata::opt::EdnsOption;
use hickory_proto::rr::rdata::{A, CNAME, MX};
use hickory_proto::rr::{Name, RData, Record};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

use super::Transport;

/// What a resolver says to a question: datagrams, or messages over TCP.
type Script = fn(&Message, Transport) -> Vec<Vec<u8>>;

/// A resolver that answers by the book it is given, and the questions it got over UDP.
pub(super) async fn server(script: Script) -> (SocketAddr, Arc<Mutex<Vec<Message>>>) {
    let (tcp, udp) = sockets().await;
    let at = udp.local_addr().expect("it is bound");
    let log = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn(hear_datagrams(udp, script, Arc::clone(&log)));
    tokio::spawn(hear_connections(tcp, script));
    (at, log)
}

/// Both transports on one port. What is free for one may be taken for the other.
#[expect(clippy::disallowed_methods, reason = "the other end of the wire")]
async fn sockets() -> (TcpListener, UdpSocket) {
    loop {
        let tcp = TcpListener::bind("127.0.0.1:0").await.expect("loopback has free ports");
        let at = tcp.local_addr().expect("it is bound");
        if let Ok(udp) = UdpSocket::bind(at).await {
            return (tcp, udp);
        }
    }
}

async fn hear_datagrams(udp: UdpSocket, script: Script, log: Arc<Mutex<Vec<Message>>>) {
    let mut bytes = [0; 2048];
    loop {
        let (length, from) = udp.recv_from(&mut bytes).await.expect("loopback is up");
        let asked = Message::from_vec(&bytes[..length]).expect("a good question");
        for reply in script(&asked, Transport::Udp) {
            udp.send_to(&reply, from).await.expect("loopback is up");
        }
        log.lock().expect("nobody panics").push(asked);
    }
}

async fn hear_connections(tcp: TcpListener, script: Script) {
    loop {
        let (mut stream, _) = tcp.accept().await.expect("loopback is up");
        let mut bytes = vec![0; stream.read_u16().await.expect("a length").into()];
        stream.read_exact(&mut bytes).await.expect("a question");
        let asked = Message::from_vec(&bytes).expect("a good question");
        for reply in script(&asked, Transport::Tcp) {
            let length = u16::try_from(reply.len()).expect("a script of short messages");
            stream.write_u16(length).await.expect("it is open");
            stream.write_all(&reply).await.expect("it is open");
        }
    }
}

/// A response with these answers.
pub(super) fn reply(asked: &Message, answers: impl IntoIterator<Item = Record>) -> Vec<u8> {
    amended(asked, |message| message.answers = answers.into_iter().collect())
}

/// A response that says no, and why (RFC 8914).
pub(super) fn refusal(asked: &Message, code: ResponseCode, ede: &[u8]) -> Vec<u8> {
    amended(asked, |message| {
        message.metadata.response_code = code;
        let mut edns = Edns::new();
        edns.options_mut().insert(EdnsOption::Unknown(15, ede.into()));
        message.set_edns(edns);
    })
}

/// A response with something else about it.
pub(super) fn amended(asked: &Message, change: impl FnOnce(&mut Message)) -> Vec<u8> {
    let mut message = Message::response(asked.metadata.id, OpCode::Query);
    message.add_queries(asked.queries.clone());
    change(&mut message);
    message.to_vec().expect("a script of short messages")
}

pub(super) fn alias(owner: &str, target: &str) -> Record {
    Record::from_rdata(name(owner), 60, RData::CNAME(CNAME(name(target))))
}

pub(super) fn address(owner: &str, last: u8) -> Record {
    Record::from_rdata(name(owner), 60, RData::A(A::new(192, 0, 2, last)))
}

pub(super) fn exchanger(owner: &str, preference: u16, exchange: &str) -> Record {
    Record::from_rdata(name(owner), 60, RData::MX(MX::new(preference, name(exchange))))
}

pub(super) fn name(text: &str) -> Name {
    Name::from_ascii(text).expect("a good name")
}
