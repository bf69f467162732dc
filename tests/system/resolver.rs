//! A name server for one host, which knows as much of the DNS as it takes (RFC 1035 §4.1). Written
//! by hand, so that it shares nothing with the reader it is to test.
#![expect(clippy::disallowed_methods, reason = "the other end of the wire")]
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::thread;
use std::time::Duration;

use fixtures::hostile::{name_asked, written};

/// Types of records.
const A: u16 = 1;
const PTR: u16 = 12;
/// Response codes.
const NO_ERROR: u8 = 0;
const SERVER_FAILURE: u8 = 2;
const NO_SUCH_NAME: u8 = 3;

/// Of the octet with the RCODE: signatures are not to be checked (RFC 4035 §3.2.2).
const CHECKING_DISABLED: u8 = 0x10;

/// Answers as long as the process lives: this name is at this address, and no other exists.
pub(crate) fn serve(name: &'static str, addr: Ipv4Addr) -> SocketAddr {
    answering(move |asked| answer(asked, name, addr))
}

/// The same, but signatures are wrong: there is an answer only for who does not want them checked.
pub(crate) fn bogus(name: &'static str, addr: Ipv4Addr) -> SocketAddr {
    answering(move |asked| match asked[3] & CHECKING_DISABLED {
        0 => failure(asked),
        _ => answer(asked, name, addr),
    })
}

fn answering(answer: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + 'static) -> SocketAddr {
    let socket = bind();
    let at = socket.local_addr().expect("it is bound");
    thread::spawn(move || {
        let mut bytes = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut bytes) {
            let answer = answer(&bytes[..length]).expect("a question in order");
            // Who no longer listens needs no answer.
            let _ = socket.send_to(&answer, from);
        }
    });
    at
}

/// A socket where nobody answers. A question that does not come is no reason to wait for ever.
pub(crate) fn deaf() -> UdpSocket {
    let socket = bind();
    socket.set_read_timeout(Some(Duration::from_secs(20))).expect("sockets can do that");
    socket
}

fn bind() -> UdpSocket {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has free ports")
}

fn answer(asked: &[u8], name: &str, addr: Ipv4Addr) -> Option<Vec<u8>> {
    let (question, after) = name_asked(asked)?;
    let kind = u16::from_be_bytes([*asked.get(after)?, *asked.get(after + 1)?]);
    let [a, b, c, d] = addr.octets();
    let known = question.eq_ignore_ascii_case(name);
    let reverse = question == format!("{d}.{c}.{b}.{a}.in-addr.arpa");
    let data = match kind {
        A if known => Some(addr.octets().to_vec()),
        PTR if reverse => Some(written(name)),
        _ => None,
    };
    let rcode = if known || reverse { NO_ERROR } else { NO_SUCH_NAME };
    let mut message = vec![asked[0], asked[1], 0x81, 0x80 | rcode, 0, 1];
    message.extend([0, u8::from(data.is_some()), 0, 0, 0, 0]);
    message.extend(asked.get(12..after + 4)?);
    if let Some(data) = data {
        // The name by a pointer to the question, the class, 300 s.
        message.extend([0xc0, 12]);
        message.extend(kind.to_be_bytes());
        message.extend([0, 1, 0, 0, 1, 44, 0, u8::try_from(data.len()).ok()?]);
        message.extend(data);
    }
    Some(message)
}

/// An error need not repeat the question.
fn failure(asked: &[u8]) -> Option<Vec<u8>> {
    let id = asked.get(..2)?;
    Some([id, &[0x81, 0x80 | SERVER_FAILURE, 0, 0, 0, 0, 0, 0, 0, 0]].concat())
}
