//! How the body of a reply is read, by its media types.

use super::streams;
use crate::api::{ReplyBody, Type};
use crate::describe::Context;
use crate::describe::schemas::Schemas;
use crate::openapi::{follow, is_json};
use crate::tree::Node;

/// How a reply's body is read.
pub(super) struct Bodies {
    pub(super) body: ReplyBody,
    /// The media type that is asked for.
    pub(super) media_type: Option<String>,
    /// Another way: as a stream of items.
    pub(super) stream: Option<(ReplyBody, Option<String>)>,
}

/// What a reply holds, and the media type of it: JSON where there is a choice, then text, then bytes. Items of a stream
/// are another way to read it, unless they are the only one.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    node: &'t Node,
    path: &str,
    has_body: bool,
    success: bool,
) -> Bodies {
    let nothing = Bodies { body: ReplyBody::Empty, media_type: None, stream: None };
    let Some(content) = context.get(node, "content").and_then(Node::as_object) else { return nothing };
    if !has_body {
        content.values().for_each(|media| context.census.read_whole(media));
        return nothing;
    }
    let Some((name, media)) = content.iter().min_by_key(|(name, _)| rank(name)) else { return nothing };
    let is_other = |other: &String| success && !is_items(name) && is_items(other);
    let other = content.iter().find(|(other, _)| *other != name && is_other(other));
    for (unread, media) in content.iter().filter(|(unread, _)| *unread != name) {
        if other.is_none_or(|(other, _)| other != unread) {
            context.unread(media, "other-media-type", &format!("`{unread}` is not asked for: `{name}` is"));
        }
    }
    let stream = other.map(|(name, media)| {
        (of_media_type(context, schemas, name, media, &format!("{path} item"), success), essence(name))
    });
    let body = match of_media_type(context, schemas, name, media, path, success) {
        ReplyBody::Json(ty) if success && streams::is_gateway_stream(context.root, node, media) => {
            ReplyBody::Lines(ty)
        }
        body => body,
    };
    Bodies { body, media_type: essence(name), stream }
}

fn of_media_type<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    name: &str,
    media: &'t Node,
    path: &str,
    success: bool,
) -> ReplyBody {
    context.census.read(media);
    let schema = context.get(media, "schema");
    let is_any = name == "*/*" && schema.is_some_and(|schema| is_structured(context.root, schema));
    match ((is_json(name) && !is_items(name)) || is_any, schema) {
        (true, Some(schema)) => ReplyBody::Json(schemas.whole_use(context, path, schema).whole()),
        (true, None) => ReplyBody::Json(Type::Any),
        (false, schema) if success && is_items(name) => {
            // A text that is said to be an event is the event's data.
            let ty = schema.map_or(Type::Text, |schema| schemas.whole_use(context, path, schema).ty);
            match (is_events(name), ty) {
                (true, ty) => ReplyBody::Events(ty),
                // A line of JSON is any JSON where the document has no more to say than that it is text.
                (false, Type::Text) => ReplyBody::Lines(Type::Any),
                (false, ty) => ReplyBody::Lines(ty),
            }
        }
        (false, schema) => {
            super::super::bodies::handed_over(context, schema);
            match () {
                () if is_text(name) => ReplyBody::Text,
                () if success => ReplyBody::Stream,
                () => ReplyBody::Bytes,
            }
        }
    }
}

fn is_events(media_type: &str) -> bool {
    essence(media_type).is_some_and(|name| name.eq_ignore_ascii_case("text/event-stream"))
}

/// Whether a media type is a stream of items: server-sent events, or JSON line by line.
fn is_items(media_type: &str) -> bool {
    const LINES: [&str; 8] = [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-json-stream",
        "application/stream+json",
        "application/json-seq",
    ];
    let name = essence(media_type).unwrap_or_default().to_ascii_lowercase();
    is_events(media_type) || LINES.contains(&name.as_str())
}

/// A media type without its parameters, if it is one.
fn essence(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/*".contains(&byte);
    (essence.contains('/') && essence.bytes().all(plain)).then(|| essence.to_owned())
}

/// Whether a schema describes something that text and bytes could not hold.
fn is_structured(root: &Node, schema: &Node) -> bool {
    let target = follow(root, schema).unwrap_or(schema);
    !matches!(target.get("type").and_then(Node::as_str), Some("string"))
        && target.as_object().is_some_and(|keys| !keys.is_empty())
}

fn rank(media_type: &str) -> usize {
    match media_type {
        "application/json" => 0,
        name if is_items(name) => 4,
        name if is_json(name) => 1,
        name if is_text(name) => 2,
        _ => 3,
    }
}

fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (essence.starts_with("text/") && essence != "text/event-stream")
        || essence.ends_with("xml")
        || essence.ends_with("/xml")
}
