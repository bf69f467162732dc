//! One run of the built program, with the most memory that it had.
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::Duration;
use std::{env, io};

use nix::sys::resource::{UsageWho, getrusage};

/// Names the folder of a run that is to be measured.
const FOLDER: &str = "MAILPROBE_MEASURED";
/// Names another build of the program, to be measured instead.
const PROGRAM: &str = "MAILPROBE_PROGRAM";
/// No run takes longer, or it hangs.
const PATIENCE: Duration = Duration::from_secs(30);
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
    let status = text("status").parse().ok();
    let peak = text("peak").parse().expect("a number");
    Measured { status, stdout: read("stdout"), stderr: text("stderr"), peak }
}

#[test]
#[ignore = "the others call it, in a process of its own"]
fn a_run_has_a_parent_of_its_own() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let words = fs::read_to_string(folder.join("words")).expect("who calls writes it");
    let output = |name| File::create(folder.join(name)).expect("the folder is there");
    let built = || env!("CARGO_BIN_EXE_mailprobe").into();
    let mut child = Command::new(env::var_os(PROGRAM).unwrap_or_else(built))
        .args(words.lines())
        .env_remove(FOLDER)
        .stdin(Stdio::null())
        .stdout(output("stdout"))
        .stderr(output("stderr"))
        .spawn()
        .expect("cargo built it");
    let status = wait(&mut child).expect("a child can be waited for");
    let code = status.and_then(|s| s.code()).map(|c| c.to_string()).unwrap_or_default();
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).expect("every kernel counts").max_rss();
    fs::write(folder.join("status"), code).expect("the folder is there");
    fs::write(folder.join("peak"), peak.to_string()).expect("the folder is there");
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
