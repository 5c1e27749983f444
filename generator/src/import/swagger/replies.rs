//! Replies: one schema, and the media types that the operation produces.

use super::{made, object, parameters};
use crate::tree::{Node, Object, Value};

pub(super) fn import(operation: &mut Node, produces: &[String]) {
    let Some(Value::Object(replies)) = super::root_value(operation, "responses") else { return };
    replies.values_mut().for_each(|reply| import_one(reply, produces));
}

pub(super) fn import_one(reply: &mut Node, produces: &[String]) {
    let Value::Object(entries) = &mut reply.value else { return };
    if entries.contains_key("$ref") {
        return;
    }
    if let Some(schema) = entries.shift_remove("schema") {
        let at = schema.head();
        let media = made(at, object([("schema", schema)]));
        let json = ["application/json".to_owned()];
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

/// A header has no `in`; for lists it is read like one in a header.
fn take_header(header: &mut Node) -> Node {
    std::mem::replace(header, made(header.span, Value::Object(Object::new())))
}
