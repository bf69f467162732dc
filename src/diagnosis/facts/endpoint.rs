//! One endpoint, with everything that was seen of it.
use std::collections::HashMap;
use std::net::IpAddr;

use probes::bytes::Bytes;
use probes::reply::Reply;
use probes::tcp::Connect;
use probes::tls::Handshake;
use probes::{
    Data, Failure, FailureKind, Observation, Protocol, Service, Step, Subject, imap, pop3, smtp,
};

use super::Tried;
use super::retry::{self, Retry};

/// One endpoint, with everything that was seen of it.
pub struct Endpoint<'r> {
    /// The subject.
    pub subject: &'r Subject,
    /// The name under which it was found.
    pub host: &'r str,
    /// Its address.
    pub addr: IpAddr,
    /// Its port.
    pub port: u16,
    /// What is expected there.
    pub service: Service,
    /// What was seen, in order.
    pub seen: Vec<&'r Observation>,
    /// What was seen of it at other looks than the one that counts, look by look.
    pub earlier: Vec<Vec<&'r Observation>>,
    /// How it was asked again because its handshake had failed, in order.
    pub retries: Vec<Retry<'r>>,
    /// How it was asked what else it accepts, in order.
    pub scans: Vec<Retry<'r>>,
}

/// A step that was taken, with what it saw and what stopped it.
#[derive(Debug)]
pub struct Outcome<'r, T> {
    /// The observation.
    pub observation: &'r Observation,
    /// What it saw.
    pub saw: &'r T,
}

/// The ways to log in that a server offers at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mechanisms {
    /// SASL mechanisms, upper case.
    pub sasl: Vec<String>,
    /// Commands that take a password as it is: `LOGIN` of IMAP, `USER` of POP3.
    pub plain_command: Option<&'static str>,
    /// Other commands: `APOP`.
    pub other_command: Option<&'static str>,
    /// Whether there may be more of them: the list is longer than what was kept of it.
    pub is_cut: bool,
}

// Derived, they would ask the same of `T`, of which this holds only a reference.
impl<T> Copy for Outcome<'_, T> {}
impl<T> Clone for Outcome<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Outcome<'_, T> {
    /// What stopped it.
    pub fn failure(&self) -> Option<&Failure> {
        self.observation.failure.as_ref()
    }

    /// The kind of what stopped it.
    pub fn kind(&self) -> Option<FailureKind> {
        self.failure().map(|f| f.kind)
    }

    /// Its id.
    pub const fn id(&self) -> u32 {
        self.observation.id
    }

    /// Whether nothing stopped it.
    pub const fn ok(&self) -> bool {
        self.observation.failure.is_none()
    }
}

