//! How much, and how long. Every bound of the probing stands here.
use std::time::Duration;

/// Bytes of a line that are kept; the rest is read, counted and dropped.
pub const LINE: usize = 4096;
/// Bytes kept of a line whose end never came, where there is no room for more.
pub const LINE_BEGINNING: usize = 64;
/// Lines of one reply; one more ends the step.
pub const REPLY_LINES: usize = 512;
/// Bytes of one reply; one more ends the step.
pub const REPLY_BYTES: usize = 64 * 1024;
/// Bytes that one session keeps of what the server said, as JSON has them.
pub const TRANSCRIPT: usize = 64 * 1024;
/// Bytes of that which every session may keep, whatever the others of the run have kept: several
/// times what an honest server says.
pub const TRANSCRIPT_SHARE: usize = 8 * 1024;
/// Bytes that all sessions of a run together keep beyond their shares.
pub const TRANSCRIPTS: usize = 1024 * 1024;
/// Bytes kept of the words for a failure, as JSON has them.
pub const DETAIL: usize = 1024;
/// Certificates of a chain that are kept.
pub const CHAIN: usize = 20;
/// Bytes of its chain that every session may keep, whatever the others of the run have kept, as
/// JSON has them.
pub const CHAIN_SHARE: usize = 12 * 1024;
/// Bytes of chains that all sessions of a run together keep beyond their shares.
pub const CHAINS: usize = 1024 * 1024;
/// Bytes that a run keeps of paths, of names of addresses and of second opinions on names, as JSON
/// has them.
pub const AROUND: usize = 6 * 1024 * 1024;
/// Files with missing certificates that are asked for in one run. One may lead to the next, so it is
/// also how far up a chain is followed.
pub const FETCHES: usize = 3;
/// Bytes of a URL; longer ones are not fetched.
pub const URL: usize = 1024;
/// Bytes of the first part of an answer by HTTP.
pub const FETCH_HEAD: usize = 16 * 1024;
/// Bytes kept of one of its fields, as JSON has them.
pub const FETCH_FIELD: usize = 256;
/// Bytes of a file that is fetched: many times what a certificate takes.
pub const FETCH_BODY: usize = 64 * 1024;
/// Addresses of a host that are tried for a file.
pub const FETCH_ADDRESSES: usize = 2;
/// What one file may take in all, names and connections included.
pub const FETCH: Duration = Duration::from_secs(10);
/// Bytes kept of what was said where TLS was expected.
pub const HEARD: usize = 512;
/// Bytes a peer may send during one handshake before it is given up.
pub const HANDSHAKE_BYTES: usize = 256 * 1024;
/// Bytes a server may answer to a hello of ours before it is given up.
pub const HELLO_BYTES: usize = 64 * 1024;
/// Connections to an endpoint whose handshake failed, to find out why.
pub const RETRIES: usize = 4;
/// Further rounds for what failed in a way that may pass, at most.
pub const ROUNDS: u8 = 5;
/// What is looked at again in one such round: if more failed, it was no moment's weakness.
pub const AGAIN: usize = 64;
/// What is waited for before the first such round; before each later one twice as long.
pub const BACKOFF: Duration = Duration::from_secs(1);
/// The largest TTL of a trace, unless the user says otherwise.
pub const HOPS: u8 = 30;
/// The largest that the user may ask for.
pub const MOST_HOPS: u8 = 64;
/// Packets per router, unless the user says otherwise.
pub const QUERIES: u8 = 3;
/// The most that the user may ask for.
pub const MOST_QUERIES: u8 = 10;
/// Routers of one path whose names are asked for.
pub const ROUTERS: usize = 64;
/// Routers of one run whose names are asked for.
pub const ROUTERS_NAMED: usize = 256;
/// Names of routers that are asked for at once.
pub const NAMES_AT_ONCE: usize = 32;
/// Packets in flight at once on one path.
pub const IN_FLIGHT: usize = 16;
/// TTLs asked about beyond the last that was answered.
pub const AHEAD: u8 = 8;
/// TTLs asked about again where packets seem to end, in case a router was only tired.
pub const BEHIND: u8 = 3;
/// Packets of a run with the same TTL, and to the same target, in one second.
pub const PACE: usize = 40;
/// Packets of a run in flight at once: over TCP each takes a socket.
pub const ALL_IN_FLIGHT: usize = 128;
/// The TTL of packets that are to go all the way.
pub const FAR: u8 = 64;
/// Bytes of a large packet: what Ethernet carries in one piece.
pub const LARGE: u16 = 1500;
/// Aliases followed for one name (CNAME).
pub const ALIASES: usize = 12;
/// Records kept of one DNS answer.
pub const RECORDS: usize = 64;
/// Records kept of an answer that nobody checked.
pub const UNCHECKED: usize = 8;
/// Extended errors kept of one DNS answer.
pub const EDES: usize = 8;
/// Bytes kept of the text of one extended DNS error.
pub const EDE_TEXT: usize = 512;
/// Names of an address that are asked for its address.
pub const POINTERS: usize = 3;
/// Resolvers whose answers are compared with the usual ones.
pub const VIEWS: usize = 3;
/// Mail exchangers looked at; more are listed, not visited.
pub const EXCHANGERS: usize = 5;
/// Addresses of one host that are visited; more are listed.
pub const ADDRESSES: usize = 8;
/// Targets of one run.
pub const TARGETS: usize = 32;
/// Ports of one target.
pub const PORTS: usize = 64;
/// How long a server is listened to that should say nothing.
pub const UNASKED: Duration = Duration::from_secs(2);
/// What a farewell may take. It never changes a verdict.
pub const FAREWELL: Duration = Duration::from_secs(1);
/// What a visit to one endpoint may take in all.
pub const ENDPOINT: Duration = Duration::from_secs(40);
/// What all names of a path may take together.
pub const HOP_NAMES: Duration = Duration::from_secs(2);
/// What all names of an address may take together until they have led back to it, or not.
pub const CONFIRM: Duration = Duration::from_secs(2);
/// What a silent router may take, before round trips are known.
pub const HOP: Duration = Duration::from_millis(700);
/// Hosts with which a target is compared.
pub const CONTROLS: usize = 3;
/// After this time a connection attempt is taken for one that stays silent.
pub const SILENCE: Duration = Duration::from_millis(700);
/// After this time a socket may be had, where this machine has given out all it has.
pub const NO_SOCKET: Duration = Duration::from_millis(50);
/// Packets of one trace that wait for a socket in this way; then it fails.
pub const POSTPONED: u32 = 40;
/// After this time a router that answers a few packets a second answers again.
pub const REFILL: Duration = Duration::from_millis(1100);
/// One try of one DNS question to one server.
pub const DNS_TRY: Duration = Duration::from_secs(2);
/// One DNS question, all tries and servers together.
pub const DNS_NAME: Duration = Duration::from_secs(5);
/// How long after the beginning of a run names may take time; those of routers have a limit of their
/// own.
pub const DNS_ALL: Duration = Duration::from_secs(10);

/// The times that `--timeout` scales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One TCP connection attempt.
    pub connect: Duration,
    /// One whole greeting, not one read: a server that drips gets no more.
    pub greeting: Duration,
    /// One whole reply, not one read.
    pub reply: Duration,
    /// One whole handshake.
    pub handshake: Duration,
}

impl Limits {
    /// The limits for a given time per operation. Servers that greet late on purpose, and
    /// handshakes, need a multiple of what a packet needs.
    pub fn of(operation: Duration) -> Self {
        Self {
            connect: operation,
            greeting: operation * 3,
            reply: operation * 2,
            handshake: operation * 2,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(Duration::from_secs(5))
    }
}
