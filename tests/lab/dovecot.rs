//! Dovecot: POP3 and IMAP on 110, 995, 143 and 993, and the passwords for Postfix.

use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::process::Child;

use super::certificates::Certificates;
use super::command::spawn;
use super::network::Network;

const CONFIGURATION: &str = "protocols = imap pop3
listen = *, ::
base_dir = FOLDER/run
state_dir = FOLDER/state
log_path = /dev/stderr
mail_location = maildir:FOLDER/mail/%u
auth_mechanisms = plain login
disable_plaintext_auth = yes
ssl = yes
ssl_cert = <CHAIN
ssl_key = <KEY
passdb {
  driver = static
  args = password=lab
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=FOLDER/mail/%u
}
service auth {
  unix_listener SASL {
    mode = 0660
    user = postfix
    group = postfix
  }
}
";

/// What it shows at one address more. OpenSSL takes any key at this level.
const AT: &str = "local ADDRESS {
  ssl_cert = <CHAIN
  ssl_key = <KEY
  ssl_cipher_list = DEFAULT:@SECLEVEL=0
}
";

/// Starts it on `host`, with all its files in this folder, and with a socket that answers
/// Postfix's questions about passwords at `sasl`.
pub(crate) fn start(
    network: &Network,
    folder: &Path,
    certificates: &Certificates,
    others: &[(IpAddr, Certificates)],
    sasl: &Path,
) -> Child {
    let others = others
        .iter()
        .map(|(address, shown)| with_files(&AT.replace("ADDRESS", &address.to_string()), shown));
    let text = with_files(CONFIGURATION, certificates)
        .replace("FOLDER", &folder.display().to_string())
        .replace("SASL", &sasl.display().to_string());
    let text = text + &others.collect::<String>();
    let file = folder.join("dovecot.conf");
    fs::write(&file, text).expect("the folder takes a file");
    let command = network.server("host", &["dovecot", "-F", "-c", &file.display().to_string()]);
    spawn(command, &folder.join("log"))
}

fn with_files(text: &str, shown: &Certificates) -> String {
    text.replace("CHAIN", &shown.chain.display().to_string())
        .replace("KEY", &shown.key.display().to_string())
}
