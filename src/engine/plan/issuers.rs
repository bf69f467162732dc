//! Fetching the certificates that servers did not send, one after the other, until a root is
//! reached.
use std::collections::{BTreeMap, HashSet};

use probes::bytes::Bytes;
use probes::tls::Handshake;
use probes::tls::hello::Hello;
use probes::{Data, Observation, Subject, limits};

use crate::certificate::Judge;

/// What was shown, and what was fetched for it.
#[derive(Debug)]
pub(super) struct Issuers {
    /// The authorities that are trusted, DER.
    roots: Vec<Bytes>,
    /// All chains that were shown.
    shown: HashSet<Vec<Bytes>>,
    /// Those of them that end before a root, with who showed them first.
    gaps: Vec<(Vec<Bytes>, Subject)>,
    fetched: Vec<Bytes>,
    /// The URLs that were opened, and whether anything came of them yet.
    opened: BTreeMap<String, Came>,
}

/// Whether a file came, or is not to come any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    NotYet,
    Already,
}

/// Chains of one run that are followed.
const GAPS: usize = 16;

impl Issuers {
    pub(super) fn new(roots: &[Vec<u8>]) -> Self {
        let roots = roots.iter().cloned().map(Bytes).collect();
        Self {
            roots,
            shown: HashSet::new(),
            gaps: vec![],
            fetched: vec![],
            opened: BTreeMap::new(),
        }
    }

    /// The issuers that this makes worth fetching.
    pub(super) fn after(&mut self, seen: &Observation) -> Vec<Subject> {
        if seen.subject.is_control() {
            return vec![];
        }
        match &seen.saw {
            Data::Handshake(Handshake { chain, .. }) | Data::Hello(Hello { chain, .. }) => {
                self.shown(chain, &seen.subject)
            }
            Data::Fetch(fetch) => {
                self.opened.insert(fetch.url.clone(), Came::Already);
                self.fetched.extend(fetch.certificates.iter().cloned());
                let gaps = std::mem::take(&mut self.gaps);
                let next = gaps.iter().filter_map(|(chain, who)| self.next(chain, who)).collect();
                self.gaps = gaps;
                next
            }
            _ => vec![],
        }
    }

    fn shown(&mut self, chain: &[Bytes], who: &Subject) -> Vec<Subject> {
        if !self.shown.insert(chain.to_vec()) || self.gaps.len() == GAPS {
            return vec![];
        }
        if self.wanted(chain).is_empty() {
            return vec![];
        }
        self.gaps.push((chain.to_vec(), who.clone()));
        self.next(chain, who).into_iter().collect()
    }

    /// The next place to fetch from for a chain; of those that a certificate names the second is
    /// asked only if the first was of no help.
    fn next(&mut self, chain: &[Bytes], who: &Subject) -> Option<Subject> {
        let mut urls = self.wanted(chain);
        urls.sort_by_key(|url| !url.starts_with("http://"));
        let url = urls.into_iter().find(|url| self.opened.get(url) != Some(&Came::Already))?;
        if self.opened.contains_key(&url) || self.opened.len() == limits::FETCHES {
            return None;
        }
        self.opened.insert(url.clone(), Came::NotYet);
        Some(Subject::Issuer { url, host: who.name()?.to_owned(), addr: who.addr()? })
    }

    /// Where the certificate may be had that is missing above a chain. Without any authority that
    /// is trusted no chain can be completed.
    fn wanted(&self, chain: &[Bytes]) -> Vec<String> {
        const NO_MATTER_WHEN: u64 = 0;
        if self.roots.is_empty() {
            return vec![];
        }
        let mut judge = Judge::new(&self.roots, [], NO_MATTER_WHEN).with_fetched(&self.fetched);
        judge.wanted(chain).into_iter().filter(|url| url.len() <= limits::URL).collect()
    }
}
