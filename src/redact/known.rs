//! What of a recording is the target's, and what is the client's.
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use probes::bytes::Bytes;
use probes::dns::Lookup;
use probes::net::{Answer, HopAnswer, Record, RecordData, Source};
use probes::trace::{Path, Try};
use probes::{Data, Observation, Subject};

use super::address::{embedded, is_public, vicinity};
use super::hardware::{card_of, half_of};
use super::label::Kind;
use super::{POLICY, public, shape};
use crate::certificate;
use crate::knowledge::refusals;
use crate::knowledge::typo::registrable;
use crate::recording::Recording;

/// Hops with a public address that belong to the access network: see the policy.
const ACCESS: usize = 2;
/// Letters of a word: shorter ones stand in too many texts to be a machine's name there.
const MACHINE: usize = 4;
/// The same for a person's name.
const PERSON: usize = 3;

/// What may stay, and what must not.
#[derive(Default)]
pub(super) struct Known {
    /// Whether the recording was redacted by this policy before.
    pub(super) is_marked: bool,
    /// Addresses of what is looked at.
    targets: HashSet<IpAddr>,
    /// Where they are at home.
    vicinities: HashSet<IpAddr>,
    /// Routers beyond the access network.
    routers: HashSet<IpAddr>,
    /// Names of what is looked at, lower case.
    names: HashSet<String>,
    /// The registered domains of the target and of its exchangers.
    domains: HashSet<String>,
    /// Addresses of the client's side that stand in fields of their own.
    own: HashSet<IpAddr>,
    /// The same, and whatever else looks like an address in a text and may not stay.
    secret: HashSet<IpAddr>,
    /// Words that are somebody's name wherever they stand alone; for a machine, each with the name
    /// whose alias it gets.
    words: HashMap<String, (Kind, String)>,
    /// Names of people that everybody uses for something else: they are names only where people
    /// are named.
    shy: HashSet<String>,
    /// Public addresses of the client's side, by networks that are not the target's.
    own_networks: HashMap<IpAddr, IpAddr>,
    /// The network cards that addresses of the client's side tell of, by their own numbers and by
    /// the halves of those addresses.
    cards: HashMap<u64, u64>,
}

impl Known {
    /// `met` are all addresses in its texts.
    pub(super) fn of(recording: &Recording, met: Vec<IpAddr>) -> Self {
        let marked = recording.redacted.as_ref().is_some_and(|r| r.policy == POLICY);
        let mut known = Self { is_marked: marked, ..Self::default() };
        known.learn_asked(recording);
        for observation in &recording.observations {
            known.learn(observation);
        }
        known.learn_chains(recording);
        known.vicinities = known.targets.iter().map(|addr| vicinity(*addr)).collect();
        known.learn_routers(recording);
        known.own = fields(recording).filter(|addr| !known.keeps(*addr)).collect();
        known.secret = met.into_iter().filter(|addr| !known.keeps(*addr)).collect();
        known.secret.extend(&known.own);
        known.learn_networks();
        known
    }

    fn learn_networks(&mut self) {
        let apart = |addr: &&IpAddr| is_public(**addr) && !self.is_doorstep(**addr);
        let mut own: Vec<IpAddr> = self.own.iter().filter(apart).copied().collect();
        own.sort_unstable();
        let v6 = self.own.iter().chain(&self.secret).filter_map(|addr| match addr {
            IpAddr::V6(v6) => Some(half_of(*v6)),
            IpAddr::V4(_) => None,
        });
        // Small ones are given by hand, and tell of no machine.
        let halves = v6.filter(|half| *half > u32::MAX.into());
        self.cards = halves
            .flat_map(|half| {
                let card = card_of(half).unwrap_or(half);
                [(half, card), (card, card)]
            })
            .collect();
        self.own_networks = own.into_iter().map(|addr| (vicinity(addr), addr)).collect();
    }

