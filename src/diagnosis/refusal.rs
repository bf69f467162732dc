//! Servers that turn this client away, at the greeting or at the first command.
use std::borrow::Cow;

use probes::reply::{Line, Reply};
use probes::{FailureKind, Protocol, Service, imap, smtp};

use super::dialogue::{good_bye, hung_up};
use super::facts::{Endpoint, Facts, Outcome};
use super::greeting::heard;
use super::sending;
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::knowledge::refusals;
use crate::language;

pub(super) const RULES: &[Rule] = &[LISTED, REJECTS, DEFERS];

pub(super) const LISTED: Rule = Rule {
    code: "dialogue.blocklisted",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} turns this client away on port {$port} because of a block list: {$said}",
    cause: "The server's words name a list, or the reputation of the address from which this was run. Addresses of access networks and VPNs are on such lists as a rule: port 25 is for mail servers.{$clear}",
    remedy: "{$send}Try another network (a phone's) to see whether it is the address of this one. A mail server's owner must have its address taken off the list that the words name.",
    reference: "RFC 5782 §2.3, RFC 5321 §3.1",
    check: listed,
};

/// Who only sends by a mail program is none the worse for a port 25 that refuses.
fn listed(facts: &Facts<'_>) -> Vec<Match> {
    let found = refused(facts, |r| !r.temporary && r.names_list()).into_iter();
    let told = found.map(|m| {
        let on_25 = m.subject.service() == Some(Service::Smtp);
        let host = m.subject.name().unwrap_or_default().to_owned();
        if !on_25 {
            return m.with("send", "");
        }
        let submission = sending::submission(facts, &host);
        m.with("send", language::SEND_BY.of([("submission", submission)]))
    });
    told.collect()
}

const REJECTS: Rule = Rule {
    code: "dialogue.greeting-rejects",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} turns this client away on port {$port}: {$said}",
    cause: "Its words are a refusal of this client.{$normal}{$clear}",
    remedy: "Read the server's words. If they name a block list or an address, whoever uses that address must have it delisted; if they are about HELO or EHLO, try --ehlo-name; otherwise the server's owner must say why.{$send}",
    reference: "RFC 5321 §3.1, RFC 9051 §7.1.5",
    check: |facts| refused(facts, |r| !r.temporary && !r.names_list()),
};

fn refused(facts: &Facts<'_>, how: impl Fn(&Refusal<'_>) -> bool) -> Vec<Match> {
    let away = facts.endpoints().iter().filter_map(|e| Some((e, refusal(e)?)));
    away.filter(|(_, refusal)| how(refusal))
        .map(|(e, refusal)| {
            let m = about(e, &refusal);
            if e.service != Service::Smtp {
                return m.with("normal", "").with("send", "");
            }
            let m = m.with("normal", language::NORMAL_ON_25).with("send", language::NOT_BY_25);
            m.actor(Actor::You).severity(severity_on_25(facts, e))
        })
        .collect()
}

/// An exchanger that accepts nobody is a fault; one that refuses machines that are no mail servers
/// is not, nor is a spare one beside another that accepts.
fn severity_on_25(facts: &Facts<'_>, endpoint: &Endpoint<'_>) -> Severity {
    let accepts = |e: &Endpoint<'_>| e.greeting().is_some_and(|g| g.ok()) && refusal(e).is_none();
    let needed = facts.is_exchanger(endpoint.host) && !facts.exchanger_endpoints().any(accepts);
    if needed { Severity::Error } else { Severity::Warning }
}

const DEFERS: Rule = Rule {
    code: "dialogue.greeting-defers",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    actor: Actor::Nobody,
    title: "{$host} asks this client to come back later (port {$port}): {$said}",
    cause: "Its words are a temporary refusal, as from a server that is busy or limits new clients.{$clear}",
    remedy: "Wait 10 min and run this again. If it stays so, send the server's words to the provider.",
    reference: "RFC 5321 §4.2.1, RFC 5530 §3, RFC 3206 §4",
    check: |facts| {
        let away = facts.endpoints().iter().filter_map(|e| Some((e, refusal(e)?)));
        away.filter(|(_, r)| r.temporary).map(|(e, r)| about(e, &r)).collect()
    },
};

fn about(endpoint: &Endpoint<'_>, refusal: &Refusal<'_>) -> Match {
    let said = refusal.reply.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>();
    let ids = std::iter::once(refusal.id).chain(hung_up(&endpoint.seen));
    let m = Match::on(endpoint.subject, ids).with("said", said.join(" / "));
    match refusal.in_clear {
        true => m.with("clear", language::REFUSED_IN_CLEAR),
        false => m.with("clear", ""),
    }
}

