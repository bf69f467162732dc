//! Replies that say two things at once.
use probes::reply::Reply;
use probes::{FailureKind, Protocol, imap};

use super::about;
use crate::diagnosis::facts::{Endpoint, Facts, Outcome};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    code: "dialogue.contradictory-reply",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} says two different things in one reply (port {$port}, at {$step})",
    cause: "It says \"{$odd}\", and in the end \"{$said}\". Programs differ in which of the two they go by: a broken server or proxy, or an attack.",
    remedy: "Look at what answers on this port, and at what stands in front of it.",
    reference: "RFC 5321 §4.2.1, RFC 9051 §7.1.5",
    check: contradictions,
};

fn contradictions(facts: &Facts<'_>) -> Vec<Match> {
    let each = |e: &Endpoint<'_>| {
        let replies = [e.greeting(), e.clear_capabilities(), e.start_tls(), e.tls_capabilities()];
        let said = |o: &Outcome<'_, Reply>| matches!(o.kind(), None | Some(FailureKind::Declined));
        let whole = replies.into_iter().flatten().filter(said);
        let odd = whole.filter_map(|o| {
            let line = odd(e.service.row().protocol, o.saw)?;
            Some(about(e, &o).with("odd", line))
        });
        odd.collect::<Vec<_>>()
    };
    facts.endpoints().iter().flat_map(each).collect()
}

/// The line that does not go with the last one: in SMTP one with another code, in IMAP a good-bye
/// before an OK. Before a NO or BAD it says the same.
fn odd(protocol: Protocol, reply: &Reply) -> Option<String> {
    let (last, before) = reply.lines.split_last()?;
    let agrees = imap::state(reply).as_deref() == Some("OK");
    let code = |line: &str| line.get(..3).map(str::to_owned);
    let other_code = |line: &&str| code(line) != code(&last.text);
    let odd = match protocol {
        Protocol::Smtp => before.iter().map(|line| line.text.as_str()).find(other_code),
        Protocol::Imap => imap::good_bye(reply).filter(|_| agrees),
        Protocol::Pop3 => None,
    };
    odd.map(str::to_owned)
}
