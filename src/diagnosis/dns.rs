//! Names.
mod exchangers;

use probes::dns::Lookup;
use probes::net::Source;
use probes::{FailureKind, Observation, Step, Subject};

use super::facts::{Facts, kind};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::target::Role;

pub(super) const RULES: &[Rule] = &[
    NO_SUCH_NAME,
    ALIAS_TO_NOTHING,
    RESOLVER_SILENT,
    SERVER_FAILURE,
    RESOLVER_REFUSES,
    exchangers::NULL_MX,
    exchangers::MX_LITERAL,
    exchangers::MX_NAME,
    exchangers::UNRESOLVABLE,
    NO_ADDRESS,
    exchangers::MX_ALIAS,
    exchangers::NOT_PUBLIC,
    exchangers::NULL_MX_MIXED,
    exchangers::MX_MISSING,
    HALF_A_NAME,
    FROM_FILE,
    NO_REVERSE_NAME,
];

const NO_SUCH_NAME: Rule = Rule {
    code: "dns.no-such-name",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The name {$host} does not exist",
    cause: "The DNS says that there is no such name: it is misspelt, has expired, or exists only inside another network.",
    remedy: "Check the spelling against your provider's help page.",
    reference: "RFC 2308 §2.1",
    check: no_such_name,
};

/// The name that was asked for. Exchangers that don't exist are the domain's fault, and have a
/// rule of their own.
fn no_such_name(facts: &Facts<'_>) -> Vec<Match> {
    let asked: Vec<_> = facts
        .recording
        .observations
        .iter()
        .filter(|o| matches!(o.subject, Subject::Domain { .. } | Subject::Host { .. }))
        .collect();
    let missing: Vec<_> =
        asked.iter().filter(|o| kind(o) == Some(FailureKind::NoSuchName)).collect();
    let answered = asked.iter().any(|o| o.failure.is_none());
    match missing.first() {
        Some(first) if !answered && alias(facts, &first.subject).is_none() => {
            vec![Match::on(&first.subject, missing.iter().map(|o| o.id))]
        }
        _ => vec![],
    }
}

const ALIAS_TO_NOTHING: Rule = Rule {
    code: "dns.alias-to-nothing",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The name {$host} is an alias of {$target}, which does not exist",
    cause: "The alias (CNAME) points to a name that the DNS denies, as when a service behind it was given up.",
    remedy: "Point {$host} to a name that exists.",
    reference: "RFC 1034 §3.6.2",
    check: |facts| {
        let subjects = facts.named_subjects().into_iter();
        let hosts = subjects.filter(|s| matches!(s, Subject::Host { .. }));
        hosts
            .filter_map(|subject| {
                let (target, ids) = alias(facts, subject)?;
                Some(Match::on(subject, ids).with("target", target))
            })
            .collect()
    },
};

/// The last alias of a name that leads to no existing name, with the questions that show it.
fn alias<'r>(facts: &Facts<'r>, subject: &Subject) -> Option<(&'r str, Vec<u32>)> {
    let about = forward(facts).filter(|(o, _)| o.subject.name() == subject.name());
    let denied: Vec<_> = about.filter(|(o, _)| kind(o) == Some(FailureKind::NoSuchName)).collect();
    let (_, target) = denied.iter().find_map(|(_, l)| l.answer.aliases().last().copied())?;
    Some((target, denied.iter().map(|(o, _)| o.id).collect()))
}

const HALF_A_NAME: Rule = Rule {
    code: "dns.half-a-name",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::DomainOwner,
    title: "The name servers of {$host} say both that the name exists and that it doesn't",
    cause: "They answer one record type and deny the whole name for another. Resolvers that believe the denial lose the name.",
    remedy: "Have the name servers answer NODATA, not NXDOMAIN, for types they don't have.",
    reference: "RFC 4074 §4.2",
    check: half_a_name,
};

fn half_a_name(facts: &Facts<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    for subject in facts.named_subjects() {
        let both: Vec<_> =
            forward(facts).filter(|(o, _)| o.subject.name() == subject.name()).collect();
        let denied: Vec<_> =
            both.iter().filter(|(o, _)| kind(o) == Some(FailureKind::NoSuchName)).collect();
        let affirmed = both
            .iter()
            .any(|(o, l)| o.failure.is_none() && !l.answer.records.is_empty() && !from_file(l));
        if affirmed && !denied.is_empty() {
            found.push(Match::on(subject, denied.iter().map(|(o, _)| o.id)));
        }
    }
    found
}

const FROM_FILE: Rule = Rule {
    code: "dns.from-hosts-file",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The address of {$host} comes from the hosts file of this machine, not from the DNS",
    cause: "Programs on this machine use that address; all others ask the DNS, which may say something else or not know the name.",
    remedy: "If that is not on purpose, take the line out of the hosts file. With --resolver the DNS is asked.",
    reference: "RFC 1123 §6.1.3.8",
    check: |facts| {
        let subjects = facts.named_subjects().into_iter();
        let known = |s: &&Subject| facts.addresses_of(s).iter().any(|(_, l)| from_file(l));
        subjects
            .filter(known)
            .map(|subject| {
                let all = forward(facts).filter(|(o, _)| o.subject.name() == subject.name());
                // What the DNS says of the name beside that is not a fault.
                Match::on(subject, all.map(|(o, _)| o.id))
            })
            .collect()
    },
};

/// Whether the answer comes from a file of this machine.
fn from_file(lookup: &Lookup) -> bool {
    let last = lookup.answer.exchanges.last();
    last.is_some_and(|e| matches!(e.source, Source::File { .. }))
}

