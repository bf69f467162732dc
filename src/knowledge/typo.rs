//! Which known name was meant, if what was typed is none.
//!
//! People leave a letter out, type it twice, swap two, hit the key beside, and lose a dot. The
//! shorter a name, the more names of others lie around it, and the less is forgiven.
mod edits;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use super::providers::{Provider, is_known, names, of_domain, of_host};

use edits::edits;

/// A known name near to the one that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// What was meant, most likely.
    pub intended: String,
    /// How far it is from what was typed: an order, no measure.
    pub distance: u32,
    /// The name of whose it is.
    pub provider: &'static str,
}

/// How much is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Of a name that does not exist, so that nobody is wronged by a guess.
    Free,
    /// Of a name that exists, and may well be what was meant: only slips that hands make, and in
    /// names long enough to be no other word.
    Strict,
}

/// What was meant by a name (lower case, A-labels) that is no provider's. A name that is known is
/// never a slip for another; one below a provider's own, which it may have lost or never had, is
/// compared with that provider's other names only, and only if there is no such name.
pub fn near(name: &str, care: Care) -> Option<Guess> {
    if name.len() > LONGEST || !of_domain(name).is_empty() || !of_host(name).is_empty() {
        return None;
    }
    let own = is_known(name);
    if own && care == Care::Strict {
        return None;
    }
    let own_end = registrable(name);
    let fits = |known: &&Known| !own || registrable(known.name) == own_end;
    let typed: Vec<&str> = name.split('.').collect();
    let whole = known().iter().filter(fits).filter_map(|known| {
        let distance = distance(name, &typed, known, care)?;
        Some(guess(known.name, distance, known.provider))
    });
    whole.min_by_key(|guess| guess.distance).or_else(|| if own { None } else { by_end(name) })
}

/// Longer than any known name by more than a slip or two.
const LONGEST: usize = 64;

fn guess(intended: &str, distance: u32, provider: &'static Provider) -> Guess {
    Guess { intended: intended.to_owned(), distance, provider: &provider.name }
}

/// A name that a provider has, if that is sure enough to be proposed.
struct Known {
    name: &'static str,
    labels: Vec<&'static str>,
    provider: &'static Provider,
}

fn known() -> &'static [Known] {
    static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
        let known = |(name, provider): (&'static str, _)| Known {
            name,
            labels: name.split('.').collect(),
            provider,
        };
        names().filter(|(_, provider)| provider.is_verified()).map(known).collect()
    });
    &KNOWN
}

/// `mail.gmial.com`: no host of Gmail's is called nearly so, but the domain is.
fn by_end(name: &str) -> Option<Guess> {
    let (first, rest) = name.split_once('.').filter(|(_, rest)| rest.contains('.'))?;
    let typed: Vec<&str> = rest.split('.').collect();
    let near = known()
        .iter()
        .filter(|known| known.is_domain())
        .filter_map(|known| Some((distance(rest, &typed, known, Care::Strict)?, known)));
    let (distance, known) = near.min_by_key(|(distance, _)| *distance)?;
    let intended = counterpart(first, known.provider).unwrap_or(known.name);
    Some(guess(intended, distance + FIRST, known.provider))
}

