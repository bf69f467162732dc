//! The authorities that are trusted: those of the system, of Mozilla or of a file, and those that
//! the user adds.
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use probes::bytes::Bytes;
use probes::{Data, Observation};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::recording::{MAX_PROBLEMS, OtherStore, Trust};

/// A larger file holds something else.
const MAX_BYTES: u64 = 16 << 20;

/// Variables that put other files in the place of the system's store, as OpenSSL has them.
const INSTEAD: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// Certificates of authorities, and where they come from.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// Where they come from, for a reader.
    pub source: String,
    /// The certificates, DER.
    pub roots: Vec<Vec<u8>>,
    /// What went wrong while they were read.
    pub problems: Vec<String>,
    /// The store that was not chosen, to compare with.
    pub other: Option<Box<Store>>,
}

/// Which authorities are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// The system's.
    #[default]
    System,
    /// Mozilla's, as they were when this program was built.
    Mozilla,
    /// Those in this file, and no others.
    File(PathBuf),
}

impl Store {
    /// The store that was chosen; of system and Mozilla, with the other one beside it. The error
    /// fits after "could not".
    pub fn of(whose: &Whose) -> Result<Self, String> {
        let beside = |chosen, other: Self| {
            // An empty store contradicts nobody.
            let other = (!other.roots.is_empty()).then(|| Box::new(other));
            Ok(Self { other, ..chosen })
        };
        match whose {
            Whose::System => beside(Self::system(), Self::mozilla()),
            Whose::Mozilla => beside(Self::mozilla(), Self::system()),
            Whose::File(file) => {
                let source = file.display().to_string();
                Ok(Self { source, roots: from_file(file)?, ..Self::default() })
            }
        }
    }

    fn mozilla() -> Self {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|root| root.to_vec());
        Self { source: "mozilla".to_owned(), roots: roots.collect(), ..Self::default() }
    }

    /// The system's store, or what `SSL_CERT_FILE` and `SSL_CERT_DIR` put in its place. What goes
    /// wrong is told in the report: most of a check needs no authority.
    pub fn system() -> Self {
        let found = rustls_native_certs::load_native_certs();
        let errors = found.errors.iter().take(MAX_PROBLEMS);
        let mut problems: Vec<String> = errors.map(ToString::to_string).collect();
        if found.certs.is_empty() && problems.is_empty() {
            problems
                .push("no certificate was found; on Debian, install ca-certificates".to_owned());
        }
        let roots = found.certs.iter().map(|cert| cert.to_vec()).collect();
        Self { source: source(), roots, problems, other: None }
    }

    /// Adds the certificates in a PEM file, or the one in a DER file; an authority that signs
    /// itself, or a server's own certificate. They are added because a private authority is
    /// seldom the only one that a provider uses. The error fits after "could not".
    pub fn add(&mut self, file: &Path) -> Result<(), String> {
        let added = from_file(file)?;
        // Who adds them knows that others don't have them.
        if let Some(other) = &mut self.other {
            other.roots.extend(added.clone());
        }
        self.roots.extend(added);
        self.source = format!("{} and {}", self.source, file.display());
        Ok(())
    }

    /// As much of the store as chains that were seen could end in, so that they can be judged
    /// again where the store is another: certificates that are themselves in a chain, or whose
    /// subject is the issuer of one that is.
    pub fn relevant(&self, seen: &[Observation]) -> Trust {
        let shown: HashSet<&[u8]> = seen.iter().flat_map(chain).map(|c| c.0.as_slice()).collect();
        let issuers: HashSet<&[u8]> =
            shown.iter().filter_map(|der| names(der)).map(|n| n.issuer).collect();
        let matters = |root: &&Vec<u8>| {
            let subject = || names(root).map(|names| names.subject);
            shown.contains(root.as_slice()) || subject().is_some_and(|s| issuers.contains(s))
        };
        let kept = |roots: &[Vec<u8>]| roots.iter().filter(matters).cloned().map(Bytes).collect();
        let other = self.other.as_ref();
        Trust {
            source: self.source.clone(),
            size: u32::try_from(self.roots.len()).unwrap_or(u32::MAX),
            problems: self.problems.clone(),
            roots: kept(&self.roots),
            other: other.map(|o| OtherStore { source: o.source.clone(), roots: kept(&o.roots) }),
        }
    }
}

fn source() -> String {
    let set = INSTEAD.iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
    let told: Vec<_> = set.map(|(name, value)| format!("{name}={}", value.display())).collect();
    if told.is_empty() { "system".to_owned() } else { told.join(" ") }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn from_file(file: &Path) -> Result<Vec<Vec<u8>>, String> {
    let name = file.display();
    let bytes = read(file).map_err(|error| format!("read {name}: {error}"))?;
    certificates(&bytes).map_err(|what| format!("take certificates from {name}: {what}"))
}

/// All certificates of a file; the error says what it is instead, and what to do.
fn certificates(bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    if names(bytes).is_some() {
        return Ok(vec![bytes.to_vec()]);
    }
    let parts: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
    let parts = parts.map_err(|error| format!("it is damaged: {error}"))?;
    if parts.is_empty() {
        let wanted = "a PEM file with BEGIN CERTIFICATE lines is wanted";
        return Err(format!("there is none in it; {wanted}"));
    }
    match parts.iter().position(|part| names(part).is_none()) {
        Some(at) => Err(format!("number {} in it is no certificate", at + 1)),
        None => Ok(parts.iter().map(|part| part.to_vec()).collect()),
    }
}

fn chain(seen: &Observation) -> &[Bytes] {
    match &seen.saw {
        Data::Handshake(handshake) => &handshake.chain,
        Data::Hello(hello) => &hello.chain,
        Data::Fetch(fetch) => &fetch.certificates,
        _ => &[],
    }
}

/// Subject and issuer, DER; they are compared byte by byte (RFC 5280 §7.1 allows more, TLS
/// libraries don't).
struct Names<'a> {
    subject: &'a [u8],
    issuer: &'a [u8],
}

fn names(der: &[u8]) -> Option<Names<'_>> {
    let (rest, certificate) = X509Certificate::from_der(der).ok()?;
    let raw = certificate.tbs_certificate;
    rest.is_empty().then_some(Names { subject: raw.subject.as_raw(), issuer: raw.issuer.as_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
        certificates(bytes)
    }

    #[test]
    fn the_store_that_was_not_chosen_stands_beside_the_chosen_one() {
        let mozilla = Store::of(&Whose::Mozilla).expect("it is built in");
        assert!(mozilla.roots.len() > 100, "{}", mozilla.roots.len());
        assert!(mozilla.roots.iter().all(|root| names(root).is_some()));
        let system = Store::of(&Whose::System).expect("what is missing is told in the report");
        assert_eq!(system.other.map(|other| other.roots), Some(mozilla.roots));
        let file = Store::of(&Whose::File("Cargo.toml".into()));
        assert!(file.is_err_and(|error| error.contains("BEGIN CERTIFICATE")));
    }

    #[test]
    fn a_file_without_certificates_is_told_apart_from_a_damaged_one() {
        assert!(added(b"").is_err_and(|error| error.contains("BEGIN CERTIFICATE")));
        assert!(added(b"junk\n").is_err_and(|error| error.contains("BEGIN CERTIFICATE")));
        let key = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assert!(added(key).is_err_and(|error| error.contains("BEGIN CERTIFICATE")));
        let cut = b"-----BEGIN CERTIFICATE-----\nAAAA\n";
        assert!(added(cut).is_err_and(|error| error.contains("damaged")));
        let hollow = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(added(hollow).is_err_and(|error| error.contains("number 1")));
    }
}
