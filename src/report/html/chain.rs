//! A certificate chain: boxes, the server's own on top.
use super::super::document::Tone;
use super::super::picture::{Chain, Link, Seal};
use super::drawing::{LINE, broken, drawing, frame, line, lines, signed, text};
use super::page::Page;
use super::section::Teller;
use super::table::class;

/// Where the line between boxes runs, px.
const RAIL: usize = 20;

/// The picture, and what was sent beside it.
pub(super) fn write(teller: &mut Teller<'_>, id: &str, chain: &Chain) {
    teller.page.open("figure", &[("class", "chain")]);
    teller.page.element("figcaption", &[], &chain.title);
    drawing(teller.page, (id, "drawing"), (&chain.title, &chain.about), |page| draw(page, chain));
    if !chain.unused.is_empty() {
        teller.list(&chain.unused);
    }
    teller.page.close("figure");
}

fn draw(page: &mut Page, chain: &Chain) -> usize {
    let mut y = 2;
    for seal in &chain.seals {
        y = self::seal(page, seal, y);
        if let Some(link) = &seal.link {
            let is_last = std::ptr::eq(seal, chain.seals.last().unwrap_or(seal));
            y = self::link(page, link, y, is_last);
        }
    }
    y + 2
}

/// A box from this height on; where it ends.
fn seal(page: &mut Page, seal: &Seal, top: usize) -> usize {
    let subject = broken(&seal.subject, LINE - 6);
    let facts = broken(&seal.facts.join(" · "), LINE - 6);
    let facts = if seal.facts.is_empty() { vec![] } else { facts };
    let bottom = top + 26 + 16 * (subject.len() + facts.len() + seal.wrong.len()) + 4;
    frame(page, &format!("seal {}", kind(seal)), (top, bottom));
    text(page, "role", "12", top + 18, &seal.role);
    let mut y = lines(page, "label", "12", top + 35, &subject);
    if !facts.is_empty() {
        y = lines(page, "faint", "12", y + 16, &facts);
    }
    wrong(page, &seal.wrong, "12", y);
    bottom
}

fn kind(seal: &Seal) -> &'static str {
    match worst(&seal.wrong) {
        Some(tone) => class(tone),
        None if seal.missing => "missing",
        None => "good",
    }
}

fn worst(wrong: &[(Tone, String)]) -> Option<Tone> {
    let is = |wanted: Tone| wrong.iter().any(|(tone, _)| *tone == wanted);
    [Tone::Bad, Tone::Doubtful, Tone::Indifferent].into_iter().find(|tone| is(*tone))
}

/// What leads from a box to the next, from this height on; where the next begins.
fn link(page: &mut Page, link: &Link, top: usize, is_last: bool) -> usize {
    let bottom = top + 30 + 16 * link.wrong.len().saturating_sub(1);
    let tone = worst(&link.wrong);
    let kind = match tone {
        Some(Tone::Bad) => "rail broken",
        _ if is_last => "rail silent",
        _ => "rail",
    };
    line(page, kind, RAIL, (top, bottom));
    match tone {
        Some(_) => wrong(page, &link.wrong, "36", top + 3),
        None => text(page, "faint", "36", top + 19, &format!("↓ {}", link.says)),
    }
    bottom
}

/// What is wrong, below this line.
fn wrong(page: &mut Page, wrong: &[(Tone, String)], x: &str, mut y: usize) {
    for (tone, word) in wrong {
        y += 16;
        text(page, &format!("said {}", class(*tone)), x, y, &signed(*tone, word));
    }
}
