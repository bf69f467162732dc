//! Why handshakes fail, on `openssl s_server` with one setting that is not of today each.

use std::collections::BTreeSet;

use super::command::{program, run};
use super::network::Network;
use super::report::Severity;
use super::site::{HOST, Setup};

/// The port of the first server; those after it stand on the ports that follow.
const FIRST: u16 = 20_001;

/// Options of `s_server`, and the finding about its handshake that no other one explains.
const SERVERS: &[(&str, &str)] = &[
    ("-tls1 -cipher ALL:@SECLEVEL=0", "tls.old-version-only"),
    ("-tls1_1 -cipher ALL:@SECLEVEL=0", "tls.old-version-only"),
    ("-tls1_2 -cipher AES128-SHA:@SECLEVEL=0", "tls.static-rsa-only"),
    ("-tls1_2 -cipher AES128-GCM-SHA256", "tls.static-rsa-only"),
    ("-tls1_2 -cipher DHE-RSA-AES128-SHA256", "tls.dhe-only"),
    ("-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", "tls.dhe-only"),
    ("-tls1_2 -cipher ECDHE-RSA-AES128-SHA", "tls.old-suites-only"),
    ("-tls1_2 -cipher NULL-SHA:@SECLEVEL=0", "tls.weak-suites-only"),
    ("-tls1_2 -cipher ADH-AES128-SHA:@SECLEVEL=0", "tls.weak-suites-only"),
    ("-tls1_2 -groups secp224r1 -cipher DEFAULT:@SECLEVEL=0", "tls.odd-curve"),
    ("-groups secp521r1", "tls.odd-curve"),
    ("-groups brainpoolP256r1", "tls.odd-curve"),
    ("-tls1_3 -groups X448", "tls.odd-group"),
    ("-tls1_3 -groups ffdhe2048", "tls.odd-group"),
    ("-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256", "tls.old-suites-only"),
    ("-tls1_2 -cert ODD -key ODD", "tls.odd-key"),
    ("-tls1_2 -cert DSA -key DSA -cipher ALL:@SECLEVEL=0", "tls.dhe-only"),
    ("-tls1_2 -Verify 1", "tls.client-certificate-demanded"),
    ("-tls1_3 -Verify 1", "tls.refused-after-handshake"),
    ("-servername other.lab.test -servername_fatal -cert2 CERT -key2 KEY", "tls.name-refused"),
];

#[test]
fn why_openssl_refuses_tls_is_told_by_its_right_name() {
    let Some(mut site) = crate::site(Setup::Good) else { return };
    let [cert, key] = ["cert", "key"].map(|name| site.file(name).display().to_string());
    run(program("openssl", &certificate(&cert, &key)));
    let [odd, dsa] = ["odd", "dsa"].map(|name| site.file(name).display().to_string());
    run(program("openssl", &odd_certificate(&["-newkey", "ec", "-pkeyopt", CURVE], &odd)));
    let parameters = site.file("parameters").display().to_string();
    run(program("openssl", &["dsaparam", "-out", &parameters, "2048"]));
    run(program("openssl", &odd_certificate(&["-newkey", &format!("dsa:{parameters}")], &dsa)));
    let mut ports = Vec::new();
    for (port, (options, _)) in (FIRST..).zip(SERVERS) {
        let options = options.replace("CERT", &cert).replace("KEY", &key);
        let options = options.replace("ODD", &odd).replace("DSA", &dsa);
        let number = port.to_string();
        let start =
            ["openssl", "s_server", "-www", "-accept", &number, "-cert", &cert, "-key", &key];
        let arguments: Vec<&str> = start.into_iter().chain(options.split(' ')).collect();
        site.start(&number, |network: &Network| network.server("host", &arguments));
        ports.push(format!("{port}=imaps"));
    }
    site.wait_for((FIRST..).take(SERVERS.len()));
    let checked = site.check_with(HOST, &["--ipv4", "--ports", &ports.join(",")]);
    let mut wrong = Vec::new();
    for (port, (options, code)) in (FIRST..).zip(SERVERS) {
        let found = checked.report.roots_at(port, Severity::Note);
        let found: BTreeSet<&str> = found.into_iter().collect();
        let expected: BTreeSet<&str> = beside(options).iter().chain([code]).copied().collect();
        if found != expected {
            wrong.push(format!("{options}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{checked}", wrong.join("\n"));
}

#[test]
fn postfix_and_dovecot_answer_nothing_inside_tls_that_came_before_it() {
    let Some(site) = crate::site(Setup::Good) else { return };
    let run = site.check_with(HOST, &["--ipv4", "--tls-scan", "--deadline", "1m"]);
    let said = run.said.split_whitespace().collect::<Vec<_>>().join(" ");
    // On 25, 587, 110 and 143, and as the last of all that is asked there.
    assert!(said.contains("right behind STARTTLS (NOOP, CAPA): 4"), "{run}");
    for code in ["dialogue.starttls-buffers", "tls.scan-stopped"] {
        assert!(!run.report.has(code), "{run}");
    }
}

/// What is said of the certificate, which is the server's own, and judged whatever goes wrong around
/// it. In TLS 1.3 it comes too late to be seen.
fn beside(options: &str) -> &'static [&'static str] {
    let unseen = ["ADH", "-tls1_3 -groups", "-tls1_3 -ciphersuites"];
    let odd = ["ODD", "DSA"];
    let is = |words: &[&str]| words.iter().any(|word| options.contains(word));
    match () {
        () if is(&unseen) => &[],
        () if is(&odd) => &["tls.self-signed", "tls.weak-key"],
        () => &["tls.self-signed"],
    }
}

/// A curve that no program takes for a certificate.
const CURVE: &str = "ec_paramgen_curve:secp256k1";

/// Arguments for a certificate by its own key of this kind; both go to one file.
fn odd_certificate<'a>(kind: &[&'a str], file: &'a str) -> Vec<&'a str> {
    let says = ["-nodes", "-days", "60", "-subj", "/CN=mail.lab.test"];
    let name = ["-addext", "subjectAltName=DNS:mail.lab.test"];
    [&["req", "-x509"], kind, &says[..], &name, &["-out", file, "-keyout", file]].concat()
}

/// Arguments for a certificate by its own key, RSA, which all of the suites above can use.
fn certificate<'a>(cert: &'a str, key: &'a str) -> Vec<&'a str> {
    let form = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "60", "-subj"];
    let says = ["/CN=mail.lab.test", "-addext", "subjectAltName=DNS:mail.lab.test"];
    [&form[..], &says, &["-out", cert, "-keyout", key]].concat()
}