const NO_ADDRESS: Rule = Rule {
    code: "dns.no-address",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The name {$host} exists but has no address to connect to",
    cause: "It has no address record of the kind that may be used; programs cannot connect to it.",
    remedy: "Use the host name that your provider publishes; it is often another one (mail., smtp., imap.).",
    reference: "RFC 2308 §2.2",
    check: no_address,
};

fn no_address(facts: &Facts<'_>) -> Vec<Match> {
    let no_domain =
        facts.exchangers().is_empty() && facts.mx().is_none_or(|(o, _)| o.failure.is_none());
    let expected = facts.asked().role == Role::Host || no_domain;
    let host = Subject::Host { host: facts.asked().target.name.clone() };
    let lookups = facts.addresses_of(&host);
    let family = facts.asked().family;
    let usable = |l: &Lookup| l.answer.addresses().into_iter().any(|a| family.allows(a));
    let answered = !lookups.is_empty() && lookups.iter().all(|(o, _)| o.failure.is_none());
    if expected && answered && !lookups.iter().any(|(_, l)| usable(l)) {
        vec![Match::on(&host, lookups.iter().map(|(o, _)| o.id))]
    } else {
        vec![]
    }
}

const SERVER_FAILURE: Rule = Rule {
    code: "dns.server-failure",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::DomainOwner,
    title: "Questions for {$host} end in SERVFAIL ({$types})",
    cause: "The domain's name servers don't answer, or their signatures (DNSSEC) are wrong, or the resolver itself is ill.",
    remedy: "Mend the name servers of the domain. If another resolver (--resolver) does answer, it is this resolver that is ill.",
    reference: "RFC 1035 §4.1.1, RFC 4035 §5.5",
    check: |facts| failing(facts, |k| k == FailureKind::ServerFailure),
};

const RESOLVER_REFUSES: Rule = Rule {
    code: "dns.resolver-refuses",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Network,
    title: "The resolver refuses to answer for {$host} ({$types})",
    cause: "It does not serve this network, or not this name.",
    remedy: "Let the resolver serve this network, or have this machine use another one (--resolver).",
    reference: "RFC 1035 §4.1.1",
    check: |facts| failing(facts, |k| k == FailureKind::RefusedByResolver),
};

const RESOLVER_SILENT: Rule = Rule {
    code: "dns.resolver-silent",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "Questions for {$host} get no usable answer ({$types}): {$detail}",
    cause: "The resolver cannot be reached from here, or what comes back is no answer: no network, a log-in page in front of it, or a wrong setting.",
    remedy: "Check that this machine is online, past any log-in page, and which resolver it uses; try another one with --resolver.",
    reference: "RFC 1035 §4.2",
    check: |facts| {
        failing(facts, |k| {
            !matches!(
                k,
                FailureKind::NoSuchName
                    | FailureKind::ServerFailure
                    | FailureKind::RefusedByResolver
                    | FailureKind::CutShort
            )
        })
    },
};

/// Questions for names that failed in such a way, one match per subject. If other questions about
/// the same name were answered, or other exchangers have addresses, it is a warning, and not the
/// resolver's doing.
fn failing(facts: &Facts<'_>, how: impl Fn(FailureKind) -> bool) -> Vec<Match> {
    let such: Vec<_> = forward(facts).filter(|(o, _)| kind(o).is_some_and(&how)).collect();
    let mut subjects: Vec<&Subject> = such.iter().map(|(o, _)| &o.subject).collect();
    subjects.dedup();
    subjects
        .into_iter()
        .map(|subject| {
            let own: Vec<_> = such.iter().filter(|(o, _)| o.subject == *subject).collect();
            let types: Vec<_> = own.iter().map(|(_, l)| format!("{:?}", l.question.kind)).collect();
            let detail = own.iter().find_map(|(o, _)| o.failure.as_ref());
            let m = Match::on(subject, own.iter().map(|(o, _)| o.id))
                .with("types", types.join(", ").to_uppercase())
                .with("detail", detail.map_or("", |f| &f.detail));
            if is_answered(facts, subject) {
                m.severity(Severity::Warning).actor(Actor::DomainOwner)
            } else {
                m
            }
        })
        .collect()
}

fn is_answered(facts: &Facts<'_>, subject: &Subject) -> bool {
    let same = |o: &Observation| o.subject.name() == subject.name();
    let spare = |o: &Observation, l: &Lookup| {
        let exchangers = [subject, &o.subject].map(|s| matches!(s, Subject::Exchanger { .. }));
        exchangers == [true, true] && !l.answer.addresses().is_empty()
    };
    forward(facts).any(|(o, l)| o.failure.is_none() && (same(o) || spare(o, l)))
}

/// Questions for names, not for the names of addresses.
fn forward<'r>(facts: &Facts<'r>) -> impl Iterator<Item = (&'r Observation, &'r Lookup)> + use<'r> {
    let addresses = facts.lookups(Step::A).chain(facts.lookups(Step::Aaaa));
    facts.lookups(Step::Mx).chain(addresses)
}

const NO_REVERSE_NAME: Rule = Rule {
    code: "dns.no-reverse-name",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The address {$addr} has no name",
    cause: "There is no PTR record, or it could not be asked for. Some servers distrust mail from such an address; connecting to it works.",
    remedy: "Nothing, unless this host also sends mail.",
    reference: "RFC 1912 §2.1",
    check: |facts| {
        let failed = facts.lookups(Step::Ptr).filter(|(o, l)| {
            kind(o) != Some(FailureKind::CutShort)
                && (o.failure.is_some() || l.answer.pointers().is_empty())
        });
        failed.map(|(o, _)| Match::on(&o.subject, [o.id])).collect()
    },
};
