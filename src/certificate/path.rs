//! From the leaf to a root: whether there is a way, and where it breaks.
use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage};
use x509_parser::prelude::X509Certificate;

use super::describe::parse;
use super::odd::oddities;
use super::pool::Pool;
use super::signature::{Signatures, Signed, TooMany};
use super::{Fault, Found, Link};

/// Who signed whom of what was sent, as far as the leaf leads there.
pub(super) struct Paths<'a> {
    certs: Vec<Node<'a>>,
}

/// A certificate that was sent.
struct Node<'a> {
    cert: X509Certificate<'a>,
    /// Its place in what was sent.
    place: usize,
    /// Whether the leaf leads there.
    reached: bool,
    /// Its issuers among those that were sent.
    issuers: Vec<(usize, Signed)>,
    /// Its issuers among the roots.
    roots: Vec<(&'a [u8], Signed)>,
}

impl<'a> Paths<'a> {
    /// Follows the issuers from the first of the certificates, the leaf, wherever they lead.
    pub(super) fn find(
        sent: Vec<(usize, X509Certificate<'a>)>,
        roots: &Pool<'a>,
        signatures: &mut Signatures<'a>,
    ) -> Result<Self, TooMany> {
        let node = |(place, cert)| {
            let reached = place == 0;
            Node { cert, place, reached, issuers: vec![], roots: vec![] }
        };
        let mut certs: Vec<Node<'a>> = sent.into_iter().map(node).collect();
        let mut next = VecDeque::from([0]);
        while let Some(at) = next.pop_front() {
            let (above, issuers) = links(&certs, at, roots, signatures)?;
            for (issuer, _) in &issuers {
                if !std::mem::replace(&mut certs[*issuer].reached, true) {
                    next.push_back(*issuer);
                }
            }
            (certs[at].roots, certs[at].issuers) = (above, issuers);
        }
        Ok(Self { certs })
    }

    /// The leaf.
    pub(super) fn leaf(&self) -> &X509Certificate<'a> {
        &self.certs[0].cert
    }

