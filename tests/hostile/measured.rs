//! One run of the built program, with the most memory that it had.
#![expect(clippy::disallowed_methods, reason = "the clock of who waits for the program")]
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, io};

use nix::sys::resource::{UsageWho, getrusage};

/// Names the folder of a run that is to be measured.
const FOLDER: &str = "MAILPROBE_MEASURED";
/// Names another build of the program, to be measured instead.
const PROGRAM: &str = "MAILPROBE_PROGRAM";
/// No run takes longer, or it hangs.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most memory that a run may have, KiB.
pub(crate) const MEMORY: i64 = 64 * 1024;
/// The most time for reading a file, judging it and telling it.
pub(crate) const AFTERWARDS: Duration = Duration::from_secs(5);
/// What a run leaves in its folder, besides what it was asked for.
pub(crate) const FILES: &[&str] =
    &["words", "stdout", "stderr", "status", "peak", "took", "worked"];
const MOMENT: Duration = Duration::from_millis(5);

/// What became of a run.
pub(crate) struct Measured {
    /// The exit status; none if it had to be killed.
    pub(crate) status: Option<i32>,
    /// What it said.
    pub(crate) stdout: Vec<u8>,
    /// What it complained of.
    pub(crate) stderr: String,
    /// The most memory it had at any time, KiB: what the kernel calls `VmHWM`.
    pub(crate) peak: i64,
    /// From its beginning to its end, by the clock of who waited for it.
    pub(crate) took: Duration,
    /// How long the processor worked for it: less than it took where others want the processor too.
    pub(crate) worked: Duration,
}

impl Measured {
    /// Whether it took more memory or work than it may, or did not end by itself.
    pub(crate) fn excess(&self, work: Duration) -> Option<String> {
        let Self { status, peak, worked, stderr, .. } = self;
        let ended = status.is_some() && !stderr.contains("panicked");
        match ended {
            false => Some(format!("it ended as {status:?}: {stderr}")),
            true if *peak > MEMORY => Some(format!("it took {peak} KiB")),
            true => (*worked > work).then(|| format!("it worked for {worked:?}")),
        }
    }
}

/// Runs the program in this folder. The kernel says of ended children only how much memory the
/// largest of them had; so each run has a parent of its own.
pub(crate) fn run(folder: &Path, words: &[String]) -> Measured {
    fs::create_dir_all(folder).expect("cargo's own directory takes files");
    fs::write(folder.join("words"), words.join("\n")).expect("the folder is there");
    let parent = Command::new(env::current_exe().expect("a test is a program"))
        .args(["--exact", "measured::a_run_has_a_parent_of_its_own", "--ignored"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .status();
    assert!(parent.expect("it runs already").success(), "{}", folder.display());
    let read = |name| fs::read(folder.join(name)).expect("the parent writes it");
    let text = |name| String::from_utf8_lossy(&read(name)).into_owned();
    let number = |name| text(name).parse::<i64>().ok();
    let status = number("status").and_then(|code| code.try_into().ok());
    let peak = number("peak").expect("a number");
    let time = |name| Duration::from_millis(text(name).parse().expect("a number"));
    let (took, worked) = (time("took"), time("worked"));
    Measured { status, stdout: read("stdout"), stderr: text("stderr"), peak, took, worked }
}

#[test]
#[ignore = "the others call it, in a process of its own"]
fn a_run_has_a_parent_of_its_own() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let words = fs::read_to_string(folder.join("words")).expect("who calls writes it");
    let output = |name| File::create(folder.join(name)).expect("the folder is there");
    let built = || env!("CARGO_BIN_EXE_mailprobe").into();
    let began = Instant::now();
    let mut child = Command::new(env::var_os(PROGRAM).unwrap_or_else(built))
        .args(words.lines())
        .current_dir(&folder)
        .env_remove(FOLDER)
        .stdin(Stdio::null())
        .stdout(output("stdout"))
        .stderr(output("stderr"))
        .spawn()
        .expect("cargo built it");
    let status = wait(&mut child).expect("a child can be waited for");
    let took = began.elapsed().as_millis();
    let code = status.and_then(|s| s.code()).map(|c| c.to_string()).unwrap_or_default();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("every kernel counts");
    let work = [usage.user_time(), usage.system_time()];
    let worked: i64 = work.iter().map(|time| time.tv_sec() * 1000 + time.tv_usec() / 1000).sum();
    let (peak, took, worked) = (usage.max_rss().to_string(), took.to_string(), worked.to_string());
    for (name, text) in [("status", code), ("peak", peak), ("took", took), ("worked", worked)] {
        fs::write(folder.join(name), text).expect("the folder is there");
    }
}

fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    for _ in 0..PATIENCE.as_millis() / MOMENT.as_millis() {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        sleep(MOMENT);
    }
    child.kill()?;
    child.wait().map(|_| None)
}
