//! Reads the server's first flight: records, the messages in them, what they say.
use super::names;
use super::{Hello, suites};
use crate::bytes::Bytes;
use crate::{Failure, FailureKind, limits};

/// The message with the server's certificates.
pub(super) const CERTIFICATE: &str = "certificate";

/// The message that asks for a certificate of the client's.
pub(super) const CERTIFICATE_REQUEST: &str = "certificate_request";

/// The message that asks for another hello (RFC 8446 §4.1.4).
pub(super) const HELLO_RETRY_REQUEST: &str = "hello_retry_request";

/// Types of records (RFC 5246 §6.2.1).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
/// Bytes of a record's header, and of a message's.
const HEADER: usize = 5;
const MESSAGE_HEADER: usize = 4;
/// The most that a record may hold: 2^14 and what encryption adds (RFC 5246 §6.2.3).
const RECORD: usize = (1 << 14) + 2048;
/// Messages of one flight; one more ends the step.
const MESSAGES: usize = 16;

/// What has come and could not be read yet.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The beginning of a record.
    record: Vec<u8>,
    /// The beginning of a message, which may go over several records.
    message: Vec<u8>,
    /// How it began.
    heard: Vec<u8>,
    bytes: usize,
    /// Whether a record was read.
    is_tls: bool,
}