    /// What is known of the client from another recording that is told with this one.
    pub(super) fn share(&mut self, other: &Self) {
        let own: Vec<_> = other.own.iter().filter(|addr| !self.keeps(**addr)).copied().collect();
        self.own.extend(&own);
        self.secret.extend(own);
        for (word, whose) in &other.words {
            self.words.entry(word.clone()).or_insert_with(|| whose.clone());
        }
        self.shy.extend(other.shy.iter().cloned());
        self.learn_networks();
    }

    fn learn_asked(&mut self, recording: &Recording) {
        let asked = &recording.asked;
        let named = asked.controls.iter().map(|control| &control.host);
        for name in named.chain([&asked.target.name]) {
            self.targets.extend(name.parse::<IpAddr>());
            self.name(name);
        }
        self.targets.extend(asked.connect);
        self.domains.extend(registrable(&asked.target.name).map(str::to_owned));
        self.names.extend(self.domains.clone());
        if let Some(name) = &recording.vantage.ehlo_name {
            let first = name.split('.').next().unwrap_or_default();
            let signs = |from, to| first.replace(from, to);
            for word in [name, first, &signs('-', "_"), &signs('_', "-")] {
                self.word(word, Kind::Client, name);
            }
        }
        users(recording).for_each(|user| self.word(user, Kind::User, user));
    }

    /// Takes a word for somebody's name, if it is not one that everybody uses.
    fn word(&mut self, word: &str, kind: Kind, name: &str) {
        let odd = word.contains(|c: char| c.is_ascii_digit() || "._-+".contains(c));
        let long = word.chars().count() >= if kind == Kind::Client { MACHINE } else { PERSON };
        let word = shape::fold(word);
        let letters = word.contains(char::is_alphanumeric);
        let usual = public::is_usual(&word) || refusals::is_part(&word);
        if !letters || public::is_role(&word) {
            return;
        }
        if (long || odd) && !usual {
            self.words.insert(word, (kind, name.to_lowercase()));
        } else if kind == Kind::User {
            self.shy.insert(word);
        }
    }

    fn learn(&mut self, observation: &Observation) {
        let subject = &observation.subject;
        self.targets.extend(subject.addr());
        if let Subject::Issuer { addr, .. } = subject {
            self.targets.insert(*addr);
        }
        if let Some(name) = subject.name() {
            self.name(name);
        }
        if let Subject::Exchanger { host } = subject {
            self.domains.extend(registrable(host).map(str::to_owned));
        }
        match &observation.saw {
            Data::Lookup(lookup) => self.learn_lookup(lookup),
            Data::Confirmation(found) => found.lookups.iter().for_each(|l| self.learn_lookup(l)),
            Data::Fetch(fetch) => {
                let before = std::mem::take(&mut self.targets);
                fetch.lookups.iter().for_each(|l| self.learn_lookup(l));
                let found = std::mem::replace(&mut self.targets, before);
                // Where a stranger's name leads within a private network is no host of the target.
                self.targets.extend(found.into_iter().filter(|addr| is_public(*addr)));
                self.targets.extend(fetch.to.map(|at| at.ip()));
            }
            _ => {}
        }
    }

    fn learn_lookup(&mut self, lookup: &Lookup) {
        self.name(&lookup.question.name);
        for record in records(&lookup.answer) {
            self.name(&record.name);
            match &record.data {
                RecordData::A { addr } => drop(self.targets.insert(IpAddr::V4(*addr))),
                RecordData::Aaaa { addr } => drop(self.targets.insert(IpAddr::V6(*addr))),
                RecordData::Cname { target } | RecordData::Ptr { target } => self.name(target),
                RecordData::Mx { exchange, .. } => self.name(exchange),
                RecordData::Other => {}
            }
        }
    }

