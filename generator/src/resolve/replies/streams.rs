//! Replies that are streams without a media type that says so.

use crate::document::Node;
use crate::document::openapi::follow;

/// What grpc-gateway writes of a method that streams: in the description of its response, and in the title of its schema
/// ([protoc-gen-openapiv2](https://github.com/grpc-ecosystem/grpc-gateway)).
const DESCRIPTION: &str = "(streaming responses)";
const TITLE: &str = "Stream result of ";

/// Whether a response is a stream of grpc-gateway: under `application/json` an object a line, with a `result` or an `error`.
pub(super) fn is_gateway_stream(root: &Node, response: &Node, media: &Node) -> bool {
    let Some(schema) = media.get("schema").and_then(|schema| follow(root, schema)) else { return false };
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
    let says_so =
        text(response, "description").contains(DESCRIPTION) || text(schema, "title").starts_with(TITLE);
    let properties = schema.get("properties").and_then(Node::as_object);
    let is_envelope = properties.is_some_and(|properties| {
        properties.contains_key("result") && properties.keys().all(|name| name == "result" || name == "error")
    });
    says_so && is_envelope
}
