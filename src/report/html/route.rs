//! The way of packets: routers below each other.
use super::super::document::Tone;
use super::super::ink;
use super::super::picture::{Route, Stop};
use super::drawing::{LINE, broken, drawing, fitting, line, lines, percent, share, text};
use super::page::Page;
use super::section::Teller;
use super::table::class;

/// Where the line runs, and where texts begin; px.
const RAIL: usize = 12;
const TEXT: &str = "30";

/// The picture.
pub(super) fn write(teller: &mut Teller<'_>, id: &str, route: &Route) {
    teller.page.within("figure", &[("class", "route")], |page| {
        page.element("figcaption", &[], &route.title);
        drawing(page, (id, "drawing"), (&route.title, &route.about), |page| draw(page, route));
    });
}

fn draw(page: &mut Page, route: &Route) -> usize {
    let longest = route.stops.iter().filter_map(|s| s.least_us).max().unwrap_or(1);
    dot(page, "dot here", 14);
    text(page, "label", TEXT, 18, &route.start);
    let mut y = 20;
    for stop in &route.stops {
        y = self::stop(page, stop, y, longest);
    }
    end(page, &route.end, y)
}

/// A router below where the last one stands; where this one stands.
fn stop(page: &mut Page, stop: &Stop, above: usize, longest: u64) -> usize {
    let told = match stop.number.is_empty() {
        true => stop.name.clone(),
        false => format!("{}. {}", stop.number, stop.name),
    };
    let silent = stop.least_us.is_none() && stop.times.is_empty();
    let names = broken(&told, LINE - 4);
    let y = above + 24;
    line(page, if silent { "rail silent" } else { "rail" }, RAIL, (above, y - 6));
    dot(page, if silent { "dot silent" } else { "dot" }, y);
    let mut bottom = lines(page, if silent { "faint" } else { "label" }, TEXT, y + 4, &names);
    if !stop.times.is_empty() {
        bottom += 15;
        text(page, "faint", TEXT, bottom, &fitting(&stop.times, LINE - 4));
    }
    if let Some(least) = stop.least_us {
        bottom += 5;
        let (width, y) = (percent((share(least, longest) * 0.85).max(0.5)), bottom.to_string());
        let place = [("x", TEXT), ("y", y.as_str()), ("width", width.as_str()), ("height", "4")];
        page.empty("rect", &[&[("class", "trip")], &place[..]].concat());
        bottom += 4;
    }
    let bottom = bottom.max(y + 6);
    line(page, if silent { "rail silent" } else { "rail" }, RAIL, (y + 6, bottom));
    bottom
}

fn end(page: &mut Page, (tone, says): &(Tone, String), above: usize) -> usize {
    let arrives = matches!(tone, Tone::Good);
    let y = above + 30;
    line(page, if arrives { "rail" } else { "rail silent" }, RAIL, (above, y - 9));
    let kind = format!("end {}", class(*tone));
    let (x, at) = (RAIL.to_string(), y.to_string());
    let place = [("cx", x.as_str()), ("cy", at.as_str()), ("r", "9")];
    page.empty("circle", &[&[("class", kind.as_str())], &place[..]].concat());
    let baseline = (y + 4).to_string();
    let middle = [("x", x.as_str()), ("y", baseline.as_str()), ("text-anchor", "middle")];
    let sign = [("class", "in-end")];
    page.element("text", &[&sign[..], &middle].concat(), ink::sign(*tone, false));
    let kind = format!("said {}", class(*tone));
    lines(page, &kind, TEXT, y + 4, &broken(says, LINE - 4)) + 12
}

fn dot(page: &mut Page, class: &str, y: usize) {
    let (x, y) = (RAIL.to_string(), y.to_string());
    let place = [("cx", x.as_str()), ("cy", y.as_str()), ("r", "5")];
    page.empty("circle", &[&[("class", class)], &place[..]].concat());
}
