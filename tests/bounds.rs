//! Every bound of the probing, each met by a server, a zone or a path that goes beyond it.
//! Virtual time; no network.
#[path = "bounds/names.rs"]
mod names;
#[path = "bounds/path.rs"]
mod path;
#[path = "scenarios/run.rs"]
mod run;

use std::collections::BTreeSet;
use std::time::Duration;

use fixtures::{Scenario, World};
use mailprobe::check::{Errand, record};
use mailprobe::diagnosis;
use mailprobe::finding::Severity;
use mailprobe::language::Language;
use mailprobe::recording::{Recording, Vantage};
use mailprobe::report::{FORMATS, Report, Status, Style, Verdict};
use mailprobe::trust::Store;
use probes::budget::{Budget, in_json};
use probes::reply::Reply;
use probes::trace::Path;
use probes::{Data, FailureKind, Observation, Step, Subject, limits};
use run::run;

/// A good host, but for this.
async fn but_for(difference: &str) -> Recording {
    run(difference_to_good(difference)).await.1
}

fn difference_to_good(difference: &str) -> Scenario {
    let text = format!(
        "like = \"good\"\nname = \"beyond a bound\"\n{difference}\n\
         [expect]\nverdict = \"failure\"\nheadline = \"healthy\"\nfindings = []\n"
    );
    Scenario::parse(&text).expect("a lawful scenario")
}

/// The same in a run that has kept as much as it keeps.
async fn exhausted(difference: &str) -> Recording {
    let scenario = difference_to_good(difference);
    let wishes = mailprobe::cli::check(&scenario.target, &scenario.options).expect("lawful");
    let asked = wishes.asked().expect("a lawful target").remove(0);
    let setup = wishes.look.setup();
    let Budget { words, chains, around } = &*setup.budget;
    assert!(words.take(limits::TRANSCRIPTS) && chains.take(limits::CHAINS));
    assert!(around.take(limits::AROUND));
    let world = World::new(scenario);
    let store = Store { source: "scenario".into(), roots: world.roots(), ..Store::default() };
    let vantage = Vantage::default();
    let errand = Errand { asked: &asked, setup: &setup, store: &store, vantage };
    record(&world, errand, std::future::pending(), &|_| {}).await
}

/// The codes of what is found, notes left out.
fn codes(recording: &Recording) -> BTreeSet<&'static str> {
    let findings = diagnosis::diagnose(recording);
    let told = findings.iter().filter(|f| f.severity > Severity::Note);
    told.map(|f| f.code).collect()
}

/// The report for programs.
fn json(recording: &Recording) -> Vec<u8> {
    let findings = diagnosis::diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    let report =
        Report { recording, findings: &findings, verdict: &verdict, language: Language::En };
    let format = FORMATS.iter().find(|f| f.name == "json").expect("it is one of the forms");
    let mut text = Vec::new();
    (format.write)(&[report], &Style::default(), &mut text).expect("memory takes it");
    text
}

