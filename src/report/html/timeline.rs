//! The timeline: lanes below an axis.
use unicode_width::UnicodeWidthStr;

use super::super::document::Tone;
use super::super::ink;
use super::super::picture::{Bar, Lane, Timeline};
use super::drawing::{drawing, fitting, percent, right, share, signed, text};
use super::page::Page;
use super::section::Teller;
use super::table::{self, class};

/// Px of a heading with the axis, and of a lane with its label.
const HEADING: usize = 34;
const LANE: usize = 40;

/// Cells of a label, and of what is said of it on the other side.
const LABEL: usize = 24;
const SAID: usize = 25;

/// A picture per group, so that a page of paper may end between them; what the signs mean; and all
/// of it in numbers.
pub(super) fn write(teller: &mut Teller<'_>, id: &str, timeline: &Timeline) {
    teller.page.within("figure", &[("class", "timeline")], |page| {
        page.element("figcaption", &[], &timeline.title);
        page.element("p", &[("class", "more")], &timeline.about);
        let groups = timeline.lanes.chunk_by(|one, next| one.group == next.group);
        for (lanes, number) in groups.zip(1..) {
            let id = format!("{id}-{number}");
            drawing(page, (&id, "drawing"), (&lanes[0].group, &told(lanes)), |page| {
                draw(page, timeline, lanes)
            });
        }
        signs(page, timeline);
    });
    let language = teller.language;
    teller.fold("fold steps", &timeline.every_step, |teller| {
        let anchors: Vec<String> = timeline.ids.iter().map(|id| step(teller.id, *id)).collect();
        table::with_anchors(teller.page, &timeline.steps, &anchors, language);
        if let Some(untold) = &timeline.untold {
            teller.page.element("p", &[("class", "more")], untold);
        }
    });
}

/// The anchor of an observation.
pub(super) fn step(report: &str, id: u32) -> String {
    format!("{report}-o{id}")
}

fn signs(page: &mut Page, timeline: &Timeline) {
    page.within("p", &[("class", "signs")], |page| {
        for (tone, meaning) in &timeline.signs {
            let class = format!("key {}", class(*tone));
            page.element("span", &[("class", &class)], &signed(*tone, meaning));
            page.text(" ");
        }
    });
    if let Some(more) = &timeline.more {
        page.element("p", &[("class", "more")], more);
    }
}

/// Lanes in words.
fn told(lanes: &[Lane]) -> String {
    let told = lanes.iter().map(|l| format!("{} {}", fitting(&l.label, 80), fitting(&l.said, 80)));
    told.collect::<Vec<_>>().join("; ")
}

fn draw(page: &mut Page, timeline: &Timeline, lanes: &[Lane]) -> usize {
    let height = HEADING + lanes.len() * LANE;
    axis(page, timeline, height);
    text(page, "heading", "0", 13, &fitting(&lanes[0].group, LABEL + SAID));
    for (lane, place) in lanes.iter().zip(0..) {
        self::lane(page, lane, HEADING + place * LANE, timeline.span_us);
    }
    height
}

fn axis(page: &mut Page, timeline: &Timeline, height: usize) {
    let height = height.to_string();
    for (at, label) in &timeline.ticks {
        let share = share(*at, timeline.span_us);
        let x = percent(share);
        let ends = [("x1", x.as_str()), ("x2", x.as_str()), ("y1", "34"), ("y2", height.as_str())];
        page.empty("line", &[&[("class", "tick")], &ends[..]].concat());
        let anchor = if share > 94.0 { "end" } else { "middle" };
        let place = [("class", "axis"), ("x", x.as_str()), ("y", "29"), ("text-anchor", anchor)];
        page.element("text", &place, label);
    }
    text(page, "axis", "0", 29, "0");
}

fn lane(page: &mut Page, lane: &Lane, y: usize, span_us: u64) {
    page.within("g", &[], |page| {
        page.element("title", &[], &fitting(&lane.label, 200));
        text(page, "label", "0", y + 13, &fitting(&lane.label, LABEL));
    });
    let is_well = matches!(lane.tone, Tone::Good);
    let said = if is_well { lane.said.clone() } else { signed(lane.tone, &lane.said) };
    right(page, &format!("said {}", class(lane.tone)), y + 13, &fitting(&said, SAID));
    lane.bars.iter().for_each(|b| bar(page, b, y + 19, span_us));
}

/// A bar is never too small to be seen; its name stands in it where there is room, else its sign
/// beside it.
fn bar(page: &mut Page, bar: &Bar, y: usize, span_us: u64) {
    const LEAST: f64 = 0.4;
    let wide = share(bar.took_us, span_us).max(LEAST);
    let x = share(bar.at_us, span_us).min(100.0 - wide);
    let (left, width, top) = (percent(x), percent(wide), y.to_string());
    page.within("g", &[("class", class(bar.tone))], |page| {
        page.element("title", &[], &fitting(&bar.title, 300));
        let place = [("x", left.as_str()), ("y", top.as_str()), ("width", width.as_str())];
        let shape = [("class", "bar"), ("height", "14"), ("rx", "2")];
        page.empty("rect", &[&place[..], &shape].concat());
        let is_well = matches!(bar.tone, Tone::Good);
        let name = match is_well {
            true => fitting(&bar.label, 40),
            false => signed(bar.tone, &fitting(&bar.label, 40)),
        };
        let middle = percent(x + wide / 2.0);
        let inside = |class: &str, page: &mut Page, name: &str| {
            let baseline = (y + 11).to_string();
            let place = [("x", middle.as_str()), ("y", baseline.as_str())];
            let kind = [("class", class), ("text-anchor", "middle")];
            page.element("text", &[&kind[..], &place].concat(), name);
        };
        match room(name.width(), wide) {
            Room::Always => inside("name", page, &name),
            Room::Wide => inside("name wide", page, &name),
            Room::Never if !is_well => beside(page, bar.tone, (x, wide), y),
            Room::Never => {}
        }
    });
}

/// Where a name fits a bar.
enum Room {
    /// On a phone too.
    Always,
    /// On a wide screen and on paper.
    Wide,
    /// Nowhere.
    Never,
}

fn room(cells: usize, share: f64) -> Room {
    let px = cells as f64 * 6.2 + 8.0;
    match share / 100.0 {
        part if part * 300.0 >= px => Room::Always,
        part if part * 620.0 >= px => Room::Wide,
        _ => Room::Never,
    }
}

fn beside(page: &mut Page, tone: Tone, (x, wide): (f64, f64), y: usize) {
    let y = (y + 12).to_string();
    let is_late = x + wide > 96.0;
    let at = percent(if is_late { x } else { x + wide });
    let (dx, anchor) = if is_late { ("-3", "end") } else { ("3", "start") };
    let place = [("x", at.as_str()), ("y", y.as_str()), ("dx", dx), ("text-anchor", anchor)];
    let kind = format!("beside {}", class(tone));
    page.element(
        "text",
        &[&[("class", kind.as_str())], &place[..]].concat(),
        ink::sign(tone, false),
    );
}
