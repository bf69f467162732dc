//! What happened at one endpoint, in the cells of a row.
use probes::bytes::Bytes;
use probes::net::Icmp;
use probes::reply::Reply;
use probes::tcp::Connect;
use probes::{Data, FailureKind, Observation, Protocol, Service, imap, smtp};

use crate::certificate;
use crate::diagnosis::facts::{Endpoint, Mechanisms, Outcome};
use crate::finding::{Arg, Finding, Joint, Severity};
use crate::language::{self, Language, Text};

use super::cell::{Cell, both, span};
use super::document::{Row, Tone};
use super::header::day;
use super::places::ports;

/// How much a ladder tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    /// How long all of it took.
    pub(super) time: bool,
    /// How the server greets.
    pub(super) greets: bool,
    /// That a server offers no way to log in before TLS.
    pub(super) clear: bool,
    /// The names of the services.
    pub(super) names: bool,
}

/// One endpoint, or several to which the same happened.
#[derive(Clone, Debug)]
pub(super) struct Rung<'r> {
    services: Vec<(u16, Service)>,
    open: bool,
    tone: Tone,
    reach: Cell,
    greets: Cell,
    tls: Cell,
    certificate: Arg,
    auth: Auth,
    /// µs, the shortest and the longest.
    took: (u64, u64),
    greeted: bool,
    /// What is compared but not told: the certificate, and the findings.
    leaf: Option<&'r Bytes>,
    codes: Vec<&'static str>,
}

/// The ways to log in, before and inside TLS, or what stopped the question.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Auth {
    clear: Option<Vec<String>>,
    tls: Option<Vec<String>>,
    untold: Cell,
}

impl<'r> Rung<'r> {
    /// What happened at an endpoint.
    pub(super) fn of(endpoint: &Endpoint<'r>, findings: &[Finding]) -> Self {
        let own = findings.iter().filter(|f| f.subject == *endpoint.subject);
        let took = endpoint.seen.iter().map(|o| o.took_us).sum();
        Self {
            services: vec![(endpoint.port, endpoint.service)],
            open: endpoint.is_open(),
            tone: tone(endpoint, findings),
            reach: reach(endpoint),
            greets: greeting(endpoint, findings),
            tls: tls(endpoint, findings),
            certificate: chain(endpoint, findings),
            auth: Auth::of(endpoint),
            took: (took, took),
            greeted: endpoint.greeting().is_none_or(|g| g.ok()),
            leaf: endpoint.shown().and_then(|(_, chain)| chain.first()),
            codes: own.map(|f| f.code).collect(),
        }
    }

    /// Where it stands among those of one address.
    pub(super) fn order(&self) -> usize {
        let service = self.services[0].1;
        Service::ALL.iter().position(|s| *s == service).unwrap_or(usize::MAX)
    }

    /// How many endpoints it is about.
    pub(super) fn size(&self) -> usize {
        self.services.len()
    }

    /// Whether both are not open, for the same reason.
    pub(super) fn is_as_closed_as(&self, other: &Self) -> bool {
        let closed = !self.open && !other.open;
        closed && self.tone == other.tone && self.reach.is_like(&other.reach)
    }

