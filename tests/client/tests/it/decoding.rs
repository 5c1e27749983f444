//! What decoding takes: stack, time and memory, whatever is sent. And what numbers and alternatives come out as.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::time::{Duration, Instant};

use client_tests::{Server, TestResponse};
use serde_json::json;
use wire::models::{All, Everything, Node, Shape, Tree};
use wire::{Client, ErrorKind};

/// Decodes on a thread with a small stack, and does with the value what callers do. Whether it could be read.
fn survives(body: String) -> bool {
    let work = move || {
        let Ok(value) = serde_json::from_str::<All>(&body) else { return false };
        let copy = value.clone();
        assert!(format!("{value:?}").len() > 2 && format!("{value:#?}").len() > 2);
        assert!(copy == value);
        drop(copy);
        assert!(serde_json::to_string(&value).unwrap().len() > 2);
        assert!(serde_json::to_value(&value).unwrap().is_object());
        true
    };
    std::thread::Builder::new().stack_size(1024 * 1024).spawn(work).unwrap().join().unwrap()
}

/// A value of levels: what is in front of the innermost one, as often as said, and what follows it.
fn nested(front: &str, back: &str, levels: usize) -> String {
    format!("{{\"tree\":{}{{}}{}}}", front.repeat(levels), back.repeat(levels))
}

