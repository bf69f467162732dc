//! From the leaf to a root: whether there is a way, and where it breaks.
use std::collections::VecDeque;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage};
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::X509Certificate;

use super::pool::Pool;
use super::signature::{Signatures, Signed, TooMany};

/// Who signed whom of what was sent, as far as the leaf leads there.
pub(super) struct Paths<'a> {
    certs: Vec<Node<'a>>,
}

/// A certificate that was sent.
struct Node<'a> {
    cert: X509Certificate<'a>,
    /// Its issuers among those that were sent.
    issuers: Vec<(usize, Signed)>,
    /// Its issuers among the roots.
    roots: Vec<(&'a [u8], Signed)>,
}

impl<'a> Paths<'a> {
    /// Follows the issuers from the first of the certificates, the leaf, wherever they lead.
    pub(super) fn find(
        sent: Vec<X509Certificate<'a>>,
        roots: &Pool<'a>,
        signatures: &mut Signatures<'a>,
    ) -> Result<Self, TooMany> {
        let node = |cert| Node { cert, issuers: vec![], roots: vec![] };
        let mut certs: Vec<Node<'a>> = sent.into_iter().map(node).collect();
        let mut reached = vec![false; certs.len()];
        let mut next = VecDeque::from([0]);
        while let Some(at) = next.pop_front() {
            let (above, issuers) = links(&certs, at, roots, signatures)?;
            for (issuer, _) in &issuers {
                if !std::mem::replace(&mut reached[*issuer], true) {
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

    /// Whether webpki finds a path from the leaf to a root at this time. It is given only what
    /// leads to a root by signatures that were checked: nothing else can be on a path, and among
    /// many of the same name it would search long.
    pub(super) fn verify(&self, leads: &[bool], at: u64) -> Result<(), Error> {
        let der = |cert: &X509Certificate<'a>| CertificateDer::from(cert.as_raw());
        let leaf = der(self.leaf());
        let leaf = EndEntityCert::try_from(&leaf)?;
        let above: Vec<_> = self.on_the_way(leads).map(der).collect();
        let roots = self.certs.iter().flat_map(|node| &node.roots);
        let mut roots: Vec<_> = roots.map(|(root, _)| CertificateDer::from(*root)).collect();
        roots.dedup();
        let anchors: Vec<TrustAnchor<'_>> =
            roots.iter().filter_map(|root| webpki::anchor_from_trusted_cert(root).ok()).collect();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
        let (algorithms, usage) = (webpki::ALL_VERIFICATION_ALGS, KeyUsage::server_auth());
        leaf.verify_for_usage(algorithms, &anchors, &above, time, usage, None, None).map(drop)
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

/// Where the issuer's certificate can be had (RFC 5280 §4.2.2.1). Shown, never fetched.
pub(super) fn issuer_url(cert: &X509Certificate<'_>) -> Option<String> {
    const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
    cert.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::AuthorityInfoAccess(access) => {
            access.accessdescs.iter().find_map(|d| match &d.access_location {
                GeneralName::URI(url)
                    if url.starts_with("http") && d.access_method.to_id_string() == CA_ISSUERS =>
                {
                    Some((*url).to_owned())
                }
                _ => None,
            })
        }
        _ => None,
    })
}
