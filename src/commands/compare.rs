//! `compare`: what differs between two saved runs.
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::load;
use super::output::{FILE_WIDTH, closed_is_fine};
use super::sheet::Sheet;
use super::{NOT_TESTED, complain, terminal};
use crate::cli::Compare;
use crate::compare::{Comparison, compare};
use crate::language::Language;
use crate::recording::Recording;
use crate::report::compared::{FORMS, Form, Labels, Told};
use crate::report::{Detail, Style};

/// The exit status that says: these cannot be compared.
const UNUSABLE: u8 = 2;

/// A complaint has an exit status of its own here: 1 says that something differs.
pub(super) fn run(wishes: &Compare) -> u8 {
    let told = |status: u8| {
        move |problem: String| {
            complain(&problem);
            status
        }
    };
    let forms = forms(wishes).map_err(told(NOT_TESTED));
    let status = forms.and_then(|forms| compared(wishes, forms).map_err(told(UNUSABLE)));
    status.unwrap_or_else(|status| status)
}

/// The files to write, each in its form; an error if that, or what is to be compared, is not said.
fn forms(wishes: &Compare) -> Result<Vec<(&'static Form, &Path)>, String> {
    if [&wishes.before, &wishes.after].iter().all(|file| file.as_os_str() == "-") {
        return Err("read two reports from standard input: name a file for one of them".into());
    }
    let files = wishes.output.iter().filter(|file| *file != Path::new("-"));
    files.map(|file| Ok((form_of(file, wishes)?, file.as_path()))).collect()
}

fn compared(wishes: &Compare, forms: Vec<(&'static Form, &Path)>) -> Result<u8, String> {
    let sheets = forms.into_iter().map(|(form, file)| Ok((form, Sheet::open(file)?)));
    let sheets = sheets.collect::<Result<Vec<_>, String>>()?;
    let (before, after) = (load(&wishes.before)?, load(&wishes.after)?);
    let pairs = paired(&before, &after)?;
    let all: Vec<Comparison> = pairs.iter().map(|(one, other)| compare(one, other)).collect();
    show(wishes, &all, sheets.is_empty())?;
    for (form, mut sheet) in sheets {
        let style = Style { width: FILE_WIDTH, ..Style::default() };
        let detail = wishes.detail().max(Detail::Normal);
        let written = write(wishes, &all, form, &Style { detail, ..style }, sheet.text());
        written.map_err(|error| format!("put the comparison together: {error}"))?;
        sheet.finish()?;
    }
    Ok(u8::from(!all.iter().all(Comparison::is_same)))
}

/// Those of the same target, in the order of the second file. Where a file has several of one
/// target, the first belongs to the first.
fn paired<'r>(
    before: &'r [Recording],
    after: &'r [Recording],
) -> Result<Vec<(&'r Recording, &'r Recording)>, String> {
    fn target(recording: &Recording) -> &str {
        &recording.asked.target.name
    }
    let mut left: Vec<&Recording> = before.iter().collect();
    let mut pairs = Vec::new();
    for other in after {
        match left.iter().position(|one| target(one) == target(other)) {
            Some(place) => pairs.push((left.remove(place), other)),
            None => return Err(unpaired(target(other), before, after)),
        }
    }
    match left.first() {
        Some(one) => Err(unpaired(target(one), before, after)),
        None => Ok(pairs),
    }
}

fn unpaired(target: &str, before: &[Recording], after: &[Recording]) -> String {
    let names = |all: &[Recording]| {
        let names: Vec<&str> = all.iter().map(|r| r.asked.target.name.as_str()).collect();
        names.join(", ")
    };
    let of_it = |all: &[Recording]| all.iter().filter(|r| r.asked.target.name == target).count();
    let (file, names) = match (of_it(before), of_it(after)) {
        (0, _) => ("first", names(before)),
        (_, 0) => ("second", names(after)),
        (one, other) => {
            return format!(
                "compare {target}: reports on it in the first file: {one}, in the second: {other}; \
                 both must hold as many"
            );
        }
    };
    format!("compare {target}: the {file} file is about {names}; both must be about one target")
}

/// Unless files take all of it.
fn show(wishes: &Compare, all: &[Comparison], alone: bool) -> Result<(), String> {
    if wishes.quiet && !alone {
        return Ok(());
    }
    let here = alone || wishes.output.iter().any(|file| file == Path::new("-"));
    let format = wishes.format.filter(|_| here);
    let style = terminal::style(wishes.color, wishes.detail());
    let ascii = style.ascii && languages(wishes) == [Language::En];
    let mut out = io::BufWriter::new(io::stdout().lock());
    let form = format.unwrap_or(&FORMS[0]);
    let written = write(wishes, all, form, &Style { ascii, ..style }, &mut out);
    closed_is_fine(written.and_then(|()| out.flush())).map(|_| ())
}

fn write(
    wishes: &Compare,
    all: &[Comparison],
    form: &Form,
    style: &Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    let labels: Option<&Labels> = wishes.labels.as_ref();
    let languages = if form.in_language { languages(wishes) } else { vec![Language::En] };
    let told = |comparison, language: &Language| Told { comparison, labels, language: *language };
    let all = all.iter().flat_map(|one| languages.iter().map(move |language| told(one, language)));
    (form.write)(&all.collect::<Vec<_>>(), style, to)
}

/// Those asked for, each once, or else that of the locale.
fn languages(wishes: &Compare) -> Vec<Language> {
    let mut found = Vec::new();
    for language in &wishes.language {
        if !found.contains(language) {
            found.push(*language);
        }
    }
    let style = terminal::style(wishes.color, Detail::Normal);
    if found.is_empty() { vec![terminal::language(&style)] } else { found }
}

/// The form that the name of a file ends in, or else the one that is asked for.
fn form_of(file: &Path, wishes: &Compare) -> Result<&'static Form, String> {
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    let named = FORMS.iter().find(|form| form.endings.contains(&ending.as_str()));
    named.or(wishes.format).ok_or_else(|| {
        let names: Vec<_> = FORMS.iter().map(|form| form.name).collect();
        let file = PathBuf::from(file);
        format!("tell the form of {} by its end: add --format {}", file.display(), names.join("|"))
    })
}