/// A reply that refuses the client, not just the command.
pub(super) struct Refusal<'r> {
    /// The observation.
    id: u32,
    reply: Cow<'r, Reply>,
    pub(super) temporary: bool,
    /// Whether it stands where TLS should.
    in_clear: bool,
}

impl<'r> Refusal<'r> {
    fn of(protocol: Protocol, outcome: Outcome<'r, Reply>) -> Self {
        let reply = Cow::Borrowed(outcome.saw);
        Self { temporary: is_temporary(protocol, &reply), id: outcome.id(), reply, in_clear: false }
    }

    /// Whether the words are about a list of addresses, or about what is thought of this one.
    pub(super) fn names_list(&self) -> bool {
        let said = self.reply.lines.iter().map(|l| l.text.to_lowercase());
        let said = said.collect::<Vec<_>>().join(" ");
        let word = |c: char| !c.is_ascii_alphanumeric();
        refusals::LISTS
            .iter()
            .any(|w| said.match_indices(w).any(|(at, _)| !said[..at].ends_with(|c| !word(c))))
    }
}

/// How this endpoint refuses the client, if it does.
pub(super) fn refusal<'r>(endpoint: &Endpoint<'r>) -> Option<Refusal<'r>> {
    let declined = |o: &Outcome<'r, Reply>| o.kind() == Some(FailureKind::Declined);
    let protocol = endpoint.service.row().protocol;
    if let Some(greeting) = endpoint.greeting().filter(declined) {
        return Some(Refusal::of(protocol, greeting));
    }
    let told = [endpoint.clear_capabilities(), endpoint.tls_capabilities()].into_iter().flatten();
    told.filter(declined)
        .map(|o| Refusal::of(protocol, o))
        .find(|r| r.temporary || is_about_client(protocol, &r.reply))
        .or_else(|| taken_leave(endpoint))
        .or_else(|| refused_in_clear(endpoint))
}

/// A good-bye in place of an answer that says "not now".
fn taken_leave<'r>(endpoint: &Endpoint<'r>) -> Option<Refusal<'r>> {
    let steps = [endpoint.clear_capabilities(), endpoint.start_tls(), endpoint.tls_capabilities()];
    let left = steps.into_iter().flatten().filter_map(|o| {
        let line = Line { text: good_bye(endpoint, &o)?.to_owned(), ..Line::default() };
        let reply = Reply { lines: vec![line], ..Reply::default() };
        let temporary = is_temporary(endpoint.service.row().protocol, &reply);
        Some(Refusal { id: o.id(), reply: Cow::Owned(reply), temporary, in_clear: false })
    });
    left.into_iter().find(|r| r.temporary || r.names_list())
}

/// Limiters and block lists may know nothing of TLS, and answer before it can begin.
pub(super) fn refused_in_clear<'r>(endpoint: &Endpoint<'r>) -> Option<Refusal<'r>> {
    let not_tls = |kind| kind == Some(FailureKind::NotTls);
    let shaken = endpoint.handshake().filter(|h| not_tls(h.kind()))?;
    let reply = Reply {
        lines: heard(&shaken).map(|text| Line { text, ..Line::default() }).collect(),
        ..Reply::default()
    };
    let protocol = endpoint.service.row().protocol;
    let refuses = match protocol {
        Protocol::Smtp => matches!(smtp::code(&reply), Some(400..=599)),
        Protocol::Imap => imap::state(&reply).as_deref() == Some("BYE"),
        Protocol::Pop3 => reply.first().is_some_and(|line| line.starts_with("-ERR")),
    };
    (endpoint.service.implicit_tls() && refuses).then(|| Refusal {
        id: shaken.id(),
        temporary: is_temporary(protocol, &reply),
        reply: Cow::Owned(reply),
        in_clear: true,
    })
}

/// A reply that says "not now".
pub(super) fn is_temporary(protocol: Protocol, reply: &Reply) -> bool {
    let text = reply.last().unwrap_or_default().to_lowercase();
    match protocol {
        Protocol::Smtp => matches!(smtp::code(reply), Some(400..=499)),
        Protocol::Imap | Protocol::Pop3 => {
            refusals::TEMPORARY.iter().any(|word| text.contains(word))
        }
    }
}

/// A reply to the first command that is not about the command (RFC 3463 §3.8: x.7.x).
fn is_about_client(protocol: Protocol, reply: &Reply) -> bool {
    protocol == Protocol::Smtp
        && (matches!(smtp::code(reply), Some(550 | 554))
            || reply.last().is_some_and(|l| l.contains(" 5.7.")))
}
