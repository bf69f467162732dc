//! What is missing in a chain, and what fills the gap.
use mailprobe::certificate::{Fault, Filled, Found, Judge, Judgement};
use probes::bytes::Bytes;

use super::chains::{Chains, NAME, NOW};

const URL: &str = "http://ca.example.test/issuing1.crt";

fn judge<'a>(roots: &'a [Bytes], fetched: &'a [Bytes]) -> Judge<'a> {
    Judge::new(roots, [], u64::try_from(NOW).expect("after 1970")).with_fetched(fetched)
}

fn told(chains: &Chains, fetched: &[Bytes]) -> Judgement {
    let (sent, roots) = (chains.sent("mail"), chains.roots());
    judge(&roots, fetched).judge(&sent, NAME, None)
}

fn wanted(chains: &Chains, fetched: &[Bytes]) -> Vec<String> {
    let (sent, roots) = (chains.sent("mail"), chains.roots());
    judge(&roots, fetched).wanted(&sent)
}

fn filled(told: &Judgement) -> Option<&Filled> {
    told.faults.iter().find_map(|fault| match fault {
        Fault::IncompleteChain { filled, .. } => Some(filled),
        _ => None,
    })
}

#[test]
fn what_is_missing_is_wanted_until_a_root_is_reached() {
    assert_eq!(wanted(&Chains::with(""), &[]), [""; 0]);
    let chains = Chains::with("certificates.mail.send = ['mail']");
    assert_eq!(wanted(&chains, &[]), [URL]);
    assert_eq!(wanted(&chains, &chains.sent("intermediate")), [""; 0]);
    assert_eq!(wanted(&chains, &chains.sent("mail")), [URL]);
    let own = Chains::with("certificates.mail.issuer = 'mail'");
    assert_eq!(wanted(&own, &[]), [""; 0], "a self-signed one lacks nothing");
    let garbage = Chains::with("certificates.mail.garbage = true");
    assert_eq!(wanted(&garbage, &[]), [""; 0]);
}

#[test]
fn what_was_fetched_fills_the_gap_only_if_programs_would_find_a_way_with_it() {
    let chains = Chains::with("certificates.mail.send = ['mail']");
    let good = told(&chains, &chains.sent("intermediate"));
    assert_eq!(filled(&good), Some(&Filled::Fetched { places: vec![0] }));
    let found: Vec<Found> = good.path.iter().map(|link| link.found).collect();
    assert_eq!(found, [Found::Sent(0), Found::Fetched(0), Found::Root]);
    assert!(!good.is_accepted() && !good.leads_to_root());
    for (wrong, reason) in [
        ("certificates.intermediate = { starts = -900, days = -1 }", "out of its time"),
        ("certificates.intermediate.ca = false", "may not sign others"),
        ("certificates.intermediate.usage = 'client'", "may not sign for servers"),
        ("certificates.intermediate.permits = ['other.test']", "may not sign for this name"),
    ] {
        let chains = Chains::with(&format!("certificates.mail.send = ['mail']\n{wrong}"));
        let told = told(&chains, &chains.sent("intermediate"));
        let Some(Filled::InVain { why, places }) = filled(&told) else { panic!("{told:?}") };
        assert!(why.contains(reason) && places == &[0], "{wrong}: {why}");
    }
}

#[test]
fn another_key_of_the_same_name_fills_nothing() {
    let chains = Chains::with(
        "certificates.mail.send = ['mail']
         certificates.twin = { common_name = 'Example Issuing CA 1', organization = 'Example Trust',
           issuer = 'root', ca = true }",
    );
    let told = told(&chains, &chains.sent("twin"));
    assert_eq!(filled(&told), Some(&Filled::No));
    assert_eq!(told.path.len(), 1);
}

#[test]
fn a_fetched_root_that_is_not_trusted_is_an_unknown_issuer() {
    let chains = Chains::with(&format!(
        "certificates.mail = {{ names = ['{NAME}'], issuer = 'house', send = ['mail'] }}
         certificates.house = {{ common_name = 'House CA', issuer = 'house', ca = true,
           url = '{URL}' }}"
    ));
    assert_eq!(filled(&told(&chains, &[])), Some(&Filled::No));
    let with = told(&chains, &chains.sent("house"));
    assert_eq!(with.faults, [Fault::UnknownIssuer { issuer: "CN=House CA".to_owned() }]);
    assert_eq!(with.path.last().map(|link| link.found), Some(Found::Fetched(0)));
    assert_eq!(wanted(&chains, &chains.sent("house")), [""; 0]);
}

#[test]
fn a_leaf_with_faults_of_its_own_lacks_its_issuer_all_the_same() {
    let chains =
        Chains::with("certificates.mail = { send = ['mail'], usage = 'client', days = -3 }");
    let told = told(&chains, &chains.sent("intermediate"));
    assert_eq!(filled(&told), Some(&Filled::Fetched { places: vec![0] }));
    assert!(told.faults.contains(&Fault::NotForServers), "{told:?}");
    assert!(told.faults.iter().any(|f| matches!(f, Fault::Expired { .. })), "{told:?}");
}

#[test]
fn what_is_missing_above_an_intermediate_is_a_gap_once_it_is_proven() {
    let chains = Chains::with(&format!(
        "certificates.mail.send = ['mail', 'intermediate']
         certificates.intermediate.issuer = 'upper'
         certificates.upper = {{ common_name = 'Upper', issuer = 'root', ca = true,
           url = '{URL}' }}"
    ));
    let issuer = "CN=Upper".to_owned();
    assert_eq!(told(&chains, &[]).faults, [Fault::UnknownIssuer { issuer: issuer.clone() }]);
    let told = told(&chains, &chains.sent("upper"));
    let filled = Filled::Fetched { places: vec![0] };
    assert_eq!(told.faults, [Fault::IncompleteChain { missing: issuer, url: None, filled }]);
}

#[test]
fn what_another_port_sends_counts_where_what_was_fetched_is_of_no_use() {
    let chains = Chains::with(
        "certificates.mail.send = ['mail']
         certificates.old = { common_name = 'Example Issuing CA 1', organization = 'Example Trust',
           issuer = 'root', ca = true, key_of = 'intermediate', starts = -900, days = -1 }",
    );
    let (sent, roots, seen) = (chains.sent("mail"), chains.roots(), chains.sent("intermediate"));
    let old = chains.sent("old");
    let in_vain = told(&chains, &old);
    assert!(matches!(filled(&in_vain), Some(Filled::InVain { .. })), "{in_vain:?}");
    let at = u64::try_from(NOW).expect("after 1970");
    let told = Judge::new(&roots, &seen, at).with_fetched(&old).judge(&sent, NAME, None);
    assert_eq!(filled(&told), Some(&Filled::Elsewhere));
}
