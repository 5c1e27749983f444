//! Values that are not what the document says: an error names their whole path, what was found and what was expected.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use client_tests::{Server, TestResponse};
use serde_json::{Value, json};
use wire::Client;
use wire::models::{All, Everything};
use wire::runtime::DecodeError;

fn least() -> Value {
    json!({"id": "1", "tags": [], "nothing": null})
}

/// What is wrong with a response, and where.
async fn found(body: Value) -> (String, String) {
    let server = Server::responding(TestResponse::json(200, body.to_string())).await;
    let client = Client::builder().base_url(server.url()).unauthenticated().build().unwrap();
    let error = client.read_everything().await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    let Some(DecodeError::Json { message, path, .. }) = source.downcast_ref() else {
        return (String::new(), error.to_string());
    };
    (path.clone(), message.clone())
}

#[tokio::test]
async fn date_without_offset_is_shown_with_its_format() {
    for at in ["2020-01-01T00:00:00", "2020-01-01T00:00Z", "2020-01-01", "soon"] {
        let mut body = least();
        body["inner"] = least();
        body["inner"]["at"] = json!(at);
        let (path, message) = found(body).await;
        assert_eq!(path, "inner.at");
        let expected = format!("invalid value: string {at:?}, expected an RFC 3339 date-time with an offset");
        assert!(message.starts_with(&expected), "{message}");
    }
}

#[tokio::test]
async fn long_text_in_place_of_date_is_not_repeated() {
    let mut body = least();
    body["at"] = json!("k".repeat(100));
    let (path, message) = found(body).await;
    assert_eq!(path, "at");
    assert!(message.starts_with("invalid value: string of 100 bytes, expected an RFC 3339"), "{message}");
}

#[tokio::test]
async fn number_of_another_kind_names_its_path() {
    for (name, value, path, message) in [
        ("count", json!(1.5), "inner.count", "invalid type: floating point `1.5`, expected i32"),
        (
            "count",
            json!(3_000_000_000_u64),
            "inner.count",
            "invalid value: integer `3000000000`, expected i32",
        ),
        (
            "scores",
            json!({"a": 1, "b c": 0.5}),
            "inner.scores.b c",
            "invalid type: floating point `0.5`, expected i64",
        ),
        ("pair", json!([1, 2]), "inner.pair[1]", "invalid type: integer `2`, expected a string"),
        ("tags", json!(["a", null]), "inner.tags[1]", "invalid type: null, expected a string"),
        ("uuid", json!("1"), "inner.uuid", "invalid value: string \"1\", expected a UUID"),
    ] {
        let mut body = least();
        body["inner"] = least();
        body["inner"][name] = value;
        let found = found(body).await;
        assert_eq!(found.0, path, "{}", found.1);
        assert!(found.1.starts_with(message), "{}", found.1);
    }
}

#[test]
fn value_within_a_union_names_its_path() {
    let error = serde_json::from_value::<All>(json!({"pet": {"kind": "cat", "lives": 1.5}})).unwrap_err();
    assert_eq!(error.to_string(), "at `pet.lives`: invalid type: floating point `1.5`, expected i64");
    let text = r#"{"pet":{"kind":"cat","lives":"nine"}}"#;
    let error = serde_json::from_str::<All>(text).unwrap_err().to_string();
    assert!(error.starts_with("at `pet.lives`: invalid type: string \"nine\", expected i64"), "{error}");
}

#[test]
fn rejected_alternative_leaves_no_path() {
    let text = r#"{"shape":{"radius":1,"side":"x"},"pet":{"kind":"cat","lives":[]}}"#;
    let error = serde_json::from_str::<All>(text).unwrap_err().to_string();
    assert!(error.starts_with("at `pet.lives`: "), "{error}");
    let error = serde_json::from_str::<Everything>("[]").unwrap_err().to_string();
    assert!(error.starts_with("invalid type: sequence, expected an object"), "{error}");
}
