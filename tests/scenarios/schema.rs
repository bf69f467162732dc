//! What is written for programs: it fits its schema, in the eyes of somebody else's validator, and it
//! reads back as it was.
use boon::{Compiler, SchemaIndex, Schemas};
use mailprobe::finding::Finding;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{FORMATS, Report, Style, Verdict};
use mailprobe::schema;
use serde_json::{Value, json};

use crate::all::{Case, all};

/// Fields that a program can rely on, by the places where some of them stand.
const ALWAYS: &[&str] = &[
    "/schema",
    "/tool/version",
    "/verdict",
    "/verdict/status",
    "/verdict/actor",
    "/verdict/exit_status",
    "/findings",
    "/findings/0/code",
    "/findings/0/severity",
    "/findings/0/subject",
    "/findings/0/subject/kind",
    "/findings/0/evidence",
    "/findings/0/args",
    "/sha256",
    "/recording",
    "/recording/schema",
    "/recording/ended",
    "/recording/asked/target/name",
    "/recording/observations",
    "/recording/observations/0/id",
    "/recording/observations/0/step",
    "/recording/observations/0/saw",
    "/recording/observations/0/saw/kind",
    "/recording/observations/0/saw/question",
    "/recording/observations/0/saw/question/type",
];

struct Validator(Schemas, SchemaIndex);

impl Validator {
    fn of(schema: Value) -> Self {
        let id = schema["$id"].as_str().expect("it has a name").to_owned();
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler.enable_content_assertions();
        compiler.add_resource(&id, schema).expect("it has not been added before");
        let mut schemas = Schemas::new();
        let index = compiler.compile(&id, &mut schemas).expect("it is a JSON Schema");
        Self(schemas, index)
    }

    fn complaint(&self, json: &Value) -> Option<String> {
        self.0.validate(json, self.1).err().map(|error| format!("{error:#}"))
    }
}

fn written(recording: &Recording, findings: &[Finding]) -> String {
    let verdict = Verdict::of(recording, findings);
    let report = Report { recording, findings, verdict: &verdict, language: Language::En };
    let format = FORMATS.iter().find(|format| format.name == "json").expect("it is listed");
    let mut text = Vec::new();
    (format.write)(&[report], &Style::default(), &mut text).expect("memory takes it");
    String::from_utf8(text).expect("it is UTF-8")
}

/// The report on a scenario.
fn report(name: &str) -> Value {
    let case = all().iter().find(|case| case.name == name).expect("it is listed");
    let text = written(&case.recording, &case.findings);
    serde_json::from_str(&text).expect("it is JSON")
}

/// Every place in a document, the document itself left out.
fn places(json: &Value, at: &str, found: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match json {
        Value::Object(fields) => fields.iter().map(|(n, v)| (format!("{at}/{n}"), v)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().map(|(n, v)| (format!("{at}/{n}"), v)).collect()
        }
        _ => vec![],
    };
    for (place, value) in below {
        found.push(place.clone());
        places(value, &place, found);
    }
}

/// Adds a field to every object but those whose fields have names of their own.
fn add_everywhere(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            let named = fields.iter_mut().filter(|(name, _)| *name != "args");
            named.for_each(|(_, value)| add_everywhere(value));
            fields.insert("later".to_owned(), json!({ "half": 0.5 }));
        }
        Value::Array(values) => values.iter_mut().for_each(add_everywhere),
        _ => {}
    }
}

#[test]
fn the_schemas_are_those_that_were_looked_through() {
    let committed = [
        ("report", schema::report(), include_str!("../expected/report.schema.json")),
        ("recording", schema::recording(), include_str!("../expected/recording.schema.json")),
    ];
    for (name, schema, expected) in committed {
        assert!(
            format!("{schema:#}\n") == expected,
            "the format has changed; if nothing that a program relies on is gone, renew its schema: \
             mailprobe schema {name} > tests/expected/{name}.schema.json"
        );
    }
}

#[test]
fn every_report_and_every_recording_fits_its_schema_and_reads_back_as_it_was() {
    let reports = Validator::of(schema::report());
    let recordings = Validator::of(schema::recording());
    for Case { name, recording, findings, .. } in all() {
        let text = written(recording, findings);
        let json: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(reports.complaint(&json), None, "{name}");
        let mut saved = Vec::new();
        recording.save(&mut saved).expect("memory takes it");
        let saved = serde_json::from_slice(&saved).expect("it is JSON");
        assert_eq!(recordings.complaint(&saved), None, "{name}");
        assert_eq!(Recording::load(&mut text.as_bytes()).as_ref(), Ok(recording), "{name}");
    }
}

/// Objects of `serde_json` are in order, and its strings are escaped as little as can be.
#[test]
fn the_hash_in_every_report_is_that_of_somebody_elses_canonical_json() {
    for Case { name, recording, findings, .. } in all() {
        let json: Value = serde_json::from_str(&written(recording, findings)).expect("JSON");
        let sorted: std::collections::BTreeMap<String, Value> =
            serde_json::from_value(json["recording"].clone()).expect("an object");
        let text = serde_json::to_string(&sorted).expect("it is JSON");
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        let hex: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(json["sha256"], hex, "{name}");
    }
}

#[test]
fn a_value_of_another_type_does_not_fit_wherever_it_stands() {
    let validator = Validator::of(schema::report());
    for (name, each) in [("dns-servfail", 1), ("tls-expired", 29), ("path-port-25-dropped", 31)] {
        let json = report(name);
        let mut found = vec![];
        places(&json, "", &mut found);
        for place in found.iter().step_by(each) {
            let mut changed = json.clone();
            let value = changed.pointer_mut(place).expect("it is there");
            *value = if value.is_string() { json!(7) } else { json!("seven") };
            assert!(validator.complaint(&changed).is_some(), "{name}: {place}");
        }
    }
}

#[test]
fn a_field_that_programs_rely_on_is_missed_and_another_is_not() {
    let validator = Validator::of(schema::report());
    let without = |place: &str| {
        let mut json = report("tls-expired");
        let (parent, field) = place.rsplit_once('/').expect("a place");
        let parent = json.pointer_mut(parent).expect("it is there").as_object_mut();
        let removed = parent.expect("fields are in objects").remove(field);
        removed.unwrap_or_else(|| panic!("{place} is not there"));
        validator.complaint(&json)
    };
    for place in ALWAYS {
        assert!(without(place).is_some_and(|why| why.contains("missing")), "{place}");
    }
    for place in ["/verdict/code", "/verdict/class", "/findings/0/reference"] {
        assert_eq!(without(place), None, "{place}");
    }
}

#[test]
fn what_a_later_version_adds_fits_too() {
    let validator = Validator::of(schema::report());
    let mut json = report("tls-expired");
    add_everywhere(&mut json);
    assert_eq!(validator.complaint(&json), None);
    for (place, later) in [
        ("step", json!("dig")),
        ("saw", json!({ "kind": "crater", "depth": [1, 2] })),
        ("subject", json!({ "kind": "moon" })),
        ("failure", json!({ "kind": "eclipsed", "detail": "too dark" })),
    ] {
        json["recording"]["observations"][0][place] = later;
        assert_eq!(validator.complaint(&json), None, "{place}");
    }
    // But what has a known name is what has been known by it.
    json["recording"]["observations"][0]["saw"]["kind"] = json!("path");
    assert!(validator.complaint(&json).is_some());
}
