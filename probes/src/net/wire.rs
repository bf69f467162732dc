//! The bytes of DNS messages (RFC 1035 §4, RFC 6891).
use std::ops::Range;

use hickory_proto::op::{Edns, Message, Query};
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{self, DNSClass, Name, RData, RecordType};

use super::{Answer, Ede, Kind, Question, Record, RecordData};
use crate::{Failure, FailureKind, limits};

const HEADER: usize = 12;

/// A question ready to be sent, as often as need be.
pub(super) struct Asked {
    query: Query,
    kind: Kind,
}

/// A message about to be sent.
pub(super) struct Sent {
    /// All of it.
    pub(super) bytes: Vec<u8>,
    /// Whether it asks not to check signatures.
    pub(super) checking_disabled: bool,
    question: Range<usize>,
}

/// What a message says.
pub(super) struct Said {
    pub(super) rcode: u16,
    pub(super) authentic_data: bool,
    pub(super) ede: Vec<Ede>,
    pub(super) records: Vec<Record>,
    pub(super) left_out: u32,
}

/// What a message says to a question, whatever its id: read as if it had come from a resolver, but
/// for the exchange, which did not take place. Nothing, where it would be passed over as an answer
/// to something else. Fails with [`FailureKind::Other`] when no message can carry the name, and
/// with [`FailureKind::Unexpected`] when the message can't be read.
pub fn heard(question: &Question, message: &[u8]) -> Result<Option<Answer>, Failure> {
    let asked = Asked::new(question)?;
    let sent = asked.message(true);
    let id = sent.bytes.iter().take(2);
    let named: Vec<u8> = id.chain(message.iter().skip(2)).copied().collect();
    if !sent.is_answered_by(&named) {
        return Ok(None);
    }
    asked.read(&named).map(|said| Some(said.into_answer(Answer::default())))
}

impl Said {
    /// The answer in which this message is the one that counts, after what was tried before.
    pub(super) fn into_answer(self, before: Answer) -> Answer {
        let Self { rcode, authentic_data, ede, records, left_out } = self;
        let Answer { exchanges, unchecked, .. } = before;
        let rcode = Some(rcode);
        Answer { exchanges, rcode, authentic_data, ede, records, left_out, unchecked }
    }
}

impl Asked {
    /// Fails with [`FailureKind::Other`] when the name cannot be written: an empty label, one
    /// of more than 63 octets, or more than 255 octets in all (RFC 1035 §2.3.4).
    pub(super) fn new(question: &Question) -> Result<Self, Failure> {
        let name = name(&question.name).ok_or_else(|| {
            Failure::new(FailureKind::Other, "a name that no DNS message can carry")
        })?;
        let query = Query::query(name, record_type(question.kind));
        Ok(Self { query, kind: question.kind })
    }

    /// A message with a fresh id. With EDNS the resolver may send more and say why it failed.
    pub(super) fn message(&self, edns: bool) -> Sent {
        self.write(edns, false)
    }

    /// The same, but the resolver shall answer whatever signatures say (CD, RFC 4035 §3.2.2).
    pub(super) fn unchecked(&self, edns: bool) -> Sent {
        self.write(edns, true)
    }

    fn write(&self, edns: bool, checking_disabled: bool) -> Sent {
        let mut message = Message::query();
        message.metadata.id = rand::random();
        message.metadata.recursion_desired = true;
        // RFC 6840 §5.7: we want to be told whether the data was validated.
        message.metadata.authentic_data = true;
        message.metadata.checking_disabled = checking_disabled;
        message.add_query(self.query.clone());
        if edns {
            let mut edns = Edns::new();
            edns.set_max_payload(hickory_proto::op::DEFAULT_MAX_PAYLOAD_LEN);
            message.set_edns(edns);
        }
        let bytes = message.to_vec().expect("one question with a checked name can be written");
        let name: usize = self.query.name().iter().map(|label| label.len() + 1).sum();
        // The root, the type and the class follow the labels.
        Sent { bytes, checking_disabled, question: HEADER..HEADER + name + 5 }
    }

    /// Reads a message that [`Sent::is_answered_by`] has let through. One that has what was asked
    /// for, but of other names only, says nothing of this one.
    pub(super) fn read(&self, bytes: &[u8]) -> Result<Said, Failure> {
        let message = Message::from_vec(bytes).map_err(|e| {
            Failure::new(FailureKind::Unexpected, format!("no readable DNS message: {e}"))
        })?;
        let rcode = message.metadata.response_code.into();
        let wanted = record_type(self.kind);
        let mut found = reachable(self.query.name(), wanted, &message.answers);
        if rcode == 0
            && found.is_empty()
            && message.answers.iter().any(|r| r.record_type() == wanted)
        {
            let what = "the answer has records of other names only";
            return Err(Failure::new(FailureKind::Unexpected, what));
        }
        // What is left out shall be what matters least.
        found.sort_by_key(|record| preference(record));
        let left_out = found.len().saturating_sub(limits::RECORDS);
        found.truncate(limits::RECORDS);
        Ok(Said {
            rcode,
            authentic_data: message.metadata.authentic_data,
            ede: message.edns.as_ref().map(extended_errors).unwrap_or_default(),
            records: found.into_iter().filter_map(record).collect(),
            left_out: left_out.try_into().unwrap_or(u32::MAX),
        })
    }
}

