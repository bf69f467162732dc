//! `man`: prints the manual page, in the language of man(7).
use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;

use super::output::closed_is_fine;
use crate::cli::Cli;

/// What the generator calls that which stands after the options, and what stands there.
const EXTRA: (&str, &str) = (".SH EXTRA", ".SH \"EXAMPLES AND EXIT STATUS\"");

pub(super) fn run() -> Result<u8, String> {
    let text = page().map_err(|error| format!("write the page: {error}"))?;
    closed_is_fine(io::stdout().write_all(text.as_bytes()))?;
    Ok(0)
}

/// One page for all commands: who types `man mailprobe` has no other.
fn page() -> io::Result<String> {
    let mut program = Cli::command();
    // Commands get their full names, and the options that all have.
    program.build();
    let mut text = Vec::new();
    let whole = Page::new(program.clone());
    whole.render_title(&mut text)?;
    whole.render_name_section(&mut text)?;
    let synopsis = ".SH SYNOPSIS\n\\fBmailprobe\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] ...";
    writeln!(text, "{synopsis}")?;
    whole.render_description_section(&mut text)?;
    for command in program.get_subcommands().filter(|c| c.get_name() != "help") {
        text.extend(section(command)?);
    }
    whole.render_extra_section(&mut text)?;
    whole.render_version_section(&mut text)?;
    Ok(String::from_utf8_lossy(&text).replace(EXTRA.0, EXTRA.1))
}

/// A command: its page, one level down.
fn section(command: &Command) -> io::Result<Vec<u8>> {
    let usage = command.clone().render_usage().to_string().replacen("Usage: ", "", 1);
    let mut text = Vec::new();
    writeln!(text, ".SS SYNOPSIS\n{}", usage.replace('-', "\\-"))?;
    let page = Page::new(command.clone());
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    page.render_extra_section(&mut text)?;
    let text = String::from_utf8_lossy(&text).replace(EXTRA.0, EXTRA.1).replace("\n.SH", "\n.SS");
    let title = format!("mailprobe {}", command.get_name()).to_uppercase();
    Ok(format!(".SH \"{title}\"\n{text}").into_bytes())
}
