//! What each port accepts of TLS, where that was asked for.
use probes::Subject;
use probes::tls::hello::{Hello, Part};

use crate::diagnosis::facts::{Endpoint, Facts, Fate, Retry};
use crate::language::{self, Language, Text};

use super::document::{Block, Group, Row, Table};
use super::places;

/// One row per endpoint; endpoints that accept the same share one.
pub(super) fn blocks(facts: &Facts<'_>, language: Language) -> Vec<Block> {
    let mut rows: Vec<(Vec<&Subject>, [String; 5])> = Vec::new();
    for endpoint in facts.endpoints().iter().filter(|e| !e.scans.is_empty()) {
        let cells = cells(endpoint, language);
        match rows.iter_mut().find(|(_, known)| *known == cells) {
            Some((subjects, _)) => subjects.push(endpoint.subject),
            None => rows.push((vec![endpoint.subject], cells)),
        }
    }
    if rows.is_empty() {
        return vec![];
    }
    let group =
        Group { title: String::new(), rows: rows.into_iter().map(|r| row(r, language)).collect() };
    vec![Block::Table(Table { groups: vec![group], ..Table::titled(&language::SCANS, language) })]
}

fn row((subjects, cells): (Vec<&Subject>, [String; 5]), language: Language) -> Row {
    let place = places::line(&subjects, language);
    Row { tone: None, cells: std::iter::once(place).chain(cells).collect() }
}

/// The versions and the families that are accepted, what becomes of ALPN and of a command behind
/// STARTTLS, and what is not known.
fn cells(endpoint: &Endpoint<'_>, language: Language) -> [String; 5] {
    const VERSIONS: [Part; 4] = [Part::Tls12, Part::Tls11, Part::Tls10, Part::Ssl3];
    let agreed = endpoint.handshake().and_then(|h| h.saw.version.as_deref());
    let is = |wanted: Option<bool>| move |part: &Part| accepts(endpoint, *part) == wanted;
    let families = Part::ALL.iter().copied().filter(|part| part.is_family());
    let word = |part| language.told(&language::part(part));
    let newest = (agreed == Some(language::NEWEST)).then(|| language::NEWEST.to_owned());
    let older = VERSIONS.into_iter().filter(is(Some(true))).map(word);
    let versions: Vec<String> = newest.into_iter().chain(older).collect();
    let ciphers: Vec<String> = families.filter(is(Some(true))).map(word).collect();
    let asked = Part::ALL.iter().copied().filter(|part| part.is_for(endpoint.service));
    let behind = pipelined(endpoint);
    let unheard = behind.is_none() && !endpoint.service.implicit_tls();
    let unheard = unheard.then(|| language.text(language::PIPELINED));
    let unknown = asked.filter(is(None)).map(word).chain(unheard).collect();
    let [versions, ciphers, unknown] =
        [versions, ciphers, unknown].map(|words: Vec<String>| match words.is_empty() {
            true => language::NOT_SEEN.to_owned(),
            false => language.list(&words),
        });
    let behind = behind.map_or_else(|| language::NOT_SEEN.to_owned(), |word| language.text(word));
    [versions, ciphers, alpn(endpoint, language), behind, unknown]
}

/// What the server says to the registered name of its protocol.
fn alpn(endpoint: &Endpoint<'_>, language: Language) -> String {
    let Some(name) = endpoint.service.alpn() else {
        return language.text(language::ALPN_NOT_REGISTERED);
    };
    let mut answers = endpoint.scans.iter().filter_map(|scan| scan.scanned());
    let answer = answers.find(|(asked, _)| *asked == Part::Alpn).map(|(_, hello)| hello.saw);
    match answer {
        Some(Hello { alpn: Some(chosen), .. }) => chosen.clone(),
        Some(hello) if hello.was_refused_by("no_application_protocol") => {
            language.say(language::ALPN_REFUSED, [("name", &name)])
        }
        Some(hello) if hello.version.is_some() => language.text(language::ALPN_IGNORED),
        _ => language::NOT_SEEN.to_owned(),
    }
}

/// What becomes of a command in clear right behind STARTTLS.
fn pipelined(endpoint: &Endpoint<'_>) -> Option<Text> {
    let sent = endpoint.scans.iter().find_map(Retry::pipelined)?;
    Some(match sent.fate {
        Fate::Inside(_) => language::PIPELINED_INSIDE,
        Fate::Clear => language::PIPELINED_CLEAR,
        Fate::Ignored => language::PIPELINED_IGNORED,
        Fate::Refused(_) => language::PIPELINED_REFUSED,
        Fate::Other => language::PIPELINED_OTHER,
    })
}

/// Whether it agreed to this, if it was asked and answered.
fn accepts(endpoint: &Endpoint<'_>, part: Part) -> Option<bool> {
    let mut answers = endpoint.scans.iter().filter_map(|scan| scan.scanned());
    answers.find(|(asked, _)| *asked == part).map(|(_, hello)| part.is_in(hello.saw))
}
