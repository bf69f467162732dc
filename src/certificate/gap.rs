//! What is missing above a chain that ends before a root, and whether what was seen elsewhere, or
//! fetched, fills the gap.
use probes::bytes::Bytes;
use probes::limits;
use x509_parser::prelude::X509Certificate;

use super::describe::parse;
use super::extensions::{CA_ISSUERS, access};
use super::judge::{Judge, within_validity};
use super::path::Paths;
use super::refusal::refused;
use super::signature::{Signed, TooMany, agree, names_key};
use super::{Fault, Filled, Found, Link};

/// What to say of a gap, and the whole way, as far as it is known.
pub(super) type Told = (Fault, Vec<Link>);

impl<'a> Judge<'a> {
    /// Where the certificate may be had that is missing above a chain (DER, leaf first) and what
    /// was fetched for it so far. Nothing is missing where a root is reached, or an authority that
    /// signed itself.
    pub fn wanted(&mut self, sent: &'a [Bytes]) -> Vec<String> {
        let leaf = sent.first().filter(|der| parse(&der.0).is_some());
        if leaf.is_none_or(|der| self.roots.contains(&der.0)) {
            return vec![];
        }
        self.signatures.begin();
        let Ok(paths) = self.paths(sent, true) else { return vec![] };
        let ends = paths.leading(|_, _, _| true)[0]
            || self.signatures.is_self_signed(paths.top()).unwrap_or(true);
        if ends { vec![] } else { access(paths.top(), CA_ISSUERS) }
    }

    /// The way up ends before a root. That of a leaf from a public authority goes on where the
    /// leaf says, so there is a gap; above an intermediate, or where nothing is said, it is an
    /// authority that nobody here knows. What was fetched, or seen elsewhere, may go on to a root.
    pub(super) fn gap(
        &mut self,
        sent: &'a [Bytes],
        paths: &Paths<'a>,
        mut path: Vec<Link>,
    ) -> Result<Told, TooMany> {
        let top = paths.top();
        let is_leaf = top.as_raw() == paths.leaf().as_raw();
        if !is_leaf && self.signatures.is_self_signed(top)? {
            return Ok((Fault::UnknownIssuer { issuer: top.subject().to_string() }, path));
        }
        if self.is_forged(paths)? {
            let detail = "a signature does not fit the authority that it is said to be of";
            return Ok((Fault::Rejected { detail: detail.to_owned() }, path));
        }
        let (missing, url) = (top.issuer().to_string(), issuer_url(top).filter(|_| is_leaf));
        // Both are only evidence: without them the verdict stands.
        let fetched = self.by_fetched(sent, is_leaf);
        let proven = matches!(fetched, Some((Filled::Fetched { .. }, _)));
        let beyond = if proven { vec![] } else { self.by_seen(top).unwrap_or_default() };
        let filled = match fetched {
            Some((filled, whole)) if beyond.is_empty() => {
                path = whole;
                filled
            }
            _ => {
                let filled = if beyond.is_empty() { Filled::No } else { Filled::Elsewhere };
                path.extend(beyond);
                filled
            }
        };
        let fault = match is_gap(&filled, is_leaf, url.is_some()) {
            true => Fault::IncompleteChain { missing, url, filled },
            false => Fault::UnknownIssuer { issuer: missing },
        };
        Ok((fault, path))
    }

