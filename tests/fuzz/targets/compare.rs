//! Two recordings of one target, both changed.
use mailprobe::compare::compare;
use mailprobe::language::Language;
use mailprobe::report::Style;
use mailprobe::report::compared::{FORMS, Told};
use serde_json::Value;

use super::acts::acts;
use super::changed::{changed, loaded};
use super::choices::Choices;

/// A recording is the same as itself, and what differs can be told.
pub(crate) fn compared(data: &[u8]) {
    let mut choices = Choices::new(data);
    let language = *choices.of(&Language::ALL);
    let itself = choices.below(4) == 0;
    let (first, rest) = data.split_at(data.len() / 2);
    let Some(before) = loaded(&changed(&mut Choices::new(first))) else { return };
    let mut after = before.clone();
    if !itself {
        let Some(other) = loaded(&changed(&mut Choices::new(rest))) else { return };
        after = other;
    }
    let comparison = compare(&before, &after);
    assert!(!itself || comparison.is_same(), "{comparison:?}");
    let told = Told { comparison: &comparison, labels: None, language };
    for form in FORMS {
        let mut text = Vec::new();
        (form.write)(&[told], &Style::default(), &mut text).expect("memory takes everything");
        let text = String::from_utf8(text).expect("comparisons are UTF-8");
        assert_eq!(acts(&text), None, "{}", form.name);
        if form.name == "json" {
            serde_json::from_str::<Value>(&text).expect("it is JSON");
        }
    }
}
