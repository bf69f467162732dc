//! The page in a real browser, which shows what a server said and does nothing of it.
//!
//! It needs Chromium; `.ci/run` has it and sets `MAILPROBE_BROWSER=1`. Without that variable
//! nothing is tried. With it, whatever lacks is a failure.
#![cfg(all(feature = "demo", unix))]
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the scenario's greeting holds.
const SCENARIO: &str = "dialogue-hostile-page";
const SCRIPT: &str = "<script>document.title=\"owned\"</script>";
const IMAGE: &str = "<img src=\"http://192.0.2.80/trap\" onerror=\"document.title=1\">";

fn is_wanted() -> bool {
    let wanted = std::env::var_os("MAILPROBE_BROWSER").is_some_and(|value| value == "1");
    if !wanted {
        // Past the capture of the test harness: a silent pass would look like a run.
        writeln!(std::io::stderr(), "not run: set MAILPROBE_BROWSER=1")
            .expect("standard error takes a line");
    }
    wanted
}

/// A server to which every name and address leads, and what it was asked for.
struct Trap {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Trap {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut start = [0; 512];
                // Whoever says nothing has asked for nothing.
                let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
                let size = stream.read(&mut start).unwrap_or(0);
                let line = String::from_utf8_lossy(&start[..size]).into_owned();
                seen.lock().expect("nobody panics").push(line);
            }
        });
        Self { port, asked }
    }

    fn was_asked(&self) -> bool {
        let asked = self.asked.lock().expect("nobody panics");
        asked.iter().any(|request| request.contains("/trap"))
    }
}

/// The page as the browser has it after all that it does with it.
fn opened(page: &Path, trap: &Trap) -> String {
    let home = page.with_extension("profile");
    let output = Command::new("chromium")
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--disable-background-networking", "--no-first-run", "--virtual-time-budget=3000"])
        .arg(format!("--user-data-dir={}", home.display()))
        .arg(format!("--host-resolver-rules=MAP * 127.0.0.1:{}", trap.port))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("chromium is installed");
    // What stays behind is removed with the target directory.
    let _ = fs::remove_dir_all(home);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn what_a_server_said_is_shown_and_does_nothing() {
    if !is_wanted() {
        return;
    }
    let page = file("hostile.html");
    let told = Command::new(env!("CARGO_BIN_EXE_mailprobe"))
        .args(["demo", SCENARIO, "--language", "en,ja", "-q", "-o"])
        .arg(&page)
        .status();
    assert!(told.expect("cargo built it").success());
    let trap = Trap::open();
    let told = opened(&page, &trap);
    assert!(told.contains(": OK – mailprobe</title>"), "the title is another");
    for text in [SCRIPT, IMAGE] {
        let shown = text.replace('<', "&lt;").replace('>', "&gt;");
        assert!(told.contains(&shown), "{text} is not shown");
        assert!(!told.contains(text), "{text} is markup");
    }
    assert!(!trap.was_asked(), "the page fetches something");
}

/// Otherwise the test above could not fail.
#[test]
fn the_same_words_do_something_in_a_page_that_does_not_escape_them() {
    if !is_wanted() {
        return;
    }
    let page = file("unescaped.html");
    let html = format!("<!DOCTYPE html><title>-</title><body>{SCRIPT}{IMAGE}</body>");
    fs::write(&page, html).expect("cargo's own directory takes files");
    let trap = Trap::open();
    let told = opened(&page, &trap);
    assert!(!told.contains("<title>-</title>"), "{told}");
    assert!(trap.was_asked(), "the trap does not hold");
}