#[test]
fn deep_values_leave_a_small_stack_whole() {
    assert!(size_of::<Tree>() > 3000, "the model is meant to be a large one: {}", size_of::<Tree>());
    for (front, back) in [
        (r#"{"child":"#, "}"),
        (r#"{"children":[{},"#, "]}"),
        (r#"{"named":{"a":"#, "}}"),
        (r#"{"choice":"#, "}"),
        (r#"{"choice":["x",["#, "]]}"),
        (
            r#"{"first":{"id":"1","tags":[],"nothing":null,"inner":{"id":"1","tags":[],"nothing":null}},"child":"#,
            "}",
        ),
    ] {
        let deepest = (1..130).rev().find(|levels| survives(nested(front, back, *levels)));
        println!("{front}: {deepest:?} levels of {}", size_of::<Tree>());
        assert!(deepest.is_some_and(|deepest| deepest >= 12), "{front}: {deepest:?}");
    }
    let inner = r#"{"id":"1","tags":[],"nothing":null,"inner":"#;
    let last = r#"{"id":"1","tags":[],"nothing":null}"#;
    for levels in [1, 10, 30, 60, 100, 200] {
        let survived = survives(format!(
            "{{\"tree\":{{\"first\":{}{last}{}}}}}",
            inner.repeat(levels),
            "}".repeat(levels)
        ));
        assert!(survived || levels > 30, "{levels}: {}", size_of::<Everything>());
    }
}

/// The time that this thread takes, as good as it can be told without the system's help.
fn decoded(body: &str) -> (Result<All, serde_json::Error>, Duration) {
    let begun = Instant::now();
    let read = serde_json::from_str(body);
    (read, begun.elapsed())
}

#[test]
fn ambiguous_alternatives_take_linear_time() {
    for field in [
        r#""at":"2024-01-02T03:04:05+00:00""#,
        r#""more":1"#,
        r#""colour":"pink""#,
        r#""colour":"pink","width":1"#,
        r#""at":7"#,
    ] {
        let mut body = "\"x\"".to_owned();
        for _ in 0..40 {
            body = format!("{{\"node\":{body},{field}}}");
        }
        let (read, took) = decoded(&format!("{{\"node\":{body}}}"));
        println!("{field}: {took:?}");
        assert!(took < Duration::from_secs(2), "{field}: {took:?}");
        assert!(read.is_ok(), "{field}: {:?}", read.err());
    }
}

#[test]
fn spellings_of_a_moment_choose_one_variant() {
    let variant = |at: &str, more: &str| {
        let node: Node = serde_json::from_value(json!({"node": "x", "at": at, more: 1})).unwrap();
        match node {
            Node::Branch(_) => "branch",
            Node::Bough(_) => "bough",
            other => panic!("{other:?}"),
        }
    };
    for at in ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05.000Z", "2024-01-02T03:04:05+00:00"] {
        assert_eq!((variant(at, "more"), variant(at, "width")), ("branch", "bough"), "{at}");
    }
}

#[test]
fn whole_numbers_decode_in_every_spelling() {
    let read = |text: &str| {
        let body = format!(
            r#"{{"id":"1","tags":[],"nothing":null,"count":{text},"big":{text},"huge":{text},"scores":{{"a":{text}}},"level":{text}}}"#
        );
        serde_json::from_str::<Everything>(&body)
    };
    for text in ["1000", "1000.0", "1e3", "1E+3", "10e2"] {
        let read = read(text).unwrap();
        assert_eq!((read.count, read.big, read.huge), (Some(1000), Some(1000), Some(1000)), "{text}");
        assert_eq!(read.level.unwrap().number(), 1000, "{text}");
        assert_eq!(read.scores.unwrap().get("a"), Some(&1000), "{text}");
        assert!(matches!(serde_json::from_str(text).unwrap(), Shape::Integer(1000)), "{text}");
    }
    for text in ["1.5", "1e300", "3000000000", "\"1\"", "1e-3"] {
        read(text).unwrap_err();
    }
}

#[test]
fn doubles_decode_to_the_nearest_value() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..20_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = f64::from_bits(seed);
        if number.is_finite() {
            let text = format!("{{\"größe\":{number:e}}}");
            assert_eq!(serde_json::from_str::<All>(&text).unwrap().grosse, Some(number), "{text}");
        }
    }
}

#[test]
fn large_whole_numbers_stay_exact() {
    let exact: Shape = serde_json::from_str("9007199254740993").unwrap();
    assert!(matches!(exact, Shape::Integer(9_007_199_254_740_993)), "{exact:?}");
}

#[tokio::test]
async fn decoded_values_are_held_to_their_limit() {
    let list = |item: &str, times: usize| format!("[{}{item}]", format!("{item},").repeat(times));
    for body in [
        json!({"tree": {"children": "LIST"}}).to_string().replace("\"LIST\"", &list("{}", 100_000)),
        json!({"tree": {"choice": "LIST"}}).to_string().replace("\"LIST\"", &list("[]", 300_000)),
        json!({"pinned": {"id": "LIST"}}).to_string().replace("\"LIST\"", &list("null", 300_000)),
    ] {
        let server = Server::responding(TestResponse::json(200, &body)).await;
        let client =
            |bytes| Client::builder().base_url(server.url()).max_decoded_bytes(bytes).build().unwrap();
        let error = client(1 << 20).echo_all(&All::default()).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Decode, "{error:?}");
        let text = std::error::Error::source(&error).unwrap().to_string();
        assert!(text.contains("1048576 bytes") && text.contains("max_decoded_bytes"), "{text}");
        assert!(client(4 << 30).echo_all(&All::default()).await.is_ok());
    }
}

#[test]
fn size_of_a_union_is_that_of_its_variants() {
    assert!(size_of::<wire::models::Both>() <= 32);
    assert!(size_of::<wire::models::Frame>() <= 40, "{}", size_of::<wire::models::Frame>());
    assert!(matches!(serde_json::from_value(json!([1, null])).unwrap(), Shape::Other(_)));
    let unknown: Shape = serde_json::from_value(json!({"a": 1})).unwrap();
    assert_eq!(serde_json::to_value(&unknown).unwrap(), json!({"a": 1}));
    let Shape::Other(unknown) = unknown else { panic!("{unknown:?}") };
    assert_eq!(unknown.into_json(), json!({"a": 1}));
}

#[test]
fn text_that_is_only_sent_is_left_out_of_debug() {
    let value = Everything::new("1", None, Vec::new());
    assert!(format!("{value:?}").contains("secret: None"), "{value:?}");
    let value = value.with_secret("hunter2");
    assert!(format!("{value:?}").contains(r#"secret: Some("[redacted]")"#), "{value:?}");
    assert!(!format!("{value:#?}").contains("hunter2"));
}
