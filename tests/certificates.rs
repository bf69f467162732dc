//! What a person must read of a certificate chain, where rustls says something else or nothing:
//! the table of SAFETY.md, as tests of [`judge`]. Chains are made on the spot.
#[path = "certificates/chains.rs"]
mod chains;
#[path = "read/client.rs"]
mod client;
#[path = "certificates/facts.rs"]
mod facts;
#[path = "certificates/gaps.rs"]
mod gaps;
#[path = "certificates/mutations.rs"]
mod mutations;
#[path = "certificates/profile.rs"]
mod profile;
#[path = "scenarios/run.rs"]
mod run;
#[path = "certificates/staples.rs"]
mod staples;

use chains::{Chains, DAY, NAME, NOW};
use fixtures::Scenario;
use mailprobe::certificate::{Case, Fault, Filled, Judge, Key, Mismatch, describe, judge};
use mailprobe::diagnosis;
use probes::Data;
use probes::bytes::Bytes;
use run::run;

#[test]
fn a_whole_chain_is_good_whatever_else_is_sent_with_it() {
    for send in [
        r#"["mail", "intermediate"]"#,
        r#"["mail", "intermediate", "root"]"#,
        r#"["mail", "root", "intermediate"]"#,
        r#"["mail", "stranger", "intermediate", "stranger", "intermediate"]"#,
        r#"["mail", "bridge", "garbage", "intermediate"]"#,
    ] {
        let chains = Chains::with(&format!(
            r#"
            certificates.mail.send = {send}
            certificates.stranger = {{ issuer = "stranger", ca = true, key = "rsa1024" }}
            certificates.garbage = {{ garbage = true }}
            # The root as another root signed it, long ago.
            certificates.bridge = {{ common_name = "Example Root CA", organization = "Example Trust",
                issuer = "stranger", key_of = "root", ca = true, starts = -2000, days = -100 }}
            "#
        ));
        let told = judge(&chains.case());
        assert!(told.is_accepted() && told.leads_to_root(), "{send}: {told:?}");
    }
}

#[test]
fn a_new_authority_is_trusted_through_an_old_one_that_signed_it() {
    for send in ["'mail', 'branch', 'new', 'crossed'", "'mail', 'branch', 'crossed', 'new'"] {
        let chains = Chains::with(&format!(
            "certificates.mail = {{ names = ['{NAME}'], issuer = 'branch', send = [{send}] }}
             certificates.branch = {{ common_name = 'Branch', issuer = 'new', ca = true }}
             certificates.new = {{ common_name = 'New Root', issuer = 'new', ca = true }}
             certificates.crossed = {{ common_name = 'New Root', issuer = 'root', key_of = 'new', ca = true }}"
        ));
        assert_eq!(chains.judge(), vec![], "{send}");
        let issuer = "CN=New Root".to_owned();
        let told = judge(&Case { roots: &[], ..chains.case() }).faults;
        assert!(matches!(&told[..], [Fault::UnknownIssuer { .. }]), "{told:?}");
        let new = chains.sent("new");
        let without = [chains.sent("mail")[0].clone(), chains.sent("branch")[0].clone()];
        assert_eq!(judge(&Case { sent: &without, roots: &new, ..chains.case() }).faults, vec![]);
        let told = judge(&Case { sent: &without, ..chains.case() }).faults;
        assert_eq!(told, vec![Fault::UnknownIssuer { issuer }]);
    }
}

#[test]
fn a_self_signed_leaf_is_told_as_one_whatever_its_key_and_its_constraints() {
    for leaf in [
        "ca = false",
        "ca = true",
        "key = 'p521'",
        "key = 'ed25519'",
        "key = 'rsa2048'",
        "key = 'rsa16384'",
        "signature = 'ed448'",
    ] {
        let chains = Chains::with(&format!(
            "certificates.mail = {{ names = ['{NAME}'], issuer = 'mail', {leaf} }}"
        ));
        assert_eq!(chains.judge(), vec![Fault::SelfSigned], "{leaf}");
    }
}

