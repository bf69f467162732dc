//! Programs that others wrote for these formats. They are there where the lab is.
use std::io::Write;
use std::process::{Command, Stdio};

use mailprobe::language::Language;
use mailprobe::report::{FORMATS, Several};

use super::all::all;
use super::{Judged, STYLES, hostile, style, written};

/// What a program says against a text; nothing if it takes it.
fn complaint(words: &[&str], text: &str) -> Option<String> {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the lab has it");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(text.as_bytes()).expect("it reads all");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    (!output.status.success() || !told.is_empty()).then_some(told)
}

#[test]
fn programs_of_others_take_what_is_written() {
    if std::env::var_os("MAILPROBE_LAB").is_none_or(|value| value != "1") {
        writeln!(std::io::stderr(), "not run: set MAILPROBE_LAB=1").expect("it is open");
        return;
    }
    let hostile = hostile::all();
    let bad: Vec<Judged<'_>> = hostile.iter().map(|(r, f)| (r, &f[..])).collect();
    let good: Vec<Judged<'_>> =
        all().iter().step_by(29).map(|case| (&case.recording, &case.findings[..])).collect();
    for (name, words) in [
        ("prometheus", &["promtool", "check", "metrics"][..]),
        ("junit", &["xmllint", "--noout", "--nonet", "-"]),
    ] {
        let format = FORMATS.iter().find(|f| f.name == name).expect("it is listed");
        assert_eq!(format.several, Several::Whole);
        for judged in good.iter().chain(&bad).map(std::slice::from_ref).chain([&good[..], &bad[..]])
        {
            let text = written(format, judged, &[Language::En], &style(STYLES[2]));
            assert_eq!(complaint(words, &text), None, "{name}");
        }
    }
}
