//! Certificates, in words and as they came.
use probes::Subject;
use probes::bytes::Bytes;

use crate::certificate::{self, Description, Found, Link};
use crate::diagnosis::facts::{Endpoint, Facts, Fetched};
use crate::finding::{Finding, Severity};
use crate::language::{self, Language, Text};

use super::document::Block;
use super::header::{NO_END, day, moment};
use super::places;
use super::quote::shortened;

/// Every chain once, with who showed it; then what was fetched because a chain lacked it.
pub(super) fn blocks(facts: &Facts<'_>, language: Language) -> Vec<Block> {
    let chains = distinct(facts, |_| true);
    let fetched = facts.fetched().iter().flat_map(|one| fetched(facts, one, language));
    chains.iter().flat_map(|chain| one(facts, chain, language)).chain(fetched).collect()
}

/// What a support desk needs of those with which something is wrong: the first certificate, and
/// what was sent above it.
pub(super) fn doubtful(facts: &Facts<'_>, findings: &[Finding], language: Language) -> Vec<Block> {
    const MOST: usize = 6;
    let chains = distinct(facts, |e| is_doubtful(e, findings));
    let told = chains.iter().take(MOST);
    let mut blocks: Vec<Block> = told
        .flat_map(|chain| {
            [title(&chain.subjects, language), Block::Pairs(in_brief(facts, chain, language))]
        })
        .collect();
    if let Some(more @ 1..) = chains.len().checked_sub(MOST) {
        blocks.push(Block::Text(language.say(language::OTHER_CHAINS, [("count", &more)])));
    }
    blocks
}

/// Whether something worse than a note is said of its certificate, or of a handshake that failed
/// though it showed one.
fn is_doubtful(endpoint: &Endpoint<'_>, findings: &[Finding]) -> bool {
    let Some(handshake) = endpoint.handshake() else { return false };
    let about = |f: &&Finding| f.severity > Severity::Note && f.evidence.contains(&handshake.id());
    let told = |f: &Finding| !handshake.ok() || language::fault(f.code).is_some();
    findings.iter().filter(about).any(told)
}

/// A chain, who showed it, and what leads to whom in it.
pub(super) struct Chain<'f, 'r> {
    pub(super) sent: &'r [Bytes],
    pub(super) subjects: Vec<&'r Subject>,
    /// The observations that showed it.
    pub(super) shown: Vec<u32>,
    pub(super) path: &'f [Link],
}

/// The chains that these endpoints showed, each once.
pub(super) fn distinct<'f, 'r: 'f>(
    facts: &'f Facts<'r>,
    which: impl Fn(&Endpoint<'r>) -> bool,
) -> Vec<Chain<'f, 'r>> {
    let mut chains: Vec<Chain<'f, 'r>> = Vec::new();
    for endpoint in facts.endpoints().iter().filter(|e| which(e)) {
        let Some((shown, sent)) = endpoint.shown() else { continue };
        match chains.iter_mut().find(|known| known.sent == sent) {
            _ if sent.is_empty() => {}
            Some(known) => {
                known.subjects.push(endpoint.subject);
                known.shown.push(shown.id);
            }
            None => {
                let verdict = facts.verdict_on(endpoint);
                let path = verdict.map_or(&[][..], |verdict| &verdict.told.path);
                let subjects = vec![endpoint.subject];
                chains.push(Chain { sent, subjects, shown: vec![shown.id], path });
            }
        }
    }
    chains
}

fn one(facts: &Facts<'_>, chain: &Chain<'_, '_>, language: Language) -> Vec<Block> {
    let pairs = |c| labelled(pairs(facts, c, language), language);
    let certificates =
        chain.sent.iter().flat_map(|c| [Block::Pairs(pairs(c)), Block::Verbatim(pem(c))]);
    let path = labelled(path(chain.path, language), language);
    let path = Some(path).filter(|path| !path.is_empty()).map(Block::Pairs);
    std::iter::once(title(&chain.subjects, language)).chain(path).chain(certificates).collect()
}

