//! Traits that features of the model crate add.

use std::collections::HashSet;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use wire::models::{Everything, Frame, Mixed, Open, Patch, Pet};

fn schema<T: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}

#[test]
fn json_schema_of_struct_has_wire_names_and_types() {
    let schema = schema::<Everything>();
    assert_eq!(schema["required"], json!(["id", "tags", "nothing"]));
    let expected = [
        ("id", json!({ "type": "string" })),
        ("count", json!({ "type": "integer", "format": "int32" })),
        ("huge", json!({ "type": "integer", "format": "uint64", "minimum": 0 })),
        ("at", json!({ "type": "string", "format": "date-time" })),
        ("colour", json!({ "$ref": "#/$defs/Colour" })),
        ("tags", json!({ "type": "array", "items": { "type": "string" } })),
        (
            "scores",
            json!({ "type": "object", "additionalProperties": { "type": "integer", "format": "int64" } }),
        ),
        ("anything", json!({})),
        ("maybe", json!({ "type": ["string", "null"] })),
        ("odd name", json!({ "type": "string" })),
        ("type", json!({ "type": "string" })),
    ];
    for (name, expected) in expected {
        assert_eq!(schema["properties"][name], expected, "{name}");
    }
    assert_eq!(schema["properties"].as_object().unwrap().len(), 27);
    assert_eq!(schema["$defs"]["Colour"], json!({ "type": "string", "enum": ["red", "dark green"] }));
    assert_eq!(schema["$defs"]["Level"], json!({ "type": "integer", "enum": [1, 2] }));
}

#[test]
fn json_schema_of_union_has_tag_values() {
    let pet = schema::<Pet>();
    let tagged = |name: &str, value: &str| {
        json!({
            "allOf": [{ "$ref": format!("#/$defs/{name}") }],
            "properties": { "kind": { "enum": [value] } },
            "required": ["kind"],
        })
    };
    assert_eq!(pet["anyOf"], json!([tagged("Cat", "cat"), tagged("Dog", "Dog")]));
    assert_eq!(pet["$defs"]["Cat"]["properties"]["kind"], json!({ "const": "cat" }));
    assert_eq!(schema::<Frame>()["anyOf"][1]["properties"], json!({ "frame": { "enum": [2] } }));
}

#[test]
fn json_schema_of_rest_and_flattened_is_kept() {
    assert_eq!(schema::<Open>()["additionalProperties"], json!({ "type": "integer", "format": "int64" }));
    let mixed = schema::<Mixed>();
    assert_eq!(mixed["allOf"][0]["$ref"], json!("#/$defs/MixedVariant"));
    assert_eq!(mixed["required"], json!(["id"]));
}

#[test]
fn models_with_hash_are_found_in_a_set() {
    let seen = HashSet::from([Patch::new().with_name("a"), Patch::new().with_name_null()]);
    assert!(seen.contains(&Patch::new().with_name("a")) && !seen.contains(&Patch::new()));
}
