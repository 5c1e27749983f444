//! Pagination, as configured in the settings.

use super::Context;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::ir::{NextPage, Operation, Pagination, ParameterLocation, ResponseBody, Schema, Shape, Type};

/// Returns the pagination of an operation. [`finish`] adds the item type.
pub(super) fn describe(
    context: &mut Context<'_>,
    operation: &Operation,
    settings: &config::Pagination,
    function: String,
    constant: String,
) -> Option<Pagination> {
    let next = match settings {
        config::Pagination {
            cursor: Some(at), parameter: Some(parameter), link: false, page: None, ..
        } => NextPage::Cursor { at: at.clone(), parameter: parameter.clone() },
        config::Pagination { cursor: None, parameter: None, link: true, page: None, .. } => NextPage::Link,
        config::Pagination {
            cursor: None,
            parameter: None,
            link: false,
            page: Some(parameter),
            first,
            ..
        } => NextPage::Number { parameter: parameter.clone(), first: first.unwrap_or(1) },
        _ => {
            let message = "set one of `cursor` with `parameter`, `link = true`, or `page`";
            refuse(context, operation, message);
            return None;
        }
    };
    if let NextPage::Cursor { parameter, .. } | NextPage::Number { parameter, .. } = &next {
        let takes = |known: &crate::ir::Parameter| {
            known.location == ParameterLocation::Query && known.name == *parameter
        };
        if !operation.parameters.iter().any(takes) {
            refuse(context, operation, &format!("the operation has no query parameter `{parameter}`"));
            return None;
        }
    }
    Some(Pagination { function, constant, items: settings.items.clone(), item: Type::Any, next })
}

/// Sets the item types, once all schemas are resolved.
pub(super) fn finish(context: &mut Context<'_>, operations: &mut [Operation], schemas: &[Schema]) {
    for operation in operations {
        let Some(pagination) = &operation.pagination else { continue };
        let body = operation.successes().find_map(|response| match &response.body {
            ResponseBody::Json(ty) => Some(ty),
            _ => None,
        });
        let item = body.and_then(|ty| item(ty, &pagination.items, schemas));
        let message = format!("`{}` is not an array in the response", pagination.items);
        match (item, &mut operation.pagination) {
            (Some(item), Some(pagination)) => pagination.item = item,
            _ => {
                refuse(context, operation, &message);
                operation.pagination = None;
            }
        }
    }
}

/// Returns the item type of the array at a pointer.
fn item(ty: &Type, pointer: &str, schemas: &[Schema]) -> Option<Type> {
    let shape = |name: &str| schemas.iter().find(|schema| schema.name == name).map(|schema| &schema.shape);
    match ty {
        Type::Nullable(inner) | Type::Boxed(inner) => item(inner, pointer, schemas),
        Type::List(inner) if pointer.is_empty() => Some((**inner).clone()),
        Type::Named(name) => match (shape(name)?, pointer.strip_prefix('/')) {
            (Shape::Alias(ty), _) => item(ty, pointer, schemas),
            (Shape::Struct(object), Some(rest)) => {
                let (first, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let wire = first.replace("~1", "/").replace("~0", "~");
                let field = object.fields.iter().find(|field| field.wire == wire)?;
                item(&field.ty, rest, schemas)
            }
            _ => None,
        },
        _ => None,
    }
}

fn refuse(context: &mut Context<'_>, operation: &Operation, why: &str) {
    let names = [operation.id.clone(), format!("{} {}", operation.method, operation.path)];
    let place = names.iter().find_map(|name| context.config.places.get(name));
    let span = place.copied().unwrap_or(operation.span);
    let diagnostic = Diagnostic::warning(
        "pagination",
        span,
        format!("pagination of `{}` is not generated: {why}", operation.id),
    );
    context.diagnostics.push(
        diagnostic
            .with_help("compare its entry under `pagination` with the operation's response and parameters"),
    );
}
