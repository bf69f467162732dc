//! What the kernel knows of a connection while it lasts.
use std::sync::Weak;

use tokio::net::TcpStream;

use super::{Gauge, TcpInfo};

/// Looks at a connection without keeping it open: with a file descriptor of its own, dropping
/// the stream would not tell the peer that nobody reads any more.
pub(super) struct Peek(pub(super) Weak<TcpStream>);

impl Gauge for Peek {
    fn read(&self) -> Option<TcpInfo> {
        kernel::ask(&*self.0.upgrade()?)
    }
}

#[cfg(target_os = "linux")]
mod kernel {
    use std::os::fd::AsFd;

    use nix::libc;
    use nix::sys::socket::getsockopt;
    use nix::sys::socket::sockopt::GetStruct;

    use crate::net::TcpInfo;

    #[derive(Clone, Copy)]
    struct Asked;

    /// The beginning of `struct tcp_info`, which every kernel since 2.6 has. libc's own grows
    /// with each release, and nix panics when the kernel's is shorter than what was asked for.
    #[repr(C)]
    #[derive(Clone, Copy)]
    struct Head {
        states: [u8; 8],
        words: [u32; 24],
    }

    nix::getsockopt_impl!(Asked, libc::IPPROTO_TCP, libc::TCP_INFO, Head, GetStruct<Head>);

    pub(super) fn ask(socket: &impl AsFd) -> Option<TcpInfo> {
        // The order of linux/tcp.h, after eight bytes: rto, ato, snd_mss, rcv_mss, unacked, sacked,
        // lost, retrans, fackets, four ages, pmtu, rcv_ssthresh, rtt, rttvar, snd_ssthresh,
        // snd_cwnd, advmss, reordering, rcv_rtt, rcv_space, total_retrans.
        let Head { words, .. } = getsockopt(socket, Asked).ok()?;
        Some(TcpInfo {
            rtt_us: words[15],
            rtt_variation_us: words[16],
            retransmits: words[23],
            unacked: words[4],
            mss: words[2],
            path_mtu: words[13],
        })
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    use tokio::net::TcpStream;

    use crate::net::TcpInfo;

    pub(super) fn ask(_: &TcpStream) -> Option<TcpInfo> {
        None
    }
}
