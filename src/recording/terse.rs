//! Whether no text of a recording is longer than a run may keep, whatever field it stands in.
use probes::limits;

use super::reason::LATER;
use super::{Recording, strings};

/// The most bytes of any text: base64 of what one handshake may hold.
pub(super) const LONGEST: usize = 2 * limits::HANDSHAKE_BYTES;
/// The most bytes of a name of the DNS, each of which may be written as `\ddd` (RFC 1035 §3.1, §5.1).
const NAME: usize = 4 * 255;

/// Whether no text is longer than what stands in its field may be.
pub(super) fn is_terse(recording: &Recording) -> bool {
    strings::all(recording, |field, text| text.len() <= most(field))
}

/// The most bytes of a text in a field of this name.
fn most(field: &str) -> usize {
    match field {
        "domain" | "exchange" | "host" | "name" | "server_name" | "target" => NAME,
        "detail" => limits::DETAIL * LATER,
        "beginning" | "beyond" | "certificates" | "chain" | "early" | "heard" | "ocsp" | "raw"
        | "roots" => LONGEST,
        _ => limits::LINE * LATER,
    }
}