#[test]
fn who_bears_the_issuers_name_but_did_not_sign_is_not_taken_for_self_signed() {
    let chains = Chains::with(&format!(
        "certificates.mail = {{ names = ['{NAME}'], issuer = 'alike' }}
         certificates.alike = {{ common_name = '{NAME}', ca = true, issuer = 'alike' }}"
    ));
    let issuer = format!("CN={NAME}");
    assert_eq!(chains.judge(), vec![Fault::UnknownIssuer { issuer }]);
    let chains = Chains::with(&format!(
        "certificates.mail = {{ names = ['{NAME}'], issuer = 'alike', ca = true, key = 'rsa16384' }}
         certificates.alike = {{ common_name = '{NAME}', ca = true, issuer = 'alike', key = 'rsa2048' }}"
    ));
    assert!(matches!(&chains.judge()[..], [Fault::UnknownIssuer { .. }]), "{:?}", chains.judge());
}

#[test]
fn self_signed_and_expired_and_for_another_name_are_three_faults() {
    let chains = Chains::with(
        "certificates.mail = { names = ['other.test'], issuer = 'mail', starts = -90, days = -3 }",
    );
    let faults = chains.judge();
    assert!(faults.contains(&Fault::SelfSigned), "{faults:?}");
    let wrong = Fault::WrongName { names: vec!["other.test".into()], why: Mismatch::Other };
    assert!(faults.contains(&wrong), "{faults:?}");
    assert!(faults.iter().any(|f| matches!(f, Fault::Expired { .. })), "{faults:?}");
    assert_eq!(faults.len(), 3);
}

#[test]
fn a_private_authority_is_named_whether_it_is_sent_or_not() {
    for send in ["['mail', 'house']", "['mail']"] {
        let chains = Chains::with(&format!(
            "certificates.mail = {{ names = ['{NAME}'], issuer = 'house', send = {send} }}
             certificates.house = {{ common_name = 'House CA', issuer = 'house', ca = true }}"
        ));
        let issuer = "CN=House CA".to_owned();
        assert_eq!(chains.judge(), vec![Fault::UnknownIssuer { issuer }], "{send}");
    }
}

#[test]
fn a_missing_intermediate_is_named_and_proven_where_it_was_seen() {
    let chains = Chains::with("certificates.mail.send = ['mail']");
    let gap = |filled| Fault::IncompleteChain {
        missing: "O=Example Trust, CN=Example Issuing CA 1".to_owned(),
        url: Some("http://ca.example.test/issuing1.crt".to_owned()),
        filled,
    };
    assert_eq!(chains.judge(), vec![gap(Filled::No)]);
    let seen = chains.sent("intermediate");
    assert_eq!(judge(&Case { seen: &seen, ..chains.case() }).faults, vec![gap(Filled::Elsewhere)]);
}

#[test]
fn what_clients_refuse_is_told_as_that_and_not_as_a_broken_chain() {
    let weak_key = Chains::with("certificates.mail.key = 'rsa1024'").judge();
    assert!(matches!(&weak_key[..], [Fault::WeakKey { key, .. }] if key == "RSA 1024 bit"));
    let sha1 = Chains::with(
        "certificates.mail.signature = 'sha1'\ncertificates.intermediate.key = 'rsa2048'",
    );
    assert!(matches!(&sha1.judge()[..], [Fault::WeakSignature { algorithm, .. }]
        if algorithm == "sha1WithRSAEncryption"));
    let old = Chains::with("certificates.mail.version = 1");
    assert_eq!(old.judge(), vec![Fault::OldVersion { version: 1 }]);
    let leaf = describe(&old.sent("mail")[0].0).expect("it is shown all the same");
    assert_eq!(leaf.subject, format!("CN={NAME}"));
    assert_eq!(leaf.issuer, "O=Example Trust, CN=Example Issuing CA 1");
    assert_eq!((leaf.version, leaf.not_after), (1, NOW + 60 * DAY));
    let client = Chains::with("certificates.mail.usage = 'client'");
    assert_eq!(client.judge(), vec![Fault::NotForServers]);
}

#[test]
fn a_weak_certificate_beside_the_way_does_not_hide_why_the_way_is_refused() {
    let chains = Chains::with(
        "certificates.intermediate.permits = ['other.example']
         certificates.mail.send = ['mail', 'intermediate', 'old']
         certificates.old = { common_name = 'Old', issuer = 'old', ca = true, key = 'rsa1024' }",
    );
    let told = chains.judge();
    assert!(matches!(&told[..], [Fault::OutsideConstraints { .. }]), "{told:?}");
}