    /// Names that certificates hold: they stay there, so they may stay in texts.
    fn learn_chains(&mut self, recording: &Recording) {
        let mut seen: HashSet<&Bytes> = HashSet::new();
        for der in recording.observations.iter().flat_map(|o| chain(&o.saw)) {
            let Some(known) = seen.insert(der).then(|| certificate::describe(&der.0)).flatten()
            else {
                continue;
            };
            let urls = known.issuer_urls.iter().chain(&known.ocsp_urls).chain(&known.crl_urls);
            for text in urls.chain(&known.names).chain([&known.subject, &known.issuer]) {
                let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-.".contains(c));
                words.filter(|word| shape::is_domain(word.as_bytes())).for_each(|w| self.name(w));
            }
        }
    }

    fn learn_routers(&mut self, recording: &Recording) {
        let mut near: HashSet<IpAddr> = HashSet::new();
        for observation in &recording.observations {
            match (&observation.saw, observation.subject.addr()) {
                (Data::Path(path), Some(target)) => {
                    let (access, beyond) = self.split(path, target);
                    near.extend(access);
                    self.routers.extend(beyond);
                }
                (Data::Connect(connect), _) => {
                    near.extend(connect.local.map(|at| at.ip()));
                    let from = connect.icmp.map(|icmp| icmp.from);
                    self.routers.extend(from.filter(|addr| self.is_doorstep(*addr)));
                }
                _ => {}
            }
        }
        self.routers.retain(|addr| !near.contains(addr));
    }

    /// The public routers of a path: those of the access network, and those beyond it.
    fn split(&self, path: &Path, target: IpAddr) -> (Vec<IpAddr>, Vec<IpAddr>) {
        let (mut access, mut beyond, mut met) = (Vec::new(), Vec::new(), 0);
        for tries in path.hops().values() {
            let all = tries.iter().filter_map(|one| router(one)).filter(|addr| *addr != target);
            let all: Vec<IpAddr> = all.filter(|addr| is_public(*addr)).collect();
            let (theirs, others): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|addr| self.is_doorstep(*addr));
            met += usize::from(!others.is_empty());
            beyond.extend(theirs);
            if met > ACCESS { beyond.extend(others) } else { access.extend(others) }
        }
        (access, beyond)
    }

    /// Whether a router stands beside what is looked at.
    fn is_doorstep(&self, addr: IpAddr) -> bool {
        is_public(addr) && self.vicinities.contains(&vicinity(addr))
    }

    fn name(&mut self, name: &str) {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if !name.is_empty() {
            self.names.insert(name);
        }
    }

    /// Whether an address may stay.
    pub(super) fn keeps(&self, addr: IpAddr) -> bool {
        let inner = match addr {
            IpAddr::V6(v6) => embedded(v6).map(|(v4, _)| IpAddr::V4(v4)),
            IpAddr::V4(_) => None,
        };
        if self.targets.contains(&addr) || inner.is_some_and(|addr| self.keeps(addr)) {
            return true;
        }
        says_nothing(addr) || self.routers.contains(&addr) || public::is_resolver(addr)
    }

    /// Whether a name, in lower case, may stay.
    pub(super) fn keeps_name(&self, name: &str) -> bool {
        self.names.contains(name) || public::is_local(name)
    }

    /// Whether a name, in lower case, is below the target's or an exchanger's own domain.
    pub(super) fn is_below_target(&self, name: &str) -> bool {
        registrable(name).is_some_and(|domain| self.domains.contains(domain))
    }

    /// Whose name a word is: the kind, and the name whose alias it gets.
    pub(super) fn whose(&self, word: &str) -> Option<(Kind, String)> {
        self.words.get(&shape::fold(word)).cloned()
    }

    /// Whether a word, folded, is somebody's name wherever it stands alone.
    pub(super) fn is_named(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Whether a word is a person's name only where people are named.
    pub(super) fn is_shy(&self, word: &str) -> bool {
        self.shy.contains(&shape::fold(word))
    }

    /// An address of the client's side in this /24 or /48, if it is a public one and no
    /// neighbour of the target.
    pub(super) fn own_within(&self, network: IpAddr) -> Option<IpAddr> {
        self.own_networks.get(&network).copied()
    }

    /// The network card that a number tells of.
    pub(super) fn card(&self, number: u64) -> Option<u64> {
        self.cards.get(&number).copied()
    }

    /// Whether an address must not stand anywhere in any form.
    pub(super) fn is_secret(&self, addr: IpAddr) -> bool {
        self.secret.contains(&addr)
    }

    /// Whether the client's side is known by it from elsewhere than a text.
    pub(super) fn is_own(&self, addr: IpAddr) -> bool {
        self.own.contains(&addr)
    }

    /// All addresses that are known.
    pub(super) fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.targets.iter().chain(&self.routers).chain(&self.secret).copied()
    }

    /// The neighbourhoods of what is looked at.
    pub(super) const fn vicinities(&self) -> &HashSet<IpAddr> {
        &self.vicinities
    }
}

