//! What a command line asks for, in the words of the rest.
use std::net::{IpAddr, SocketAddr};

use probes::net::Kind;
use probes::session::Setup;
use probes::trace::Manner;
use probes::{Limits, limits};

use super::{Check, Compare, Look, Tell};
use crate::language::Language;
use crate::report::Detail;
use crate::target::{self, Asked, Control, Family, From, Port, Refusal, Role, Target, Trace};

impl Check {
    /// What to look at, target by target. The error fits after "could not".
    pub fn asked(&self) -> Result<Vec<Asked>, String> {
        self.targets.iter().map(|typed| self.look.asked(typed)).collect()
    }
}

impl Look {
    /// The limits and names for a visit.
    pub fn setup(&self) -> Setup {
        let limits = Limits::of(self.timeout);
        let any_method = self.trace == Trace::Auto;
        let manner = Manner { hops: self.max_hops, queries: self.trace_queries, any_method };
        let addresses = match self.family() {
            Family::Any => None,
            Family::Ipv4 => Some(Kind::A),
            Family::Ipv6 => Some(Kind::Aaaa),
        };
        let ehlo_name = self.ehlo_name.clone();
        let deadline = Some(self.deadline);
        Setup { limits, ehlo_name, addresses, manner, deadline, ..Setup::default() }
    }

    fn asked(&self, typed: &str) -> Result<Asked, String> {
        let refused = |refusal| format!("understand {}: {refusal}", shown(typed));
        let target = target::parse(typed).map_err(refused)?;
        self.contradiction(&target).map_or(Ok(()), Err)?;
        let ports = self.ports(&target).map_err(refused)?;
        let asked = Asked::about(target);
        Ok(Asked {
            role: self.role.unwrap_or(Role::Auto),
            ports_from: if self.ports.is_empty() { asked.ports_from } else { From::User },
            ports,
            family: self.family(),
            connect: self.connect,
            trace: self.trace,
            trace_port: self.trace_port,
            views: self.views(),
            controls: self.controls(&asked.target)?,
            tls_scan: self.tls_scan,
            fetch_aia: self.fetch_aia,
            retries: self.retries,
            max_hops: Some(self.max_hops).filter(|hops| *hops != limits::HOPS),
            ..asked
        })
    }

    /// Options that leave nothing to look at.
    fn contradiction(&self, target: &Target) -> Option<String> {
        let literal = target.literal();
        let name = &target.name;
        if let (Some(port), Trace::Icmp | Trace::Off) = (self.trace_port, self.trace) {
            let how = if self.trace == Trace::Off { "off" } else { "icmp" };
            let advice = "that has no ports: leave one of them out";
            return Some(format!("trace to port {port} with --trace {how}: {advice}"));
        }
        let wrong_family = |addr: &IpAddr| !self.family().allows(*addr);
        if let Some(addr) = literal.or(self.connect).filter(wrong_family) {
            let option = if addr.is_ipv4() { "-6" } else { "-4" };
            return Some(format!("use {addr} with {option}: leave one of them out"));
        }
        match (literal, self.role, self.connect) {
            (Some(_), Some(Role::Domain), _) => {
                Some(format!("examine {name} as a domain: type the domain instead"))
            }
            (Some(_), _, Some(other)) => {
                Some(format!("look at {name} at {other}: type the name of the host instead"))
            }
            _ => None,
        }
    }

    fn family(&self) -> Family {
        match (self.ipv4, self.ipv6) {
            (true, _) => Family::Ipv4,
            (_, true) => Family::Ipv6,
            _ => Family::Any,
        }
    }

    /// The resolvers beyond the first, each once.
    fn views(&self) -> Vec<SocketAddr> {
        let mut found = Vec::new();
        let Some((first, others)) = self.resolver.split_first() else { return found };
        for other in others {
            if other != first && !found.contains(other) && found.len() < limits::VIEWS {
                found.push(*other);
            }
        }
        found
    }

    /// The hosts to compare with, each once. The target itself shows nothing of the network.
    fn controls(&self, target: &Target) -> Result<Vec<Control>, String> {
        let mut found: Vec<Control> = Vec::new();
        for control in &self.control {
            if control.host == target.name {
                let host = &control.host;
                return Err(format!("compare {host} with itself: --control names another host"));
            }
            if !found.contains(control) {
                found.push(control.clone());
            }
        }
        match found.len() > limits::CONTROLS {
            true => Err(format!("compare with more than {} hosts", limits::CONTROLS)),
            false => Ok(found),
        }
    }

    /// Those of `--ports` and the one in the target, or all seven.
    fn ports(&self, target: &Target) -> Result<Vec<Port>, Refusal> {
        let mut ports: Vec<Port> = Vec::new();
        for port in &self.ports {
            match ports.iter().find(|known| known.port == port.port) {
                Some(known) if known.service != port.service => {
                    let names = [known, port].map(|p| p.service.row().name).join(" and ");
                    let message = format!("port {} cannot be both {names}", port.port);
                    return Err(Refusal::new(message));
                }
                Some(_) => {}
                None => ports.push(*port),
            }
        }
        if let Some(port) = target.port.filter(|p| ports.iter().all(|known| known.port != *p)) {
            let service = target::service_on(target, port);
            let service = service.ok_or_else(|| {
                let option = format!("add --ports {port}=submission, or what else is spoken there");
                Refusal::new(format!("{port} is not one of the seven mail ports; {option}"))
            })?;
            ports.push(Port { port, service });
        }
        Ok(if ports.is_empty() { Asked::about(target.clone()).ports } else { ports })
    }
}

impl Tell {
    /// In which languages, each once: those asked for, or else this one.
    pub fn languages(&self, own: Language) -> Vec<Language> {
        let mut found = Vec::new();
        for language in &self.language {
            if !found.contains(language) {
                found.push(*language);
            }
        }
        if found.is_empty() { vec![own] } else { found }
    }

    /// How much is told.
    pub const fn detail(&self) -> Detail {
        detail(self.quiet, self.verbose)
    }
}

impl Compare {
    /// How much is told.
    pub const fn detail(&self) -> Detail {
        detail(self.quiet, self.verbose)
    }
}

const fn detail(quiet: bool, verbose: bool) -> Detail {
    match (quiet, verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    }
}

/// Words from the command line, fit to be shown in an error.
fn shown(typed: &str) -> String {
    let public = target::presentable(typed);
    let plain =
        !public.is_empty() && !public.contains(|c: char| c.is_control() || c.is_whitespace());
    if plain { public } else { format!("{public:?}") }
}
