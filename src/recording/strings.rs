//! All texts of a recording, each with the name of its field, whatever that is: they are met while
//! the recording is written to nowhere, so that no field is forgotten.
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use super::Recording;

/// Shows every text to `each`, with the field it stands in, until that says no. Whether it never
/// did.
pub(super) fn all(recording: &Recording, each: impl FnMut(&str, &str) -> bool) -> bool {
    let walk = Walk { each, field: String::new(), is_field: false, text: String::new() };
    recording.serialize(&mut Serializer::with_formatter(io::sink(), walk)).is_ok()
}

struct Walk<F> {
    each: F,
    /// The field that was begun last: a list of texts stands in the field of the list.
    field: String,
    is_field: bool,
    text: String,
}

impl<F: FnMut(&str, &str) -> bool> Formatter for Walk<F> {
    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        self.is_field = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_field = false;
        Ok(())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.text.clear();
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, f: &str) -> io::Result<()> {
        self.text.push_str(f);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.text.push(char::from(match escape {
            CharEscape::Quote => b'"',
            CharEscape::ReverseSolidus => b'\\',
            CharEscape::Solidus => b'/',
            CharEscape::Backspace => 8,
            CharEscape::FormFeed => 12,
            CharEscape::LineFeed => b'\n',
            CharEscape::CarriageReturn => b'\r',
            CharEscape::Tab => b'\t',
            CharEscape::AsciiControl(byte) => byte,
        }));
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        if self.is_field {
            std::mem::swap(&mut self.field, &mut self.text);
            return Ok(());
        }
        if (self.each)(&self.field, &self.text) { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
    }
}
