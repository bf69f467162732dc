//! The chains of one recording, judged one after the other with bounded work.
use std::collections::{HashMap, HashSet};

use probes::bytes::Bytes;
use probes::limits;
use webpki::Error;
use x509_parser::prelude::X509Certificate;

use super::describe::{parse, serves, weak_signature};
use super::path::{Paths, issuer_url};
use super::pool::Pool;
use super::signature::{Signatures, Signed, TooMany, agree};
use super::{Fault, leaf};

/// Judges chains by the same roots, as of the same time. It judges equal chains once, remembers
/// the signatures that it checked, looks at the first [`limits::CHAIN`] certificates of a chain,
/// and at no more than 64 signatures per chain and 500 in all; a chain that would take more has
/// [`Fault::TooManySignatures`].
#[derive(Debug)]
pub struct Judge<'a> {
    roots: Pool<'a>,
    seen: Pool<'a>,
    at: u64,
    signatures: Signatures<'a>,
    told: HashMap<(&'a [Bytes], &'a str), Vec<Fault>>,
}

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
            at,
            signatures: Signatures::default(),
            told: HashMap::new(),
        }
    }

    /// All that is wrong with a chain (DER, leaf first) for who asked for `name`, each once; empty
    /// if a careful client would accept it.
    pub fn judge(&mut self, sent: &'a [Bytes], name: &'a str) -> Vec<Fault> {
        let sent = &sent[..sent.len().min(limits::CHAIN)];
        if let Some(faults) = self.told.get(&(sent, name)) {
            return faults.clone();
        }
        let mut faults = Vec::new();
        for fault in self.faults(sent, name) {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        self.told.insert((sent, name), faults.clone());
        faults
    }

    /// How many signatures were checked so far.
    pub fn checked(&self) -> usize {
        self.signatures.checked()
    }

    fn faults(&mut self, sent: &'a [Bytes], name: &str) -> Vec<Fault> {
        let Some(der) = sent.first() else { return vec![Fault::Unreadable] };
        let Some(leaf) = parse(&der.0) else { return vec![Fault::Unreadable] };
        let mut faults = leaf::faults(&der.0, &leaf, name, self.at);
        if !self.roots.contains(&der.0) {
            let at = within_validity(&leaf, self.at);
            let distrust = self.distrust(sent, at);
            faults.extend(distrust.unwrap_or_else(|TooMany| vec![Fault::TooManySignatures]));
        }
        faults
    }

    /// Why no path leads to a root; nothing if one does.
    fn distrust(&mut self, sent: &'a [Bytes], at: u64) -> Result<Vec<Fault>, TooMany> {
        let mut once = HashSet::new();
        let distinct = sent.iter().filter(|der| once.insert(*der));
        let certs = distinct.filter_map(|der| parse(&der.0)).collect();
        self.signatures.begin();
        let paths = Paths::find(certs, &self.roots, &mut self.signatures)?;
        let proven = paths.leading(|_, _, signed| signed == Signed::Yes);
        let refusal = proven[0].then(|| paths.verify(&proven, at));
        if let Some(Ok(())) = refusal {
            // What was sent beside a path that holds hurts nobody.
            return Ok(vec![]);
        }
        let mut faults = weakness(paths.above());
        if self.signatures.is_self_signed(paths.leaf())? {
            faults.push(Fault::SelfSigned);
        } else if let Some(Err(error)) = refusal {
            faults.extend(refused(&paths, &proven, error, at));
        } else if paths.leading(|_, _, _| true)[0] {
            faults.extend(unchecked(&paths));
        } else {
            faults.push(self.astray(&paths)?);
        }
        Ok(faults)
    }

    /// The way up ends before a root. That of a leaf from a public authority goes on where the
    /// leaf says, so there is a gap; above an intermediate, or where nothing is said, it is an
    /// authority that nobody here knows.
    fn astray(&mut self, paths: &Paths<'a>) -> Result<Fault, TooMany> {
        let top = paths.top();
        let is_leaf = top.as_raw() == paths.leaf().as_raw();
        if !is_leaf && self.signatures.is_self_signed(top)? {
            return Ok(Fault::UnknownIssuer { issuer: top.subject().to_string() });
        }
        let issuer = top.issuer().to_string();
        // It is only evidence: without it the verdict stands.
        let proven = self.proves(top).unwrap_or(false);
        let url = issuer_url(top).filter(|_| is_leaf);
        Ok(if proven || url.is_some() {
            Fault::IncompleteChain { missing: issuer, url, proven }
        } else {
            Fault::UnknownIssuer { issuer }
        })
    }

    /// Whether a certificate seen elsewhere fills the gap and leads to a root.
    fn proves(&mut self, top: &X509Certificate<'a>) -> Result<bool, TooMany> {
        let named = self.seen.named(top.issuer().as_raw()).take(limits::CHAIN);
        for cert in named.filter(|cert| agree(cert, top)) {
            let signatures = &mut self.signatures;
            if signatures.ask(&cert, top)? == Signed::No || signatures.is_self_signed(&cert)? {
                continue;
            }
            for root in self.roots.named(cert.issuer().as_raw()) {
                if signatures.ask(&root, &cert)? != Signed::No {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// The moment at which trust is judged: the leaf's own dates are a fault of their own and must
/// not hide the others.
fn within_validity(leaf: &X509Certificate<'_>, at: u64) -> u64 {
    let begin = u64::try_from(leaf.validity().not_before.timestamp()).unwrap_or(0);
    let end = u64::try_from(leaf.validity().not_after.timestamp()).unwrap_or(0);
    at.min(end).max(begin)
}

/// What clients refuse in certificates above a leaf. What signs itself is a root, whose signature
/// nobody checks.
fn weakness<'c, 'a: 'c>(above: impl Iterator<Item = &'c X509Certificate<'a>>) -> Vec<Fault> {
    above.filter(|c| c.subject().as_raw() != c.issuer().as_raw()).flat_map(leaf::weakness).collect()
}

/// What webpki means where checked signatures do lead to a root.
fn refused(paths: &Paths<'_>, proven: &[bool], error: Error, at: u64) -> Vec<Fault> {
    let rejected = || vec![Fault::Rejected { detail: error.to_string() }];
    match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => {
            outdated(paths, proven, at).map_or_else(rejected, |fault| vec![fault])
        }
        // It ends the search before the way is looked at.
        Error::CaUsedAsEndEntity => {
            let lasts = |place, cert: &X509Certificate<'_>, signed| {
                signed == Signed::Yes && (place == 0 || is_in_time(cert, at))
            };
            let outdated = outdated(paths, proven, at).filter(|_| !paths.leading(lasts)[0]);
            outdated.into_iter().chain([Fault::CaAsServer]).collect()
        }
        // The leaf's own usage is told already.
        Error::RequiredEkuNotFoundContext(_) if !serves(paths.leaf()) => vec![],
        // Said already, by the version itself or by the signature's algorithm.
        _ if is_old(paths.leaf()) || !weakness(paths.on_the_way(proven)).is_empty() => vec![],
        _ => rejected(),
    }
}

/// A root is reached by its name, but by a signature that this program can't check. Where the
/// algorithm is too weak that is told already.
fn unchecked(paths: &Paths<'_>) -> Option<Fault> {
    let told = is_old(paths.leaf()) || !weakness(paths.above()).is_empty();
    let detail = "a signature on the way cannot be checked".to_owned();
    (!told).then_some(Fault::Rejected { detail })
}

/// Whether a leaf can't be checked for a reason that is a fault of its own.
fn is_old(leaf: &X509Certificate<'_>) -> bool {
    leaf.version().0 < 2 || weak_signature(leaf).is_some()
}

/// The first certificate on the way to a root that is out of its time.
fn outdated(paths: &Paths<'_>, proven: &[bool], at: u64) -> Option<Fault> {
    let cert = paths.on_the_way(proven).find(|cert| !is_in_time(cert, at))?;
    let (subject, not_after) = (cert.subject().to_string(), cert.validity().not_after.timestamp());
    Some(Fault::IntermediateOutdated { subject, not_after })
}

fn is_in_time(cert: &X509Certificate<'_>, at: u64) -> bool {
    let (begin, end) = (cert.validity().not_before, cert.validity().not_after);
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    (begin.timestamp()..=end.timestamp()).contains(&at)
}
