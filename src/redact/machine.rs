//! From where it was looked, and what was asked for.
use crate::expect::{Exchanger, Expectation, Waiver};
use crate::recording::{OtherStore, Tool, Trust, Vantage};
use crate::target::{self, Asked, Control, Port, Target};

use super::Redactor;
use super::command::WORD;
use super::label::Kind;
use super::public;

/// Files that every system has at the same place.
const FILES: &[&str] = &[
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/ssl/certs",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "C:\\Windows\\System32\\drivers\\etc\\hosts",
];
/// What this tool says where no file is to be named.
const WORDS: &[&str] = &[
    "",
    "system",
    "mozilla",
    "scenario",
    "another store",
    "other",
    "the command line",
    "nowhere, so this machine is asked",
];
/// What words end at.
const SIGNS: [char; 5] = [' ', '\'', '"', '(', ')'];
/// What ends a path in a sentence, in which it may hold spaces: signs, and the next path.
const ENDS: &[&str] = &["'", "\"", " (", ")", ": ", ", ", "; ", " and ", " /"];
/// What it says of demonstrations, before the name of a scenario.
const SCENARIO: &str = "the scenario ";

impl Redactor {
    pub(super) fn tool(&mut self, tool: &Tool) -> Tool {
        let Tool { name, version } = tool;
        Tool { name: self.text(name), version: self.text(version) }
    }

    pub(super) fn asked(&mut self, asked: &Asked) -> Asked {
        let Asked {
            target,
            role,
            ports,
            ports_from,
            family,
            connect,
            views,
            controls,
            trace,
            trace_port,
            max_hops,
            tls_scan,
            fetch_aia,
            retries,
            expect,
        } = asked;
        Asked {
            target: self.target(target),
            role: *role,
            ports: ports
                .iter()
                .map(|Port { port, service }| Port { port: *port, service: *service })
                .collect(),
            ports_from: *ports_from,
            family: *family,
            connect: *connect,
            views: views.iter().map(|at| self.socket(*at)).collect(),
            controls: controls
                .iter()
                .map(|Control { host, port }| Control { host: host.clone(), port: *port })
                .collect(),
            trace: *trace,
            trace_port: *trace_port,
            max_hops: *max_hops,
            tls_scan: *tls_scan,
            fetch_aia: *fetch_aia,
            retries: *retries,
            expect: expect.as_ref().map(|e| self.expectation(e)),
        }
    }

    /// What must hold is about the target, but the file may speak of other hosts too.
    fn expectation(&mut self, expectation: &Expectation) -> Expectation {
        let Expectation {
            open: _,
            closed: _,
            days_left: _,
            tls: _,
            starttls: _,
            auth: _,
            no_auth: _,
            no_auth_in_clear: _,
            mx,
            max_connect_ms: _,
            waivers,
        } = expectation;
        let exchanger = |Exchanger { host, preference }: &Exchanger| Exchanger {
            host: self.expected(host),
            preference: *preference,
        };
        let mx = mx.as_ref().map(|all| all.iter().map(exchanger).collect());
        let waivers = waivers.iter().map(|waiver| self.waiver(waiver)).collect();
        Expectation { mx, waivers, ..expectation.clone() }
    }

    /// The reason is somebody's own words: nothing of them stays.
    fn waiver(&mut self, waiver: &Waiver) -> Waiver {
        let Waiver { code, host, addr, port, service, until, reason: _ } = waiver;
        Waiver {
            code: code.clone(),
            host: host.as_ref().map(|host| self.expected(host)),
            addr: addr.map(|addr| self.address(addr)),
            port: *port,
            service: *service,
            until: *until,
            reason: WORD.to_owned(),
        }
    }

    /// A host of which something is expected, by name or address.
    fn expected(&mut self, host: &str) -> String {
        match host.parse() {
            Ok(addr) => self.address(addr).to_string(),
            Err(_) if self.known.keeps_name(host) => host.to_owned(),
            Err(_) => self.labels.host(Kind::Name, host),
        }
    }

    fn target(&mut self, target: &Target) -> Target {
        let Target { typed: _, name, port, mailbox } = target;
        let typed = self.typed(target);
        let mailbox = mailbox.as_ref().map(|mailbox| self.mailbox(mailbox));
        Target { typed, name: name.clone(), port: *port, mailbox }
    }

    fn mailbox(&mut self, mailbox: &str) -> String {
        if public::is_role(mailbox) { mailbox.to_owned() } else { self.labels.user(mailbox) }
    }

