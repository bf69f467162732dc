//! The hosts with which the target is compared.
use std::collections::HashMap;
use std::net::IpAddr;

use probes::{Data, FailureKind, Observation, Step, Subject};

use crate::recording::Recording;

/// One port of such a host.
#[derive(Clone, Debug)]
pub struct Control<'r> {
    /// Its name.
    pub host: &'r str,
    /// Its address.
    pub addr: IpAddr,
    /// The port.
    pub port: u16,
    /// The connection attempt.
    pub connect: &'r Observation,
    /// The handshake, if there was one.
    pub handshake: Option<&'r Observation>,
}

/// What those hosts show together: of a family of addresses, or of a port over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At least one of them answers.
    Answers,
    /// All that were tried keep silent.
    Silent,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Controls<'r> {
    all: Vec<Control<'r>>,
    /// By family (whether it is IPv4) and port.
    on_port: HashMap<(bool, u16), Reach>,
    v4: Option<Reach>,
    v6: Option<Reach>,
}

impl Control<'_> {
    /// Whether a connection came about.
    pub fn is_open(&self) -> bool {
        self.connect.failure.is_none()
    }

    /// Whether nobody answered at all.
    pub fn is_silent(&self) -> bool {
        super::kind(self.connect) == Some(FailureKind::TimedOut)
    }
}

impl<'r> Controls<'r> {
    pub(super) fn new(recording: &'r Recording) -> Self {
        let mut handshakes: HashMap<&Subject, &Observation> = HashMap::new();
        for observation in recording.observations.iter().filter(|o| o.subject.is_control()) {
            if matches!(observation.saw, Data::Handshake(_)) {
                handshakes.entry(&observation.subject).or_insert(observation);
            }
        }
        let connects = recording.observations.iter().filter(|o| o.step == Step::Connect);
        let all = connects.filter_map(|connect| match &connect.subject {
            Subject::ControlEndpoint { host, addr, port, .. } => {
                let handshake = handshakes.get(&connect.subject).copied();
                Some(Control { host, addr: *addr, port: *port, connect, handshake })
            }
            _ => None,
        });
        let mut controls = Self { all: all.collect(), ..Self::default() };
        for at in 0..controls.all.len() {
            controls.index(at);
        }
        controls
    }

    /// A refusal is left out: it may come from anybody on the way.
    fn index(&mut self, at: usize) {
        let control = &self.all[at];
        let reach = match (control.is_open(), control.is_silent()) {
            (true, _) => Reach::Answers,
            (_, true) => Reach::Silent,
            _ => return,
        };
        let family = if control.addr.is_ipv4() { &mut self.v4 } else { &mut self.v6 };
        let port = (control.addr.is_ipv4(), control.port);
        for known in [family.get_or_insert(reach), self.on_port.entry(port).or_insert(reach)] {
            if reach == Reach::Answers {
                *known = reach;
            }
        }
    }

    pub(super) fn all(&self) -> &[Control<'r>] {
        &self.all
    }

    pub(super) fn on(&self, addr: IpAddr, port: u16) -> Option<Reach> {
        self.on_port.get(&(addr.is_ipv4(), port)).copied()
    }

    pub(super) const fn over(&self, addr: IpAddr) -> Option<Reach> {
        if addr.is_ipv4() { self.v4 } else { self.v6 }
    }
}