/// Whether the same address is everybody's: loopback, none, all, a group (RFC 6890), and what
/// every phone behind a translator has (RFC 7335).
fn says_nothing(addr: IpAddr) -> bool {
    match addr {
        IpAddr::V4(v4) => {
            let translator = v4.octets()[..3] == [192, 0, 0];
            let nobody = v4.octets()[0] == 0 || v4.is_broadcast() || v4.is_multicast();
            v4.is_loopback() || translator || nobody
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified() || v6.is_multicast(),
    }
}

/// People whose names are known from fields: who was typed, and whose files were named.
fn users(recording: &Recording) -> impl Iterator<Item = &str> {
    let target = &recording.asked.target;
    let typed = target.typed.rsplit_once(['@', '＠']).map(|(before, _)| before);
    let typed = typed.map(|before| before.rsplit("//").next().unwrap_or_default());
    let typed = typed.map(|user| user.split(':').next().unwrap_or_default());
    let (vantage, trust) = (&recording.vantage, &recording.trust);
    let told = [&vantage.command, &vantage.resolvers_from, &trust.source];
    let homes = told.into_iter().chain(&trust.problems).flat_map(|text| shape::homes(text));
    // Of a name with spaces the first word and the last are likely to stand alone.
    let homes = homes.flat_map(|name| {
        let mut words = name.split(' ');
        words.next().into_iter().chain(words.next_back())
    });
    target.mailbox.as_deref().into_iter().chain(typed).chain(homes)
}

/// The router that answered, if one did.
fn router(one: &Try) -> Option<IpAddr> {
    match one.answer {
        Some(HopAnswer::Icmp(icmp)) => Some(icmp.from),
        _ => None,
    }
}

fn records(answer: &Answer) -> impl Iterator<Item = &Record> {
    answer.records.iter().chain(answer.unchecked.iter().flat_map(|u| &u.records))
}

fn chain(saw: &Data) -> &[Bytes] {
    match saw {
        Data::Handshake(shaken) => &shaken.chain,
        Data::Hello(hello) => &hello.chain,
        Data::Fetch(fetch) => &fetch.certificates,
        _ => &[],
    }
}

/// Addresses in fields where the client's side may stand.
fn fields(recording: &Recording) -> impl Iterator<Item = IpAddr> {
    let set = recording.vantage.resolvers.iter().chain(&recording.asked.views).map(|at| at.ip());
    let seen = recording.observations.iter().flat_map(|o| match &o.saw {
        Data::Connect(connect) => {
            let icmp = connect.icmp.map(|icmp| icmp.from);
            connect.local.map(|at| at.ip()).into_iter().chain(icmp).collect()
        }
        Data::Path(path) => path.tries.iter().filter_map(router).collect(),
        Data::Lookup(lookup) => servers(&lookup.answer).collect(),
        _ => Vec::new(),
    });
    set.chain(seen)
}

fn servers(answer: &Answer) -> impl Iterator<Item = IpAddr> {
    answer.exchanges.iter().filter_map(|exchange| match exchange.source {
        Source::Server { addr } => Some(addr.ip()),
        Source::File { .. } => None,
    })
}
