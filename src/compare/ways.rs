//! Where packets go. Traffic that is spread over several ways shows other routers in every run, and
//! a router more or less; that is no difference.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use probes::Subject;

use super::look::Look;
use super::sides::{Sides, listed};
use super::{Kind, Side};
use crate::diagnosis::facts::Traced;
use crate::finding::Arg;
use crate::language;

/// Hops by which two traces of one way may differ.
const TOLERANCE: u8 = 1;

/// Adds what differs in the paths that both runs traced as far as they go. The routers of redacted
/// recordings may be aliases.
pub(super) fn add(before: &Look<'_>, after: &Look<'_>, redacted: bool, into: &mut Sides) {
    let whole = |look: &Look<'_>| -> HashMap<Subject, usize> {
        let all = look.facts.paths().iter().enumerate();
        let whole = all.filter(|(_, p)| p.observation.failure.is_none());
        whole.map(|(place, p)| (look.place(&p.observation.subject), place)).collect()
    };
    let (ours, theirs) = (whole(before), whole(after));
    let mut pairs: Vec<(usize, usize)> =
        ours.iter().filter_map(|(place, one)| Some((*one, *theirs.get(place)?))).collect();
    pairs.sort_unstable();
    for (one, other) in pairs {
        let (one, other) = (&before.facts.paths()[one], &after.facts.paths()[other]);
        let mut told = vec![ends(one, other)];
        if !redacted {
            told.push(routers(one, other));
        }
        for (kind, was, is) in told.into_iter().flatten() {
            into.add(kind, side(one, was), side(other, is));
        }
    }
}

fn side(traced: &Traced<'_>, value: Arg) -> Side {
    Side::of(&traced.observation.subject, value, traced.observation.id)
}

type Difference = (Kind, Arg, Arg);

fn ends(one: &Traced<'_>, other: &Traced<'_>) -> Option<Difference> {
    let alike = one.reached().is_some() == other.reached().is_some()
        && one.goes_round() == other.goes_round()
        && one.farthest().abs_diff(other.farthest()) <= TOLERANCE;
    (!alike).then(|| (Kind::PathEnd, end(one), end(other)))
}

fn end(traced: &Traced<'_>) -> Arg {
    let hops = [("hops", traced.farthest().into())];
    match traced.reached() {
        Some(_) => language::DIFF_REACHED.of(hops),
        None if traced.goes_round() => language::DIFF_ROUND.into(),
        None => language::DIFF_LOST.of(hops),
    }
}

/// The routers, where at least half of the hops that both know have no router in common.
fn routers(one: &Traced<'_>, other: &Traced<'_>) -> Option<Difference> {
    let (ours, theirs) = (by_hop(one), by_hop(other));
    let both: Vec<_> = ours.iter().filter_map(|(ttl, own)| Some((own, theirs.get(ttl)?))).collect();
    let [met, met_then] = [&ours, &theirs].map(|h| h.values().flatten().collect::<BTreeSet<_>>());
    let strange = |(own, now): &&(&BTreeSet<IpAddr>, &BTreeSet<IpAddr>)| {
        own.iter().all(|router| !met_then.contains(router))
            && now.iter().all(|router| !met.contains(router))
    };
    let differ = both.iter().filter(strange).count();
    let others = differ > 0 && differ * 2 >= both.len();
    others.then(|| (Kind::Routers, told(&ours), told(&theirs)))
}

fn by_hop(traced: &Traced<'_>) -> BTreeMap<u8, BTreeSet<IpAddr>> {
    let mut hops: BTreeMap<u8, BTreeSet<IpAddr>> = BTreeMap::new();
    for (ttl, router) in traced.routers_until(traced.farthest()) {
        hops.entry(ttl).or_default().insert(router);
    }
    hops
}

fn told(hops: &BTreeMap<u8, BTreeSet<IpAddr>>) -> Arg {
    let routers: Vec<String> = hops
        .values()
        .map(|routers| routers.iter().map(IpAddr::to_string).collect::<Vec<_>>().join("/"))
        .collect();
    if routers.is_empty() { listed([]) } else { routers.join(" → ").into() }
}
