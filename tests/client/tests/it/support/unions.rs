//! Schemas of several parts: unions, `allOf`, inheritance, and maps of more than one kind of value.

use client_tests::TestResponse;
use serde_json::{Value, json};
use wire::models::int_or_string::IntOrString;
use wire::models::{
    Ask, Beast, Car, Entry, EntryMessage, Grade, Lynx, Made, Quarry, Shade, Unions, UnionsMixed,
    UnionsPatternsValue, Van, Vehicle,
};

use super::served;

/// What a value of `Unions` decodes to, having been sent and come back unchanged.
async fn echoed(body: Value) -> Unions {
    let (server, client) = served(TestResponse::json(200, body.to_string())).await;
    let sent: Unions = serde_json::from_value(body.clone()).unwrap();
    let read = client.echo_unions(&sent).await.unwrap().into_body();
    assert_eq!(serde_json::from_slice::<Value>(server.requests()[0].body()).unwrap(), body);
    assert_eq!(serde_json::to_value(&read).unwrap(), body);
    read
}

/// a discriminator property with one enum for all alternatives | the mapping decides; an alternative may have several values | `{"kind":"fox"}`
#[tokio::test]
async fn tag_of_shared_enum_is_told_by_mapping() {
    let beast = |kind: &str| echoed(json!({"beast": {"kind": kind, "name": "x"}}));
    assert!(matches!(beast("lynx").await.beast, Some(Beast::Lynx(_))));
    assert!(matches!(beast("wolf").await.beast, Some(Beast::Wolf(_))));
    assert!(matches!(beast("fox").await.beast, Some(Beast::Wolf(_))));
    assert!(matches!(beast("bear").await.beast, Some(Beast::Other(_))));
}

/// a required constant, an enum with one value, the discriminator property of a type that it selects by one value | filled in by `new`; another value that a server sends is kept | `{"type":"message","role":"user"}`
#[tokio::test]
async fn constants_and_tags_are_filled_in() {
    let written = |value: Unions| serde_json::to_value(value).unwrap();
    let ask = EntryMessage::Ask(Ask::new().with_text("x"));
    let ask = written(Unions::new().with_entry(Entry::Message(ask)));
    assert_eq!(ask, json!({"entry": {"type": "message", "role": "user", "text": "x"}}));
    let lynx = written(Unions::new().with_beast(Beast::Lynx(Lynx::new())));
    assert_eq!(lynx, json!({"beast": {"kind": "lynx"}}));
    assert_eq!(serde_json::to_value(Van::new().with_seats(2)).unwrap(), json!({"kind": "van", "seats": 2}));
    let deviating: Lynx = serde_json::from_value(json!({"kind": "puma"})).unwrap();
    assert_eq!(serde_json::to_value(deviating).unwrap(), json!({"kind": "puma"}));
}

/// a union that callers send | `From` for each alternative whose type occurs once, also behind a pointer | the alternative
#[tokio::test]
async fn alternatives_convert_into_their_union() {
    assert_eq!(Beast::from(Lynx::new()), Beast::Lynx(Lynx::new()));
    assert_eq!(Quarry::from("x".to_owned()), Quarry::Text("x".to_owned()));
}

/// a union of a string and of objects with a discriminator | objects by the discriminator, strings by their kind | `"x"`, `{"kind":"wolf"}`
#[tokio::test]
async fn text_beside_tagged_objects_is_told_by_kind() {
    let quarry = |json: Value| echoed(json!({"quarry": json}));
    assert!(matches!(quarry(json!("x")).await.quarry, Some(Quarry::Text(text)) if text == "x"));
    assert!(matches!(quarry(json!({"kind": "wolf"})).await.quarry, Some(Quarry::Wolf(_))));
    assert!(matches!(quarry(json!({"kind": "lynx"})).await.quarry, Some(Quarry::Lynx(_))));
    assert!(matches!(quarry(json!({"kind": "bear"})).await.quarry, Some(Quarry::Other(_))));
}

/// a discriminator value of several alternatives | an enum of its own for these, selected by another property | `{"type":"message","role":"user"}`
#[tokio::test]
async fn shared_tag_value_is_union_of_its_own() {
    let entry = |json: Value| echoed(json!({"entry": json}));
    let ask = entry(json!({"type": "message", "role": "user", "text": "x"})).await.entry;
    assert!(matches!(ask, Some(Entry::Message(EntryMessage::Ask(_)))));
    let answer = entry(json!({"type": "message", "role": "assistant", "text": "x"})).await.entry;
    assert!(matches!(answer, Some(Entry::Message(EntryMessage::Answer(_)))));
    let lookup = entry(json!({"type": "lookup", "text": "x"})).await.entry;
    assert!(matches!(lookup, Some(Entry::Lookup(_))));
}

