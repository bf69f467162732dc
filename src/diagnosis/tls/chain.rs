//! What is wrong between a certificate and its root, and what is odd in a chain that works.
use super::certificates::{date, having};
use super::trust::warning;
use crate::certificate::{Fault, Mess, NO_SIGNATURES, Oddity};
use crate::finding::{Actor, Arg, Confidence, Joint, Match, Rule, Severity};
use crate::language::{self, Text};

pub(super) const OUTSIDE_CONSTRAINTS: Rule = Rule {
    code: "tls.name-constraints",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The authority of {$host} may not sign for such names (port {$port})",
    cause: "The certificate of \"{$authority}\" limits for which names it may sign ({$limits}), and the server's certificate holds a name outside of that.",
    remedy: "Have the certificate issued anew by an authority that may sign for all of its names, or leave out the names that it may not sign for.",
    reference: "RFC 5280 §4.2.1.10",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::OutsideConstraints { authority, permitted, excluded } => {
                Some(m.with("authority", authority).with("limits", limits(permitted, excluded)))
            }
            _ => None,
        })
    },
};

pub(super) const PATH_TOO_LONG: Rule = Rule {
    code: "tls.path-too-long",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "Too many authorities stand between the certificate of {$host} and its root (port {$port})",
    cause: "The certificate of \"{$authority}\" lets no more than {$most} other authorities stand below it (its path length).",
    remedy: "Have the certificate issued by an authority that may do so.",
    reference: "RFC 5280 §4.2.1.9",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::PathTooLong { authority, most } => {
                Some(m.with("authority", authority).with("most", most))
            }
            _ => None,
        })
    },
};

pub(super) const NOT_AN_AUTHORITY: Rule = Rule {
    code: "tls.not-an-authority",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} is signed by one that is no authority (port {$port})",
    cause: "The certificate of \"{$subject}\" does not say that it may sign others (CA:TRUE in its basic constraints).",
    remedy: "Have the certificate issued by an authority. If \"{$subject}\" is meant to be one, it must be issued anew as such.",
    reference: "RFC 5280 §4.2.1.9",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::NotAnAuthority { subject } => Some(m.with("subject", subject)),
            _ => None,
        })
    },
};

pub(super) const AUTHORITY_NOT_FOR_SERVERS: Rule = Rule {
    code: "tls.authority-not-for-servers",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The authority of {$host} is not meant to sign for servers (port {$port})",
    cause: "The extended key usage of \"{$authority}\", above the server's certificate, does not name server authentication.",
    remedy: "Have the certificate issued by an authority for TLS servers.",
    reference: "RFC 5280 §4.2.1.12",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::AuthorityNotForServers { authority } => Some(m.with("authority", authority)),
            _ => None,
        })
    },
};

pub(super) const UNKNOWN_CRITICAL_EXTENSION: Rule = Rule {
    code: "tls.unknown-critical-extension",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate chain of {$host} demands that programs understand {$oid} (port {$port})",
    cause: "The certificate of \"{$subject}\" marks this extension as critical; who doesn't know it must refuse the certificate. {$who}",
    remedy: "Have it issued anew without this extension, or with one that is not critical.",
    reference: "RFC 5280 §4.2",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::UnknownCriticalExtension { subject, oid } => {
                let m = m.with("subject", subject).with("oid", oid);
                Some(match POLICIES.contains(&oid.as_str()) {
                    true => warning(m.with("who", language::SOME_KNOW)),
                    false => m.with("who", language::CLIENTS_DO_NOT),
                })
            }
            _ => None,
        })
    },
};

/// Extensions about policies: they themselves, their mappings and limits (RFC 5280 §4.2.1.4 and on).
const POLICIES: [&str; 4] = ["2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"];

pub(super) const TERM_TOO_LONG: Rule = Rule {
    code: "tls.term-too-long",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} is valid for {$days} d, longer than public authorities may make it (port {$port})",
    cause: "When it began, {$most} d were allowed. It says that it keeps the rules for public authorities; some programs (those of Apple) refuse it for this.",
    remedy: "Have it issued anew for a shorter time, best renewed automatically.",
    reference: "CA/Browser Forum Baseline Requirements §6.3.2",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::TermTooLong { days, most } => {
                Some(note(m.with("days", days).with("most", most)))
            }
            _ => None,
        })
    },
};

