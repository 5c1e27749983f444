//! Reads one value of a response at a JSON pointer. The rest is skipped and takes no memory.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use crate::response::RawResponse;
use crate::response::decode::{DecodeError, expect_json, locate_inside};

/// A search for a value in a page.
pub(super) struct PointerQuery {
    /// The name of the value in errors.
    pub(super) what: &'static str,
    /// The JSON pointer to the value.
    pub(super) at: &'static str,
    /// Whether the value may be absent. It always may be if a value on the way is null or an empty object.
    pub(super) is_optional: bool,
}

/// The cursor of a page.
pub(super) enum Cursor {
    Next(String),
    /// There is no next page.
    End,
}

impl PointerQuery {
    /// Reads the value, or returns `None` if it is absent.
    pub(super) fn read<T: DeserializeOwned>(&self, response: &RawResponse) -> Result<Option<T>, DecodeError> {
        expect_json(response)?;
        let steps = self.at.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        let steps: Vec<_> = steps.collect();
        let seek = PointerSeed { sought: self, steps: &steps, value: PhantomData };
        let mut json = serde_json::Deserializer::from_slice(&response.body);
        let found = seek.deserialize(&mut json).and_then(|found| json.end().map(|()| found));
        found.map_err(|error| locate_inside(&error, &response.body))
    }
}

/// The rest of the path from an outer value to the requested one.
struct PointerSeed<'s, T> {
    sought: &'s PointerQuery,
    steps: &'s [String],
    value: PhantomData<T>,
}

impl<T> PointerSeed<'_, T> {
    fn without<E: Error>(&self) -> Result<Option<T>, E> {
        let PointerQuery { what, at, is_optional } = self.sought;
        if *is_optional { Ok(None) } else { Err(E::custom(format_args!("the page has no {what} (`{at}`)"))) }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for PointerSeed<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<T>, D::Error> {
        if self.steps.is_empty() { T::deserialize(json).map(Some) } else { json.deserialize_any(self) }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for PointerSeed<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a page with {} (`{}`)", self.sought.what, self.sought.at)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<T>, A::Error> {
        let Some((step, steps)) = self.steps.split_first() else { return Ok(None) };
        let (mut found, mut is_empty) = (None, true);
        while let Some(key) = map.next_key::<String>()? {
            is_empty = false;
            if key != *step {
                map.next_value::<IgnoredAny>()?;
            } else if found.is_some() {
                return Err(A::Error::custom(format_args!("duplicate field `{key}`")));
            } else {
                found = Some(map.next_value_seed(PointerSeed { steps, ..self })?);
            }
        }
        match found {
            Some(found) => Ok(found),
            None if is_empty => Ok(None),
            None => self.without(),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<T>, A::Error> {
        let step =
            self.steps.split_first().and_then(|(step, steps)| Some((step.parse::<usize>().ok()?, steps)));
        let Some((index, steps)) = step else {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        };
        for _ in 0..index {
            if list.next_element::<IgnoredAny>()?.is_none() {
                return self.without();
            }
        }
        let found = list.next_element_seed(PointerSeed { steps, ..self })?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        found.map_or_else(|| self.without(), Ok)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(CursorVisitor)
    }
}

struct CursorVisitor;

impl Visitor<'_> for CursorVisitor {
    type Value = Cursor;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a cursor, which is a string or a number")
    }

    fn visit_unit<E: Error>(self) -> Result<Cursor, E> {
        Ok(Cursor::End)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cursor, E> {
        Ok(if text.is_empty() { Cursor::End } else { Cursor::Next(text.to_owned()) })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Cursor, E> {
        Ok(Cursor::Next(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Cursor, E> {
        Ok(Cursor::Next(number.to_string()))
    }

    /// Rejects a float, because its original spelling is lost.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Cursor, E> {
        Err(E::invalid_value(Unexpected::Float(number), &"a whole number of at most 64 bits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(at: &'static str, body: &'static str) -> Result<Option<Vec<u8>>, String> {
        let response = RawResponse::json(http::StatusCode::OK, body);
        let sought = PointerQuery { what: "items", at, is_optional: false };
        let read = sought.read::<Option<Vec<u8>>>(&response);
        read.map(Option::flatten).map_err(|error| error.to_string())
    }

    #[test]
    fn a_value_is_found_where_its_pointer_says() {
        for (at, body) in [
            ("", "[1,2]"),
            ("/a", r#"{"b":[[3]],"a":[1,2],"c":{"a":[4]}}"#),
            ("/a/b", r#"{"b":[3],"a":{"b":[1,2]}}"#),
            ("/a~1b/c~0", r#"{"a/b":{"c~":[1,2]}}"#),
            ("/1/a", r#"[{"a":[0]},{"a":[1,2]},7]"#),
        ] {
            assert_eq!(items(at, body), Ok(Some(vec![1, 2])), "{at} in {body}");
        }
        for (at, body) in [("", "null"), ("/a", r#"{"a":null}"#), ("/a/b", r#"{"a":null}"#), ("/a", "{}")] {
            assert_eq!(items(at, body), Ok(None), "{at} in {body}");
        }
    }

    #[test]
    fn what_is_not_there_is_an_error_that_names_the_pointer() {
        for (at, body, expected) in [
            ("/a", r#"{"error":"x"}"#, "the page has no items (`/a`) at `.` (byte 13 of the body)"),
            ("/a/b", r#"{"a":{"c":1}}"#, "the page has no items (`/a/b`) at `a` (byte 12 of the body)"),
            ("/2", "[1]", "the page has no items (`/2`) at `.` (byte 3 of the body)"),
        ] {
            assert_eq!(items(at, body), Err(expected.to_owned()), "{at} in {body}");
        }
        for (at, body, expected) in [
            ("/a", "[]", "invalid type: sequence, expected a page with items (`/a`) at `.`"),
            ("/a", "7", "invalid type: integer `7`, expected a page with items (`/a`) at `.`"),
            ("/a", r#"{"a":{}}"#, "invalid type: map, expected a sequence at `a`"),
            ("/a", r#"{"a":[1,"x"]}"#, "invalid type: string \"x\", expected u8 at `a[1]`"),
            ("/a", r#"{"a":[],"a":[1]}"#, "duplicate field `a`"),
            ("/a", r#"{"a":[]} {}"#, "trailing characters"),
        ] {
            let error = items(at, body).unwrap_err();
            assert!(error.starts_with(expected), "{at} in {body}: {error}");
        }
    }
}
