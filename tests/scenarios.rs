//! Every file in `fixtures/scenarios` is a test: run it, judge it, compare with what it expects.
//! All of this happens in virtual time, without a network and without root.
#[path = "scenarios/again.rs"]
mod again;
#[path = "scenarios/all.rs"]
mod all;
#[path = "scenarios/instead.rs"]
mod instead;
#[path = "scenarios/languages.rs"]
mod languages;
#[path = "scenarios/page.rs"]
mod page;
#[path = "scenarios/pairs.rs"]
mod pairs;
#[path = "scenarios/ports.rs"]
mod ports;
#[path = "read/page.rs"]
mod reader;
#[path = "scenarios/rows.rs"]
mod rows;
#[path = "scenarios/run.rs"]
mod run;
#[path = "scenarios/schema.rs"]
mod schema;
#[path = "read/spoken.rs"]
mod spoken;
#[path = "scenarios/told.rs"]
mod told;
#[path = "scenarios/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use all::{Case, all};
use fixtures::{Scenario, World};
use mailprobe::diagnosis::{self, headline};
use mailprobe::finding::{Confidence, Finding, Severity};
use mailprobe::recording::{Ended, Recording};
use mailprobe::report::{Status, Verdict};
use probes::net::Answer;
use probes::tls::hello::Part;
use probes::{Data, FailureKind, Step, limits};
use run::run;

