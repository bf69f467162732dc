//! What somebody types, or has pasted into a command line.
use mailprobe::{cli, target};

use super::acts::acts;

/// The target stands in the first line, further words of the command line below it.
pub(crate) fn typed(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut words = text.split('\n');
    let typed = words.next().unwrap_or_default();
    match target::parse(typed) {
        Ok(target) => {
            assert_eq!(acts(&target.name), None);
            let again = target::parse(&target.name).map(|again| again.name);
            assert_eq!(again.as_ref(), Ok(&target.name), "{typed:?}");
        }
        Err(refusal) => {
            let suggested = refusal.suggestion.as_deref().map(target::parse);
            assert!(suggested.is_none_or(|parsed| parsed.is_ok()), "{typed:?}: {refusal:?}");
        }
    }
    let words: Vec<String> = words.take(8).map(str::to_owned).collect();
    if let Ok(check) = cli::check(typed, &words) {
        // Whatever comes of it is well, as long as nothing panics.
        let _ = (check.asked(), check.look.setup());
    }
}
