//! The chains of one recording, judged one after the other with bounded work.
use std::collections::{HashMap, HashSet};

use probes::bytes::Bytes;
use probes::limits;
use x509_parser::prelude::X509Certificate;

use super::describe::parse;
use super::extensions::must_staple;
use super::path::Paths;
use super::pool::Pool;
use super::refusal::{refused, unchecked, weakness};
use super::signature::{Signatures, Signed, TooMany};
use super::{Fault, Found, Judgement, Link, leaf, plain, staple, term, tidy};

/// Judges chains by the same roots, as of the same time. It judges equal chains once, remembers
/// the signatures that it checked, looks at the first 48 certificates of a chain,
/// and at no more than 64 signatures per chain and 500 in all; a chain that would take more has
/// [`Fault::TooManySignatures`]. A stapled response takes 9 more, and 64 of them are looked at.
#[derive(Debug)]
pub struct Judge<'a> {
    pub(super) roots: Pool<'a>,
    pub(super) seen: Pool<'a>,
    /// What was fetched, in the order in which it is told where in a path it stands.
    pub(super) fetched: Vec<&'a Bytes>,
    pub(super) at: u64,
    pub(super) signatures: Signatures<'a>,
    /// How often webpki may still be asked plainly.
    plainly: usize,
    /// How many stapled responses may still be looked at.
    staples: usize,
    /// How many chains may still be tried with what was fetched.
    pub(super) gaps: usize,
    told: HashMap<Asked<'a>, Judgement>,
}

/// Chains with certificates that only webpki can read, of one recording.
const ODD_CHAINS: usize = 16;

/// Certificates of one chain that are looked at: more than a recording holds, as many as a web of
/// authorities takes that signed each other.
const MOST: usize = 48;

/// Stapled responses of one recording that are looked at.
const STAPLES: usize = 64;

/// Chains of one recording that are tried with what was fetched.
const GAPS: usize = 64;

/// A chain, the name that was asked for, and the OCSP response that came with it.
type Asked<'a> = (&'a [Bytes], &'a str, Option<&'a [u8]>);

impl<'a> Judge<'a> {
    /// By these roots, as of this time (seconds since the Unix epoch); `seen` are certificates
    /// that may prove what a chain lacks. All are DER.
    pub fn new(
        roots: impl IntoIterator<Item = &'a Bytes>,
        seen: impl IntoIterator<Item = &'a Bytes>,
        at: u64,
    ) -> Self {
        Self {
            roots: Pool::new(roots),
            seen: Pool::new(seen),
            fetched: vec![],
            at,
            signatures: Signatures::default(),
            plainly: ODD_CHAINS,
            staples: STAPLES,
            gaps: GAPS,
            told: HashMap::new(),
        }
    }

    /// With certificates that were fetched because a chain lacked them (DER); at most
    /// [`limits::FETCHES`] times [`limits::CHAIN`] of them are looked at, for 64 chains. They prove
    /// what is missing, and make no chain any better.
    pub fn with_fetched(mut self, fetched: impl IntoIterator<Item = &'a Bytes>) -> Self {
        self.fetched.extend(fetched.into_iter().take(limits::FETCHES * limits::CHAIN));
        self
    }

    /// All that is to be said of a chain (DER, leaf first) for who asked for `name`, and of the OCSP
    /// response that came with it.
    pub fn judge(&mut self, sent: &'a [Bytes], name: &'a str, ocsp: Option<&'a [u8]>) -> Judgement {
        let (all, sent) = (sent.len(), &sent[..sent.len().min(MOST)]);
        let key = (sent, name, ocsp);
        if let Some(known) = self.told.get(&key) {
            return known.clone();
        }
        let mut told = self.all(sent, name, ocsp);
        if all > sent.len() {
            told = told.of_a_part();
        }
        let mut once = Vec::new();
        told.faults.into_iter().for_each(|f| {
            if !once.contains(&f) {
                once.push(f)
            }
        });
        told.faults = once;
        self.told.insert(key, told.clone());
        told
    }

