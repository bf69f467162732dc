//! What a person must read where a TLS library has one word for many troubles.
use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::finding::{Finding, Severity};
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::document::{Block, Document};
use mailprobe::report::{FORMATS, Report, Style, Verdict};

use crate::run::run;

type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What is on the wire, the scenario of that, and per finding that must be told of port 993 its
/// words. Certificates are judged by webpki for the same: most of this is `UnknownIssuer` there, or
/// a handshake that failed.
const ROWS: &[Row] = &[
    ("self-signed leaf", "tls-self-signed", &[("tls.self-signed", "is self-signed")]),
    ("self-signed with CA:TRUE", "tls-self-signed-ca", &[("tls.self-signed", "is self-signed")]),
    (
        "self-signed, expired, for another name",
        "tls-all-at-once",
        &[
            ("tls.self-signed", "is self-signed"),
            ("tls.expired", "expired on 2026-06-12, 3 d ago"),
            ("tls.wrong-name", "does not hold that name, it is for: other.example.test"),
        ],
    ),
    (
        "private authority, root sent",
        "tls-private-root-sent",
        &[("tls.unknown-issuer", "an authority that is not trusted: CN=Example Private CA")],
    ),
    (
        "private authority, root not sent",
        "tls-unknown-issuer",
        &[("tls.unknown-issuer", "an authority that is not trusted: CN=Example Private CA")],
    ),
    (
        "intermediate not sent",
        "tls-incomplete-chain",
        &[(
            "tls.incomplete-chain",
            "certificate of \"O=Example Trust, CN=Example Issuing CA 1\" is missing",
        )],
    ),
    (
        "RSA-1024 leaf",
        "tls-weak-key",
        &[("tls.weak-key", "a key that programs refuse: RSA 1024 bit")],
    ),
    (
        "SHA-1 signature",
        "tls-weak-signature",
        &[("tls.weak-signature", "a signature that programs refuse: sha1WithRSAEncryption")],
    ),
    (
        "MD5 signature",
        "tls-weak-signature-md5",
        &[("tls.weak-signature", "a signature that programs refuse: md5WithRSAEncryption")],
    ),
    (
        "X.509 v1 leaf",
        "tls-old-certificate-version",
        &[("tls.old-certificate-version", "is of X.509 version 1")],
    ),
    ("TLS 1.0 only", "tls-old-version-1-0", &[("tls.old-version-only", "speaks only TLS 1.0")]),
    (
        "TLS 1.1 only, expired",
        "tls-old-version-expired",
        &[("tls.old-version-only", "speaks only TLS 1.1"), ("tls.expired", "expired on")],
    ),
    (
        "static RSA only",
        "tls-static-rsa",
        &[("tls.static-rsa-only", "only key exchange without forward secrecy")],
    ),
    ("DHE only", "tls-dhe", &[("tls.dhe-only", "only key exchange by DHE (1020, 2048\u{a0}bit)")]),
    (
        "NULL only; nobody's certificate",
        "tls-weak-suites",
        &[(
            "tls.weak-suites-only",
            "ciphers that do not protect on ports 587, 993: TLS_RSA_WITH_NULL_SHA256, TLS_DH_anon_",
        )],
    ),
    (
        "odd group in TLS 1.3",
        "tls-odd-group",
        &[("tls.odd-group", "speaks only TLS 1.3 with the key exchange group x448")],
    ),
    (
        "odd key",
        "tls-odd-key",
        &[
            ("tls.odd-key", "fails for the key of its certificate"),
            ("tls.weak-key", "a key that programs refuse: secp256k1"),
        ],
    ),
    (
        "no certificate at all",
        "tls-no-certificate",
        &[("tls.no-certificate", "an empty list where its certificate should be")],
    ),
    (
        "client certificate demanded, TLS 1.2",
        "tls-client-certificate-1-2",
        &[("tls.client-certificate-demanded", "wants a certificate from whoever connects")],
    ),
    (
        "client certificate demanded, TLS 1.3",
        "tls-client-certificate",
        &[("tls.refused-after-handshake", "certificate")],
    ),
    (
        "clear text where TLS was expected",
        "dialogue-clear-on-tls-port",
        &[
            ("tls.clear-text", "speaks IMAP in clear on port 993"),
            ("tls.clear-text", "with: * OK mail.example.test IMAP4rev1 ready"),
        ],
    ),
    (
        "valid chain sent, then alert 80",
        "tls-handshake-alert",
        &[
            ("tls.internal-error", "with an error inside itself (port 993)"),
            ("tls.internal-error", "The certificate was shown, and it is in order."),
        ],
    ),
    (
        "name in CN only",
        "tls-common-name-only",
        &[(
            "tls.name-only-in-subject",
            "no alternative names, only a subject (CN=mail.example.test)",
        )],
    ),
    ("expired cross-sign beside a trusted root", "tls-cross-signed", &[]),
    ("root sent", "tls-extra-root", &[]),
    ("wrong order", "tls-chain-wrong-order", &[]),
    ("certificates twice", "tls-chain-twice", &[]),
    ("extra certificates", "tls-chain-of-strangers", &[]),
];

