//! The certificate that a server did not send, from where its own certificate says that it lies
//! (RFC 5280 §4.2.2.1). Only where the user asked for that.
//!
//! Whoever made the certificate chose the URL, and he may be hostile. So only `http://` is fetched,
//! never from a mail port, and never from an address of a network to which the mail host itself
//! does not belong (`reach`). Redirects are told and not followed: an authority's file lies where
//! its certificates say. The request is one of HTTP/1.0, to which no answer may come in chunks
//! (RFC 9112 §7.1).
mod bag;
mod head;
mod reach;
mod url;

use std::net::{IpAddr, SocketAddr};

use futures_util::future::join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::budget;
use crate::bytes::Bytes;
use crate::dns::{self, Lookup};
use crate::net::{Kind, Question, Stream};
use crate::session::within;
use crate::tls::room_for;
use crate::{Data, Failure, FailureKind, Session, Subject, limits, tcp};

use head::Head;
use url::Url;

/// One file that was asked for, as far as it came.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Fetch {
    /// Where it lies, as the certificate says.
    pub url: String,
    /// What was asked of the DNS for the host in it.
    #[serde(default)]
    pub lookups: Vec<Lookup>,
    /// Where the last connection attempt went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<SocketAddr>,
    /// The first line of the request, once it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The first line of the answer (RFC 9112 §4), at most [`limits::FETCH_FIELD`] bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The `Content-Type` (RFC 9110 §8.3), at most as long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The `Location` (RFC 9110 §10.2.2), at most as long. It is not followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// How much of the body came, bytes.
    #[serde(default)]
    pub size: u64,
    /// The certificates in it, DER: one, or those of a `certs-only` message (RFC 5652 §5), or of a
    /// PEM file, which it should not be.
    #[serde(default)]
    pub certificates: Vec<Bytes>,
    /// Certificates in it beyond [`limits::CHAIN`]; all, if the run had no room left for them.
    #[serde(default)]
    pub left_out: u32,
    /// The beginning of a body with no certificate in it, at most [`limits::HEARD`] bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beginning: Option<Bytes>,
}

impl Fetch {
    /// The status code (RFC 9110 §15).
    pub fn code(&self) -> Option<u16> {
        self.status.as_deref()?.split(' ').nth(1)?.parse().ok()
    }

    /// Whether the file is said to be elsewhere (RFC 9110 §15.4).
    pub fn is_redirect(&self) -> bool {
        self.location.is_some() && self.code().is_some_and(|code| (300..400).contains(&code))
    }

    /// Whether a web page came.
    pub fn is_page(&self) -> bool {
        let html = self.content_type.as_deref().is_some_and(|t| t.starts_with("text/html"));
        let tag = |b: &Bytes| b.0.trim_ascii_start().starts_with(b"<");
        html || self.beginning.as_ref().is_some_and(tag)
    }

    /// Whom it was asked of, as a URL has it: the host, and the port where it is not 80.
    pub fn server(&self) -> Option<String> {
        Url::parse(&self.url).ok().map(|url| url.server())
    }
}

pub(crate) async fn fetch(session: &mut Session<'_>) -> Result<(), Failure> {
    let Subject::Issuer { url, addr, .. } = session.subject.clone() else {
        return Err(Failure::new(FailureKind::Other, "not an issuer"));
    };
    *session.draft() = Data::Fetch(Fetch { url: url.clone(), ..Fetch::default() });
    within(limits::FETCH, get(session, &url, addr)).await
}

async fn get(session: &Session<'_>, url: &str, near: IpAddr) -> Result<(), Failure> {
    let url = Url::parse(url)?;
    let addrs = addresses(session, &url, near).await?;
    let mut stream = dial(session, &addrs, url.port).await?;
    let request = url.request_line();
    stream.write_all(url.request().as_bytes()).await?;
    stream.flush().await?;
    note(session, |fetch| fetch.request = Some(request));
    let body = answer(session, &mut *stream).await?;
    keep(session, &body)
}

/// Where the host may be asked, the family of the mail host first.
async fn addresses(session: &Session<'_>, url: &Url, near: IpAddr) -> Result<Vec<IpAddr>, Failure> {
    let found = match url.literal() {
        Some(addr) => vec![addr],
        None => look_up(session, &url.host, near).await?,
    };
    let allowed = found.iter().copied().filter(|addr| reach::may_ask(*addr, near));
    let allowed: Vec<IpAddr> = allowed.take(limits::FETCH_ADDRESSES).collect();
    match (found.first(), allowed.is_empty()) {
        (None, _) => Err(Failure::new(FailureKind::NotPossible, "its host has no address")),
        (Some(first), true) => Err(reach::refused(*first)),
        _ => Ok(allowed),
    }
}

