//! From what somebody typed to what they meant, or to what they should type instead.
mod slips;

use std::fmt;
use std::net::IpAddr;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use probes::Service;

use super::Target;
use slips::SLIPS;

/// Why a target is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with it; a fragment of a sentence.
    pub message: String,
    /// What to type instead, where that is evident. Is itself understood.
    pub suggestion: Option<String>,
}

/// Understands a host, a domain, a mail address, an IP address (also in brackets), each with a
/// port if need be, and a URL. Letters of full width are read as plain ones; a trailing dot and
/// space around are no fault. Names are checked and mapped as UTS #46 and RFC 5321 §4.1.2 say.
pub fn parse(typed: &str) -> Result<Target, Refusal> {
    let text = presentable(typed);
    let text = text.trim();
    let plain = narrow(text);
    let plain = plain.trim();
    if plain.chars().any(char::is_control) {
        return Err(Refusal::new("a control character stands in it"));
    }
    let found = match plain.split_once("://") {
        Some((scheme, rest)) => url(&scheme.to_ascii_lowercase(), rest)?,
        None => address(without_frame(plain))?,
    };
    let Found { name, port, mailbox } = found;
    Ok(Target { typed: text.to_owned(), name, port, mailbox })
}

/// The text without what must not be shown or kept: the password, and the query, of a URL.
pub fn presentable(typed: &str) -> String {
    let plain = narrow(typed);
    let (scheme, rest) = plain.split_at(after_scheme(&plain));
    // A password that was not encoded may hold anything, also an @ or a slash. Only pages of the
    // web have an @ in their path.
    let mail = scheme.is_empty() || named(scheme.trim_end_matches("://")).is_some();
    let reach = if mail { rest.len() } else { before(rest, &['/', '?', '#']).len() };
    let (user, place) = rest.split_at(rest[..reach].rfind('@').unwrap_or(0));
    let open = if user.starts_with('"') { user } else { before(user, &[':']) };
    let path = if scheme.is_empty() { place } else { before(place, &['?', '#']) };
    if (open, path) == (user, place) { typed.to_owned() } else { format!("{scheme}{open}{path}") }
}

/// Where a URL goes on after its scheme; 0 if this is none.
fn after_scheme(text: &str) -> usize {
    let mailto = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    if mailto { 7 } else { text.find("://").map_or(0, |at| at + 3) }
}

/// The service that a target typed as a URL names by its scheme.
pub fn service(target: &Target) -> Option<Service> {
    let (scheme, _) = target.typed.split_once("://")?;
    named(&narrow(scheme).to_ascii_lowercase())
}

/// What is spoken on this port of a target: what its scheme says. One that says no more than a
/// protocol leaves it to a port of that protocol how that is encrypted.
pub fn service_on(target: &Target, port: u16) -> Option<Service> {
    use Service::{Imap, Pop3, Smtp};
    let kin = |one: Service, other: Service| one.row().protocol == other.row().protocol;
    match (service(target), Service::on(port)) {
        (Some(typed @ (Smtp | Imap | Pop3)), Some(own)) if kin(typed, own) => Some(own),
        (Some(typed), _) => Some(typed),
        (None, own) => own,
    }
}

/// Schemes of pages, whose ports say nothing about mail.
const OF_PAGES: [&str; 3] = ["http", "https", "ftp"];

/// Schemes that say how something is carried, and not what.
const OF_CARRIERS: [&str; 3] = ["ssl", "tcp", "tls"];

/// A name or an address, and what came with it.
struct Found {
    name: String,
    port: Option<u16>,
    mailbox: Option<String>,
}

impl Found {
    fn at((name, port): (String, Option<u16>)) -> Self {
        Self { name, port, mailbox: None }
    }
}

