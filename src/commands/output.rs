//! Where reports go: the terminal, a file, or both.
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::sheet::Sheet;
use super::terminal;
use crate::cli::Tell;
use crate::finding::{Finding, Severity};
use crate::recording::Recording;
use crate::report::{Detail, FORMATS, Format, Report, Style, Verdict};

/// Columns of a text in a file: those of a mail.
const FILE_WIDTH: usize = 80;

/// Where the reports of one command go.
pub(super) struct Output {
    /// The form and look for standard output.
    screen: Option<(&'static Format, Style)>,
    /// The form and look for the file.
    file: Option<(&'static Format, Style, Sheet)>,
    fail_on: Severity,
    told: usize,
}

impl Output {
    /// Opens what is asked for, before anything is looked at: a file that cannot be written shall
    /// not be found out after the work.
    pub(super) fn open(tell: &Tell, reports: usize) -> Result<Self, String> {
        let file = tell.output.as_deref().filter(|file| *file != Path::new("-"));
        let format = tell.format.map_or_else(|| named_by(file), Ok)?;
        if reports > 1 && format.name == "json" {
            return Err("put several reports into one JSON document: use --format ndjson".into());
        }
        let style = terminal::style(tell.color, tell.detail());
        let screen = match file {
            None => Some((format, style)),
            Some(_) if tell.quiet => None,
            Some(_) => Some((&FORMATS[0], style)),
        };
        let sheet = |file| Ok::<_, String>((format, on_paper(tell), Sheet::open(file)?));
        let file = file.map(sheet).transpose()?;
        Ok(Self { screen, file, fail_on: tell.fail_on, told: 0 })
    }

    /// Writes one report, and says which exit status it stands for.
    pub(super) fn tell(
        &mut self,
        recording: &Recording,
        findings: &[Finding],
    ) -> Result<u8, String> {
        let verdict = Verdict::of(recording, findings);
        let report = Report { recording, findings, verdict: &verdict };
        if let Some((format, style, sheet)) = &mut self.file {
            let written = write(&report, format, style, self.told, sheet.text());
            written.map_err(|error| format!("put the report together: {error}"))?;
        }
        if let Some((format, style)) = &self.screen {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let written = write(&report, format, style, self.told, &mut out);
            if !closed_is_fine(written.and_then(|()| out.flush()))? {
                self.screen = None;
            }
        }
        self.told += 1;
        Ok(verdict.exit_status(findings, self.fail_on))
    }

    /// Whether nobody will ever read what comes.
    pub(super) fn is_closed(&self) -> bool {
        self.screen.is_none() && self.file.is_none()
    }

    /// Writes the file.
    pub(super) fn finish(self) -> Result<(), String> {
        self.file.map_or(Ok(()), |(_, _, sheet)| sheet.finish())
    }
}

/// Reports for people have an empty line between them; those in JSON are their own lines.
fn write(
    report: &Report<'_>,
    format: &Format,
    style: &Style,
    told: usize,
    to: &mut dyn Write,
) -> io::Result<()> {
    if told > 0 && format.for_people {
        writeln!(to)?;
    }
    (format.write)(report, style, to)
}

/// Whether it was written; a reader who has gone, as `head` does, is no error.
pub(super) fn closed_is_fine(written: io::Result<()>) -> Result<bool, String> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("write to standard output: {error}")),
    }
}

/// The format that a file ends in; text where nothing is said.
fn named_by(file: Option<&Path>) -> Result<&'static Format, String> {
    let Some(file) = file else { return Ok(&FORMATS[0]) };
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    let name = if ending == "txt" { FORMATS[0].name } else { &ending };
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
        format!("tell the form of {} by its end: add --format {}", file.display(), names.join("|"))
    })
}

fn on_paper(tell: &Tell) -> Style {
    let detail = tell.detail().max(Detail::Normal);
    Style { width: FILE_WIDTH, colour: false, ascii: false, detail }
}
