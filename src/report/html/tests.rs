use probes::Service;

use super::super::sample::{HOSTILE, connect, finding, recording_of, seen, written, written_of};
use super::super::{Style, escape};
use super::*;
use crate::diagnosis;
use crate::finding::{Finding, Waiver};
use crate::recording::Recording;

/// What would act in a page, between tags, in attributes, in a script or in XML.
const MARKUP: &str = "<script>x()</script> \"><img src=x onerror='y'> </script><!-- ]]> &lt;b> \
                      javascript:z() {{7*7}}";

fn everything() -> Vec<Finding> {
    let all = diagnosis::rules().map(|rule| finding(rule.code, Service::Smtp, &[0, 1]));
    all.map(|mut f| {
        f.args.insert("host", format!("{HOSTILE} {MARKUP}").into());
        f
    })
    .collect()
}

fn told(findings: &[Finding]) -> String {
    written(&FORMAT, &Style::default(), findings)
}

#[test]
fn nothing_from_a_stranger_acts_in_the_page() {
    let page = told(&everything());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    let (people, programs) = page.split_once("<script").expect("it holds the report");
    for markup in ["<img", "<!--", "]]>", "onerror='", "&lt;b>"] {
        assert!(!people.contains(markup), "{markup}");
    }
    let json = programs.split_once('>').and_then(|(_, rest)| rest.split_once("</script>"));
    assert!(json.is_some_and(|(json, _)| !json.contains(['<', '>', '&'])), "{programs}");
    assert!(page.contains("&lt;script&gt;x()&lt;/script&gt;"));
    assert!(page.contains("&amp;lt;b&gt;"));
}

#[test]
fn nothing_hidden_stands_in_the_page() {
    let page = told(&everything());
    let acts = |c: char| c != '\n' && (c.is_control() || escape::is_hidden(c));
    assert!(!page.chars().any(acts));
    assert!(page.contains("&lt;U+202E&gt;evil&lt;U+2028&gt;"));
}

#[test]
fn the_style_is_the_one_that_the_policy_allows() {
    let page = told(&[]);
    let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next());
    assert_eq!(style, Some(STYLE));
    assert!(!STYLE.contains(['<', '&']) && !STYLE.contains("http") && !STYLE.contains("@import"));
    assert!(page.contains(&page::escaped(&policy())));
    let digest = digest(&SHA256, STYLE.as_bytes());
    assert!(policy().contains(&Bytes(digest.as_ref().to_vec()).base64()));
}

#[test]
fn a_waived_finding_is_told_as_such() {
    let waiver = Waiver { until: "2027-01-31".into(), reason: "<until it moves>".into() };
    let page =
        told(&[Finding { waived: Some(waiver), ..finding("tls.expired", Service::Imaps, &[0]) }]);
    assert!(page.contains(">waived</span>"), "{page}");
    assert!(page.contains("until 2027-01-31: &lt;until it moves&gt;"));
}

#[test]
fn a_report_in_several_languages_is_held_once() {
    let (recording, findings) = (super::super::sample::recording(), everything());
    let verdict = super::super::Verdict::of(&recording, &findings);
    let report = Report {
        recording: &recording,
        findings: &findings,
        verdict: &verdict,
        language: crate::language::Language::En,
    };
    let mut page = Vec::new();
    let written =
        FORMAT.tell(&[report], &crate::language::Language::ALL, &Style::default(), &mut page);
    assert!(written.is_ok());
    let page = String::from_utf8(page).expect("pages are UTF-8");
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<article class=\"report").count(), 3);
    assert_eq!(Recording::load(&mut page.as_bytes()), Ok(recording));
}

#[test]
fn a_run_of_many_steps_makes_a_page_of_bounded_size() {
    let one = |id: u32| {
        let addr = format!("2001:db8::{:x}:{:x}", id >> 16, id & 0xffff);
        let mut seen = seen(id, &addr, Service::Smtp, "connect", u64::from(id), connect());
        seen["subject"]["host"] = format!("{}{id}.test", "x".repeat(300)).into();
        seen
    };
    let recording = recording_of((0..600).map(one).collect());
    let page = written_of(&recording, &FORMAT, &Style::default(), &[]);
    let (lanes, steps) = (page.matches("<rect class=\"bar").count(), page.matches("<tr ").count());
    assert!(lanes <= 40, "{lanes}");
    assert!(page.contains("and 560 more"));
    assert!(page.contains("Further steps, in the part for programs: 200."), "{steps}");
    assert!(!page.contains("NaN") && !page.contains("inf%"));
}

#[test]
fn findings_come_first_and_lead_to_the_steps_they_rest_on() {
    let page = told(&[finding("tcp.filtered", Service::Smtp, &[0, 7])]);
    let place = |what: &str| page.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(place("id=\"r1-findings\"") < place("id=\"r1-connections\""));
    assert!(place("id=\"r1-connections\"") < place("id=\"r1-drawn\""));
    assert!(place("href=\"#r1-o0\"") < place("id=\"r1-o0\""));
    assert!(!page.contains("#r1-o7"), "it was not recorded");
}
