//! What each command does, from the words typed to the exit status.
mod check;
#[cfg(feature = "demo")]
mod demo;
mod diagnose;
mod explain;
mod file;
mod interrupt;
mod output;
mod redact;
mod sheet;
mod terminal;

use std::ffi::OsString;
use std::io::{self, Write};

use crate::cli::{self, Cli, Command};
use crate::report::escape;

/// The exit status that says: could not test.
const NOT_TESTED: u8 = 3;
/// Cells of a complaint that are shown; a hostile file can make it as long as itself.
const LONGEST: usize = 1000;

/// Does what a command line asks for. The first word is the program; the result is the exit
/// status of the process, one of [`cli::EXIT_STATUSES`].
pub fn run(words: impl IntoIterator<Item = OsString>) -> u8 {
    match cli::read(words) {
        Ok(cli) => carry_out(&cli),
        Err(error) => {
            // If nobody reads it, the exit status still says it.
            let _ = error.print();
            if error.use_stderr() { NOT_TESTED } else { 0 }
        }
    }
}

fn carry_out(cli: &Cli) -> u8 {
    let done = match &cli.command {
        Command::Check(check) => check::run(check),
        #[cfg(feature = "demo")]
        Command::Demo(demo) => demo::run(demo),
        Command::Diagnose(diagnose) => diagnose::run(diagnose),
        Command::Redact(redact) => redact::run(redact),
        Command::Explain(explain) => explain::run(explain),
    };
    done.unwrap_or_else(|problem| {
        complain(&problem);
        NOT_TESTED
    })
}

/// Says what could not be done. File names and the words of files are strangers' text.
fn complain(problem: &str) {
    let shown = escape::cut(&escape::terminal(problem), LONGEST);
    // If nobody reads it, the exit status still says it.
    let _ = writeln!(io::stderr(), "mailprobe: could not {shown}");
}

/// The exit status of several reports: a failure says most, health least.
fn worse(one: u8, other: u8) -> u8 {
    const FROM_BEST: [u8; 4] = [0, 1, NOT_TESTED, 2];
    let rank = |status| FROM_BEST.iter().position(|s| *s == status);
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::worse;

    #[test]
    fn a_failure_outweighs_a_test_that_came_to_nothing() {
        assert_eq!([0, 1, 3].into_iter().fold(0, worse), 3);
        assert_eq!([2, 3, 1].into_iter().fold(0, worse), 2);
        assert_eq!([0, 1, 0].into_iter().fold(0, worse), 1);
        assert_eq!([0, 0].into_iter().fold(0, worse), 0);
    }
}
