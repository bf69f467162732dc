//! What tables of routers don't explain themselves.
use std::collections::BTreeMap;

use probes::Subject;
use probes::net::Method;
use probes::trace::Try;

use crate::diagnosis::facts::Traced;
use crate::language::{self, Language, Text};

use super::super::Detail;
use super::way::Way;
use super::{large, router};

/// A sentence each.
pub(super) fn all(
    paths: &[Traced<'_>],
    ways: &[Way<'_, '_>],
    detail: Detail,
    language: Language,
) -> Vec<String> {
    let silence = paths.iter().any(has_silence).then_some(language::SILENCE);
    let spread = ways.iter().any(Way::is_spread).then_some(language::SPREAD);
    let other = paths.iter().find_map(instead);
    let sentences = [silence, spread, other].into_iter().flatten().map(|text| language.text(text));
    sentences.chain(large::sentences(paths, detail == Detail::Verbose, language)).collect()
}

/// Whether a router before the end kept silent, or left some packets without an answer while all
/// were answered farther on: what is lost on the way is missing there too.
fn has_silence(traced: &Traced<'_>) -> bool {
    let last = router::last_answer(traced).unwrap_or(0);
    let hops: BTreeMap<u8, Vec<&Try>> = traced.path.hops();
    let answered = |tries: &Vec<&Try>| tries.iter().filter(|t| t.answer.is_some()).count();
    let all_behind =
        |ttl: u8| hops.range(ttl + 1..=last).any(|(_, t)| !t.is_empty() && answered(t) == t.len());
    hops.range(..last).any(|(ttl, tries)| match answered(tries) {
        0 => true,
        some => some < tries.len() && all_behind(*ttl),
    })
}

/// That another method took the place of the one that was meant.
fn instead(traced: &Traced<'_>) -> Option<Text> {
    let Subject::Path { method: meant, .. } = traced.observation.subject else { return None };
    match (meant, traced.path.method) {
        (Method::Icmp, Method::Udp) if !traced.path.tries.is_empty() => Some(language::UDP_INSTEAD),
        (Method::Udp, Method::Icmp) if !traced.path.tries.is_empty() => {
            Some(language::ICMP_INSTEAD)
        }
        _ => None,
    }
}
