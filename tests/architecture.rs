//! The house rules that a compiler does not know: who may mention whom, and how long a file is.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mailprobe::cli::{COMPARED, EXIT_STATUSES};
use mailprobe::diagnosis;

/// No file is longer, tests included.
const LONGEST: usize = 400;

/// Names that say nothing of what is in a file.
const VAGUE: &[&str] =
    &["utils", "util", "common", "types", "helpers", "helper", "mod", "prelude", "build"];

/// A place (a file without its ending, and the folder of that name), the places within it that are
/// exempt, and what must never be mentioned there.
struct Border {
    place: &'static str,
    except: &'static [&'static str],
    never: &'static [&'static str],
}

/// What a pure function has no use for.
const IMPURE: &[&str] =
    &["tokio", "Session", "std::fs", "std::io", "Instant", "SystemTime", "println"];

const BORDERS: &[Border] = &[
    Border {
        place: "probes/src",
        except: &[],
        never: &["fixtures", "mailprobe::", "println", "eprintln", "std::process"],
    },
    Border {
        place: "probes/src",
        except: &["probes/src/net"],
        never: &[
            "std::time::Instant",
            "SystemTime",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "socket2",
            "std::fs",
        ],
    },
    Border {
        place: "fixtures/src",
        except: &[],
        never: &[
            "probes::tls",
            "probes::smtp",
            "probes::imap",
            "probes::pop3",
            "probes::reply",
            "probes::dialogue",
            "probes::session",
            "probes::Session",
            "mailprobe::",
            "println",
        ],
    },
    Border {
        place: "src/engine",
        except: &[],
        never: &["crate::finding", "crate::diagnosis", "crate::report", "crate::language"],
    },
    Border { place: "src/certificate", except: &[], never: IMPURE },
    Border { place: "src/compare", except: &[], never: IMPURE },
    Border {
        place: "src/compare",
        except: &[],
        never: &["dyn Net", "net::Net", "jiff::", "crate::engine", "crate::report"],
    },
    Border { place: "src/diagnosis", except: &[], never: IMPURE },
    Border { place: "src/explain", except: &[], never: IMPURE },
    Border { place: "src/knowledge", except: &[], never: IMPURE },
    Border { place: "src/redact", except: &[], never: IMPURE },
    Border {
        place: "src/redact",
        except: &[],
        never: &["crate::diagnosis", "crate::engine", "crate::report", "jiff"],
    },
    Border { place: "src/certificate", except: &[], never: &["crate::engine", "crate::report"] },
    Border {
        place: "src/diagnosis",
        except: &[],
        never: &[
            "dyn Net",
            "net::Net",
            "net::system",
            "jiff::Timestamp::now",
            "crate::engine",
            "crate::report",
        ],
    },
    Border {
        place: "src/explain",
        except: &[],
        never: &["crate::engine", "crate::recording", "crate::report"],
    },
    Border {
        place: "src/knowledge",
        except: &[],
        never: &[
            "crate::diagnosis",
            "crate::engine",
            "crate::explain",
            "crate::recording",
            "crate::report",
        ],
    },
    Border { place: "src/report", except: &["src/report/live"], never: &["crate::engine"] },
    Border {
        place: "src/report",
        except: &[],
        never: &["tokio", "std::fs", "println", "stdout()", "stderr()"],
    },
    Border {
        place: "src",
        except: &["src/main", "src/lib", "src/commands"],
        never: &["crate::commands", "std::process"],
    },
    Border {
        place: "src",
        except: &["src/cli", "src/commands", "src/lib"],
        never: &["crate::cli", "clap::"],
    },
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of ours below these places, by its path from the top.
fn files(places: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = places.iter().map(|place| root().join(place)).collect();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("it is a folder").flatten();
            left.extend(entries.map(|entry| entry.path()).filter(|path| !path.ends_with("target")));
        } else if path.is_file() {
            found.push(path.strip_prefix(root()).expect("it is below the top").to_owned());
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(root().join(file)).expect("our files are UTF-8")
}

/// The code, without comments and without the tests at the end.
fn code(file: &Path) -> String {
    let text = read(file);
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_within(file: &Path, place: &str) -> bool {
    file.starts_with(place) || file.with_extension("") == Path::new(place)
}

#[test]
fn nobody_mentions_whom_they_must_not_know() {
    let mut wrong = Vec::new();
    for file in files(&["src", "probes/src", "fixtures/src"]) {
        let is_test = file.file_stem().is_some_and(|stem| stem == "tests" || stem == "script");
        let code = code(&file);
        for Border { place, except, never } in BORDERS {
            let exempt = except.iter().any(|place| is_within(&file, place));
            if is_within(&file, place) && !exempt && !is_test {
                let words = never.iter().filter(|word| code.contains(**word));
                wrong.extend(words.map(|word| format!("{} mentions {word}", file.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long_to_read() {
    let places = ["src", "probes", "fixtures", "tests", "README.md", ".ci", ".cargo", "Cargo.toml"];
    let lines =
        |file: &PathBuf| fs::read_to_string(root().join(file)).map_or(0, |t| t.lines().count());
    // A table of what is known is looked up, and what is generated compared; neither is read.
    let is_table = |file: &Path| {
        let ending = file.extension().and_then(|ending| ending.to_str());
        file.starts_with("src/knowledge") && ending == Some("toml")
            || file.starts_with("src/language") && ending == Some("ftl")
            || file.starts_with("tests/expected")
            || file.ends_with("Cargo.lock")
    };
    let read = files(&places).into_iter().filter(|file| !is_table(file));
    let long: Vec<_> = read.filter(|file| lines(file) > LONGEST).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn a_file_is_named_with_one_word_that_says_something() {
    for file in files(&["src", "probes", "fixtures/src", "tests"]) {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let rust = file.extension().is_some_and(|ending| ending == "rs");
        assert!(!rust || !VAGUE.contains(&stem) && !stem.contains('_'), "{}", file.display());
    }
}

#[test]
fn the_top_level_stays_short() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE",
        "README.md",
        "src",
        "probes",
        "fixtures",
        "tests",
        "contrib",
        "target",
        ".cargo",
        ".ci",
        ".git",
        ".github",
        ".gitignore",
        ".rustfmt.toml",
    ];
    let entries = fs::read_dir(root()).expect("it is a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let other: Vec<_> = names.filter(|name| !known.contains(&name.as_str())).collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn codes_are_layer_dot_trouble_and_unique() {
    let mut seen = BTreeSet::new();
    for rule in diagnosis::rules() {
        let code = rule.code;
        let word = |part: &str| {
            let lawful = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            !part.is_empty()
                && part.bytes().all(lawful)
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        let parts: Vec<_> = code.split('.').collect();
        assert!(parts.len() == 2 && parts.iter().all(|part| word(part)), "{code}");
        assert!(seen.insert(code), "{code} stands for two rules");
    }
}

#[test]
fn every_rule_has_its_texts() {
    for rule in diagnosis::rules() {
        for text in [rule.title, rule.cause, rule.remedy] {
            assert!(!text.is_empty(), "{}", rule.code);
        }
        assert!(!rule.title.ends_with('.'), "{}: a title has no full stop", rule.code);
    }
}

#[test]
fn the_readme_says_what_the_program_says() {
    let readme = read(Path::new("README.md"));
    for (status, meaning) in EXIT_STATUSES.iter().chain(COMPARED) {
        let row = format!("| {status} | {meaning} |");
        assert!(readme.contains(&row), "README.md lacks: {row}");
    }
}

#[test]
fn the_readme_and_the_ci_pass_the_tests_by_the_same_command() {
    let command = "cargo test --workspace";
    let stands_alone =
        |file: &str| read(Path::new(file)).lines().any(|line| line.trim() == command);
    assert!(stands_alone("README.md") && stands_alone(".ci/run"));
}

#[test]
fn what_the_readme_says_of_security_is_shown_by_tests_that_are_there() {
    let readme = read(Path::new("README.md"));
    let security = readme.split("\n## ").find(|part| part.starts_with("Security"));
    let rows = security.unwrap_or_default().lines().filter(|line| line.starts_with("| ")).skip(1);
    let rust = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "rs");
    let files = files(&["src", "probes", "tests"]).into_iter().filter(rust);
    let code: String = files.map(|file| read(&file)).collect();
    let mut shown = 0;
    for row in rows {
        let tests: Vec<_> = row.split('`').skip(1).step_by(2).filter(|w| w.len() > 12).collect();
        assert!(!tests.is_empty(), "nothing shows: {row}");
        for test in tests {
            assert!(code.contains(&format!("fn {test}(")), "there is no test {test}");
            shown += 1;
        }
    }
    assert!(shown > 0, "the section is gone");
}

#[test]
fn the_readme_counts_what_is_fuzzed() {
    let targets = read(Path::new("tests/fuzz/targets.rs"));
    let count = targets.matches("Target { name: ").count();
    let said = format!("fuzzes each of {count} targets");
    assert!(count > 0 && read(Path::new("README.md")).contains(&said), "README.md lacks: {said}");
}

#[test]
fn no_code_of_ours_is_unsafe() {
    assert!(read(Path::new("Cargo.toml")).contains("unsafe_code = \"forbid\""));
    for member in ["Cargo.toml", "probes/Cargo.toml", "fixtures/Cargo.toml"] {
        assert!(read(Path::new(member)).contains("[lints]\nworkspace = true"), "{member}");
    }
}