pub(super) const UNTIDY: Rule = Rule {
    code: "tls.chain-untidy",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} sends its certificate chain untidily (port {$port})",
    cause: "{$what} Today's programs find their way; old ones may not, and every handshake is larger than it need be.",
    remedy: "Send the server's own certificate, then the one that signed it, and so on up to the root, without the root.",
    reference: "RFC 8446 §4.4.2, RFC 5246 §7.4.2",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::Untidy { what } => Some(note(m.with("what", told(what)))),
            _ => None,
        })
    },
};

pub(super) const ROOT_OUTDATED: Rule = Rule {
    code: "tls.root-outdated",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate of {$host} leads to a root that expired on {$date} (port {$port})",
    cause: "This machine still trusts \"{$subject}\". Programs differ: some look at a root's key alone, others (those that use OpenSSL or GnuTLS) at its dates too, and refuse.",
    remedy: "Install a chain that leads to a current root of the same authority; if the authority is your own, renew its root where it is trusted.",
    reference: "RFC 5280 §6.1.1",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::RootOutdated { subject, not_after } => {
                Some(warning(m.with("subject", subject).with("date", date(*not_after))))
            }
            _ => None,
        })
    },
};

pub(super) const IRREGULAR: Rule = Rule {
    code: "tls.irregular-certificate",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "The certificate chain of {$host} works, but breaks rules that some programs insist on (port {$port})",
    cause: "{$what}",
    remedy: "Have it made by the rules at the next renewal; if programs refuse it, now (Python 3.13, GnuTLS and those of Apple are strict).",
    reference: "RFC 5280 §4, CA/Browser Forum Baseline Requirements §7.1",
    check: |facts| {
        having(facts, |f, m| match f {
            Fault::Irregular { what } => {
                let breaks = what.iter().any(|oddity| oddity.what == NO_SIGNATURES);
                let m = m.with("what", odd(what));
                Some(if breaks { warning(m) } else { note(m) })
            }
            _ => None,
        })
    },
};

/// For which names an authority may sign, and for which not.
fn limits(permitted: &[String], excluded: &[String]) -> Arg {
    let told = |text: Text, names: &[String]| text.of([("names", names.join(", ").into())]);
    let both = [(language::ONLY_FOR, permitted), (language::NOT_FOR, excluded)];
    let some = both.into_iter().filter(|(_, names)| !names.is_empty());
    Arg::Series(Joint::Groups, some.map(|(text, names)| told(text, names)).collect())
}

/// Sentences, those of one certificate behind its name.
fn odd(what: &[Oddity]) -> Arg {
    const SHOWN: usize = 4;
    let mut own: Vec<(&str, Vec<Arg>)> = Vec::new();
    for Oddity { subject, what } in what.iter().take(SHOWN) {
        match own.last_mut() {
            Some((whose, told)) if whose == subject => told.push((*what).into()),
            _ => own.push((subject, vec![(*what).into()])),
        }
    }
    let told = own.into_iter().map(|(subject, told)| {
        let what = Arg::Series(Joint::Sentences, told);
        language::ODD.of([("subject", subject.into()), ("what", what)])
    });
    let more = Some(what.len().saturating_sub(SHOWN)).filter(|more| *more > 0);
    let more = more.map(|count| language::AND_SO_MANY.of([("count", count.into())]));
    Arg::Series(Joint::Sentences, told.chain(more).collect())
}

fn told(what: &[Mess]) -> Arg {
    /// Each makes a sentence.
    const SHOWN: usize = 3;
    Arg::Series(Joint::Sentences, what.iter().take(SHOWN).map(sentence).collect())
}

fn sentence(mess: &Mess) -> Arg {
    let text = match mess {
        Mess::Duplicate => language::SENT_TWICE,
        Mess::Order => language::OUT_OF_ORDER,
        Mess::Root => language::ROOT_SENT,
        Mess::Unneeded { subject } if subject.is_empty() => language::UNREADABLE_SENT,
        Mess::Unneeded { subject } => return language::UNNEEDED.of([("subject", subject.into())]),
    };
    text.into()
}

/// Never worse than a note.
fn note(m: Match) -> Match {
    m.severity(Severity::Note)
}
