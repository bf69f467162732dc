//! Brings a scenario alive and records what is seen of it.
use fixtures::{Scenario, World};
use mailprobe::check::{Errand, record};
use mailprobe::recording::{Ended, Recording, Vantage};
use mailprobe::trust::Store;
use probes::session::Setup;

/// Runs a scenario, as `demo` does.
pub(crate) async fn run(scenario: Scenario) -> (World, Recording) {
    let wishes =
        mailprobe::cli::check(&scenario.target, &scenario.options).expect("lawful options");
    let asked = wishes.asked().expect("a lawful target").remove(0);
    let asked = match &scenario.expectation {
        Some(text) => asked.demanding(mailprobe::expect::read(text).expect("a lawful file")),
        None => asked,
    };
    let setup: Setup = wishes.look.setup();
    let world = World::new(scenario);
    let other = world.other_roots();
    let other = other.map(|roots| Store { source: "other".into(), roots, ..Store::default() });
    let store = Store {
        source: "scenario".into(),
        roots: world.roots(),
        other: other.map(Box::new),
        ..Store::default()
    };
    let errand =
        Errand { asked: &asked, setup: &setup, store: &store, vantage: Vantage::default() };
    let deadline = async {
        tokio::time::sleep(wishes.look.deadline).await;
        Ended::Deadline
    };
    let recording = record(&world, errand, deadline, &|_| {}).await;
    (world, recording)
}