/// inheritance over two levels | the middle type is an enum of its subtypes and itself | `{"kind":"van","seats":2,"load":3}`
#[tokio::test]
async fn middle_of_inheritance_keeps_its_heirs() {
    let van = json!({"kind": "van", "seats": 2, "load": 3});
    assert!(matches!(echoed(json!({"car": van})).await.car, Some(Car::Van(van)) if van.load == Some(3)));
    assert!(matches!(echoed(json!({"vehicle": van})).await.vehicle, Some(Vehicle::Van(_))));
    let car = json!({"kind": "car", "seats": 2});
    assert!(matches!(echoed(json!({"car": car})).await.car, Some(Car::Base(car)) if car.seats == Some(2)));
    assert!(matches!(echoed(json!({"vehicle": car})).await.vehicle, Some(Vehicle::Car(_))));
}

/// `oneOf` or `anyOf` of a reference and null | the referenced type, `Option<Option<T>>` | `"dark"`, `null`
#[tokio::test]
async fn reference_beside_null_is_its_type() {
    assert_eq!(echoed(json!({"shade": "dark"})).await.shade, Some(Some(Shade::Dark)));
    assert_eq!(echoed(json!({"shade": null})).await.shade, Some(None));
}

/// an enum beside one of the empty string and one of null | that enum, with the empty string as a value | `"good"`, `""`, `null`
#[tokio::test]
async fn enum_beside_blank_has_blank() {
    assert_eq!(echoed(json!({"gap": "good"})).await.gap, Some(Some(Grade::Good)));
    assert_eq!(echoed(json!({"gap": ""})).await.gap, Some(Some(Grade::Blank)));
    assert_eq!(echoed(json!({"gap": null})).await.gap, Some(None));
}

/// `allOf` of a union and one of its types | that type | `{"value":1.5}`
#[tokio::test]
async fn union_in_all_of_is_narrowed() {
    assert_eq!(echoed(json!({"exact": {"value": 1.5}})).await.exact.unwrap().value, 1.5);
}

/// `allOf` with arrays for the same property | the item schemas are merged | `{"data":[{"id":"1"}],"links":{"next":"/2"}}`
#[tokio::test]
async fn items_of_all_of_are_merged() {
    let body = json!({"data": [{"id": "1"}], "links": {"self": "/1", "next": "/2"}});
    let (_server, client) = served(TestResponse::json(200, body.to_string())).await;
    let page = client.list_stations().await.unwrap().into_body();
    assert_eq!(page.data.unwrap()[0].id, "1");
    assert_eq!(page.links.unwrap().next.as_deref(), Some("/2"));
}

/// required, and `readOnly` through a reference | optional, since requests and responses share the type | `{"name":"x"}`
#[tokio::test]
async fn read_only_by_reference_is_optional() {
    let made = echoed(json!({"made": {"name": "x"}})).await.made;
    assert_eq!(made, Some(Made::new("x")));
}

/// `int-or-string` | `IntOrString` | `8080`, `"http"`
#[tokio::test]
async fn integer_or_text_is_either() {
    assert_eq!(echoed(json!({"port": 8080})).await.port, Some(IntOrString::Integer(8080)));
    assert_eq!(echoed(json!({"port": "http"})).await.port, Some(IntOrString::Text("http".to_owned())));
}

/// several types with an enum | an enum of both, each with its own values | `1`, `"auto"`
#[tokio::test]
async fn enum_of_several_types_is_either() {
    assert!(matches!(echoed(json!({"mixed": 1})).await.mixed, Some(UnionsMixed::Value1(_))));
    assert!(matches!(echoed(json!({"mixed": "auto"})).await.mixed, Some(UnionsMixed::Auto(_))));
}

/// several `patternProperties` | a map of an enum of their types | `{"s_a":"x","i_b":1}`
#[tokio::test]
async fn patterns_keep_values_of_each_type() {
    let patterns =
        echoed(json!({"patterns": {"s_a": "x", "i_b": 1, "other": [true]}})).await.patterns.unwrap();
    assert_eq!(patterns["s_a"], UnionsPatternsValue::Text("x".to_owned()));
    assert_eq!(patterns["i_b"], UnionsPatternsValue::Integer(1));
}

/// `patternProperties` or `unevaluatedProperties` beside properties | a field `additional_properties` | `{"id":"1","x-a":"b"}`
#[tokio::test]
async fn patterns_beside_properties_are_kept() {
    let labelled = echoed(json!({"labelled": {"id": "1", "x-a": "b", "more": 1}})).await.labelled.unwrap();
    assert_eq!(labelled.additional_properties["x-a"], "b");
    assert_eq!(labelled.additional_properties["more"], 1);
    let counted = echoed(json!({"counted": {"id": "1", "n": 2}})).await.counted.unwrap();
    assert_eq!(counted.additional_properties["n"], 2);
}
