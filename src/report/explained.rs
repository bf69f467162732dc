//! Explanations of replies and errors, for people and for programs.
use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

use crate::diagnosis;
use crate::explain::{Explanation, Explanations, Known};
use crate::finding::Actor;
use crate::knowledge::codes::{self, Entry, Kind, Lasting};
use crate::language::{self, Language};

use super::document::{Block, Section, Shown};
use super::escape::Careful;
use super::{Style, terminal};

/// Writes explanations for people.
pub fn text(
    all: &Explanations,
    language: Language,
    style: &Style,
    to: &mut dyn Write,
) -> io::Result<()> {
    if all.found.is_empty() {
        writeln!(to, "{}", language.text(language::NOTHING_KNOWN))?;
    }
    let sections: Vec<Section> = all.found.iter().map(|one| section(one, language)).collect();
    to.write_all(terminal::sections(&sections, language, style).as_bytes())?;
    if all.cut {
        writeln!(to, "\n{}", language.text(language::MORE_IN_TEXT))?;
    }
    Ok(())
}

fn section(explanation: &Explanation, language: Language) -> Section {
    let known = explanation.known;
    let mut blocks = vec![Block::Text(explanation.said.clone())];
    if known.kind() == Some(Kind::Class) {
        blocks.push(Block::Text(language.text(language::CLASS_ALONE)));
    }
    blocks.push(Block::Pairs(pairs(explanation, language)));
    let about = known.kind().map_or(language::KIND_FINDING, language::kind);
    Section { about, title: language.text(about), shown: Shown::Always, blocks }
}

/// Labels and values.
fn pairs(explanation: &Explanation, language: Language) -> Vec<(String, String)> {
    let known = explanation.known;
    let lasting = explanation.lasting.map(language::lasting).map(|text| language.text(text));
    let pairs = [
        (language::MEANS, language.meaning(known)),
        (language::WHY, language.why(known)),
        (language::DO, language.action(known)),
        (language::WHO, language.text(language::actor(known.actor()))),
        (language::LASTS, lasting.unwrap_or_default()),
    ];
    let about = [
        (language::RECIPIENT, explanation.recipient.clone().unwrap_or_default()),
        (language::SERVER, explanation.server.clone().unwrap_or_default()),
        (language::SEE, format!("{} [{}]", known.reference(), known.id())),
    ];
    let labelled = |(label, value): (language::Text, String)| (language.text(label), value);
    let codes = explanation.codes.iter().enumerate().map(|(i, entry)| {
        let label = if i == 0 { language.text(language::CODES) } else { String::new() };
        (label, told(entry, language))
    });
    let all = pairs.into_iter().map(labelled).chain(codes).chain(about.into_iter().map(labelled));
    all.filter(|(_, value)| !value.is_empty()).collect()
}

/// A code and what it says.
fn told(entry: &Entry, language: Language) -> String {
    let args: [(_, &dyn Display); 2] = [("code", &entry.code), ("meaning", &language.entry(entry))];
    language.say(language::CODE_AND_MEANING, args)
}

/// Writes explanations as a JSON array; each has all keys.
pub fn json(all: &Explanations, to: &mut dyn Write) -> io::Result<()> {
    write(&all.found.iter().map(Told::of).collect::<Vec<_>>(), to)
}

pub(super) fn write<T: Serialize>(value: &T, to: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *to, Careful(PrettyFormatter::new())))?;
    writeln!(to)
}

/// An explanation as programs read it.
#[derive(Serialize)]
struct Told<'e> {
    said: &'e str,
    id: &'static str,
    /// None for a finding.
    kind: Option<Kind>,
    meaning: String,
    cause: String,
    action: String,
    actor: Actor,
    lasting: Option<Lasting>,
    reference: &'static str,
    recipient: Option<&'e str>,
    server: Option<&'e str>,
    codes: Vec<Code>,
}

/// A code beside the words that say more.
#[derive(Serialize)]
struct Code {
    id: &'static str,
    code: &'static str,
    meaning: &'static str,
}

impl<'e> Told<'e> {
    fn of(explanation: &'e Explanation) -> Self {
        let known = &explanation.known;
        let code = |entry: &&'static Entry| Code {
            id: &entry.id,
            code: &entry.code,
            meaning: &entry.meaning,
        };
        Self {
            said: &explanation.said,
            id: known.id(),
            kind: known.kind(),
            meaning: known.meaning(),
            cause: known.cause(),
            action: known.action(),
            actor: known.actor(),
            lasting: explanation.lasting,
            reference: known.reference(),
            recipient: explanation.recipient.as_deref(),
            server: explanation.server.as_deref(),
            codes: explanation.codes.iter().map(code).collect(),
        }
    }
}

/// Something that is known, in the list of all that is.
#[derive(Serialize)]
struct Listed {
    id: &'static str,
    /// None for a finding.
    kind: Option<Kind>,
    code: &'static str,
    server: &'static str,
    meaning: String,
}

/// All that is known: codes and words, then the findings of this program.
fn all(language: Language) -> Vec<Listed> {
    let entries = codes::entries().iter().map(|entry| Listed {
        id: &entry.id,
        kind: Some(entry.kind),
        code: &entry.code,
        server: &entry.server,
        meaning: language.entry(entry),
    });
    let rules = diagnosis::rules().map(|rule| Listed {
        id: rule.code,
        kind: None,
        code: "",
        server: "",
        meaning: language.meaning(Known::Rule(rule)),
    });
    entries.chain(rules).collect()
}

/// Writes the list of all that is known, one line each.
pub fn list(language: Language, to: &mut dyn Write) -> io::Result<()> {
    let all = all(language);
    let width = all.iter().map(|listed| listed.id.len()).max().unwrap_or_default();
    all.iter().try_for_each(|listed| writeln!(to, "{:width$}  {}", listed.id, listed.meaning))
}

/// Writes the same as a JSON array.
pub fn list_json(to: &mut dyn Write) -> io::Result<()> {
    write(&all(Language::En), to)
}
