//! A response of OCSP, read (RFC 6960 §4.2.1). Nothing in it is believed here.
use x509_parser::asn1_rs::{FromDer, GeneralizedTime, Oid};

use super::der::{
    BIT_STRING, Der, ENUMERATED, Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE,
    context, implicit,
};

/// No honest response tells of more certificates.
const SINGLES: usize = 16;

/// No honest response brings more certificates with it; each may have to be checked.
const CERTIFICATES: usize = 4;

/// What came in answer.
pub(super) enum Response<'a> {
    /// An error message: its number (RFC 6960 §4.2.1).
    Error(u8),
    /// A basic response.
    Basic(Basic<'a>),
}

/// A basic response.
pub(super) struct Basic<'a> {
    /// What is signed.
    pub(super) signed: &'a [u8],
    /// The content of the signature's algorithm.
    pub(super) algorithm: &'a [u8],
    /// The signature.
    pub(super) signature: &'a [u8],
    /// Certificates that came with it, DER.
    pub(super) certificates: Vec<&'a [u8]>,
    /// What it tells.
    pub(super) singles: Vec<Single<'a>>,
}

/// What a response tells of one certificate.
pub(super) struct Single<'a> {
    /// The algorithm of the hashes: its object identifier.
    pub(super) hash: String,
    /// Hash of the issuer's name.
    pub(super) issuer_name: &'a [u8],
    /// Hash of the issuer's key.
    pub(super) issuer_key: &'a [u8],
    /// The certificate's serial number.
    pub(super) serial: &'a [u8],
    pub(super) status: Status,
    /// When this was known to be right, seconds since the Unix epoch.
    pub(super) from: i64,
    /// When there is newer knowledge at the latest.
    pub(super) until: Option<i64>,
}

/// How it stands with a certificate.
pub(super) enum Status {
    Good,
    Revoked { at: i64, reason: Option<u8> },
    Unknown,
}

/// Reads a response; `None` if it is none, or of a type that nobody uses.
pub(super) fn read(der: &[u8]) -> Option<Response<'_>> {
    const BASIC: &str = "1.3.6.1.5.5.7.48.1.1";
    let mut response = Der::new(der).take(SEQUENCE)?.inside();
    match response.take(ENUMERATED)?.content {
        [0] => {}
        [number] => return Some(Response::Error(*number)),
        _ => return None,
    }
    let mut typed = response.take(context(0))?.inside().take(SEQUENCE)?.inside();
    let (_, kind) = Oid::from_der(typed.take(OID)?.whole).ok()?;
    let basic = typed.take(OCTET_STRING)?.inside().take(SEQUENCE)?;
    (kind.to_id_string() == BASIC).then_some(Response::Basic(self::basic(basic)?))
}

fn basic(basic: Element<'_>) -> Option<Basic<'_>> {
    let mut parts = basic.inside();
    let data = parts.take(SEQUENCE)?;
    let algorithm = parts.take(SEQUENCE)?.content;
    // No bits are left over in a signature.
    let (0, signature) = parts.take(BIT_STRING)?.content.split_first()? else { return None };
    let mut sent = match parts.take(context(0)) {
        Some(certificates) => certificates.inside().take(SEQUENCE)?.inside(),
        None => Der::default(),
    };
    let certificates = std::iter::from_fn(|| sent.take(SEQUENCE)).take(CERTIFICATES);
    Some(Basic {
        signed: data.whole,
        algorithm,
        signature,
        certificates: certificates.map(|certificate| certificate.whole).collect(),
        singles: singles(data)?,
    })
}

fn singles(data: Element<'_>) -> Option<Vec<Single<'_>>> {
    let mut parts = data.inside();
    // The version is left out if it is 1; who answers is found by the signature.
    let _version = parts.take(context(0));
    let _responder = parts.any()?;
    let _produced = parts.take(GENERALIZED_TIME)?;
    let mut list = parts.take(SEQUENCE)?.inside();
    let told = std::iter::from_fn(|| list.take(SEQUENCE)).take(SINGLES);
    told.map(single).collect()
}

fn single(single: Element<'_>) -> Option<Single<'_>> {
    let mut parts = single.inside();
    let mut id = parts.take(SEQUENCE)?.inside();
    let (_, hash) = Oid::from_der(id.take(SEQUENCE)?.inside().take(OID)?.whole).ok()?;
    Some(Single {
        hash: hash.to_id_string(),
        issuer_name: id.take(OCTET_STRING)?.content,
        issuer_key: id.take(OCTET_STRING)?.content,
        serial: id.take(INTEGER)?.content,
        status: status(&mut parts)?,
        from: time(parts.take(GENERALIZED_TIME)?)?,
        until: match parts.take(context(0)) {
            Some(until) => Some(time(until.inside().take(GENERALIZED_TIME)?)?),
            None => None,
        },
    })
}

fn status(parts: &mut Der<'_>) -> Option<Status> {
    if parts.take(implicit(0)).is_some() {
        return Some(Status::Good);
    }
    if parts.take(implicit(2)).is_some() {
        return Some(Status::Unknown);
    }
    let mut revoked = parts.take(context(1))?.inside();
    let at = time(revoked.take(GENERALIZED_TIME)?)?;
    let reason = revoked.take(context(0)).and_then(|reason| reason.inside().take(ENUMERATED));
    Some(Status::Revoked { at, reason: reason.and_then(|r| r.content.first().copied()) })
}

fn time(time: Element<'_>) -> Option<i64> {
    let (_, time) = GeneralizedTime::from_der(time.whole).ok()?;
    time.utc_datetime().ok().map(|time| time.unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_message_is_told_by_its_number() {
        assert!(matches!(read(&[0x30, 3, 0x0a, 1, 3]), Some(Response::Error(3))));
    }

    #[test]
    fn what_is_no_response_is_none() {
        for bytes in [&b""[..], b"0", b"junk", &[0x30, 3, 0x0a, 1, 0], &[0x30, 0x84, 255, 255, 255]]
        {
            assert!(read(bytes).is_none(), "{bytes:?}");
        }
    }
}
