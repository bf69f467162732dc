//! One line for Nagios and all that call its plugins: a state, a sentence, figures; more below it.
use std::io::{self, Write};

use probes::Step;

use crate::certificate;
use crate::diagnosis::Facts;
use crate::diagnosis::facts::Endpoint;
use crate::finding::Severity;
use crate::language::Language;

use super::card::{self, Card};
use super::document::Document;
use super::{Detail, Format, Report, Several, Style, escape, worse};

/// For Nagios, Icinga, Naemon, Checkmk and their like.
pub(super) const FORMAT: Format = Format {
    name: "nagios",
    about: "a line of state and figures, as plugins of Nagios write it",
    endings: &["nagios"],
    several: Several::Whole,
    in_language: false,
    write,
};

/// Bytes of the sentence, of the first line, and of all of it: agents cut what is longer.
const SENTENCE: usize = 400;
const FIRST: usize = 1024;
const ALL: usize = 8 << 10;

/// Bytes of each line below the first.
const LINE: usize = 500;

const DAY: i64 = 86_400;

fn write(reports: &[Report<'_>], style: &Style, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(text(reports, style).as_bytes())?;
    to.flush()
}

fn text(reports: &[Report<'_>], style: &Style) -> String {
    let status =
        reports.iter().map(|r| r.verdict.exit_status(r.findings, style.fail_on)).fold(0, worse);
    let head = format!("MAILPROBE {} - {}", state(status), shortened(&sentence(reports), SENTENCE));
    let (figures, left_out) = fitting(figures(reports), FIRST - head.len());
    let mut lines: Vec<String> = match style.detail {
        Detail::Quiet => vec![],
        _ => reports.iter().flat_map(|report| below(report, reports.len() > 1, style)).collect(),
    };
    if left_out > 0 {
        lines.push(format!("performance data left out: {left_out}"));
    }
    let first = if figures.is_empty() { head } else { format!("{head} | {figures}") };
    bounded(first, lines)
}

/// What the exit status is called.
const fn state(status: u8) -> &'static str {
    match status {
        0 => "OK",
        1 => "WARNING",
        2 => "CRITICAL",
        _ => "UNKNOWN",
    }
}

/// Of several targets, the worst are named.
fn sentence(reports: &[Report<'_>]) -> String {
    let told = |report: &Report<'_>| Document::of(report).headline.sentence();
    if let [report] = reports {
        return told(report);
    }
    let trouble = |r: &&Report<'_>| r.verdict.status != super::Status::Healthy;
    let mut troubled: Vec<&Report<'_>> = reports.iter().filter(trouble).collect();
    troubled.sort_by_key(|report| std::cmp::Reverse(report.verdict.status));
    let (all, well) = (reports.len(), reports.len() - troubled.len());
    let first = troubled.first().map_or_else(String::new, |report| format!("; {}", told(report)));
    format!("targets that are well: {well} of {all}{first}")
}

/// What stands below the first line of a target: its sentence, if there are several; findings.
fn below(report: &Report<'_>, named: bool, style: &Style) -> Vec<String> {
    let headline = Document::of(report).headline;
    let status = report.verdict.exit_status(report.findings, style.fail_on);
    let name = named.then(|| format!("[{}] {}", state(status), headline.sentence()));
    let told = |c: &Card| c.severity > Severity::Note || style.detail == Detail::Verbose;
    let cards = card::all(report.findings, Language::En).into_iter();
    let cards = cards.filter(|c| told(c) || c.waived.is_some());
    name.into_iter().chain(cards.map(|card| line(&card))).collect()
}

fn line(card: &Card) -> String {
    let told = format!("{} {}: {}", card.word(Language::En), card.code, card.title);
    match card.waived(Language::En) {
        None => told,
        Some(waived) => format!("{told} ({waived})"),
    }
}

/// Labels and values, in the order in which they are told where there is no room for all.
fn figures(reports: &[Report<'_>]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for report in reports {
        let facts = Facts::new(report.recording, report.recording.at);
        let target = &report.recording.asked.target.name;
        let before = if reports.len() > 1 { format!("{target} ") } else { String::new() };
        all.push((format!("{before}time"), seconds(report.recording.took_us)));
        for (figure, value) in FIGURES {
            let mut worst: Vec<(String, Figure)> = Vec::new();
            for endpoint in facts.endpoints() {
                let own = reports.len() == 1 && endpoint.host == target;
                let host = if own { String::new() } else { format!("{} ", endpoint.host) };
                let label = format!("{host}{} {figure}", endpoint.port);
                let Some(value) = value(&facts, endpoint) else { continue };
                match worst.iter_mut().find(|(known, _)| *known == label) {
                    Some((_, known)) => *known = known.worse(value),
                    None => worst.push((label, value)),
                }
            }
            all.extend(worst.into_iter().map(|(label, figure)| (label, figure.told())));
        }
    }
    all
}

/// What is measured at an endpoint. Of several addresses the worst is told: a label that named one
/// of them would end with it.
const FIGURES: [(&str, Measure); 3] =
    [("cert_days", days_left), ("connect", connect), ("greeting", greeting)];

/// How something is measured.
type Measure = fn(&Facts<'_>, &Endpoint<'_>) -> Option<Figure>;

/// Something measured.
#[derive(Clone, Copy, Debug)]
enum Figure {
    /// µs; the more the worse.
    Time(u64),
    /// Whole days; the fewer the worse.
    Days(i64),
}

impl Figure {
    fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Time(one), Self::Time(other)) => Self::Time(one.max(other)),
            (Self::Days(one), Self::Days(other)) => Self::Days(one.min(other)),
            (one, _) => one,
        }
    }

    fn told(self) -> String {
        match self {
            Self::Time(us) => seconds(us),
            Self::Days(days) => days.to_string(),
        }
    }
}

