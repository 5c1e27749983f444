//! Bodies: what a request carries.

use wire::ErrorKind;
use wire::bodies::SendPartsForm;
use wire::models::{Everything, Filter, Form, Patch};
use wire::runtime::{Body, Bytes, Part};

use client_tests::TestResponse;

use super::{sent, served};

fn text(body: &[u8]) -> String {
    String::from_utf8(body.to_vec()).unwrap()
}

/// JSON | `&models::Everything` | `application/json`, unset fields omitted
#[tokio::test]
async fn json() {
    let body = Everything::new("1", None, vec!["a".to_owned()]).with_count(3);
    let request = sent(async |client| drop(client.send_json(&body).await.unwrap())).await;
    assert_eq!(request.header("content-type"), ["application/json"]);
    assert_eq!(text(request.body()), r#"{"id":"1","count":3,"tags":["a"],"nothing":null}"#);
}

/// `readOnly`, `writeOnly` | optional in both directions | not required in a request, not expected in a response
#[tokio::test]
async fn one_way_properties() {
    let body = Everything::new("1", None, Vec::new()).with_secret("s");
    let request = sent(async |client| drop(client.send_json(&body).await.unwrap())).await;
    assert_eq!(text(request.body()), r#"{"id":"1","tags":[],"nothing":null,"secret":"s"}"#);
}

/// `*+json`, null apart from absent | `Option<Option<T>>`; setters for a value, an `Option` and null | `{"name":null}`, `{}`
#[tokio::test]
async fn merge_patch() {
    for (patch, json) in [
        (Patch::new(), "{}"),
        (Patch::new().with_name_null(), r#"{"name":null}"#),
        (Patch::new().with_name("x").with_size(None), r#"{"name":"x","size":null}"#),
    ] {
        let request = sent(async |client| drop(client.merge_patch(&patch).await.unwrap())).await;
        assert_eq!(request.header("content-type"), ["application/merge-patch+json"]);
        assert_eq!(text(request.body()), json);
    }
}

/// optional body | `Option<&[i64]>` | no body and no media type
#[tokio::test]
async fn optional() {
    let request = sent(async |client| drop(client.send_optional(None).await.unwrap())).await;
    assert_eq!((request.body(), request.header("content-type").len()), (&b""[..], 0));
    let request = sent(async |client| drop(client.send_optional(Some(&[1, 2])).await.unwrap())).await;
    assert_eq!(text(request.body()), "[1,2]");
}

/// body on DELETE | `&models::Filter` | sent
#[tokio::test]
async fn on_delete() {
    let body = Filter::new().with_min(1);
    let request = sent(async |client| drop(client.delete_with_body(&body).await.unwrap())).await;
    assert_eq!(request.line(), "DELETE /v1/json HTTP/1.1");
    assert_eq!(text(request.body()), r#"{"min":1}"#);
}

/// form, with `encoding` | `&models::Form` | `name=a+b&tags=x&tags=y&codes=1%2C2&filter%5Bmin%5D=1`
#[tokio::test]
async fn form() {
    let list = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
    let body = Form::new("a b")
        .with_tags(list("x", "y"))
        .with_codes(list("1", "2"))
        .with_filter(Filter::new().with_min(1));
    let request = sent(async |client| drop(client.send_form(&body).await.unwrap())).await;
    assert_eq!(request.header("content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(text(request.body()), "name=a+b&tags=x&tags=y&codes=1%2C2&filter%5Bmin%5D=1");
}

/// multipart: values, files, several parts, media types | a struct of parts | `multipart/form-data; boundary=...`
#[tokio::test]
async fn multipart() {
    let body = SendPartsForm::new(Part::file("a.png", "bytes"), "a title")
        .with_more(vec![Part::file("b.txt", "b").content_type("text/plain"), Part::bytes("c")])
        .with_filter(Filter::new().with_min(1))
        .with_note("*note*");
    let request = sent(async |client| drop(client.send_parts(body).await.unwrap())).await;
    let media_type = request.header("content-type").remove(0);
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts: Vec<String> = text(request.body())
        .split(&format!("--{boundary}"))
        .map(|part| part.trim_matches(['\r', '\n']).replace("\r\n", "|"))
        .collect();
    let named = |rest: &str| format!("Content-Disposition: form-data; name={rest}");
    let expected = [
        String::new(),
        named(r#""title"||a title"#),
        named(r#""file"; filename="a.png"|Content-Type: image/png||bytes"#),
        named(r#""more"; filename="b.txt"|Content-Type: text/plain||b"#),
        named(r#""more"||c"#),
        named(r#""filter"|Content-Type: application/json||{"min":1}"#),
        named(r#""note"|Content-Type: text/markdown||*note*"#),
        "--".to_owned(),
    ];
    assert_eq!(parts, expected);
}

/// multipart: optional files, nullable arrays, arrays in one part | `Option<Part>`, `Option<Vec<Part>>`, `Option<Vec<...>>` | one part per item, nulls omitted; `a,b` with `explode: false`
#[tokio::test]
async fn multipart_by_shape() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let mut body = SendPartsForm::new(Part::bytes("f"), "t").with_codes(texts(&["a", "b"]));
    body.cover = Some(Part::file("c.png", "c"));
    body.scans = Some(vec![Part::bytes("1"), Part::bytes("2")]);
    body.names = Some(vec![Some("x,y".to_owned()), None, Some("z".to_owned())]);
    let request = sent(async |client| drop(client.send_parts(body).await.unwrap())).await;
    let body = text(request.body()).replace("\r\n", "|");
    let parts: Vec<&str> = body.split("form-data; name=").skip(3).collect();
    let starts = [
        r#""cover"; filename="c.png"|Content-Type: application/octet-stream||c|"#,
        r#""scans"||1|"#,
        r#""scans"||2|"#,
        r#""names"||x,y|"#,
        r#""names"||z|"#,
        r#""codes"||a,b|"#,
    ];
    assert_eq!(parts.len(), starts.len(), "{parts:?}");
    assert!(parts.iter().zip(starts).all(|(part, start)| part.starts_with(start)), "{parts:?}");
}

/// NaN in JSON, a comma in an array item of a form | an error, `ErrorKind::InvalidRequest` | nothing
#[tokio::test]
async fn value_that_would_change() {
    let (server, client) = served(TestResponse::status(204)).await;
    let mut body = Everything::new("1", None, Vec::new());
    body.ratio = Some(f64::NAN);
    assert_eq!(client.send_json(&body).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    let form = Form::new("a").with_codes(vec!["1,2".to_owned(), "3".to_owned()]);
    assert_eq!(client.send_form(&form).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    let parts = SendPartsForm::new(Part::bytes("f"), "t").with_codes(vec!["1,2".to_owned()]);
    assert_eq!(client.send_parts(parts).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(server.requests().is_empty());
}

/// an object under a vendor's media type or `*/*` | `&models::Filter`, `Response<models::Filter>` | JSON, as `application/vnd.wire.filter`
#[tokio::test]
async fn vendor_json() {
    let json = r#"{"min":1}"#;
    let (server, client) =
        served(TestResponse::status(200).header("content-type", "application/vnd.wire.filter").body(json))
            .await;
    let found = client.vendor_json(&Filter::new().with_min(1)).await.unwrap();
    assert_eq!(found.into_body(), Filter::new().with_min(1));
    assert_eq!(server.requests()[0].header("content-type"), ["application/vnd.wire.filter"]);
    assert_eq!(text(server.requests()[0].body()), json);
}

/// bytes with a media type that the caller chooses, as for `image/*` | `Body::from(...).content_type("image/png")` | `Content-Type: image/png`
#[tokio::test]
async fn bytes_with_a_media_type() {
    let body = Body::from(Bytes::from_static(b"png")).content_type("image/png");
    let request = sent(async |client| drop(client.send_bytes(body).await.unwrap())).await;
    assert_eq!(request.header("content-type"), ["image/png"]);
}

/// bytes | anything that converts into `runtime::Body` | `application/octet-stream`
#[tokio::test]
async fn bytes() {
    let request =
        sent(async |client| drop(client.send_bytes(Bytes::from_static(b"\x00\xff")).await.unwrap())).await;
    assert_eq!(request.header("content-type"), ["application/octet-stream"]);
    assert_eq!(request.body(), b"\x00\xff");
}

/// bytes, streamed | `Body::reader(...)`, `Body::stream(...)` | in chunks, never buffered whole
#[tokio::test]
async fn streamed_bytes() {
    let reader = std::io::Read::take(std::io::repeat(b'x'), 1_000_000);
    let request = sent(async |client| drop(client.send_bytes(Body::reader(reader)).await.unwrap())).await;
    assert_eq!(
        (request.header("transfer-encoding"), request.body().len()),
        (vec!["chunked".to_owned()], 1_000_000)
    );
    assert_eq!(request.header("content-length").len(), 0);
}

/// multipart, streamed | `Part::file("a", Body::reader(...))` | in chunks, never buffered whole
#[tokio::test]
async fn streamed_multipart() {
    let file = Body::reader(std::io::Cursor::new(b"from a reader".to_vec()));
    let body = SendPartsForm::new(Part::file("a.png", file), "a title").with_note("whole");
    let request = sent(async |client| drop(client.send_parts(body).await.unwrap())).await;
    assert_eq!(request.header("transfer-encoding"), ["chunked"]);
    let boundary = request.header("content-type")[0].split("boundary=").last().unwrap().to_owned();
    let body = text(request.body());
    assert_eq!(body.split(&format!("--{boundary}")).count(), 5, "{body}");
    assert!(
        body.contains("filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nfrom a reader\r\n--"),
        "{body}"
    );
}

/// text | `&str` | `text/csv`
#[tokio::test]
async fn plain_text() {
    let request = sent(async |client| drop(client.send_text("a,b\n1,2\n").await.unwrap())).await;
    assert_eq!(request.header("content-type"), ["text/csv"]);
    assert_eq!(text(request.body()), "a,b\n1,2\n");
}

/// XML | `&str`, and a diagnostic | `application/xml`, unchanged
#[tokio::test]
async fn xml() {
    let request = sent(async |client| drop(client.send_xml("<min>1</min>").await.unwrap())).await;
    assert_eq!(request.header("content-type"), ["application/xml"]);
    assert_eq!(text(request.body()), "<min>1</min>");
}

/// several media types | a method per kind: `send_several`, `send_several_as_form`, `send_several_as_text` | JSON by default
#[tokio::test]
async fn several_media_types() {
    let body = Filter::new().with_min(1);
    let json = sent(async |client| drop(client.send_several(&body).await.unwrap())).await;
    let form = sent(async |client| drop(client.send_several_as_form(&body).await.unwrap())).await;
    let plain = sent(async |client| drop(client.send_several_as_text("min 1").await.unwrap())).await;
    let sent = [&json, &form, &plain]
        .map(|request| (request.header("content-type").remove(0), text(request.body())));
    let expected = [
        ("application/json", r#"{"min":1}"#),
        ("application/x-www-form-urlencoded", "min=1"),
        ("text/plain", "min 1"),
    ];
    assert_eq!(sent, expected.map(|(media_type, body)| (media_type.to_owned(), body.to_owned())));
}
