//! Items of the client crate, a kind of item a file.

pub(super) mod client_struct;
pub(super) mod error_enums;
pub(super) mod headers;
pub(super) mod methods;
pub(super) mod operation_static;
pub(super) mod options;
pub(super) mod pagers;
pub(super) mod recipe;

use std::collections::BTreeSet;

use syn::{Item, parse_quote};

use crate::ir::{Api, BodyContent, EngineItemError, EngineItems, Operation, ResponseType};

/// The items of an operation. `forms` are the types of multipart bodies that have been made: other ways to call an operation
/// share it.
pub(super) fn items(
    operation: &Operation,
    api: &Api,
    engine: &mut EngineItems,
    forms: &mut BTreeSet<String>,
) -> Result<Vec<Item>, EngineItemError> {
    let engine = engine.take_method(&operation.function)?;
    let (method, response) = methods::method(operation, engine, api)?;
    let mut items = pagers::items(operation, &method.sig, api);
    items.insert(0, parse_quote!(impl Client { #method }));
    if !operation.is_variant && operation.has_options() {
        items.extend(options::options(operation));
    }
    if let Some(BodyContent::Multipart { name, fields }) = operation.body.as_ref().map(|body| &body.content)
        && forms.insert(name.clone())
    {
        items.extend(options::form(operation, name, fields));
    }
    items.push(Item::Static(operation_static::table(operation, &response, api)));
    if operation.response_type() == ResponseType::Enum {
        items.push(error_enums::response_type(operation));
    }
    if !operation.is_variant {
        items.extend(error_enums::error_type(operation, api));
        items.extend(headers::items(operation));
    }
    Ok(items)
}
