//! Parameters and their serialization styles.

mod arguments;

use super::request_headers::{self, Becomes};
use super::schemas::{Place, Schemas};
use super::security;
use super::{Context, marks};
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::{OperationAt, parameters, template_names};
use crate::ir::{Parameter, ParameterLocation, Style, Type};

/// Resolves the parameters of an operation. `names` are its id, which the settings use, and the base name of types.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    at: OperationAt<'t>,
    names: (&str, &str),
) -> Vec<Parameter> {
    for list in [at.node, at.item] {
        for node in context.items(list, "parameters") {
            context.follow(node);
        }
    }
    let in_path = template_names(at.path);
    let mut all: Vec<Parameter> = Vec::new();
    for node in parameters(context.root, at) {
        let described = parameter(context, schemas, at, node, names);
        let is_used = |parameter: &Parameter| {
            parameter.location != ParameterLocation::Path || in_path.contains(&parameter.name.as_str())
        };
        let Some(described) = described.filter(is_used) else { continue };
        let same = |known: &Parameter| (&known.name, known.location) == (&described.name, described.location);
        if all.iter().any(same) {
            let message = format!("the parameter `{}` is defined twice; the first is used", described.name);
            context.diagnostics.push(Diagnostic::warning("doubled-parameter", node.head(), message));
        } else {
            all.push(described);
        }
    }
    for name in in_path.iter().copied() {
        let is_it = |known: &Parameter| known.location == ParameterLocation::Path && known.name == name;
        if !all.iter().any(is_it) {
            all.push(undeclared(name));
        }
    }
    arguments::order(&mut all, &in_path);
    arguments::name(&mut all);
    all
}

/// Returns a string parameter for a variable that only the path template names.
fn undeclared(name: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        argument: name.to_owned(),
        location: ParameterLocation::Path,
        style: ParameterLocation::Path.default_style(),
        allow_reserved: false,
        description: None,
        required: true,
        ty: Type::String,
        deprecated: false,
        secret: false,
        constant: None,
    }
}

fn parameter<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    at: OperationAt<'t>,
    node: &'t Node,
    (id, operation): (&str, &str),
) -> Option<Parameter> {
    let name = context.text(node, "name")?;
    let description = context.prose(node, "description");
    let deprecated = context.get(node, "deprecated").and_then(Node::as_bool).unwrap_or_default();
    context.get(node, "allowEmptyValue");
    let secret = node.get("schema").is_some_and(|schema| marks::is_secret(context.root, &[schema]));
    let allow_reserved =
        context.get(node, "allowReserved").and_then(Node::as_bool).unwrap_or_default() && is_in_query(node);
    let location = context.text(node, "in").unwrap_or_default();
    if security::carrying(context, at, &location, &name).is_some()
        && !name.eq_ignore_ascii_case("authorization")
    {
        let message = format!("`{name}` carries the client's credential; it is not an argument");
        context.unread(node, "credential-parameter", &message);
        return None;
    }
    let mut is_optional = false;
    let location = match location.as_str() {
        "path" => ParameterLocation::Path,
        "query" => ParameterLocation::Query,
        "header" => match request_headers::becomes(context, at, node, &name) {
            Becomes::Nothing => return None,
            becomes => {
                is_optional = becomes == Becomes::Option;
                ParameterLocation::Header
            }
        },
        "cookie" => ParameterLocation::Cookie,
        _ => {
            let message = format!("`{location}` is not a location of a parameter");
            let span = node.get("in").map_or(node.head(), Node::head);
            let help = "write `query`, `path`, `header` or `cookie`";
            context.diagnostics.push(Diagnostic::error("parameter", span, message).with_help(help));
            return None;
        }
    };
    let required = context.get(node, "required").and_then(Node::as_bool).unwrap_or_default();
    let place = Place::part(operation, &name);
    let (ty, style) = match context
        .get(node, "content")
        .and_then(Node::as_object)
        .and_then(|content| content.first())
    {
        Some((_, media)) => {
            context.tracker.read(media);
            let schema = context.get(media, "schema");
            (schema.map_or(Type::Any, |schema| schemas.whole_use(context, &place, schema).ty), Style::Json)
        }
        None => {
            let schema = context.get(node, "schema");
            if schema.is_none() {
                let message = format!(
                    "the parameter `{name}` has neither `schema` nor `content`; it is read as a string"
                );
                let diagnostic = Diagnostic::warning("missing-key", node.head(), message);
                context
                    .diagnostics
                    .push(diagnostic.with_help("add `schema: {type: string}`, or the actual type"));
            }
            let ty = schema.map_or(Type::String, |schema| schemas.whole_use(context, &place, schema).ty);
            (ty, style(context, node, location))
        }
    };
    let required = (required && !is_optional) || location == ParameterLocation::Path;
    let renamed = context.setting(&context.config.rename.parameters, &format!("{id}.{name}"));
    Some(Parameter {
        argument: renamed.unwrap_or(&name).clone(),
        name,
        location,
        style,
        allow_reserved,
        description,
        required,
        ty,
        deprecated,
        secret,
        constant: None,
    })
}

fn is_in_query(node: &Node) -> bool {
    node.get_str("in") == Some("query")
}

/// Returns the style of a parameter, or the default of its location ([OpenAPI
/// 3.0](https://spec.openapis.org/oas/v3.0.3#parameter-object)).
pub(super) fn style<'t>(context: &mut Context<'t>, node: &'t Node, location: ParameterLocation) -> Style {
    let given = context.get(node, "style");
    let default = location.default_style();
    let in_form = matches!(default, Style::Form { .. });
    let name = given.and_then(Node::as_str).unwrap_or(if in_form { "form" } else { "simple" });
    let explode = context
        .get(node, "explode")
        .and_then(Node::as_bool)
        .unwrap_or(name == "form" || name == "deepObject");
    match (name, location) {
        ("form", _) if in_form => Style::Form { explode },
        ("spaceDelimited", ParameterLocation::Query) if !explode => Style::SpaceDelimited,
        ("pipeDelimited", ParameterLocation::Query) if !explode => Style::PipeDelimited,
        ("spaceDelimited" | "pipeDelimited", ParameterLocation::Query) => Style::Form { explode },
        ("deepObject", ParameterLocation::Query) => Style::DeepObject,
        ("simple", _) if !in_form => Style::Simple { explode },
        ("label", ParameterLocation::Path) => Style::Label { explode },
        ("matrix", ParameterLocation::Path) => Style::Matrix { explode },
        _ => {
            let span = given.map_or(node.head(), Node::head);
            let message = format!("the style `{name}` is invalid here; the default is used");
            context.diagnostics.push(Diagnostic::warning("style", span, message));
            default
        }
    }
}
