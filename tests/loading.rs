//! Saved reports: several in a file, those of other versions, and those that contradict themselves.
#[path = "loading/bounds.rs"]
mod bounds;
#[path = "loading/kept.rs"]
mod kept;
#[path = "scenarios/run.rs"]
mod run;

use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{FORMATS, Report, Status, Style, Verdict};
use probes::limits;
use run::run;
use serde_json::{Value, json};

/// What a format makes of a recording.
fn told(recording: &Recording, format: &str) -> String {
    let findings = diagnosis::diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    let report =
        Report { recording, findings: &findings, verdict: &verdict, language: Language::En };
    let format = FORMATS.iter().find(|f| f.name == format).expect("it is listed");
    let mut text = Vec::new();
    (format.write)(&[report], &Style::default(), &mut text).expect("memory takes it");
    String::from_utf8(text).expect("it is UTF-8")
}

async fn recorded(scenario: &str) -> Recording {
    run(Scenario::load(scenario).expect("it is listed")).await.1
}

/// The report on a scenario.
async fn report(scenario: &str) -> Value {
    serde_json::from_str(&told(&recorded(scenario).await, "json")).expect("it is JSON")
}

fn load(json: &Value) -> Result<Recording, String> {
    Recording::load(&mut json.to_string().as_bytes())
}

fn load_all(text: &str) -> Result<Vec<Recording>, String> {
    Recording::load_all(&mut text.as_bytes())
}

/// The report with changes, and without the hash that would tell of them.
fn changed(report: &Value, changes: &[(&str, Value)]) -> Value {
    let mut json = report.clone();
    json.as_object_mut().expect("a report is an object").remove("sha256");
    for (place, value) in changes {
        let (parent, field) = place.rsplit_once('/').expect("a place");
        json.pointer_mut(parent).expect("it is there")[field] = value.clone();
    }
    json
}

/// Adds a field to every object, to the wild ones that have names of their own too.
fn add_everywhere(json: &mut Value, later: &Value) {
    match json {
        Value::Object(fields) => {
            fields.values_mut().for_each(|value| add_everywhere(value, later));
            fields.insert("later".to_owned(), later.clone());
        }
        Value::Array(values) => values.iter_mut().for_each(|value| add_everywhere(value, later)),
        _ => {}
    }
}

#[tokio::test(start_paused = true)]
async fn several_reports_are_read_however_they_are_set_apart() {
    let [good, bad] = [recorded("good").await, recorded("dns-servfail").await];
    let [one, other] = [&good, &bad].map(|r| told(r, "ndjson"));
    let pretty = told(&bad, "json");
    for text in [
        format!("{one}{other}"),
        format!("\u{feff}{one}\n\n{other}\n"),
        format!("{one}{other}").replace('\n', "\r\n"),
        format!("\r\n{one}\r\n \t{pretty}"),
    ] {
        assert_eq!(load_all(&text), Ok(vec![good.clone(), bad.clone()]));
        let why = Recording::load(&mut text.as_bytes()).expect_err("it holds two");
        assert!(why.contains("holds 2 reports"), "{why}");
    }
    assert_eq!(load_all(&format!("\u{feff}{pretty}")), Ok(vec![bad]));
}

#[tokio::test(start_paused = true)]
async fn which_of_several_is_broken_is_said() {
    let line = told(&recorded("dns-servfail").await, "ndjson");
    let refused = |text: &str| load_all(text).expect_err("one of them is broken");
    let lie = line.replace("\"exit_status\":2", "\"exit_status\":0");
    assert!(refused(&format!("{line}{lie}")).contains("in report 2 of it: its verdict says"));
    assert!(refused(&format!("{line}{{}}")).contains("in report 2 of it: it is no report"));
    for text in ["[]", "null", "\"x\"", "[\"mailprobe.recording.v1\"]"] {
        assert_eq!(refused(text), "it is no report: a report is a JSON object", "{text}");
    }
    let page = "<!DOCTYPE html><script class=\"mailprobe-report\">{\"schema\" =3D</script>";
    assert!(refused(page).ends_with("ask for it in a ZIP archive"), "{}", refused(page));
    assert!(refused(&format!("{line}now")).contains("what follows report 1 of it is none"));
    assert!(refused(&format!("{line}{}", &line[..99])).contains("it is cut off"));
    assert!(refused(" \r\n\t\n").contains("it is empty"));
}

