//! What every mail protocol has: a greeting, a list of capabilities, a way into TLS, a farewell.
//!
//! The protocols differ in words and in how a reply ends; that lies in [`crate::smtp`],
//! [`crate::imap`] and [`crate::pop3`].
use std::net::IpAddr;

use tokio::io::AsyncWriteExt;

use crate::bytes::Bytes;
use crate::reply::Reply;
use crate::session::within;
use crate::{Data, Failure, FailureKind, Protocol, Session, Step, imap, limits, pop3, smtp};

pub(crate) async fn greeting(session: &mut Session<'_>) -> Result<(), Failure> {
    ask(session, Step::Greeting).await
}

pub(crate) async fn capabilities(session: &mut Session<'_>) -> Result<(), Failure> {
    ask(session, Step::Capabilities).await
}

/// Asks for TLS, also where it isn't offered: a server that agrees shows that the offer was
/// taken out on the way.
pub(crate) async fn start_tls(session: &mut Session<'_>) -> Result<(), Failure> {
    ask(session, Step::StartTls).await?;
    let unread = std::mem::take(&mut session.wire()?.unread);
    if unread.is_empty() {
        return Ok(());
    }
    if let Data::Reply(reply) = &mut *session.draft() {
        reply.beyond = Some(Bytes(unread[..unread.len().min(limits::LINE)].to_vec()));
    }
    // Who answers in clear what was sent in clear slips nothing in.
    if session.subject.is_pipelined() {
        return Ok(());
    }
    Err(Failure::new(FailureKind::Injected, "bytes followed the reply in clear"))
}

/// Hears whether the server answers, inside TLS, the command that was sent before it. Nothing should
/// come; whatever does is kept.
pub(crate) async fn listen(session: &mut Session<'_>) -> Result<(), Failure> {
    let protocol = protocol(session)?;
    let tag = imap::tag(session.commands.saturating_sub(1));
    let whole = |reply: &Reply| protocol.whole(reply, Step::Capabilities, &tag);
    match session.exchange(limits::UNASKED, None, whole).await {
        Err(f) if matches!(f.kind, FailureKind::TimedOut | FailureKind::Unexpected) => Ok(()),
        heard => heard,
    }
}

/// Says good-bye and closes. Whatever comes of it is kept; nothing depends on it.
pub(crate) async fn farewell(session: &mut Session<'_>) -> Result<(), Failure> {
    let said = ask(session, Step::Farewell).await;
    if let Some(wire) = &mut session.wire {
        let closing = async { wire.stream.shutdown().await.map_err(Failure::from) };
        // The server may be gone already; it has been taken leave of.
        let _ = within(limits::FAREWELL, closing).await;
    }
    said
}

async fn ask(session: &mut Session<'_>, step: Step) -> Result<(), Failure> {
    let protocol = protocol(session)?;
    let command = command(session, protocol, step);
    let limits = session.setup.limits;
    let limit = match step {
        Step::Greeting => limits.greeting,
        Step::Farewell => limits::FAREWELL,
        _ => limits.reply,
    };
    if command.is_some() && step != Step::Farewell {
        wait_to_be_asked(session, protocol)?;
    }
    let tag = imap::tag(session.commands);
    session.exchange(limit, command.as_deref(), |reply| protocol.whole(reply, step, &tag)).await?;
    let draft = session.draft();
    match &*draft {
        Data::Reply(reply) => protocol.outcome(reply, step),
        _ => Ok(()),
    }
}

fn protocol(session: &Session<'_>) -> Result<Protocol, Failure> {
    let service = session.subject.service();
    let service = service.ok_or_else(|| Failure::new(FailureKind::Other, "not an endpoint"))?;
    Ok(service.row().protocol)
}

/// A server that speaks before it is asked would be taken for answering: by mistake, or on purpose
/// by somebody on the way. Untagged responses are lawful in IMAP at any time (RFC 9051 §7).
fn wait_to_be_asked(session: &mut Session<'_>, protocol: Protocol) -> Result<(), Failure> {
    let lawful = |line: &[u8]| protocol == Protocol::Imap && line.starts_with(b"* ");
    let Some(unasked) = session.take_unasked(lawful) else { return Ok(()) };
    let early = Some(Bytes(unasked[..unasked.len().min(limits::LINE)].to_vec()));
    *session.draft() = Data::Reply(Reply { early, ..Reply::default() });
    Err(Failure::new(FailureKind::Unexpected, "the server spoke without being asked"))
}

