//! Enums of types: with_path in_own_frame by a tag, by what fits best, and several at once.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::{decode, round_trip};

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Cat {
    pub kind: Option<String>,
    pub lives: i64,
}

object! {
    Cat {
        "kind" => kind: optional,
        "lives" => lives: required,
    }
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Dog {
    pub lives: Option<i64>,
    pub barks: bool,
}

object! {
    Dog {
        "lives" => lives: optional,
        "barks" => barks: required,
    }
}

tagged_union! {
    #[cfg_attr(all(), derive(Eq, Hash))]
    #[tag("kind", as_str)]
    pub enum Tagged {
        #[value("cat")]
        #[value("Cat")]
        Cat(Cat),
        #[value("dog")]
        Dog(Dog),
    }
}

untagged_union! {
    #[cfg_attr(all(), derive(Eq, Hash))]
    pub enum Untagged {
        Text(String),
        Cat(Cat),
        Dog(Dog),
        Many(Vec<i64>),
    }
}

any_of! {
    #[cfg_attr(all(), derive(Eq, Hash))]
    #[several(Several)]
    pub enum AnyOf {
        Cat(Cat),
        Dog(Dog),
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Holder {
    pets: BTreeMap<String, Untagged>,
}

object! {
    Holder {
        "pets" => pets: required,
    }
}

fn cat(kind: Option<&str>) -> Cat {
    Cat { kind: kind.map(Into::into), lives: 9 }
}

#[test]
fn tagged_union_tag_decides_the_type() {
    assert_eq!(decode(r#"{"kind":"Cat","lives":9}"#), Ok(Tagged::Cat(cat(Some("Cat")))));
    assert!(decode::<Tagged>(r#"{"kind":"dog","lives":9}"#).unwrap_err().contains("missing field `barks`"));
}

#[test]
fn tagged_union_writes_a_tag_without_a_field() {
    let dog = Tagged::Dog(Dog { lives: None, barks: true });
    assert_eq!(serde_json::to_value(dog).unwrap(), json!({"barks": true, "kind": "dog"}));
}

#[test]
fn tagged_union_tag_of_another_type_is_replaced() {
    let written = |kind| serde_json::to_value(Tagged::Cat(cat(Some(kind)))).unwrap()["kind"].clone();
    assert_eq!(written("dog"), "cat");
    assert_eq!(written("Cat"), "Cat");
    assert_eq!(written("fox"), "fox");
}

#[test]
fn tagged_union_unknown_tag_keeps_json() {
    let json = json!({"kind": "fox", "says": ["?"]});
    let Ok(Tagged::Other(unknown)) = decode(&json.to_string()) else { panic!("no other") };
    assert_eq!(unknown.as_json(), &json);
    assert_eq!(round_trip::<Tagged>(json.clone()), json);
}

#[test]
fn tagged_union_without_tag_takes_best_fit() {
    assert!(matches!(decode(r#"{"lives":9,"barks":true}"#), Ok(Tagged::Dog(_))));
}

#[test]
fn untagged_union_keeps_most_of_a_value() {
    assert_eq!(decode(r#"{"lives":9}"#), Ok(Untagged::Cat(cat(None))));
    assert!(matches!(decode(r#"{"lives":9,"barks":true}"#), Ok(Untagged::Dog(_))));
    assert_eq!(decode("[1,2]"), Ok(Untagged::Many(vec![1, 2])));
    assert_eq!(decode(r#""a""#), Ok(Untagged::Text("a".to_owned())));
}

#[test]
fn untagged_union_no_fit_keeps_json() {
    assert_eq!(decode("[1,\"a\"]"), Ok(Untagged::Other(json!([1, "a"]).into())));
    assert_eq!(round_trip::<Holder>(json!({"pets": {"a": 1.5}})), json!({"pets": {"a": 1.5}}));
}

#[test]
fn any_of_one_fit_is_its_variant() {
    assert_eq!(decode(r#"{"lives":9}"#), Ok(AnyOf::Cat(cat(None))));
}

#[test]
fn any_of_complementary_fits_are_several() {
    let json = json!({"kind": "both", "lives": 9, "barks": true});
    let Ok(AnyOf::Several(all)) = decode(&json.to_string()) else { panic!("not several") };
    assert_eq!(all.len(), 2);
    assert_eq!(round_trip::<AnyOf>(json.clone()), json);
}

#[test]
fn any_of_no_fit_keeps_json() {
    assert_eq!(decode("null"), Ok(AnyOf::Other(Value::Null.into())));
}

#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    pub value: f64,
    pub more: Option<Vec<BTreeMap<String, f64>>>,
}

object! {
    Measure {
        "value" => value: required,
        "more" => more: optional,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Maybe {
    pub maybe: Option<Cat>,
}

object! {
    Maybe {
        "Maybe" => maybe: required,
    }
}

tagged_union! {
    #[tag("kind", as_str)]
    pub enum Measured {
        #[value("one")]
        One(Measure),
    }
}

untagged_union! {
    pub enum ByName {
        Maybe(Maybe),
        Measure(Measure),
    }
}

#[test]
fn number_that_is_not_finite_is_no_null() {
    for (value, more) in [(1.0, None), (f64::NAN, None), (1.0, Some(f64::INFINITY))] {
        let more = more.map(|more| vec![BTreeMap::from([("a".to_owned(), more)])]);
        let is_finite = value.is_finite() && more.is_none();
        let written = serde_json::to_value(Measured::One(Measure { value, more }));
        assert_eq!(written.is_ok(), is_finite, "{written:?}");
    }
}

#[test]
fn unknown_property_is_not_taken_for_null() {
    for value in [json!({"Maybe": null}), json!({"Fresh": 1})] {
        assert_eq!(round_trip::<ByName>(value.clone()), value);
    }
    assert!(matches!(decode::<ByName>(r#"{"Fresh":1}"#), Ok(ByName::Other(_))));
}

#[test]
fn union_with_hash_is_found_in_a_set() {
    let read = |text: &str| decode::<Untagged>(text).unwrap();
    let seen = HashSet::from([read("\"x\""), read(r#"{"lives":9}"#), read(r#"{"a":1.5,"b":{}}"#)]);
    // The order of properties decides neither equality nor hashes.
    assert!(seen.contains(&read(r#"{"b":{},"a":1.5}"#)) && !seen.contains(&read("\"y\"")));
    assert_eq!(HashSet::from([Tagged::Cat(cat(None)), Tagged::Cat(cat(None))]).len(), 1);
    assert_eq!(HashSet::from([AnyOf::Cat(cat(None)), AnyOf::Cat(cat(Some("x")))]).len(), 2);
}
