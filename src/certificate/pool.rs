//! Certificates to choose from: each once, found by the name of their subject.
use std::collections::{HashMap, HashSet};

use probes::bytes::Bytes;
use x509_parser::prelude::X509Certificate;

use super::describe::parse;

/// Certificates, DER. Those that can't be parsed are left out of what is found by name.
#[derive(Debug)]
pub(super) struct Pool<'a> {
    all: HashSet<&'a [u8]>,
    by_subject: HashMap<&'a [u8], Vec<&'a [u8]>>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(ders: impl IntoIterator<Item = &'a Bytes>) -> Self {
        let mut pool = Self { all: HashSet::new(), by_subject: HashMap::new() };
        for Bytes(der) in ders {
            if pool.all.insert(der)
                && let Some(cert) = parse(der)
            {
                pool.by_subject.entry(cert.tbs_certificate.subject.as_raw()).or_default().push(der);
            }
        }
        pool
    }

    pub(super) fn contains(&self, der: &[u8]) -> bool {
        self.all.contains(der)
    }

    /// Those with this subject.
    pub(super) fn named(&self, subject: &[u8]) -> impl Iterator<Item = X509Certificate<'a>> {
        self.by_subject.get(subject).into_iter().flatten().filter_map(|der| parse(der))
    }
}