fn url(scheme: &str, rest: &str) -> Result<Found, Refusal> {
    let place = before(rest, &['/', '?', '#']);
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    let service = named(scheme);
    let is_page = OF_PAGES.contains(&scheme);
    if service.is_none() && !is_page && !OF_CARRIERS.contains(&scheme) {
        let known = "smtp, submission, submissions, imap, imaps, pop3 and pop3s";
        let message = format!("{scheme}:// says nothing about mail; {known} do");
        return Err(Refusal::try_instead(message, "", place.to_owned()));
    }
    let (name, typed) = endpoint(place).map_err(|r| r.within(|s| format!("{scheme}://{s}")))?;
    let typed = typed.filter(|port| !is_page || Service::on(*port).is_some());
    Ok(Found::at((name, typed.or(service.map(|s| s.row().port)))))
}

/// A service by its name, or by another that programs have for it.
fn named(word: &str) -> Option<Service> {
    match word {
        "smtps" => Some(Service::Submissions),
        "pop" => Some(Service::Pop3),
        "pops" => Some(Service::Pop3s),
        _ => Service::named(word),
    }
}

/// What people copy together with an address.
fn without_frame(text: &str) -> &str {
    let text = &text[after_scheme(text)..];
    text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text)
}

/// A mail address (RFC 5321 §4.1.2), or what stands without one.
fn address(text: &str) -> Result<Found, Refusal> {
    let Some((mailbox, domain)) = text.rsplit_once('@') else {
        return endpoint(text).map(Found::at);
    };
    let quoted = mailbox.len() > 1 && mailbox.starts_with('"') && mailbox.ends_with('"');
    if !quoted && let Some((message, mended)) = wrong_mailbox(mailbox, domain) {
        return Err(Refusal::try_instead(message, text, mended));
    }
    if domain.contains('_') {
        let hyphens = format!("{mailbox}@{}", domain.replace('_', "-"));
        return Err(Refusal::try_instead("a mail domain holds no underscore", text, hyphens));
    }
    let found = endpoint(domain).map_err(|r| r.within(|s| format!("{mailbox}@{s}")))?;
    Ok(Found { mailbox: Some(mailbox.to_owned()), ..Found::at(found) })
}

/// What is wrong before the @, and the mended address.
fn wrong_mailbox(mailbox: &str, domain: &str) -> Option<(&'static str, String)> {
    if mailbox.is_empty() {
        return Some(("nothing stands before the @", domain.to_owned()));
    }
    if let Some((_, inner)) = mailbox.rsplit_once('<') {
        let inner = format!("{inner}@{}", before(domain, &['>']));
        return Some(("only the address is wanted, without the name", inner));
    }
    if mailbox.contains('@') {
        let once = format!("{}@{domain}", mailbox.trim_end_matches('@'));
        return Some(("it has two @", once));
    }
    let spaced = mailbox.contains(char::is_whitespace);
    spaced.then(|| ("a space stands in it", format!("{}@{domain}", spaceless(mailbox))))
}

/// A name or an address, perhaps with a port.
fn endpoint(text: &str) -> Result<(String, Option<u16>), Refusal> {
    if let Some(rest) = text.strip_prefix('[') {
        return bracketed(rest);
    }
    match text.split_once(':') {
        _ if text.parse::<IpAddr>().is_ok() => Ok((host(text)?, None)),
        None => Ok((host(text)?, None)),
        Some((name, word)) if !word.contains(':') => {
            let port =
                port(word).map_err(|r| Refusal::try_instead(r.message, text, name.to_owned()))?;
            let name = host(name).map_err(|r| r.within(|s| format!("{s}:{word}")))?;
            Ok((name, Some(port)))
        }
        Some((name, word)) => {
            let word = Some(word.trim_start_matches(':')).filter(|word| port(word).is_ok());
            let once = word.map_or_else(|| text.to_owned(), |word| format!("{name}:{word}"));
            Err(Refusal::try_instead(
                "no name has two colons, and it is no IPv6 address",
                text,
                once,
            ))
        }
    }
}

