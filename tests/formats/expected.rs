//! A handful of reports in full, read by a person before they were kept in `tests/expected`.
use std::fs;
use std::path::{Path, PathBuf};

use mailprobe::language::Language;
use mailprobe::report::{FORMATS, Several};

use super::all::{Case, all};
use super::{STYLES, style, written};

/// With this variable set to 1 the files are written anew.
const RENEW: &str = "MAILPROBE_RENEW";

const SCENARIOS: &[&str] =
    &["path-port-25-dropped", "tls-expired", "dialogue-hostile-text", "run-cut-short"];

const NAMES: &[&str] = &["markdown", "junit", "nagios", "prometheus", "github"];

fn file(scenario: &str, ending: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    folder.join(format!("{scenario}.{ending}"))
}

fn case(name: &str) -> &'static Case {
    all().iter().find(|case| case.name == name).expect("it is listed")
}

#[test]
fn reports_look_as_they_were_approved() {
    let renew = std::env::var(RENEW).is_ok_and(|value| value == "1");
    let mut changed = Vec::new();
    for (scenario, format) in SCENARIOS.iter().flat_map(|s| NAMES.iter().map(move |n| (s, n))) {
        let Case { recording, findings, .. } = case(scenario);
        let format = FORMATS.iter().find(|f| f.name == *format).expect("it is listed");
        assert!(format.several != Several::Refused);
        let text = written(format, &[(recording, findings)], &[Language::En], &style(STYLES[1]));
        let file = file(scenario, format.endings.first().unwrap_or(&format.name));
        if renew {
            fs::write(&file, &text).expect("the folder is ours");
        } else if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            changed.push(file.display().to_string());
        }
    }
    assert_eq!(
        changed, [""; 0],
        "look at them, then: {RENEW}=1 cargo test --test formats reports_look"
    );
}
