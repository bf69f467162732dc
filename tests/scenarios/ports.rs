//! A certificate is judged alike on all ports, whichever way TLS begins there.
use std::collections::{BTreeMap, BTreeSet};

use mailprobe::finding::{Finding, Severity};
use mailprobe::recording::Recording;
use probes::{Data, Observation, Service, Subject};

use crate::all::{Case, all};

/// Chains of which this can be seen, and of them those with which something is wrong: there were a
/// few more when this was written.
const SEEN: usize = 180;
const TROUBLED: usize = 120;

#[test]
fn the_same_chain_is_told_alike_over_implicit_tls_and_starttls() {
    let (mut seen, mut troubled) = (0, 0);
    let of_tls = all().iter().filter(|case| case.name.starts_with("tls-"));
    for Case { name, recording, findings, .. } in of_tls {
        for places in alike(recording) {
            seen += 1;
            let told: BTreeMap<Service, _> = places
                .iter()
                .map(|(service, shown)| (*service, of_certificate(findings, shown)))
                .collect();
            let submitted = &told[&Service::Submission];
            troubled += usize::from(!submitted.is_empty());
            for (service, own) in &told {
                let expected = match service {
                    Service::Smtp => {
                        submitted.iter().map(|(c, s)| (*c, milder(own, c, *s))).collect()
                    }
                    _ => submitted.clone(),
                };
                assert_eq!(*own, expected, "{name}: {service:?}");
            }
        }
    }
    assert!(seen >= SEEN && troubled >= TROUBLED, "{seen}, of which {troubled} are troubled");
}

/// By code the severity of what is said of a certificate.
type Told = BTreeMap<&'static str, Severity>;

/// On port 25 nothing is worse than on the others, and an error is a warning.
fn milder(own: &Told, code: &str, elsewhere: Severity) -> Severity {
    let told = own.get(code).copied().unwrap_or(elsewhere);
    assert!(told <= elsewhere.min(Severity::Warning), "{code} is {told:?} on port 25");
    told
}

/// What rests on the sight of this chain alone.
fn of_certificate(findings: &[Finding], shown: &Observation) -> Told {
    let own = findings.iter().filter(|f| f.evidence == [shown.id]);
    own.map(|f| (f.code, f.severity)).collect()
}

/// Of each address that shows one and the same chain by all seven services: where it is seen.
fn alike(recording: &Recording) -> Vec<Vec<(Service, &Observation)>> {
    let mut by_address: BTreeMap<_, BTreeMap<Service, &Observation>> = BTreeMap::new();
    for seen in &recording.observations {
        let (Some(service), Some(addr)) = (seen.subject.service(), seen.subject.addr()) else {
            continue;
        };
        if chain(seen).is_some() && !seen.subject.is_scan() {
            by_address
                .entry((seen.subject.name(), addr))
                .or_default()
                .entry(service)
                .or_insert(seen);
        }
    }
    let all = by_address.into_values().filter(|services| services.len() == Service::ALL.len());
    let same = |services: &BTreeMap<Service, &Observation>| {
        let kinds: BTreeSet<_> = services.values().map(|seen| (chain(seen), how(seen))).collect();
        kinds.len() == 1
    };
    all.filter(same).map(|services| services.into_iter().collect()).collect()
}

fn chain(seen: &Observation) -> Option<Vec<&[u8]>> {
    let chain = match &seen.saw {
        Data::Handshake(shaken) => &shaken.chain,
        Data::Hello(hello) => &hello.chain,
        _ => return None,
    };
    let ders: Vec<&[u8]> = chain.iter().map(|der| &der.0[..]).collect();
    (!ders.is_empty()).then_some(ders)
}

/// In which try, and whether it went well.
fn how(seen: &Observation) -> (bool, bool) {
    (matches!(seen.subject, Subject::Retry { .. }), seen.failure.is_none())
}