async fn look_up(session: &Session<'_>, host: &str, near: IpAddr) -> Result<Vec<IpAddr>, Failure> {
    let both = if near.is_ipv4() { [Kind::A, Kind::Aaaa] } else { [Kind::Aaaa, Kind::A] };
    let used = |kind: &Kind| session.setup.addresses.is_none_or(|only| only == *kind);
    let asked = both.into_iter().filter(used).map(async |kind| {
        let question = Question::new(host, kind);
        let answer = session.net.lookup(question.clone(), limits::DNS_NAME).await;
        Lookup { question, answer }
    });
    let lookups = join_all(asked).await;
    let found: Vec<IpAddr> = lookups.iter().flat_map(|l| l.answer.addresses()).collect();
    let failed = lookups.iter().find_map(|l| dns::outcome(&l.answer).err());
    note(session, |fetch| fetch.lookups = lookups);
    match failed.filter(|_| found.is_empty()) {
        Some(failure) => Err(failure),
        None => Ok(found),
    }
}

/// Opens a connection to the first of the addresses that takes one.
async fn dial(
    session: &Session<'_>,
    addrs: &[IpAddr],
    port: u16,
) -> Result<Box<dyn Stream>, Failure> {
    let mut failure = Failure::timed_out();
    for to in addrs.iter().map(|addr| SocketAddr::new(*addr, port)) {
        note(session, |fetch| fetch.to = Some(to));
        let dial = session.net.dial(to);
        failure = match tokio::time::timeout(session.setup.limits.connect, dial).await {
            Err(_) => Failure::timed_out(),
            Ok(Err(error)) => tcp::failure(error),
            Ok(Ok(connection)) => return Ok(connection.stream),
        };
    }
    Err(failure)
}

/// The body of the answer, if it is one that counts.
async fn answer(session: &Session<'_>, stream: &mut dyn Stream) -> Result<Vec<u8>, Failure> {
    let mut read = Vec::new();
    let at = loop {
        if let Some(end) = head::end(&read)? {
            break end;
        }
        if fill(stream, &mut read).await? == 0 {
            return Err(Failure::new(FailureKind::Closed, "the server closed the connection"));
        }
    };
    let body = read.split_off(at);
    let head = Head::read(&read);
    note(session, |fetch| {
        fetch.status = Some(head.status.clone());
        fetch.content_type = head.field("content-type");
        fetch.location = head.field("location");
    });
    head.check()?;
    rest(session, stream, &head, body).await
}

/// Reads the body to its end, which is where the connection ends or the length was announced to be.
async fn rest(
    session: &Session<'_>,
    stream: &mut dyn Stream,
    head: &Head,
    mut body: Vec<u8>,
) -> Result<Vec<u8>, Failure> {
    let length = head.length();
    loop {
        note(session, |fetch| fetch.size = body.len() as u64);
        match length {
            Some(length) if body.len() >= length => {
                body.truncate(length);
                return Ok(body);
            }
            _ if body.len() > limits::FETCH_BODY => return Err(head::too_much()),
            _ => {}
        }
        if fill(stream, &mut body).await? == 0 {
            break;
        }
    }
    match length {
        None => Ok(body),
        Some(_) => Err(Failure::new(FailureKind::Closed, "the file ends before its end")),
    }
}

async fn fill(stream: &mut dyn Stream, to: &mut Vec<u8>) -> Result<usize, Failure> {
    let mut chunk = [0; 2048];
    let length = stream.read(&mut chunk).await?;
    to.extend_from_slice(&chunk[..length]);
    Ok(length)
}

/// Keeps the certificates, or what lies there instead.
fn keep(session: &Session<'_>, body: &[u8]) -> Result<(), Failure> {
    let found = bag::certificates(body);
    if found.is_empty() {
        let beginning = Bytes(body[..body.len().min(limits::HEARD)].to_vec());
        note(session, |fetch| fetch.beginning = Some(beginning));
        return Err(Failure::new(FailureKind::Unexpected, "there is no certificate in it"));
    }
    let ders: Vec<&[u8]> = found.iter().map(Vec::as_slice).collect();
    let kept = room_for(&session.setup.budget, &ders, 0, 0);
    let left_out = u32::try_from(found.len() - kept).unwrap_or(u32::MAX);
    note(session, |fetch| {
        fetch.left_out = left_out;
        fetch.certificates = found.into_iter().take(kept).map(Bytes).collect();
    });
    if kept == 0 { Err(budget::exhausted()) } else { Ok(()) }
}

fn note(session: &Session<'_>, change: impl FnOnce(&mut Fetch)) {
    if let Data::Fetch(fetch) = &mut *session.draft() {
        change(fetch);
    }
}