#[test]
fn a_signature_that_cannot_be_checked_is_not_called_an_unknown_issuer() {
    let chains = Chains::with("certificates.mail.signature = 'ed448'");
    assert!(matches!(&chains.judge()[..], [Fault::Rejected { .. }]), "{:?}", chains.judge());
}

#[test]
fn an_authoritys_certificate_in_a_servers_place_is_told_by_its_right_name() {
    let chains = Chains::with("certificates.mail.ca = true");
    assert_eq!(chains.judge(), vec![Fault::CaAsServer]);
    let outdated = Chains::with(
        "certificates.mail.ca = true
         certificates.intermediate = { starts = -500, days = -1 }",
    );
    let faults = outdated.judge();
    assert!(matches!(&faults[..], [Fault::IntermediateOutdated { .. }, Fault::CaAsServer]));
}

#[test]
fn an_authority_that_was_renewed_after_the_leaf_had_ended_is_in_order() {
    let of = |leaf: &str, authority: &str| {
        let lines = format!(
            "certificates.mail = {{ {leaf} }}\ncertificates.intermediate = {{ {authority} }}"
        );
        Chains::with(&lines).judge()
    };
    let ended = "starts = -200, days = -100";
    let told = of(ended, "starts = -30, days = 300");
    assert!(matches!(&told[..], [Fault::Expired { .. }]), "{told:?}");
    let told = of(&format!("ca = true, {ended}"), "starts = -30, days = 300");
    assert!(matches!(&told[..], [Fault::Expired { .. }, Fault::CaAsServer]), "{told:?}");
    let told = of("starts = 10, days = 60", "starts = -30, days = 5");
    assert!(matches!(&told[..], [Fault::NotYetValid { .. }]), "{told:?}");
    let told = of(ended, "starts = -500, days = -150");
    assert!(
        matches!(&told[..], [Fault::Expired { .. }, Fault::IntermediateOutdated { .. }]),
        "{told:?}"
    );
}

#[test]
fn a_leaf_is_for_the_names_in_it_of_whatever_kind() {
    let named = |names: &str| Chains::with(&format!("certificates.mail.names = {names}")).judge();
    assert_eq!(named(&format!("['*.{}']", NAME.split_once('.').expect("a dot").1)), vec![]);
    for (only, why) in [
        ("spiffe://example.test/mail", Mismatch::Kind),
        ("post@example.test", Mismatch::Kind),
        ("192.0.2.9", Mismatch::OnlyAddresses),
        ("*.test", Mismatch::TooDeep),
        ("ma*.example.test", Mismatch::Partial),
        ("*.mail.example.test", Mismatch::Bare),
    ] {
        let names = vec![only.to_owned()];
        assert_eq!(named(&format!("['{only}']")), vec![Fault::WrongName { names, why }]);
    }
    let subject = format!("CN={NAME}");
    let nameless = Chains::with(&format!(
        "certificates.mail = {{ names = [], common_name = '{NAME}', issuer = 'intermediate' }}"
    ));
    assert_eq!(nameless.judge(), vec![Fault::NameOnlyInSubject { subject }]);
}

#[test]
fn a_leaf_that_is_itself_trusted_needs_no_authority() {
    let chains = Chains::with("certificates.mail = { issuer = 'mail', ca = true }");
    let sent = chains.sent("mail");
    // As webpki and Mozilla's programs do, even then.
    let told = judge(&Case { roots: &sent[..1], ..chains.case() }).faults;
    assert_eq!(told, vec![Fault::CaAsServer]);
    let chains = Chains::with("certificates.mail.issuer = 'mail'");
    let sent = chains.sent("mail");
    assert_eq!(judge(&Case { roots: &sent[..1], ..chains.case() }).faults, vec![]);
}

#[test]
fn chains_can_be_judged_as_of_another_time() {
    let chains = Chains::with("");
    let codes = |days: i64| {
        let at = u64::try_from(NOW + days * DAY).expect("after 1970");
        judge(&Case { at, ..chains.case() }).faults
    };
    assert_eq!(codes(0), vec![]);
    assert!(matches!(&codes(50)[..], [Fault::ExpiresSoon { .. }]));
    assert!(matches!(&codes(70)[..], [Fault::Expired { .. }]));
    assert!(matches!(&codes(-40)[..], [Fault::NotYetValid { .. }]));
    // The leaf's dates hide neither each other's faults nor those above it.
    assert!(matches!(&codes(3000)[..], [Fault::Expired { .. }]));
}

