//! Converts responses: they have one schema, and the media types that the operation produces.

use super::{made, object, parameters};
use crate::document::openapi::{JSON, is_file};
use crate::document::{Node, Object, Value};

pub(super) fn import(operation: &mut Node, produces: &[String]) {
    let Some(Value::Object(responses)) = super::root_value(operation, "responses") else { return };
    for (status, response) in responses.iter_mut() {
        import_one(response, produces);
        if matches!(status.as_str(), "200" | "203" | "206") {
            file(response, produces);
        }
    }
}

/// Converts a success without a schema to a file if the operation produces only other media types.
fn file(response: &mut Node, produces: &[String]) {
    let at = response.head();
    let Value::Object(entries) = &mut response.value else { return };
    let is_described = ["$ref", "content"].iter().any(|key| entries.contains_key(*key));
    if !is_described && !produces.is_empty() && produces.iter().all(|name| is_file(name)) {
        let media = made(at, Value::Object(Object::new()));
        let content = produces.iter().map(|name| (name.clone(), media.clone())).collect();
        entries.insert("content".to_owned(), made(at, Value::Object(content)));
    }
}

pub(super) fn import_one(response: &mut Node, produces: &[String]) {
    let Value::Object(entries) = &mut response.value else { return };
    if entries.contains_key("$ref") {
        return;
    }
    if let Some(schema) = entries.shift_remove("schema") {
        let at = schema.head();
        let media = made(at, object([("schema", schema)]));
        let json = [JSON.to_owned()];
        let names = if produces.is_empty() { &json } else { produces };
        let content = names.iter().map(|name| (name.clone(), media.clone())).collect();
        entries.insert("content".to_owned(), made(at, Value::Object(content)));
    }
    entries.shift_remove("examples");
    if let Some(Value::Object(headers)) = entries.get_mut("headers").map(|headers| &mut headers.value) {
        for header in headers.values_mut() {
            *header = parameters::plain(take_header(header), &mut Vec::new());
        }
    }
}

/// Takes a header, to be converted like a header parameter.
fn take_header(header: &mut Node) -> Node {
    std::mem::replace(header, made(header.span, Value::Object(Object::new())))
}
