//! The parts of a multipart body: the properties of its schema.

use super::encoding::Encoding;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::document::openapi::is_json;
use crate::ir::{PartContent, PartField};
use crate::names::{self, Wired};
use crate::resolve::content::{Content, alternatives};
use crate::resolve::schemas::{Place, Schemas, allows_null};
use crate::resolve::{Context, marks};

pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    schema: &'t Node,
    name: &str,
    encoding: &[Encoding],
) -> Vec<PartField> {
    let mut fields = Vec::new();
    for (wire, properties, required) in schemas.properties(context, schema) {
        let description = properties.iter().rev().find_map(|property| context.prose(property, "description"));
        let place = Place::part(name, wire);
        let (content, nullable) = part(context, schemas, &properties, &place);
        let own = encoding.iter().find(|own| own.property == wire);
        if let Some(media_type) = own.and_then(|own| own.content_type.as_deref()) {
            warn_of_json(context, &properties, wire, media_type);
        }
        fields.push(PartField {
            name: String::new(),
            wire: wire.to_owned(),
            description,
            // A null part is omitted.
            required: required && !nullable,
            content_type: own.and_then(|own| own.content_type.clone()),
            style: own.and_then(|own| own.style).filter(|_| matches!(content, PartContent::Value(_))),
            content,
            deprecated: marks::is_deprecated(&properties),
            secret: marks::is_secret(context.root, &properties),
            constant: None,
        });
    }
    let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
    let given = names::fields(wires.iter().map(|wire| Wired { wire, given: None, group: None, taken: &[] }));
    for (field, name) in fields.iter_mut().zip(given) {
        field.name = name;
    }
    if fields.is_empty() {
        let message = "the schema of this form has no properties; it is sent without parts";
        let diagnostic = Diagnostic::new(Severity::Approximation, "no-parts", schema.head(), message);
        context.diagnostics.push(diagnostic.with_help("add a property for each part"));
    }
    fields
}

/// Reports an object part with a media type other than JSON, which is unsupported.
fn warn_of_json(context: &mut Context<'_>, properties: &[&Node], wire: &str, media_type: &str) {
    let is_object = |property: &&&Node| Content::of(context.root, property) == Content::Object;
    if let Some(property) = properties.iter().find(is_object).filter(|_| !is_json(media_type)) {
        let message = format!("`{wire}` is sent as JSON: an object cannot be written as `{media_type}`");
        context.diagnostics.push(Diagnostic::new(
            Severity::Approximation,
            "part-media-type",
            property.head(),
            message,
        ));
    }
}

/// Returns the content of a part, and whether it may be null. A file is recognized through references and alternatives.
fn part<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    properties: &[&'t Node],
    place: &Place<'_>,
) -> (PartContent, bool) {
    let each = properties.iter().map(|property| alternatives(context.root, property));
    let is_file = |content: &Content| matches!(content, Content::File | Content::Files);
    let found = each.into_iter().find(|contents| contents.iter().any(is_file));
    let Some(contents) = found else {
        let used = schemas.several_use(context, place, properties);
        return (PartContent::Value(used.ty), used.nullable);
    };
    for property in properties {
        context.tracker.read_whole(property);
        context.follow(property);
    }
    if let Some(first) = properties.first().filter(|_| !contents.iter().all(is_file)) {
        let message = "this may be a file or another value; it is sent as a file, which can contain either";
        let diagnostic = Diagnostic::new(Severity::Approximation, "file-or-value", first.head(), message);
        context.diagnostics.push(diagnostic.with_help("send other values with `runtime::Part::bytes`"));
    }
    let many = contents.contains(&Content::Files);
    let nullable = properties.iter().any(|property| allows_null(context.root, property, 0));
    (if many { PartContent::Files } else { PartContent::File }, nullable)
}
