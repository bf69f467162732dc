//! How long names may take, whoever is to blame.
use std::time::Duration;

use fixtures::{Scenario, World};
use mailprobe::check::{Errand, record};
use mailprobe::recording::{Recording, Vantage};
use mailprobe::trust::Store;
use probes::{Data, FailureKind, Observation, Step, Subject, limits};

use super::{but_for, kind, run, took};

/// The time that a step took.
fn lasted(observation: &Observation) -> Duration {
    Duration::from_micros(observation.took_us)
}

/// The last moment at which names were waited for, those of routers left out.
fn end_of_names(recording: &Recording) -> Duration {
    let named = |o: &&Observation| matches!(o.saw, Data::Lookup(_) | Data::Confirmation(_));
    let ends = recording.observations.iter().filter(named).map(|o| o.at_us + o.took_us);
    Duration::from_micros(ends.max().expect("names were asked for"))
}

#[tokio::test(start_paused = true)]
async fn a_silent_resolver_costs_the_time_of_one_name() {
    let (_, recording) = run(Scenario::load("dns-timeout").expect("it exists")).await;
    assert!(took(&recording) <= limits::DNS_NAME, "{:?}", took(&recording));
}

#[tokio::test(start_paused = true)]
async fn silent_resolvers_cost_a_name_its_time_each_and_the_run_that_of_all_names() {
    let mut scenario = Scenario::load("dns-timeout").expect("it exists");
    for resolver in ["192.0.2.53", "192.0.2.54", "192.0.2.55"] {
        scenario.options.extend(["--resolver".to_owned(), resolver.to_owned()]);
    }
    let (_, recording) = run(scenario).await;
    assert!(recording.observations.len() > 6, "others were asked too");
    for observation in &recording.observations {
        assert!(lasted(observation) <= limits::DNS_NAME, "{observation:?}");
    }
    assert!(took(&recording) <= limits::DNS_ALL, "{:?}", took(&recording));
}

#[tokio::test(start_paused = true)]
async fn a_slow_resolver_that_falls_silent_costs_no_more() {
    let recording = but_for(
        "target = \"example.test\"\nresolver_rtt = \"1900ms\"\n\
         dns.\"10.2.0.192.in-addr.arpa\".silent = true",
    )
    .await;
    assert!(end_of_names(&recording) > limits::DNS_NAME, "names did take their time");
    assert!(end_of_names(&recording) <= limits::DNS_ALL, "{:?}", end_of_names(&recording));
}

#[tokio::test(start_paused = true)]
async fn names_get_what_is_left_of_their_time() {
    for (used, failed) in
        [(Duration::from_secs(9), "no answer in time"), (limits::DNS_ALL, "used up")]
    {
        let scenario = Scenario::load("dns-timeout").expect("it exists");
        let wishes = mailprobe::cli::check(&scenario.target, &scenario.options).expect("lawful");
        let asked = wishes.asked().expect("a lawful target").remove(0);
        let setup = wishes.look.setup();
        let world = World::new(scenario);
        tokio::time::sleep(used).await;
        let store = Store { source: "scenario".into(), roots: vec![], ..Store::default() };
        let vantage = Vantage::default();
        let errand = Errand { asked: &asked, setup: &setup, store: &store, vantage };
        let recording = record(&world, errand, std::future::pending(), &|_| {}).await;
        assert!(end_of_names(&recording) <= limits::DNS_ALL, "{:?}", end_of_names(&recording));
        for observation in &recording.observations {
            assert_eq!(kind(observation), Some(FailureKind::TimedOut));
            let failure = observation.failure.as_ref().expect("nobody answers");
            assert!(failure.detail.contains(failed), "{failure:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_names_of_an_address_are_not_waited_for_long() {
    let many = (0..9).map(|n| format!("\"n{n}.hosting.test\"")).collect::<Vec<_>>().join(", ");
    let silent: String =
        (0..9).map(|n| format!("dns.\"n{n}.hosting.test\".silent = true\n")).collect();
    let recording = but_for(&format!(
        "{silent}dns.\"10.2.0.192.in-addr.arpa\".ptr = [{many}]\nreverse.\"192.0.2.10\" = \"x.test\""
    ))
    .await;
    let all = recording.observations.iter().filter(|o| o.step == Step::Confirm);
    let failed = all.clone().find(|o| o.failure.is_some()).expect("one address has silent names");
    let Data::Confirmation(asked) = &failed.saw else { panic!("names were asked: {failed:?}") };
    assert_eq!(asked.lookups.len(), limits::POINTERS);
    assert!(all.map(lasted).all(|t| t <= limits::CONFIRM));
}

#[tokio::test(start_paused = true)]
async fn the_dns_is_not_asked_what_it_says_of_this_machine() {
    let viewed = async |name: &str| {
        let known = format!("target = {name:?}\nhosts_file.{name:?} = [\"192.0.2.10\"]");
        let recording = but_for(&known).await;
        recording.observations.iter().any(|o| matches!(o.subject, Subject::View { .. }))
    };
    assert!(viewed("mail.home.test").await);
    assert!(!viewed("localhost").await);
}
