//! The JSON Schema (draft 2020-12) of what is written for programs, from the types and their comments.
//!
//! It is strict on what is there, and forbids nothing that a later version may add: fields, and
//! values of the vocabularies that readers keep as unknown.
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::recording::Recording;
use crate::report::json::Told;

/// The schema of a report in JSON.
pub fn report() -> Value {
    of::<Told<'static>>("urn:mailprobe:report:v1")
}

/// The schema of a recording, in a report or alone.
pub fn recording() -> Value {
    of::<Recording>("urn:mailprobe:recording:v1")
}

fn of<T: JsonSchema>(id: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    RecursiveTransform(describe).transform(&mut schema);
    RecursiveTransform(require).transform(&mut schema);
    RecursiveTransform(admit).transform(&mut schema);
    schema.insert("$id".to_owned(), id.into());
    schema.into()
}

/// A comment as a description: one line, and links within the code as mere words.
fn describe(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace("[`", "`").replace("`]", "`").replace('\n', " ");
    }
}

/// What is not known is absent, never null.
fn require(schema: &mut Schema) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(Value::Object(fields)) = schema.get_mut("properties") else { return };
    let optional = fields.iter_mut().filter(|(name, _)| !required.contains(&json!(name)));
    for field in optional.filter_map(|(_, field)| field.as_object_mut()) {
        if let Some(Value::Array(types)) = field.get_mut("type") {
            types.retain(|t| t != "null");
            let only = types.pop().expect("a field has a type beside null");
            field.insert("type".to_owned(), only);
        }
        if let Some(Value::Array(choices)) = field.remove("anyOf") {
            let null = json!({ "type": "null" });
            let some = choices.into_iter().find(|one| *one != null);
            field.extend(some.and_then(|one| one.as_object().cloned()).unwrap_or_default());
        }
    }
}

/// Further fields are allowed everywhere; and an address is one of two things that validators know.
fn admit(schema: &mut Schema) {
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        schema.remove("additionalProperties");
    }
    if schema.get("format").is_some_and(|format| format == "ip") {
        schema.remove("format");
        schema.insert("anyOf".to_owned(), json!([{ "format": "ipv4" }, { "format": "ipv6" }]));
    }
}
