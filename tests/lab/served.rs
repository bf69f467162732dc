//! Scenarios on real sockets (`demo --serve`), looked at by programs that never heard of us: what
//! a scenario says of its host is what others see there.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::Duration;

use super::command::{output, program, spawn};

/// A scenario, what looks at it, and what that must say. `{25}` is the port on which the
/// scenario's port 25 is served, `{root}` the file with its root.
struct Look {
    scenario: &'static str,
    words: &'static [&'static str],
    says: &'static str,
}

const OPENSSL: &[&str] = &[
    "openssl",
    "s_client",
    "-CAfile",
    "{root}",
    "-verify_hostname",
    "mail.example.test",
    "-servername",
    "mail.example.test",
];
const CURL: &[&str] = &["curl", "-sSv", "--cacert", "{root}", "--connect-to", "::127.0.0.1:"];
const SWAKS: &[&str] = &["swaks", "--server", "127.0.0.1"];

const LOOKS: &[(&[&str], Look)] = &[
    (OPENSSL, look("good", &["-connect", "127.0.0.1:{993}"], "Verify return code: 0 (ok)")),
    (
        OPENSSL,
        look(
            "good",
            &["-starttls", "smtp", "-connect", "127.0.0.1:{587}"],
            "Verify return code: 0 (ok)",
        ),
    ),
    (OPENSSL, look("tls-expired", &["-connect", "127.0.0.1:{993}"], "(certificate has expired)")),
    (
        OPENSSL,
        look("tls-self-signed", &["-connect", "127.0.0.1:{465}"], "(self-signed certificate)"),
    ),
    (OPENSSL, look("tls-wrong-name", &["-connect", "127.0.0.1:{993}"], "(hostname mismatch)")),
    (
        OPENSSL,
        look(
            "tls-incomplete-chain",
            &["-connect", "127.0.0.1:{995}"],
            "unable to get local issuer certificate",
        ),
    ),
    (
        OPENSSL,
        look(
            "dialogue-starttls-missing",
            &["-starttls", "smtp", "-connect", "127.0.0.1:{587}"],
            "Didn't find STARTTLS in server response",
        ),
    ),
    (
        SWAKS,
        look(
            "dialogue-starttls-missing",
            &["--port", "{587}", "--tls", "--quit-after", "TLS"],
            "Host did not advertise STARTTLS",
        ),
    ),
    (
        SWAKS,
        look(
            "dialogue-greeting-rejects",
            &["--port", "{25}", "--quit-after", "EHLO"],
            "<** 554 5.3.2",
        ),
    ),
    (
        SWAKS,
        look("good", &["--port", "{587}", "--tls", "--quit-after", "EHLO"], "<~  250-AUTH PLAIN"),
    ),
    (
        CURL,
        look("good", &["pop3s://mail.example.test:{995}", "-X", "CAPA"], "certificate verify ok"),
    ),
    (CURL, look("tls-expired", &["imaps://mail.example.test:{993}"], "certificate has expired")),
    (
        OPENSSL,
        look(
            "dialogue-clear-on-tls-port",
            &["-connect", "127.0.0.1:{993}"],
            "wrong version number",
        ),
    ),
    (OPENSSL, look("tls-old-version-1-0", &["-connect", "127.0.0.1:{993}"], "Protocol  : TLSv1\n")),
    (
        SWAKS,
        look(
            "dialogue-starttls-injected",
            &["--port", "{587}", "--tls", "--quit-after", "TLS"],
            // It takes the reply in clear for the answer to its ClientHello.
            "TLS startup failed",
        ),
    ),
    (
        CURL,
        look(
            "dialogue-preauth",
            &["imap://mail.example.test:{143}", "--ssl-reqd"],
            "STARTTLS not available",
        ),
    ),
    (
        CURL,
        look(
            "dialogue-greeting-stalls",
            &["--max-time", "5", "smtp://mail.example.test:{587}"],
            "timed out",
        ),
    ),
    (
        CURL,
        look("tls-wrong-name", &["imaps://mail.example.test:{993}"], "no alternative certificate"),
    ),
];

const fn look(scenario: &'static str, words: &'static [&'static str], says: &'static str) -> Look {
    Look { scenario, words, says }
}

/// A scenario being served, until this goes out of scope.
struct Served {
    child: Child,
    folder: PathBuf,
    base: u16,
}

impl Served {
    fn open(scenario: &str, base: u16) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("served-{base}"));
        fs::create_dir_all(&folder).expect("cargo's own directory takes folders");
        let (port, root) = (base.to_string(), folder.join("root.pem").display().to_string());
        let words = ["demo", scenario, "--serve", "--port-base", &port, "--root", &root];
        let log = folder.join("log");
        let child = spawn(program(env!("CARGO_BIN_EXE_mailprobe"), &words), &log);
        let served = Self { child, folder, base };
        for _ in 0..200 {
            if fs::read_to_string(&log).is_ok_and(|said| said.contains("to look at it: ")) {
                return served;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("{scenario} is not served: {:?}", fs::read_to_string(&log));
    }

    /// A word with its ports and its file filled in.
    fn word(&self, word: &str) -> String {
        let mut word = word.replace("{root}", &self.folder.join("root.pem").display().to_string());
        for port in [25, 143, 465, 587, 993, 995] {
            word = word.replace(&format!("{{{port}}}"), &(self.base + port).to_string());
        }
        word
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself, which the test then says.
        let _ = self.child.kill();
        let _ = self.child.wait();
        // What stays lies in cargo's own directory.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn what_a_scenario_serves_is_what_others_see() {
    if std::env::var_os("MAILPROBE_LAB").is_none_or(|value| value != "1") {
        return;
    }
    for (base, (tool, look)) in (20_000..).step_by(1000).zip(LOOKS) {
        let served = Served::open(look.scenario, base);
        let words = ["20"].iter().chain(*tool).chain(look.words).map(|word| served.word(word));
        let words: Vec<_> = words.collect();
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let said = output(&mut program("timeout", &words));
        let said = [said.stdout, said.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains(look.says), "{}: {words:?}:\n{said}", look.scenario);
    }
}