#[test]
fn what_is_no_certificate_is_unreadable() {
    let chains = Chains::with("");
    let garbage = [Bytes(b"-----BEGIN CERTIFICATE-----".to_vec())];
    let cut = [Bytes(chains.sent("mail")[0].0[..200].to_vec())];
    for sent in [&[][..], &garbage, &cut, &[Bytes(vec![])]] {
        assert_eq!(judge(&Case { sent, ..chains.case() }).faults, vec![Fault::Unreadable]);
    }
}

/// As many certificates as a server may show, all of one name, none signed by another.
fn bomb(variant: usize) -> Vec<Bytes> {
    let ids: Vec<String> = (1..20).map(|i| format!("x{variant}n{i}")).collect();
    let other = |id: &String| {
        format!(
            "certificates.{id} = {{ common_name = 'x', ca = true, key = 'ed25519', issuer = 'other' }}\n"
        )
    };
    let send: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    let chains = Chains::with(&format!(
        "certificates.mail = {{ common_name = 'x', names = ['{NAME}'], issuer = 'other', send = ['mail', {}],
             key = 'ed25519' }}
         certificates.other = {{ common_name = 'x', issuer = 'other', ca = true, key = 'ed25519' }}\n{}",
        send.join(", "),
        ids.iter().map(other).collect::<String>(),
    ));
    chains.sent("mail")
}

#[test]
fn equal_chains_are_judged_once_and_what_was_checked_is_remembered() {
    let shown = vec![bomb(0); 56];
    let roots = Chains::with("").roots();
    let mut judge = Judge::new(&roots, shown.iter().flatten(), 1_780_000_000);
    for chain in &shown {
        let faults = judge.judge(chain, NAME, None).faults;
        assert!(matches!(&faults[..], [.., Fault::UnknownIssuer { issuer }] if issuer == "CN=x"));
    }
    // The leaf by itself and by each of the others; each of those by itself.
    assert!(judge.checked() <= 20 + 19, "{}", judge.checked());
}

#[test]
fn many_different_chains_take_a_bounded_number_of_checks() {
    let shown: Vec<_> = (0..56).map(bomb).collect();
    let roots = Chains::with("").roots();
    let mut judge = Judge::new(&roots, shown.iter().flatten(), 1_780_000_000);
    let faults: Vec<_> = shown.iter().map(|chain| judge.judge(chain, NAME, None).faults).collect();
    assert_eq!(judge.checked(), 500);
    assert!(matches!(&faults[0][..], [.., Fault::UnknownIssuer { .. }]));
    assert_eq!(faults[55].last(), Some(&Fault::TooManySignatures));
}

#[test]
fn a_chain_without_end_is_judged_by_its_beginning() {
    let mut sent = Chains::with("").sent("mail");
    sent.extend((0..8000).map(|i: u32| Bytes(i.to_be_bytes().to_vec())));
    sent.extend(bomb(0));
    let roots = Chains::with("").roots();
    let mut judge = Judge::new(&roots, &sent, u64::try_from(NOW).expect("after 1970"));
    assert!(judge.judge(&sent, NAME, None).is_accepted());
    assert!(judge.checked() <= 3, "{}", judge.checked());
}

#[tokio::test(start_paused = true)]
async fn nobody_is_accused_by_a_signature_that_could_not_be_checked() {
    let accused = |recording: &_| {
        let findings = diagnosis::diagnose(recording);
        findings.iter().any(|f| f.code == "tls.key-not-proven")
    };
    let scenario = Scenario::load("tls-key-not-proven").expect("it is listed");
    let (_, mut recording) = run(scenario).await;
    assert!(accused(&recording));
    let large = Chains::with("certificates.mail.key = 'rsa16384'").sent("mail");
    let key = describe(&large[0].0).map(|leaf| leaf.key);
    assert_eq!(key, Some(Key::Rsa { bits: 16_384 }));
    let old = Chains::with("certificates.mail.version = 1").sent("mail");
    for chain in [large, old] {
        for observation in &mut recording.observations {
            if let Data::Handshake(handshake) = &mut observation.saw {
                handshake.chain = chain.clone();
            }
        }
        assert!(!accused(&recording));
    }
}