pub(super) fn all<'r>(seen: &[&'r Observation], tried: &[Tried<'r>]) -> Vec<Endpoint<'r>> {
    let mut found: Vec<Endpoint<'_>> = Vec::new();
    let mut places: HashMap<&Subject, usize> = HashMap::new();
    for &observation in seen {
        let Subject::Endpoint { host, addr, port, service } = &observation.subject else {
            continue;
        };
        if let Some(place) = places.get(&observation.subject) {
            found[*place].seen.push(observation);
            continue;
        }
        places.insert(&observation.subject, found.len());
        found.push(Endpoint {
            subject: &observation.subject,
            host,
            addr: *addr,
            port: *port,
            service: *service,
            seen: vec![observation],
            earlier: vec![],
            retries: vec![],
            scans: vec![],
        });
    }
    for &observation in seen {
        if let Subject::Retry { offer, .. } = observation.subject
            && let Some(place) = observation.subject.endpoint().and_then(|e| places.get(&e))
        {
            let endpoint = &mut found[*place];
            let asked = if offer.is_scan() { &mut endpoint.scans } else { &mut endpoint.retries };
            retry::add(asked, offer, observation);
        }
    }
    for one in tried {
        if let Some(place) = places.get(one.subject) {
            let mut others: Vec<_> = one.others().map(<[_]>::to_vec).collect();
            others.iter_mut().take(1).for_each(|first| first.extend(&one.beside));
            found[*place].earlier = others;
        }
    }
    found
}

/// Whether an observation was made inside TLS, of those on the same connection.
pub fn inside_tls(seen: &[&Observation], observation: &Observation) -> bool {
    let shaken = seen.iter().find(|o| o.step == Step::Handshake);
    shaken.is_some_and(|h| h.failure.is_none() && h.id < observation.id)
}

impl<'r> Endpoint<'r> {
    /// At which look it was seen like this: 1 for the first.
    pub fn nth_look(&self) -> usize {
        let round = |look: &[&Observation]| look.first().map_or(0, |o| o.round);
        1 + self.earlier.iter().filter(|look| round(look) < round(&self.seen)).count()
    }

    /// The connection attempt.
    pub fn connect(&self) -> Option<Outcome<'r, Connect>> {
        self.seen.iter().find_map(|o| match &o.saw {
            Data::Connect(saw) => Some(Outcome { observation: o, saw }),
            _ => None,
        })
    }

    /// Whether a connection came about.
    pub fn is_open(&self) -> bool {
        self.connect().is_some_and(|c| c.ok())
    }

    /// What stopped the connection attempt.
    pub fn connect_failure(&self) -> Option<FailureKind> {
        self.connect()?.kind()
    }

    /// Whether the connection attempt got no answer at all.
    pub fn is_silent(&self) -> bool {
        self.connect_failure() == Some(FailureKind::TimedOut)
    }

    /// The handshake.
    pub fn handshake(&self) -> Option<Outcome<'r, Handshake>> {
        self.seen.iter().find_map(|o| match &o.saw {
            Data::Handshake(saw) => Some(Outcome { observation: o, saw }),
            _ => None,
        })
    }

    /// The first chain that was shown, by the handshake or to what was asked after that.
    pub fn shown(&self) -> Option<(&'r Observation, &'r [Bytes])> {
        let again = self.retries.iter().flat_map(|retry| &retry.seen);
        let mut all = self.seen.iter().chain(again).map(|o| (*o, chain(o)));
        all.find(|(_, chain)| !chain.is_empty())
    }

    /// Whether TLS was reached.
    pub fn is_secured(&self) -> bool {
        self.handshake().is_some_and(|h| h.ok())
    }

    /// The first wait for a greeting: in clear, but for implicit TLS.
    pub fn first_greeting(&self) -> Option<Outcome<'r, Reply>> {
        self.reply(Step::Greeting, |_| true)
    }

    /// The greeting. Where a silent port turned out to wait for TLS it is the one inside TLS.
    pub fn greeting(&self) -> Option<Outcome<'r, Reply>> {
        if self.is_secured() { self.replies(Step::Greeting).last() } else { self.first_greeting() }
    }

    /// The capabilities told in clear.
    pub fn clear_capabilities(&self) -> Option<Outcome<'r, Reply>> {
        self.reply(Step::Capabilities, |o| !self.inside_tls(o))
    }

    /// The capabilities told inside TLS.
    pub fn tls_capabilities(&self) -> Option<Outcome<'r, Reply>> {
        self.reply(Step::Capabilities, |o| self.inside_tls(o))
    }

    /// The request for TLS.
    pub fn start_tls(&self) -> Option<Outcome<'r, Reply>> {
        self.reply(Step::StartTls, |_| true)
    }

    /// The farewell.
    pub fn farewell(&self) -> Option<Outcome<'r, Reply>> {
        self.reply(Step::Farewell, |_| true)
    }

    /// Whether an observation was made inside TLS.
    pub fn inside_tls(&self, observation: &Observation) -> bool {
        inside_tls(&self.seen, observation)
    }

    /// Whether STARTTLS or STLS stands among the capabilities told in clear; `None` if they weren't
    /// told, or not all of them are known.
    pub fn offers_start_tls(&self) -> Option<bool> {
        let told = self.told(self.clear_capabilities()?)?;
        let listed = match self.service.row().protocol {
            Protocol::Smtp => smtp::offers(told, "STARTTLS"),
            Protocol::Imap => imap::capabilities(told).iter().any(|c| c == "STARTTLS"),
            Protocol::Pop3 => pop3::offers(told, "STLS"),
        };
        (listed || !is_cut(self.service.row().protocol, told)).then_some(listed)
    }

    /// Whether the server may have meant to offer STARTTLS or STLS: it has not told its
    /// capabilities without that, nor told none.
    pub fn may_offer_start_tls(&self) -> bool {
        let unlisted = self.clear_capabilities().filter(|c| c.ok() && self.told(*c).is_none());
        self.offers_start_tls() != Some(false) && unlisted.is_none()
    }

    /// The ways to log in offered in clear; `None` if they weren't told.
    pub fn mechanisms_in_clear(&self) -> Option<Mechanisms> {
        self.told(self.clear_capabilities()?).map(|told| self.mechanisms(told))
    }

    /// The ways to log in offered inside TLS; `None` if they weren't told.
    pub fn mechanisms_in_tls(&self) -> Option<Mechanisms> {
        self.told(self.tls_capabilities()?).map(|told| self.mechanisms(told))
    }

    /// The capabilities in an answer, if it has any.
    fn told(&self, answer: Outcome<'r, Reply>) -> Option<&'r Reply> {
        let listed = answer.ok() && !lists_nothing(self.service.row().protocol, answer.saw);
        listed.then_some(answer.saw)
    }

    fn mechanisms(&self, told: &Reply) -> Mechanisms {
        let protocol = self.service.row().protocol;
        let known = Mechanisms { is_cut: is_cut(protocol, told), ..Mechanisms::default() };
        match protocol {
            Protocol::Smtp => Mechanisms { sasl: smtp::mechanisms(told), ..known },
            Protocol::Imap => {
                let disabled = imap::capabilities(told).iter().any(|c| c == "LOGINDISABLED");
                let plain_command = (!disabled && !known.is_cut).then_some("LOGIN");
                Mechanisms { sasl: imap::mechanisms(told), plain_command, ..known }
            }
            Protocol::Pop3 => Mechanisms {
                sasl: pop3::mechanisms(told),
                plain_command: pop3::offers(told, "USER").then_some("USER"),
                other_command: self.apop(),
                ..known
            },
        }
    }

    fn apop(&self) -> Option<&'static str> {
        pop3::apop_timestamp(self.greeting()?.saw).map(|_| "APOP")
    }

    fn reply(
        &self,
        step: Step,
        which: impl Fn(&Observation) -> bool,
    ) -> Option<Outcome<'r, Reply>> {
        self.replies(step).find(|o| which(o.observation))
    }

    fn replies(&self, step: Step) -> impl Iterator<Item = Outcome<'r, Reply>> {
        let of_step = self.seen.iter().filter(move |o| o.step == step);
        of_step.filter_map(|o| match &o.saw {
            Data::Reply(saw) => Some(Outcome { observation: o, saw }),
            _ => None,
        })
    }
}

