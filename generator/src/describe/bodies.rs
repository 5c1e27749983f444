//! Request bodies. One media type is sent: JSON where there is a choice, then a form, then whatever comes first.

use super::schemas::Schemas;
use super::{Context, typing};
use crate::api::{Body, BodyContent, PartContent, PartField};
use crate::finding::{Finding, Severity};
use crate::names::{Unique, camel, snake};
use crate::openapi::{follow, is_json};
use crate::tree::Node;

pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    types: &mut Unique,
    operation: &'t Node,
    id: &str,
) -> Option<Body> {
    let node = context.get(operation, "requestBody")?;
    let node = context.follow(node);
    let required = context.get(node, "required").and_then(Node::as_bool).unwrap_or_default();
    let description = context.prose(node, "description");
    let content = context.get(node, "content").and_then(Node::as_object)?;
    let chosen = content.iter().min_by_key(|(name, _)| rank(name))?;
    for (name, media) in content {
        if name != chosen.0 {
            let message = format!("`{name}` is not sent: `{}` is", chosen.0);
            context.unread(media, "other-media-type", &message);
        }
    }
    let (media_type, media) = chosen;
    context.census.read(media);
    let schema = context.get(media, "schema");
    if let Some(encoding) = context.get(media, "encoding") {
        context.unread(
            encoding,
            "encoding",
            "`encoding` is not followed: parts are sent by the type of their property",
        );
    }
    let path = format!("{id} body");
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let content = match (essence.as_str(), schema) {
        ("multipart/form-data", Some(schema)) => {
            let name = types.give(camel(&format!("{id} form")));
            BodyContent::Multipart { fields: parts(context, schemas, schema, &name), name }
        }
        ("application/x-www-form-urlencoded", Some(schema)) => {
            BodyContent::Form(schemas.whole_use(context, &path, schema).ty)
        }
        (name, Some(schema)) if is_json(name) => {
            BodyContent::Json(schemas.whole_use(context, &path, schema).whole())
        }
        (name, None) if is_json(name) => BodyContent::Json(crate::api::Type::Any),
        (name, schema) => {
            handed_over(context, schema);
            if name.ends_with("xml") {
                let message = format!("`{name}` is handed over as text");
                context.findings.push(Finding::new(Severity::Approximation, "xml", media.head(), message));
            }
            if name.starts_with("text/") || name.ends_with("xml") || name == "application/sdp" {
                BodyContent::Text
            } else {
                BodyContent::Bytes
            }
        }
    };
    let media_type = if media_type.contains('*') { wildcard(&content) } else { media_type.clone() };
    Some(Body { argument: "body".to_owned(), description, required, media_type, content })
}

/// What is read and written as text or bytes, whatever its schema says. That of a text or of bytes says no more.
pub(super) fn handed_over<'t>(context: &mut Context<'t>, schema: Option<&'t Node>) {
    let Some(schema) = schema else { return };
    context.census.read_whole(schema);
    if follow(context.root, schema).and_then(|schema| schema.get("type")?.as_str()) != Some("string") {
        typing::note(context, &[schema], None);
    }
}

/// What stands for a media range, which no request can name.
fn wildcard(content: &BodyContent) -> String {
    match content {
        BodyContent::Json(_) => "application/json",
        BodyContent::Text => "text/plain",
        _ => "application/octet-stream",
    }
    .to_owned()
}

fn rank(media_type: &str) -> usize {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => 0,
        name if is_json(name) && !name.contains('*') => 1,
        name if is_json(name) => 2,
        "application/x-www-form-urlencoded" => 3,
        "multipart/form-data" => 4,
        name if name.starts_with("text/") => 5,
        _ => 6,
    }
}

/// The parts of a multipart body: its schema's properties.
fn parts<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    schema: &'t Node,
    name: &str,
) -> Vec<PartField> {
    let mut names = Unique::without(&["new"]);
    let mut fields = Vec::new();
    for (wire, property, required) in schemas.properties(context, schema) {
        let description = context.prose(property, "description");
        let path = format!("{name} {wire}");
        let content = part(context, schemas, property, &path);
        fields.push(PartField {
            name: names.give(snake(wire)),
            wire: wire.to_owned(),
            description,
            required,
            content,
        });
    }
    fields
}

fn part<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    property: &'t Node,
    path: &str,
) -> PartContent {
    if is_binary(context.root, property) {
        context.census.read_whole(property);
        context.follow(property);
        return PartContent::File;
    }
    let target = follow(context.root, property).unwrap_or(property);
    if let Some(items) =
        target.get("items").filter(|_| target.get("type").and_then(Node::as_str) == Some("array"))
    {
        if is_binary(context.root, items) {
            context.census.read_whole(property);
            context.census.read_whole(target);
            return PartContent::Files;
        }
        if property.reference().is_none() {
            context.census.read(property);
            for key in ["type", "minItems", "maxItems", "nullable", "default", "items", "uniqueItems"] {
                context.get(property, key);
            }
            let ty = schemas.whole_use(context, &format!("{path} item"), items).whole();
            return PartContent::Values(ty);
        }
    }
    PartContent::Value(schemas.whole_use(context, path, property).ty)
}

fn is_binary(root: &Node, node: &Node) -> bool {
    follow(root, node).is_some_and(|node| node.get("format").and_then(Node::as_str) == Some("binary"))
}