fn fetched(facts: &Facts<'_>, one: &Fetched<'_>, language: Language) -> [Block; 3] {
    let from = language.say(language::FETCHED_FROM, [("url", &one.file.saw.url)]);
    let pairs = labelled(pairs(facts, one.der, language), language);
    [Block::Text(from), Block::Pairs(pairs), Block::Verbatim(pem(one.der))]
}

fn title(subjects: &[&Subject], language: Language) -> Block {
    let shown = places::line(subjects, language);
    Block::Text(language.say(language::SHOWN_BY, [("where", &shown)]))
}

/// What only the full report tells of a certificate.
const FULL: &[Text] = &[
    language::SERIAL,
    language::KEY_FINGERPRINT,
    language::ISSUER_URL,
    language::OCSP_URL,
    language::CRL_URL,
    language::TIMESTAMPS,
    language::STAPLE,
];

/// The most of the first certificate, with not too many of its names; then all that were sent, one
/// below the other, and who of them leads to whom.
fn in_brief(facts: &Facts<'_>, chain: &Chain<'_, '_>, language: Language) -> Vec<(String, String)> {
    let first = chain.sent.first().map(|c| pairs(facts, c, language)).unwrap_or_default();
    let first = first.into_iter().filter(|(label, _)| !FULL.contains(label));
    let first = first.map(|(label, value)| match label == language::VALID_FOR {
        true => (label, shortened(&value)),
        false => (label, value),
    });
    let first = labelled(first.collect(), language);
    let path = labelled(path(chain.path, language), language);
    [first, sent(chain.sent, language), path].concat()
}

/// The most telling of one certificate, in one line.
pub(super) fn in_a_line(facts: &Facts<'_>, certificate: &Bytes, language: Language) -> String {
    const TELLING: &[Text] =
        &[language::SUBJECT, language::ISSUER, language::VALID_FOR, language::VALID];
    let told = pairs(facts, certificate, language).into_iter();
    let told = told.filter(|(label, _)| TELLING.contains(label)).map(|(label, value)| {
        let (label, value) = (language.text(label), shortened(&value));
        language.say(language::STEP_OF, [("subject", &label), ("step", &value)])
    });
    language.groups(&told.collect::<Vec<_>>())
}

/// The way from the first certificate up, as far as it goes; nothing if it goes nowhere.
fn path(path: &[Link], language: Language) -> Vec<(Text, String)> {
    let words: Vec<String> = path.iter().map(|link| step(link, language)).collect();
    let whole = path.last().is_some_and(|link| link.found == Found::Root);
    let told = words.join(" ← ");
    let told = if whole { told } else { told + " ← ?" };
    let is_some = whole || path.len() > 1;
    is_some.then_some((language::PATH, told)).into_iter().collect()
}

fn step(link: &Link, language: Language) -> String {
    let subject = &link.subject;
    match link.found {
        Found::Sent(place) => {
            language.say(language::PATH_SENT, [("subject", subject), ("number", &(place + 1))])
        }
        Found::Elsewhere => language.say(language::PATH_ELSEWHERE, [("subject", subject)]),
        Found::Fetched(_) => language.say(language::PATH_FETCHED, [("subject", subject)]),
        Found::Root => language.say(language::PATH_ROOT, [("subject", subject)]),
    }
}

/// The certificates one below the other, as many as an honest chain has.
fn sent(chain: &[Bytes], language: Language) -> Vec<(String, String)> {
    const HONEST: usize = 6;
    let told = chain.iter().zip(1..).take(HONEST);
    let mut lines: Vec<(String, String)> = told
        .map(|(certificate, number): (_, usize)| {
            let label = if number == 1 { language.text(language::SENT) } else { String::new() };
            (label, format!("{number}. {}", link(certificate, language)))
        })
        .collect();
    if let Some(more @ 1..) = chain.len().checked_sub(HONEST) {
        lines.push((String::new(), language.say(language::AND_MORE, [("count", &more)])));
    }
    lines
}

