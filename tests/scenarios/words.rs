//! What is said, and of whom, where that depends on what else was seen.
use mailprobe::diagnosis;
use mailprobe::finding::{Actor, Confidence, Finding, Severity};
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::document::{Block, Document};
use mailprobe::report::{Report, Verdict};
use probes::net::HopAnswer;
use probes::trace::Try;
use probes::{Data, Failure, FailureKind, Observation, Step, Subject};

use crate::all::all;

/// A scenario, a finding of it, who must act, what must be said, and what must not.
type Row = (&'static str, &'static str, Actor, &'static [&'static str], &'static [&'static str]);

const ROWS: &[Row] = &[
    (
        "dns-dnssec-fails",
        "dns.dnssec-fails",
        Actor::DomainOwner,
        &["EDE 7 Signature Expired", "have run out", "Sign the zone anew"],
        &["DS record"],
    ),
    (
        "dns-dnssec-early",
        "dns.dnssec-fails",
        Actor::DomainOwner,
        &["EDE 8", "Check the clock of the machine that signs"],
        &["DS record"],
    ),
    (
        "dns-dnssec-keys",
        "dns.dnssec-fails",
        Actor::DomainOwner,
        &["EDE 9 DNSKEY Missing", "do not fit", "Compare the DS record at the parent zone"],
        &["have run out"],
    ),
    (
        "dns-dnssec-bogus",
        "dns.dnssec-fails",
        Actor::DomainOwner,
        &["What is wrong with the signatures is not told."],
        &["do not fit"],
    ),
    (
        "dns-dnssec-unsaid",
        "dns.dnssec-fails",
        Actor::DomainOwner,
        &["is not told", "Check the zone's signatures, keys and the DS record"],
        &["have run out", "do not fit"],
    ),
    (
        "dialogue-blocklisted-quoted",
        "dialogue.blocklisted",
        Actor::You,
        &[
            "DO If a program of yours sends through port 25, set it to port 465 (SSL/TLS), 587 (STARTTLS), which answer",
        ],
        &["VPN, or try"],
    ),
    (
        "dialogue-blocklisted-alone",
        "dialogue.blocklisted",
        Actor::You,
        &["set it to port 587 (STARTTLS) or 465 (SSL/TLS), with SMTP"],
        &["which answer"],
    ),
    (
        "dialogue-blocklisted-everywhere",
        "dialogue.blocklisted",
        Actor::You,
        &["Try another network (a phone's)"],
        &["which answer"],
    ),
    (
        "path-port-25-dropped",
        "path.port-25-blocked",
        Actor::You,
        &["set it to port 465 (SSL/TLS), 587 (STARTTLS), which answer from here, with SMTP"],
        &[],
    ),
    (
        "path-port-25-dropped-asked",
        "path.port-25-blocked",
        Actor::You,
        &["set it to port 587 (STARTTLS), which answer from here, with SMTP"],
        &[],
    ),
    (
        "path-port-25-dropped-alone",
        "path.port-25-blocked",
        Actor::You,
        &["set it to port 587 (STARTTLS) or 465"],
        &["which answer"],
    ),
    (
        "dialogue-starttls-stripped",
        "dialogue.starttls-stripped",
        Actor::You,
        &["is missing, though STARTTLS works", "or the server itself", "from here: 465, 993, 995)"],
        &["overwritten", "taken out"],
    ),
    (
        "dialogue-starttls-hidden-alone",
        "dialogue.starttls-stripped",
        Actor::You,
        &["Use 465, 993 or 995 (SSL/TLS)", "(if they answer)"],
        &["overwritten", "which answer"],
    ),
    (
        "dialogue-starttls-overwritten",
        "dialogue.starttls-stripped",
        Actor::Network,
        &["is overwritten", "from here: 465, 993, 995)"],
        &["works (port", "the server itself"],
    ),
    (
        "cause-mail-blocked-here",
        "cause.mail-blocked-here",
        Actor::Network,
        &[
            "WHY Packets to a port that stays silent are last seen after hop 1, 192.168.1.1; after hop 1",
            "keep silent on the same ports",
            "Other connections work: control.example.net:443.",
            "control.example.net (which you chose to compare with)",
        ],
        &["refuse"],
    ),
    (
        "cause-mail-refused-here",
        "cause.mail-blocked-here",
        Actor::Network,
        &["refuse connections on the same ports"],
        &["keep silent", "last seen"],
    ),
    (
        "cause-ipv6-broken-here",
        "cause.ipv6-broken-here",
        Actor::Network,
        &[
            "control.example.net (which you chose to compare with)",
            "mail.example.test gives no answer over IPv6 on port 25",
            "compare with, does not work over IPv6 from here",
        ],
        &["gives no answer on"],
    ),
    (
        "tls-clock-slow",
        "tls.clock-questioned",
        Actor::You,
        &[
            "the certificate of every server seen is not yet valid",
            "it is 2026-06-15, and the certificates are valid only from 2026-07-20, 2026-07-25.",
            "That of control.example.net (which you chose to compare with)",
        ],
        &[],
    ),
    (
        "provider-web-mail",
        "provider.web-mail",
        Actor::You,
        &["is known for reading mail of Zoho", "table of providers", "opened no web page"],
        &[],
    ),
    (
        "dialogue-flapping",
        "dialogue.flapping",
        Actor::Nobody,
        &[
            "mail servers try again by themselves",
            "Connections of this run to the host at that moment: 14.",
        ],
        &["took leave"],
    ),
    (
        "dialogue-flapping-alone",
        "dialogue.flapping",
        Actor::Nobody,
        &["mail servers try again by themselves"],
        &["Connections of this run"],
    ),
    (
        "dialogue-flapping-submission",
        "dialogue.flapping",
        Actor::Provider,
        &["Look at the server's log", "Connections of this run"],
        &["by themselves"],
    ),
    (
        "dialogue-flapping-stalls",
        "dialogue.flapping",
        Actor::Provider,
        &["Look at the server's log"],
        &["by themselves", "Connections of this run"],
    ),
    (
        "tls-wrong-name",
        "tls.wrong-name",
        Actor::Provider,
        &["The server itself greets as mail.example.test", "Have mail.example.test added"],
        &[],
    ),
    (
        "tls-wrong-name-called-so",
        "tls.wrong-name",
        Actor::Provider,
        &["is called mail.example.test in the DNS (PTR)", "Have mail.example.test added"],
        &["greets as"],
    ),
    (
        "tls-wrong-name-of-customer",
        "tls.wrong-name",
        Actor::You,
        &["The server greets as other.example.test.", "Check the name against what your provider"],
        &["Have mail.example.test"],
    ),
    (
        "tls-intercepted",
        "tls.intercepted",
        Actor::You,
        &[
            "A program on this machine, or something on the way, seems to decrypt",
            "WHY The mail server is most likely not at fault.",
            "switch off the scanning of encrypted mail. Only if that can't be done",
        ],
        &["wrong with that"],
    ),
    (
        "tls-intercepted-everywhere",
        "tls.intercepted",
        Actor::Network,
        &["Something between this machine and the server seems to decrypt"],
        &["A program on this machine"],
    ),
    (
        "tls-suite-not-offered",
        "tls.handshake-failed",
        Actor::Provider,
        &["WHY Server and client found no common ground", "Older programs may still get through"],
        &["does not show"],
    ),
    (
        "dns-resolver-error",
        "dns.resolver-error",
        Actor::Network,
        &["with an error: FORMERR (MX; A, AAAA)"],
        &["Mend the name servers"],
    ),
    (
        "dns-resolver-error-for-one-type",
        "dns.resolver-error",
        Actor::Network,
        &["with an error: NOTIMP (AAAA)"],
        &["Mend the name servers"],
    ),
    (
        "dns-timeout",
        "dns.resolver-silent",
        Actor::You,
        &["WHY The resolver cannot be reached from here"],
        &["Something answers"],
    ),
];

