//! What `--fetch-aia` does, and above all what it does not do: the URL was chosen by a stranger.
//! Virtual time; no network.
#[path = "scenarios/run.rs"]
mod run;

use std::net::{IpAddr, SocketAddr};

use fixtures::{Scenario, Visit, World};
use mailprobe::diagnosis::{self, Facts};
use mailprobe::finding::{Confidence, Finding};
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{FORMATS, Report, Style, Verdict};
use probes::fetch::Fetch;
use probes::{Data, FailureKind, Observation, limits};
use run::run;

/// What the scenarios' authority is asked.
const REQUEST: [&str; 4] = [
    "GET /issuing1.crt HTTP/1.0",
    "Host: ca.example.test",
    concat!("User-Agent: mailprobe/", env!("CARGO_PKG_VERSION")),
    "Connection: close",
];

async fn run_named(name: &str) -> (World, Recording) {
    run(Scenario::load(name).expect("a scenario of this name")).await
}

/// The scenario in which all goes well, but for this.
async fn but_for(difference: &str) -> (World, Recording) {
    let text = format!(
        "like = 'tls-aia-fetched'\nname = 'x'\noptions = ['--fetch-aia']\n{difference}\n\
         [expect]\nverdict = 'failure'\nheadline = ''\nfindings = []\n"
    );
    run(Scenario::parse(&text).expect("a lawful scenario")).await
}

fn files(recording: &Recording) -> Vec<(&Observation, &Fetch)> {
    let files = recording.observations.iter().filter_map(|o| match &o.saw {
        Data::Fetch(fetch) => Some((o, fetch)),
        _ => None,
    });
    files.collect()
}

fn file(recording: &Recording) -> (&Observation, &Fetch) {
    let [one] = files(recording)[..] else { panic!("not one file: {:?}", files(recording)) };
    one
}

fn kind(observation: &Observation) -> Option<FailureKind> {
    observation.failure.as_ref().map(|f| f.kind)
}

/// The connections that were not for mail.
fn others(world: &World) -> Vec<SocketAddr> {
    let host: [IpAddr; 2] = ["192.0.2.10", "2001:db8::10"].map(|a| a.parse().expect("an address"));
    let mut dialled = world.dialled();
    dialled.retain(|to| !host.contains(&to.ip()) || probes::Service::on(to.port()).is_none());
    dialled
}

fn requests(world: &World) -> Vec<Visit> {
    let files = world.visits().into_iter();
    files.filter(|visit| visit.commands.iter().any(|line| line.starts_with("GET "))).collect()
}

fn incomplete(recording: &Recording) -> Finding {
    let findings = diagnosis::diagnose(recording);
    let found = findings.into_iter().find(|f| f.code == "tls.incomplete-chain");
    found.expect("the chain is incomplete, whatever was fetched")
}

#[tokio::test(start_paused = true)]
async fn one_request_is_sent_for_all_ports_and_says_who_asks() {
    let (world, recording) = run_named("tls-aia-fetched").await;
    let [visit] = &requests(&world)[..] else { panic!("{:?}", world.visits()) };
    assert_eq!(visit.commands, REQUEST);
    assert_eq!(others(&world), [visit.to]);
    let (seen, fetch) = file(&recording);
    assert_eq!((kind(seen), fetch.certificates.len()), (None, 1));
    assert_eq!(fetch.request.as_deref(), Some(REQUEST[0]));
}

#[tokio::test(start_paused = true)]
async fn what_was_fetched_is_proof_and_makes_no_chain_good() {
    let (_, recording) = run_named("tls-aia-fetched").await;
    let facts = Facts::new(&recording, recording.at);
    for verdict in facts.verdicts() {
        assert!(!verdict.told.is_accepted() && !verdict.told.leads_to_root(), "{:?}", verdict.told);
    }
    let finding = incomplete(&recording);
    assert_eq!(finding.confidence, Confidence::High);
    assert!(finding.evidence.contains(&file(&recording).0.id), "{finding:?}");
    let put = Language::En.told(&finding.args["add"]);
    assert!(put.contains(" lies at http://ca.example.test/issuing1.crt: put it"), "{put}");
    let (_, unproven) = run_named("tls-aia-not-asked").await;
    assert_eq!(incomplete(&unproven).confidence, Confidence::Medium);
}

