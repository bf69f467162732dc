//! What people would rather look at than read: data, without lines or colours. Pictures hold
//! nothing that words and tables don't tell too.
mod chain;
mod route;
mod timeline;
pub(super) mod tone;

use crate::diagnosis::Facts;
use crate::finding::Finding;
use crate::language::{self, Language};

use super::document::{Block, Table, Tone};
use tone::Tones;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// What was done when.
    Timeline(Timeline),
    /// The way of packets.
    Route(Route),
    /// Certificates, each signed by the next.
    Chain(Chain),
}

/// Every step in time, one lane per connection or question.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What it shows.
    pub title: String,
    /// The same for who does not see it.
    pub about: String,
    /// The end, µs since the run began; at least 1.
    pub span_us: u64,
    /// Moments to be marked, µs since the run began, and what they are called.
    pub ticks: Vec<(u64, String)>,
    /// The lanes, those of a group together.
    pub lanes: Vec<Lane>,
    /// How many lanes are left out, if any are.
    pub more: Option<String>,
    /// What the signs mean that stand in it.
    pub signs: Vec<(Tone, String)>,
    /// What the table is called.
    pub every_step: String,
    /// All of it in numbers.
    pub steps: Table,
    /// The ids of the observations in the rows of the table.
    pub ids: Vec<u32>,
    /// How many steps the table leaves out, if any are.
    pub untold: Option<String>,
}

/// What was done one after the other in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What several lanes have in common.
    pub group: String,
    /// Where.
    pub label: String,
    /// How it went.
    pub tone: Tone,
    /// What went wrong, or how long it took.
    pub said: String,
    /// The steps.
    pub bars: Vec<Bar>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// When it began, µs since the run began.
    pub at_us: u64,
    /// How long it took, µs.
    pub took_us: u64,
    /// How it went.
    pub tone: Tone,
    /// Its name.
    pub label: String,
    /// Its name, its time, and what went wrong.
    pub title: String,
}

/// Routers one after the other, from this machine to where packets end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What it shows.
    pub title: String,
    /// The same for who does not see it.
    pub about: String,
    /// Where it begins.
    pub start: String,
    /// The routers.
    pub stops: Vec<Stop>,
    /// Where packets end, and how that is.
    pub end: (Tone, String),
}

/// A router, or several that keep silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// After how many routers; "" for one beside another.
    pub number: String,
    /// Its address and its name.
    pub name: String,
    /// The round-trip times, in words.
    pub times: String,
    /// The shortest of them, µs, if there is one.
    pub least_us: Option<u64>,
}

/// Certificates from the server's own upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What it shows.
    pub title: String,
    /// The same for who does not see it.
    pub about: String,
    /// The certificates.
    pub seals: Vec<Seal>,
    /// Those that were sent beside them.
    pub unused: Vec<String>,
}

/// A certificate, and what leads from it to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    /// What it is for.
    pub role: String,
    /// Whose it is.
    pub subject: String,
    /// What else is to be known of it.
    pub facts: Vec<String>,
    /// What is wrong with it.
    pub wrong: Vec<(Tone, String)>,
    /// Whether nobody has seen it.
    pub missing: bool,
    /// What leads to the next; none at the end.
    pub link: Option<Link>,
}

/// What leads from a certificate to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub says: String,
    /// What is wrong with it.
    pub wrong: Vec<(Tone, String)>,
}

/// The pictures of a recording: the timeline, then ways and chains, those with trouble first.
pub(super) fn blocks(facts: &Facts<'_>, findings: &[Finding], language: Language) -> Vec<Block> {
    const MOST: usize = 4;
    let tones = Tones::new(facts.recording, findings);
    let (routes, all_routes) = route::all(facts, &tones, MOST, language);
    let (chains, all_chains) = chain::all(facts, &tones, MOST, language);
    let left = all_routes - routes.len() + all_chains - chains.len();
    let routes = routes.into_iter().map(Picture::Route);
    let chains = chains.into_iter().map(Picture::Chain);
    let timeline = timeline::of(facts, &tones, language).map(Picture::Timeline);
    let pictures = timeline.into_iter().chain(routes).chain(chains);
    let mut blocks: Vec<Block> = pictures.map(|p| Block::Picture(Box::new(p))).collect();
    if left > 0 {
        blocks.push(Block::Text(language.say(language::MORE_PICTURES, [("count", &left)])));
    }
    blocks
}
