//! Paths as traceroute(8) prints them on Linux, for desks that want nothing else.
use std::io::{self, Write};
use std::net::IpAddr;

use probes::limits;
use probes::net::{HopAnswer, Icmp, Label, Method};
use probes::trace::Try;

use crate::diagnosis::Facts;
use crate::diagnosis::facts::Traced;
use crate::language::{self, Language};

use super::path::method_name;
use super::{Detail, Format, Report, Several, Style, escape};

/// For those who ask for a traceroute. Lines are as long as they are: programs read them too.
pub(super) const FORMAT: Format = Format {
    name: "traceroute",
    about: "the paths only, as traceroute prints them",
    endings: &["traceroute"],
    several: Several::Spaced,
    in_language: false,
    write,
};

/// Cells of a line that are shown.
const LONGEST: usize = 1000;

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        to.write_all(text(report, style).as_bytes())?;
    }
    to.flush()
}

fn text(report: &Report<'_>, style: &Style) -> String {
    let facts = Facts::new(report.recording, report.recording.at);
    let paths = facts.paths();
    let mut text = String::new();
    for traced in paths {
        let before = if text.is_empty() { "" } else { "\n" };
        text += before;
        for line in lines(traced, &facts, style.detail) {
            text += &(clean(&line, style) + "\n");
        }
    }
    if paths.is_empty() {
        let target = &report.recording.asked.target.name;
        text = clean(&Language::En.say(language::NO_PATH, [("target", target)]), style) + "\n";
    }
    text
}

fn clean(line: &str, style: &Style) -> String {
    let escaped = if style.ascii { escape::ascii(line) } else { escape::terminal(line) };
    escape::cut(&escaped, LONGEST)
}

fn lines(traced: &Traced<'_>, facts: &Facts<'_>, detail: Detail) -> Vec<String> {
    let mut lines = vec![header(traced, facts)];
    let reached = traced.path.reached(traced.addr);
    let hops = traced.path.hops().into_iter();
    let hops = hops.take_while(|(ttl, _)| reached.is_none_or(|end| *ttl <= end));
    lines.extend(hops.map(|(ttl, tries)| hop(traced, ttl, &tries, detail)));
    let begun = !traced.path.tries.is_empty();
    let template = if begun { language::NOT_TO_THE_END } else { language::NOT_TRACED };
    let failure = traced.observation.failure.as_ref();
    lines.extend(failure.map(|f| Language::En.say(template, [("detail", &f.detail)])));
    lines
}

fn header(traced: &Traced<'_>, facts: &Facts<'_>) -> String {
    let addr = traced.addr;
    let host = facts.endpoints().iter().find(|e| e.addr == addr).map(|e| e.host.to_owned());
    let method = method_name(traced.path.method);
    let method = match traced.port {
        Some(port) => Language::En.say(language::TO_PORT, [("method", &method), ("ports", &port)]),
        None => method.to_owned(),
    };
    let asked = traced.path.tries.iter().map(|t| t.ttl).max().unwrap_or(0);
    let most = facts.asked().max_hops.unwrap_or(limits::HOPS).max(asked);
    let host = host.unwrap_or_else(|| addr.to_string());
    format!("traceroute to {host} ({addr}), {most} hops max, {method}")
}

/// The time of each packet behind the address that answered it, which is not said again before it
/// changes.
fn hop(traced: &Traced<'_>, ttl: u8, tries: &[&Try], detail: Detail) -> String {
    let mut line = format!("{ttl:2} ");
    let mut told = None;
    for one in tries {
        let Some((from, answer)) = one.from(traced.addr).zip(one.answer) else {
            line += " *";
            continue;
        };
        let extra = extra(traced.path.method, one, answer, detail);
        if told.as_ref() != Some(&(from, extra.clone())) {
            line += &format!(" {} ({from}){extra}", name(traced, from));
        }
        told = Some((from, extra));
        let ms = f64::from(u32::try_from(one.took_us).unwrap_or(u32::MAX)) / 1e3;
        line += &format!("  {ms:.3} ms{}", annotation(answer));
    }
    line
}

fn name(traced: &Traced<'_>, from: IpAddr) -> String {
    let name = traced.name(from).filter(|name| !name.is_empty());
    name.map_or_else(|| from.to_string(), str::to_owned)
}

/// What `-O info` adds for TCP: without it nobody could tell an open port from a reset. With all
/// detail also what `-e` adds.
fn extra(method: Method, one: &Try, answer: HopAnswer, detail: Detail) -> String {
    match (method, answer) {
        (Method::Tcp, HopAnswer::Open) => " <syn,ack>".to_owned(),
        (Method::Tcp, HopAnswer::Reset) => " <rst,ack>".to_owned(),
        _ if detail == Detail::Verbose && !one.labels.is_empty() => {
            format!(" <MPLS:{}>", stack(&one.labels))
        }
        _ => String::new(),
    }
}

fn stack(labels: &[Label]) -> String {
    let bottom = |at: usize| u8::from(at + 1 == labels.len());
    let entries = labels.iter().enumerate();
    let entries = entries
        .map(|(at, l)| format!("L={},E={},S={},T={}", l.label, l.class, bottom(at), l.ttl))
        .collect::<Vec<_>>();
    entries.join("/")
}

/// `!H` and its like, as the manual page lists them.
fn annotation(answer: HopAnswer) -> String {
    let HopAnswer::Icmp(icmp) = answer else { return String::new() };
    let Icmp { from, kind, code, mtu } = icmp;
    let sign = match (from, kind, code) {
        _ if icmp.time_exceeded() || icmp.port_unreachable() => return String::new(),
        _ if icmp.too_big() => return format!(" !F-{}", mtu.unwrap_or(0)),
        (IpAddr::V4(_), 3, 0 | 6 | 8 | 11) | (IpAddr::V6(_), 1, 0) => "!N",
        (IpAddr::V4(_), 3, 1 | 7 | 12) | (IpAddr::V6(_), 1, 2 | 3) => "!H",
        (IpAddr::V4(_), 3, 2) => "!P",
        (IpAddr::V4(_), 3, 5) => "!S",
        (IpAddr::V4(_), 3, 9 | 10 | 13) | (IpAddr::V6(_), 1, 1) => "!X",
        (IpAddr::V4(_), 3, 14) => "!V",
        (IpAddr::V4(_), 3, 15) => "!C",
        (IpAddr::V4(_), 3, _) | (IpAddr::V6(_), 1, _) => return format!(" !<{code}>"),
        _ => return format!(" !<{kind}-{code}>"),
    };
    format!(" {sign}")
}

#[cfg(test)]
mod tests;