/// A TOML array of lines.
fn lines(lines: impl IntoIterator<Item = String>) -> String {
    let quoted: Vec<_> = lines.into_iter().map(|l| format!("{l:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

fn on(recording: &Recording, port: u16, step: Step) -> Vec<&Observation> {
    let of = |o: &&Observation| o.subject.port() == Some(port) && o.step == step;
    recording.observations.iter().filter(of).collect()
}

fn reply(observation: &Observation) -> &Reply {
    match &observation.saw {
        Data::Reply(reply) => reply,
        other => panic!("not a reply: {other:?}"),
    }
}

fn kind(observation: &Observation) -> Option<FailureKind> {
    observation.failure.as_ref().map(|f| f.kind)
}

fn took(recording: &Recording) -> Duration {
    Duration::from_micros(recording.took_us)
}

#[tokio::test(start_paused = true)]
async fn a_long_line_is_cut_and_what_was_cut_is_counted() {
    let long = format!("220 {}", "x".repeat(limits::LINE + 100));
    let recording = but_for(&format!("every.ports.25.greeting = {}", lines([long]))).await;
    let greeting = on(&recording, 25, Step::Greeting)[0];
    let line = &reply(greeting).lines[0];
    assert_eq!(line.text.len() as u64 + line.cut, limits::LINE as u64 + 104);
    assert!(line.text.len() <= limits::LINE, "{}", line.text.len());
    assert_eq!(kind(greeting), None, "a long line is no fault by itself");
}

#[tokio::test(start_paused = true)]
async fn a_reply_of_too_many_lines_ends_the_step_and_keeps_the_first() {
    let many = (0..600).map(|n| format!("250-X{n}")).chain(["250 END".into()]);
    let recording = but_for(&format!("every.ports.587.on.EHLO = {}", lines(many))).await;
    let told = on(&recording, 587, Step::Capabilities)[0];
    assert_eq!(kind(told), Some(FailureKind::TooMuch));
    assert_eq!(reply(told).lines.len(), limits::REPLY_LINES);
    assert_eq!(reply(told).lines[0].text, "250-X0");
}

#[tokio::test(start_paused = true)]
async fn a_line_without_end_costs_no_more_than_a_reply_may() {
    let endless = lines([format!("220 {}\\c", "x".repeat(1000)), "!repeat".into()]);
    let recording = but_for(&format!("every.ports.25.greeting = {endless}")).await;
    let greeting = on(&recording, 25, Step::Greeting)[0];
    assert_eq!(kind(greeting), Some(FailureKind::TooMuch));
    let line = &reply(greeting).lines[0];
    let all = line.text.len() as u64 + line.cut;
    assert!(line.text.len() <= limits::LINE && line.unfinished.is_some(), "{line:?}");
    assert!(all <= limits::REPLY_BYTES as u64 + 4096, "{all} bytes were read");
}

#[tokio::test(start_paused = true)]
async fn a_certificate_that_is_fetched_takes_of_what_a_run_keeps() {
    let fetches = "options = ['--fetch-aia']\ncertificates.mail.send = ['mail']\n\
         dns.'ca.example.test'.a = ['192.0.2.80']\n\
         http.'ca.example.test/issuing1.crt'.certificate = 'intermediate'";
    let recording = exhausted(fetches).await;
    let file = recording.observations.iter().find(|o| o.step == Step::Fetch);
    let file = file.expect("the handshakes have shares of their own");
    assert_eq!(kind(file), Some(FailureKind::CutShort));
    let Data::Fetch(fetch) = &file.saw else { panic!("no file: {file:?}") };
    assert_eq!((fetch.certificates.len(), fetch.left_out), (0, 1));
    assert!(codes(&recording).contains("other.cut-short"), "{:?}", codes(&recording));
}

#[tokio::test(start_paused = true)]
async fn a_session_keeps_no_more_than_its_transcript() {
    let line = |code: &str| format!("{code}-{}", "x".repeat(3000));
    let long =
        |code: &str| lines(std::iter::repeat_n(line(code), 20).chain([format!("{code} end")]));
    let (greeting, told) = (long("220"), long("250"));
    let recording = but_for(&format!(
        "every.ports.587.greeting = {greeting}\nevery.ports.587.on.EHLO = {told}\n\
         every.ports.587.on.STARTTLS = {greeting}\nevery.ports.587.tls_on.EHLO = {told}\n\
         every.ports.587.tls_on.QUIT = {}",
        long("221")
    ))
    .await;
    let addr = recording.observations.iter().find_map(|o| o.subject.addr()).expect("an address");
    let session = recording
        .observations
        .iter()
        .filter(|o| o.subject.port() == Some(587) && o.subject.addr() == Some(addr));
    let kept: usize = session
        .filter_map(|o| match &o.saw {
            Data::Reply(reply) => Some(reply.lines.iter().map(|l| in_json(&l.text)).sum::<usize>()),
            _ => None,
        })
        .sum();
    assert!(kept > limits::TRANSCRIPT / 2, "the server did talk: {kept}");
    assert!(kept <= limits::TRANSCRIPT, "{kept}");
}

/// Every server of a host with eight addresses says as much as it can of what JSON writes longest.
fn talkative() -> String {
    let junk = "\\u0001".repeat(100);
    let many = |first: &str, last: &str| {
        let lines = (0..400).map(|_| format!("\"{first}{junk}\"")).collect::<Vec<_>>().join(", ");
        format!("[{lines}, \"{last}\"]")
    };
    let addresses = lines((20..30).map(|n| format!("192.0.2.{n}")));
    let smtp = many("250-", "250 STARTTLS");
    let imap = many("* ", "{tag} OK");
    let pop = many("", ".");
    let mut text = format!("dns.\"mail.example.test\" = {{ a = {addresses}, aaaa = [] }}\n");
    for n in 20..30 {
        text += &format!("hosts.\"192.0.2.{n}\" = {{}}\n");
    }
    for port in [25, 465, 587] {
        text += &format!(
            "every.ports.{port}.on.EHLO = {smtp}\nevery.ports.{port}.tls_on.EHLO = {smtp}\n"
        );
    }
    for port in [143, 993] {
        text += &format!(
            "every.ports.{port}.on.CAPABILITY = {imap}\nevery.ports.{port}.tls_on.CAPABILITY = {imap}\n"
        );
    }
    for port in [110, 995] {
        text += &format!(
            "every.ports.{port}.on.CAPA = {pop}\nevery.ports.{port}.tls_on.CAPA = {pop}\n"
        );
    }
    text
}

#[tokio::test(start_paused = true)]
async fn a_run_keeps_no_more_than_its_room_however_many_servers_talk() {
    let recording = but_for(&talkative()).await;
    let visited: BTreeSet<_> = recording
        .observations
        .iter()
        .filter_map(|o| o.subject.service().and(o.subject.addr()))
        .collect();
    assert_eq!(visited.len(), limits::ADDRESSES);
    let report = json(&recording);
    assert!(report.len() > limits::TRANSCRIPTS, "the servers did talk: {}", report.len());
    assert!(report.len() <= 4 << 20, "{} bytes", report.len());
    assert_eq!(Recording::load(&mut &report[..]), Ok(recording));
}

#[tokio::test(start_paused = true)]
async fn one_talkative_server_takes_nothing_from_the_others() {
    let junk = lines((0..300).map(|n| format!("250-X{n} {}", "x".repeat(150))));
    let recording = but_for(&format!("every.ports.25.on.EHLO = {junk}")).await;
    for port in [465, 587, 110, 995, 143, 993] {
        let told = on(&recording, port, Step::Capabilities);
        assert!(!told.is_empty() && told.iter().all(|o| kind(o).is_none()), "{port}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_honest_servers_say_and_show_fits_into_a_run_without_room() {
    let recording = exhausted("options = [\"--trace\", \"off\"]").await;
    assert!(recording.observations.iter().all(|o| o.failure.is_none() || o.step == Step::Ptr));
    assert_eq!(codes(&recording), BTreeSet::from(["other.cut-short"]));
}

#[tokio::test(start_paused = true)]
async fn what_a_run_has_no_room_for_is_no_fault_of_a_server() {
    let many = (0..90).map(|n| format!("250-X{n}")).chain(["250 STARTTLS".into()]);
    let names = lines((0..800).map(|n| format!("name{n}.example.test")));
    let recording = exhausted(&format!(
        "every.ports.587.on.EHLO = {}\ncertificates.mail.names = {names}",
        lines(many)
    ))
    .await;
    let told = on(&recording, 587, Step::Capabilities)[0];
    assert_eq!(kind(told), Some(FailureKind::CutShort));
    assert!(reply(told).lines.len() > 50, "what there was room for is kept");
    let shaken = on(&recording, 993, Step::Handshake)[0];
    let Data::Handshake(handshake) = &shaken.saw else { panic!("a handshake was made") };
    assert_eq!((handshake.chain.len(), handshake.left_out), (0, 2));
    assert_eq!(kind(shaken), Some(FailureKind::CutShort));
    assert!(recording.observations.iter().all(|o| o.step != Step::Trace || o.saw == Data::Nothing));
    assert_eq!(codes(&recording), BTreeSet::from(["other.cut-short"]));
}

#[tokio::test(start_paused = true)]
async fn who_is_asked_again_has_no_room_of_its_own() {
    let old = "every.ports.993.tls = \"1.0\"";
    for (recording, kept) in [(but_for(old).await, 2), (exhausted(old).await, 0)] {
        for seen in on(&recording, 993, Step::Hello) {
            let Data::Hello(hello) = &seen.saw else { panic!("a server answered") };
            assert_eq!((hello.chain.len(), hello.left_out), (kept, 2 - kept as u32));
            assert_eq!(kind(seen), (kept == 0).then_some(FailureKind::CutShort));
        }
        assert!(codes(&recording).contains("tls.old-version-only"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_words_for_a_failure_are_cut() {
    let long = "\\u0001".repeat(4000);
    let recording = but_for(&format!("every.ports.25.greeting = [\"554 {long}\"]")).await;
    let failure = on(&recording, 25, Step::Greeting)[0].failure.as_ref().expect("it declined");
    assert!(failure.detail.starts_with("554 \u{1}"));
    assert!(in_json(&failure.detail) <= limits::DETAIL, "{}", failure.detail.len());
}

#[tokio::test(start_paused = true)]
async fn of_a_long_chain_the_first_certificates_are_kept_and_the_rest_counted() {
    let sent =
        lines(["mail".into()].into_iter().chain(std::iter::repeat_n("intermediate".into(), 24)));
    let recording = but_for(&format!("certificates.mail.send = {sent}")).await;
    let Data::Handshake(handshake) = &on(&recording, 993, Step::Handshake)[0].saw else {
        panic!("a handshake was made")
    };
    assert_eq!(handshake.chain.len(), limits::CHAIN);
    assert_eq!(handshake.left_out as usize, 25 - limits::CHAIN);
}

#[tokio::test(start_paused = true)]
async fn of_what_is_said_instead_of_tls_only_the_beginning_is_kept() {
    let said = lines([format!("220 {}", "x".repeat(2000))]);
    let recording =
        but_for(&format!("every.ports.993 = {{ tls = \"not-tls\", greeting = {said} }}")).await;
    for handshake in on(&recording, 993, Step::Handshake) {
        let Data::Handshake(seen) = &handshake.saw else { panic!("a handshake was tried") };
        assert_eq!(kind(handshake), Some(FailureKind::NotTls));
        let heard = seen.heard.as_ref().expect("something was said").0.len();
        assert!((1..=limits::HEARD).contains(&heard), "{heard}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_many_exchangers_only_the_first_are_visited() {
    let names = (0..9).map(|n| format!("{n} mx{n}.example.test"));
    let recording =
        but_for(&format!("target = \"example.test\"\ndns.\"example.test\".mx = {}", lines(names)))
            .await;
    let visited: BTreeSet<_> = recording
        .observations
        .iter()
        .filter(|o| matches!(o.subject, Subject::Exchanger { .. }))
        .map(|o| o.subject.to_string())
        .collect();
    assert_eq!(visited.len(), limits::EXCHANGERS);
    assert!(visited.contains("mx0.example.test"), "the preferred one is among them");
}

#[tokio::test(start_paused = true)]
async fn of_many_addresses_only_the_first_are_visited() {
    let addresses = lines((20..40).map(|n| format!("192.0.2.{n}")));
    let recording =
        but_for(&format!("dns.\"mail.example.test\" = {{ a = {addresses}, aaaa = [] }}")).await;
    let visited: BTreeSet<_> =
        recording.observations.iter().filter_map(|o| o.subject.addr()).collect();
    assert_eq!(visited.len(), limits::ADDRESSES);
}

#[tokio::test(start_paused = true)]
async fn a_path_is_traced_only_so_far() {
    let routers = (1..60).map(|n| format!("{{ addr = \"203.0.113.{n}\" }}")).collect::<Vec<_>>();
    let recording = but_for(&format!("path.v4 = [{}]", routers.join(", "))).await;
    let longest = recording.observations.iter().filter_map(|o| match &o.saw {
        Data::Path(Path { tries, .. }) => tries.iter().map(|t| t.ttl).max(),
        _ => None,
    });
    assert_eq!(longest.max(), Some(limits::HOPS));
}

#[tokio::test(start_paused = true)]
async fn names_of_routers_are_not_waited_for_long() {
    let recording = but_for("dns.\"1.1.168.192.in-addr.arpa\".silent = true").await;
    let named = recording.observations.iter().filter(|o| o.step == Step::HopNames);
    let longest =
        named.map(|o| Duration::from_micros(o.took_us)).max().expect("names were asked for");
    let waited = limits::HOP_NAMES / 2..=limits::HOP_NAMES;
    assert!(waited.contains(&longest), "{longest:?}");
}

#[tokio::test(start_paused = true)]
async fn a_farewell_is_not_waited_for_long_and_changes_no_verdict() {
    let recording = but_for("every.ports.25.tls_on.QUIT = [\"!wait 60s\"]").await;
    let farewell = on(&recording, 25, Step::Farewell)[0];
    assert_eq!(kind(farewell), Some(FailureKind::TimedOut));
    assert!(Duration::from_micros(farewell.took_us) <= 2 * limits::FAREWELL);
    let findings = diagnosis::diagnose(&recording);
    assert_eq!(Verdict::of(&recording, &findings).status, Status::Healthy);
}

#[tokio::test(start_paused = true)]
async fn a_visit_ends_after_its_time_however_patient_the_user_is() {
    let recording = but_for(
        "options = [\"--timeout\", \"60s\", \"--deadline\", \"120s\"]\n\
         every.ports.25.greeting = [\"!wait 600s\"]",
    )
    .await;
    let greeting = on(&recording, 25, Step::Greeting)[0];
    assert_eq!(kind(greeting), Some(FailureKind::TimedOut));
    let slack = Duration::from_secs(1);
    assert!(took(&recording) <= limits::ENDPOINT + slack, "{:?}", took(&recording));
}