    /// How many signatures were checked so far.
    pub fn checked(&self) -> usize {
        self.signatures.checked()
    }

    fn all(&mut self, sent: &'a [Bytes], name: &str, ocsp: Option<&[u8]>) -> Judgement {
        let unreadable = || Judgement { faults: vec![Fault::Unreadable], path: vec![] };
        let Some(der) = sent.first() else { return unreadable() };
        let Some(leaf) = parse(&der.0) else {
            // Whoever connects by webpki is content, though nothing can be told of it.
            let good = plain::is_for(&der.0, name) && self.is_trusted_plainly(sent, self.at);
            return if good { Judgement::default() } else { unreadable() };
        };
        let mut faults = leaf::faults(&der.0, &leaf, name, self.at);
        if ocsp.is_none() && must_staple(&leaf) {
            faults.push(Fault::NotStapled);
        }
        if self.roots.contains(&der.0) {
            faults.extend(leaf.is_ca().then_some(Fault::CaAsServer));
            let root = Link { subject: leaf.subject().to_string(), found: Found::Root };
            return Judgement { faults, path: vec![root] };
        }
        let at = within_validity(&leaf, self.at);
        let trust = self.trust(sent, ocsp, at);
        let trust = trust.unwrap_or_else(|TooMany| Judgement {
            faults: vec![Fault::TooManySignatures],
            path: vec![Link { subject: leaf.subject().to_string(), found: Found::Sent(0) }],
        });
        // Where the leaf itself can't be read right, nothing is said to be missing above it.
        let broken = faults.iter().any(|f| matches!(f, Fault::Rejected { .. }));
        let known = |f: &Fault| !(broken && matches!(f, Fault::IncompleteChain { .. }));
        faults.extend(trust.faults.into_iter().filter(known));
        if faults.iter().any(Fault::is_refused) {
            faults.retain(|f| !matches!(f, Fault::Irregular { .. }));
        }
        Judgement { faults, path: trust.path }
    }

    /// What webpki says where a certificate of the chain, or a root, can't be read by others.
    fn is_trusted_plainly(&mut self, sent: &[Bytes], at: u64) -> bool {
        let odd = |der: &Bytes| parse(&der.0).is_none() && plain::is_readable(&der.0);
        if self.plainly == 0 || !(self.roots.is_odd() || sent.iter().any(odd)) {
            return false;
        }
        self.plainly -= 1;
        plain::is_trusted(sent, self.roots.all(), at)
    }

    /// The path to a root, or why there is none.
    fn trust(
        &mut self,
        sent: &'a [Bytes],
        ocsp: Option<&[u8]>,
        at: u64,
    ) -> Result<Judgement, TooMany> {
        self.signatures.begin();
        let paths = self.paths(sent, false)?;
        let proven = paths.leading(|_, _, signed| signed == Signed::Yes);
        let mut told = match proven[0].then(|| paths.verify(&proven, at)) {
            Some(Ok(path)) => self.accepted(sent, &paths, path),
            Some(Err(error)) => {
                let today = self.at;
                let why = |paths: &Paths<'a>| refused(paths, &proven, error, at, today);
                let faults = self.distrust(&paths, why)?;
                Judgement { faults, path: paths.told(&proven) }
            }
            None => self.astray(sent, &paths)?,
        };
        if !told.is_accepted() && self.is_trusted_plainly(sent, at) {
            told.faults.clear();
        }
        if let (Some(der), Some(issuer)) = (ocsp, paths.issuer()) {
            told.faults.extend(self.staple(der, paths.leaf(), &issuer));
        }
        Ok(told)
    }

