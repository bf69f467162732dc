//! Asking endpoints that speak TLS what else they accept: one connection after the other, until one
//! of them is not answered.
use std::collections::BTreeSet;

use probes::tls::hello::{Offer, Part};
use probes::{FailureKind, Observation, Service, Step, Subject};

/// What is known of endpoints that may be asked.
#[derive(Debug, Default)]
pub(super) struct Scans {
    /// Where TLS was asked for in clear. On a port that is silent in clear a handshake is a guess.
    agreed: BTreeSet<Subject>,
    /// Where TLS was reached.
    secured: BTreeSet<Subject>,
}

impl Scans {
    /// What is asked next because of this, if anything is.
    pub(super) fn after(&mut self, seen: &Observation) -> Option<Subject> {
        let endpoint = seen.subject.endpoint()?;
        let offer = match (&seen.subject, seen.step) {
            (Subject::Retry { offer: Offer::Scan(part), .. }, Step::Hello) => {
                let service = seen.subject.service()?;
                next(*part, service).filter(|_| seen.failure.is_none())
            }
            (Subject::Endpoint { .. }, _) => {
                self.note(&endpoint, seen);
                let now = self.secured.contains(&endpoint) && is_last(seen);
                Part::ALL.first().copied().map(Offer::Scan).filter(|_| now)
            }
            _ => None,
        }?;
        let Subject::Endpoint { host, addr, port, service } = endpoint else { return None };
        Some(Subject::Retry { host, addr, port, service, offer })
    }

    fn note(&mut self, endpoint: &Subject, seen: &Observation) {
        let implicit = seen.subject.service().is_some_and(Service::implicit_tls);
        let expected = implicit || self.agreed.contains(endpoint);
        match seen.step {
            _ if seen.failure.is_some() => {}
            Step::StartTls => {
                self.agreed.insert(endpoint.clone());
            }
            Step::Handshake if expected => {
                self.secured.insert(endpoint.clone());
            }
            _ => {}
        }
    }
}

/// What is asked after this part. That a command follows the request for TLS comes last: who looks
/// for attacks in his logs may take it for one.
fn next(part: Part, service: Service) -> Option<Offer> {
    let last = (!service.implicit_tls()).then_some(Offer::Pipelined);
    part.next(service).map(Offer::Scan).or(last)
}

/// Whether nothing follows on the same connection.
fn is_last(seen: &Observation) -> bool {
    match &seen.failure {
        Some(failure) if failure.kind == FailureKind::CutShort => false,
        Some(failure) => seen.subject.after(seen.step, failure, true).is_empty(),
        None => seen.step == Step::Farewell,
    }
}