    /// Whether the same happened to both, but for times.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let judged = |r: &Self| (r.open, r.tone, r.leaf.cloned());
        let cells = |r: &Self| (r.certificate.clone(), r.auth.clone());
        let like = [(&self.reach, &other.reach), (&self.greets, &other.greets)];
        self.services == other.services
            && judged(self) == judged(other)
            && (!self.open || self.codes == other.codes)
            && cells(self) == cells(other)
            && like.into_iter().chain([(&self.tls, &other.tls)]).all(|(a, b)| a.is_like(b))
    }

    /// Tells of the other too; of its ports, if they are others.
    pub(super) fn take(&mut self, other: &Self) {
        if self.services != other.services {
            self.services.extend(&other.services);
        }
        self.reach.take(&other.reach);
        self.greets.take(&other.greets);
        self.tls.take(&other.tls);
        self.took = both(self.took, other.took);
    }

    /// The row, where so many endpoints are told of in all.
    pub(super) fn row(&self, level: Level, of: usize, language: Language) -> Row {
        let only = |wanted: bool, text: String| if wanted { text } else { String::new() };
        let mut cells = vec![self.name(level, of, language), self.reach.told(language)];
        if self.open {
            cells.push(only(level.greets, self.greets.told(language)));
            cells.push(self.tls.told(language));
            cells.extend([language.told(&self.certificate), self.last(level, language)]);
            cells.push(only(level.time, span(self.took)));
        }
        Row { tone: Some(self.tone), cells }
    }

    /// The ways to log in. Nobody gets there without a greeting: where that has no column, what
    /// is wrong with it stands here.
    fn last(&self, level: Level, language: Language) -> String {
        if level.greets || self.greeted {
            return self.auth.told(level, language);
        }
        language.say(language::GREETS, [("what", &self.greets.told(language))])
    }

    fn name(&self, level: Level, of: usize, language: Language) -> String {
        const FEW: usize = 2;
        match self.services[..] {
            [(port, service)] if level.names => format!("{port} {}", service.row().name),
            _ if !level.names && self.size() == of && of > FEW => {
                language.say(language::ALL_PORTS, [("count", &of)])
            }
            _ => ports(&self.services.iter().map(|(port, _)| *port).collect::<Vec<_>>()),
        }
    }
}

/// As the worst finding about the endpoint has it, or one that is about more and rests on its
/// silence.
fn tone(endpoint: &Endpoint<'_>, findings: &[Finding]) -> Tone {
    let open = endpoint.is_open();
    let rests_on = |f: &Finding| !open && endpoint.seen.iter().any(|o| f.evidence.contains(&o.id));
    let about = findings.iter().filter(|f| f.subject == *endpoint.subject || rests_on(f));
    let (waived, counted): (Vec<&Finding>, Vec<_>) = about.partition(|f| f.waived.is_some());
    let spared = waived.iter().any(|f| f.severity > Severity::Note);
    match counted.iter().map(|f| f.severity).max() {
        Some(Severity::Error) => Tone::Bad,
        Some(Severity::Warning) => Tone::Doubtful,
        _ if open && !spared => Tone::Good,
        _ => Tone::Indifferent,
    }
}

/// How it was reached; after how many tries, if not at the first.
fn reach(endpoint: &Endpoint<'_>) -> Cell {
    match endpoint.nth_look() {
        1 => connected(endpoint),
        nth => connected(endpoint).within(language::AT_TRY, [("try", nth.into())]),
    }
}

fn connected(endpoint: &Endpoint<'_>) -> Cell {
    endpoint.connect().map_or_else(Cell::not_seen, |connect| reached(&connect))
}

/// What became of a connection attempt.
pub(super) fn reached(connect: &Outcome<'_, Connect>) -> Cell {
    let took = connect_time(connect);
    match (connect.kind(), connect.saw.icmp) {
        (None, _) => Cell::timed(language::OPEN, took),
        (Some(FailureKind::TimedOut), _) => Cell::timed(language::NO_ANSWER, took),
        (Some(FailureKind::Unreachable), Some(icmp)) => Cell::plain(unreachable(icmp)),
        (Some(kind), _) => Cell::plain(word(kind)),
    }
}

/// The kernel times a SYN better than any program, but leaves out those that were lost.
fn connect_time(connect: &Outcome<'_, Connect>) -> u64 {
    let took = connect.saw.took_us.unwrap_or(connect.observation.took_us);
    let timed = connect.saw.info.filter(|info| info.retransmits == 0 && info.rtt_us > 0);
    timed.map_or(took, |info| u64::from(info.rtt_us))
}

fn unreachable(icmp: Icmp) -> Arg {
    let template =
        if icmp.prohibited() { language::PROHIBITED_BY } else { language::UNREACHABLE_BY };
    template.of([("router", icmp.from.into())])
}