/// With its unit and the least there can be; nothing is said of thresholds.
fn seconds(us: u64) -> String {
    format!("{}.{:06}s;;;0", us / 1_000_000, us % 1_000_000)
}

fn connect(_: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Figure> {
    let connect = endpoint.connect().filter(|c| c.ok())?;
    Some(Figure::Time(connect.saw.took_us.unwrap_or(connect.observation.took_us)))
}

fn greeting(_: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Figure> {
    let greeted = |o: &&&probes::Observation| o.step == Step::Greeting && o.failure.is_none();
    endpoint.seen.iter().find(greeted).map(|o| Figure::Time(o.took_us))
}

/// Until the first certificate ends, whether or not it is accepted.
fn days_left(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Option<Figure> {
    let (_, chain) = endpoint.shown()?;
    let leaf = certificate::describe(&chain.first()?.0)?;
    let now = i64::try_from(facts.at).ok()?;
    Some(Figure::Days(leaf.not_after.saturating_sub(now).div_euclid(DAY)))
}

/// As many figures as there is room for, and how many are left out.
fn fitting(figures: Vec<(String, String)>, room: usize) -> (String, usize) {
    let room = room.saturating_sub(" | ".len());
    let mut told = String::new();
    let mut left_out = 0;
    for (label, value) in figures {
        let figure = format!("'{}'={value}", labelled(&label));
        let gap = if told.is_empty() { "" } else { " " };
        if left_out > 0 || told.len() + gap.len() + figure.len() > room {
            left_out += 1;
        } else {
            told = told + gap + &figure;
        }
    }
    (told, left_out)
}

/// Whatever could end a label is a low line in it.
fn labelled(label: &str) -> String {
    let lawful = |c: char| c.is_ascii_alphanumeric() || " .:-_".contains(c);
    label.chars().map(|c| if lawful(c) { c } else { '_' }).collect()
}

/// A text in which nothing ends the line, begins figures, or is markup where a page shows it.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape::terminal(text).replace('\u{a0}', " ").chars() {
        match c {
            '|' | '<' | '>' | '&' | '`' | '$' => out += &format!("\\x{:02x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}

/// At most so many bytes of a text, clean, and that it was cut.
fn shortened(text: &str, most: usize) -> String {
    let text = clean(text);
    if text.len() <= most {
        return text;
    }
    let end = text.floor_char_boundary(most - CUT.len());
    format!("{}{CUT}", &text[..end])
}

const CUT: &str = "... (cut)";

/// The lines that there is room for, and how many there is none for.
fn bounded(first: String, lines: Vec<String>) -> String {
    const ROOM_FOR_MORE: usize = 64;
    let mut text = first + "\n";
    for (told, line) in lines.iter().enumerate() {
        let line = shortened(line, LINE);
        if text.len() + line.len() + ROOM_FOR_MORE > ALL {
            text += &format!("... (lines cut: {})\n", lines.len() - told);
            break;
        }
        text += &(line + "\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_begins_figures_or_another_line() {
        assert_eq!(clean("a|b\r\nc<i>&`$(x)"), "a\\x7cb\\r\\nc\\x3ci\\x3e\\x26\\x60\\x24(x)");
        assert_eq!(labelled("a'b=c|d\n25 connect"), "a_b_c_d_25 connect");
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        assert_eq!(shortened(&"é".repeat(20), 20), format!("{}... (cut)", "é".repeat(5)));
        let many = vec!["x".repeat(400); 100];
        let text = bounded("first".into(), many);
        assert!(text.len() <= ALL, "{}", text.len());
        assert!(text.ends_with("... (lines cut: 80)\n"), "{}", &text[text.len() - 40..]);
    }

    #[test]
    fn figures_are_left_out_rather_than_broken() {
        let figures = vec![("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())];
        assert_eq!(fitting(figures.clone(), 20), ("'a'=1 'b'=2".to_owned(), 0));
        assert_eq!(fitting(figures, 13), ("'a'=1".to_owned(), 1));
    }

    #[test]
    fn times_have_six_places() {
        assert_eq!(seconds(20_000), "0.020000s;;;0");
        assert_eq!(seconds(12_345_678), "12.345678s;;;0");
    }
}
