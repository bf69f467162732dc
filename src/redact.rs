//! A recording that can be shown to strangers: pure, from one recording to another.
//!
//! # The policy, `mailprobe.redaction.v1`
//!
//! *What the report is about stays*: the target's name, its addresses (also private ones, where the
//! target stands in a private network), its DNS records and certificates, hosts named with
//! `--control`, well-known public resolvers and lists of blocked addresses, routers beyond the
//! access network, protocol words, session and queue numbers (a support desk searches its logs for
//! them), sizes and times.
//!
//! *Whom the report is from becomes aliases*: this machine's own addresses, and all private ones;
//! the routers of a path up to the second hop with a public address, and their names; resolvers
//! that are not well known; the name used in `EHLO`, and its first label; what stands before an
//! `@`; names of users (those that are short or words that everybody uses, only where people are
//! named) and of files, and values of options that may name something; hosts other
//! than the target of which something is expected; in what servers say, every address and every
//! domain name that is not known to be the target's, in whatever usual form it is written, and the
//! networks of this machine's public addresses; addresses of network cards, and what an IPv6
//! address tells of one. Nothing of the reason of a waiver stays.
//!
//! Why the second public hop: the first is the access provider's edge router, which serves a street
//! or a town; the second gathers those of a region, and its name often says of which. From the
//! third on it is the backbone, which all customers share. A router next to the target (the same
//! /24 or /48) is the target's and stays, however few there are before it. The TTL stays in any
//! case, so that it is still told where a path ends.
//!
//! An address keeps its class (private, shared, link-local, public), its port, and its neighbours:
//! private addresses of one /24 or /64 get aliases of one /24 or /64. Public ones become addresses
//! for documentation (RFC 5737, RFC 3849), names end in `.redacted.invalid` (RFC 2606). An alias is
//! never an address that is in the recording. Aliases are numbered as they appear, and the same
//! value has the same alias everywhere, also in several recordings that are redacted together, so
//! that all rules come to the same findings.
//!
//! *What nothing is put in place of*: certificates stay as they came, also those of a program that
//! intercepts or of a private authority: they are evidence, and may name an organisation.
//!
//! Every struct is taken apart without `..`: a new field does not compile until somebody decides.
mod address;
mod answer;
mod command;
mod echo;
mod hardware;
mod known;
mod label;
mod machine;
mod mailbox;
mod plain;
mod public;
mod reply;
mod secret;
mod seen;
mod shape;
mod text;

use std::net::{IpAddr, SocketAddr};

use probes::Subject;

use crate::recording::{Recording, Redaction, Skip};

use address::Addresses;
use known::Known;
use label::Labels;

/// The name of the policy; one that decides otherwise gets a new name.
pub const POLICY: &str = "mailprobe.redaction.v1";

/// The recording with aliases for all that tells whom it is from. One that was redacted already
/// stays as it is.
pub fn redact(recording: &Recording) -> Recording {
    Redactor::default().redact(recording)
}

/// The same for recordings that are told together: an alias stands for the same in all of them.
pub fn redact_all(recordings: &[Recording]) -> Vec<Recording> {
    let mut redactor = Redactor::default();
    let known: Vec<Known> = recordings.iter().map(|recording| redactor.learn(recording)).collect();
    let all = recordings.iter().zip(known);
    all.map(|(recording, known)| redactor.rewrite(recording, known)).collect()
}

/// What is known of one recording, and the aliases given so far, which hold for all it redacts.
#[derive(Default)]
pub struct Redactor {
    known: Known,
    /// What is known of the client from all recordings.
    shared: Known,
    addresses: Addresses,
    labels: Labels,
}

impl Redactor {
    /// As [`redact`], with the aliases that were given before. One of them that is somebody's
    /// address in this recording is given up: the next is told by another.
    pub fn redact(&mut self, recording: &Recording) -> Recording {
        let known = self.learn(recording);
        self.rewrite(recording, known)
    }

    /// What is known of a recording. Its addresses and names are no aliases from now on.
    fn learn(&mut self, recording: &Recording) -> Known {
        let mut met = Vec::new();
        recording.texts(|text| {
            met.extend(shape::addresses(text));
            self.labels.learn(text);
        });
        let known = Known::of(recording, met);
        self.addresses.learn(&known);
        self.shared.share(&known);
        known
    }

    fn rewrite(&mut self, recording: &Recording, mut known: Known) -> Recording {
        known.share(&self.shared);
        self.addresses.is_marked = known.is_marked;
        self.labels.is_marked = known.is_marked;
        self.known = known;
        self.recording(recording)
    }

    fn recording(&mut self, recording: &Recording) -> Recording {
        let Recording {
            schema,
            redacted: _,
            tool,
            at,
            took_us,
            ended,
            asked,
            vantage,
            trust,
            observations,
            skipped,
        } = recording;
        Recording {
            schema: schema.clone(),
            redacted: Some(Redaction { policy: POLICY.to_owned() }),
            tool: self.tool(tool),
            at: *at,
            took_us: *took_us,
            ended: *ended,
            asked: self.asked(asked),
            vantage: self.vantage(vantage, asked),
            trust: self.trust(trust),
            observations: observations.iter().map(|o| self.observation(o)).collect(),
            skipped: skipped.iter().map(|s| self.skip(s)).collect(),
        }
    }

    fn skip(&mut self, skip: &Skip) -> Skip {
        let Skip { subject, steps, because, round } = skip;
        let (subject, steps) = (self.subject(subject), steps.clone());
        Skip { subject, steps, because: *because, round: *round }
    }

    /// What is looked at is the target's, or was named by the user to compare with. Only resolvers
    /// are not.
    fn subject(&mut self, subject: &Subject) -> Subject {
        match subject {
            Subject::View { name, record, resolver } => Subject::View {
                name: name.clone(),
                record: *record,
                resolver: resolver.map(|at| self.socket(at)),
            },
            Subject::Domain { domain: _ }
            | Subject::Host { host: _ }
            | Subject::Exchanger { host: _ }
            | Subject::Address { addr: _ }
            | Subject::Endpoint { host: _, addr: _, port: _, service: _ }
            | Subject::Retry { host: _, addr: _, port: _, service: _, offer: _ }
            | Subject::Path { addr: _, port: _, method: _ }
            | Subject::Control { host: _ }
            | Subject::ControlEndpoint { host: _, addr: _, port: _, service: _ }
            | Subject::Issuer { url: _, host: _, addr: _ }
            | Subject::Unknown => subject.clone(),
        }
    }

    /// An address, or its alias.
    fn address(&mut self, addr: IpAddr) -> IpAddr {
        if self.known.keeps(addr) { addr } else { self.addresses.alias(addr) }
    }

    fn socket(&mut self, at: SocketAddr) -> SocketAddr {
        SocketAddr::new(self.address(at.ip()), at.port())
    }
}