fn command(session: &Session<'_>, protocol: Protocol, step: Step) -> Option<String> {
    let words = match (protocol, step) {
        (Protocol::Smtp, Step::Capabilities) => format!("EHLO {}", introduction(session)),
        (Protocol::Smtp, Step::StartTls) => "STARTTLS".into(),
        (Protocol::Smtp | Protocol::Pop3, Step::Farewell) => "QUIT".into(),
        (Protocol::Pop3, Step::Capabilities) => "CAPA".into(),
        (Protocol::Pop3, Step::StartTls) => "STLS".into(),
        (Protocol::Imap, Step::Capabilities) => "CAPABILITY".into(),
        (Protocol::Imap, Step::StartTls) => "STARTTLS".into(),
        (Protocol::Imap, Step::Farewell) => "LOGOUT".into(),
        _ => return None,
    };
    let numbered = |nth: u32, words: &str| match protocol {
        Protocol::Imap => format!("{} {words}", imap::tag(session.commands + nth)),
        _ => words.to_owned(),
    };
    let first = numbered(0, &words);
    let behind = step == Step::StartTls && session.subject.is_pipelined();
    Some(if behind { format!("{first}\r\n{}", numbered(1, protocol.harmless())) } else { first })
}

/// The user's name for this host, or the address literal of this end (RFC 5321 §4.1.3).
fn introduction(session: &Session<'_>) -> String {
    if let Some(name) = &session.setup.ehlo_name {
        return name.clone();
    }
    match session.wire.as_ref().map(|w| w.local.ip().to_canonical()) {
        Some(IpAddr::V4(addr)) => format!("[{addr}]"),
        Some(IpAddr::V6(addr)) => format!("[IPv6:{addr}]"),
        None => "[127.0.0.1]".into(),
    }
}

impl Protocol {
    /// Whether the reply is whole; an error if it is none of this protocol.
    fn whole(self, reply: &Reply, step: Step, tag: &str) -> Result<bool, Failure> {
        let Some(last) = reply.last() else { return Ok(false) };
        match self {
            Self::Smtp => smtp::whole(last),
            Self::Imap => imap::whole(reply, step, tag),
            Self::Pop3 => pop3::whole(reply, step),
        }
    }

    /// A command that changes nothing and is lawful before anybody has logged in, as `NOOP` of POP3
    /// is not (RFC 1939 §5).
    const fn harmless(self) -> &'static str {
        match self {
            Self::Smtp | Self::Imap => "NOOP",
            Self::Pop3 => "CAPA",
        }
    }

    /// Whether a whole reply says yes; an error too if it is none to this step.
    fn outcome(self, reply: &Reply, step: Step) -> Result<(), Failure> {
        let yes = match self {
            Self::Smtp => smtp::positive(reply, step)?,
            Self::Imap => imap::positive(reply, step)?,
            Self::Pop3 => pop3::positive(reply),
        };
        if yes { Ok(()) } else { Err(declined(reply)) }
    }
}

impl Protocol {
    /// Whether a reply that says no asks to come back: by the class of its code (RFC 5321 §4.2.1),
    /// or by a word for what passes (RFC 5530 §3, RFC 3206 §4).
    pub(crate) fn defers(self, reply: &Reply) -> bool {
        let says = |word| reply.last().is_some_and(|l| l.to_ascii_uppercase().contains(word));
        match self {
            Self::Smtp => matches!(smtp::code(reply), Some(400..=499)),
            Self::Imap => says("[UNAVAILABLE]"),
            Self::Pop3 => says("[SYS/TEMP]"),
        }
    }
}

fn declined(reply: &Reply) -> Failure {
    Failure::new(FailureKind::Declined, reply.last().unwrap_or_default())
}

/// The line isn't one of this protocol.
pub(crate) fn unexpected(line: &str) -> Failure {
    Failure::new(FailureKind::Unexpected, line)
}
