//! The seven services of a mail host: one row each. The list is the plan.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tls::hello::Offer;
use crate::{Failure, FailureKind, Step};

/// A service by its registered name (RFC 6335; the IANA port list).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// Relay between servers (RFC 5321), 25.
    Smtp,
    /// Submission with implicit TLS (RFC 8314 §3.3), 465.
    Submissions,
    /// Submission with STARTTLS (RFC 6409), 587.
    Submission,
    /// POP3 with STLS (RFC 1939, RFC 2595), 110.
    Pop3,
    /// POP3 with implicit TLS (RFC 8314 §3.1), 995.
    Pop3s,
    /// IMAP with STARTTLS (RFC 9051), 143.
    Imap,
    /// IMAP with implicit TLS (RFC 8314 §3.2), 993.
    Imaps,
}

/// The language spoken on a service.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// RFC 5321.
    Smtp,
    /// RFC 1939.
    Pop3,
    /// RFC 9051, RFC 3501.
    Imap,
}

/// What is fixed about a service.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The registered name, as `--ports` takes it.
    pub name: &'static str,
    /// The registered port.
    pub port: u16,
    /// What is spoken there.
    pub protocol: Protocol,
    /// The steps, in order. Those that begin with a handshake are the implicit TLS services.
    pub series: &'static [Step],
}

/// In clear first, TLS on request.
const IN_CLEAR: &[Step] = &[
    Step::Connect,
    Step::Greeting,
    Step::Capabilities,
    Step::StartTls,
    Step::Handshake,
    Step::Capabilities,
    Step::Farewell,
];

/// TLS before a word is said.
const IMPLICIT: &[Step] =
    &[Step::Connect, Step::Handshake, Step::Greeting, Step::Capabilities, Step::Farewell];

/// What is tried on a silent port that should greet in clear: perhaps it waits for TLS.
const PERHAPS_TLS: &[Step] = &[Step::Handshake, Step::Greeting, Step::Capabilities, Step::Farewell];

/// What is left where a server said no.
const FAREWELL: &[Step] = &[Step::Farewell];

/// The ways of a retry: to an answer to a hello, or to a whole handshake, each in clear first or
/// not. Nobody can be taken leave of in the middle of a handshake.
const HELLO_IN_CLEAR: &[Step] =
    &[Step::Connect, Step::Greeting, Step::Capabilities, Step::StartTls, Step::Hello];
const HELLO: &[Step] = &[Step::Connect, Step::Hello];
const HANDSHAKE_IN_CLEAR: &[Step] = &[
    Step::Connect,
    Step::Greeting,
    Step::Capabilities,
    Step::StartTls,
    Step::Handshake,
    Step::Farewell,
];
const GREETING: &[Step] = &[Step::Connect, Step::Greeting, Step::Farewell];
const HANDSHAKE: &[Step] = &[Step::Connect, Step::Handshake, Step::Greeting, Step::Farewell];

/// The way to what becomes of a command right behind the request for TLS.
const PIPELINED: &[Step] = &[
    Step::Connect,
    Step::Greeting,
    Step::Capabilities,
    Step::StartTls,
    Step::Handshake,
    Step::Listen,
    Step::Farewell,
];

impl Service {
    /// All of them, in the order in which a report shows them.
    pub const ALL: &[Self] = &[
        Self::Smtp,
        Self::Submissions,
        Self::Submission,
        Self::Pop3,
        Self::Pop3s,
        Self::Imap,
        Self::Imaps,
    ];

    /// The row of this service.
    pub const fn row(self) -> Row {
        let (name, port, protocol, series) = match self {
            Self::Smtp => ("smtp", 25, Protocol::Smtp, IN_CLEAR),
            Self::Submissions => ("submissions", 465, Protocol::Smtp, IMPLICIT),
            Self::Submission => ("submission", 587, Protocol::Smtp, IN_CLEAR),
            Self::Pop3 => ("pop3", 110, Protocol::Pop3, IN_CLEAR),
            Self::Pop3s => ("pop3s", 995, Protocol::Pop3, IMPLICIT),
            Self::Imap => ("imap", 143, Protocol::Imap, IN_CLEAR),
            Self::Imaps => ("imaps", 993, Protocol::Imap, IMPLICIT),
        };
        Row { name, port, protocol, series }
    }

    /// Whether TLS comes first, before a word is said (RFC 8314 §3).
    pub fn implicit_tls(self) -> bool {
        self.row().series.get(1) == Some(&Step::Handshake)
    }

    /// The name of what is spoken there for ALPN (RFC 7301 §6, the IANA registry), where there is
    /// one: for mail only RFC 2595 has registered any.
    pub const fn alpn(self) -> Option<&'static str> {
        match self.row().protocol {
            Protocol::Imap => Some("imap"),
            Protocol::Pop3 => Some("pop3"),
            Protocol::Smtp => None,
        }
    }

    /// The steps of a retry with this offer.
    pub(crate) fn again(self, offer: Offer) -> &'static [Step] {
        if offer == Offer::Pipelined {
            return PIPELINED;
        }
        match (offer.is_hello(), self.implicit_tls()) {
            (true, false) => HELLO_IN_CLEAR,
            (true, true) => HELLO,
            (false, false) => HANDSHAKE_IN_CLEAR,
            (false, true) => HANDSHAKE,
        }
    }

    /// The steps for an endpoint with which another is compared.
    pub(crate) fn compared(self) -> &'static [Step] {
        if self.implicit_tls() { HANDSHAKE } else { GREETING }
    }

    /// What is left to do when a step of a retry failed: no guesses are made again.
    pub(crate) const fn after_again(self, step: Step, failure: &Failure) -> &'static [Step] {
        match (step, failure.kind) {
            (Step::Greeting | Step::Capabilities | Step::StartTls, FailureKind::Declined) => {
                FAREWELL
            }
            _ => &[],
        }
    }

    /// The service whose registered port this is.
    pub fn on(port: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.row().port == port)
    }

    /// The service with this registered name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.row().name == name)
    }

    /// What is left to do when this step failed: usually to take leave, if there is anybody to
    /// take leave of.
    pub fn after(self, step: Step, failure: &Failure, spoken_to: bool) -> &'static [Step] {
        match (step, failure.kind) {
            // Nobody runs implicit TLS on 25, and a server that greets late there on purpose
            // takes whoever speaks first for a spammer.
            (Step::Greeting, FailureKind::TimedOut) if self == Self::Smtp && !spoken_to => &[],
            (Step::Greeting, FailureKind::TimedOut) if !spoken_to && !self.implicit_tls() => {
                PERHAPS_TLS
            }
            // Nobody talks before the greeting has come to its end: who does is shut out.
            (Step::Greeting, FailureKind::TimedOut) => &[],
            (Step::Connect | Step::Handshake | Step::Farewell, _) => &[],
            (_, FailureKind::Declined | FailureKind::TimedOut) => FAREWELL,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Service;
    use crate::{Failure, FailureKind, Step};

    #[test]
    fn nobody_is_spoken_to_before_a_greeting_that_has_begun_has_ended() {
        let late = Failure::new(FailureKind::TimedOut, "");
        for service in Service::ALL {
            assert!(service.after(Step::Greeting, &late, true).is_empty(), "{service:?}");
        }
        let no = Failure::new(FailureKind::Declined, "");
        assert_eq!(Service::Smtp.after(Step::Greeting, &no, true), [Step::Farewell]);
    }
}
