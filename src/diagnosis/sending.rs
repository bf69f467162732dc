//! Whether mail programs can use a host, whatever becomes of its other ports.
use std::collections::BTreeMap;

use probes::Service;

use super::facts::{Endpoint, Facts};
use super::refusal::refusal;
use crate::finding::Arg;
use crate::language;

/// The ports through which programs send; of this host, if some were seen to serve from here: "465
/// (SSL/TLS), 587 (STARTTLS), which answer from here". Who may log in is not known.
pub(super) fn submission(facts: &Facts<'_>, host: &str) -> Arg {
    let sends = |e: &Endpoint<'_>| matches!(e.service, Service::Submission | Service::Submissions);
    let security = |e: &Endpoint<'_>| match e.service.implicit_tls() {
        true => format!("{} (SSL/TLS)", e.port),
        false => format!("{} (STARTTLS)", e.port),
    };
    match told(&serving(facts, host, sends), security) {
        Some(ports) => language::SUBMISSION_SEEN.of([("ports", ports.into())]),
        None => language::SUBMISSION_USUAL.into(),
    }
}

/// The ports of a host that encrypt from the first byte, and serve from here: "465, 993".
pub(super) fn implicit(facts: &Facts<'_>, host: &str) -> Option<String> {
    let ports = serving(facts, host, |e| e.service.implicit_tls());
    told(&ports, |e| e.port.to_string())
}

fn told(ports: &[&Endpoint<'_>], words: impl Fn(&Endpoint<'_>) -> String) -> Option<String> {
    let all: Vec<String> = ports.iter().map(|e| words(e)).collect();
    Some(all.join(", ")).filter(|all| !all.is_empty())
}

/// One endpoint for each port of such a kind that serves on every address on which it is open.
fn serving<'f, 'r>(
    facts: &'f Facts<'r>,
    host: &str,
    kind: impl Fn(&Endpoint<'_>) -> bool,
) -> Vec<&'f Endpoint<'r>> {
    let mut ports: BTreeMap<u16, Vec<&Endpoint<'r>>> = BTreeMap::new();
    let open = facts.endpoints().iter().filter(|e| e.host == host && e.is_open() && kind(e));
    open.for_each(|e| ports.entry(e.port).or_default().push(e));
    ports.retain(|_, own| own.iter().all(|e| serves(facts, e)));
    ports.into_values().filter_map(|own| own.first().copied()).collect()
}

/// Whether a session came about under a certificate that programs accept.
fn serves(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> bool {
    let accepted = facts.verdict_on(endpoint).is_some_and(|v| v.told.is_accepted());
    let listed = endpoint.mechanisms_in_tls().is_some();
    endpoint.is_secured() && accepted && listed && refusal(endpoint).is_none()
}
