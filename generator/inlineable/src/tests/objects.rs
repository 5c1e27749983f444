//! Structs, and types that hold one value or a fixed number of values.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{decode, round_trip};

#[derive(Clone, Debug, PartialEq)]
struct Pet {
    id: i64,
    nickname: Option<String>,
    owner: Option<Option<String>>,
}

object! {
    Pet {
        "id" => id: required,
        "nickName" => nickname: optional,
        "owner" => owner: nullable,
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Labels {
    id: i64,
    additional_properties: BTreeMap<String, bool>,
}

object! {
    Labels {
        "id" => id: required,
    }
    keep { additional_properties }
}

#[derive(Clone, Debug, PartialEq)]
struct Mixed {
    kind: String,
    pet: Pet,
    additional_properties: BTreeMap<String, Value>,
}

object! {
    Mixed {
        "kind" => kind: required,
    }
    flatten { pet }
    keep { additional_properties }
}

#[derive(Debug, PartialEq)]
struct Tree {
    name: String,
    children: Vec<Tree>,
    parent: Option<Box<Tree>>,
}

object! {
    Tree {
        "name" => name: required,
        "children" => children: required,
        "parent" => parent: optional,
    }
    is { recursive }
}

#[derive(Clone, Debug, PartialEq)]
struct Name(String);
newtype!(Name);

#[derive(Clone, Debug, PartialEq)]
struct Point(f64, Option<f64>);
tuple!(Point, item0, item1);

fn pet(nickname: Option<&str>, owner: Option<Option<&str>>) -> Pet {
    Pet { id: 1, nickname: nickname.map(Into::into), owner: owner.map(|owner| owner.map(Into::into)) }
}

#[test]
fn object_absent_fields_are_none() {
    assert_eq!(decode(r#"{"id":1}"#), Ok(pet(None, None)));
    assert_eq!(round_trip::<Pet>(json!({"id": 1})), json!({"id": 1}));
}

#[test]
fn object_null_differs_from_absent_if_nullable() {
    assert_eq!(decode(r#"{"id":1,"nickName":null,"owner":null}"#), Ok(pet(None, Some(None))));
    assert_eq!(round_trip::<Pet>(json!({"id": 1, "owner": null})), json!({"id": 1, "owner": null}));
}

#[test]
fn object_unknown_property_is_ignored() {
    assert_eq!(
        round_trip::<Pet>(json!({"id": 1, "nickName": "n", "x": []})),
        json!({"id": 1, "nickName": "n"})
    );
}

#[test]
fn object_missing_required_field_is_error() {
    assert!(decode::<Pet>("{}").unwrap_err().contains("missing field `id`"));
}

#[test]
fn object_wrong_type_names_the_struct() {
    assert!(decode::<Pet>("[]").unwrap_err().contains("expected an object, `Pet`"));
}

#[test]
fn object_additional_properties_round_trip() {
    let labels: Labels = decode(r#"{"id":1,"a":true}"#).unwrap();
    assert_eq!(labels.additional_properties, BTreeMap::from([("a".to_owned(), true)]));
    assert_eq!(round_trip::<Labels>(json!({"id": 1, "a": true})), json!({"id": 1, "a": true}));
}

#[test]
fn flattened_field_takes_its_own_properties() {
    let json = json!({"kind": "k", "id": 1, "nickName": "n", "more": [1]});
    let mixed: Mixed = decode(&json.to_string()).unwrap();
    assert_eq!(mixed.pet, pet(Some("n"), None));
    assert_eq!(mixed.additional_properties.keys().collect::<Vec<_>>(), ["more"]);
    assert_eq!(round_trip::<Mixed>(json.clone()), json);
}

#[test]
fn recursive_object_clone_is_equal() {
    let json = json!({"name": "a", "children": [{"name": "b", "children": []}], "parent": {"name": "c", "children": []}});
    let tree: Tree = decode(&json.to_string()).unwrap();
    assert_eq!(tree.clone(), tree);
    assert_eq!(serde_json::to_value(&tree).unwrap(), json);
}

#[test]
fn newtype_is_encoded_as_its_value() {
    assert_eq!(decode(r#""x""#), Ok(Name("x".to_owned())));
    assert_eq!(round_trip::<Name>(json!("x")), json!("x"));
}

#[test]
fn tuple_wrong_length_is_error() {
    assert_eq!(decode("[1,null]"), Ok(Point(1.0, None)));
    assert!(decode::<Point>("[1]").unwrap_err().contains("invalid length 1, expected a tuple of size 2"));
    assert!(decode::<Point>("[1,2,3]").is_err());
}
