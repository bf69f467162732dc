//! What must hold: the file that says it, how it is judged, and what is put up with.
#[path = "scenarios/run.rs"]
mod run;

use std::collections::BTreeSet;

use fixtures::Scenario;
use mailprobe::diagnosis::{self, diagnose, diagnose_at};
use mailprobe::expect::{self, EXAMPLE};
use mailprobe::finding::{Finding, Severity};
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{Detail, FORMATS, Report, Status, Style, Verdict};
use probes::{Data, Step};
use run::run;
use serde_json::{Value, json};

const DAY: u64 = 86_400;

/// A run against a scenario, judged by nothing that must hold.
async fn recorded(name: &str) -> Recording {
    let (_, mut recording) = run(Scenario::load(name).expect("it is listed")).await;
    recording.asked.expect = None;
    recording
}

/// The same, where this must hold.
fn demanding(recording: &Recording, text: &str) -> Recording {
    let mut demanding = recording.clone();
    demanding.asked.expect = Some(expect::read(text).unwrap_or_else(|why| panic!("{text}: {why}")));
    demanding
}

/// The codes of what is told because of what must hold, each once.
fn told(recording: &Recording) -> Vec<&'static str> {
    let findings = diagnose(recording);
    let codes = findings.iter().map(|f| f.code).filter(|code| code.starts_with("expect."));
    codes.collect::<BTreeSet<_>>().into_iter().collect()
}

fn status(recording: &Recording, at: u64) -> Status {
    Verdict::of(recording, &diagnose_at(recording, at)).status
}

fn exit_statuses(recording: &Recording) -> [u8; 3] {
    let findings = diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    [Severity::Note, Severity::Warning, Severity::Error]
        .map(|fail_on| verdict.exit_status(&findings, fail_on))
}

fn waiver(code: &str, until: &str, more: &str) -> String {
    format!("[[waiver]]\ncode = \"{code}\"\nuntil = {until}\nreason = \"ordered\"\n{more}")
}

#[test]
fn the_example_shows_all_that_can_be_said_and_stands_in_the_readme() {
    let example = expect::read(EXAMPLE).expect("it is lawful");
    let Value::Object(saved) = json!(example) else { panic!("it is saved as an object") };
    let keys: BTreeSet<&str> = saved.keys().map(String::as_str).collect();
    let error = expect::read("nothing_like_it = 1").expect_err("there is no such key");
    let (_, known) = error.split_once("write one of ").expect("it lists them");
    assert_eq!(keys, known.split(", ").collect(), "the example leaves one out");
    let readme = include_str!("../README.md");
    let short = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let short = expect::read(short.expect("README.md has an example")).expect("it is lawful");
    assert_eq!((short.open.len(), short.waivers.len()), (3, 1));
    let again = serde_json::from_value(json!(example)).expect("it was saved by us");
    assert_eq!(example, again);
}

