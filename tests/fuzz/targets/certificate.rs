//! Chains of certificates as a server may show them.
use std::sync::LazyLock;

use mailprobe::certificate::{Case, Judge, describe, fingerprint, interceptor, judge};
use probes::Data;
use probes::bytes::Bytes;

use super::changed::recordings;
use super::choices::Choices;
use super::client::accepts;
use super::edited::edit;

const NAMES: [&str; 5] =
    ["mail.example.test", "192.0.2.10", "2001:db8::10", "example.test", "xn--bcher-kva.example"];

/// What recordings hold: certificates that servers showed, OCSP responses beside them, and roots.
struct Deck {
    certificates: Vec<Bytes>,
    staples: Vec<Bytes>,
    roots: Vec<Bytes>,
    /// When they were shown, seconds since the Unix epoch.
    at: u64,
}

static DECK: LazyLock<Deck> = LazyLock::new(|| {
    let (mut certificates, mut staples, mut roots) = (Vec::new(), Vec::new(), Vec::new());
    for recording in recordings() {
        for seen in &recording.observations {
            if let Data::Handshake(shaken) = &seen.saw {
                certificates.extend(shaken.chain.iter().cloned());
                staples.extend(shaken.ocsp.iter().cloned());
            }
        }
        roots.extend(recording.trust.roots.iter().cloned());
    }
    certificates.extend(roots.iter().cloned());
    for all in [&mut certificates, &mut staples, &mut roots] {
        all.sort();
        all.dedup();
    }
    Deck { certificates, staples, roots, at: recordings()[0].at }
});

/// What is accepted a client accepts too, and whatever is refused is refused for a reason.
pub(crate) fn judged(data: &[u8]) {
    let mut choices = Choices::new(data);
    let name = *choices.of(&NAMES);
    let at = match choices.below(4) {
        0 => choices.number() % 253_402_300_800,
        _ => DECK.at,
    };
    let sent: Vec<Bytes> = (0..1 + choices.below(4)).map(|_| certificate(&mut choices)).collect();
    let mut roots = DECK.roots.clone();
    if choices.below(4) == 0 {
        roots = vec![certificate(&mut choices)];
    }
    let staple = (choices.below(2) == 0).then(|| {
        let mut staple = DECK.staples.first().cloned().unwrap_or_default().0;
        edit(&mut staple, &mut choices);
        staple
    });
    let (seen, ocsp) = (&DECK.certificates, staple.as_deref());
    let case = Case { sent: &sent, seen, roots: &roots, name, at, ocsp };
    let told = judge(&case);
    // Who trusts a server's own certificate asks for nothing more.
    let itself = roots.contains(&sent[0]);
    assert!(itself || told.is_accepted() == accepts(&case), "{told:?}");
    for der in &sent {
        // Whatever is read is well, as long as it is read without a panic.
        let _ = (describe(&der.0), interceptor(&der.0), fingerprint(&der.0));
    }
    let fetched = [certificate(&mut choices)];
    let mut judge = Judge::new(&roots, seen, at).with_fetched(&fetched);
    judge.judge(&sent, name, ocsp);
}

/// One of the deck, changed; or bytes that may be anything.
fn certificate(choices: &mut Choices<'_>) -> Bytes {
    let mut der = match choices.below(8) {
        0 => Vec::new(),
        _ => choices.of(&DECK.certificates).0.clone(),
    };
    edit(&mut der, choices);
    Bytes(der)
}
