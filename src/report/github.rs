//! Annotations of GitHub Actions: lines of the log that its pages show beside a change.
use std::io::{self, Write};

use crate::finding::{Finding, Severity};
use crate::language::{self, Language};

use super::document::Document;
use super::{Detail, Format, Report, Several, Style, card, escape};

/// For jobs of GitHub Actions. The command line writes the same in Markdown to the page of the job.
pub(super) const FORMAT: Format = Format {
    name: "github",
    about: "annotations of GitHub Actions, and a summary on the page of the job",
    endings: &[],
    several: Several::Joined,
    in_language: false,
    write,
};

/// Cells of one text that are shown.
const LONGEST: usize = 1000;

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        to.write_all(text(report, style).as_bytes())?;
    }
    to.flush()
}

/// The verdict first: of each kind GitHub shows ten, and counts the rest.
fn text(report: &Report<'_>, style: &Style) -> String {
    let headline = Document::of(report).headline;
    let status = report.verdict.exit_status(report.findings, style.fail_on);
    let level = match status {
        0 => "notice",
        1 => "warning",
        _ => "error",
    };
    let mut text =
        annotation(level, &format!("mailprobe: {}", headline.word), &headline.sentence());
    if style.detail > Detail::Quiet {
        let counted: Vec<Finding> =
            report.findings.iter().filter(|f| f.waived.is_none()).cloned().collect();
        text.extend(card::all(&counted, Language::En).iter().map(told));
        text.extend(report.findings.iter().filter_map(waived));
    }
    text
}

fn told(card: &card::Card) -> String {
    let level = match card.severity {
        Severity::Note => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let rows = [
        (language::WHERE, Language::En.groups(&card.subjects)),
        (language::WHY, card.cause.clone()),
        (language::DO, card.remedy.clone()),
        (language::WHO, Language::En.text(language::actor(card.actor))),
    ];
    let lines = rows.iter().filter(|(_, value)| !value.is_empty());
    let lines = lines.map(|(label, value)| format!("{}: {value}", Language::En.text(*label)));
    let explained = card.explains.iter();
    let label = Language::En.text(language::EXPLAINS);
    let explained = explained.map(|line| format!("{label}: {line}"));
    let lines: Vec<String> = lines.chain(explained).collect();
    annotation_of(level, &format!("{} [{}]", card.title, card.code), &lines)
}

/// What is put up with is worth a notice, whatever it would be else.
fn waived(finding: &Finding) -> Option<String> {
    let waiver = finding.waived.as_ref()?;
    let title = Language::En.title(finding.code, &finding.args);
    let lines = [
        format!("waived until {}: {}", waiver.until, waiver.reason),
        format!("where: {}", finding.subject),
    ];
    Some(annotation_of("notice", &format!("waived: {title} [{}]", finding.code), &lines))
}

fn annotation(level: &str, title: &str, message: &str) -> String {
    annotation_of(level, title, &[message.to_owned()])
}

/// One line of the log. Its text cannot begin another command: [`escape::terminal`] breaks those
/// that stand in it, and the line ends in it are ours.
fn annotation_of(level: &str, title: &str, lines: &[String]) -> String {
    let shown = |text: &str| escape::cut(&escape::terminal(text), LONGEST).replace('\u{a0}', " ");
    let lines: Vec<String> = lines.iter().map(|line| data(&shown(line))).collect();
    format!("::{level} title={}::{}\n", property(&shown(title)), lines.join("%0A"))
}

/// As the runner reads what stands behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As it reads what stands before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::sample::{finding, written};
    use super::*;
    use crate::finding::Waiver;

    #[test]
    fn what_stands_in_a_title_ends_neither_it_nor_the_line() {
        assert_eq!(
            annotation("error", "a: b, 5%\n::x::", "::error::y\r\n50%"),
            "::error title=a%3A b%2C 5%25\\n\\x3a%3Ax%3A%3A::\\x3a:error\\x3a:y\\r\\n50%25\n"
        );
    }

    #[test]
    fn what_is_waived_is_a_notice_with_its_reason() {
        let waiver = Waiver { until: "2027-01-31".into(), reason: "known, see x".into() };
        let found = finding("tls.self-signed", Service::Smtp, &[0]);
        let text =
            written(&FORMAT, &Style::default(), &[Finding { waived: Some(waiver), ..found }]);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("\n::notice title=waived%3A The certificate"), "{text}");
        assert!(text.contains("::waived until 2027-01-31: known, see x%0Awhere: "), "{text}");
    }
}
