//! What a monitoring system is told of certificates.
use mailprobe::language::Language;
use mailprobe::report::{FORMATS, Style};

use super::all::all;
use super::written;

#[test]
fn when_a_certificate_ends_is_told_also_where_it_is_not_accepted() {
    let format = FORMATS.iter().find(|f| f.name == "prometheus").expect("it is listed");
    let case = all().iter().find(|case| case.name == "tls-expired").expect("it is listed");
    let text =
        written(format, &[(&case.recording, &case.findings)], &[Language::En], &Style::default());
    let value = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name) && line.contains("\"993\""));
        line.and_then(|line| line.rsplit_once(' ')).and_then(|(_, v)| v.parse::<f64>().ok())
    };
    let ends = value("probe_ssl_earliest_cert_expiry").expect("it is told");
    assert!(ends < case.recording.at as f64, "{text}");
    assert_eq!(value("mailprobe_certificate_accepted"), Some(0.0));
    assert!(value("mailprobe_certificate_remaining_seconds").is_some_and(|left| left < 0.0));
    assert!(text.contains("probe_success{target=\"mail.example.test\"} 0\n"), "{text}");
}
