//! Asking again where a handshake failed: one connection after the other, each only if what came
//! before does not tell why.
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use probes::tls::Handshake;
use probes::tls::hello::{Hello, Offer};
use probes::{Data, FailureKind, Observation, Step, Subject, limits};

/// What was tried at which endpoint.
#[derive(Debug, Default)]
pub(super) struct Retries {
    /// Where TLS was asked for in clear. On a port that is silent in clear a handshake is a guess,
    /// and that it fails says nothing.
    agreed: BTreeSet<Subject>,
    /// Where a certificate was shown: the hello was read there.
    read: BTreeSet<Subject>,
    tried: BTreeMap<Subject, Vec<Offer>>,
}

impl Retries {
    /// The retry that this makes worth while, if any.
    pub(super) fn after(&mut self, seen: &Observation) -> Option<Subject> {
        let endpoint = seen.subject.endpoint().filter(|_| !seen.subject.is_scan())?;
        let offers = match (&seen.subject, &seen.saw) {
            (Subject::Endpoint { .. }, Data::Reply(_)) if seen.step == Step::StartTls => {
                self.agreed.extend(seen.failure.is_none().then_some(endpoint));
                return None;
            }
            (Subject::Endpoint { service, .. }, Data::Handshake(shaken))
                if service.implicit_tls() || self.agreed.contains(&endpoint) =>
            {
                self.read.extend((!shaken.chain.is_empty()).then(|| endpoint.clone()));
                first(shaken, kind(seen)?)
            }
            (Subject::Retry { .. }, Data::Handshake(shaken)) => first(shaken, kind(seen)?),
            (Subject::Retry { offer, .. }, Data::Hello(hello)) => next(*offer, hello, kind(seen)),
            _ => &[],
        };
        self.open(endpoint, offers)
    }

    /// The first of these that makes sense and was not tried yet.
    fn open(&mut self, endpoint: Subject, offers: &[Offer]) -> Option<Subject> {
        let tried = self.tried.entry(endpoint.clone()).or_default();
        let sensible = |offer: &Offer| match offer {
            // Addresses are never sent (RFC 6066 §3).
            Offer::WithoutName => endpoint.name().is_some_and(|n| n.parse::<IpAddr>().is_err()),
            Offer::WithoutHybrid => !self.read.contains(&endpoint),
            _ => true,
        };
        let fresh = |offer: &&Offer| sensible(offer) && !tried.contains(offer);
        let offer = *offers.iter().find(fresh).filter(|_| tried.len() < limits::RETRIES)?;
        tried.push(offer);
        let Subject::Endpoint { host, addr, port, service } = endpoint else { return None };
        Some(Subject::Retry { host, addr, port, service, offer })
    }
}

/// What to ask after a whole handshake. If the answer to a large hello vanished, whether it was too large; but where
/// no packet of it was acknowledged the way is to blame.
fn first(shaken: &Handshake, failed: FailureKind) -> &'static [Offer] {
    use FailureKind as F;
    match failed {
        F::TimedOut if shaken.is_unheard() => &[],
        F::TimedOut => &[Offer::WithoutHybrid],
        F::HandshakeAlert | F::HandshakeFailed | F::Closed | F::Reset => &[Offer::Everything],
        _ => &[],
    }
}

/// What to ask after this answer, the likelier first. A server that is silent again is silent.
fn next(offer: Offer, hello: &Hello, failed: Option<FailureKind>) -> &'static [Offer] {
    use FailureKind as F;
    match failed {
        None if matches!(offer, Offer::Everything | Offer::Tls13) && hello.is_todays() => {
            &[Offer::WithoutHybrid]
        }
        _ if hello.version.is_some() => &[],
        Some(F::HandshakeAlert) if hello.was_refused_by("protocol_version") => {
            &[Offer::Tls13, Offer::Tls10, Offer::Ssl3]
        }
        Some(F::HandshakeAlert | F::Closed | F::Reset) => {
            &[Offer::WithoutName, Offer::Tls10, Offer::Ssl3]
        }
        _ => &[],
    }
}

fn kind(seen: &Observation) -> Option<FailureKind> {
    seen.failure.as_ref().map(|failure| failure.kind)
}
