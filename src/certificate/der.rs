//! Elements of DER one after the other, for what no parser here knows.
use x509_parser::asn1_rs::{Any, FromDer};

/// Tags (X.690 §8.1.2).
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const ENUMERATED: u8 = 0x0a;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;

/// A tag of this context, on content that is primitive.
pub(super) const fn implicit(number: u8) -> u8 {
    0x80 | number
}

/// A tag of this context, on content with elements of its own.
pub(super) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// What is left to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Der<'a>(&'a [u8]);

/// An element: with its tag and length, and without.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    pub(super) whole: &'a [u8],
    pub(super) content: &'a [u8],
}

impl<'a> Der<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next element, if it has this tag.
    pub(super) fn take(&mut self, tag: u8) -> Option<Element<'a>> {
        (*self.0.first()? == tag).then(|| self.any())?
    }

    /// The next element, whatever its tag.
    pub(super) fn any(&mut self) -> Option<Element<'a>> {
        let (rest, element) = Any::from_der(self.0).ok()?;
        let whole = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        Some(Element { whole, content: element.data })
    }
}

impl<'a> Element<'a> {
    /// Its elements.
    pub(super) const fn inside(self) -> Der<'a> {
        Der(self.content)
    }
}
