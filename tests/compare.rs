//! What is told of two runs: every scenario against itself, against a good host, and the kinds of
//! change one by one.
#[expect(dead_code, reason = "what was dialled is for others to look at")]
#[path = "scenarios/all.rs"]
mod all;
#[path = "compare/asked.rs"]
mod asked;
#[cfg(feature = "demo")]
#[path = "compare/program.rs"]
mod program;
#[path = "scenarios/run.rs"]
mod run;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use all::{Case, all};
use fixtures::Scenario;
use mailprobe::compare::{Change, Comparison, Kind, compare};
use mailprobe::finding::Finding;
use mailprobe::language::Language;
use mailprobe::recording::{Because, Ended, MAX_OBSERVATIONS, Recording, Redaction, Skip};
use mailprobe::report::compared::{FORMS, Labels, Told};
use mailprobe::report::{Detail, Style};
use mailprobe::target::Trace;
use probes::net::{HopAnswer, Record, RecordData};
use probes::{Data, Service, Step, Subject};

fn recorded(name: &str) -> &'static Recording {
    let case = all().iter().find(|case| case.name == name);
    &case.expect("a scenario of this name").recording
}

/// A good host, but for this.
fn but_for(difference: &str) -> Recording {
    let text = format!(
        "like = \"good\"\nname = \"another run\"\n{difference}\n\
         [expect]\nverdict = \"failure\"\nheadline = \"healthy\"\nfindings = []\n"
    );
    let scenario = Scenario::parse(&text).expect("a lawful scenario");
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().expect("a runtime for tests");
    runtime.block_on(run::run(scenario)).1
}

/// The same run some seconds later: from other ports, at another pace, in another session.
fn later(recording: &Recording) -> Recording {
    let mut later = recording.clone();
    later.at += 7;
    later.took_us += 12_345;
    for observation in &mut later.observations {
        observation.at_us += 321;
        observation.took_us += 77;
        match &mut observation.saw {
            Data::Connect(connect) => {
                let moved = |at: SocketAddr| SocketAddr::new(at.ip(), at.port() ^ 1);
                connect.local = connect.local.map(moved);
                connect.took_us = connect.took_us.map(|us| us + 900);
            }
            Data::Lookup(lookup) => {
                // Aliases stand in the order in which they lead; the rest comes in any.
                let records = &mut lookup.answer.records;
                records.reverse();
                let is_alias = |r: &Record| matches!(r.data, RecordData::Cname { .. });
                let (mut aliases, others): (Vec<_>, Vec<_>) = records.drain(..).partition(is_alias);
                aliases.reverse();
                records.extend(aliases.into_iter().chain(others));
                lookup.answer.exchanges.iter_mut().for_each(|e| e.took_us += 50);
            }
            Data::Path(path) => path.tries.iter_mut().for_each(|t| t.took_us += 40),
            _ => {}
        }
    }
    later
}

fn codes(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|f| f.code).collect()
}

fn kinds(comparison: &Comparison) -> BTreeSet<Kind> {
    comparison.underneath.iter().map(|change| change.kind).collect()
}

fn change(comparison: &Comparison, kind: Kind) -> [String; 2] {
    let found = comparison.underneath.iter().find(|change| change.kind == kind);
    let Change { before, after, .. } = found.expect("it is told");
    [before, after].map(|side| Language::En.told(&side.value).replace('\u{a0}', " "))
}

fn told(comparison: &Comparison, labels: Option<&Labels>, language: Language) -> String {
    let mut text = Vec::new();
    let style = Style { width: 100, detail: Detail::Verbose, ..Style::default() };
    let told = Told { comparison, labels, language };
    (FORMS[0].write)(&[told], &style, &mut text).expect("memory takes everything");
    String::from_utf8(text).expect("it is UTF-8")
}