/// The provider's host for what the first label of a name says.
fn counterpart(first: &str, provider: &'static Provider) -> Option<&'static str> {
    let places = match first {
        "imap" | "imaps" => &provider.imap,
        "pop" | "pop3" | "pops" => &provider.pop3,
        "smtp" | "smtps" | "mail" | "submission" => &provider.submission,
        _ => return None,
    };
    places.iter().find(|p| p.is_public()).map(|p| p.host.as_str())
}

/// What a different first label adds to a distance.
const FIRST: u32 = 8;

/// How far a name is from a known one, if so near that it may be a slip.
fn distance(name: &str, typed: &[&str], known: &Known, care: Care) -> Option<u32> {
    match name.len().abs_diff(known.name.len()) {
        0..=2 if typed.len() == known.labels.len() => by_labels(typed, &known.labels, care),
        0..=1 => by_dots(name, known),
        _ => None,
    }
}

/// One dot too few or too many, or something else in its place: `smtpgmail.com`, `smtp-gmail.com`.
fn by_dots(name: &str, known: &Known) -> Option<u32> {
    let letters = |text: &'static str| text.bytes().filter(|b| !b".-".contains(b));
    let typed = name.bytes().filter(|b| !b".-".contains(b));
    let dots = name.matches('.').count().abs_diff(known.labels.len() - 1);
    let hyphens = name.matches('-').count().abs_diff(known.name.matches('-').count());
    // Without a first label that says what it is for, too much is left to chance.
    let alike = dots == 1 && hyphens <= 1 && !known.is_domain() && typed.eq(letters(known.name));
    alike.then_some(edits::ONE)
}

/// Label by label: the end must be right or a slip for it, the rest may have a slip or two.
fn by_labels(typed: &[&str], meant: &[&str], care: Care) -> Option<u32> {
    let end = public_labels(meant);
    let brand = meant.len().checked_sub(end + 1)?;
    let mut sum = ends(&typed[brand + 1..], &meant[brand + 1..])?;
    let length = meant[brand].len();
    if sum > 0 && care == Care::Strict && length < LONG {
        return None;
    }
    for (typed, meant) in typed.iter().zip(meant).take(brand) {
        sum += label(typed, meant).filter(|cost| edits::count(*cost) <= 1)?;
    }
    let shortest = if brand > 0 { LONG - 1 } else { LONG };
    let cost = label(typed[brand], meant[brand])?;
    if care == Care::Strict && !is_surely(typed[brand], meant[brand], cost, shortest) {
        return None;
    }
    sum += cost;
    (sum > 0 && edits::count(sum) <= allowed(length, care)).then_some(sum)
}

/// Names as long as this are hardly another word.
const LONG: usize = 5;

/// How many slips are forgiven in a name whose own part is so long.
fn allowed(length: usize, care: Care) -> u32 {
    let two = if care == Care::Strict { 9 } else { 7 };
    if length < two { 1 } else { 2 }
}

/// What a label costs, if it may be a slip at all.
fn label(typed: &str, meant: &str) -> Option<u32> {
    if typed == meant {
        return Some(0);
    }
    let near = meant.len() >= 3 && typed.len().abs_diff(meant.len()) <= 2;
    near.then(|| edits(typed, meant))
}

/// Whether a label is what hands make of the other, and nothing that others are called.
fn is_surely(typed: &str, meant: &str, cost: u32, shortest: usize) -> bool {
    let same_start = typed.as_bytes().first() == meant.as_bytes().first();
    let plural = typed.strip_suffix('s') == Some(meant);
    let likely = meant.len() >= shortest && edits::is_slip(cost) && same_start && !plural;
    cost == 0 || likely
}

/// What a wrong end costs altogether: of two labels only the last may be wrong.
fn ends(typed: &[&str], meant: &[&str]) -> Option<u32> {
    let (typed_last, typed) = typed.split_last()?;
    let (meant_last, meant) = meant.split_last()?;
    end(typed_last, meant_last).filter(|_| typed == meant)
}

/// What a wrong end costs, if it is a slip: ends of countries are never slips for each other, but
/// some of them are what is left of `com` and `net` where a finger missed a key.
fn end(typed: &str, meant: &str) -> Option<u32> {
    const LEFT: [&str; 5] = ["co", "cm", "om", "ne", "or"];
    const REAL: [&str; 9] = ["com", "net", "org", "cam", "bom", "bet", "vet", "pet", "ong"];
    if typed == meant {
        return Some(0);
    }
    let fair = match typed.len() {
        2 => LEFT.contains(&typed) && meant.len() == 3,
        _ => !REAL.contains(&typed),
    };
    let cost = edits(typed, meant);
    (fair && edits::count(cost) == 1).then_some(cost)
}

/// The labels that nobody owns: `com`, `co.jp`.
fn public_labels(labels: &[&str]) -> usize {
    const SECOND: [&str; 9] = ["co", "com", "ne", "or", "net", "org", "ac", "ad", "go"];
    match labels {
        [.., second, country] if country.len() == 2 && SECOND.contains(second) => 2,
        _ => 1,
    }
}

/// The part of a name that somebody registered, as far as ends are known here: `zoho.com` of
/// `smtp.zoho.com`, `yahoo.co.jp` of `smtp.mail.yahoo.co.jp`.
pub fn registrable(name: &str) -> Option<&str> {
    let labels: Vec<&str> = name.split('.').collect();
    let first = labels.len().checked_sub(public_labels(&labels) + 1)?;
    let before: usize = labels[..first].iter().map(|label| label.len() + 1).sum();
    Some(&name[before..])
}

impl Known {
    fn is_domain(&self) -> bool {
        registrable(self.name) == Some(self.name)
    }
}
