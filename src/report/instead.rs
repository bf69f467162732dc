//! What to use in the place of what failed, line by line.
use probes::Subject;

use crate::diagnosis::instead::{Basis, Choice};
use crate::finding::Severity;
use crate::language::{self, Language};
use crate::recording::Recording;
use crate::target::From;

use super::card::Card;

/// One line per choice.
pub(super) fn lines(choices: &[Choice], language: Language) -> Vec<String> {
    choices.iter().map(|choice| line(choice, language)).collect()
}

fn line(choice: &Choice, language: Language) -> String {
    let basis = match choice.basis {
        Basis::Good => language.text(language::GOOD),
        Basis::Published(provider) => language.say(language::PUBLISHED, [("provider", &provider)]),
    };
    let (purpose, security) =
        (language::purpose(choice.protocol), language::security(choice.security));
    let (purpose, security) = (language.text(purpose), language.text(security));
    language.say(
        language::CHOICE,
        [
            ("purpose", &purpose),
            ("host", &choice.host),
            ("port", &choice.port),
            ("security", &security),
            ("basis", &basis),
        ],
    )
}

/// The first line's second sentence, and what works meanwhile: where a port failed that the user
/// named, and this run saw another one do the same well.
pub(super) fn until_then(
    who: String,
    recording: &Recording,
    card: &Card,
    choices: &[Choice],
    language: Language,
) -> String {
    let named = recording.asked.ports_from == From::User && card.severity == Severity::Error;
    let services = || card.endpoints.iter().filter_map(Subject::service);
    let same = |c: &&Choice| services().any(|s| s.row().protocol == c.protocol);
    let seen = choices.iter().filter(|c| named && c.basis == Basis::Good).find(same);
    seen.map_or_else(
        || who.clone(),
        |choice| {
            let security = language.text(language::security(choice.security));
            language.say(
                language::UNTIL_THEN,
                [("who", &who), ("port", &choice.port), ("security", &security)],
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use probes::{Protocol, Service};

    use super::super::card;
    use super::super::sample::{finding, recording};
    use super::*;
    use crate::finding::Finding;
    use crate::knowledge::providers::Security;

    fn choice(protocol: Protocol, basis: Basis) -> Choice {
        let (host, port) = ("mail.example.test".to_owned(), 465);
        Choice { protocol, host, port, security: Security::Implicit, basis }
    }

    fn told(ports_from: From, severity: Severity, choice: Choice) -> String {
        let mut recording = recording();
        recording.asked.ports_from = ports_from;
        let found = Finding { severity, ..finding("tcp.refused", Service::Submission, &[0]) };
        until_then(
            "Start it.".to_owned(),
            &recording,
            &card::all(&[found], Language::En)[0],
            &[choice],
            Language::En,
        )
    }

    #[test]
    fn the_first_line_names_what_works_where_a_named_port_failed() {
        let good = || choice(Protocol::Smtp, Basis::Good);
        let whole = "Start it. Until then use port 465, SSL/TLS.";
        assert_eq!(told(From::User, Severity::Error, good()), whole);
        assert_eq!(told(From::Default, Severity::Error, good()), "Start it.");
        assert_eq!(told(From::User, Severity::Note, good()), "Start it.");
        let other = choice(Protocol::Imap, Basis::Good);
        assert_eq!(told(From::User, Severity::Error, other), "Start it.");
        let published = choice(Protocol::Smtp, Basis::Published("Example Mail"));
        assert_eq!(told(From::User, Severity::Error, published), "Start it.");
    }

    #[test]
    fn a_line_says_whether_it_was_seen_or_only_published() {
        let good = choice(Protocol::Smtp, Basis::Good);
        let published = choice(Protocol::Imap, Basis::Published("Example Mail"));
        assert_eq!(
            lines(&[good, published], Language::En),
            [
                "sending: mail.example.test port 465, SSL/TLS (answered, certificate good)",
                "reading by IMAP: mail.example.test port 465, SSL/TLS \
                 (not from this run: published by Example Mail)",
            ]
        );
    }
}
