//! Generates the code of the two crates from the [`Api`] and the engine's items.
//!
//! `models` and `client` iterate the `Api`, take the engine's item of each schema and operation, and fail by name if it is not
//! there. Form types come from the `Api`; `layout` puts the items into modules, which become files.

mod client;
mod crate_docs;
pub(crate) mod docs;
mod layout;
mod marks;
mod models;

use std::collections::BTreeSet;

use crate::ir::rust_type::{self as types, generic_inner};
use crate::ir::{Api, Crates, EngineItemError, EngineItems, Traits};

use models::json_schema::JsonSchemas;

/// Generates the code of the two crates.
///
/// # Errors
/// Fails if the engine generated no item for a schema or operation, or an unused one. The error names it.
pub fn emit(mut engine: EngineItems, api: &Api) -> Result<Crates, EngineItemError> {
    let (received_only, traits) = (api.received_only(), Traits::of(api));
    let schemas = api.has_json_schemas().then(|| JsonSchemas::of(api));
    let models = api.schemas.iter().map(|schema| {
        let is_sent = !received_only.contains(schema.name.as_str());
        let mut items = models::items(schema, is_sent, &traits, &mut engine)?;
        items.extend(schemas.as_ref().and_then(|schemas| schemas.item(schema)));
        Ok(items)
    });
    let models = models.collect::<Result<Vec<_>, EngineItemError>>()?;
    let mut forms = BTreeSet::new();
    let operations = api.operations.iter();
    let operations = operations.map(|operation| client::items(operation, api, &mut engine, &mut forms));
    let operations = operations.collect::<Result<Vec<_>, _>>()?;
    engine.finish()?;
    Ok(Crates {
        models: layout::models(models, api),
        client: layout::client(operations, api),
        models_readme: crate_docs::readme::models(api),
        client_readme: crate_docs::readme::client(api),
    })
}