    /// What was typed, where it is nothing but a host and a port; or the same without the rest.
    pub(super) fn typed(&mut self, target: &Target) -> String {
        let Target { typed, name, port, mailbox } = target;
        let (scheme, rest) = typed.split_once("://").map_or((None, typed.as_str()), |(s, r)| {
            (Some(s).filter(|s| target::service(target).is_some() && s.is_ascii()), r)
        });
        let understood = target::parse(typed).is_ok_and(|t| t.name == *name && t.port == *port);
        let bare = !typed.contains("://") && !rest.contains(['@', '＠', '/', '?', '#']);
        if understood && bare && mailbox.is_none() {
            return typed.clone();
        }
        let scheme = scheme.map(|s| format!("{s}://")).unwrap_or_default();
        let host = if name.contains(':') { format!("[{name}]") } else { name.clone() };
        let port = port.filter(|port| typed.contains(&format!(":{port}")));
        let place = host + &port.map(|port| format!(":{port}")).unwrap_or_default();
        // A name that nobody could type may hold an `@` too.
        let typed = match rest.strip_suffix(&place) {
            Some(before) => before.strip_suffix(['@', '＠']),
            None => rest.rsplit_once(['@', '＠']).map(|(before, _)| before),
        };
        let user = mailbox.as_deref().or(typed);
        let user = user.map(|user| self.mailbox(user) + "@").unwrap_or_default();
        format!("{scheme}{user}{place}")
    }

    pub(super) fn vantage(&mut self, vantage: &Vantage, asked: &Asked) -> Vantage {
        let Vantage { os, utc_offset_s, resolvers, resolvers_from, command, ehlo_name } = vantage;
        let ehlo_name = ehlo_name.as_ref().map(|name| self.ehlo_name(name));
        Vantage {
            os: self.system(os),
            utc_offset_s: *utc_offset_s,
            resolvers: resolvers.iter().map(|at| self.socket(*at)).collect(),
            resolvers_from: self.path(resolvers_from),
            command: self.command(command, asked),
            ehlo_name,
        }
    }

    pub(super) fn ehlo_name(&mut self, name: &str) -> String {
        if self.known.keeps_name(&name.to_ascii_lowercase()) {
            return name.to_owned();
        }
        if name.starts_with('[') { self.text(name) } else { self.labels.host(Kind::Client, name) }
    }

    /// A kernel that somebody made says who.
    fn system(&mut self, os: &str) -> String {
        const KERNEL: &str = ", Linux ";
        let Some((system, kernel)) = os.rsplit_once(KERNEL) else { return self.text(os) };
        let version = kernel.split(|c: char| !c.is_ascii_digit() && c != '.').next();
        format!("{}{KERNEL}{}", self.text(system), version.unwrap_or_default())
    }

    pub(super) fn trust(&mut self, trust: &Trust) -> Trust {
        let Trust { source, size, problems, roots, other } = trust;
        Trust {
            source: self.path(source),
            size: *size,
            problems: problems.iter().map(|problem| self.problem(problem)).collect(),
            roots: roots.clone(),
            other: other.as_ref().map(|OtherStore { source, roots }| OtherStore {
                source: self.path(source),
                roots: roots.clone(),
            }),
        }
    }

    /// Words with the paths of files in them.
    fn problem(&mut self, problem: &str) -> String {
        let (mut told, mut left) = (String::new(), problem);
        while !left.is_empty() {
            let end = left.find(SIGNS).unwrap_or(left.len());
            let bare = left[..end].trim_end_matches([',', ':', ';']);
            let end = if bare.contains(['/', '\\']) && !FILES.contains(&bare) {
                let end = path_end(left);
                told += &self.labels.file(&left[..end]);
                end
            } else {
                told += &self.text(bare);
                bare.len()
            };
            let rest = left[end..].find(|c| !SIGNS.contains(&c) && !",:;".contains(c));
            let next = end + rest.unwrap_or(left.len() - end);
            told += &left[end..next];
            left = &left[next..];
        }
        told
    }

    /// Where something comes from: words of ours, or a file.
    pub(super) fn path(&mut self, source: &str) -> String {
        const AND: &str = " and ";
        if let Some((one, other)) = source.split_once(AND) {
            return format!("{}{AND}{}", self.path(one), self.path(other));
        }
        let scenario = source.strip_prefix(SCENARIO).is_some_and(|name| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
        if scenario || WORDS.contains(&source) || FILES.contains(&source) {
            return source.to_owned();
        }
        self.labels.file(source)
    }
}

/// Where the path that a text begins with ends.
fn path_end(text: &str) -> usize {
    let ends = |(at, _): &(usize, char)| ENDS.iter().any(|end| text[*at..].starts_with(end));
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    text[..end].trim_end_matches([' ', ',', ':', ';']).len()
}