#[tokio::test(start_paused = true)]
async fn what_is_needed_for_a_root_is_named_and_nothing_else() {
    let (_, recording) = run_named("tls-aia-two-missing").await;
    let urls = "http://ca.example.test/issuing1.crt, http://ca.example.test:8080/upper.crt";
    assert!(Language::En.told(&incomplete(&recording).args["add"]).contains(&format!(" {urls}:")));
    let (_, recording) = run_named("tls-aia-message").await;
    assert_eq!(file(&recording).1.certificates.len(), 2);
    assert_eq!(incomplete(&recording).confidence, Confidence::High);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_without_need_or_wish_or_where_a_stranger_must_not_lead() {
    for name in [
        "tls-aia-not-asked",
        "tls-aia-not-needed",
        "tls-aia-private-address",
        "tls-aia-loopback",
        "tls-aia-mail-port",
        "tls-aia-https",
        "tls-aia-ldap",
        "tls-aia-no-such-host",
    ] {
        let (world, _) = run_named(name).await;
        assert_eq!(others(&world), [], "{name}");
    }
    for options in ["trust = 'nobody'", "certificates.mail.issuer = 'mail'"] {
        let (world, recording) = but_for(options).await;
        assert_eq!((others(&world), files(&recording)), (vec![], vec![]), "{options}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_private_address_is_asked_only_for_a_mail_host_that_has_one_too() {
    let at = |mail: &str| {
        format!(
            "dns.'ca.example.test'.a = ['10.0.0.80']\nhosts.'{mail}' = {{}}\n\
             dns.'mail.example.test' = {{ a = ['{mail}'], aaaa = [] }}"
        )
    };
    let (world, recording) = but_for(&at("10.0.0.25")).await;
    assert_eq!((requests(&world).len(), kind(file(&recording).0)), (1, None));
    for mail in ["192.0.2.10", "169.254.0.25", "127.0.0.1"] {
        let (world, recording) = but_for(&at(mail)).await;
        assert_eq!(kind(file(&recording).0), Some(FailureKind::OffLimits), "{mail}");
        assert!(world.dialled().iter().all(|to| to.ip().to_string() != "10.0.0.80"), "{mail}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_private_address_among_public_ones_is_left_out() {
    let (world, recording) = but_for("dns.'ca.example.test'.a = ['10.0.0.80', '192.0.2.80']").await;
    let places: Vec<String> = others(&world).iter().map(ToString::to_string).collect();
    assert_eq!((places, kind(file(&recording).0)), (vec!["192.0.2.80:80".to_owned()], None));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_told_and_not_followed() {
    let (world, recording) = run_named("tls-aia-redirect").await;
    let (seen, fetch) = file(&recording);
    assert_eq!(kind(seen), Some(FailureKind::Declined));
    assert!(fetch.is_redirect() && fetch.size == 0, "{fetch:?}");
    assert!(others(&world).iter().all(|to| to.port() == 80), "{:?}", others(&world));
}

#[tokio::test(start_paused = true)]
async fn no_more_than_three_files_are_fetched_in_a_run() {
    let (world, recording) = run_named("tls-aia-four-levels").await;
    assert_eq!((requests(&world).len(), files(&recording).len()), (limits::FETCHES, 3));
}

#[tokio::test(start_paused = true)]
async fn a_file_costs_no_more_time_and_bytes_than_it_may() {
    for (name, failure) in [
        ("tls-aia-endless", FailureKind::TooMuch),
        ("tls-aia-too-large", FailureKind::TooMuch),
        ("tls-aia-silent", FailureKind::TimedOut),
        ("tls-aia-drip", FailureKind::TimedOut),
        ("tls-aia-unanswered", FailureKind::TimedOut),
    ] {
        let (_, recording) = run_named(name).await;
        let (seen, fetch) = file(&recording);
        assert_eq!(kind(seen), Some(failure), "{name}");
        assert!(u128::from(seen.took_us) <= limits::FETCH.as_micros() + 1_000, "{name}: {seen:?}");
        assert!(fetch.size <= limits::FETCH_BODY as u64 + 2048, "{name}: {}", fetch.size);
        assert_eq!(fetch.certificates.len(), 0, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_head_without_end_is_given_up() {
    let long = "x".repeat(2 * limits::FETCH_HEAD);
    let answer = format!("http.'ca.example.test/issuing1.crt'.instead = 'HTTP/1.1 200 {long}'");
    let (_, recording) = but_for(&answer).await;
    let (seen, fetch) = file(&recording);
    assert_eq!((kind(seen), &fetch.status), (Some(FailureKind::TooMuch), &None));
}

#[tokio::test(start_paused = true)]
async fn one_family_of_addresses_is_used_if_that_is_wished() {
    for (option, place) in [("-4", "192.0.2.80:80"), ("-6", "[2001:db8::80]:80")] {
        let text = format!(
            "like = 'tls-aia-fetched'\nname = 'x'\noptions = ['--fetch-aia', '{option}']\n\
             dns.'ca.example.test'.aaaa = ['2001:db8::80']\n\
             [expect]\nverdict = 'failure'\nheadline = ''\nfindings = []\n"
        );
        let (world, recording) = run(Scenario::parse(&text).expect("a lawful scenario")).await;
        let places: Vec<String> = others(&world).iter().map(ToString::to_string).collect();
        assert_eq!((places, file(&recording).1.lookups.len()), (vec![place.to_owned()], 1));
    }
}

#[tokio::test(start_paused = true)]
async fn the_report_says_who_was_asked_and_shows_what_came() {
    let (_, recording) = run_named("tls-aia-fetched").await;
    let findings = diagnosis::diagnose(&recording);
    let verdict = Verdict::of(&recording, &findings);
    let language = Language::En;
    let report = Report { recording: &recording, findings: &findings, verdict: &verdict, language };
    let format = FORMATS.iter().find(|f| f.name == "text").expect("it is one of the forms");
    let mut text = Vec::new();
    let style = Style { detail: mailprobe::report::Detail::Verbose, ..Style::default() };
    (format.write)(&[report], &style, &mut text).expect("memory takes it");
    let text = String::from_utf8(text).expect("it is text");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "1 looked for, HTTP requests: 1 (ca.example.test [192.0.2.80])",
        "Fetched from http://ca.example.test/issuing1.crt, not sent by the server:",
        "Example Issuing CA 1 (fetched, not sent) ←",
        "What is missing lies at http://ca.example.test/issuing1.crt: put it, as PEM,",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}
