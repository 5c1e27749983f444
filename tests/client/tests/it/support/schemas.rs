//! Schemas: what JSON holds.

use client_tests::TestResponse;
use serde_json::{Value, json};
use wire::models::{
    All, AnyValue, Base, Beside, BesideVariant, BesideVariant2, Both, Circle, Colour, Everything,
    EverythingFixed, Frame, Leaf, Level, Mixed, MixedVariant, Outcome, Patch, Pet, Pinned, Shape, Square,
    Told,
};

use super::served;

/// What a response with a body decodes to.
async fn read(body: &Value) -> Everything {
    let (_server, client) = served(TestResponse::json(200, body.to_string())).await;
    client.read_everything().await.unwrap().into_body()
}

fn least() -> Value {
    json!({"id": "1", "tags": [], "nothing": null})
}

/// A property more than the least, read and written back.
async fn property(name: &str, value: Value) -> Everything {
    let mut body = least();
    body[name] = value;
    let read = read(&body).await;
    assert_eq!(serde_json::to_value(&read).unwrap(), body);
    read
}

/// What a value of `All` decodes to, having been sent and come back.
async fn all(body: Value) -> All {
    let (server, client) = served(TestResponse::json(200, body.to_string())).await;
    let sent: All = serde_json::from_value(body.clone()).unwrap();
    let read = client.echo_all(&sent).await.unwrap().into_body();
    assert_eq!(serde_json::from_slice::<Value>(server.requests()[0].body()).unwrap(), body);
    assert_eq!(serde_json::to_value(&read).unwrap(), body);
    read
}

/// object | a struct; if it is sent: `new(required)`, `with_<property>` for the rest, `Default` if nothing is required | unknown properties are ignored
#[tokio::test]
async fn object() {
    let mut body = least();
    body["of the future"] = json!([1]);
    assert_eq!(read(&body).await, Everything::new("1", None, Vec::new()));
    assert_eq!(Patch::default(), Patch::new());
}

