//! The one way of writing JSON of which everybody gets the same bytes: fields in order, no white
//! space, and nothing escaped but what must be (RFC 8785). What we write has whole numbers only, so
//! nothing is said here of how others are written.
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::certificate;

/// SHA-256 of a JSON text, whatever its layout, in hexadecimal.
pub(super) fn sha256(json: &str) -> Result<String, serde_json::Error> {
    let Canonical(text) = serde_json::from_str(json)?;
    Ok(certificate::fingerprint(text.as_bytes()))
}

/// A JSON value as canonical text.
pub(super) struct Canonical(String);

impl Canonical {
    /// SHA-256 of it, in hexadecimal.
    pub(super) fn sha256(&self) -> String {
        certificate::fingerprint(self.0.as_bytes())
    }
}

impl<'de> Deserialize<'de> for Canonical {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut text = String::new();
        Onto(&mut text).deserialize(from)?;
        Ok(Self(text))
    }
}

/// Writes a value behind what is there.
struct Onto<'t>(&'t mut String);

impl Onto<'_> {
    fn push(self, text: impl fmt::Display) {
        use fmt::Write as _;
        write!(self.0, "{text}").expect("a string takes everything");
    }
}

impl<'de> DeserializeSeed<'de> for Onto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Onto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with whole numbers only")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.push("null");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(value);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.push(number);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.push(number);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.push(serde_json::to_string(text).map_err(E::custom)?);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let text = self.0;
        text.push('[');
        let mut comma = "";
        loop {
            let length = text.len();
            text.push_str(comma);
            if list.next_element_seed(Onto(text))?.is_none() {
                text.truncate(length);
                break;
            }
            comma = ",";
        }
        text.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut fields: Vec<(String, String)> = Vec::new();
        while let Some(name) = map.next_key()? {
            let mut value = String::new();
            map.next_value_seed(Onto(&mut value))?;
            fields.push((name, value));
        }
        // RFC 8785 §3.2.3: by UTF-16 code units.
        fields.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        if let Some(twice) = fields.windows(2).find(|two| two[0].0 == two[1].0) {
            return Err(A::Error::custom(format_args!("duplicate field {:?}", twice[0].0)));
        }
        let text = self.0;
        let mut before = '{';
        for (name, value) in fields {
            text.push(before);
            Onto(text).visit_str(&name)?;
            text.push(':');
            text.push_str(&value);
            before = ',';
        }
        text.push_str(if before == '{' { "{}" } else { "}" });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(json: &str) -> String {
        serde_json::from_str::<Canonical>(json).map_or_else(|e| e.to_string(), |c| c.0)
    }

    #[test]
    fn layout_and_order_make_no_difference() {
        let told = canonical(" { \"b\" : [ 1 , -2, true, null, [], {} ],\n \"a\" : \"x\" } ");
        assert_eq!(told, r#"{"a":"x","b":[1,-2,true,null,[],{}]}"#);
    }

    #[test]
    fn text_is_escaped_only_where_it_must_be() {
        let escaped = r#""\u0008\t\n\f\r\u0000\u001F\u007f\u2028\u202e\/\\\"\ud83d\ude00\u00e9""#;
        let told = "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u{7f}\u{2028}\u{202e}/\\\\\\\"😀é\"";
        assert_eq!(canonical(escaped), told);
    }

    #[test]
    fn fields_are_in_the_order_of_utf_16() {
        // The first is the larger code point, but begins with the smaller code unit.
        let told = canonical("{\"\u{fb33}\":1,\"\u{1f600}\":2,\"\u{f6}\":3,\"1\":4}");
        assert_eq!(told, "{\"1\":4,\"\u{f6}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }

    #[test]
    fn what_has_no_one_form_is_refused() {
        assert!(canonical("[0.5]").contains("whole numbers"));
        assert!(canonical("[1e400]").contains("out of range"));
        assert!(canonical("{\"a\":{\"b\":1,\"b\":1}}").contains("duplicate field \"b\""));
        assert!(canonical(&"[".repeat(100_000)).contains("recursion"));
    }

    #[test]
    fn the_hash_is_that_of_everybody_else() {
        let empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        assert_eq!(sha256(" { } ").expect("JSON"), empty);
    }
}
