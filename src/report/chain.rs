//! Certificates, in words and as they came.
use probes::Subject;
use probes::bytes::Bytes;

use crate::certificate::{self, Description};
use crate::diagnosis::facts::{Endpoint, Facts};
use crate::finding::{Finding, Severity};
use crate::language::{self, say};

use super::card::shortened;
use super::document::Block;
use super::header::{day, moment};
use super::places;

/// Every chain once, with who showed it.
pub(super) fn blocks(facts: &Facts<'_>) -> Vec<Block> {
    let chains = distinct(facts.endpoints().iter());
    chains.iter().flat_map(|(chain, subjects)| one(chain, subjects)).collect()
}

/// What a support desk needs of those with which something is wrong: the first certificate, and
/// what was sent above it.
pub(super) fn doubtful(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Block> {
    const MOST: usize = 6;
    let chains = distinct(facts.endpoints().iter().filter(|e| is_doubtful(e, findings)));
    let told = chains.iter().take(MOST);
    let mut blocks: Vec<Block> = told
        .flat_map(|(chain, subjects)| [title(subjects), Block::Pairs(in_brief(chain))])
        .collect();
    if let Some(more @ 1..) = chains.len().checked_sub(MOST) {
        blocks.push(Block::Text(say(language::OTHER_CHAINS, [("count", &more)])));
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

type Chain<'r> = (&'r [Bytes], Vec<&'r Subject>);

fn distinct<'e, 'r: 'e>(endpoints: impl Iterator<Item = &'e Endpoint<'r>>) -> Vec<Chain<'r>> {
    let mut chains: Vec<Chain<'r>> = Vec::new();
    for endpoint in endpoints {
        let Some((_, chain)) = endpoint.shown() else { continue };
        match chains.iter_mut().find(|(known, _)| *known == chain) {
            _ if chain.is_empty() => {}
            Some((_, subjects)) => subjects.push(endpoint.subject),
            None => chains.push((chain, vec![endpoint.subject])),
        }
    }
    chains
}

fn one(chain: &[Bytes], subjects: &[&Subject]) -> Vec<Block> {
    let certificates = chain.iter().flat_map(|c| [Block::Pairs(pairs(c)), Block::Verbatim(pem(c))]);
    std::iter::once(title(subjects)).chain(certificates).collect()
}

fn title(subjects: &[&Subject]) -> Block {
    let shown = places::words(subjects).join("; ");
    Block::Text(say(language::SHOWN_BY, [("where", &shown)]))
}

/// The first certificate without its serial number, with not too many of its names; then all that
/// were sent, one below the other.
fn in_brief(chain: &[Bytes]) -> Vec<(String, String)> {
    let first = chain.first().map(pairs).unwrap_or_default();
    let first = first.into_iter().filter(|(label, _)| label != language::SERIAL);
    let first = first.map(|(label, value)| match label == language::VALID_FOR {
        true => (label, shortened(&value)),
        false => (label, value),
    });
    first.chain(sent(chain)).collect()
}

/// The certificates one below the other, as many as an honest chain has.
fn sent(chain: &[Bytes]) -> Vec<(String, String)> {
    const HONEST: usize = 6;
    let told = chain.iter().zip(1..).take(HONEST);
    let mut lines: Vec<(String, String)> = told
        .map(|(certificate, number): (_, usize)| {
            let label = if number == 1 { language::SENT } else { "" };
            (label.to_owned(), format!("{number}. {}", link(certificate)))
        })
        .collect();
    if let Some(more @ 1..) = chain.len().checked_sub(HONEST) {
        lines.push((String::new(), say(language::AND_MORE, [("count", &more)])));
    }
    lines
}

fn link(certificate: &Bytes) -> String {
    let Some(of) = certificate::describe(&certificate.0) else { return unreadable(certificate) };
    let date = day(of.not_after);
    say(language::LINK, [("subject", &of.subject), ("issuer", &of.issuer), ("date", &date)])
}

fn unreadable(certificate: &Bytes) -> String {
    say(language::UNREADABLE, [("size", &certificate.0.len())])
}

fn pairs(certificate: &Bytes) -> Vec<(String, String)> {
    let pairs = match certificate::describe(&certificate.0) {
        Some(description) => described(&description),
        None => vec![(language::SUBJECT, unreadable(certificate))],
    };
    let known = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| (label.to_owned(), value)).collect()
}

fn described(of: &Description) -> Vec<(&'static str, String)> {
    let at = |at| moment(at, 0, "%Y-%m-%d %H:%M:%S %:z");
    let valid =
        say(language::FROM_UNTIL, [("from", &at(of.not_before)), ("until", &at(of.not_after))]);
    vec![
        (language::SUBJECT, of.subject.clone()),
        (language::ISSUER, of.issuer.clone()),
        (language::VALID_FOR, of.names.join(", ")),
        (language::VALID, valid),
        (language::KEY, of.key.to_string()),
        (language::SIGNATURE, of.signature.clone()),
        (language::SERIAL, of.serial.clone()),
        (language::FINGERPRINT, of.fingerprint.clone()),
    ]
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
        doubtful(&facts, &[finding(code, Service::Imaps, &[1, 3])])
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
    fn a_chain_without_end_is_cut_and_counted() {
        let told = sent(&vec![Bytes(b"no certificate".to_vec()); 20]);
        assert_eq!(told.len(), 7);
        assert_eq!(told[6].1, "and 14 more");
    }

    #[test]
    fn a_chain_that_is_well_is_left_to_the_full_report() {
        assert_eq!(told("auth.none-offered"), []);
    }
}