async fn run_named(name: &str) -> (World, Recording) {
    run(Scenario::load(name).expect("a scenario of this name")).await
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn every_scenario_is_told_as_it_is() {
    let mut wrong = Vec::new();
    for Case { name, expect, recording, findings, .. } in all() {
        let verdict = Verdict::of(recording, findings);
        let told = told::differences(expect, &verdict, findings);
        for difference in told.into_iter().chain(instead::wrong(recording, findings)) {
            wrong.push(format!("{name}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_scenario_that_shows_it_and_one_that_does_not() {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for Case { findings, .. } in all() {
        for code in findings.iter().map(|found| found.code).collect::<BTreeSet<_>>() {
            *shown.entry(code).or_default() += 1;
        }
    }
    let proved = |code: &str| shown.get(code).is_some_and(|count| *count < all().len());
    let missing: Vec<_> = diagnosis::rules().map(|rule| rule.code).filter(|c| !proved(c)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_saved_is_enough_to_say_the_same_again() {
    for Case { name, recording, findings, .. } in all() {
        let mut saved = Vec::new();
        recording.save(&mut saved).expect("memory takes everything");
        let loaded = Recording::load(&mut saved.as_slice()).expect("it was saved by us");
        assert_eq!(loaded, *recording, "{name}");
        assert_eq!(diagnosis::diagnose(&loaded), *findings, "{name}");
    }
}

#[test]
fn no_failure_goes_unmentioned_and_no_finding_lacks_evidence() {
    for Case { name, recording, findings, .. } in all() {
        let unspoken = spoken::unspoken(recording, findings);
        assert!(unspoken.is_empty(), "{name}: nobody speaks for {unspoken:?}");
        for finding in findings {
            let real = |id: &u32| recording.observations.iter().any(|o| o.id == *id);
            let rests = !finding.evidence.is_empty() && finding.evidence.iter().all(real);
            assert!(rests, "{name}: {finding:?}");
        }
    }
}

#[test]
fn every_word_that_a_rule_leaves_open_is_filled_in() {
    for Case { name, findings, .. } in all() {
        for finding in findings {
            let rule = diagnosis::rule(finding.code).expect("findings come from rules");
            for text in [rule.title, rule.cause, rule.remedy, rule.reference] {
                let mut open = text.split("{$").skip(1).filter_map(|rest| rest.split('}').next());
                let unfilled = open.find(|word| !finding.args.contains_key(*word));
                assert_eq!(unfilled, None, "{name}: {}", finding.code);
            }
        }
    }
}

#[test]
fn the_probe_is_polite_to_every_server() {
    for Case { name, recording, visits, dialled, .. } in all() {
        for visit in visits {
            let verbs: Vec<String> =
                visit.commands.iter().map(|c| c.to_ascii_uppercase()).collect();
            let forbidden = ["AUTH", "MAIL", "RCPT", "LOGIN", "USER", "PASS", "VRFY"];
            let bad = verbs.iter().find(|v| v.split(' ').any(|word| forbidden.contains(&word)));
            assert_eq!(bad, None, "{name}: {visit:?}");
        }
        for (endpoint, times) in connections(recording) {
            let calls = dialled.iter().filter(|at| **at == endpoint).count();
            // Without a socket nobody is called, and that is seen.
            let seen = if has_no_socket(recording) { 0 } else { times.len() };
            assert_eq!(calls, seen, "{name}: {endpoint} is called without being seen");
            // The last one tries what becomes of a command behind STARTTLS.
            let scans = if recording.asked.tls_scan { Part::ALL.len() + 1 } else { 0 };
            let most = 1 + limits::RETRIES.max(scans) + usize::from(recording.asked.retries);
            assert!(times.len() <= most, "{name}: {endpoint}: {times:?}");
            let apart = times.windows(2).all(|pair| pair[0].1 <= pair[1].0);
            assert!(apart, "{name}: two connections to {endpoint} at once: {times:?}");
        }
    }
}

fn has_no_socket(recording: &Recording) -> bool {
    let lacks = |f: &probes::Failure| f.detail.contains("Too many open files");
    recording.observations.iter().filter_map(|o| o.failure.as_ref()).any(lacks)
}

/// Beginning and end of each connection, in order, by endpoint; µs.
fn connections(recording: &Recording) -> BTreeMap<SocketAddr, Vec<(u64, u64)>> {
    let mut of_subjects: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    let visits = recording.observations.iter().filter(|o| o.subject.service().is_some());
    for seen in visits {
        let end = seen.at_us + seen.took_us;
        let visit = (&seen.subject, seen.round);
        let (_, last) = of_subjects.entry(visit).or_insert((seen.at_us, end));
        *last = end;
    }
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for ((subject, _), times) in of_subjects {
        let (addr, port) = subject.addr().zip(subject.port()).expect("an endpoint has both");
        found.entry(SocketAddr::new(addr, port)).or_default().push(times);
    }
    found.values_mut().for_each(|times| times.sort_unstable());
    found
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_again_whose_handshake_works_or_says_why_it_fails() {
    for (name, retries) in [
        ("good", 0),
        ("tls-expired", 0),
        ("tls-clear-after-starttls", 0),
        ("path-mtu-black-hole", 0),
        ("dialogue-tls-on-clear-port", 0),
        // On two ports of two addresses each.
        ("tls-dhe", 4),
        ("tls-large-hello-dropped", 4),
        ("tls-name-refused", 8),
        ("tls-version-intolerant", 12),
        ("tls-ssl-3-only", 16),
        ("tls-stalls", 2),
        // On three ports of one address, where that was asked for; there is no ALPN for SMTP, and
        // nothing behind STARTTLS where there is none.
        ("tls-scan-not-asked", 0),
        ("tls-scan-good", 3 * Part::ALL.len() - 2 + 2),
    ] {
        let (world, _) = run_named(name).await;
        let mut places = world.dialled();
        let all = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(all - places.len(), retries, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn good_servers_are_greeted_and_taken_leave_of() {
    let (world, recording) = run_named("good").await;
    assert_eq!(world.visits().len(), 14, "seven ports on two addresses");
    assert!(world.visits().iter().all(|v| v.farewell), "{:?}", world.visits());
    assert_eq!(diagnosis::diagnose(&recording), vec![]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_greets_late_is_waited_for() {
    let (world, _) = run_named("dialogue-greeting-late").await;
    for visit in world.visits() {
        assert!(!visit.spoke_before_greeting && visit.farewell, "{visit:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_good_domain_takes_nine_round_trips_trace_included() {
    let mut scenario = Scenario::load("dns-good").expect("it exists");
    scenario.rtt = fixtures::span::Span(Duration::from_millis(100));
    scenario.resolver_rtt = None;
    let (_, recording) = run(scenario).await;
    assert_eq!(codes(&diagnosis::diagnose(&recording)), Vec::<&str>::new());
    assert!(recording.observations.iter().any(|o| o.step == Step::Trace), "it was traced");
    let took = Duration::from_micros(recording.took_us);
    assert!(took <= Duration::from_millis(900), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn one_filtered_port_costs_its_timeout_and_a_second_at_most() {
    let mut scenario = Scenario::load("path-port-25-dropped").expect("it exists");
    scenario.rtt = fixtures::span::Span(Duration::from_millis(100));
    let (_, recording) = run(scenario).await;
    let took = Duration::from_micros(recording.took_us);
    assert!(took <= Duration::from_secs(6), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_kept_whatever_servers_do_and_what_was_seen_stays() {
    for name in Scenario::all() {
        let mut scenario = Scenario::load(name).expect("it is listed");
        scenario.options.extend(["--deadline".to_owned(), "150ms".to_owned()]);
        let (_, recording) = run(scenario).await;
        let took = Duration::from_micros(recording.took_us);
        assert!(took <= Duration::from_millis(400), "{name}: {took:?}");
        let cut = recording
            .observations
            .iter()
            .any(|o| o.failure.as_ref().is_some_and(|f| f.kind == FailureKind::CutShort));
        assert_eq!(cut, recording.ended == Ended::Deadline, "{name}");
        let findings = diagnosis::diagnose(&recording);
        let verdict = Verdict::of(&recording, &findings);
        assert!(!cut || verdict.status >= Status::Inconclusive, "{name}: {verdict:?}");
        assert!(!cut || verdict.exit_status(&findings, Severity::Error) >= 2, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn that_this_network_blocks_port_25_is_sure_only_if_another_host_shows_it() {
    for (name, sure) in [
        ("path-port-25-dropped", Confidence::Medium),
        ("path-port-25-blocked-everywhere", Confidence::High),
    ] {
        let (_, recording) = run_named(name).await;
        let findings = diagnosis::diagnose(&recording);
        let blocked: Vec<_> =
            findings.iter().filter(|f| f.code == "path.port-25-blocked").collect();
        assert!(!blocked.is_empty() && blocked.iter().all(|f| f.confidence == sure), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_expired_certificate_is_fine_as_of_an_earlier_day() {
    let (_, recording) = run_named("tls-expired").await;
    let month = 30 * 86_400;
    let now = diagnosis::diagnose(&recording);
    let earlier = diagnosis::diagnose_at(&recording, recording.at - month);
    assert!(codes(&now).contains(&"tls.expired"));
    assert!(!codes(&earlier).contains(&"tls.expired"), "{earlier:?}");
}

#[test]
fn the_headline_is_never_a_finding_that_another_explains() {
    for Case { name, findings, .. } in all() {
        assert!(headline(findings).is_none_or(|f| f.because.is_none()), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_trace_that_failed_proves_nothing_of_the_way() {
    let (_, mut recording) = run_named("tcp-port-25-dropped-by-host").await;
    let to_25 =
        |o: &&mut probes::Observation| o.step == Step::Trace && o.subject.port() == Some(25);
    for trace in recording.observations.iter_mut().filter(to_25) {
        let probes::Data::Path(path) = &mut trace.saw else { panic!("a path was traced") };
        path.tries.clear();
        trace.failure = Some(probes::Failure::new(FailureKind::NotPermitted, "forbidden here"));
    }
    let findings = diagnosis::diagnose(&recording);
    assert!(!codes(&findings).contains(&"path.port-25-blocked"), "{findings:?}");
    assert!(codes(&findings).contains(&"path.not-traced"), "{findings:?}");
}

/// A recording in which every answer of the DNS is changed.
fn with_answers(mut recording: Recording, change: impl Fn(&mut Answer)) -> Recording {
    for observation in &mut recording.observations {
        let probes::Data::Lookup(lookup) = &mut observation.saw else { continue };
        change(&mut lookup.answer);
        observation.failure = observation.failure.take().filter(|_| lookup.answer.rcode != Some(0));
    }
    recording
}

#[tokio::test(start_paused = true)]
async fn aliases_in_a_circle_are_told_as_such_whatever_the_resolver_makes_of_them() {
    for name in ["dns-alias-loop", "dns-alias-endless"] {
        let (_, recording) = run_named(name).await;
        let headline = Scenario::load(name).expect("it exists").expect.headline;
        let answered = with_answers(recording, |answer| {
            answer.rcode = Some(0);
            answer.unchecked = None;
        });
        let findings = diagnosis::diagnose(&answered);
        assert!(codes(&findings).iter().all(|code| *code == headline), "{findings:?}");
        assert!(findings.iter().all(|f| f.severity == Severity::Error), "{findings:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn wrong_signatures_are_sure_if_the_resolver_says_so_or_more_than_one_answer_does() {
    let (_, recording) = run_named("dns-dnssec-keys").await;
    let sure = |recording: &Recording| {
        let findings = diagnosis::diagnose(recording);
        findings.iter().map(|f| f.confidence).collect::<Vec<_>>()
    };
    assert_eq!(sure(&recording), [Confidence::High; 2], "MX; A and AAAA");
    let unexplained = with_answers(recording, |answer| answer.ede.clear());
    assert_eq!(sure(&unexplained), [Confidence::Medium, Confidence::High]);
    let (_, expired) = run_named("dns-dnssec-fails").await;
    assert_eq!(sure(&expired), [Confidence::Medium; 2], "the resolver's clock may be wrong");
}

#[tokio::test(start_paused = true)]
async fn what_comes_beside_the_certificate_is_noted() {
    for (name, asked, at_once, later) in [
        ("good", false, 0, 2),
        ("tls-client-certificate", true, 0, 0),
        ("tls-only-1-2", false, 1, 0),
    ] {
        let (_, recording) = run_named(name).await;
        let (mut certificate, mut with, mut after) = (false, 0, 0);
        let on_993 = recording.observations.iter().filter(|o| o.subject.port() == Some(993));
        for seen in on_993 {
            match &seen.saw {
                Data::Handshake(shaken) => {
                    certificate |= shaken.client_certificate_asked;
                    with = with.max(shaken.tickets);
                }
                Data::Reply(reply) => after = after.max(reply.tickets),
                _ => {}
            }
        }
        assert_eq!((certificate, with, after), (asked, at_once, later), "{name}");
    }
}