/// What stopped a step, in as many words as a table has room for.
const fn word(kind: FailureKind) -> Text {
    match kind {
        FailureKind::Refused => language::REFUSED,
        FailureKind::Reset => language::RESET,
        FailureKind::Unreachable => language::UNREACHABLE,
        FailureKind::NotPermitted => language::NOT_PERMITTED,
        FailureKind::NotPossible => language::NOT_POSSIBLE,
        FailureKind::CutShort => language::CUT_SHORT,
        FailureKind::Closed => language::CLOSED,
        FailureKind::Unexpected => language::NOT_READABLE,
        FailureKind::TooMuch => language::TOO_MUCH,
        FailureKind::NotTls => language::NOT_TLS,
        FailureKind::Declined => language::DECLINED,
        FailureKind::HandshakeAlert => language::ALERT,
        _ => language::FAILED,
    }
}

/// What stopped a step, if anything did.
pub(super) fn trouble(seen: &Observation) -> Option<Cell> {
    let failure = seen.failure.as_ref()?;
    Some(match &seen.saw {
        Data::Connect(saw) => reached(&Outcome { observation: seen, saw }),
        Data::Reply(reply) => stopped(failure.kind, !reply.lines.is_empty(), seen.took_us),
        _ => stopped(failure.kind, false, seen.took_us),
    })
}

/// What stopped a step after so many µs. A server that began to speak is not silent.
fn stopped(kind: FailureKind, has_spoken: bool, took_us: u64) -> Cell {
    match kind {
        FailureKind::TimedOut if has_spoken => Cell::timed(language::STALLS, took_us),
        FailureKind::TimedOut => Cell::timed(language::SILENT, took_us),
        kind => Cell::plain(word(kind)),
    }
}

fn stopped_reply(reply: Outcome<'_, Reply>) -> Option<Cell> {
    trouble(reply.observation)
}

/// The code or state word of the greeting, or what came instead.
fn greeting(endpoint: &Endpoint<'_>, findings: &[Finding]) -> Cell {
    let Some(greeting) = endpoint.greeting() else { return Cell::not_seen() };
    let said = match endpoint.service.row().protocol {
        Protocol::Smtp => smtp::code(greeting.saw).map(|code| code.to_string()),
        Protocol::Imap => imap::state(greeting.saw),
        Protocol::Pop3 => greeting.saw.first().and_then(|l| l.split(' ').next()).map(str::to_owned),
    };
    let is_other = |f: &Finding| {
        f.code == "dialogue.other-protocol" && f.evidence.contains(&greeting.observation.id)
    };
    match greeting.kind() {
        None | Some(FailureKind::Declined) => said.map_or_else(Cell::not_seen, Cell::plain),
        Some(_) if findings.iter().any(is_other) => Cell::plain(language::STRANGE),
        Some(_) => stopped_reply(greeting).unwrap_or_else(Cell::not_seen),
    }
}

fn tls(endpoint: &Endpoint<'_>, findings: &[Finding]) -> Cell {
    let shaken = reason(endpoint, findings).or_else(|| handshake(endpoint));
    if endpoint.service.implicit_tls() {
        return shaken.unwrap_or_else(Cell::not_seen);
    }
    let command = start_tls(endpoint.service);
    let command = || [("command", command.into())];
    let alone = |text: Text| Cell::plain(text.of(command()));
    let after = |cell: Cell| cell.within(language::AFTER_STARTTLS, command());
    let offered = endpoint.offers_start_tls();
    let asked = endpoint.start_tls();
    match (offered, asked.and_then(|a| a.kind()), shaken) {
        (_, Some(FailureKind::Injected), _) => alone(language::INJECTED),
        (Some(false), _, Some(shaken)) => shaken.within(language::NOT_OFFERED_BUT, []),
        (Some(false), ..) => Cell::plain(language::NOT_OFFERED),
        (_, Some(FailureKind::Declined), _) => alone(language::STARTTLS_DECLINED),
        (_, Some(_), _) => asked.and_then(stopped_reply).map_or_else(Cell::not_seen, after),
        // A port that waits for TLS before it says a word has not been asked for it.
        (None, None, Some(shaken)) if asked.is_none() => shaken,
        (_, None, Some(shaken)) => after(shaken),
        _ => Cell::not_seen(),
    }
}