    /// Whether the issuer of what stands on top is no stranger, and did not sign it: then nothing is
    /// missing.
    fn is_forged(&mut self, paths: &Paths<'a>) -> Result<bool, TooMany> {
        let top = paths.top();
        let roots: Vec<_> = self.roots.named(top.issuer().as_raw()).collect();
        for issuer in roots.iter().chain(paths.above()).filter(|cert| names_key(cert, top)) {
            if self.signatures.ask(issuer, top)? == Signed::No {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where what was sent leads with what was fetched; `None` if it leads no farther.
    fn by_fetched(&mut self, sent: &'a [Bytes], is_leaf: bool) -> Option<(Filled, Vec<Link>)> {
        if self.fetched.is_empty() {
            return None;
        }
        self.gaps = self.gaps.checked_sub(1)?;
        self.signatures.begin();
        let found = self.with_fetched_too(sent, is_leaf);
        // What was fetched takes nothing of what a chain may take by itself.
        self.signatures.begin();
        let (filled, path) = found.ok()?;
        let path: Vec<Link> = path.into_iter().map(|link| beyond(link, sent.len())).collect();
        let places: Vec<usize> = path.iter().filter_map(fetched_at).collect();
        match filled {
            _ if places.is_empty() => None,
            Filled::Fetched { .. } => Some((Filled::Fetched { places }, path)),
            Filled::InVain { why, .. } => Some((Filled::InVain { why, places }, path)),
            filled => Some((filled, path)),
        }
    }

    /// The same as if all had been sent.
    fn with_fetched_too(
        &mut self,
        sent: &'a [Bytes],
        is_leaf: bool,
    ) -> Result<(Filled, Vec<Link>), TooMany> {
        let in_vain = |why: String| Filled::InVain { why, places: vec![] };
        let paths = self.paths(sent, true)?;
        let proven = paths.leading(|_, _, signed| signed == Signed::Yes);
        let path = paths.told(&proven);
        if proven[0] {
            let why = self.refusal(&paths, &proven);
            let filled = why.map_or(Filled::Fetched { places: vec![] }, in_vain);
            return Ok((filled, path));
        }
        let (top, added) = (paths.top(), path.iter().filter(|l| is_beyond(l, sent.len())).count());
        if path.last().is_some_and(|link| link.found == Found::Root) {
            return Ok((in_vain("a signature on the way cannot be checked".to_owned()), path));
        }
        let filled = match (self.signatures.is_self_signed(top)?, added) {
            (true, 1) if is_leaf => Filled::ByRoot,
            (true, _) => in_vain(format!("it ends at \"{}\", which is not trusted", top.subject())),
            (false, _) => in_vain(format!("above it \"{}\" is missing too", top.issuer())),
        };
        Ok((filled, path))
    }

    /// Why programs would refuse a way that leads to a root, but for the leaf's own faults.
    fn refusal(&self, paths: &Paths<'a>, proven: &[bool]) -> Option<String> {
        let at = within_validity(paths.leaf(), self.at);
        let error = paths.verify(proven, at).err()?;
        let faults = refused(paths, proven, error, at, self.at);
        faults.iter().find_map(reason)
    }

    /// A certificate seen elsewhere that fills the gap, and the root to which it leads.
    fn by_seen(&mut self, top: &X509Certificate<'a>) -> Result<Vec<Link>, TooMany> {
        let named = self.seen.named(top.issuer().as_raw()).take(limits::CHAIN);
        for cert in named.filter(|cert| agree(cert, top)) {
            let signatures = &mut self.signatures;
            if signatures.ask(&cert, top)? == Signed::No || signatures.is_self_signed(&cert)? {
                continue;
            }
            for root in self.roots.named(cert.issuer().as_raw()) {
                if signatures.ask(&root, &cert)? != Signed::No {
                    let link = |cert: &X509Certificate<'_>, found| Link {
                        subject: cert.subject().to_string(),
                        found,
                    };
                    return Ok(vec![link(&cert, Found::Elsewhere), link(&root, Found::Root)]);
                }
            }
        }
        Ok(vec![])
    }
}

/// Whether something is missing, and not just trusted by nobody.
const fn is_gap(filled: &Filled, is_leaf: bool, has_url: bool) -> bool {
    match filled {
        Filled::ByRoot => false,
        Filled::No => has_url,
        Filled::InVain { .. } => is_leaf,
        Filled::Elsewhere | Filled::Fetched { .. } => true,
    }
}

/// A fault of what stands above a leaf, in few words.
fn reason(fault: &Fault) -> Option<String> {
    Some(match fault {
        // The leaf's own, and told by itself.
        Fault::CaAsServer => return None,
        Fault::IntermediateOutdated { subject, .. } => {
            format!("the certificate of \"{subject}\" is out of its time")
        }
        Fault::NotAnAuthority { subject } => format!("\"{subject}\" may not sign others"),
        Fault::AuthorityNotForServers { authority } => {
            format!("\"{authority}\" may not sign for servers")
        }
        Fault::OutsideConstraints { authority, .. } => {
            format!("\"{authority}\" may not sign for this name")
        }
        Fault::Rejected { detail } => detail.clone(),
        _ => "programs refuse a certificate on the way".to_owned(),
    })
}

fn is_beyond(link: &Link, sent: usize) -> bool {
    matches!(link.found, Found::Sent(place) if place >= sent)
}

/// What stands behind all that was sent was fetched.
fn beyond(link: Link, sent: usize) -> Link {
    match link.found {
        Found::Sent(place) if place >= sent => Link { found: Found::Fetched(place - sent), ..link },
        _ => link,
    }
}

const fn fetched_at(link: &Link) -> Option<usize> {
    match link.found {
        Found::Fetched(place) => Some(place),
        _ => None,
    }
}

/// Where the issuer's certificate can be had, if the certificate says so.
fn issuer_url(cert: &X509Certificate<'_>) -> Option<String> {
    access(cert, CA_ISSUERS).into_iter().find(|url| url.starts_with("http"))
}
