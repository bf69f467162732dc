//! A whole run against one port of a server that says anything.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use mailprobe::check::{Errand, record};
use mailprobe::cli::{self, Check};
use mailprobe::recording::{Ended, Recording, Vantage};
use mailprobe::trust::Store;

use super::choices::Choices;
use super::peer::{Stage, staged};
use super::truths;

pub(crate) fn smtp(data: &[u8]) {
    visit(data, &["25", "587", "465"]);
}

pub(crate) fn imap(data: &[u8]) {
    visit(data, &["143", "993"]);
}

pub(crate) fn pop3(data: &[u8]) {
    visit(data, &["110", "995"]);
}

/// All that is asked with `--tls-scan` and of who is asked again.
pub(crate) fn tls(data: &[u8]) {
    visit(data, &["993 --tls-scan", "25 --tls-scan", "465 --retries 2", "995"]);
}

fn visit(data: &[u8], ports: &[&'static str]) {
    let mut choices = Choices::new(data);
    let port = *choices.of(ports);
    let recording = staged(run(port, choices.rest()));
    let deadline = Duration::from_secs(30) + Duration::from_millis(250);
    assert!(Duration::from_micros(recording.took_us) <= deadline, "{} µs", recording.took_us);
    truths::of_run(&recording);
}

async fn run(port: &'static str, script: &[u8]) -> Recording {
    let wishes = wishes(port);
    let asked = wishes.asked().expect("a lawful target").remove(0);
    let (setup, store) = (wishes.look.setup(), Store::default());
    let errand =
        Errand { asked: &asked, setup: &setup, store: &store, vantage: Vantage::default() };
    let stop = async {
        tokio::time::sleep(wishes.look.deadline).await;
        Ended::Deadline
    };
    record(&Stage::new(script), errand, stop, &|_| {}).await
}

/// Understanding a command line takes longer than a whole visit.
fn wishes(port: &'static str) -> Check {
    static KNOWN: Mutex<BTreeMap<&str, Check>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().expect("lawful options do not panic");
    let read = || {
        let words = "--connect 192.0.2.10 --trace off --deadline 30s --ports";
        let options: Vec<String> =
            words.split(' ').chain(port.split(' ')).map(str::to_owned).collect();
        cli::check("mail.example.test", &options).expect("lawful options")
    };
    known.entry(port).or_insert_with(read).clone()
}
