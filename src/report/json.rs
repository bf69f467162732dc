//! The report for programs: the recording, and what was made of it.
use std::io::{self, Write};

use probes::Subject;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::diagnosis::instead::{Choice, choices};
use crate::diagnosis::{self, Facts};
use crate::finding::{Actor, Args, Class, Confidence, Finding, Severity, Waiver};
use crate::language::Language;
use crate::recording::{Recording, Tool};

use super::escape::Careful;
use super::{Format, Report, SCHEMA, Several, Status, Style, card, headline};

/// One document, to be read by people too.
pub(super) const FORMAT: Format = Format {
    name: "json",
    about: "everything, for programs and for `mailprobe diagnose`",
    endings: &["json"],
    several: Several::Refused,
    in_language: false,
    write: |reports, _: &Style, to| write(reports, PrettyFormatter::new, to),
};

/// The same on one line, for several targets.
pub(super) const LINES: Format = Format {
    name: "ndjson",
    about: "the same on one line per target",
    endings: &["ndjson", "jsonl"],
    several: Several::Joined,
    in_language: false,
    write: |reports, _: &Style, to| write(reports, || CompactFormatter, to),
};

/// The report as [`LINES`] writes it, without the line end.
pub(super) fn line(report: &Report<'_>) -> io::Result<String> {
    let mut json = Vec::new();
    Told::of(report)
        .serialize(&mut Serializer::with_formatter(&mut json, Careful(CompactFormatter)))?;
    String::from_utf8(json).map_err(io::Error::other)
}

fn write<F: Formatter>(
    reports: &[Report<'_>],
    layout: fn() -> F,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut to = io::BufWriter::new(to);
    for report in reports {
        let mut json = Serializer::with_formatter(&mut to, Careful(layout()));
        Told::of(report).serialize(&mut json)?;
        writeln!(to)?;
    }
    to.flush()
}

/// A report: a recording, and what was made of it.
// The schema comes first, so that a reader knows what it is in for.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Report")]
pub(crate) struct Told<'a> {
    /// The name of this format.
    #[schemars(extend("const" = SCHEMA))]
    schema: &'static str,
    /// What made the recording.
    tool: &'a Tool,
    /// The judgement in one word.
    verdict: Verdict,
    /// What was found, the worst first.
    findings: Vec<Judged<'a>>,
    /// What to use in the place of what failed, the best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instead: Vec<Choice>,
    /// SHA-256 (FIPS 180-4) of the recording as canonical JSON (RFC 8785), in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    sha256: String,
    /// All that was seen: what everything else follows from.
    recording: &'a Recording,
}

/// The judgement in one word.
#[derive(JsonSchema, Serialize)]
struct Verdict {
    /// The word.
    status: Status,
    /// The code of the finding that the first line tells; absent when there is nothing to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// The kind of trouble that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Class>,
    /// Who must act first.
    actor: Actor,
    /// The first line, in English.
    sentence: String,
    /// With `--fail-on warning`, whatever was asked for in this run: 0 healthy, 1 warnings,
    /// 2 failure, 3 could not test.
    exit_status: u8,
}

/// A finding with its texts, which are English whoever reads the report.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Finding")]
pub(super) struct Judged<'a> {
    /// `layer.trouble`; it never comes to mean anything else.
    code: &'static str,
    /// How bad.
    severity: Severity,
    /// How sure.
    confidence: Confidence,
    /// Who must act.
    actor: Actor,
    /// On what.
    subject: &'a Subject,
    /// What is the matter: a sentence without its full stop.
    title: String,
    /// Why.
    cause: String,
    /// What to do.
    remedy: String,
    /// Where it is written.
    #[serde(skip_serializing_if = "str::is_empty")]
    reference: &'static str,
    /// Numbers of the observations that it rests on.
    evidence: &'a [u32],
    /// The values in its texts, by name.
    args: &'a Args,
    /// The code of the finding that explains this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'static str>,
    /// Why it does not count for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<&'a Waiver>,
}

impl<'a> Told<'a> {
    fn of(report: &Report<'a>) -> Self {
        let verdict = report.verdict;
        let cards = card::all(report.findings, Language::En);
        let choices = choices(&Facts::new(report.recording, report.recording.at), report.findings);
        Self {
            schema: SCHEMA,
            tool: &report.recording.tool,
            verdict: Verdict {
                status: verdict.status,
                code: verdict.code,
                class: verdict.class,
                actor: verdict.actor,
                sentence: headline::of(report, &cards, &choices, Language::En).sentence(),
                exit_status: verdict.exit_status(report.findings, Severity::Warning),
            },
            findings: report.findings.iter().map(Judged::of).collect(),
            instead: choices,
            sha256: report.recording.sha256(),
            recording: report.recording,
        }
    }
}

impl<'a> Judged<'a> {
    pub(super) fn of(finding: &'a Finding) -> Self {
        let rule = diagnosis::rule(finding.code).expect("a finding is made by a rule");
        let (code, args) = (finding.code, &finding.args);
        Self {
            code,
            severity: finding.severity,
            confidence: finding.confidence,
            actor: finding.actor,
            subject: &finding.subject,
            title: Language::En.title(code, args),
            cause: Language::En.cause(code, args),
            remedy: Language::En.remedy(code, args),
            reference: rule.reference,
            evidence: &finding.evidence,
            args,
            because: finding.because,
            waived: finding.waived.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::sample::{finding, recording, written};
    use super::*;

    fn reports() -> [String; 2] {
        let found = [finding("tls.self-signed", Service::Smtp, &[0])];
        [FORMAT, LINES].map(|format| written(&format, &Style::default(), &found))
    }

    #[test]
    fn the_recording_reads_back_as_it_was() {
        for json in reports() {
            let loaded = Recording::load(&mut json.as_bytes());
            assert_eq!(loaded, Ok(recording()));
        }
    }

    #[test]
    fn the_schema_comes_first_and_a_line_is_a_line() {
        let [pretty, line] = reports();
        assert!(pretty.starts_with("{\n  \"schema\": \"mailprobe.report.v1\",\n  \"tool\""));
        assert_eq!(line.lines().count(), 1);
        assert!(line.ends_with("}\n"));
    }

    #[test]
    fn nothing_hidden_stands_in_it() {
        for json in reports() {
            assert!(!json.chars().any(|c| super::super::escape::is_hidden(c) || c == '\x7f'));
            assert!(!json.chars().any(|c| c.is_control() && c != '\n'));
        }
    }

    #[test]
    fn findings_have_their_texts_and_the_verdict_its_sentence() {
        let [_, line] = reports();
        let json: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(json["verdict"]["exit_status"], 2);
        assert!(json["verdict"]["sentence"].as_str().is_some_and(|s| s.contains("self-signed")));
        assert!(json["findings"][0]["remedy"].as_str().is_some_and(|s| !s.contains("{$")));
    }
}