    /// Who signed whom of what was sent, and perhaps of what was fetched, as if it had been sent
    /// behind all that.
    pub(super) fn paths(
        &mut self,
        sent: &'a [Bytes],
        with_fetched: bool,
    ) -> Result<Paths<'a>, TooMany> {
        let mut once = HashSet::new();
        let fetched = self.fetched.iter().copied().filter(|_| with_fetched);
        let all = sent.iter().chain(fetched).enumerate();
        let distinct = all.filter(|(_, der)| once.insert(*der));
        let certs = distinct.filter_map(|(place, der)| Some((place, parse(&der.0)?))).collect();
        Paths::find(certs, &self.roots, &mut self.signatures)
    }

    fn staple(
        &mut self,
        der: &[u8],
        leaf: &X509Certificate<'_>,
        issuer: &X509Certificate<'_>,
    ) -> Vec<Fault> {
        let Some(left) = self.staples.checked_sub(1) else {
            let detail = "one of more than are looked at".to_owned();
            return vec![Fault::StapleUnreadable { detail }];
        };
        self.staples = left;
        staple::faults(der, leaf, issuer, self.at)
    }

    /// What was sent beside a path that holds hurts nobody.
    fn accepted(&self, sent: &[Bytes], paths: &Paths<'a>, path: Vec<Link>) -> Judgement {
        let untidy = tidy::untidy(sent, paths, &path, &self.roots);
        let term = term::too_long(paths.leaf()).into_iter();
        let faults = term.chain(paths.odd(&path, self.at)).chain(untidy).collect();
        Judgement { faults, path }
    }

    /// What is weak, and that the leaf signed itself, or else why what it leads to is refused.
    fn distrust(
        &mut self,
        paths: &Paths<'a>,
        why: impl FnOnce(&Paths<'a>) -> Vec<Fault>,
    ) -> Result<Vec<Fault>, TooMany> {
        let mut faults = weakness(paths.above());
        match self.signatures.is_self_signed(paths.leaf())? {
            true => faults.push(Fault::SelfSigned),
            false => faults.extend(why(paths)),
        }
        Ok(faults)
    }

    /// No checked signatures lead to a root.
    fn astray(&mut self, sent: &'a [Bytes], paths: &Paths<'a>) -> Result<Judgement, TooMany> {
        let named = paths.leading(|_, _, _| true);
        let mut path = paths.told(&named);
        let faults = if named[0] {
            self.distrust(paths, |paths| unchecked(paths).into_iter().collect())?
        } else if self.signatures.is_self_signed(paths.leaf())? {
            self.distrust(paths, |_| vec![])?
        } else {
            let (fault, whole) = self.gap(sent, paths, path)?;
            path = whole;
            self.distrust(paths, |_| vec![fault])?
        };
        Ok(Judgement { faults, path })
    }
}

impl Judgement {
    /// The same where the server sent more certificates than are known: what seems to be missing
    /// may be one of those.
    pub(crate) fn of_a_part(mut self) -> Self {
        let all = self.faults.len();
        self.faults.retain(|fault| !is_for_lack(fault));
        if self.faults.len() < all && !self.faults.contains(&Fault::TooManySignatures) {
            self.faults.push(Fault::TooManySignatures);
        }
        self
    }
}

impl Judgement {
    /// The same with what another store's roots show: where only those lead to a root, programs
    /// that trust them refuse the chain for this.
    pub(crate) fn beside(mut self, other: &Self) -> Self {
        if !self.leads_to_root() && other.leads_to_root() {
            let further = other.faults.iter().filter(|f| f.is_refused());
            let further: Vec<Fault> =
                further.filter(|f| !self.faults.contains(f)).cloned().collect();
            self.faults.extend(further);
        }
        self
    }
}

/// Whether what was not looked at might mend it.
const fn is_for_lack(fault: &Fault) -> bool {
    matches!(fault, Fault::UnknownIssuer { .. } | Fault::IncompleteChain { .. })
}

/// The moment at which trust is judged: the leaf's own dates are a fault of their own and must
/// not hide the others.
pub(super) fn within_validity(leaf: &X509Certificate<'_>, at: u64) -> u64 {
    let begin = u64::try_from(leaf.validity().not_before.timestamp()).unwrap_or(0);
    let end = u64::try_from(leaf.validity().not_after.timestamp()).unwrap_or(0);
    at.min(end).max(begin)
}
