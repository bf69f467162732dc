//! Where reports go: the terminal, files, or both.
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::sheet::Sheet;
use super::{page, terminal};
use crate::cli::Tell;
use crate::finding::{Finding, Severity};
use crate::language::Language;
use crate::recording::Recording;
use crate::redact::{Redactor, redact_all};
use crate::report::{Detail, FORMATS, Format, Report, Several, Style, Verdict};

/// Columns of a text in a file: those of a mail.
pub(super) const FILE_WIDTH: usize = 80;

/// Where the reports of one command go.
pub(super) struct Output {
    /// The form and look for standard output.
    screen: Option<Shape>,
    /// The form and look of each file.
    files: Vec<(Shape, Sheet)>,
    /// The look of the page that a job has, and where it is.
    page: Option<(Shape, PathBuf)>,
    fail_on: Severity,
    told: Vec<Judged>,
}

/// The form and look of a report, and its languages.
struct Shape {
    format: &'static Format,
    style: Style,
    languages: Vec<Language>,
}

/// A recording and what was made of it.
struct Judged {
    recording: Recording,
    findings: Vec<Finding>,
    verdict: Verdict,
}

impl Output {
    /// Opens what is asked for, before anything is looked at: a file that cannot be written shall
    /// not be found out after the work.
    pub(super) fn open(tell: &Tell, reports: usize) -> Result<Self, String> {
        let files = tell.output.iter().filter(|file| *file != Path::new("-"));
        let files = files.map(|file| Ok((on_paper(tell, named_by(file, tell)?), file)));
        let files = files.collect::<Result<Vec<_>, String>>()?;
        // One option, one use: where a file takes the form that was asked for, the text stays here.
        let taken = files.iter().any(|(_, file)| says_nothing(file));
        let format = tell.format.filter(|_| !taken).unwrap_or(&FORMATS[0]);
        let seen = (files.is_empty() || !tell.quiet).then(|| on_screen(tell, format));
        let all = seen.iter().chain(files.iter().map(|(shape, _)| shape));
        if reports > 1
            && let Some(one) = all.map(|s| s.format).find(|f| f.several == Several::Refused)
        {
            let name = one.name.to_uppercase();
            let instead = match tell.format.is_some_and(|asked| asked.name == one.name) {
                true => "use --format ndjson",
                false => "let the name of the file end in .ndjson",
            };
            return Err(format!("put several reports into one {name} document: {instead}"));
        }
        let in_job = seen.iter().chain(files.iter().map(|(shape, _)| shape)).any(Shape::is_of_job);
        let page = page::path().filter(|_| in_job).zip(Format::of_ending("md"));
        let page = page.map(|(path, format)| (on_paper(tell, format), path));
        let open = |(shape, file): (Shape, &PathBuf)| Ok::<_, String>((shape, Sheet::open(file)?));
        let files = files.into_iter().map(open).collect::<Result<_, _>>()?;
        Ok(Self { screen: seen, files, page, fail_on: tell.fail_on, told: Vec::new() })
    }

    /// The same, but nothing appears on the screen.
    pub(super) fn silent(self) -> Self {
        Self { screen: None, ..self }
    }

    /// Tells of one recording, and says which exit status it stands for.
    pub(super) fn tell(
        &mut self,
        recording: Recording,
        findings: Vec<Finding>,
    ) -> Result<u8, String> {
        let verdict = Verdict::of(&recording, &findings);
        let status = verdict.exit_status(&findings, self.fail_on);
        self.told.push(Judged { recording, findings, verdict });
        if self.screen.as_ref().is_some_and(|shape| shape.format.several != Several::Whole) {
            self.show(self.told.len() - 1)?;
        }
        Ok(status)
    }

    /// Writes what is told since then to the screen.
    fn show(&mut self, since: usize) -> Result<(), String> {
        let Some(shape) = &self.screen else { return Ok(()) };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let apart = since > 0 && shape.format.several == Several::Spaced;
        let before = if apart { writeln!(out) } else { Ok(()) };
        let written = before.and_then(|()| shape.write(&self.told[since..], &mut out));
        if !closed_is_fine(written.and_then(|()| out.flush()))? {
            self.screen = None;
        }
        Ok(())
    }

