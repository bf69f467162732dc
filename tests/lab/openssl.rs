//! The witness for TLS: what `openssl s_client` sees on the same port.

use std::net::SocketAddr;

use super::command::{program, run};
use super::site::{HOST, Site};

/// What one connection agreed on.
#[derive(Debug)]
pub(crate) struct Witness {
    /// `TLS 1.2`, `TLS 1.3`.
    pub(crate) version: String,
    /// The suite by OpenSSL's name.
    pub(crate) suite: String,
    /// What the server sent, leaf first: DER in base64.
    pub(crate) chain: Vec<String>,
}

/// Connects from the client to this endpoint of the mail host.
pub(crate) fn look(site: &Site, endpoint: SocketAddr) -> Witness {
    let connect = endpoint.to_string();
    let mut command = vec!["timeout", "20", "openssl", "s_client", "-showcerts"];
    command.extend(["-connect", &connect, "-servername", HOST]);
    if let Some(protocol) = protocol(endpoint.port()) {
        command.extend(["-starttls", protocol]);
    }
    read(&run(site.client(&command)))
}

/// In which protocol TLS is asked for on this port, where it is.
pub(crate) fn protocol(port: u16) -> Option<&'static str> {
    match port {
        25 | 587 => Some("smtp"),
        110 => Some("pop3"),
        143 => Some("imap"),
        _ => None,
    }
}

/// OpenSSL's name for the suite with this name in the IANA registry, which stands at the end of
/// `OpenSSL cipher name: ECDHE-ECDSA-CHACHA20-POLY1305`.
pub(crate) fn name_of(suite: &str) -> String {
    let said = run(program("openssl", &["ciphers", "-convert", suite]));
    said.split_whitespace().last().expect("openssl knows the suite").to_owned()
}

/// Looks for `New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384`, and for certificates in PEM.
fn read(text: &str) -> Witness {
    let agreed = text.lines().find_map(|line| line.strip_prefix("New, TLSv"));
    let agreed = agreed.unwrap_or_else(|| panic!("openssl agreed on nothing:\n{text}"));
    let (version, suite) = agreed.split_once(", Cipher is ").expect("openssl names the suite");
    let body = |part: &str| Some(part.split_once("-----END CERTIFICATE-----")?.0.replace('\n', ""));
    let chain = text.split("-----BEGIN CERTIFICATE-----").skip(1).filter_map(body).collect();
    Witness { version: format!("TLS {version}"), suite: suite.to_owned(), chain }
}
