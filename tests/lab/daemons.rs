//! What mailprobe says of daemons that others wrote: all that `daemons.toml` tells.

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;

use super::command::output;
use super::neighbours;
use super::site::{Run, Setup, Site};

/// What stands behind a number that is a time.
const UNITS: [&str; 3] = ["µs", "ms", "s"];

/// All rows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// One target. The file says what each field is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    daemons: Vec<String>,
    set_up: String,
    target: String,
    ports: Option<String>,
    verdict: String,
    #[serde(default)]
    headline: String,
    ladder: Vec<String>,
    said: Vec<String>,
    findings: Vec<String>,
}

fn rows() -> Vec<Row> {
    let table: Table = toml::from_str(include_str!("daemons.toml")).expect("the table is TOML");
    table.row
}

#[test]
fn every_neighbour_has_a_hand_in_some_row() {
    let rows = rows();
    let named: BTreeSet<_> = rows.iter().flat_map(|row| &row.daemons).map(String::as_str).collect();
    let all: BTreeSet<_> = neighbours::ALL.iter().map(|one| one.machine).collect();
    assert_eq!(named, all);
}

#[test]
fn every_daemon_is_told_as_it_is() {
    let Some(site) = crate::site(Setup::Neighbours) else { return };
    let before = be_impatient(&site);
    // One after the other: who is served late for lack of a processor sends again.
    let wrong: Vec<String> = rows().iter().filter_map(|row| row.look(&site)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_patience(&site, &before);
}

/// What postscreen calls those who don't wait, or don't keep to the protocol.
const ACCUSED: [&str; 4] = ["PREGREET", "PIPELINING", "NON-SMTP COMMAND", "BARE NEWLINE"];

/// Talks before postscreen has greeted, which shuts out whoever does. This is what it logged then.
fn be_impatient(site: &Site) -> String {
    let (_, at) = neighbours::find("postscreen");
    let script = format!("exec 3<>/dev/tcp/{at}/25; printf 'EHLO me\\r\\n' >&3; cat <&3");
    let talk = output(&mut site.client(&["timeout", "20", "bash", "-c", &script]));
    let said = String::from_utf8_lossy(&talk.stdout);
    assert!(said.contains("521 5.5.1 Protocol error"), "{said}");
    site.wait_for_word(ACCUSED[0], &site.file("postscreen/log"));
    postscreen_log(site)
}

/// What it logged since then accuses nobody, though mailprobe was there and came as far as TLS.
fn assert_patience(site: &Site, before: &str) {
    let log = postscreen_log(site);
    let since = log.strip_prefix(before).expect("a log only grows");
    assert!(since.contains("tlsproxy"), "{since}");
    assert!(!ACCUSED.iter().any(|word| since.contains(word)), "{since}");
}

fn postscreen_log(site: &Site) -> String {
    fs::read_to_string(site.file("postscreen/log")).expect("Postfix wrote it")
}

impl Row {
    /// What is told otherwise than the row has it.
    fn look(&self, site: &Site) -> Option<String> {
        let (_, resolver) = neighbours::find("unbound");
        let mut options = vec!["--trace", "off", "-v"];
        if let Some(ports) = &self.ports {
            options.extend(["--ports", ports]);
        }
        let run = site.check_by(resolver, &self.target, &options);
        let text = squeezed(&run.said);
        let lacking = self.said.iter().filter(|words| !text.contains(&squeezed(words)));
        let lacking: Vec<_> = lacking.collect();
        let told = (run.report.verdict(), headline(&run), ladder(&run), run.report.list());
        let expected =
            (&*self.verdict, self.headline.clone(), self.ladder.clone(), self.findings.clone());
        (told != expected || !lacking.is_empty()).then(|| {
            format!("{}: {}\n{told:#?}\nlacks {lacking:?}\n{}", self.target, self.set_up, run.said)
        })
    }
}

/// Code and actor, or nothing where all is well.
fn headline(run: &Run) -> String {
    if run.report.verdict() == "healthy" {
        return String::new();
    }
    let (code, actor) = run.report.headline();
    format!("{code} {actor}")
}

/// The lines of the ladder, one blank between words, without times and dates.
fn ladder(run: &Run) -> Vec<String> {
    let lines = run.said.lines().map(str::trim);
    let part = lines.skip_while(|line| *line != "CONNECTIONS").take_while(|line| !line.is_empty());
    let rungs = part.filter(|line| line.starts_with(['✓', '✗', '!', '·']));
    rungs.map(timeless).collect()
}

/// Without dates (`2027-01-21`), and without numbers that a unit of time follows (`25 µs`).
fn timeless(line: &str) -> String {
    let words: Vec<_> = line.split_whitespace().collect();
    let is_unit = |at: usize| words.get(at).is_some_and(|word| UNITS.contains(word));
    let is_number = |at: usize| words.get(at).is_some_and(|word| word.parse::<f64>().is_ok());
    let is_time = |at: usize| is_number(at) && is_unit(at + 1);
    let is_date = |at: usize| words[at].len() == 10 && words[at].matches('-').count() == 2;
    let lasting = (0..words.len()).filter(|at| !is_date(*at) && !is_time(*at));
    let lasting = lasting.filter(|at| !(is_unit(*at) && *at > 0 && is_time(*at - 1)));
    lasting.map(|at| words[at]).collect::<Vec<_>>().join(" ")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
