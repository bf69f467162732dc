//! Figures for Prometheus, as its node exporter reads them from a file.
//!
//! Where a figure is one that blackbox_exporter has too, it has the same name; the others begin
//! with `mailprobe_`. No word of a server stands in a label, but for names of hosts.
mod exposition;
mod figures;

use std::io::{self, Write};

use crate::diagnosis::Facts;

use super::{Format, Report, Several, Style};
use exposition::{Family, Sample};

/// For the textfile collector of node_exporter, and all else that reads the text format.
pub(super) const FORMAT: Format = Format {
    name: "prometheus",
    about: "figures for Prometheus, to be read from a file",
    endings: &["prom"],
    several: Several::Whole,
    in_language: false,
    write,
};

/// A report with what its figures are taken from.
struct Source<'r, 's> {
    report: &'s Report<'r>,
    facts: Facts<'r>,
    style: &'s Style,
}

impl<'r, 's> Source<'r, 's> {
    fn of(report: &'s Report<'r>, style: &'s Style) -> Self {
        Self { report, facts: Facts::new(report.recording, report.recording.at), style }
    }
}

/// A figure: its name, what it says, and where it is taken from.
struct Figure {
    name: &'static str,
    help: &'static str,
    samples: fn(&Source<'_, '_>) -> Vec<Sample>,
}

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    let sources: Vec<Source<'_, '_>> =
        reports.iter().map(|report| Source::of(report, style)).collect();
    for figure in figures::ALL {
        let mut family = Family::new(figure.name, figure.help);
        for source in &sources {
            let target = ("target", source.report.recording.asked.target.name.clone());
            for sample in (figure.samples)(source) {
                family.add(sample.with(target.clone()));
            }
        }
        to.write_all(family.text().as_bytes())?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    use probes::Service;

    use super::super::sample::{finding, written};
    use super::*;

    #[test]
    fn every_figure_is_told_once_with_all_its_targets() {
        let found = [finding("tls.self-signed", Service::Smtp, &[0])];
        let text = written(&FORMAT, &Style::default(), &found);
        assert!(
            text.contains(
                "# TYPE probe_success gauge\nprobe_success{target=\"mail.example.test\"} 0\n"
            ),
            "{text}"
        );
        let severity = "code=\"tls.self-signed\",severity=\"error\",actor=\"provider\"";
        assert!(text.contains(severity), "{text}");
    }
}