impl Sent {
    /// Whether these bytes are a response to this very message: id, QR, opcode and question agree
    /// (RFC 5452 §9.1). Servers that give up early leave the question out; that is only
    /// believed of errors.
    pub(super) fn is_answered_by(&self, heard: &[u8]) -> bool {
        let Some(header) = heard.get(..HEADER) else { return false };
        let ours = header[..2] == self.bytes[..2] && header[2] & 0xf8 == 0x80;
        let bare = header[4..6] == [0, 0] && header[3] & 0x0f != 0;
        ours && (bare || (header[4..6] == [0, 1] && self.same_question(heard)))
    }

    fn same_question(&self, heard: &[u8]) -> bool {
        // The octets for lengths, type and class are no letters: case matters to none of them.
        let asked = &self.bytes[self.question.clone()];
        heard.get(self.question.clone()).is_some_and(|q| q.eq_ignore_ascii_case(asked))
    }
}

/// The TC bit: the rest did not fit.
pub(super) fn is_truncated(message: &[u8]) -> bool {
    message.get(2).is_some_and(|flags| flags & 2 != 0)
}

/// The RCODE as the header alone has it.
pub(super) fn rcode(message: &[u8]) -> Option<u16> {
    message.get(3).map(|flags| u16::from(flags & 0x0f))
}

/// The aliases that lead away from the name, and the records at their end. Whatever else stands in
/// the answer was not asked for.
fn reachable<'a>(
    name: &Name,
    wanted: RecordType,
    answers: &'a [rr::Record],
) -> Vec<&'a rr::Record> {
    let mut found: Vec<&rr::Record> = Vec::new();
    let mut at = name;
    while let Some(record) = answers.iter().find(|r| r.name == *at && target(r).is_some()) {
        let loops = found.iter().any(|seen| std::ptr::eq(*seen, record));
        let Some(next) = target(record).filter(|_| !loops && found.len() < limits::ALIASES) else {
            return found;
        };
        found.push(record);
        at = next;
    }
    let at_end = |r: &&rr::Record| r.record_type() == wanted && r.dns_class == DNSClass::IN;
    found.extend(answers.iter().filter(|r| r.name == *at).filter(at_end));
    found
}

/// Aliases first, then exchangers as servers try them, everything else as it came.
fn preference(record: &rr::Record) -> u32 {
    match &record.data {
        RData::MX(mx) => u32::from(mx.preference) + 1,
        _ => 0,
    }
}

fn target(record: &rr::Record) -> Option<&Name> {
    match &record.data {
        RData::CNAME(target) if record.dns_class == DNSClass::IN => Some(&target.0),
        _ => None,
    }
}

fn record(record: &rr::Record) -> Option<Record> {
    let data = match &record.data {
        RData::A(addr) => RecordData::A { addr: addr.0 },
        RData::AAAA(addr) => RecordData::Aaaa { addr: addr.0 },
        RData::CNAME(target) => RecordData::Cname { target: text(&target.0) },
        RData::MX(mx) => RecordData::Mx { preference: mx.preference, exchange: text(&mx.exchange) },
        RData::PTR(target) => RecordData::Ptr { target: text(&target.0) },
        _ => return None,
    };
    Some(Record { name: text(&record.name), ttl: record.ttl, data })
}

const fn record_type(kind: Kind) -> RecordType {
    match kind {
        Kind::A => RecordType::A,
        Kind::Aaaa => RecordType::AAAA,
        Kind::Mx => RecordType::MX,
        Kind::Ptr => RecordType::PTR,
    }
}

/// Option 15: INFO-CODE, then EXTRA-TEXT, perhaps with a NUL behind it (RFC 8914 §2).
fn extended_errors(edns: &Edns) -> Vec<Ede> {
    let options = edns.options().get_all(EdnsCode::Unknown(15));
    options.into_iter().filter_map(extended_error).take(limits::EDES).collect()
}

fn extended_error(option: &EdnsOption) -> Option<Ede> {
    let EdnsOption::Unknown(_, bytes) = option else { return None };
    let (code, text) = bytes.split_first_chunk()?;
    let text = &text[..text.len().min(limits::EDE_TEXT)];
    let text = String::from_utf8_lossy(text).trim_end_matches('\0').to_owned();
    Some(Ede { code: u16::from_be_bytes(*code), text })
}

