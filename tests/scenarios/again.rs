//! What failed in a way that may pass is looked at again, as often as was asked for, politely.
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use fixtures::Scenario;
use mailprobe::diagnosis::{self, Facts};
use mailprobe::recording::{Because, Recording};
use mailprobe::report::{FORMATS, Report, Style, Verdict};
use probes::{Failure, FailureKind, Observation, Step};

use crate::all::{Case, all};
use crate::run::run;

async fn seen(name: &str) -> Recording {
    run(Scenario::load(name).expect("it exists")).await.1
}

fn case(name: &str) -> &'static Case {
    all().iter().find(|case| case.name == name).expect("it is a scenario")
}

fn connects(recording: &Recording) -> impl Iterator<Item = &Observation> {
    recording.observations.iter().filter(|o| o.step == Step::Connect)
}

fn told(recording: &Recording) -> String {
    let findings = diagnosis::diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    let language = mailprobe::language::Language::En;
    let report = Report { recording, findings: &findings, verdict: &verdict, language };
    let style = Style { detail: mailprobe::report::Detail::Verbose, ..Style::default() };
    let mut text = Vec::new();
    (FORMATS[0].write)(&[report], &style, &mut text).expect("memory takes everything");
    String::from_utf8(text).expect("reports are UTF-8").replace('\u{a0}', " ")
}

#[test]
fn only_what_may_pass_is_tried_again_and_no_oftener_than_asked_for() {
    for (name, again) in [
        // On two addresses each.
        ("tcp-flapping", 2),
        ("tcp-flapping-refused", 4),
        ("tcp-flapping-later", 2),
        ("tcp-silent-retried", 4),
        ("tcp-silent-no-time", 0),
        ("dialogue-flapping", 2),
        ("dialogue-defers-retried", 4),
        ("dialogue-rejects-retried", 0),
        ("tls-expired-retried", 0),
        ("tls-flapping", 4),
        ("dns-flapping", 0),
        ("dns-flapping-exchanger", 2),
    ] {
        let tried = connects(&case(name).recording).filter(|o| o.round > 0).count();
        assert_eq!(tried, again, "{name}");
    }
}

#[test]
fn nothing_is_tried_again_unasked() {
    for Case { name, recording, .. } in all().iter().filter(|c| c.recording.asked.retries == 0) {
        assert!(recording.observations.iter().all(|o| o.round == 0), "{name}");
    }
}

