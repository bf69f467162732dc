//! What reports propose in the place of what failed.
use std::collections::HashSet;

use fixtures::Scenario;
use mailprobe::diagnosis::instead::{Basis, Choice, choices};
use mailprobe::diagnosis::{Facts, diagnose};
use mailprobe::finding::{Finding, Severity};
use mailprobe::recording::Recording;
use probes::Subject;

use super::run::run;

/// Choices of a scenario, with these words in the place of its options.
async fn proposed(name: &str, options: &[&str]) -> Vec<String> {
    let mut scenario = Scenario::load(name).expect("a scenario of this name");
    scenario.options = options.iter().map(ToString::to_string).collect();
    let (_, recording) = run(scenario).await;
    let facts = Facts::new(&recording, recording.at);
    choices(&facts, &diagnose(&recording)).iter().map(words).collect()
}

fn words(choice: &Choice) -> String {
    let Choice { protocol, host, port, security, basis } = choice;
    let basis = match basis {
        Basis::Good => "good",
        Basis::Published(_) => "published",
    };
    format!("{protocol:?} {host}:{port} {security:?} {basis}").to_lowercase()
}

#[tokio::test(start_paused = true)]
async fn what_works_is_proposed_before_what_is_only_published() {
    let told = proposed("provider-published-port-refused", &["--ports", "587"]).await;
    assert_eq!(told, ["smtp smtp.zoho.com:465 implicit published"]);
    let told = proposed("provider-published-port-refused", &["--ports", "465,587,993"]).await;
    assert_eq!(told, ["smtp smtp.zoho.com:465 implicit good"]);
}

#[tokio::test(start_paused = true)]
async fn a_program_that_cannot_use_25_is_sent_to_the_ports_for_programs() {
    let told = proposed("path-port-25-dropped", &["--ports", "25,465,587"]).await;
    let both = ["465 implicit", "587 starttls"].map(|p| format!("smtp mail.example.test:{p} good"));
    assert_eq!(told, both);
    assert_eq!(proposed("path-port-25-dropped", &[]).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_proposed_where_all_is_well_or_only_unwanted_ports_are_closed() {
    for name in ["good", "tcp-submission-host", "tcp-imap-host", "tcp-port-25-refused"] {
        assert_eq!(proposed(name, &[]).await, [""; 0], "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_port_that_was_named_is_proposed_only_in_another_way() {
    let told = proposed("provider-other-security", &["--ports", "587=submissions"]).await;
    let other = [
        "smtp smtp.gmail.com:465 implicit published",
        "smtp smtp.gmail.com:587 starttls published",
    ];
    assert_eq!(told, other);
    // Where this machine has no IPv6, or one address is dead, the port still serves on the other.
    for name in ["tcp-no-ipv6-here", "tcp-one-address-dead", "tcp-ipv6-dead"] {
        assert_eq!(proposed(name, &["--ports", "465,587"]).await, [""; 0], "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_with_a_faulty_certificate_is_proposed() {
    for name in ["tls-expired", "tls-self-signed", "tls-wrong-name", "provider-name-resembles"] {
        assert_eq!(proposed(name, &["--ports", "465,587,993,143"]).await, [""; 0], "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_encrypted_is_never_proposed() {
    assert_eq!(proposed("dialogue-starttls-missing", &["--ports", "587"]).await, [""; 0]);
    let told = proposed("dialogue-starttls-missing", &["--ports", "465,587"]).await;
    assert_eq!(told, ["smtp mail.example.test:465 implicit good"]);
}

#[tokio::test(start_paused = true)]
async fn a_misspelt_name_leads_to_the_places_of_the_one_that_was_meant() {
    let told = proposed("provider-name-misspelt", &[]).await;
    assert_eq!(told.first().map(String::as_str), Some("smtp smtp.zoho.com:465 implicit published"));
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(proposed("provider-name-unlike", &[]).await, [""; 0]);
}

/// What is proposed although an error rests on it, one line each: none.
pub(crate) fn wrong(recording: &Recording, findings: &[Finding]) -> Vec<String> {
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    let wrong: HashSet<u32> = errors.flat_map(|f| f.evidence.clone()).collect();
    let bad = recording.observations.iter().filter(|o| wrong.contains(&o.id));
    let bad: Vec<&Subject> =
        bad.map(|o| &o.subject).filter(|subject| subject.service().is_some()).collect();
    let failed = |choice: &Choice| {
        let place = (Some(choice.host.as_str()), Some(choice.port));
        bad.iter().any(|subject| (subject.name(), subject.port()) == place)
    };
    let choices = choices(&Facts::new(recording, recording.at), findings);
    let seen = choices.iter().filter(|c| c.basis == Basis::Good && failed(c));
    seen.map(|c| format!("proposes {}", words(c))).collect()
}
