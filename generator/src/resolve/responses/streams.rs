//! Streamed items, and streams that the media type does not reveal.

use crate::document::Node;
use crate::document::openapi::follow;
use crate::resolve::Context;

/// The markers that grpc-gateway writes for a streaming method: in the description of its response, and in the title of
/// its schema ([protoc-gen-openapiv2](https://github.com/grpc-ecosystem/grpc-gateway)).
const DESCRIPTION: &str = "(streaming responses)";
const TITLE: &str = "Stream result of ";

/// Whether a response is a grpc-gateway stream: with `application/json`, one object per line with a `result` or an
/// `error`.
pub(super) fn is_gateway_stream(root: &Node, response: &Node, media: &Node) -> bool {
    let Some(schema) = media.get("schema").and_then(|schema| follow(root, schema)) else { return false };
    let text = |node: &Node, key: &str| node.get_str(key).unwrap_or_default().to_owned();
    let says_so =
        text(response, "description").contains(DESCRIPTION) || text(schema, "title").starts_with(TITLE);
    let properties = schema.get("properties").and_then(Node::as_object);
    let is_envelope = properties.is_some_and(|properties| {
        properties.contains_key("result") && properties.keys().all(|name| name == "result" || name == "error")
    });
    says_so && is_envelope
}

/// Returns the schema of a stream's item: `itemSchema`, or the items of an array, because `schema` describes the whole
/// sequence ([OpenAPI 3.2](https://spec.openapis.org/oas/v3.2.0#sequential-media-types)). Any other `schema` is used as
/// the item's, which is what most documents mean.
pub(super) fn item<'t>(context: &mut Context<'t>, media: &'t Node) -> Option<&'t Node> {
    if let Some(item) = context.get(media, "itemSchema") {
        return Some(item);
    }
    let schema = context.get(media, "schema")?;
    let target = follow(context.root, schema)?;
    let is_array = target.get_str("type") == Some("array");
    let Some(items) = target.get("items").filter(|_| is_array) else { return Some(schema) };
    context.follow(schema);
    let others = target.as_object().into_iter().flatten().filter(|(key, _)| *key != "items");
    others.for_each(|(_, node)| context.tracker.read_whole(node));
    context.tracker.read(items);
    Some(items)
}
