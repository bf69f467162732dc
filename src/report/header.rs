//! What a support desk asks for: what made this, when, from where, about what.
use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use probes::net::{Answer, Source};
use probes::{Data, Observation, Step};

use crate::diagnosis::{Facts, provider};
use crate::finding::Class;
use crate::language::{self, Language, Text};
use crate::recording::{Ended, Recording, Vantage};
use crate::target::{Asked, From, Role};

use super::places::{joined, ports};
use super::{Report, Status};

/// Labels and values.
pub(super) fn facts(facts: &Facts<'_>, language: Language) -> Vec<(String, String)> {
    let recording = facts.recording;
    let vantage = &recording.vantage;
    let told = [
        (language::REDACTED, redacted(recording, language)),
        (language::TOOL, tool(recording)),
        (language::SYSTEM, vantage.os.clone()),
        (language::STARTED, started(recording)),
        (language::RUN, ran(recording, language)),
        (language::COMMAND, vantage.command.clone()),
        (language::TARGET, target(&recording.asked, language)),
        (language::PROVIDER_KNOWN, provider(facts, language)),
        (language::SOURCE, source(recording, language)),
        (language::RESOLVER, resolver(recording, language)),
        (language::TRUST, trust(recording, language)),
        (language::SHA256, language.say(language::SHA256_OF, [("hash", &recording.sha256())])),
    ];
    let known = told.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| (language.text(label), value)).collect()
}

/// The same, and where there is more.
pub(super) fn brief(facts: &Facts<'_>, language: Language) -> Vec<(String, String)> {
    let more = (language.text(language::MORE), language.text(language::WITH_VERBOSE));
    self::facts(facts, language).into_iter().chain([more]).collect()
}

/// What kind of trouble it is, if any; what made this, when, and how it ended.
pub(super) fn byline(report: &Report<'_>, language: Language) -> String {
    let recording = report.recording;
    let byline = language.say(
        language::BYLINE,
        [
            ("tool", &tool(recording)),
            ("time", &started(recording)),
            ("ended", &ended(recording.ended, language)),
            ("took", &time(recording.took_us)),
        ],
    );
    let byline = match &recording.redacted {
        Some(_) => language.say(language::WITH_ALIASES, [("byline", &byline)]),
        None => byline,
    };
    let byline = match waived(report, language).filter(|_| report.verdict.status != Status::Healthy)
    {
        Some(waived) => {
            language.say(language::AND_WAIVED, [("byline", &byline), ("waived", &waived)])
        }
        None => byline,
    };
    let Some(class) = class(report) else { return byline };
    let class = language.text(class);
    language.say(language::OF_CLASS, [("class", &class), ("byline", &byline)])
}

/// The kind of trouble in a word for people: who looks for a name that is not found does not think
/// of connections.
fn class(report: &Report<'_>) -> Option<Text> {
    let class = report.verdict.class?;
    let of_names = report.verdict.code.is_some_and(|code| code.starts_with("dns."));
    Some(match class {
        Class::Connection if of_names => language::CLASS_NAMES,
        class => language::class(class),
    })
}

/// What does not count for now, if anything: the codes, but for what others explain.
pub(super) fn waived(report: &Report<'_>, language: Language) -> Option<String> {
    let waived = report.findings.iter().filter(|f| f.waived.is_some() && f.because.is_none());
    let mut codes: Vec<String> = waived.map(|f| f.code.to_owned()).collect();
    codes.sort_unstable();
    codes.dedup();
    let codes = (!codes.is_empty()).then(|| language.list(&codes))?;
    Some(language.say(language::WAIVED, [("codes", &codes)]))
}

/// How a run ended, in words.
pub(super) fn ended(ended: Ended, language: Language) -> String {
    language.text(match ended {
        Ended::Completed => language::COMPLETED,
        Ended::Deadline => language::DEADLINE,
        Ended::Interrupted => language::INTERRUPTED,
    })
}

/// A duration of so many µs, to two or three figures. The unit stays with its number: between
/// them stands a space that doesn't break.
pub(super) fn time(us: u64) -> String {
    let took = Duration::from_micros(us);
    match us {
        0..100 => format!("{us}\u{a0}µs"),
        100..10_000 => format!("{:.1}\u{a0}ms", took.as_secs_f64() * 1e3),
        10_000..1_000_000 => format!("{}\u{a0}ms", took.as_millis()),
        1_000_000..100_000_000 => format!("{:.1}\u{a0}s", took.as_secs_f64()),
        _ => format!("{}\u{a0}s", took.as_secs()),
    }
}

/// A moment, seconds since the Unix epoch, where the clock is so far from UTC; "" beyond reason.
pub(super) fn moment(at: i64, utc_offset_s: i32, format: &str) -> String {
    let offset = Offset::from_seconds(utc_offset_s).unwrap_or(Offset::UTC);
    let zoned = Timestamp::from_second(at).map(|t| t.to_zoned(TimeZone::fixed(offset)));
    zoned.map(|z| z.strftime(format).to_string()).unwrap_or_default()
}

/// When a certificate ends that has no end (RFC 5280 §4.1.2.5): 99991231235959Z, which is beyond
/// what can be told as a moment of every zone.
pub(super) const NO_END: i64 = 253_402_300_799;

/// A day in UTC.
pub(super) fn day(at: i64) -> String {
    if at == NO_END { "9999-12-31".to_owned() } else { moment(at, 0, "%Y-%m-%d") }
}

fn tool(recording: &Recording) -> String {
    format!("{} {}", recording.tool.name, recording.tool.version)
}

