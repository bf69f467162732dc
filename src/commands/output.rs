//! Where reports go: the terminal, a file, or both.
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::sheet::Sheet;
use super::terminal;
use crate::cli::Tell;
use crate::finding::{Finding, Severity};
use crate::language::Language;
use crate::recording::Recording;
use crate::report::{Detail, FORMATS, Format, Report, Style, Verdict};

/// Columns of a text in a file: those of a mail.
const FILE_WIDTH: usize = 80;

/// Where the reports of one command go.
pub(super) struct Output {
    /// The form and look for standard output.
    screen: Option<Shape>,
    /// The form and look for the file.
    file: Option<(Shape, Sheet)>,
    fail_on: Severity,
    told: usize,
}

/// The form and look of a report, and its languages.
struct Shape {
    format: &'static Format,
    style: Style,
    languages: Vec<Language>,
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
        let screen = match file {
            None => Some(on_screen(tell, format)),
            Some(_) if tell.quiet => None,
            Some(_) => Some(on_screen(tell, &FORMATS[0])),
        };
        let sheet = |file| Ok::<_, String>((on_paper(tell, format), Sheet::open(file)?));
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
        let language = Language::En;
        let report = Report { recording, findings, verdict: &verdict, language };
        if let Some((shape, sheet)) = &mut self.file {
            let written = shape.write(&report, self.told, sheet.text());
            written.map_err(|error| format!("put the report together: {error}"))?;
        }
        if let Some(shape) = &self.screen {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let written = shape.write(&report, self.told, &mut out);
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
        self.file.map_or(Ok(()), |(_, sheet)| sheet.finish())
    }
}

impl Shape {
    /// Reports for people have an empty line between them; those in JSON are their own lines.
    fn write(&self, report: &Report<'_>, told: usize, to: &mut dyn Write) -> io::Result<()> {
        if told > 0 && self.format.for_people {
            writeln!(to)?;
        }
        self.format.tell(report, &self.languages, &self.style, to)
    }
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

/// The language that is told first.
pub(super) fn first_language(tell: &Tell) -> Language {
    let style = terminal::style(tell.color, tell.detail());
    tell.languages(terminal::language(&style)).first().copied().unwrap_or_default()
}

/// Who asks for a language that is not written in ASCII says that it can be shown.
fn on_screen(tell: &Tell, format: &'static Format) -> Shape {
    let style = terminal::style(tell.color, tell.detail());
    let languages = tell.languages(terminal::language(&style));
    let ascii = style.ascii && languages == [Language::En];
    Shape { format, style: Style { ascii, ..style }, languages }
}

fn on_paper(tell: &Tell, format: &'static Format) -> Shape {
    let detail = tell.detail().max(Detail::Normal);
    let style = Style { width: FILE_WIDTH, colour: false, ascii: false, detail };
    Shape { format, style, languages: tell.languages(terminal::language(&style)) }
}