/// A name as zone files write it, in lower case and without the last dot; empty for the root.
/// Dots and backslashes within a label get a backslash, octets that are not printable ASCII
/// become `\DDD`, decimal (RFC 1035 §5.1, RFC 4343 §2.1).
fn text(name: &Name) -> String {
    let labels: Vec<String> = name.iter().map(|label| label.iter().map(octet).collect()).collect();
    labels.join(".")
}

fn octet(octet: &u8) -> String {
    match octet.to_ascii_lowercase() {
        escaped @ (b'.' | b'\\') => format!("\\{}", char::from(escaped)),
        plain @ b'!'..=b'~' => char::from(plain).to_string(),
        other => format!("\\{other:03}"),
    }
}

/// The reverse of [`text`].
fn name(text: &str) -> Option<Name> {
    let mut labels = vec![Vec::new()];
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        match octet {
            b'.' => labels.push(Vec::new()),
            b'\\' => labels.last_mut()?.push(unescape(&mut rest)?),
            _ => labels.last_mut()?.push(octet),
        }
    }
    let writable = labels.iter().all(|label| (1..=63).contains(&label.len()));
    let length: usize = labels.iter().map(|label| label.len() + 1).sum();
    if !writable || length + 1 > 255 {
        return None;
    }
    Name::from_labels(labels.iter().map(Vec::as_slice)).ok()
}

fn unescape(rest: &mut std::str::Bytes<'_>) -> Option<u8> {
    let first = rest.next()?;
    if !first.is_ascii_digit() {
        return Some(first);
    }
    let digits = [first, rest.next()?, rest.next()?];
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use hickory_proto::op::ResponseCode;

    use super::*;
    use crate::net::script::{alias, exchanger, refusal, reply};

    fn asked(name: &str) -> Asked {
        Asked::new(&Question::new(name, Kind::A)).expect("a good name")
    }

    #[test]
    fn odd_octets_are_escaped_and_can_be_asked_for_again() {
        let odd = Name::from_labels([&b"a.b\\c"[..], b"\x1b[\xff \x00", b"UP"]).expect("short");
        let written = text(&odd);
        assert_eq!(written, r"a\.b\\c.\027[\255\032\000.up");
        assert_eq!(name(&written).map(|n| text(&n)), Some(written));
    }

    #[test]
    fn names_that_no_message_can_carry_are_refused() {
        let too_long = ["a".repeat(63).as_str(); 4].join(".");
        for bad in ["", ".", "a..b", "a.", r"a\", r"a\25", r"a\256", &"a".repeat(64), &too_long] {
            assert!(Asked::new(&Question::new(bad, Kind::A)).is_err(), "{bad}");
        }
        let longest = ["a".repeat(63), "a".repeat(63), "a".repeat(63), "a".repeat(61)].join(".");
        assert_eq!(asked(&longest).message(false).bytes.len(), HEADER + 255 + 4);
    }

    #[test]
    fn only_the_answer_to_this_question_is_one() {
        let sent = asked("example.com").message(true);
        let mut heard = sent.bytes.clone();
        assert!(!sent.is_answered_by(&heard), "a question is no answer");
        heard[2] |= 0x80;
        assert!(sent.is_answered_by(&heard));
        heard[HEADER + 1] = b'E';
        assert!(sent.is_answered_by(&heard), "case does not matter");
        heard[HEADER + 1] = b'f';
        assert!(!sent.is_answered_by(&heard), "another name");
        assert!(!sent.is_answered_by(&heard[..HEADER]), "cut off");
        heard[4..6].fill(0);
        heard[3] = 1;
        assert!(sent.is_answered_by(&heard[..HEADER]), "an error without the question");
        heard[0] ^= 1;
        assert!(!sent.is_answered_by(&heard[..HEADER]), "another id");
    }

    #[test]
    fn no_bytes_make_the_reader_panic() {
        let asked = asked("example.com");
        let sent = asked.message(true);
        let question = Message::from_vec(&sent.bytes).expect("our own question");
        let answers =
            [alias("example.com.", "mx.example.net."), exchanger("a.", 1, "b.example.net.")];
        let rich = reply(&question, answers);
        let refused = refusal(&question, ResponseCode::ServFail, b"\0\x06no\xff");
        let odd = [0, 1, 2, 15, 41, 63, 64, 127, 128, 192, 193, 254, 255];
        for bytes in [&sent.bytes, &rich, &refused] {
            for (at, value) in (0..bytes.len()).flat_map(|at| odd.map(move |value| (at, value))) {
                let mut heard = bytes.clone();
                heard[at] = value;
                // Whatever is read is well, as long as it is read without a panic.
                let _ = (asked.read(&heard), sent.is_answered_by(&heard));
                let _ = (asked.read(&heard[..at]), sent.is_answered_by(&heard[..at]));
            }
        }
    }
}
