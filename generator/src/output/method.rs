//! The generated methods, for reports.

use quote::ToTokens;
use serde::{Deserialize, Serialize};

use crate::document::{Location, Sources};
use crate::ir::rust_type::{response, written};
use crate::ir::{Api, BodyContent, Operation, ResponseType, Type};

/// A method of the generated client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// The HTTP method and the path template: `POST /path`.
    pub operation: String,
    /// The `operationId`.
    pub id: String,
    /// The name in Rust.
    pub function: String,
    /// The summary, or the beginning of the description.
    pub summary: Option<String>,
    /// The names of its tags.
    pub tags: Vec<String>,
    /// Whether it is another way to call the operation of the method before.
    pub is_variant: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The arguments, each with its type.
    pub arguments: Vec<(String, String)>,
    /// The type of a successful response's body.
    pub response: String,
    /// The type of its documented errors.
    pub error: String,
    /// The documented statuses, each with the first paragraph of its description.
    pub statuses: Vec<(String, String)>,
    /// The location in the document.
    pub location: Location,
}

/// Returns the methods of an API in document order.
pub(crate) fn all(api: &Api, sources: &Sources) -> Vec<Method> {
    api.operations.iter().map(|operation| method(operation, api, sources)).collect()
}

fn method(operation: &Operation, api: &Api, sources: &Sources) -> Method {
    let tags = operation.tags.iter().filter_map(|index| api.tags.get(*index));
    let first_line = |text: &String| text.lines().next().map(str::to_owned);
    let first_paragraph = |text: &str| {
        let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let statuses = operation.responses.iter();
    let statuses = statuses.map(|known| (known.status.to_string(), first_paragraph(&known.description)));
    Method {
        operation: format!("{} {}", operation.method, operation.path),
        id: operation.id.clone(),
        function: operation.function.clone(),
        summary: operation.summary.as_ref().or(operation.description.as_ref()).and_then(first_line),
        tags: tags.map(|tag| tag.name.clone()).collect(),
        is_variant: operation.is_variant,
        deprecated: operation.deprecated,
        arguments: arguments(operation),
        response: match operation.response_type() {
            ResponseType::Nothing => "()".to_owned(),
            ResponseType::Body(body) => spelled(response(body)),
            ResponseType::Enum => operation.response.clone(),
        },
        error: operation.error.clone(),
        statuses: statuses.collect(),
        location: sources.location(operation.span),
    }
}

fn arguments(operation: &Operation) -> Vec<(String, String)> {
    let required = operation.parameters.iter().filter(|parameter| parameter.is_argument());
    let mut all: Vec<_> =
        required.map(|parameter| (parameter.argument.clone(), taken(&parameter.ty))).collect();
    if let Some(body) = &operation.body {
        let ty = match &body.content {
            BodyContent::Json(ty) | BodyContent::Form { ty, .. } => taken(ty),
            BodyContent::Multipart { name, .. } => name.clone(),
            BodyContent::Text => "&str".to_owned(),
            BodyContent::Bytes => "runtime::Body".to_owned(),
        };
        all.push((body.argument.clone(), if body.required { ty } else { format!("Option<{ty}>") }));
    }
    if operation.has_options() {
        all.push(("options".to_owned(), format!("&{}", operation.options)));
    }
    all
}

/// Returns the type of an argument.
fn taken(ty: &Type) -> String {
    let inner = |ty: &Type| spelled(written(ty, Some("models")));
    match ty {
        Type::String => "&str".to_owned(),
        Type::Integer(_) | Type::Float | Type::Boolean => inner(ty),
        Type::List(item) => format!("&[{}]", inner(item)),
        _ => format!("&{}", inner(ty)),
    }
}

/// Returns a type as a person writes it, without the spaces between tokens.
fn spelled(ty: impl ToTokens) -> String {
    ty.to_token_stream()
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}
