//! What a CI system is told.
use probes::Service;

use super::super::sample::{finding, written};
use super::*;
use crate::finding::{Finding, Severity, Waiver};

fn outcome(fail_on: Severity, found: Finding) -> (String, [u64; 3]) {
    let style = Style { fail_on, ..Style::default() };
    let text = written(&FORMAT, &style, &[found]);
    let suites = junit_parser::from_reader(text.as_bytes()).expect("JUnit");
    let counts = [suites.failures, suites.errors, suites.skipped];
    (text, counts)
}

fn warned() -> Finding {
    let found = finding("tls.self-signed", Service::Smtp, &[0]);
    Finding { severity: Severity::Warning, ..found }
}

#[test]
fn a_finding_fails_its_case_where_it_counts() {
    let (text, [failures, errors, _]) = outcome(Severity::Warning, warned());
    assert_eq!((failures, errors), (1, 0), "{text}");
    let case = "<testcase name=\"smtp 25: certificate\" classname=\"mail.example.test\"";
    assert!(text.contains(case), "{text}");
    assert!(text.contains("type=\"tls.self-signed\""), "{text}");
    let (text, [failures, errors, _]) = outcome(Severity::Error, warned());
    assert_eq!((failures, errors), (0, 0), "{text}");
    assert!(text.contains("[tls.self-signed]"), "{text}");
}

#[test]
fn what_is_waived_is_skipped_and_says_until_when_and_why() {
    let waiver = Waiver { until: "2027-01-31".into(), reason: "a <known> matter".into() };
    let found = Finding { waived: Some(waiver), ..warned() };
    let (text, [failures, errors, _]) = outcome(Severity::Warning, found);
    assert_eq!((failures, errors), (0, 0), "{text}");
    let told = "<skipped message=\"waived until 2027-01-31: a &lt;known&gt; matter\"/>";
    assert!(text.contains(told), "{text}");
}

#[test]
fn names_of_cases_do_not_depend_on_what_came_out() {
    let names = |findings: &[Finding]| {
        let text = written(&FORMAT, &Style::default(), findings);
        let suites = junit_parser::from_reader(text.as_bytes()).expect("JUnit");
        let cases = suites.suites.iter().flat_map(|suite| &suite.cases);
        cases.map(|case| case.original_name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), names(&[warned()]));
}