/// required | a field; an error that names the path if it is missing | `{"id":"1"}`
#[tokio::test]
async fn required() {
    let (_server, client) = served(TestResponse::json(200, r#"{"id":"1"}"#)).await;
    let error = client.read_everything().await.unwrap_err();
    assert!(error.to_string().contains("missing field `tags`"), "{error}");
}

/// optional, not nullable | `Option<T>`; null decodes as absent | `{}` and `{"count":null}`
#[tokio::test]
async fn optional() {
    let mut body = least();
    body["count"] = Value::Null;
    assert_eq!(read(&body).await.count, None);
    assert_eq!(property("count", json!(3)).await.count, Some(3));
}

/// optional and nullable | `Option<Option<T>>`: absent, null, a value | `{}`, `{"maybe":null}`, `{"maybe":"x"}`
#[tokio::test]
async fn three_states() {
    assert_eq!(read(&least()).await.maybe, None);
    assert_eq!(property("maybe", Value::Null).await.maybe, Some(None));
    assert_eq!(property("maybe", json!("x")).await.maybe, Some(Some("x".to_owned())));
    let (_server, client) = served(TestResponse::json(200, r#"{"name":null}"#)).await;
    assert_eq!(*client.read_patch().await.unwrap().body(), Patch::new().with_name(None));
}

/// required and nullable | `Option<T>`, always sent; absent decodes as null | `{"nothing":null}`
#[tokio::test]
async fn required_nullable() {
    assert_eq!(property("nothing", json!("x")).await.nothing.as_deref(), Some("x"));
    let (_server, client) = served(TestResponse::json(200, r#"{"id":"1","tags":[]}"#)).await;
    assert_eq!(client.read_everything().await.unwrap().body().nothing, None, "absent decodes as null");
}

/// `integer`, `int32`, `int64`, larger ones | `i64`, `i32`, `i64`, `u64` by `maximum` | `18446744073709551615`
#[tokio::test]
async fn integers() {
    assert_eq!(property("big", json!(i64::MIN)).await.big, Some(i64::MIN));
    assert_eq!(property("huge", json!(u64::MAX)).await.huge, Some(u64::MAX));
    let (_server, client) =
        served(TestResponse::json(200, r#"{"id":"1","tags":[],"nothing":null,"count":3000000000}"#)).await;
    client.read_everything().await.unwrap_err();
}

/// `number`, `float`, `double`; `decimal` | `f64`; text | `0.1`, `"0.10"`
#[tokio::test]
async fn numbers() {
    assert_eq!(property("ratio", json!(0.1)).await.ratio, Some(0.1));
    assert_eq!(property("price", json!("0.10")).await.price.as_deref(), Some("0.10"));
}

/// `date-time`, `date`, `uuid` | `DateTime<Utc>`, `NaiveDate`, `Uuid` | an offset is converted to UTC
#[tokio::test]
async fn formats() {
    assert!(property("at", json!("2024-01-02T03:04:05Z")).await.at.is_some());
    assert!(property("day", json!("2024-01-02")).await.day.is_some());
    assert!(property("uuid", json!("9b2f1a52-5a4e-4a0e-9f0c-6f2a7c1d2e3f")).await.uuid.is_some());
    let mut body = least();
    body["at"] = json!("2024-01-02T03:04:05+01:00");
    assert_eq!(read(&body).await.at.unwrap().to_rfc3339(), "2024-01-02T02:04:05+00:00");
}

/// `byte`, `base64url`, `contentEncoding` | `Base64`, `Base64Url`: bytes; with or without padding, in either alphabet; a string that is not base64 is kept | `"aGVsbG8="`, `"aGVsbG8"`
#[tokio::test]
async fn bytes() {
    for text in ["aGVsbG8=", "aGVsbG8"] {
        assert_eq!(property("raw", json!(text)).await.raw.unwrap().as_bytes(), Some(&b"hello"[..]));
    }
    let kept = property("raw", json!("?")).await.raw.unwrap();
    assert_eq!((kept.as_bytes(), &*kept.as_text()), (None, "?"));
}

/// unknown formats | `String` | unchanged
#[tokio::test]
async fn other_formats() {
    assert_eq!(property("strange", json!("any")).await.strange.as_deref(), Some("any"));
}

/// string enum | an open enum: an unknown value decodes, is kept and encodes back | `"dark green"`, `"blue"`
#[tokio::test]
async fn texts() {
    assert_eq!(property("colour", json!("dark green")).await.colour, Some(Colour::DarkGreen));
    assert!(matches!(property("colour", json!("blue")).await.colour, Some(Colour::Other(_))));
}

/// numeric enum, `const` | open as well | `2`, `3`, `"always"`
#[tokio::test]
async fn numbers_and_constants() {
    assert_eq!(property("level", json!(2)).await.level, Some(Level::from(2)));
    assert!(matches!(property("level", json!(3)).await.level, Some(Level::Other(_))));
    assert_eq!(property("fixed", json!("always")).await.fixed, Some(EverythingFixed::Always));
}

/// arrays, maps, free-form JSON | `Vec<T>`, `BTreeMap<String, T>`, `serde_json::Value` | `[...]`, `{...}`
#[tokio::test]
async fn collections() {
    assert_eq!(property("tags", json!(["a", "b"])).await.tags, ["a", "b"]);
    assert_eq!(property("scores", json!({"x": 1})).await.scores.unwrap()["x"], 1);
    assert_eq!(property("free", json!({"x": [null]})).await.free.unwrap()["x"], json!([null]));
    assert_eq!(property("anything", json!([1, {"a": null}])).await.anything, Some(json!([1, {"a": null}])));
}

/// tuple: `prefixItems` of a fixed length | a tuple struct | `[1.5,"x"]`
#[tokio::test]
async fn tuple() {
    let pair = property("pair", json!([1.5, "x"])).await.pair.unwrap();
    assert_eq!((pair.0, pair.1.as_str()), (1.5, "x"));
}

/// `additionalProperties` beside `properties` | a field `additional_properties` | `{"a":"x","b":1}`
#[tokio::test]
async fn additional_properties() {
    let open = all(json!({"open": {"a": "x", "b": 1}})).await.open.unwrap();
    assert_eq!((open.a.as_deref(), open.additional_properties["b"]), (Some("x"), 1));
}

/// an object with `required` only | a `serde_json::Value` field for each name, and the rest as a map | `{"id":[1],"x":null}`
#[tokio::test]
async fn required_names() {
    let pinned = all(json!({"pinned": {"id": [1], "x": null}})).await.pinned.unwrap();
    assert_eq!((&pinned.id, &pinned.additional_properties["x"]), (&json!([1]), &Value::Null));
    serde_json::from_value::<Pinned>(json!({"x": 1})).unwrap_err();
}

/// non-ASCII letters in names | transliterated to ASCII | `"größe"`
#[tokio::test]
async fn letters() {
    assert_eq!(all(json!({"größe": 1.5})).await.grosse, Some(1.5));
}

/// names that are invalid in Rust, keywords | `odd_name`, `type_` | `"odd name"`, `"type"`
#[tokio::test]
async fn names() {
    assert_eq!(property("odd name", json!("x")).await.odd_name.as_deref(), Some("x"));
    assert_eq!(property("type", json!("x")).await.type_.as_deref(), Some("x"));
}

/// recursion | a `Box` on each edge of the cycle | `{"inner":{...}}`
#[tokio::test]
async fn recursion() {
    let inner = property("inner", json!({"id": "2", "tags": [], "nothing": null})).await.inner.unwrap();
    assert_eq!(inner.id, "2");
}

/// `oneOf` with a discriminator: mapping, schema names | an enum selected by the discriminator; an unknown value is kept as JSON | `{"kind":"cat"}`, `{"kind":"Dog"}`
#[tokio::test]
async fn discriminator() {
    assert!(matches!(all(json!({"pet": {"kind": "cat", "lives": 7}})).await.pet, Some(Pet::Cat(_))));
    assert!(matches!(all(json!({"pet": {"kind": "Dog", "barks": true}})).await.pet, Some(Pet::Dog(_))));
    assert!(matches!(all(json!({"pet": {"kind": "fish", "fins": 3}})).await.pet, Some(Pet::Other(_))));
}

/// a discriminator or a constant that is a number or a boolean | the same | `{"frame":2}`, `{"ok":false}`
#[tokio::test]
async fn discriminator_that_is_not_a_text() {
    assert!(matches!(all(json!({"frame": {"frame": 1, "dots": 3}})).await.frame, Some(Frame::Still(_))));
    assert!(matches!(all(json!({"frame": {"frame": 2}})).await.frame, Some(Frame::Moving(_))));
    assert!(matches!(all(json!({"frame": {"frame": 3, "x": 1}})).await.frame, Some(Frame::Other(_))));
    assert!(matches!(all(json!({"outcome": {"ok": false}})).await.outcome, Some(Outcome::Failed(_))));
}

/// `oneOf` without a discriminator | an enum: the alternative that keeps all of the value, else most of it; a diagnostic | `{"side":1}`, `"x"`, `1`, `1.5`
#[tokio::test]
async fn one_of() {
    assert!(matches!(all(json!({"shape": {"radius": 1.5}})).await.shape, Some(Shape::Circle(_))));
    assert!(matches!(all(json!({"shape": {"side": 1.5, "tilt": 0.5}})).await.shape, Some(Shape::Square(_))));
    assert!(matches!(all(json!({"shape": "x"})).await.shape, Some(Shape::Text(_))));
    assert!(matches!(all(json!({"shape": 1})).await.shape, Some(Shape::Integer(1))));
    assert!(matches!(all(json!({"shape": 1.5})).await.shape, Some(Shape::Number(_))));
    let Some(Shape::Other(unknown)) = all(json!({"shape": [1]})).await.shape else {
        panic!("it has an unknown shape")
    };
    assert_eq!(unknown.as_json(), &json!([1]));
}

/// `anyOf` of an enum, a format, an object | the documented value, else the matching format, else any string | `"red"`, a UUID, `"pink"`
#[tokio::test]
async fn any_of_texts() {
    let told = async |value: Value| all(json!({"told": value})).await.told.unwrap();
    assert!(matches!(told(json!("dark green")).await, Told::Colour(Colour::DarkGreen)));
    assert!(matches!(told(json!("9b2f1a52-5a4e-4a0e-9f0c-6f2a7c1d2e3f")).await, Told::Uuid(_)));
    assert!(matches!(told(json!("2024-01-02T03:04:05Z")).await, Told::DateTime(_)));
    assert!(matches!(told(json!("pink")).await, Told::Colour(Colour::Other(_))));
    assert!(matches!(told(json!({"n": 1})).await, Told::Tick(_)));
    assert!(matches!(told(json!(1000)).await, Told::Integer(1000)));
    assert!(matches!(told(json!([])).await, Told::Other(_)));
}

/// `anyOf` of objects | the same, and `Several` of them if none keeps all of a value | `{"radius":1.5,"side":2.5}`
#[tokio::test]
async fn any_of_at_once() {
    let both = all(json!({"both": {"radius": 1.5, "side": 2.5}})).await.both;
    let expected = vec![Both::Circle(Circle::new(1.5)), Both::Square(Square::new(2.5))];
    assert_eq!(both, Some(Both::Several(expected)));
    assert!(matches!(all(json!({"both": {"side": 2.5}})).await.both, Some(Both::Square(_))));
    assert!(matches!(all(json!({"both": {"tilt": 0.5}})).await.both, Some(Both::Other(_))));
}

/// `anyOf` in which one alternative contains the others | the same as `oneOf` | `{"name":"x","size":1}`
#[tokio::test]
async fn any_of() {
    assert!(matches!(all(json!({"any": {"name": "x"}})).await.any, Some(AnyValue::Named(_))));
    assert!(matches!(all(json!({"any": {"name": "x", "size": 1}})).await.any, Some(AnyValue::Sized(_))));
}

/// `allOf` | one struct; the nearer definition wins | all properties in one object
#[tokio::test]
async fn all_of() {
    let leaf = Leaf::new().with_name("x").with_green(true);
    assert_eq!(serde_json::to_value(&leaf).unwrap(), json!({"kind": "Leaf", "name": "x", "green": true}));
}

/// inheritance: a discriminator on a base that others extend by `allOf` | an enum of the subtypes and the base | `{"kind":"Leaf",...}`
#[tokio::test]
async fn inheritance() {
    let base = all(json!({"base": {"kind": "Leaf", "name": "x", "green": true}})).await.base;
    assert!(matches!(base, Some(Base::Leaf(leaf)) if leaf.green == Some(true)));
    assert!(matches!(all(json!({"base": {"kind": "Twig", "long": 3}})).await.base, Some(Base::Twig(_))));
    assert!(matches!(all(json!({"base": {"kind": "Base"}})).await.base, Some(Base::Base(_))));
}

/// `oneOf` beside `anyOf`, both of objects | a field for each | `{"radius":1.5,"n":1}`
#[tokio::test]
async fn one_of_beside_any_of() {
    let beside = all(json!({"beside": {"radius": 1.5, "n": 1}})).await.beside.unwrap();
    assert!(matches!(
        beside,
        Beside { variant: BesideVariant::Circle(_), variant2: BesideVariant2::Tick(_), .. }
    ));
    let beside = all(json!({"beside": {"radius": 1.5}})).await.beside.unwrap();
    assert!(matches!(beside.variant2, BesideVariant2::Other(_)));
}

/// properties beside `oneOf` | the properties, and a field for the union | `{"id":"1","radius":1.5}`
#[tokio::test]
async fn properties_beside_one_of() {
    let mixed = all(json!({"mixed": {"id": "1", "radius": 1.5}})).await.mixed.unwrap();
    assert!(matches!(mixed, Mixed { ref id, variant: MixedVariant::Circle(_), .. } if id == "1"));
}
