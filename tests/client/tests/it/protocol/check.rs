//! Compares what came of a case with what it says.

use client_tests::Request;
use serde_json::Value;

use crate::protocol::case::{Case, Common, Content, Failed, Received, Sent};
use crate::protocol::description::Description;
use crate::protocol::outcome::{Failure, Outcome, Seen};
use crate::protocol::run::Ran;

/// The start of a multipart body's media type. What follows is the client's own.
const MULTIPART: &str = "multipart/form-data; boundary=";
/// Stands for the server in the header `host`: its port is another in every run.
const SERVER: &str = "SERVER";
/// How much of a body an error keeps, in bytes.
const KEPT: usize = 1024;

/// What is not as the case says, a line each.
pub(crate) fn check(common: &Common, description: &Description, case: &Case, ran: &Ran) -> Vec<String> {
    let mut wrong = Vec::new();
    requests(common, description, case, ran, &mut wrong);
    outcome(case, &ran.outcome, &mut wrong);
    wrong
}

/// Adds a line, unless two things are equal.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T, wrong: &mut Vec<String>) {
    if found != expected {
        wrong.push(format!("{what}\n    found    {found:?}\n    expected {expected:?}"));
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn requests(common: &Common, description: &Description, case: &Case, ran: &Ran, wrong: &mut Vec<String>) {
    let sent = case.sent();
    let count = match (&case.unsent, case.requests) {
        (Some(_), _) => Some(0),
        (None, Some(count)) => Some(count),
        (None, None) if case.error.is_none() || sent.len() > 1 => Some(sent.len()),
        (None, None) => None,
    };
    match count {
        Some(count) => same("the number of requests", ran.requests.len(), count, wrong),
        None if ran.requests.is_empty() => wrong.push("no request was sent".to_owned()),
        None => {}
    }
    same("the number of connections of a call that is not sent", ran.connections, 0, wrong);
    for (place, request) in ran.requests.iter().enumerate() {
        if let Some(expected) = sent.get(place).or(sent.last()) {
            let mut headers = vec![
                ("host".to_owned(), SERVER.to_owned()),
                ("user-agent".to_owned(), format!("{}/{}", common.api, env!("CARGO_PKG_VERSION"))),
            ];
            if !expected.headers.contains_key("accept-encoding") {
                headers.push(("accept-encoding".to_owned(), "gzip".to_owned()));
            }
            if !expected.headers.contains_key("accept") {
                headers.push(("accept".to_owned(), description.accept(&case.operation)));
            }
            let common = common.headers.iter().filter(|_| case.credentials.is_none());
            for (name, values) in expected.headers.iter().chain(common) {
                headers.extend(values.all().iter().map(|value| (name.to_ascii_lowercase(), value.clone())));
            }
            check_request(request, expected, (&ran.host, headers), wrong);
        }
    }
}

fn check_request(
    request: &Request,
    expected: &Sent,
    (host, mut headers): (&str, Vec<(String, String)>),
    wrong: &mut Vec<String>,
) {
    let query = expected.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let line = format!("{} {}{query} HTTP/1.1", expected.method, expected.path);
    same("the request's first line", request.line(), line, wrong);
    let mut found: Vec<_> =
        request.headers().into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    let boundary = match &expected.body {
        Some(body) => {
            headers.extend(body.media_type.iter().map(|value| ("content-type".to_owned(), value.clone())));
            headers.extend(framing(body.chunked, &expected.method, request));
            check_body(request, body, &found, wrong)
        }
        None => {
            headers.extend(framing(false, &expected.method, request));
            same("the request's body", text(request.body()), String::new(), wrong);
            None
        }
    };
    for (_, value) in found.iter_mut().filter(|(name, value)| name == "host" && value == host) {
        *value = SERVER.to_owned();
    }
    for (_, value) in found.iter_mut().filter(|(name, _)| name == "content-type") {
        *value = boundary.as_ref().map_or(value.clone(), |boundary| value.replace(boundary, "..."));
    }
    found.sort();
    headers.sort();
    same("the request's headers", found, headers, wrong);
}

/// The header that says where a body ends. Methods for which a body means nothing need not say that there is none.
fn framing(chunked: bool, method: &str, request: &Request) -> Option<(String, String)> {
    match (chunked, request.body().len()) {
        (true, _) => Some(("transfer-encoding".to_owned(), "chunked".to_owned())),
        (false, 0) if !matches!(method, "POST" | "PUT" | "PATCH") => None,
        (false, length) => Some(("content-length".to_owned(), length.to_string())),
    }
}

/// Compares a body. A multipart body has a boundary.
fn check_body(
    request: &Request,
    expected: &Content,
    headers: &[(String, String)],
    wrong: &mut Vec<String>,
) -> Option<String> {
    let Some(parts) = &expected.parts else {
        match expected.bytes() {
            // What is not text is shown as text all the same, and compared as bytes.
            Ok(bytes) if bytes == request.body() => {}
            Ok(bytes) => wrong.push(format!(
                "the request's body\n    found    {}\n    expected {}",
                text(request.body()),
                text(&bytes)
            )),
            Err(error) => wrong.push(format!("the request's body: {error}")),
        }
        return None;
    };
    let media_type = headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str());
    let boundary = media_type.and_then(|media_type| media_type.strip_prefix(MULTIPART)).unwrap_or_default();
    let parts = parts.iter().map(|part| {
        let head: String = part.head.iter().map(|line| format!("{line}\r\n")).collect();
        format!("--{boundary}\r\n{head}\r\n{}\r\n", part.text)
    });
    let whole = parts.collect::<String>() + &format!("--{boundary}--\r\n");
    same("the request's body", text(request.body()), whole, wrong);
    Some(boundary.to_owned())
}

