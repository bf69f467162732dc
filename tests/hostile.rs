//! The built program against servers that mean harm, on real sockets: every row of
//! `fixtures/hostile/*.toml`. However a server behaves, the run ends in time and in little memory,
//! says what happened, and loses nothing of the rest.
#[path = "read/acts.rs"]
mod acts;
#[path = "hostile/checks.rs"]
mod checks;
#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/manners.rs"]
mod manners;
#[path = "hostile/measured.rs"]
mod measured;
#[path = "hostile/rows.rs"]
mod rows;
#[path = "read/spoken.rs"]
mod spoken;
#[path = "scenarios/told.rs"]
mod told;

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use checks::{Case, DEADLINE};
use fixtures::hostile::{Behaviour, Stage};
use probes::Service;
use rows::behaviours;

/// Runs at the same time: most of them wait.
const AT_ONCE: usize = 12;

#[test]
fn no_behaviour_of_a_server_hangs_it_swells_it_or_makes_it_lie() {
    let left = Mutex::new(behaviours().into_iter().collect::<VecDeque<_>>());
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let next = || left.lock().expect("nobody panics while taking").pop_front();
                while let Some(behaviour) = next() {
                    let case = look(behaviour);
                    done.lock().expect("nobody panics while adding").push(case);
                }
            });
        }
    });
    let done = done.into_inner().expect("nobody panicked while adding");
    fs::write(folder().join("figures"), figures(&done)).expect("cargo's own directory");
    let wrong: Vec<_> = done.iter().flat_map(Case::wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile")
}

/// Runs the program against a behaviour, and again on the report that it wrote.
fn look(behaviour: Behaviour) -> Case {
    let now = i64::try_from(mailprobe::vantage::now()).expect("the year is not that far");
    let stage = Stage::open(&behaviour, now).expect("loopback has free ports");
    let folder = folder().join(&behaviour.name);
    fs::create_dir_all(&folder).expect("cargo's own directory takes files");
    let root = folder.join("root.pem");
    fs::write(&root, &stage.root).expect("the folder is there");
    let report = folder.join("report.json").display().to_string();
    let words = words(&behaviour, &stage, &root.display().to_string(), &report);
    let seen = measured::run(&folder, &words);
    let again = ["diagnose", "--as-of", "then", "--format", "json", &report].map(str::to_owned);
    let again = measured::run(&folder.join("again"), &again);
    let report = fs::read(report).unwrap_or_default();
    Case { behaviour, stage, words, seen, report, again }
}

fn words(behaviour: &Behaviour, stage: &Stage, root: &str, report: &str) -> Vec<String> {
    let ports = stage.ports.iter().map(|(service, at)| format!("{at}={}", service.row().name));
    let ports = ports.collect::<Vec<_>>().join(",");
    let resolver = stage.resolver.to_string();
    let deadline = format!("{}s", DEADLINE.as_secs());
    let own: Vec<_> = behaviour.scenario.options.iter().map(|word| here(word, stage)).collect();
    let usual = [
        ("--resolver", &resolver[..]),
        ("--ports", &ports),
        ("--trust", root),
        ("--trace", "off"),
        ("--timeout", "1s"),
        ("--deadline", &deadline),
        ("--language", "en"),
        ("--color", "never"),
        ("-o", report),
    ];
    let usual = usual.iter().filter(|(option, _)| !own.iter().any(|word| word == option));
    let usual = usual.flat_map(|(option, value)| [(*option).to_owned(), (*value).to_owned()]);
    let first = ["check".to_owned(), behaviour.scenario.target.clone(), "-v".to_owned()];
    first.into_iter().chain(usual).chain(own.iter().cloned()).collect()
}

/// A word of a command line, with the ports of this machine in place of `{25}`.
fn here(word: &str, stage: &Stage) -> String {
    let put = |word: String, (service, port): (&Service, &u16)| {
        word.replace(&format!("{{{}}}", service.row().port), &port.to_string())
    };
    stage.ports.iter().fold(word.to_owned(), put)
}

/// What each run took, the largest first.
fn figures(done: &[Case]) -> String {
    let mut rows: Vec<_> = done.iter().map(|case| (case.seen.peak, case)).collect();
    rows.sort_by_key(|(peak, _)| -peak);
    let row = |(peak, case): &(i64, &Case)| {
        let (own, took, worked) = (case.took(), case.seen.took, case.seen.worked);
        let (again, after, name) = (case.again.peak, case.again.worked, &case.behaviour.name);
        let times = format!("{took:?}, own clock {own:?}, worked {worked:?}");
        format!("{peak} KiB {times}; diagnose {again} KiB, worked {after:?}: {name}\n")
    };
    rows.iter().map(row).collect()
}