/// The same on other ports than 993.
const ELSEWHERE: &[Row] = &[
    (
        "odd curve in TLS 1.2",
        "tls-odd-curve",
        &[("tls.odd-curve", "a curve that few programs know on ports 143, 465: secp224r1")],
    ),
    ("SSL 3.0 only", "tls-ssl-3-only", &[("tls.old-version-only", "speaks only SSL 3.0")]),
];

/// What of a scenario is told, and on what grounds.
async fn judged(name: &str) -> (Recording, Vec<Finding>) {
    let (_, recording) = run(Scenario::load(name).expect("a scenario of this name")).await;
    let findings = diagnosis::diagnose(&recording);
    (recording, findings)
}

/// The cards of a report: code, title and cause.
fn cards(recording: &Recording, findings: &[Finding]) -> Vec<(&'static str, String)> {
    let verdict = Verdict::of(recording, findings);
    let document =
        Document::of(&Report { recording, findings, verdict: &verdict, language: Language::En });
    let blocks = document.sections.into_iter().flat_map(|section| section.blocks);
    let told = blocks.filter_map(|block| match block {
        Block::Card(card) => Some((card.code, format!("{}\n{}", card.title, card.cause))),
        _ => None,
    });
    told.collect()
}

#[tokio::test(start_paused = true)]
async fn each_trouble_has_its_own_words() {
    let mut wrong = Vec::new();
    for (what, name, words) in ROWS.iter().chain(ELSEWHERE) {
        let (recording, findings) = judged(name).await;
        let cards = cards(&recording, &findings);
        for (code, words) in *words {
            let told = cards.iter().any(|(told, text)| told == code && text.contains(words));
            if !told {
                wrong.push(format!("{what} ({name}): no {code} with {words:?} in {cards:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn nothing_else_is_told_of_them_that_nothing_explains() {
    let mut wrong = Vec::new();
    for (what, name, words) in ROWS {
        let (_, findings) = judged(name).await;
        let about = |f: &&Finding| f.subject.port() == Some(993) && f.severity > Severity::Note;
        let mut told: Vec<_> =
            findings.iter().filter(about).filter(|f| f.because.is_none()).map(|f| f.code).collect();
        let mut expected: Vec<_> = words.iter().map(|(code, _)| *code).collect();
        for codes in [&mut told, &mut expected] {
            codes.sort_unstable();
            codes.dedup();
        }
        if told != expected {
            wrong.push(format!("{what} ({name}): {told:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The report as people get it, in lines without end.
fn report(recording: &Recording, findings: &[Finding]) -> String {
    let verdict = Verdict::of(recording, findings);
    let report = Report { recording, findings, verdict: &verdict, language: Language::En };
    let mut told = Vec::new();
    (FORMATS[0].write)(&[report], &Style::default(), &mut told).expect("memory takes everything");
    String::from_utf8(told).expect("a report is text")
}

#[tokio::test(start_paused = true)]
async fn a_certificate_of_version_1_is_shown_like_any_other() {
    let (recording, findings) = judged("tls-old-certificate-version").await;
    let told = report(&recording, &findings);
    for line in [
        "subject    CN=mail.example.test",
        "issuer     O=Example Trust, CN=Example Issuing CA 1",
        "valid      2026-05-16",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_becomes_of_alpn_stands_in_the_scan() {
    let (recording, findings) = judged("tls-scan-alpn").await;
    let told = report(&recording, &findings);
    let (_, scan) = told.split_once("TLS ACCEPTED").expect("there was a scan");
    let rows: Vec<String> = scan.lines().skip(2).map(words).collect();
    for (port, alpn) in [
        (993, "imap -"),
        (995, "refuses pop3 -"),
        (110, "ignored ignored"),
        (587, "not for SMTP ignored"),
    ] {
        let end = format!("port {port} (192.0.2.10) TLS 1.3, TLS 1.2 - {alpn} -");
        assert!(rows.iter().any(|row| row.ends_with(&end)), "{end}\n{rows:#?}");
    }
}

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