fn link(certificate: &Bytes, language: Language) -> String {
    let Some(of) = certificate::describe(&certificate.0) else {
        return unreadable(certificate, language);
    };
    let date = day(of.not_after);
    language
        .say(language::LINK, [("subject", &of.subject), ("issuer", &of.issuer), ("date", &date)])
}

fn unreadable(certificate: &Bytes, language: Language) -> String {
    language.say(language::UNREADABLE, [("size", &certificate.0.len())])
}

fn labelled(pairs: Vec<(Text, String)>, language: Language) -> Vec<(String, String)> {
    pairs.into_iter().map(|(label, value)| (language.text(label), value)).collect()
}

fn pairs(facts: &Facts<'_>, certificate: &Bytes, language: Language) -> Vec<(Text, String)> {
    let mut pairs = match certificate::describe(&certificate.0) {
        Some(description) => described(&description, facts.at, language),
        None => vec![
            (language::SUBJECT, unreadable(certificate, language)),
            (language::FINGERPRINT, certificate::fingerprint(&certificate.0)),
        ],
    };
    pairs.retain(|(_, value)| !value.is_empty());
    pairs
}

fn described(of: &Description, now: u64, language: Language) -> Vec<(Text, String)> {
    let names: Vec<String> = of.names.iter().map(|name| certificate::shown(name)).collect();
    let staple = of.must_staple.then(|| language.text(language::YES));
    vec![
        (language::SUBJECT, of.subject.clone()),
        (language::ISSUER, of.issuer.clone()),
        (language::VALID_FOR, names.join(", ")),
        (language::VALID, validity(of, now, language)),
        (language::KEY, of.key.to_string()),
        (language::SIGNATURE, of.signature.clone()),
        (language::SERIAL, of.serial.clone()),
        (language::FINGERPRINT, of.fingerprint.clone()),
        (language::KEY_FINGERPRINT, of.key_fingerprint.clone()),
        (language::ISSUER_URL, of.issuer_urls.join(", ")),
        (language::OCSP_URL, of.ocsp_urls.join(", ")),
        (language::CRL_URL, of.crl_urls.join(", ")),
        (language::TIMESTAMPS, timestamps(of.timestamps, language)),
        (language::STAPLE, staple.unwrap_or_default()),
    ]
}

/// Those that come beside it in TLS 1.3 nobody here reads.
fn timestamps(count: usize, language: Language) -> String {
    match count {
        0 => String::new(),
        count => language.say(language::TIMESTAMPS_IN, [("count", &count)]),
    }
}

fn validity(of: &Description, now: u64, language: Language) -> String {
    const DAY: i64 = 86_400;
    let at = |at| moment(at, 0, "%Y-%m-%d %H:%M:%S %:z");
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let (ahead, left) = (of.not_before.saturating_sub(now), of.not_after.saturating_sub(now));
    let (text, span) = match (ahead > 0, left < 0) {
        (true, _) => (language::DAYS_AHEAD, ahead),
        (_, true) => (language::DAYS_OVER, left),
        _ => (language::DAYS_LEFT, left),
    };
    let left = language.say(text, [("days", &(span.saturating_abs() / DAY))]);
    let until = match of.not_after {
        NO_END => language.text(language::NO_END),
        end => at(end),
    };
    let from = at(of.not_before);
    language.say(language::FROM_UNTIL, [("from", &from), ("until", &until), ("left", &left)])
}

