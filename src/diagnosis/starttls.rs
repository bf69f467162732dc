//! The way from clear text into TLS.
mod pipelined;

use probes::{FailureKind, Protocol, Service, Step, smtp};

use super::facts::{Endpoint, Facts, Outcome};
use super::greeting::{is_masked, is_preauth};
use super::refusal::is_temporary;
use super::sending;
use crate::finding::{Actor, Arg, Confidence, Match, Rule, Severity};
use crate::language;

pub(super) const RULES: &[Rule] =
    &[INJECTED, STRIPPED, PREAUTH, REFUSED, MISSING, pipelined::BUFFERS, pipelined::STRICT];

const INJECTED: Rule = Rule {
    code: "dialogue.starttls-injected",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Network,
    title: "Something slips words in before encryption begins (port {$port} of {$host})",
    cause: "Bytes follow the STARTTLS reply in clear, where a careless client would take them for the server's words inside TLS: a broken server or proxy, or an attack.",
    remedy: "Find out what stands between clients and the server and take it away. Until then nobody should log in through this port; 465, 993 and 995 cannot be meddled with this way.",
    reference: "RFC 3207 §6, CVE-2011-0411",
    check: |facts| starts(facts, |e| asked(e) == Some(Some(FailureKind::Injected))),
};

const STRIPPED: Rule = Rule {
    code: "dialogue.starttls-stripped",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "The offer of STARTTLS {$state} (port {$port} of {$host})",
    cause: "{$why} Programs that go by the offer send in clear, or give up.",
    remedy: "Use 465, 993 or 995 (SSL/TLS), where nothing can be hidden ({$seen}). {$do}",
    reference: "RFC 3207 §6, RFC 8314 §3",
    check: stripped,
};

/// An overwritten name is proof; that the command is understood may also mean that the server
/// hides it on purpose.
fn stripped(facts: &Facts<'_>) -> Vec<Match> {
    let overwritten = |e: &Endpoint<'_>| not_offered(e) && !masked(e) && is_overwritten(e);
    let hidden = |e: &Endpoint<'_>| {
        not_offered(e) && !masked(e) && !is_overwritten(e) && asked(e) == Some(None)
    };
    let likely = starts(facts, hidden).into_iter().map(|m| {
        let m = m.with("state", language::OFFER_MISSING).with("why", language::HIDDEN_BY_EITHER);
        let m = m.with("do", language::TELL_WHO_HIDES);
        m.confidence(Confidence::Medium).actor(Actor::You)
    });
    let sure = starts(facts, overwritten).into_iter().map(|m| {
        let m = m.with("state", language::OFFER_OVERWRITTEN);
        m.with("why", language::OVERWRITTEN_BY).with("do", language::STOP_INSPECTION)
    });
    sure.chain(likely).map(|m| instead(facts, m)).collect()
}

/// What can't be stripped of its encryption, since that comes first.
fn instead(facts: &Facts<'_>, m: Match) -> Match {
    let ports = sending::implicit(facts, m.subject.name().unwrap_or_default());
    let seen = |ports: String| language::IMPLICIT_SEEN.of([("ports", ports.into())]);
    m.with("seen", ports.map_or_else(|| language::IF_THEY_ANSWER.into(), seen))
}

const PREAUTH: Rule = Rule {
    code: "dialogue.preauth",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} says on port {$port} that the client is logged in already",
    cause: "The greeting PREAUTH in clear leaves no lawful way into TLS: a wrong set-up, or an attack that keeps the session in clear.{$all-the-same}",
    remedy: "Switch PREAUTH off on this service. Until then use port 993 (SSL/TLS).",
    reference: "RFC 9051 §7.1.4, §11.1",
    check: preauth,
};

/// Some servers agree to STARTTLS even so; programs that keep to the rules don't ask for it.
fn preauth(facts: &Facts<'_>) -> Vec<Match> {
    let greets = |e: &Endpoint<'_>| is_preauth(e) && !e.service.implicit_tls();
    let found = |secured: bool, words: Arg| {
        let found = starts(facts, |e| greets(e) && e.is_secured() == secured).into_iter();
        found.map(move |m| m.with("all-the-same", words.clone()))
    };
    found(false, "".into()).chain(found(true, language::TLS_ALL_THE_SAME.into())).collect()
}

const REFUSED: Rule = Rule {
    code: "dialogue.starttls-refused",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers {$command} on port {$port} and then refuses it",
    cause: "The server says: {$said}.{$why}",
    remedy: "{$do} Until then use the implicit TLS port (465, 993, 995).",
    reference: "RFC 3207 §4",
    check: refused,
};

fn refused(facts: &Facts<'_>) -> Vec<Match> {
    let refuses =
        |e: &Endpoint<'_>| e.may_offer_start_tls() && asked(e) == Some(Some(FailureKind::Declined));
    let such = |no| starts(facts, |e| refuses(e) && No::of(e) == Some(no)).into_iter();
    let told = [No::Lacking, No::NotNow, No::Never].into_iter();
    told.flat_map(|no| such(no).map(move |m| no.told(m))).collect()
}

/// How a server refuses what it has offered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum No {
    /// What TLS needs is not there (454, RFC 3207 §4).
    Lacking,
    /// For now, whatever it is about.
    NotNow,
    Never,
}

