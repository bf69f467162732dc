//! Files that say what must hold.
use mailprobe::expect::{Expectation, read};

use super::changed::recordings;
use super::choices::Choices;
use super::truths;

/// What is understood is saved and read back as it was, and any recording can be judged by it.
pub(crate) fn demanded(data: &[u8]) {
    let mut choices = Choices::new(data);
    let mut recording = choices.of(recordings()).clone();
    let Ok(expectation) = read(&String::from_utf8_lossy(choices.rest())) else { return };
    let saved = serde_json::to_string(&expectation).expect("it can be saved");
    let loaded: Result<Expectation, _> = serde_json::from_str(&saved);
    assert_eq!(loaded.expect("it was saved by us"), expectation);
    recording.asked.expect = Some(expectation);
    truths::judged(&recording);
}
