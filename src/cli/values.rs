//! The values of options. Errors say what to type instead.
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Demands;
use crate::finding::Severity;
use crate::language::{Language, languages};
use crate::report::compared::{FORMS, Form, Labels};
use crate::report::{FORMATS, Format};
use crate::target::{self, Control, Port, Role, Trace};
use crate::trust::Whose;

/// The registered port for DNS.
const DNS: u16 = 53;

pub(super) fn role() -> impl TypedValueParser<Value = Role> {
    let words = [
        PossibleValue::new("host").help("A host that programs connect to"),
        PossibleValue::new("domain").help("A domain that receives mail"),
    ];
    let role = |word: String| if word == "host" { Role::Host } else { Role::Domain };
    PossibleValuesParser::new(words).map(role)
}

pub(super) fn up_to(most: u8) -> impl TypedValueParser<Value = u8> {
    clap::value_parser!(u8).range(1..=i64::from(most))
}

pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    let severity = |word: String| match word.as_str() {
        "note" => Severity::Note,
        "error" => Severity::Error,
        _ => Severity::Warning,
    };
    PossibleValuesParser::new(["note", "warning", "error"]).map(severity)
}

pub(super) fn trace() -> impl TypedValueParser<Value = Trace> {
    let words = [
        ("auto", "tcp, and icmp beside it, or udp where icmp is not permitted"),
        ("tcp", "By connection attempts to mail ports, without a word to the server"),
        ("udp", "By datagrams to a port where nobody listens"),
        ("icmp", "By echo requests, as ping sends them; not permitted to everybody"),
        ("off", "Not at all"),
    ];
    let words = words.map(|(word, about)| PossibleValue::new(word).help(about));
    PossibleValuesParser::new(words).map(|word: String| match word.as_str() {
        "tcp" => Trace::Tcp,
        "udp" => Trace::Udp,
        "icmp" => Trace::Icmp,
        "off" => Trace::Off,
        _ => Trace::Auto,
    })
}

/// `system`, `mozilla`, or the name of a file.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
pub(super) fn trust(text: &str) -> Result<Whose, std::convert::Infallible> {
    Ok(match text {
        "system" => Whose::System,
        "mozilla" => Whose::Mozilla,
        file => Whose::File(file.into()),
    })
}

/// `none`, or the name of a file.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
pub(super) fn demands(text: &str) -> Result<Demands, std::convert::Infallible> {
    Ok(if text == "none" { Demands::None } else { Demands::File(text.into()) })
}

pub(super) fn format() -> impl TypedValueParser<Value = &'static Format> {
    let words = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(words).map(|word| {
        let named = FORMATS.iter().find(|format| format.name == word);
        named.expect("only the names in the list are possible")
    })
}

pub(super) fn form() -> impl TypedValueParser<Value = &'static Form> {
    let words = FORMS.iter().map(|form| PossibleValue::new(form.name).help(form.about));
    PossibleValuesParser::new(words).map(|word| {
        let named = FORMS.iter().find(|form| form.name == word);
        named.expect("only the names in the list are possible")
    })
}

/// `office,phone`.
pub(super) fn labels(text: &str) -> Result<Labels, String> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    match names[..] {
        [one, other] if !one.is_empty() && !other.is_empty() && one != other => {
            Ok(Labels { before: one.to_owned(), after: other.to_owned() })
        }
        _ => Err("two names with a comma between them, as in office,phone".to_owned()),
    }
}

/// `ja`, `zh-CN`.
pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::of_tag(text).ok_or_else(|| format!("the languages are {}", languages()))
}

/// `25`, `2525=submission`, `imaps`.
pub(super) fn port(text: &str) -> Result<Port, String> {
    Port::named(text)
}

pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    let time = duration(text)?;
    let lawful = Duration::from_millis(10)..=Duration::from_mins(2);
    if lawful.contains(&time) { Ok(time) } else { Err("it must be between 10ms and 2min".into()) }
}

pub(super) fn deadline(text: &str) -> Result<Duration, String> {
    let time = duration(text)?;
    let lawful = Duration::from_millis(100)..=Duration::from_hours(1);
    if lawful.contains(&time) { Ok(time) } else { Err("it must be between 100ms and 60min".into()) }
}

/// `5`, `5s`, `2.5s`, `500ms`, `2min`.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let seconds = match unit.trim() {
        "ms" => 0.001,
        "" | "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        _ => return Err("a time is written as 5, 5s, 500ms or 2min".into()),
    };
    let number: f64 = number.parse().map_err(|_| "a time begins with a number, as in 5s")?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| "that is too long".into())
}

/// `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`.
pub(super) fn resolver(text: &str) -> Result<SocketAddr, String> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if let Ok(addr) = bare.parse::<IpAddr>() {
        return Ok(SocketAddr::new(addr, DNS));
    }
    let with_port = text.parse::<SocketAddr>().ok().filter(|addr| addr.port() != 0);
    with_port.ok_or_else(|| {
        "a resolver is given by its address, as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53".into()
    })
}

/// A host, with a port if only that is to be tried.
pub(super) fn control(text: &str) -> Result<Control, String> {
    let target = target::parse(text).map_err(|refusal| refusal.to_string())?;
    Ok(Control { host: target.name, port: target.port })
}

pub(super) fn address(text: &str) -> Result<IpAddr, String> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let addr = bare.parse::<IpAddr>().map(|addr| addr.to_canonical());
    addr.map_err(|_| "this is no IP address; ports go into --ports".into())
}

/// A domain or an address literal (RFC 5321 §4.1.1.1); nothing that could end the command.
pub(super) fn ehlo_name(text: &str) -> Result<String, String> {
    let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let lawful =
        |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c) || (inner.is_some() && c == ':');
    let name = inner.unwrap_or(text);
    if !name.is_empty() && name.len() <= 255 && name.chars().all(lawful) {
        return Ok(text.to_owned());
    }
    Err("a name has letters, digits, dots and hyphens only, as mail.example.com".into())
}
