//! Why handshakes fail, on `openssl s_server` with one setting that is not of today each.

use super::command::{program, run};
use super::network::Network;
use super::report::Severity;
use super::site::{HOST, Setup};

/// The port of the first server; those after it stand on the ports that follow.
const FIRST: u16 = 20_001;

/// Options of `s_server`, and the finding about it that no other one explains.
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
    ("-tls1_2 -Verify 1", "tls.client-certificate-demanded"),
    ("-tls1_3 -Verify 1", "tls.refused-after-handshake"),
    ("-servername other.lab.test -servername_fatal -cert2 CERT -key2 KEY", "tls.name-refused"),
];

#[test]
fn why_openssl_refuses_tls_is_told_by_its_right_name() {
    let Some(mut site) = crate::site(Setup::Good) else { return };
    let [cert, key] = ["cert", "key"].map(|name| site.file(name).display().to_string());
    run(program("openssl", &certificate(&cert, &key)));
    let mut ports = Vec::new();
    for (port, (options, _)) in (FIRST..).zip(SERVERS) {
        let options = options.replace("CERT", &cert).replace("KEY", &key);
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
        let besides: Vec<_> = found.iter().copied().filter(|found| found != code).collect();
        // The certificate is the server's own, and judged whatever goes wrong around it.
        let anonymous = options.contains("ADH");
        let fair = besides == ["tls.self-signed"] || (anonymous && besides.is_empty());
        if !found.contains(code) || !fair {
            wrong.push(format!("{options}: {found:?}, not {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{checked}", wrong.join("\n"));
}

/// The versions that stunnel is told to keep to, for an IMAP server behind it.
const TUNNELS: [&str; 2] = ["TLSv1", "TLSv1.1"];

#[test]
fn an_old_stunnel_before_a_good_server_speaks_old_versions_only() {
    let Some(mut site) = crate::site(Setup::Good) else { return };
    let [cert, key] = ["cert", "key"].map(|name| site.file(name).display().to_string());
    run(program("openssl", &certificate(&cert, &key)));
    let file = site.file("stunnel.conf").display().to_string();
    let tunnels = (FIRST..).zip(TUNNELS).map(|(port, version)| {
        format!(
            "[{port}]\naccept = {port}\nconnect = 192.0.2.10:143\ncert = {cert}\nkey = {key}\n\
             sslVersion = {version}\nciphers = ALL:@SECLEVEL=0\n"
        )
    });
    let text = format!("foreground = yes\npid =\n{}", tunnels.collect::<String>());
    std::fs::write(&file, text).expect("the site's folder takes a file");
    site.start("stunnel", |network: &Network| network.server("host", &["stunnel4", &file]));
    site.wait_for((FIRST..).take(TUNNELS.len()));
    let ports: Vec<_> = (FIRST..).take(TUNNELS.len()).map(|port| format!("{port}=imaps")).collect();
    let checked = site.check_with(HOST, &["--ipv4", "--ports", &ports.join(",")]);
    for (port, version) in (FIRST..).zip(TUNNELS) {
        let found = checked.report.roots_at(port, Severity::Note);
        // Its certificate is its own, and judged all the same.
        assert_eq!(found, ["tls.old-version-only", "tls.self-signed"], "{version}\n{checked}");
    }
}

/// Arguments for a certificate by its own key, RSA, which all of the suites above can use.
fn certificate<'a>(cert: &'a str, key: &'a str) -> Vec<&'a str> {
    let form = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "60", "-subj"];
    let says = ["/CN=mail.lab.test", "-addext", "subjectAltName=DNS:mail.lab.test"];
    [&form[..], &says, &["-out", cert, "-keyout", key]].concat()
}
