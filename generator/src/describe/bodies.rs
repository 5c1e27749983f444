//! Request bodies. Where there is a choice, JSON is sent unasked, then a form, then whatever comes first; each other kind
//! has a method of its own.

use super::schemas::Schemas;
use super::{Context, parameters, typing};
use crate::api::{Body, BodyContent, ParameterLocation, PartContent, PartField, Style};
use crate::finding::{Finding, Severity};
use crate::names::{self, Unique, Wired, camel};
use crate::openapi::{follow, is_json};
use crate::tree::Node;

/// The bodies that an operation can be sent, the one that is sent unasked first: one a kind.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    types: &mut Unique,
    operation: &'t Node,
    id: &str,
) -> Vec<Body> {
    let Some(node) = context.get(operation, "requestBody") else { return Vec::new() };
    let node = context.follow(node);
    let required = context.get(node, "required").and_then(Node::as_bool).unwrap_or_default();
    let description = context.prose(node, "description");
    let content = context.get(node, "content").and_then(Node::as_object).into_iter().flatten();
    let mut offered: Vec<(&String, &'t Node)> = content.collect();
    offered.sort_by_key(|(name, _)| rank(name));
    let mut bodies: Vec<Body> = Vec::new();
    for (name, media) in offered {
        let kind = kind(name, media.get("schema").is_some());
        if let Some(sent) = bodies.iter().find(|body| kind == of(&body.content)) {
            let message = format!("`{name}` is not sent: `{}` is", sent.media_type);
            context.unread(media, "other-media-type", &message);
            continue;
        }
        context.census.read(media);
        let content = content_of(context, schemas, types, media, name, kind, id);
        let media_type = if name.contains('*') { wildcard(&content) } else { name.clone() };
        let (argument, description) = ("body".to_owned(), description.clone());
        bodies.push(Body { argument, description, required, media_type, content });
    }
    bodies
}

/// How a media type is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

fn of(content: &BodyContent) -> Kind {
    match content {
        BodyContent::Json(_) => Kind::Json,
        BodyContent::Form { .. } => Kind::Form,
        BodyContent::Multipart { .. } => Kind::Multipart,
        BodyContent::Text => Kind::Text,
        BodyContent::Bytes => Kind::Bytes,
    }
}

fn kind(media_type: &str, has_schema: bool) -> Kind {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "multipart/form-data" if has_schema => Kind::Multipart,
        "application/x-www-form-urlencoded" if has_schema => Kind::Form,
        name if is_json(name) => Kind::Json,
        name if name.starts_with("text/") || name.ends_with("xml") || name == "application/sdp" => Kind::Text,
        _ => Kind::Bytes,
    }
}

fn content_of<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    types: &mut Unique,
    media: &'t Node,
    media_type: &str,
    kind: Kind,
    id: &str,
) -> BodyContent {
    let schema = context.get(media, "schema");
    let encoding = encoding(context, media, kind);
    let path = format!("{id} body");
    match (kind, schema) {
        (Kind::Multipart, Some(schema)) => {
            let name = types.give(camel(&format!("{id} form")));
            let mut fields = parts(context, schemas, schema, &name);
            for field in &mut fields {
                let own = encoding.iter().find(|own| own.property == field.wire);
                field.content_type = own.and_then(|own| own.content_type.clone());
            }
            BodyContent::Multipart { fields, name }
        }
        (Kind::Form, Some(schema)) => {
            let styled = encoding.into_iter().filter_map(|own| Some((own.property, own.style?)));
            BodyContent::Form { ty: schemas.whole_use(context, &path, schema).ty, styles: styled.collect() }
        }
        (Kind::Json, Some(schema)) => BodyContent::Json(schemas.whole_use(context, &path, schema).whole()),
        (Kind::Json, None) => BodyContent::Json(crate::api::Type::Any),
        (_, schema) => {
            handed_over(context, schema);
            if media_type.ends_with("xml") {
                let message = format!("`{media_type}` is handed over as text");
                context.findings.push(Finding::new(Severity::Approximation, "xml", media.head(), message));
            }
            if kind == Kind::Text { BodyContent::Text } else { BodyContent::Bytes }
        }
    }
}

/// How one property of a body is sent ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#encoding-object)).
struct Encoding {
    property: String,
    /// One media type that a part can be sent as.
    content_type: Option<String>,
    /// A style, for forms.
    style: Option<Style>,
}

fn encoding<'t>(context: &mut Context<'t>, media: &'t Node, kind: Kind) -> Vec<Encoding> {
    let entries = context.get(media, "encoding").and_then(Node::as_object);
    let mut all = Vec::new();
    for (property, node) in entries.into_iter().flatten() {
        if !matches!(kind, Kind::Form | Kind::Multipart) {
            context.unread(node, "encoding", "an encoding means something for forms and parts only");
            continue;
        }
        context.census.read(node);
        let named = context.text(node, "contentType");
        // Of several, or of a range, nobody can say which it is; whoever makes a part can.
        let content_type = named.filter(|name| !name.contains(['*', ',']));
        let has_style = ["style", "explode"].iter().any(|key| node.get(key).is_some());
        let style = match (&content_type, kind) {
            (Some(name), Kind::Form) if is_json(name) => Some(Style::Json),
            (_, Kind::Form) if has_style => Some(parameters::style(context, node, ParameterLocation::Query)),
            _ => None,
        };
        for key in ["style", "explode", "allowReserved", "headers"] {
            let Some(child) =
                node.get(key).filter(|_| style.is_none() || matches!(key, "allowReserved" | "headers"))
            else {
                continue;
            };
            context.unread(child, "encoding", &format!("`{key}` of an encoding is not followed here"));
        }
        all.push(Encoding { property: property.clone(), content_type, style });
    }
    all
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
    let mut fields = Vec::new();
    for (wire, property, required) in schemas.properties(context, schema) {
        let description = context.prose(property, "description");
        let path = format!("{name} {wire}");
        let content = part(context, schemas, property, &path);
        fields.push(PartField {
            name: String::new(),
            wire: wire.to_owned(),
            description,
            required,
            content,
            content_type: None,
        });
    }
    let named = fields.iter().map(|field: &PartField| Wired {
        wire: &field.wire,
        given: None,
        group: None,
        taken: &[],
    });
    let given = names::fields(named);
    for (field, name) in fields.iter_mut().zip(given) {
        field.name = name;
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
