//! A command that was sent in clear right behind the request for TLS, and what became of it.
use probes::reply::{Line, Reply};
use probes::{FailureKind, Observation, Protocol, Step, pop3, smtp};

use super::kind;
use super::retry::Retry;
use super::round::stop;

/// Such a command.
#[derive(Clone, Copy, Debug)]
pub struct Pipelined<'r> {
    /// As it was sent.
    pub sent: &'r Line,
    /// What became of it.
    pub fate: Fate<'r>,
}

/// What became of it, as far as that can be seen.
#[derive(Clone, Copy, Debug)]
pub enum Fate<'r> {
    /// It was answered inside TLS, with this line.
    Inside(&'r str),
    /// It was answered in clear, before TLS.
    Clear,
    /// It was not answered, and the session went on.
    Ignored,
    /// The server went no further; here.
    Refused(&'r Observation),
    /// Inside TLS came what is no answer to it.
    Other,
}

impl<'r> Retry<'r> {
    /// What became of it, if it was sent and the server did not fall silent over it.
    pub fn pipelined(&self) -> Option<Pipelined<'r>> {
        let asked = self.reply(Step::StartTls)?;
        let sent = asked.saw.behind.as_ref()?;
        let fate = match (stop(&self.seen), self.reply(Step::Listen)) {
            (Some(stop), _) if refuses(stop) => Fate::Refused(stop),
            (None, Some(heard)) if self.inside_tls(heard.observation) => {
                let protocol = asked.observation.subject.service()?.row().protocol;
                match (answer(protocol, heard.saw, sent), heard.saw.lines.is_empty()) {
                    (Some(said), _) => Fate::Inside(said),
                    (None, false) => Fate::Other,
                    (None, true) if asked.saw.beyond.is_some() => Fate::Clear,
                    (None, true) => Fate::Ignored,
                }
            }
            _ => return None,
        };
        Some(Pipelined { sent, fate })
    }
}

/// Whether a server ends a visit in such a way because of what it was sent. One that is only silent
/// may hang.
fn refuses(stop: &Observation) -> bool {
    use FailureKind as F;
    let late = matches!(stop.step, Step::StartTls | Step::Handshake | Step::Listen);
    let ends = [F::Declined, F::Closed, F::Reset, F::NotTls, F::HandshakeAlert, F::HandshakeFailed];
    late && kind(stop).is_some_and(|kind| ends.contains(&kind))
}

/// The line that answers the command. A greeting, or a farewell, is none, though a server may say
/// either without being asked (RFC 5321 §3.8, RFC 9051 §7.1.5).
fn answer<'r>(protocol: Protocol, heard: &'r Reply, sent: &Line) -> Option<&'r str> {
    let last = heard.last()?;
    match protocol {
        // Done, or a word on the command itself: not known, not now (RFC 5321 §4.2.1).
        Protocol::Smtp => matches!(smtp::code(heard), Some(250 | 500..=504)).then_some(last),
        Protocol::Imap => {
            let tag = |line: &'r str| line.split(' ').next();
            (tag(last) == sent.text.split(' ').next()).then_some(last)
        }
        Protocol::Pop3 => {
            let is_list = pop3::positive(heard) && heard.lines.len() > 1;
            heard.first().filter(|_| is_list)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line { text: text.to_owned(), ..Line::default() }
    }

    #[test]
    fn what_a_server_may_say_unasked_is_no_answer() {
        use Protocol::{Imap, Pop3, Smtp};
        for (protocol, said, answers) in [
            (Smtp, &["220 ready"][..], false),
            (Smtp, &["421 4.4.2 timeout"], false),
            (Smtp, &["554 5.5.0 synchronization error"], false),
            (Smtp, &["250 OK"], true),
            (Smtp, &["503 5.5.1 EHLO first"], true),
            (Imap, &["* OK ready"], false),
            (Imap, &["* BYE", "m2 OK done"], false),
            (Imap, &["* OK still here", "m3 BAD no"], true),
            (Pop3, &["+OK ready"], false),
            (Pop3, &["-ERR [SYS/TEMP] busy"], false),
            (Pop3, &["+OK", "UIDL", "."], true),
            (Pop3, &[], false),
        ] {
            let lines = said.iter().map(|text| line(text)).collect();
            let heard = Reply { lines, ..Reply::default() };
            assert_eq!(answer(protocol, &heard, &line("m3 NOOP")).is_some(), answers, "{said:?}");
        }
    }
}
