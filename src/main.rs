//! `mailprobe`: what it does is in the library, so that tests can do it too.
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(mailprobe::commands::run(std::env::args_os()))
}
