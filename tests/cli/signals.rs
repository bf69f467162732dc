//! Ctrl-C and SIGTERM: once, what there is is told; twice, everything ends.
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::{Folder, json, mailprobe, status};

/// How long a process is watched to see that it goes on.
const WHILE: Duration = Duration::from_millis(200);

fn send(signal: &str, to: &Child) {
    let kill = format!("kill -{signal} {}", to.id());
    let sent = Command::new("sh").args(["-c", &kill]).status().expect("every Unix has sh");
    assert!(sent.success(), "{kill}");
}

fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there are free ports");
    let port = listener.local_addr().expect("it is bound").port();
    (listener, format!("{port}=smtp"))
}

/// Looks at one port of this machine. Nobody answers for the DNS.
fn check(port: &str, more: &[&str]) -> Child {
    let words =
        ["check", "127.0.0.1", "--trace", "off", "--resolver", "127.0.0.1:9", "--ports", port];
    let mut command = mailprobe(&[&words, more].concat());
    command.stdout(Stdio::piped()).spawn().expect("cargo built it")
}

/// A run that has looked at everything, told the terminal, and waits until somebody reads its file.
fn telling(folder: &Folder) -> (Child, String) {
    let pipe = folder.file("report");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("every Unix has mkfifo");
    assert!(made.success());
    let (listener, port) = listen();
    drop(listener);
    let mut child = check(&port, &["-o", &pipe, "--format", "json"]);
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("it is piped")).read_line(&mut line).expect("text");
    assert!(!line.is_empty());
    (child, pipe)
}

#[test]
fn a_signal_ends_the_run_and_what_was_seen_is_told() {
    for signal in ["INT", "TERM"] {
        let (listener, port) = listen();
        let child = check(&port, &["--format", "json"]);
        let (mut server, _) = listener.accept().expect("it connects");
        server.write_all(b"220 ready\r\n").expect("it listens");
        // What it asks is left unanswered.
        let asked = server.read(&mut [0; 100]).expect("it has read the greeting");
        send(signal, &child);
        let output = child.wait_with_output().expect("it ends");
        assert!(asked > 0, "{signal}");
        assert_eq!(status(&output), 3, "{signal}");
        let report = json(&output.stdout);
        assert_eq!(report["recording"]["ended"], "interrupted", "{signal}");
        let steps = report["recording"]["observations"].as_array().expect("a list");
        assert!(
            steps.iter().any(|o| o["step"] == "greeting" && o["failure"].is_null()),
            "{signal}"
        );
    }
}

#[test]
fn a_signal_while_the_report_is_told_lets_it_be_told() {
    let folder = Folder::new("told");
    let (mut child, pipe) = telling(&folder);
    send("INT", &child);
    sleep(WHILE);
    assert_eq!(child.try_wait().expect("it is ours"), None);
    let mut text = Vec::new();
    File::open(&pipe).and_then(|mut file| file.read_to_end(&mut text)).expect("it is written");
    assert_eq!(json(&text)["recording"]["ended"], "completed");
    let ended = child.wait().expect("it ends");
    assert_eq!(ended.code(), Some(2), "nothing listens there");
}

#[test]
fn a_second_signal_ends_everything_at_once() {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let folder = Folder::new(signal);
        let (mut child, _) = telling(&folder);
        let mut ended = None;
        // Signals of one kind that come together are heard as one.
        for _ in 0..50 {
            send(signal, &child);
            sleep(WHILE / 4);
            ended = child.try_wait().expect("it is ours");
            if ended.is_some() {
                break;
            }
        }
        if ended.is_none() {
            child.kill().expect("it is ours");
        }
        assert_eq!(ended.and_then(|ended| ended.code()), Some(status), "{signal}");
    }
}
