//! What is told of OCSP responses that come with a chain.
use mailprobe::certificate::{Case, Fault, judge};

use crate::chains::{Chains, DAY, NOW};

fn stapled(lines: &str) -> Vec<Fault> {
    Chains::with(lines).judge()
}

#[test]
fn a_revoked_certificate_is_told_with_date_and_reason() {
    let revoked = |reason| vec![Fault::Revoked { at: NOW - 10 * DAY, reason }];
    let of =
        |more: &str| stapled(&format!("certificates.mail.staple = {{ status = 'revoked'{more} }}"));
    assert_eq!(of(", reason = 1"), revoked(Some(1)));
    assert_eq!(of(""), revoked(None));
    assert_eq!(of(", reason = 77"), revoked(Some(77)));
}

#[test]
fn what_nobody_signed_revokes_nothing() {
    for staple in [
        "status = 'revoked', signed_by = 'neighbour', send = ['neighbour']",
        // The right use, but charged by another.
        "status = 'revoked', signed_by = 'alien', send = ['alien']",
        // Charged, but not sent.
        "status = 'revoked', signed_by = 'charged'",
        // Charged once.
        "status = 'revoked', signed_by = 'former', send = ['former']",
    ] {
        let told = stapled(&format!(
            "certificates.mail.staple = {{ {staple} }}
             certificates.neighbour = {{ names = ['www.example.test'] }}
             certificates.charged = {{ usage = 'ocsp' }}
             certificates.former = {{ usage = 'ocsp', days = -1 }}
             certificates.alien = {{ usage = 'ocsp', issuer = 'stranger' }}
             certificates.stranger = {{ issuer = 'stranger', ca = true,
                 common_name = 'Example Issuing CA 1', organization = 'Example Trust' }}"
        ));
        assert_eq!(told, vec![Fault::StapleUnproven], "{staple}");
    }
}

#[test]
fn a_response_is_of_its_time_or_told_as_outdated() {
    let outdated = |starts: i64, days: i64| {
        let staple = format!("certificates.mail.staple = {{ starts = {starts}, days = {days} }}");
        let (from, until) = (NOW + starts * DAY, Some(NOW + days * DAY));
        (stapled(&staple), vec![Fault::StapleOutdated { from, until }])
    };
    for (starts, days) in [(-9, -2), (1, 8)] {
        let (told, expected) = outdated(starts, days);
        assert_eq!(told, expected);
    }
    assert_eq!(outdated(-1, 0).0, vec![]);
}

#[test]
fn what_is_no_response_is_told_and_hurts_nobody() {
    let chains = Chains::with("certificates.mail.staple = {}");
    let case = chains.case();
    let whole = case.ocsp.expect("one is stapled");
    assert_eq!(judge(&case).faults, vec![]);
    for length in 0..whole.len() {
        let told = judge(&Case { ocsp: Some(&whole[..length]), ..case });
        assert!(matches!(told.faults[..], [Fault::StapleUnreadable { .. }]), "{length}: {told:?}");
        assert!(told.is_accepted());
    }
    for place in 0..whole.len() {
        let mut damaged = whole.to_vec();
        damaged[place] ^= 0x10;
        let told = judge(&Case { ocsp: Some(&damaged), ..case });
        assert!(told.is_accepted(), "{place}: {told:?}");
    }
}

#[test]
fn without_the_issuer_nothing_is_said_of_a_response() {
    let told = stapled("certificates.mail = { send = ['mail'], staple = { status = 'revoked' } }");
    assert!(matches!(told[..], [Fault::IncompleteChain { .. }]), "{told:?}");
}
