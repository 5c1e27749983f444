//! Enums that keep values which the document does not list.

use std::collections::HashSet;

use serde_json::json;

use super::{decode, round_trip};

open_enum! {
    #[derive(Default)]
    pub enum Color {
        #[default]
        Red = "red",
        DarkBlue = "dark-blue",
    }
}

open_number! {
    pub enum Level {
        Low = 1,
        High = 10,
    }
}

#[test]
fn string_enum_documented_value_is_variant() {
    assert!(matches!(decode(r#""dark-blue""#), Ok(Color::DarkBlue)));
    assert_eq!(Color::DOCUMENTED, [Color::Red, Color::DarkBlue]);
}

#[test]
fn string_enum_unknown_value_round_trips() {
    let color: Color = decode(r#""Red""#).unwrap();
    assert!(matches!(color, Color::Other(_)));
    assert_eq!(color.as_str(), "Red");
    assert_eq!(round_trip::<Color>(json!("Red")), json!("Red"));
}

#[test]
fn unknown_value_debug_is_the_bare_value() {
    assert_eq!(format!("{:?} {:?}", Color::from("x"), Level::from(7)), r#"Other("x") Other(7)"#);
}

#[test]
fn string_enum_hash_is_that_of_its_text() {
    assert!(HashSet::from([Color::from("red")]).contains(&Color::Red));
    assert_eq!("green".parse(), Ok(Color::from("green".to_owned())));
}

#[test]
fn enums_are_ordered_by_values_on_the_wire() {
    assert!(Color::from("blue") < Color::Red && Color::Red < Color::from("yellow"));
    assert!(Level::from(7) < Level::High && Level::High < Level::from(11));
}

#[test]
fn string_enum_wrong_type_is_error() {
    assert_eq!(
        decode::<Color>("3").unwrap_err(),
        "invalid type: integer `3`, expected a string at line 1 column 1"
    );
}

#[test]
fn int_enum_documented_value_is_variant() {
    assert!(matches!(decode("10.0"), Ok(Level::High)));
    assert_eq!(Level::High.number(), 10);
}

#[test]
fn int_enum_unknown_value_round_trips() {
    assert!(matches!(decode("7"), Ok(Level::Other(_))));
    assert_eq!(round_trip::<Level>(json!(7)), json!(7));
    assert_eq!(Level::from(7).to_string(), "7");
}
