//! Every bound of the probing, each met by a server, a zone or a path that goes beyond it.
//! Virtual time; no network.
#[path = "scenarios/run.rs"]
mod run;

use std::time::Duration;

use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::recording::Recording;
use mailprobe::report::{Status, Verdict};
use probes::reply::Reply;
use probes::trace::Path;
use probes::{Data, FailureKind, Observation, Step, Subject, limits};
use run::run;

/// A good host, but for this.
async fn but_for(difference: &str) -> Recording {
    let text = format!(
        "like = \"good\"\nname = \"beyond a bound\"\n{difference}\n\
         [expect]\nverdict = \"failure\"\nheadline = \"healthy\"\nfindings = []\n"
    );
    run(Scenario::parse(&text).expect("a lawful scenario")).await.1
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
            Data::Reply(reply) => Some(reply.lines.iter().map(|l| l.text.len()).sum::<usize>()),
            _ => None,
        })
        .sum();
    assert!(kept > limits::TRANSCRIPT / 2, "the server did talk: {kept}");
    assert!(kept <= limits::TRANSCRIPT, "{kept}");
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
    let visited: std::collections::BTreeSet<_> = recording
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
    let visited: std::collections::BTreeSet<_> =
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

#[tokio::test(start_paused = true)]
async fn a_silent_resolver_costs_the_time_of_one_name() {
    let (_, recording) = run(Scenario::load("dns-timeout").expect("it exists")).await;
    assert!(took(&recording) <= limits::DNS_NAME, "{:?}", took(&recording));
}
