//! Certificates to choose from: each once, found by the name of their subject.
use std::collections::{HashMap, HashSet};

use probes::bytes::Bytes;
use x509_parser::prelude::X509Certificate;

use super::describe::parse;
use super::plain;

/// Certificates, DER. Those that can't be parsed are left out of what is found by name.
#[derive(Debug)]
pub(super) struct Pool<'a> {
    all: HashSet<&'a [u8]>,
    /// Whether one is readable to webpki alone.
    odd: bool,
    by_subject: HashMap<&'a [u8], Vec<&'a [u8]>>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(ders: impl IntoIterator<Item = &'a Bytes>) -> Self {
        let mut pool = Self { all: HashSet::new(), odd: false, by_subject: HashMap::new() };
        for Bytes(der) in ders {
            if !pool.all.insert(der) {
                continue;
            }
            match parse(der) {
                Some(cert) => {
                    let subject = cert.tbs_certificate.subject.as_raw();
                    pool.by_subject.entry(subject).or_default().push(der);
                }
                None => pool.odd |= plain::can_be_root(der),
            }
        }
        pool
    }

    /// Whether one can't be found by name, and is good for a root all the same.
    pub(super) fn is_odd(&self) -> bool {
        self.odd
    }

    /// All, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a [u8]> {
        self.all.iter().copied()
    }

    pub(super) fn contains(&self, der: &[u8]) -> bool {
        self.all.contains(der)
    }

    /// Those with this subject.
    pub(super) fn named(&self, subject: &[u8]) -> impl Iterator<Item = X509Certificate<'a>> {
        self.by_subject.get(subject).into_iter().flatten().filter_map(|der| parse(der))
    }
}
