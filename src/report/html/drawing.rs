//! What all pictures are made of. Widths are shares of the room there is, so that a picture fits a
//! phone and a sheet of paper; heights and letters are what they are everywhere.
use unicode_width::UnicodeWidthStr;

use super::super::document::Tone;
use super::super::{escape, ink, wrap};
use super::page::{Attributes, Page};
use super::table::class;

/// Cells of a line that fit a phone.
pub(super) const LINE: usize = 46;

/// Lines of one text; the rest stands in the tables.
const LINES: usize = 4;

/// A picture with its title and what it shows.
pub(super) fn drawing(
    page: &mut Page,
    (id, kind): (&str, &str),
    (title, about): (&str, &str),
    draw: impl FnOnce(&mut Page) -> usize,
) {
    let (name, says) = (format!("{id}-title"), format!("{id}-about"));
    // How high it is, is known when it is drawn.
    let mut inner = Page::new("");
    let height = draw(&mut inner).to_string();
    let labels = format!("{name} {says}");
    let attributes = [
        ("class", kind),
        ("role", "img"),
        ("aria-labelledby", labels.as_str()),
        ("width", "100%"),
        ("height", height.as_str()),
    ];
    page.within("svg", &attributes, |page| {
        page.element("title", &[("id", &name)], title);
        page.element("desc", &[("id", &says)], about);
        page.raw(&inner.finish());
    });
}

/// A text whose line stands at this height, in px.
pub(super) fn text(page: &mut Page, class: &str, x: &str, y: usize, text: &str) {
    page.element("text", &[("class", class), ("x", x), ("y", &y.to_string())], text);
}

/// A text that ends at the right edge.
pub(super) fn right(page: &mut Page, class: &str, y: usize, text: &str) {
    let y = y.to_string();
    let attributes = [("class", class), ("x", "100%"), ("y", y.as_str()), ("text-anchor", "end")];
    page.element("text", &attributes, text);
}

/// Lines below each other, 16 px each; where the last one stands.
pub(super) fn lines(page: &mut Page, kind: &str, x: &str, mut y: usize, lines: &[String]) -> usize {
    for line in lines {
        text(page, kind, x, y, line);
        y += 16;
    }
    y - 16
}

/// A line between two points, in px.
pub(super) fn line(page: &mut Page, class: &str, x: usize, (from, to): (usize, usize)) {
    let (x, from, to) = (x.to_string(), from.to_string(), to.to_string());
    let ends = [("x1", &x), ("y1", &from), ("x2", &x), ("y2", &to)].map(|(n, v)| (n, v.as_str()));
    page.empty("line", &[&[("class", class)], &ends[..]].concat());
}

/// A box with round corners that is as wide as there is room, in px from top to bottom.
pub(super) fn frame(page: &mut Page, class: &str, (top, bottom): (usize, usize)) {
    let (top, height) = (top.to_string(), bottom.saturating_sub(top).to_string());
    let attributes: Attributes<'_> = &[
        ("class", class),
        ("x", "1"),
        ("y", &top),
        ("width", "99.4%"),
        ("height", &height),
        ("rx", "5"),
    ];
    page.empty("rect", attributes);
}

/// A text in lines of so many cells, the last of which says that there is more.
pub(super) fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = wrap::wrap(&escape::cut(&escape::terminal(text), LINES * width), width, 0);
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines
}

/// As much of a text as fits so many cells.
pub(super) fn fitting(text: &str, width: usize) -> String {
    let visible = escape::terminal(text);
    if visible.width() <= width {
        return visible;
    }
    let mut kept = String::new();
    for c in visible.chars() {
        kept.push(c);
        if kept.width() >= width {
            kept.pop();
            break;
        }
    }
    kept + "…"
}

/// What is wrong, with its sign.
pub(super) fn signed(tone: Tone, text: &str) -> String {
    format!("{} {text}", ink::sign(tone, false))
}

/// The share of a whole, for a coordinate.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    (part as f64 / whole.max(1) as f64 * 100.0).clamp(0.0, 100.0)
}

/// The same, written.
pub(super) fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

/// What bars are filled with beside a colour, once per page.
pub(super) fn patterns(page: &mut Page) {
    const SIZE: [(&str, &str); 3] = [("width", "6"), ("height", "6"), ("x", "0")];
    let hidden = [("class", "patterns"), ("width", "0"), ("height", "0"), ("aria-hidden", "true")];
    page.line();
    page.within("svg", &hidden, |page| {
        for (tone, path) in [
            (Tone::Bad, "M0 0L6 6M6 0L0 6"),
            (Tone::Doubtful, "M-1 1L1 -1M0 6L6 0M5 7L7 5"),
            (Tone::Indifferent, "M3 0V6"),
        ] {
            let id = format!("pattern-{}", class(tone));
            let start = [("id", id.as_str()), ("patternUnits", "userSpaceOnUse")];
            page.within("pattern", &[&start[..], &SIZE].concat(), |page| {
                page.empty("rect", &[("class", class(tone)), ("width", "6"), ("height", "6")]);
                page.empty("path", &[("class", class(tone)), ("d", path)]);
            });
        }
    });
}