#[tokio::test(start_paused = true)]
async fn no_more_reports_are_read_than_a_run_makes() {
    let line = told(&recorded("dns-servfail").await, "ndjson");
    let most = load_all(&line.repeat(limits::TARGETS)).map(|all| all.len());
    assert_eq!(most, Ok(limits::TARGETS));
    let why = load_all(&line.repeat(limits::TARGETS + 1)).expect_err("one too many");
    assert!(why.contains("more than 32 reports"), "{why}");
    assert!(load_all(&"1 ".repeat(1 << 20)).is_err_and(|why| why.contains("more than 32")));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_was_cut_off_is_refused_wherever_it_ends() {
    let text = told(&recorded("dns-servfail").await, "json");
    let whole = text.trim_end().len();
    for end in (1..whole).step_by(7).chain([whole - 1]) {
        let why = load_all(text.get(..end).unwrap_or("{")).expect_err("its end is missing");
        assert!(why.contains("cut off"), "{end}: {why}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_report_that_contradicts_itself_is_refused_with_both_sides() {
    let report = report("tls-expired").await;
    let waiver = json!({ "until": "2026-12-31", "reason": "known" });
    for (place, lie, says) in [
        ("/verdict/status", json!("healthy"), "status \"healthy\", but \"failure\" follows"),
        ("/verdict/code", json!("tls.self-signed"), "\"tls.self-signed\", but \"tls.expired\""),
        ("/verdict/code", Value::Null, "code null, but \"tls.expired\" follows"),
        ("/verdict/actor", json!("nobody"), "actor \"nobody\", but \"provider\" follows"),
        ("/verdict/exit_status", json!(0), "exit_status 0, but 2 follows"),
        ("/findings", json!([]), "status \"failure\", but \"healthy\" follows"),
        ("/findings/0/because", json!("no.such"), "explained by \"no.such\", which is not in it"),
        ("/findings/0/evidence", json!([4711]), "\"tls.expired\" rests on observation 4711"),
    ] {
        let why = load(&changed(&report, &[(place, lie)])).expect_err(place);
        assert!(why.contains(says), "{place}: {why}");
    }
    let all = report["findings"].as_array().expect("a list").iter();
    let each = |change: (&str, Value)| {
        all.clone().map(|f| changed(f, std::slice::from_ref(&change))).collect::<Value>()
    };
    let waived = each(("/waived", waiver));
    for milder in [&waived, &each(("/severity", json!("note")))] {
        let why = load(&changed(&report, &[("/findings", milder.clone())]));
        assert!(why.is_err_and(|why| why.contains("\"failure\", but \"healthy\" follows")));
    }
    let verdict = json!({ "status": "healthy", "actor": "nobody", "exit_status": 0 });
    let put_up_with = [("/findings", waived), ("/verdict", verdict)];
    assert!(load(&changed(&report, &put_up_with)).is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_cut_short_is_not_called_healthy() {
    let report = report("good").await;
    let why = load(&changed(&report, &[("/recording/ended", json!("deadline"))]));
    let says = "status \"healthy\", but \"inconclusive\" follows";
    assert!(why.is_err_and(|why| why.contains(says)));
}

#[tokio::test(start_paused = true)]
async fn a_recording_that_was_changed_is_refused_unless_the_hash_is_taken_out() {
    let mut report = report("tls-expired").await;
    report["recording"]["vantage"]["os"] = json!("Plan 9");
    let why = load(&report).expect_err("its hash does not fit");
    assert!(why.contains("was changed") && why.contains("remove the field \"sha256\""), "{why}");
    assert!(load(&changed(&report, &[])).is_ok_and(|r| r.vantage.os == "Plan 9"));
    for odd in [json!(""), json!(7), json!("0".repeat(64))] {
        report["sha256"] = odd;
        assert!(load(&report).is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn codes_and_fields_of_another_version_are_no_contradiction() {
    let recording = recorded("tls-expired").await;
    let text = told(&recording, "json").replace("tls.expired", "tls.perished");
    assert_eq!(Recording::load(&mut text.as_bytes()).as_ref(), Ok(&recording));
    let mut json: Value = serde_json::from_str(&text).expect("JSON");
    add_everywhere(&mut json, &json!({ "list": [1, { "none": null }] }));
    assert!(load(&json).is_err_and(|why| why.contains("was changed")));
    let added = Recording::load(&mut json["recording"].to_string().as_bytes());
    assert_eq!(added.as_ref(), Ok(&recording));
    // The hash is that of what stands in the file, also of what this version does not read.
    let text = json["recording"].to_string();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    let hex: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    json["sha256"] = json!(hex);
    assert_eq!(load(&json), Ok(recording));
    // Other numbers have no canonical form that is known here; without the hash nobody minds.
    add_everywhere(&mut json, &json!(0.5));
    assert!(load(&json).is_err_and(|why| why.contains("whole numbers")));
    assert!(load(&changed(&json, &[])).is_ok());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_called_well_where_something_is_not_understood() {
    let report = report("good").await;
    let all = report["recording"]["observations"].as_array().expect("a list");
    let last = all.iter().rposition(|o| o["step"] == "hop-names").expect("routers have names");
    let place = |field: &str| format!("/recording/observations/{last}/{field}");
    for (field, later) in [
        ("step", json!("dig")),
        ("saw", json!({ "kind": "crater", "depth": [1, 2] })),
        ("subject", json!({ "kind": "moon", "phase": 3 })),
    ] {
        // The later version knew what it saw.
        let recording = load(&changed(&report, &[(&place(field), later)])).expect(field);
        let verdict = Verdict::of(&recording, &diagnosis::diagnose(&recording));
        assert_eq!(verdict.status, Status::Inconclusive, "{field}");
        let text = told(&recording, "text");
        assert!(text.contains("from a later version") && text.contains("judge it with"), "{text}");
        // Nor does this version's own report contradict itself.
        assert_eq!(Recording::load(&mut told(&recording, "json").as_bytes()), Ok(recording));
    }
    let failure = json!({ "kind": "eclipsed", "detail": "too dark" });
    let recording = load(&changed(&report, &[(&place("failure"), failure)])).expect("it is read");
    let findings = diagnosis::diagnose(&recording);
    assert!(findings.iter().any(|f| f.code == "other.unexplained"), "{findings:?}");
    assert_ne!(Verdict::of(&recording, &findings).status, Status::Healthy);
}

#[tokio::test(start_paused = true)]
async fn fields_and_numbers_that_cannot_be_are_refused_with_a_reason() {
    let text = told(&recorded("dns-servfail").await, "ndjson");
    for (from, to, says) in [
        ("\"status\":", "\"status\":\"healthy\",\"status\":", "duplicate field `status`"),
        ("\"findings\":", "\"findings\":[],\"findings\":", "duplicate field `findings`"),
        ("\"recording\":", "\"recording\":{},\"recording\":", "missing field"),
        ("\"schema\":", "\"schema\":\"x\",\"schema\":", "duplicate field `schema`"),
        ("\"os\":", "\"x\":1,\"x\":1,\"os\":", "duplicate field \"x\""),
        ("\"exit_status\":2", "\"exit_status\":NaN", "expected value"),
        ("\"exit_status\":2", "\"exit_status\":258", "invalid value"),
        ("\"exit_status\":2", "\"exit_status\":2.0", "floating point"),
        ("\"nth\":0", "\"nth\":-1", "invalid value"),
        ("\"nth\":0", "\"nth\":1e999", "number out of range"),
        ("\"nth\":0", "\"nth\":340282366920938463463374607431768211456", "floating point"),
        ("mailprobe.report.v1", "mailprobe.report.v2", "\"mailprobe.report.v2\" is not known"),
        ("mailprobe.recording.v1", "mailprobe.recording.v2", "was changed"),
        ("\"severity\":\"error\"", "\"severity\":\"dire\"", "unknown variant `dire`"),
        ("\"verdict\":{", "\"judgement\":{", "missing field `verdict`"),
    ] {
        assert!(text.contains(from), "{from}");
        let why = load_all(&text.replacen(from, to, 1)).expect_err(to);
        assert!(why.contains(says), "{to}: {why}");
    }
}

#[tokio::test(start_paused = true)]
async fn depth_costs_no_stack_wherever_it_stands() {
    let text = told(&recorded("dns-servfail").await, "ndjson");
    let deep = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    for field in ["verdict", "findings", "recording", "os", "evidence"] {
        let name = format!("\"{field}\":");
        let bomb = text.replacen(&name, &format!("\"deep\":{deep},{name}"), 1);
        let bomb_in_place = text.replacen(&name, &format!("{name}{deep},\"x\":"), 1);
        assert!(load_all(&bomb_in_place).is_err(), "{field}");
        // Beside what is read it does no harm, but within what the hash is about.
        assert_eq!(load_all(&bomb).is_err(), field == "os", "{field}");
    }
}
