//! Test results as a CI system reads them.
use std::collections::BTreeSet;

/// Read by another's parser: the counts are those of the cases, and no case stands for two.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let allowed = |c: char| matches!(c, '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(c) = text.chars().find(|c| !allowed(*c)) {
        return Err(format!("U+{:04X} is no character of XML 1.0", u32::from(c)));
    }
    let read = junit_parser::from_reader(text.as_bytes()).map_err(|e| e.to_string())?;
    let mut sums = [0; 4];
    for suite in &read.suites {
        let cases = &suite.cases;
        let count = |which: fn(&junit_parser::TestStatus) -> bool| {
            cases.iter().filter(|case| which(&case.status)).count() as u64
        };
        let counted = [
            cases.len() as u64,
            count(|s| s.is_failure()),
            count(|s| s.is_error()),
            count(|s| s.is_skipped()),
        ];
        let told = [suite.tests, suite.failures, suite.errors, suite.skipped];
        if told != counted {
            return Err(format!("{}: told {told:?}, counted {counted:?}", suite.name));
        }
        let names: BTreeSet<&str> = cases.iter().map(|c| c.original_name.as_str()).collect();
        if names.len() != cases.len() {
            return Err(format!("{}: a name stands for two cases", suite.name));
        }
        (0..4).for_each(|i| sums[i] += counted[i]);
    }
    match sums == [read.tests, read.failures, read.errors, read.skipped] && sums[0] > 0 {
        true => Ok(()),
        false => Err(format!("all: counted {sums:?}")),
    }
}
