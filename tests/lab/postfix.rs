//! Postfix: SMTP on 25, 465 and 587, none of it in a chroot, nothing of it in `/etc`.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Child;

use super::certificates::Certificates;
use super::command::{program, run, spawn};
use super::network::Network;

/// The greeting waits for the client's name unless it isn't asked for, and there is no resolver.
const MAIN: &str = "compatibility_level = 3.6
queue_directory = FOLDER/queue
data_directory = FOLDER/data
maillog_file = FOLDER/log
maillog_file_prefixes = FOLDER
myhostname = mail.lab.test
mydomain = lab.test
mydestination = lab.test, mail.lab.test
mynetworks = 127.0.0.0/8
inet_interfaces = 192.0.2.10, 2001:db8:2::10
inet_protocols = all
alias_maps =
alias_database =
local_recipient_maps =
disable_vrfy_command = yes
smtpd_peername_lookup = no
smtpd_tls_chain_files = KEY, CHAIN
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
";

/// TLS 1.2 only, with a suite that no client would choose by itself. The four lists are those of
/// ports where TLS is a must and where it isn't.
const OLDER: &str = "smtpd_tls_protocols = TLSv1.2
smtpd_tls_mandatory_protocols = TLSv1.2
tls_medium_cipherlist = ECDHE-ECDSA-CHACHA20-POLY1305
tls_high_cipherlist = ECDHE-ECDSA-CHACHA20-POLY1305
";

/// What the SMTP inspection of a Cisco PIX leaves of a greeting, and of an offer of TLS.
const MASKED: &str = "smtpd_banner = ****2****0*************
smtpd_discard_ehlo_keywords = starttls
";

/// One connection in a minute, from each client to each service.
const LIMITED: &str = "smtpd_client_connection_rate_limit = 1
";

/// The three services, at each of its own addresses. No firewall reads what is encrypted.
const SERVICES: &str = "25 inet n - n - - smtpd
465 inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o { smtpd_banner = $myhostname ESMTP $mail_name }
  -o smtpd_sasl_auth_enable=yes
587 inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
";

const MASTER: &str = "postlog unix-dgram n - n - 1 postlogd
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
";

/// How it speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it does by itself.
    Usual,
    /// TLS 1.2 and one suite.
    Older,
    /// As through a firewall that rewrites what passes in clear.
    Masked,
    /// Seldom.
    Limited,
}

impl Manner {
    /// What its configuration says about that.
    const fn says(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Older => OLDER,
            Self::Masked => MASKED,
            Self::Limited => LIMITED,
        }
    }
}

/// Where Dovecot has to put its socket.
pub(crate) fn sasl(folder: &Path) -> PathBuf {
    folder.join("queue/private/auth")
}

/// Its folders, so that Dovecot finds where to put its socket, and its files. What it shows at other
/// addresses than its own stands beside each.
pub(crate) fn prepare(
    folder: &Path,
    certificates: &Certificates,
    others: &[(IpAddr, Certificates)],
    manner: Manner,
) {
    fs::create_dir(folder.join("etc")).expect("the folder is new and ours");
    for name in ["data", "queue/private"] {
        let place = folder.join(name).display().to_string();
        run(program("install", &["-d", "-m", "0700", "-o", "postfix", &place]));
    }
    let main = MAIN
        .replace("FOLDER", &folder.display().to_string())
        .replace("KEY", &certificates.key.display().to_string())
        .replace("CHAIN", &certificates.chain.display().to_string());
    let main = main + manner.says();
    fs::write(folder.join("etc/main.cf"), main).expect("the folder takes a file");
    let others = others.iter().map(|(address, shown)| services_at(*address, shown));
    let master = [MASTER, SERVICES, &others.collect::<String>()].concat();
    fs::write(folder.join("etc/master.cf"), master).expect("the folder takes a file");
}

/// The same services at one address more, with other certificates. Postfix takes any key: its
/// security level is 0.
fn services_at(address: IpAddr, shown: &Certificates) -> String {
    let [key, chain] = [&shown.key, &shown.chain].map(|path| path.display());
    let shows = format!("smtpd\n  -o smtpd_tls_chain_files={key},{chain}\n");
    let services = SERVICES.replace("smtpd\n", &shows);
    let lines = services.lines().map(|line| match line.starts_with(' ') {
        true => format!("{line}\n"),
        false if address.is_ipv6() => format!("[{address}]:{line}\n"),
        false => format!("{address}:{line}\n"),
    });
    lines.collect()
}

/// Starts it on `host`.
pub(crate) fn start(network: &Network, folder: &Path) -> Child {
    let etc = folder.join("etc").display().to_string();
    spawn(network.server("host", &["postfix", "-c", &etc, "start-fg"]), &folder.join("out"))
}