/// The certificate in textual encoding (RFC 7468 §5).
fn pem(certificate: &Bytes) -> Vec<String> {
    const COLUMNS: usize = 64;
    let base64 = certificate.base64();
    let lines = base64.as_bytes().chunks(COLUMNS).map(|c| String::from_utf8_lossy(c).into_owned());
    let begin = std::iter::once("-----BEGIN CERTIFICATE-----".to_owned());
    begin.chain(lines).chain(std::iter::once("-----END CERTIFICATE-----".to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use fixtures::{Scenario, World};
    use probes::Service;
    use serde_json::json;

    use super::super::sample::{connect, finding, recording_of, seen};
    use super::*;

    fn told(code: &'static str) -> Vec<Block> {
        let world = World::new(Scenario::load("good").expect("it is there"));
        let root = Bytes(world.roots()[0].clone());
        let of = |id: u32, addr: &str| {
            let shown = json!({ "kind": "handshake", "server_name": "mail.example.test",
                "version": "TLS 1.3", "chain": [root, root] });
            [
                seen(id, addr, Service::Imaps, "connect", 9, connect()),
                seen(id + 1, addr, Service::Imaps, "handshake", 9, shown),
            ]
        };
        let recording = recording_of([of(0, "192.0.2.1"), of(2, "192.0.2.2")].concat());
        let facts = Facts::new(&recording, recording.at);
        doubtful(&facts, &[finding(code, Service::Imaps, &[1, 3])], Language::En)
    }

    #[test]
    fn a_chain_that_is_found_wanting_is_told_once_without_its_bytes() {
        let blocks = told("tls.self-signed");
        let [Block::Text(title), Block::Pairs(pairs)] = &blocks[..] else {
            panic!("not a title and pairs: {blocks:?}")
        };
        assert_eq!(title, "Shown by mail.example.test port 993 (192.0.2.1, 192.0.2.2):");
        let labels: Vec<&str> = pairs.iter().map(|(label, _)| label.as_str()).collect();
        let known = ["subject", "issuer", "valid", "key", "signature", "SHA-256", "sent", ""];
        assert_eq!(labels, known);
        assert_eq!(pairs[5].1.len(), 64);
        assert!(pairs[6].1.starts_with("1. ") && pairs[6].1.contains(" ← "), "{pairs:?}");
        assert!(pairs[7].1.starts_with("2. ") && pairs[7].1.contains(", until 20"), "{pairs:?}");
    }

    #[test]
    fn what_is_not_yet_valid_has_no_days_left() {
        let world = World::new(Scenario::load("good").expect("it is there"));
        let root = certificate::describe(&world.roots()[0]).expect("it can be read");
        let told = |now: i64| validity(&root, now.unsigned_abs(), Language::En);
        let day = 86_400;
        let begins = told(root.not_before - 3 * day);
        assert!(begins.ends_with("(not yet valid, begins in 3 d)"), "{begins}");
        let left = told(root.not_after - 3 * day);
        assert!(left.ends_with("(3 d left)"), "{left}");
        let over = told(root.not_after + 3 * day);
        assert!(over.ends_with("(ended 3 d ago)"), "{over}");
    }

    #[test]
    fn a_chain_without_end_is_cut_and_counted() {
        let told = sent(&vec![Bytes(b"no certificate".to_vec()); 20], Language::En);
        assert_eq!(told.len(), 7);
        assert_eq!(told[6].1, "and 14 more");
    }

    #[test]
    fn the_way_is_drawn_as_far_as_it_goes() {
        let link = |name: &str, found| Link { subject: name.to_owned(), found };
        let leaf = || link("leaf", Found::Sent(0));
        let told =
            |links: &[Link]| path(links, Language::En).into_iter().map(|(_, way)| way).next();
        let whole = [leaf(), link("b", Found::Sent(2)), link("r", Found::Root)];
        assert_eq!(told(&whole).as_deref(), Some("leaf (1.) ← b (3.) ← r (trusted root)"));
        assert_eq!(told(&whole[..2]).as_deref(), Some("leaf (1.) ← b (3.) ← ?"));
        assert_eq!(told(&[leaf()]), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_fingerprint_and_size() {
        let recording = recording_of(vec![]);
        let facts = Facts::new(&recording, recording.at);
        let told = pairs(&facts, &Bytes(b"no certificate".to_vec()), Language::En);
        assert!(told[0].1.contains("14") && told[1].1.len() == 64, "{told:?}");
    }

    #[test]
    fn a_chain_that_is_well_is_left_to_the_full_report() {
        assert_eq!(told("auth.none-offered"), []);
    }
}
