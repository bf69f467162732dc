//! Other programs: run to the end, or left running with what they say in a file.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A program that will be told what to do.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::null());
    command
}

/// What the program wrote to its standard output. It must succeed.
pub(crate) fn run(mut command: Command) -> String {
    let Output { status, stdout, stderr } = output(&mut command);
    let said = String::from_utf8_lossy(&stdout).into_owned();
    let complained = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?}: {status}\n{said}{complained}");
    said
}

/// Runs the program to its end, however that may be.
pub(crate) fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?} could not be run: {error}"))
}

/// Leaves the program running; what it says goes to this file, never to a pipe of ours, which
/// would keep the test harness waiting for a daemon that outlived it.
pub(crate) fn spawn(mut command: Command, log: &Path) -> Child {
    let log = File::create(log).expect("the site's folder takes a log");
    let again = log.try_clone().expect("an open file has a second handle");
    command.stdin(Stdio::null()).stdout(log).stderr(again);
    command.spawn().unwrap_or_else(|error| panic!("{command:?} could not be started: {error}"))
}
