//! What is wrong with a chain that real servers show, beside what OpenSSL and GnuTLS say of it.

use std::net::SocketAddr;

use super::certificates::Wrong;
use super::command::output;
use super::openssl::protocol;
use super::report::Severity;
use super::site::{HOST, Setup, Site, at};

/// What is wrong, and what everybody calls it.
struct Case {
    wrong: Wrong,
    /// The only finding above a note that no other one explains.
    code: &'static str,
    /// The first error of `openssl s_client`, by its number in `x509_vfy.h`; 0 for none.
    openssl: u8,
    /// What `gnutls-cli` gives as its status.
    gnutls: &'static str,
}

/// GnuTLS's words.
const TRUSTED: &str = "The certificate is trusted.";
const EXPIRED: &str =
    "The certificate is NOT trusted. The certificate chain uses expired certificate.";
const OTHER_NAME: &str =
    "The certificate is NOT trusted. The name in the certificate does not match the expected.";
const UNKNOWN: &str = "The certificate is NOT trusted. The certificate issuer is unknown.";

/// Where they differ, who is right.
const CASES: [Case; 8] = [
    // All agree.
    Case { wrong: Wrong::Expired, code: "tls.expired", openssl: 10, gnutls: EXPIRED },
    // All agree.
    Case { wrong: Wrong::OtherName, code: "tls.wrong-name", openssl: 62, gnutls: OTHER_NAME },
    // The witnesses only miss an issuer, as with any stranger's certificate. The leaf says where it
    // is to be had, so we are right to say that the server lacks it.
    Case {
        wrong: Wrong::NoIntermediate,
        code: "tls.incomplete-chain",
        openssl: 20,
        gnutls: UNKNOWN,
    },
    // All agree: OpenSSL's 19 is a root in the chain that nobody here trusts.
    Case {
        wrong: Wrong::PrivateAuthority,
        code: "tls.unknown-issuer",
        openssl: 19,
        gnutls: UNKNOWN,
    },
    // GnuTLS takes 1024 bit; OpenSSL does not, at Debian's security level. Right are OpenSSL and we.
    Case { wrong: Wrong::ShortKey, code: "tls.weak-key", openssl: 66, gnutls: TRUSTED },
    // Both witnesses take the name from the subject, and don't ask for version 3. Right are we by RFC
    // 5280 §4.1.2.1 and RFC 9525 §2, and with rustls; programs that use the witnesses do connect.
    Case {
        wrong: Wrong::VersionOne,
        code: "tls.old-certificate-version",
        openssl: 0,
        gnutls: TRUSTED,
    },
    // All agree; GnuTLS has no word of its own for it.
    Case { wrong: Wrong::OwnAuthority, code: "tls.self-signed", openssl: 18, gnutls: UNKNOWN },
    // Both witnesses still read the subject where there is no other name. Right are we by RFC 9525
    // §2, and with rustls; programs that use the witnesses do connect.
    Case {
        wrong: Wrong::NameInSubject,
        code: "tls.name-only-in-subject",
        openssl: 0,
        gnutls: TRUSTED,
    },
];

/// One port of Postfix and one of Dovecot: the witnesses needn't see all.
const WITNESSED: [u16; 2] = [465, 143];

#[test]
fn what_is_wrong_with_a_chain_is_told_on_every_port_and_nothing_else_is() {
    let Some(site) = crate::site(Setup::Wrong) else { return };
    let mut wrong = Vec::new();
    for Case { wrong: how, code, .. } in CASES {
        let connect = how.address().to_string();
        let run = site.check_with(HOST, &["--trace", "off", "--connect", &connect]);
        let roots: Vec<_> = run.report.roots(Severity::Note).into_iter().collect();
        if roots != [code] || run.report.found_at(code) != at(how.address()) {
            wrong.push(format!("{how:?}: {roots:?} on {:?}\n{run}", run.report.found_at(code)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn openssl_and_gnutls_say_of_each_chain_what_the_table_says() {
    let Some(site) = crate::site(Setup::Wrong) else { return };
    let mut wrong = Vec::new();
    for Case { wrong: how, openssl, gnutls, .. } in CASES {
        for port in WITNESSED {
            let endpoint = SocketAddr::new(how.address(), port);
            let said = (openssl_says(&site, endpoint), gnutls_says(&site, endpoint));
            if said != (openssl, gnutls.to_owned()) {
                wrong.push(format!("{how:?} on {port}: {said:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The number of the first error of `verify error:num=10:certificate has expired`, or 0.
fn openssl_says(site: &Site, endpoint: SocketAddr) -> u8 {
    let (connect, root) = (endpoint.to_string(), site.root());
    let mut command = vec!["timeout", "20", "openssl", "s_client", "-connect", &connect];
    command.extend(["-CAfile", &root, "-verify_return_error", "-verify_hostname", HOST]);
    command.extend(["-servername", HOST]);
    if let Some(protocol) = protocol(endpoint.port()) {
        command.extend(["-starttls", protocol]);
    }
    let said = said(site, &command);
    let error = said.lines().find_map(|line| line.strip_prefix("verify error:num="));
    let Some(number) = error.and_then(|error| error.split(':').next()) else {
        assert!(said.contains("Verify return code: 0 (ok)"), "{endpoint}: {said}");
        return 0;
    };
    number.parse().unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// What stands behind `- Status: `.
fn gnutls_says(site: &Site, endpoint: SocketAddr) -> String {
    let (address, port) = (endpoint.ip().to_string(), endpoint.port().to_string());
    let root = format!("--x509cafile={}", site.root());
    let mut command = vec!["timeout", "20", "gnutls-cli", &address, "--port", &port, &root];
    command.extend(["--sni-hostname", HOST, "--verify-hostname", HOST]);
    if let Some(protocol) = protocol(endpoint.port()) {
        command.extend(["--starttls-proto", protocol]);
    }
    let said = said(site, &command);
    let status = said.lines().find_map(|line| line.strip_prefix("- Status: "));
    status.unwrap_or_else(|| panic!("gnutls-cli gives no status:\n{said}")).trim().to_owned()
}

/// All that a program at the client says, however it ends.
fn said(site: &Site, command: &[&str]) -> String {
    let output = output(&mut site.client(command));
    [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat()
}
