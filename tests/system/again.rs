//! A daemon that takes the first connection and ends it, as one does that is being restarted.
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

use super::{codes, mailprobe, report, seen};

/// Serves from the second connection on; at the port that is returned.
fn restarting() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has free ports");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        for stream in listener.incoming().skip(1).flatten() {
            // Who leaves without a word is gone, which is an ending like any other.
            let _ = serve(&stream);
        }
    });
    port
}

fn serve(mut stream: &TcpStream) -> std::io::Result<()> {
    stream.write_all(b"220 mail.example.test ready\r\n")?;
    for line in BufReader::new(stream).lines() {
        let reply: &[u8] = match &line?[..] {
            "QUIT" => b"221 bye\r\n",
            command if command.starts_with("EHLO") => b"250 mail.example.test\r\n",
            _ => b"502 no\r\n",
        };
        stream.write_all(reply)?;
    }
    Ok(())
}

#[test]
fn a_daemon_that_restarts_is_seen_to_come_and_go_on_real_sockets() {
    let told = |retries| {
        let ports = format!("{}=smtp", restarting());
        let words = ["127.0.0.1", "--ports", &ports, "--trace", "off", "--retries", retries];
        report(&mailprobe(&words).output().expect("cargo built it"))
    };
    let [once, twice] = ["0", "1"].map(told);
    assert_eq!(seen(&once, "connect").count(), 1, "{once:#}");
    assert!(!codes(&once).contains(&"dialogue.flapping"), "{once:#}");
    assert_eq!(seen(&twice, "connect").count(), 2, "{twice:#}");
    assert!(codes(&twice).contains(&"dialogue.flapping"), "{twice:#}");
    let rounds: Vec<_> = seen(&twice, "greeting").map(|o| o["round"].as_u64()).collect();
    assert_eq!(rounds, [None, Some(1)], "{twice:#}");
}
