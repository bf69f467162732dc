//! Certificates in a file: one, a `certs-only` message (RFC 5652 §5), or PEM (RFC 7468).
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Tags (X.690 §8.1.2).
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const CONTEXT_0: u8 = 0xa0;
/// `id-signedData` (RFC 5652 §5.1).
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// All certificates in it, DER; none if it is nothing of the kind. Whether they can be parsed is
/// not asked.
pub(super) fn certificates(file: &[u8]) -> Vec<Vec<u8>> {
    if is_certificate(file) {
        return vec![file.to_vec()];
    }
    if let Some(found) = message(file) {
        return found.into_iter().map(<[u8]>::to_vec).collect();
    }
    let parts = CertificateDer::pem_slice_iter(file).filter_map(Result::ok);
    parts.filter(|part| is_certificate(part)).map(|part| part.to_vec()).collect()
}

/// Whether it has the parts of a certificate, and nothing behind it (RFC 5280 §4.1).
fn is_certificate(bytes: &[u8]) -> bool {
    let mut all = Der(bytes);
    let parts = all.take(SEQUENCE).map(|inside| inside.inside());
    let Some(mut parts) = parts.filter(|_| all.0.is_empty()) else { return false };
    let known = [SEQUENCE, SEQUENCE, BIT_STRING];
    known.into_iter().all(|tag| parts.take(tag).is_some()) && parts.0.is_empty()
}

/// The certificates of a message of signed data.
fn message(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut content = Der(bytes).take(SEQUENCE)?.inside();
    if content.take(OID)?.content != SIGNED_DATA {
        return None;
    }
    let mut signed = content.take(CONTEXT_0)?.inside().take(SEQUENCE)?.inside();
    signed.take(INTEGER)?;
    signed.take(SET)?;
    signed.take(SEQUENCE)?;
    let mut list = signed.take(CONTEXT_0)?.inside();
    let all = std::iter::from_fn(|| list.any());
    Some(all.map(|(_, element)| element.whole).filter(|der| is_certificate(der)).collect())
}

/// What is left to be read.
struct Der<'a>(&'a [u8]);

/// An element: with its tag and length, and without.
struct Element<'a> {
    whole: &'a [u8],
    content: &'a [u8],
}

impl<'a> Element<'a> {
    fn inside(self) -> Der<'a> {
        Der(self.content)
    }
}

impl<'a> Der<'a> {
    /// The next element, if it has this tag.
    fn take(&mut self, tag: u8) -> Option<Element<'a>> {
        (*self.0.first()? == tag).then(|| self.any())?.map(|(_, element)| element)
    }

    /// The next element with its tag, if its length is definite (X.690 §8.1.3).
    fn any(&mut self) -> Option<(u8, Element<'a>)> {
        const LONG: u8 = 0x80;
        let (tag, length) = (*self.0.first()?, *self.0.get(1)?);
        let more = if length < LONG { 0 } else { usize::from(length - LONG) };
        let digits = self.0.get(2..2 + more).filter(|_| more <= 4 && length != LONG)?;
        let large = digits.iter().fold(0_usize, |sum, digit| sum << 8 | usize::from(*digit));
        let size = if more == 0 { usize::from(length) } else { large };
        let begin = 2 + more;
        let whole = self.0.get(..begin.checked_add(size)?)?;
        self.0 = &self.0[whole.len()..];
        Some((tag, Element { whole, content: &whole[begin..] }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).expect("short");
        let length = if length < 0x80 { vec![length] } else { vec![0x81, length] };
        [vec![tag], length, content.to_vec()].concat()
    }

    /// Something of the shape of a certificate.
    fn certificate(fill: u8) -> Vec<u8> {
        let body = element(SEQUENCE, &[fill; 50]);
        let parts = [body, element(SEQUENCE, &[]), element(BIT_STRING, &[0])].concat();
        element(SEQUENCE, &parts)
    }

    fn signed(certificates: &[u8]) -> Vec<u8> {
        let certificates = element(CONTEXT_0, certificates);
        let parts = [
            element(INTEGER, &[1]),
            element(SET, &[]),
            element(SEQUENCE, &[]),
            certificates,
            element(SET, &[]),
        ];
        let data = element(CONTEXT_0, &element(SEQUENCE, &parts.concat()));
        element(SEQUENCE, &[element(OID, SIGNED_DATA), data].concat())
    }

    #[test]
    fn one_certificate_several_in_a_message_or_pem_are_found() {
        let (one, other) = (certificate(1), certificate(2));
        assert_eq!(certificates(&one), std::slice::from_ref(&one));
        let both = signed(&[one.clone(), other.clone()].concat());
        assert_eq!(certificates(&both), [one.clone(), other.clone()]);
        let pem = |der: &[u8]| {
            let text = crate::bytes::Bytes(der.to_vec()).base64();
            format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
        };
        let text = format!("{}{}", pem(&one), pem(&other));
        assert_eq!(certificates(text.as_bytes()), [one, other]);
    }

    #[test]
    fn what_holds_none_gives_none() {
        let none: [Vec<u8>; 0] = [];
        assert_eq!(certificates(b""), none);
        assert_eq!(certificates(b"<html>"), none);
        assert_eq!(certificates(&signed(&[])), none);
        assert_eq!(certificates(&signed(b"\x02\x01\x01")), none);
        assert_eq!(certificates(&[certificate(1), vec![0]].concat()), none);
        assert_eq!(certificates(&[0x30, 0x80, 0x30, 0x00]), none);
        assert_eq!(certificates(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), none);
        let whole = signed(&certificate(1));
        for length in 0..whole.len() {
            assert_eq!(certificates(&whole[..length]), none, "{length}");
        }
    }
}
