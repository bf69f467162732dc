//! What became of large packets.
use std::net::IpAddr;

use probes::net::{HopAnswer, Icmp};

use crate::diagnosis::facts::Traced;
use crate::language::{self, Language};

use super::super::places::joined;

/// What became of large packets, wherever they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// They get through.
    Arrive { size: u16 },
    /// Nobody answers them.
    Lost { size: u16 },
    /// A router says that they are too big, and perhaps what would fit.
    TooBig { size: u16, from: IpAddr, mtu: Option<u32> },
}

/// A sentence per fate; that they arrive is told only if all is to be told.
pub(super) fn sentences(paths: &[Traced<'_>], all: bool, language: Language) -> Vec<String> {
    let mut fates: Vec<(Fate, Vec<IpAddr>)> = Vec::new();
    for (fate, addr) in paths.iter().filter_map(|p| Some((fate(p)?, p.addr))) {
        match fates.iter_mut().find(|(known, _)| *known == fate) {
            Some((_, addrs)) if addrs.contains(&addr) => {}
            Some((_, addrs)) => addrs.push(addr),
            None => fates.push((fate, vec![addr])),
        }
    }
    let told = fates.iter().filter(|(fate, _)| all || !matches!(fate, Fate::Arrive { .. }));
    told.map(|(fate, addrs)| sentence(*fate, &joined(addrs), language)).collect()
}

/// Silence is believed only where the packet was sent twice.
fn fate(traced: &Traced<'_>) -> Option<Fate> {
    let large = &traced.path.large;
    let size = large.first()?.bytes;
    let arrives = |answer: &HopAnswer| match answer {
        HopAnswer::Icmp(icmp) => icmp.from == traced.addr && icmp.port_unreachable(),
        _ => true,
    };
    let answers: Vec<HopAnswer> = large.iter().filter_map(|l| l.answer).collect();
    let refused = answers.iter().find_map(|answer| too_big(*answer));
    match refused {
        _ if answers.iter().any(arrives) => Some(Fate::Arrive { size }),
        Some(Icmp { from, mtu, .. }) => {
            Some(Fate::TooBig { size, from, mtu: mtu.filter(|mtu| *mtu > 0) })
        }
        None if answers.is_empty() && large.len() > 1 => Some(Fate::Lost { size }),
        None => None,
    }
}

fn too_big(answer: HopAnswer) -> Option<Icmp> {
    match answer {
        HopAnswer::Icmp(icmp) if icmp.too_big() => Some(icmp),
        _ => None,
    }
}

fn sentence(fate: Fate, addrs: &str, language: Language) -> String {
    match fate {
        Fate::Arrive { size } => {
            language.say(language::LARGE_ARRIVES, [("size", &size), ("addrs", &addrs)])
        }
        Fate::Lost { size } => {
            language.say(language::LARGE_LOST, [("size", &size), ("addrs", &addrs)])
        }
        Fate::TooBig { from, mtu: Some(mtu), .. } => {
            language.say(language::TOO_BIG, [("router", &from), ("mtu", &mtu), ("addrs", &addrs)])
        }
        Fate::TooBig { size, from, mtu: None } => language.say(
            language::TOO_BIG_FOR_ONE,
            [("router", &from), ("size", &size), ("addrs", &addrs)],
        ),
    }
}