/// By which policy it has aliases; "" if it has none.
fn redacted(recording: &Recording, language: Language) -> String {
    let Some(redaction) = &recording.redacted else { return String::new() };
    language.say(language::REDACTED_BY, [("policy", &redaction.policy)])
}

fn started(recording: &Recording) -> String {
    let at = i64::try_from(recording.at).unwrap_or(i64::MAX);
    moment(at, recording.vantage.utc_offset_s, "%Y-%m-%d %H:%M:%S %:z")
}

fn ran(recording: &Recording, language: Language) -> String {
    let (ended, took) = (ended(recording.ended, language), time(recording.took_us));
    language.say(language::RAN, [("ended", &ended), ("took", &took)])
}

fn target(asked: &Asked, language: Language) -> String {
    let name = &asked.target.name;
    let template = match (asked.role, asked.target.literal()) {
        (_, Some(_)) => language::AS_ADDRESS,
        (Role::Auto, _) => language::AS_AUTO,
        (Role::Host, _) => language::AS_HOST,
        (Role::Domain, _) => language::AS_DOMAIN,
    };
    let mut what = language.say(template, [("name", name)]);
    if asked.ports_from == From::User {
        let named: Vec<u16> = asked.ports.iter().map(|p| p.port).collect();
        what = language.say(language::AND_PORTS, [("what", &what), ("ports", &ports(&named))]);
    }
    if let Some(addr) = asked.connect {
        what = language.say(language::AT, [("what", &what), ("addr", &addr)]);
    }
    language.say(language::UNDERSTOOD, [("typed", &asked.target.typed), ("role", &what)])
}

/// Who serves the target, and where its customers get help; "" if nobody is recognised.
fn provider(facts: &Facts<'_>, language: Language) -> String {
    let Some(found) = provider::recognised(facts) else { return String::new() };
    let name = provider::names(&found.providers);
    let helps = found.providers.iter().find_map(|p| Some((p.support.as_ref()?, &p.support_lang)));
    match helps {
        None => name,
        Some((support, tongues)) if tongues.is_empty() => {
            language.say(language::WITH_SUPPORT, [("provider", &name), ("support", support)])
        }
        Some((support, tongues)) => {
            let tongues: Vec<_> =
                tongues.iter().map(|t| language.text(language::tongue(*t))).collect();
            let languages = language.list(&tongues);
            language.say(
                language::ANSWERS_IN,
                [("provider", &name), ("support", support), ("languages", &languages)],
            )
        }
    }
}

fn source(recording: &Recording, language: Language) -> String {
    let tried = recording.observations.iter().any(|o| o.step == Step::Connect);
    match &recording.sources()[..] {
        [] if tried => language.text(language::SOURCE_UNKNOWN),
        [] => language.text(language::NO_SOURCE),
        sources => joined(sources),
    }
}

fn resolver(recording: &Recording, language: Language) -> String {
    let Vantage { resolvers, resolvers_from, .. } = &recording.vantage;
    let asked = servers(recording);
    let set: Vec<String> = resolvers.iter().map(socket).collect();
    let list = if asked.is_empty() { joined(&set) } else { joined(&asked) };
    match (list.is_empty(), resolvers_from.is_empty()) {
        (true, _) => String::new(),
        (_, true) => list,
        _ => language.say(language::SET_IN, [("resolvers", &list), ("source", resolvers_from)]),
    }
}

/// The servers that were really asked, each once.
fn servers(recording: &Recording) -> Vec<String> {
    let mut found = Vec::new();
    for exchange in recording.observations.iter().filter_map(answer).flat_map(|a| &a.exchanges) {
        if let Source::Server { addr } = &exchange.source
            && !found.contains(&socket(addr))
        {
            found.push(socket(addr));
        }
    }
    found
}

/// A resolver; its port only where it isn't the usual one.
pub(super) fn socket(addr: &SocketAddr) -> String {
    if addr.port() == 53 { addr.ip().to_string() } else { addr.to_string() }
}

fn answer(observation: &Observation) -> Option<&Answer> {
    match &observation.saw {
        Data::Lookup(lookup) => Some(&lookup.answer),
        _ => None,
    }
}

fn trust(recording: &Recording, language: Language) -> String {
    let trust = &recording.trust;
    let whole = language.say(language::TRUSTED, [("source", &trust.source), ("size", &trust.size)]);
    trust.problems.iter().fold(whole, |whole, problem| {
        language.say(language::TRUST_PROBLEM, [("trust", &whole), ("problem", problem)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_or_three_figures() {
        let told = [62, 312, 9_940, 12_400, 250_000, 5_003_000, 120_000_000].map(time);
        assert_eq!(
            told,
            ["62 µs", "0.3 ms", "9.9 ms", "12 ms", "250 ms", "5.0 s", "120 s"]
                .map(|t| t.replace(' ', "\u{a0}"))
        );
    }

    #[test]
    fn the_desk_is_told_who_serves_the_target_and_where_to_write() {
        let told = |name: &str| {
            let mut recording = super::super::sample::recording();
            recording.asked.target.name = name.to_owned();
            provider(&Facts::new(&recording, recording.at), Language::En)
        };
        let whole = "Zoho Mail, personal (United States), support@zohomail.com, answers in English";
        assert_eq!(told("smtp.zoho.com"), whole);
        assert_eq!(told("smtp.web.de"), "WEB.DE");
        assert_eq!(told("mail.example.test"), "");
    }

    #[test]
    fn a_moment_is_told_with_its_offset() {
        let told = moment(1_795_259_112, 9 * 3600, "%Y-%m-%d %H:%M:%S %:z");
        assert_eq!(told, "2026-11-21 20:05:12 +09:00");
    }
}
