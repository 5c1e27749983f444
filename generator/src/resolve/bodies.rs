//! Request bodies. If there is a choice, JSON is the default, then a form, then the first media type; each other kind
//! has its own method.

mod encoding;
mod parts;

use super::content::Content;
use super::schemas::{Place, Schemas};
use super::{Context, typing};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::document::openapi::{FORM, JSON, MULTIPART, essence, is_json, is_text, is_xml, may_be_json};
use crate::ir::{Body, BodyContent, Type};
use crate::names::{NameAllocator, camel};

/// Returns the request bodies of an operation, one per kind, the default first.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    types: &mut NameAllocator,
    operation: &'t Node,
    id: &str,
) -> Vec<Body> {
    let Some(node) = context.get(operation, "requestBody") else { return Vec::new() };
    let node = context.follow(node);
    let required = context.get(node, "required").and_then(Node::as_bool).unwrap_or_default();
    let description = context.prose(node, "description");
    let content = context.get(node, "content").and_then(Node::as_object).into_iter().flatten();
    let (mut offered, mut unsendable) = (Vec::new(), Vec::new());
    for (name, media) in content {
        match Kind::of(context.root, name, media.get("schema")) {
            Some(kind) => offered.push((kind, name, media)),
            None => unsendable.push((name, media)),
        }
    }
    for (name, media) in unsendable {
        reject_form(context, name, media, required && offered.is_empty());
    }
    offered.sort_by_key(|(kind, name, media)| rank(context.root, *kind, name, media));
    let mut bodies: Vec<(Kind, Body)> = Vec::new();
    for (kind, name, media) in offered {
        if let Some((_, sent)) = bodies.iter().find(|(known, _)| *known == kind) {
            let message = match kind {
                Kind::Bytes => {
                    format!("`{name}` is sent if a body sets it, otherwise `{}`", sent.media_type)
                }
                _ => format!("`{name}` is not sent: `{}` is", sent.media_type),
            };
            context.unread(media, "other-media-type", &message);
            continue;
        }
        context.tracker.read(media);
        let content = content_of(context, schemas, types, media, name, kind, id);
        let media_type =
            if name.contains('*') { concrete_media_type(context, name, media, kind) } else { name.clone() };
        let (argument, description) = ("body".to_owned(), description.clone());
        bodies.push((kind, Body { argument, description, required, media_type, content }));
    }
    bodies.into_iter().map(|(_, body)| body).collect()
}

/// How a media type is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

impl Kind {
    /// Returns how a body is encoded, by its media type and schema. None for a form without properties.
    fn of(root: &Node, media_type: &str, schema: Option<&Node>) -> Option<Self> {
        let content = schema.map_or(Content::Any, |schema| Content::of(root, schema));
        let is_form = matches!(content, Content::Object | Content::Mixed { object: true } | Content::Any);
        Some(match essence(media_type).as_str() {
            MULTIPART if schema.is_some() => return is_form.then_some(Self::Multipart),
            FORM if content == Content::Text => Self::Text,
            FORM if schema.is_some() => return is_form.then_some(Self::Form),
            _ if content == Content::File => Self::Bytes,
            name if is_json(name) => Self::Json,
            _ if schema.is_none() => Self::Bytes,
            name if is_text(name) => Self::Text,
            name if may_be_json(name) && content.is_structured() => Self::Json,
            _ => Self::Bytes,
        })
    }
}

/// Reports a form whose schema is not an object, which cannot be sent.
fn reject_form(context: &mut Context<'_>, name: &str, media: &Node, is_only: bool) {
    let message = format!("the schema of the form `{name}` is not an object; the body is left out");
    let severity = if is_only { Severity::Error } else { Severity::Approximation };
    let diagnostic = Diagnostic::new(severity, "form-body", media.head(), message);
    context.tracker.read_whole(media);
    context
        .diagnostics
        .push(diagnostic.with_help("write an object with a property for each field of the form"));
}

fn content_of<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    types: &mut NameAllocator,
    media: &'t Node,
    media_type: &str,
    kind: Kind,
    id: &str,
) -> BodyContent {
    let schema = context.get(media, "schema");
    let encoding = encoding::describe(context, media, kind);
    let place = Place::body(id, "body");
    match (kind, schema) {
        (Kind::Multipart, Some(schema)) => {
            let name = types.allocate(camel(&format!("{id} form")));
            let fields = parts::describe(context, schemas, schema, &name, &encoding);
            BodyContent::Multipart { fields, name }
        }
        (Kind::Form, Some(schema)) => {
            let styled = encoding.into_iter().filter_map(|own| Some((own.property, own.style?)));
            BodyContent::Form { ty: schemas.whole_use(context, &place, schema).ty, styles: styled.collect() }
        }
        (Kind::Json, Some(schema)) => BodyContent::Json(schemas.whole_use(context, &place, schema).whole()),
        (Kind::Json, None) => BodyContent::Json(Type::Any),
        (_, schema) => {
            mark_untyped(context, schema);
            if is_xml(media_type) {
                let what = if kind == Kind::Text { "a string" } else { "bytes" };
                let message = format!("`{media_type}` is passed through as {what}");
                context.diagnostics.push(Diagnostic::new(
                    Severity::Approximation,
                    "xml",
                    media.head(),
                    message,
                ));
            }
            if kind == Kind::Text { BodyContent::Text } else { BodyContent::Bytes }
        }
    }
}

/// Marks the schema of a text or binary body as read, because the body is not typed by it.
pub(super) fn mark_untyped<'t>(context: &mut Context<'t>, schema: Option<&'t Node>) {
    let Some(schema) = schema else { return };
    context.tracker.read_whole(schema);
    if !matches!(Content::of(context.root, schema), Content::Text | Content::File) {
        typing::note(context, &[schema], None);
    }
}

/// Returns the concrete media type to send for a media range.
fn concrete_media_type(context: &mut Context<'_>, range: &str, media: &Node, kind: Kind) -> String {
    let media_type = match kind {
        Kind::Json => JSON,
        Kind::Text => "text/plain",
        _ => "application/octet-stream",
    };
    if kind == Kind::Bytes {
        let message = format!(
            "a request cannot send the range `{range}`; `{media_type}` is sent unless the body sets another"
        );
        let diagnostic = Diagnostic::new(Severity::Approximation, "media-range", media.head(), message);
        context
            .diagnostics
            .push(diagnostic.with_help("set it in each call with `runtime::Body::content_type`"));
    }
    media_type.to_owned()
}

fn rank(root: &Node, kind: Kind, media_type: &str, media: &Node) -> usize {
    let is_object = || media.get("schema").is_some_and(|schema| Content::of(root, schema) == Content::Object);
    match (kind, essence(media_type).as_str()) {
        (Kind::Json, JSON) => 0,
        // A JSON Patch is an array, so an object must be meant for another media type.
        (Kind::Json, "application/json-patch+json") if is_object() => 2,
        (Kind::Json, name) if is_json(name) && !name.contains('*') => 1,
        (Kind::Json, _) => 2,
        (_, FORM) => 3,
        (Kind::Multipart, _) => 4,
        (_, name) if name.starts_with("text/") => 5,
        _ => 6,
    }
}
