//! What is told of two runs that were not asked the same.
use std::collections::BTreeSet;

use mailprobe::compare::{Comparison, Kind, compare};
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::redact::redact;
use mailprobe::target::{Family, Trace};
use probes::{Step, Subject};

use super::all::all;
use super::{codes, recorded, told};

/// What only one run was asked for, and how the run would be without.
type Without = (&'static str, fn(&mut Recording));

const WITHOUT: &[Without] = &[
    ("hosts to compare with", |run| {
        run.asked.controls.clear();
        run.observations.retain(|o| !o.subject.is_control());
    }),
    ("other ports", |run| {
        run.asked.ports.retain(|p| p.port == 587);
        run.observations.retain(|o| o.subject.port().is_none_or(|port| port == 587));
    }),
    ("IPv6", |run| {
        run.asked.family = Family::Ipv4;
        let is_ipv4 = |s: &Subject| s.addr().is_none_or(|addr| addr.is_ipv4());
        run.observations.retain(|o| o.step != Step::Aaaa && is_ipv4(&o.subject));
    }),
    ("paths", |run| {
        run.asked.trace = Trace::Off;
        run.observations.retain(|o| !matches!(o.subject, Subject::Path { .. }));
    }),
    ("missing certificates", |run| {
        run.asked.fetch_aia = false;
        run.observations.retain(|o| !matches!(o.subject, Subject::Issuer { .. }));
    }),
    ("further tries", |run| {
        run.asked.retries = 0;
        run.observations.retain(|o| o.round == 0);
    }),
    ("demands", |run| run.asked.expect = None),
];

/// What is said to be of one run only because of the target.
fn only(comparison: &Comparison) -> BTreeSet<&'static str> {
    &codes(&comparison.only.before) | &codes(&comparison.only.after)
}

fn without(run: &Recording, what: &str) -> Recording {
    let mut less = run.clone();
    let (_, take) = WITHOUT.iter().find(|(name, _)| *name == what).expect("it is in the list");
    take(&mut less);
    less
}

#[test]
fn nothing_appears_or_is_cleared_because_less_was_asked_for() {
    let mut wrong = Vec::new();
    for (nth, case) in all().iter().enumerate() {
        // Judging is most of the time: each scenario is asked for less in one way.
        let (what, _) = WITHOUT[nth % WITHOUT.len()];
        let less = without(&case.recording, what);
        for comparison in [compare(&case.recording, &less), compare(&less, &case.recording)] {
            if !only(&comparison).is_empty() {
                wrong.push(format!("{} without {what}: {:?}", case.name, only(&comparison)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_rests_on_a_host_to_compare_with_is_not_cleared_by_a_run_without_it() {
    for (name, code) in [
        ("cause-mail-blocked-here", "cause.mail-blocked-here"),
        ("cause-control-fails", "cause.control-fails"),
    ] {
        let less = without(recorded(name), "hosts to compare with");
        let comparison = compare(recorded(name), &less);
        assert!(codes(&comparison.unseen.before).contains(code), "{name}");
        assert_eq!(only(&comparison), BTreeSet::new(), "{name}");
        assert_eq!(only(&compare(&less, recorded(name))), BTreeSet::new(), "{name}");
        assert!(comparison.conditions.iter().any(|c| c.kind == Kind::Controls), "{name}");
    }
}

#[test]
fn hosts_to_compare_with_that_were_tried_on_fewer_ports_clear_nothing() {
    let run = recorded("tls-vendor-of-one-host");
    let less = without(run, "other ports");
    assert_eq!(only(&compare(run, &less)), BTreeSet::new());
    assert!(codes(&compare(run, &less).unseen.after).contains("tls.intercepted"));
}

#[test]
fn a_finding_that_does_not_depend_on_what_was_asked_is_cleared() {
    let expired = recorded("tls-expired");
    for what in ["paths", "demands", "further tries", "missing certificates"] {
        let mut asked = without(recorded("good"), what);
        asked.asked.retries = 2;
        let comparison = compare(expired, &asked);
        assert_eq!(codes(&comparison.only.before), ["tls.expired"].into(), "{what}");
    }
}

#[test]
fn what_a_further_try_shows_does_not_appear() {
    let run = recorded("tcp-flapping-refused");
    let comparison = compare(&without(run, "further tries"), run);
    assert_eq!(only(&comparison), BTreeSet::new());
    assert!(codes(&comparison.unseen.after).contains("tcp.flapping"));
    assert_eq!(comparison.conditions[0].kind, Kind::Retries);
}

#[test]
fn other_demands_are_no_change_of_the_target() {
    let demanding = recorded("expect-days-left");
    let comparison = compare(recorded("good"), demanding);
    assert_eq!(only(&comparison), BTreeSet::new());
    assert_eq!(codes(&comparison.unseen.after), ["expect.days-left"].into());
    assert_eq!(comparison.conditions[0].kind, Kind::Expect);
    for language in Language::ALL {
        let text = told(&comparison, None, language);
        assert!(text.contains("--expect") && !text.contains("{$"), "{text}");
    }
    let text = told(&comparison, None, Language::En);
    assert!(text.contains("demands: 1, waivers: 0, SHA-256: "), "{text}");
    // What is as demanded is no finding, but as bad as before for whoever demands nothing.
    let (closed, dropped) = (recorded("expect-port-25-closed"), recorded("path-port-25-dropped"));
    assert_eq!(only(&compare(dropped, closed)), BTreeSet::new());
    assert!(!codes(&compare(dropped, closed).unseen.before).is_empty());
    // The same demands of a host that has changed.
    let mut mended = demanding.clone();
    mended.at -= 40 * 86_400;
    let comparison = compare(demanding, &mended);
    assert_eq!(codes(&comparison.only.before), ["expect.days-left"].into());
}

#[test]
fn a_run_and_its_redacted_self_were_asked_the_same() {
    let of_hosts = |run: &Recording| run.asked.expect.is_some() || !run.asked.views.is_empty();
    let mut compared = 0;
    for case in all().iter().filter(|case| of_hosts(&case.recording)) {
        let redacted = redact(&case.recording);
        for comparison in [compare(&case.recording, &redacted), compare(&redacted, &case.recording)]
        {
            assert!(comparison.conditions.is_empty(), "{}: {:?}", case.name, comparison.conditions);
            assert!(comparison.is_same(), "{}: {comparison:?}", case.name);
        }
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    // Nor does redaction hide that something else was asked for.
    let run = recorded("expect-mx-differs");
    let less = redact(&without(run, "demands"));
    assert!(compare(run, &less).conditions.iter().any(|c| c.kind == Kind::Expect));
}
