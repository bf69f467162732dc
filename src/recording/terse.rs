//! Whether no text of a recording is longer than a run may keep, whatever field it stands in. They
//! are measured while the recording is written to nowhere, so that no field is forgotten.
use std::io::{self, Write};

use probes::limits;
use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use super::Recording;
use super::reason::LATER;

/// The most bytes of any text: base64 of what one handshake may hold, or what a shell was told.
pub(super) const LONGEST: usize = 2 * limits::HANDSHAKE_BYTES;
/// The most bytes of a name of the DNS, each of which may be written as `\ddd` (RFC 1035 §3.1, §5.1).
const NAME: usize = 4 * 255;

/// Whether no text is longer than what stands in its field may be.
pub(super) fn is_terse(recording: &Recording) -> bool {
    recording.serialize(&mut Serializer::with_formatter(io::sink(), Ruler::default())).is_ok()
}

/// The most bytes of a text in a field of this name.
fn most(field: &str) -> usize {
    match field {
        "domain" | "exchange" | "host" | "name" | "server_name" | "target" => NAME,
        "detail" => limits::DETAIL * LATER,
        "beginning" | "beyond" | "certificates" | "chain" | "command" | "early" | "heard"
        | "ocsp" | "raw" | "roots" | "typed" => LONGEST,
        _ => limits::LINE * LATER,
    }
}

/// Measures texts, and ends the writing at the first that is too long.
#[derive(Default)]
struct Ruler {
    /// The field that was begun last: a list of texts stands in the field of the list.
    field: String,
    is_field: bool,
    length: usize,
}

impl Formatter for Ruler {
    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        self.field.clear();
        self.is_field = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_field = false;
        Ok(())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.length = 0;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, f: &str) -> io::Result<()> {
        if self.is_field {
            self.field.push_str(f);
        }
        self.length += f.len();
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, _: &mut W, _: CharEscape) -> io::Result<()> {
        self.length += 1;
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let fits = self.is_field || self.length <= most(&self.field);
        if fits { Ok(()) } else { Err(io::ErrorKind::FileTooLarge.into()) }
    }
}
