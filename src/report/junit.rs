//! The report as test results, for CI systems: a suite per target, a case per thing looked at.
mod case;
mod plan;
mod topic;
mod xml;

use std::io::{self, Write};

use super::document::Document;
use super::header::moment;
use super::{Format, Report, Several, Status, Style, terminal};
use case::{Case, Outcome, cases};
use xml::Xml;

/// For Jenkins, GitLab, Azure DevOps and all else that reads JUnit's XML.
pub(super) const FORMAT: Format = Format {
    name: "junit",
    about: "test results for CI systems, in the XML of JUnit",
    endings: &["xml"],
    several: Several::Whole,
    in_language: false,
    write,
};

/// Columns of the report within it.
const WIDTH: usize = 100;

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<Suite<'_, '_>> = reports.iter().map(|r| Suite::of(r, style)).collect();
    let mut xml = Xml::new();
    let all: Vec<&Case> = suites.iter().flat_map(|suite| &suite.cases).collect();
    let took = suites.iter().map(|suite| suite.report.recording.took_us).sum();
    let named = [("name", "mailprobe".to_owned())];
    xml.open("testsuites", &named.into_iter().chain(counts(&all, took)).collect::<Vec<_>>());
    for suite in &suites {
        suite.write(&mut xml, style)?;
    }
    xml.close("testsuites");
    to.write_all(xml.text().as_bytes())?;
    to.flush()
}

/// One target.
struct Suite<'r, 's> {
    report: &'s Report<'r>,
    cases: Vec<Case>,
}

impl<'r, 's> Suite<'r, 's> {
    fn of(report: &'s Report<'r>, style: &Style) -> Self {
        Self { report, cases: cases(report, style.fail_on) }
    }

    fn write(&self, xml: &mut Xml, style: &Style) -> io::Result<()> {
        let recording = self.report.recording;
        let target = &recording.asked.target.name;
        let at = i64::try_from(recording.at).unwrap_or(i64::MAX);
        let named = [
            ("name", target.clone()),
            // In UTC: readers of this know no offset.
            ("timestamp", moment(at, 0, "%Y-%m-%dT%H:%M:%S")),
        ];
        let all: Vec<&Case> = self.cases.iter().collect();
        let counts = counts(&all, recording.took_us);
        xml.open("testsuite", &named.into_iter().chain(counts).collect::<Vec<_>>());
        xml.open("properties", &[]);
        for (name, value) in self.properties(style) {
            xml.empty("property", &[("name", name.to_owned()), ("value", value)]);
        }
        xml.close("properties");
        self.cases.iter().for_each(|case| write_case(xml, target, case));
        xml.leaf("system-out", &[], &plain(self.report, style)?);
        xml.close("testsuite");
        Ok(())
    }

    fn properties(&self, style: &Style) -> [(&'static str, String); 8] {
        let Report { recording, findings, verdict, .. } = *self.report;
        let word = match verdict.status {
            Status::Healthy => "healthy",
            Status::Warnings => "warnings",
            Status::Inconclusive => "inconclusive",
            Status::Failure => "failure",
        };
        let status = verdict.exit_status(findings, style.fail_on);
        [
            ("tool", format!("{} {}", recording.tool.name, recording.tool.version)),
            ("target", recording.asked.target.typed.clone()),
            ("command", recording.vantage.command.clone()),
            ("system", recording.vantage.os.clone()),
            ("verdict", word.to_owned()),
            ("verdict.code", verdict.code.unwrap_or_default().to_owned()),
            ("verdict.sentence", Document::of(self.report).headline.sentence()),
            ("exit-status", status.to_string()),
        ]
    }
}

/// As text in a file.
fn plain(report: &Report<'_>, style: &Style) -> io::Result<String> {
    let detail = style.detail.max(super::Detail::Normal);
    let mut text = Vec::new();
    let style = Style { width: WIDTH, detail, ..Style::default() };
    (terminal::FORMAT.write)(&[*report], &style, &mut text)?;
    Ok(String::from_utf8(text).expect("a report is UTF-8"))
}

fn counts(cases: &[&Case], took_us: u64) -> [(&'static str, String); 5] {
    let count = |which: fn(&Outcome) -> bool| {
        cases.iter().filter(|case| which(&case.outcome)).count().to_string()
    };
    [
        ("tests", cases.len().to_string()),
        ("failures", count(|o| matches!(o, Outcome::Failed(_)))),
        ("errors", count(|o| matches!(o, Outcome::Error(_)))),
        ("skipped", count(|o| matches!(o, Outcome::Skipped(_)))),
        ("time", seconds(took_us)),
    ]
}

fn seconds(us: u64) -> String {
    format!("{}.{:06}", us / 1_000_000, us % 1_000_000)
}

fn write_case(xml: &mut Xml, target: &str, case: &Case) {
    let named = [
        ("name", case.name.clone()),
        ("classname", target.to_owned()),
        ("time", seconds(case.took_us)),
    ];
    if case.outcome == Outcome::Passed && case.beside.is_empty() {
        return xml.empty("testcase", &named);
    }
    xml.open("testcase", &named);
    match &case.outcome {
        Outcome::Passed => {}
        Outcome::Skipped(why) => xml.empty("skipped", &[("message", why.clone())]),
        Outcome::Failed(told) => {
            xml.leaf(
                "failure",
                &[("message", told.message.clone()), ("type", told.kind.clone())],
                &told.text,
            );
        }
        Outcome::Error(told) => {
            xml.leaf(
                "error",
                &[("message", told.message.clone()), ("type", told.kind.clone())],
                &told.text,
            );
        }
    }
    if !case.beside.is_empty() {
        xml.leaf("system-out", &[], &case.beside.join("\n"));
    }
    xml.close("testcase");
}

#[cfg(test)]
mod tests;
