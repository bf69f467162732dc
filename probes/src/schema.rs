//! What the JSON Schema of what is recorded says beyond the types.
use schemars::Schema;
use serde_json::{Value, json};

/// Opens the schema of an enum whose last variant is `#[serde(other)]`: what this version knows is
/// described and held to its description, and any other word may come from a later version.
pub fn open(schema: &mut Schema) {
    let variants = schema.get_mut("oneOf").and_then(Value::as_array_mut);
    let variants = variants.expect("an enum with comments on its variants is a choice of them");
    let other = variants.pop().expect("an enum has variants");
    let known: Vec<Value> = variants.iter().filter_map(|v| Some(word(v)?.1.clone())).collect();
    let (tag, _) = word(&other).expect("each variant has its word");
    let later = json!({ "type": "string", "not": { "enum": known } });
    let mut open = match tag {
        None => later,
        Some(tag) => {
            json!({ "type": "object", "properties": { tag: later }, "required": [tag] })
        }
    };
    open["description"] = other["description"].clone();
    variants.push(open);
}

/// The word for a variant, and the field in which it stands, if it stands in one.
fn word(variant: &Value) -> Option<(Option<&str>, &Value)> {
    if let Some(word) = variant.get("const") {
        return Some((None, word));
    }
    let mut fields = variant.get("properties")?.as_object()?.iter();
    fields.find_map(|(name, field)| Some((Some(name.as_str()), field.get("const")?)))
}
