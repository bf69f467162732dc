//! What can be typed about saved reports.
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Tell, When, values};
use crate::language::Language;
use crate::report::compared::{Form, Labels};

/// `diagnose`.
#[derive(Clone, Args)]
pub struct Diagnose {
    /// A report or a recording in JSON; - reads standard input
    pub file: PathBuf,
    /// The moment for which certificates and the like are judged
    #[arg(long, value_name = "WHEN", default_value = "now")]
    pub as_of: AsOf,
    /// Judge it by what this file says must hold, instead of what was given when it was made; none
    /// judges it by nothing of the kind
    #[arg(long, value_name = "FILE.toml|none", value_parser = values::demands)]
    pub expect: Option<Demands>,
    /// How to tell.
    #[command(flatten)]
    pub tell: Tell,
}

/// `compare`.
#[derive(Clone, Args)]
pub struct Compare {
    /// A report or a recording in JSON; - reads standard input
    pub before: PathBuf,
    /// A later one of the same target, or one from elsewhere; - reads standard input
    pub after: PathBuf,
    /// The two are from these places, and not from before and after a change
    #[arg(long, value_name = "NAME,NAME", value_parser = values::labels)]
    pub labels: Option<Labels>,
    /// The form of the answer: of FILE if its name ends in none, or else of what appears here;
    /// without it, text
    #[arg(long, value_name = "FORMAT", value_parser = values::form())]
    pub format: Option<&'static Form>,
    /// Write the answer to this file, in the form that its name ends in; may be given several
    /// times. Unless -q is given, it still appears here
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// Tell only the first line; with -o nothing
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell the findings that are the same too, and on which observations all rests
    #[arg(short, long)]
    pub verbose: bool,
    /// In which languages people are told, one below the other: en, ja (日本語), zh-Hans (简体中文);
    /// without it, that of the locale
    #[arg(long, value_name = "TAG[,TAG]", value_delimiter = ',', value_parser = values::language)]
    pub language: Vec<Language>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", alias = "colour", default_value = "auto")]
    pub color: When,
}

/// What is said of `-o` where nothing is to appear beside it.
const OF_REDACTED: &str = "Write it to this file, in the form that its name ends in, and not here; \
                           may be given several times";

/// `redact`.
#[derive(Clone, Args)]
#[command(
    mut_arg("output", |arg| arg.help(OF_REDACTED)),
    mut_arg("fail_on", |arg| arg.hide(true)),
    mut_arg("redact", |arg| arg.hide(true))
)]
pub struct Redact {
    /// A report or a recording in JSON; - reads standard input
    pub file: PathBuf,
    /// How to tell: without --format and -o as JSON, and with -o nowhere else.
    #[command(flatten)]
    pub tell: Tell,
}

/// For which moment a recording is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AsOf {
    /// As it stands today
    Now,
    /// As it stood when the recording was made
    Then,
}

/// By what a recording is judged that somebody says must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demands {
    /// Nothing.
    None,
    /// What this file says.
    File(PathBuf),
}
