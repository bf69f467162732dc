//! What is told of certificates, of the path, and of what breaks it.
use mailprobe::certificate::{Case, Fault, Found, describe, judge};
use probes::bytes::Bytes;

use crate::chains::Chains;

const AUTHORITY: &str = "O=Example Trust, CN=Example Issuing CA 1";

#[test]
fn a_certificate_is_described_with_all_that_it_points_to() {
    let chains = Chains::with(
        "certificates.mail = { must_staple = true, timestamps = 2, ocsp_url = 'http://ocsp.example.test',
             crl_url = 'http://crl.example.test/1.crl' }",
    );
    let sent = chains.sent("mail");
    let leaf = describe(&sent[0].0).expect("it is a certificate");
    assert_eq!(leaf.issuer_urls, ["http://ca.example.test/issuing1.crt"]);
    assert_eq!(leaf.ocsp_urls, ["http://ocsp.example.test"]);
    assert_eq!(leaf.crl_urls, ["http://crl.example.test/1.crl"]);
    assert_eq!((leaf.timestamps, leaf.must_staple), (2, true));
    assert_eq!((leaf.fingerprint.len(), leaf.key_fingerprint.len()), (64, 64));
    let plain = describe(&Chains::with("").sent("mail")[0].0).expect("it is a certificate");
    assert_eq!((plain.timestamps, plain.must_staple), (0, false));
    // The key is the same, the certificate is not.
    assert_eq!(plain.key_fingerprint, leaf.key_fingerprint);
    assert_ne!(plain.fingerprint, leaf.fingerprint);
}

#[test]
fn the_path_is_told_as_far_as_it_goes() {
    let found = |case: &Case<'_>| -> Vec<Found> {
        judge(case).path.iter().map(|link| link.found).collect()
    };
    let whole = Chains::with("certificates.mail.send = ['mail', 'root', 'intermediate']");
    assert_eq!(found(&whole.case()), [Found::Sent(0), Found::Sent(2), Found::Root]);
    assert_eq!(found(&Case { roots: &[], ..whole.case() }).last(), Some(&Found::Sent(1)));
    let gap = Chains::with("certificates.mail.send = ['mail']");
    assert_eq!(found(&gap.case()), [Found::Sent(0)]);
    assert!(!judge(&gap.case()).leads_to_root());
    let seen = gap.sent("intermediate");
    let filled = Case { seen: &seen, ..gap.case() };
    assert_eq!(found(&filled), [Found::Sent(0), Found::Elsewhere, Found::Root]);
    assert!(!judge(&filled).leads_to_root());
    let itself = Chains::with("certificates.mail.issuer = 'mail'");
    let roots = itself.sent("mail");
    assert_eq!(found(&Case { roots: &roots, ..itself.case() }), [Found::Root]);
}

#[test]
fn what_breaks_the_way_is_told_by_its_name() {
    let authority = || AUTHORITY.to_owned();
    let branch =
        "certificates.mail.issuer = 'branch'\ncertificates.branch = { common_name = 'Branch', ";
    for (lines, fault) in [
        (
            "certificates.intermediate.permits = ['a.example', 'b.example']".to_owned(),
            Fault::OutsideConstraints {
                authority: authority(),
                permitted: vec!["a.example".to_owned(), "b.example".to_owned()],
                excluded: vec![],
            },
        ),
        (
            format!("{branch} ca = true }}\ncertificates.intermediate.path_length = 0"),
            Fault::PathTooLong { authority: authority(), most: 0 },
        ),
        (format!("{branch} }}"), Fault::NotAnAuthority { subject: "CN=Branch".to_owned() }),
        (
            "certificates.intermediate.usage = 'client'".to_owned(),
            Fault::AuthorityNotForServers { authority: authority() },
        ),
        (
            "certificates.intermediate.critical = '1.2.3.4'".to_owned(),
            Fault::UnknownCriticalExtension { subject: authority(), oid: "1.2.3.4".to_owned() },
        ),
    ] {
        let told = judge(&Chains::with(&lines).case());
        assert_eq!(told.faults, vec![fault], "{lines}");
        assert!(!told.is_accepted() && told.path.len() > 2, "{lines}: {told:?}");
    }
}

#[test]
fn a_public_authority_may_make_certificates_for_so_long_and_no_longer() {
    let of = |starts: i64, days: i64| {
        let dates = format!("starts = {starts}, days = {days}");
        let told =
            Chains::with(&format!("certificates.mail = {{ public = true, {dates} }}")).judge();
        told.into_iter().find(|fault| matches!(fault, Fault::TermTooLong { .. }))
    };
    // The scenario's moment is 2026-06-15: 200 days since 2026-03-15, 398 before.
    assert_eq!(of(-10, 180), None);
    assert_eq!(of(-10, 191), Some(Fault::TermTooLong { days: 202, most: 200 }));
    assert_eq!(of(-300, 97), None);
    assert_eq!(of(-300, 98), Some(Fault::TermTooLong { days: 399, most: 398 }));
    assert_eq!(of(-3100, 100), None);
}

#[test]
fn keys_of_odd_kinds_are_called_weak_by_their_names() {
    const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    const P192: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1];
    const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
    let chains = Chains::with("");
    for (usual, odd, name) in [(P256, P192, "P-192"), (EC, DSA, "DSA")] {
        let mut sent = chains.sent("mail");
        let der = &mut sent[0].0;
        let at = der.windows(usual.len()).position(|bytes| bytes == usual).expect("it is there");
        der[at..at + odd.len()].copy_from_slice(odd);
        let told = judge(&Case { sent: &sent, ..chains.case() });
        let weak = |f: &Fault| matches!(f, Fault::WeakKey { key, .. } if key == name);
        assert!(told.faults.iter().any(weak), "{name}: {told:?}");
    }
}

#[test]
fn nothing_may_stand_behind_a_certificate() {
    let chains = Chains::with("");
    let [leaf, above] = &chains.sent("mail")[..] else { panic!("two are sent") };
    let longer = |der: &Bytes| Bytes([&der.0[..], b"\0"].concat());
    let sent = [longer(leaf), above.clone()];
    assert_eq!(judge(&Case { sent: &sent, ..chains.case() }).faults, vec![Fault::Unreadable]);
    let sent = [leaf.clone(), longer(above)];
    let told = judge(&Case { sent: &sent, ..chains.case() });
    assert!(matches!(told.faults[..], [Fault::IncompleteChain { .. }]), "{told:?}");
}