    /// Whether nobody will ever read what comes.
    pub(super) const fn is_closed(&self) -> bool {
        self.screen.is_none() && self.files.is_empty()
    }

    /// Tells on the page of the job what a log has no room for.
    fn fill_page(&self) -> Result<(), String> {
        let Some((shape, path)) = &self.page else { return Ok(()) };
        page::append(path, shape.style.detail, |detail| {
            let mut text = Vec::new();
            let style = Style { detail, ..shape.style };
            let Shape { format, languages, .. } = shape;
            Shape { format, style, languages: languages.clone() }.write(&self.told, &mut text)?;
            Ok(text)
        })
    }

    /// Writes what had to wait until all was told.
    pub(super) fn finish(mut self) -> Result<(), String> {
        for (shape, sheet) in &mut self.files {
            let written = shape.write(&self.told, sheet.text());
            written.map_err(|error| format!("put the report together: {error}"))?;
        }
        if self.screen.as_ref().is_some_and(|shape| shape.format.several == Several::Whole) {
            self.show(0)?;
        }
        let filled = self.fill_page();
        // One that can't be written is no reason to lose the others.
        let written: Vec<_> = self.files.into_iter().map(|(_, sheet)| sheet.finish()).collect();
        written.into_iter().collect::<Result<(), _>>().and(filled)
    }
}

impl Shape {
    /// Whether it is for a job of GitHub Actions, which has a page for more.
    fn is_of_job(&self) -> bool {
        self.format.name == "github"
    }

    fn write(&self, told: &[Judged], to: &mut dyn Write) -> io::Result<()> {
        let reports: Vec<_> = told.iter().map(Judged::report).collect();
        self.format.tell(&reports, &self.languages, &self.style, to)
    }
}

impl Judged {
    const fn report(&self) -> Report<'_> {
        let Self { recording, findings, verdict } = self;
        Report { recording, findings: findings.as_slice(), verdict, language: Language::En }
    }
}

/// The recording as it may be shown to whom it is told.
pub(super) fn fit(tell: &Tell, redactor: &mut Redactor, recording: Recording) -> Recording {
    if tell.redact { redactor.redact(&recording) } else { recording }
}

/// The same for all that is told together.
pub(super) fn fit_all(tell: &Tell, recordings: Vec<Recording>) -> Vec<Recording> {
    if tell.redact { redact_all(&recordings) } else { recordings }
}

/// Whether it was written; a reader who has gone, as `head` does, is no error.
pub(super) fn closed_is_fine(written: io::Result<()>) -> Result<bool, String> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("write to standard output: {error}")),
    }
}

/// The format that the name of a file ends in; where it says nothing, the one that is asked for.
fn named_by(file: &Path, tell: &Tell) -> Result<&'static Format, String> {
    let asked = tell.format.filter(|_| says_nothing(file));
    asked.or_else(|| Format::of_ending(ending(file))).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
        let (file, names) = (file.display(), names.join("|"));
        format!("tell the form of {file} by its end: add --format {names}")
    })
}

/// Whether the name of a file ends in nothing that says more than "a text".
fn says_nothing(file: &Path) -> bool {
    Format::of_ending(ending(file)).is_none_or(|format| format.name == FORMATS[0].name)
}

fn ending(file: &Path) -> &str {
    file.extension().and_then(OsStr::to_str).unwrap_or_default()
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
    let fail_on = tell.fail_on;
    Shape { format, style: Style { ascii, fail_on, ..style }, languages }
}

fn on_paper(tell: &Tell, format: &'static Format) -> Shape {
    let detail = tell.detail().max(Detail::Normal);
    let fail_on = tell.fail_on;
    let style = Style { width: FILE_WIDTH, detail, fail_on, ..Style::default() };
    Shape { format, style, languages: tell.languages(terminal::language(&style)) }
}
