//! What a tag decides, wherever it is in the object, and what is kept of values without one.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode;

open_enum! {
    pub enum Kind {
        Circle = "circle",
        Square = "square",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    pub kind: Kind,
    pub radius: f64,
}

object! { Circle { "kind" => kind: required, "radius" => radius: required } }

#[derive(Clone, Debug, PartialEq)]
pub struct Square {
    pub kind: Option<String>,
    pub side: i64,
    pub note: Option<Option<String>>,
}

object! { Square { "kind" => kind: optional, "side" => side: required, "note" => note: nullable } }

#[derive(Clone, Debug, PartialEq)]
pub struct Free {
    pub name: String,
    pub additional_properties: BTreeMap<String, Value>,
}

object! { Free { "name" => name: required } keep { additional_properties } }

#[derive(Clone, Debug, PartialEq)]
pub struct Both {
    pub free: Free,
    pub square: Square,
}

object! { Both {} flatten { free, square } }

#[derive(Debug, PartialEq)]
pub struct Group {
    pub kind: String,
    pub members: Vec<Shape>,
    pub first: Option<Box<Shape>>,
}

object! {
    Group { "kind" => kind: required, "members" => members: required, "first" => first: optional }
    is { recursive }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Held(pub Box<Square>);

newtype!(Held);

tagged_union! {
    #[tag("kind", as_str)]
    pub enum Shape {
        #[value("circle")]
        Circle(Circle),
        #[value("square")]
        #[value("Square")]
        Square(Square),
        #[value("free")]
        Free(Free),
        #[value("both")]
        Both(Both),
        #[value("group")]
        Group(Box<Group>),
        #[value("held")]
        Held(Held),
        #[value("map")]
        Map(BTreeMap<String, Value>),
        #[value("one")]
        #[value("true")]
        Inner(Inner),
        #[value("text")]
        Text(String),
        #[value("either")]
        Either(Either),
    }
}

tagged_union! {
    #[tag("level", as_i64)]
    pub enum Inner {
        #[value(1_i64)]
        One(Square),
        #[value(-2_i64)]
        Two(Free),
        Untold(Circle),
    }
}

tagged_union! {
    #[tag("is", as_bool)]
    pub enum Truth {
        #[value(true)]
        Yes(Square),
        #[value(false)]
        No(Free),
    }
}

untagged_union! {
    pub enum Either {
        Square(Square),
        Numbers(Vec<i64>),
    }
}

/// Returns what a text decodes to and what that encodes to, or the error without its location.
fn outcome<T: DeserializeOwned + Serialize + Debug>(text: &str) -> (String, Value) {
    match decode::<T>(text) {
        Ok(value) => (format!("{value:?}"), serde_json::to_value(&value).unwrap()),
        Err(error) => (error.split(" at line ").next().unwrap_or_default().to_owned(), Value::Null),
    }
}

/// `tagged.txt` has each text with the expected outcome in the line below. The order of properties does not matter.
#[test]
fn tagged_union_decodes_and_encodes_as_listed() {
    let mut decode: fn(&str) -> (String, Value) = outcome::<Shape>;
    let mut lines = include_str!("tagged.txt").lines();
    while let Some(text) = lines.next() {
        match text {
            "# Shape" => decode = outcome::<Shape>,
            "# Inner" => decode = outcome::<Inner>,
            "# Truth" => decode = outcome::<Truth>,
            text => {
                let expected = lines.next().unwrap().trim();
                let (value, encoded) = expected.split_once(" => ").unwrap_or((expected, "null"));
                let encoded: Value = serde_json::from_str(encoded).unwrap();
                assert_eq!(decode(text), (value.to_owned(), encoded), "{text}");
            }
        }
    }
}
