//! What is told where a chain is long, or odd, or limited in several places.
use mailprobe::certificate::{Case, Fault, judge};
use mailprobe::language::Language;
use probes::bytes::Bytes;

use crate::chains::{Chains, DAY, NAME, NOW};

#[test]
fn of_a_long_list_of_authorities_the_right_ones_are_found() {
    let chains = Chains::with("");
    let [leaf, above] = &chains.sent("mail")[..] else { panic!("two are sent") };
    let filler = |n: u32| Bytes(n.to_be_bytes().to_vec());
    let padded = |n| {
        let between = (0..n).map(filler);
        [leaf.clone()].into_iter().chain(between).chain([above.clone()]).collect::<Vec<_>>()
    };
    assert!(judge(&Case { sent: &padded(40), ..chains.case() }).is_accepted());
    // What was not looked at is not said to be missing.
    let told = judge(&Case { sent: &padded(60), ..chains.case() }).faults;
    assert_eq!(told, vec![Fault::TooManySignatures]);
}

#[test]
fn of_several_authorities_that_limit_names_the_one_that_forbids_is_told() {
    for (root, intermediate, guilty) in [
        ("other.example", "example.test", "O=Example Trust, CN=Example Root CA"),
        ("example.test", "other.example", "O=Example Trust, CN=Example Issuing CA 1"),
    ] {
        let told = Chains::with(&format!(
            "certificates.root.permits = ['{root}']
             certificates.intermediate.permits = ['{intermediate}']"
        ));
        let permitted = vec!["other.example".to_owned()];
        let authority = guilty.to_owned();
        let fault = Fault::OutsideConstraints { authority, permitted, excluded: vec![] };
        assert_eq!(told.judge(), vec![fault]);
    }
}

#[test]
fn a_root_with_a_weak_key_is_told_by_it() {
    let told = Chains::with("certificates.root.key = 'rsa1024'").judge();
    let weak = |f: &Fault| matches!(f, Fault::WeakKey { subject, .. } if subject == "O=Example Trust, CN=Example Root CA");
    assert!(told.iter().any(weak), "{told:?}");
}

#[test]
fn an_outdated_root_is_a_warning() {
    let chains = Chains::with("certificates.root = { starts = -900, days = -3 }");
    let told = judge(&chains.case());
    let subject = "O=Example Trust, CN=Example Root CA".to_owned();
    assert!(told.is_accepted());
    assert_eq!(told.faults, vec![Fault::RootOutdated { subject, not_after: NOW - 3 * DAY }]);
}

#[test]
fn what_some_programs_insist_on_is_told_of_chains_that_work() {
    let what = |lines: &str| -> Vec<String> {
        let told = Chains::with(lines).judge();
        let odd = told.into_iter().find_map(|f| match f {
            Fault::Irregular { what } => Some(what),
            _ => None,
        });
        odd.into_iter().flatten().map(|oddity| Language::En.text(oddity.what)).collect()
    };
    assert_eq!(what("").len(), 0);
    for (name, odd) in [("old.example.test", 1), ("*.example.test", 1), (NAME, 0), ("Mail", 0)] {
        let told = what(&format!("certificates.mail.common_name = '{name}'"));
        assert_eq!(told.len(), odd, "{name}: {told:?}");
    }
    let told = what(&format!("certificates.mail.names = ['{NAME}', 'a_b.example.test']"));
    assert_eq!(told, ["One of its names has an underscore, which host names can't have."]);
    // Where the chain is refused, that is what matters.
    assert_eq!(what("certificates.mail.names = ['a_b.example.test']").len(), 0);
}