/// Whether an answer that must list something does not: in IMAP the version is a capability
/// (RFC 9051 §6.1.1).
pub fn lists_nothing(protocol: Protocol, told: &Reply) -> bool {
    protocol == Protocol::Imap && imap::capabilities(told).is_empty()
}

/// Whether a list of capabilities is longer than what was kept of it: what it lacks may have stood
/// there. The first line is no part of it, but in IMAP.
pub fn is_cut(protocol: Protocol, told: &Reply) -> bool {
    match protocol {
        Protocol::Imap => imap::is_cut(told),
        Protocol::Smtp | Protocol::Pop3 => told.lines.iter().skip(1).any(|line| line.cut > 0),
    }
}

fn chain(observation: &Observation) -> &[Bytes] {
    match &observation.saw {
        Data::Handshake(saw) => &saw.chain,
        Data::Hello(saw) => &saw.chain,
        _ => &[],
    }
}

impl Mechanisms {
    /// Whether there is surely no way to log in.
    pub fn is_empty(&self) -> bool {
        !self.is_cut && self.has_none()
    }

    fn has_none(&self) -> bool {
        self.sasl.is_empty() && self.plain_command.is_none() && self.other_command.is_none()
    }

    /// All of them in words.
    pub fn words(&self) -> Vec<&str> {
        let commands = self.plain_command.into_iter().chain(self.other_command);
        self.sasl.iter().map(String::as_str).chain(commands).collect()
    }

    /// Those that hand over a password as it is (RFC 4616; `LOGIN`).
    pub fn plain(&self) -> Vec<&str> {
        let plain =
            self.sasl.iter().map(String::as_str).filter(|m| matches!(*m, "PLAIN" | "LOGIN"));
        let command = self.plain_command.filter(|c| !self.sasl.iter().any(|m| m == c));
        plain.chain(command).collect()
    }

    /// Whether all of them are of the time before TLS: challenges that rest on MD5 or MD4.
    pub fn old_only(&self) -> bool {
        let old = |m: &String| matches!(&m[..], "CRAM-MD5" | "DIGEST-MD5" | "NTLM" | "APOP");
        !self.is_cut
            && !self.has_none()
            && self.plain_command.is_none()
            && self.sasl.iter().all(old)
    }

    /// Whether tokens are the only way to log in (RFC 7628).
    pub fn tokens_only(&self) -> bool {
        let token = |m: &String| m == "XOAUTH2" || m == "OAUTHBEARER";
        !self.is_cut
            && self.plain_command.is_none()
            && self.other_command.is_none()
            && self.sasl.iter().any(token)
            && self.sasl.iter().all(|m| token(m) || m == "EXTERNAL" || m == "ANONYMOUS")
    }
}
