//! Bounces: the parts of a message that say what happened, and the fields in them (RFC 3464).
use super::decode;
use super::said::Said;

/// Parts within parts that are looked into.
const DEPTH: usize = 4;
/// Lines below which a bounce shows the message that was not delivered.
const ORIGINAL: [&str; 10] = [
    "this is a copy of the message",
    "this is a copy of your message",
    "below this line is a copy of the message",
    "original message headers",
    "original message follows",
    "----- original message -----",
    "undelivered message headers",
    "header of the original message",
    "below is a copy of the original message",
    "returned message below",
];
/// Fields of which one is enough to know a report on one recipient (RFC 3464 §2.3).
const TELLING: [&str; 2] = ["diagnostic-code", "status"];
/// All fields with which a group of them may begin.
const FIELDS: [&str; 9] = [
    "original-recipient",
    "final-recipient",
    "action",
    "status",
    "remote-mta",
    "diagnostic-code",
    "last-attempt-date",
    "final-log-id",
    "will-retry-until",
];

/// The texts in which something may be said: those of a message, or all of what is none.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    collect(text, 0, &mut parts);
    if parts.is_empty() {
        parts.push(text.to_owned());
    }
    parts
}

fn collect(text: &str, depth: usize, parts: &mut Vec<String>) {
    let (head, body) = split(text);
    let fields = fields(&head.lines().collect::<Vec<_>>());
    let field =
        |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let kind = field("content-type").unwrap_or_default();
    if let Some(boundary) = boundary(kind).filter(|_| depth < DEPTH) {
        inner(body, &boundary).for_each(|part| collect(part, depth + 1, parts));
        return;
    }
    let lower = kind.to_ascii_lowercase();
    let told = depth == 0
        || lower.is_empty()
        || lower.starts_with("text/plain")
        || lower.contains("delivery-status");
    if !told {
        return;
    }
    let encoding =
        field("content-transfer-encoding").unwrap_or_default().trim().to_ascii_lowercase();
    let body = match encoding.as_str() {
        "quoted-printable" => decode::quoted_printable(body),
        "base64" => decode::base64(body),
        _ => body.to_owned(),
    };
    let whole = if is_mail(&fields) || depth > 0 { body } else { text.to_owned() };
    let failed = field("x-failed-recipients").map(|to| format!("<{}>:\n\n", to.trim()));
    parts.push(failed.unwrap_or_default() + before_original(&whole));
}

/// The head and the body of a message or of a part.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(['\r', '\n']);
    let lf = text.find("\n\n").map(|at| (at, at + 2));
    let crlf = text.find("\r\n\r\n").map(|at| (at, at + 4));
    let (end, start) = lf.into_iter().chain(crlf).min().unwrap_or((text.len(), text.len()));
    (&text[..end], &text[start..])
}

/// Whether these are the fields of a mail, and not lines that happen to have colons.
fn is_mail(fields: &[(String, String)]) -> bool {
    const MAIL: [&str; 7] =
        ["from", "to", "subject", "date", "received", "return-path", "message-id"];
    fields.iter().filter(|(name, _)| MAIL.contains(&name.as_str())).count() > 1
}

/// The boundary of a multipart (RFC 2046 §5.1.1).
fn boundary(kind: &str) -> Option<String> {
    let lower = kind.to_ascii_lowercase();
    let at = lower.find("boundary=").filter(|_| lower.trim_start().starts_with("multipart/"))?;
    let value = &kind[at + "boundary=".len()..];
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([';', ' ']).next(),
    };
    value.filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The parts between the boundaries; a closing one is followed by nothing that counts.
fn inner<'t>(body: &'t str, boundary: &str) -> impl Iterator<Item = &'t str> {
    let line = format!("--{boundary}");
    let mut marks = vec![];
    let mut at = 0;
    for one in body.split_inclusive('\n') {
        if one.starts_with(&line) {
            marks.push((at, at + one.len()));
        }
        at += one.len();
    }
    let ends: Vec<usize> = marks.iter().skip(1).map(|(at, _)| *at).chain([body.len()]).collect();
    let parts = marks.into_iter().zip(ends).map(|((_, from), to)| &body[from..to]);
    parts.filter(|part| !part.trim().is_empty())
}

fn before_original(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_ascii_lowercase();
        if ORIGINAL.iter().any(|words| lower.contains(words)) && line.len() < 200 {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

/// The fields of these lines, unfolded (RFC 5322 §2.2.3), with their names in small letters.
fn fields(lines: &[&str]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        match fields.last_mut() {
            Some((_, value)) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {
                let (name, value) = line.split_once(':').unwrap_or_default();
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
    fields
}

/// What a group of fields that begins on this line says of a recipient, and the line after it.
pub(super) fn field_group(lines: &[&str], at: usize) -> Option<(Vec<Said>, usize)> {
    let name = lines[at].split_once(':')?.0.to_ascii_lowercase();
    if !FIELDS.contains(&name.as_str()) {
        return None;
    }
    let rest = &lines[at..];
    let end = at + rest.iter().position(|line| line.trim().is_empty()).unwrap_or(rest.len());
    let fields = fields(&lines[at..end]);
    let field =
        |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    if !TELLING.iter().any(|name| field(name).is_some()) {
        return None;
    }
    let behind = |name| {
        field(name).map(|value: &str| value.split_once(';').map_or(value, |(_, v)| v).trim())
    };
    let words = behind("diagnostic-code").unwrap_or_default();
    let status = field("status").unwrap_or_default().split([' ', '(']).next().unwrap_or_default();
    let mut said = Said::in_field(words).or_else(|| Said::with_status(words, status))?;
    let recipient = behind("final-recipient").or_else(|| behind("original-recipient"));
    said.recipient = recipient.map(|to| to.trim_matches(['<', '>']).to_owned());
    said.server = behind("remote-mta").map(str::to_owned);
    Some((vec![said], end))
}

/// Whether a text is a report on a mail that could not be delivered.
pub(super) fn is_report(text: &str) -> bool {
    let fields = fields(&split(text).0.lines().collect::<Vec<_>>());
    fields.iter().any(|(name, value)| {
        let value = value.to_ascii_lowercase();
        match name.as_str() {
            "from" => value.contains("mailer-daemon") || value.contains("postmaster@"),
            "content-type" => value.contains("delivery-status"),
            name => name == "x-failed-recipients",
        }
    })
}

/// The recipient whom the next lines are about: `<me@example.com>: …` or the address alone.
pub(super) fn recipient(line: &str) -> Option<&str> {
    let line = line.trim();
    let alone = line.trim_end_matches(':').trim_matches(['<', '>']);
    let first = || line.split_once(": ").map(|(to, _)| to.trim_matches(['<', '>']));
    let is_address = |text: &&str| {
        text.len() <= 320
            && text.split('@').count() == 2
            && !text.contains([' ', '\t', ':', ',', '<', '>'])
            && text.split('@').all(|part| !part.is_empty())
    };
    Some(alone).filter(is_address).or_else(|| first().filter(is_address))
}