impl Reader {
    /// Reads on, and says whether the flight is over.
    pub(super) fn take(&mut self, bytes: &[u8], hello: &mut Hello) -> Result<bool, Failure> {
        self.bytes += bytes.len();
        if self.bytes > limits::HELLO_BYTES {
            return Err(too_much());
        }
        let room = limits::HEARD.saturating_sub(self.heard.len()).min(bytes.len());
        self.heard.extend_from_slice(&bytes[..room]);
        self.record.extend_from_slice(bytes);
        while let Some((content_type, content)) = self.next_record(hello)? {
            self.is_tls = true;
            match content_type {
                ALERT => alert(&content, hello)?,
                HANDSHAKE => self.message.extend_from_slice(&content),
                other => return Err(broken(&format!("a record of type {other}"))),
            }
            while let Some((number, body)) = self.next_message()? {
                if message(number, &body, hello)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn next_record(&mut self, hello: &mut Hello) -> Result<Option<(u8, Vec<u8>)>, Failure> {
        let Some(header) = self.record.first_chunk::<HEADER>() else {
            let begins = self.record.first().is_none_or(|first| is_record(*first, 3));
            return if begins { Ok(None) } else { Err(self.not_tls(hello)) };
        };
        let [content_type, major, _, high, low] = *header;
        let length = usize::from(u16::from_be_bytes([high, low]));
        if !is_record(content_type, major) || length > RECORD {
            return Err(self.not_tls(hello));
        }
        if self.record.len() < HEADER + length {
            return Ok(None);
        }
        let content = self.record[HEADER..HEADER + length].to_vec();
        self.record.drain(..HEADER + length);
        Ok(Some((content_type, content)))
    }

    /// After a record it is a server that speaks TLS badly.
    fn not_tls(&self, hello: &mut Hello) -> Failure {
        if self.is_tls {
            return broken("bytes that are no record");
        }
        hello.heard = Some(Bytes(self.heard.clone()));
        Failure::new(FailureKind::NotTls, "what was said is not TLS")
    }

    fn next_message(&mut self) -> Result<Option<(u8, Vec<u8>)>, Failure> {
        let Some(header) = self.message.first_chunk::<MESSAGE_HEADER>() else { return Ok(None) };
        let [number, length @ ..] = *header;
        let length = length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        if length > limits::HELLO_BYTES {
            return Err(too_much());
        }
        let end = MESSAGE_HEADER + length;
        if self.message.len() < end {
            return Ok(None);
        }
        let body = self.message[MESSAGE_HEADER..end].to_vec();
        self.message.drain(..end);
        Ok(Some((number, body)))
    }
}

const fn is_record(content_type: u8, major: u8) -> bool {
    matches!(content_type, 20..=24) && major == 3
}

/// Notes an alert; a warning ends nothing, unless it says good-bye (RFC 5246 §7.2.1).
fn alert(content: &[u8], hello: &mut Hello) -> Result<(), Failure> {
    const WARNING: u8 = 1;
    const CLOSE_NOTIFY: u8 = 0;
    let [level, description] = *content else { return Err(broken("an alert of another length")) };
    let told = names::alert(level, description);
    let words = format!("TLS alert {}", told.description);
    hello.alert = Some(told);
    if level == WARNING && description != CLOSE_NOTIFY {
        return Ok(());
    }
    Err(Failure::new(FailureKind::HandshakeAlert, words))
}

/// Notes a message, and says whether it was the last of the flight.
fn message(number: u8, body: &[u8], hello: &mut Hello) -> Result<bool, Failure> {
    const SERVER_HELLO: u8 = 2;
    const CERTIFICATES: u8 = 11;
    const SERVER_KEY_EXCHANGE: u8 = 12;
    const SERVER_HELLO_DONE: u8 = 14;
    if hello.messages.len() == MESSAGES {
        return Err(too_much());
    }
    let name = match number {
        SERVER_HELLO if is_retry_request(body) => HELLO_RETRY_REQUEST.to_owned(),
        _ => names::message(number),
    };
    let mut rest = Rest(body);
    let understood = match number {
        SERVER_HELLO => server_hello(&mut rest, hello),
        CERTIFICATES if hello.chain.is_empty() => certificates(&mut rest, hello),
        SERVER_KEY_EXCHANGE => key_exchange(&mut rest, hello),
        _ => Some(()),
    };
    let words = format!("a {name} that can't be read");
    hello.messages.push(name);
    understood.ok_or_else(|| broken(&words))?;
    // In TLS 1.3 all that follows is encrypted, if anything does.
    Ok(number == SERVER_HELLO_DONE || hello.is_tls13())
}

/// Whether a ServerHello is a HelloRetryRequest, by its random (RFC 8446 §4.1.3).
fn is_retry_request(body: &[u8]) -> bool {
    const RANDOM: [u8; 32] = [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8,
        0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8,
        0x33, 0x9c,
    ];
    body.get(2..2 + RANDOM.len()) == Some(&RANDOM[..])
}

/// RFC 5246 §7.4.1.3. In SSL 3.0 nothing follows the method of compression.
fn server_hello(rest: &mut Rest<'_>, hello: &mut Hello) -> Option<()> {
    const RANDOM: usize = 32;
    let version = rest.number()?;
    rest.take(RANDOM)?;
    rest.list(1)?;
    let suite = rest.number()?;
    rest.take(1)?;
    hello.version = Some(names::version(version));
    hello.suite = Some(suites::name(suite));
    let mut extensions = if rest.0.is_empty() { Rest(&[]) } else { rest.list(2)? };
    while !extensions.0.is_empty() && hello.extensions.len() < MESSAGES {
        let number = extensions.number()?;
        hello.extensions.push(names::extension(number));
        // One that can't be read says nothing; that it was there is noted.
        let _ = extension(number, extensions.list(2)?, hello);
    }
    Some(())
}

/// What an extension adds.
fn extension(number: u16, mut content: Rest<'_>, hello: &mut Hello) -> Option<()> {
    const TLS13: u16 = 0x0304;
    match number {
        // RFC 7301 §3.1: a list with one name.
        16 => {
            let name = content.list(2)?.list(1)?.0;
            hello.alpn = Some(String::from_utf8_lossy(name).into_owned());
        }
        // RFC 6962 §3.3.
        18 => {
            let mut list = content.list(2)?;
            while !list.0.is_empty() {
                list.list(2)?;
                hello.timestamps += 1;
            }
        }
        // RFC 8446 §4.2.1, §4.2.8: the version and the group that were chosen.
        43 => {
            let version = content.number()?;
            // An older one must not stand here.
            if version >= TLS13 {
                hello.version = Some(names::version(version));
            }
        }
        51 => hello.group = Some(names::group(content.number()?)),
        _ => {}
    }
    Some(())
}

/// RFC 5246 §7.4.2.
fn certificates(rest: &mut Rest<'_>, hello: &mut Hello) -> Option<()> {
    let mut chain = rest.list(3)?;
    while !chain.0.is_empty() {
        hello.chain.push(Bytes(chain.list(3)?.0.to_vec()));
    }
    Some(())
}

/// The parameters, as far as they tell how strong it is: the name of a curve (RFC 8422 §5.4) or the
/// size of a prime (RFC 5246 §7.4.3). Which of them it is, the suite says.
fn key_exchange(rest: &mut Rest<'_>, hello: &mut Hello) -> Option<()> {
    const NAMED_CURVE: &[u8] = &[3];
    let suite = hello.suite.as_deref().unwrap_or_default();
    if suite.starts_with("TLS_ECDH") {
        let named = rest.take(1)? == NAMED_CURVE;
        hello.group = named.then(|| rest.number().map(names::group)).flatten();
    } else if suite.starts_with("TLS_DH") {
        let prime = rest.list(2)?.0;
        let zeros = prime.iter().take_while(|byte| **byte == 0).count();
        let first = prime.get(zeros).map_or(0, |byte| byte.leading_zeros());
        hello.prime_bits = u32::try_from((prime.len() - zeros) * 8).ok().map(|bits| bits - first);
    }
    Some(())
}

/// What is left to read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of two bytes.
    fn number(&mut self) -> Option<u16> {
        self.take(2).and_then(|two| two.try_into().ok()).map(u16::from_be_bytes)
    }

    /// What follows its own length, told in so many bytes.
    fn list(&mut self, width: usize) -> Option<Self> {
        let length = self.take(width)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        self.take(length).map(Self)
    }
}

fn broken(what: &str) -> Failure {
    Failure::new(FailureKind::HandshakeFailed, format!("the server sends {what}"))
}

fn too_much() -> Failure {
    Failure::new(FailureKind::TooMuch, "the server's answer is longer than is read")
}

#[cfg(test)]
mod tests;
