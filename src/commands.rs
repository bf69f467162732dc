//! What each command does, from the words typed to the exit status.
mod check;
mod compare;
mod completions;
#[cfg(feature = "demo")]
mod demo;
mod diagnose;
mod explain;
mod file;
mod interrupt;
mod man;
mod output;
mod page;
mod redact;
mod schema;
#[cfg(feature = "demo")]
mod serve;
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
        Command::Compare(wishes) => Ok(compare::run(wishes)),
        #[cfg(feature = "demo")]
        Command::Demo(demo) => demo::run(demo),
        Command::Diagnose(diagnose) => diagnose::run(diagnose),
        Command::Redact(redact) => redact::run(redact),
        Command::Explain(explain) => explain::run(explain),
        Command::Completions(completions) => completions::run(completions),
        Command::Man => man::run(),
        Command::Schema(schema) => schema::run(schema),
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