#[test]
fn every_scenario_is_the_same_as_itself_a_little_later() {
    let mut wrong = Vec::new();
    for Case { name, recording, .. } in all() {
        let comparison = compare(recording, &later(recording));
        if !comparison.is_same() {
            let text = told(&comparison, None, Language::En);
            wrong.push(format!("{name}: {}", text.lines().take(3).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_wrong_in_a_scenario_appears_and_what_is_mended_is_cleared() {
    let good = recorded("good");
    let of_good = all().iter().filter(|c| c.recording.asked.target == good.asked.target);
    let mut compared = 0;
    for Case { name, recording, findings, .. } in of_good {
        let there = compare(good, recording);
        let found = &there.only.after;
        let all = codes(&[&found[..], &there.unseen.after[..]].concat());
        assert_eq!(all, codes(findings), "{name}");
        assert_eq!(
            there.is_same(),
            findings.is_empty()
                && kinds(&there).is_empty()
                && there.places.before.is_empty()
                && there.places.after.is_empty(),
            "{name}"
        );
        let back = compare(recording, good);
        assert_eq!(back.only.before, there.only.after, "{name}");
        assert_eq!(back.unseen.before, there.unseen.after, "{name}");
        compared += 1;
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn what_was_wrong_with_a_certificate_is_cleared_only_where_a_certificate_is_seen() {
    let expired = recorded("tls-expired");
    let mended = compare(expired, recorded("good"));
    assert_eq!(codes(&mended.only.before), ["tls.expired"].into());
    assert!(mended.unseen.before.is_empty());
    let silent = compare(expired, recorded("tcp-silent-all"));
    assert!(codes(&silent.only.before).is_empty(), "{:?}", silent.only.before);
    assert_eq!(codes(&silent.unseen.before), ["tls.expired"].into());
}

#[test]
fn a_comparison_the_other_way_round_says_the_same_the_other_way_round() {
    let sides = |changes: &[Change], turned: bool| {
        let told = changes.iter().map(|c| {
            let (one, other) = if turned { (&c.after, &c.before) } else { (&c.before, &c.after) };
            let kind = match c.kind {
                Kind::CertificateOlder => Kind::CertificateRenewed,
                Kind::CertificateOlderRekeyed => Kind::CertificateRekeyed,
                kind => kind,
            };
            let ids = |ids: &[u32]| ids.iter().copied().collect::<BTreeSet<_>>();
            format!(
                "{kind:?} {:?} {:?} {:?} {:?}",
                one.value,
                other.value,
                ids(&one.evidence),
                ids(&other.evidence)
            )
        });
        told.collect::<BTreeSet<_>>()
    };
    let set = |subjects: &[Subject]| subjects.iter().cloned().collect::<BTreeSet<_>>();
    // Judging is most of the time: a fifth of all neighbours shows it as well as all of them.
    for pair in all().windows(2).step_by(5) {
        let (one, other) = (&pair[0].recording, &pair[1].recording);
        let (there, back) = (compare(one, other), compare(other, one));
        let name = format!("{} and {}", pair[0].name, pair[1].name);
        assert_eq!(sides(&there.underneath, false), sides(&back.underneath, true), "{name}");
        assert_eq!(sides(&there.conditions, false), sides(&back.conditions, true), "{name}");
        assert_eq!(codes(&there.only.after), codes(&back.only.before), "{name}");
        assert_eq!(codes(&there.only.before), codes(&back.only.after), "{name}");
        assert_eq!(codes(&there.unseen.after), codes(&back.unseen.before), "{name}");
        assert_eq!(there.changed.len(), back.changed.len(), "{name}");
        assert_eq!(set(&there.places.before), set(&back.places.after), "{name}");
        assert_eq!(there.agreed, back.agreed, "{name}");
    }
}

#[test]
fn each_kind_of_change_is_told_by_its_name() {
    let good = recorded("good");
    let port = |words: &str| format!("every.ports.587.{words}");
    for (difference, expected) in [
        ("certificates.mail.days = 150".to_owned(), vec![Kind::CertificateRenewed]),
        ("certificates.mail.days = 50".to_owned(), vec![Kind::CertificateOlder]),
        (
            "certificates.mail.days = 150\ncertificates.mail.key = \"ed25519\"".to_owned(),
            vec![Kind::CertificateRekeyed],
        ),
        (
            "certificates.mail.names = [\"mail.example.test\", \"b.example.test\"]".to_owned(),
            vec![Kind::CertificateReplaced],
        ),
        ("certificates.mail.send = [\"mail\"]".to_owned(), vec![Kind::Chain, Kind::Rooted]),
        (port("tcp = \"refused\""), vec![Kind::Reach]),
        (port("starttls = \"hidden\""), vec![Kind::StartTls]),
        (port("greeting = [\"220 {host} ESMTP Exim\"]"), vec![Kind::Software]),
        (
            "dns.\"mail.example.test\".a = [\"192.0.2.10\", \"192.0.2.11\"]\n\
             reverse.\"192.0.2.11\" = \"mail.example.test\"\nhosts.\"192.0.2.11\" = {}"
                .to_owned(),
            vec![Kind::Ipv4],
        ),
    ] {
        let comparison = compare(good, &but_for(&difference));
        assert_eq!(kinds(&comparison), expected.into_iter().collect(), "{difference}");
        assert!(!comparison.is_same());
    }
    let of = |name| kinds(&compare(good, recorded(name)));
    assert!(of("auth-none").contains(&Kind::AuthTls));
    assert!(of("auth-clear-text").contains(&Kind::AuthClear));
    assert!(of("tls-only-1-2").contains(&Kind::Tls) && of("tls-only-1-2").contains(&Kind::Suite));
    assert!(of("tcp-silent-all").contains(&Kind::PathEnd));
    let exchangers = compare(recorded("dns-good"), recorded("dns-mx-equal"));
    assert_eq!(
        change(&exchangers, Kind::Exchangers)[1],
        "10 mail.example.test, 10 mx2.example.test"
    );
}

#[test]
fn a_host_that_has_moved_is_compared_at_its_new_address() {
    let moved = but_for(
        "dns.\"mail.example.test\".a = [\"192.0.2.77\"]\n\
         reverse.\"192.0.2.77\" = \"mail.example.test\"\nhosts.\"192.0.2.77\" = {}\n\
         certificates.mail = { starts = -93, days = -3 }",
    );
    let comparison = compare(recorded("tls-expired"), &moved);
    assert_eq!(kinds(&comparison), [Kind::Ipv4].into());
    assert_eq!(change(&comparison, Kind::Ipv4), ["192.0.2.10", "192.0.2.77"]);
    assert_eq!(codes(&comparison.only.before), BTreeSet::new());
    assert_eq!(comparison.stayed.len(), all_of("tls-expired"));
    assert!(comparison.places.before.is_empty() && comparison.places.after.is_empty());
}

fn all_of(name: &str) -> usize {
    all().iter().find(|case| case.name == name).expect("it is there").findings.len()
}

/// The routers behind the first get other addresses, from this hop on.
fn rerouted(recording: &Recording, from: u8) -> Recording {
    let mut other = recording.clone();
    for observation in &mut other.observations {
        let Data::Path(path) = &mut observation.saw else { continue };
        for one in path.tries.iter_mut().filter(|t| t.ttl >= from) {
            if let Some(HopAnswer::Icmp(icmp)) = &mut one.answer
                && let IpAddr::V4(v4) = icmp.from
            {
                icmp.from = IpAddr::V4((u32::from(v4) ^ 0x0101_0000).into());
            }
        }
    }
    other
}

#[test]
fn one_router_of_several_may_be_another_but_not_most_of_them() {
    let good = recorded("good");
    assert!(compare(good, &rerouted(good, 3)).is_same());
    let comparison = compare(good, &rerouted(good, 2));
    assert_eq!(kinds(&comparison), [Kind::Routers].into());
    assert!(change(&comparison, Kind::Routers)[0].starts_with("192.168.1.1 → 203.0.113.1"));
}

#[test]
fn what_the_other_run_did_not_look_at_is_not_said_to_be_cleared() {
    let expired = recorded("tls-expired");
    let mut fewer = recorded("good").clone();
    let is_mailbox = |s: &Subject| matches!(s.port(), Some(993 | 143 | 995 | 110));
    fewer.asked.ports.retain(|p| ![993, 143, 995, 110].contains(&p.port));
    fewer.observations.retain(|o| !is_mailbox(&o.subject));
    let comparison = compare(expired, &fewer);
    let ports = |findings: &[Finding]| {
        findings.iter().filter_map(|f| f.subject.port()).collect::<BTreeSet<_>>()
    };
    assert_eq!(ports(&comparison.only.before), [25, 465, 587].into());
    assert_eq!(ports(&comparison.unseen.before), [110, 143, 993, 995].into());
    assert_eq!(comparison.conditions[0].kind, Kind::Ports);
    let text = told(&comparison, None, Language::En);
    assert!(text.contains("NOT LOOKED AT ANY MORE"), "{text}");
    assert!(text.contains("looked at only before: mail.example.test ports"), "{text}");
}

#[test]
fn an_interrupted_run_clears_nothing_that_it_did_not_reach() {
    let expired = recorded("tls-expired");
    let mut cut = recorded("good").clone();
    cut.ended = Ended::Interrupted;
    let left: Vec<_> = cut.observations.iter().filter(|o| o.subject.port() == Some(993)).collect();
    let subjects: BTreeSet<_> = left.iter().map(|o| o.subject.clone()).collect();
    cut.observations.retain(|o| !(subjects.contains(&o.subject) && o.step > Step::Connect));
    cut.skipped.extend(subjects.into_iter().map(|subject| Skip {
        subject,
        steps: vec![Step::Handshake],
        round: 0,
        because: Because::RunEnded,
    }));
    let comparison = compare(expired, &cut);
    let unseen = comparison.unseen.before.iter().filter_map(|f| f.subject.port());
    assert_eq!(unseen.collect::<BTreeSet<_>>(), [993].into());
    assert!(comparison.places.before.iter().any(|s| s.port() == Some(993)));
    assert!(comparison.conditions.iter().any(|change| change.kind == Kind::Ended));
}

#[test]
fn a_path_that_was_not_asked_for_is_not_compared() {
    let good = recorded("good");
    let mut without = good.clone();
    without.asked.trace = Trace::Off;
    without.observations.retain(|o| !matches!(o.subject, Subject::Path { .. }));
    let comparison = compare(good, &without);
    assert!(comparison.underneath.is_empty() && !comparison.is_same());
    assert!(comparison.places.before.iter().all(|s| matches!(s, Subject::Path { .. })));
}

#[test]
fn aliases_of_redacted_files_are_not_compared() {
    let good = recorded("good");
    let mut hidden = rerouted(good, 1);
    hidden.vantage.resolvers = vec!["10.9.9.9:53".parse().expect("an address")];
    assert!(!compare(good, &hidden).is_same());
    hidden.redacted = Some(Redaction { policy: "standard".to_owned() });
    for (one, other) in [(good, &hidden), (&hidden, good), (&hidden, &hidden)] {
        let comparison = compare(one, other);
        assert!(comparison.is_same() && comparison.conditions.is_empty());
        assert!(told(&comparison, None, Language::En).contains("not comparable, redacted"));
    }
}

#[test]
fn two_places_are_told_by_their_names_in_every_language() {
    let labels = Labels { before: "office".to_owned(), after: "phone".to_owned() };
    let comparison = compare(recorded("path-port-25-dropped"), recorded("tls-expired"));
    for language in Language::ALL {
        let text = told(&comparison, Some(&labels), language);
        assert!(text.contains("office") && text.contains("phone"), "{text}");
        assert!(!text.contains("{$"), "{text}");
        assert!(!told(&comparison, None, language).contains("{$"));
    }
    let text = told(&comparison, Some(&labels), Language::En);
    assert!(text.contains("ONLY FROM OFFICE") && text.contains("ONLY FROM PHONE"), "{text}");
    assert!(text.contains("open only from phone: 25"), "{text}");
    for word in ["before", "after", "appeared", "cleared", "renewed"] {
        assert!(!text.to_lowercase().contains(&format!("{word}:")), "{word}: {text}");
    }
}

#[test]
fn a_file_made_to_be_slow_is_compared_in_time() {
    let mut hostile = recorded("good").clone();
    let sample = hostile.observations[0].clone();
    hostile.observations = (0..MAX_OBSERVATIONS)
        .map(|n| {
            let id = u32::try_from(n).expect("it is small");
            let addr = IpAddr::V4((0xc612_0000_u32 | id).into());
            let subject = Subject::Endpoint {
                host: format!("h{}.example.test", n % 100),
                addr,
                port: 587,
                service: Service::Submission,
            };
            let mut one = sample.clone();
            (one.id, one.subject, one.step) = (id, subject, Step::Connect);
            one.saw = Data::Connect(probes::tcp::Connect::default());
            one.failure = (n % 2 == 0).then(probes::Failure::timed_out);
            one
        })
        .collect();
    let mut other = hostile.clone();
    for one in &mut other.observations {
        one.failure = one.failure.is_none().then(probes::Failure::timed_out);
    }
    let comparison = compare(&hostile, &other);
    assert!(!comparison.is_same());
    assert!(!told(&comparison, None, Language::En).is_empty());
}