#[test]
fn every_error_says_where_and_what_to_write_instead() {
    let waived = |more: &str| waiver("tls.expired", "2027-01-31", more);
    let mut wrong = Vec::new();
    for (text, line, advice) in [
        ("opn = [25]".to_owned(), 1, "did you mean open?"),
        ("\nwaivers = []".to_owned(), 2, "did you mean waiver?"),
        ("colour = 1".to_owned(), 1, "write one of open, closed"),
        ("open = [2525]".to_owned(), 1, "2525=submission"),
        ("open = [0]".to_owned(), 1, "from 1 to 65535"),
        ("open = [true]".to_owned(), 1, "written 587 or"),
        ("open = 25".to_owned(), 1, "write it like open = ["),
        ("open = [25, 25]".to_owned(), 1, "twice"),
        ("starttls = \"yes\"".to_owned(), 1, "starttls = true"),
        ("\n\ntls = 1.2".to_owned(), 3, "in quotation marks"),
        ("tls = \"1.1\"".to_owned(), 1, "\"1.2\" or \"1.3\""),
        ("days_left = -1".to_owned(), 1, "days_left = 21"),
        ("auth = [\"a b\"]".to_owned(), 1, "SCRAM-SHA-256"),
        ("mx = [\"ten mx.example.com\"]".to_owned(), 1, "10 mx.example.com"),
        ("mx = [\"mx.example.com:25\"]".to_owned(), 1, "without port"),
        ("open = [25".to_owned(), 1, ""),
        (waived("ports = 993"), 5, "did you mean port?"),
        (waived("port = 70000"), 5, "port = 993"),
        (waived("service = \"imapz\""), 5, "service = \"imaps\""),
        (waived("host = \"a b\""), 5, ""),
        (waiver("tls.expird", "2027-01-31", ""), 2, "did you mean tls.expired?"),
        (
            waiver("other.unexplained", "2027-01-31", ""),
            2,
            "waived: behind what was not understood",
        ),
        (waiver("expect.not-checked", "2027-01-31", ""), 2, "waived: behind what was not seen"),
        (waiver("expect.waiver-unused", "2027-01-31", ""), 2, "waived: it is about a waiver"),
        (waiver("tls.expired", "2027-02-30", ""), 3, ""),
        (waiver("tls.expired", "2027-01-31T00:00:00Z", ""), 3, "until = 2027-01-31"),
        (waived("").replace("ordered", " "), 4, "it must say something"),
        (waived("").replace("ordered", "a\\nb"), 4, "one line"),
        (waived("").replace("ordered", &"x".repeat(201)), 4, "no longer than 200"),
        (waived("").replace("reason = \"ordered\"", ""), 1, "reason"),
    ] {
        let error = expect::read(&text).expect_err(&text);
        let said = error.starts_with(&format!("line {line}: ")) && error.contains(advice);
        if !said || error.contains('\n') {
            wrong.push(format!("{text}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    for (text, advice) in [
        ("", "open = ["),
        ("# nothing", "open = ["),
        ("open = [25]\nclosed = [25]", "leave one out"),
        ("auth = [\"plain\"]\nno_auth = [\"PLAIN\"]", "leave one out"),
        ("auth = [\"*\"]", "every way to log in"),
        ("mx = [\"10 a.example\", \"a.example\"]", "in mx twice"),
        (&waiver("tls.expired", "2027-01-31", "port = 0"), "port 0"),
    ] {
        let error = expect::read(text).expect_err(text);
        assert!(error.contains(advice), "{text}: {error}");
    }
    let long = format!("#{}", "x".repeat(64 << 10));
    assert!(expect::read(&long).is_err_and(|why| why.contains("larger than 64 KiB")));
}

#[tokio::test(start_paused = true)]
async fn each_line_holds_or_does_not() {
    let good = recorded("good").await;
    for (holds, fails, code) in [
        ("open = [587]", "closed = [587]", "expect.port-open"),
        ("days_left = 59", "days_left = 61", "expect.days-left"),
        ("tls = \"1.3\"", "", ""),
        ("auth = [\"plain\"]", "auth = [\"SCRAM-SHA-1\"]", "expect.auth-missing"),
        ("no_auth = [\"CRAM-MD5\"]", "no_auth = [\"LOGIN\"]", "expect.auth-forbidden"),
        ("mx = []", "mx = [\"mx.example.test\"]", "expect.mx-differs"),
        ("max_connect_ms = 100", "max_connect_ms = 1", "expect.slow-connect"),
        ("starttls = true", "", ""),
        ("no_auth_in_clear = [\"*\"]", "", ""),
    ] {
        assert_eq!(told(&demanding(&good, holds)), [""; 0], "{holds}");
        if !fails.is_empty() {
            assert_eq!(told(&demanding(&good, fails)), [code], "{fails}");
            assert_eq!(exit_statuses(&demanding(&good, fails)), [2; 3], "{fails}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_not_seen_is_never_called_well() {
    let mut blind = recorded("good").await;
    blind.observations.retain(|o| {
        let on_143 = o.subject.port() == Some(143) && o.step != Step::Trace;
        !on_143 || matches!(o.step, Step::Connect | Step::Greeting)
    });
    for line in [
        "days_left = 21",
        "tls = \"1.2\"",
        "starttls = true",
        "auth = [\"PLAIN\"]",
        "no_auth = [\"CRAM-MD5\"]",
        "no_auth_in_clear = [\"*\"]",
        "open = [\"8025=smtp\"]",
        "closed = [8025]",
    ] {
        let recording = demanding(&blind, line);
        let findings = diagnose(&recording);
        let unseen = findings
            .iter()
            .find(|f| diagnosis::is_unseen(f.code))
            .unwrap_or_else(|| panic!("{line}: {findings:?}"));
        let key = line.split(' ').next().expect("it begins with a key");
        let told = Language::En.told(&unseen.args["what"]);
        assert!(told.starts_with(key), "{line}: {told}");
        assert_eq!(exit_statuses(&recording), [3; 3], "{line}");
    }
    for observation in &mut blind.observations {
        if let Data::Connect(connect) = &mut observation.saw {
            connect.took_us = None;
        }
    }
    assert_eq!(exit_statuses(&demanding(&blind, "max_connect_ms = 9")), [3; 3]);
}

#[tokio::test(start_paused = true)]
async fn ports_that_must_be_open_or_closed_are_looked_at() {
    let words = ["--ports".to_owned(), "993".to_owned()];
    let check = mailprobe::cli::check("mail.example.test", &words).expect("lawful options");
    let asked = check.asked().expect("a lawful target").remove(0);
    let demands = expect::read("open = [\"2525=submission\", 993]\nclosed = [26]");
    let asked = asked.demanding(demands.expect("it is lawful"));
    let ports: Vec<u16> = asked.ports.iter().map(|p| p.port).collect();
    assert_eq!(ports, [993, 2525, 26]);
}

#[tokio::test(start_paused = true)]
async fn a_waiver_holds_to_the_end_of_its_last_day() {
    let bad = recorded("tls-self-signed").await;
    let midnight = bad.at - bad.at % DAY;
    let waived = demanding(&bad, &waiver("tls.self-signed", "2026-06-15", ""));
    assert_eq!(status(&waived, midnight), Status::Healthy);
    assert_eq!(status(&waived, midnight + DAY - 1), Status::Healthy);
    assert_eq!(status(&waived, midnight + DAY), Status::Failure);
    let ended = diagnose_at(&waived, midnight + DAY);
    let told: Vec<&Finding> = ended.iter().filter(|f| f.code == "expect.waiver-expired").collect();
    assert_eq!((told.len(), told[0].severity), (1, Severity::Warning));
    assert_eq!(Language::En.told(&told[0].args["code"]), "tls.self-signed");
    assert_eq!(exit_statuses(&waived), [0; 3]);
}

#[tokio::test(start_paused = true)]
async fn a_waiver_is_for_what_it_names_and_no_more() {
    let bad = recorded("tls-self-signed").await;
    let count = |more: &str| {
        let findings = diagnose(&demanding(&bad, &waiver("tls.self-signed", "2026-06-15", more)));
        findings.iter().filter(|f| f.waived.is_some()).count()
    };
    assert_eq!(count(""), 14, "seven ports on two addresses");
    assert_eq!(count("port = 993"), 2);
    assert_eq!(count("addr = \"192.0.2.10\""), 7);
    assert_eq!(count("service = \"imaps\"\naddr = \"192.0.2.10\""), 1);
    assert_eq!(count("host = \"Mail.example.test.\""), 14);
    for other in ["port = 26", "host = \"mx.example.test\"", "addr = \"192.0.2.99\""] {
        assert_eq!(count(other), 0, "{other}");
        let recording = demanding(&bad, &waiver("tls.self-signed", "2026-06-15", other));
        assert_eq!(told(&recording), ["expect.waiver-unused"], "{other}");
        assert_eq!(exit_statuses(&recording), [2; 3], "{other}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_waiver_that_another_prolongs_has_not_ended() {
    let bad = recorded("tls-self-signed").await;
    let over = waiver("tls.self-signed", "2026-06-01", "");
    let both = format!("{over}\n{}", waiver("tls.self-signed", "2099-01-01", ""));
    assert_eq!(exit_statuses(&demanding(&bad, &both)), [0; 3]);
    let one_port = format!("{over}\n{}", waiver("tls.self-signed", "2099-01-01", "port = 993"));
    assert!(told(&demanding(&bad, &one_port)).contains(&"expect.waiver-expired"));
}

#[tokio::test(start_paused = true)]
async fn a_waiver_does_not_hide_that_something_was_not_checked() {
    let bad = recorded("dialogue-unreadable-greeting").await;
    let demands = "auth = [\"PLAIN\"]\nstarttls = true\ndays_left = 21\n";
    let waived = waiver("dialogue.unreadable-greeting", "2099-01-01", "");
    let recording = demanding(&bad, &format!("{demands}{waived}"));
    assert!(told(&recording).contains(&"expect.not-checked"));
    assert_eq!(exit_statuses(&recording), [3; 3]);
}

#[tokio::test(start_paused = true)]
async fn a_port_that_was_spoken_to_as_another_service_is_not_checked() {
    let good = recorded("good").await;
    for open in ["25=imap", "993=pop3s", "25=imaps"] {
        let recording = demanding(&good, &format!("open = [\"{open}\"]"));
        assert_eq!(told(&recording), ["expect.not-checked"], "{open}");
        assert_eq!(exit_statuses(&recording), [3; 3], "{open}");
    }
    let words = ["--trace".to_owned(), "off".to_owned()];
    let check = mailprobe::cli::check("mail.example.test", &words).expect("lawful options");
    let asked = check.asked().expect("a lawful target").remove(0);
    let asked = asked.demanding(expect::read("open = [\"25=imap\"]").expect("it is lawful"));
    let at_25 = asked.ports.iter().find(|p| p.port == 25).map(|p| p.service);
    assert_eq!((at_25, asked.ports.len()), (Some(probes::Service::Imap), 7));
}

#[tokio::test(start_paused = true)]
async fn a_waiver_that_is_for_nothing_is_a_note() {
    for until in ["2026-06-15", "2020-01-01"] {
        let good = demanding(&recorded("good").await, &waiver("tls.self-signed", until, ""));
        assert_eq!(told(&good), ["expect.waiver-unused"]);
        assert_eq!(exit_statuses(&good), [1, 0, 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_nobody_understands_cannot_be_waived_by_a_recording_either() {
    let strange = recorded("strange-failure").await;
    let code = "other.unexplained";
    assert!(diagnose(&strange).iter().any(|f| f.code == code));
    let mut saved = json!(strange);
    saved["asked"]["expect"] =
        json!({ "waiver": [{ "code": code, "until": "2099-12-31", "reason": "x" }] });
    let loaded = Recording::load(&mut saved.to_string().as_bytes()).expect("it can be read");
    assert!(diagnose(&loaded).iter().all(|f| f.waived.is_none()));
    assert_ne!(status(&loaded, loaded.at), Status::Healthy);
}

#[tokio::test(start_paused = true)]
async fn whoever_tells_a_finding_tells_that_it_is_waived() {
    let bad = recorded("tls-self-signed").await;
    let recording = demanding(&bad, &waiver("tls.self-signed", "2026-06-15", ""));
    let findings = diagnose(&recording);
    let verdict = Verdict::of(&recording, &findings);
    let report = Report {
        recording: &recording,
        findings: &findings,
        verdict: &verdict,
        language: Language::En,
    };
    let details = [Detail::Normal, Detail::Verbose];
    let mut shown = 0;
    for (format, detail) in FORMATS.iter().flat_map(|f| details.map(|detail| (f, detail))) {
        for language in Language::ALL {
            let style = Style { detail, ..Style::default() };
            let mut text = Vec::new();
            let report = Report { language, ..report };
            (format.write)(&[report], &style, &mut text).expect("memory takes everything");
            let text = String::from_utf8(text).expect("reports are UTF-8");
            let tells = text.contains("tls.self-signed");
            shown += usize::from(tells);
            // Figures have no reasons.
            let marked = match format.name {
                "prometheus" => text.contains("waived=\"true\""),
                _ => text.contains("2026-06-15") && text.contains("ordered"),
            };
            assert!(!tells || marked, "{} {detail:?} {language:?}: {text}", format.name);
        }
    }
    assert!(shown > 0, "nobody tells it");
}

#[tokio::test(start_paused = true)]
async fn health_with_a_waiver_says_so_in_its_first_line() {
    let bad = recorded("tls-self-signed").await;
    let recording = demanding(&bad, &waiver("tls.self-signed", "2026-06-15", ""));
    let findings = diagnose(&recording);
    let verdict = Verdict::of(&recording, &findings);
    let style = Style { detail: Detail::Quiet, ..Style::default() };
    for (language, said) in [
        (Language::En, "(waived: tls.self-signed)"),
        (Language::Ja, "（猶予中：tls.self-signed）"),
        (Language::ZhHans, "（已豁免：tls.self-signed）"),
    ] {
        let report =
            Report { recording: &recording, findings: &findings, verdict: &verdict, language };
        let mut line = Vec::new();
        (FORMATS[0].write)(&[report], &style, &mut line).expect("memory takes everything");
        let line = String::from_utf8(line).expect("a report is text");
        assert!(line.contains(said), "{line}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_stranger_says_must_hold_is_bounded_and_acts_on_nothing() {
    let saved = json!(recorded("tls-self-signed").await);
    let load = |demands: Value| {
        let mut saved = saved.clone();
        saved["asked"]["expect"] = demands;
        Recording::load(&mut saved.to_string().as_bytes())
    };
    let one = |reason: &str| json!({ "code": "tls.self-signed", "until": "2099-12-31", "reason": reason });
    for refused in [
        json!({ "waiver": [one("\u{1b}[2J")] }),
        json!({ "waiver": [one("a\r\n::error::b")] }),
        json!({ "waiver": [one(&"x".repeat(1_000_000))] }),
        json!({ "waiver": vec![one("x"); 1000] }),
        json!({ "open": (1..1000).collect::<Vec<u16>>() }),
        json!({ "auth": vec!["PLAIN"; 1000] }),
        json!({ "auth": ["\u{202e}"] }),
        json!({ "mx": vec!["mx.example.test"; 1000] }),
        json!({ "days_left": 1e300 }),
        json!({ "max_connect_ms": -1 }),
    ] {
        let start: String = refused.to_string().chars().take(60).collect();
        assert!(load(refused).is_err(), "{start}");
    }
    let recording = load(json!({ "waiver": [one("\u{202e}evil\u{200b} <b> `x` $(x)")] }));
    let recording = recording.expect("it is a line");
    let findings = diagnose(&recording);
    let verdict = Verdict::of(&recording, &findings);
    let language = Language::En;
    let report = Report { recording: &recording, findings: &findings, verdict: &verdict, language };
    for format in FORMATS {
        let mut text = Vec::new();
        (format.write)(&[report], &Style::default(), &mut text).expect("memory takes everything");
        let text = String::from_utf8(text).expect("reports are UTF-8");
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "{}: {text}", format.name);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_later_version_demands_is_passed_over() {
    let mut saved = json!(recorded("good").await);
    saved["asked"]["expect"] = json!({ "open": ["587=submission"], "new": { "x": [1] } });
    let loaded = Recording::load(&mut saved.to_string().as_bytes()).expect("it can be read");
    assert!(loaded.asked.must_be_open(587));
    assert_eq!(told(&loaded), [""; 0]);
}
