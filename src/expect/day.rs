//! A day, as a file of ours and a recording write it.
use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use toml::value::Datetime;

/// A day in UTC, written `2027-01-31`: in TOML a date, in JSON a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

const HOW: &str = "a day, written 2027-01-31";

impl Day {
    /// Whether it is over at this moment, seconds since the Unix epoch.
    pub fn is_over(self, at: u64) -> bool {
        const LENGTH: i64 = 86_400;
        let begin = self.0.to_zoned(TimeZone::UTC).map(|midnight| midnight.timestamp().as_second());
        // Only the last hours of all time have no moment.
        begin.is_ok_and(|begin| i64::try_from(at).is_ok_and(|at| at >= begin + LENGTH))
    }

    fn read(text: &str) -> Option<Self> {
        let plain = text.len() == "2027-01-31".len();
        text.parse().ok().filter(|_| plain).map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Written)
    }
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HOW)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        Day::read(text).ok_or_else(|| E::custom(format_args!("it must be {HOW}")))
    }

    /// So the TOML reader hands over what is written as a date.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
        let written = Datetime::deserialize(MapAccessDeserializer::new(map))?;
        self.visit_str(&written.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_when_the_next_one_begins() {
        let day = Day::read("1970-01-02").expect("a day");
        assert_eq!([172_799, 172_800].map(|at| day.is_over(at)), [false, true]);
        assert_eq!(day.to_string(), "1970-01-02");
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "2027-02-29", "2027-1-31", "20270131", "2027-01-31T00:00:00", "tomorrow"] {
            assert_eq!(Day::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_day_of_all_is_never_over() {
        let day = Day::read("9999-12-31").expect("a day");
        assert!(!day.is_over(253_402_300_799));
    }
}
