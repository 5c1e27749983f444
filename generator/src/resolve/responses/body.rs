//! Decides how a response body is decoded, by its media types and schemas.

use super::streams;
use crate::document::Node;
use crate::document::openapi::{JSON, is_events, is_file, is_items, is_json, is_text, may_be_json};
use crate::ir::{ResponseBody, Type};
use crate::resolve::Context;
use crate::resolve::bodies::mark_untyped;
use crate::resolve::content::Content;
use crate::resolve::schemas::{Place, Schemas};

/// How a response body is decoded.
pub(super) struct Bodies {
    pub(super) body: ResponseBody,
    /// The media types for the header `Accept`.
    pub(super) media_types: Vec<String>,
    /// The streaming variant.
    pub(super) stream: Option<(ResponseBody, Vec<String>)>,
}

/// How one media type of a response is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Json,
    Text,
    Bytes,
    Items,
}

impl Kind {
    fn of(root: &Node, media_type: &str, media: &Node, success: bool) -> Self {
        let schema = media.get("schema");
        let content = schema.map_or(Content::Any, |schema| Content::of(root, schema));
        // An error is decoded as documented: a binary or streaming media type applies to the success.
        let is_of_success = media_type == "application/octet-stream" || is_items(media_type);
        let may_be_json = may_be_json(media_type) || (!success && is_of_success);
        match content {
            Content::File => Self::Bytes,
            _ if is_items(media_type) && success => Self::Items,
            _ if is_json(media_type) => Self::Json,
            _ if schema.is_none() => Self::Bytes,
            _ if may_be_json && content.is_structured() => Self::Json,
            _ if is_text(media_type) => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// Orders the choices: JSON by media type, then JSON by schema, then text.
    fn rank(self, media_type: &str) -> (Self, usize) {
        match (self, media_type) {
            (Self::Json, JSON) => (self, 0),
            (Self::Json, "application/octet-stream") => (Self::Bytes, 0),
            (Self::Json, name) if is_items(name) => (Self::Bytes, 1),
            (Self::Json, name) if is_json(name) => (self, 1),
            (Self::Json, _) => (self, 2),
            _ => (self, 3),
        }
    }
}

/// Returns the body of a response and its media types: JSON if there is a choice, then text, then bytes. A stream of
/// items is a variant, unless it is the only choice.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    node: &'t Node,
    place: &Place<'_>,
    has_body: bool,
    success: bool,
) -> Bodies {
    let nothing = Bodies { body: ResponseBody::Empty, media_types: Vec::new(), stream: None };
    let Some(content) = context.get(node, "content").and_then(Node::as_object) else { return nothing };
    if !has_body {
        content.values().for_each(|media| context.tracker.read_whole(media));
        return nothing;
    }
    let root = context.root;
    let kinds = content.iter().map(|(name, media)| (Kind::of(root, name, media, success), name, media));
    let kinds: Vec<(Kind, &String, &'t Node)> = kinds.collect();
    let best = kinds.iter().min_by_key(|(kind, name, _)| kind.rank(name));
    let Some((kind, name, media)) = best.copied() else { return nothing };
    let other = kinds.iter().find(|(other, ..)| success && kind != Kind::Items && *other == Kind::Items);
    for (unread_kind, unread, media) in kinds.iter().filter(|(_, unread, _)| *unread != name) {
        match (kind, unread_kind) {
            // Bytes are decoded alike for any media type.
            (Kind::Bytes, Kind::Bytes) => {
                context.tracker.read(media);
                let schema = context.get(media, "schema");
                mark_untyped(context, schema);
            }
            _ if other.is_some_and(|(_, other, _)| other == unread) => {}
            _ => {
                let message = format!("`{unread}` is not requested; `{name}` is");
                context.unread(media, "other-media-type", &message);
            }
        }
    }
    let stream = other.map(|(kind, name, media)| {
        let body = read(context, schemas, *kind, name, media, &place.with("item"), success);
        (body, named(name).into_iter().collect())
    });
    let body = match read(context, schemas, kind, name, media, place, success) {
        ResponseBody::Json(ty) if success && streams::is_gateway_stream(root, node, media) => {
            ResponseBody::Lines(ty)
        }
        // If text is documented too, some servers send it regardless of `Accept`, so both are read as text.
        ResponseBody::Json(Type::String) if success && kinds.iter().any(|(kind, ..)| *kind == Kind::Text) => {
            ResponseBody::Text
        }
        body => body,
    };
    let media_types = match kind {
        Kind::Bytes => {
            let all = kinds.iter().filter(|(other, ..)| *other == kind);
            of_bytes(&all.map(|(_, name, _)| name.as_str()).collect::<Vec<_>>())
        }
        _ => named(name).into_iter().collect(),
    };
    Bodies { body, media_types, stream }
}

/// Returns the media types to accept for bytes. JSON is dropped, because a Swagger 2.0 document may declare one list
/// for all operations.
fn of_bytes(names: &[&str]) -> Vec<String> {
    let has_json = names.iter().any(|name| is_json(name));
    let wanted = names.iter().filter(|name| !has_json || is_file(name));
    let found: Vec<String> = wanted.filter_map(|name| named(name)).collect();
    if found.is_empty() { vec!["*/*".to_owned()] } else { found }
}

fn read<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    kind: Kind,
    name: &str,
    media: &'t Node,
    place: &Place<'_>,
    success: bool,
) -> ResponseBody {
    context.tracker.read(media);
    let schema = match kind {
        Kind::Items => streams::item(context, media),
        _ => context.get(media, "schema"),
    };
    match (kind, schema) {
        (Kind::Json, Some(schema)) => ResponseBody::Json(schemas.whole_use(context, place, schema).whole()),
        (Kind::Json, None) => ResponseBody::Json(Type::Any),
        (Kind::Items, schema) if success => {
            // A string schema describes the data of the event.
            let ty = schema.map_or(Type::String, |schema| schemas.whole_use(context, place, schema).ty);
            match (is_events(name), ty) {
                (true, ty) => ResponseBody::Events(ty),
                // A line of JSON lines is any JSON if the document only says that it is a string.
                (false, Type::String) => ResponseBody::Lines(Type::Any),
                (false, ty) => ResponseBody::Lines(ty),
            }
        }
        (_, schema) => {
            mark_untyped(context, schema);
            match kind {
                Kind::Text => ResponseBody::Text,
                _ if success => ResponseBody::Stream,
                _ => ResponseBody::Bytes,
            }
        }
    }
}

/// Returns a media type without its parameters, if it is valid.
fn named(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/*".contains(&byte);
    (essence.contains('/') && essence.bytes().all(plain)).then(|| essence.to_owned())
}