#[test]
fn a_pause_comes_before_each_round_and_each_is_longer() {
    let second = Duration::from_secs(1);
    for name in ["tcp-flapping-refused", "tcp-silent-retried", "dialogue-defers-retried"] {
        let observations = &case(name).recording.observations;
        for round in [1_u8, 2] {
            let end = |o: &Observation| o.at_us + o.took_us;
            let before = observations.iter().filter(|o| o.round < round).map(end).max();
            let begun = observations.iter().filter(|o| o.round == round).map(|o| o.at_us).min();
            let pause = begun.expect("it began") - before.expect("there was one before");
            let expected = second * u32::from(round);
            assert_eq!(Duration::from_micros(pause).as_millis(), expected.as_millis(), "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ports_of_one_host_are_tried_again_one_after_the_other() {
    let mut scenario = Scenario::load("tcp-flapping").expect("it exists");
    for host in scenario.hosts.values_mut() {
        let silent = host.ports[&993].clone();
        host.ports.values_mut().for_each(|port| *port = silent.clone());
    }
    scenario.options.extend(["--deadline".to_owned(), "5m".to_owned()]);
    let (_, recording) = run(scenario).await;
    let mut visits: BTreeMap<IpAddr, BTreeMap<u16, (u64, u64)>> = BTreeMap::new();
    for seen in recording.observations.iter().filter(|o| o.round > 0) {
        let place = seen.subject.addr().zip(seen.subject.port());
        let (addr, port) = place.expect("only endpoints were silent");
        let (_, end) =
            visits.entry(addr).or_default().entry(port).or_insert((seen.at_us, seen.at_us));
        *end = seen.at_us + seen.took_us;
    }
    assert_eq!(visits.len(), 2);
    for ports in visits.into_values() {
        let mut times: Vec<_> = ports.into_values().collect();
        times.sort_unstable();
        assert_eq!(times.len(), 7);
        assert!(times.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{times:?}");
    }
}

#[test]
fn a_service_that_comes_and_goes_is_told_with_what_was_seen_of_both() {
    for name in ["tcp-flapping", "dialogue-flapping", "tls-flapping", "dns-flapping"] {
        let Case { recording, findings, .. } = case(name);
        let of = |id: &u32| recording.observations.iter().find(|o| o.id == *id).expect("it is");
        let flapping = findings.iter().filter(|f| f.code == name.replacen('-', ".", 1));
        for finding in flapping {
            let rests: Vec<_> = finding.evidence.iter().map(of).collect();
            assert!(rests.iter().any(|o| o.round == 0 && o.failure.is_some()), "{name}");
            assert!(rests.iter().any(|o| o.round > 0 && o.failure.is_none()), "{name}");
        }
    }
}

#[test]
fn what_fails_at_every_try_is_judged_as_before_and_rests_on_all_of_them() {
    let (once, thrice) = (case("tcp-silent-asked"), case("tcp-silent-retried"));
    let codes = |case: &Case| {
        let told = case.findings.iter().map(|f| (f.code, f.subject.clone(), f.severity));
        told.collect::<Vec<_>>()
    };
    assert_eq!(codes(once), codes(thrice));
    let silent = thrice.findings.iter().filter(|f| f.code == "tcp.filtered");
    let mut tries: Vec<_> = silent.map(|f| f.evidence.len()).collect();
    tries.sort_unstable();
    assert_eq!(tries, [3, 3]);
}

#[test]
fn a_round_that_would_not_be_over_in_time_is_not_begun_and_that_is_told() {
    let recording = &case("tcp-silent-no-time").recording;
    let missed: Vec<_> =
        recording.skipped.iter().filter(|s| s.because == Because::NoTime).collect();
    assert_eq!(missed.len(), 2);
    assert!(missed.iter().all(|s| s.round == 1), "{missed:?}");
    let took = Duration::from_micros(recording.took_us);
    assert!(took < Duration::from_secs(21), "{took:?}");
    let text = told(recording);
    assert!(text.contains("once more") && text.contains("--deadline leaves no time"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn names_get_their_time_in_each_round() {
    let mut scenario = Scenario::load("dns-flapping").expect("it exists");
    let name = scenario.dns.get_mut("mail.example.test").expect("it is there");
    name.rcode = fixtures::zone::Rcode::NoError;
    name.silent = true;
    name.recovers_after = Some(2);
    let (_, recording) = run(scenario).await;
    let found = diagnosis::diagnose(&recording);
    let told = found.iter().all(|f| f.code == "dns.flapping") && !found.is_empty();
    assert!(told, "{found:?}");
    let endpoints = Facts::new(&recording, recording.at).endpoints().len();
    assert_eq!(endpoints, 14, "what was found late is looked at too");
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_changes_is_told_try_by_try() {
    let mut recording = seen("tcp-flapping-later").await;
    let again = recording.observations.iter_mut().filter(|o| o.round > 0);
    for seen in again {
        seen.failure = Some(Failure::timed_out());
    }
    let findings = diagnosis::diagnose(&recording);
    for failed in recording.observations.iter().filter(|o| o.failure.is_some()) {
        assert!(findings.iter().any(|f| f.evidence.contains(&failed.id)), "{failed:?}");
    }
    assert!(findings.iter().any(|f| f.code == "tcp.filtered"), "{findings:?}");
    let text = told(&recording);
    assert!(
        text.contains("TCP: connection refused; 1.0 s later: TCP: no answer in time"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_try_that_was_cut_short_takes_nothing_back() {
    let mut recording = seen("tcp-flapping-refused").await;
    for seen in recording.observations.iter_mut().filter(|o| o.round == 2) {
        seen.failure = Some(Failure::new(FailureKind::CutShort, "the run ended"));
    }
    let findings = diagnosis::diagnose(&recording);
    let codes: Vec<_> = findings.iter().filter(|f| f.because.is_none()).map(|f| f.code).collect();
    assert!(codes.contains(&"tcp.refused") && codes.contains(&"other.cut-short"), "{codes:?}");
}
