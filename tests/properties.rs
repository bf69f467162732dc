//! What holds whatever servers and the DNS say: tried with some dozen worlds that chance has made,
//! the same in every run. `MAILPROBE_SEED` makes others, `MAILPROBE_CASES` more; what fails is
//! made as small as can be, and kept in `properties.regressions`, to be tried first from then on.
#[path = "read/acts.rs"]
mod acts;
#[expect(dead_code, reason = "these cases are made by chance")]
#[path = "redaction/cases.rs"]
mod cases;
#[path = "read/check.rs"]
mod check;
#[path = "scenarios/run.rs"]
mod run;
#[path = "properties/servers.rs"]
mod servers;
#[path = "read/spoken.rs"]
mod spoken;
#[path = "read/truths.rs"]
mod truths;

use std::env;
use std::fmt::Display;
use std::time::Duration;

use fixtures::Scenario;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::redact::redact;
use proptest::strategy::Strategy;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestRng, TestRunner,
};

/// Worlds that are tried, if nobody wants more.
const CASES: u32 = 48;

/// Tries something with what chance makes, and with what failed before.
fn hold<S: Strategy>(strategy: &S, holds: impl Fn(S::Value)) {
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse::<u32>().ok());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/properties.regressions");
    let config = Config {
        cases: number("MAILPROBE_CASES").unwrap_or(CASES),
        max_shrink_time: 60_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        source_file: Some(file!()),
        ..Config::default()
    };
    let seed = number("MAILPROBE_SEED").unwrap_or(25).to_le_bytes().repeat(8);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let tried = TestRunner::new_with_rng(config, rng).run(strategy, |value| {
        holds(value);
        Ok::<(), TestCaseError>(())
    });
    tried.unwrap_or_else(|failure| panic!("{}", shown(&failure)));
}

/// A scenario is text, and read as such.
fn shown(failure: &impl Display) -> String {
    failure.to_string().replace("\\n", "\n")
}

/// What is seen of a world.
fn recorded(world: &str) -> Recording {
    let scenario = Scenario::parse(world).expect("they are made lawful");
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().expect("a runtime for tests");
    runtime.block_on(run::run(scenario)).1
}

#[test]
fn whatever_servers_say_the_run_ends_and_its_report_can_be_read() {
    hold(&servers::scenario(), |world| {
        let recording = recorded(&world);
        let deadline = if world.contains("'3s'") { 3_000 } else { 30_000 };
        let took = Duration::from_micros(recording.took_us);
        assert!(took <= Duration::from_millis(deadline + 250), "{took:?}");
        truths::of_run(&recording);
        let language = Language::ALL[world.len() % Language::ALL.len()];
        for (place, text) in cases::told(&recording, &[language]) {
            let format = place.split(' ').next().unwrap_or_default();
            assert_eq!(check::fault(format, &text), None, "{place}");
            assert_eq!(acts::acts(&text), None, "{place}");
        }
    });
}

#[test]
fn whatever_servers_say_a_redacted_report_tells_nothing_of_the_client() {
    hold(&servers::scenario(), |world| {
        let recording = cases::given_away(recorded(&world));
        let redacted = redact(&recording);
        truths::same(&redact(&redacted), &redacted);
        let secrets = cases::secrets(&recording);
        for (place, text) in cases::told(&redacted, &[Language::En]) {
            let text = text.to_lowercase();
            let left = secrets.iter().find(|secret| cases::holds(&text, secret));
            assert_eq!(left, None, "{place}");
        }
    });
}