    /// What was sent above the leaf.
    pub(super) fn above(&self) -> impl Iterator<Item = &X509Certificate<'a>> {
        self.certs.iter().skip(1).map(|node| &node.cert)
    }

    /// Whether each certificate leads to a root, by such certificates and signatures alone.
    pub(super) fn leading(
        &self,
        holds: impl Fn(usize, &X509Certificate<'a>, Signed) -> bool,
    ) -> Vec<bool> {
        let mut leads = vec![false; self.certs.len()];
        // Each round finds at least one more, or is the last.
        for _ in 0..=self.certs.len() {
            let found = |(at, node): (usize, &Node<'a>)| {
                let holds = |signed: Signed| holds(at, &node.cert, signed);
                node.roots.iter().any(|(_, signed)| holds(*signed))
                    || node.issuers.iter().any(|(above, signed)| leads[*above] && holds(*signed))
            };
            let now: Vec<bool> = self.certs.iter().enumerate().map(found).collect();
            if now == leads {
                break;
            }
            leads = now;
        }
        leads
    }

    /// The certificates above the leaf that lead to a root.
    pub(super) fn on_the_way(&self, leads: &[bool]) -> impl Iterator<Item = &X509Certificate<'a>> {
        self.above().zip(&leads[1..]).filter(|(_, leads)| **leads).map(|(cert, _)| cert)
    }

    /// The path that webpki finds from the leaf to a root at this time. It is given only what
    /// leads to a root by signatures that were checked: nothing else can be on a path, and among
    /// many of the same name it would search long.
    pub(super) fn verify(&self, leads: &[bool], at: u64) -> Result<Vec<Link>, Error> {
        let der = |cert: &X509Certificate<'a>| CertificateDer::from(cert.as_raw());
        let leaf = der(self.leaf());
        let leaf = EndEntityCert::try_from(&leaf)?;
        let above: Vec<_> = self.on_the_way(leads).map(der).collect();
        let roots: Vec<_> = self.roots().map(CertificateDer::from).collect();
        let anchors: Vec<(&[u8], TrustAnchor<'_>)> = roots
            .iter()
            .filter_map(|root| Some((&root[..], webpki::anchor_from_trusted_cert(root).ok()?)))
            .collect();
        let (ders, anchors): (Vec<_>, Vec<_>) = anchors.into_iter().unzip();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
        let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
        let path = leaf.verify_for_usage(algorithms, &anchors, &above, time, usage, None, None)?;
        let above = path.intermediate_certificates().filter_map(|c| self.place(&c.der()));
        let used =
            anchors.iter().zip(ders).find(|(anchor, _)| std::ptr::eq(path.anchor(), *anchor));
        let root = used.and_then(|(_, der)| root_link(der));
        Ok(std::iter::once(0).chain(above).map(|at| self.link(at)).chain(root).collect())
    }

    /// A way up from the leaf: on to a root if these certificates lead to one, else to where it
    /// breaks off. By their numbers here, not their places in what was sent.
    pub(super) fn way(&self, leads: &[bool]) -> Vec<usize> {
        let mut way = vec![0];
        let mut at = &self.certs[0];
        while at.roots.is_empty() {
            let fresh = || at.issuers.iter().map(|(above, _)| *above).filter(|a| !way.contains(a));
            let Some(next) = fresh().find(|above| leads[*above]).or_else(|| fresh().next()) else {
                break;
            };
            way.push(next);
            at = &self.certs[next];
        }
        way
    }

    /// That way with the root at its end, if it has one.
    pub(super) fn told(&self, leads: &[bool]) -> Vec<Link> {
        let way = self.way(leads);
        let last = way.last().map(|last| &self.certs[*last]);
        let root = last.and_then(|node| node.roots.first()).and_then(|(root, _)| root_link(root));
        way.iter().map(|at| self.link(*at)).chain(root).collect()
    }

    /// The roots that one of the certificates names as its issuer.
    pub(super) fn roots(&self) -> impl Iterator<Item = &'a [u8]> {
        let mut once = HashSet::new();
        let roots = self.certs.iter().flat_map(|node| &node.roots).map(|(root, _)| *root);
        roots.filter(move |root| once.insert(*root))
    }

    /// The certificate with this number.
    pub(super) fn cert(&self, at: usize) -> &X509Certificate<'a> {
        &self.certs[at].cert
    }

    /// Whether the leaf leads to a certificate (DER).
    pub(super) fn reaches(&self, der: &[u8]) -> bool {
        self.place(der).is_some_and(|at| self.certs[at].reached)
    }

    /// What is odd about the certificates of a path.
    pub(super) fn odd(&self, path: &[Link], at: u64) -> Vec<Fault> {
        let sent = path.iter().skip(1).filter_map(|link| match link.found {
            Found::Sent(place) => self.certs.iter().find(|node| node.place == place),
            _ => None,
        });
        let between: Vec<_> = sent.map(|node| node.cert.clone()).collect();
        let last = path.last().filter(|link| link.found == Found::Root);
        let named = |root: &X509Certificate<'_>| {
            last.is_some_and(|l| l.subject == root.subject().to_string())
        };
        let root = self.roots().filter_map(parse).find(named);
        oddities(self.leaf(), &between, root.as_ref(), at)
    }

    /// The authority on a way, or the root, whose limits on names a leaf does not keep: the lowest
    /// one at which, were it a root, the way would break for that.
    pub(super) fn limiting(&self, leads: &[bool], at: u64) -> Option<X509Certificate<'a>> {
        let above = self.way(leads).into_iter().skip(1).map(|at| self.certs[at].cert.clone());
        let leaf = CertificateDer::from(self.leaf().as_raw());
        let leaf = EndEntityCert::try_from(&leaf).ok()?;
        let mut below = Vec::new();
        above.chain(self.roots().filter_map(parse)).find(|cert| {
            let der = CertificateDer::from(cert.as_raw());
            let anchor = webpki::anchor_from_trusted_cert(&der).ok();
            let anchors: Vec<_> = anchor.into_iter().collect();
            let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
            let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
            let path = leaf.verify_for_usage(algorithms, &anchors, &below, time, usage, None, None);
            let broken = path.is_err_and(|error| error == Error::NameConstraintViolation);
            below.push(CertificateDer::from(cert.as_raw()));
            broken
        })
    }

    /// The issuer of the leaf, by a signature that was checked.
    pub(super) fn issuer(&self) -> Option<X509Certificate<'a>> {
        let leaf = &self.certs[0];
        let root = leaf.roots.iter().find(|(_, signed)| *signed == Signed::Yes);
        let sent = leaf.issuers.iter().find(|(_, signed)| *signed == Signed::Yes);
        let sent = sent.map(|(at, _)| self.certs[*at].cert.clone());
        sent.or_else(|| root.and_then(|(der, _)| parse(der)))
    }

    fn place(&self, der: &[u8]) -> Option<usize> {
        self.certs.iter().position(|node| node.cert.as_raw() == der)
    }

    fn link(&self, at: usize) -> Link {
        let node = &self.certs[at];
        Link { subject: node.cert.subject().to_string(), found: Found::Sent(node.place) }
    }

    /// The last certificate on the first way up from the leaf, which leads to no root.
    pub(super) fn top(&self) -> &X509Certificate<'a> {
        let mut passed = vec![0];
        let mut top = &self.certs[0];
        while let Some((above, _)) = top.issuers.iter().find(|(above, _)| !passed.contains(above)) {
            passed.push(*above);
            top = &self.certs[*above];
        }
        &top.cert
    }
}

fn root_link(der: &[u8]) -> Option<Link> {
    let subject = parse(der)?.subject().to_string();
    Some(Link { subject, found: Found::Root })
}

type Links<'a> = (Vec<(&'a [u8], Signed)>, Vec<(usize, Signed)>);

/// The roots and the certificates sent above the leaf that signed the one at this place.
fn links<'a>(
    certs: &[Node<'a>],
    at: usize,
    roots: &Pool<'a>,
    signatures: &mut Signatures<'a>,
) -> Result<Links<'a>, TooMany> {
    let subject = &certs[at].cert;
    let mut links = (vec![], vec![]);
    for root in roots.named(subject.issuer().as_raw()) {
        match signatures.ask(&root, subject)? {
            Signed::No => {}
            signed => links.0.push((root.as_raw(), signed)),
        }
    }
    for (place, node) in certs.iter().enumerate().skip(1).filter(|(place, _)| *place != at) {
        match signatures.ask(&node.cert, subject)? {
            Signed::No => {}
            signed => links.1.push((place, signed)),
        }
    }
    Ok(links)
}
