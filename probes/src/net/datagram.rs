//! A flow of datagrams or echo requests by one ordinary socket of Linux, whose error queue anybody
//! may read.
//!
//! All packets have the same addresses and ports, and even the same checksum, so that a router
//! that spreads flows over several ways sends them all the same way. Each holds a number, which
//! the answers quote.
use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, MutexGuard};

use socket2::{Protocol, SockRef, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::queue::{self, Told};
use super::{Flow, Heard, HopAnswer, Icmp, Label, Method, Packet, dial, labels, packet};

/// Where UDP tracing begins by custom: nobody listens there.
const UDP_PORT: u16 = 33434;
/// Messages read at one go.
const MOST: usize = 256;
/// How often a packet is sent anew when the socket complains of an earlier one.
const COMPLAINTS: usize = 64;

/// An open flow.
pub(super) struct Datagrams {
    socket: UdpSocket,
    method: Method,
    here: Option<IpAddr>,
    to: IpAddr,
    /// Begins each packet's payload: what doesn't quote it is no answer to us.
    mark: [u8; 4],
    waiting: Mutex<HashMap<u16, oneshot::Sender<Answered>>>,
    sent: AtomicU16,
}

/// An answer, when it came, and what it says beside.
type Answered = io::Result<(HopAnswer, Instant, Option<u8>, Vec<Label>)>;

impl Datagrams {
    /// An error of kind `PermissionDenied` means that echo requests are not for this group
    /// (`net.ipv4.ping_group_range`).
    pub(super) fn open(flow: Flow) -> io::Result<Self> {
        let port = if flow.method == Method::Icmp { 0 } else { flow.port.unwrap_or(UDP_PORT) };
        let to = SocketAddr::new(flow.to, port);
        let protocol = match (flow.method, flow.to) {
            (Method::Icmp, IpAddr::V4(_)) => Protocol::ICMPV4,
            (Method::Icmp, IpAddr::V6(_)) => Protocol::ICMPV6,
            _ => Protocol::UDP,
        };
        let socket = dial::socket(to, Type::DGRAM, protocol)?;
        socket.connect(&to.into())?;
        Ok(Self {
            here: socket.local_addr()?.as_socket().map(|local| local.ip()),
            socket: UdpSocket::from_std(socket.into())?,
            method: flow.method,
            to: flow.to,
            mark: rand::random(),
            waiting: Mutex::default(),
            sent: AtomicU16::new(0),
        })
    }

    pub(super) fn mtu(&self) -> Option<u16> {
        packet::mtu(&self.socket, self.to)
    }

    /// Sends one packet and waits, for ever if need be.
    pub(super) async fn send(&self, packet: Packet) -> io::Result<Heard> {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        let (tell, mut told) = oneshot::channel();
        self.waiting().insert(number, tell);
        let _place = Place { flow: self, number };
        let began = Instant::now();
        self.put(packet, number)?;
        loop {
            let interest = Interest::READABLE | Interest::ERROR;
            tokio::select! {
                biased;
                told = &mut told => {
                    let (answer, at, ttl, labels) = told.map_err(io::Error::other)??;
                    return Ok(Heard { answer, took: at.duration_since(began), ttl, labels });
                }
                // Whoever reads delivers to all.
                read = self.socket.async_io(interest, || self.deliver()) => read?,
            }
        }
    }

    /// The socket may say of an earlier packet what became of it; that lies in the queue as well.
    fn put(&self, packet: Packet, number: u16) -> io::Result<()> {
        let bytes = self.bytes(packet, number);
        let socket: SockRef<'_> = SockRef::from(&self.socket);
        let mut outcome = Ok(());
        for _ in 0..COMPLAINTS {
            outcome = self.send_with(&socket, packet.ttl, &bytes);
            if outcome.is_ok() {
                break;
            }
            // What it complains of lies there, and may be about others' packets only. That nothing
            // lies there is no error.
            let _ = self.deliver();
        }
        outcome
    }

    /// Between the TTL and the packet nobody else may set one.
    fn send_with(&self, socket: &Socket, ttl: u8, bytes: &[u8]) -> io::Result<()> {
        let _alone = self.waiting();
        packet::limit_hops(socket, self.to, ttl)?;
        send(socket, bytes)
    }

    /// The kernel fills in the checksum, and the identifier of echo requests. The number stands
    /// there twice, once inverted, which leaves the checksum the same for all.
    fn bytes(&self, packet: Packet, number: u16) -> Vec<u8> {
        let [one, other] = [number, !number].map(u16::to_be_bytes);
        let mut bytes = match (self.method, self.to) {
            (Method::Icmp, to) => {
                let request = if to.is_ipv4() { 8 } else { 128 };
                [&[request, 0, 0, 0, 0, 0], &one[..], &self.mark, &other].concat()
            }
            _ => [&self.mark[..], &one, &other].concat(),
        };
        // The header of a datagram is the kernel's to write; that of an echo request is ours.
        let header = if self.method == Method::Icmp { 0 } else { 8 };
        let length = packet.payload(self.to, header);
        bytes.resize(length.max(bytes.len()), 0);
        bytes
    }

    /// Hands out what lies there, or says `WouldBlock`. The error queue comes first: a plain read
    /// would take the error and leave the sender of the message behind.
    fn deliver(&self) -> io::Result<()> {
        let mut any = false;
        for _ in 0..MOST {
            if let Some(told) = queue::take(&self.socket, self.here, self.to) {
                self.tell(self.quoted_number(&told.quoted), self.answered(told));
            } else {
                match queue::reply(&self.socket) {
                    Ok((bytes, ttl)) => self.heard(&bytes, ttl),
                    Err(e) if e.kind() == ErrorKind::WouldBlock => break,
                    // A message came between the two looks: it lies in the queue now.
                    Err(_) => {}
                }
            }
            any = true;
        }
        if any { Ok(()) } else { Err(ErrorKind::WouldBlock.into()) }
    }

    fn heard(&self, bytes: &[u8], ttl: Option<u8>) {
        let answer = match (self.method, self.to, bytes.first()) {
            (Method::Icmp, IpAddr::V4(_), Some(0)) | (Method::Icmp, IpAddr::V6(_), Some(129)) => {
                HopAnswer::Echo
            }
            (Method::Icmp, ..) => return,
            _ => HopAnswer::Open,
        };
        self.tell(self.quoted_number(bytes), Ok((answer, Instant::now(), ttl, Vec::new())));
    }

    fn answered(&self, told: Told) -> Answered {
        let before = super::ip_header(self.to) + if self.method == Method::Icmp { 0 } else { 8 };
        let labels = labels::read(&told.quoted, before);
        let icmp: Icmp = told.icmp.ok_or(told.error)?;
        Ok((HopAnswer::Icmp(icmp), Instant::now(), told.ttl, labels))
    }

    /// Which packet is quoted. Some routers quote no payload; whose packet it is the kernel has
    /// seen to, and while only one was sent it is that one.
    fn quoted_number(&self, quoted: &[u8]) -> Option<u16> {
        let (mark, number) = match self.method {
            Method::Icmp => (quoted.get(8..12), quoted.get(6..8)),
            _ => (quoted.get(..4), quoted.get(4..6)),
        };
        let ours = mark.is_none_or(|mark| mark == self.mark);
        let only = self.sent.load(Ordering::Relaxed) == 1;
        match number.and_then(|n| n.try_into().ok()).map(u16::from_be_bytes) {
            Some(number) if ours => Some(number),
            _ if only && self.method != Method::Icmp => Some(0),
            _ => None,
        }
    }

    fn tell(&self, number: Option<u16>, answered: Answered) {
        if let Some(waiting) = number.and_then(|number| self.waiting().remove(&number)) {
            // Whoever asked may have stopped waiting just now.
            let _ = waiting.send(answered);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<u16, oneshot::Sender<Answered>>> {
        self.waiting.lock().expect("nobody panics while holding it")
    }
}

/// A place among those that wait.
struct Place<'f> {
    flow: &'f Datagrams,
    number: u16,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.flow.waiting().remove(&self.number);
    }
}

fn send(socket: &Socket, bytes: &[u8]) -> io::Result<()> {
    match socket.send(bytes) {
        // A full buffer of this machine loses the packet, as a router's would.
        Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(()),
        sent => sent.map(drop),
    }
}