/// `v6]`, `v6]:port`, `IPv6:v6]` (RFC 3986 §3.2.2, RFC 5321 §4.1.3); the first bracket is gone.
fn bracketed(rest: &str) -> Result<(String, Option<u16>), Refusal> {
    let Some((inner, after)) = rest.split_once(']') else {
        return Err(Refusal::try_instead("the bracket is not closed", rest, format!("[{rest}]")));
    };
    let tagged = inner.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("IPv6:"));
    let Ok(addr) = (if tagged { &inner[5..] } else { inner }).parse::<IpAddr>() else {
        let bare = format!("{inner}{after}");
        return Err(Refusal::try_instead("no IP address stands in the brackets", rest, bare));
    };
    let name = addr.to_canonical().to_string();
    match after.strip_prefix(':') {
        Some(word) => Ok((name, Some(port(word)?))),
        None if after.is_empty() => Ok((name, None)),
        None => {
            let closed = format!("[{inner}]");
            Err(Refusal::try_instead("only a port follows a bracket", rest, closed))
        }
    }
}

fn port(word: &str) -> Result<u16, Refusal> {
    let number = word.parse().ok().filter(|port| *port != 0);
    let service = || named(&word.to_ascii_lowercase()).map(|s| s.row().port);
    number.or_else(service).ok_or_else(|| Refusal::new("a port is a number from 1 to 65535"))
}

/// A name as the DNS has it: lower case, A-labels, no dot at the end.
fn host(text: &str) -> Result<String, Refusal> {
    let text = text.strip_suffix('.').filter(|t| !t.is_empty()).unwrap_or(text);
    if let Ok(addr) = text.parse::<IpAddr>() {
        return Ok(addr.to_canonical().to_string());
    }
    if let Some(slip) = SLIPS.iter().find(|slip| (slip.seen)(text)) {
        return Err(Refusal::try_instead(slip.message, text, (slip.mended)(text)));
    }
    let mapped = Uts46::new().to_ascii(
        text.as_bytes(),
        AsciiDenyList::EMPTY,
        Hyphens::Allow,
        DnsLength::Ignore,
    );
    let Ok(name) = mapped else {
        return Err(Refusal::new("a character stands in it that no name may hold"));
    };
    if let Some(odd) = name.chars().find(|c| !c.is_ascii_alphanumeric() && !"-._".contains(*c)) {
        let kept = text.chars().filter(|c| *c != odd).collect();
        let message = format!("no name holds the character {odd:?}");
        return Err(Refusal::try_instead(message, text, kept));
    }
    if name.len() > 253 || name.split('.').any(|label| label.len() > 63) {
        let limits = "a name has 253 bytes at most, and 63 between two dots";
        return Err(Refusal::new(limits));
    }
    Ok(name.into_owned())
}

impl Refusal {
    /// Without anything to type instead.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), suggestion: None }
    }

    /// With a mended text. If that has another fault, it is mended too; each mending takes one
    /// kind of fault away, so there is an end.
    fn try_instead(message: impl Into<String>, text: &str, mended: String) -> Self {
        let found = if mended == text { None } else { Some(address(&mended)) };
        let suggestion = match found {
            Some(Ok(_)) => Some(mended),
            Some(Err(refusal)) => refusal.suggestion,
            None => None,
        };
        Self { message: message.into(), suggestion }
    }

    /// With what stood around the part that was refused.
    fn within(self, whole: impl FnOnce(String) -> String) -> Self {
        let suggestion = self.suggestion.map(whole).filter(|text| parse(text).is_ok());
        Self { suggestion, ..self }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean {suggestion}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}

/// Full-width and half-width forms as plain ones (U+FF01 to U+FF5E, the ideographic space and
/// full stops), without what nobody sees but copying brings along.
fn narrow(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{3002}' | '\u{ff61}' => '.',
        _ => c,
    };
    let unseen = ['\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}'];
    text.chars().filter(|c| !unseen.contains(c)).map(plain).collect()
}

fn before<'a>(text: &'a str, ends: &[char]) -> &'a str {
    text.split(ends).next().unwrap_or(text)
}

fn spaceless(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests;