fn outcome(case: &Case, outcome: &Outcome, wrong: &mut Vec<String>) {
    let last = case.responses().last().copied();
    let expected = (&case.decoded, &case.items, &case.error, &case.unsent);
    match (&outcome.seen, expected) {
        (Seen::Decoded(found), (Some(expected), None, None, None)) => {
            same("the value", found.to_string(), expected.to_string(), wrong);
        }
        (Seen::Items(found), (None, Some(expected), None, None)) => {
            let shown = |items: &[Value]| items.iter().map(Value::to_string).collect::<Vec<_>>();
            same("the values", shown(found), shown(expected), wrong);
        }
        (Seen::Failed(found), (None, None, Some(expected), None)) => {
            same("the error", &found.said, &Failed { body: None, ..expected.clone() }, wrong);
            same("the operation that the error names", outcome.operation, Some(&case.operation), wrong);
            match (&expected.body, &found.body) {
                (Some(expected), Some(found)) => {
                    same("the body that the error keeps", found.as_slice(), expected.as_bytes(), wrong);
                }
                _ => kept(found, last, wrong),
            }
        }
        (Seen::Failed(found), (None, None, None, Some(expected))) => {
            same(
                "the kind of error of a call that is not sent",
                found.said.kind.as_str(),
                "InvalidRequest",
                wrong,
            );
            same("the error's text", &found.line, expected, wrong);
            same("a response to a call that is not sent", outcome.status, None, wrong);
        }
        (found, (None, None, None, None)) => {
            wrong.push(format!(
                "the case has none of `decoded`, `items`, `error`, `unsent`; it came to {found:?}"
            ));
        }
        (found, (decoded, items, error, unsent)) => {
            let expected = [
                shown("decoded", decoded),
                shown("items", items),
                shown("error", error),
                shown("unsent", unsent),
            ];
            wrong.push(format!("it came to {found:?}\n    expected {}", expected.concat().trim_end()));
        }
    }
    if let (Some(status), Some(response)) = (outcome.status, last) {
        same("the status", status, response.status, wrong);
        headers(outcome, response, wrong);
    }
    match &case.typed_headers {
        Some(expected) => same("the typed headers", &outcome.typed_headers, expected, wrong),
        None if outcome.typed_headers.contains("Some(") => {
            wrong.push(format!("typed headers that the case does not name: {}", outcome.typed_headers));
        }
        None => {}
    }
}

fn shown<T: std::fmt::Debug>(name: &str, expected: &Option<T>) -> String {
    expected.as_ref().map(|expected| format!("{name}: {expected:?} ")).unwrap_or_default()
}

/// An error keeps the beginning of the body.
pub(crate) fn kept(found: &Failure, response: Option<&Received>, wrong: &mut Vec<String>) {
    let Some(body) = &found.body else { return };
    let Some(response) = response.filter(|response| response.cut_after.is_none()) else { return };
    let sent = response.body.as_ref().map(Content::bytes).transpose().ok().flatten().unwrap_or_default();
    // A body that is not read to its end is not kept in part.
    if found.said.kind != "BodyTooLarge" {
        same(
            "the body that the error keeps",
            body.as_slice(),
            sent.get(..sent.len().min(KEPT)).unwrap_or_default(),
            wrong,
        );
    }
}

/// A caller sees all headers of the response.
pub(crate) fn headers(outcome: &Outcome, response: &Received, wrong: &mut Vec<String>) {
    let Some(headers) = &outcome.headers else { return };
    for (name, values) in &response.headers {
        let found: Vec<_> =
            headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect();
        same(
            &format!("the response's header `{name}`"),
            found,
            values.all().iter().map(String::as_str).collect(),
            wrong,
        );
    }
}
