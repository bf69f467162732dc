//! MPLS labels that a router quotes in its ICMP message (RFC 4884, RFC 4950).
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the extension begins in messages of routers that don't say how long their quotation is:
/// after so many bytes of it (RFC 4884 §5.5).
const QUOTED: usize = 128;
/// Labels kept of one message.
const MOST: usize = 8;

/// One entry of the label stack (RFC 3032 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Label {
    /// The label, 20 bits.
    pub label: u32,
    /// The traffic class, 3 bits.
    pub class: u8,
    /// What was left of the entry's own TTL.
    pub ttl: u8,
}

/// The labels behind a quotation. `rest` is what follows the first `before` bytes of the quoted
/// packet, to the end of the message. Whatever is not exactly such an extension holds no labels:
/// the bytes may be the quoted packet's own.
pub fn read(rest: &[u8], before: usize) -> Vec<Label> {
    let extension = QUOTED.checked_sub(before).and_then(|skip| rest.get(skip..));
    let objects = extension.filter(|e| is_extension(e)).and_then(|e| e.get(4..));
    let stack = objects.and_then(label_stack).unwrap_or_default();
    stack.chunks_exact(4).take(MOST).filter_map(entry).collect()
}

/// Version 2, with a checksum that is right, or none (RFC 4884 §7).
fn is_extension(bytes: &[u8]) -> bool {
    let summed = bytes.get(2..4) == Some(&[0, 0]) || sum(bytes) == 0xffff;
    bytes.len() > 4 && bytes[0] >> 4 == 2 && summed
}

/// The Internet checksum's sum (RFC 1071).
fn sum(bytes: &[u8]) -> u32 {
    let words = bytes.chunks(2).map(|w| u32::from(w[0]) << 8 | u32::from(*w.get(1).unwrap_or(&0)));
    let sum: u32 = words.sum();
    let folded = (sum >> 16) + (sum & 0xffff);
    (folded >> 16) + (folded & 0xffff)
}

/// The content of the first object of class 1, type 1; `None` if the objects don't fill the rest.
fn label_stack(mut objects: &[u8]) -> Option<&[u8]> {
    let mut found = None;
    while let [high, low, class, kind, ..] = *objects {
        let (object, behind) = objects.split_at_checked(u16::from_be_bytes([high, low]).into())?;
        let content = object.get(4..)?;
        if (class, kind) == (1, 1) {
            found = found.or(Some(content));
        }
        objects = behind;
    }
    found.filter(|_| objects.is_empty())
}

fn entry(bytes: &[u8]) -> Option<Label> {
    let word = u32::from_be_bytes(bytes.try_into().ok()?);
    let [_, _, low, ttl] = word.to_be_bytes();
    Some(Label { label: word >> 12, class: (low >> 1) & 7, ttl })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quotation of 128 bytes of which 28 are taken off already, and an extension with two labels.
    fn message() -> Vec<u8> {
        let mut bytes = vec![0; QUOTED - 28];
        let mut extension = vec![0x20, 0, 0, 0, 0, 12, 1, 1];
        extension.extend([0x05, 0xdc, 0x10, 1, 0x00, 0x01, 0x1b, 9]);
        let sum = !sum(&extension);
        extension[2..4].copy_from_slice(&sum.to_be_bytes()[2..]);
        bytes.extend(extension);
        bytes
    }

    #[test]
    fn labels_are_read_from_top_to_bottom() {
        let top = Label { label: 24001, class: 0, ttl: 1 };
        let bottom = Label { label: 17, class: 5, ttl: 9 };
        assert_eq!(read(&message(), 28), [top, bottom]);
    }

    #[test]
    fn a_checksum_may_be_missing_but_not_wrong() {
        let mut bytes = message();
        bytes[QUOTED - 28 + 2..][..2].fill(0);
        assert_eq!(read(&bytes, 28).len(), 2);
        bytes[QUOTED - 28 + 2] = 1;
        assert_eq!(read(&bytes, 28), []);
    }

    #[test]
    fn what_is_cut_or_strange_holds_no_labels() {
        let bytes = message();
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length], 28), [], "{length}");
        }
        assert_eq!(read(&bytes, 29), []);
        assert_eq!(read(&bytes, 200), []);
        // An object that claims to be empty would be met for ever.
        let mut endless = vec![0; QUOTED];
        endless.extend([0x20, 0, 0, 0, 0, 0, 1, 1]);
        assert_eq!(read(&endless, 0), []);
    }

    #[test]
    fn a_stack_without_end_is_cut() {
        let mut bytes = vec![0; QUOTED];
        bytes.extend([0x20, 0, 0, 0, 0x10, 0, 1, 1]);
        bytes.extend(vec![7; 0x1000 - 4]);
        assert_eq!(read(&bytes, 0).len(), MOST);
    }
}
