//! Operations: names, arguments, replies.

use super::schemas::Schemas;
use super::{Context, replies, security};
use crate::api::{Body, Operation, Parameter, ParameterLocation, Type};
use crate::names::{Unique, camel, shouty, snake};
use crate::openapi::{OperationAt, operations, parameters};
use crate::tree::Node;

pub(super) fn describe(
    context: &mut Context<'_>,
    schemas: &mut Schemas,
    codes: &mut replies::Codes,
) -> Vec<Operation> {
    let mut names = Names { functions: super::function_names(), ..Names::default() };
    let mut all = Vec::new();
    for at in operations(context.root) {
        all.push(operation(context, schemas, codes, &mut names, at));
    }
    all
}

/// Names of operations, each unique among all.
#[derive(Default)]
struct Names {
    functions: Unique,
    constants: Unique,
    errors: Unique,
}

fn operation<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas,
    codes: &mut replies::Codes,
    names: &mut Names,
    at: OperationAt<'t>,
) -> Operation {
    context.census.read(at.item);
    context.census.read(at.node);
    let id = context.text(at.node, "operationId").unwrap_or_default();
    let mut arguments = Unique::without(&["self"]);
    let parameters = describe_parameters(context, schemas, &mut arguments, at, &id);
    let body = body(context, schemas, &mut arguments, at.node, &id);
    Operation {
        span: at.node.head(),
        function: names.functions.give(snake(&id)),
        constant: names.constants.give(shouty(&id)),
        error: names.errors.give(camel(&format!("{id} error"))),
        method: at.method.to_uppercase(),
        path: at.path.to_owned(),
        summary: context.prose(at.node, "summary"),
        description: context.prose(at.node, "description"),
        deprecated: context.get(at.node, "deprecated").and_then(Node::as_bool).unwrap_or_default(),
        tags: Vec::new(),
        parameters,
        body,
        replies: replies::describe(context, schemas, codes, at.node, &id),
        security: security::requirements(context, at.node),
        id,
    }
}

fn describe_parameters<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas,
    arguments: &mut Unique,
    at: OperationAt<'t>,
    id: &str,
) -> Vec<Parameter> {
    for list in [at.node, at.item] {
        for node in context.items(list, "parameters") {
            context.follow(node);
        }
    }
    let mut all = Vec::new();
    for node in parameters(context.root, at) {
        let name = context.text(node, "name").unwrap_or_default();
        let place = context.text(node, "in").unwrap_or_default();
        context.get(node, "required");
        let description = context.prose(node, "description");
        if place != "path" {
            context.unsupported(node, format!("a parameter in `{place}` is not supported"));
            continue;
        }
        let schema = context.get(node, "schema");
        let ty =
            schema.map_or(Type::Text, |schema| schemas.type_use(context, &format!("{id} {name}"), schema).ty);
        if ty != Type::Text {
            context.unsupported(node, "a path parameter of another type than `string` is not supported");
        }
        let argument = arguments.give(snake(&name));
        all.push(Parameter { name, argument, location: ParameterLocation::Path, description, ty });
    }
    all
}

fn body<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas,
    arguments: &mut Unique,
    operation: &'t Node,
    id: &str,
) -> Option<Body> {
    let node = context.get(operation, "requestBody")?;
    let node = context.follow(node);
    let required = context.get(node, "required").and_then(Node::as_bool).unwrap_or_default();
    let description = context.prose(node, "description");
    if !required {
        context.unsupported(node, "an optional request body is not supported");
    }
    let ty = json(context, schemas, node, &format!("{id} body"))?;
    Some(Body { argument: arguments.give("body".to_owned()), description, ty })
}

/// The type of `content`, which is JSON or nothing.
pub(super) fn json<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas,
    node: &'t Node,
    path: &str,
) -> Option<Type> {
    let content = context.get(node, "content")?.as_object()?;
    let mut found = None;
    for (media_type, media) in content {
        context.census.read(media);
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") || found.is_some() {
            context.unsupported(media, format!("the media type `{media_type}` is not supported"));
            continue;
        }
        let schema = context.get(media, "schema");
        found = Some(schema.map_or(Type::Any, |schema| schemas.type_use(context, path, schema).ty));
    }
    found
}