impl No {
    fn of(endpoint: &Endpoint<'_>) -> Option<Self> {
        let asked = endpoint.start_tls()?;
        let protocol = endpoint.service.row().protocol;
        Some(match protocol {
            Protocol::Smtp if smtp::code(asked.saw) == Some(454) => Self::Lacking,
            _ if is_temporary(protocol, asked.saw) => Self::NotNow,
            _ => Self::Never,
        })
    }

    fn told(self, m: Match) -> Match {
        match self {
            Self::Lacking => {
                m.with("why", language::TLS_UNREADABLE).with("do", language::MEND_FILES)
            }
            Self::NotNow => m.with("why", "").with("do", language::TRY_LATER),
            Self::Never => m.with("why", "").with("do", language::MEND_FILES),
        }
    }
}

const MISSING: Rule = Rule {
    code: "dialogue.starttls-missing",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers no encryption on port {$port}",
    cause: "{$command} is not offered. {$why}: {$said}",
    remedy: "{$do}",
    reference: "RFC 3207, RFC 8314 §4.1, RFC 2595",
    check: missing,
};

/// On the submission port nobody may log in without it; elsewhere another port can serve.
fn missing(facts: &Facts<'_>) -> Vec<Match> {
    let without = |e: &Endpoint<'_>| {
        !e.may_offer_start_tls() && !is_overwritten(e) && !masked(e) && !is_preauth(e)
    };
    let such = |answer| starts(facts, |e| without(e) && Answer::of(e) == Some(answer)).into_iter();
    let told = Answer::ALL.into_iter().flat_map(|answer| such(answer).map(move |m| answer.told(m)));
    let severe = |m: Match| match m.subject.service() {
        Some(Service::Submission) => m.severity(Severity::Error),
        _ => m,
    };
    told.map(severe).collect()
}

/// What comes of asking for TLS where it is not offered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The command is refused.
    No,
    /// It is refused for now.
    NotNow,
    /// None, or none of the protocol. Something on the way that hides the offer may do that too.
    Lost,
}

impl Answer {
    const ALL: [Self; 3] = [Self::No, Self::NotNow, Self::Lost];

    /// Nothing, where TLS was agreed to or not asked for, or where that failed in a way that says
    /// nothing of the server.
    fn of(endpoint: &Endpoint<'_>) -> Option<Self> {
        let asked = endpoint.start_tls().filter(|s| s.saw.early.is_none())?;
        match asked.kind()? {
            FailureKind::Declined if is_temporary(endpoint.service.row().protocol, asked.saw) => {
                Some(Self::NotNow)
            }
            FailureKind::Declined => Some(Self::No),
            FailureKind::Injected | FailureKind::CutShort => None,
            _ => Some(Self::Lost),
        }
    }

    /// Why nothing is sure, and what to do about that.
    fn told(self, m: Match) -> Match {
        match self {
            Self::No => {
                m.with("why", language::REFUSED_UNOFFERED).with("do", language::SWITCH_ON_TLS)
            }
            Self::NotNow => {
                let m = m.with("why", language::UNAVAILABLE_NOW).with("do", language::MEND_TLS);
                m.confidence(Confidence::Medium)
            }
            Self::Lost => {
                let detail = m.args.get("detail").cloned().unwrap_or_default();
                let m = m.with("said", detail).with("why", language::LOST_UNOFFERED);
                m.with("do", language::COMPARE_OFFERS).confidence(Confidence::Low).actor(Actor::You)
            }
        }
    }
}

/// The endpoints that go into TLS, or don't, in such a way.
fn starts(facts: &Facts<'_>, how: impl Fn(&Endpoint<'_>) -> bool) -> Vec<Match> {
    let such = facts.endpoints().iter().filter(|e| how(e));
    such.map(|e| {
        let steps = [e.greeting(), e.clear_capabilities(), e.start_tls()];
        let asked = e.start_tls();
        let said = asked.and_then(|s| s.saw.last()).unwrap_or_default();
        let command = language::step(Step::StartTls, Some(e.service.row().protocol));
        let m = Match::on(e.subject, steps.into_iter().flatten().map(|o| o.id()));
        let failure = asked.as_ref().and_then(Outcome::failure);
        m.with("said", said).with("command", command).failed(failure)
    })
    .collect()
}

/// What came of asking for TLS: `None` if it wasn't asked for.
fn asked(endpoint: &Endpoint<'_>) -> Option<Option<FailureKind>> {
    endpoint.start_tls().map(|s| s.kind())
}

fn not_offered(endpoint: &Endpoint<'_>) -> bool {
    endpoint.offers_start_tls() == Some(false)
}

/// Firewalls that inspect SMTP put Xs in the place of keywords they don't like.
fn is_overwritten(endpoint: &Endpoint<'_>) -> bool {
    let told = endpoint.clear_capabilities();
    let crossed = |word: &str| {
        let crosses = word.trim_end_matches('A');
        word.len() >= 4 && !crosses.is_empty() && crosses.bytes().all(|b| b == b'X')
    };
    endpoint.service.row().protocol == Protocol::Smtp
        && told.is_some_and(|t| smtp::keywords(t.saw).iter().any(|(k, _)| crossed(k)))
}

/// Where the greeting is overwritten too, another rule speaks.
fn masked(endpoint: &Endpoint<'_>) -> bool {
    endpoint.greeting().is_some_and(|g| is_masked(endpoint, g.saw))
}
