//! Certificates, in words and as they came.
use probes::Subject;
use probes::bytes::Bytes;

use crate::certificate::{self, Description};
use crate::diagnosis::Facts;
use crate::language::{self, say};

use super::document::Block;
use super::header::moment;
use super::places;

/// Every chain once, with who showed it.
pub(super) fn blocks(facts: &Facts<'_>) -> Vec<Block> {
    let mut chains: Vec<(&[Bytes], Vec<&Subject>)> = Vec::new();
    for endpoint in facts.endpoints() {
        let Some(handshake) = endpoint.handshake() else { continue };
        let chain = &handshake.saw.chain[..];
        match chains.iter_mut().find(|(known, _)| *known == chain) {
            _ if chain.is_empty() => {}
            Some((_, subjects)) => subjects.push(endpoint.subject),
            None => chains.push((chain, vec![endpoint.subject])),
        }
    }
    chains.iter().flat_map(|(chain, subjects)| one(chain, subjects)).collect()
}

fn one(chain: &[Bytes], subjects: &[&Subject]) -> Vec<Block> {
    let shown = places::words(subjects).join("; ");
    let title = Block::Text(say(language::SHOWN_BY, [("where", &shown)]));
    let certificates = chain.iter().flat_map(|c| [Block::Pairs(pairs(c)), Block::Verbatim(pem(c))]);
    std::iter::once(title).chain(certificates).collect()
}

fn pairs(certificate: &Bytes) -> Vec<(String, String)> {
    let pairs = match certificate::describe(&certificate.0) {
        Some(description) => described(&description),
        None => {
            let size = certificate.0.len();
            vec![(language::SUBJECT, say(language::UNREADABLE, [("size", &size)]))]
        }
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
    // Base64 is what bytes already are in JSON.
    let json = serde_json::to_value(certificate).ok();
    let base64 = json.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    let lines = base64.as_bytes().chunks(COLUMNS).map(|c| String::from_utf8_lossy(c).into_owned());
    let begin = std::iter::once("-----BEGIN CERTIFICATE-----".to_owned());
    begin.chain(lines).chain(std::iter::once("-----END CERTIFICATE-----".to_owned())).collect()
}
