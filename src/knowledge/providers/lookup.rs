//! Whose a name is.
use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Provider, all};
use crate::knowledge::typo::registrable;

/// Who serves a name, and by what that was recognised.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The entries that fit, never none; several where the sign doesn't tell them apart.
    pub providers: Vec<&'static Provider>,
    /// The sign.
    pub sign: Sign,
}

/// By what a provider was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The domain is one of its own.
    Domain,
    /// The host is one that it publishes.
    Host,
    /// The host is where people read mail with a browser.
    Webmail,
    /// The domain's mail goes to this exchanger, which is one of its own.
    Exchanger(String),
    /// The host is called like this exchanger of its own.
    ExchangerItself,
    /// The name lies below a name of its own.
    Below,
}

type Found = Vec<&'static Provider>;

/// Entries by name, each list in the order of the tables.
#[derive(Default)]
struct Index {
    domains: HashMap<&'static str, Found>,
    hosts: HashMap<&'static str, Found>,
    webmail: HashMap<&'static str, Found>,
    exchangers: HashMap<&'static str, Found>,
    /// The registrable parts of all of them.
    parents: HashMap<&'static str, Found>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for provider in all() {
        let hosts = || provider.all_places().filter(|p| p.is_public()).map(|p| p.host.as_str());
        let names = |list: &'static [String]| list.iter().map(String::as_str);
        enter(&mut index.domains, names(&provider.domains), provider);
        enter(&mut index.hosts, hosts(), provider);
        enter(&mut index.webmail, names(&provider.webmail), provider);
        enter(&mut index.exchangers, names(&provider.mx), provider);
        let parents = hosts().filter_map(registrable).chain(names(&provider.domains));
        enter(&mut index.parents, parents, provider);
    }
    index
});

fn enter(
    map: &mut HashMap<&'static str, Found>,
    names: impl Iterator<Item = &'static str>,
    provider: &'static Provider,
) {
    for name in names {
        let found = map.entry(name).or_default();
        if found.last().is_none_or(|last| last.id != provider.id) {
            found.push(provider);
        }
    }
}

/// Whose domain for addresses this is (lower case, A-labels).
pub fn of_domain(domain: &str) -> &'static [&'static Provider] {
    INDEX.domains.get(domain).map_or(&[], Vec::as_slice)
}

/// Who publishes this host: exactly, or with something of the customer's own in it.
pub fn of_host(host: &str) -> Vec<&'static Provider> {
    if let Some(known) = INDEX.hosts.get(host) {
        return known.clone();
    }
    let own = |p: &&Provider| p.all_places().any(|place| fits(&place.host, host));
    all().iter().filter(own).collect()
}

/// Whose web pages for reading mail are there.
pub fn of_webmail(host: &str) -> &'static [&'static Provider] {
    INDEX.webmail.get(host).map_or(&[], Vec::as_slice)
}

/// Whose mail exchanger this is: the longest end that is known counts.
pub fn of_mx(exchanger: &str) -> &'static [&'static Provider] {
    longest(&INDEX.exchangers, exchanger).map_or(&[], |(_, providers)| providers)
}

/// Below whose name this one lies, if it is no public one itself.
fn of_parent(name: &str) -> &'static [&'static Provider] {
    longest(&INDEX.parents, name).map_or(&[], |(_, providers)| providers)
}

type Entry = (&'static str, &'static [&'static Provider]);

fn longest(map: &'static HashMap<&'static str, Found>, name: &str) -> Option<Entry> {
    let mut ends = std::iter::successors(Some(name), |end| Some(end.split_once('.')?.1));
    let (known, found) = ends.find_map(|end| map.get_key_value(end))?;
    Some((known, found))
}

/// Whether a host is called like a template: what stands in braces is one piece of a label.
fn fits(template: &str, host: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return false };
    let Some((_, after)) = rest.split_once('}') else { return false };
    let middle = host.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    middle.is_some_and(|m| !m.is_empty() && !m.contains('.'))
}

/// Who serves this name: a domain, a host, or a domain of a customer whose mail goes to these
/// exchangers. Signs that say more come first.
pub fn recognise<'m>(
    name: &str,
    exchangers: impl IntoIterator<Item = &'m str>,
) -> Option<Recognised> {
    let by = |providers: &[&'static Provider], sign| {
        let providers = providers.to_vec();
        (!providers.is_empty()).then_some(Recognised { providers, sign })
    };
    by(of_domain(name), Sign::Domain)
        .or_else(|| by(&of_host(name), Sign::Host))
        .or_else(|| by(of_webmail(name), Sign::Webmail))
        .or_else(|| by(called_exchanger(name), Sign::ExchangerItself))
        .or_else(|| by(of_parent(name), Sign::Below))
        .or_else(|| exchangers.into_iter().find_map(by_exchanger))
}

/// A name that has more of an exchanger's than of anything else: `mx.zoho.com`, and not
/// `www.mail.ru`, whose exchangers are called `mxs.mail.ru`.
fn called_exchanger(name: &str) -> &'static [&'static Provider] {
    match longest(&INDEX.exchangers, name) {
        Some((end, providers)) if registrable(end) != Some(end) => providers,
        _ => &[],
    }
}

/// A domain that isn't the provider's is a customer's.
fn by_exchanger(exchanger: &str) -> Option<Recognised> {
    let all = of_mx(exchanger).iter().copied();
    let providers: Found = all.filter(|p| p.own_domains).collect();
    let sign = Sign::Exchanger(exchanger.to_owned());
    (!providers.is_empty()).then_some(Recognised { providers, sign })
}

/// Every name that a provider has, with the first that has it: hosts, domains, web pages.
pub(in crate::knowledge) fn names() -> impl Iterator<Item = (&'static str, &'static Provider)> {
    let hosts = |p: &'static Provider| p.all_places().filter(|h| h.is_public()).map(|h| &h.host);
    all().iter().flat_map(move |p| hosts(p).chain(&p.domains).map(move |name| (name.as_str(), p)))
}

/// Whether a name is a provider's own, or lies below one.
pub(in crate::knowledge) fn is_known(name: &str) -> bool {
    !of_parent(name).is_empty()
        || !of_host(name).is_empty()
        || !of_mx(name).is_empty()
        || !of_webmail(name).is_empty()
}
