//! Whether this version knows what it reads: a later one may see more, and hands may have been at it.
use probes::tls::Handshake;
use probes::{Data, Observation, Step, Subject};

use super::{Because, Recording, Skip};

/// The versions of which a handshake can be one, as people write them.
const VERSIONS: [&str; 4] = ["TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"];

/// Whether this version knows every kind of thing that was seen, and each step that went well saw
/// what it looks for.
pub(super) fn is_understood(recording: &Recording) -> bool {
    let makes_sense = |o: &Observation| o.failure.is_some() || shows(o);
    let known = |o: &Observation| {
        o.step != Step::Unknown && o.subject != Subject::Unknown && o.saw != Data::Unknown
    };
    recording.observations.iter().all(|o| known(o) && makes_sense(o))
        && recording.skipped.iter().all(is_known)
}

fn is_known(skip: &Skip) -> bool {
    skip.subject != Subject::Unknown
        && skip.because != Because::Unknown
        && !skip.steps.contains(&Step::Unknown)
}

/// Whether it is what such a step sees. Who asks again keeps no chain.
fn shows(seen: &Observation) -> bool {
    use Step as S;
    match (seen.step, &seen.saw) {
        (S::Handshake, Data::Handshake(handshake)) => {
            is_whole(handshake) || matches!(seen.subject, Subject::Retry { .. })
        }
        (S::A | S::Aaaa | S::Mx | S::Ptr, Data::Lookup(_))
        | (S::Confirm, Data::Confirmation(_))
        | (S::Connect, Data::Connect(_))
        | (S::Fetch, Data::Fetch(_))
        | (S::Hello, Data::Hello(_))
        | (S::HopNames, Data::HopNames(_))
        | (S::Trace, Data::Path(_))
        | (S::Greeting | S::Capabilities | S::StartTls | S::Listen | S::Farewell, Data::Reply(_)) => {
            true
        }
        _ => false,
    }
}

/// A handshake that goes well agrees on a version, and shows a certificate.
fn is_whole(handshake: &Handshake) -> bool {
    let known = handshake.version.as_deref().is_some_and(|said| VERSIONS.contains(&said));
    known && (!handshake.chain.is_empty() || handshake.left_out > 0)
}