/// The command that begins TLS (RFC 3207, RFC 9051 §6.2.1, RFC 2595 §4).
const fn start_tls(service: Service) -> &'static str {
    match service.row().protocol {
        Protocol::Smtp | Protocol::Imap => "STARTTLS",
        Protocol::Pop3 => "STLS",
    }
}

/// Why the handshake failed, where that was found out.
fn reason(endpoint: &Endpoint<'_>, findings: &[Finding]) -> Option<Cell> {
    let own = findings.iter().filter(|f| f.subject == *endpoint.subject);
    let mut reasons = own.filter_map(|f| Some((language::reason(f.code)?, f)));
    let (text, finding) = reasons.next()?;
    // A version stays in one piece: the space is one that doesn't break.
    let version = finding.args.get("version").map(|v| Language::En.told(v).replace(' ', "\u{a0}"));
    Some(Cell::plain(text.of([("version", version.unwrap_or_default().into())])))
}

fn handshake(endpoint: &Endpoint<'_>) -> Option<Cell> {
    let handshake = endpoint.handshake()?;
    // A version stays in one piece: the space is one that doesn't break.
    let version = handshake.saw.version.as_ref().map(|v| v.replace(' ', "\u{a0}"));
    Some(match handshake.kind() {
        None => version.map_or_else(Cell::not_seen, Cell::plain),
        Some(kind) => stopped(kind, false, handshake.observation.took_us),
    })
}

/// What judgement says of the certificate, or until when it is good.
fn chain(endpoint: &Endpoint<'_>, findings: &[Finding]) -> Arg {
    let Some(leaf) = endpoint.shown().and_then(|(_, chain)| chain.first()) else {
        return language::NOT_SEEN.into();
    };
    let own = findings.iter().filter(|f| f.subject == *endpoint.subject);
    let faults: Vec<Arg> = own.filter_map(|f| language::fault(f.code)).map(Arg::from).collect();
    match certificate::describe(&leaf.0) {
        _ if !faults.is_empty() => Arg::Series(Joint::List, faults),
        Some(leaf) => language::OK_UNTIL.of([("date", day(leaf.not_after).into())]),
        None => language::NOT_SEEN.into(),
    }
}

impl Auth {
    fn of(endpoint: &Endpoint<'_>) -> Self {
        let words = |m: Option<Mechanisms>| m.map(|m| words(&m));
        Self {
            clear: words(endpoint.mechanisms_in_clear()),
            tls: words(endpoint.mechanisms_in_tls()),
            untold: untold(endpoint),
        }
    }

    fn told(&self, level: Level, language: Language) -> String {
        let told = |words: &Vec<String>| match words.is_empty() {
            true => language.text(language::NONE),
            false => words.join(" "),
        };
        let in_clear = self.clear.as_ref().filter(|words| level.clear || !words.is_empty());
        match (in_clear.map(told), self.tls.as_ref().map(told)) {
            (Some(clear), tls) if !level.clear => {
                let tls = tls.unwrap_or_else(|| language::NOT_SEEN.to_owned());
                language.say(language::ALSO_IN_CLEAR, [("clear", &clear), ("tls", &tls)])
            }
            (Some(clear), Some(tls)) => format!("{clear} → {tls}"),
            (Some(clear), None) => format!("{clear} → {}", language::NOT_SEEN),
            (None, Some(tls)) => tls,
            (None, None) => self.untold.told(language),
        }
    }
}

/// What stopped the question, if it was asked.
fn untold(endpoint: &Endpoint<'_>) -> Cell {
    let told = endpoint.tls_capabilities().or_else(|| endpoint.clear_capabilities());
    told.and_then(stopped_reply).unwrap_or_else(Cell::not_seen)
}

/// Each once, and where the list was not read to its end a sign of that.
fn words(mechanisms: &Mechanisms) -> Vec<String> {
    let mut words = mechanisms.words();
    words.dedup();
    words.extend(mechanisms.is_cut.then_some("…"));
    words.into_iter().map(str::to_owned).collect()
}
