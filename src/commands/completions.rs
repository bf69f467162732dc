//! `completions`: prints what a shell reads.
use std::io::{self, Write};

use clap::CommandFactory;

use super::output::closed_is_fine;
use crate::cli::{Cli, Completions};

pub(super) fn run(completions: &Completions) -> Result<u8, String> {
    let mut text = Vec::new();
    clap_complete::generate(completions.shell, &mut Cli::command(), "mailprobe", &mut text);
    closed_is_fine(io::stdout().write_all(&text))?;
    Ok(0)
}