/// What cards say of a finding, each on one line.
fn cards(recording: &Recording, findings: &[Finding], code: &str) -> String {
    let verdict = Verdict::of(recording, findings);
    let report = Report { recording, findings, verdict: &verdict, language: Language::En };
    let document = Document::of(&report);
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let told = blocks.filter_map(|block| match block {
        Block::Card(card) if card.code == code => {
            let explained = card.explains.join(" + ");
            Some(format!("{} WHY {} DO {} + {explained}", card.title, card.cause, card.remedy))
        }
        _ => None,
    });
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_said_and_of_whom_fits_what_was_seen() {
    let mut wrong = Vec::new();
    for (name, code, actor, words, never) in ROWS {
        let case = all().iter().find(|case| case.name == *name).expect("it exists");
        let told = cards(&case.recording, &case.findings, code);
        let lacking = words.iter().filter(|words| !told.contains(**words));
        let amiss: Vec<_> = lacking.chain(never.iter().filter(|w| told.contains(**w))).collect();
        let own = |f: &&Finding| f.code == *code && f.because.is_none();
        let worst = case.findings.iter().filter(own).map(|f| (f.severity, f.actor)).max();
        if !amiss.is_empty() || worst.is_none_or(|(_, of)| of != *actor) {
            wrong.push(format!("{name}: {amiss:?} {worst:?}\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is said of a scenario in which whatever failed at such a step failed in another way.
fn failed_otherwise(name: &str, steps: &[Step], kind: FailureKind, code: &str) -> String {
    let case = all().iter().find(|case| case.name == name).expect("it exists");
    let mut recording = case.recording.clone();
    let such = |o: &&mut Observation| steps.contains(&o.step) && o.failure.is_some();
    for observation in recording.observations.iter_mut().filter(such) {
        observation.failure = Some(Failure::new(kind, "as it was recorded"));
    }
    cards(&recording, &diagnosis::diagnose(&recording), code)
}

#[test]
fn a_handshake_that_ends_in_an_odd_way_is_not_taken_for_a_disagreement() {
    let shaken = |kind| {
        let steps = [Step::Handshake];
        failed_otherwise("tls-endless-message", &steps, kind, "tls.handshake-failed")
    };
    let odd = shaken(FailureKind::Unexpected);
    assert!(odd.contains("whose fault it is does not show"), "{odd}");
    assert!(!odd.contains("common ground") && !odd.contains("Older programs"), "{odd}");
    assert!(shaken(FailureKind::HandshakeFailed).contains("common ground"));
}

#[test]
fn what_is_no_answer_to_a_question_is_not_taken_for_silence() {
    let steps = [Step::Mx, Step::A, Step::Aaaa];
    let kind = FailureKind::Unexpected;
    let told = failed_otherwise("dns-timeout", &steps, kind, "dns.resolver-silent");
    assert!(told.contains("WHY Something answers") && !told.contains("no network"), "{told}");
}

#[test]
fn that_a_clock_is_wrong_is_never_sure() {
    for case in all() {
        let clocks = case.findings.iter().filter(|f| f.code == "tls.clock-questioned");
        assert!(clocks.clone().all(|f| f.confidence < Confidence::High), "{}", case.name);
    }
}

#[test]
fn that_ipv6_is_broken_here_is_sure_by_two_other_hosts_and_not_by_one() {
    let sure = |name: &str| {
        let case = all().iter().find(|case| case.name == name).expect("it exists");
        let mut told = case.findings.iter().filter(|f| f.code == "cause.ipv6-broken-here");
        told.next().map(|finding| finding.confidence)
    };
    assert_eq!(sure("cause-ipv6-broken-here"), Some(Confidence::Medium));
    assert_eq!(sure("cause-ipv6-broken-here-for-two"), Some(Confidence::High));
}

/// The recording of a scenario with every echo request to its target changed.
fn with_echoes(name: &str, change: impl Fn(&mut Try)) -> Recording {
    let case = all().iter().find(|case| case.name == name).expect("it exists");
    let mut recording = case.recording.clone();
    for observation in &mut recording.observations {
        let (Subject::Path { addr, .. }, Data::Path(path)) =
            (&observation.subject, &mut observation.saw)
        else {
            continue;
        };
        let end = path.reached(*addr);
        path.tries.iter_mut().filter(|t| Some(t.ttl) == end).for_each(&change);
    }
    recording
}

fn loss(recording: &Recording) -> Vec<(Severity, Confidence)> {
    let findings = diagnosis::diagnose(recording);
    let lost = findings.iter().filter(|f| f.code == "path.loss");
    lost.map(|f| (f.severity, f.confidence)).collect()
}

#[test]
fn connections_that_send_again_prove_no_loss_where_every_echo_is_answered() {
    let lossy = with_echoes("path-lossy", |_| ());
    assert_eq!(loss(&lossy), [(Severity::Warning, Confidence::Medium); 2]);
    let answered = with_echoes("path-lossy", |t| t.answer = Some(HopAnswer::Echo));
    let guessed = loss(&answered);
    assert!(guessed.iter().all(|told| *told == (Severity::Note, Confidence::Low)), "{guessed:?}");
}

#[test]
fn an_echo_that_may_only_be_late_is_not_lost() {
    let mut busy = with_echoes("path-lossy", |_| ());
    for observation in &mut busy.observations {
        let Data::Path(path) = &mut observation.saw else { continue };
        for (n, one) in path.tries.iter_mut().filter(|t| t.answer.is_some()).enumerate() {
            one.took_us += if n % 2 == 0 { 90_000 } else { 0 };
        }
    }
    let told = loss(&busy);
    assert!(told.iter().all(|(severity, _)| *severity == Severity::Note), "{told:?}");
}
